"""Layout: paragraphs and their zones, sentences and their clauses.

What belongs here: cutting a text into units and saying what part of a document each unit is. What does not: what
the units say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import pairwise

from pipeline.extraction.folding import fold
from pipeline.extraction.lexicon import rules


class Zone(Enum):
    """The part of a document in which a sentence stands."""

    TITLE = auto()
    LEAD = auto()
    BODY = auto()
    BACKGROUND = auto()
    BOILERPLATE = auto()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters `start` to `end` of the text; `paragraph` counts paragraphs from 0.

    `row` is set for lines that are no prose: table rows, bullets, "label: value" lines, headings.
    `clauses` are the places where clauses begin, the first one `start` itself.
    """

    start: int
    end: int
    paragraph: int
    zone: Zone
    row: bool
    heading: bool
    clauses: tuple[int, ...]

    def clause_of(self, at: int) -> tuple[int, int]:
        """Return the borders of the clause around a place."""
        begin, end = self.start, self.end
        for border in self.clauses:
            if border <= at:
                begin = border
            else:
                end = border
                break
        return begin, end


@dataclass(frozen=True, slots=True)
class _Paragraph:
    start: int
    end: int


_LONGEST_HEADING = 90
_LONGEST_SENTENCE = 2500
_ENDS_SENTENCE = re.compile(
    r"(?:[.!?][\"')\]]{0,3}|(?<=[a-z)])\.\d{1,2}(?:[,-]\d{1,2})?)\s+(?=[\"'(\[]{0,2}[A-Z0-9•“‘])|\s[•▪●◦‣]\s|\s\|\s(?=[A-Z][a-z]+\s[a-z]+\s)|[。]"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:inc|ltd|corp|co|llc|plc|no|nos|dr|mr|mrs|ms|prof|st|vs|e\.g|i\.e|al|fig|jr|sr|dept|approx|est|ph\.d|m\.d|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|calif|mass|conn|pa|fla|wash|md|va|ill|mich|minn|colo|tex|ariz|art|"
    r"gov|sen|rep|bros|hon|intl|s\.a|n\.v|b\.v|a\.g)|\b[a-z]|(?:\b[a-z]\.){1,4}[a-z])\.$"
)
_SENTENCE_STARTER = re.compile(
    r"(?:the|this|that|these|it|its|in|on|at|we|our|they|he|she|a|an|as|if|with|for|after|following|under|there|to|by|"
    r"however|about|founded|headquartered|based|according|approval|approved|last|also|earlier|previously|kymriah)\b"
)
_CLAUSE_BORDER = re.compile(
    r";\s(?![^()]{0,90}\))|:\s(?![^()]{0,90}\))|\s--?\s|, (?:which|who|whose|whereas|while|but|although|though|"
    r"where|when|as(?! well)|with(?! conditions)|because|since|if|yet|so)\b|"
    r"\s(?:but|while|whereas|although|though|because)\s|"
    r", (?=(?:had|has|have|was|were|is|are)\b)|"
    r",? and (?=(?:the|its|it|in|on|is|was|has|had|will|would|could|may|expects?|plans?|intends?|that|we|our|they|"
    r"he|she|an?|"
    r"currently|now|later|then|also|subsequently|recently|earlier|previously|since|this|another|other|there|to|"
    r"anticipates?|hopes?|aims?|remains?|continues?|set|launch|began|started|said)\b)"
)
_LABEL_LINE = re.compile(r"[^.:|]{2,60}(?::\s\S|\s\|\s\S)|\S[^.]{0,60}\|")
_BULLET = re.compile(r"\s*(?:[-•▪●◦‣*·+o–—]|\d{1,2}[.)])\s")


def sentences(text: str, folded: str, title_end: int, title: str = "") -> list[Sentence]:
    """Cut a text into sentences; what stands before `title_end` is the title, and so is a line that repeats it."""
    repeated = " ".join(fold(title).split())
    found: list[Sentence] = []
    zones = _Zones(len(text))
    for number, paragraph in enumerate(_paragraphs(text)):
        zone = zones.of(
            text, folded, paragraph, in_title=paragraph.end <= title_end or _says(folded, paragraph, repeated)
        )
        line = folded[paragraph.start : min(paragraph.end, paragraph.start + 400)]
        heading = _is_heading(text, paragraph)
        row = heading or _BULLET.match(line) is not None or (len(line) < 300 and _LABEL_LINE.match(line) is not None)
        for start, end in _cut(text, folded, paragraph):
            clauses = (start, *(match.start() for match in _CLAUSE_BORDER.finditer(folded, start, end)))
            found.append(Sentence(start, end, number, zone, row, heading, clauses))
    return found


def _says(folded: str, paragraph: _Paragraph, title: str) -> bool:
    """Tell whether a paragraph repeats a title."""
    if not title or abs(paragraph.end - paragraph.start - len(title)) > _SLACK:
        return False
    return " ".join(folded[paragraph.start : paragraph.end].split()) == title


_SLACK = 12


@cache
def _datelines() -> re.Pattern[str]:
    wires = "|".join(rules("zones")["dateline"]["wires"])
    return re.compile(rf"[^!?;]{{0,120}}?[(/]\s?(?:{wires})\b[^)/]{{0,30}}[)/]")


