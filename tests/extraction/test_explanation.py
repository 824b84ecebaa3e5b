"""Explanations: what a person reads in a terminal."""

from __future__ import annotations

from pipeline.extraction import explain
from tests.extraction.reading import document, read

_TEXT = "The FDA accepted the BLA for Kymriah for adults on May 2, 2024 and set a PDUFA date of December 12, 2024."


def _lines(text: str) -> list[str]:
    return explain(document(text), read(text)).splitlines()


def test_says_how_many_there_are() -> None:
    assert _lines(_TEXT)[0] == "d: 1 event"
    assert _lines("Nothing.") == ["d: 0 events"]


def test_shows_what_who_when_and_why() -> None:
    lines = _lines(_TEXT)
    assert "1. acceptance | US FDA | tisagenlecleucel" in lines
    assert "   date: 2024-05-02 (day, stated in the text)" in lines
    assert "   goal date: 2024-12-12" in lines
    assert "   application: BLA" in lines
    assert "   because: accept + application (finite)" in lines
    assert "   because: told in the past" in lines


def test_shows_the_words_at_their_place() -> None:
    (event,) = read(_TEXT)
    span = event.evidence[0]
    assert any(f"[{span.start}:{span.end}] “{span.quote[:20]}" in line for line in _lines(_TEXT))


def test_leaves_out_what_is_not_known() -> None:
    lines = _lines("Kymriah is a CAR-T that was approved by the FDA.")
    assert not any(line.startswith(("   company", "   goal date", "   outcome")) for line in lines)
    assert not any("None" in line for line in lines)


def test_says_where_the_date_comes_from() -> None:
    assert "   date: 2024-05-16 (day, the document's own date stands in)" in _lines("FDA approves Kymriah, a CAR-T.")


def test_each_reason_once_and_long_quotes_cut() -> None:
    text = "The FDA approved Kymriah. " + "The FDA approved Kymriah for people who " + "waited and " * 40 + "came."
    lines = _lines(text)
    because = [line for line in lines if line.startswith("   because")]
    assert len(because) == len(set(because))
    assert all(len(line) < 200 for line in lines)
