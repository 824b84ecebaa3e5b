"""What holds for any tellings: order, duplication, syndication, and what was known on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.resolution.history import Resolved, known_on
from pipeline.resolution.milestones import Milestone
from pipeline.resolution.steps import Telling
from tests.resolution.tellings import copied, resolve, tellings_of_documents

SETTINGS = settings(max_examples=150)


def as_of(resolved: Resolved, day: date) -> Mapping[str, Milestone]:
    """What `milestones_as_of` selects."""
    return {
        belief.milestone.milestone_id: belief.milestone
        for belief in resolved.history
        if belief.since <= day and (belief.until is None or belief.until > day)
    }


def members(resolved: Resolved) -> dict[str, set[str]]:
    return {identifier: {telling.mention_id for telling in step} for identifier, step in resolved.steps.items()}


@SETTINGS
@given(tellings_of_documents(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_milestones(tellings: list[Telling], random: object) -> None:
    expected = resolve(tellings)
    shuffled = list(tellings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = resolve(shuffled)
    assert found.milestones == expected.milestones
    assert members(found) == members(expected)
    assert found.history == expected.history
    assert found.redirects == expected.redirects
    assert [one.application_id for one in found.applications] == [one.application_id for one in expected.applications]


@SETTINGS
@given(tellings_of_documents(), st.integers(0, 7), st.integers(1, 10))
def test_copies_of_a_document_change_nothing(tellings: list[Telling], which: int, copies: int) -> None:
    documents = sorted({telling.event.document_id for telling in tellings})
    chosen = documents[which % len(documents)]
    again = [
        copied(telling, f"{chosen}-reprint-{number}")
        for number in range(copies)
        for telling in tellings
        if telling.event.document_id == chosen
    ]
    assert resolve([*tellings, *again]).milestones == resolve(tellings).milestones


@SETTINGS
@given(tellings_of_documents(), st.data())
def test_building_from_what_was_known_gives_what_was_believed(tellings: list[Telling], data: st.DataObject) -> None:
    resolved = resolve(tellings)
    day = data.draw(st.sampled_from(sorted({known_on(telling) for telling in tellings})))
    then = resolve([telling for telling in tellings if known_on(telling) <= day])
    assert as_of(resolved, day) == then.milestones


@SETTINGS
@given(tellings_of_documents())
def test_the_last_belief_is_the_table(tellings: list[Telling]) -> None:
    resolved = resolve(tellings)
    assert as_of(resolved, date.max) == resolved.milestones


@SETTINGS
@given(tellings_of_documents())
def test_every_identifier_ever_believed_leads_somewhere(tellings: list[Telling]) -> None:
    resolved = resolve(tellings)
    redirects = {one.milestone_id: one.redirects_to for one in resolved.redirects}
    for belief in resolved.history:
        identifier = belief.milestone.milestone_id
        assert redirects.get(identifier, identifier) in resolved.milestones
    assert not redirects.keys() & resolved.milestones.keys()


@SETTINGS
@given(tellings_of_documents())
def test_every_telling_is_evidence_of_exactly_one_milestone(tellings: list[Telling]) -> None:
    told = sorted(telling.mention_id for step in resolve(tellings).steps.values() for telling in step)
    assert told == sorted(telling.mention_id for telling in tellings)
