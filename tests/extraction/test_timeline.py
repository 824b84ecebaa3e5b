"""Timeline: dates beside the document's own date, goal dates, and which date belongs to a step."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction import timeline
from pipeline.extraction.folding import fold
from pipeline.extraction.timeline import Dated, Rival, choose, dates_in, goal_date, goal_left
from schemas.partial_date import PartialDate
from schemas.vocabulary import DatePrecision
from tests.extraction.reading import TOLD


def _dates(text: str, told: date | None = TOLD) -> list[str]:
    return [d.value.iso() for d in dates_in(text, fold(text), 0, len(text), told)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("It came on May 2.", "2024-05-02"),
        ("It came yesterday.", "2024-05-15"),
        ("It came on Tuesday.", "2024-05-14"),
        ("It came on Friday.", "2024-05-10"),
        ("It came on Thursday.", "2024-05-16"),
        ("It came last month.", "2024-04"),
        ("It came this month.", "2024-05"),
        ("It came last year.", "2023"),
        ("It came earlier this year.", "2024"),
        ("It came on May 2, we hear.", "2024-05-02"),
        ("It came on 2 May.", "2024-05-02"),
        ("It came on June 2, we hear.", "2023-06-02"),
        ("It came in March.", "2024-03"),
        ("It came in November.", "2023-11"),
        ("It came three days ago.", "2024-05-13"),
        ("It came two years ago.", "2022"),
        ("It came on the 9th.", "2024-05-09"),
        ("It came on the 20th.", "2024-04-20"),
        ("It came last quarter.", "2024"),
        ("It came last week.", "2024-05"),
        ("It came three weeks ago.", "2024-04"),
        ("It came two weeks ago.", "2024"),
        ("It came two months ago.", "2024-03"),
    ],
)
def test_dates_beside_that_of_the_document(text: str, iso: str) -> None:
    assert _dates(text) == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "It may come.",
        "It came today, which news take from the document itself.",
        "We march in step.",
        "It came on February 30.",
        "It cost $5 may say some.",
    ],
)
def test_no_date_is_invented(text: str) -> None:
    assert _dates(text) == []


def test_without_a_date_of_the_document_only_full_dates_count() -> None:
    assert _dates("It came yesterday, or on May 2, 2023.", None) == ["2023-05-02"]


def test_a_quarter_is_a_period() -> None:
    text = "It came last quarter."
    assert [d.value for d in dates_in(text, fold(text), 0, len(text), TOLD)] == [PartialDate.quarter(2024, 1)]


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.sampled_from(timeline._WEEKDAYS))
def test_a_weekday_is_within_the_week_before(told: date, weekday: str) -> None:
    text = f"it came on {weekday}."
    found = dates_in(text, text, 0, len(text), told)
    assert [d.value.first_day.strftime("%A").lower() for d in found] == [weekday]
    assert 0 <= (told - found[0].value.first_day).days < 7


@given(
    st.dates(date(1950, 1, 1), date(2100, 12, 31)),
    st.sampled_from(
        [
            "today",
            "yesterday",
            "last month",
            "last year",
            "last quarter",
            "on may 2",
            "in march",
            "last winter",
            "2 days ago",
        ]
    ),
)
def test_what_has_come_is_not_after_the_document(told: date, words: str) -> None:
    text = f"it came {words}.".replace("may", "May").replace("march", "March")
    for found in dates_in(text, fold(text), 0, len(text), told):
        assert found.value.first_day <= told
        assert text[found.start : found.end]


def _goal(text: str) -> str | None:
    found = goal_date(text, fold(text), 0, len(text), TOLD)
    return found.iso() if found else None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("The FDA set a PDUFA date of December 12, 2024.", "2024-12-12"),
        ("The goal date is 12 December 2024.", "2024-12-12"),
        ("It has a target action date of December 2024.", "2024-12"),
        ("The PDUFA date is September 12, it said.", "2024-09-12"),
        ("The PDUFA date is December 12.", "2024-12-12"),
        ("December 12, 2024 is the PDUFA date.", "2024-12-12"),
        ("The goal date was moved from April 6, 2024 to July 6, 2024.", "2024-07-06"),
        ("It came on December 12, 2023.", None),
        ("There is a PDUFA date.", None),
    ],
)
def test_goal_dates(text: str, iso: str | None) -> None:
    assert _goal(text) == iso


def test_the_goal_date_that_was_given_up() -> None:
    text = "The goal date was moved from April 6, 2024 to July 6, 2024."
    left = goal_left(text, fold(text), 0, len(text), TOLD)
    assert left is not None
    assert left.iso() == "2024-04-06"


def _choose(text: str, focus: str, rivals: tuple[str, ...] = (), told: date | None = TOLD) -> str | None:
    folded = fold(text)
    dates = dates_in(text, folded, 0, len(text), told)
    clause = (0, len(text))

    def place(word: str) -> tuple[int, int]:
        return text.index(word), text.index(word) + len(word)

    others = [Rival(place(word), clause, same_verb=False) for word in rivals]
    found = choose(dates, text, folded, place(focus), clause, others, told)
    return found.value.iso() if found else None


def test_the_date_behind_the_words_of_the_step() -> None:
    assert _choose("In 2019 it was filed and approved in 2020.", "approved", ("filed",)) == "2020"


def test_the_date_ahead_where_none_is_behind() -> None:
    assert _choose("On May 2, 2023 the agency approved it.", "approved") == "2023-05-02"


def test_a_date_behind_another_step_is_that_one_s() -> None:
    assert _choose("It was filed, then approved in 2020.", "filed", ("approved",)) is None


@pytest.mark.parametrize(
    "text",
    [
        "It was approved, and is sold until May 2, 2023.",
        "It was approved by a firm founded in 2019.",
        "It was approved with a PDUFA date of May 2, 2023.",
        "It was approved ahead of a launch planned for May 2023.",
        "It was approved on May 2, 2025.",
    ],
)
def test_dates_of_other_things_are_none_of_the_step(text: str) -> None:
    assert _choose(text, "approved") is None


def test_the_same_day_is_the_day_told_before() -> None:
    day = PartialDate.day(date(2023, 5, 2))
    text = "it was approved on the same day."
    assert [d.value for d in timeline.same_day(text, 0, len(text), day)] == [day]
    assert list(timeline.same_day(text, 0, len(text), None)) == []


def test_the_day_of_an_announcement() -> None:
    text = "The sponsor announced it on May 2, 2023."
    dates = dates_in(text, fold(text), 0, len(text), TOLD)
    assert timeline.announced_on(fold(text), 0, dates) == PartialDate.day(date(2023, 5, 2))
    assert timeline.announced_on("it came on may 2, 2023", 0, [Dated(11, 22, dates[0].value)]) is None


@pytest.mark.parametrize(
    ("text", "announcement"),
    [
        ("Vexo announced on May 2, 2023 that the FDA approved it.", True),
        ("The FDA has approved it, Vexo said on Tuesday, May 2, 2023.", True),
        ("On May 2, 2023 Vexo Therapeutics (VXO) announced that the FDA approved it.", True),
        ("Vexo announced that the FDA approved it on May 2, 2023.", False),
        ("On May 2, 2023 the FDA approved it, as Vexo announced.", False),
        ("Vexo announced in May 2023 that the FDA approved it.", False),
    ],
)
def test_the_day_of_the_telling_is_not_that_of_the_step(text: str, announcement: bool) -> None:
    (dated,) = (d for d in dates_in(text, fold(text), 0, len(text), TOLD) if d.value.first_day.year == 2023)
    assert timeline.is_announcement(fold(text), dated) is announcement


def test_a_sentence_that_dates_a_decision() -> None:
    text = "The decision is dated May 2, 2023."
    dates = dates_in(text, fold(text), 0, len(text), TOLD)
    assert timeline.decided_on(text, fold(text), 0, len(text), dates) == ("decision", PartialDate.day(date(2023, 5, 2)))


@given(st.dates(date(1000, 1, 1)), st.sampled_from([DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR]))
def test_iso_forms_round_trip(day: date, precision: DatePrecision) -> None:
    parts = (day.year, day.month, day.day)[: {"year": 1, "month": 2, "day": 3}[precision.value]]
    partial = PartialDate.of(*parts)
    assert PartialDate.from_iso(partial.iso()) == partial
    assert partial.first_day <= day <= partial.last_day
