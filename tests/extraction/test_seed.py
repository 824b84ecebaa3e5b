"""The seed document, read as an expert reads it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.extraction import Extractor
from pipeline.extraction.event import Event
from pipeline.sources.reference import read_reference
from pipeline.sources.store import read_single
from schemas.vocabulary import DateBasis, MilestoneType, Pathway, Population


@pytest.fixture(scope="module")
def events(shared: Path, bundled_raw: Path) -> dict[tuple[MilestoneType, str], Event]:
    document = read_single(shared / "seeds" / "000_4dd62c520702bac7.txt")
    assert document.published_on == date(2025, 2, 17)
    found = Extractor(read_reference(bundled_raw / "reference")).extract(document)
    assert len(found) == 4
    for event in found:
        for span in event.evidence:
            assert document.text[span.start : span.end] == span.quote
    return {(event.milestone_type, event.jurisdiction): event for event in found}


def test_exactly_four_events(events: dict[tuple[MilestoneType, str], Event]) -> None:
    assert set(events) == {
        (MilestoneType.ACCEPTANCE, "HK"),
        (MilestoneType.SUBMISSION, "HK"),
        (MilestoneType.APPROVAL, "CN"),
        (MilestoneType.SUBMISSION, "ZZ"),
    }


def test_inn_and_brand_are_one_product(events: dict[tuple[MilestoneType, str], Event]) -> None:
    for event in events.values():
        assert event.product == "equecabtagene autoleucel"
        assert {name.casefold() for name in event.product_names} == {"equecabtagene autoleucel", "fucaso"}


def test_acceptance_under_the_one_plus_mechanism(events: dict[tuple[MilestoneType, str], Event]) -> None:
    acceptance = events[MilestoneType.ACCEPTANCE, "HK"]
    assert (acceptance.agency, acceptance.application_type) == ("HKDOH", "NDA")
    assert Pathway.ONE_PLUS in acceptance.pathway or Pathway.ONE_PLUS in events[MilestoneType.SUBMISSION, "HK"].pathway
    assert acceptance.event_date is not None
    assert acceptance.event_date.iso() == "2025-02-17"
    assert acceptance.prior_lines_min == 3


def test_approval_with_its_day_population_and_lines(events: dict[tuple[MilestoneType, str], Event]) -> None:
    approval = events[MilestoneType.APPROVAL, "CN"]
    assert approval.event_date is not None
    assert (approval.agency, approval.event_date.iso(), approval.date_basis) == ("NMPA", "2023-06-30", DateBasis.STATED)
    assert (approval.prior_lines_min, approval.population) == (3, Population.ADULT)
    assert "multiple myeloma" in (approval.indication or "")


def test_other_regions_are_left_open(events: dict[tuple[MilestoneType, str], Event]) -> None:
    assert events[MilestoneType.SUBMISSION, "ZZ"].agency is None
