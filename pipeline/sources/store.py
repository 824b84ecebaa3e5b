"""The store of announcements under `raw/announcements/`: front matter, bodies and originals.

What belongs here: where announcements lie, how they are told apart, and how the stored form is read and written. What
does not: the formats in which they come (`pipeline.sources.formats`).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from pipeline.sources import formats
from pipeline.sources.document import Document
from pipeline.sources.encoding import decode
from pipeline.sources.formats.jsonl import Record, read_records
from pipeline.sources.formats.markdown import split
from pipeline.sources.rejection import RefusedError, Rejection
from schemas.vocabulary import RejectionReason, TextKind

FOLDER = "announcements"
INGESTED = "ingested"
REFUSED = "refused"
_ORIGINAL = ".original"
_NAMED = re.compile(rb"^document_id\s*:", re.MULTILINE)


def _iso_day(value: object) -> object:
    """Let only days and texts of the form YYYY-MM-DD pass; numbers would be read as seconds since 1970."""
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value.strip()):
        raise ValueError("write the day as YYYY-MM-DD")
    return value


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_Day = Annotated[date, BeforeValidator(_iso_day)]
_Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
_Address = Annotated[str, Field(pattern=r"^https?://\S+$")]


class FrontMatter(BaseModel):
    """What stands above the body of a stored announcement. See `raw/README.md`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    document_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    title: Annotated[str, Field(min_length=1)] | None = None
    source_url: _Address | None = None
    publisher: Annotated[str, Field(min_length=1)] | None = None
    published_on: _Day | None = None
    retrieved_at: _Day
    language: _Language
    source_language: _Language | None = None
    text_kind: TextKind
    original: Annotated[str, Field(pattern=r"^[^/\\\\]+$")] | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None

    @model_validator(mode="after")
    def _read_after_published(self) -> Self:
        """Refuse what was read before it was published, but for the day that lies between time zones."""
        if self.published_on and self.published_on > self.retrieved_at + timedelta(days=1):
            raise PydanticCustomError(
                "published_on", "published_on {day} lies after the day of retrieval", {"day": str(self.published_on)}
            )
        return self


@dataclass(frozen=True, slots=True)
class Announcements:
    """All documents of a store, and what was refused of it."""

    documents: tuple[Document, ...]
    rejections: tuple[Rejection, ...]


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of the bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def content_id(text: str) -> str:
    """Return the identifier of a text that has none of its own: equal but for white space, equal identifiers."""
    return f"doc-{sha256_of(' '.join(text.split()).encode())[:16]}"


def read_store(raw: Path) -> Announcements:
    """Read every file under `raw/announcements/`, in the order of their paths.

    A file or record that cannot be believed becomes a rejection, and so does one whose identifier is taken.
    """
    documents: dict[str, Document] = {}
    rejections: list[Rejection] = []
    for path in _files(raw / FOLDER):
        for item in _read_file(path, _shown(path.relative_to(raw))):
            if isinstance(item, Rejection):
                rejections.append(item)
            elif item.document_id in documents:
                first = documents[item.document_id].path
                mend = f"{first} has it: give this one another document_id, or delete it"
                refused = RefusedError(RejectionReason.DUPLICATE_ID, mend, field="document_id", value=item.document_id)
                rejections.append(refused.at(item.path or "", sha256=item.sha256))
            else:
                documents[item.document_id] = item
    return Announcements(tuple(documents[key] for key in sorted(documents)), tuple(rejections))


def _files(folder: Path) -> Iterator[Path]:
    return (
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and f"{_ORIGINAL}." not in path.name
    )


def _shown(path: Path) -> str:
    """Return the path as text, with a sign in place of bytes that are not UTF-8."""
    return os.fsencode(path.as_posix()).decode("utf-8", errors="replace")


