"""Consolidation and context: from readings of sentences to one event for each step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.consolidation import Reading, consolidate, without_doubles
from pipeline.extraction.context import Context, Use, complete
from pipeline.extraction.event import Event, Reason, Span
from pipeline.extraction.products import Therapy
from schemas.partial_date import PartialDate
from schemas.vocabulary import ApplicationType, DateBasis, Designation, MilestoneType, Outcome, Pathway, Population
from tests.extraction.reading import TOLD

_THERAPY = Therapy()
_THERAPY.add("Velutra®")
_THERAPY.add("VXO-712")

_READING = Reading(
    milestone=MilestoneType.APPROVAL,
    jurisdiction="US",
    agency="FDA",
    therapy=_THERAPY,
    company=None,
    designation=None,
    outcome=None,
    application=None,
    supplement=False,
    pathway=(),
    indication=None,
    disease=None,
    prior_lines=None,
    population=None,
    stated=None,
    news=False,
    goal=None,
    leading=False,
    fresh=False,
    loose=False,
    tabular=False,
    sentence=0,
    evidence=Span(0, 2, "ab"),
    position=0,
    reasons=(Reason("r"),),
)
_DAY, _MONTH = PartialDate.day(date(2023, 5, 2)), PartialDate.of(2023, 5)


def _events(*readings: Reading) -> tuple[Event, ...]:
    return consolidate("d", readings, TOLD)


def _dates(*readings: Reading) -> list[str | None]:
    return [event.event_date.iso() if event.event_date else None for event in _events(*readings)]


def test_nothing_gives_nothing() -> None:
    assert _events() == ()


def test_said_twice_it_is_one_event_with_both_proofs() -> None:
    (event,) = _events(_READING, replace(_READING, position=9, evidence=Span(9, 11, "cd")))
    assert event.evidence == (Span(0, 2, "ab"), Span(9, 11, "cd"))
    assert (event.product, set(event.product_names)) == ("VXO-712", {"Velutra", "VXO-712"})


def test_the_more_precise_date_wins() -> None:
    assert _dates(replace(_READING, stated=_MONTH), replace(_READING, stated=_DAY, position=5)) == ["2023-05-02"]


def test_a_stated_date_wins_over_that_of_the_document() -> None:
    (event,) = _events(replace(_READING, news=True, supplement=False, stated=_DAY))
    assert event.date_basis is DateBasis.STATED


def test_news_without_a_date_take_that_of_the_document() -> None:
    (event,) = _events(replace(_READING, news=True))
    assert (event.event_date, event.date_basis) == (PartialDate.day(TOLD), DateBasis.ANNOUNCED)
    (event,) = consolidate("d", [replace(_READING, news=True)], None)
    assert (event.event_date, event.date_basis) == (None, None)


def test_two_dates_that_cannot_be_one_are_two_steps() -> None:
    other = PartialDate.day(date(2021, 1, 1))
    assert len(_events(replace(_READING, stated=_DAY), replace(_READING, stated=other, position=4))) == 2


def test_two_designations_and_two_jurisdictions_are_apart() -> None:
    rmat = replace(_READING, milestone=MilestoneType.DESIGNATION, designation=Designation.RMAT)
    orphan = replace(rmat, designation=Designation.ORPHAN)
    assert len(_events(rmat, orphan)) == 2
    assert len(_events(_READING, replace(_READING, jurisdiction="JP", agency="PMDA"))) == 2


def test_one_status_for_two_uses_are_two() -> None:
    rmat = replace(_READING, milestone=MilestoneType.DESIGNATION, designation=Designation.RMAT)
    one = replace(rmat, disease="a", indication="lupus")
    other = replace(rmat, disease="b", indication="scleroderma")
    assert len(_events(one, other)) == 2
    assert len(_events(one, replace(other, indication="lupus nephritis"))) == 1


def test_attributes_come_from_the_first_that_has_them() -> None:
    more = replace(
        _READING,
        position=3,
        company="Vexo",
        indication="lupus",
        prior_lines=2,
        population=Population.ADULT,
        pathway=(Pathway.ACCELERATED,),
        supplement=True,
    )
    (event,) = _events(_READING, more)
    assert (event.company, event.indication, event.prior_lines_min) == ("Vexo", "lupus", 2)
    assert (event.population, event.pathway) == (Population.ADULT, (Pathway.ACCELERATED,))
    assert (event.supplement, event.application_type) == (True, ApplicationType.SBLA)


def test_steps_without_application_have_no_supplement_and_no_goal_date() -> None:
    (event,) = _events(replace(_READING, milestone=MilestoneType.DESIGNATION, supplement=True, goal=_DAY))
    assert (event.supplement, event.goal_date, event.application_type) == (None, None, None)
    (event,) = _events(replace(_READING, milestone=MilestoneType.ACCEPTANCE, goal=_DAY))
    assert event.goal_date == _DAY


def test_events_stand_in_the_order_of_the_text() -> None:
    late = replace(_READING, position=9)
    early = replace(_READING, milestone=MilestoneType.OPINION, outcome=Outcome.POSITIVE, position=1)
    assert [event.milestone_type for event in _events(late, early)] == ["opinion", "approval"]


@given(st.permutations([replace(_READING, position=p, stated=d) for p, d in enumerate((None, _DAY, _MONTH, None))]))
def test_the_order_of_readings_does_not_matter(readings: list[Reading]) -> None:
    assert [event.event_date for event in _events(*readings)] == [_DAY]


def test_equal_events_are_one() -> None:
    events = _events(_READING)
    assert without_doubles((*events, *events)) == events


def _use(position: int, **changes: int | None) -> Use:
    return Use(_THERAPY, position, "lupus", "x", changes.get("lines"), Population.ADULT)


def test_news_take_their_use_from_the_statement_behind_them() -> None:
    (filled,) = complete([replace(_READING, leading=True)], Context(uses=[_use(50, lines=2)]))
    assert (filled.indication, filled.prior_lines, filled.population) == ("lupus", 2, Population.ADULT)


def test_background_takes_no_use_from_elsewhere() -> None:
    (filled,) = complete([_READING], Context(uses=[_use(50, lines=2)]))
    assert filled.prior_lines is None


def test_steps_of_one_application_share_its_type() -> None:
    accepted = replace(_READING, milestone=MilestoneType.ACCEPTANCE, application="BLA")
    assert [each.application for each in complete([accepted, _READING], Context())] == ["BLA", "BLA"]
    elsewhere = replace(_READING, jurisdiction="JP")
    assert [each.application for each in complete([accepted, elsewhere], Context())] == ["BLA", None]


def test_a_goal_date_told_elsewhere_belongs_to_the_acceptance() -> None:
    accepted = replace(_READING, milestone=MilestoneType.ACCEPTANCE)
    filled = complete([accepted, _READING], Context(goals=[(90, _DAY, None)]))
    assert [each.goal for each in filled] == [_DAY, None]


def test_an_earlier_approval_makes_the_news_a_supplement() -> None:
    before = replace(_READING, stated=PartialDate.of(2020), position=80)
    news = replace(_READING, news=True, leading=True)
    assert [each.supplement for each in complete([news, before], Context())] == [True, False]


def test_acceptance_and_priority_review_share_a_date() -> None:
    accepted = replace(_READING, milestone=MilestoneType.ACCEPTANCE, stated=_DAY, leading=True)
    priority = replace(_READING, milestone=MilestoneType.PRIORITY_REVIEW, leading=True)
    assert [each.stated for each in complete([accepted, priority], Context())] == [_DAY, _DAY]


@pytest.mark.parametrize(("distance", "dated"), [(100, True), (5000, False)])
def test_a_decision_dated_later_dates_the_news(distance: int, dated: bool) -> None:
    context = Context(decisions=[(distance, frozenset({MilestoneType.APPROVAL}), _DAY)])
    (filled,) = complete([replace(_READING, leading=True)], context)
    assert filled.stated == (_DAY if dated else None)


@pytest.mark.parametrize(
    ("milestone", "pathway"),
    [
        (MilestoneType.APPROVAL, (Pathway.PRIORITY,)),
        (MilestoneType.DESIGNATION, ()),
        (MilestoneType.CLINICAL_HOLD, ()),
    ],
)
def test_only_steps_of_an_application_have_a_pathway(milestone: MilestoneType, pathway: tuple[Pathway, ...]) -> None:
    """A sentence may tell of a priority review and of an orphan status in one breath."""
    assert _events(replace(_READING, milestone=milestone, pathway=(Pathway.PRIORITY,)))[0].pathway == pathway
