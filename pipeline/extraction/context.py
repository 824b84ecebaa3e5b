"""Context: what a document says once and means for several steps.

What belongs here: completing the readings of one document from each other and from its statements on use and goal
dates. What does not: reading sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.extraction.consolidation import Reading
from pipeline.extraction.law import OF_TRIALS, WITH_GOAL_DATE, WITHOUT_APPLICATION, own_type
from pipeline.extraction.products import Therapy
from schemas.partial_date import PartialDate
from schemas.vocabulary import MilestoneType, Population


@dataclass(frozen=True, slots=True)
class Use:
    """A statement on the use of a therapy that tells of no step."""

    therapy: Therapy
    position: int
    indication: str | None
    disease: str
    prior_lines: int | None
    population: Population | None


@dataclass(frozen=True, slots=True)
class Context:
    """What was noted on the way through a document."""

    told: date | None = None
    """The document's own date."""
    applications: set[str] = field(default_factory=set)
    """The types of application that the document names."""
    uses: list[Use] = field(default_factory=list)
    goals: list[tuple[int, PartialDate, Therapy | None]] = field(default_factory=list)
    """Goal dates: place, day, and whose they are where that is told."""
    goals_left: list[tuple[PartialDate, Therapy | None]] = field(default_factory=list)
    """Goal dates that were given up for others."""
    decisions: list[tuple[int, frozenset[MilestoneType], PartialDate]] = field(default_factory=list)
    """Where a step is dated after it was told ("The decision, dated 16 December 2022"): place, kinds of step, date."""
    announced: list[tuple[int, PartialDate]] = field(default_factory=list)
    """On which day the news was announced, as far as the text itself says so."""
    widened: list[Therapy] = field(default_factory=list)
    """Therapies of which the document says that a further use is at stake."""


def complete(readings: Sequence[Reading], context: Context) -> list[Reading]:
    """Fill what single sentences leave open."""
    news = min(readings, key=lambda reading: reading.position).jurisdiction if readings else None
    filled = [_with_use(reading, context, news) for reading in readings if not _is_of_trial(reading, readings)]
    filled = [_with_siblings(reading, filled) for reading in filled]
    filled = [_with_application(reading, context) for reading in filled]
    filled = [_with_decision(reading, context) for reading in filled]
    filled = [_with_supplement(reading, filled, context) for reading in filled]
    filled = [_with_twin(reading, filled) for reading in filled]
    filled = [_with_goal(reading, filled, context) for reading in filled]
    return [_with_indication(reading, filled, context, news) for reading in filled]


def _is_of_trial(reading: Reading, readings: Sequence[Reading]) -> bool:
    """Tell whether a loosely told yes is the start of a trial: the text tells of that, and of no approval elsewhere."""
    if reading.milestone is not MilestoneType.APPROVAL or not reading.loose or reading.stated:
        return False
    same = [r for r in readings if r.therapy is reading.therapy and r.jurisdiction == reading.jurisdiction]
    return any(r.milestone is MilestoneType.TRIAL_CLEARANCE for r in same) and all(
        r.loose for r in same if r.milestone is MilestoneType.APPROVAL
    )


_DECISION_REACH = 700
_ANNOUNCED_REACH = 500


def _with_decision(reading: Reading, context: Context) -> Reading:
    """Date the news by the sentence that dates its decision, else by the day of its announcement."""
    if reading.stated or not reading.leading:
        return reading
    for position, kinds, when in context.decisions:
        if reading.milestone in kinds and 0 < position - reading.position <= _DECISION_REACH:
            return replace(reading, stated=when)
    if reading.fresh:
        for position, when in context.announced:
            if abs(position - reading.position) <= _ANNOUNCED_REACH:
                return replace(reading, stated=when, told_on=True)
    return reading


def _with_supplement(reading: Reading, readings: Sequence[Reading], context: Context) -> Reading:
    """Take the news for a supplement where the document says so, or tells of an earlier approval there."""
    if reading.supplement or not reading.leading or not _files(reading):
        return reading
    before = any(
        other.milestone is MilestoneType.APPROVAL
        and other.therapy is reading.therapy
        and other.jurisdiction == reading.jurisdiction
        and not other.leading
        and other.stated is not None
        and (reading.news if reading.stated is None else other.stated.last_day < reading.stated.first_day)
        for other in readings
    )
    widened = any(therapy is reading.therapy for therapy in context.widened)
    return replace(reading, supplement=True) if before or widened else reading


_TWINS = frozenset({MilestoneType.ACCEPTANCE, MilestoneType.PRIORITY_REVIEW})


def _with_twin(reading: Reading, readings: Sequence[Reading]) -> Reading:
    """Date acceptance and priority review by each other where both are the news."""
    if reading.stated or not reading.leading or reading.milestone not in _TWINS:
        return reading
    twin = next(
        (
            other
            for other in readings
            if other.milestone in _TWINS - {reading.milestone}
            and other.leading
            and other.stated
            and other.therapy is reading.therapy
            and other.jurisdiction == reading.jurisdiction
        ),
        None,
    )
    return replace(reading, stated=twin.stated, told_on=twin.told_on) if twin else reading


def _files(reading: Reading) -> bool:
    """Tell whether a step belongs to a marketing application."""
    return reading.milestone not in WITHOUT_APPLICATION and reading.milestone not in OF_TRIALS


