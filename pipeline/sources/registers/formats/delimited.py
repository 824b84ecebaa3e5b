"""Delimited text: the rows of a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pipeline.sources.registers.formats.content import refuse_error_page
from pipeline.sources.registers.limits import MOST_ROWS
from pipeline.sources.registers.strictness import NumberedRow
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason


def delimited_rows(data: bytes, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Iterator[NumberedRow]:
    """Yield the line on which each row ends, and its cells.

    Raises:
        RefusedError: `ENCODING` where the bytes are of another encoding, `WRONG_CONTENT` for a web page, `TRUNCATED`
            where the last row ends within quotes.
    """
    refuse_error_page(data)
    reader = csv.reader(io.StringIO(decoded(data, encoding), newline=""), delimiter=delimiter, strict=True)
    try:
        for count, cells in enumerate(reader, start=1):
            if count > MOST_ROWS:
                raise RefusedError(RejectionReason.UNSAFE, f"split it: more than {MOST_ROWS} rows", field="rows")
            yield reader.line_num, cells
    except csv.Error as error:
        mend = "download the file again; it is no whole table"
        raise RefusedError(RejectionReason.TRUNCATED, mend, value=f"line {reader.line_num}: {error}") from error


def decoded(data: bytes, encoding: str) -> str:
    """Return the text; RefusedError `ENCODING` where it is of another encoding."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        mend = f"save it as {encoding.removesuffix('-sig').upper()}, as the register publishes it"
        raise RefusedError(RejectionReason.ENCODING, mend, value=f"byte {error.start}") from error
