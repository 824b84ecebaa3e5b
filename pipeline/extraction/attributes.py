"""Attributes: what a step concerns: application, pathway, indication, line of treatment, population.

What belongs here: reading attributes from the sentences that tell of a step, and the application type that the law
leaves where the text states none. What does not: who, what and when.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from pipeline.extraction.lexicon import Kind, Mention, rules
from schemas.vocabulary import ApplicationType, MilestoneType, Outcome, Pathway, Population

OF_TRIALS = frozenset({MilestoneType.CLINICAL_HOLD, MilestoneType.HOLD_LIFTED, MilestoneType.TRIAL_CLEARANCE})
WITHOUT_APPLICATION = frozenset(
    {
        MilestoneType.DESIGNATION,
        MilestoneType.DESIGNATION_WITHDRAWAL,
        MilestoneType.LABEL_UPDATE,
        MilestoneType.SAFETY_ACTION,
        MilestoneType.AUTHORISATION_WITHDRAWAL,
    }
)
WITH_GOAL_DATE = frozenset(
    {
        MilestoneType.ACCEPTANCE,
        MilestoneType.PRIORITY_REVIEW,
        MilestoneType.GOAL_DATE_EXTENSION,
        MilestoneType.RESUBMISSION,
    }
)


@cache
def _places() -> dict[str, Any]:
    return rules("places")


def application_type(
    milestone: MilestoneType, jurisdiction: str, stated: str | None, *, supplement: bool
) -> ApplicationType | None:
    """Return the application type as stated, else the only one that the law leaves."""
    if milestone in WITHOUT_APPLICATION:
        return None
    place = _places().get(jurisdiction, {})
    if milestone in OF_TRIALS:
        legal = place.get("trial")
        return ApplicationType(stated if stated in {"IND", "CTA"} and legal != "IND" else legal) if legal else None
    if stated and stated not in {"IND", "CTA"} and _lawful(stated, jurisdiction):
        return ApplicationType(_as_supplement(stated) if supplement else stated)
    legal = place.get("supplement" if supplement else "first")
    return ApplicationType(legal) if legal else None


_SUPPLEMENTS = {"BLA": "sBLA", "NDA": "sNDA", "NDS": "sNDS"}


def _as_supplement(stated: str) -> str:
    return _SUPPLEMENTS.get(stated, stated)


def _lawful(stated: str, jurisdiction: str) -> bool:
    """Tell whether an application of that type can be filed there."""
    homes = {
        "BLA": {"US", "CN", "TW", "KR"},
        "sBLA": {"US", "CN"},
        "TYPE_II": {"EU", "GB"},
        "NDS": {"CA"},
        "sNDS": {"CA"},
        "MAA": {"EU", "GB", "CH", "AU", "SG", "IL", "SA", "BR", "AE", "KR", "HK"},
        "NDA": {"CN", "HK", "JP", "TW", "KR", "SG", "IN", "MO", "ZZ"},
        "sNDA": {"CN", "HK", "JP", "TW", "KR"},
    }
    return jurisdiction in homes.get(stated, set())


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
    rf"\b(?:at least |after |more than |≥ ?|minimum of |>= ?){_NUMBER.format('least')}(?: \(\d\))? (?:or more |"
    rf"additional )?(?:{_EARLIER} |different |systemic ){{0,2}}(?:systemic |lines? of |anti-?cancer )?{_LINES}|"
    rf"\b{_NUMBER.format('more')}(?: \(\d\))? or more (?:{_EARLIER} |systemic |"
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


def prior_lines(folded: str, start: int, end: int) -> int | None:
    """Return the least number of earlier lines of treatment that a stretch of text states."""
    if _OF_LINES.search(folded, start, end) is None:
        return None
    for match in _COUNT.finditer(folded, start, end):
        groups = {name: value.lower() for name, value in match.groupdict().items() if value}
        if re.search(
            r"\bmedian (?:of )?$|\bnumber of $|\bonly $", folded[max(start, match.start() - 14) : match.start()]
        ):
            continue
        if "line" in groups:
            ahead = folded[max(start, match.start() - 60) : match.start()]
            return _LINE[groups["line"]] + (_FAILED.search(ahead) is not None)
        if "short" in groups:
            return int(groups["short"]) - 1
        if "afterline" in groups:
            before = folded[max(start, match.start() - 40) : match.start()]
            if re.search(
                r"(?:after|refractory to|within \d+ months of|relapse[sd]? (?:after|following)|of|failed|fails|"
                r"following) $",
                before,
            ):
                return _WORDS[groups["afterline"]]
            continue
        count = _WORDS[next(iter(groups.values()))]
        return count + ("more than" in match.group())
    return None


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


def indication(text: str, folded: str, start: int, end: int, disease: Mention | None) -> str | None:
    """Return a disease as written, with the words that qualify it."""
    if disease is None:
        return None
    begin, stop = _widened(folded, start, end, disease)
    return re.sub(r"\s+", " ", text[begin:stop]).strip(" ,;:-–") or None


_BEFORE_DISEASE = re.compile(
    r"(?<![\w-])(?:(?:relapsed|refractory|relapsing|recurrent|or|and|and/or|/|r/r|rr|advanced|metastatic|severe|"
    r"unresectable|locally|newly|diagnosed|high-risk|"
    r"transfusion-dependent|dystrophic|certain|active|early|late|moderate|moderately|to|progressive|limb|"
    r"bi-allelic|inherited|chronic|acute|intermediate|previously|treated|untreated|adult|pediatric|hla-a\*02|"
    r"cd19-positive|cd19\+|"
    r"non-muscle|muscle|invasive|bcg-unresponsive|classical|follicular|primary|resectable|borderline|"
    r"treatment-resistant|steroid-refractory|refractory/relapsed|relapsed/refractory)[\s,/-]{1,2}){1,6}$"
)


def _widened(folded: str, start: int, end: int, disease: Mention) -> tuple[int, int]:
    """Widen a disease by the words that qualify it."""
    before = _BEFORE_DISEASE.search(folded, max(start, disease.start - 90), disease.start)
    stop = disease.end
    after = re.compile(r"\s\([a-z0-9/ -]{2,10}\)").match(folded, stop, end)
    return (before.start() if before else disease.start), (after.end() if after else stop)
