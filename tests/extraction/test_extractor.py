"""The cascade as a whole: titles, zones and what passes between the stages."""

from __future__ import annotations

import pytest

from schemas.vocabulary import ApplicationType, DateBasis, MilestoneType, Outcome, Pathway, Population
from tests.extraction.reading import only, read, steps


def test_an_acceptance_with_everything_that_belongs_to_it() -> None:
    text = (
        "BOSTON, May 16, 2024 -- Quillon Therapeutics, Inc. today announced that the U.S. Food and Drug Administration "
        "(FDA) has accepted the Biologics License Application (BLA) for Velutra® (velutacabtagene autoleucel), its "
        "CAR-T therapy, for adults with follicular lymphoma after two or more lines of systemic therapy. The FDA has "
        "assigned a PDUFA date of December 12, 2024."
    )
    event = only(text)
    assert (event.milestone_type, event.jurisdiction, event.agency) == (MilestoneType.ACCEPTANCE, "US", "FDA")
    assert event.product == "velutacabtagene autoleucel"
    assert set(event.product_names) == {"velutacabtagene autoleucel", "Velutra"}
    assert (event.application_type, event.supplement) == (ApplicationType.BLA, False)
    assert (event.prior_lines_min, event.population) == (2, Population.ADULT)
    assert event.event_date is not None
    assert event.event_date.iso() == "2024-05-16"
    assert event.goal_date is not None
    assert event.goal_date.iso() == "2024-12-12"
    assert "follicular lymphoma" in (event.indication or "")
    assert (event.company or "").startswith("Quillon Therapeutics")


def test_an_opinion() -> None:
    event = only("The CHMP adopted a positive opinion for Carvykti on February 22, 2024.")
    assert (event.milestone_type, event.agency, event.outcome) == (MilestoneType.OPINION, "EMA", Outcome.POSITIVE)
    assert (event.application_type, event.date_basis) == (ApplicationType.MAA, DateBasis.STATED)


def test_a_conditional_approval() -> None:
    event = only("The European Commission granted conditional marketing authorisation for Zynteglo on May 29, 2019.")
    assert (event.agency, event.pathway) == ("EC", (Pathway.CONDITIONAL,))


def test_acceptance_with_priority_review_are_two_events() -> None:
    found = steps("The FDA accepted the BLA for Kymriah and granted it priority review.")
    assert found == ["acceptance US tisagenlecleucel", "priority_review US tisagenlecleucel"]


def test_the_vote_of_a_committee() -> None:
    event = only("The FDA's advisory committee voted 9 to 1 in favor of Ryoncil on August 13, 2020.")
    assert (event.milestone_type, event.outcome) == (MilestoneType.ADVISORY_COMMITTEE, Outcome.POSITIVE)


def test_a_hold_and_its_end() -> None:
    text = (
        "The FDA placed a clinical hold on the trial of VXO-712, a gene therapy, in April 2024. "
        "The FDA lifted the clinical hold on May 10, 2024."
    )
    dates = {event.milestone_type: event.event_date and event.event_date.iso() for event in read(text)}
    assert dates == {MilestoneType.CLINICAL_HOLD: "2024-04", MilestoneType.HOLD_LIFTED: "2024-05-10"}


def test_what_stands_only_in_the_title_has_no_evidence() -> None:
    event = only("Nothing more is known about the CAR-T.", title="FDA approves Kymriah")
    assert (event.product, event.evidence) == ("tisagenlecleucel", ())


def test_a_title_that_the_text_begins_with_is_read_once() -> None:
    text = "FDA approves Kymriah\n\nThe FDA has approved Kymriah, a CAR-T, for adults."
    assert read(text, title="FDA approves Kymriah") == read(text, title="FDA  approves\nKymriah")
    assert all(text[s.start : s.end] == s.quote for event in read(text, "FDA approves Kymriah") for s in event.evidence)


def test_a_bare_headline() -> None:
    assert steps("FDA approves Kymriah for adults", title="FDA approves Kymriah for adults") == [
        "approval US tisagenlecleucel"
    ]


def test_a_digest_keeps_its_products_apart() -> None:
    text = (
        "The week in cell therapy\n\n"
        "- Kymriah: the FDA approved it for children in May 2022.\n"
        "- Yescarta: Japan's regulator approved it in January 2021.\n"
        "- VXO-712, a gene therapy: the FDA cleared the IND in April 2024.\n"
    )
    assert steps(text) == [
        "approval JP axicabtagene ciloleucel",
        "approval US tisagenlecleucel",
        "trial_clearance US VXO-712",
    ]


def test_events_stand_in_the_order_of_the_text() -> None:
    text = "Japan approved Kymriah in 2019. The FDA approved Kymriah in 2017. Canada approved Kymriah in 2018."
    assert [event.jurisdiction for event in read(text)] == ["JP", "US", "CA"]


def test_each_event_says_by_which_rules_it_was_found() -> None:
    event = only("The FDA approved Kymriah on August 30, 2017.")
    rules = [reason.rule for reason in event.reasons]
    assert "approve + product (finite)" in rules
    assert any(rule.startswith("regulator: ") for rule in rules)
    assert any(rule.startswith("therapy: ") for rule in rules)


@pytest.mark.parametrize("words", ["Kymriah", "a CAR-T therapy", "the FDA", ""])
def test_names_alone_are_no_events(words: str) -> None:
    assert read(words) == ()


def test_the_form_of_the_guidelines() -> None:
    (event,) = read("The FDA approved Kymriah on August 30, 2017.")
    form = event.to_json()
    assert list(form) == [
        "document_id",
        "milestone_type",
        "jurisdiction",
        "agency",
        "product",
        "product_names",
        "company",
        "application_type",
        "designation",
        "outcome",
        "pathway",
        "supplement",
        "indication",
        "prior_lines_min",
        "population",
        "event_date",
        "date_basis",
        "goal_date",
        "evidence",
    ]
    assert (form["event_date"], form["goal_date"]) == ("2017-08-30", None)
    assert list(form["evidence"][0]) == ["start", "end", "quote"]
