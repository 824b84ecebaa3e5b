"""Which rows of a stage enter their table, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from pipeline.sources.names import short_id
from pipeline.sources.rejection import Rejection
from schemas.declaration import Table
from schemas.projections.polars import frame_of
from schemas.tables import REJECTIONS
from schemas.validation import Failure, failures, valid_rows
from schemas.vocabulary import RejectionReason

_REASONS = {"key": RejectionReason.DUPLICATE_ID, "foreign_key": RejectionReason.UNKNOWN_REFERENCE}


@dataclass(frozen=True, slots=True)
class Admitted:
    """The rows that a table took, sorted by its key, and a rejection for each breach of the others."""

    frame: pl.DataFrame
    rejections: tuple[Rejection, ...]


def admit(
    table: Table, rows: Iterable[Mapping[str, object]], parents: Mapping[str, pl.DataFrame] | None = None
) -> Admitted:
    """Check the rows against the table's declaration, foreign keys against `parents`, and part good from bad."""
    frame = frame_of(table, rows).sort(table.key, maintain_order=True)
    found = failures(table, frame, parents)
    return Admitted(valid_rows(frame, found), tuple(_rejection(table, frame, failure) for failure in found))


def _rejection(table: Table, frame: pl.DataFrame, failure: Failure) -> Rejection:
    key = "" if failure.row is None else " ".join(str(frame.item(failure.row, name)) for name in table.key)
    what = f"{failure.column} breaks {failure.constraint}" if failure.column else f"the row breaks {failure.constraint}"
    return Rejection(
        file=f"table {table.name}",
        row=None if failure.row is None else failure.row + 1,
        field=failure.column or failure.constraint,
        value=key if failure.constraint == "key" else failure.value,
        reason=_REASONS.get(failure.constraint, RejectionReason.INVALID_ROW),
        mend=f"correct the source of {key or table.name}: {what} (see the data dictionary)",
    )


def rejections_frame(rejections: Iterable[Rejection]) -> pl.DataFrame:
    """Return the rejections as a frame of their table, each once, sorted by file, row and field."""
    rows = {}
    for rejection in rejections:
        cells = {
            "file": rejection.file,
            "row": rejection.row,
            "field": rejection.field,
            "value": rejection.value,
            "reason": rejection.reason.value,
            "mend": rejection.mend,
            "sha256": rejection.sha256,
        }
        identifier = short_id("rj", *(str(cell) for cell in cells.values()))
        rows[identifier] = {"rejection_id": identifier, **cells}
    return frame_of(REJECTIONS, rows.values()).sort("file", "row", "field", "rejection_id")
