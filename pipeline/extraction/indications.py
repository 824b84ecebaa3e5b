"""Indications: which words of a sentence tell what a therapy is for.

What belongs here: finding diseases that the reference data does not know by their form, and the stretch of text that
tells a use: a disease with its qualifiers, its abbreviation, and the diseases joined to it. What does not: which step
a use belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.extraction.lexicon import Kind, Mention, Term, plural, rules

_MOST_WORDS = 5
_LONGEST_LEFT = 90
_MOST_JOINED = 5


class _Patterns(NamedTuple):
    head: re.Pattern[str]
    not_heads: frozenset[str]
    vague: frozenset[str]
    empty: frozenset[str]
    qualifiers: re.Pattern[str]
    behind: re.Pattern[str]
    harm: re.Pattern[str]
    joined: re.Pattern[str]
    stops: frozenset[str]


@cache
def _patterns() -> _Patterns:
    told = rules("indications")
    qualifiers = "|".join(told["qualifiers"])
    between = "|".join(re.escape(word) for word in told["between"])
    return _Patterns(
        re.compile(r"(?<![\w-])(?:" + "|".join(told["heads"]) + r")(?![\w-])"),
        frozenset(told["not_heads"]),
        frozenset(form for word in told["vague"] for form in (word, plural(word) or word)),
        frozenset(told["empty"]),
        re.compile(rf"(?<![\w-])(?:(?:{qualifiers})(?:,? (?:{between}) |, |/|\s)){{1,6}}$"),
        re.compile("|".join(told["behind"])),
        re.compile(rf"(?:{told['harm']})\s(?:\w+\s){{0,2}}$"),
        re.compile(told["joined"]),
        frozenset(told["stops"]),
    )


_BY_FORM = "form:"


def is_by_form(disease: Mention) -> bool:
    """Tell whether a disease is known by its form alone."""
    return disease.value.startswith(_BY_FORM)


_WORD_LEFT = re.compile(r"(?<![^\s(/])([^\s,;:()/|\"]+)[\s]$")


def diseases_by_form(folded: str, start: int, end: int, known: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the diseases of a stretch of text that are told by their form alone, beside the known ones."""
    patterns = _patterns()
    last = start
    for match in patterns.head.finditer(folded, start, end):
        if match.group() in patterns.not_heads or any(m.start < match.end() and match.start() < m.end for m in known):
            continue
        begin = _leftmost(folded, max(last, match.start() - _LONGEST_LEFT), match.start(), known)
        if patterns.harm.search(folded, max(start, begin - 40), begin):
            continue
        ahead = set(folded[begin : match.start()].split())
        if match.group() in patterns.vague and ahead <= patterns.empty:
            continue
        if any(m.kind is Kind.DISEASE and 0 <= m.start - match.end() <= 2 for m in known):
            continue  # "the eye disease retinitis pigmentosa"
        last = match.end()
        value = _BY_FORM + folded[begin : match.end()]
        yield Mention(begin, match.end(), Term(Kind.DISEASE, value))


def _leftmost(folded: str, start: int, at: int, known: Sequence[Mention]) -> int:
    """How far the words before a head belong to the name of its disease."""
    stops = _patterns().stops
    for _ in range(_MOST_WORDS):
        word = _WORD_LEFT.search(folded, start, at)
        if word is None or word[1] in stops or (word[1].endswith(("'s", "'")) and not _names_disease(word[1])):
            break
        if any(m.kind is not Kind.DISEASE and m.start <= word.start(1) < m.end for m in known):
            break
        at = word.start(1)
    return at


def _names_disease(possessive: str) -> bool:
    """Tell whether a possessive may be the namer of a disease ("Huntington's") and no company."""
    return possessive.endswith("'s") and possessive[:-2].isalpha() and len(possessive) <= _LONGEST_NAMER


_LONGEST_NAMER = 14


def indication(
    text: str, folded: str, start: int, end: int, disease: Mention | None, diseases: Sequence[Mention] = ()
) -> str | None:
    """Return a disease as written, with the words that qualify it, its abbreviation, and the diseases joined to it."""
    if disease is None:
        return None
    begin = _qualified_from(folded, start, disease.start)
    stop = _told_until(folded, disease.end, end)
    for _ in range(_MOST_JOINED):
        link = _patterns().joined.match(folded, stop, end)
        following = next((d for d in diseases if link and d.start >= link.end()), None)
        if link is None or following is None:
            break
        if _qualified_from(folded, link.end(), following.start) != link.end():
            break
        stop = _told_until(folded, following.end, end)
    return re.sub(r"\s+", " ", text[begin:stop]).strip(" ,;:-–") or None


def _qualified_from(folded: str, start: int, at: int) -> int:
    """Where the qualifiers before a disease begin."""
    found = _patterns().qualifiers.search(folded, max(start, at - _LONGEST_LEFT), at)
    return found.start() if found else at


def _told_until(folded: str, at: int, end: int) -> int:
    """Where a disease ends with what stands behind it."""
    while (match := _patterns().behind.match(folded, at, end)) is not None:
        at = match.end()
    return at
