"""The forms in which registers write days. A register names its form; anything else is refused.

No form is guessed: 03/04/2024 is a day of April in one register and of March in another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from pipeline.sources.dates import MONTHS
from pipeline.sources.rejection import RefusedError
from schemas.partial_date import PartialDate
from schemas.vocabulary import RejectionReason

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "S": 1925, "H": 1988, "R": 2018}
_LAST_YEAR_OF_ERA = {"昭和": 1989, "S": 1989, "平成": 2019, "H": 2019, "大正": 1926, "明治": 1912}
_FIRST_CENTURY_PIVOT = 64
"""A two-digit year from here on is of the last century: no register is older than 1964, none writes days after 2063."""


def _numbers(match: re.Match[str]) -> PartialDate:
    return PartialDate.day(date(int(match["year"]), int(match["month"]), int(match["day"])))


def _named_month(match: re.Match[str]) -> PartialDate:
    return PartialDate.day(date(_year(match["year"]), MONTHS[match["month"].lower()], int(match["day"])))


def _year(written: str) -> int:
    if len(written) == 4:
        return int(written)
    return int(written) + (1900 if int(written) >= _FIRST_CENTURY_PIVOT else 2000)


def _era(match: re.Match[str]) -> PartialDate:
    era = match["era"]
    number = 1 if match["year"] == "元" else int(match["year"])
    year = _ERAS[era] + number
    if number < 1 or year > _LAST_YEAR_OF_ERA.get(era, 9999):
        raise ValueError(f"{era} has no year {number}")
    return PartialDate.of(year, int(match["month"]), int(match["day"]))


def _partial(match: re.Match[str]) -> PartialDate:
    return PartialDate.from_iso(match[0])


_DAY, _MONTH, _YEAR = r"(?P<day>\d{2})", r"(?P<month>\d{2})", r"(?P<year>\d{4})"

FORMS: Mapping[str, tuple[re.Pattern[str], Callable[[re.Match[str]], PartialDate]]] = {
    form: (re.compile(pattern, re.ASCII), read)
    for form, pattern, read in (
        ("YYYY-MM-DD", rf"{_YEAR}-{_MONTH}-{_DAY}", _numbers),
        ("YYYY-MM-DD hh:mm:ss", rf"{_YEAR}-{_MONTH}-{_DAY}(?:[T ]00:00:00(?:\.0+)?)?", _numbers),
        ("YYYY[-MM[-DD]]", r"\d{4}(?:-\d{2}(?:-\d{2})?)?", _partial),
        ("YYYY/MM/DD", rf"{_YEAR}/{_MONTH}/{_DAY}", _numbers),
        ("YYYYMMDD", rf"{_YEAR}{_MONTH}{_DAY}", _numbers),
        ("DD/MM/YYYY", rf"{_DAY}/{_MONTH}/{_YEAR}", _numbers),
        ("MM/DD/YYYY", rf"{_MONTH}/{_DAY}/{_YEAR}", _numbers),
        ("DD.MM.YYYY", rf"{_DAY}\.{_MONTH}\.{_YEAR}", _numbers),
        ("D-Mon-YY", r"(?P<day>\d{1,2})-(?P<month>[A-Z][a-z]{2})-(?P<year>\d{2})", _named_month),
        ("DD-MON-YYYY", rf"{_DAY}-(?P<month>[A-Z]{{3}})-{_YEAR}", _named_month),
        ("Month D, YYYY", rf"(?P<month>[A-Z][a-z]+) (?P<day>\d{{1,2}}), {_YEAR}", _named_month),
        (
            "era",
            r"(?P<era>令和|平成|昭和|[RHS])\s?(?P<year>\d{1,2}|元)(?:年|\.|/)\s?(?P<month>\d{1,2})(?:月|\.|/)\s?(?P<day>\d{1,2})日?",
            _era,
        ),
    )
}
"""The forms by name: how it looks, and how it is read."""


def read_day(written: str, *forms: str, field: str) -> PartialDate:
    """Return the day in the first of the forms that fits the whole text.

    Raises:
        RefusedError: `DATE_FORM` where no form fits, or the calendar has no such day.
    """
    for form in forms:
        pattern, read = FORMS[form]
        match = pattern.fullmatch(written)
        if match is None:
            continue
        try:
            return read(match)
        except (ValueError, KeyError):
            break
    mend = f"this register writes days as {' or '.join(forms)}; if that has changed, say so in register.toml"
    raise RefusedError(RejectionReason.DATE_FORM, mend, field=field, value=written)
