"""Strict interpretation: pinned columns, closed lists, and a report of every row that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from pipeline.sources.registers.dates import read_day
from pipeline.sources.registers.limits import MOST_PROBLEMS
from pipeline.sources.rejection import RefusedError, Rejection
from schemas.partial_date import PartialDate
from schemas.vocabulary import RejectionReason

Cells = Sequence[str | None]
NumberedRow = tuple[int, Cells]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns that a table is known to have.

    `aliases` maps headings of other years to those of `columns`. Optional columns may be absent; they are then empty.
    """

    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)

    def headings(self, cells: Cells) -> tuple[str, ...] | None:
        """Return the canonical headings where these cells are the header, None where they are not.

        A row counts as the header when it holds at least half of the required columns.

        Raises:
            RefusedError: `UNKNOWN_LAYOUT` where a column is missing, unknown or stands twice.
        """
        written = [" ".join((cell or "").split()) for cell in cells]
        while written and not written[-1]:
            written.pop()
        named = tuple(self.aliases.get(name, name) for name in written)
        if 2 * len(set(self.columns) & set(named)) < len(self.columns):
            return None
        known = {*self.columns, *self.optional}
        for fault, names in (
            ("unknown column", [name for name in named if name not in known]),
            ("missing column", [name for name in self.columns if name not in named]),
            ("column twice", sorted({name for name in named if named.count(name) > 1})),
        ):
            if names:
                mend = f"{fault}: the register has changed; read what it means now and say so in register.toml"
                raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, mend, field="header", value="; ".join(names))
        return named


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a register writes: closed lists by column, signs of an empty cell, forms of days."""

    closed_lists: Mapping[str, Sequence[str]]
    empty: Sequence[str] = ()
    date_forms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row with access by column; an empty cell is None. Every access that cannot be understood raises."""

    number: int
    cells: Mapping[str, str | None]
    conventions: Conventions

    def text(self, column: str) -> str | None:
        """Return the cell without surrounding space; None where it is empty or one of the register's empty signs."""
        written = (self.cells.get(column) or "").replace("\xa0", " ").strip()
        return None if not written or written in self.conventions.empty else written

    def required(self, column: str) -> str:
        """Return the cell; RefusedError where it is empty."""
        written = self.text(column)
        if written is None:
            raise RefusedError(RejectionReason.INVALID_ROW, "complete the row, or leave it out", field=column, value="")
        return written

    def code(self, column: str) -> str | None:
        """Return the cell; RefusedError where it is not in the column's closed list."""
        written = self.text(column)
        if written is not None and written not in self.conventions.closed_lists[column]:
            mend = f"give {written!r} a meaning in register.toml, or name it there as one to leave out"
            raise RefusedError(RejectionReason.UNKNOWN_VALUE, mend, field=column, value=written)
        return written

    def check(self) -> None:
        """Look at every column that has a closed list; RefusedError for the first value that is not in it."""
        for column in self.conventions.closed_lists:
            if column in self.cells:
                self.code(column)

    def flag(self, column: str) -> bool:
        """Return whether the cell says yes; an empty one says no."""
        return self.code(column) in {"Yes", "Y", "yes"}

    def day(self, column: str) -> PartialDate | None:
        """Return the day in the cell; None where it is empty."""
        written = self.text(column)
        return None if written is None else read_day(written, *self.conventions.date_forms, field=column)


def table(
    rows: Iterable[NumberedRow], layout: Layout, conventions: Conventions, *, last_header: bool = False
) -> Iterator[Row]:
    """Yield the rows below the header; with `last_header`, those below the last one where it stands several times.

    Raises:
        RefusedError: `UNKNOWN_LAYOUT` where no header is found, or it is not the known one.
    """
    headings: tuple[str, ...] | None = None
    held: list[Row] = []
    for number, cells in rows:
        found = layout.headings(cells)
        if found is not None:
            headings = found
            held.clear()
            continue
        if headings is None or not any(cell and cell.strip() for cell in cells):
            continue
        row = Row(number, _named(headings, cells), conventions)
        if last_header:
            held.append(row)
        else:
            yield row
    if headings is None:
        mend = f"no header row with {', '.join(layout.columns[:3])}, … was found: save the file anew from the register"
        raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, mend, field="header")
    yield from held


def _named(headings: Sequence[str], cells: Cells) -> Mapping[str, str | None]:
    surplus = [cell for cell in cells[len(headings) :] if cell and cell.strip()]
    if surplus:
        raise RefusedError(
            RejectionReason.UNKNOWN_LAYOUT, "a row has more cells than the header", field="row", value=str(surplus[0])
        )
    return dict(zip(headings, (*cells, *[None] * (len(headings) - len(cells))), strict=False))


class Problems:
    """Collects what cannot be read of one file, so that all of it is reported at once."""

    def __init__(self, file: str, sha256: str) -> None:
        self._file = file
        self._sha256 = sha256
        self._found: list[Rejection] = []
        self._beyond = 0

    @contextmanager
    def at(self, row: int | None = None) -> Iterator[None]:
        """Note a refusal within the block as one of that row."""
        try:
            yield
        except RefusedError as refused:
            self.add(refused, row)

    def add(self, refused: RefusedError, row: int | None = None) -> None:
        """Note a refusal."""
        if len(self._found) < MOST_PROBLEMS:
            self._found.append(refused.at(self._file, row, self._sha256))
        else:
            self._beyond += 1

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """What was noted, with a last line for what is beyond the most that are reported."""
        if not self._beyond:
            return tuple(self._found)
        more = RefusedError(RejectionReason.INVALID_ROW, f"and {self._beyond} more of this file")
        return (*self._found, more.at(self._file, None, self._sha256))
