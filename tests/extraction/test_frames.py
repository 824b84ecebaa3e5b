"""Frames: which words tell of which step, and how the verb is used."""

from __future__ import annotations

import pytest

from pipeline.extraction.usage import Usage, in_headline
from schemas.vocabulary import MilestoneType, Outcome
from tests.extraction.reading import Parsed

M = MilestoneType


def _steps(text: str, title_end: int = 0) -> list[tuple[MilestoneType, Usage]]:
    parsed = Parsed(text, title_end)
    return [(frame.milestone, frame.usage) for frame in parsed.frames(parsed.first)]


@pytest.mark.parametrize(
    ("text", "usage"),
    [
        ("The FDA approved Kymriah.", Usage.FINITE),
        ("The FDA has approved Kymriah.", Usage.FINITE),
        ("Kymriah was approved by the FDA.", Usage.FINITE),
        ("Kymriah has been approved by the FDA.", Usage.FINITE),
        ("Kymriah is approved in Japan.", Usage.STATE),
        ("FDA approves Kymriah", Usage.HEADLINE),
        ("Kymriah, approved by the FDA in 2017, is sold.", Usage.PARTICIPLE),
        ("The FDA is approving Kymriah.", Usage.GERUND),
        ("Kymriah is being approved by the FDA.", Usage.GERUND),
        ("The FDA voted to approve Kymriah.", Usage.INFINITIVE),
        ("Kymriah is to be approved by the FDA.", Usage.INFINITIVE),
        ("The FDA will approve Kymriah.", Usage.BASE),
        ("Kymriah will be approved by the FDA.", Usage.BASE),
        ("The FDA-approved Kymriah is sold.", Usage.ADJECTIVE),
    ],
)
def test_usage_of_the_verb(text: str, usage: Usage) -> None:
    assert (M.APPROVAL, usage) in _steps(text)


_EVERY = [
    ("Vexo submitted a BLA for Kymriah to the FDA.", M.SUBMISSION),
    ("Vexo filed a marketing authorisation application for Kymriah with the EMA.", M.SUBMISSION),
    ("Vexo initiated a rolling submission of its BLA for Kymriah.", M.ROLLING_SUBMISSION_START),
    ("The FDA accepted the BLA for Kymriah.", M.ACCEPTANCE),
    ("The EMA validated the MAA for Kymriah.", M.ACCEPTANCE),
    ("The FDA refused to file the BLA for Kymriah.", M.REFUSAL_TO_FILE),
    ("The FDA granted priority review to the BLA for Kymriah.", M.PRIORITY_REVIEW),
    ("The FDA extended the PDUFA date for Kymriah.", M.GOAL_DATE_EXTENSION),
    ("An advisory committee voted in favor of Kymriah.", M.ADVISORY_COMMITTEE),
    ("The CHMP adopted a positive opinion for Kymriah.", M.OPINION),
    ("The FDA approved Kymriah.", M.APPROVAL),
    ("The European Commission granted marketing authorisation for Kymriah.", M.APPROVAL),
    ("Vexo received a complete response letter for Kymriah.", M.COMPLETE_RESPONSE),
    ("The European Commission refused the marketing authorisation of Kymriah.", M.REFUSAL),
    ("Vexo resubmitted the BLA for Kymriah.", M.RESUBMISSION),
    ("Vexo withdrew its marketing authorisation application for Kymriah.", M.APPLICATION_WITHDRAWAL),
    ("Vexo withdrew the marketing authorisation of Kymriah.", M.AUTHORISATION_WITHDRAWAL),
    ("The FDA granted RMAT designation to Kymriah.", M.DESIGNATION),
    ("The FDA revoked the RMAT designation of Kymriah.", M.DESIGNATION_WITHDRAWAL),
    ("The FDA approved an update to the label of Kymriah.", M.LABEL_UPDATE),
    ("The FDA required a boxed warning for Kymriah.", M.SAFETY_ACTION),
    ("The FDA placed a clinical hold on the trial of Kymriah.", M.CLINICAL_HOLD),
    ("The FDA lifted the clinical hold on the trial of Kymriah.", M.HOLD_LIFTED),
    ("The FDA cleared the IND for Kymriah.", M.TRIAL_CLEARANCE),
]


@pytest.mark.parametrize(("text", "milestone"), _EVERY)
def test_every_kind_of_step_has_a_frame(text: str, milestone: MilestoneType) -> None:
    assert milestone in {found for found, _ in _steps(text)}


def test_each_kind_of_step_is_tried_above() -> None:
    assert {milestone for _, milestone in _EVERY} == set(MilestoneType)


@pytest.mark.parametrize(
    ("text", "passive"), [("Kymriah was approved by the FDA.", True), ("The FDA approved Kymriah.", False)]
)
def test_voice(text: str, passive: bool) -> None:
    parsed = Parsed(text)
    assert [frame.passive for frame in parsed.frames(parsed.first)] == [passive]


def test_a_noun_tells_of_a_step_without_a_verb() -> None:
    assert (M.APPROVAL, Usage.NOMINAL) in _steps("Since the approval of Kymriah by the FDA much has changed.")


def test_a_verb_may_give_several_things() -> None:
    text = "The FDA granted RMAT designation and orphan drug designation to Kymriah."
    parsed = Parsed(text)
    given = {frame.facts.get("designation") for frame in parsed.frames(parsed.first)}
    assert given == {"RMAT", "ORPHAN"}


def test_the_outcome_of_an_opinion() -> None:
    for text, outcome in (
        ("The CHMP adopted a positive opinion for Kymriah.", Outcome.POSITIVE),
        ("The CHMP adopted a negative opinion for Kymriah.", Outcome.NEGATIVE),
    ):
        parsed = Parsed(text)
        assert [frame.outcome for frame in parsed.frames(parsed.first)] == [outcome]


@pytest.mark.parametrize(
    "text",
    [
        "The hospital was approved as a site for Kymriah.",
        "The board cleared the way for the merger.",
        "The committee discussed Kymriah at length.",
        "Kymriah is sold in Japan.",
        "The patient received Kymriah in May.",
    ],
)
def test_words_that_tell_of_no_step(text: str) -> None:
    assert M.APPROVAL not in {milestone for milestone, _ in _steps(text)}


def test_start_and_end_hold_verb_and_object() -> None:
    parsed = Parsed("In May the FDA approved Kymriah at last.")
    frame = parsed.frames(parsed.first)[0]
    assert parsed.text[frame.start : frame.end] == "approved Kymriah"


def test_the_rule_has_a_name() -> None:
    parsed = Parsed("The FDA accepted the BLA for Kymriah.")
    assert [frame.rule for frame in parsed.frames(parsed.first)] == ["accept + application (finite)"]


def test_headlines_are_told_from_prose() -> None:
    for text, title_end, headline in (
        ("FDA approves Kymriah\nIt did so today.", 20, True),
        ("- FDA approval of Kymriah", 0, True),
        ("The FDA said that it has approved Kymriah for more patients than before.", 0, False),
    ):
        parsed = Parsed(text, title_end)
        assert in_headline(parsed.first, parsed.folded) is headline
