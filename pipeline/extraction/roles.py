"""Roles: the regulator, the therapy and the sponsor of a step.

What belongs here: choosing among the mentions of a clause and a sentence, and inheritance from what was said before.
What does not: finding the mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.extraction.enumeration import Enumeration, meant, sets
from pipeline.extraction.frames import Frame
from pipeline.extraction.layout import Sentence, Zone
from pipeline.extraction.lexicon import Kind, Mention, rules
from pipeline.extraction.products import Named, Products, Therapy
from pipeline.extraction.timeline import Dated
from pipeline.extraction.usage import Usage, in_headline
from schemas.vocabulary import MilestoneType

OPEN_JURISDICTION = "ZZ"

_JOINED = re.compile(
    r"(?:'s\b)?[\s,/&()\"']*(?:(?:and|as well as|both|or|the|in|by|from|with|then|also|for|its|respectively|"
    r"regulators?|markets?|authorit(?:y|ies)|agency|ministry|u\.s\.|plus)[\s,/&()\"']*){0,6}"
)
_COMPOUND = re.compile(r"['s]{0,2}[\s\"'(]*(?:(?!and\b|or\b|but\b)\w+['s]{0,2}\s){0,2}$")
_ROLE_PREPOSITION = re.compile(
    r"\b(?:by|from|of|in|with|to|at|across|within|for|throughout|before|on)\s(?:the\s|both\s|its\s|mainland\s|all\s)?$"
)
_BY_ALL = re.compile(r"\b(?:by|from)\s(?:the\s)?$")
_ACTIVE_REGULATOR = frozenset(
    {
        "approve",
        "clear",
        "accept",
        "grant",
        "reject",
        "refuse_to_file",
        "revoke",
        "place",
        "lift",
        "recommend",
        "recommend_against",
        "postpone",
        "require",
        "investigate",
        "designate",
        "file",
        "change",
    }
)


@dataclass(frozen=True, slots=True)
class Regulator:
    """Who decided, and the words that say so."""

    jurisdiction: str
    mention: Mention | None
    rule: str


@dataclass(slots=True)
class Discourse:
    """What was said so far."""

    main: Therapy | None = None
    sole: bool = False
    digest: bool = False
    topic: tuple[Therapy, ...] = ()
    section: tuple[Therapy, ...] = ()
    paragraph: int = -1
    regulator: Mention | None = None
    ministry: Mention | None = None
    default: str | None = None
    group: tuple[Therapy, ...] = ()
    jurisdiction: str | None = None
    place: str | None = None
    enumerations: tuple[Enumeration, ...] = ()
    listed: Enumeration | None = None


def jurisdiction_of(mention: Mention) -> str:
    """The jurisdiction of an agency or place."""
    return mention.term.detail if mention.kind is Kind.AGENCY else mention.value


@cache
def _places() -> dict[str, Any]:
    return rules("places")


@cache
def _at_home() -> re.Pattern[str]:
    """What makes a place somebody's home."""
    return re.compile(rules("agencies")["at_home"]["behind"])


def agency_for(jurisdiction: str, milestone: MilestoneType, designation: str | None) -> str | None:
    """The body that takes this step there."""
    place = _places().get(jurisdiction)
    if place is None or jurisdiction == OPEN_JURISDICTION:
        return None
    others = place.get("authorises", {})
    step = "orphan" if designation == "ORPHAN" else milestone.value
    return str(others.get(step, place["agency"]))


