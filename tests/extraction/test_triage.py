"""Triage: its signs are found however they are written, and no document with an event is held back."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.extraction.folding import fold
from pipeline.extraction.layout import sentences
from pipeline.extraction.lexicon import Kind, rules
from pipeline.extraction.products import find_products, is_class_word
from pipeline.extraction.triage import Signs, outline
from tests.extraction.notes import notes
from tests.extraction.reading import document, extractor, reference, vocabulary

_SIGNS = Signs(["CAR-T", "gene therapy", "Kymriah", "奕凯达", "TGFβ", "TGFω"], {"cel": 3, "-cel": 2})


@pytest.mark.parametrize(
    "text",
    [
        "a car\u2011t",
        "(CAR\u00a0T)",
        "gene\u2009therapy",
        "Gene\ttherapy",
        "KYMRIAH®",
        "\N{KELVIN SIGN}ymriah",
        "ｋｙｍｒｉａｈ",
        "KYMRİAH",
        "药品奕凯达获批",
        "a TGFΒ",
        "a TGF\N{OHM SIGN}",
        "tisagenlecleucel",
        "axi-cel.",
        "axi\u2013cel",
    ],
)
def test_signs_are_found_however_they_are_written(text: str) -> None:
    assert _SIGNS.anywhere(text)


@pytest.mark.parametrize("text", ["", "oscar-t", "car-tel", "to excel", "cel", "a-cel", "excellent", "β", "药品"])
def test_parts_of_words_are_no_signs(text: str) -> None:
    assert not _SIGNS.anywhere(text)


def test_an_outline_shows_all_that_folding_changes() -> None:
    """What has a gap or a letter for its outline has the same one when folded; what has not is folded first."""
    apart = {
        character
        for character in map(chr, range(0x110000))
        if outline(character) != b"\xff" and outline(fold(character)) != outline(character)
    }
    literals = "".join(fold(literal) for literal in _literals())
    unseen = {character for character in apart if fold(character) in literals}
    assert unseen <= set("\N{KELVIN SIGN}\N{OHM SIGN}"), [unicodedata.name(character) for character in unseen]


def _literals() -> list[str]:
    names = [name.text for product in reference().products for name in product.names]
    return [*names, *rules("products")["class"]["words"]]


@pytest.mark.parametrize("pattern", rules("products")["inn"]["patterns"])
@settings(max_examples=500)
@given(data=st.data())
def test_every_match_of_a_pattern_has_one_of_the_endings(pattern: str, data: st.DataObject) -> None:
    name = data.draw(st.from_regex(pattern, fullmatch=True))
    assert Signs((), rules("products")["inn"]["endings"]).anywhere(f"the {name} was")


def test_every_sign_of_the_lexicon_is_found() -> None:
    for name in _literals():
        mentions = vocabulary().scanner.scan(fold(f"– {name} –"), f"– {name} –")
        if any(m.kind is Kind.PRODUCT or is_class_word(m.term) for m in mentions):
            assert vocabulary().signs.anywhere(f"– {name} –"), name


@cache
def _sentences() -> list[str]:
    """The sentences of all notes, many of which name no therapy by themselves."""
    texts = [note.text for note in notes().documents]
    return [text[s.start : s.end] for text in texts for s in sentences(text, fold(text), 0)]


_PIECES = st.deferred(lambda: st.lists(st.sampled_from(_sentences()), min_size=1, max_size=4))


@given(_PIECES, st.sampled_from(["\n", " ", "\n\n"]))
@example(["Dorvacabtagene autoleucel was approved by the FDA on May 3, 2024."], "\n")
def test_what_the_cascade_finds_is_never_held_back(pieces: list[str], between: str) -> None:
    read = document(between.join(pieces))
    assert extractor().extract(read) == extractor().read(read)


def test_no_sentence_that_names_a_therapy_is_held_back() -> None:
    for text in _sentences():
        folded = fold(text)
        mentions = vocabulary().scanner.scan(folded, text)
        if find_products(text, folded, mentions, vocabulary().products).named:
            assert vocabulary().signs.anywhere(text), text


def test_no_bundled_note_is_read_otherwise_without_triage() -> None:
    assert [event for each in notes().documents for event in extractor().read(each)] == list(notes().events)
