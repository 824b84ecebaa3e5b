"""Polars schemas, and frames made from rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from schemas.declaration import ColumnType, Table

_TYPES: dict[ColumnType, pl.DataType] = {
    ColumnType.STRING: pl.String(),
    ColumnType.INTEGER: pl.Int64(),
    ColumnType.DOUBLE: pl.Float64(),
    ColumnType.BOOLEAN: pl.Boolean(),
    ColumnType.DATE: pl.Date(),
    ColumnType.STRINGS: pl.List(pl.String()),
    ColumnType.INTEGERS: pl.List(pl.Int64()),
}


def polars_schema(table: Table) -> dict[str, pl.DataType]:
    """Return column name to polars type, in the declared order."""
    return {column.name: _TYPES[column.type] for column in table.columns}


def frame_of(table: Table, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Return the rows as a frame of the table's columns and types, in their order; nothing is checked yet.

    Raises:
        TypeError: when a cell is of another type than its column's.
    """
    return pl.DataFrame(list(rows), schema=polars_schema(table), orient="row")
