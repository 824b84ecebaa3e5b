"""Named questions and SQL of the user's own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.warehouse.questions import Form, Question, WrongQuestionError, answer, named
from pipeline.warehouse.versions import Version

PARAMETERS = {"product": "Kymriah", "milestone": "ms-aaaaaaaaaaaa"}


@pytest.mark.parametrize("question", named(), ids=lambda question: question.name)
def test_every_named_question_answers(question: Question, published: Version, tmp_path: Path) -> None:
    assert question.description
    output = tmp_path / "answer.json"
    given = {name: PARAMETERS[name] for name in question.parameters}
    answer(question.name, given, published.path.parent, Form.JSON, output)
    assert isinstance(json.loads(output.read_text()), list)


def test_forms_agree(published: Version, tmp_path: Path) -> None:
    sql = "FROM milestones SELECT milestone_id, pathway, event_date ORDER BY 1"
    for form in (Form.CSV, Form.JSON, Form.PARQUET):
        answer(sql, {}, published.path.parent, form, tmp_path / form.value)
    rows = json.loads((tmp_path / "json").read_text())
    assert len(rows) == published.rows["milestones"]
    with (tmp_path / "csv").open(encoding="utf-8", newline="") as stream:
        assert [row["milestone_id"] for row in csv.DictReader(stream)] == [row["milestone_id"] for row in rows]
    assert pq.read_table(tmp_path / "parquet")["milestone_id"].to_pylist() == [row["milestone_id"] for row in rows]


@pytest.mark.parametrize(
    ("question", "parameters", "message"),
    [
        ("no-such-question", {}, "--list"),
        ("product-history", {}, "--param product"),
        ("counts", {"product": "x"}, "no parameter"),
        ("SELECT nothing FROM nowhere", {}, "nowhere"),
        ("FROM milestones", {"product": "x"}, "named question"),
        ("DROP TABLE milestones", {}, "read-only"),
    ],
)
def test_wrong_questions(
    question: str, parameters: dict[str, str], message: str, published: Version, tmp_path: Path
) -> None:
    with pytest.raises(WrongQuestionError, match=message):
        answer(question, parameters, published.path.parent, Form.CSV, tmp_path / "answer")
