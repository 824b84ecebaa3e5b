"""Usage: how a verb is used in its sentence: its tense, its voice, and whether it is a verb at all.

What belongs here: reading the words around one verb. What does not: what the verb acts upon (`frames`).
"""

from __future__ import annotations

import re
from enum import Enum, auto

from pipeline.extraction.layout import Sentence, Zone
from pipeline.extraction.lexicon import Form, Mention


class Usage(Enum):
    """How a verb is used; FINITE and STATE tell facts by themselves."""

    FINITE = auto()  # approved, has approved, was approved
    STATE = auto()  # is approved
    HEADLINE = auto()  # approves
    PARTICIPLE = auto()  # (X) approved by the FDA
    GERUND = auto()  # approving, being approved
    INFINITIVE = auto()  # to approve, to be approved
    BASE = auto()  # approve, (will) be approved
    NOMINAL = auto()  # approval, acceptance
    ADJECTIVE = auto()  # FDA-approved


LASTING = frozenset({"bear", "stand_under"})
"""Verbs of what holds, not of what happens."""

_ADVERBS = (
    r"(?:\s(?:\w+ly|also|now|today|since|just|first|already|yesterday|again|both|each|all|ever|thus|then|so|far|"
    r"still|not|"
    r"never|once|twice|later|soon|even|only|been|have|has|in \d{4}|this (?:week|month|year|spring|summer|autumn|"
    r"fall|april)|"
    r"on \w+day|last (?:week|month|year),?)){0,4}\s$"
)
_BEFORE = {
    "be": re.compile(r"\b(?:was|were|been|got|gotten)" + _ADVERBS),
    "state": re.compile(r"\b(?:is|are|'s|now)" + _ADVERBS),
    "being": re.compile(r"\b(?:being|getting)" + _ADVERBS),
    "infinitive_passive": re.compile(r"\bto (?:be|have been|get)" + _ADVERBS),
    "base_passive": re.compile(r"\b(?:be)" + _ADVERBS),
    "have": re.compile(r"\b(?:has|have|had|having|'ve)" + _ADVERBS),
    "infinitive": re.compile(r"\bto(?:\s\w+ly)?\s$"),
    "modal": re.compile(
        r"\b(?:will|would|could|should|may|might|can|must|shall|did|does|do)(?:\s(?:not|be|\w+ly|likely|soon|also|"
        r"now))*\s$"
    ),
}
_ADJECTIVE = re.compile(
    r"(?:\b(?:a|an|the|multiple|any|other|currently|newly|recently|commercially|previously|several|many|two|three|"
    r"these|those|all|existing|"
    r"available|with|for|of|only|first|second|to|no|another|such|its|our|already)\s|\w-)$"
)
_DETERMINED = re.compile(r"\b(?:the|a|an|its|this|their|our|his)\s(?:[\w-]+\s)?$")
_DETERMINED_DIRECTLY = re.compile(r"\b(?:the|a|an|its|this|their|our|any|some|new)\s$")
_AFTER_PARTICIPLE = re.compile(
    r"\s(?:by|in|for|on|to|as|under|with|at|after|it|them|its|the|a|an|and|this|last|earlier)\b|[,.;:)]|$"
)
_PAUSE = re.compile(r"[:,;|(-]\s?(?:\w+ly\s|first\s)?$")
_AFTER_LABEL = re.compile(r"\s(?:on|in|for|since|under|as|with)\b")
_REACH = 70
_OF_LEAVING = frozenset({"withdraw", "give_up", "revoke"})
_BY = re.compile(r"\s{1,2}(?:(?:\w+ly|there|here|first|too|also)\s)?(?:by|from)\b")


def usage_of(verb: Mention, sentence: Sentence, folded: str) -> tuple[Usage, bool]:
    """Return how the verb is used, and whether it is passive."""
    form = Form(verb.term.detail)
    if form is Form.NOUN:
        return Usage.NOMINAL, False
    before = folded[max(sentence.start, verb.start - _REACH) : verb.start]
    if form is Form.GERUND:
        going_on = verb.value in _OF_LEAVING and _BEFORE["state"].search(before)
        return (Usage.FINITE if going_on else Usage.GERUND), False
    if form is Form.THIRD:
        return Usage.HEADLINE, False
    if form is Form.BASE:
        return _usage_of_base(before), False
    return _usage_of_past(verb, form, before, sentence, folded)


def _usage_of_past(verb: Mention, form: Form, before: str, sentence: Sentence, folded: str) -> tuple[Usage, bool]:
    for key, usage in (
        ("infinitive_passive", Usage.INFINITIVE),
        ("base_passive", Usage.BASE),
        ("being", Usage.GERUND),
        ("be", Usage.FINITE),
        ("state", Usage.STATE),
    ):
        if _BEFORE[key].search(before):
            return usage, True
    if _BEFORE["have"].search(before):
        return Usage.FINITE, False
    adjective = _ADJECTIVE if verb.value == "approve" else _DETERMINED_DIRECTLY
    if adjective.search(before) and not _AFTER_PARTICIPLE.match(folded, verb.end):
        return Usage.ADJECTIVE, True
    if form is Form.PARTICIPLE or _BY.match(folded, verb.end):
        return Usage.PARTICIPLE, True
    if of_class(verb, sentence, folded):
        return Usage.PARTICIPLE, True
    if (_PAUSE.search(before) or sentence.zone is Zone.TITLE) and _AFTER_LABEL.match(folded, verb.end):
        return Usage.PARTICIPLE, True
    return Usage.FINITE, False


def _usage_of_base(before: str) -> Usage:
    """How a verb in its plain form is used, by the words before it: "the start", "to approve", or neither."""
    if _DETERMINED.search(before) and not _BEFORE["modal"].search(before):
        return Usage.NOMINAL
    return Usage.INFINITIVE if _BEFORE["infinitive"].search(before) else Usage.BASE


def of_class(verb: Mention, sentence: Sentence, folded: str) -> bool:
    """Tell whether a class of products is said to be approved: "the first CAR-T approved in the US"."""
    return (
        verb.value == "approve"
        and verb.term.detail == Form.PAST.value
        and _CLASS_WORD.search(folded, max(sentence.start, verb.start - _REACH), verb.start) is not None
        and _AFTER_CLASS.match(folded, verb.end) is not None
    )


_CLASS_WORD = re.compile(
    r"\b(?:first|only|second|third|fourth|fifth|sixth|latest)\b[^.;,]{0,50}\b(?:therapy|treatment|product|medicine|drug|"
    r"car-? ?t|vaccine|implant|virus|immunotherapy|one|biologic|tcr-t|option)s?\s(?:to be\s|ever\s)?$"
)
_AFTER_CLASS = re.compile(r"\s(?:in|for|by|to|on|under|since|at|anywhere|worldwide)\b")


def follows_to(folded: str, at: int) -> bool:
    """Tell whether the word at a place is an infinitive: "to" stands before it."""
    return _BEFORE["infinitive"].search(folded, max(0, at - 24), at) is not None


def names_doer(folded: str, at: int) -> bool:
    """Tell whether "by" or "from" stands right behind a place."""
    return _BY.match(folded, at) is not None


def in_headline(sentence: Sentence, folded: str) -> bool:
    """Tell whether a sentence is a title or another line without prose."""
    if sentence.zone is Zone.TITLE or sentence.heading:
        return True
    return sentence.row and _PROSE.search(folded, sentence.start, sentence.end) is None


_PROSE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can|may|does|do|did|said|says)\b")
