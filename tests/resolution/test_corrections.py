"""Corrections as files: both values visible, guards, retractions, merges, and what was known before them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from pipeline.resolution.corrections import CorrectionError, check, corrected, correction_rows, read_corrections
from pipeline.resolution.history import Resolved, Rules
from pipeline.resolution.steps import Telling
from schemas.vocabulary import MilestoneType, RedirectReason, ReviewStatus
from tests.resolution.tellings import RULES, resolve, telling

TELLINGS = [telling("one", when="2017-08"), telling("other", MilestoneType.SUBMISSION, "2017-02-02")]
APPROVAL = next(
    key for key, one in resolve(TELLINGS).milestones.items() if one.milestone_type is MilestoneType.APPROVAL
)


def write(raw: Path, **changes: object) -> None:
    cells = {
        "milestone": APPROVAL,
        "kind": "set",
        "set": {"event_date": "2017-08-30"},
        "expect": {"event_date": "2017-08"},
        "reason": "The approval letter bears the day.",
        "source_url": "https://example.org/letter",
        "author": "A curator",
        "authored_on": "2021-01-01",
        **changes,
    }
    (raw / "corrections").mkdir(exist_ok=True)
    text = yaml.safe_dump({key: value for key, value in cells.items() if value is not None})
    (raw / "corrections" / "correction.yaml").write_text(text, encoding="utf-8")


def resolved_with(raw: Path, tellings: list[Telling] | None = None) -> Resolved:
    read = read_corrections(raw)
    assert read.rejections == ()
    by_milestone = {one.milestone: [one] for one in read.corrections}
    rules = Rules(naming=RULES.naming, related=RULES.related, corrections=by_milestone)
    found = resolve(tellings or TELLINGS, rules)
    check(read.corrections, found.originals)
    return found


def test_a_correction_stands_and_both_values_are_kept(tmp_path: Path) -> None:
    write(tmp_path)
    found = resolved_with(tmp_path)
    milestone = found.milestones[APPROVAL]
    assert milestone.row()["event_date"] == date(2017, 8, 30)
    assert milestone.review_status is ReviewStatus.CORRECTED
    (row,) = correction_rows(read_corrections(tmp_path).corrections, found.originals)
    assert (row["field"], row["original_value"], row["corrected_value"]) == ("event_date", "2017-08", "2017-08-30")


def test_it_holds_from_its_day_on(tmp_path: Path) -> None:
    write(tmp_path)
    beliefs = [one for one in resolved_with(tmp_path).history if one.milestone.milestone_id == APPROVAL]
    assert [(one.since, one.milestone.review_status) for one in beliefs] == [
        (date(2020, 1, 1), ReviewStatus.AUTOMATIC),
        (date(2021, 1, 1), ReviewStatus.CORRECTED),
    ]


def test_the_build_fails_once_the_sources_say_something_else(tmp_path: Path) -> None:
    write(tmp_path)
    mended = [*TELLINGS, telling("register", when="2017-08-30")]
    with pytest.raises(
        CorrectionError, match=r"corrections/correction\.yaml: expected event_date '2017-08'.*2017-08-30"
    ):
        resolved_with(tmp_path, mended)


def test_a_correction_of_nothing_fails(tmp_path: Path) -> None:
    write(tmp_path, milestone="ms-aaaaaaaaaaaa")
    with pytest.raises(CorrectionError, match="no milestone ms-aaaaaaaaaaaa"):
        resolved_with(tmp_path)


def test_a_retracted_step_is_gone_and_its_identifier_leads_nowhere(tmp_path: Path) -> None:
    write(tmp_path, kind="retract", set=None)
    found = resolved_with(tmp_path)
    assert APPROVAL not in found.milestones
    assert APPROVAL in found.originals
    assert [(one.milestone_id, one.redirects_to, one.reason) for one in found.redirects] == [
        (APPROVAL, None, RedirectReason.RETRACTED)
    ]


def test_merged_steps_become_one(tmp_path: Path) -> None:
    told = [telling("a", when="2017-08-30", disease="fl"), telling("b", when="2019-08-30", disease="dlbcl")]
    first, second = sorted(resolve(told).milestones, key=lambda key: str(resolve(told).milestones[key].event_date))
    write(tmp_path, milestone=second, kind="merge", set=None, merge_into=first, expect={"indication_id": "dlbcl"})
    found = resolved_with(tmp_path, told)
    assert set(found.milestones) == {first}
    assert len(found.steps[first]) == 2
    assert [(one.redirects_to, one.reason) for one in found.redirects] == [(first, RedirectReason.CORRECTED)]


def test_a_review_ends_a_conflict(tmp_path: Path) -> None:
    told = [telling("a", when="2017-08-30"), telling("b", when="2017-10-02")]
    assert resolve(told).milestones[APPROVAL].review_status is ReviewStatus.CONFLICT
    write(tmp_path, kind="confirm", set=None, expect={"event_date": "2017-08-30"})
    assert resolved_with(tmp_path, told).milestones[APPROVAL].review_status is ReviewStatus.REVIEWED


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "guess"},
        {"set": None},
        {"set": {"product_id": "other"}},
        {"set": {"event_date": "30 August"}},
        {"set": {"event_date": "2017-Q5"}},
        {"reason": "so"},
        {"source_url": "seen somewhere"},
        {"expect": {}},
        {"authored_on": "soon"},
        {"unknown": "key"},
        {"kind": "merge", "set": None},
    ],
)
def test_what_cannot_be_read_is_refused_with_its_file(tmp_path: Path, changes: dict[str, object]) -> None:
    write(tmp_path, **changes)
    read = read_corrections(tmp_path)
    assert read.corrections == ()
    assert [one.file for one in read.rejections] == ["corrections/correction.yaml"]


@pytest.mark.parametrize("text", ["", "- a list", "milestone: [", "\ufeff: :"])
def test_files_that_are_no_mapping_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "corrections").mkdir()
    (tmp_path / "corrections" / "bad.yaml").write_text(text, encoding="utf-8")
    assert len(read_corrections(tmp_path).rejections) == 1


@pytest.mark.parametrize(
    ("field", "text", "shown"),
    [
        ("event_date", "2017-Q3", date(2017, 7, 1)),
        ("event_date", "2017-H2", date(2017, 7, 1)),
        ("event_date", "2017", date(2017, 1, 1)),
        ("event_date", "null", None),
        ("supplement", True, True),
        ("prior_lines_min", 3, 3),
        ("pathway", "PRIORITY; ACCELERATED", ["ACCELERATED", "PRIORITY"]),
        ("population", "adult", "adult"),
    ],
)
def test_values(tmp_path: Path, field: str, text: object, shown: object) -> None:
    write(tmp_path, set={field: text})
    (correction,) = read_corrections(tmp_path).corrections
    milestone = resolve(TELLINGS).milestones[APPROVAL]
    assert corrected(milestone, correction).row()[field] == shown
