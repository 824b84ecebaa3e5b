"""News: whether a document tells a step as its news, so that its own date may stand in for the date of the step.

What belongs here: the part of the document, the tense, and words such as "today". What does not: whether the step is a
fact (`factuality`), and the dates that the text states (`timeline`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extraction.factuality import SPOKEN_OF, Verdict
from pipeline.extraction.frames import Frame
from pipeline.extraction.layout import Zone
from pipeline.extraction.lexicon import Form
from pipeline.extraction.usage import LASTING, Usage
from schemas.vocabulary import MilestoneType


@dataclass(slots=True)
class News:
    """What one document is like as a piece of news.

    `opening` is where its first sentence begins, `digest` says that it tells several pieces of news, and `titled`
    collects the kinds of step that its title tells.
    """

    folded: str
    opening: int
    digest: bool
    untitled: bool
    titled: set[MilestoneType] = field(default_factory=set)

    def tells(self, frame: Frame, verdict: Verdict) -> bool:
        """Tell whether a step is news."""
        match frame.sentence.zone:
            case Zone.TITLE:
                added = _ADDED.search(self.folded, frame.sentence.start, frame.start) is not None
                return frame.usage is not Usage.NOMINAL or not added
            case Zone.LEAD:
                return self._says_today(frame) or (not self._is_past(frame, verdict) and self._leads(frame, verdict))
            case Zone.BODY if self.digest and not self._is_past(frame, verdict):
                return frame.usage in _FINITE
            case _:
                return self._says_today(frame)

    def _says_today(self, frame: Frame) -> bool:
        begin, stop = frame.sentence.clause_of(frame.focus[0])
        return frame.usage in _FINITE and _TODAY.search(self.folded, begin, stop) is not None

    def _is_past(self, frame: Frame, verdict: Verdict) -> bool:
        """Tell whether a step is told as one that has been there for some time."""
        lasts = frame.verb is not None and frame.verb.value in LASTING
        return verdict.historical or verdict.rule == SPOKEN_OF or lasts

    def _leads(self, frame: Frame, verdict: Verdict) -> bool:
        begin, stop = frame.sentence.clause_of(frame.focus[0])
        titled = frame.milestone in self.titled
        aside = frame.milestone not in _OF_ONE_REVIEW and _ASIDE.match(self.folded, begin, stop) is not None
        if frame.usage in _IN_PASSING or (aside and not titled):
            return False
        opens = (self.digest or frame.sentence.start == self.opening) and frame.usage in _FINITE
        return verdict.news or opens or ((titled or self.untitled) and is_fresh(frame, self.folded))


def is_fresh(frame: Frame, folded: str) -> bool:
    """Tell whether a verb says that something has just happened: present perfect, or the present of headlines."""
    if frame.usage is Usage.HEADLINE or frame.sentence.zone is Zone.TITLE:
        return True
    if frame.usage is Usage.INFINITIVE:
        return _DECIDED.search(folded, frame.sentence.start, frame.start) is not None
    if frame.usage is not Usage.FINITE or frame.verb is None:
        return False
    if frame.verb.term.detail == Form.GERUND.value:
        return True
    begin = max(frame.sentence.start, frame.verb.start - 40)
    return _PERFECT.search(folded, begin, frame.verb.start) is not None


# "The application was accepted by the FDA, which also granted priority review" is one piece of news.
_OF_ONE_REVIEW = frozenset({MilestoneType.ACCEPTANCE, MilestoneType.PRIORITY_REVIEW})
_FINITE = frozenset({Usage.FINITE, Usage.HEADLINE})
_IN_PASSING = frozenset({Usage.PARTICIPLE, Usage.ADJECTIVE, Usage.STATE})
_TODAY = re.compile(r"\b(?:today|this morning)\b")
# A relative clause tells what is known of a thing, beside the news.
_ASIDE = re.compile(r",?\s?(?:which|that|who|whose|where)\b")
_ADDED = re.compile(r"\b(?:with both|with|after|following)\b[^,;:]{0,40}$")
_DECIDED = re.compile(r"\b(?:decided|decides|elected|chose|opted|agreed) to $")
_PERFECT = re.compile(r"\b(?:has|have)\s(?:\w+ly\s|also\s|now\s|been\s)*$")
