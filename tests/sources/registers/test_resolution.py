"""Register entries become milestones: by number first, by name second; days within one of each other agree."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.sources.registers.facts import FactRow
from pipeline.warehouse.build import build
from pipeline.warehouse.questions import Form, answer
from pipeline.warehouse.versions import Version
from tests.conftest import write_note

KYMRIAH = {
    "record_id": "125646",
    "identifiers": "BLA:125646",
    "names": "Kymriah; tisagenlecleucel",
    "substance": "tisagenlecleucel",
    "status": "Licensed",
    "milestone_type": "approval",
    "field": "Approval Date",
    "raw_value": "30-Aug-17",
    "event_date": "2017-08-30",
    "application_type": "BLA",
    "supplement": "false",
    "selected_by": "curated",
    "first_seen": "2025-05-18",
    "last_seen": "2025-05-18",
    "retrieved_at": "2025-05-18",
    "source_url": "https://purplebooksearch.fda.gov/downloads",
}


def write(raw: Path, register: str, *rows: dict[str, str]) -> None:
    folder = raw / "registers" / register
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(FactRow.model_fields), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def approvals(version: Version) -> list[tuple[object, ...]]:
    with duckdb.connect(version.database, read_only=True) as connection:
        return connection.execute(
            "SELECT product_id, event_date::VARCHAR, evidence_level, review_status, source_count FROM milestones"
            " WHERE milestone_type = 'approval' AND jurisdiction = 'US' ORDER BY ALL"
        ).fetchall()


@pytest.fixture
def raw(small_raw: Path) -> Path:
    write_note(
        small_raw,
        "2017-08-30-kymriah",
        title="FDA approves Kymriah (tisagenlecleucel) of Novartis for acute lymphoblastic leukemia",
        published_on="2017-08-30",
    )
    (small_raw / "announcements" / "2020-07-24-fda-brexu-cel-approval.md").unlink()
    return small_raw


def test_a_register_alone_makes_a_milestone_whose_quote_is_its_entry(raw: Path, tmp_path: Path) -> None:
    (raw / "announcements" / "2017-08-30-kymriah.md").unlink()
    write(raw, "fda_purple_book", KYMRIAH)
    version = build(raw, tmp_path / "warehouse")
    assert approvals(version) == [("tisa-cel", "2017-08-30", "register", "automatic", 1)]
    with duckdb.connect(version.database, read_only=True) as connection:
        (row,) = connection.execute(
            "SELECT quote = text[char_start + 1 : char_end], mention_id, document_id, publisher, quote"
            " FROM milestone_evidence JOIN register_entries USING (register_entry_id)"
        ).fetchall()
    assert row[:4] == (True, None, None, "FDA Purple Book")
    assert "30-Aug-17" in row[4]


def test_number_goes_before_name(raw: Path, tmp_path: Path) -> None:
    (raw / "announcements" / "2017-08-30-kymriah.md").unlink()
    (raw / "registers").mkdir()
    (raw / "registers" / "identifiers.csv").write_text(
        "product_id,scheme,identifier,source_url,note\nbrexu-cel,BLA,125646,https://example.org,for the test\n"
    )
    write(raw, "fda_purple_book", KYMRIAH)
    assert approvals(build(raw, tmp_path / "warehouse"))[0][0] == "brexu-cel"


def test_a_number_of_one_register_explains_a_nameless_record_of_another(raw: Path, tmp_path: Path) -> None:
    (raw / "announcements" / "2017-08-30-kymriah.md").unlink()
    nameless = {**KYMRIAH, "names": "CAR-T product", "substance": "", "raw_value": "2017-08-31"}
    write(raw, "fda_purple_book", KYMRIAH)
    write(
        raw, "fda_cber_list", {**nameless, "event_date": "2017-08-31", "field": "earliest approval letter on the page"}
    )
    assert approvals(build(raw, tmp_path / "warehouse")) == [("tisa-cel", "2017-08-30", "register", "automatic", 2)]


@pytest.mark.parametrize(
    ("day", "status"),
    [("2017-08-30", "automatic"), ("2017-08-31", "automatic"), ("2017-09-01", "conflict"), ("2018-06-30", "conflict")],
)
def test_registers_agree_within_a_day(raw: Path, tmp_path: Path, day: str, status: str) -> None:
    letter = {**KYMRIAH, "event_date": day, "raw_value": day, "field": "earliest approval letter on the page"}
    write(raw, "fda_purple_book", KYMRIAH)
    write(raw, "fda_cber_list", letter)
    version = build(raw, tmp_path / "warehouse")
    ((best, level, review),) = [row[1:4] for row in approvals(version) if row[0] == "tisa-cel"]
    assert (level, review) == ("register", status)
    assert best == "2017-08-30"
    with duckdb.connect(version.database, read_only=True) as connection:
        told = connection.execute("SELECT DISTINCT event_date::VARCHAR FROM milestone_evidence").fetchall()
    assert {"2017-08-30", day} <= {when for (when,) in told}


def test_the_known_disagreements_of_us_dates(published: Version, tmp_path: Path) -> None:
    answer("register-conflicts", {}, published.path.parent, Form.PARQUET, tmp_path / "conflicts.parquet")
    found = {
        number: row
        for row in pl.read_parquet(tmp_path / "conflicts.parquet").iter_rows(named=True)
        for number in row["records"].split(", ")
        if row["jurisdiction"] == "US"
    }
    expected = {
        "125736": ("2021-03-26", "conflict", {"fda-purple-book 2021-03-03", "fda-cber-list 2021-03-26"}),
        "125781": ("2023-06-22", "conflict", {"fda-purple-book 2023-06-22", "fda-cber-list 2024-01-10"}),
        "125518": ("2015-10-27", "conflict", {"fda-purple-book 2015-10-27"}),
        "125720": ("2023-06-29", "confirmed", {"fda-purple-book 2023-06-29", "fda-cber-list 2023-06-30"}),
        "125706": ("2024-12-18", "confirmed", {"fda-purple-book 2024-12-18", "fda-cber-list 2024-12-19"}),
        "125764": (None, "confirmed", {"fda-purple-book 2024-11-21", "fda-cber-list 2024-11-20"}),
        "125785": (
            "2024-01-16",
            "conflict",
            {"fda-cber-list 2023-12-08 (corrected since)", "fda-cber-list 2024-01-16"},
        ),
        "125657": ("2018-06-21", "conflict", {"fda-purple-book 2018-06-21"}),
        "TREGZI": (None, "confirmed", {"fda-cber-list 2026-07-01"}),
    }
    for number, (best, agreement, told) in expected.items():
        row = found[number]
        assert row["agreement"] == agreement, number
        assert told <= set(row["told"]), number
        assert best is None or str(row["best_date"]) == best, number


def test_an_official_day_stands_for_each_entry_as_the_register_wrote_it(published: Version) -> None:
    with duckdb.connect(published.database, read_only=True) as connection:
        (wrong,) = connection.execute(
            "SELECT raw_value FROM register_entries WHERE source_id = 'fda-purple-book' AND record_id = '125736'"
        ).fetchall()
    assert wrong == ("3-Mar-21",)


def test_sources_tell_of_each_register(published: Version) -> None:
    with duckdb.connect(published.database, read_only=True) as connection:
        rows = connection.execute(
            "SELECT source_id, entry_count, last_capture, licence, misses FROM sources WHERE kind = 'register'"
            " AND entry_count > 0"
        ).fetchall()
    assert len(rows) >= 10
    assert all(None not in row for row in rows)


def test_the_orphan_list_confirms_what_was_licensed_later_than_first(published: Version) -> None:
    with duckdb.connect(published.database, read_only=True) as connection:
        confirmed = connection.execute(
            "SELECT product_id, milestones.event_date::VARCHAR FROM milestones"
            " JOIN milestone_evidence USING (milestone_id)"
            " JOIN register_entries r USING (register_entry_id) WHERE r.source_id = 'fda-orphan'"
            " AND milestones.milestone_type = 'approval' AND evidence_level = 'register'"
        ).fetchall()
    assert {
        ("tisa-cel", "2018-05-01"),
        ("axi-cel", "2017-10-18"),
        ("axi-cel", "2021-03-05"),
        ("brexu-cel", "2020-07-24"),
        ("brexu-cel", "2021-10-01"),
        ("axi-cel", "2022-04-01"),
        ("tisa-cel", "2022-05-27"),
        ("liso-cel", "2022-06-24"),
        ("liso-cel", "2024-03-14"),
        ("liso-cel", "2024-05-15"),
        ("liso-cel", "2024-05-30"),
        ("ide-cel", "2024-04-04"),
        ("cilta-cel", "2022-02-28"),
        ("cilta-cel", "2024-04-05"),
    } <= set(confirmed)
