"""Answers that were checked by hand against the sources that the evidence names."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from pipeline.warehouse.questions import named
from pipeline.warehouse.versions import Version

Row = dict[str, object]


def ask(published: Version, question: str, **parameters: str) -> list[Row]:
    sql = next(one.sql for one in named() if one.name == question)
    with duckdb.connect(published.database, read_only=True) as connection:
        for name, value in parameters.items():
            connection.execute(f"SET VARIABLE {name} = ?", [value])
        relation = connection.sql(sql)
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def holds(rows: list[Row], **cells: object) -> bool:
    return any(all(row[name] == value for name, value in cells.items()) for row in rows)


LIVES = [
    ("Fucaso", "CN", "approval", date(2023, 6, 30)),
    ("Fucaso", "MO", "approval", date(2025, 3, 28)),
    ("Fucaso", "HK", "approval", date(2025, 11, 26)),
    ("Fucaso", "US", "designation", date(2023, 2, 11)),
    ("Kymriah", "US", "approval", date(2017, 8, 30)),
    ("Kymriah", "US", "approval", date(2018, 5, 1)),
    ("Kymriah", "US", "approval", date(2022, 5, 27)),
    ("Kymriah", "EU", "approval", date(2018, 8, 23)),
    ("Kymriah", "JP", "approval", date(2019, 3, 26)),
    ("Carvykti", "US", "approval", date(2022, 2, 28)),
    ("Carvykti", "US", "approval", date(2024, 4, 5)),
    ("Carvykti", "US", "goal_date_extension", date(2021, 11, 1)),
    ("Carvykti", "EU", "approval", date(2022, 5, 25)),
    ("Carvykti", "CN", "approval", date(2024, 8, 1)),
    ("tab-cel", "EU", "approval", date(2022, 12, 16)),
    ("tab-cel", "CH", "approval", date(2024, 5, 3)),
    ("Amtagvi", "US", "approval", date(2024, 2, 16)),
    ("Amtagvi", "EU", "application_withdrawal", date(2025, 7, 22)),
    ("Casgevy", "GB", "approval", date(2023, 11, 16)),
    ("Casgevy", "US", "approval", date(2023, 12, 8)),
    ("Casgevy", "US", "approval", date(2024, 1, 16)),
    ("Carteyva", "CN", "approval", date(2021, 9, 6)),
    ("Carteyva", "CN", "approval", date(2022, 10, 1)),
    ("Yescarta", "US", "approval", date(2017, 10, 18)),
    ("Yescarta", "US", "approval", date(2022, 4, 1)),
    ("Breyanzi", "US", "approval", date(2021, 2, 5)),
    ("Tecartus", "US", "approval", date(2020, 7, 24)),
]
"""Steps of ten products' lives: name, jurisdiction, type, first day of the period in which it happened."""


@pytest.mark.parametrize(("product", "jurisdiction", "kind", "day"), LIVES)
def test_product_history(published: Version, product: str, jurisdiction: str, kind: str, day: date) -> None:
    rows = ask(published, "product-history", product=product)
    assert holds(rows, jurisdiction=jurisdiction, milestone_type=kind, event_date=day)
    assert all(row["quote"] for row in rows)


def test_a_products_first_approval_and_the_lag_of_other_markets(published: Version) -> None:
    rows = ask(published, "first-in-the-world")
    assert holds(rows, product="tisagenlecleucel", jurisdiction="US", place=1, lag_days=0)
    assert holds(rows, product="tisagenlecleucel", jurisdiction="EU", lag_days=358)
    assert holds(rows, product="exagamglogene autotemcel", jurisdiction="GB", place=1)
    assert holds(rows, product="exagamglogene autotemcel", jurisdiction="US", lag_days=22)


def test_in_china_but_not_in_the_united_states(published: Version) -> None:
    here = {row["product_id"] for row in ask(published, "approved-here-not-there", here="CN", there="US")}
    assert {"eque-cel", "relma-cel"} <= here
    assert not {"axi-cel", "cilta-cel"} & here


def test_what_was_on_the_label(published: Version) -> None:
    before = ask(published, "on-the-label", day="2022-03-31")
    after = ask(published, "on-the-label", day="2022-04-01")
    second_line = {"product": "axicabtagene ciloleucel", "jurisdiction": "US", "prior_lines_min": 1}
    assert not holds(before, **second_line)
    assert holds(after, **second_line)
    assert holds(before, product="betibeglogene autotemcel", jurisdiction="EU") is False


def test_what_was_said_on_a_day(published: Version) -> None:
    said = ask(published, "believed-on", product="Fucaso", day="2025-03-31")
    assert holds(said, milestone_type="approval", jurisdiction="MO")
    assert not holds(said, milestone_type="approval", jurisdiction="HK")


def test_goal_dates(published: Version) -> None:
    rows = ask(published, "goal-date-against-decision")
    assert holds(rows, product="ciltacabtagene autoleucel", goal_date=date(2022, 2, 28), days_past_goal=0)
    assert holds(rows, product="lovotibeglogene autotemcel", days_past_goal=-12)
    assert holds(rows, product="axicabtagene ciloleucel", days_past_goal=-42)


def test_withdrawals(published: Version) -> None:
    rows = ask(published, "withdrawals")
    assert holds(rows, jurisdiction="EU", ended_on=date(2022, 3, 24), granted_on=date(2019, 5, 29), days_on_label=1030)
    assert holds(rows, jurisdiction="EU", ended_on=date(2019, 10, 9), end_reason="commercial")


def test_time_to_earlier_lines(published: Version) -> None:
    rows = ask(published, "to-earlier-lines")
    assert holds(rows, product="axicabtagene ciloleucel", jurisdiction="US", lines_at_first=2, lines_then=1, days=1626)
    assert holds(rows, product="ciltacabtagene autoleucel", jurisdiction="US", lines_then=1, days=767)


def test_complete_responses_add_up(published: Version) -> None:
    rows = ask(published, "complete-responses")
    assert sum(int(str(row["complete_responses"])) for row in rows) > 0
    for row in rows:
        parts = ("approved", "complete_responses", "ended_otherwise", "undecided")
        assert row["begun"] == sum(int(str(row[part])) for part in parts)


def test_shares_of_approvals_add_up(published: Version) -> None:
    shares: dict[tuple[object, object], float] = {}
    for row in ask(published, "approvals-by-pathway"):
        key = (row["agency"], row["year"])
        shares[key] = shares.get(key, 0) + float(str(row["share"]))
    assert shares
    assert all(total == pytest.approx(1, abs=0.03) for total in shares.values())


def test_pending_applications_have_no_decision(published: Version) -> None:
    rows = ask(published, "pending-now", day="2026-03-20")
    assert holds(rows, product="deramiocel", goal_date=date(2026, 8, 22), days_to_goal=155)


def test_diseases_with_an_approved_therapy(published: Version) -> None:
    found = {row["indication_id"]: row for row in ask(published, "treatable-diseases")}
    assert {"mm", "mcl", "scd", "melanoma"} <= set(found)
    assert "ciltacabtagene autoleucel" in str(found["mm"]["products"])


def test_the_companys_word_alone(published: Version) -> None:
    for row in ask(published, "companys-word-alone"):
        for proof in ask(published, "evidence", milestone=str(row["milestone_id"])):
            assert proof["register_entry_id"] is None
