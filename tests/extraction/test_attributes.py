"""Attributes: application type by statement and law, pathway, lines of treatment, population, votes."""

from __future__ import annotations

import pytest

from pipeline.extraction.attributes import (
    is_supplement,
    pathways,
    population,
    prior_lines,
    voted,
)
from pipeline.extraction.law import application_type
from schemas.vocabulary import ApplicationType, MilestoneType, Outcome, Pathway, Population
from tests.extraction.reading import Parsed

M = MilestoneType


@pytest.mark.parametrize(
    ("milestone", "jurisdiction", "stated", "supplement", "kind"),
    [
        (M.APPROVAL, "US", None, False, "BLA"),
        (M.APPROVAL, "US", None, True, "sBLA"),
        (M.APPROVAL, "US", "BLA", True, "sBLA"),
        (M.APPROVAL, "EU", None, False, "MAA"),
        (M.APPROVAL, "EU", None, True, "TYPE_II"),
        (M.ACCEPTANCE, "CN", "NDA", False, "NDA"),
        (M.ACCEPTANCE, "CN", "BLA", False, "BLA"),
        (M.APPROVAL, "EU", "BLA", False, "MAA"),
        (M.APPROVAL, "JP", None, False, None),
        (M.TRIAL_CLEARANCE, "US", None, False, "IND"),
        (M.CLINICAL_HOLD, "US", None, False, "IND"),
        (M.TRIAL_CLEARANCE, "GB", None, False, "CTA"),
        (M.DESIGNATION, "US", "BLA", False, None),
        (M.LABEL_UPDATE, "US", None, False, None),
        (M.AUTHORISATION_WITHDRAWAL, "EU", None, False, None),
    ],
)
def test_application_type(
    milestone: MilestoneType, jurisdiction: str, stated: str | None, supplement: bool, kind: str | None
) -> None:
    found = application_type(milestone, jurisdiction, stated, supplement=supplement)
    assert found == (ApplicationType(kind) if kind else None)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("after two or more lines of systemic therapy", 2),
        ("who had three or more prior lines", 3),
        ("after at least four prior therapies", 4),
        ("after at least one prior line of therapy", 1),
        ("as second-line treatment", 1),
        ("as third-line treatment", 2),
        ("refractory to first-line chemoimmunotherapy", 1),
        ("after more than two prior lines", 3),
        ("with two prior lines of therapy", 2),
        ("who have received one to three prior lines of therapy", 1),
        ("after 2 or 3 previous lines", 2),
        ("in 3L disease", 2),
        ("for patients with lymphoma", None),
        ("as first-line treatment", None),
        ("the median of 3 prior lines", None),
        ("in two studies", None),
    ],
)
def test_prior_lines(words: str, lines: int | None) -> None:
    assert prior_lines(words, 0, len(words)) == lines


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("the panel voted 9 to 1 in favor", Outcome.POSITIVE),
        ("the panel voted 9-1 against it", Outcome.NEGATIVE),
        ("the panel voted 3 to 8", Outcome.NEGATIVE),
        ("the vote was 5 to 5", Outcome.MIXED),
        ("the panel supported it", Outcome.POSITIVE),
        ("the panel voted against it", Outcome.NEGATIVE),
        ("the committee agreed that it should be approved", Outcome.POSITIVE),
        ("the committee concluded that it must not be licensed conditionally", Outcome.NEGATIVE),
        ("the committee concluded that neither the plan nor its results were valid", Outcome.NEGATIVE),
        ("the members held that effectiveness had not been shown", Outcome.NEGATIVE),
        ("the panel concluded that substantial evidence is lacking", Outcome.NEGATIVE),
        ("nine of ten members held that approval is not justified", Outcome.NEGATIVE),
        ("all 13 members of the panel voted on friday for beti-cel", Outcome.POSITIVE),
        ("the committee voted in favour of a car-t against bcma", Outcome.POSITIVE),
        ("the panel met on a car-t against bcma", None),
        ("the panel met", None),
    ],
)
def test_votes(words: str, outcome: Outcome | None) -> None:
    assert voted(words, 0, len(words)) is outcome


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("for adults with lymphoma", Population.ADULT),
        ("for children with leukemia", Population.PEDIATRIC),
        ("for adults and children", Population.BOTH),
        ("for patients", None),
    ],
)
def test_population(words: str, group: Population | None) -> None:
    assert population(Parsed(words).mentions, 0, len(words)) is group


def test_population_counts_within_its_stretch_only() -> None:
    words = "For adults. For children."
    assert population(Parsed(words).mentions, 0, 11) is Population.ADULT


@pytest.mark.parametrize(
    ("words", "jurisdiction", "found"),
    [
        ("accelerated approval of it", "US", (Pathway.ACCELERATED,)),
        ("accelerated approval of it", "EU", ()),
        ("conditional marketing authorisation", "EU", (Pathway.CONDITIONAL,)),
        ("conditional marketing authorisation", "US", ()),
        ("under exceptional circumstances", "EU", (Pathway.EXCEPTIONAL,)),
        ("with priority review", "CN", (Pathway.PRIORITY,)),
        ("a rolling submission", "US", (Pathway.ROLLING,)),
        ("approval of it", "US", ()),
    ],
)
def test_pathways(words: str, jurisdiction: str, found: tuple[Pathway, ...]) -> None:
    assert pathways(Parsed(words).mentions, jurisdiction) == found


@pytest.mark.parametrize(
    ("words", "adds"),
    [("the sBLA was sent", True), ("a type II variation", True), ("the BLA was sent", False)],
)
def test_supplements(words: str, adds: bool) -> None:
    assert bool(is_supplement(Parsed(words).mentions)) is adds
