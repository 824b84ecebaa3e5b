"""Pandera models: every constraint of a declaration as a named check.

Pandera looks at values only on eager frames, so models are to be given `polars.DataFrame`, never a lazy one.
Foreign keys look at two tables and live in `schemas.validation`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pandera.polars as pa
import polars as pl

from schemas.declaration import Column, Constraint, Table
from schemas.projections.polars import polars_schema


@cache
def pandera_model(table: Table) -> pa.DataFrameSchema:
    """Return the model of a table."""
    types = polars_schema(table)
    return pa.DataFrameSchema(
        columns={
            column.name: pa.Column(
                types[column.name],
                checks=[_value_check(column, name, passes) for name, passes in column_conditions(column)],
                nullable=column.nullable,
                description=column.description,
            )
            for column in table.columns
        },
        checks=[_row_check(constraint) for constraint in table.constraints],
        unique=list(table.key),
        strict=True,
        ordered=True,
        name=table.name,
        description=table.description,
    )


def column_conditions(column: Column) -> Iterator[tuple[str, pl.Expr]]:
    """Yield the name of each constraint on the column's values, and the condition over `polars.element()`."""
    value = pl.element()
    if column.codes:
        yield "codes", value.is_in([code.value for code in column.codes])
    if column.pattern:
        yield "pattern", value.str.contains(rf"^(?:{column.pattern})$")
    if column.minimum is not None:
        yield "minimum", value >= column.minimum
    if column.maximum is not None:
        yield "maximum", value <= column.maximum


def _value_check(column: Column, name: str, passes: pl.Expr) -> pa.Check:
    def check(data: pa.PolarsData) -> pl.LazyFrame:
        values = pl.col(column.name) if column.type.is_list else pl.concat_list(pl.col(column.name))
        return data.lazyframe.select(values.list.eval(passes).list.all())

    return pa.Check(check, name=name)


def _row_check(constraint: Constraint) -> pa.Check:
    condition = pl.sql_expr(constraint.condition).fill_null(value=True)

    def check(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(condition.alias(constraint.name))

    return pa.Check(check, name=constraint.name, description=constraint.description)
