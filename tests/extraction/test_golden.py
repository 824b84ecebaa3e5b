"""The bundled notes against what experts read in them."""

from __future__ import annotations

import pytest

from schemas.vocabulary import MilestoneType
from tests.extraction.notes import notes
from tests.extraction.scoring import Score, score


@pytest.fixture(scope="module")
def scored() -> Score:
    return score([document.document_id for document in notes().documents], notes().gold, notes().found)


def test_precision(scored: Score) -> None:
    assert scored.precision >= 0.94, scored.errors[:20]


def test_recall(scored: Score) -> None:
    assert scored.recall >= 0.86, scored.errors[:20]


@pytest.mark.parametrize(
    ("attribute", "least"),
    [("event_date", 0.91), ("agency", 0.98), ("application_type", 0.94), ("outcome", 0.86), ("supplement", 0.94)],
)
def test_attributes_of_what_was_found(scored: Score, attribute: str, least: float) -> None:
    """Bounds a little below what was measured when they were set, so that a change for the worse is seen."""
    assert scored.share(attribute) >= least


def test_evidence_is_exact() -> None:
    texts = {document.document_id: document.text for document in notes().documents}
    for event in notes().events:
        for span in event.evidence:
            assert texts[event.document_id][span.start : span.end] == span.quote != ""


def test_false_alarms_grow_no_more(scored: Score) -> None:
    """Notes without events are few and chosen because they are hard: a bound a little above what was measured."""
    assert scored.clean > 0
    assert scored.alarmed <= 0.2 * scored.clean, [line for line in scored.errors if line.startswith("wrong")]


def test_gold_events_belong_to_notes_and_hold_codes_of_the_closed_lists() -> None:
    ids = {document.document_id for document in notes().documents}
    assert {event["document_id"] for event in notes().gold} <= ids
    assert {event["milestone_type"] for event in notes().gold} <= {milestone.value for milestone in MilestoneType}
