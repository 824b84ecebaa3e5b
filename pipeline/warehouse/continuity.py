"""Whether a new version goes on from the last one: what changed, what vanished, and by how much it shrank or grew.

What belongs here: comparing the tables of two builds. What does not: what is done about it; a build that shrinks may be
wanted (`pipeline.orchestration` asks the operator).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from pipeline.warehouse.versions import PARQUET, Version
from schemas.declaration import Table
from schemas.tables import TABLES

Tables = Mapping[str, pl.DataFrame]

ONE_IN, ROWS_OF_NO_ACCOUNT = 5, 10
"""A table has shrunk when more than one in so many rows is gone, and more than so many rows."""
GREATEST_GROWTH, ROWS_TO_GROW_FROM = 3, 50
"""A table has grown oddly when it holds more than so many times its rows, had it at least so many."""
_SHRINKING_IS_NORMAL = {"rejections"}


@dataclass(frozen=True, slots=True)
class Changes:
    """The keys of the rows that one build has and the other lacks, or holds otherwise; sorted."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def changes(table: Table, before: pl.DataFrame, after: pl.DataFrame) -> Changes:
    """Compare two builds of a table by its key; columns that only one of them has are not compared."""
    common = [column for column in after.columns if column in before.columns]
    old, new = _by_key(table, before, common), _by_key(table, after, common)
    return Changes(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(key for key in old.keys() & new.keys() if old[key] != new[key])),
    )


def _by_key(table: Table, frame: pl.DataFrame, columns: list[str]) -> dict[str, str]:
    key = pl.concat_str([pl.col(name).cast(pl.String) for name in table.key], separator=" ", ignore_nulls=True)
    return dict(frame.select(key.alias("key"), pl.struct(columns).struct.json_encode().alias("row")).iter_rows())


def tables_of(version: Version, names: Iterable[str]) -> dict[str, pl.DataFrame]:
    """Return the tables of a published version, by name; those that it does not have yet are left out."""
    files = {name: version.path / PARQUET / f"{name}.parquet" for name in names}
    return {name: pl.read_parquet(file, glob=False) for name, file in files.items() if file.exists()}


def lost_coverage(before: Tables, after: Tables) -> list[str]:
    """Return one line for everything that the last version told of and this one does not, sorted.

    Looked at are the pairs of jurisdiction and milestone type, the products with milestones, and the sources with
    documents.
    """
    return [
        f"{what} {' '.join(lost)}"
        for what, name, columns in (
            ("milestones of", "milestones", ("jurisdiction", "milestone_type")),
            ("product", "milestones", ("product_id",)),
            ("source", "documents", ("source_id",)),
        )
        if name in before
        for lost in sorted(_told(before[name], columns) - _told(after[name], columns))
    ]


def _told(frame: pl.DataFrame, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    return set(frame.select(columns).iter_rows())


def shrunken(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """Return one line for every table that lost more rows than a mended source explains."""
    return [
        f"{name} fell from {before[name]} to {after[name]} rows"
        for name in _compared(before, after)
        if before[name] - after[name] > max(ROWS_OF_NO_ACCOUNT, before[name] // ONE_IN)
    ]


def overgrown(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """Return one line for every table that grew more than new sources usually make it grow."""
    return [
        f"{name} rose from {before[name]} to {after[name]} rows"
        for name in _compared(before, after)
        if before[name] >= ROWS_TO_GROW_FROM and after[name] > before[name] * GREATEST_GROWTH
    ]


def _compared(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    names = (table.name for table in TABLES if table.name not in _SHRINKING_IS_NORMAL)
    return [name for name in names if name in before and name in after]
