"""From a step and its tellings to one row: what is chosen where sources differ.

The rule: each field is taken from the most trusted telling that has it (kind of source, then earliest known). The date
is the most precise one; among equals a stated date goes before an announced one, then the day that most sources state,
then the more trusted source, then the earlier day. Every other date stays in the evidence. A conflict is a day that
lies more than `SAME_STEP_DAYS` from the chosen one, or days of two registers more than `SAME_DECISION_DAYS` apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pipeline.resolution.companies import CompanyLinks
from pipeline.resolution.confidence import confidence
from pipeline.resolution.steps import SAME_STEP_DAYS, Step, Telling, precision_rank
from pipeline.sources.names import short_id
from schemas.partial_date import PartialDate
from schemas.vocabulary import DateBasis, DatePrecision, EvidenceLevel, ReviewStatus

_T = TypeVar("_T")

SAME_DECISION_DAYS = 1
"""A letter may be dated the day after the decision; beyond that, registers contradict each other."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step with its identifier and the row that stands for it."""

    milestone_id: str
    step: Step
    row: Mapping[str, object]


def milestones(
    steps: Iterable[Step], product_names: Mapping[str, str], provisional: set[str], companies: CompanyLinks
) -> Iterator[Milestone]:
    """Yield a milestone for each step, its identifier made from what identifies the step."""
    for identity, same in _by_identity(steps).items():
        for cycle, step in enumerate(sorted(same, key=_first_day), start=1):
            identifier = short_id("ms", *identity, str(cycle))
            product_id = step[0].product_id
            row = _row(step, companies, provisional=product_id in provisional)
            yield Milestone(identifier, step, {"milestone_id": identifier, "product": product_names[product_id], **row})


def _by_identity(steps: Iterable[Step]) -> Mapping[tuple[str, ...], list[Step]]:
    same: dict[tuple[str, ...], list[Step]] = defaultdict(list)
    for step in steps:
        event = step[0].event
        disease = _first(trusted(step), lambda telling: telling.indication_id)
        identity = (step[0].product_id, event.jurisdiction, event.milestone_type, event.designation or "")
        same[*identity, disease or ""].append(step)
    return same


def _first_day(step: Step) -> tuple[date, str]:
    chosen = chosen_date(step)
    when = chosen.event.event_date if chosen else None
    return (when.first_day if when else date.max, min(telling.mention_id for telling in step))


def trusted(step: Step) -> list[Telling]:
    """Return the tellings of a step, most trusted first."""
    return sorted(step, key=lambda telling: (_level_rank(telling), telling.known_from or date.max, telling.mention_id))


def chosen_date(step: Step) -> Telling | None:
    """Return the telling whose date stands for the step; None where none bears a date."""
    dated = [telling for telling in step if telling.event.event_date]
    stated = [telling for telling in dated if telling.event.date_basis is DateBasis.STATED]

    def agreeing(telling: Telling) -> int:
        return len({other.source_id for other in stated if other.event.event_date == telling.event.event_date})

    return min(dated, key=lambda telling: _date_rank(telling, agreeing(telling)), default=None)


def _date_rank(telling: Telling, agreeing: int) -> tuple[int, bool, int, int, date, str]:
    when = telling.event.event_date
    return (
        precision_rank(when),
        telling.event.date_basis is not DateBasis.STATED,
        -agreeing,
        _level_rank(telling),
        when.first_day if when else date.max,
        telling.mention_id,
    )


def _level_rank(telling: Telling) -> int:
    return list(EvidenceLevel).index(telling.level)


def _contradicted(step: Step, chosen: PartialDate) -> bool:
    days = [
        (telling.level, when)
        for telling in step
        if (when := telling.event.event_date) and when.precision is DatePrecision.DAY
    ]
    official = [when.first_day for level, when in days if level is EvidenceLevel.REGISTER]
    return any(not when.compatible(chosen, within_days=SAME_STEP_DAYS) for _, when in days) or (
        len(official) > 1 and (max(official) - min(official)).days > SAME_DECISION_DAYS
    )


def _row(step: Step, companies: CompanyLinks, *, provisional: bool) -> Mapping[str, object]:
    ranked = trusted(step)
    event = step[0].event
    dated = chosen_date(step)
    when, basis = (dated.event.event_date, dated.event.date_basis) if dated else (None, None)
    conflict = when is not None and _contradicted(step, when)
    company = _first(ranked, lambda telling: telling.company_id)
    goal = _first(ranked, lambda telling: telling.event.goal_date)
    level = ranked[0].level
    sources = len({telling.source_id for telling in step})
    return {
        "milestone_type": event.milestone_type.value,
        "jurisdiction": event.jurisdiction,
        "agency": _first(ranked, lambda telling: telling.event.agency),
        "application_type": _first(ranked, lambda telling: telling.event.application_type),
        "designation": event.designation,
        "outcome": _first(ranked, lambda telling: telling.event.outcome),
        "pathway": sorted({pathway for telling in step for pathway in telling.event.pathway}),
        "supplement": _first(ranked, lambda telling: telling.event.supplement),
        "prior_lines_min": _first(ranked, lambda telling: telling.event.prior_lines_min),
        "population": _first(ranked, lambda telling: telling.event.population),
        "event_date": when.first_day if when else None,
        "event_date_precision": when.precision if when else None,
        "date_basis": basis,
        "goal_date": goal.first_day if goal else None,
        "product_id": step[0].product_id,
        "company_id": company,
        "company": companies.name_of(company) if company else _first(ranked, lambda telling: telling.event.company),
        "indication_id": _first(ranked, lambda telling: telling.indication_id),
        "indication": _first(ranked, lambda telling: telling.event.indication),
        "application_id": None,
        "evidence_level": level,
        "source_count": sources,
        "confidence": confidence(level, sources, basis, conflict=conflict, provisional=provisional),
        "review_status": ReviewStatus.CONFLICT if conflict else ReviewStatus.AUTOMATIC,
        "known_from": min((telling.known_from for telling in step if telling.known_from), default=None),
    }


def _first(ranked: Iterable[Telling], field: Callable[[Telling], _T | None]) -> _T | None:
    """Return the first value that is told."""
    return next((value for value in map(field, ranked) if value is not None), None)
