"""The development documents of others, where they are at hand: bounds a little below what was measured."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.extraction.development_split import COLLECTIONS, HALVES, Scored, documents, found_in, gold, score

_LEAST = {"real": (0.90, 0.75), "composed": (0.93, 0.85)}


@cache
def _scored(collection: str) -> Scored:
    rows = [row for half in HALVES for row in documents(collection, half)]
    return score(gold(collection, rows), found_in(rows), rows)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_precision_and_recall(shared: Path, collection: str) -> None:
    assert shared
    scored = _scored(collection)
    precision, recall = _LEAST[collection]
    assert scored.figures["events"]["precision"] >= precision, scored.errors
    assert scored.figures["events"]["recall"] >= recall, scored.errors


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_evidence_is_exact(shared: Path, collection: str) -> None:
    assert shared
    assert _scored(collection).figures["evidence"]["exact"] == 1.0


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_few_false_alarms(shared: Path, collection: str) -> None:
    assert shared
    without = _scored(collection).figures["documents_without_events"]
    assert without["documents"] > 0
    assert without["with_false_alarm"] <= 0.03 * without["documents"]
