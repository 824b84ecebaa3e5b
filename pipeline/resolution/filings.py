"""Which steps belong to one application.

The rule, within one product and jurisdiction: steps are taken in the order of their dates, those without one last. A
step joins the open application that fits it best (same disease, then same kind, then most recent) or opens a new one.
An application fits while it is undecided and was heard of within `IDLE_DAYS`, when the diseases are related or one is
not told, neither lines of treatment nor kind (first or supplement) contradict, and, for a step without a date, when it
has no step of that type yet. Approval, refusal and withdrawal close an application; sending again after a refusal or a
withdrawal opens it once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipeline.resolution.milestones import Milestone
from pipeline.resolution.steps import Related
from schemas.vocabulary import ApplicationType, CycleEnd, MilestoneType

IDLE_DAYS = 4 * 365
_UNRELATED_DAYS = 10

ORDER = (
    MilestoneType.ROLLING_SUBMISSION_START,
    MilestoneType.SUBMISSION,
    MilestoneType.REFUSAL_TO_FILE,
    MilestoneType.RESUBMISSION,
    MilestoneType.ACCEPTANCE,
    MilestoneType.PRIORITY_REVIEW,
    MilestoneType.GOAL_DATE_EXTENSION,
    MilestoneType.ADVISORY_COMMITTEE,
    MilestoneType.OPINION,
    MilestoneType.COMPLETE_RESPONSE,
    MilestoneType.REFUSAL,
    MilestoneType.APPLICATION_WITHDRAWAL,
    MilestoneType.APPROVAL,
)
"""Steps of marketing applications, in the order in which those of one day follow each other."""

DECISIONS = {
    MilestoneType.APPROVAL: CycleEnd.APPROVED,
    MilestoneType.REFUSAL: CycleEnd.REFUSED,
    MilestoneType.APPLICATION_WITHDRAWAL: CycleEnd.WITHDRAWN,
}
ANSWERS = {
    **DECISIONS,
    MilestoneType.COMPLETE_RESPONSE: CycleEnd.COMPLETE_RESPONSE,
    MilestoneType.REFUSAL_TO_FILE: CycleEnd.REFUSED_TO_FILE,
}
_BEGIN_CYCLE = {MilestoneType.RESUBMISSION, MilestoneType.SUBMISSION, MilestoneType.ACCEPTANCE}
_SUPPLEMENTS = {ApplicationType.SBLA, ApplicationType.SNDA, ApplicationType.SNDS, ApplicationType.TYPE_II}
_TRIALS = {ApplicationType.IND, ApplicationType.CTA}


@dataclass(slots=True)
class Cycle:
    """A round of review: its steps in order, and the one that ended it."""

    steps: list[Milestone] = field(default_factory=list)
    ended_by: Milestone | None = None


@dataclass(slots=True)
class Filing:
    """An application and its cycles."""

    cycles: list[Cycle] = field(default_factory=lambda: [Cycle()])

    @property
    def steps(self) -> list[Milestone]:
        """All steps in order."""
        return [step for cycle in self.cycles for step in cycle.steps]

    @property
    def decision(self) -> Milestone | None:
        """The step that decided it; None while it is undecided."""
        ended_by = self.cycles[-1].ended_by
        return ended_by if ended_by and ended_by.milestone_type in DECISIONS else None

    @property
    def indications(self) -> set[str]:
        """Identifiers of the diseases told."""
        return {step.indication_id for step in self.steps if step.indication_id}

    def told_supplement(self) -> bool | None:
        """Whether its steps say that it adds to an authorisation; None where none says so or not."""
        told = {step.supplement for step in self.steps if step.supplement is not None}
        return True if True in told else False if told else None

    def add(self, step: Milestone) -> None:
        """Put the step at the end, in a new cycle where it begins one."""
        current = self.cycles[-1]
        resent = step.milestone_type is MilestoneType.RESUBMISSION
        answered = current.ended_by is not None and current.ended_by.milestone_type in ANSWERS
        again = any(one.milestone_type is MilestoneType.RESUBMISSION for one in current.steps)
        begun_untold = (
            resent and bool(current.steps) and not answered and not again and not _all_same_day(current, step)
        )
        if (answered and step.milestone_type in _BEGIN_CYCLE) or begun_untold:
            current = Cycle()
            self.cycles.append(current)
        current.steps.append(step)
        if step.milestone_type in ANSWERS:
            current.ended_by = step


def _all_same_day(cycle: Cycle, step: Milestone) -> bool:
    return all(one.event_date == step.event_date for one in cycle.steps)


def filings(milestones: Iterable[Milestone], related: Related) -> list[Filing]:
    """Return the applications of one product in one jurisdiction, in the order of their first steps."""
    made: list[Filing] = []
    undated: list[Milestone] = []
    for step in sorted((one for one in milestones if _belongs(one)), key=_order):
        if step.event_date is None:
            undated.append(step)
            continue
        filing = _best(made, step, related)
        if filing is None:
            filing = Filing()
            made.append(filing)
        filing.add(step)
    for step in undated:
        filing = _best_undated(made, step, related)
        if filing is None:
            filing = Filing()
            made.append(filing)
            filing.add(step)
        else:
            _insert(filing, step)
    return made


def _belongs(step: Milestone) -> bool:
    return step.milestone_type in ORDER and step.jurisdiction != "ZZ" and step.application_type not in _TRIALS


def _order(step: Milestone) -> tuple[date, int, str, str]:
    when = step.event_date
    rank = ORDER.index(step.milestone_type)
    return (when.first_day if when else date.max, rank, step.indication_id or "", step.milestone_id)


def _best(made: Sequence[Filing], step: Milestone, related: Related) -> Filing | None:
    fitting = [
        filing for filing in made if _open_for(filing, step) and _fits(filing, step, _other(made, filing), related)
    ]
    if not fitting and step.milestone_type in ANSWERS:
        fitting = [filing for filing in made if _open_for(filing, step) and filing.indications == {step.indication_id}]
    return max(fitting, key=lambda filing: _likeness(filing, step), default=None)


def _likeness(filing: Filing, step: Milestone) -> tuple[bool, bool, date]:
    return (
        step.indication_id in filing.indications,
        filing.told_supplement() == step.supplement,
        max((one.event_date.first_day for one in filing.steps if one.event_date), default=date.min),
    )


def _open_for(filing: Filing, step: Milestone) -> bool:
    when = step.event_date
    latest = max((one.event_date.last_day for one in filing.steps if one.event_date), default=None)
    if when and latest and when.first_day - latest > timedelta(days=IDLE_DAYS):
        return False
    decision = filing.decision
    if decision is None:
        return True
    if decision.milestone_type is not MilestoneType.APPROVAL and step.milestone_type is MilestoneType.RESUBMISSION:
        return True
    decided = decision.event_date
    return bool(
        when
        and decided
        and step.milestone_type is not decision.milestone_type
        and when.compatible(decided, within_days=_UNRELATED_DAYS)
    )


def _kind(step: Milestone, others: Iterable[Filing]) -> bool | None:
    """Return whether a step adds to an authorisation. That it doesn't is believed only before the first approval."""
    if step.supplement or step.supplement is None:
        return step.supplement
    return None if step.event_date is None or approved_before(step.event_date.first_day, others) else False


