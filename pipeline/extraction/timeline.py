"""Timeline: dates that mean something only beside the document's own date, and which date belongs to which step.

What belongs here: "last month", "on Thursday", "24 April" without a year, "this spring"; the choice among the dates of
a sentence; goal dates. What does not: dates that carry their year (`pipeline.sources.dates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.extraction.lexicon import rules
from pipeline.sources.dates import MONTH_PATTERN, MONTHS, WrittenDate, find_dates
from schemas.partial_date import PartialDate
from schemas.vocabulary import DatePrecision

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_RELATIVE = re.compile(
    r"\b(?:"
    r"(?P<monthday_only>on the \d{1,2}(?:st|nd|rd|th)\b(?! of| day| floor|,? \w+ \d{4}))|"
    rf"(?P<weekday>{'|'.join(_WEEKDAYS)})(?!,? (?:\w+ )?\d)|"
    r"(?P<yesterday>yesterday)|"
    r"(?P<last>last|this|earlier this|late last|early last|earlier in the|later that) (?P<unit>week|month|year|"
    r"spring|summer|autumn|fall|winter|quarter|"
    rf"{MONTH_PATTERN})|"
    rf"(?P<monthday>(?:{MONTH_PATTERN})\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\d|\.\d|,? \d{{4}}))|"
    rf"(?P<daymonth>(?<![\d,.$])\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{MONTH_PATTERN})\b(?!\.?,? \d{{4}}))|"
    rf"(?P<month>(?:in|since|of|during|until|by|late|early|mid|end of|last) ?-?(?:late |early |"
    rf"mid-)?(?P<name>{MONTH_PATTERN})\b(?!\.?,? \d))|"
    r"(?P<ago>(?:a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?P<agounit>day|week|month|"
    r"year)s? (?:ago|earlier|before))"
    r")"
)
_NUMBERS = {
    w: n for n, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=1)
} | {"a": 1}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at a place of the text; `deictic` when it was read beside the document's own date."""

    start: int
    end: int
    value: PartialDate
    deictic: bool = False


# What a date cannot do without.
_HINT = re.compile(r"\d|day|last|this|later|earlier|ago|" + MONTH_PATTERN)


def dates_in(text: str, folded: str, start: int, end: int, told: date | None) -> list[Dated]:
    """Return all dates of a stretch of text, in order."""
    if _HINT.search(folded, start, end) is None:
        return []
    found = [Dated(start + d.start, start + d.end, d.value) for d in find_dates(text[start:end])]
    found += [
        d
        for d in _relative(text, folded, start, end, told)
        if not any(o.start < d.end and d.start < o.end for o in found)
    ]
    return sorted(found, key=lambda d: d.start)


def respectively(dates: Sequence[Dated], folded: str, start: int, stop: int, count: int) -> Sequence[Dated] | None:
    """Return as many dates as there are things, where a stretch of text says that each has its own."""
    end = folded.find("respectively", start, stop)
    if end < 0:
        return None
    years = [Dated(m.start(), m.end(), PartialDate.of(int(m[0]))) for m in _YEAR.finditer(folded, start, end)]
    here = [d for d in dates if start <= d.start < end]
    here += [year for year in years if not any(d.start < year.end and year.start < d.end for d in here)]
    here.sort(key=lambda d: d.start)
    return here[-count:] if len(here) >= count > 1 else None


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


_ONCE_MORE = re.compile(r"(?:[,;]|\band)\s(?:and\s|then\s|again\s|later\s)*(?:on|in)\s$")
_FOR_IT = re.compile(r",?\sfor\b")


def once_more(dates: Sequence[Dated], folded: str, first: Dated, stop: int) -> Iterator[Dated]:
    """Yield the dates of a step that was taken again for other uses: "on May 1 for A, on June 1 for B"."""
    if not _FOR_IT.search(folded, first.end, stop):
        return
    for dated in dates:
        listed = _ONCE_MORE.search(folded, max(first.end, dated.start - 24), dated.start)
        if first.end < dated.start < stop and listed and _FOR_IT.match(folded, dated.end):
            yield dated


_YEAR_IN_BRACKETS = re.compile(r"\(((?:19|20)\d\d)\)")


