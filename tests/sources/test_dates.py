"""Dates as sources write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.dates import dateline, find_dates
from schemas.partial_date import PartialDate

DAYS = st.dates(date(1981, 1, 1), date(2059, 12, 31))
FORMS = [
    "{0:%B} {0.day}, {0.year}",
    "{0:%b} {0.day}, {0.year}",
    "{0:%B} {0.day:02}, {0.year}",
    "{0.day} {0:%B} {0.year}",
    "{0.day:02} {0:%b} {0.year}",
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%d.%m.%Y}",
]


def values(text: str, *, day_first: bool | None = None) -> list[PartialDate]:
    return [found.value for found in find_dates(text, day_first=day_first)]


@given(DAYS, st.sampled_from(FORMS))
def test_a_day_is_read_from_every_form(day: date, form: str) -> None:
    text = f"It was approved on {form.format(day)} by the agency."
    (found,) = find_dates(text)
    assert found.value == PartialDate.day(day)
    assert text[found.start : found.end] == form.format(day)


@given(DAYS)
def test_order_of_numbers_is_never_guessed(day: date) -> None:
    written = f"on {day:%d/%m/%Y} it"
    assert values(written, day_first=True) == [PartialDate.day(day)]
    unsure = day.day <= 12 and day.day != day.month
    assert values(written) == ([] if unsure else [PartialDate.day(day)])


@given(st.text())
def test_any_text_gives_ordered_spans_within_it(text: str) -> None:
    end = 0
    for found in find_dates(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


@given(DAYS, st.text(alphabet=st.characters(categories=("Lu", "Ll", "Zs")), max_size=20))
def test_text_around_moves_the_span_and_nothing_else(day: date, before: str) -> None:
    text = f"{before}. {day:%B} {day.day}, {day.year}"
    assert PartialDate.day(day) in values(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in June 2023", [PartialDate.of(2023, 6)]),
        ("in the second quarter of 2024", [PartialDate.quarter(2024, 2)]),
        ("Q4 2022", [PartialDate.quarter(2022, 4)]),
        ("first half of 2025", [PartialDate.half(2025, 1)]),
        ("2H 2021", [PartialDate.half(2021, 2)]),
        ("since 2017", [PartialDate.of(2017)]),
        ("February 30, 2023", []),
        ("in 2019 patients", []),
        ("2010-12", []),
        ("March 4, 1492", []),
        ("version 1.2.2020.3", []),
    ],
)
def test_coarse_and_impossible_dates(text: str, expected: list[PartialDate]) -> None:
    assert values(text) == expected


@given(DAYS)
def test_dateline_of_a_wire(day: date) -> None:
    head = f"A headline\n\nMONICA, Calif., {day:%B} {day.day:02}, {day.year} (GLOBE NEWSWIRE) -- Today it said."
    assert dateline(head) == day


def test_head_that_disagrees_with_itself_gives_no_day() -> None:
    line = "BOSTON, {} (Wire) -- Today the company told its story."
    assert dateline("\n".join(line.format(day) for day in ("March 4, 2020", "May 9, 2021"))) is None
    assert dateline("The trial began on March 4, 2020 and the company told its story.") is None
