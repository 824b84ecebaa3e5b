"""A document: one announcement as stored, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from schemas.vocabulary import TextKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One announcement.

    Character offsets of evidence count code points of `text`. `sha256` is that of the stored source bytes.
    """

    document_id: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    retrieved_at: date | None = None
    language: str = "en"
    source_language: str | None = None
    text_kind: TextKind = TextKind.FULL_TEXT
    path: str | None = None
    sha256: str | None = None
