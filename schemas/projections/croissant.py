"""Croissant record sets: the columns of each table, read from its Parquet file.

A reference of a table to itself is left out: Croissant's readers join along references, and cannot follow a circle.
"""

from __future__ import annotations

from typing import Any

from schemas.declaration import Column, ColumnType, Table

_TYPES = {
    ColumnType.STRING: "sc:Text",
    ColumnType.INTEGER: "sc:Integer",
    ColumnType.DOUBLE: "sc:Float",
    ColumnType.BOOLEAN: "sc:Boolean",
    ColumnType.DATE: "sc:Date",
    ColumnType.STRINGS: "sc:Text",
    ColumnType.INTEGERS: "sc:Integer",
}


def record_set(table: Table, file_object: str) -> dict[str, Any]:
    """Return the record set of a table whose rows are in the file object of that identifier."""
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, column, file_object) for column in table.columns],
    }


def _field(table: Table, column: Column, file_object: str) -> dict[str, Any]:
    target = column.references if column.references and column.references.table != table.name else None
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": _TYPES[column.type],
        **({"repeated": True} if column.type.is_list else {}),
        "source": {"fileObject": {"@id": file_object}, "extract": {"column": column.name}},
        **({"references": {"field": {"@id": f"{target.table}/{target.column}"}}} if target else {}),
    }