def regulators(
    frame: Frame, limits: tuple[int, int], mentions: Sequence[Mention], folded: str, discourse: Discourse
) -> list[Regulator]:
    """Return the regulators of a step: several where the text joins them."""
    allowed = _allowed(frame)
    candidates = [
        m
        for m in mentions
        if m.kind in {Kind.AGENCY, Kind.PLACE}
        and not _abbreviates(m, mentions, folded)
        and not (m.kind is Kind.PLACE and _at_home().match(folded, m.end))
        and (allowed is None or jurisdiction_of(m) in allowed)
    ]
    chosen, rule = _choose(frame, limits, candidates, mentions, folded)
    if chosen is not None:
        return [Regulator(jurisdiction_of(m), m, rule) for m in _joined(chosen, candidates, folded)]
    home = _home(frame, mentions, folded)
    if home is not None and (allowed is None or home in allowed):
        return [Regulator(home, None, "home of the company")]
    if allowed and len(allowed) == 1:
        return [Regulator(next(iter(allowed)), None, "jurisdiction of the term")]
    if discourse.place and (allowed is None or discourse.place in allowed):
        return [Regulator(discourse.place, None, "heading")]
    ministry = _ministry(frame, mentions, folded, discourse)
    if ministry is not None:
        return [Regulator(jurisdiction_of(ministry), ministry, "ministry named before")]
    if discourse.regulator is not None and (allowed is None or jurisdiction_of(discourse.regulator) in allowed):
        return [Regulator(jurisdiction_of(discourse.regulator), discourse.regulator, "regulator named before")]
    if discourse.default and (allowed is None or discourse.default in allowed):
        return [Regulator(discourse.default, None, "regulator of the document")]
    if discourse.jurisdiction and (allowed is None or discourse.jurisdiction in allowed):
        return [Regulator(discourse.jurisdiction, None, "regulator of the step before")]
    return []


_AT_HOME = re.compile(r"\b(?:domestic|domestically|at home|home market|home country)\b")


def _home(frame: Frame, mentions: Sequence[Mention], folded: str) -> str | None:
    """The country of the company named, where a sentence speaks of its home: "applied for domestic approval"."""
    sentence = frame.sentence
    if not _AT_HOME.search(folded, sentence.start, sentence.end):
        return None
    homes = {m.term.detail for m in mentions if m.kind is Kind.COMPANY and m.term.detail in _places()}
    return homes.pop() if len(homes) == 1 else None


def _ministry(frame: Frame, mentions: Sequence[Mention], folded: str, discourse: Discourse) -> Mention | None:
    """The last ministry named, where the clause says "the ministry"."""
    begin, stop = frame.sentence.clause_of(frame.focus[0])
    said = any(
        m.kind is Kind.REGULATOR and begin <= m.start < stop and "ministry" in folded[m.start : m.end] for m in mentions
    )
    return discourse.ministry if said else None


def _abbreviates(mention: Mention, mentions: Sequence[Mention], folded: str) -> bool:
    """Tell whether an agency's letters in brackets stand for another agency named in full before them."""
    return folded[mention.start - 1 : mention.start] == "(" and any(
        m.kind is Kind.AGENCY and 0 <= mention.start - m.end <= 2 and jurisdiction_of(m) != jurisdiction_of(mention)
        for m in mentions
    )


def _allowed(frame: Frame) -> frozenset[str] | None:
    stated = frame.facts.get("jurisdictions")
    if stated:
        return frozenset(stated)
    if frame.milestone is MilestoneType.OPINION:
        return frozenset({"EU"})
    application = frame.facts.get("application")
    if application in {"BLA", "sBLA"}:
        return frozenset({"US", "CN"})
    if application in {"NDS", "sNDS"}:
        return frozenset({"CA"})
    if application == "TYPE_II":
        return frozenset({"EU"})
    return None