def year_in_brackets(folded: str, start: int, end: int) -> Iterator[Dated]:
    """Yield the years that a line of a list gives in brackets and nothing else: "Abecma for myeloma (2021)"."""
    for match in _YEAR_IN_BRACKETS.finditer(folded, start, end):
        yield Dated(match.start(1), match.end(1), PartialDate.of(int(match[1])))


_SAME_DAY = re.compile(r"\b(?:on )?(?:the|that) (?:very )?same day\b|\bthat day\b")


def same_day(folded: str, start: int, end: int, before: PartialDate | None) -> Iterator[Dated]:
    """Yield "the same day" as the last day that was told before."""
    match = _SAME_DAY.search(folded, start, end)
    if match and before is not None:
        yield Dated(match.start(), match.end(), before)


_SAME_MONTH = re.compile(r"\b(?:the|that) (?:very )?same month\b|\bthat month\b")


def same_month(folded: str, start: int, end: int, before: PartialDate | None) -> Iterator[Dated]:
    """Yield "the same month" as the month of the last date that was told before."""
    match = _SAME_MONTH.search(folded, start, end)
    if match and before is not None and before.precision in {DatePrecision.DAY, DatePrecision.MONTH}:
        yield Dated(match.start(), match.end(), PartialDate.of(before.first_day.year, before.first_day.month))


def _relative(text: str, folded: str, start: int, end: int, told: date | None) -> Iterator[Dated]:
    if told is None:
        return
    for match in _RELATIVE.finditer(folded, start, end):
        value = _resolve(match, text, told)
        if value is not None:
            yield Dated(match.start(), match.end(), value, deictic=True)


def _resolve(match: re.Match[str], text: str, told: date) -> PartialDate | None:
    groups = match.groupdict()
    if groups["monthday_only"]:
        return _day_of_month(int(re.sub(r"\D", "", groups["monthday_only"])), told)
    if groups["weekday"]:
        back = (told.weekday() - _WEEKDAYS.index(groups["weekday"])) % 7
        return PartialDate.day(told - timedelta(days=back))
    if groups["yesterday"]:
        return PartialDate.day(told - timedelta(days=1))
    if groups["last"]:
        return _last(groups["last"], groups["unit"], told)
    if groups["monthday"] or groups["daymonth"]:
        return _without_year(groups["monthday"] or groups["daymonth"], told)
    if groups["month"]:
        return _latest_month(MONTHS[groups["name"]], told) if text[match.start("name")].isupper() else None
    return _ago(groups["ago"], groups["agounit"], told)


def _day_of_month(day: int, told: date) -> PartialDate | None:
    """The latest such day that is not after the document's own date."""
    month = told if day <= told.day else told.replace(day=1) - timedelta(days=1)
    try:
        return PartialDate.day(month.replace(day=day))
    except ValueError:
        return None


def _last(which: str, unit: str, told: date) -> PartialDate | None:
    before = "last" in which
    if unit in MONTHS:
        return _latest_month(MONTHS[unit], told)
    match unit:
        case "year":
            return PartialDate.of(told.year - before)
        case "month":
            first = told.replace(day=1)
            return PartialDate.of(*(((first - timedelta(days=1)) if before else first).timetuple()[:2]))
        case "quarter":
            number = (told.month - 1) // 3 + 1
            return PartialDate.quarter(told.year - (before and number == 1), (number - before - 1) % 4 + 1)
        case "week":
            monday = told - timedelta(days=told.weekday() + 7 * before)
            return _period(monday, min(told, monday + timedelta(days=6)))
        case _:
            return PartialDate.of(told.year - (before and told.month <= _SEASONS[unit][0]))


def _without_year(written: str, told: date) -> PartialDate | None:
    day = int("".join(character for character in written if character.isdigit()))
    name = next((word for word in re.split(r"[^a-z]+", written) if word in MONTHS), None)
    if name is None:
        return None
    for year in (told.year, told.year - 1):
        try:
            candidate = date(year, MONTHS[name], day)
        except ValueError:
            continue
        if candidate <= told:
            return PartialDate.day(candidate)
    return None


