"""The EMA's table of medicines: real files, their known bad data, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from schemas.vocabulary import MilestoneType, Selection
from tests.sources.registers.conftest import Drop

NEW = "ema/medicines-output-medicines-report_en.2026-03-14.xlsx"
OLD = "ema/medicines_output_medicines_en.2024-08-22.xlsx"
JSON = "ema/ema-medicines-json.subset.json"


@pytest.mark.parametrize(
    ("file", "rows", "flagged", "unflagged", "day"),
    [
        (OLD, 2433, 26, 11, date(2024, 8, 22)),
        (NEW, 2673, 35, 10, date(2026, 3, 14)),
        (JSON, 4, 1, 1, date(2026, 9, 26)),
    ],
)
def test_real_files_to_the_row(
    register_file: Callable[[str], bytes],
    drop: Drop,
    file: str,
    rows: int,
    flagged: int,
    unflagged: int,
    day: date,
) -> None:
    capture = drop.capture("ema_medicines", register_file(file), file.rpartition("/")[2])
    assert capture.whole
    assert (capture.rows, capture.as_of) == (rows, day)
    by_flag = {entry.record.record_id: entry.record.flagged for entry in capture.entries}
    assert sum(by_flag.values() or ()) == flagged  # type: ignore[arg-type]
    assert len(by_flag) >= flagged + unflagged  # curated products that the flag misses; more as curators learn of them


def test_false_friends_of_the_stems_stay_out(register_file: Callable[[str], bytes], drop: Drop) -> None:
    capture = drop.capture("ema_medicines", register_file(NEW), "new.xlsx")
    names = {name for entry in capture.entries for name in entry.record.names}
    assert not names & {"Glivec", "Osigraft", "Vaxelis", "Procomvax"}
    assert {"Roctavian", "Lumevoq", "Artobend", "Sitoiganap", "Hyalograft C autograft"} <= names
    assert "Contusugene Ladenovec Gendux" in names


def test_refusal_of_an_authorised_product_is_not_believed(register_file: Callable[[str], bytes], drop: Drop) -> None:
    capture = drop.capture("ema_medicines", register_file(NEW), "new.xlsx")
    maci = [entry for entry in capture.entries if entry.record.record_id == "EMEA/H/C/002522"]
    assert {entry.fact.milestone_type for entry in maci} >= {MilestoneType.APPROVAL}
    assert MilestoneType.REFUSAL not in {entry.fact.milestone_type for entry in maci}
    assert [(r.field, r.value) for r in capture.rejections] == [
        ("Refusal of marketing authorisation date", "26/04/2013")
    ]


def test_two_snapshots_give_first_and_last_seen_and_corrections(
    register_file: Callable[[str], bytes], drop: Drop
) -> None:
    drop("ema_medicines", "2024-08-22", "old.xlsx", register_file(OLD))
    drop("ema_medicines", "2026-03-14", "new.xlsx", register_file(NEW))
    entries = {entry.register_entry_id: entry for entry in drop.read("ema_medicines").entries}
    ends = sorted(
        (entry.first_seen, entry.unseen_until, entry.fact.raw, entry.superseded_by is not None)
        for entry in entries.values()
        if entry.record.names[0] == "ChondroCelect"
        and entry.fact.milestone_type is MilestoneType.AUTHORISATION_WITHDRAWAL
    )
    assert ends == [
        (date(2024, 8, 22), None, None, True),
        (date(2026, 3, 14), date(2024, 8, 22), "29/07/2016", False),
    ]
    undated = [entry for entry in entries.values() if entry.record.names[0] == "Skysona" and not entry.fact.when]
    assert MilestoneType.AUTHORISATION_WITHDRAWAL in {entry.fact.milestone_type for entry in undated}
    assert all(entries[entry.superseded_by] for entry in entries.values() if entry.superseded_by)


def test_a_renamed_product_keeps_its_number(register_file: Callable[[str], bytes], drop: Drop) -> None:
    drop("ema_medicines", "2024-08-22", "old.xlsx", register_file(OLD))
    drop("ema_medicines", "2026-03-14", "new.xlsx", register_file(NEW))
    approval = [
        entry
        for entry in drop.read("ema_medicines").entries
        if entry.record.record_id == "EMEA/H/C/004774" and entry.fact.milestone_type is MilestoneType.APPROVAL
    ]
    assert len(approval) == 1
    assert {"Beqvez", "Durveqtix"} <= set(approval[0].record.names)
    assert approval[0].selected_by in {Selection.CURATED, Selection.FLAG}
