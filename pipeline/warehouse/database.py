"""`milestones.duckdb`: the Parquet files loaded into declared tables, with comments, views and macros."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import duckdb

from schemas.declaration import Table
from schemas.projections.duckdb import comments, create_table

STORAGE_VERSION = "v1.0.0"
"""Readable by DuckDB 1.1 and later, and by DuckDB-Wasm; later defaults are not. 1.0 cannot read keys that 2.0 wrote."""


def statements(tables: Iterable[Table]) -> str:
    """Return the SQL that makes the empty database: tables with keys, checks and comments, then views and macros."""
    parts = [part for table in tables for part in (create_table(table), *comments(table))]
    views = files("pipeline.warehouse").joinpath("sql", "views.sql").read_text(encoding="utf-8")
    return "\n".join([*parts, views])


def write_database(tables: Iterable[Table], parquet: Path, path: Path) -> None:
    """Make the database at `path` from the files `<table>.parquet` in the folder `parquet`: same files, same bytes.

    Raises:
        duckdb.Error: when a row breaks a key, a foreign key or a check. The caller has validated; this is the proof.
    """
    listed = tuple(tables)
    with duckdb.connect(config={"threads": 1}) as connection:
        # one thread, and no compression that samples at random: the same rows give the same bytes
        connection.execute("PRAGMA force_compression = 'uncompressed'")
        connection.execute(f"ATTACH '{_escaped(path)}' AS written (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE written")
        connection.execute(statements(listed))
        for table in listed:
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            file = _escaped(parquet / f"{table.name}.parquet")
            connection.execute(f"INSERT INTO \"{table.name}\" SELECT {columns} FROM read_parquet('{file}')")  # noqa: S608
        connection.execute("CHECKPOINT written")
        connection.execute("USE memory")
        connection.execute("DETACH written")


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")
