"""Web pages: the main text without navigation and other debris, and the page's own metadata."""

from __future__ import annotations

import logging
import re
from datetime import date

import trafilatura

from pipeline.sources.dates import dateline
from pipeline.sources.formats import Announcement
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without text gets one line, ours
_LANGUAGE = re.compile(rb"<html[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2})", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
_FEWEST_LETTERS = 20  # a menu that was left over is no announcement
_DATES = {"original_date": True, "extensive_search": False}


def read(data: bytes) -> Announcement:
    """Return the announcement of a page; RefusedError where the page has no main text."""
    page = trafilatura.bare_extraction(
        data, with_metadata=True, include_comments=False, date_extraction_params=_DATES, favor_recall=True
    )
    if not isinstance(page, trafilatura.settings.Document) or not (page.text or "").strip():
        raise _without_text()
    text = str(page.text).strip()
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        raise _without_text()
    title = page.title or None
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    language = _LANGUAGE.search(data[:5000])
    return Announcement(
        text=text,
        title=title,
        published_on=date.fromisoformat(page.date) if page.date else dateline(text),
        publisher=page.sitename or None,
        url=page.url if page.url and _ADDRESS.fullmatch(page.url) else None,
        language=language[1].decode().lower() if language else None,
    )


def _without_text() -> RefusedError:
    return RefusedError(RejectionReason.NO_TEXT, "save the page once its text is shown, or paste the text into a .txt")
