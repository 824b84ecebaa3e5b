"""What holds for any tellings: order, duplication, syndication, and what was known on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.resolution.history import Resolved, Rules, known_on, traits_of
from pipeline.resolution.identifiers import redirects_of_pins
from pipeline.resolution.identity import Pin
from pipeline.resolution.milestones import Milestone
from pipeline.resolution.steps import Telling
from schemas.vocabulary import MilestoneType
from tests.resolution.tellings import RULES, copied, resolve, tellings_of_documents

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


of_one_kind = st.one_of(
    [tellings_of_documents(st.just(kind)) for kind in (MilestoneType.LABEL_UPDATE, MilestoneType.APPROVAL)]
)
"""Tellings that crowd: many steps of one type, often several in one document."""


def published(resolved: Resolved) -> list[Pin]:
    """What a release pins: every identifier with the traits of its step."""
    return [
        Pin(
            one.milestone_id,
            (one.product_id, one.jurisdiction, one.milestone_type.value, one.designation or ""),
            traits,
        )
        for one in resolved.milestones.values()
        for traits in [traits_of(resolved.steps[one.milestone_id])]
    ]


def resolve_with(tellings: list[Telling], pins: list[Pin]) -> Resolved:
    by_group: dict[tuple[str, ...], list[Pin]] = defaultdict(list)
    for pin in pins:
        by_group[pin.group].append(pin)
    return resolve(tellings, Rules(naming=RULES.naming, related=RULES.related, pins=by_group))


@SETTINGS
@given(of_one_kind)
def test_pinning_what_was_made_changes_nothing(tellings: list[Telling]) -> None:
    resolved = resolve(tellings)
    again = resolve_with(tellings, published(resolved))
    assert again.milestones == resolved.milestones
    assert members(again) == members(resolved)
    assert again.history == resolved.history
    assert again.redirects == resolved.redirects


@SETTINGS
@given(of_one_kind, st.data())
def test_whatever_is_learnt_later_a_published_identifier_stays_or_leads_on(
    tellings: list[Telling], data: st.DataObject
) -> None:
    """A release knew some of the documents; others come in, of earlier and later days, and move no identifier.

    A step whose tellings are together, and with those of no other published step, keeps its identifier. One that was
    joined with others, or split, has an identifier that is there or leads to where its tellings went.
    """
    documents = sorted({telling.event.document_id for telling in tellings})
    released = data.draw(st.sets(st.sampled_from(documents), min_size=1))
    pins = published(resolve([telling for telling in tellings if telling.event.document_id in released]))
    after = resolve_with(tellings, pins)
    leads = {one.milestone_id: one.redirects_to for one in [*after.redirects, *redirects_of_pins(pins, after)]}
    now = members(after)
    for pin in pins:
        where = pin.identifier if pin.identifier in now else leads[pin.identifier]
        assert where is not None
        assert pin.traits.mentions & now[where]
        alone = [
            identifier
            for identifier, told in now.items()
            if pin.traits.mentions <= told and not any(told & one.traits.mentions for one in pins if one is not pin)
        ]
        assert alone in ([], [pin.identifier])


@SETTINGS
@given(of_one_kind, st.data())
def test_no_two_steps_bear_one_identifier_in_turn(tellings: list[Telling], data: st.DataObject) -> None:
    """An identifier that was published is never given to a step that has nothing of what bore it."""
    documents = sorted({telling.event.document_id for telling in tellings})
    gone = data.draw(st.sampled_from(documents))
    pins = published(resolve(tellings))
    after = resolve_with([telling for telling in tellings if telling.event.document_id != gone], pins)
    traits = {pin.identifier: pin.traits for pin in pins}
    for identifier, step in after.steps.items():
        assert identifier not in traits or traits[identifier].likeness(traits_of(step))
