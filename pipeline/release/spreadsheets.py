"""Zipped CSV: what spreadsheets open, without ever running a cell as a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from pipeline.release.archive import Member, write_zip
from schemas.declaration import Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
GUARD = "'"
"""Stands before a text that a spreadsheet would take for a formula."""


def write_csv(table: Table, frame: pl.DataFrame, path: Path) -> None:
    """Write the rows, in the order of the frame, as `<table>.csv` in a zip file of its own.

    UTF-8 with a byte order mark is left to the reader; comma, quoted text, CRLF; lists are JSON; a missing value is an
    empty cell. A text that begins like a formula gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows(_cells(row) for row in frame.iter_rows())
    write_zip(path, [Member(f"{table.name}.csv", text.getvalue().encode())])


def _cells(row: tuple[object, ...]) -> Iterator[str]:
    for value in row:
        match value:
            case None:
                yield ""
            case str():
                yield safe(value)
            case bool() | int() | float():
                yield json.dumps(value)
            case date():
                yield value.isoformat()
            case _:
                yield json.dumps(value, ensure_ascii=False)


def safe(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return GUARD + text if text.lstrip(" ").startswith(_FORMULA) else text
