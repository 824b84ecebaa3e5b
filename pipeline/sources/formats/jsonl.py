"""JSON lines: one document an object, in the form that the evaluation guidelines give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from pipeline.sources.document import Document
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

LONGEST_LINE = 20 * 2**20
"""Bytes; longer lines are refused."""


def read_documents(stream: IO[bytes]) -> Iterator[tuple[int, Document | RefusedError]]:
    """Yield the number of every line of the stream with its document, or with why it is refused.

    Blank lines are passed over; one line is in memory at a time. A document without `document_id` is named by its
    line number. Unknown fields are left out.
    """
    row = 0
    while line := stream.readline(LONGEST_LINE + 1):
        row += 1
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE + 1)
            yield row, RefusedError(RejectionReason.TOO_LARGE, f"keep a line under {LONGEST_LINE} bytes")
        elif line.strip():
            try:
                yield row, _document(line, row)
            except RefusedError as refused:
                yield row, refused


def _document(line: bytes, row: int) -> Document:
    try:
        fields = json.loads(line)
    except ValueError as error:
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
        language=_text(fields, "language") or "en",
    )


def _text(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        raise RefusedError(RejectionReason.INVALID_ROW, "write a string", field=name, value=str(value))
    return value


def _day(fields: dict[str, Any], name: str) -> date | None:
    value = _text(fields, name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError as error:
        raise RefusedError(
            RejectionReason.INVALID_ROW, "write the day as YYYY-MM-DD", field=name, value=value
        ) from error
