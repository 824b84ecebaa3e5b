"""Which sources count as independent."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.resolution.origins import independent, of_company, text_bands
from schemas.vocabulary import EvidenceLevel
from tests.resolution.tellings import copied, telling

WORDS = [f"word{number}" for number in range(400)]


def text_of(seed: int, length: int = 300) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))  # noqa: S311 (no secret)


@settings(max_examples=20)
@given(st.integers(2, 12))
def test_reprints_of_one_release_are_one_source(reprints: int) -> None:
    release = telling("release", text=text_of(1))
    others = [copied(release, f"reprint-{number}") for number in range(reprints)]
    assert independent([release, *others]) == 1
    assert independent([release, *others, telling("elsewhere", text=text_of(2))]) == 2


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_an_outlets_own_lines_around_a_release_do_not_make_it_another_source(seed: int) -> None:
    body = text_of(seed)
    reprint = f"Business desk. {body} Read more on our site."
    assert text_bands(body) & text_bands(reprint)
    assert independent([telling("wire", text=body), telling("outlet", text=reprint)]) == 1


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_texts_with_little_in_common_are_two(seed: int) -> None:
    one = text_of(seed)
    other = f"{one[: len(one) // 4]} {text_of(seed + 5000)}"
    assert not text_bands(one) & text_bands(other)


def test_a_companys_word_on_two_wires_is_one_source() -> None:
    tellings = [telling(wire, level=EvidenceLevel.COMPANY, text=text_of(number)) for number, wire in enumerate("ab")]
    assert independent(tellings) == 2
    said = [replace(one, origins=of_company(one.origins, one.level, "novartis")) for one in tellings]
    assert independent(said) == 1


def test_what_others_report_stays_their_word() -> None:
    origins = frozenset({"source:journal"})
    assert of_company(origins, EvidenceLevel.PRESS, "novartis") == origins