def _with_use(reading: Reading, context: Context, news: str | None) -> Reading:
    """Take the use from the next statement on the same therapy: for the news and for rows of a table.

    `news` is the jurisdiction of the news: what was approved elsewhere before may have been another use.
    """
    if not _files(reading) or not (reading.leading or reading.tabular) or reading.prior_lines is not None:
        return reading
    if reading.jurisdiction != news and not (reading.news or reading.tabular):
        return reading
    uses = [use for use in context.uses if use.therapy is reading.therapy]
    behind = [use for use in uses if use.position > reading.position]
    fitting = [u for u in (*behind, *uses) if reading.disease in {None, u.disease} or u.prior_lines is not None]
    if not fitting:
        return reading
    use = next((u for u in fitting if u.prior_lines is not None), fitting[0])
    return replace(
        reading,
        indication=reading.indication or use.indication,
        disease=reading.disease or use.disease,
        prior_lines=use.prior_lines,
        population=reading.population or use.population,
    )


_OF_ONE_FILING = frozenset({MilestoneType.SUBMISSION, MilestoneType.ACCEPTANCE, MilestoneType.PRIORITY_REVIEW})


def _with_siblings(reading: Reading, readings: Sequence[Reading]) -> Reading:
    """Share the application among the steps of one therapy in one jurisdiction."""
    if not _files(reading):
        return reading
    same = [
        other
        for other in readings
        if other.therapy is reading.therapy and other.jurisdiction == reading.jurisdiction and _files(other)
    ]
    beside = [
        other
        for other in same
        if other.sentence == reading.sentence
        or (other.leading and reading.leading)
        or (other.leading and {other.milestone, reading.milestone} <= _OF_ONE_FILING)
    ]
    lines = {other.prior_lines for other in beside if other.prior_lines is not None}
    return replace(
        reading,
        application=reading.application or next((o.application for o in same if o.application), None),
        prior_lines=reading.prior_lines if reading.prior_lines is not None or len(lines) != 1 else lines.pop(),
        indication=reading.indication or next((o.indication for o in beside if o.indication), None),
        population=reading.population or next((o.population for o in beside if o.population), None),
    )


def _with_indication(reading: Reading, readings: Sequence[Reading], context: Context, news: str | None) -> Reading:
    """Take what is said near by of the use of the therapy, there: the next such place, else the last before.

    The disease stays open, so that such a reading agrees with those that name their own.
    """
    if reading.indication:
        return reading
    several = _one_of_several(reading, readings)
    elsewhere = _files(reading) and reading.jurisdiction != news and not reading.tabular
    uses = () if several or elsewhere else context.uses
    told = [(use.position, use.indication) for use in uses if use.therapy is reading.therapy]
    told += [
        (other.position, other.indication)
        for other in readings
        if other.therapy is reading.therapy
        and other.jurisdiction == reading.jurisdiction
        and (not several or other.stated == reading.stated)
        and _may_share(reading, other)
    ]
    places = sorted(
        (position, words) for position, words in told if words and abs(position - reading.position) <= _USE_REACH
    )
    behind = [words for position, words in places if position >= reading.position]
    before = [words for position, words in places if position < reading.position]
    nearest = [*behind, *reversed(before)]
    return replace(reading, indication=nearest[0] if nearest else None)


def _may_share(one: Reading, other: Reading) -> bool:
    """Tell whether two steps may be about one use: a filing and a status need not be, nor two statuses of one kind."""
    if _files(one):
        return _files(other)
    return one.designation is None or one.designation is not other.designation


def _one_of_several(reading: Reading, readings: Sequence[Reading]) -> bool:
    """Tell whether a step is one of several approvals of the therapy there, or belongs to one: each has its own use."""
    dates = {
        other.stated
        for other in readings
        if other.milestone is MilestoneType.APPROVAL
        and other.therapy is reading.therapy
        and other.jurisdiction == reading.jurisdiction
    }
    return _files(reading) and len(dates) > 1


def _with_application(reading: Reading, context: Context) -> Reading:
    """Take the type of application that the document names, where no other jurisdiction knows such a type."""
    if reading.application or not _files(reading):
        return reading
    return replace(reading, application=own_type(context.applications, reading.jurisdiction))


def _with_goal(reading: Reading, readings: Sequence[Reading], context: Context) -> Reading:
    """Take the goal date that the document tells elsewhere: the one left, where it was moved."""
    if reading.milestone not in WITH_GOAL_DATE or reading.goal is not None:
        return reading
    extended = reading.milestone is MilestoneType.GOAL_DATE_EXTENSION
    left = [goal for goal, whose in context.goals_left if whose in {None, reading.therapy}]
    if left and not extended:
        return replace(reading, goal=left[0])
    if not extended and any(
        other.milestone is MilestoneType.GOAL_DATE_EXTENSION
        and other.jurisdiction == reading.jurisdiction
        and other.therapy is reading.therapy
        for other in readings
    ):
        return reading  # what is told is the new one
    over = reading.milestone is MilestoneType.RESUBMISSION and context.told
    goals = [
        (position, goal)
        for position, goal, whose in context.goals
        if whose in {None, reading.therapy} and not (over and context.told and goal.last_day < context.told)
    ]
    if len({goal for _, goal in goals}) == 1:
        return replace(reading, goal=goals[0][1])
    behind = [goal for position, goal in goals if 0 <= position - reading.position <= _GOAL_REACH]
    return replace(reading, goal=behind[0]) if behind and reading.leading else reading


_GOAL_REACH = 600
_USE_REACH = 1000
