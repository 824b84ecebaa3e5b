"""XLSX: the rows of a sheet as text, without trusting anything that the file says of its size."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.sources.registers.limits import (
    MOST_CELL_CHARACTERS,
    MOST_COLUMNS,
    MOST_MEMBERS,
    MOST_RATIO,
    MOST_ROWS,
    MOST_UNPACKED_BYTES,
)
from pipeline.sources.registers.strictness import NumberedRow
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

_MACROS = re.compile(r"(vbaProject|vbaData|/activeX/|/macrosheets/|/embeddings/)", re.IGNORECASE)
_SMALL_MEMBER = 2**20
_CHUNK = 2**16


def spreadsheet_rows(data: bytes) -> Iterator[NumberedRow]:
    """Yield row number and cells of the first sheet that holds any; days as `YYYY-MM-DD`, numbers without `.0`.

    Raises:
        RefusedError: `UNSAFE` for macros, entity declarations, bombs and endless rows; `TRUNCATED` or `UNREADABLE`
            where it is no whole spreadsheet.
    """
    _refuse_unsafe(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
        raise _unreadable(error) from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            found = False
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                _refuse_endless(number, len(cells))
                found = True
                yield number, _texts(cells)
            if found:
                return
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, SyntaxError) as error:
        raise _unreadable(error) from error
    finally:
        book.close()


def _refuse_unsafe(data: bytes) -> None:
    if not data.startswith(b"PK"):
        raise RefusedError(RejectionReason.WRONG_CONTENT, "this is no XLSX spreadsheet: save it anew from the register")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise _unsafe(f"{len(members)} members", "members")
            if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
                raise _unsafe("unpacks to more than the limit", "size")
            for member in members:
                _refuse_unsafe_member(archive, member)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _unreadable(error) from error


def _refuse_unsafe_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if member.file_size > _SMALL_MEMBER and member.file_size > MOST_RATIO * max(member.compress_size, 1):
        raise _unsafe("packed beyond any table's ratio", member.filename)
    if _MACROS.search(member.filename):
        raise _unsafe("macros or embedded files", member.filename)
    if not member.filename.endswith((".xml", ".rels")):
        return
    before = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            window = (before + chunk).replace(b"\x00", b"")
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                raise _unsafe("declares entities", member.filename)
            before = chunk[-32:]


def _refuse_endless(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise _unsafe(f"more than {MOST_ROWS} rows", "rows")
    if columns > MOST_COLUMNS:
        raise _unsafe(f"more than {MOST_COLUMNS} columns", "columns")


def _texts(cells: tuple[object, ...]) -> tuple[str | None, ...]:
    return tuple(None if cell is None else _text(cell) for cell in cells)


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == cell.min.time() else cell.isoformat(sep=" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    written = str(cell)
    if len(written) > MOST_CELL_CHARACTERS:
        raise _unsafe(f"a cell of {len(written)} characters", "cell")
    return written


def _unsafe(what: str, field: str) -> RefusedError:
    return RefusedError(
        RejectionReason.UNSAFE, f"{what}: save the plain table anew, from the register itself", field=field, value=what
    )


def _unreadable(error: Exception) -> RefusedError:
    return RefusedError(
        RejectionReason.TRUNCATED, "download the spreadsheet again, it is not whole", value=" ".join(str(error).split())
    )
