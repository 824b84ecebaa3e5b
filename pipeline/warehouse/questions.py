"""Questions to the warehouse: SQL of the user's own, and named ones that ship with it."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib.resources import files
from pathlib import Path

import duckdb

from pipeline.warehouse.versions import latest

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_COMMENT = re.compile(r"--\s?(.*)")
_EXAMPLE = "Example: "
_ROWS_SHOWN = 6
_LONGEST_CELL = 80
_PARAMETER = re.compile(r"getvariable\('(\w+)'\)")


class Form(Enum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


class WrongQuestionError(Exception):
    """Raised when there is no such question, a parameter is wrong, or the SQL is not valid."""


@dataclass(frozen=True, slots=True)
class Question:
    """A named question: its SQL, what it answers, the parameters that it takes, and values of them as an example."""

    name: str
    description: str
    parameters: tuple[str, ...]
    sql: str
    example: Mapping[str, str] = field(default_factory=dict)


def named() -> list[Question]:
    """Return the named questions, sorted by name."""
    folder = files("pipeline.warehouse").joinpath("sql", "queries")
    listed = (entry for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return sorted(
        (_question(entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8")) for entry in listed),
        key=lambda question: question.name,
    )


def _question(name: str, sql: str) -> Question:
    head = []
    for line in sql.splitlines():
        comment = _COMMENT.fullmatch(line)
        if comment is None:
            break
        head.append(comment[1])
    words = " ".join(line for line in head if not line.startswith(_EXAMPLE))
    examples = [line.removeprefix(_EXAMPLE) for line in head if line.startswith(_EXAMPLE)]
    example = dict(pair.split("=", 1) for line in examples for pair in line.split())
    return Question(name, words, tuple(dict.fromkeys(_PARAMETER.findall(sql))), sql, example)


def answer(question: str, parameters: Mapping[str, str], warehouse: Path, form: Form, output: Path | None) -> None:
    """Write the answer of `warehouse/latest` to `output`, or to standard output.

    Raises:
        FileNotFoundError: when there is no warehouse yet.
        WrongQuestionError: see there.
    """
    asked = _asked(question, parameters)
    with duckdb.connect(latest(warehouse).database, read_only=True) as connection:
        for name, value in parameters.items():
            connection.execute(f"SET VARIABLE {name} = ?", [value])
        try:
            relation = connection.sql(asked.sql)
        except duckdb.Error as error:
            raise WrongQuestionError(str(error)) from error
        if relation is None:
            raise WrongQuestionError("the statement gives no rows; ask with SELECT or FROM")
        _write(connection, relation, form, output)


def _asked(question: str, parameters: Mapping[str, str]) -> Question:
    if not _NAME.fullmatch(question):
        if parameters:
            raise WrongQuestionError("--param goes with a named question")
        return Question("", "", (), question)
    found = next((one for one in named() if one.name == question), None)
    if found is None:
        raise WrongQuestionError(f"{question}: no such question; --list shows them")
    if set(parameters) != set(found.parameters):
        wanted = " ".join(f"--param {name}=…" for name in found.parameters) or "no parameter"
        raise WrongQuestionError(f"{question} takes {wanted}")
    return found


def _write(
    connection: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation, form: Form, output: Path | None
) -> None:
    if form is Form.TABLE:
        if output is None:
            relation.show(max_rows=10_000)
        else:
            output.write_text(f"{relation}\n", encoding="utf-8")
        return
    options = {Form.CSV: "FORMAT csv, HEADER", Form.JSON: "FORMAT json, ARRAY", Form.PARQUET: "FORMAT parquet"}[form]
    connection.register("answer", relation.to_arrow_table())
    with tempfile.TemporaryDirectory() as folder:
        target = output or Path(folder, "answer")
        escaped = str(target).replace("'", "''")
        connection.execute(f"COPY (FROM answer) TO '{escaped}' ({options})")
        if output is None:  # DuckDB would open /dev/stdout anew, and overwrite a file that the shell appends to
            with target.open("rb") as stream:
                shutil.copyfileobj(stream, sys.stdout.buffer)


def worked(warehouse: Path) -> str:
    """Return the named questions in Markdown, each with its description and the first rows of a worked answer.

    Raises:
        FileNotFoundError: when there is no warehouse yet.
    """
    version = latest(warehouse)
    parts = [
        "# Questions",
        f"Named questions that ship with the warehouse; `milestones questions` wrote this page from version "
        f"`{version.name}`. Ask them with `milestones query NAME --param NAME=VALUE`, or take their SQL from "
        "`pipeline/warehouse/sql/queries/`.",
    ]
    with duckdb.connect(version.database, read_only=True) as connection:
        for question in named():
            for name, value in question.example.items():
                connection.execute(f"SET VARIABLE {name} = ?", [value])
            given = "".join(f" --param {name}={value}" for name, value in question.example.items())
            parts += [
                f"## `{question.name}`",
                question.description,
                f"```\nmilestones query {question.name}{given}\n```",
                _markdown(connection.sql(question.sql)),
            ]
    return "\n\n".join(parts) + "\n"


def _markdown(relation: duckdb.DuckDBPyRelation) -> str:
    rows = relation.fetchall()
    if not rows:
        return "No rows in this version."
    lines = [relation.columns, ["---"] * len(relation.columns), *rows[:_ROWS_SHOWN]]
    table = "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)
    more = len(rows) - _ROWS_SHOWN
    return f"{table}\n\nand {more:,} more rows" if more > 0 else table


def _cell(value: object) -> str:
    text = "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split()).replace("|", r"\|")
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"
