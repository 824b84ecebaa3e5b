"""Consolidation: from all that a document says of a step to one event.

What belongs here: deciding which readings mean the same step, and choosing among their values. What does not: reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from pipeline.extraction.event import Event, Reason, Span
from pipeline.extraction.law import OF_TRIALS, WITH_GOAL_DATE, WITHOUT_APPLICATION, application_type
from pipeline.extraction.products import Therapy
from schemas.partial_date import PartialDate
from schemas.vocabulary import DateBasis, Designation, MilestoneType, Outcome, Pathway, Population

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One sentence's account of one step."""

    milestone: MilestoneType
    jurisdiction: str
    agency: str | None
    therapy: Therapy
    company: str | None
    designation: Designation | None
    outcome: Outcome | None
    application: str | None
    supplement: bool
    pathway: tuple[Pathway, ...]
    indication: str | None
    disease: str | None
    prior_lines: int | None
    population: Population | None
    stated: PartialDate | None
    told_on: bool = False
    """Whether `stated` is the day on which the text says that the step was announced."""
    news: bool
    goal: PartialDate | None
    leading: bool
    fresh: bool
    loose: bool
    tabular: bool
    sentence: int
    evidence: Span | None
    position: int
    reasons: tuple[Reason, ...]


def consolidate(document_id: str, readings: Sequence[Reading], told: date | None) -> tuple[Event, ...]:
    """Return one event for each step, in the order of their first mention."""
    groups: dict[tuple[object, ...], list[Reading]] = {}
    for reading in readings:
        key = (reading.milestone, reading.jurisdiction, reading.designation, id(reading.therapy))
        groups.setdefault(key, []).append(reading)
    steps = [step for group in groups.values() for step in _steps(group)]
    steps.sort(key=lambda step: step[0].position)
    return tuple(_event(document_id, step, told) for step in steps)


def _steps(group: list[Reading]) -> list[list[Reading]]:
    """Split readings of one kind that tell of two steps: different uses with different dates, or joined uses."""
    steps: list[list[Reading]] = []
    for reading in sorted(group, key=lambda r: (r.stated is None, r.position)):
        home = next((step for step in steps if all(_same(reading, other) for other in step)), None)
        if home is None:
            steps.append([reading])
        else:
            home.append(reading)
    return [sorted(step, key=lambda r: r.position) for step in steps]


def _same(one: Reading, other: Reading) -> bool:
    if one.milestone in _PER_USE and one.disease and other.disease and not _one_use(one, other):
        return False
    if one.stated and other.stated:
        return one.stated.compatible(other.stated, within_days=3)
    if (one.news and other.stated and not other.news) or (other.news and one.stated and not one.news):
        return one.supplement == other.supplement or one.disease == other.disease
    return True


# Statuses are given for one use each.
_PER_USE = frozenset({MilestoneType.DESIGNATION, MilestoneType.DESIGNATION_WITHDRAWAL})


# What names a group of diseases and no use of its own: "a rare neurometabolic disease".
_GROUP = re.compile(r"(?:an? )?(?:ultra-?)?rare (?:[\w-]+ ){0,3}(?:diseases?|disorders?|conditions?)")


def _one_use(one: Reading, other: Reading) -> bool:
    """Tell whether two readings speak of one use, perhaps once more narrowly."""
    if one.disease == other.disease or any(_GROUP.fullmatch((r.indication or "").casefold()) for r in (one, other)):
        return True
    a, b = (set((r.indication or "").casefold().split()) for r in (one, other))
    return a <= b or b <= a


def _event(document_id: str, step: Sequence[Reading], told: date | None) -> Event:
    first = step[0]
    supplement = any(reading.supplement for reading in step)
    of_application = first.milestone not in WITHOUT_APPLICATION | OF_TRIALS
    when, basis = _when(step, told)
    application = application_type(
        first.milestone, first.jurisdiction, _first(r.application for r in step), supplement=supplement
    )
    evidence = tuple(dict.fromkeys(sorted(r.evidence for r in step if r.evidence)))
    return Event(
        document_id=document_id,
        milestone_type=first.milestone,
        jurisdiction=first.jurisdiction,
        agency=first.agency,
        product=first.therapy.name,
        product_names=tuple(sorted(first.therapy.names.values())),
        company=_first(r.company for r in step),
        application_type=application,
        designation=first.designation,
        outcome=_first(r.outcome for r in step),
        pathway=tuple(p for p in Pathway if of_application and any(p in r.pathway for r in step)),
        supplement=supplement if of_application else None,
        indication=_indication(step),
        prior_lines_min=_first(r.prior_lines for r in step),
        population=_first(r.population for r in step),
        event_date=when,
        date_basis=basis,
        goal_date=_first(r.goal for r in step) if first.milestone in WITH_GOAL_DATE else None,
        evidence=evidence,
        reasons=tuple(reason for reading in step for reason in reading.reasons),
    )


def _when(step: Sequence[Reading], told: date | None) -> tuple[PartialDate | None, DateBasis | None]:
    """The most precise date of the step, else that of its announcement, else the document's own date for news."""
    dated = [(reading.stated, reading.told_on) for reading in step if reading.stated]
    if dated:
        when, told_on = min(dated, key=lambda d: (d[0].last_day - d[0].first_day, d[1]))
        return when, DateBasis.ANNOUNCED if told_on else DateBasis.STATED
    if told and any(reading.news for reading in step):
        return PartialDate.day(told), DateBasis.ANNOUNCED
    return None, None


_MOST_WORDS = 14


def _indication(step: Sequence[Reading]) -> str | None:
    """The first indication told with the step itself, or the fullest wording of the same; else one told elsewhere."""
    own = [(reading.indication, reading.disease) for reading in step if reading.indication and reading.disease]
    if not own:
        return _first(reading.indication for reading in step)
    first, disease = own[0]
    words = set(first.casefold().split())
    fuller = [
        told
        for told, same in own
        if (same == disease or words <= set(told.casefold().split())) and len(told.split()) <= _MOST_WORDS
    ]
    return max([first, *fuller], key=lambda told: len(told.split()))


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)


def without_doubles(events: Sequence[Event]) -> tuple[Event, ...]:
    """Join equal events."""
    return tuple(dict.fromkeys(events))


__all__ = ["Reading", "consolidate", "replace", "without_doubles"]
