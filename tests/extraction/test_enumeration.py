"""Enumerations: lists of therapies, and the words that stand for a whole list."""

from __future__ import annotations

import pytest

from pipeline.extraction.enumeration import find_enumerations, meant, sets
from tests.extraction.reading import Parsed, steps


def _lists(text: str, title_end: int = 0) -> list[list[str]]:
    parsed = Parsed(text, title_end)
    found = find_enumerations(parsed.sentences, parsed.products, parsed.folded)
    return [[item.therapy.name for item in each.items] for each in found]


_TWO = ["tisagenlecleucel", "axicabtagene ciloleucel"]


@pytest.mark.parametrize(
    "text",
    [
        "- Kymriah, for leukemia\n- Yescarta, for lymphoma",
        "Kymriah was the first.\nYescarta came next.",
        "The firms sell Kymriah and Yescarta.",
        "2017 | Kymriah | leukemia\n2018 | Yescarta | lymphoma",
    ],
)
def test_lists(text: str) -> None:
    assert _TWO in _lists(text)


@pytest.mark.parametrize("text", ["Kymriah is sold.", "Kymriah (tisagenlecleucel) is sold.", "Nobody is named."])
def test_one_therapy_is_no_list(text: str) -> None:
    assert _lists(text) == []


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("two products were seen", 2),
        ("six cell therapies were seen", 6),
        ("both were seen", 2),
        ("all these therapies were seen", None),
        ("all three were seen", 3),
        ("the agency saw them", None),
    ],
)
def test_words_for_sets(words: str, count: int | None) -> None:
    assert [found.count for found in sets(words, 0, len(words))] == [count]


@pytest.mark.parametrize("words", ["two prior therapies", "it was seen", "both kymriah and yescarta"])
def test_words_that_stand_for_no_set(words: str) -> None:
    assert list(sets(words, 0, len(words))) == []


def _meant(text: str) -> list[str] | None:
    parsed = Parsed(text)
    lists = find_enumerations(parsed.sentences, parsed.products, parsed.folded)
    for sentence in parsed.sentences:
        for words in sets(parsed.folded, sentence.start, sentence.end):
            found = meant(words, sentence, lists, parsed.folded)
            return [item.therapy.name for item in found.items] if found else None
    raise AssertionError("no words for a set")


def test_a_set_means_the_list_behind_it() -> None:
    assert _meant("The agency saw two products:\n- Kymriah\n- Yescarta") == _TWO


def test_a_set_means_the_list_before_it() -> None:
    assert _meant("- Kymriah\n- Yescarta\n\nThe agency saw two products here.") == _TWO


def test_the_number_decides() -> None:
    assert _meant("The agency saw three products:\n- Kymriah\n- Yescarta") is None


def test_what_is_said_of_a_set_is_said_of_each() -> None:
    text = "The FDA approved two products in May 2023:\n- Kymriah\n- Yescarta"
    assert steps(text) == ["approval US axicabtagene ciloleucel", "approval US tisagenlecleucel"]
