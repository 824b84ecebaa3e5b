"""Adding announcements to the store: `milestones ingest`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from pipeline.sources import formats
from pipeline.sources.document import Document
from pipeline.sources.formats import Announcement
from pipeline.sources.formats.jsonl import read_documents
from pipeline.sources.rejection import RefusedError, Rejection
from pipeline.sources.store import (
    FrontMatter,
    content_id,
    front_matter,
    parse_stored,
    read_bytes,
    sha256_of,
    stored_path,
    with_title,
    write_refusal,
    write_stored,
)
from schemas.vocabulary import TextKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the operator says of the files; it goes before what the files say of themselves."""

    retrieved_at: date
    published_on: date | None = None
    publisher: str | None = None
    url: str | None = None


class Result(Enum):
    """What became of one announcement."""

    ADDED = "added"
    KNOWN = "already there"


@dataclass(frozen=True, slots=True)
class Ingested:
    """One announcement that the store now holds."""

    file: str
    path: Path
    result: Result


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and all files below the folders named, sorted within each folder."""
    return [
        file
        for path in paths
        for file in (sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path])
    ]


def ingest(file: Path, raw: Path, provenance: Provenance) -> Iterator[Ingested | Rejection]:
    """Add the announcements of one file to the store under `raw`, and yield what became of each.

    What is refused is recorded in the store, so that builds show it. Adding the same content again changes nothing.

    Raises:
        OSError: when the file cannot be read, or the store cannot be written.
    """
    for item in _read(file, provenance):
        if isinstance(item, Rejection):
            write_refusal(raw, item)
            yield item
            continue
        matter, text, original, suffix = item
        path = stored_path(raw, matter.document_id)
        if path.exists():
            yield Ingested(str(file), path, Result.KNOWN)
        else:
            yield Ingested(str(file), write_stored(raw, matter, text, original, suffix), Result.ADDED)


_Item = tuple[FrontMatter, str, bytes, str]


def _read(file: Path, provenance: Provenance) -> Iterator[_Item | Rejection]:
    if file.suffix.lower() == ".jsonl":
        yield from _read_records(file, provenance)
        return
    data = b""
    try:
        data = read_bytes(file)
        yield _read_single(data, file.suffix.lower(), provenance)
    except RefusedError as refused:
        yield refused.at(file.name, sha256=sha256_of(data) if data else None)


def _read_records(file: Path, provenance: Provenance) -> Iterator[_Item | Rejection]:
    with file.open("rb") as stream:
        for row, record in read_documents(stream):
            try:
                if isinstance(record, RefusedError):
                    raise record
                yield _item(_announcement(record), record.text.encode(), ".txt", provenance)
            except RefusedError as refused:
                yield refused.at(file.name, row)


def _read_single(data: bytes, suffix: str, provenance: Provenance) -> _Item:
    if suffix == ".md" and data.startswith(b"---"):
        matter, text = parse_stored(data)
        return matter, text, data, suffix
    return _item(formats.read(data, suffix), data, suffix, provenance)


def _announcement(record: Document) -> Announcement:
    return Announcement(
        text=with_title(record.title, record.text).strip("\n"),
        title=record.title,
        published_on=record.published_on,
        publisher=record.publisher,
        url=record.url,
        language=record.language,
    )


def _item(announcement: Announcement, original: bytes, suffix: str, provenance: Provenance) -> _Item:
    matter = front_matter(
        {
            "document_id": content_id(announcement.text),
            "title": announcement.title,
            "source_url": provenance.url or announcement.url,
            "publisher": provenance.publisher or announcement.publisher,
            "published_on": provenance.published_on or announcement.published_on,
            "retrieved_at": provenance.retrieved_at,
            "language": announcement.language or "en",
            "text_kind": TextKind.FULL_TEXT,
        }
    )
    return matter, announcement.text, original, suffix
