"""What wants a human eye, and skeletons of corrections that the build can read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
import yaml

from pipeline.resolution.corrections import read_corrections
from pipeline.warehouse.questions import WrongQuestionError
from pipeline.warehouse.review import review_list, skeleton
from pipeline.warehouse.versions import Version

TODAY = date(2026, 11, 24)


def test_the_most_valuable_come_first(published: Version) -> None:
    items = review_list(published.path.parent, 50)
    assert items
    assert [item.worth for item in items] == sorted((item.worth for item in items), reverse=True)
    assert all(item.reasons and item.milestone_id in item.line() for item in items)
    with duckdb.connect(published.database, read_only=True) as connection:
        conflicts = connection.execute(
            "SELECT milestone_id FROM milestones WHERE review_status = 'conflict'"
        ).fetchall()
    listed = {item.milestone_id for item in review_list(published.path.parent, 10_000)}
    assert {identifier for (identifier,) in conflicts} <= listed


def test_a_skeleton_filled_in_is_a_correction(published: Version, tmp_path: Path) -> None:
    milestone = review_list(published.path.parent, 1)[0].milestone_id
    name, text = skeleton(published.path.parent, milestone, TODAY)
    filled = yaml.safe_load(text)
    assert filled["milestone"] == milestone
    filled |= {"source_url": "https://example.org/letter", "set": {"event_date": "2020-01-02"}}
    (tmp_path / "corrections").mkdir()
    (tmp_path / "corrections" / name).write_text(yaml.safe_dump(filled), encoding="utf-8")
    read = read_corrections(tmp_path)
    assert read.rejections == ()
    assert read.corrections[0].authored_on == TODAY


def test_no_skeleton_of_what_does_not_exist(published: Version) -> None:
    with pytest.raises(WrongQuestionError, match="no such milestone"):
        skeleton(published.path.parent, "ms-aaaaaaaaaaaa", TODAY)
