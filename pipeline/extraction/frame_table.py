"""The table of frames: which verb with which object makes which step, and which doer it asks for.

What belongs here: reading `rules/frames.toml`, and the choice of its row for one verb and one object. What does not:
which words of a sentence belong together (`frames`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extraction.layout import Sentence
from pipeline.extraction.lexicon import Kind, Mention, rules
from pipeline.extraction.products import Named
from pipeline.extraction.usage import names_doer
from schemas.vocabulary import MilestoneType, Outcome


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: the verbs and objects that make a step, and what else it asks for."""

    verbs: frozenset[str]
    objects: frozenset[str]
    milestone: MilestoneType
    agent: str | None
    needs: str | None
    unless_near: frozenset[str]
    followed_by: re.Pattern[str] | None
    unless_followed: re.Pattern[str] | None
    between: re.Pattern[str] | None
    unless_between: re.Pattern[str] | None
    outcome: Outcome | None
    supplement: bool


@cache
def _rows() -> tuple[Row, ...]:
    return tuple(
        Row(
            frozenset(row["verbs"]),
            frozenset(row["objects"]),
            MilestoneType(row["milestone"]),
            row.get("agent"),
            row.get("needs"),
            frozenset(row.get("unless_near", ())),
            re.compile(row["followed_by"]) if "followed_by" in row else None,
            re.compile(row["unless_followed"]) if "unless_followed" in row else None,
            re.compile(row["between"]) if "between" in row else None,
            re.compile(row["unless_between"]) if "unless_between" in row else None,
            Outcome(row["outcome"]) if "outcome" in row else None,
            row.get("supplement", False),
        )
        for row in rules("frames")["frame"]
    )


@cache
def objects_of(verb: str) -> frozenset[str]:
    """The objects that a verb makes a step of."""
    return frozenset().union(*(row.objects for row in _rows() if verb in row.verbs))


@cache
def elliptical() -> dict[str, MilestoneType]:
    """The steps of verbs that leave out their object."""
    return {verb: MilestoneType(code) for verb, code in rules("frames")["elliptical"].items()}


@cache
def nominal() -> dict[str, MilestoneType]:
    """The steps of nouns without a verb."""
    return {thing: MilestoneType(code) for thing, code in rules("frames")["nominal"].items()}


def row_for(
    verb: Mention,
    thing: Mention | Named,
    passive: bool,
    sentence: Sentence,
    mentions: Sequence[Mention],
    folded: str,
) -> Row | None:
    """Return the first row that fits a verb and what it acts upon in its sentence."""
    kind = thing.value if isinstance(thing, Mention) and thing.kind is Kind.NOUN else "product"
    nouns = [mention for mention in mentions if mention.kind is Kind.NOUN]
    near = {noun.value for noun in nouns}
    begin, end = sentence.clause_of(verb.start)
    beside = {m.value for m in nouns if begin <= m.start < end and gap(m, verb) <= _BESIDE and gap(m, thing) <= _BESIDE}
    for row in _rows():
        if verb.value not in row.verbs or kind not in row.objects or beside & row.unless_near:
            continue
        if row.agent == "regulator" and not _regulator_acts(verb, passive, folded, mentions, begin, end):
            continue
        if row.agent == "committee" and not _committee_acts(verb, passive, mentions, begin, end):
            continue
        if verb.value == "submit" and not passive and _regulator_acts(verb, passive, folded, mentions, begin, end):
            continue
        if verb.value in _OF_REGULATOR and not passive and not _regulator_named(verb, mentions):
            continue
        if row.needs and not (_advises_union(mentions) if row.needs == "EU" else row.needs in near):
            continue
        if row.milestone is MilestoneType.TRIAL_CLEARANCE and kind == "trial" and _far(verb, thing, folded):
            continue
        if not _surrounded(row, verb, thing, folded):
            continue
        return row
    return None


