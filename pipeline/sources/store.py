"""The store of announcements under `raw/announcements/`: front matter, bodies and originals.

What belongs here: where announcements lie, how they are told apart, and how the stored form is read and written. What
does not: the formats in which they come (`pipeline.sources.formats`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.sources import formats
from pipeline.sources.document import Document
from pipeline.sources.encoding import decode
from pipeline.sources.formats.jsonl import read_documents
from pipeline.sources.rejection import RefusedError, Rejection
from schemas.vocabulary import RejectionReason, TextKind

FOLDER = "announcements"
INGESTED = "ingested"
REFUSED = "refused"
_ORIGINAL = ".original"
_FRONT_MATTER = re.compile(r"---\n(?P<matter>.*?\n)---\n(?P<body>.*)", re.DOTALL)

_Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
_Address = Annotated[str, Field(pattern=r"^https?://\S+$")]


class FrontMatter(BaseModel):
    """What stands above the body of a stored announcement. See `raw/README.md`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    document_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    title: Annotated[str, Field(min_length=1)] | None = None
    source_url: _Address | None = None
    publisher: Annotated[str, Field(min_length=1)] | None = None
    published_on: date | None = None
    retrieved_at: date
    language: _Language
    source_language: _Language | None = None
    text_kind: TextKind
    original: str | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


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
        for item in _read_file(path, path.relative_to(raw).as_posix()):
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


def _read_file(path: Path, name: str) -> Iterator[Document | Rejection]:
    if path.parent.name == REFUSED:
        yield _read_refusal(path)
        return
    if path.suffix.lower() == ".jsonl":
        with path.open("rb") as stream:
            for row, record in read_documents(stream):
                yield record.at(name, row) if isinstance(record, RefusedError) else _loose_record(record, name)
        return
    data = b""
    try:
        data = read_bytes(path)
        yield _stored(path, name, data) if path.suffix.lower() == ".md" else _loose(name, data)
    except RefusedError as refused:
        yield refused.at(name, sha256=sha256_of(data) if data else None)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; RefusedError where it is larger than the limit."""
    size = path.stat().st_size
    if size > formats.LARGEST_FILE:
        mend = f"keep it under {formats.LARGEST_FILE // 2**20} MB: cut it into single announcements"
        raise RefusedError(RejectionReason.TOO_LARGE, mend, field="bytes", value=str(size))
    return path.read_bytes()


def _stored(path: Path, name: str, data: bytes) -> Document:
    matter, body = parse_stored(data)
    original = data
    if matter.original:
        try:
            original = read_bytes(path.parent / matter.original)
        except OSError as error:
            mend = "put the original file back beside it, or ingest it anew"
            raise RefusedError(RejectionReason.CHANGED, mend, field="original", value=matter.original) from error
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
    match = _FRONT_MATTER.fullmatch(decode(data))
    if match is None:
        mend = "begin the file with front matter between two lines of ---, as raw/README.md shows"
        raise RefusedError(RejectionReason.FRONT_MATTER, mend)
    try:
        fields = yaml.load(match["matter"], Loader=yaml.CBaseLoader)  # noqa: S506 (makes strings only)
    except yaml.YAMLError as error:
        mend = "write it as YAML: `key: value` lines, values with a colon in quotes"
        raise RefusedError(RejectionReason.FRONT_MATTER, mend, value=" ".join(str(error).split())) from error
    matter = front_matter(fields)
    body = match["body"].strip()
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
    stored = path.suffix.lower() == ".md" and data.startswith(b"---")
    return _stored(path, path.name, data) if stored else _loose(path.name, data)


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


def _loose_record(record: Document, name: str) -> Document:
    text = with_title(record.title, record.text)
    sha256 = sha256_of(record.text.encode())
    return replace(record, document_id=content_id(text), text=text, path=name, sha256=sha256)


def _read_refusal(path: Path) -> Rejection:
    fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Rejection(**{**fields, "reason": RejectionReason(fields["reason"])})


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


def stored_path(raw: Path, document_id: str) -> Path:
    """Return where an ingested document of that identifier lies or would lie."""
    return raw / FOLDER / INGESTED / f"{document_id}.md"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)