def _choose(
    frame: Frame, limits: tuple[int, int], candidates: list[Mention], mentions: Sequence[Mention], folded: str
) -> tuple[Mention | None, str]:
    start, end = frame.start, frame.end
    begin, stop = frame.sentence.clause_of(frame.focus[0])
    anchor = frame.thing.start if frame.thing else frame.focus[0]
    compound = [
        m
        for m in candidates
        if m.end <= anchor and anchor - m.end <= 24 and _COMPOUND.fullmatch(folded[m.end : anchor])
    ]
    inside = [m for m in candidates if start <= m.start and m.end <= end]
    right = [m for m in candidates if max(end, frame.focus[1]) <= m.start < min(limits[1], stop)]
    right = [m for m in right if _ROLE_PREPOSITION.search(folded[max(0, m.start - 24) : m.start])]
    left = [m for m in candidates if begin <= m.start and m.end <= frame.focus[0]]
    active = frame.verb is not None and not frame.passive and frame.verb.value in _ACTIVE_REGULATOR
    further = [m for m in candidates if max(limits[1], frame.end) <= m.start < stop and m.kind is Kind.AGENCY]
    further = [m for m in further if _BY_ALL.search(folded, max(0, m.start - 16), m.start)]
    orders = [
        ("beside", compound[-1:]),
        ("by", _agencies_first(right)),
        ("by, for all", further[:1] if not right and frame.verb is not None and frame.verb.value == "receive" else []),
        ("subject", left[-1:]),
        ("inside", inside[:1]),
    ]
    if active and frame.verb:
        ahead = [m for m in left if m.end <= frame.verb.start]
        subject = [m for m in ahead if m.kind is Kind.AGENCY or frame.verb.start - m.end <= _RIGHT_BEFORE] or ahead
        orders.insert(0, ("subject", subject[-1:]))
    for rule, found in orders:
        if found:
            return found[0], rule
    anaphor = next((m for m in mentions if m.kind is Kind.REGULATOR and begin <= m.start < stop), None)
    if anaphor is not None:
        named = [m for m in candidates if m.end <= anaphor.start]
        return (named[-1], "named in the sentence") if named else (None, "")
    elsewhere = sorted(
        candidates, key=lambda m: (m.kind is not Kind.AGENCY, min(abs(m.start - end), abs(start - m.end)))
    )
    return (elsewhere[0], "sentence") if elsewhere else (None, "")


def _agencies_first(found: list[Mention]) -> list[Mention]:
    if not found:
        return []
    first = found[0]
    same = [m for m in found if m.kind is Kind.AGENCY and m.start - first.end < 40]
    return [*same[:1], first] if same and jurisdiction_of(same[0]) == jurisdiction_of(first) else [first]


def _joined(chosen: Mention, candidates: list[Mention], folded: str) -> list[Mention]:
    """The chosen mention and those joined to it by commas and "and"; one of each jurisdiction."""
    at = candidates.index(chosen)
    group = [chosen]
    for step in (1, -1):
        edge, position = chosen, at + step
        while 0 <= position < len(candidates):
            other = candidates[position]
            low, high = (edge, other) if step == 1 else (other, edge)
            if low.end > high.start or not _JOINED.fullmatch(folded[low.end : high.start]):
                break
            group.append(other)
            edge, position = other, position + step
    unique: dict[str, Mention] = {}
    for mention in sorted(group, key=lambda m: m.start):
        unique.setdefault(jurisdiction_of(mention), mention)
    return list(unique.values())


_GAP = re.compile(
    r"[,;]?\s(?:and |then |but )?(?:also |later |subsequently |then )?(?:in|by|from|for)?\s?(?:the\s|mainland\s)?"
)
_TO_DATE = re.compile(
    r"[^.;,:]{0,28}?,?\s(?:on|in|of|since|during|later, in|later in|earlier, in)?\s?(?:early |late |mid-)?"
)


def gapped(
    mentions: Sequence[Mention], dates: Sequence[Dated], folded: str, start: int, stop: int
) -> Iterator[tuple[Mention, Dated]]:
    """Yield the regulators or places, each with its date, that follow a step without a verb of their own."""
    at = start
    for mention in mentions:
        if mention.kind is Kind.VERB and at <= mention.start < stop:
            return
        if mention.kind not in {Kind.AGENCY, Kind.PLACE} or not at <= mention.start < stop:
            continue
        if not _GAP.fullmatch(folded, at, mention.start):
            return
        when = next((d for d in dates if d.start >= mention.end), None)
        if when is None or when.start >= stop or not _TO_DATE.fullmatch(folded, mention.end, when.start):
            return
        yield mention, when
        at = when.end


_NEXT = re.compile(r"[,;]?\s(?:and |then )(?:also |later )?")
_TO_ITS_DATE = re.compile(r"[^.;,:]{0,60}?,?\s(?:on|in|of|since|that)\s(?:early |late |mid-)?")


def gapped_products(
    products: Products, dates: Sequence[Dated], folded: str, start: int, stop: int
) -> Iterator[tuple[Therapy, Dated]]:
    """Yield the therapies, each with its date, that follow a dated step without a verb: "X in May and Y in June"."""
    at = start
    for named in products.within(start, stop):
        if not _NEXT.fullmatch(folded, at, named.start):
            return
        when = next((d for d in dates if d.start >= named.end), None)
        if when is None or when.start >= stop or not _TO_ITS_DATE.fullmatch(folded, named.end, when.start):
            return
        yield named.therapy, when
        at = when.end


