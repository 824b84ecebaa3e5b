"""Readers, one module per file format, all of which return announcements.

What belongs here: from the bytes of one format to text and what the file says of itself. What does not: where files are
kept and how they are told apart (`pipeline.sources.store`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

LARGEST_FILE = 50 * 2**20
"""Bytes; larger files are refused unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """The text of one announcement and what its file says of it."""

    text: str
    title: str | None = None
    published_on: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


_MODULES = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
}
SUFFIXES = frozenset(_MODULES)


def read(data: bytes, suffix: str) -> Announcement:
    """Return the announcement in a file's bytes, by the reader of its suffix (lower case, with the dot).

    Raises:
        RefusedError: when the suffix is unknown, or the reader cannot believe the bytes.
    """
    if suffix not in _MODULES:
        known = ", ".join(sorted(_MODULES))
        mend = f"give it one of the known endings ({known}, .jsonl), or convert it"
        raise RefusedError(RejectionReason.UNREADABLE, mend, field="ending", value=suffix)
    if not data.strip():
        raise RefusedError(RejectionReason.EMPTY, "save the announcement's text into the file")
    reader: Callable[[bytes], Announcement] = import_module(f"{__name__}.{_MODULES[suffix]}").read
    return reader(data)


def head_line(text: str) -> str | None:
    """Return the first line that holds text, as a title: None where it is too long to be one."""
    line = next(_lines(text), "").lstrip("# ").strip()
    return line if line and len(line) <= 300 else None


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.split("\n") if line.strip())
