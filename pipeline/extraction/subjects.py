"""Subjects: what a regulator's yes is of, where it is not the marketing of a product.

What belongs here: reading `rules/subjects.toml`, and telling which steps it takes out. What does not: whether a step is
a fact (`factuality`), and which words make a step (`frames`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.extraction.lexicon import Kind, Mention, rules
from schemas.vocabulary import MilestoneType

if TYPE_CHECKING:
    from pipeline.extraction.frames import Frame


@dataclass(frozen=True, slots=True)
class _Other:
    """Words for something else than marketing, by where they may stand."""

    steps: frozenset[MilestoneType]
    anywhere: re.Pattern[str] | None
    within: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]
    unless_agency: bool


@cache
def _others() -> tuple[_Other, ...]:
    found = []
    for entry in rules("subjects")["other"]:
        words = rf"(?:{'|'.join(entry['words'])})"
        found.append(
            _Other(
                frozenset(MilestoneType(code) for code in entry["steps"]),
                re.compile(rf"\b{words}") if entry.get("anywhere") else None,
                re.compile(rf"\b{words}"),
                re.compile(rf"\b{words}(?:\s\([^)]*\))?(?:\s(?:programmes?|programs?|requests?))?(?:'s)?\s$"),
                re.compile(
                    r"(?:\s(?:from|by)\s[^,.;]{2,60}?)?\s(?:(?:of|for|to|under|on|as|in|through)\s)?"
                    rf"(?:the\s|an?\s|its\s|their\s)?(?:[\w-]+\s(?=expanded|compassionate|early access|named))?{words}"
                ),
                entry.get("unless_agency", False),
            )
        )
    return tuple(found)


def concerns_something_else(frame: Frame, mentions: Sequence[Mention], folded: str) -> bool:
    """Tell whether a step is of something else than the marketing, or the trial, of a product."""
    begin, end = frame.sentence.clause_of(frame.start)
    for other in _others():
        if frame.milestone not in other.steps:
            continue
        if other.unless_agency and any(m.kind is Kind.AGENCY and begin <= m.start < end for m in mentions):
            continue
        if other.anywhere is not None and other.anywhere.search(folded, begin, end):
            return True
        if (
            other.within.search(folded, frame.start, frame.end)
            or other.before.search(folded, max(begin, frame.start - _BEFORE), frame.start)
            or other.behind.match(folded, frame.end, frame.sentence.end)
        ):
            return True
    return False


_BEFORE = 60