_SUBJECT_UNKNOWN = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][a-z]{3,}[a-z]*\b")
_RIGHT_BEFORE = 4
_PRODUCT_REACH = 170
_GIVES = re.compile(r"^[^.;]{0,140}?\b(?:for|to|of|on|covering|regarding|concerning|treatment)\b")


def therapies(
    frame: Frame,
    products: Products,
    mentions: Sequence[Mention],
    folded: str,
    discourse: Discourse,
) -> tuple[list[Therapy], str]:
    """Return the therapies of a step, and the rule that found them; `discourse.listed` is set when a list gave them."""
    discourse.listed = None
    sentence = frame.sentence
    begin, stop = sentence.clause_of(frame.focus[0])
    counted = _counted(frame, products, folded)
    if counted:
        return counted, "as many as counted"
    if frame.product is not None:
        return _with_joined(frame.product, products, sentence.start, sentence.end, folded), "object"
    if frame.anaphor is not None:
        if frame.anaphor.term.detail == "one" and len(products.therapies) == 1:
            return products.therapies, "the only one"
        ahead = [n for n in products.within(sentence.start, sentence.end) if n.end <= frame.anaphor.start]
        if ahead and frame.anaphor.term.detail == "one":
            return [ahead[-1].therapy], "said in the sentence"
        return _before(frame, products, discourse, folded, mentions)
    named = products.within(sentence.start, sentence.end)
    right = [n for n in named if frame.end <= n.start < min(stop, frame.end + _PRODUCT_REACH)]
    inside = [n for n in named if frame.start <= n.start and n.end <= frame.end]
    left = [n for n in named if begin <= n.start and n.end <= frame.start]
    close = [n for n in right if _GIVES.match(folded[frame.end : n.start] + " ")]
    told_here = bool(close or inside or left) or any(n.end <= frame.start for n in named)
    if frame.usage is Usage.NOMINAL and not told_here and _SAID.search(folded, 0, frame.start):
        before = _before(frame, products, discourse, folded, mentions)
        if before[0]:
            return before
    for rule, found, pick in (
        ("for", [n for n in close if n.start - frame.end <= 110], 0),
        ("between", inside, 0),
        ("subject", left, -1),
        ("for", right, 0),
        ("sentence before", [n for n in named if n.end <= frame.start], -1),
        ("sentence after", [n for n in named if n.start >= frame.end], 0),
    ):
        if found:
            return _with_joined(found[pick], products, sentence.start, sentence.end, folded), rule
    return _before(frame, products, discourse, folded, mentions)


def _counted(frame: Frame, products: Products, folded: str) -> list[Therapy]:
    """The therapies of a sentence that says behind the verb how many they are: "approved two products: A and B"."""
    if frame.verb is None:
        return []
    named = products.within(frame.verb.end, frame.sentence.end)
    found = list(dict.fromkeys(n.therapy for n in named))
    for words in sets(folded, frame.verb.end, frame.sentence.end):
        if words.count == len(found) and words.start - frame.verb.end <= 12:
            return found
    return []


def _before(
    frame: Frame, products: Products, discourse: Discourse, folded: str, mentions: Sequence[Mention]
) -> tuple[list[Therapy], str]:
    """The therapies spoken of before, unless the sentence speaks of another medicine."""
    sentence = frame.sentence
    for words in sets(folded, sentence.start, sentence.end):
        discourse.listed = meant(words, sentence, discourse.enumerations, folded)
        if discourse.listed is not None:
            return [item.therapy for item in discourse.listed.items], "list"
    if frame.anaphor is not None and frame.anaphor.term.detail == "set":
        return [], ""
    if products.foreign_within(sentence.start, sentence.end) or _OTHERS.search(folded, sentence.start, sentence.end):
        return [], ""
    owned = _of_company(frame, products, mentions)
    if owned:
        return owned, "the company's"
    if frame.usage is Usage.NOMINAL and not (
        in_headline(sentence, folded)
        or _GIVES_BACK.search(folded, sentence.start, frame.start)
        or discourse.sole
        or discourse.section
    ):
        return [], ""
    if any(m.kind is Kind.ANAPHOR and m.term.detail == "many" for m in mentions) and len(discourse.group) > 1:
        return list(discourse.group), "several said just before"
    return _ahead(frame, products, discourse) or _spoken_of(sentence, discourse)


