"""Dates that say how precise they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.partial_date import PartialDate
from schemas.vocabulary import DatePrecision

YEARS = st.integers(1900, 2100)
PARTIAL = st.one_of(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(PartialDate.day),
    st.builds(PartialDate.of, YEARS, st.integers(1, 12)),
    st.builds(PartialDate.of, YEARS),
    st.builds(PartialDate.quarter, YEARS, st.integers(1, 4)),
    st.builds(PartialDate.half, YEARS, st.integers(1, 2)),
)


@given(PARTIAL)
def test_a_period_begins_before_it_ends_and_the_next_day_is_outside(when: PartialDate) -> None:
    assert when.first_day <= when.last_day
    assert not when.compatible(PartialDate.day(when.last_day + timedelta(days=1)))
    assert not when.compatible(PartialDate.day(when.first_day - timedelta(days=1)))


@given(PARTIAL, PARTIAL)
def test_compatible_is_mutual(one: PartialDate, other: PartialDate) -> None:
    assert one.compatible(other) == other.compatible(one)
    assert one.compatible(one)


@given(PARTIAL)
def test_iso_never_claims_more_than_is_known(when: PartialDate) -> None:
    read = PartialDate.from_iso(when.iso())
    assert read.first_day <= when.first_day
    assert read.last_day >= when.last_day
    if when.precision in {DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR}:
        assert read == when


@given(st.dates(), st.sampled_from(DatePrecision))
def test_only_first_days_begin_a_period(day: date, precision: DatePrecision) -> None:
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}
    begins = precision is DatePrecision.DAY or (day.day == 1 and (day.month - 1) % months[precision.value] == 0)
    if begins:
        assert PartialDate(day, precision).first_day == day
    else:
        with pytest.raises(ValueError, match="does not begin"):
            PartialDate(day, precision)


@pytest.mark.parametrize("text", ["", "2024-1", "2024-13", "2024-02-30", "24-01-01", "2024-01-01T00", "２０２４"])
def test_other_forms_are_errors(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.from_iso(text)
