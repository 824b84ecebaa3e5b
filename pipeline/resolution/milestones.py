"""From a step and its tellings to what is believed of it: what is chosen where sources differ.

Each field is taken from the most trusted telling that has it: by kind of source, then earliest known. The date is
chosen by rank: the day that a register gives (of several, the one that most registers give, then the one that most
sources of any kind state), then the most precise date that a source states, then the earliest on which one announces
it; only a stated month or longer period gives way to an announced day that lies in it. Every other date stays in
the evidence. Contradictions are days that cannot be one step's, and days of two registers more than
`SAME_DECISION_DAYS` apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import TypeVar

from pipeline.resolution.companies import CompanyLinks
from pipeline.resolution.confidence import confidence
from pipeline.resolution.origins import independent
from pipeline.resolution.products import is_provisional
from pipeline.resolution.steps import Step, Telling, agree, content_of, precision_rank
from schemas.partial_date import PartialDate
from schemas.vocabulary import (
    ApplicationType,
    DateBasis,
    DatePrecision,
    Designation,
    EvidenceLevel,
    MilestoneType,
    Outcome,
    Pathway,
    Population,
    ReviewStatus,
)

_T = TypeVar("_T")

SAME_DECISION_DAYS = 1
"""A letter may be dated the day after the decision; beyond that, registers contradict each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """What is believed of a step. Fields as the columns of the table; the date bears its precision."""

    milestone_id: str
    milestone_type: MilestoneType
    jurisdiction: str
    agency: str | None
    application_type: ApplicationType | None
    designation: Designation | None
    outcome: Outcome | None
    pathway: tuple[Pathway, ...]
    supplement: bool | None
    prior_lines_min: int | None
    population: Population | None
    event_date: PartialDate | None
    date_basis: DateBasis | None
    goal_date: date | None
    product_id: str
    product: str
    company_id: str | None
    company: str | None
    indication_id: str | None
    indication: str | None
    application_id: str | None
    evidence_level: EvidenceLevel
    source_count: int
    confidence: float
    review_status: ReviewStatus
    known_from: date | None

    def row(self) -> dict[str, object]:
        """Return the cells of the table's row."""
        cells: dict[str, object] = {field.name: _cell(getattr(self, field.name)) for field in fields(self)}
        cells["event_date"] = self.event_date.first_day if self.event_date else None
        cells["event_date_precision"] = self.event_date.precision.value if self.event_date else None
        return cells


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return [_cell(one) for one in value]
    return value.value if isinstance(value, Enum) else value


@dataclass(frozen=True, slots=True)
class Naming:
    """What the products and companies are called; provisional products come in as they are found."""

    products: dict[str, str]
    companies: CompanyLinks


def trusted(step: Step) -> list[Telling]:
    """Return the tellings of a step, most trusted first; copies of one text stand side by side."""
    return sorted(
        step,
        key=lambda telling: (
            _level_rank(telling),
            telling.known_from or date.max,
            content_of(telling),
            telling.mention_id,
        ),
    )


def chosen_date(step: Step) -> Telling | None:
    """Return the telling whose date stands for the step; None where none bears a date."""
    dated = [telling for telling in trusted(step) if telling.event.event_date]
    registers: dict[PartialDate | None, set[str]] = defaultdict(set)
    sources: dict[PartialDate | None, set[str]] = defaultdict(set)
    for telling in dated:
        if telling.level is EvidenceLevel.REGISTER:
            registers[telling.event.event_date].add(telling.source_id)
        if telling.event.date_basis is DateBasis.STATED:
            sources[telling.event.event_date].add(telling.source_id)

    def agreeing(one: Telling) -> tuple[int, int]:
        return len(registers[one.event.event_date]), len(sources[one.event.event_date])

    stated = min(
        (one for one in dated if one.event.date_basis is DateBasis.STATED),
        key=lambda one: _stated_rank(one, *agreeing(one)),
        default=None,
    )
    announced = min(
        (one for one in dated if one.event.date_basis is not DateBasis.STATED), key=_announced_rank, default=None
    )
    if stated is None or announced is None:
        return stated or announced
    inside = _finer(announced, stated) and _within(announced.event.event_date, stated.event.event_date)
    return announced if inside else stated


def _stated_rank(telling: Telling, registers: int, sources: int) -> tuple[bool, int, int, int, int, date]:
    when = telling.event.event_date
    registered = _registered_day(telling)
    first_day = when.first_day if when else date.max
    return (
        not registered,
        precision_rank(when),
        _level_rank(telling),
        -registers,
        -sources if registered else 0,
        first_day,
    )