def _of_company(frame: Frame, products: Products, mentions: Sequence[Mention]) -> list[Therapy]:
    """The one therapy of the document that belongs to the company before the verb, where others have their own."""
    begin, _ = frame.sentence.clause_of(frame.start)
    actors = [m.value for m in mentions if m.kind is Kind.COMPANY and begin <= m.start <= frame.start]
    therapies = products.therapies
    if not actors or len(therapies) < _SEVERAL:
        return []
    owned = [t for t in therapies if t.known and t.known.company_id == actors[-1]]
    return owned if len(owned) == 1 else []


_SEVERAL = 2


def _spoken_of(sentence: Sentence, discourse: Discourse) -> tuple[list[Therapy], str]:
    """The therapy of the sentence before, of the section, or of the document."""
    if discourse.topic and sentence.paragraph - discourse.paragraph <= 1:
        return list(discourse.topic), "said just before"
    if discourse.section:
        return list(discourse.section), "heading"
    if discourse.main and (discourse.sole or sentence.paragraph - discourse.paragraph <= 2):
        return [discourse.main], "therapy of the document"
    return [], ""


def _ahead(frame: Frame, products: Products, discourse: Discourse) -> tuple[list[Therapy], str] | None:
    """In a digest, the therapy named first behind where an item begins; None where the text goes on."""
    sentence = frame.sentence
    if not discourse.digest or sentence.paragraph == discourse.paragraph or sentence.zone is Zone.TITLE:
        return None
    behind = products.within(sentence.end, sentence.end + (_NEXT_ITEM if sentence.heading else _NEXT_SENTENCE))
    if behind:
        return [behind[0].therapy], "named just behind"
    return ([], "") if sentence.heading and frame.anaphor is None else None


_NEXT_ITEM = 500
_NEXT_SENTENCE = 300


# Several things, or other ones, as what is acted upon: not the product said before.
_OTHERS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|several|many|some|other|another|various|numerous|most)\s"
    r"(?:(?!prior|previous|earlier|systemic|preceding)\w+\s){0,2}"
    r"(?:medicines|products|therapies|drugs|applications|antibodies|biosimilars|generics|treatments|tests|devices|"
    r"biologics|companies)\b|"
    r"\b(?:makers|manufacturers|developers|sponsors|companies|firms|academics|hospitals) "
    r"(?:in|of|from|across|have|had|are|were|can|may|get|must|that|who)\b|"
    r"(?:\b(?:half|percent|majority|number|dozens|hundreds|thousands)|%) of\b"
)
_SAID = re.compile(r"\b(?:the|that|this|its)\s$")
_GIVES_BACK = re.compile(r"\b(?:its|the|this|our|their)\b")
_PRODUCTS_JOINED = re.compile(
    r"[\s,;®™()\"'/&]*(?:(?:and|as well as|both|or|the|its|for|plus|together with|along with|those of|that of|of|"
    r"in (?:the )?(?:united states|u\.s\.|us|eu|european union))[\s,®™()\"'/&]*){0,4}"
)


_OF_ANOTHER = re.compile(r"[\s®™)]*,?\s(?:and|&)\s[\w&./ -]{2,40}(?:'s|s')\s")
_EACH_FOR = re.compile(r"[\s®™]*\sfor\s[^.;:,]{3,70},?\s(?:and|as well as)\s(?:for\s|the\s|its\s)?")


def _with_joined(first: Named, products: Products, start: int, end: int, folded: str) -> list[Therapy]:
    named = products.within(start, end)
    at = named.index(first) if first in named else -1
    if at < 0:
        return [first.therapy]
    found = [first.therapy]
    for step in (1, -1):
        edge, position = first, at + step
        while 0 <= position < len(named):
            other = named[position]
            low, high = (edge, other) if step == 1 else (other, edge)
            between = folded[low.end : high.start] if high.start >= low.end else ""
            between = re.sub(r"\([^)]*\)", "", between)
            if not any(joins.fullmatch(between) for joins in (_PRODUCTS_JOINED, _EACH_FOR, _OF_ANOTHER)):
                break
            found.append(other.therapy)
            edge, position = other, position + step
    return list(dict.fromkeys(found))


