"""How a table is declared: columns, key, foreign keys, closed lists and constraints.

What belongs here: the small language in which `schemas.tables` is written. What does not: any of its projections
(pandera, Arrow, DuckDB, dictionary), which live in `schemas.projections` and read nothing but these declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from schemas.vocabulary import Code

Codes = type[Code]
Value = str | int | float | bool | date | list[str] | list[int] | None


class ColumnType(Enum):
    """The types a column may have; the value is DuckDB's name of it."""

    STRING = "VARCHAR"
    INTEGER = "BIGINT"
    DOUBLE = "DOUBLE"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    STRINGS = "VARCHAR[]"
    INTEGERS = "BIGINT[]"

    @property
    def is_list(self) -> bool:
        """Whether a cell holds a list."""
        return self in (ColumnType.STRINGS, ColumnType.INTEGERS)


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: the table and column where the value must stand."""

    table: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column, declared once and projected everywhere.

    `example` is a valid value; it stands in the dictionary and is the ground on which poison rows are made.
    `codes` is the closed list that a value, or each element of a list, must be in. `pattern` must match the whole
    value (RE2 syntax). `minimum` and `maximum` are inclusive.
    """

    name: str
    type: ColumnType
    description: str
    example: Value
    nullable: bool = False
    codes: Codes | None = None
    pattern: str | None = None
    minimum: float | date | None = None
    maximum: float | date | None = None
    references: Reference | None = None

    def as_foreign_key(self, table: str, *, name: str | None = None, nullable: bool = False) -> Column:
        """Return the same column as it stands in a table that points to `table`."""
        reference = Reference(table, self.name)
        return replace(self, name=name or self.name, nullable=nullable, references=reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A condition over one row, in the SQL that DuckDB and polars share; a null result passes.

    `counterexample` overrides the cells of a valid row so that just this condition fails.
    """

    name: str
    description: str
    condition: str
    counterexample: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """One table of the warehouse. Tables are compared by identity: each is declared once."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    constraints: tuple[Constraint, ...] = ()

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"table {self.name} declares a column twice")
        if not set(self.key) <= set(names):
            raise ValueError(f"the key of {self.name} names a column that it does not have")

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def foreign_keys(self) -> tuple[tuple[Column, Reference], ...]:
        """The columns that point elsewhere, with what they point to."""
        return tuple((column, column.references) for column in self.columns if column.references)

    def example_row(self) -> dict[str, Value]:
        """Return a valid row."""
        return {column.name: column.example for column in self.columns}
