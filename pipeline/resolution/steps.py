"""Which mentions tell of the same real-world step.

The rule, within one product, jurisdiction, type and designation:

- the most precise tellings come first; each later one joins the nearest step that it may be, or opens its own;
- it may be a step when their dates may be one day, give or take `SAME_STEP_DAYS` (a notice follows its decision by up
  to that), or one of the two bears no date, and their diseases are the same, or one a kind of the other, or not told;
- first approvals, designations and refusals of one disease happen once: dates up to `CONTRADICTION_DAYS` apart are one
  step on whose date the sources contradict each other;
- what registers say of one number is one step, whatever its dates, and of two numbers of one scheme two steps;
- approvals told for different diseases on one day are one step; what one document tells apart stays apart.

Sorting by content alone makes the result independent of the order of documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.extraction.event import Event
from schemas.partial_date import PartialDate
from schemas.vocabulary import DateBasis, DatePrecision, EvidenceLevel, MilestoneType

SAME_STEP_DAYS = 10
CONTRADICTION_DAYS = 100

_ONCE = {MilestoneType.APPROVAL, MilestoneType.DESIGNATION, MilestoneType.REFUSAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One mention or register entry with what its names mean and the standing of its source.

    `mention_id` is that of the mention or of the register entry, `numbers` what the register calls the application by.
    """

    mention_id: str
    event: Event
    product_id: str
    company_id: str | None
    indication_id: str | None
    source_id: str
    level: EvidenceLevel
    known_from: date | None
    numbers: frozenset[str] = frozenset()


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


def _steps(group: list[Telling], related: Related) -> list[list[Telling]]:
    steps: list[list[Telling]] = []
    for telling in sorted(group, key=_sort_key):
        fitting = [step for step in steps if _may_be(step, telling, related)]
        if fitting:
            min(fitting, key=lambda step: _days_apart(step[0], telling)).append(telling)
        else:
            steps.append([telling])
    return steps


def _sort_key(telling: Telling) -> tuple[int, bool, date, str, str]:
    when = telling.event.event_date
    return (
        precision_rank(when),
        telling.event.date_basis is not DateBasis.STATED,
        when.first_day if when else date.max,
        telling.indication_id or "~",
        telling.mention_id,
    )


def _may_be(step: list[Telling], telling: Telling, related: Related) -> bool:
    if any(told.event.document_id == telling.event.document_id for told in step):
        return False
    theirs_numbers = frozenset().union(*(told.numbers for told in step))
    if telling.numbers and theirs_numbers and _once(telling, step[0]):
        if telling.numbers & theirs_numbers:
            return True
        if _schemes(telling.numbers) & _schemes(theirs_numbers):
            return False
    diseases = {told.indication_id for told in step if told.indication_id}
    same_disease = (
        not diseases or telling.indication_id is None or any(related(one, telling.indication_id) for one in diseases)
    )
    mine, theirs = telling.event.event_date, step[0].event.event_date
    if mine is None or theirs is None:
        return same_disease
    if mine.compatible(theirs, within_days=SAME_STEP_DAYS):
        return same_disease or (telling.event.milestone_type is MilestoneType.APPROVAL and mine == theirs)
    return same_disease and _once(telling, step[0]) and mine.compatible(theirs, within_days=CONTRADICTION_DAYS)


def _schemes(numbers: frozenset[str]) -> set[str]:
    return {number.partition(":")[0] for number in numbers}


def _once(*tellings: Telling) -> bool:
    return all(telling.event.milestone_type in _ONCE and telling.event.supplement is not True for telling in tellings)


def _days_apart(one: Telling, other: Telling) -> int:
    if one.event.event_date is None or other.event.event_date is None:
        return 0
    return abs((one.event.event_date.first_day - other.event.event_date.first_day).days)
