"""Bad data that registers are known to publish, a test for each: nothing is believed that the row itself denies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb
import pytest

from pipeline.sources.registers.record import Record
from pipeline.sources.registers.register import Reading
from pipeline.sources.registers.strictness import Problems
from pipeline.warehouse.versions import Version
from schemas.vocabulary import IdentifierScheme, MilestoneType
from tests.sources.registers.conftest import register_in

OLD = "ema/medicines_output_medicines_en.2024-08-22.xlsx"
NEW = "ema/medicines-output-medicines-report_en.2026-03-14.xlsx"
ORPHAN = "ema/ema-orphan-designations.subset.json"


@cache
def _reading(shared: Path, register: str, file: str) -> Reading:
    found = register_in(register)
    problems = Problems(file, "")
    assert found.parser is not None
    reading = found.parser(found, (shared / "registers" / file).read_bytes(), file, problems)
    assert not problems.rejections
    return reading


@pytest.fixture
def old(shared: Path) -> Mapping[str, Record]:
    """The human medicines of August 2024 by number."""
    return {record.record_id: record for record in _reading(shared, "ema_medicines", OLD).records}


@pytest.fixture
def new(shared: Path) -> Mapping[str, Record]:
    """The human medicines of March 2026 by number."""
    return {record.record_id: record for record in _reading(shared, "ema_medicines", NEW).records}


Medicines = Mapping[str, Record]


def raw(record: Record, kind: MilestoneType) -> list[str | None]:
    return [fact.raw for fact in record.facts if fact.milestone_type is kind]


def _end(record: Record) -> str | None:
    return next(iter(raw(record, MilestoneType.AUTHORISATION_WITHDRAWAL)), None)


def doubted(record: Record) -> list[tuple[str | None, str | None]]:
    return [(doubt.field, doubt.value) for doubt in record.doubts]


@pytest.mark.parametrize("number", ["EMEA/H/C/003690", "EMEA/H/C/002801"], ids=["Skysona", "Zalmoxis"])
def test_withdrawn_without_a_day_is_an_end_without_a_day(new: Medicines, number: str) -> None:
    assert new[number].status == "Withdrawn"
    assert raw(new[number], MilestoneType.AUTHORISATION_WITHDRAWAL) == [None]


@pytest.mark.parametrize("number", ["EMEA/H/C/005961", "EMEA/H/C/006080"], ids=["Tolvaptan Accord", "Jeraygo"])
def test_authorised_without_a_day_is_no_approval_and_is_reported(new: Medicines, number: str) -> None:
    assert not raw(new[number], MilestoneType.APPROVAL)
    assert doubted(new[number]) == [("Medicine status", "Authorised")]


def test_withdrawn_application_with_a_day_of_authorisation(new: Medicines) -> None:
    namesakes = [record for record in new.values() if record.names[0] == "Fingolimod Mylan"]
    assert {record.record_id for record in namesakes} == {"EMEA/H/C/005282", "EMEA/H/C/005661"}
    withdrawn = new["EMEA/H/C/005282"]
    assert not raw(withdrawn, MilestoneType.APPROVAL)
    assert raw(withdrawn, MilestoneType.APPLICATION_WITHDRAWAL) == ["08/05/2020"]
    assert doubted(withdrawn) == [("Marketing authorisation date", "18/08/2021")]
    assert raw(new["EMEA/H/C/005661"], MilestoneType.APPROVAL) == ["18/08/2021"]


def test_refused_though_authorised(new: Medicines) -> None:
    maci = new["EMEA/H/C/002522"]
    assert raw(maci, MilestoneType.APPROVAL) == ["27/06/2013"]
    assert not raw(maci, MilestoneType.REFUSAL)
    assert doubted(maci) == [("Refusal of marketing authorisation date", "26/04/2013")]


def test_malformed_numbers_identify_nothing(old: Medicines, new: Medicines) -> None:
    assert {number for number, record in new.items() if not record.identifiers} == {"EMEA/H/C005201"}
    assert {number for number, record in old.items() if not record.identifiers} == {
        "H/C/005084",
        "H/C/PSUSA/00001187/202308",
        "H/C/002840/N/0049",
        "R/0023",
        "H/C/WS2451",
    }


def test_a_number_that_vanished_is_no_withdrawal(old: Medicines, new: Medicines) -> None:
    assert "EMEA/H/C/005152" in old
    assert "EMEA/H/C/005152" not in new


def test_an_opinion_after_re_examination_is_another_one(old: Medicines, new: Medicines) -> None:
    number = "EMEA/H/C/005966"
    assert raw(old[number], MilestoneType.OPINION) == ["25/07/2024"]
    assert raw(new[number], MilestoneType.OPINION) == ["14/11/2024"]
    assert all(
        fact.repeats
        for record in (old[number], new[number])
        for fact in record.facts
        if fact.milestone_type is MilestoneType.OPINION
    )


def test_a_day_of_authorisation_is_corrected_and_an_end_filled_in_late(old: Medicines, new: Medicines) -> None:
    assert raw(old["EMEA/H/C/000839"], MilestoneType.APPROVAL) == ["20/04/2008"]
    assert raw(new["EMEA/H/C/000839"], MilestoneType.APPROVAL) == ["21/04/2008"]
    changed = [number for number in old if number in new and _end(old[number]) != _end(new[number])]
    assert len(changed) == 257


def test_a_resubmission_has_a_number_of_its_own(new: Medicines) -> None:
    assert {number: record.status for number, record in new.items() if record.names[0] == "Roctavian"} == {
        "EMEA/H/C/004749": "Application withdrawn",
        "EMEA/H/C/005830": "Authorised",
    }


def test_a_stray_bracket_is_no_part_of_an_orphan_number(shared: Path) -> None:
    numbers = {
        identifier.value
        for record in _reading(shared, "ema_orphan", ORPHAN).records
        for identifier in record.identifiers
        if identifier.scheme is IdentifierScheme.EU_ORPHAN
    }
    assert "EU/3/11/878" in numbers
    assert not any(set(number) & set("() ;") for number in numbers)


def test_public_lists_that_mix_up_licences_are_not_followed(published: Version) -> None:
    with duckdb.connect(published.database, read_only=True) as connection:
        of_licence = dict(
            connection.execute("SELECT identifier, product_id FROM product_identifiers WHERE scheme = 'BLA'").fetchall()
        )
    assert [of_licence[number] for number in ("125703", "125706", "125746")] == [
        "brexu-cel",
        "remestemcel-l",
        "cilta-cel",
    ]
    assert of_licence["125785"] == of_licence["125787"] == "exa-cel"
