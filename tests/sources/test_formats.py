"""Readers of the file formats: text, and what the file says of itself."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.document import Document
from pipeline.sources.formats import read
from pipeline.sources.formats.jsonl import read_documents
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason
from tests.sources.files import HEADLINE, SENTENCE, page, pdf


def refused(data: bytes, suffix: str) -> RejectionReason:
    with pytest.raises(RefusedError) as caught:
        read(data, suffix)
    assert caught.value.mend
    return caught.value.reason


def readable_or_refused(data: bytes, suffix: str) -> str:
    """Return the text, else the mend; any other error is a failure of the reader."""
    try:
        return read(data, suffix).text.strip()
    except RefusedError as error:
        return error.mend


def test_plain_text_prints_its_title_and_day() -> None:
    found = read(f"{HEADLINE}\n\n24 July 2020 | Friday | News\n\n{SENTENCE}\n".encode(), ".txt")
    assert (found.title, found.published_on) == (HEADLINE, date(2020, 7, 24))
    assert found.text.endswith(SENTENCE)


def test_markdown_with_front_matter_of_a_site() -> None:
    head = f"title: '{HEADLINE}'\ndate: 2020-07-24T08:00:00\nlang: en-GB\nurl: https://example.org/a\nsite: Example"
    found = read(f"---\n{head}\ntags: [a, b]\n---\n\n{SENTENCE}\n".encode(), ".md")
    assert found.title == HEADLINE
    assert found.published_on == date(2020, 7, 24)
    assert (found.publisher, found.url, found.language) == ("Example", "https://example.org/a", "en")
    assert found.text == SENTENCE


def test_markdown_whose_first_line_is_a_rule_is_text() -> None:
    assert read(f"---\n{SENTENCE}".encode(), ".md").text.endswith(SENTENCE)


@pytest.mark.parametrize("head", ["date: 2024-13-45", "title: [unclosed"])
def test_markdown_with_wrong_front_matter(head: str) -> None:
    assert refused(f"---\n{head}\n---\n{SENTENCE}".encode(), ".md") is RejectionReason.FRONT_MATTER


def test_web_page_without_its_debris() -> None:
    found = read(page(), ".html")
    assert found.title == HEADLINE
    assert found.published_on == date(2020, 7, 24)
    assert (found.publisher, found.url, found.language) == ("Example News", "https://example.org/news/tecartus", "en")
    assert SENTENCE in found.text
    for debris in ("About us", "newsletter", "Something else"):
        assert debris not in found.text


def test_web_page_in_the_encoding_that_it_states() -> None:
    body = f"{SENTENCE} “Première” dit la Société Générale à Zürich – c’est très important."
    assert "Société Générale à Zürich" in read(page(body=body, charset="cp1252"), ".html").text


@pytest.mark.parametrize(
    "data",
    [
        b"<html><head><title>News</title></head><body></body></html>",
        b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
        b"<html><body><script>render('#app')</script><div id='app'></div></body></html>",
        b"no markup at all",
        b"<div>" * 20_000,
    ],
)
def test_web_page_without_content(data: bytes) -> None:
    assert refused(data, ".html") is RejectionReason.NO_TEXT


def test_pdf_with_text_and_title() -> None:
    found = read(pdf(("July 24, 2020", SENTENCE[:90], SENTENCE[90:]), title=HEADLINE), ".pdf")
    assert found.title == HEADLINE
    assert "Tecartus" in found.text
    assert found.text.startswith(HEADLINE)
    assert found.published_on == date(2020, 7, 24)


def test_pdf_that_cannot_be_read() -> None:
    assert refused(pdf((SENTENCE[:90],), password="secret"), ".pdf") is RejectionReason.ENCRYPTED  # noqa: S106
    assert refused(pdf(), ".pdf") is RejectionReason.NO_TEXT
    assert refused(b"%PDF-1.7\nnothing more", ".pdf") is RejectionReason.UNREADABLE
    assert refused(pdf((SENTENCE[:90],))[:300], ".pdf") is RejectionReason.UNREADABLE


@given(st.data())
def test_damaged_pdf_is_read_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(pdf(("July 24, 2020", SENTENCE[:90]), title=HEADLINE))
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=12)):
        damaged[place] = data.draw(st.integers(0, 255))
    assert readable_or_refused(bytes(damaged), ".pdf")


@given(st.sampled_from([".txt", ".md", ".html", ".pdf"]), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(suffix: str, data: bytes) -> None:
    assert readable_or_refused(data, suffix)


@pytest.mark.parametrize("suffix", [".docx", "", ".exe"])
def test_unknown_ending(suffix: str) -> None:
    assert refused(b"text", suffix) is RejectionReason.UNREADABLE


@pytest.mark.parametrize("data", [b"%PDF-1.7 a", b"PK\x03\x04 zip", b"GIF89a\x01\x00\x01\x00"])
def test_binary_named_text(data: bytes) -> None:
    assert refused(data, ".txt") is RejectionReason.BINARY


def lines(*rows: bytes) -> list[tuple[int, Document | RefusedError]]:
    return list(read_documents(io.BytesIO(b"\n".join(rows))))


def test_json_lines() -> None:
    row = {"text": SENTENCE, "title": HEADLINE, "published_on": "2020-07-24T10:00:00", "language": "en-US", "x": 1}
    (number, found), *rest = lines(b"", json.dumps(row).encode())
    assert not rest
    assert isinstance(found, Document)
    assert (number, found.document_id, found.language, found.published_on) == (2, "line-2", "en", date(2020, 7, 24))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", RejectionReason.UNREADABLE),
        (b"[1, 2]", RejectionReason.UNREADABLE),
        (b"[" * 100_000, RejectionReason.UNREADABLE),
        (b"{}", RejectionReason.EMPTY),
        (b'{"text": "   "}', RejectionReason.EMPTY),
        (b'{"text": 7}', RejectionReason.INVALID_ROW),
        (b'{"text": "a", "published_on": "2024-02-30"}', RejectionReason.INVALID_ROW),
        (b'{"text": "a", "published_on": "2024-01-01 or so"}', RejectionReason.INVALID_ROW),
        (b'{"text": "a", "language": "English"}', RejectionReason.INVALID_ROW),
        (b'{"text": "\\ud800"}', RejectionReason.ENCODING),
        (b'{"text": "a\\u0000b"}', RejectionReason.ENCODING),
        (b'{"text": "\xff"}', RejectionReason.ENCODING),
    ],
)
def test_wrong_line_is_refused_and_the_next_one_read(line: bytes, reason: RejectionReason) -> None:
    (_, first), (number, second) = lines(line, b'{"text": "fine"}')
    assert isinstance(first, RefusedError)
    assert first.reason is reason
    assert isinstance(second, Document)
    assert number == 2


def test_endless_line_is_refused_without_being_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sources.formats.jsonl.LONGEST_LINE", 50)
    (_, first), (_, second) = lines(b'{"text": "' + b"x" * 500 + b'"}', b'{"text": "fine"}')
    assert isinstance(first, RefusedError)
    assert first.reason is RejectionReason.TOO_LARGE
    assert isinstance(second, Document)


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_any_lines_are_documents_or_refused(rows: list[bytes]) -> None:
    for number, record in lines(*rows):
        assert number >= 1
        if isinstance(record, Document):
            assert record.text.strip()
            record.text.encode()
