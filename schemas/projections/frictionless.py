"""Frictionless Data Package: table schemas of the Table Schema standard, as the zipped CSV files hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from schemas.declaration import Column, ColumnType, Table

_LEADING_FLAG = re.compile(r"^\(\?(\w+)\)(.*)$", re.DOTALL)
"""Readers put anchors before a pattern, where a flag for all of it may no longer stand."""

_TYPES = {
    ColumnType.STRING: "string",
    ColumnType.INTEGER: "integer",
    ColumnType.DOUBLE: "number",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.DATE: "date",
    ColumnType.STRINGS: "array",
    ColumnType.INTEGERS: "array",
}


def table_schema(table: Table) -> dict[str, Any]:
    """Return the Table Schema of a table; lists are JSON arrays, a missing value is an empty cell."""
    return {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
        **_foreign_keys(table),
    }


def _field(column: Column) -> dict[str, Any]:
    constraints = dict(_constraints(column))
    return {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.description,
        **({"trueValues": ["true"], "falseValues": ["false"]} if column.type is ColumnType.BOOLEAN else {}),
        **({"example": _plain(column.example)} if column.example is not None else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _constraints(column: Column) -> Iterator[tuple[str, object]]:
    if not column.nullable:
        yield "required", True
    if column.type.is_list:
        return
    if column.codes:
        yield "enum", [code.value for code in column.codes]
    if column.pattern:
        yield "pattern", _LEADING_FLAG.sub(r"(?\1:\2)", column.pattern)
    if column.minimum is not None:
        yield "minimum", _plain(column.minimum)
    if column.maximum is not None:
        yield "maximum", _plain(column.maximum)


def _foreign_keys(table: Table) -> dict[str, Any]:
    keys = [
        {
            "fields": [column.name],
            "reference": {"resource": "" if target.table == table.name else target.table, "fields": [target.column]},
        }
        for column, target in table.foreign_keys
    ]
    return {"foreignKeys": keys} if keys else {}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
