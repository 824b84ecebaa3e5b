"""The scorer, and that it agrees with the one beside the development documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.extraction import development_split
from tests.extraction.scoring import match, same, score


def _event(**changes: object) -> dict[str, Any]:
    base = {"document_id": "d", "milestone_type": "approval", "jurisdiction": "US", "product": "X", "agency": "FDA"}
    return base | changes


@pytest.mark.parametrize(
    ("changes", "equal"),
    [
        ({}, True),
        ({"product": "x®"}, True),
        ({"product": "Y", "product_names": ["X"]}, True),
        ({"product": "Y"}, False),
        ({"milestone_type": "submission"}, False),
        ({"jurisdiction": "JP"}, False),
        ({"agency": "EC"}, True),
    ],
)
def test_what_is_the_same_event(changes: dict[str, Any], equal: bool) -> None:
    assert same(_event(), _event(**changes)) is equal


def test_designations_must_agree() -> None:
    gold = _event(milestone_type="designation", designation="RMAT")
    assert same(gold, gold)
    assert not same(gold, gold | {"designation": "ORPHAN"})


def test_each_event_matches_once_and_the_better_one() -> None:
    gold = [_event(event_date="2024")]
    found = [_event(event_date="2023"), _event(event_date="2024")]
    assert match(gold, found) == [(0, 1)]


def test_counts() -> None:
    gold = [_event(), _event(document_id="e", optional=True), _event(document_id="f")]
    found = [_event(agency="EC"), _event(document_id="e"), _event(document_id="g")]
    scored = score(["d", "e", "f", "g"], gold, found)
    assert (scored.gold, scored.found, scored.matched, scored.clean, scored.alarmed) == (2, 2, 1, 1, 1)
    assert (scored.precision, scored.recall, scored.share("agency")) == (0.5, 0.5, 0.0)


@pytest.mark.parametrize("collection", development_split.COLLECTIONS)
def test_agrees_with_the_scorer_of_the_guidelines(shared: Path, collection: str) -> None:
    assert shared
    rows = [row for half in development_split.HALVES for row in development_split.documents(collection, half)]
    gold, found = development_split.gold(collection, rows), development_split.found_in(rows)
    theirs = development_split.score(gold, found, rows).figures["events"]
    ours = score([row["document_id"] for row in rows], gold, found)
    assert (ours.gold, ours.found, ours.matched) == (theirs["gold"], theirs["found"], theirs["matched"])
