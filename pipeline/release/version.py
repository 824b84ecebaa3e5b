"""Calendar versions: the day of the newest source, counted on where that day already has a release."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

_VERSION = re.compile(r"(\d{4})\.(\d{2})\.(\d{2})(?:\.(\d+))?")
_WAREHOUSE = re.compile(r"(\d{4}-\d{2}-\d{2})-[0-9a-f]+")


class OldWarehouseError(Exception):
    """Raised when the warehouse is older than the release that it would follow."""


class EmptyWarehouseError(Exception):
    """Raised when the warehouse holds no document, so that no day can name its release."""


@total_ordering
@dataclass(frozen=True, slots=True)
class CalendarVersion:
    """`2026.11.24`, and `2026.11.24.1` for a second release of what was known on that day."""

    day: date
    count: int = 0

    def __str__(self) -> str:
        return f"{self.day:%Y.%m.%d}" + (f".{self.count}" if self.count else "")

    def __lt__(self, other: CalendarVersion) -> bool:
        return (self.day, self.count) < (other.day, other.count)

    @classmethod
    def parse(cls, text: str) -> CalendarVersion | None:
        """Return the version that the text is, or None where it is none."""
        match = _VERSION.fullmatch(text)
        if match is None:
            return None
        try:
            return cls(date(int(match[1]), int(match[2]), int(match[3])), int(match[4] or 0))
        except ValueError:
            return None


def next_version(warehouse_version: str, previous: CalendarVersion | None) -> CalendarVersion:
    """Return the version of a release of that warehouse after `previous`.

    Raises:
        EmptyWarehouseError: when the warehouse holds no document.
        OldWarehouseError: when the warehouse knows less than the previous release.
        ValueError: when the warehouse's version is not of the form `YYYY-MM-DD-<digest>`.
    """
    match = _WAREHOUSE.fullmatch(warehouse_version)
    if match is None:
        raise ValueError(f"{warehouse_version}: not the version of a warehouse")
    day = date.fromisoformat(match[1])
    if day == date.min:
        raise EmptyWarehouseError(f"warehouse {warehouse_version} holds no document; build it from a raw/ that does")
    if previous is None or day > previous.day:
        return CalendarVersion(day)
    if day < previous.day:
        raise OldWarehouseError(
            f"warehouse {warehouse_version} is older than release {previous}; build it from all of raw/,"
            " or name another folder with --output"
        )
    return CalendarVersion(day, previous.count + 1)
