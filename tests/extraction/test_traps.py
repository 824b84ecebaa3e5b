"""What readers and machines fall for: texts that look like a step and tell of none, or of another one."""

from __future__ import annotations

import pytest

from schemas.vocabulary import DateBasis
from tests.extraction.reading import only, read, steps


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Food and Drug Administration today published a guidance on cell therapies such as Yescarta.",
        "FDA News Release. The agency held a workshop on CAR-T products such as Kymriah and Yescarta.",
        "The FDA inspected the plant at which Breyanzi is made.",
    ],
)
def test_a_document_of_the_agency_is_no_approval(text: str) -> None:
    assert steps(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The hospital was approved by the sponsor as a treatment site for Kymriah.",
        "The review board approved the protocol for the Abecma study on May 2, 2023.",
        "NICE approved reimbursement of Yescarta for lymphoma on May 2, 2023.",
        "A CE mark for the device that makes Kymriah was granted on May 2, 2023.",
        "Customs authorities approved the import of Kymriah into Bermuda.",
        "The board of directors approved the merger of the makers of Kymriah on May 2, 2023.",
        "Shareholders approved the purchase of Kymriah by another company.",
    ],
)
def test_other_approvals(text: str) -> None:
    assert steps(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The FDA granted orphan drug designation to zoltrexanib, a small molecule for glioma.",
        "The FDA approved velumab, a monoclonal antibody for lymphoma that is given before a CAR-T therapy.",
        "The FDA approved Velutra (velumab), a bispecific antibody for patients who have had a CAR-T therapy.",
    ],
)
def test_other_medicines_are_out_of_scope(text: str) -> None:
    assert steps(text) == []


def test_background_is_not_dated_by_the_document() -> None:
    text = (
        "Vexo Therapeutics today reported its figures for the quarter.\n\nSales of Kymriah rose by a tenth.\n\n"
        "Costs fell, and the number of people at work stayed.\n\nAbout Kymriah\n"
        "Kymriah was approved by the FDA for young patients with leukemia."
    )
    event = only(text)
    assert (event.event_date, event.date_basis) == (None, None)


def test_a_stated_date_wins_over_that_of_the_document() -> None:
    event = only("Vexo today reported its figures. Kymriah was approved by the FDA on August 30, 2017.")
    assert event.event_date is not None
    assert (event.event_date.iso(), event.date_basis) == ("2017-08-30", DateBasis.STATED)


def test_the_day_of_a_report_is_that_of_an_announcement() -> None:
    event = only("Vexo said on May 14, 2024 that the FDA has approved Kymriah for adults.")
    assert event.event_date is not None
    assert (event.event_date.iso(), event.date_basis) == ("2024-05-14", DateBasis.ANNOUNCED)
    event = only("Vexo said on May 14, 2024 that the FDA approved Kymriah for adults on May 13, 2024.")
    assert event.event_date is not None
    assert (event.event_date.iso(), event.date_basis) == ("2024-05-13", DateBasis.STATED)


def test_news_take_the_date_of_the_document() -> None:
    event = only("The FDA has approved Kymriah for adults.", title="FDA approves Kymriah")
    assert event.event_date is not None
    assert (event.event_date.iso(), event.date_basis) == ("2024-05-16", DateBasis.ANNOUNCED)


def test_no_day_is_invented_without_a_date_of_the_document() -> None:
    assert only("The FDA approved Kymriah today.", told=None).event_date is None


def test_approval_of_a_partner_elsewhere_stays_there() -> None:
    text = (
        "Vexo Therapeutics reported its talks with the FDA about Yescarta. In Japan, its partner received approval of "
        "Yescarta in January 2021."
    )
    assert steps(text) == ["approval JP axicabtagene ciloleucel"]


@pytest.mark.parametrize(
    "heading", ["Forward-Looking Statements", "Risk Factors", "Important Safety Information", "Safe Harbor Statement"]
)
def test_boilerplate_tells_nothing(heading: str) -> None:
    text = (
        "Vexo spoke of Breyanzi and of its year.\n\nThe year was good.\n\n"
        f"{heading}\nThe FDA approved Breyanzi late. The EMA refused the application for Breyanzi in May 2023."
    )
    assert steps(text) == []


def test_may_is_no_month() -> None:
    assert steps("The FDA may approve Breyanzi for lymphoma.") == []
    event = only("The FDA approved Breyanzi, which may help many, in 2021.")
    assert event.event_date is not None
    assert event.event_date.iso() == "2021"


def test_may_the_month_is_one() -> None:
    event = only("The FDA approved Kymriah in May 2018.")
    assert event.event_date is not None
    assert event.event_date.iso() == "2018-05"


@pytest.mark.parametrize(
    "text",
    [
        "The FDA has not approved Carvykti for this use.",
        "Vexo plans to submit a BLA for Carvykti to the FDA in June 2024.",
        "If approved by the FDA, Carvykti would be the first of its kind.",
        "The FDA is expected to approve Carvykti in June 2024.",
        "Vexo believes that Carvykti will be approved by the FDA.",
        "An FDA decision on Carvykti is due in June 2024.",
        "The FDA has scheduled an advisory committee meeting on Carvykti for June 2024.",
        "Carvykti is under review by the FDA.",
    ],
)
def test_what_has_not_happened(text: str) -> None:
    assert steps(text) == []


def test_a_fact_that_is_only_implied_is_none() -> None:
    assert steps("The approved therapy Kymriah is sold by the company.") == []


def test_a_fact_told_in_passing_is_one() -> None:
    assert steps("Sales of FDA-approved Kymriah rose.") == ["approval US tisagenlecleucel"]


def test_a_refusal_of_the_agency_is_a_complete_response() -> None:
    assert steps("The FDA rejected Ryoncil in August 2023.") == ["complete_response US remestemcel-l"]


def test_two_designations_are_two_events_and_one_told_twice_is_one() -> None:
    text = (
        "The FDA granted RMAT and orphan drug designation to VXO-712, a CAR-T therapy. VXO-712 was granted RMAT "
        "designation by the FDA."
    )
    assert steps(text) == ["designation US VXO-712 ORPHAN", "designation US VXO-712 RMAT"]


def test_two_regulators_are_two_events() -> None:
    found = steps("The FDA and the European Commission approved Breyanzi.")
    assert found == ["approval EU lisocabtagene maraleucel", "approval US lisocabtagene maraleucel"]


def test_a_document_without_a_therapy_tells_nothing() -> None:
    assert read("The FDA approved it on May 2, 2023, after a long review.") == ()
    assert read("") == ()


def test_news_about_a_product_that_no_list_holds_pass_the_gate() -> None:
    text = "Vexo Therapeutics today announced that the FDA accepted the BLA for velutacabtagene autoleucel for adults."
    assert steps(text) == ["acceptance US velutacabtagene autoleucel"]
