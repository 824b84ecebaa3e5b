"""The life of an application, from its steps: dates, cycles, where it stands, and whether the sequence is lawful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pipeline.resolution.filings import ANSWERS, Cycle, Filing, is_supplement
from pipeline.resolution.milestones import Milestone
from schemas.partial_date import PartialDate
from schemas.vocabulary import (
    ApplicationStatus,
    CycleEnd,
    DatePrecision,
    EndReason,
    MilestoneType,
    SequenceBreach,
)

_T = TypeVar("_T")
_STATUS = {
    CycleEnd.APPROVED: ApplicationStatus.APPROVED,
    CycleEnd.REFUSED: ApplicationStatus.REFUSED,
    CycleEnd.WITHDRAWN: ApplicationStatus.WITHDRAWN,
    CycleEnd.COMPLETE_RESPONSE: ApplicationStatus.COMPLETE_RESPONSE,
    CycleEnd.REFUSED_TO_FILE: ApplicationStatus.REFUSED_TO_FILE,
}
_REVIEW = {
    MilestoneType.SUBMISSION,
    MilestoneType.ACCEPTANCE,
    MilestoneType.PRIORITY_REVIEW,
    MilestoneType.GOAL_DATE_EXTENSION,
    MilestoneType.ADVISORY_COMMITTEE,
    MilestoneType.COMPLETE_RESPONSE,
}
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Application:
    """A filing with its identifier, and the other filings of its product and jurisdiction."""

    application_id: str
    filing: Filing
    others: Sequence[Filing]


def application_row(application: Application, reason: Callable[[str], EndReason]) -> Row:
    """Return the row of an application; `reason` tells why a milestone ended something."""
    filing = application.filing
    steps = filing.steps
    decision = filing.decision
    submitted = _earliest(steps, MilestoneType.SUBMISSION)
    accepted = _earliest(steps, MilestoneType.ACCEPTANCE)
    decided = decision.event_date if decision else None
    committee, opinion = _last(steps, MilestoneType.ADVISORY_COMMITTEE), _last(steps, MilestoneType.OPINION)
    first_goal = next((step.goal_date for step in steps if step.goal_date), None)
    goal = goal_of(filing.cycles[-1])
    status = _status(filing)
    ended = status in (ApplicationStatus.WITHDRAWN, ApplicationStatus.REFUSED)
    return {
        "application_id": application.application_id,
        **described(decision, steps),
        "prior_lines_min": _told(decision, steps, lambda step: step.prior_lines_min),
        "population": _told(decision, steps, lambda step: step.population),
        "supplement": is_supplement(filing, [filing, *application.others]),
        "application_type": _told(decision, steps, lambda step: step.application_type),
        "pathway": sorted({pathway.value for step in steps for pathway in step.pathway}),
        **dated("submitted", submitted),
        **dated("accepted", accepted),
        "first_goal_date": first_goal,
        "goal_date": goal,
        "goal_date_moves": sum(step.milestone_type is MilestoneType.GOAL_DATE_EXTENSION for step in steps),
        **dated("committee", committee.event_date if committee else None),
        "committee_outcome": committee.outcome if committee else None,
        **dated("opinion", opinion.event_date if opinion else None),
        "opinion_outcome": opinion.outcome if opinion else None,
        "cycles": len(filing.cycles),
        "complete_responses": sum(step.milestone_type is MilestoneType.COMPLETE_RESPONSE for step in steps),
        **dated("decided", decided),
        "status": status.value,
        "end_reason": reason(decision.milestone_id).value if ended and decision else None,
        "review_days": days_between(submitted, decided),
        "acceptance_to_decision_days": days_between(accepted, decided),
        "days_past_goal": days_between(PartialDate.day(goal) if goal else None, decided),
        "decided_by": decision.milestone_id if decision else None,
        "breaches": [breach.value for breach in breaches(filing, application.others)],
        "known_from": min((step.known_from for step in steps if step.known_from), default=None),
    }


def described(chief: Milestone | None, steps: Sequence[Milestone]) -> Row:
    """Return what and whose it is: as the chief step tells, else the first step that does."""
    return {
        "product_id": steps[0].product_id,
        "product": steps[0].product,
        "jurisdiction": steps[0].jurisdiction,
        "agency": _told(chief, steps, lambda step: step.agency),
        "company_id": _told(chief, steps, lambda step: step.company_id),
        "company": _told(chief, steps, lambda step: step.company),
        "indication_id": _told(chief, steps, lambda step: step.indication_id),
        "indication": _told(chief, steps, lambda step: step.indication),
    }


def dated(event: str, when: PartialDate | None) -> Row:
    """Return the two cells of a date."""
    return {
        f"{event}_on": when.first_day if when else None,
        f"{event}_precision": when.precision.value if when else None,
    }


def days_between(start: PartialDate | None, end: PartialDate | None) -> int | None:
    """Return the days from start to end; None unless both are known to the day."""
    if start is None or end is None or {start.precision, end.precision} != {DatePrecision.DAY}:
        return None
    return (end.first_day - start.first_day).days


def step_rows(application: Application) -> Iterator[Row]:
    """Yield a row for each step of an application."""
    position = 0
    for number, cycle in enumerate(application.filing.cycles, start=1):
        for step in cycle.steps:
            position += 1
            yield {
                "milestone_id": step.milestone_id,
                "application_id": application.application_id,
                "cycle": number,
                "position": position,
            }


def cycle_rows(application: Application) -> Iterator[Row]:
    """Yield a row for each review cycle of an application."""
    cycles = application.filing.cycles
    for number, cycle in enumerate(cycles, start=1):
        began = _began(cycle, number)
        ended = cycle.ended_by.event_date if cycle.ended_by else None
        how = ANSWERS[cycle.ended_by.milestone_type] if cycle.ended_by else None
        yield {
            "application_id": application.application_id,
            "cycle": number,
            **dated("began", began),
            "goal_date": goal_of(cycle),
            **dated("ended", ended),
            "ended_as": how or (CycleEnd.UNTOLD if number < len(cycles) else None),
            "ended_by": cycle.ended_by.milestone_id if cycle.ended_by else None,
            "days": days_between(began, ended),
        }


def goal_of(cycle: Cycle) -> date | None:
    """Return the goal date that holds in a cycle: the last one told, unless it was moved to a day that nobody tells."""
    goal = None
    for step in cycle.steps:
        if step.goal_date:
            goal = step.goal_date
        elif step.milestone_type is MilestoneType.GOAL_DATE_EXTENSION:
            goal = None
    return goal


def _began(cycle: Cycle, number: int) -> PartialDate | None:
    opening = MilestoneType.SUBMISSION if number == 1 else MilestoneType.RESUBMISSION
    return _earliest(cycle.steps, opening)


def _status(filing: Filing) -> ApplicationStatus:
    ended_by = filing.cycles[-1].ended_by
    return _STATUS[ANSWERS[ended_by.milestone_type]] if ended_by else ApplicationStatus.PENDING


def breaches(filing: Filing, others: Sequence[Filing]) -> list[SequenceBreach]:
    """Return how the steps cannot have followed each other; periods that may overlap are no breach."""
    steps = filing.steps
    submitted = _earliest(steps, MilestoneType.SUBMISSION)
    accepted = _earliest(steps, MilestoneType.ACCEPTANCE)
    opinion = _earliest(steps, MilestoneType.OPINION)
    decision = filing.decision
    decided = decision.event_date if decision else None
    approved = decision is not None and decision.milestone_type is MilestoneType.APPROVAL
    goal = next((step for step in steps if step.goal_date and step.milestone_type is MilestoneType.ACCEPTANCE), None)
    found = {
        SequenceBreach.ACCEPTED_BEFORE_SUBMISSION: _before(accepted, submitted),
        SequenceBreach.DECIDED_BEFORE_SUBMISSION: _before(decided, submitted),
        SequenceBreach.DECIDED_BEFORE_ACCEPTANCE: _before(decided, accepted),
        SequenceBreach.DECIDED_BEFORE_OPINION: approved and _before(decided, opinion),
        SequenceBreach.APPROVED_AND_REFUSED: any(_both(cycle) for cycle in filing.cycles),
        SequenceBreach.RESUBMITTED_UNASKED: _unasked(filing, others),
        SequenceBreach.COMPLETE_RESPONSE_ABROAD: any(
            step.milestone_type is MilestoneType.COMPLETE_RESPONSE and step.jurisdiction != "US" for step in steps
        ),
        SequenceBreach.STEP_AFTER_DECISION: any(
            step.milestone_type in _REVIEW and _before(decided, step.event_date) for step in steps
        ),
        SequenceBreach.SUPPLEMENT_FIRST: bool(filing.told_supplement()) and approved and _first_by_far(decided, others),
        SequenceBreach.GOAL_BEFORE_ACCEPTANCE: bool(
            goal and goal.goal_date and _before(PartialDate.day(goal.goal_date), goal.event_date)
        ),
    }
    return [breach for breach, true in found.items() if true]


def _before(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and other is not None and one.last_day < other.first_day


def _both(cycle: Cycle) -> bool:
    types = Counter(step.milestone_type for step in cycle.steps)
    return bool(types[MilestoneType.APPROVAL] and types[MilestoneType.REFUSAL])


def _unasked(filing: Filing, others: Iterable[Filing]) -> bool:
    """Tell whether something was sent again that nobody had sent back, neither in this filing nor in another."""
    told = [step for one in (filing, *others) for step in one.steps]
    sent_back = [
        step for step in told if step.milestone_type in ANSWERS and step.milestone_type is not MilestoneType.APPROVAL
    ]
    return any(
        all(_before(step.event_date, answer.event_date) for answer in sent_back)
        for step in filing.steps
        if step.milestone_type is MilestoneType.RESUBMISSION
    )


def _first_by_far(decided: PartialDate | None, others: Iterable[Filing]) -> bool:
    approvals = [
        one.decision for one in others if one.decision and one.decision.milestone_type is MilestoneType.APPROVAL
    ]
    return bool(approvals) and all(_before(decided, one.event_date) for one in approvals)


def _earliest(steps: Iterable[Milestone], kind: MilestoneType) -> PartialDate | None:
    dates = [step.event_date for step in steps if step.milestone_type is kind and step.event_date]
    return min(dates, key=lambda when: (when.first_day, when.last_day), default=None)


def _last(steps: Sequence[Milestone], kind: MilestoneType) -> Milestone | None:
    return next((step for step in reversed(steps) if step.milestone_type is kind), None)


def _told(chief: Milestone | None, steps: Iterable[Milestone], field: Callable[[Milestone], _T | None]) -> _T | None:
    """Return what the chief step tells, else the first step that tells it."""
    ranked = [chief, *steps] if chief else list(steps)
    return next((value for value in map(field, ranked) if value is not None), None)
