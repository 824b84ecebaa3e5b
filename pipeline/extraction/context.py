"""Context: what a document says once and means for several steps.

What belongs here: completing the readings of one document from each other and from its statements on use and goal
dates. What does not: reading sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.extraction.attributes import OF_TRIALS, WITH_GOAL_DATE, WITHOUT_APPLICATION
from pipeline.extraction.consolidation import Reading
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

    uses: list[Use] = field(default_factory=list)
    goals: list[tuple[int, PartialDate]] = field(default_factory=list)
    goals_left: list[PartialDate] = field(default_factory=list)
    decisions: list[tuple[int, frozenset[MilestoneType], PartialDate]] = field(default_factory=list)
    """Where a step is dated after it was told ("The decision, dated 16 December 2022"): place, kinds of step, date."""
    announced: list[tuple[int, PartialDate]] = field(default_factory=list)
    """On which day the news was announced, as far as the text itself says so."""
    widened: list[Therapy] = field(default_factory=list)
    """Therapies of which the document says that a further use is at stake."""


def complete(readings: Sequence[Reading], context: Context) -> list[Reading]:
    """Fill what single sentences leave open."""
    news = min(readings, key=lambda reading: reading.position).jurisdiction if readings else None
    filled = [_with_use(reading, context, news) for reading in readings]
    filled = [_with_siblings(reading, filled) for reading in filled]
    filled = [_with_decision(reading, context) for reading in filled]
    filled = [_with_supplement(reading, filled, context) for reading in filled]
    filled = [_with_twin(reading, filled) for reading in filled]
    return [_with_goal(reading, context) for reading in filled]


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
        and (reading.news or (reading.stated is not None and other.stated.last_day < reading.stated.first_day))
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
    use = next((u for u in (*behind, *uses) if reading.disease in {None, u.disease} or u.prior_lines is not None), None)
    if use is None:
        return reading
    return replace(
        reading,
        indication=reading.indication or use.indication,
        disease=reading.disease or use.disease,
        prior_lines=use.prior_lines,
        population=reading.population or use.population,
    )


def _with_siblings(reading: Reading, readings: Sequence[Reading]) -> Reading:
    """Share the application among the steps of one therapy in one jurisdiction."""
    if not _files(reading):
        return reading
    same = [
        other
        for other in readings
        if other.therapy is reading.therapy and other.jurisdiction == reading.jurisdiction and _files(other)
    ]
    beside = [other for other in same if other.sentence == reading.sentence or (other.leading and reading.leading)]
    lines = {other.prior_lines for other in beside if other.prior_lines is not None}
    return replace(
        reading,
        application=reading.application or next((o.application for o in same if o.application), None),
        prior_lines=reading.prior_lines if reading.prior_lines is not None or len(lines) != 1 else lines.pop(),
        indication=reading.indication or next((o.indication for o in beside if o.indication), None),
        population=reading.population or next((o.population for o in beside if o.population), None),
    )


def _with_goal(reading: Reading, context: Context) -> Reading:
    if reading.milestone not in WITH_GOAL_DATE or reading.goal is not None or not context.goals:
        return reading
    behind = [goal for position, goal in context.goals if 0 <= position - reading.position <= _GOAL_REACH]
    extended = reading.milestone is MilestoneType.GOAL_DATE_EXTENSION
    if context.goals_left and not extended:
        return replace(reading, goal=context.goals_left[0])
    if len({goal for _, goal in context.goals}) == 1:
        return replace(reading, goal=context.goals[0][1])
    return replace(reading, goal=behind[0]) if behind and reading.leading else reading


_GOAL_REACH = 600
