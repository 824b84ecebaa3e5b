"""Markdown: plain text, below front matter where the file has some."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

import yaml

from pipeline.sources.encoding import decode
from pipeline.sources.formats import Announcement, plain
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

_FRONT_MATTER = re.compile(r"---\n(?P<matter>.*?\n)---(?:\n(?P<body>.*))?", re.DOTALL)
_KEYS = {
    "title": ("title", "headline"),
    "published_on": ("published_on", "date", "published", "pubdate", "datePublished"),
    "publisher": ("publisher", "site", "site_name", "source"),
    "url": ("source_url", "url", "canonical_url", "link", "permalink"),
    "language": ("language", "lang"),
}
"""What the front matter of static sites and web clippers calls each field, best first."""


def read(data: bytes) -> Announcement:
    """Return the announcement; what its front matter tells goes before what the text prints.

    Raises:
        RefusedError: when the bytes are not text, the front matter cannot be read, or the body is empty.
    """
    parts = split(decode(data)) if data.startswith(b"---") else None
    if parts is None or not isinstance(parts[0], dict):
        return plain.read(data)
    fields: Mapping[str, object] = parts[0]
    printed = plain.read(parts[1].encode())
    url, language = _first(fields, "url"), _first(fields, "language")
    return Announcement(
        text=printed.text,
        title=_first(fields, "title") or printed.title,
        published_on=_day(_first(fields, "published_on")) or printed.published_on,
        publisher=_first(fields, "publisher"),
        url=url if url and re.fullmatch(r"https?://\S+", url) else None,
        language=language[:2].lower() if language else None,
    )


def split(text: str) -> tuple[object, str] | None:
    """Return the fields of the front matter, values as strings, and the body; None where there is no front matter.

    Raises:
        RefusedError: when the front matter is not YAML.
    """
    match = _FRONT_MATTER.fullmatch(text)
    if match is None:
        return None
    try:
        fields = yaml.load(match["matter"], Loader=yaml.CBaseLoader)  # noqa: S506 (makes strings only)
    except yaml.YAMLError as error:
        mend = "write it as YAML: `key: value` lines, values with a colon in quotes"
        raise RefusedError(RejectionReason.FRONT_MATTER, mend, value=" ".join(str(error).split())) from error
    return fields, match["body"] or ""


def _first(fields: Mapping[str, object], name: str) -> str | None:
    values = (fields.get(key) for key in _KEYS[name])
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), None)


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written).date()
    except ValueError as error:
        mend = "write the day as YYYY-MM-DD"
        raise RefusedError(RejectionReason.FRONT_MATTER, mend, field="date", value=written) from error
