"""The lexicon: every literal that the cascade knows, found in one pass of one automaton.

What belongs here: reading the literals of `rules/*.toml` and of the reference data, their inflection, and the scan.
What does not: what a mention means beside others; that is the business of the later stages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.extraction.folding import fold

_RULES = Path(__file__).parent / "rules"


class Kind(Enum):
    """What sort of thing a term is."""

    PRODUCT = auto()  # value: product_id
    COMPANY = auto()  # value: company_id
    AGENCY = auto()  # value: agency, detail: jurisdiction
    REGULATOR = auto()  # an agency named before: "the Agency"
    PLACE = auto()  # value: jurisdiction
    VERB = auto()  # value: class of verbs.toml, detail: form
    NOUN = auto()  # value: object class of nouns.toml
    CUE = auto()  # value: class of cues.toml, detail: before or after
    PSEUDO = auto()  # disarms what it contains
    MODALITY = auto()  # words for cell and gene therapies
    FOREIGN = auto()  # words for other medicines
    ANAPHOR = auto()  # a product named before; detail: one or many
    DISEASE = auto()  # value: indication_id
    ATTRIBUTE = auto()  # value: kind of attribute, detail: its value

    __hash__ = object.__hash__  # each kind is one object; the hash of its name would cost a call each time


class Form(Enum):
    """The form of a verb."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    PARTICIPLE = "participle"
    GERUND = "gerund"
    NOUN = "noun"


@dataclass(frozen=True, slots=True)
class Term:
    """What a literal stands for."""

    kind: Kind
    value: str
    detail: str = ""
    capitals: bool = False
    facts: Mapping[str, Any] | None = None


class Mention(NamedTuple):
    """A term at a place of the text."""

    start: int
    end: int
    term: Term

    @property
    def kind(self) -> Kind:
        """The kind of its term."""
        return self.term.kind

    @property
    def value(self) -> str:
        """The value of its term."""
        return self.term.value


@cache
def rules(name: str) -> dict[str, Any]:
    """Return one rule file."""
    with (_RULES / f"{name}.toml").open("rb") as stream:
        return tomllib.load(stream)


class Scanner:
    """Finds literals in folded text, whole words only, the longest at each place."""

    def __init__(self, terms: Mapping[str, Sequence[Term]]) -> None:
        self._literals = list(terms)
        self._terms = [tuple(terms[literal]) for literal in self._literals]
        self._automaton = AhoCorasick(self._literals, matchkind=MatchKind.LeftmostLongest)
        self._shorter = _prefixes(self._literals)

    def scan(self, folded: str, text: str) -> list[Mention]:
        """Return all mentions in order; several at one place where a literal has several meanings."""
        found: list[Mention] = []
        for number, start, stop in self._automaton.find_matches_as_indexes(folded):
            if start and folded[start - 1].isalnum() and _joined(folded, start):
                continue
            whole = (number, stop) if not _joined(folded, stop) else self._shorter_word(number, start, folded)
            if whole is None:
                continue
            index, end = whole
            for term in self._terms[index]:
                if not term.capitals or _in_capitals(text, start, end):
                    found.append(Mention(start, end, term))  # noqa: PERF401 (extending costs more than these few)
        return found

    def _shorter_word(self, index: int, start: int, folded: str) -> tuple[int, int] | None:
        """Return the longest literal that begins another one and ends with a word, and where."""
        for shorter in self._shorter.get(index, ()):
            stop = start + len(self._literals[shorter])
            if not _joined(folded, stop):
                return shorter, stop
        return None


def _joined(folded: str, at: int) -> bool:
    """Tell whether a word runs on across this place."""
    return 0 < at < len(folded) and folded[at].isalnum() and folded[at - 1].isalnum() and folded[at] < "\u2e80"


def _in_capitals(text: str, start: int, end: int) -> bool:
    return not any(character.islower() for character in text[start:end])


def _prefixes(literals: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """For each literal the literals that begin it, longest first."""
    numbers = {literal: number for number, literal in enumerate(literals)}
    found: dict[int, tuple[int, ...]] = {}
    for literal, number in numbers.items():
        shorter = [
            numbers[literal[:length]] for length in range(len(literal) - 1, 0, -1) if literal[:length] in numbers
        ]
        if shorter:
            found[number] = tuple(shorter)
    return found


class Lexicon:
    """Collects literals with their meanings."""

    def __init__(self) -> None:
        self.terms: dict[str, list[Term]] = {}

    def add(self, literal: str, term: Term) -> None:
        """Add a meaning of a literal; the same meaning twice counts once."""
        folded = " ".join(fold(literal).split())
        meanings = self.terms.setdefault(folded, [])
        if term not in meanings:
            meanings.append(term)

    def add_all(self, literals: Iterable[str], kind: Kind, value: str, detail: str = "") -> None:
        """Add literals with one meaning; short ones in capitals are matched in capitals only."""
        for literal in literals:
            self.add(literal, Term(kind, value, detail, capitals=acronym(literal)))

    def scanner(self) -> Scanner:
        """Return the scanner over all literals."""
        return Scanner(self.terms)


def acronym(literal: str) -> bool:
    """Tell whether a literal is matched in capitals only: five letters at most, all capital."""
    return len(literal) <= 5 and literal.isupper() and literal.isascii()


def inflections(entry: str) -> Iterator[tuple[str, Form]]:
    """Yield the forms of an entry of verbs.toml: five with slashes ("-" for none), or one that follows the rule.

    A participle that looks like the past tense is left out: `PAST` stands for both.
    """
    if "/" in entry:
        base, third, past, participle, gerund = entry.split("/")
    else:
        base, third, past, participle, gerund = _regular(entry)
    forms = ((base, Form.BASE), (third, Form.THIRD), (past, Form.PAST), (gerund, Form.GERUND))
    yield from ((literal, form) for literal, form in forms if literal != "-")
    if participle not in {past, "-"}:
        yield participle, Form.PARTICIPLE


def _regular(entry: str) -> tuple[str, str, str, str, str]:
    head, _, tail = entry.partition(" ")
    rest = f" {tail}" if tail else ""
    stem = head.removesuffix("e")
    if head.endswith("y") and head[-2] not in "aeiou":
        third, past = head[:-1] + "ies", head[:-1] + "ied"
    else:
        third, past = head + ("es" if head.endswith(("s", "sh", "ch", "x", "z")) else "s"), stem + "ed"
    gerund = (head if head.endswith("ee") or not head.endswith("e") else stem) + "ing"
    return head + rest, third + rest, past + rest, past + rest, gerund + rest


def plural(noun: str) -> str | None:
    """Return the regular plural of a noun phrase, None where it has none."""
    last = noun[-1]
    if not last.isalpha() or noun.endswith(("s", "ing")) or (noun.isupper() and len(noun) > 4):
        return None
    return noun[:-1] + "ies" if last == "y" and noun[-2] not in "aeiou" else noun + "s"