def _latest_month(month: int, told: date) -> PartialDate:
    return PartialDate.of(told.year if month <= told.month else told.year - 1, month)


def _ago(written: str, unit: str, told: date) -> PartialDate | None:
    word = written.split(maxsplit=1)[0]
    count = int(word) if word.isdigit() else _NUMBERS[word]
    if not written.endswith("ago"):
        return None
    match unit:
        case "day":
            return PartialDate.day(told - timedelta(days=count))
        case "week":
            return _period(told - timedelta(days=7 * count + 3), told - timedelta(days=7 * count - 3))
        case "month":
            months = told.year * 12 + told.month - 1 - count
            return PartialDate.of(months // 12, months % 12 + 1)
        case _:
            return PartialDate.of(told.year - count)


def _period(first: date, last: date) -> PartialDate | None:
    """The month, else the year, that holds both days; doubt coarsens a date."""
    if (first.year, first.month) == (last.year, last.month):
        return PartialDate.of(first.year, first.month)
    return PartialDate.of(first.year) if first.year == last.year else None


_DATELINE_END = re.compile(r"[ ,.]{0,3}(?:\(|/|--?[ ]|:)")


def _is_dateline(text: str, folded: str, dated: Dated) -> bool:
    """Tell whether a date stands in a dateline: places and names before it, a bracket or dash behind."""
    line = folded.rfind("\n", 0, dated.start) + 1
    if dated.start - line > _LONGEST_DATELINE or _DATELINE_END.match(folded, dated.end) is None:
        return False
    words = re.findall(r"[^\W\d_]+", text[line : dated.start])
    return all(word[0].isupper() or word in _LOWER_IN_PLACES for word in words)


_LONGEST_DATELINE = 80
_LOWER_IN_PLACES = frozenset({"and", "of", "de", "la", "on", "the"})
_NO_EVENT_DATE = re.compile(
    r"\b(?:by|until|till|before|through|as of|goal date (?:of|is|for)|action date (?:of|is|for|on)|"
    r"pdufa (?:date )?(?:of|is|for)|date of|expected (?:in|on|by|for)|"
    r"scheduled (?:for|on)|anticipated (?:in|on|by)|target(?:ed)? (?:for|in)|planned (?:for|in)|due (?:on|in|by)|"
    r"no later than|expires? (?:on|in)|valid (?:until|to)|"
    r"data cut-?off(?: date)?(?: of)?|established in|founded in|agreement of|ending|ended|at the|fiscal year|"
    r"presented (?:at|on|in)|published (?:in|on)|(?<!dates )(?<!dated )from|to|begin in|start in|launch in|"
    r"held (?:on|in)|expected to \w+ (?:in|by|on)|nearest|between)\s(?:the\s|about\s|around\s|"
    r"approximately\s)?(?:end of\s|middle of\s|start of\s|beginning of\s)?$"
)
_GOAL = re.compile(
    r"\b(?:pdufa|prescription drug user fee act|goal date|action date|target date|decision date|user[- ]fee date|"
    r"bsufa)\b"
)


# Words that assign a day without calling it a goal: "is expected to decide by 30 August".
_DECIDES_BY = re.compile(
    r"\b(?:decision|action|decide|act|rule|verdict|complete (?:its|the) review)\b[^.;]{0,60}?\b(?:by|due (?:by|on)|"
    r"expected (?:by|on)|before|no later than|on or before)\s(?=\w+\.? \d|\d)"
)


def goal_date(text: str, folded: str, start: int, end: int, told: date | None) -> PartialDate | None:
    """Return the goal date that a stretch of text assigns."""
    word = _GOAL.search(folded, start, end)
    decides = None if word else _DECIDES_BY.search(folded, start, end)
    if word is None and decides is None:
        return None
    dates = [Dated(start + d.start, start + d.end, d.value) for d in find_dates(text[start:end])] + list(
        _goal_without_year(folded, start, end, told)
    )
    if word is None:
        told_by = [d for d in dates if decides and d.start == decides.end()]
        return told_by[0].value if told_by else None
    near = [d for d in dates if -60 <= d.start - word.end() <= 110 or 0 <= word.start() - d.end <= 25]
    moved = [d for d in near if folded[max(0, d.start - 4) : d.start].endswith(" to ")]
    if moved and _MOVED.search(folded, start, end):
        return moved[-1].value
    later = [d for d in near if d.start >= word.end()]
    best = min(later or near, key=lambda d: abs(d.start - word.end()), default=None)
    return best.value if best else None


_EXTENDED_TO = re.compile(r"\b(?:to|until|till|through)\s(?:no later than\s)?$")


def extended_to(text: str, folded: str, start: int, end: int, told: date | None) -> PartialDate | None:
    """Return the day to which a review was extended ("extended the review by three months, to December 5")."""
    dates = [Dated(start + d.start, start + d.end, d.value) for d in find_dates(text[start:end])]
    dates += _goal_without_year(folded, start, end, told)
    new = [d.value for d in dates if _EXTENDED_TO.search(folded, max(start, d.start - 24), d.start)]
    later = [value for value in new if told is None or value.last_day >= told]
    return later[-1] if later else None


def goal_left(text: str, folded: str, start: int, end: int, told: date | None) -> PartialDate | None:
    """Return the goal date that a stretch of text says was given up for another ("from 6 April to 6 July")."""
    if _GOAL.search(folded, start, end) is None or _MOVED.search(folded, start, end) is None:
        return None
    dates = [Dated(start + d.start, start + d.end, d.value) for d in find_dates(text[start:end])]
    dates += _goal_without_year(folded, start, end, told)
    left = [d for d in dates if folded[max(0, d.start - 6) : d.start].endswith("from ")]
    return left[0].value if left else None


_MOVED = re.compile(r"\b(?:exten[ds]|mov|push|postpon|put back|shift|defer|delay|slip)\w*\b")


_GOAL_PAST = 45
"""A goal date without a year lies ahead, unless it passed within so many days."""


# Told in the past perfect, a goal is over too.
_OVER = re.compile(r"\bhad\b|\bmoved from\b")


def _goal_without_year(folded: str, start: int, end: int, told: date | None) -> Iterator[Dated]:
    if told is None:
        return
    for match in _RELATIVE.finditer(folded, start, end):
        written = match["monthday"] or match["daymonth"]
        if not written:
            continue
        past = _without_year(written, told)
        if past is None:
            continue
        day = past.first_day
        upcoming = day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day
        over = _OVER.search(folded, start, match.start()) is not None
        chosen = day if over or (told - day).days <= _GOAL_PAST else upcoming
        yield Dated(match.start(), match.end(), PartialDate.day(chosen))


@dataclass(frozen=True, slots=True)
class Rival:
    """Another step of the same sentence, which may own a date; one of the same verb shares it."""

    focus: tuple[int, int]
    clause: tuple[int, int]
    same_verb: bool


def choose(
    dates: Sequence[Dated],
    text: str,
    folded: str,
    focus: tuple[int, int],
    clause: tuple[int, int],
    rivals: Sequence[Rival],
    told: date | None,
    *,
    earlier: bool = False,
) -> Dated | None:
    """Return the date of a step: in its own clause before others, behind its words before those ahead of them.

    Args:
        dates: The dates of the sentence.
        text: The text.
        folded: The folded text.
        focus: The words of the step.
        clause: The borders of its clause.
        rivals: The other steps of the sentence.
        told: The document's own date; later dates are none of a fact.
        earlier: Whether the step is told as earlier than the others ("had requested"): their date is not its own.
    """
    fit = [d for d in dates if not _other_use(text, folded, d) and (told is None or d.value.first_day <= told)]
    own = [d for d in fit if clause[0] <= d.start < clause[1]]
    here = [rival for rival in rivals if rival.clause == clause]
    after = [
        d
        for d in own
        if d.start >= focus[0] and not any(focus[1] <= r.focus[0] < d.start and not r.same_verb for r in here)
    ]
    before = [
        d
        for d in own
        if d.end <= focus[0]
        and not any(r.focus[0] < d.start or (earlier and r.focus[0] < focus[0]) for r in here)
        and _COMES_AFTER.search(folded, d.end, focus[0]) is None
    ]
    if after or before:
        return after[0] if after else before[-1]
    free = [d for d in fit if not any(c[0] <= d.start < c[1] for c in [clause, *(r.clause for r in rivals)])]
    later = [d for d in free if d.start >= clause[1] and not _OF_ANOTHER.search(folded, clause[1], d.start)]
    if later:
        return later[0]
    ahead = [d for d in free if _COMES_AFTER.search(folded, d.end, max(d.end, focus[0])) is None]
    return ahead[-1] if ahead else None


_UNCERTAIN = re.compile(
    r"\b(?:should|would|could|may|might|will|expected|due|planned|around the (?:end|middle|turn)|by the end|"
    r"until the end|before the end)\b[^.;]{0,40}$"
)
# A relative clause tells of something else than the clause that it hangs on.
_OF_ANOTHER = re.compile(r",?\s?(?:which|who|whose|where)\b")
# What is told behind such words happened before the date ahead of them.
_COMES_AFTER = re.compile(r"\b(?:after|following|since|because)\b")
_GOAL_BEHIND = re.compile(
    r",?\s(?:as (?:the |its |a |an )?)?(?:new )?(?:pdufa|goal|target|action|user[- ]fee|deadline|bsufa)\b"
)


def _other_use(text: str, folded: str, dated: Dated) -> bool:
    if _GOAL_BEHIND.match(folded, dated.end) or _is_dateline(text, folded, dated):
        return True
    before = folded[max(0, dated.start - 40) : dated.start]
    if dated.deictic and (folded.startswith(("by ", "until "), dated.start) or _UNCERTAIN.search(before)):
        return True
    return _NO_EVENT_DATE.search(before) is not None


_ANNOUNCED = re.compile(
    r"\b(?:announced|announces|said|reported|reports|disclosed|told|informed|made (?:it |this )?known|confirmed|"
    r"revealed|let \w+ know)\b"
    r"[^.;]{0,60}?\s(?:on|of)\s(?:\w+day,? )?$"
)
_TELLS = r"\b(?:announce[ds]|said|says|reported|reports|disclosed|told|made (?:it |this )?known|revealed)"
_TOLD_ON = re.compile(_TELLS + r",?\s(?:(?:late|early)\s)?(?:(?:on|this)\s)?(?:\w+day,?\s)?(?:on\s)?$")
# A few words, the name of who tells it, stand between.
_ON_WHICH_TOLD = re.compile(r",?\s(?:\([^)]{1,40}\)\s|[^\s,.;]+\s){1,5}?" + _TELLS + r"\sthat\b")


def is_announcement(folded: str, dated: Dated) -> bool:
    """Tell whether a day is that of the telling ("said on Tuesday that", "on 4 May 2021 X announced that")."""
    return dated.value.precision is DatePrecision.DAY and (
        _TOLD_ON.search(folded, max(0, dated.start - 40), dated.start) is not None
        or _ON_WHICH_TOLD.match(folded, dated.end) is not None
    )


_DECIDED = re.compile(
    r"\W{0,3}(?:the|its|this)\s(?:[\w'-]+\s){0,3}?(?P<noun>" + "|".join(rules("frames")["dated"]) + r")\b"
)


def announced_on(folded: str, start: int, dates: Sequence[Dated]) -> PartialDate | None:
    """Return the day on which a sentence says that its news was announced."""
    for dated in dates:
        if dated.value.precision is DatePrecision.DAY and _ANNOUNCED.search(
            folded, max(start, dated.start - 110), dated.start
        ):
            return dated.value
    return None


def decided_on(text: str, folded: str, start: int, end: int, dates: Sequence[Dated]) -> tuple[str, PartialDate] | None:
    """Return what a sentence dates that opens with it ("The decision is dated 16 December"), and the date."""
    match = _DECIDED.match(folded, start, end)
    if match is None:
        return None
    near = [d for d in dates if 0 <= d.start - match.end() <= _DECIDED_REACH and not _other_use(text, folded, d)]
    return (match["noun"], near[0].value) if near else None


_DECIDED_REACH = 60


__all__ = ["DatePrecision", "Dated", "Rival", "WrittenDate", "choose", "dates_in", "goal_date"]
