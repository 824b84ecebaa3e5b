"""DuckDB's DDL: tables with keys, foreign keys and checks, and comments on every table and column."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from schemas.declaration import Column, Table


def create_table(table: Table) -> str:
    """Return the `CREATE TABLE` statement.

    A foreign key of a table to itself is left to `schemas.validation`: DuckDB checks it row by row, so that the order
    of rows would matter.
    """
    lines = [_column(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(_quoted(name) for name in table.key)})")
    lines += [
        f"FOREIGN KEY ({_quoted(column.name)}) REFERENCES {_quoted(target.table)} ({_quoted(target.column)})"
        for column, target in table.foreign_keys
        if target.table != table.name
    ]
    lines += [f"CHECK ({constraint.condition})" for constraint in table.constraints]
    body = ",\n    ".join(lines)
    return f"CREATE TABLE {_quoted(table.name)} (\n    {body}\n);"


def comments(table: Table) -> Iterator[str]:
    """Yield the `COMMENT ON` statements of a table and its columns."""
    name = _quoted(table.name)
    yield f"COMMENT ON TABLE {name} IS {_literal(table.description)};"
    for column in table.columns:
        yield f"COMMENT ON COLUMN {name}.{_quoted(column.name)} IS {_literal(column.description)};"


def _column(column: Column) -> str:
    parts = [_quoted(column.name), column.type.value]
    if not column.nullable:
        parts.append("NOT NULL")
    parts += [f"CHECK ({condition})" for condition in _conditions(column)]
    return " ".join(parts)


def _conditions(column: Column) -> Iterator[str]:
    name = _quoted(column.name)
    if column.codes:
        codes = ", ".join(_literal(code.value) for code in column.codes)
        yield f"list_has_all([{codes}], {name})" if column.type.is_list else f"{name} IN ({codes})"
    if column.pattern:
        yield f"regexp_full_match({name}, {_literal(column.pattern)})"
    if column.minimum is not None:
        yield f"{name} >= {_literal(column.minimum)}"
    if column.maximum is not None:
        yield f"{name} <= {_literal(column.maximum)}"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _literal(value: str | float | date) -> str:
    match value:
        case str():
            return "'" + value.replace("'", "''") + "'"
        case date():
            return f"DATE '{value.isoformat()}'"
        case _:
            return str(value)
