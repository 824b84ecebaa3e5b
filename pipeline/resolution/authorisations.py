"""What is on the label where, and which statuses hold: intervals made from steps that open and close them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.resolution.applications import dated, days_between, described
from pipeline.resolution.milestones import Milestone
from pipeline.resolution.steps import Related
from schemas.vocabulary import EndReason, MilestoneType, Pathway, Standing

Row = dict[str, object]
Reason = Callable[[str], EndReason]

CONVERSION_DAYS = 60
"""An approval of the same use sooner than that repeats the first one; it converts nothing."""

_BY_PATHWAY = (
    (Pathway.HOSPITAL_EXEMPTION, Standing.HOSPITAL_EXEMPTION),
    (Pathway.EXCEPTIONAL, Standing.EXCEPTIONAL),
    (Pathway.TIME_LIMITED, Standing.TIME_LIMITED),
    (Pathway.CONDITIONAL, Standing.CONDITIONAL),
)
"""Legal kinds by pathway, the narrowest first. The United States know but one besides the full one."""

_OWES_CONFIRMATION = {Standing.ACCELERATED, Standing.CONDITIONAL, Standing.TIME_LIMITED}


@dataclass(slots=True)
class _Interval:
    granted: Milestone
    converted: Milestone | None = None
    ended: Milestone | None = None

    @property
    def use(self) -> tuple[object, ...]:
        return (self.granted.indication_id, self.granted.prior_lines_min, self.granted.population)


def standing(approval: Milestone) -> Standing:
    """Return the legal kind of an approval; `ACCELERATED` names a kind in the United States, elsewhere a review."""
    if approval.jurisdiction == "US":
        return Standing.ACCELERATED if Pathway.ACCELERATED in approval.pathway else Standing.FULL
    return next((kind for pathway, kind in _BY_PATHWAY if pathway in approval.pathway), Standing.FULL)


def authorisation_rows(milestones: Iterable[Milestone], related: Related, reason: Reason) -> Iterator[Row]:
    """Yield a row for each authorisation of one product in one jurisdiction."""
    steps = sorted(milestones, key=_order)
    intervals: list[_Interval] = []
    for step in steps:
        if step.milestone_type is MilestoneType.APPROVAL:
            _approve(intervals, step)
        elif step.milestone_type is MilestoneType.AUTHORISATION_WITHDRAWAL:
            _withdraw(intervals, step, related)
    intervals.sort(
        key=lambda interval: interval.granted.event_date.first_day if interval.granted.event_date else date.max
    )
    for number, interval in enumerate(intervals):
        yield _authorisation(interval, first=number == 0, reason=reason)


def _order(step: Milestone) -> tuple[date, bool, str]:
    """Order by date; what ends without a date ends last, what is approved without one came first."""
    ending = step.milestone_type in (MilestoneType.AUTHORISATION_WITHDRAWAL, MilestoneType.DESIGNATION_WITHDRAWAL)
    undated = date.max if ending else date.min
    return (step.event_date.first_day if step.event_date else undated, ending, step.milestone_id)


def _approve(intervals: list[_Interval], step: Milestone) -> None:
    standing_now = next((one for one in reversed(intervals) if one.ended is None and _same_use(one, step)), None)
    if standing_now is None:
        intervals.append(_Interval(step))
        return
    if standing_now.granted.event_date is None:
        standing_now.granted = step
        return
    owing = standing(standing_now.granted) in _OWES_CONFIRMATION and standing_now.converted is None
    if owing and standing(step) is Standing.FULL and _long_after(standing_now.granted, step):
        standing_now.converted = step


def _same_use(interval: _Interval, step: Milestone) -> bool:
    return interval.use == (step.indication_id, step.prior_lines_min, step.population)


def _long_after(first: Milestone, then: Milestone) -> bool:
    if first.event_date is None or then.event_date is None:
        return False
    return then.event_date.first_day - first.event_date.last_day > timedelta(days=CONVERSION_DAYS)


def _withdraw(intervals: list[_Interval], step: Milestone, related: Related) -> None:
    standing_now = [one for one in intervals if one.ended is None]
    meant = [
        one
        for one in standing_now
        if step.indication_id and one.granted.indication_id and related(step.indication_id, one.granted.indication_id)
    ]
    for one in meant or standing_now:
        one.ended = step


def _authorisation(interval: _Interval, *, first: bool, reason: Reason) -> Row:
    granted, converted, ended = interval.granted, interval.converted, interval.ended
    return {
        "authorisation_id": granted.milestone_id.replace("ms-", "au-", 1),
        **described(granted, [granted]),
        "prior_lines_min": granted.prior_lines_min,
        "population": granted.population,
        "first_in_jurisdiction": first,
        "pathway": [pathway.value for pathway in granted.pathway],
        "granted_as": standing(granted).value,
        **dated("granted", granted.event_date),
        **dated("converted", converted.event_date if converted else None),
        **dated("ended", ended.event_date if ended else None),
        "end_reason": reason(ended.milestone_id).value if ended else None,
        "days_on_label": days_between(granted.event_date, ended.event_date) if ended else None,
        "granted_by": granted.milestone_id,
        "converted_by": converted.milestone_id if converted else None,
        "ended_by": ended.milestone_id if ended else None,
    }


def designation_rows(milestones: Iterable[Milestone], related: Related, reason: Reason) -> Iterator[Row]:
    """Yield a row for each status of one product in one jurisdiction, granted or ended."""
    steps = sorted(milestones, key=_order)
    ends = [step for step in steps if step.milestone_type is MilestoneType.DESIGNATION_WITHDRAWAL]
    ended: dict[str, Milestone] = {}
    grants = [step for step in steps if step.milestone_type is MilestoneType.DESIGNATION]
    for end in ends:
        meant = [one for one in grants if one.milestone_id not in ended and _ends(end, one, related)]
        if meant:
            ended[meant[0].milestone_id] = end
    for grant in grants:
        yield _designation(grant, ended.get(grant.milestone_id), reason)
    matched = {end.milestone_id for end in ended.values()}
    for end in ends:
        if end.milestone_id not in matched and end.designation is not None:
            yield _designation(None, end, reason)


def _ends(end: Milestone, grant: Milestone, related: Related) -> bool:
    if end.designation is not None and end.designation is not grant.designation:
        return False
    one, other = end.indication_id, grant.indication_id
    return not (one and other) or related(one, other)


def _designation(grant: Milestone | None, end: Milestone | None, reason: Reason) -> Row:
    steps: Sequence[Milestone] = [step for step in (grant, end) if step]
    return {
        "designation_id": steps[0].milestone_id.replace("ms-", "dg-", 1),
        **described(steps[0], steps),
        "designation": next(step.designation for step in steps if step.designation),
        **dated("granted", grant.event_date if grant else None),
        **dated("ended", end.event_date if end else None),
        "end_reason": reason(end.milestone_id).value if end else None,
        "granted_by": grant.milestone_id if grant else None,
        "ended_by": end.milestone_id if end else None,
    }


def by_market(milestones: Iterable[Milestone]) -> Mapping[tuple[str, str], list[Milestone]]:
    """Return the milestones of each product in each jurisdiction, sorted by identifier."""
    markets: dict[tuple[str, str], list[Milestone]] = defaultdict(list)
    for milestone in sorted(milestones, key=lambda one: one.milestone_id):
        markets[milestone.product_id, milestone.jurisdiction].append(milestone)
    return markets
