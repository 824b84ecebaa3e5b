"""Enumerations: lists of therapies that a sentence before or behind them speaks of as a set.

What belongs here: finding lists (bullets, table rows, paragraphs that each begin with a product, "A, B and C"), and the
words that stand for a whole list ("six products", "them"). What does not: what is said of the set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.extraction.layout import Sentence, Zone
from pipeline.extraction.products import Products, Therapy


@dataclass(frozen=True, slots=True)
class Item:
    """A therapy and the sentence that lists it."""

    therapy: Therapy
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list of several therapies, and where it stands."""

    start: int
    end: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Set:
    """Words for several things at once; `count` is their number where it is said."""

    start: int
    end: int
    count: int | None


_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = "|".join(_NUMBERS)
_THINGS = (
    r"(?:products|therapies|medicines|treatments|drugs|candidates|trials|studies|programs|programmes|applications|"
    r"biologics|"
    r"car-?\s?ts|immunotherapies|implants|entries|vectors)"
)
_WORDS = r"(?:(?!prior|previous|earlier|systemic|preceding|more)[\w/-]+\s)"
_SET = re.compile(
    rf"\b(?:(?P<count>{_NUMBER}|both)\s(?:of\s(?:the|its)\s)?{_WORDS}{{0,6}}?{_THINGS}\b|"
    rf"(?:the|all)\s(?P<these>{_NUMBER})\b|(?P<both>both)\b(?!\s\w+\sand\b)|(?:all|these|"
    rf"those)\s(?:[\w/-]+\s){{0,3}}?{_THINGS}\b|\bthem\b|"
    rf"(?:several|many|various|following)\s(?:[\w-]+\s){{0,4}}?{_THINGS}\b(?=\s(?:approved|authorised|authorized|licensed|"
    rf"cleared)\b)|"
    rf"^[^.|]{{0,60}}\b{_THINGS}\b(?=\s(?:approved|authorised|authorized|licensed|registered)\b)|"
    rf"\bfor\s(?:the\s)?(?:approved\s)?{_WORDS}{{0,6}}?{_THINGS}\b)"
)
_REACH = 900
_HEAD = 40


def sets(folded: str, start: int, end: int) -> Iterator[Set]:
    """Yield the words for sets in a stretch of text."""
    for match in _SET.finditer(folded[start:end]):
        word = match["count"] or match["these"] or match["both"]
        count = 2 if word == "both" else _NUMBERS.index(word) + 2 if word else None
        yield Set(start + match.start(), start + match.end(), count)


def find_enumerations(sentences: Sequence[Sentence], products: Products, folded: str) -> tuple[Enumeration, ...]:
    """Return the lists of a document in order."""
    listed = [item for item in (_head(sentence, products, folded) for sentence in sentences) if item]
    heads = {id(item.sentence): item for item in listed}
    rows = {id(item.sentence) for item in listed if item.sentence.row}
    lines = [sentence for sentence in sentences if sentence.zone not in {Zone.TITLE, Zone.BOILERPLATE}]
    paragraphs = [next(group) for _, group in groupby(lines, key=lambda sentence: sentence.paragraph)]
    found: list[Enumeration] = []
    for is_item, group in groupby(paragraphs, key=lambda sentence: id(sentence) in heads):
        items = _distinct([heads[id(sentence)] for sentence in group]) if is_item else ()
        if len(items) > 1:
            found.append(Enumeration(items[0].sentence.start, items[-1].sentence.end, items))
    for sentence in lines:
        named = products.within(sentence.start, sentence.end)
        items = _distinct([Item(mention.therapy, sentence) for mention in named])
        if len(items) > 1 and id(sentence) not in rows:
            found.append(Enumeration(sentence.start, sentence.end, items))
    return tuple(sorted(found, key=lambda enumeration: enumeration.start))


def _head(sentence: Sentence, products: Products, folded: str) -> Item | None:
    """The therapy that a line lists: at its beginning, or in any cell of a table's row."""
    named = products.within(sentence.start, sentence.end)
    if not named:
        return None
    tabular = folded.count("|", sentence.start, sentence.end) > 1
    owned = sentence.row and _OWNER.fullmatch(folded, sentence.start, named[0].start) is not None
    near = named[0].start - sentence.start <= _HEAD // 4
    return Item(named[0].therapy, sentence) if tabular or owned or near else None


# A bullet, and whose product it is: "- Celgene's Abecma".
_OWNER = re.compile(r"\W{1,5}(?:[\w.&-]+\s){0,3}[\w.&-]+(?:'s|s')\s")


def _distinct(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple({id(item.therapy): item for item in reversed(items)}.values())[::-1]


def meant(words: Set, sentence: Sentence, enumerations: Sequence[Enumeration], folded: str) -> Enumeration | None:
    """Return the list that a set means: the next one behind it, else the last one before; its number decides."""
    behind = [e for e in enumerations if 0 <= e.start - sentence.end <= _REACH and e.start > sentence.start]
    before = [e for e in enumerations if 0 <= sentence.start - e.end <= _REACH]
    if words.count is not None:
        fitting = [e for e in (*behind, *reversed(before)) if len(e.items) == words.count]
        return fitting[0] if fitting else None
    if sentence.zone is Zone.TITLE:
        lines = [e for e in enumerations if len({item.sentence for item in e.items}) > 2]
        return lines[0] if lines else None
    introduces = folded[sentence.start : sentence.end].rstrip().endswith(":") or sentence.heading
    near = [e for e in behind if e.start - sentence.end <= _HEAD or introduces]
    return near[0] if near else None
