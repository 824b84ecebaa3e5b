"""PDF files: the text of their pages, and the title and publisher that the file states."""

from __future__ import annotations

import io
import logging
import struct
import zlib

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from pipeline.sources.dates import dateline
from pipeline.sources.formats import Announcement, head_line
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

_MOST_PAGES = 500
_DAMAGE = (
    *(PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError),
    *(RecursionError, TypeError, ValueError, struct.error, zlib.error),
)
"""What pypdf raises on damaged files, beside its own errors."""
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a damaged file gets one line, ours


def read(data: bytes) -> Announcement:
    """Return the announcement of a PDF; RefusedError where it is encrypted, damaged or without text."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedError(RejectionReason.ENCRYPTED, "save a copy without password")
        text = "\n\n".join(page.extract_text().strip() for page in reader.pages[:_MOST_PAGES]).strip()
        return _announcement(reader, text)
    except _DAMAGE as error:
        mend = "open it in a PDF viewer and save it anew, or paste its text into a .txt"
        raise RefusedError(RejectionReason.UNREADABLE, mend, field="pdf", value=str(error)) from error


def _announcement(reader: PdfReader, text: str) -> Announcement:
    if not text:
        raise RefusedError(RejectionReason.NO_TEXT, "the pages are pictures: run text recognition over them first")
    stated = reader.metadata
    title = (stated.title if stated else None) or head_line(text)
    if title and title not in text:
        text = f"{title}\n\n{text}"
    created = stated.creation_date if stated else None
    return Announcement(
        text=text,
        title=title,
        published_on=dateline(text) or (created.date() if created else None),
        publisher=_publisher(reader),
    )


def _publisher(reader: PdfReader) -> str | None:
    xmp = reader.xmp_metadata
    stated = (xmp.dc_publisher if xmp else None) or []
    return stated[0] if stated else None
