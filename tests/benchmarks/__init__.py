"""What each part costs, and how well it reads: `make bench`, or `python -m tests.benchmarks [MODULE...]`.

Every module of this package but `__main__` is a benchmark: it has a function `figures()` that yields its figures, and
raises `Unavailable` where it lacks something. None of them is a test; nothing here fails a build.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value: what it is, how much, and its unit."""

    name: str
    value: float
    unit: str


class Unavailable(Exception):  # noqa: N818 (no error: there is nothing to measure)
    """Raised by a benchmark that lacks what it measures; the message says what."""