def dateline_end(folded: str, start: int, end: int) -> int:
    """Where the dateline at the head of a stretch of text ends; its start where there is none."""
    match = _datelines().match(folded, start, end)
    return match.end() if match else start


@cache
def _digest_titles() -> re.Pattern[str]:
    return re.compile("|".join(rules("zones")["digest"]["titles"]))


def is_digest(title: str) -> bool:
    """Tell whether a title announces several pieces of news."""
    return _digest_titles().search(fold(title)) is not None


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """Yield lines; lines that were broken to fit a page are joined."""
    start: int | None = None
    at, last, length = 0, 0, 0
    wrapped = _is_wrapped(text)
    for line in text.splitlines(keepends=True):
        content = line.strip()
        begin = at + (len(line) - len(line.lstrip()))
        joins = (
            start is not None
            and content
            and (
                (content[0].islower() and last - start >= _SHORTEST_WRAPPED)
                or (wrapped and length >= _SHORTEST_WRAPPED and content[0].isalnum())
            )
            and text[last - 1] not in ".!?:;|"
        )
        if content and not joins:
            if start is not None:
                yield _Paragraph(start, last)
            start = begin
        elif not content and start is not None:
            yield _Paragraph(start, last)
            start = None
        if content:
            last = begin + len(content)
            length = len(content)
        at += len(line)
    if start is not None:
        yield _Paragraph(start, last)


_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 50, 120
_WRAPPED_LINES, _WRAPPED_SHARE = 8, 0.8


def _is_wrapped(text: str) -> bool:
    """Tell whether the lines of a text were broken to fit a page: nearly all that go on are equally long."""
    lines = [len(line.strip()) for line in text.splitlines()]
    going_on = [length for length, following in pairwise(lines) if length and following]
    fitting = sum(_SHORTEST_WRAPPED <= length <= _LONGEST_WRAPPED for length in going_on)
    return len(going_on) >= _WRAPPED_LINES and fitting >= _WRAPPED_SHARE * len(going_on)


def _is_heading(text: str, paragraph: _Paragraph) -> bool:
    length = paragraph.end - paragraph.start
    if length > _LONGEST_HEADING or text[paragraph.end - 1] in ".,;" or text[paragraph.start].islower():
        return False
    line = text[paragraph.start : paragraph.end]
    return "|" not in line and ": " not in line.rstrip()


def _cut(text: str, folded: str, paragraph: _Paragraph) -> Iterator[tuple[int, int]]:
    start = paragraph.start
    if text.count("|", paragraph.start, paragraph.end) > 1 and paragraph.end - start <= _LONGEST_SENTENCE:
        yield start, paragraph.end
        return
    for match in _ENDS_SENTENCE.finditer(text, paragraph.start, paragraph.end):
        if _goes_on(folded, match):
            continue
        end = match.start() + len(match.group().rstrip()) if not match.group().isspace() else match.start()
        yield from _slices(start, end)
        start = match.end()
    yield from _slices(start, paragraph.end)


def _slices(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what no sentence is as long as."""
    for begin in range(start, end, _LONGEST_SENTENCE):
        yield begin, min(begin + _LONGEST_SENTENCE, end)


def _goes_on(folded: str, match: re.Match[str]) -> bool:
    """Tell whether a full stop ends an abbreviation and not the sentence."""
    if match.group()[0] != ".":
        return False
    before = folded[max(0, match.start() - 12) : match.start() + 1]
    if _ABBREVIATION.search(before) is None:
        return False
    return _SENTENCE_STARTER.match(folded, match.end()) is None or before.endswith((" dr.", " no.", " st."))


@cache
def _heading_patterns() -> dict[str, re.Pattern[str]]:
    zones = rules("zones")
    return {
        name: re.compile(r"\W{0,4}(?:" + "|".join(patterns) + ")")
        for name, patterns in (
            ("boilerplate", zones["boilerplate"]["headings"]),
            ("opening", zones["boilerplate"]["openings"]),
            ("debris", zones["debris"]["headings"]),
            ("background", zones["background"]["headings"]),
        )
    }


class _Zones:
    """Follows the zone from paragraph to paragraph."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._zone = Zone.LEAD
        self._prose = 0

    def of(self, text: str, folded: str, paragraph: _Paragraph, *, in_title: bool) -> Zone:
        if in_title:
            return Zone.TITLE
        patterns = _heading_patterns()
        head = folded[paragraph.start : min(paragraph.end, paragraph.start + 400)]
        heading = _is_heading(text, paragraph)
        if patterns["boilerplate"].match(head) and (heading or text[paragraph.start].isupper()):
            self._zone = Zone.BOILERPLATE
        elif patterns["opening"].match(head):
            return Zone.BOILERPLATE
        elif patterns["debris"].match(head):
            if paragraph.start * 2 < self._length:
                return Zone.BOILERPLATE
            self._zone = Zone.BOILERPLATE
        elif heading and patterns["background"].match(head):
            self._zone = Zone.BACKGROUND
        elif heading and self._zone is Zone.BACKGROUND:
            self._zone = Zone.BODY
        elif self._zone is Zone.LEAD and not heading:
            self._prose += 1
            if self._prose > 2:
                self._zone = Zone.BODY
        return self._zone
