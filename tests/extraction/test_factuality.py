"""Factuality: what happened, and what is denied, planned, expected, conditional or general."""

from __future__ import annotations

import pytest

from pipeline.extraction.factuality import Verdict, judge
from tests.extraction.reading import Parsed, steps


def _verdicts(text: str, *, anchored: bool = True) -> list[Verdict]:
    parsed = Parsed(text)
    sentence = parsed.first
    return [
        judge(frame, parsed.within(sentence), parsed.folded, anchored=anchored) for frame in parsed.frames(sentence)
    ]


def _is_fact(text: str, *, anchored: bool = True) -> bool:
    found = _verdicts(text, anchored=anchored)
    return any(verdict.fact for verdict in found)


@pytest.mark.parametrize(
    "text",
    [
        "The FDA approved Kymriah.",
        "The FDA has now approved Kymriah.",
        "Kymriah was approved by the FDA.",
        "The FDA's decision to approve Kymriah was welcomed.",
        "Vexo announced the receipt of a complete response letter for Kymriah.",
        "Following the approval of Kymriah by the FDA, shares rose.",
        "The FDA approved Kymriah without delay.",
        "Vexo expects sales to rise since the FDA approved Kymriah.",
    ],
)
def test_facts(text: str) -> None:
    assert _is_fact(text)


_NO_FACTS = {
    "negated": [
        "The FDA has not approved Kymriah.",
        "The FDA did not approve Kymriah.",
        "Kymriah has not been approved by the FDA.",
        "Kymriah has yet to be approved by the FDA.",
        "The FDA never approved Kymriah.",
        "No regulator has approved Kymriah.",
        "Neither the FDA nor the EMA approved Kymriah.",
    ],
    "planned": [
        "Vexo plans to submit a BLA for Kymriah to the FDA.",
        "Vexo intends to file a BLA for Kymriah.",
        "Vexo is preparing to submit a BLA for Kymriah.",
        "Vexo is on track to submit a BLA for Kymriah.",
        "Vexo is seeking approval of Kymriah.",
    ],
    "expected": [
        "The FDA will approve Kymriah.",
        "The FDA may approve Kymriah.",
        "Vexo expects approval of Kymriah.",
        "The FDA is expected to approve Kymriah.",
        "Approval of Kymriah could come in May.",
        "Vexo hopes that the FDA will approve Kymriah.",
    ],
    "conditional": [
        "If the FDA approves Kymriah, it will be sold.",
        "Once the FDA has approved Kymriah, it will be sold.",
        "Whether the FDA has approved Kymriah is unknown.",
        "Kymriah will be sold if approved by the FDA.",
        "Unless the FDA approves Kymriah, it won't be sold.",
    ],
    "hypothetical": [
        "There is a risk that Kymriah is approved by the FDA late.",
    ],
    "question": ["Has the FDA approved Kymriah?"],
}


@pytest.mark.parametrize("text", [text for texts in _NO_FACTS.values() for text in texts])
def test_no_facts(text: str) -> None:
    assert not _is_fact(text)
    assert steps(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The FDA has not approved Kymriah.", "negated: no fact"),
        ("Vexo plans to submit a BLA for Kymriah.", "planned: no fact"),
        ("If the FDA has approved Kymriah, it is sold.", "conditional: no fact"),
        ("Has the FDA approved Kymriah?", "question"),
        ("The FDA approved Kymriah.", "told in the past"),
    ],
)
def test_the_verdict_says_why(text: str, rule: str) -> None:
    assert rule in {verdict.rule for verdict in _verdicts(text)}


def test_what_was_told_before_is_historical() -> None:
    assert all(verdict.historical for verdict in _verdicts("The FDA had previously approved Kymriah."))
    assert not any(verdict.historical for verdict in _verdicts("The FDA approved Kymriah."))


def test_news_are_told_as_such() -> None:
    assert all(verdict.news for verdict in _verdicts("Vexo today announced that the FDA approved Kymriah."))
    assert not any(verdict.news for verdict in _verdicts("The FDA approved Kymriah."))


def test_a_bare_noun_is_a_fact_only_beside_an_anchor() -> None:
    text = "Much depends on approval of Kymriah."
    assert not _is_fact(text, anchored=False)
