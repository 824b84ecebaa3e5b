"""Named questions and SQL of the user's own."""

from __future__ import annotations

import csv
import json
import time
import timeit
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline.warehouse.questions import Form, Question, WrongQuestionError, answer, named, worked
from pipeline.warehouse.versions import Version

MILLISECONDS = 50
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("question", named(), ids=lambda question: question.name)
def test_every_named_question_answers(question: Question, published: Version, tmp_path: Path) -> None:
    assert question.description
    assert set(question.example) == set(question.parameters)
    output = tmp_path / "answer.json"
    answer(question.name, question.example, published.path.parent, Form.JSON, output)
    assert isinstance(json.loads(output.read_text()), list)


@pytest.mark.parametrize("question", named(), ids=lambda question: question.name)
def test_every_named_question_is_quick(question: Question, published: Version) -> None:
    """By the processor's clock on one thread, so that what else the machine does counts for nothing."""
    with duckdb.connect(published.database, read_only=True, config={"threads": 1}) as connection:
        for name, value in question.example.items():
            connection.execute(f"SET VARIABLE {name} = ?", [value])
        rounds = timeit.repeat(
            lambda: connection.sql(question.sql).fetchall(), timer=time.process_time, number=1, repeat=7
        )
        best = min(rounds)
    assert best * 1000 < MILLISECONDS


def test_the_page_of_questions_shows_them_all() -> None:
    page = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    for question in named():
        section = page.partition(f"## `{question.name}`\n\n")[2].partition("\n## ")[0]
        given = "".join(f" --param {name}={value}" for name, value in question.example.items())
        assert section.startswith(f"{question.description}\n\n```\nmilestones query {question.name}{given}\n```"), (
            "run: milestones questions > docs/questions.md"
        )


def test_the_page_of_questions_is_what_the_command_prints(published: Version) -> None:
    page = worked(published.path.parent)
    assert all(f"## `{question.name}`" in page for question in named())
    assert page.count("| --- |") >= len(named()) // 2


def test_an_identifier_that_gave_way_still_answers(published: Version) -> None:
    with duckdb.connect(published.database, read_only=True) as connection:
        redirects = connection.execute(
            "SELECT milestone_id, redirects_to FROM milestone_redirects WHERE redirects_to IS NOT NULL"
        ).fetchall()
        for gone, now in redirects:
            assert connection.execute("SELECT milestone_id FROM milestone_now(?)", [gone]).fetchall() == [(now,)]


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
