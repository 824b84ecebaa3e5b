"""Factuality: whether a frame tells of something that happened.

What belongs here: the reading of negation, plans, expectations, conditions and hypotheses after the ConText algorithm,
with `rules/cues.toml`. What does not: when it happened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extraction.frames import Frame
from pipeline.extraction.lexicon import Kind, Mention
from pipeline.extraction.usage import LASTING, Usage, in_headline

_IRREALIS = frozenset({"negated", "planned", "expected", "conditional", "hypothetical"})
_FIRM = frozenset({Usage.FINITE, Usage.HEADLINE})
_MODAL_REACH = 28
_AFTER_REACH = 22
_FACTIVE_REACH = 60
_NEGATIVE_SUBJECT = frozenset({"no", "none", "neither", "nor", "nothing", "nobody", "never"})
_INFINITIVE_FACTS = re.compile(
    r"\b(?:first|second|third|fourth|fifth|only|latest|last|decision|decided|decides|voted|votes|elected|chose|"
    r"moved|agreed|agrees|opted|managed)\b[^;:]{0,90}$|"
    r"\b(?:asked|ordered|told|instructed|directed|requested)\s[^,;:]{1,60}\sto $|"
    r"\b(?:leading|led|prompting|prompted|causing|forcing|forced)\s[^,;:]{1,60}\sto $"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a frame is a fact, and which cues said so."""

    fact: bool
    historical: bool
    news: bool
    cue: Mention | None = None
    rule: str = ""


def judge(frame: Frame, mentions: Sequence[Mention], folded: str, *, anchored: bool) -> Verdict:
    """Judge a frame by the cues of its sentence.

    `anchored` says that a regulator or a past date stands in the clause, so that a bare noun may be a fact.
    """
    cues = [mention for mention in mentions if mention.kind is Kind.CUE]
    begin, end = frame.sentence.clause_of(frame.start)
    trigger = frame.verb or frame.thing or frame.anaphor
    start = trigger.start if trigger and frame.usage is not Usage.NOMINAL else frame.start
    if trigger and frame.usage in _FIRM:
        begin = max(begin, frame.sentence.clause_of(trigger.start)[0])
    historical = any(cue.value == "historical" and cue.start < frame.end and begin <= cue.start for cue in cues)
    news = any(cue.value == "news" for cue in cues)
    if frame.facts.get("happened"):
        return Verdict(True, historical, news, rule="implied by the noun")
    blocking = _blocked(frame, cues, begin, start, folded)
    if folded[frame.sentence.end - 1] == "?":
        return Verdict(False, historical, news, rule="question")
    if folded.startswith("had ", begin) and frame.start - begin > _SHORT:
        return Verdict(False, historical, news, rule="had it been so")
    if blocking:
        return Verdict(False, historical, news, blocking, f"{blocking.value}: no fact")
    fact, rule = _told(frame, mentions, cues, begin, end, start, folded, anchored=anchored)
    return Verdict(fact, historical, news, rule=rule)


def _blocked(frame: Frame, cues: Sequence[Mention], begin: int, start: int, folded: str) -> Mention | None:
    """The cue that keeps a frame from being a fact."""
    firm = frame.usage in _FIRM
    for cue in cues:
        if cue.value not in _IRREALIS:
            continue
        ahead = cue.term.detail == "before" or cue.value == "negated"
        if ahead and begin <= cue.start and cue.end <= start and _holds(cue, cues, start, firm, folded):
            return cue
        if cue.value == "hypothetical" and frame.usage is Usage.HEADLINE and begin <= cue.start and cue.end <= start:
            return cue
        behind = cue.term.detail == "after" and frame.end <= cue.start <= frame.end + _AFTER_REACH
        if behind and not firm and "," not in folded[frame.end : cue.start]:
            return cue
    return None


