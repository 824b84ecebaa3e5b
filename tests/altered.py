"""Tables of a warehouse that a test alters, with everything that must agree with what it altered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from pipeline.warehouse.parquet import read_parquet
from pipeline.warehouse.versions import PARQUET, Version
from schemas.tables import TABLES

Tables = dict[str, pl.DataFrame]

_NEVER_DATED = date(9999, 12, 31)


def tables_of(version: Version) -> Tables:
    """Return all tables of a published version by name."""
    return {table.name: read_parquet(version.path / PARQUET / f"{table.name}.parquet") for table in TABLES}


def altered(tables: Mapping[str, pl.DataFrame], **changed: pl.DataFrame) -> Tables:
    """Return the tables with some of them changed, and those that are derived from milestones made to agree.

    A milestone belongs to the application whose step it is. What is believed of it now is its row; identifiers that
    are neither a milestone nor redirected to one were never believed.
    """
    now = {**tables, **changed}
    steps = now["application_steps"].select("milestone_id", pl.col("application_id").alias("step_of"))
    milestones = (
        now["milestones"]
        .join(steps, on="milestone_id", how="left", maintain_order="left")
        .with_columns(pl.col("step_of").alias("application_id"))
        .drop("step_of")
    )
    return {**now, "milestones": milestones, "milestone_history": _history(now, milestones)}


def _history(now: Mapping[str, pl.DataFrame], milestones: pl.DataFrame) -> pl.DataFrame:
    history = now["milestone_history"]
    known = pl.concat([milestones["milestone_id"], now["milestone_redirects"]["milestone_id"]])
    past = history.filter(pl.col("believed_until").is_not_null(), pl.col("milestone_id").is_in(known.implode()))
    since = history.filter(pl.col("believed_until").is_null()).select("milestone_id", "believed_from")
    present = milestones.join(since, on="milestone_id", how="left").with_columns(
        pl.coalesce("believed_from", "known_from", pl.lit(_NEVER_DATED)).alias("believed_from"),
        pl.lit(None, dtype=pl.Date).alias("believed_until"),
    )
    return pl.concat([past, present.select(history.columns)])


def without(tables: Mapping[str, pl.DataFrame], table: str, column: str, keys: list[str]) -> Tables:
    """Return the tables without the rows that have those values, and without every row that points to one of them."""
    return altered(_cut(dict(tables), table, column, keys))


def _cut(tables: Tables, table: str, column: str, keys: list[str]) -> Tables:
    lost = tables[table].filter(pl.col(column).is_in(keys))
    if lost.is_empty():
        return tables
    left = {**tables, table: tables[table].filter(pl.col(column).is_in(keys).not_().fill_null(value=True))}
    for child in TABLES:
        for pointer, target in child.foreign_keys:
            if target.table == table:
                left = _cut(left, child.name, pointer.name, lost[target.column].to_list())
    return left
