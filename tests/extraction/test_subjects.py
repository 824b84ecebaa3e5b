"""What a yes is of: a product's marketing, or something else; and whose it is."""

from __future__ import annotations

import pytest

from tests.extraction.reading import steps

_ORIGIN = "VXO-712 is an AAV gene therapy for Wilson disease. "


@pytest.mark.parametrize(
    "text",
    [
        # access without authorisation
        "The German regulator BfArM has approved Quillon's compassionate use programme for Zolgensma.",
        "Quillon received compassionate use authorization in France for Luxturna.",
        "The ANSM granted an early access authorization (AAP) for Abecma in June 2021.",
        "The FDA granted expanded access authorization for omidubicel.",
        "Quillon received Korean approval to import Kymriah for one patient.",
        "Quillon submitted a compassionate access application for Lumevoq to the French agency.",
        # price and payment
        "ANVISA approved the price of Zolgensma.",
        "Italy's AIFA has approved Kymriah for reimbursement in Italy.",
        "Swiss authorities approved reimbursement for Kymriah.",
        # plans for studies
        "The EMA has approved the pediatric investigation plan (PIP) for Hemgenix.",
        "The EMA's Paediatric Committee adopted a positive opinion on the paediatric investigation plan for VXO-712.",
        # plants, companies, other bodies
        "Quillon has a licence from the MHRA to manufacture Libmeldy at its Stevenage plant.",
        "The European Commission approved Quillon's takeover of the maker of Breyanzi.",
        "Brazil's biosafety commission CTNBio approved Luxturna.",
        "China's human genetic resources office approved the study of relma-cel.",
        # leave to take the next step
        "The FDA has cleared the company to submit a BLA for Ryoncil.",
        "Quillon Bio cleared to file EU marketing application for Kresladi",
        # papers
        "Data from the BLA for StrataGraft were accepted for presentation at the meeting of US burn surgeons.",
        "Quillon filed a request for re-examination of the opinion on Glybera with the EMA.",
    ],
)
def test_a_yes_to_something_else_is_no_step(text: str) -> None:
    assert steps(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Quillon is a promising contender to become the first to win a CAR-T approval in China with relma-cel.",
        "Attorney asks FDA to hold off on approval of Ryoncil.",
        "The company is entitled to $25 million when the FDA approves obe-cel.",
        "Had the EMA approved Glybera earlier, the firm would have survived.",
        "The FDA approved Quillon's antibody elranatamab, a rival of Carvykti.",
        "Makers in Japan and Korea have won approvals. Developers have submitted marketing applications to the PMDA. "
        "Kymriah is one example.",
    ],
)
def test_what_is_wished_or_another_product_is_no_step(text: str) -> None:
    assert steps(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Quillon has received authorisation for VXO-712 from the MHRA and the ethics committee.",
            "trial_clearance GB",
        ),
        (
            "The FDA gave the green light for Quillon to begin the second phase 3 trials for VXO-712.",
            "trial_clearance US",
        ),
        ("Quillon has received clinical clearance from China's NMPA for VXO-712.", "trial_clearance CN"),
        ("VXO-712 obtained implied permission for clinical trials from the NMPA.", "trial_clearance CN"),
        (
            "The Ministry of Health, Labour and Welfare gave VXO-712 orphan regenerative medicine designation.",
            "designation",
        ),
        ("The FDA granted VXO-712 regenerative medicine status in April 2018.", "designation"),
        ("VXO-712 was granted an orphan-drug tag by the EMA in October 2016.", "designation"),
        ("Quillon's VXO-712 received a nod from the committee of Japan's PAFSC.", "advisory_committee JP"),
        (
            "After a recommendation by the FDA's Oncologic Drugs Advisory Committee, a BLA for VXO-712 was approved.",
            "advisory_committee US",
        ),
        (
            "The Ministry of Food and Drug Safety revoked the licence of VXO-712 on Tuesday.",
            "authorisation_withdrawal KR",
        ),
        ("South Korea's MFDS has asked Quillon to suspend the manufacturing and sale of VXO-712.", "safety_action KR"),
        ("Swissmedic has granted an extension of use for VXO-712.", "approval CH"),
        ("The FDA has lifted the suspension on clinical trials of VXO-712.", "hold_lifted US"),
        (
            "Quillon announced FDA acceptance of its BLA for VXO-712 and its Priority Review status.",
            "priority_review US",
        ),
        ("The NMPA has accepted the filing for review.", "acceptance CN"),
        ("The drug is already approved in Japan.", "approval JP"),
    ],
)
def test_steps_of_other_kinds(text: str, found: str) -> None:
    assert any(step.startswith(found) for step in steps(_ORIGIN + text)), steps(_ORIGIN + text)


def test_a_company_s_country_decides_nothing() -> None:
    told = (
        "The CHMP recommended VXO-712. The Committee recommended granting a marketing authorisation for VXO-712, from "
    )
    assert [step.split()[:2] for step in steps(_ORIGIN + told + "US biotech Quillon.")] == [["opinion", "EU"]]


def test_a_loosely_told_yes_is_the_trial_s_where_the_text_tells_of_one() -> None:
    title = "Quillon gets green light from Israeli Ministry of Health for VXO-712\n\n"
    told = "The Israeli Ministry of Health has granted clearance for a phase 1 trial of VXO-712."
    assert [step.split()[:2] for step in steps(title + _ORIGIN + told)] == [["trial_clearance", "IL"]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The FDA cleared the IND for QXL01, an AAV gene therapy for Fabry disease.", "QXL01"),
        ("The FDA granted RMAT designation to VeloCart, Quillon's autologous cartilage product.", "VeloCart"),
        ("India's DCGI approved Velostem ACI, an autologous chondrocyte product.", "Velostem ACI"),
        ("TBI-1777, a TCR-T cell therapy, received RMAT designation from the FDA.", "TBI-1777"),
        ("NK042, a genetically modified NK cell injection, received clinical trial clearance from the NMPA.", "NK042"),
        ("FDA granted orphan designation for AVB-RD-O5, a lentiviral gene therapy for cystinosis.", "AVB-RD-O5"),
        ("The EC approved Velograft, a tissue-engineered cornea.", "Velograft"),
    ],
)
def test_names_are_found_whole(text: str, name: str) -> None:
    assert any(name in step for step in steps(text)), steps(text)


def test_the_hold_on_an_application_clears_none() -> None:
    told = "Quillon said that the FDA has lifted a clinical hold placed on the company's IND application for VXO-712."
    assert not any(step.startswith("trial_clearance") for step in steps(_ORIGIN + told))
