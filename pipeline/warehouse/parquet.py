"""Parquet files: the same rows give the same bytes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from schemas.declaration import Table
from schemas.projections.arrow import arrow_schema


def write_parquet(table: Table, frame: pl.DataFrame, path: Path) -> None:
    """Write the rows, sorted by the table's key, with the descriptions of table and columns in the metadata."""
    arrow = frame.sort(table.key).to_arrow().cast(arrow_schema(table))
    pq.write_table(arrow, path, compression="zstd", compression_level=9, store_schema=True, write_page_index=True)


def read_parquet(path: Path) -> pl.DataFrame:
    """Return the rows of a file."""
    return pl.read_parquet(path, glob=False)