def _surrounded(row: Row, verb: Mention, thing: Mention | Named, folded: str) -> bool:
    """Tell whether the words between verb and object, and behind them, are such as a row asks for."""
    low, high = sorted((verb, thing), key=lambda part: part.start)
    start, end = low.end, max(low.end, high.start)
    if row.between and not row.between.search(folded, start, end):
        return False
    if row.unless_between and row.unless_between.search(folded, start, end):
        return False
    if row.unless_followed and row.unless_followed.match(folded, high.end):
        return False
    return row.followed_by is None or row.followed_by.match(folded, max(thing.end, verb.end)) is not None


_OF_REGULATOR = frozenset({"approve", "reject"})
_BESIDE = 60
_TOLD = re.compile(r"\b(?:asked|ordered|told|instructed|directed|requested)\s[^,;:]{1,60}\sto $")
_TO = re.compile(r"\b(?:to|with|from|for|by)\s(?:the\s)?$")


def _far(verb: Mention, thing: Mention | Named, folded: str) -> bool:
    """Tell whether a pause or another thing stands between verb and object."""
    low, high = sorted(((verb.start, verb.end), (thing.start, thing.end)))
    return re.search(r",|;|\band\b", folded[low[1] : high[0]]) is not None


def gap(one: Mention | Named, other: Mention | Named) -> int:
    """The number of characters between two places; negative where they overlap."""
    return max(one.start - other.end, other.start - one.end)


def _advises_union(mentions: Sequence[Mention]) -> bool:
    """Tell whether a body of the European Union is named or meant."""
    agencies = [m for m in mentions if m.kind is Kind.AGENCY]
    if agencies:
        return any(m.term.detail == "EU" for m in agencies)
    return any(m.kind is Kind.REGULATOR for m in mentions)


def _regulator_acts(
    verb: Mention, passive: bool, folded: str, mentions: Sequence[Mention], begin: int, end: int
) -> bool:
    """Tell whether the doer is a regulator: named or meant as the subject, or behind `by`."""
    actors = [
        m
        for m in mentions
        if m.kind in {Kind.AGENCY, Kind.REGULATOR, Kind.COMPANY, Kind.PLACE} and begin <= m.start < end
    ]
    if _TOLD.search(folded, begin, verb.start):
        actors = [m for m in actors if m.kind in {Kind.AGENCY, Kind.REGULATOR}]
    left = [m for m in actors if m.end <= verb.start and not _TO.search(folded[max(0, m.start - 12) : m.start])]
    if left and not passive:
        return left[-1].kind in {Kind.AGENCY, Kind.REGULATOR} or (
            left[-1].kind is Kind.PLACE and verb.start - left[-1].end < 4
        )
    return any(
        m.kind in {Kind.AGENCY, Kind.REGULATOR}
        for m in actors
        if 0 <= m.start - verb.end < 24 and names_doer(folded, verb.end)
    )


def _committee_acts(verb: Mention, passive: bool, mentions: Sequence[Mention], begin: int, end: int) -> bool:
    """Tell whether the doer is a committee: the last actor before the verb, or behind a passive one."""
    actors = [
        m
        for m in mentions
        if begin <= m.start < end
        and (m.kind in {Kind.AGENCY, Kind.REGULATOR, Kind.COMPANY} or (m.kind is Kind.NOUN and m.value == "committee"))
    ]
    if passive:
        return any(m.kind is Kind.NOUN and 0 <= m.start - verb.end < 60 for m in actors)
    left = [m for m in actors if m.end <= verb.start]
    return bool(left) and left[-1].kind is Kind.NOUN


def _regulator_named(verb: Mention, mentions: Sequence[Mention]) -> bool:
    """Tell whether a regulator or its country stands before the verb: a company takes a licence and gives none."""
    return any(m.kind in {Kind.AGENCY, Kind.REGULATOR, Kind.PLACE} and m.end <= verb.start for m in mentions)
