"""JSON lines: one document an object, in the form that the evaluation guidelines give."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from pipeline.sources.document import Document
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2})(?:[-_].*)?", re.DOTALL)
_DAY_LENGTH = len("YYYY-MM-DD")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
LONGEST_LINE = 20 * 2**20
"""Bytes; longer lines are refused."""


@dataclass(frozen=True, slots=True)
class Record:
    """A line, its number counted from 1, and the document in it or why it is refused."""

    row: int
    line: bytes
    content: Document | RefusedError


def read_documents(stream: IO[bytes]) -> Iterator[tuple[int, Document | RefusedError]]:
    """Yield the number of every line of the stream with its document, or with why it is refused."""
    return ((record.row, record.content) for record in read_records(stream))


def read_records(stream: IO[bytes]) -> Iterator[Record]:
    """Yield the lines of the stream.

    Blank lines are passed over; one line is in memory at a time. A document without `document_id` is named by its
    line number. Unknown fields are left out.
    """
    row = 0
    while line := stream.readline(LONGEST_LINE + 1):
        row += 1
        if len(line) > LONGEST_LINE:
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(LONGEST_LINE + 1)
            yield Record(row, line, RefusedError(RejectionReason.TOO_LARGE, f"keep a line under {LONGEST_LINE} bytes"))
        elif line.strip():
            try:
                yield Record(row, line, _document(line, row))
            except RefusedError as refused:
                yield Record(row, line, refused)


def _document(line: bytes, row: int) -> Document:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        shown = line[error.start : error.start + 8].hex(" ")
        raise RefusedError(RejectionReason.ENCODING, "save the file as UTF-8", value=shown) from error
    except (ValueError, RecursionError) as error:
        raise RefusedError(RejectionReason.UNREADABLE, "write one JSON object a line", value=str(error)) from error
    if not isinstance(fields, dict):
        raise RefusedError(RejectionReason.UNREADABLE, "write one JSON object a line", value=str(fields))
    text = _text(fields, "text")
    if text is None:
        raise RefusedError(RejectionReason.EMPTY, "give the document a text", field="text")
    return Document(
        document_id=_text(fields, "document_id") or f"line-{row}",
        text=text,
        title=_text(fields, "title"),
        url=_text(fields, "url"),
        publisher=_text(fields, "publisher"),
        published_on=_day(fields, "published_on"),
        language=_language(fields),
    )


def _text(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        raise RefusedError(RejectionReason.INVALID_ROW, "write a string", field=name, value=str(value))
    if _NO_TEXT.search(value):
        mend = "leave out NUL and halves of surrogate pairs, which no text holds"
        raise RefusedError(RejectionReason.ENCODING, mend, field=name, value=ascii(value))
    return value


def _language(fields: dict[str, Any]) -> str:
    """Return the two letters that a tag such as `en-US` begins with, `en` where the document states none."""
    value = _text(fields, "language") or "en"
    match = _LANGUAGE_TAG.fullmatch(value)
    if match is None:
        mend = "write an ISO 639-1 code of two letters"
        raise RefusedError(RejectionReason.INVALID_ROW, mend, field="language", value=value)
    return match[1].lower()


def _day(fields: dict[str, Any], name: str) -> date | None:
    value = _text(fields, name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value) if len(value) <= _DAY_LENGTH else datetime.fromisoformat(value).date()
    except ValueError as error:
        raise RefusedError(
            RejectionReason.INVALID_ROW, "write the day as YYYY-MM-DD", field=name, value=value
        ) from error