def _holds(cue: Mention, cues: Sequence[Mention], start: int, firm: bool, folded: str) -> bool:
    if cue.value == "negated" and any(
        other.value == "factive" and cue.end <= other.start < start and " and " in folded[cue.end : other.start]
        for other in cues
    ):
        return False
    if any(_DECIDES.fullmatch(folded, other.start, other.end) and cue.end <= other.start < start for other in cues):
        return False
    if any(
        other.value == "terminator" and cue.end <= other.start < start and other.start != cue.start for other in cues
    ):
        return False
    if not firm:
        return True
    distance = start - cue.end
    if cue.value == "negated":
        return distance <= _MODAL_REACH or folded[cue.start : cue.end] in _NEGATIVE_SUBJECT
    if cue.value == "conditional":
        return True
    if cue.value == "expected":
        return distance <= 24
    if cue.value == "planned":
        return distance <= 12
    return False


_DECIDES = re.compile(r"(?:decided|decides|elected|chose|opted|agreed|managed|moved) to")


def _told(
    frame: Frame,
    mentions: Sequence[Mention],
    cues: Sequence[Mention],
    begin: int,
    end: int,
    start: int,
    folded: str,
    *,
    anchored: bool,
) -> tuple[bool, str]:
    """Tell whether the words alone tell a fact, and by which rule."""
    headline = in_headline(frame.sentence, folded)
    match frame.usage:
        case Usage.FINITE | Usage.STATE:
            return True, "told in the past"
        case Usage.PARTICIPLE | Usage.ADJECTIVE:
            return True, "participle"
        case Usage.HEADLINE if not headline and _WHENEVER.search(folded, begin, start):
            return False, "present of a condition"
        case Usage.HEADLINE:
            bears = frame.verb is not None and frame.verb.value in LASTING
            return headline or bears or _has_subject(frame, mentions, folded), "present of a headline"
        case Usage.BASE:
            lasts = frame.verb is not None and frame.verb.value in LASTING
            return (headline or lasts) and not frame.passive, "plural of a headline"
        case Usage.INFINITIVE:
            return _INFINITIVE_FACTS.search(folded, max(begin, start - 120), start) is not None, "infinitive of a fact"
        case Usage.GERUND | Usage.NOMINAL:
            factive = any(_makes_fact(cue, frame, begin, end, start, folded) for cue in cues)
            nominal = frame.usage is Usage.NOMINAL
            asked = _ASKED.search(folded, frame.sentence.start, frame.start) is not None
            sends = asked or (frame.verb is not None and frame.verb.value in _SENDS)
            hoped = _HOPED.search(folded, frame.end, frame.sentence.end) is not None
            told = headline and folded[frame.start : frame.end] not in _PAPERS and not (sends or hoped)
            if factive or (nominal and (told or anchored or _is_definite(frame, folded))):
                return True, "noun of a fact"
            return nominal and _is_attributed(frame, mentions, folded), SPOKEN_OF


_SHORT = 5
_WHENEVER = re.compile(r"\b(?:when|until|before|as soon as|every time|the day that|like other)\b[^,;]{0,60}$")
SPOKEN_OF = "status spoken of"
"""The rule for a status that is named with its giver, and no verb: it is known, and no news."""

_DEFINITE = re.compile(
    r"\b(?:the|its|their|this|that)\s(?:(?:u\.?s\.? )?(?:fda|fda's|agency's|partial|full|first|second|recent|"
    r"current)\s){0,2}$"
)
# Names of the paper, which a headline may speak of without its being given.
_PAPERS = frozenset({"licence", "license", "authorisation", "authorization", "registration", "opinion"})
_HOPED = re.compile(
    r"\b(?:edges?|nears?|looms?|closer|in sight|expected|likely|hopes?|awaited|delayed|in doubt|on track|odds|sought|"
    r"uncertain|pending)\b"
)
_ASKED = re.compile(
    r"\b(?:submi\w+|appl(?:y|ies|ied|ying)|request\w*|fil(?:es|ed|ing)|seek\w*|"
    r"(?:updates?|questions?|debate|dispute|talks?|guidance) (?:on|about|over))\s(?:\w+\s){0,3}$"
)
# A headline speaks of "its BLA submission" whatever became of it.
_SENDS = frozenset({"submit", "file"})
_LETTERS_AND_HOLDS = frozenset({"hold", "complete_response_letter"})


