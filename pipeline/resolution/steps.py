"""Which tellings are of the same real-world step.

The rule, within one product, jurisdiction, type and designation:

- the most precise tellings come first; each later one joins the step that fits it best, or opens its own;
- it fits a step when their dates may be one day, give or take `SAME_STEP_DAYS` (a notice follows its decision by up
  to that; one that bears no date of its own by up to `ANNOUNCED_DAYS`), or one of the two bears no date, while their
  goal dates are not far apart, and their diseases are the same, or one a kind of the other, or not told;
- first approvals, designations and refusals of one disease happen once: dates up to `CONTRADICTION_DAYS` apart are one
  step on whose date the sources contradict each other;
- what registers say of one number is one step, whatever its dates, and of two numbers of one scheme two steps, even
  where another number is the same (two orphan statuses of one product);
- approvals told for different diseases on one day are one step; what one source tells apart (with two
  dates, or of different uses) stays apart.

Sorting by content alone makes the result independent of order, number and names of the sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.extraction.event import Event
from schemas.partial_date import PartialDate
from schemas.vocabulary import DateBasis, DatePrecision, EvidenceLevel, MilestoneType

SAME_STEP_DAYS = 10
ANNOUNCED_DAYS = 45
CONTRADICTION_DAYS = 100

_ONCE = {MilestoneType.APPROVAL, MilestoneType.DESIGNATION, MilestoneType.REFUSAL}
_OFTEN = {
    MilestoneType.LABEL_UPDATE,
    MilestoneType.SAFETY_ACTION,
    MilestoneType.TRIAL_CLEARANCE,
    MilestoneType.CLINICAL_HOLD,
    MilestoneType.HOLD_LIFTED,
}
"""Steps that may follow their like within weeks, so that a late announcement may be of another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One mention or register entry with what its names mean and the standing of its source.

    `mention_id` is that of the mention or of the register entry, `numbers` what the register calls the application by,
    `known_until` the day on which a register put another value in its place, `lineage` the first of such a row of
    values, `origins` what it has in common with others of one origin (see `pipeline.resolution.origins`).
    """

    mention_id: str
    event: Event
    product_id: str
    company_id: str | None
    indication_id: str | None
    source_id: str
    level: EvidenceLevel
    known_from: date | None
    known_until: date | None = None
    lineage: str | None = None
    numbers: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()


Step = tuple[Telling, ...]
Related = Callable[[str, str], bool]


def precision_rank(when: PartialDate | None) -> int:
    """Return 0 for a day, then one more for each coarser precision, most for no date."""
    return list(DatePrecision).index(when.precision) if when else len(DatePrecision)


def join(tellings: Iterable[Telling], related: Related) -> list[Step]:
    """Return the steps that the tellings are of; `related` tells whether two diseases may be one."""
    groups: dict[tuple[str, ...], list[Telling]] = defaultdict(list)
    for telling in tellings:
        event = telling.event
        groups[telling.product_id, event.jurisdiction, event.milestone_type, event.designation or ""].append(telling)
    return [tuple(step) for key in sorted(groups) for step in _steps(groups[key], related)]


def content_of(telling: Telling) -> tuple[str, ...]:
    """Return what the telling says, without the names of its source: equal for copies, and an order among others."""
    event = telling.event
    parts = (
        event.agency,
        event.application_type,
        event.outcome,
        *sorted(event.pathway),
        event.supplement,
        event.indication,
        event.prior_lines_min,
        event.population,
        event.event_date and event.event_date.first_day,
        event.event_date and event.event_date.precision,
        event.date_basis,
        event.goal_date and event.goal_date.first_day,
        telling.company_id,
        event.company,
        event.product,
        *sorted(telling.numbers),
    )
    return tuple("" if part is None else str(part) for part in parts)


def agree(one: Telling, other: Telling) -> bool:
    """Tell whether the dates of both may be one step's; a telling without a date agrees with any."""
    mine, theirs = one.event.event_date, other.event.event_date
    if mine is None or theirs is None or mine.compatible(theirs, within_days=SAME_STEP_DAYS):
        return True
    if one.event.milestone_type in _OFTEN:
        return False
    return any(
        late.event.date_basis is DateBasis.ANNOUNCED
        and late_date.precision is DatePrecision.DAY
        and timedelta() <= late_date.first_day - early_date.last_day <= timedelta(days=ANNOUNCED_DAYS)
        for late, late_date, early_date in ((one, mine, theirs), (other, theirs, mine))
    )


def _steps(group: list[Telling], related: Related) -> list[list[Telling]]:
    copies = _copies(group)
    steps: list[list[Telling]] = []
    for telling in sorted((same[0] for same in copies), key=_sort_key):
        fitting = [step for step in steps if _may_be(step, telling, related)]
        if fitting:
            min(fitting, key=lambda step: (_unnumbered(step, telling), *_unlikeness(step[0], telling))).append(telling)
        else:
            steps.append([telling])
    all_of = {same[0].mention_id: same for same in copies}
    return [[telling for first in step for telling in all_of[first.mention_id]] for step in steps]