def _read_file(path: Path, name: str) -> Iterator[Document | Rejection]:
    if path.suffix.lower() == ".jsonl":
        with path.open("rb") as stream:
            for record in read_records(stream):
                yield _loose_record(record, name)
        return
    data = b""
    try:
        data = read_bytes(path)
        if path.parent.name == REFUSED:
            yield _refusal(data)
        else:
            yield _stored(path, name, data) if path.suffix.lower() == ".md" else _loose(name, data)
    except RefusedError as refused:
        yield refused.at(name, sha256=sha256_of(data) if data else None)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; RefusedError where it cannot be read, or is larger than the limit."""
    try:
        size = path.stat().st_size
        if size <= formats.LARGEST_FILE:
            return path.read_bytes()
    except OSError as error:
        mend = "make the file readable, or take it away"
        raise RefusedError(RejectionReason.UNREADABLE, mend, value=error.strerror) from error
    mend = f"keep it under {formats.LARGEST_FILE // 2**20} MB: cut it into single announcements"
    raise RefusedError(RejectionReason.TOO_LARGE, mend, field="bytes", value=str(size))


def _stored(path: Path, name: str, data: bytes) -> Document:
    matter, body = parse_stored(data)
    original = data
    if matter.original:
        if not (path.parent / matter.original).is_file():
            mend = "put the original file back beside it, or ingest it anew"
            raise RefusedError(RejectionReason.CHANGED, mend, field="original", value=matter.original)
        original = read_bytes(path.parent / matter.original)
    sha256 = sha256_of(original)
    if matter.sha256 and matter.sha256 != sha256:
        mend = "restore the original bytes: what was captured must not change; ingest a new capture as a new file"
        raise RefusedError(RejectionReason.CHANGED, mend, field="sha256", value=sha256)
    return Document(
        document_id=matter.document_id,
        text=with_title(matter.title, body),
        title=matter.title,
        url=matter.source_url,
        publisher=matter.publisher,
        published_on=matter.published_on,
        retrieved_at=matter.retrieved_at,
        language=matter.language,
        source_language=matter.source_language,
        text_kind=matter.text_kind,
        path=name,
        sha256=sha256,
    )


def parse_stored(data: bytes) -> tuple[FrontMatter, str]:
    """Return front matter and body of a stored announcement.

    Raises:
        RefusedError: when the bytes are not UTF-8 text, the front matter is missing or wrong, or the body is empty.
    """
    if not data.strip():
        raise RefusedError(RejectionReason.EMPTY, "write front matter and body, or delete the file")
    parts = split(decode(data))
    if parts is None:
        mend = "begin the file with front matter between two lines of ---, as raw/README.md shows"
        raise RefusedError(RejectionReason.FRONT_MATTER, mend)
    matter = front_matter(parts[0])
    body = parts[1].strip()
    if not body:
        raise RefusedError(RejectionReason.EMPTY, "write the body below the front matter")
    return matter, body


def front_matter(fields: object) -> FrontMatter:
    """Return the front matter of these fields; RefusedError that names the first wrong one."""
    try:
        return FrontMatter.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        mend = f"correct {field}: {first['msg'].lower()}" if field else "write `key: value` lines"
        raise RefusedError(RejectionReason.FRONT_MATTER, mend, field=field, value=str(first["input"])) from error


def with_title(title: str | None, body: str) -> str:
    """Return the text with the title as its first line, so that what only the title tells can be quoted too."""
    return body if title is None or body.lstrip("# ").startswith(title) else f"{title}\n\n{body}"


def read_single(path: Path) -> Document:
    """Return the document in a file, stored or not; RefusedError where it cannot be believed."""
    data = read_bytes(path)
    return _stored(path, path.name, data) if is_stored(data, path.suffix) else _loose(path.name, data)


def is_stored(data: bytes, suffix: str) -> bool:
    """Tell whether the bytes are in the stored form: Markdown whose front matter names the document."""
    head = data.partition(b"\n---")[0]
    return suffix.lower() == ".md" and head.startswith(b"---") and _NAMED.search(head) is not None


def _loose(name: str, data: bytes) -> Document:
    announcement = formats.read(data, Path(name).suffix.lower())
    return Document(
        document_id=content_id(announcement.text),
        text=announcement.text,
        title=announcement.title,
        url=announcement.url,
        publisher=announcement.publisher,
        published_on=announcement.published_on,
        language=announcement.language or "en",
        path=name,
        sha256=sha256_of(data),
    )


def _loose_record(record: Record, name: str) -> Document | Rejection:
    found, sha256 = record.content, sha256_of(record.line)
    if isinstance(found, RefusedError):
        return found.at(name, record.row, sha256)
    text = with_title(found.title, found.text)
    return replace(found, document_id=content_id(text), text=text, path=name, sha256=sha256)


def _refusal(data: bytes) -> Rejection:
    try:
        fields: dict[str, Any] = json.loads(data)
        return Rejection(**{**fields, "reason": RejectionReason(fields["reason"])})
    except (ValueError, KeyError, TypeError) as error:
        mend = "delete this record of a refusal, and ingest the refused file again"
        raise RefusedError(RejectionReason.UNREADABLE, mend, value=str(error)) from error


def write_refusal(raw: Path, rejection: Rejection) -> None:
    """Keep the record of a refusal, so that every later build shows it; the same refusal is kept once."""
    record = json.dumps(asdict(rejection), ensure_ascii=False, indent=2) + "\n"
    path = raw / FOLDER / INGESTED / REFUSED / f"{sha256_of(record.encode())[:16]}.json"
    _write(path, record.encode())


def write_stored(raw: Path, matter: FrontMatter, text: str, original: bytes, suffix: str) -> Path:
    """Write a document under `ingested/`, its original bytes beside it, and return its path."""
    folder = raw / FOLDER / INGESTED
    original_name = f"{matter.document_id}{_ORIGINAL}{suffix}"
    full = matter.model_copy(update={"original": original_name, "sha256": sha256_of(original)})
    head = yaml.safe_dump(
        full.model_dump(mode="json", exclude_none=True), allow_unicode=True, sort_keys=False, width=10_000
    )
    _write(folder / original_name, original)
    path = stored_path(raw, matter.document_id)
    _write(path, f"---\n{head}---\n\n{text}\n".encode())
    return path


def holding(raw: Path, document_id: str) -> Path | None:
    """Return the stored announcement whose file bears that identifier; None where there is none."""
    return next((raw / FOLDER).rglob(f"{document_id}.md"), None)


def stored_path(raw: Path, document_id: str) -> Path:
    """Return where an ingested document of that identifier lies or would lie."""
    return raw / FOLDER / INGESTED / f"{document_id}.md"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)
