"""Products: which therapies a document names, under which names, and where.

What belongs here: joining the known names with names found by their form (INN endings, development codes beside
words for cell and gene therapies, marked brands), and linking names of one product ("Brand (inn, CODE)"). What does
not: which product a step is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from pipeline.extraction.lexicon import Kind, Mention, Term, rules
from pipeline.extraction.triage import Signs
from pipeline.sources.names import name_key
from pipeline.sources.reference import Product
from schemas.vocabulary import NameKind


@dataclass(slots=True, eq=False)
class Therapy:
    """A product as this document knows it."""

    known: Product | None = None
    inn: str | None = None
    names: dict[str, str] = field(default_factory=dict)  # by key, as first written

    @property
    def name(self) -> str:
        """The INN in lower case, else the code, else the brand as written."""
        if self.known and self.known.inn:
            return self.known.inn.lower()
        if self.inn:
            return self.inn
        written = list(self.names.values())
        codes = [name for name in written if any(character.isdigit() for character in name)]
        return (codes or written)[0]

    def add(self, written: str) -> None:
        """Add a name as written."""
        plain = re.sub(r"[®™©℠]|\((?:R|TM)\)", "", written).strip(" \"'“”‘’")
        if plain:
            self.names.setdefault(name_key(plain), plain)


@dataclass(frozen=True, slots=True)
class Named:
    """A therapy at a place of the text."""

    start: int
    end: int
    therapy: Therapy


@dataclass(frozen=True, slots=True)
class Products:
    """The therapies of a document, where they stand, and where other medicines stand."""

    named: tuple[Named, ...]
    foreign: tuple[tuple[int, int], ...]
    _starts: tuple[int, ...]

    def within(self, start: int, end: int) -> list[Named]:
        """Return the mentions that begin in a range, in order."""
        return list(self.named[bisect_left(self._starts, start) : bisect_left(self._starts, end)])

    def foreign_within(self, start: int, end: int) -> bool:
        """Tell whether another medicine is named in a range."""
        return any(start <= begin < end for begin, _ in self.foreign)

    @property
    def therapies(self) -> list[Therapy]:
        """The therapies in the order of their first mention."""
        return list(dict.fromkeys(mention.therapy for mention in self.named))


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    known: str | None = None
    inn: bool = False


_OF_STEPS = frozenset({"designation", "ind", "ind_clearance", "hold", "application", "approval"})
_NO_THERAPY = frozenset({Kind.AGENCY, Kind.PLACE, Kind.COMPANY, Kind.NOUN, Kind.DISEASE, Kind.REGULATOR})
_NEAR = 90
_SPEAKS_OF_MODALITY = 3
_SUFFIX = re.compile(r"-[a-z]{4}(?![\w-])")
_BRACKET = re.compile(r"[ ®™]{0,3}[(\[]([^()\[\]]{2,160})[)\]]")
_NAME_IN_BRACKET = re.compile(r"[^,;:/]+")
_LABEL = re.compile(
    r"\s*(?:formerly|previously|also|known|referred|to|as|called|marketed|sold|brand|trade|generic|"
    r"non-?proprietary|proposed|"
    r"r&d|development|product|code|name|inn|or|and|abbreviated|the|us|eu|u\.s\.|in|trademark)\b:?",
)
_ALIAS_PHRASE = re.compile(
    r"[ ®™]{0,3},? (?:\((?:formerly|previously|also) )?(?:(?:formerly|previously|now) (?:known as|called)|"
    r"formerly|previously|also known as|known as|marketed as|"
    r"sold as|sold under the name|branded as|marketed under the (?:brand |trade )?name|"
    r"under the (?:brand|trade) name|brand(?:ed)? name|trade name)(?: of)?:? "
)
_BRAND_BEFORE = re.compile(
    r"(?<![\w-])([A-Z][A-Za-z]{3,}(?:-[A-Z])?)(?: (?:HS|SR))?(?: (?:[Ii]njection|[Ss]uspension|[Ii]nfusion|"
    r"for [Ii]njection))?[ ®™]{0,3}$"
)
_MARKED = re.compile(r"(?<![\w-])([A-Z][A-Za-z-]{3,24})\s?(?:[®™]|\((?:R|TM)\))")
_TRIAL_BEHIND = re.compile(r"\)?,?\s(?:is |was |\()?(?:the |a |an |our |its )(?:[\w/-]+ ){0,6}(?:trial|study)\b")
_TRIAL_AHEAD = re.compile(
    r"\b(?:trial|study|studies|trials)(?:,? (?:called|named|dubbed|known as))?[ ,]{1,2}\(?$|"
    r"\bphase (?:[1-3]|i{1,3})[ab]?(?:/[1-3][ab]?|/i{1,3}[ab]?)?,? \(?$"
)
_COMPANY_BEHIND = re.compile(
    r"\s?(?:®|™)?\s?(?:inc|ltd|corp|llc|plc|ag|biologics|therapeutics|biotherapeutics|pharma\w*|bio\w*|biotech\w*|"
    r"sciences?|medicines?|oncology|genetics|cell therapies|holdings|limited|company|platform|technology|system|"
    r"process|is a (?:clinical|biotech|leading))\b"
)
_CALLED = re.compile(
    r"(?:therapy|treatment|product|CAR-T|CAR T|immunotherapy|medicine|candidate),? (?:called|named|dubbed|"
    r"known as|branded|candidate,|candidate) ([A-Z][A-Za-z]{4,}(?: \d{2,4}\b)?)\b"
)


# Dashes that codes are set with, so that they do not break at the end of a line: "VXO‑712".
_DASHES = str.maketrans("\u2010\u2011\u2012", "---")
# The letters of a disease that begin a code: "TBI-1301".
_RUNS_ON = re.compile(r"-\d{3}")
_FEW_NAMES = 8
_WORD = re.compile(r"[^\W_]\w*(?:-\w+)*")
# What explains a name begins with an article.
_EXPLAINED = re.compile(
    r"(?<![\w-])([A-Z][A-Za-z0-9]{1,9}(?:-[A-Z0-9][A-Za-z0-9]{0,9}){1,2}|[A-Z]{2,6}\d{2,5}[A-Za-z]{0,3}|"
    r"[A-Z][a-z]{2,8}[A-Z][A-Za-z]{2,10}|[A-Z][a-z]{4,14}(?: (?:[A-Z]{2,4}|Inj\.?))?)"
    r"[®™]?(?: \([^()]{2,60}\))?(?:,| is| was) (?:an?|the company's|[A-Z][\w-]{2,20}['’]s|its|our|their)\s"
)
_EXPLAINED_WITHIN = 130
_WITHIN_CLASS = re.compile(r"[\w() /-]{0,16}")
# What takes the explanation to something else than the class of the product.
_LEAVES = re.compile(
    r"[.;:\n]|\b(?:company|developer|maker|leader|pioneer|firm|by|of|from|and|who|which|that|at|with)\b"
)
_IS_CLASS = re.compile(
    r"s?(?:\s(?:product|candidate|therapy|treatment|program|programme|medicine|vaccine|drug|therapeutic|immunotherapy|"
    r"sheet|graft|implant|cornea|cartilage|skin|tissue|injection|suspension|infusion))*"
    r"(?:[,.;)]|\s(?:for|that|to|designed|in|being|targeting|intended|developed|which|from|currently|is|has|was|made|with|"
    r"against|engineered|directed|indicated|of|as|under|by)\b|$)"
)
_QUOTED = re.compile(
    r"(?: (?:therapy|product|candidate|treatment|drug|medicine|program))?,? [\"'“‘]([A-Z][\w-]{3,18})[®™]?[\"'”’]"
)


_A_CLASS = re.compile(r"^(?:[a-z]|CAR|TIL|TCR|NK|AAV)(?:.*\b)?(?:therapy|immunotherapy|vaccine|virus|CAR[ -]T)$")
# A name right behind its class, in prose: "its cell therapy Lumel".
_NAMED_BEHIND = re.compile(
    r"(?: (?:therapy|product|candidate|treatment|medicine))?,? ([A-Z][a-z]{4,14})(?=[®™]?(?:[,.;:)]| [a-z(]|'s|$))"
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    products = rules("products")
    return {
        "inn": re.compile(r"(?<![\w-])(?:" + "|".join(products["inn"]["patterns"]) + r")(?![\w-])"),
        "code": re.compile(products["code"]["pattern"]),
        "no_code": re.compile(products["code"]["not_codes"], re.IGNORECASE),
        "foreign": re.compile(r"(?<![\w-])(?:" + "|".join(products["class"]["foreign_patterns"]) + r")(?![\w-])"),
        "trial": re.compile(
            r"[®™]?[ -](?:phase|trial|study|studies|clinical trial|clinical study|cohort|cells? line|protocol|"
            r"registr|pivotal)"
        ),
    }


@cache
def _endings() -> Signs:
    return Signs((), rules("products")["inn"]["endings"])


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(rules("products")["inn"]["not_names"])


def is_class_word(term: Term) -> bool:
    """Tell whether a term makes a code or a brand beside it believable: a word for the class, or for a status of it."""
    return term.kind is Kind.MODALITY or (term.facts or {}).get("designation") == "RMAT"


def _marked(text: str) -> Iterator[re.Match[str]]:
    """Return the words that a sign marks as a brand."""
    return _MARKED.finditer(text) if any(mark in text for mark in ("®", "™", "(R)", "(TM)")) else iter(())


def find_products(text: str, folded: str, mentions: Sequence[Mention], known: dict[str, Product]) -> Products:
    """Return the therapies of a document and where they stand."""
    finder = _Finder(text, folded, mentions, known)
    finder.link()
    named = finder.named()
    return Products(named, finder.foreign() if named else (), tuple(mention.start for mention in named))


class _Finder:
    def __init__(self, text: str, folded: str, mentions: Sequence[Mention], known: dict[str, Product]) -> None:
        self._text, self._folded, self._known = text, folded, known
        self._mentions = mentions
        self._modality = [mention for mention in mentions if is_class_word(mention.term)]
        self._foreign_words = [mention.start for mention in mentions if mention.kind is Kind.FOREIGN]
        self._candidates = _without_overlap(
            [
                *(
                    _Candidate(mention.start, mention.end, known=mention.value)
                    for mention in mentions
                    if mention.kind is Kind.PRODUCT
                ),
                *self._by_ending(),
                *self._by_code(),
                *self._by_mark(),
                *self._by_apposition(),
            ]
        )
        self._therapies: dict[str, Therapy] = {}
        self._joined: dict[int, Therapy] = {}
        self._of: list[tuple[_Candidate, Therapy]] = []
        for candidate in self._candidates:
            self._of.append((candidate, self._therapy(candidate)))

    @cached_property
    def _steps(self) -> list[int]:
        """Where words for what is filed, asked for and given begin and end."""
        return [
            place
            for mention in self._mentions
            if mention.kind is Kind.NOUN and mention.value in _OF_STEPS
            for place in (mention.start, mention.end)
        ]

    @cached_property
    def _taken(self) -> list[tuple[int, int]]:
        """Where words stand that name no therapy."""
        return sorted(
            (mention.start, mention.end)
            for mention in self._mentions
            if mention.kind in _NO_THERAPY
            and not (mention.kind is Kind.DISEASE and _RUNS_ON.match(self._text, mention.end))
        )

    def _therapy(self, candidate: _Candidate) -> Therapy:
        written = self._text[candidate.start : candidate.end]
        folded = self._folded[candidate.start : candidate.end]
        key = candidate.known or name_key(_SUFFIX.sub("", folded) if candidate.inn and " " in folded else folded)
        therapy = self._therapies.get(key)
        if therapy is None:
            therapy = Therapy(known=self._known[candidate.known] if candidate.known else None)
            self._therapies[key] = therapy
        if candidate.inn and therapy.known is None and therapy.inn is None and not folded.endswith("-cel"):
            therapy.inn = _SUFFIX.sub("", folded) if " " in folded else folded
        therapy.add(written)
        return therapy

    def _by_ending(self) -> Iterator[_Candidate]:
        if not _endings().anywhere(self._folded):
            return
        for match in _patterns()["inn"].finditer(self._folded):
            if match.group() not in _ordinary():
                yield _Candidate(match.start(), match.end(), inn=True)

    def _by_code(self) -> Iterator[_Candidate]:
        if not self._modality and not self._known_series():
            return
        matches = [
            match
            for match in _patterns()["code"].finditer(self._text.translate(_DASHES))
            if not _patterns()["no_code"].fullmatch(match.group())
            and not self._is_taken(match.start(), match.end())
            and not _patterns()["trial"].match(self._folded, match.end())
        ]
        places: dict[str, list[re.Match[str]]] = {}
        for match in matches:
            places.setdefault(match.group(), []).append(match)
        for code in [code for code, found in places.items() if any(self._names_trial(match) for match in found)]:
            del places[code]
        believed = [
            code
            for code, found in places.items()
            if any(self._beside_modality(match) for match in found) or self._is_its_subject(found)
        ]
        series = {_series(code) for code in believed} | self._known_series()
        for code, found in places.items():
            if code not in believed and (_series(code) not in series or self._beside_foreign(found)):
                continue
            for match in found:
                yield _Candidate(match.start(), match.end())

    def _beside_foreign(self, found: Sequence[re.Match[str]]) -> bool:
        """Tell whether a word for another class of medicine stands near one of the places."""
        return any(_distance(match, self._foreign_words, self._folded) < _NEAR for match in found)

    def _known_series(self) -> set[str]:
        """The beginnings of the known codes of this document: what begins alike is of the same sponsor."""
        return {
            _series(self._text[mention.start : mention.end])
            for mention in self._mentions
            if mention.kind is Kind.PRODUCT and mention.term.detail == NameKind.CODE.value
        }

    def _names_trial(self, match: re.Match[str]) -> bool:
        """Tell whether the text says that this is the name of a study ("ZUMA-1, the pivotal study")."""
        return (
            _TRIAL_BEHIND.match(self._folded, match.end()) is not None
            or _TRIAL_AHEAD.search(self._folded, max(0, match.start() - 40), match.start()) is not None
        )

    def _is_its_subject(self, found: Sequence[re.Match[str]]) -> bool:
        """Tell whether a text about cell or gene therapies speaks of this code again and again, or in its title."""
        if not self._modality or len(self._modality) < len(self._foreign_words) or self._beside_foreign(found):
            return False
        if any(_distance(match, self._steps, self._folded) < _NEAR for match in found):
            return True
        return len(self._modality) >= _SPEAKS_OF_MODALITY and (len(found) >= 2 or found[0].start() < 200)

    def _by_mark(self) -> Iterator[_Candidate]:
        if not self._modality:
            return
        names = {
            match.group(1)
            for match in _marked(self._text)
            if not self._is_taken(match.start(1), match.end(1))
            and self._beside_modality(match)
            and not _COMPANY_BEHIND.match(self._folded, match.end())
        } | {
            match.group(1)
            for match in _CALLED.finditer(self._text)
            if not self._is_taken(match.start(1), match.end(1)) and self._beside_modality(match)
        }
        for _, begin, end in self._places(names):
            yield _Candidate(begin, end)

    def _by_apposition(self) -> Iterator[_Candidate]:
        """Names of any form that the text explains or quotes: "VXO-GSD, a gene therapy for", "its CAR-T 'Lumel'"."""
        if not self._modality:
            return
        starts = [mention.start for mention in self._modality]
        names: set[str] = set()
        for match in _EXPLAINED.finditer(self._text):
            at = bisect_left(starts, match.end())
            named = match.group(1)
            if at == len(starts) or starts[at] - match.end() > _EXPLAINED_WITHIN or self._is_taken(*match.span(1)):
                continue
            between = self._folded[match.end() : self._modality[at].start]
            if _LEAVES.search(between) or not _IS_CLASS.match(self._folded, self._end_of_class(at)):
                continue
            if not (self._names_trial(match) or _patterns()["no_code"].fullmatch(named) or named.lower() in _NO_BRANDS):
                names.add(named)
        for modality in self._modality:
            quoted = _QUOTED.match(self._text, modality.end)
            written = self._text[modality.start : modality.end]
            plain = _NAMED_BEHIND.match(self._text, modality.end) if _A_CLASS.search(written) else None
            for named in (quoted, plain):
                if named and not self._is_taken(*named.span(1)) and named.group(1).lower() not in _NO_BRANDS:
                    names.add(named.group(1))
        for _, begin, end in self._places(names):
            yield _Candidate(begin, end)

    def _places(self, names: Collection[str]) -> Iterator[tuple[str, int, int]]:
        """Yield where names of one word stand; many names are sought in one pass, so that the time stays linear."""
        if len(names) <= _FEW_NAMES:
            for name in sorted(names):
                for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?!\w)", self._text):
                    yield name, match.start(), match.end()
            return
        for match in _WORD.finditer(self._text):
            word = match.group()
            while word not in names and "-" in word:
                word = word.rpartition("-")[0]
            if word in names:
                yield word, match.start(), match.start() + len(word)

    def _end_of_class(self, at: int) -> int:
        """Where a run of words for the class ends: "AAV gene therapy"."""
        end = self._modality[at].end
        while at + 1 < len(self._modality) and _WITHIN_CLASS.fullmatch(
            self._folded, end, max(end, self._modality[at + 1].start)
        ):
            at += 1
            end = max(end, self._modality[at].end)
        return end

    def _is_taken(self, start: int, end: int) -> bool:
        at = bisect_left(self._taken, (end, 0))
        return any(begin < end and stop > start for begin, stop in self._taken[max(0, at - 3) : at])

    def _beside_modality(self, match: re.Match[str]) -> bool:
        """Tell whether a word for cell or gene therapies stands near, and none for other medicines nearer."""
        near = _distance(match, (mention.start for mention in self._modality), self._folded)
        other = _distance(match, self._foreign_words, self._folded)
        return near <= _NEAR and near < other

    def link(self) -> None:
        """Join the names that the text itself joins."""
        starts = [candidate.start for candidate, _ in self._of]
        for at in range(len(self._of)):
            candidate, therapy = self._of[at]
            self._link_bracket(at, candidate, therapy, starts)
            self._link_phrase(at, candidate, therapy)
            self._link_inside(at, candidate, self._of[at][1])
        self._link_brands(starts)
        self._link_short_forms()

    def _link_short_forms(self) -> None:
        """Join the first word of a two-word INN with the whole ("dorvacabtagene" with "dorvacabtagene autoleucel")."""
        therapies = list({id(therapy): therapy for therapy in (self._whole(each) for _, each in self._of)}.values())
        whole = {therapy.name.split()[0]: therapy for therapy in therapies if " " in therapy.name}
        for therapy in therapies:
            other = whole.get(therapy.name)
            if other is not None and other is not therapy:
                self._join(other, therapy)

    def _link_bracket(self, at: int, candidate: _Candidate, therapy: Therapy, starts: list[int]) -> None:
        bracket = _BRACKET.match(self._text, candidate.end)
        if bracket is None:
            return
        begin, end = bracket.span(1)
        last = bisect_left(starts, end)
        for other in range(at + 1, last):
            between = self._folded[begin : self._of[other][0].start]
            if self._of[other][0].start >= begin and not re.search(
                r"\b(?:target|with|against|from|by|like|than)\b", between
            ):
                self._join(therapy, self._of[other][1])

    def _link_inside(self, at: int, candidate: _Candidate, therapy: Therapy) -> None:
        """Join names that stand side by side in one bracket."""
        if at + 1 == len(self._of):
            return
        other, its = self._of[at + 1]
        between = self._folded[candidate.end : other.start]
        opening = self._folded.rfind("(", max(0, candidate.start - 60), candidate.start)
        if opening < 0 or ")" in self._folded[opening : candidate.start] or len(between) > 60:
            return
        if re.match(r"[,;/]| or | also", between) and not _LABEL.sub("", between).strip(" ,;:/\"'"):
            self._join(therapy, its)

    def _link_phrase(self, at: int, candidate: _Candidate, therapy: Therapy) -> None:
        phrase = _ALIAS_PHRASE.match(self._text, candidate.end)
        if phrase and at + 1 < len(self._of) and self._of[at + 1][0].start - phrase.end() <= 2:
            self._join(therapy, self._of[at + 1][1])

    def _link_brands(self, starts: list[int]) -> None:
        """Take the capitalised word before a bracket that begins with a product's name as its brand."""
        brands: dict[str, Therapy] = {}
        seen: set[tuple[str, int]] = set()
        for candidate, joined in self._of:
            therapy = self._whole(joined)
            opening = self._folded.rfind("(", max(0, candidate.start - 40), candidate.start)
            if opening < 1 or ")" in self._folded[opening : candidate.start]:
                continue
            if _LABEL.sub("", self._folded[opening + 1 : candidate.start]).strip(' ":;,'):
                continue
            brand = _BRAND_BEFORE.search(self._text, max(0, opening - 60), opening)
            if brand is None or self._is_taken(*brand.span(1)) or _between(starts, brand.start(1), opening):
                continue
            if brand.group(1).lower() in _NO_BRANDS or (brand.group(1), id(therapy)) in seen:
                continue
            seen.add((brand.group(1), id(therapy)))
            therapy.add(brand.group(1))
            brands.setdefault(brand.group(1), therapy)
        added = [(_Candidate(begin, end), brands[name]) for name, begin, end in self._places(brands)]
        self._of = sorted({(c.start): (c, t) for c, t in [*added, *self._of]}.values(), key=lambda pair: pair[0].start)

    def _join(self, one: Therapy, other: Therapy) -> None:
        one, other = self._whole(one), self._whole(other)
        if one is other or (one.known and other.known):
            return
        keep, drop = (other, one) if other.known and not one.known else (one, other)
        for name in drop.names.values():
            keep.add(name)
        keep.inn = keep.inn or drop.inn
        self._joined[id(drop)] = keep

    def _whole(self, therapy: Therapy) -> Therapy:
        """The therapy that one was joined to, or itself."""
        while id(therapy) in self._joined:
            therapy = self._joined[id(therapy)]
        return therapy

    def named(self) -> tuple[Named, ...]:
        """Return all mentions of therapies."""
        return tuple(Named(candidate.start, candidate.end, self._whole(therapy)) for candidate, therapy in self._of)

    def foreign(self) -> tuple[tuple[int, int], ...]:
        """Return where other medicines are named."""
        taken = {candidate.start for candidate, _ in self._of}
        spans = [match.span() for match in _patterns()["foreign"].finditer(self._folded)]
        spans += [match.span(1) for match in _marked(self._text)]
        return tuple(sorted(span for span in spans if span[0] not in taken))


