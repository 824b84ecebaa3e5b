"""Each constraint of each table rejects a row made from the declaration to break just that constraint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import duckdb
import polars as pl
import pytest

from schemas.declaration import Column, ColumnType, Table, Value
from schemas.projections.arrow import arrow_schema
from schemas.projections.duckdb import create_table
from schemas.projections.polars import frame_of
from schemas.tables import BY_NAME, RELEASE_TABLES
from schemas.validation import Failure, failures, valid_rows


@dataclass(frozen=True)
class Poison:
    """A row that breaks `constraint` (of `column`, where it belongs to one)."""

    table: Table
    constraint: str
    column: str | None
    row: dict[str, Value]

    def __str__(self) -> str:
        return f"{self.table.name}-{self.column or 'row'}-{self.constraint}"


def poisons(table: Table) -> Iterator[Poison]:
    good = table.example_row()
    for column in table.columns:
        for constraint, value in bad_values(column):
            yield Poison(table, constraint, column.name, {**good, column.name: value})
    for condition in table.constraints:
        yield Poison(table, condition.name, None, {**good, **condition.counterexample})


def bad_values(column: Column) -> Iterator[tuple[str, Value]]:
    if not column.nullable:
        yield "not_null", None
    if column.codes:
        yield "codes", ["no such code"] if column.type.is_list else "no such code"
    if column.pattern:
        yield "pattern", "\n"
    if column.minimum is not None:
        yield "minimum", beyond(column.minimum, -1)
    if column.maximum is not None:
        yield "maximum", beyond(column.maximum, +1)
    if column.references:
        yield "foreign_key", "zz-9"


def beyond(bound: float | date, direction: int) -> Value:
    return bound + timedelta(days=direction) if isinstance(bound, date) else bound + direction


def parents_of(table: Table) -> dict[str, pl.DataFrame]:
    """Return parent tables that hold what the example row points to."""
    good = table.example_row()
    rows: dict[str, list[dict[str, Value]]] = {}
    for column, target in table.foreign_keys:
        if target.table != table.name:
            parent = {**BY_NAME[target.table].example_row(), target.column: good[column.name]}
            rows.setdefault(target.table, []).append(parent)
    return {name: frame_of(BY_NAME[name], parents) for name, parents in rows.items()}


def check(table: Table, *rows: dict[str, Value]) -> list[Failure]:
    return failures(table, frame_of(table, rows), parents_of(table))


ALL_POISONS = [poison for table in RELEASE_TABLES for poison in poisons(table)]


@pytest.mark.parametrize("table", RELEASE_TABLES, ids=lambda table: table.name)
def test_example_row_is_valid(table: Table) -> None:
    assert check(table, table.example_row()) == []


@cache
def found_in_poisons(table: Table) -> dict[str, list[Failure]]:
    """Return what is found in each poison row of a table, looked at in one frame behind the good row."""
    made = list(poisons(table))
    found = check(table, table.example_row(), *(poison.row for poison in made))
    assert {failure.row for failure in found} == set(range(1, len(made) + 1))
    return {
        str(poison): [failure for failure in found if failure.row == row] for row, poison in enumerate(made, start=1)
    }


@pytest.mark.parametrize("poison", ALL_POISONS, ids=str)
def test_poison_row_is_rejected(poison: Poison) -> None:
    found = found_in_poisons(poison.table)[str(poison)]
    assert (poison.constraint, poison.column) in {(failure.constraint, failure.column) for failure in found}


@pytest.mark.parametrize("table", RELEASE_TABLES, ids=lambda table: table.name)
def test_second_row_of_a_key_is_rejected_and_the_first_kept(table: Table) -> None:
    row = table.example_row()
    found = check(table, row, row)
    assert [(failure.constraint, failure.row) for failure in found] == [("key", 1)]
    assert valid_rows(frame_of(table, [row, row]), found).height == 1


@pytest.mark.parametrize("table", RELEASE_TABLES, ids=lambda table: table.name)
def test_wrong_type_or_missing_column_fails_the_whole_frame(table: Table) -> None:
    frame = frame_of(table, [table.example_row()])
    wrong = frame.with_columns(pl.lit(b"bytes").alias(table.columns[0].name))
    for bad in (wrong, frame.drop(table.columns[-1].name)):
        found = failures(table, bad)
        assert None in {failure.row for failure in found}
        assert valid_rows(bad, found).is_empty()


@cache
def refusing(table: Table) -> duckdb.DuckDBPyConnection:
    """Return a database that holds the empty table without its foreign keys, and takes the good row."""
    connection = duckdb.connect()
    statement = create_table(table)
    connection.execute("\n".join(line for line in statement.splitlines() if "FOREIGN KEY" not in line))
    connection.begin()
    insert(connection, table, table.example_row())
    connection.rollback()
    return connection


def insert(connection: duckdb.DuckDBPyConnection, table: Table, row: dict[str, Value]) -> None:
    frame = frame_of(table, [row]).to_arrow()
    assert frame.num_rows == 1
    connection.execute(f"INSERT INTO {table.name} SELECT * FROM frame")  # noqa: S608


@pytest.mark.parametrize("poison", [p for p in ALL_POISONS if p.constraint != "foreign_key"], ids=str)
def test_duckdb_refuses_the_poison_row_too(poison: Poison) -> None:
    with pytest.raises(duckdb.ConstraintException):
        insert(refusing(poison.table), poison.table, poison.row)


@pytest.mark.parametrize("table", RELEASE_TABLES, ids=lambda table: table.name)
def test_every_column_type_has_an_arrow_type(table: Table) -> None:
    frame = frame_of(table, [table.example_row()])
    assert frame.to_arrow().cast(arrow_schema(table)).num_rows == 1


def test_every_column_type_is_used() -> None:
    assert {column.type for table in RELEASE_TABLES for column in table.columns} == set(ColumnType)
