"""The life of applications, authorisations and designations, from their steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from pipeline.resolution.applications import application_row, cycle_rows, step_rows
from pipeline.resolution.authorisations import authorisation_rows, designation_rows
from pipeline.resolution.history import Resolved
from pipeline.resolution.reasons import end_reason
from schemas.vocabulary import (
    ApplicationStatus,
    Designation,
    EndReason,
    MilestoneType,
    SequenceBreach,
)
from tests.resolution.tellings import related, resolve, telling

T = MilestoneType


def story(*steps: tuple[MilestoneType, str | None], **told: object) -> Resolved:
    return resolve([telling(f"d{n}", kind, when, **told) for n, (kind, when) in enumerate(steps)])  # type: ignore[arg-type]


def rows(resolved: Resolved) -> list[Mapping[str, object]]:
    return [application_row(one, lambda _: EndReason.UNTOLD) for one in resolved.applications]


def test_a_life_with_a_complete_response() -> None:
    resolved = resolve(
        [
            telling("a", T.SUBMISSION, "2020-01-10"),
            telling("b", T.ACCEPTANCE, "2020-03-10", goal=date(2020, 9, 10)),
            telling("c", T.GOAL_DATE_EXTENSION, "2020-08-01", goal=date(2020, 12, 10)),
            telling("d", T.COMPLETE_RESPONSE, "2020-12-09"),
            telling("e", T.RESUBMISSION, "2021-06-01"),
            telling("f", T.ACCEPTANCE, "2021-07-01", goal=date(2021, 12, 1)),
            telling("g", T.APPROVAL, "2021-11-30"),
        ]
    )
    (row,) = rows(resolved)
    assert row["status"] == ApplicationStatus.APPROVED
    assert (row["cycles"], row["complete_responses"], row["goal_date_moves"]) == (2, 1, 1)
    assert (row["first_goal_date"], row["goal_date"]) == (date(2020, 9, 10), date(2021, 12, 1))
    assert (row["review_days"], row["days_past_goal"], row["breaches"]) == (690, -1, [])
    first, second = cycle_rows(resolved.applications[0])
    assert (first["ended_as"], first["goal_date"], first["days"]) == ("complete_response", date(2020, 12, 10), 334)
    assert (second["ended_as"], second["began_on"], second["days"]) == ("approved", date(2021, 6, 1), 182)
    assert [step["cycle"] for step in step_rows(resolved.applications[0])] == [1, 1, 1, 1, 2, 2, 2]


def test_supplements_are_applications_of_their_own() -> None:
    resolved = resolve(
        [
            telling("a", T.APPROVAL, "2017-08-30", disease="dlbcl"),
            telling("b", T.SUBMISSION, "2020-01-10", disease="fl", supplement=True),
            telling("c", T.APPROVAL, "2020-09-30", disease="fl", supplement=True),
            telling("d", T.SUBMISSION, "2021-01-10", disease="dlbcl", lines=1, supplement=False),
        ]
    )
    found = [(row["indication_id"], row["supplement"], row["status"]) for row in rows(resolved)]
    assert found == [("dlbcl", False, "approved"), ("fl", True, "approved"), ("dlbcl", True, "pending")]


@pytest.mark.parametrize(
    ("steps", "breach"),
    [
        ([(T.SUBMISSION, "2020-06-01"), (T.ACCEPTANCE, "2020-03-01")], SequenceBreach.ACCEPTED_BEFORE_SUBMISSION),
        ([(T.RESUBMISSION, "2020-06-01")], SequenceBreach.RESUBMITTED_UNASKED),
        ([(T.APPROVAL, "2020-06-01"), (T.OPINION, "2020-06-08")], SequenceBreach.DECIDED_BEFORE_OPINION),
    ],
)
def test_breaches(steps: list[tuple[MilestoneType, str]], breach: SequenceBreach) -> None:
    (row,) = rows(story(*steps))
    assert breach in row["breaches"]  # type: ignore[operator]


def test_periods_that_may_overlap_are_no_breach() -> None:
    (row,) = rows(story((T.SUBMISSION, "2020-06"), (T.ACCEPTANCE, "2020-06-02")))
    assert row["breaches"] == []


@pytest.mark.parametrize("when", [None, "2020", "2021-02"])
def test_what_may_have_been_sent_back_before_is_no_breach(when: str | None) -> None:
    (row,) = rows(story((T.COMPLETE_RESPONSE, "2020-05-29"), (T.RESUBMISSION, when)))
    assert row["breaches"] == []


def test_what_was_withdrawn_before_may_be_sent_again() -> None:
    told = rows(
        story((T.APPLICATION_WITHDRAWAL, "2020-11-04"), (T.RESUBMISSION, "2021-06"), (T.APPROVAL, "2022-08-24"))
    )
    assert [row["breaches"] for row in told] == [[]] * len(told)
    (early,) = rows(story((T.RESUBMISSION, "2019-06"), (T.COMPLETE_RESPONSE, "2020-11-04")))
    assert early["breaches"] == [SequenceBreach.RESUBMITTED_UNASKED]


def test_review_days_want_two_days() -> None:
    (row,) = rows(story((T.SUBMISSION, "2020-06"), (T.APPROVAL, "2020-12-02")))
    assert row["review_days"] is None


def test_a_conditional_authorisation_becomes_full_and_ends() -> None:
    resolved = resolve(
        [
            telling("a", T.APPROVAL, "2017-08-30", disease="dlbcl"),
            telling("b", T.APPROVAL, "2019-08-30", disease="dlbcl", supplement=True),
            telling("c", T.AUTHORISATION_WITHDRAWAL, "2022-08-30"),
        ]
    )
    steps = list(resolved.milestones.values())
    (full,) = authorisation_rows(steps, related, lambda _: EndReason.COMMERCIAL)
    assert (full["converted_on"], full["ended_on"], full["end_reason"]) == (None, date(2022, 8, 30), "commercial")
    assert full["days_on_label"] == 1826
    from dataclasses import replace

    from schemas.vocabulary import Pathway

    first = min(steps, key=lambda one: one.event_date.first_day if one.event_date else date.max)
    conditional = [replace(one, pathway=(Pathway.ACCELERATED,)) if one is first else one for one in steps]
    (row,) = authorisation_rows(conditional, related, lambda _: EndReason.UNTOLD)
    assert (row["granted_as"], row["converted_on"]) == ("accelerated", date(2019, 8, 30))


def test_designations_end() -> None:
    resolved = resolve(
        [
            telling("a", T.DESIGNATION, "2017-08-30", designation=Designation.ORPHAN, jurisdiction="EU"),
            telling("b", T.DESIGNATION_WITHDRAWAL, "2019-08-30", designation=Designation.ORPHAN, jurisdiction="EU"),
            telling("c", T.DESIGNATION, "2018-08-30", designation=Designation.PRIME, jurisdiction="EU"),
        ]
    )
    found = list(designation_rows(resolved.milestones.values(), related, lambda _: EndReason.UNTOLD))
    assert [(row["designation"], row["ended_on"]) for row in found] == [
        ("ORPHAN", date(2019, 8, 30)),
        ("PRIME", None),
    ]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("The holder withdrew it for commercial reasons.", EndReason.COMMERCIAL),
        ("The authorisation lapsed when the holder did not apply for renewal.", EndReason.EXPIRED),
        ("The confirmatory trial failed to show a benefit.", EndReason.EFFICACY),
        ("The ministry found false data on the origin of its cells.", EndReason.QUALITY),
        ("Withdrawal / expiry / revocation / lapse of marketing authorisation date: 15/05/2025", EndReason.UNTOLD),
    ],
)
def test_reasons(words: str, reason: EndReason) -> None:
    assert end_reason([words]) is reason