def _is_definite(frame: Frame, folded: str) -> bool:
    """Tell whether a hold or a letter is spoken of as one that is there: "the clinical hold"."""
    if frame.thing is None or frame.thing.value not in _LETTERS_AND_HOLDS:
        return False
    return _DEFINITE.search(folded, max(frame.sentence.start, frame.thing.start - 50), frame.thing.start) is not None


def _is_attributed(frame: Frame, mentions: Sequence[Mention], folded: str) -> bool:
    """Tell whether a status is spoken of as one that its giver gave: "an FDA Fast Track designation".

    What is said of statuses in general ("FDA Fast Track designation is intended to") tells of none.
    """
    thing = frame.thing
    if thing is None or _IN_GENERAL.match(folded, thing.end):
        return False
    earlier = thing.value == "approval" and _EARLIER.search(
        folded, max(frame.sentence.start, thing.start - 40), thing.start
    )
    if (not earlier and thing.value not in _STATUSES) or _IN_GENERAL.match(folded, thing.end):
        return False
    start = thing.start
    givers = [m for m in mentions if m.kind in {Kind.AGENCY, Kind.PLACE}]
    ahead = next((m for m in givers if 0 <= start - m.end <= _GIVER_REACH and m.kind is Kind.AGENCY), None)
    if ahead is not None and _GIVER.fullmatch(folded, ahead.end, start):
        start = ahead.start
    elif not any(_GIVEN_IN.fullmatch(folded, thing.end, max(thing.end, m.start)) for m in givers):
        return False
    return _SOUGHT.search(folded, max(frame.sentence.start, start - 24), start) is None


_EARLIER = re.compile(r"\b(?:prior|previous|earlier|existing|recent)\s(?:[\w-]+\s){0,2}$")
_STATUSES = frozenset({"designation", "ind_clearance", "complete_response_letter"})
_GIVER_REACH = 40
_GIVER = re.compile(r"(?:'s)?\s(?:[\w-]+\s){0,2}(?:[\w-]+(?: designation| status)?(?:,| and|, and)\s)?")
_GIVEN_IN = re.compile(r"s?\s(?:in|from|by)\s(?:the\s|both\sthe\s)?")
_IN_GENERAL = re.compile(
    r"s?\s(?:is|are|was|were|provides?|allows?|enables?|offers?|aims?|may|can|could|would|will|requires?|programs?|"
    r"programmes?|process|pathway|application|request|criteria|guidance|exists?|helps?|gives?|confers?|entitles?)\b"
)
_SOUGHT = re.compile(r"\b(?:for|toward|towards|whether|without|as|to|seek\w*|via|through|about)\s(?:an?\s|the\s)?$")


def _makes_fact(cue: Mention, frame: Frame, begin: int, end: int, start: int, folded: str) -> bool:
    """Tell whether a cue ahead ("receipt of") or behind ("followed", "dates from") makes a fact of a noun."""
    if cue.value != "factive":
        return False
    if cue.term.detail == "after":
        return frame.end <= cue.start < min(end, frame.end + _FACTIVE_REACH)
    told = frame.usage is Usage.GERUND and frame.verb is not None and frame.verb.value in _ACTS
    bare = start - cue.end <= 1 and folded[cue.start : cue.end] in _LOOSE and not told
    return begin <= cue.start and cue.end <= start and start - cue.end <= _FACTIVE_REACH and not bare


# What a regulator does: "after accepting the application" tells that it did.
_ACTS = frozenset({"accept", "approve", "accept_for_review", "reject", "place", "lift", "refuse_to_file"})
# Words that make a fact of "the approval" but not of "approval".
_LOOSE = frozenset({"after", "following", "since", "with", "based on", "having", "including", "first", "despite"})


def _has_subject(frame: Frame, mentions: Sequence[Mention], folded: str) -> bool:
    """Tell whether an agency or a company stands right before the verb, but for an adverb."""
    verb = frame.verb
    return verb is not None and any(
        m.kind in {Kind.AGENCY, Kind.REGULATOR, Kind.COMPANY}
        and (0 <= verb.start - m.end <= 8 or _ADVERB.fullmatch(folded, m.end, max(m.end, verb.start)))
        for m in mentions
    )


_ADVERB = re.compile(r"\s\w+ly\s")