def _copies(group: list[Telling]) -> list[list[Telling]]:
    """Return the tellings, those of documents that tell the very same together: a copy adds nothing to be joined."""
    documents: dict[str, list[Telling]] = defaultdict(list)
    for telling in sorted(group, key=_sort_key):
        documents[telling.event.document_id].append(telling)
    same: dict[tuple[object, ...], list[list[Telling]]] = defaultdict(list)
    for document_id in sorted(documents):
        told = documents[document_id]
        same[tuple((telling.indication_id, content_of(telling)) for telling in told)].append(told)
    return [list(twins) for alike in same.values() for twins in zip(*alike, strict=True)]


def _sort_key(telling: Telling) -> tuple[int, bool, date, str, tuple[str, ...], str]:
    when = telling.event.event_date
    return (
        precision_rank(when),
        telling.event.date_basis is not DateBasis.STATED,
        when.first_day if when else date.max,
        telling.indication_id or "~",
        content_of(telling),
        telling.mention_id,
    )


def _may_be(step: list[Telling], telling: Telling, related: Related) -> bool:
    if any(_told_apart(told, telling) for told in step):
        return False
    theirs_numbers = frozenset().union(*(told.numbers for told in step))
    if telling.numbers and theirs_numbers:
        shared = _schemes(telling.numbers & theirs_numbers)
        if shared < _schemes(telling.numbers) & _schemes(theirs_numbers):
            return False
        if shared and _once(telling, step[0]):
            return True
    return _fits(step, telling, related)


def _told_apart(one: Telling, other: Telling) -> bool:
    """Tell whether one source tells of two steps: each with a date, or of different uses."""
    if one.event.document_id != other.event.document_id:
        return False
    dated = one.event.event_date is not None and other.event.event_date is not None
    return (
        dated
        or one.indication_id != other.indication_id
        or one.event.prior_lines_min != other.event.prior_lines_min
        or bool(one.event.supplement) != bool(other.event.supplement)
    )


def _fits(step: list[Telling], telling: Telling, related: Related) -> bool:
    diseases = {told.indication_id for told in step if told.indication_id}
    same_disease = telling.indication_id is None or all(related(one, telling.indication_id) for one in diseases)
    first = step[0]
    mine, theirs = telling.event.event_date, first.event.event_date
    exact = all(when is not None and when.precision is DatePrecision.DAY for when in (mine, theirs))
    if not exact and any(_differ(told.event.outcome, telling.event.outcome) for told in step):
        return False
    if _tells_of_later(telling, theirs) or _tells_of_later(first, mine):
        return False
    if mine is None or theirs is None:
        other_use = telling.event.supplement and _differ(first.event.prior_lines_min, telling.event.prior_lines_min)
        return same_disease and not other_use and not any(_goals_apart(told, telling) for told in step)
    if agree(telling, first):
        return same_disease or (telling.event.milestone_type is MilestoneType.APPROVAL and mine == theirs)
    return same_disease and _once(telling, first) and mine.compatible(theirs, within_days=CONTRADICTION_DAYS)


def _tells_of_later(undated: Telling, when: PartialDate | None) -> bool:
    """Tell whether a step happened after an undated telling was known: nobody tells as a fact what is to come."""
    if undated.event.event_date is not None or undated.known_from is None or when is None:
        return False
    return when.first_day > undated.known_from


def _goals_apart(one: Telling, other: Telling) -> bool:
    """Tell whether the goal dates of both cannot be one step's: no extension brings them together, or one is past."""
    mine, theirs = one.event, other.event
    far = (
        mine.goal_date is not None
        and theirs.goal_date is not None
        and not mine.goal_date.compatible(theirs.goal_date, within_days=CONTRADICTION_DAYS)
    )
    return far or any(
        goal is not None and when is not None and goal.last_day < when.first_day
        for goal, when in ((mine.goal_date, theirs.event_date), (theirs.goal_date, mine.event_date))
    )


def _differ(one: object, other: object) -> bool:
    """Tell whether both are told and are not the same."""
    return one is not None and other is not None and one != other


def _schemes(numbers: frozenset[str]) -> set[str]:
    return {number.partition(":")[0] for number in numbers}


def _unnumbered(step: list[Telling], telling: Telling) -> bool:
    """Tell whether the telling, having no date to go by, has no number in common with the step either."""
    return telling.event.event_date is None and not any(telling.numbers & told.numbers for told in step)


def _once(*tellings: Telling) -> bool:
    return all(telling.event.milestone_type in _ONCE and telling.event.supplement is not True for telling in tellings)


def _unlikeness(one: Telling, other: Telling) -> tuple[bool, bool, bool, int]:
    mine, theirs = one.event, other.event
    dates = mine.event_date, theirs.event_date
    return (
        _differ(mine.supplement, theirs.supplement) and None in dates,
        one.indication_id != other.indication_id,
        _differ(mine.prior_lines_min, theirs.prior_lines_min),
        abs((dates[0].first_day - dates[1].first_day).days) if dates[0] and dates[1] else 0,
    )