def approved_before(day: date, filings_there: Iterable[Filing]) -> bool:
    """Tell whether one of the applications was approved before that day."""
    return any(
        one.decision is not None
        and one.decision.milestone_type is MilestoneType.APPROVAL
        and one.decision.event_date is not None
        and one.decision.event_date.last_day < day
        for one in filings_there
    )


def _fits(filing: Filing, step: Milestone, others: Sequence[Filing], related: Related) -> bool:
    diseases = filing.indications
    if step.indication_id and not all(related(one, step.indication_id) for one in diseases):
        return False
    if {True, False} <= {_kind(one, others) for one in (*filing.steps, step)}:
        return False
    lines = {one.prior_lines_min for one in filing.steps if one.prior_lines_min is not None}
    return not lines or step.prior_lines_min is None or step.prior_lines_min in lines


def _best_undated(made: Sequence[Filing], step: Milestone, related: Related) -> Filing | None:
    fitting = [
        filing
        for filing in made
        if _fits(filing, step, _other(made, filing), related)
        and all(one.milestone_type is not step.milestone_type for one in filing.steps)
    ]
    if step.milestone_type in DECISIONS:
        fitting = [filing for filing in fitting if filing.decision is None]
    return max(fitting, key=lambda filing: (*_likeness(filing, step)[:2], -made.index(filing)), default=None)


def _insert(filing: Filing, step: Milestone) -> None:
    """Put a step without a date where its type stands in the first cycle; an answer ends the first open cycle."""
    if step.milestone_type in ANSWERS:
        target = next((cycle for cycle in filing.cycles if cycle.ended_by is None), None)
        if target is None:
            earlier = Cycle([step], step)
            filing.cycles.insert(0, earlier)
            return
        target.ended_by = step
        target.steps.append(step)
        return
    steps = filing.cycles[-1 if step.milestone_type is MilestoneType.RESUBMISSION else 0].steps
    rank = ORDER.index(step.milestone_type)
    place = next((at for at, one in enumerate(steps) if ORDER.index(one.milestone_type) > rank), len(steps))
    steps.insert(place, step)


def is_supplement(filing: Filing, made: Sequence[Filing]) -> bool:
    """Tell whether an application adds to an authorisation: it says so, or another was approved there before it."""
    if filing.told_supplement() or any(step.application_type in _SUPPLEMENTS for step in filing.steps):
        return True
    first = min(_days(filing.steps), default=None)
    return first is not None and approved_before(first, _other(made, filing))


def _other(made: Iterable[Filing], filing: Filing) -> list[Filing]:
    return [one for one in made if one is not filing]


def _days(steps: Iterable[Milestone]) -> Iterator[date]:
    return (step.event_date.first_day for step in steps if step.event_date)
