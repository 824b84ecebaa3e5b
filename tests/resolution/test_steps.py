"""Which tellings are one step, what is chosen, and what contradicts what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.resolution.conflicts import conflict_rows
from pipeline.resolution.milestones import Milestone
from schemas.vocabulary import (
    ConflictKind,
    DateBasis,
    DatePrecision,
    EvidenceLevel,
    MilestoneType,
    Outcome,
    ReviewStatus,
)
from tests.resolution.tellings import copied, related, resolve, telling


def only(tellings: list) -> Milestone:  # type: ignore[type-arg]
    (milestone,) = resolve(tellings).milestones.values()
    return milestone


def test_a_registers_day_goes_before_all_others() -> None:
    found = only(
        [
            telling("register", when="2017-08-30", level=EvidenceLevel.REGISTER, known=date(2024, 1, 1)),
            telling("news", when="2017-08-31"),
            telling("paper", when="2017-08-31"),
        ]
    )
    assert found.event_date is not None
    assert found.event_date.iso() == "2017-08-30"
    assert found.evidence_level is EvidenceLevel.REGISTER
    assert found.known_from == date(2017, 8, 31)


@pytest.mark.parametrize(
    ("dates", "chosen", "basis"),
    [
        ([("2017-08", "stated"), ("2017-08-31", "announced")], "2017-08-31", DateBasis.ANNOUNCED),
        ([("2017", "stated"), ("2017-08-31", "announced")], "2017-08-31", DateBasis.ANNOUNCED),
        ([("2017-08", "stated"), ("2017-09-03", "announced")], "2017-08", DateBasis.STATED),
        ([("2017-08-30", "stated"), ("2017-08-29", "announced")], "2017-08-30", DateBasis.STATED),
        ([("2017", "stated"), ("2017-08", "stated")], "2017-08", DateBasis.STATED),
        ([("2017-09-04", "announced"), ("2017-08-31", "announced")], "2017-08-31", DateBasis.ANNOUNCED),
    ],
)
def test_rank_of_dates(dates: list[tuple[str, str]], chosen: str, basis: DateBasis) -> None:
    found = only(
        [
            telling(f"d{n}", when=when, basis=DateBasis(how), known=date(2017, 9, 9))
            for n, (when, how) in enumerate(dates)
        ]
    )
    assert found.event_date is not None
    assert (found.event_date.iso(), found.date_basis) == (chosen, basis)


def test_two_approval_dates_a_month_apart_are_one_step_in_conflict() -> None:
    resolved = resolve([telling("one", when="2017-08-30"), telling("other", when="2017-10-02")])
    (milestone,) = resolved.milestones.values()
    assert milestone.review_status is ReviewStatus.CONFLICT
    (row,) = conflict_rows([milestone], resolved.steps, related)
    assert (row["kind"], row["accepted_value"], row["other_value"]) == (ConflictKind.DATE, "2017-08-30", "2017-10-02")
    assert (row["accepted_sources"], row["other_sources"]) == (["one"], ["other"])


def test_approval_and_refusal_at_one_time_contradict_each_other() -> None:
    resolved = resolve(
        [
            telling("one", when="2017-08-30"),
            telling("other", MilestoneType.REFUSAL, "2017-09-01"),
        ]
    )
    assert {one.review_status for one in resolved.milestones.values()} == {ReviewStatus.CONFLICT}
    rows = list(conflict_rows(list(resolved.milestones.values()), resolved.steps, related))
    assert [row["kind"] for row in rows] == [ConflictKind.DECISION] * 2
    assert {row["milestone_id"] for row in rows} == {row["other_milestone_id"] for row in rows}


def test_a_complete_response_years_before_the_approval_is_no_contradiction() -> None:
    resolved = resolve(
        [telling("one", when="2017-08-30"), telling("other", MilestoneType.COMPLETE_RESPONSE, "2015-09-01")]
    )
    assert {one.review_status for one in resolved.milestones.values()} == {ReviewStatus.AUTOMATIC}


def test_an_opinion_told_both_ways_is_a_conflict_and_two_opinions_are_not() -> None:
    opinion = telling("one", MilestoneType.OPINION, "2012-04-19", outcome=Outcome.NEGATIVE, jurisdiction="EU")
    other = telling("other", MilestoneType.OPINION, "2012-04-19", outcome=Outcome.POSITIVE, jurisdiction="EU")
    assert only([opinion, other]).review_status is ReviewStatus.CONFLICT
    later = telling("later", MilestoneType.OPINION, "2012-07-19", outcome=Outcome.POSITIVE, jurisdiction="EU")
    assert len(resolve([opinion, later]).milestones) == 2


def test_different_diseases_and_kinds_of_one() -> None:
    assert len(resolve([telling("a", disease="fl"), telling("b", when="2018-05-01", disease="dlbcl")]).milestones) == 2
    assert only([telling("a", disease="lbcl"), telling("b", disease="dlbcl")]).indication_id in {"lbcl", "dlbcl"}


def test_what_one_document_tells_apart_stays_apart() -> None:
    told = [telling("one", when="2018-05-01", lines=1, number=1), telling("one", when="2018-05-01", lines=2, number=2)]
    assert len(resolve(told).milestones) == 2


@pytest.mark.parametrize(("known", "steps"), [(date(2023, 5, 2), 2), (date(2024, 7, 24), 1), (date(2025, 1, 1), 1)])
def test_an_undated_telling_is_of_no_step_that_was_still_to_come(known: date, steps: int) -> None:
    resubmission = MilestoneType.RESUBMISSION
    dated = telling("later", resubmission, when="2024-07-24", known=date(2024, 7, 24))
    undated = telling("undated", resubmission, when=None, known=known)
    assert len(resolve([dated, undated]).milestones) == steps


def test_an_undated_register_entry_goes_by_its_number() -> None:
    numbered, other = (frozenset({f"HC_SUBMISSION:{number}"}) for number in (246355, 259651))
    first = telling("register", when="2021-06-08", numbers=numbered)
    press = telling("press", when="2021-12", disease="lbcl")
    found = resolve(
        [first, press, telling("decision", when=None, disease="dlbcl", numbers=numbered)]
    ).milestones.values()
    assert {(one.event_date and one.event_date.iso(), one.source_count) for one in found} == {
        ("2021-06-08", 2),
        ("2021-12", 1),
    }
    extension = telling("extension", when=None, disease="dlbcl", supplement=True, numbers=other)
    assert len(resolve([first, extension]).milestones) == 2


def test_precision_is_kept() -> None:
    found = only([telling("one", when="2017-08", known=date(2018, 1, 1))])
    assert found.event_date is not None
    assert found.event_date.precision is DatePrecision.MONTH
    assert found.row()["event_date"] == date(2017, 8, 1)


def test_sources_are_counted_by_origin() -> None:
    release = telling("wire", text="one two three four five six seven eight nine ten eleven twelve")
    reprints = [copied(release, f"reprint-{number}") for number in range(10)]
    assert only([release, *reprints]).source_count == 1
    assert (
        only(
            [release, *reprints, telling("journal", text="quite other words of a reporter who asked around")]
        ).source_count
        == 2
    )


def test_identifiers_do_not_depend_on_what_may_be_refined() -> None:
    rough = telling("one", when="2017-08", known=date(2018, 1, 1))
    fine = telling("two", when="2017-08-30", disease="dlbcl", lines=2, known=date(2019, 1, 1))
    early = replace(fine, known_from=date(2017, 8, 30))
    identifiers = {only(tellings).milestone_id for tellings in ([rough], [rough, fine], [fine], [rough, early])}
    assert len(identifiers) == 1


def test_a_later_source_that_joins_two_steps_leaves_a_redirect() -> None:
    told = [
        telling("a", MilestoneType.ACCEPTANCE, "2017-01-01", disease="fl", known=date(2017, 1, 2)),
        telling("b", MilestoneType.ACCEPTANCE, "2017-04", known=date(2017, 5, 2)),
    ]
    before = resolve(told)
    assert len(before.milestones) == 2
    superseding = replace(
        telling("b2", MilestoneType.ACCEPTANCE, "2017-01-03", known=date(2018, 1, 1)), lineage=told[1].mention_id
    )
    after = resolve([told[0], replace(told[1], known_until=date(2018, 1, 1)), superseding])
    assert len(after.milestones) == 1
    (redirect,) = after.redirects
    assert redirect.redirects_to in after.milestones
    assert redirect.milestone_id in before.milestones
    assert redirect.since == date(2018, 1, 1)


@pytest.mark.parametrize(("goal", "steps"), [(date(2024, 4, 5), 2), (date(2022, 2, 28), 1), (None, 1)])
def test_an_undated_step_with_a_far_goal_date_is_another_one(goal: date | None, steps: int) -> None:
    first = telling("first", MilestoneType.ACCEPTANCE, "2021-05-26", goal=date(2021, 11, 29))
    undated = telling("undated", MilestoneType.ACCEPTANCE, None, goal=goal, known=date(2021, 6, 1))
    assert len(resolve([first, undated]).milestones) == steps


def test_an_undated_step_whose_goal_date_is_past_is_an_earlier_one() -> None:
    late = telling("late", MilestoneType.RESUBMISSION, "2024-07-08")
    undated = telling("undated", MilestoneType.RESUBMISSION, None, goal=date(2023, 8, 2))
    assert len(resolve([late, undated]).milestones) == 2


def test_two_orphan_statuses_of_one_product_are_two_steps() -> None:
    """Registers give the number of the product beside that of the status; only the status is the step."""
    told = [
        replace(
            telling(number, MilestoneType.DESIGNATION, day, disease=disease, level=EvidenceLevel.REGISTER),
            numbers=frozenset({f"EU_ORPHAN:{number}", "EMA:EMEA/H/C/004090"}),
        )
        for number, day, disease in (("EU/3/14/1266", "2014-04-29", "dlbcl"), ("EU/3/21/2464", "2021-07-19", "fl"))
    ]
    assert len(resolve(told).milestones) == 2
    other = telling("other", MilestoneType.DESIGNATION, "2016-10-14", disease="dlbcl", level=EvidenceLevel.REGISTER)
    assert len(resolve([told[0], replace(other, numbers=told[0].numbers)]).milestones) == 1