def _registered_day(telling: Telling) -> bool:
    when = telling.event.event_date
    return telling.level is EvidenceLevel.REGISTER and when is not None and when.precision is DatePrecision.DAY


def _announced_rank(telling: Telling) -> tuple[int, date]:
    when = telling.event.event_date
    return (precision_rank(when), when.first_day if when else date.max)


def _finer(one: Telling, other: Telling) -> bool:
    return precision_rank(one.event.event_date) < precision_rank(other.event.event_date)


def _within(inner: PartialDate | None, outer: PartialDate | None) -> bool:
    return bool(inner and outer and outer.first_day <= inner.first_day and inner.last_day <= outer.last_day)


def _level_rank(telling: Telling) -> int:
    return list(EvidenceLevel).index(telling.level)


def contradicting(step: Step) -> list[Telling]:
    """Return the tellings whose dates cannot be the chosen one's step, most trusted first."""
    chosen = chosen_date(step)
    return [
        telling
        for telling in trusted(step)
        if chosen and (not agree(telling, chosen) or _registers_apart(telling, chosen))
    ]


def _registers_apart(one: Telling, other: Telling) -> bool:
    mine, theirs = one.event.event_date, other.event.event_date
    if mine is None or theirs is None or not (_registered_day(one) and _registered_day(other)):
        return False
    return abs((mine.first_day - theirs.first_day).days) > SAME_DECISION_DAYS


def _disease(ranked: Sequence[Telling]) -> Telling | None:
    """Return the telling whose disease stands: what the most trusted level that tells any tells most, copies aside."""
    telling = [one for one in ranked if one.indication_id]
    told: dict[str | None, set[tuple[str, ...]]] = defaultdict(set)
    for one in telling:
        if one.level is telling[0].level:
            told[one.indication_id].add(content_of(one))
    return max(telling, key=lambda one: len(told[one.indication_id]), default=None)


def believe(identifier: str, step: Step, naming: Naming) -> Milestone:
    """Return what the tellings of a step give, before corrections and before its application is known."""
    ranked = trusted(step)
    event = step[0].event
    product_id = step[0].product_id
    dated = chosen_date(step)
    when, basis = (dated.event.event_date, dated.event.date_basis) if dated else (None, None)
    company = _first(ranked, lambda telling: telling.company_id)
    goal = _first(ranked, lambda telling: telling.event.goal_date)
    disease = _disease(ranked)
    level, sources = ranked[0].level, independent(step)
    conflict = bool(contradicting(step)) or len({one.event.outcome for one in step if one.event.outcome}) > 1
    provisional = is_provisional(product_id)
    return Milestone(
        milestone_id=identifier,
        milestone_type=event.milestone_type,
        jurisdiction=event.jurisdiction,
        agency=_first(ranked, lambda telling: telling.event.agency),
        application_type=_first(ranked, lambda telling: telling.event.application_type),
        designation=event.designation,
        outcome=_first(ranked, lambda telling: telling.event.outcome),
        pathway=tuple(sorted({pathway for telling in step for pathway in telling.event.pathway})),
        supplement=_first(ranked, lambda telling: telling.event.supplement),
        prior_lines_min=_first(ranked, lambda telling: telling.event.prior_lines_min),
        population=_first(ranked, lambda telling: telling.event.population),
        event_date=when,
        date_basis=basis,
        goal_date=goal.first_day if goal and goal.precision is DatePrecision.DAY else None,
        product_id=product_id,
        product=naming.products[product_id],
        company_id=company,
        company=naming.companies.name_of(company) if company else _first(ranked, lambda one: one.event.company),
        indication_id=disease.indication_id if disease else None,
        indication=disease.event.indication if disease else _first(ranked, lambda one: one.event.indication),
        application_id=None,
        evidence_level=level,
        source_count=sources,
        confidence=confidence(level, sources, basis, conflict=conflict, provisional=provisional),
        review_status=ReviewStatus.CONFLICT if conflict else ReviewStatus.AUTOMATIC,
        known_from=min((telling.known_from for telling in step if telling.known_from), default=None),
    )


def _first(ranked: Iterable[Telling], field: Callable[[Telling], _T | None]) -> _T | None:
    """Return the first value that is told."""
    return next((value for value in map(field, ranked) if value is not None), None)
