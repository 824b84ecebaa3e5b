"""Ways of speaking, each in several voices: sponsors, regulators, trade news, promotional prose."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.vocabulary import ApplicationType, MilestoneType, Outcome
from tests.extraction.reading import only, read, steps

_ORIGIN = "VXO-712 is an AAV gene therapy for Wilson disease. "


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quillon has applied for domestic marketing authorization of VXO-712 with Japan's PMDA.", "submission JP"),
        ("The company requested marketing approval for VXO-712 from Japan's health ministry.", "submission JP"),
        ("Its gene therapy VXO-712 was approved by the European Commission.", "approval EU"),
        ("The European Commission conditionally approves Quillon's gene therapy VXO-712.", "approval EU"),
        ("VXO-712 became the first gene therapy approved in the US.", "approval US"),
        ("The first gene therapy approved in the US, VXO-712, is sold out.", "approval US"),
        ("VXO-712, approved in the US, sells well.", "approval US"),
        ("VXO-712 is already cleared for market in Europe.", "approval EU"),
        ("The FDA broadens the approval of VXO-712 to adults.", "approval US"),
        ("This follows prior authorizations from the MHRA.", "approval GB"),
        ("The FDA had halted its trials of VXO-712 after a patient died.", "clinical_hold US"),
        ("The FDA put the trial of VXO-712 on clinical hold.", "clinical_hold US"),
        ("The FDA cleared Quillon to resume its trial of VXO-712.", "hold_lifted US"),
        ("The FDA gave the green light for Quillon to proceed with a Phase 1 trial of VXO-712.", "trial_clearance US"),
        ("FDA green-lights VXO-712 study in children.", "trial_clearance US"),
        ("The FDA cleared Quillon to start testing VXO-712 in children.", "trial_clearance US"),
        ("Quillon announced the FDA's allowance of the IND for VXO-712.", "trial_clearance US"),
        ("After accepting the BLA for VXO-712, the FDA asked for new data.", "acceptance US"),
        ("It decided to withdraw its EMA application for VXO-712, which would not have succeeded.", "application_with"),
        ("VXO-712 was withdrawn from the Union Register of orphan medicinal products in 2024.", "designation_with"),
        ("The EMA's PRAC concluded its review of VXO-712 with a positive opinion.", "safety_action EU"),
        ("The CHMP has approved VXO-712.", "opinion EU"),
    ],
)
def test_steps_in_other_words(text: str, found: str) -> None:
    assert any(step.startswith(found) for step in steps(_ORIGIN + text)), steps(_ORIGIN + text)


@pytest.mark.parametrize(
    "text",
    [
        "VXO-712 comes with FDA Fast Track designation.",
        "Backed by FDA Fast Track designation, VXO-712 could reach the market in 2027.",
        "Highlights include new funds; fresh data; and FDA Fast Track designation for VXO-712.",
        "With FDA Fast Track status already in hand, VXO-712 moves to Phase 3.",
        "VXO-712 (FDA Fast Track) is a gene therapy.",
        "The data led the FDA to grant Fast Track designation to VXO-712.",
    ],
)
def test_a_status_that_is_spoken_of(text: str) -> None:
    event = only(_ORIGIN + text)
    assert (event.milestone_type, event.event_date) == (MilestoneType.DESIGNATION, None)


@pytest.mark.parametrize(
    "text",
    [
        "Quillon will seek FDA Fast Track designation for VXO-712.",
        "FDA Fast Track designation is meant to speed the review of therapies such as VXO-712.",
        "VXO-712 may qualify for FDA Fast Track and orphan drug designation.",
        "Patients pushed for FDA approval of VXO-712.",
        "Quillon asked the FDA for a meeting to discuss accelerated approval of VXO-712.",
        "The trial is no longer adequate to support accelerated approval of VXO-712 by the FDA.",
        "VXO-712 was rejected by NICE for routine funding in England.",
        "The FDA approved a companion diagnostic for VXO-712.",
        "VXO-712 was approved last year for reimbursement in Italy.",
        "Regulatory approval in the EU was granted for the merger of the makers of VXO-712.",
        "The FDA inspected the site, and Quillon completed the inspection for the BLA of VXO-712.",
        "Quillon filed an appeal against the loss of the EMA approval bid for VXO-712.",
        "The EMA has a status akin to the FDA's breakthrough designation for VXO-712.",
    ],
)
def test_what_only_sounds_like_a_step(text: str) -> None:
    assert steps(_ORIGIN + text) == []


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("FDA Votes 9 to 4 in Favor of Palisade's oncolytic virus PLS-1", Outcome.POSITIVE),
        ("FDA panel votes 10-3 for Palisade's oncolytic virus PLS-1", Outcome.POSITIVE),
        ("FDA advisers vote 12-1 against Palisade's oncolytic virus PLS-1", Outcome.NEGATIVE),
        ("Adcomm votes in favor of Palisade's oncolytic virus PLS-1", Outcome.POSITIVE),
    ],
)
def test_votes_in_headlines(words: str, outcome: Outcome) -> None:
    event = only("PLS-1 is an oncolytic virus.", words)
    assert (event.milestone_type, event.jurisdiction, event.outcome) == (
        MilestoneType.ADVISORY_COMMITTEE,
        "US",
        outcome,
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lumelbi, a CAR-T therapy for lupus, was approved by the FDA.", "Lumelbi"),
        ("The FDA approved the company's CAR-T 'Lumelbi' in March.", "Lumelbi"),
        ("The FDA approved its cell therapy Lumelbi, which is made in Ohio.", "Lumelbi"),
        ("BGT-GSD, an investigational AAV-based gene therapy for Pompe disease, was approved by the FDA.", "BGT-GSD"),
        ("The FDA approved BMN 712, a gene therapy.", "BMN 712"),
    ],
)
def test_names_that_the_text_explains(text: str, name: str) -> None:
    assert only(text).product == name


def test_an_explained_company_is_no_therapy() -> None:
    assert read("Lumelbi, a gene therapy company, was approved by the FDA as a supplier.") == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ROCKVILLE, Md. VERTIGEN Inc. said that the FDA granted RMAT designation to Ryoncil.", "VERTIGEN Inc."),
        (
            "PARIS, Calif.--(BUSINESS WIRE)--Kestrel Bio Inc. got the FDA's RMAT designation for Ryoncil.",
            "Kestrel Bio Inc.",
        ),
    ],
)
def test_a_company_without_its_dateline(text: str, name: str) -> None:
    assert only(text).company == name


def test_the_place_of_a_dateline_decides_nothing() -> None:
    text = "BERLIN, GERMANY / ACCESSWIRE / Quillon got marketing authorization for its CAR-T Kymriah in Japan."
    assert steps(text) == ["approval JP tisagenlecleucel"]


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        (
            "The FDA accepted the BLA for VXO-712 with priority review. It set a PDUFA date of May 5, 2025.",
            "2025-05-05",
        ),
        ("The FDA accepted the BLA for VXO-712 for priority review. A decision is due by May 5, 2025.", "2025-05-05"),
        ("The FDA accepted the BLA for VXO-712 for priority review and is to decide by 5 May 2025.", "2025-05-05"),
    ],
)
def test_acceptance_and_priority_review_share_a_goal_told_behind(text: str, goal: str) -> None:
    found = {event.milestone_type: event.goal_date for event in read(_ORIGIN + text)}
    assert set(found) == {MilestoneType.ACCEPTANCE, MilestoneType.PRIORITY_REVIEW}
    assert {when.iso() for when in found.values() if when} == {goal}


@pytest.mark.parametrize(
    "text",
    [
        "The FDA extended the review of the BLA for VXO-712 by three months, to December 5, 2024.",
        "The FDA moved the PDUFA date for its gene therapy VXO-712 from September 5 to December 5, 2024.",
    ],
)
def test_the_goal_to_which_a_review_was_extended(text: str) -> None:
    event = only(_ORIGIN + text)
    assert event.goal_date is not None
    assert (event.milestone_type, event.goal_date.iso()) == (MilestoneType.GOAL_DATE_EXTENSION, "2024-12-05")


def test_dates_told_respectively() -> None:
    dates = {
        event.product: event.event_date and event.event_date.iso()
        for event in read("Kymriah and Yescarta were approved by the FDA in 2017 and 2018, respectively.")
    }
    assert dates == {"tisagenlecleucel": "2017", "axicabtagene ciloleucel": "2018"}


def test_an_approval_again_for_another_use() -> None:
    text = (
        "Yescarta was approved by the FDA on October 18, 2017 for large B-cell lymphoma and on March 5, 2021 for "
        "follicular lymphoma."
    )
    dates = {event.event_date.iso(): event.indication for event in read(text) if event.event_date}
    assert dates == {"2017-10-18": "large B-cell lymphoma", "2021-03-05": "follicular lymphoma"}


def test_news_and_background_of_one_document() -> None:
    title = "Quillon doses first patient with VXO-712"
    text = "Quillon today announced a trial of VXO-712, its gene therapy, which has received PRIME from the EMA."
    assert only(text, title).event_date is None


def test_a_digest_tells_news_item_by_item() -> None:
    text = (
        "The FDA approved Kymriah for lupus.\n\nIn brief\n\nThe week was long.\n\nThe agency has also lifted its "
        "clinical hold.\n\nThe FDA has lifted the hold on the trial of VXO-712, a gene therapy."
    )
    lifted = next(
        event
        for event in read(text, "Weekly roundup", date(2024, 5, 16))
        if event.milestone_type is MilestoneType.HOLD_LIFTED
    )
    assert lifted.product == "VXO-712"
    assert lifted.event_date is not None


def test_a_list_under_its_place() -> None:
    text = (
        "Gene therapies approved in Canada\n\n- Kymriah (Novartis), a CAR-T, was approved in September 2018.\n"
        "- Yescarta (Gilead), a CAR-T, was approved in February 2019.\n"
    )
    found = {event.product: (event.jurisdiction, event.application_type) for event in read(text)}
    assert found == {"tisagenlecleucel": ("CA", None), "axicabtagene ciloleucel": ("CA", None)}


def test_a_type_of_application_that_one_jurisdiction_knows() -> None:
    text = "Type: New Drug Submission.\n\nHealth Canada issued a Notice of Compliance for Kymriah in September 2018."
    assert only(text).application_type is ApplicationType.NDS


def test_domestic_means_the_home_of_the_company() -> None:
    assert steps("GC Cell has applied for domestic marketing authorization of its CAR-T Kymriah.") == [
        "submission KR tisagenlecleucel"
    ]


def test_a_status_for_both_uses_told_before() -> None:
    text = (
        "Studies of VXO-712, a gene therapy, run in breast cancer and melanoma, both of which have Fast Track status "
    )
    assert [event.indication for event in read(text + "from the FDA.")] == ["breast cancer", "melanoma"]


def test_a_company_stands_for_its_product() -> None:
    text = "Kymriah and Yescarta are CAR-Ts. Novartis had filed with the EMA in 2017."
    assert steps(text) == ["submission EU tisagenlecleucel"]


@pytest.mark.parametrize(
    "text",
    [
        "Quillon received approval from the UK regulator, the MHRA, to commence a first-in-man trial of VXO-712.",
        "Quillon received MHRA approval for a multicenter, randomized, open-label, Phase 3 clinical trial of VXO-712.",
        "Quillon announced MHRA approval for the UK arm of the VXO-712 children's trial.",
        "Its clinical trial application for VXO-712 gained approval from the MHRA.",
    ],
)
def test_a_yes_to_start_a_trial_is_its_clearance(text: str) -> None:
    assert steps(_ORIGIN + text) == ["trial_clearance GB VXO-712"]


@pytest.mark.parametrize(
    "text",
    [
        "Quillon receives FDA approval for VXO-712 expanded access program.",
        "The FDA gives Quillon the green light to restart shipment of its gene therapy VXO-712.",
        "Quillon plots US approval for its gene therapy VXO-712.",
        "FDA to conclude approval of VXO-712 this month.",
        "VXO-712, a one-time gene therapy, under FDA review for approval.",
        "The FDA's accelerated approval messaging on VXO-712 is unclear.",
        "The study of VXO-712 was submitted during the European authorization procedure.",
    ],
)
def test_words_near_an_approval_that_make_none(text: str) -> None:
    assert steps(_ORIGIN + text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The FDA granted RMAT designation to VXO-712, for a new indication in adults.", "designation US VXO-712 RMAT"),
        ("The FDA agreed to review an application seeking the approval of VXO-712.", "acceptance US VXO-712"),
        ("Acceptance of the VXO-712 BLA by the FDA marks a turning point.", "acceptance US VXO-712"),
        ("Days later came FDA approval for Quillon's VXO-712.", "approval US VXO-712"),
        (
            "The FDA's action date for VXO-712 was changed from May 2 to August 2, 2024.",
            "goal_date_extension US VXO-712",
        ),
        ("The FDA restricts the use of VXO-712.", "label_update US VXO-712"),
        ("The FDA updated the indication of VXO-712, limiting it to adults.", "label_update US VXO-712"),
    ],
)
def test_steps_told_in_passing(text: str, found: str) -> None:
    assert steps(_ORIGIN + text) == [found]


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("The FDA granted Orphan Drug Designation to MQV\u2011101, an oncolytic virus for glioma.", "MQV\u2011101"),
        ("The FDA granted Orphan Drug Designation to the CAR-T candidate QUART 456.", "QUART 456"),
    ],
)
def test_codes_are_read_whole(text: str, product: str) -> None:
    assert only(text).product == product


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "FDA grants orphan drug designation to VXO-712 for rare metabolic disease",
            "The FDA has granted orphan drug designation to the AAV gene therapy VXO-712 for Wilson disease.",
        ),
        (
            None,
            "The FDA has granted orphan drug designation to the AAV gene therapy VXO-712 for Wilson disease, "
            "following similar designations for treatments targeting Stargardt disease.",
        ),
    ],
)
def test_a_status_said_twice_is_one(title: str | None, text: str) -> None:
    assert only(text, title).designation is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Setbacks of VXO-712 include clinical holds by the FDA on related gene therapy studies.", []),
        (
            "Quillon has withdrawn the Conditional Marketing Authorisation (CMA) application for VXO-712 from the EMA.",
            ["application_withdrawal EU VXO-712"],
        ),
    ],
)
def test_what_is_withdrawn_or_held(text: str, found: list[str]) -> None:
    assert steps(_ORIGIN + text) == found
