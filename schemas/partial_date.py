"""A date that says how precise it is."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.vocabulary import DatePrecision

_MONTHS_IN = {
    DatePrecision.MONTH: 1,
    DatePrecision.QUARTER: 3,
    DatePrecision.HALF: 6,
    DatePrecision.YEAR: 12,
}
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A calendar period given by its first day and its length.

    Raises:
        ValueError: when `first_day` does not begin a period of that precision.
    """

    first_day: date
    precision: DatePrecision

    def __post_init__(self) -> None:
        if self.precision is DatePrecision.DAY:
            return
        months = _MONTHS_IN[self.precision]
        if self.first_day.day != 1 or (self.first_day.month - 1) % months:
            raise ValueError(f"{self.first_day} does not begin a {self.precision}")

    @classmethod
    def day(cls, day: date) -> PartialDate:
        """Return that very day."""
        return cls(day, DatePrecision.DAY)

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
        """Return the day, month or year, as far as the parts go; ValueError where the calendar has no such day."""
        if month is None:
            return cls(date(year, 1, 1), DatePrecision.YEAR)
        if day is None:
            return cls(date(year, month, 1), DatePrecision.MONTH)
        return cls(date(year, month, day), DatePrecision.DAY)

    @classmethod
    def quarter(cls, year: int, number: int) -> PartialDate:
        """Return quarter 1 to 4 of a year."""
        return cls(date(year, 3 * number - 2, 1), DatePrecision.QUARTER)

    @classmethod
    def half(cls, year: int, number: int) -> PartialDate:
        """Return half 1 or 2 of a year."""
        return cls(date(year, 6 * number - 5, 1), DatePrecision.HALF)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; ValueError for anything else."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        return cls.of(*(int(part) for part in match.groups() if part is not None))

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        if self.precision is DatePrecision.DAY:
            return self.first_day
        month = self.first_day.month + _MONTHS_IN[self.precision] - 1
        return date(self.first_day.year, month, calendar.monthrange(self.first_day.year, month)[1])

    def iso(self) -> str:
        """Return `YYYY-MM-DD`, `YYYY-MM` or `YYYY`: the finest of these three forms that is not too precise."""
        match self.precision:
            case DatePrecision.DAY:
                return self.first_day.isoformat()
            case DatePrecision.MONTH:
                return f"{self.first_day.year:04d}-{self.first_day.month:02d}"
            case DatePrecision.QUARTER | DatePrecision.HALF | DatePrecision.YEAR:
                return f"{self.first_day.year:04d}"

    def compatible(self, other: PartialDate, *, within_days: int = 0) -> bool:
        """Tell whether both periods may mean one day, give or take `within_days`."""
        slack = timedelta(days=within_days)
        return self.first_day - slack <= other.last_day and other.first_day - slack <= self.last_day
