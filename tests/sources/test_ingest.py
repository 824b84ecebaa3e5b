"""Adding announcements to the store: once each, with their original bytes and what the file says of itself."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.ingest import Ingested, Provenance, Result, files_in, ingest
from pipeline.sources.rejection import Rejection
from pipeline.sources.store import content_id, read_store
from schemas.vocabulary import RejectionReason, TextKind
from tests.conftest import write_note
from tests.sources.files import HEADLINE, SENTENCE, page, pdf

TODAY = Provenance(retrieved_at=date(2026, 11, 24))


def put(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    put(folder, "a.txt", f"{HEADLINE}\n\n24 July 2020\n\n{SENTENCE}\n".encode())
    put(folder, "b.md", f"---\ntitle: Second\ndate: 2020-07-25\n---\n\n{SENTENCE} It was told again.\n".encode())
    put(folder, "c.html", page(body=f"{SENTENCE} The page adds a word of its own."))
    put(folder, "d.pdf", pdf(("July 26, 2020", SENTENCE[:90], SENTENCE[90:]), title="The printed release"))
    row = {"text": f"{SENTENCE} In a collection.", "title": "Fifth", "published_on": "2020-07-27", "publisher": "Wire"}
    put(folder, "e.jsonl", json.dumps(row).encode() + b"\n" + json.dumps({**row, "title": "Sixth"}).encode())
    put(folder, ".DS_Store", b"\x00\x01")
    return folder


def ingest_all(folder: Path, raw: Path, provenance: Provenance = TODAY) -> list[Ingested | Rejection]:
    return [item for file in files_in([folder]) for item in ingest(file, raw, provenance)]


def test_every_format_keeps_its_original_bytes_and_metadata(inbox: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    done = ingest_all(inbox, raw)
    assert [item.result for item in done if isinstance(item, Ingested)] == [Result.ADDED] * 6
    store = read_store(raw)
    assert store.rejections == ()
    assert sorted((document.title or "", document.published_on) for document in store.documents) == [
        (HEADLINE, date(2020, 7, 24)),
        (HEADLINE, date(2020, 7, 24)),
        ("Fifth", date(2020, 7, 27)),
        ("Second", date(2020, 7, 25)),
        ("Sixth", date(2020, 7, 27)),
        ("The printed release", date(2020, 7, 26)),
    ]
    originals = {hashlib.sha256(path.read_bytes()).hexdigest() for path in raw.rglob("*.original.*")}
    assert {document.sha256 for document in store.documents} == originals
    whole = {hashlib.sha256((inbox / name).read_bytes()).hexdigest() for name in ("a.txt", "b.md", "c.html", "d.pdf")}
    lines = {hashlib.sha256(line).hexdigest() for line in (inbox / "e.jsonl").read_bytes().splitlines(keepends=True)}
    assert originals == whole | lines
    assert {document.text_kind for document in store.documents} == {TextKind.FULL_TEXT}
    assert {document.retrieved_at for document in store.documents} == {TODAY.retrieved_at}
    assert all(SENTENCE[:60] in " ".join(document.text.split()) for document in store.documents)


def test_a_second_time_changes_nothing(inbox: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    ingest_all(inbox, raw)
    before = {path: path.read_bytes() for path in raw.rglob("*") if path.is_file()}
    later = Provenance(retrieved_at=date(2027, 1, 1))
    assert [item.result for item in ingest_all(inbox, raw, later) if isinstance(item, Ingested)] == [Result.KNOWN] * 6
    assert {path: path.read_bytes() for path in raw.rglob("*") if path.is_file()} == before


def test_the_same_words_in_another_file_are_known(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    first, second = (put(tmp_path / "in", f"{n}.txt", SENTENCE.encode() + b"\n" * n) for n in (1, 2))
    results = [
        item.result for file in (first, second) for item in ingest(file, raw, TODAY) if isinstance(item, Ingested)
    ]
    assert results == [Result.ADDED, Result.KNOWN]


def test_what_the_operator_says_goes_first(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    said = Provenance(
        retrieved_at=date(2026, 11, 24),
        published_on=date(2020, 8, 1),
        publisher="Kite",
        url="https://example.org/kite",
    )
    (tmp_path / "announcements").mkdir()
    note = write_note(tmp_path, "2020-07-24-note")
    for file in (put(tmp_path / "in", "c.html", page()), note):
        list(ingest(file, raw, said))
    for document in read_store(raw).documents:
        assert (document.published_on, document.publisher, document.url) == (
            date(2020, 8, 1),
            "Kite",
            "https://example.org/kite",
        )


def test_a_stored_identifier_is_not_given_away(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    (tmp_path / "announcements").mkdir()
    note = write_note(tmp_path, "2020-07-24-note")
    assert [type(item) for item in ingest(note, raw, TODAY)] == [Ingested]
    (again,) = ingest(note, raw, TODAY)
    assert isinstance(again, Ingested)
    assert again.result is Result.KNOWN
    note.write_text(note.read_text(encoding="utf-8") + "\nAnd something else.\n", encoding="utf-8")
    (other,) = ingest(note, raw, TODAY)
    assert isinstance(other, Rejection)
    assert other.reason is RejectionReason.DUPLICATE_ID


def test_changed_or_missing_originals_are_noticed(inbox: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    ingest_all(inbox, raw)
    first, second = sorted(raw.rglob("*.original.*"))[:2]
    first.write_bytes(b"other bytes")
    second.unlink()
    store = read_store(raw)
    assert [rejection.reason for rejection in store.rejections] == [RejectionReason.CHANGED] * 2
    assert len(store.documents) == 4


def test_a_refusal_is_kept_once_and_read_by_the_build(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    empty = put(tmp_path / "in", "empty.txt", b"")
    refused = [item for _ in range(2) for item in ingest(empty, raw, TODAY)]
    assert read_store(raw).rejections == (refused[0],)
    (record,) = raw.rglob("refused/*.json")
    record.write_text("not JSON")
    (damaged,) = read_store(raw).rejections
    assert damaged.reason is RejectionReason.UNREADABLE


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1), st.sampled_from([" ", "\n", "\t ", "\n\n"]))
def test_white_space_does_not_make_another_document(text: str, gap: str) -> None:
    words = text.split()
    assert content_id(gap.join(words)) == content_id(" ".join(words)) == content_id(f"{gap}{' '.join(words)}{gap}")


@given(st.text(), st.text())
def test_other_words_make_another_document(one: str, other: str) -> None:
    assert (content_id(one) == content_id(other)) == (one.split() == other.split())