_COMPANY = re.compile(
    r"(?:(?<![\w-])|(?<=--))((?:[A-Z][\w&'’.-]*[ ]){0,4}?"
    r"[A-Z][\w&'’-]*,? (?:Inc|Ltd|Limited|Corp|Corporation|Co|plc|PLC|AG|"
    r"SA|S\.A|N\.V|NV|GmbH|LLC|K\.K|AB|ASA|A/S|"
    r"BV|B\.V|SE|Therapeutics|Biotherapeutics|Pharma|Pharmaceuticals|Biosciences|Bioscience|Biotech|"
    r"Biotechnologies|Bio|Biologics|Biopharma|"
    r"Medicines|Medicine(?! Advanced)|Sciences|Genetics|Oncology|Biomedical|Cell|Regen|Genomics|"
    r"Immunotherapeutics)\b(?: (?:Therapeutics|Therapies|Therapy|Pharmaceuticals|Biosciences|Sciences)\b)?"
    # The full stop of a shortened word is its own, any other ends the sentence.
    r"(?:(?:(?<=Inc)|(?<=Ltd)|(?<=Corp)|(?<=Co)|(?<=\.[A-Z]))\.)?"
    r"(?:,? (?:(?:Co|Inc|Ltd|Corp)\b\.?|(?:Limited|plc)\b)){0,2})"
)


def company(
    frame_start: int, sentence_start: int, mentions: Sequence[Mention], text: str, main: str | None
) -> str | None:
    """Return the sponsor of a step: the last one named before it in the sentence, else that of the document."""
    known = [
        m
        for m in mentions
        if m.kind is Kind.COMPANY and sentence_start <= m.start <= frame_start and _is_written(m, text)
    ]
    written = _written_companies(text, mentions, sentence_start, max(sentence_start, frame_start))
    if written:
        return _bare_company(written[-1])
    if known:
        return text[known[-1].start : known[-1].end]
    return main


# What a dateline leaves before the name: "ROCKVILLE, Md. REGENX Inc.", "BOSTON, MA Quill Ltd."
_DATELINE_REST = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s(?=[A-Z])|"
    r"(?:.*\b(?:[A-Z][a-z]{1,6}|[A-Z]\.[A-Z])\.\s|(?<=, )[A-Z]{2}\s)(?=[A-Z])"
)


def _bare_company(written: re.Match[str]) -> str:
    """The name of a company as written, without the end of a dateline before it."""
    rest = _DATELINE_REST.match(written.string, written.start(1), written.end(1))
    return written.string[rest.end() if rest else written.start(1) : written.end(1)].strip()


def _is_written(mention: Mention, text: str) -> bool:
    """Tell whether a company's name is written as one: a lone word in lower case is a common word."""
    written = text[mention.start : mention.end]
    return " " in written or not written.islower()


_HEAD = 3000


def _written_companies(text: str, mentions: Sequence[Mention], start: int, end: int) -> list[re.Match[str]]:
    """What is written like a company and is no agency."""
    agencies = [(m.start, m.end) for m in mentions if m.kind is Kind.AGENCY and m.end > start and m.start < end]
    return [
        match
        for match in _COMPANY.finditer(text, start, end)
        if not any(begin < match.end() and match.start() < stop for begin, stop in agencies)
    ]


def main_company(text: str, mentions: Sequence[Mention]) -> str | None:
    """Return the sponsor that a document names first."""
    written = next(iter(_written_companies(text, mentions, 0, _HEAD)), None)
    known = next((m for m in mentions if m.kind is Kind.COMPANY and _is_written(m, text)), None)
    if written and (known is None or written.start() <= known.start + 200):
        return _bare_company(written)
    return text[known.start : known.end] if known else None


__all__ = [
    "Discourse",
    "Regulator",
    "agency_for",
    "company",
    "jurisdiction_of",
    "main_company",
    "regulators",
    "therapies",
]
