"""Plain text and Markdown: the first line is the title, the printed date line the date."""

from __future__ import annotations

from pipeline.sources.dates import dateline
from pipeline.sources.encoding import decode
from pipeline.sources.formats import Announcement, head_line
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

_MAGIC = {b"%PDF-": ".pdf", b"PK\x03\x04": ".docx, .xlsx or .zip", b"\xd0\xcf\x11\xe0": ".doc or .xls"}


def read(data: bytes) -> Announcement:
    """Return the announcement; RefusedError when the bytes are not text."""
    for magic, ending in _MAGIC.items():
        if data.startswith(magic):
            mend = f"name the file by what it is ({ending}), or save it as plain text"
            raise RefusedError(RejectionReason.BINARY, mend)
    text = decode(data).strip("\n")
    if not text.strip():
        raise RefusedError(RejectionReason.EMPTY, "save the announcement's text into the file")
    return Announcement(text=text, title=head_line(text), published_on=dateline(text))
