"""Attributes: what a step concerns: pathway, supplement, line of treatment, population, vote.

What belongs here: reading attributes from the sentences that tell of a step. What does not: who, what and when; what
the law says where the text says nothing (`law`); the use (`indications`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extraction.lexicon import Kind, Mention, rules
from schemas.vocabulary import Outcome, Pathway, Population


def pathways(mentions: Sequence[Mention], jurisdiction: str) -> tuple[Pathway, ...]:
    """Return the legal roads that the mentions name and that the jurisdiction knows."""
    found = {
        code
        for mention in mentions
        for code in (
            [mention.term.detail]
            if mention.kind is Kind.ATTRIBUTE and mention.value == "pathway"
            else (mention.term.facts or {}).get("pathway", "").split()
        )
    }
    only, never = rules("attributes")["only_in"], rules("attributes")["never_in"]
    return tuple(
        pathway
        for pathway in Pathway
        if pathway.value in found
        and jurisdiction in only.get(pathway.value, [jurisdiction])
        and jurisdiction not in never.get(pathway.value, ())
    )


def is_supplement(mentions: Sequence[Mention]) -> bool:
    """Tell whether the mentions say that a step adds to an authorisation."""
    return any(
        (mention.kind is Kind.ATTRIBUTE and mention.value == "supplement")
        or (mention.term.facts or {}).get("supplement")
        for mention in mentions
    )


_NUMBER = r"(?P<{0}>one|two|three|four|five|six|[1-6]|first|second|third|fourth|fifth)"
_WORDS = {
    word: number
    for number, words in enumerate(
        ("one 1 first", "two 2 second", "three 3 third", "four 4 fourth", "five 5 fifth", "six 6"), start=1
    )
    for word in words.split()
}
_EARLIER = r"(?:prior|previous|earlier|preceding)"
_LINES = r"(?:lines?|therap(?:y|ies)|treatments?|regimens?)"
_COUNT = re.compile(
    rf"(?:\b(?:at least |after |more than |minimum of )|≥ ?|>= ?){_NUMBER.format('least')}(?: \(\w+\))? (?:or more |"
    rf"additional )?(?:{_EARLIER} |different |systemic ){{0,2}}(?:systemic |lines? of |anti-?cancer )?{_LINES}|"
    rf"\b{_NUMBER.format('range')} ?(?:to|or|-) ?(?:two|three|four|five|[2-6]) (?:{_EARLIER} )?(?:systemic )?{_LINES}|"
    rf"\b{_NUMBER.format('more')}(?: \(\w+\))? or more (?:{_EARLIER} |systemic |"
    rf"different ){{0,2}}(?:systemic )?{_LINES}|"
    rf"\b{_NUMBER.format('prior')} (?:{_EARLIER} )(?:systemic )?{_LINES}|"
    rf"\b(?:received|failed|to|with|following|undergone|"
    rf"had) {_NUMBER.format('had')} (?:or more )?(?:{_EARLIER} )?(?:systemic )?(?:lines? of|regimens|{_EARLIER})|"
    rf"\b{_NUMBER.format('post')} or more (?:lines|regimens|systemic regimens|systemic therapies)|"
    r"\b(?P<line>second|third|fourth|fifth|2nd|3rd|4th)[- ](?:or later[- ])?line\b|\b(?P<short>[2-5])L\b|"
    r"\b(?P<afterline>first|second|third|one)[- ]line (?:chemo\w*|therapy|treatment|systemic therapy|standard)|"
    rf"\bat least {_NUMBER.format('later')}(?: \(\d\))? (?:\w+ ){{0,3}}{_LINES}",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\b(?:refractory to|relapse[sd]? after|progress\w* (?:on|after)|failed|failure of|months of)\b[^.;]{0,30}$"
)
_LINE = {"second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4}


# What a count of lines cannot do without.
_OF_LINES = re.compile(r"line|therap|treatment|regimen|[2-5]l\b", re.IGNORECASE)


_NUMBERED = re.compile(
    r"\b(?:one|two|three|four|five|six|first|second|third|fourth|fifth|[1-6](?:nd|rd|th|l)?)\b", re.IGNORECASE
)


def prior_lines(folded: str, start: int, end: int) -> int | None:
    """Return the least number of earlier lines of treatment that a stretch of text states."""
    if _OF_LINES.search(folded, start, end) is None or _NUMBERED.search(folded, start, end) is None:
        return None
    counts = [
        (match, {name: value.lower() for name, value in match.groupdict().items() if value})
        for match in _COUNT.finditer(folded, start, end)
    ]
    for match, groups in sorted(counts, key=lambda told: bool(_BY_LINE & told[1].keys())):
        count = _count(match, groups, folded, start)
        if count is not None:
            return count
    return None


# A count of lines tells more than the name of a line ("second-line ... after two or more lines").
_BY_LINE = frozenset({"line", "short", "afterline"})
_NO_COUNT = re.compile(r"\bmedian (?:of )?$|\bnumber of $|\bonly $")
_AFTER_LINE = re.compile(
    r"(?:after|refractory to|within \d+ months of|relapse[sd]? (?:after|following)|of|failed|fails|following) $"
)


def _count(match: re.Match[str], groups: dict[str, str], folded: str, start: int) -> int | None:
    if _NO_COUNT.search(folded, max(start, match.start() - 14), match.start()):
        return None
    if "line" in groups:
        return _LINE[groups["line"]] + (
            _FAILED.search(folded, max(start, match.start() - 60), match.start()) is not None
        )
    if "short" in groups:
        return int(groups["short"]) - 1
    if "afterline" in groups:
        after = _AFTER_LINE.search(folded, max(start, match.start() - 40), match.start())
        return _WORDS[groups["afterline"]] if after else None
    return _WORDS[next(iter(groups.values()))] + ("more than" in match.group())


_COUNTED = re.compile(r"\b(\d{1,2})\s?(?:-|:|to|against|versus|vs\.?)\s?(\d{1,2})\b")
_APPROVED = r"be (?:approved|authori[sz]ed|licen[sc]ed)"
_FOR = re.compile(
    r"\b(?:in favou?r|in its favou?r|for approval|supported|backed|endorsed|positive|favou?rable|"
    rf"benefits? outweigh\w*|yes|(?:should|may|can|could) {_APPROVED}|"
    r"(?:all \d+|every|unanimous(?:ly)?)\b[^.;:]{0,60}\bvoted\b[^.;:]{0,30}\bfor)\b"
)
_AGAINST = re.compile(
    # "A CAR-T against BCMA" is no vote.
    r"\b(?:(?<!car-t )(?<!cells )(?<!directed )against|negative|unfavou?rable|"
    r"did not (?:support|show|demonstrate|provide|establish)|does not|"
    r"not (?:been )?(?:supported|effective|shown|demonstrated|established|adequate|appropriate|enough|justified|valid)|"
    rf"(?:must|should|could) not {_APPROVED}|(?:cannot|can not) {_APPROVED}|neither|lacking|insufficient|rejected|no)\b"
)


def voted(folded: str, start: int, end: int) -> Outcome | None:
    """Return how a committee voted as far as a stretch of text tells: the count, turned round by "against"."""
    negative, positive = _AGAINST.search(folded, start, end), _FOR.search(folded, start, end)
    count = _COUNTED.search(folded, start, end)
    if count:
        ahead, behind = int(count[1]), int(count[2])
        if ahead == behind:
            return Outcome.MIXED
        carried = (ahead > behind) != (negative is not None and positive is None)
        return Outcome.POSITIVE if carried else Outcome.NEGATIVE
    if bool(positive) == bool(negative):
        return None
    return Outcome.POSITIVE if positive else Outcome.NEGATIVE


def population(mentions: Sequence[Mention], start: int, end: int) -> Population | None:
    """Return the age group that the mentions within a stretch of text name."""
    found = {
        mention.term.detail
        for mention in mentions
        if mention.kind is Kind.ATTRIBUTE and mention.value == "population" and start <= mention.start < end
    }
    if "both" in found or {"adult", "pediatric"} <= found:
        return Population.BOTH
    return Population(found.pop()) if found else None
