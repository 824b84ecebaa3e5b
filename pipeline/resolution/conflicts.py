"""Where sources contradict each other on a step, with both sides and who takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.resolution.confidence import CONFLICT
from pipeline.resolution.milestones import Milestone, contradicting
from pipeline.resolution.steps import SAME_STEP_DAYS, Related, Step, Telling
from schemas.partial_date import PartialDate
from schemas.vocabulary import ConflictKind, DatePrecision, MilestoneType, ReviewStatus

_OPPOSITES = {
    MilestoneType.APPROVAL: {MilestoneType.REFUSAL, MilestoneType.COMPLETE_RESPONSE},
    MilestoneType.REFUSAL: {MilestoneType.APPROVAL},
    MilestoneType.COMPLETE_RESPONSE: {MilestoneType.APPROVAL},
}


def opposites(milestone: Milestone, others: Iterable[Milestone], related: Related) -> list[Milestone]:
    """Return the decisions that cannot stand beside this one: approval and refusal of one use at one time."""
    kinds = _OPPOSITES.get(milestone.milestone_type, set())
    return [other for other in others if other.milestone_type in kinds and _same_decision(milestone, other, related)]


def _same_decision(one: Milestone, other: Milestone, related: Related) -> bool:
    if one.indication_id and other.indication_id and not related(one.indication_id, other.indication_id):
        return False
    mine, theirs = one.event_date, other.event_date
    days = (mine, theirs) if mine and theirs else ()
    return bool(days) and all(day.precision is DatePrecision.DAY for day in days) and _near(days)


def _near(days: Sequence[PartialDate]) -> bool:
    return days[0].compatible(days[1], within_days=SAME_STEP_DAYS)


def with_decisions_compared(milestones: Sequence[Milestone], related: Related) -> list[Milestone]:
    """Return the milestones of one product and jurisdiction; decisions that contradict each other become conflicts."""
    return [
        replace(one, review_status=ReviewStatus.CONFLICT, confidence=round(one.confidence * CONFLICT, 2))
        if one.review_status is ReviewStatus.AUTOMATIC and opposites(one, milestones, related)
        else one
        for one in milestones
    ]


def conflict_rows(
    milestones: Sequence[Milestone], steps: Mapping[str, Step], related: Related
) -> Iterator[dict[str, object]]:
    """Yield the rows of `milestone_conflicts` for one product and jurisdiction."""
    for milestone in milestones:
        step = steps[milestone.milestone_id]
        if milestone.event_date:
            yield from _dates(milestone, step)
        if milestone.outcome:
            yield from _outcomes(milestone, step)
        for other in opposites(milestone, milestones, related):
            yield {
                **_sides(milestone, ConflictKind.DECISION, milestone.milestone_type, step),
                "other_value": f"{other.milestone_type} {other.event_date.iso() if other.event_date else ''}".strip(),
                "other_milestone_id": other.milestone_id,
                "other_sources": _sources(steps[other.milestone_id]),
            }


def _dates(milestone: Milestone, step: Step) -> Iterator[dict[str, object]]:
    told = contradicting(step)
    accepted = iso(milestone.event_date)
    for value in sorted({iso(telling.event.event_date) for telling in told} - {accepted}):
        others = [telling for telling in told if iso(telling.event.event_date) == value]
        agreeing = [telling for telling in step if telling not in told]
        yield {
            **_sides(milestone, ConflictKind.DATE, accepted, agreeing),
            "other_value": value,
            "other_sources": _sources(others),
        }


def _outcomes(milestone: Milestone, step: Step) -> Iterator[dict[str, object]]:
    for value in sorted({telling.event.outcome for telling in step if telling.event.outcome} - {milestone.outcome}):
        yield {
            **_sides(
                milestone,
                ConflictKind.OUTCOME,
                str(milestone.outcome),
                [telling for telling in step if telling.event.outcome is milestone.outcome],
            ),
            "other_value": value,
            "other_sources": _sources(telling for telling in step if telling.event.outcome is value),
        }


def _sides(milestone: Milestone, kind: ConflictKind, accepted: str, step: Iterable[Telling]) -> dict[str, object]:
    return {
        "milestone_id": milestone.milestone_id,
        "kind": kind.value,
        "accepted_value": str(accepted),
        "other_milestone_id": None,
        "accepted_sources": _sources(step),
    }


def _sources(tellings: Iterable[Telling]) -> list[str]:
    return sorted({telling.event.document_id for telling in tellings})


def iso(when: PartialDate | None) -> str:
    """Return the date as corrections and conflicts write it: `2019-03-26`, `2019-03`, `2019-Q1`, `2019-H1`, `2019`."""
    if when is None:
        return ""
    month = when.first_day.month
    match when.precision:
        case DatePrecision.QUARTER:
            return f"{when.first_day:%Y}-Q{(month + 2) // 3}"
        case DatePrecision.HALF:
            return f"{when.first_day:%Y}-H{1 if month == 1 else 2}"
        case _:
            return when.iso()
