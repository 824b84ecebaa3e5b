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
from pipeline.sources.formats.jsonl import read_records
from pipeline.sources.rejection import RefusedError, Rejection
from pipeline.sources.store import (
    FrontMatter,
    content_id,
    front_matter,
    holding,
    is_stored,
    parse_stored,
    read_bytes,
    sha256_of,
    with_title,
    write_refusal,
    write_stored,
)
from schemas.vocabulary import RejectionReason, TextKind


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
    """Return the files named, and all files below the folders named but hidden ones, sorted within each folder."""
    return [file for path in paths for file in (_below(path) if path.is_dir() else [path])]


def _below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def ingest(file: Path, raw: Path, provenance: Provenance) -> Iterator[Ingested | Rejection]:
    """Add the announcements of one file to the store under `raw`, and yield what became of each.

    What is refused is recorded in the store, so that builds show it. Adding the same content again changes nothing.

    Raises:
        OSError: when the file cannot be read, or the store cannot be written.
    """
    for item in _read(file, provenance):
        done = item if isinstance(item, Rejection) else _add(file, raw, item)
        if isinstance(done, Rejection):
            write_refusal(raw, done)
        yield done


def _add(file: Path, raw: Path, item: _Item) -> Ingested | Rejection:
    matter, text, original, suffix = item
    known = holding(raw, matter.document_id)
    if known is None:
        return Ingested(str(file), write_stored(raw, matter, text, original, suffix), Result.ADDED)
    if _content(known.read_bytes()) == content_id(text):
        return Ingested(str(file), known, Result.KNOWN)
    mend = f"{known.relative_to(raw).as_posix()} has it: give this one another document_id"
    refused = RefusedError(RejectionReason.DUPLICATE_ID, mend, field="document_id", value=matter.document_id)
    return refused.at(file.name, sha256=sha256_of(original))


def _content(stored: bytes) -> str | None:
    """Return the identifier that the text of a stored announcement would have by itself; None where it is damaged."""
    try:
        return content_id(parse_stored(stored)[1])
    except RefusedError:
        return None


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
        for record in read_records(stream):
            try:
                if isinstance(record.content, RefusedError):
                    raise record.content
                yield _item(_announcement(record.content), record.line, ".jsonl", provenance)
            except RefusedError as refused:
                yield refused.at(file.name, record.row, sha256_of(record.line))


def _read_single(data: bytes, suffix: str, provenance: Provenance) -> _Item:
    if is_stored(data, suffix):
        matter, text = parse_stored(data)
        return front_matter(matter.model_dump(exclude_none=True) | _stated(provenance)), text, data, suffix
    return _item(formats.read(data, suffix), data, suffix, provenance)


def _stated(provenance: Provenance) -> dict[str, object]:
    """Return what the operator says, as front matter; the day of retrieval is each file's own matter."""
    said = {
        "source_url": provenance.url,
        "publisher": provenance.publisher,
        "published_on": provenance.published_on,
    }
    return {key: value for key, value in said.items() if value is not None}


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
            "source_url": announcement.url,
            "publisher": announcement.publisher,
            "published_on": announcement.published_on,
            "retrieved_at": provenance.retrieved_at,
            "language": announcement.language or "en",
            "text_kind": TextKind.FULL_TEXT,
        }
        | _stated(provenance)
    )
    return matter, announcement.text, original, suffix
