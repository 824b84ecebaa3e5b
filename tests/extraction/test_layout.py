"""Layout: paragraphs, zones, sentences and clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.folding import fold
from pipeline.extraction.layout import Sentence, Zone, sentences


def _cut(text: str, title_end: int = 0) -> list[Sentence]:
    return sentences(text, fold(text), title_end)


def _texts(text: str) -> list[str]:
    return [text[s.start : s.end] for s in _cut(text)]


def _zone_of(text: str, words: str) -> Zone:
    at = text.index(words)
    return next(s.zone for s in _cut(text) if s.start <= at < s.end)


def test_sentences_end_at_full_stops() -> None:
    assert _texts("The agency agreed. The sponsor was glad! Why not? It said so.") == [
        "The agency agreed.",
        "The sponsor was glad!",
        "Why not?",
        "It said so.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Food and Drug Administration agreed.",
        "Vexo Therapeutics, Inc. Announced its figures of May.",
        "Vexo Corp. Chairman Dr. Lund spoke to the panel.",
        "It stands at no. 5 of the list, see Fig. 2 of it.",
        "On Sept. 3 the sponsor of St. Gallen wrote.",
    ],
)
def test_abbreviations_end_no_sentence(text: str) -> None:
    assert _texts(text) == [text]


def test_a_sentence_may_end_in_an_abbreviation() -> None:
    assert _texts("It was made by Vexo Inc. The agency agreed.") == ["It was made by Vexo Inc.", "The agency agreed."]


def test_lines_broken_for_a_page_are_joined() -> None:
    text = "The agency has now agreed to the application that the sponsor\nhad sent a year before. It said so."
    assert [s.paragraph for s in _cut(text)] == [0, 0]


def test_short_lines_stay_apart() -> None:
    text = "Approved products\nKymriah\nYescarta"
    assert len({s.paragraph for s in _cut(text)}) == 3


def test_the_title_is_a_zone_of_its_own() -> None:
    text = "FDA agrees\n\nThe agency agreed today."
    assert [s.zone for s in _cut(text, len("FDA agrees"))] == [Zone.TITLE, Zone.LEAD]


_RELEASE = """Vexo tells of its year

Boston, May 16, 2024 - The agency agreed to the plan of the company today.

The second paragraph tells of the market and its many sides at length.

The third paragraph tells of people and their hopes in many words.

About Velutra
Velutra is a therapy that was looked at before by many people.

Our market
The market for such therapies grows, as analysts have written of late.

Forward-Looking Statements
Everything may come to nothing, says the company in this place.

Media contact
Ann Lund, 555 0100
"""


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("agreed to the plan", Zone.LEAD),
        ("of people and their hopes", Zone.BODY),
        ("looked at before", Zone.BACKGROUND),
        ("analysts have written", Zone.BODY),
        ("may come to nothing", Zone.BOILERPLATE),
        ("555 0100", Zone.BOILERPLATE),
    ],
)
def test_zones(words: str, zone: Zone) -> None:
    assert _zone_of(_RELEASE, words) is zone


@pytest.mark.parametrize(
    "heading",
    [
        "Forward-Looking Statements",
        "Cautionary Note Regarding Forward-Looking Statements",
        "Safe Harbor Statement",
        "Important Safety Information",
        "U.S. Important Safety Information",
        "Risk Factors",
        "Disclaimer",
    ],
)
def test_headings_of_boilerplate(heading: str) -> None:
    assert _zone_of(f"{heading}\nThe agency agreed.", "The agency agreed") is Zone.BOILERPLATE


def test_a_paragraph_that_calls_itself_forward_looking_stands_alone() -> None:
    text = "This press release contains forward-looking statements about it.\n\nThe agency agreed to it today, it said."
    assert _zone_of(text, "forward-looking") is Zone.BOILERPLATE
    assert _zone_of(text, "agreed") is not Zone.BOILERPLATE


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("- Kymriah was approved.", True),
        ("• Kymriah", True),
        ("Product: Kymriah", True),
        ("Kymriah | US | 2017", True),
        ("The agency approved Kymriah in the year 2017.", False),
    ],
)
def test_rows_are_told_from_prose(line: str, row: bool) -> None:
    assert _cut(line)[0].row is row


def test_rows_of_a_table_are_one_sentence() -> None:
    assert _texts("Kymriah | U.S. Approved | 2017. Later | more") == ["Kymriah | U.S. Approved | 2017. Later | more"]


def test_clauses_begin_at_relative_and_joined_ones() -> None:
    text = "The agency agreed to the plan, which the sponsor had sent, but the panel disagreed."
    sentence = _cut(text)[0]
    assert text[slice(*sentence.clause_of(text.index("agreed")))].startswith("The agency agreed to the plan")
    assert "sponsor" not in text[slice(*sentence.clause_of(text.index("agreed")))]
    assert "sponsor had sent" in text[slice(*sentence.clause_of(text.index("sponsor")))]
    assert "disagreed" in text[slice(*sentence.clause_of(text.index("panel")))]


@given(st.text(alphabet=st.sampled_from("aA.!? \n|•-:;,()'\"1é\u2028中"), max_size=300))
def test_sentences_stand_in_order_and_hold_every_word(text: str) -> None:
    found = _cut(text)
    at = 0
    for sentence in found:
        assert at <= sentence.start < sentence.end <= len(text)
        assert not any(character.isalnum() for character in text[at : sentence.start])
        assert sentence.clauses[0] == sentence.start
        assert list(sentence.clauses) == sorted(sentence.clauses)
        begin, end = sentence.clause_of(sentence.start)
        assert sentence.start == begin < end <= sentence.end
        at = sentence.end
    assert not any(character.isalnum() for character in text[at:])
