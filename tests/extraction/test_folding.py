"""Folding: what it evens out, and that no offset moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.folding import fold


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("FDA", "fda"),
        ("“Breyanzi”", '"breyanzi"'),
        ("sponsor’s", "sponsor's"),
        ("CAR–T", "car-t"),
        ("Kymriah®", "kymriah "),
        ("Kymriah™", "kymriah "),
        ("ＦＤＡ", "fda"),
        ("a\u00a0b\u2009c\ufeffd", "a b c d"),
        ("a\tb", "a b"),
        ("a\r\nb", "a\n\nb"),
        ("a\u2028b", "a\nb"),
        ("Düsseldorf", "düsseldorf"),
        ("奕凯达", "奕凯达"),
    ],
)
def test_evens_out_writing(written: str, plain: str) -> None:
    assert fold(written) == plain


def test_letters_that_grow_in_lower_case_stay_one() -> None:
    assert len("İ".lower()) == 2
    assert fold("İstanbul approves") == "istanbul approves"


@given(st.text())
def test_length_stays(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_twice_is_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text(), st.text())
def test_each_part_folds_by_itself(one: str, other: str) -> None:
    """A word's folding never depends on its neighbours, but for the Greek final sigma, which `str.lower` treats so."""
    if "Σ" not in one + other:
        assert fold(one + other) == fold(one) + fold(other)
