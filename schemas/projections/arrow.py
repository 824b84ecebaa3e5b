"""Arrow schemas, with the descriptions of tables and columns in their metadata."""

from __future__ import annotations

import pyarrow as pa

from schemas.declaration import Column, ColumnType, Table

_TYPES: dict[ColumnType, pa.DataType] = {
    ColumnType.STRING: pa.string(),
    ColumnType.INTEGER: pa.int64(),
    ColumnType.DOUBLE: pa.float64(),
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.DATE: pa.date32(),
    ColumnType.STRINGS: pa.list_(pa.string()),
    ColumnType.INTEGERS: pa.list_(pa.int64()),
}


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table."""
    return pa.schema([_field(column) for column in table.columns], metadata={"description": table.description})


def _field(column: Column) -> pa.Field[pa.DataType]:
    metadata = {"description": column.description}
    if column.references:
        metadata["references"] = f"{column.references.table}.{column.references.column}"
    return pa.field(column.name, _TYPES[column.type], nullable=column.nullable, metadata=metadata)