_NO_BRANDS = frozenset(
    [
        "research",
        "development",
        "conference",
        "institute",
        "group",
        "center",
        "centre",
        "association",
        "society",
        "alliance",
        "summit",
        "market",
        "platform",
        "manufacturing",
        "therapy",
        "therapies",
        "treatment",
        "product",
        "candidate",
        "cells",
        "cell",
        "trial",
        "study",
        "phase",
        "drug",
        "medicine",
        "program",
        "programme",
        "injection",
        "suspension",
        "company",
        "inc",
        "corp",
        "announces",
        "announced",
        "approval",
        "designation",
        "for",
        "with",
        "the",
        "and",
        "vaccine",
        "pharma",
        "therapeutics",
    ]
)


def _between(starts: Sequence[int], begin: int, end: int) -> bool:
    """Tell whether one of the sorted places lies in a range."""
    at = bisect_left(starts, begin)
    return at < len(starts) and starts[at] < end


def _series(code: str) -> str:
    """The letters that begin a code; the code itself where they are fewer than two."""
    letters = re.match(r"[A-Za-z]{2,}", code)
    return letters.group() if letters else code


def _distance(match: re.Match[str], places: Iterable[int], folded: str) -> int:
    """The distance to the nearest of some places in the same line and sentence, a large number where there is none."""
    best = 10**6
    for place in places:
        gap = place - match.end() if place >= match.end() else match.start() - place
        if gap > _NEAR + 40:
            if place > match.end():
                break
            continue
        low, high = sorted((place, match.start()))
        if gap < best and "\n" not in folded[low:high] and ". " not in folded[low:high]:
            best = gap
    return best


def _without_overlap(candidates: list[_Candidate]) -> list[_Candidate]:
    """Keep the earliest and longest of overlapping candidates; known names win over others at the same place."""
    kept: list[_Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (c.start, -c.end, c.known is None)):
        if kept and candidate.start < kept[-1].end:
            if kept[-1].known is None and candidate.known and candidate.end >= kept[-1].end:
                kept[-1] = candidate
            elif kept[-1].inn and candidate.known and kept[-1].known is None:
                kept[-1] = _Candidate(kept[-1].start, kept[-1].end, known=candidate.known)
            continue
        kept.append(candidate)
    return kept


def inn_of(product: Product) -> str | None:
    """The INN of a known product."""
    return next((name.text for name in product.names if name.kind is NameKind.INN), product.inn)
