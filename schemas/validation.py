"""Which rows of a frame break their table's declaration.

What belongs here: applying the projections to frames and reporting rows. What does not: deciding what happens to a
row that fails; that is the caller's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from pandera.config import ValidationDepth, config_context
from pandera.errors import SchemaErrors

from schemas.declaration import Table
from schemas.projections.pandera import pandera_model

_ROW = "row of the frame"
"""Name of no column."""
_CONSTRAINT_NAMES = {"not_nullable": "not_null", "multiple_fields_uniqueness": "key"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One breach. `row` counts from 0 and is None where the frame as a whole is wrong (columns, types)."""

    table: str
    row: int | None
    constraint: str
    column: str | None
    value: str | None


def failures(table: Table, frame: pl.DataFrame, parents: Mapping[str, pl.DataFrame] | None = None) -> list[Failure]:
    """Return every breach of types, nullability, values, key and row constraints, then of foreign keys.

    Foreign keys are looked up in `parents` (tables by name; the frame itself serves for its own table); those to
    tables that are not given are not looked at. Of rows that share a key, all but the first fail.
    """
    found = []
    # where there is no row, only names and types can be wrong
    depth = ValidationDepth.SCHEMA_ONLY if frame.is_empty() else ValidationDepth.SCHEMA_AND_DATA
    try:
        with config_context(validation_depth=depth):
            pandera_model(table).validate(frame, lazy=True)
    except SchemaErrors as errors:
        found = [
            Failure(
                table=table.name,
                row=case["index"],
                constraint=_CONSTRAINT_NAMES.get(case["check"], case["check"]),
                column=case["column"] if case["schema_context"] == "Column" else None,
                value=case["failure_case"],
            )
            for case in errors.failure_cases.to_dicts()
        ]
    if any(failure.row is None for failure in found):
        return found
    first_of_key = set(frame.select(pl.arg_where(pl.struct(table.key).is_first_distinct())).to_series())
    found = [failure for failure in found if failure.constraint != "key" or failure.row not in first_of_key]
    return found + _foreign_key_failures(table, frame, {**(parents or {}), table.name: frame})


def _foreign_key_failures(table: Table, frame: pl.DataFrame, parents: Mapping[str, pl.DataFrame]) -> list[Failure]:
    return [
        Failure(table=table.name, row=row, constraint="foreign_key", column=column.name, value=value)
        for column, target in table.foreign_keys
        if target.table in parents
        for row, value in frame.with_row_index(_ROW)
        .filter(pl.col(column.name).is_not_null())
        .join(parents[target.table], left_on=column.name, right_on=target.column, how="anti")
        .select(_ROW, column.name)
        .iter_rows()
    ]


def valid_rows(frame: pl.DataFrame, found: list[Failure]) -> pl.DataFrame:
    """Return the rows that no failure names; none at all where the frame as a whole is wrong."""
    if any(failure.row is None for failure in found):
        return frame.clear()
    bad = {failure.row for failure in found}
    return frame.filter(~pl.int_range(pl.len()).is_in(list(bad)))
