"""XLSX: the rows of a sheet as text, without trusting anything that the file says of its size."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.sources.registers.formats.archive import not_whole, opened, unsafe
from pipeline.sources.registers.limits import MOST_CELL_CHARACTERS, MOST_COLUMNS, MOST_ROWS, MOST_SHEET_ROWS
from pipeline.sources.registers.strictness import NumberedRow

_MACROS = re.compile(r"(vbaProject|vbaData|/activeX/|/macrosheets/|/embeddings/)", re.IGNORECASE)
_ROW_NUMBER = re.compile(rb"<row[^>]{0,200}?\sr=\"(\d{7,})\"")
_CHUNK = 2**16
_OVERLAP = 256
_DAMAGED = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError, SyntaxError)


def spreadsheet_rows(data: bytes) -> Iterator[NumberedRow]:
    """Yield row number and cells of the first sheet that holds any; days as `YYYY-MM-DD`, numbers without `.0`.

    Empty rows are left out; trailing empty cells too.

    Raises:
        RefusedError: `UNSAFE` for macros, entity declarations, bombs and endless rows; `TRUNCATED` or `WRONG_CONTENT`
            where it is no whole spreadsheet.
    """
    _refuse_unsafe(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except _DAMAGED as error:
        raise not_whole(error) from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            found = 0
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                texts = _texts(cells)
                if not texts:
                    continue
                found += 1
                if found > MOST_ROWS:
                    raise unsafe(f"more than {MOST_ROWS} rows", "rows")
                yield number, texts
            if found:
                return
    except _DAMAGED as error:
        raise not_whole(error) from error
    finally:
        book.close()


def _refuse_unsafe(data: bytes) -> None:
    with opened(data) as archive:
        try:
            for member in archive.infolist():
                if _MACROS.search(member.filename):
                    raise unsafe("macros or embedded files", member.filename)
                if member.filename.endswith((".xml", ".rels")):
                    _refuse_unsafe_xml(archive, member)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise not_whole(error) from error


def _refuse_unsafe_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    before = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            window = (before + chunk).replace(b"\x00", b"")
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                raise unsafe("declares entities", member.filename)
            if any(int(number[1]) > MOST_SHEET_ROWS for number in _ROW_NUMBER.finditer(window)):
                raise unsafe(f"a row beyond {MOST_SHEET_ROWS}", "rows")
            before = chunk[-_OVERLAP:]


def _texts(cells: tuple[object, ...]) -> tuple[str | None, ...]:
    last = len(cells)
    while last and cells[last - 1] in (None, ""):
        last -= 1
    if last > MOST_COLUMNS:
        raise unsafe(f"more than {MOST_COLUMNS} columns", "columns")
    return tuple(None if cell is None else _text(cell) for cell in cells[:last])


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == time.min else cell.isoformat(sep=" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    written = str(cell)
    if len(written) > MOST_CELL_CHARACTERS:
        raise unsafe(f"a cell of {len(written)} characters", "cell")
    return written
