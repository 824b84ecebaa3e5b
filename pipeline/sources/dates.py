"""Dates as sources write them.

What belongs here: reading dates that carry their own year (days, months, quarters, halves, years), and the day on
which a text says of itself that it was published. What does not: dates that mean something only beside another date
("last month", "on June 30"); those are read in `pipeline.extraction`.

Nothing is invented: an impossible day, an ambiguous order (03/04/2024) or a year that may be a mere number gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from schemas.partial_date import PartialDate
from schemas.vocabulary import DatePrecision


class WrittenDate(NamedTuple):
    """Characters `start` to `end` (end excluded) of a text, and the date that they write."""

    start: int
    end: int
    value: PartialDate


MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
ORDINALS: dict[str, int] = {
    word: number
    for number, words in enumerate(("first 1st", "second 2nd", "third 3rd", "fourth 4th final"), start=1)
    for word in words.split()
}

MONTH_PATTERN = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")"
_MONTH = rf"(?P<{{0}}month>{MONTH_PATTERN})\.?"
_DAY = r"(?P<{0}day>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<{0}year>(?:19|20)\d\d)"
_ORDINAL = r"(?P<{0}ordinal>first|1st|second|2nd|third|3rd|fourth|4th|final)"
_GAP = r"(?:\s{{1,3}}|-|/)"

# Each form with the prefix of its groups; the first that fits at a place wins. All quantifiers are bounded.
_FORMS = "|".join(
    form.format(prefix)
    for prefix, form in (
        ("a", rf"\b{_MONTH}\s{{{{0,3}}}}{_DAY}(?:,\s{{{{0,3}}}}|\s{{{{1,3}}}}){_YEAR}(?![\d%]|,\d)"),
        ("b", rf"(?<![\d,.$€£])\b{_DAY}{_GAP}(?:(?:day\s)?of\s)?{_MONTH}(?:,\s{{{{0,2}}}}|{_GAP}){_YEAR}(?![\d%]|,\d)"),
        ("c", rf"\b{_MONTH}(?:,?\s{{{{1,3}}}}|\sof\s|-|/){_YEAR}(?![\d%]|,\d)"),
        (
            "d",
            r"(?<![\d/.-])(?P<{0}year>(?:19|20)\d\d)(?P<{0}mark>[-/.])(?P<{0}number>\d\d?)(?P=dmark)(?P<{0}day>\d\d?)(?!\d|\.\d)",
        ),
        (
            "e",
            r"(?<![\d/.-])(?P<{0}one>\d{{1,2}})(?P<{0}mark>[/.-])(?P<{0}two>\d{{1,2}})(?P=emark)(?P<{0}year>(?:19|20)\d\d)(?!\d|\.\d)",
        ),
        (
            "f",
            r"(?<!\d)(?P<{0}year>(?:19|20)\d\d)\s?年\s?(?P<{0}number>\d{{1,2}})\s?月(?:\s?(?P<{0}day>\d{{1,2}})\s?日)?",
        ),
        ("g", rf"\b{_ORDINAL}[\s-]quarter(?:,?\s(?:of\s)?(?:the\s)?(?:year\s|calendar\s)?){_YEAR}(?!\d)"),
        (
            "h",
            r"\b(?:Q(?P<{0}ordinal>[1-4])|(?P<{0}number>[1-4])Q)[\s,/-]{{0,2}}(?:of\s|')?(?P<{0}year>(?:(?:19|20)\d\d|(?<=['Q])\d\d))(?![\d%])",
        ),
        ("i", rf"\b{_ORDINAL}[\s-]half(?:,?\s(?:of\s)?(?:the\s)?(?:year\s|calendar\s)?){_YEAR}(?!\d)"),
        (
            "j",
            r"\b(?:H(?P<{0}ordinal>[12])|(?P<{0}number>[12])H)[\s,/-]{{0,2}}(?:of\s)?(?P<{0}year>(?:19|20)\d\d)(?![\d%])",
        ),
        ("k", r"(?<![\d/.-])(?P<{0}year>(?:19|20)\d\d)-(?P<{0}number>\d\d)(?![\d/-])"),
        (
            "l",
            r"\b(?:in|since|during|of|by|from|until|through|early|late|mid|year|end)[\s-](?P<{0}year>(?:19|20)\d\d)"
            r"(?![\d%]|,\d|[-/–]\d|\.\d|\s(?:patients|participants|people|subjects|children|adults|shares|employees|"
            r"units|million|billion|thousand|[mk]g))",
        ),
    )
)
_DATE = re.compile(_FORMS, re.IGNORECASE)
_HOLDS_YEAR = re.compile(r"(?:19|20)\d\d|['Qq]\d\d")  # what every form cannot do without
_EARLIEST_YEAR, _LATEST_YEAR = 1980, 2060


def find_dates(text: str, *, day_first: bool | None = None) -> list[WrittenDate]:
    """Return the dates with a year of their own, in order, without overlap.

    Args:
        text: Any text.
        day_first: Tells the order of numeric dates such as 03/04/2024; None abstains unless only one order can be.
    """
    if _HOLDS_YEAR.search(text) is None:
        return []
    return [found for match in _DATE.finditer(text) for found in _read(match, day_first=day_first)]


def _read(match: re.Match[str], *, day_first: bool | None) -> Iterator[WrittenDate]:
    parts = {name[1:]: value for name, value in match.groupdict().items() if value is not None}
    form = str(match.lastgroup)[0]
    try:
        value = _value(form, parts, day_first=day_first)
    except ValueError:
        return
    if value is None or not _EARLIEST_YEAR <= value.first_day.year <= _LATEST_YEAR:
        return
    start = match.start(form + "year") if form == "l" else match.start()
    yield WrittenDate(start, match.end(), value)


def _value(form: str, parts: dict[str, str], *, day_first: bool | None) -> PartialDate | None:
    year = int(parts["year"]) if len(parts["year"]) == 4 else 2000 + int(parts["year"])
    match form:
        case "a" | "b" | "c":
            return _with_month_name(year, parts, alone=form == "c")
        case "d" | "f":
            return PartialDate.of(year, int(parts["number"]), int(parts["day"]) if "day" in parts else None)
        case "e":
            return _numeric(year, int(parts["one"]), int(parts["two"]), parts["mark"], day_first=day_first)
        case "g" | "h" | "i" | "j":
            written = (parts.get("ordinal") or parts["number"]).lower()
            number = ORDINALS.get(written) or int(written)
            return PartialDate.quarter(year, number) if form in "gh" else PartialDate.half(year, min(number, 2))
        case "k":
            month = int(parts["number"])
            return None if month > year % 100 else PartialDate.of(year, month)  # 2010-12 may be three years
        case "l":
            return PartialDate.of(year)
        case _:
            raise AssertionError(form)


def _with_month_name(year: int, parts: dict[str, str], *, alone: bool) -> PartialDate | None:
    if parts["month"] == "may" or (not alone and parts["month"] == "mar"):
        return None  # lower case: the verb, or no month at all
    return PartialDate.of(year, MONTHS[parts["month"].lower()], int(parts["day"]) if "day" in parts else None)


def _numeric(year: int, one: int, two: int, mark: str, *, day_first: bool | None) -> PartialDate | None:
    if one == two or two > 12:
        return PartialDate.of(year, one, two)
    if one > 12 or mark == "." or day_first:
        return PartialDate.of(year, two, one)
    return PartialDate.of(year, one, two) if day_first is False else None


# The head of a document ends where running text has gone on for so long, or after so many lines.
_HEAD_LINES, _HEAD_CHARACTERS = 40, 4000
_LONG_LINE = 240
# A line of the title block: a date with nothing before it but a weekday, a label or a place.
_BEFORE_DATE_IN_TITLE_BLOCK = re.compile(
    r"(?:[\W_]|\b(?:(?:published|posted|dated?|issued|released?|updated|announced)(?:\son|\sat)?|release date|news|"
    r"news release|press release|press|media release|first|source|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b)*",
    re.IGNORECASE,
)
_TITLE_BLOCK_LINE = 120
_PROSE = re.compile(r",?\s+(?:-\s+)?(?!at\b|by\b|in\b|last\b|updated\b)[a-z]|,\s[A-Z][a-z]+\s[a-z]+")
# A dateline: place names, the day, then a wire in brackets or slashes, or a dash.
_PLACE = re.compile(r"(?:[A-Z][\w.'’-]*|[,;&/|()—–-]|and|of|de|du|la|le|am|an|der|the|on|\s|\W){0,40}")
_AFTER_DATELINE = re.compile(
    r"\.?,?\s{0,3}(?:\(|/|--|[-–—:|])|\.?,?\s{0,3}(?:GLOBE|PR\s?N|BUSINESS WIRE)", re.IGNORECASE
)
_PLACE_LENGTH = 140


def dateline(text: str) -> date | None:
    """Return the day that the head of a document prints as its own, None where there is none or the head disagrees.

    A dateline ("CITY, State, March 04, 2024 (GLOBE NEWSWIRE) --") is believed before a line of the title block
    ("17 February 2025 | Monday | News").
    """
    lines = list(_head(text))
    wire = [day for line in lines for day in _in_dateline(line)]
    block = [day for line in lines for day in _in_title_block(line)]
    for days in (wire, block):
        if days:
            return days[0] if abs((max(days) - min(days)).days) <= 3 else None
    return None


def _head(text: str) -> Iterator[str]:
    long_lines = 0
    for line in text[:_HEAD_CHARACTERS].splitlines()[:_HEAD_LINES]:
        if not line.strip():
            continue
        yield line.strip()
        long_lines += len(line) > _LONG_LINE
        if long_lines == 2:
            return


def _in_dateline(line: str) -> Iterator[date]:
    head = line[: _PLACE_LENGTH + 80]
    for found in find_dates(head)[:1]:
        if found.value.precision is not DatePrecision.DAY or found.start > _PLACE_LENGTH:
            return
        place = head[: found.start].strip()
        if _AFTER_DATELINE.match(head, found.end) and len(line) > found.end + 20 and _is_place(place):
            yield found.value.first_day


def _is_place(words: str) -> bool:
    return _PLACE.fullmatch(words) is not None


def _in_title_block(line: str) -> Iterator[date]:
    if len(line) > _TITLE_BLOCK_LINE:
        return
    for found in find_dates(line)[:1]:
        alone = _BEFORE_DATE_IN_TITLE_BLOCK.fullmatch(line[: found.start]) and not _PROSE.match(line, found.end)
        if alone and found.value.precision is DatePrecision.DAY:
            yield found.value.first_day
