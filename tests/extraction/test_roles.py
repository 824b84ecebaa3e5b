"""Roles: regulator, therapy and sponsor of a step, and what is inherited from before."""

from __future__ import annotations

import pytest

from pipeline.extraction.roles import OPEN_JURISDICTION, agency_for, main_company
from schemas.vocabulary import MilestoneType
from tests.extraction.reading import Parsed, only, read, steps


@pytest.mark.parametrize(
    ("jurisdiction", "milestone", "designation", "agency"),
    [
        ("US", MilestoneType.APPROVAL, None, "FDA"),
        ("EU", MilestoneType.APPROVAL, None, "EC"),
        ("EU", MilestoneType.OPINION, None, "EMA"),
        ("EU", MilestoneType.ACCEPTANCE, None, "EMA"),
        ("EU", MilestoneType.DESIGNATION, "ORPHAN", "EC"),
        ("EU", MilestoneType.DESIGNATION, "PRIME", "EMA"),
        ("JP", MilestoneType.APPROVAL, None, "PMDA"),
        ("CN", MilestoneType.ACCEPTANCE, None, "NMPA"),
        (OPEN_JURISDICTION, MilestoneType.SUBMISSION, None, None),
        ("XX", MilestoneType.SUBMISSION, None, None),
    ],
)
def test_who_takes_a_step_there(
    jurisdiction: str, milestone: MilestoneType, designation: str | None, agency: str | None
) -> None:
    assert agency_for(jurisdiction, milestone, designation) == agency


@pytest.mark.parametrize(
    ("text", "jurisdiction", "agency"),
    [
        ("The FDA approved Kymriah.", "US", "FDA"),
        ("Kymriah was approved by the FDA.", "US", "FDA"),
        ("Swissmedic approved Kymriah.", "CH", "SWISSMEDIC"),
        ("Health Canada approved Kymriah.", "CA", "HC"),
        ("Kymriah was approved in Australia.", "AU", "TGA"),
        ("Japanese regulators approved Kymriah.", "JP", "PMDA"),
        ("The UK's MHRA approved Kymriah.", "GB", "MHRA"),
        ("China's drug regulator approved Kymriah.", "CN", "NMPA"),
        ("Korea's Ministry of Food and Drug Safety approved Kymriah.", "KR", "MFDS"),
        ("Singapore's Health Sciences Authority approved Kymriah.", "SG", "HSA"),
        ("Brazil's ANVISA approved Kymriah.", "BR", "ANVISA"),
        ("Taiwan's Food and Drug Administration approved Kymriah.", "TW", "TFDA"),
    ],
)
def test_the_regulator(text: str, jurisdiction: str, agency: str) -> None:
    event = only(text)
    assert (event.jurisdiction, event.agency) == (jurisdiction, agency)


def test_the_agency_is_the_one_named_before() -> None:
    assert steps("Swissmedic looked at Kymriah. The agency approved it in May 2023.") == [
        "approval CH tisagenlecleucel"
    ]


def test_a_step_without_verb_takes_the_verb_before() -> None:
    assert steps("Kymriah was approved in the US in 2017 and in Europe in 2018.") == [
        "approval EU tisagenlecleucel",
        "approval US tisagenlecleucel",
    ]


def test_a_heading_sets_the_place() -> None:
    text = (
        "Vexo tells of its year\n\nJapan\nKymriah was approved in March 2019.\n\nCanada\nKymriah was approved in 2018."
    )
    assert steps(text) == ["approval CA tisagenlecleucel", "approval JP tisagenlecleucel"]


@pytest.mark.parametrize(
    "text",
    [
        "Kymriah is a CAR-T. The FDA approved the therapy in May 2018.",
        "Kymriah is a CAR-T. The FDA approved it in May 2018.",
        "Kymriah has grown. In May 2018 the BLA was approved by the FDA.",
    ],
)
def test_the_therapy_is_the_one_spoken_of(text: str) -> None:
    assert steps(text) == ["approval US tisagenlecleucel"]


def test_each_therapy_keeps_its_own_step() -> None:
    text = "The FDA approved Kymriah in 2017, while the EMA accepted the application for Yescarta in 2018."
    assert steps(text) == ["acceptance EU axicabtagene ciloleucel", "approval US tisagenlecleucel"]


def test_therapies_joined_by_and_share_a_step() -> None:
    found = steps("The FDA approved Kymriah and Yescarta.")
    assert found == ["approval US axicabtagene ciloleucel", "approval US tisagenlecleucel"]


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Novartis submitted a BLA for Kymriah to the FDA on February 2, 2017.", "Novartis"),
        ("Quillon Therapeutics, Inc. submitted a BLA for Kymriah to the FDA.", "Quillon Therapeutics, Inc."),
        ("Quillon Biosciences submitted a BLA for Kymriah to the FDA.", "Quillon Biosciences"),
    ],
)
def test_the_sponsor_known_or_not(text: str, company: str) -> None:
    (event,) = read(text)
    assert (event.company or "").rstrip(".") == company.rstrip(".")


def test_the_sponsor_of_a_document_is_the_first_named() -> None:
    for text, sponsor in (
        ("Quillon Therapeutics and Novartis agreed.", "Quillon Therapeutics"),
        ("It gave Kymriah Regenerative Medicine Advanced Therapy designation.", None),
        ("Quillon Cell Therapeutics agreed.", "Quillon Cell Therapeutics"),
        ("The sponsor is Quillon Pharma Limited. It agreed.", "Quillon Pharma Limited"),
        ("The sponsor is Quillon Pharma Co., Ltd. It agreed.", "Quillon Pharma Co., Ltd."),
        ("The agency agreed.", None),
    ):
        assert main_company(text, Parsed(text).mentions) == sponsor
