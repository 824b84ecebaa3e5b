"""Hostile texts: no exception, and four times the text takes about four times as long."""

from __future__ import annotations

import time

import pytest

from tests.extraction.reading import read

_OPENING = "Kymriah is a CAR-T therapy.\n"
"""Without it most of these texts would be told by triage to hold nothing."""

_UNITS = {
    "trigger": "approved ",
    "open brackets": "(",
    "closed brackets": ")",
    "digits": "7",
    "agency": "FDA ",
    "one long line": "a",
    "empty lines": "\n",
    "spaces": " ",
    "cells": "| ",
    "quotes": '"',
    "full stops": ". ",
    "cues": "not ",
    "months": "May ",
    "gene words": "gene ",
    "hyphens": "-",
    "endings": "excel ",
    "capitals": "A",
    "a brand before a known name": "Abcdef (Kymriah) ",
    "a name that the text explains": "Abcdef, a CAR-T, ",
    "a status in prose": "FDA Fast Track designation for Kymriah and ",
    "a disease by its form": "relapsed or refractory Wilson disease and ",
    "letters that grow in lower case": "İ",
    "wide characters": "😀",
}
_LARGE = dict.fromkeys(_UNITS, 250_000) | dict.fromkeys(
    ("open brackets", "digits", "one long line", "empty lines"), 1_000_000
)
_LARGE |= {"trigger": 60_000, "a status in prose": 100_000}
"""Characters of the larger text; the smaller has a quarter of them."""


def _seconds(unit: str, size: int) -> float:
    """Return seconds of the processor, the less of two rounds."""
    text = _OPENING + unit * (size // len(unit))
    rounds = []
    for _ in range(2):
        started = time.process_time()
        read(text)
        rounds.append(time.process_time() - started)
    return min(rounds)


@pytest.mark.parametrize("name", _UNITS)
def test_time_is_linear_in_length(name: str) -> None:
    """Quadratic time would make it 16 times; short runs are not compared, since they are all noise."""
    small = _seconds(_UNITS[name], _LARGE[name] // 4)
    large = _seconds(_UNITS[name], _LARGE[name])
    assert large < 8 * max(small, 0.02) + 0.5


def _of_many_brands(count: int) -> float:
    names = (f"Ab{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}f" for n in range(count))
    text = _OPENING + " ".join(f"{name} (Kymriah), a CAR-T," for name in names)
    started = time.process_time()
    read(text)
    return time.process_time() - started


def test_time_is_linear_in_the_number_of_names() -> None:
    """Each name is its own: none may cost a pass over the text."""
    small = min(_of_many_brands(1500) for _ in range(2))
    large = min(_of_many_brands(6000) for _ in range(2))
    assert large < 8 * max(small, 0.02) + 0.5


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "Kymriah\x00approved by the FDA",
        "\ufeffKymriah was approved by the FDA in 2017.",
        "Kymriah was approved by the FDA in 9999.",
        "Kymriah was approved by the FDA on February 30, 2021.",
        "Kymriah was approved by the FDA on 31/31/2021.",
        "(" * 50 + "Kymriah" + ")" * 50 + " approved by the FDA",
        "Kymriah®®®®™™ was approved by the FDA.",
        "|||Kymriah|||approved|||FDA|||",
        "Kymriah",
        "approved",
        "?",
        "K\u0301ymriah was approved by the FDA.",
    ],
)
def test_odd_texts_raise_nothing(text: str) -> None:
    for event in read(text, title=text):
        for span in event.evidence:
            assert text[span.start : span.end] == span.quote
