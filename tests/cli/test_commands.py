"""The command line as its users meet it: what is printed, exit status, one-line errors, start-up."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.cli.commands import cli
from pipeline.warehouse.build import build
from pipeline.warehouse.versions import Version, latest
from tests.conftest import write_note
from tests.sources.files import HEADLINE, SENTENCE, page

COMMAND = Path(sys.executable).with_name("milestones")
ROOT = Path(__file__).resolve().parents[2]


def milestones(*arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    data = given.encode() if isinstance(given, str) else given
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        input=data,
        capture_output=True,
        check=False,
        env={**os.environ, "COLUMNS": "100"},
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def error_of(done: subprocess.CompletedProcess[str], status: int) -> str:
    """Return the one line that a failed command printed."""
    assert done.returncode == status, done.stdout + done.stderr
    *_, line = done.stderr.splitlines()
    assert line.startswith("Error: ")
    assert "Traceback" not in done.stderr
    return line


DOCUMENT = {"document_id": "d1", "text": SENTENCE, "title": HEADLINE, "published_on": "2020-07-24"}


class TestHelp:
    def test_shows_every_command_with_an_example(self) -> None:
        done = milestones("--help")
        assert done.returncode == 0
        for name in cli.commands:
            assert re.search(rf"^  {name} +milestones {name}", done.stdout, re.MULTILINE), name

    @pytest.mark.parametrize("name", sorted(cli.commands))
    def test_of_each_command(self, name: str) -> None:
        done = milestones(name, "--help")
        assert done.returncode == 0
        assert f"Example: milestones {name}" in done.stdout
        for parameter in cli.commands[name].params:
            for option in parameter.opts:
                assert option in done.stdout or option.upper() in done.stdout

    def test_a_guide_names_every_command(self) -> None:
        guides = ("README.md", "CONTRIBUTING.md", "raw/README.md")
        told = "".join((ROOT / name).read_text(encoding="utf-8") for name in guides)
        for name in cli.commands:
            assert f"milestones {name}" in told


class TestErrors:
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["nonsense"], "nonsense"),
            (["build", "--raw", "/no/such/folder"], "/no/such/folder"),
            (["extract"], "DOCUMENTS"),
            (["extract", "missing.jsonl"], "missing.jsonl"),
            (["extract", "/"], "directory"),
            (["ingest", "missing.txt"], "missing.txt"),
            (["ingest", "/dev/null", "--published-on", "24.07.2020"], "24.07.2020"),
            (["ingest", "/dev/null", "--url", "example.org"], "https://"),
            (["query"], "--list"),
            (["query", "no-such-question"], "no-such-question"),
            (["query", "counts", "--format", "parquet"], "--output"),
            (["query", "counts", "--format", "xml"], "xml"),
            (["query", "product-history", "--param", "product"], "NAME=VALUE"),
        ],
        ids=str,
    )
    def test_wrong_usage_is_one_line(self, arguments: list[str], says: str) -> None:
        done = milestones(*arguments)
        assert says in error_of(done, 2)
        assert len(done.stderr.splitlines()) == 1

    def test_wrong_sql_is_one_line(self, published: Version) -> None:
        done = milestones("query", "SELECT nothing\nFROM nowhere", "--warehouse", published.path.parent)
        assert "nowhere" in error_of(done, 2)
        assert len(done.stderr.splitlines()) == 1

    def test_no_warehouse_yet(self, tmp_path: Path) -> None:
        assert "milestones build" in error_of(milestones("query", "counts", "--warehouse", tmp_path), 1)

    @pytest.mark.parametrize("arguments", [("--debug", "query", "counts"), ("query", "counts", "--debug")])
    def test_debug_shows_the_traceback(self, arguments: tuple[str, ...], tmp_path: Path) -> None:
        done = milestones(*arguments, "--warehouse", tmp_path)
        assert done.returncode == 1
        assert "Traceback" in done.stderr


class TestStartUp:
    """Only `build` loads Dagster; the others answer within half a second of processor time."""

    @pytest.mark.parametrize("arguments", [["--help"], ["query", "counts", "-f", "csv"], ["extract", "-"]], ids=str)
    def test_within_half_a_second(self, arguments: list[str], published: Version) -> None:
        place = ["--warehouse", str(published.path.parent)] if arguments[0] == "query" else []
        spent = []
        for _ in range(3):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            assert milestones(*arguments, *place, given=json.dumps(DOCUMENT)).returncode == 0
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert min(spent) < 0.5

    @pytest.mark.parametrize(
        "arguments", [["--help"], ["query", "counts"], ["extract", "-"], ["ingest", "--help"], ["dictionary"]], ids=str
    )
    def test_without_dagster(self, arguments: list[str], published: Version) -> None:
        place = ["--warehouse", str(published.path.parent)] if arguments[0] == "query" else []
        code = (
            "import atexit, os, sys\nfrom pipeline.cli import main\n"
            "atexit.register(lambda: os._exit(9) if 'dagster' in sys.modules else None)\nmain()"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments, *place], input=b"", capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()


class TestExtract:
    def test_documents_in_events_out(self, tmp_path: Path) -> None:
        source, events = tmp_path / "documents.jsonl", tmp_path / "events.jsonl"
        source.write_text(json.dumps(DOCUMENT) + "\n", encoding="utf-8")
        assert milestones("extract", source, "--output", events).returncode == 0
        (event,) = map(json.loads, events.read_text(encoding="utf-8").splitlines())
        assert (event["document_id"], event["milestone_type"], event["jurisdiction"]) == ("d1", "approval", "US")
        assert event["event_date"] == "2020-07-24"
        assert list(event["evidence"][0]) == ["start", "end", "quote"]
        for span in event["evidence"]:
            assert SENTENCE[span["start"] : span["end"]] == span["quote"]

    def test_standard_input_and_output(self) -> None:
        done = milestones("extract", "-", "--output", "-", given=json.dumps(DOCUMENT))
        assert json.loads(done.stdout)["product"] == "brexucabtagene autoleucel"
        assert done.stderr == ""

    def test_refused_lines_are_told_and_the_others_read(self) -> None:
        done = milestones("extract", "-", given=f"not JSON\n{json.dumps(DOCUMENT)}\n")
        assert "1 documents were refused" in error_of(done, 1)
        assert done.stderr.splitlines()[0].startswith("-, row 1: ")
        assert json.loads(done.stdout)["document_id"] == "d1"

    def test_single_files_and_explanations(self, tmp_path: Path) -> None:
        file = tmp_path / "page.html"
        file.write_bytes(page())
        done = milestones("extract", file, "--explain")
        assert done.returncode == 0
        assert "approval" in done.stdout
        assert "brexucabtagene" in done.stdout

    def test_nothing_in_nothing_out(self) -> None:
        done = milestones("extract", "-")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


class TestQuery:
    @pytest.fixture
    def place(self, published: Version) -> tuple[str, Path]:
        return ("--warehouse", published.path.parent)

    def test_forms(self, place: tuple[str, Path], published: Version, tmp_path: Path) -> None:
        sql = "SELECT milestone_id FROM milestones ORDER BY 1"
        rows = published.rows["milestones"]
        assert len(list(csv.DictReader(io.StringIO(milestones("query", sql, "-f", "csv", *place).stdout)))) == rows
        assert len(json.loads(milestones("query", sql, "-f", "json", *place).stdout)) == rows
        assert "milestone_id" in milestones("query", sql, *place).stdout
        file = tmp_path / "answer.parquet"
        assert milestones("query", sql, "-f", "parquet", "-o", file, *place).returncode == 0
        assert pq.read_metadata(file).num_rows == rows
        table = tmp_path / "answer.txt"
        assert milestones("query", "SELECT 7 AS seven", "-o", table, *place).returncode == 0
        assert "seven" in table.read_text(encoding="utf-8")

    def test_named_question(self, place: tuple[str, Path]) -> None:
        done = milestones("query", "product-history", "--param", "product=Kymriah", "-f", "json", *place)
        steps = {(row["milestone_type"], row["jurisdiction"], row["event_date"]) for row in json.loads(done.stdout)}
        assert ("approval", "US", "2017-08-30") in steps

    def test_every_question_is_listed(self) -> None:
        done = milestones("query", "--list")
        assert "product-history [product]" in done.stdout
        assert "counts" in done.stdout

    def test_sql_from_standard_input(self, place: tuple[str, Path]) -> None:
        done = milestones("query", "-", "-f", "json", *place, given="SELECT 1 AS one")
        assert json.loads(done.stdout) == [{"one": 1}]

    def test_what_the_shell_appends_to_is_kept(self, place: tuple[str, Path], tmp_path: Path) -> None:
        file = tmp_path / "all.csv"
        file.write_text("before\n")
        with file.open("a") as stream:
            subprocess.run([COMMAND, "query", "SELECT 1 AS one", "-f", "csv", *place], stdout=stream, check=True)
        assert file.read_text() == "before\none\n1\n"

    def test_a_reader_that_leaves_is_no_error(self, place: tuple[str, Path]) -> None:
        process = subprocess.Popen(
            [COMMAND, "query", "SELECT text FROM documents, range(200)", "-f", "csv", *place],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait() == 0


class TestIngest:
    def test_adds_once_and_says_so(self, tmp_path: Path) -> None:
        inbox, raw = tmp_path / "inbox", tmp_path / "raw"
        inbox.mkdir()
        (inbox / "release.txt").write_text(f"{HEADLINE}\n\n{SENTENCE}\n")
        said = ["--published-on", "2020-07-24", "--publisher", "Kite", "--url", "https://example.org/x"]
        first = milestones("ingest", inbox, *said, "--raw", raw)
        assert first.returncode == 0
        assert "1 added, 0 already there, 0 refused" in first.stdout
        (stored,) = raw.rglob("ingested/*.md")
        assert {"published_on: '2020-07-24'", "publisher: Kite", "source_url: https://example.org/x"} <= set(
            stored.read_text(encoding="utf-8").splitlines()
        )
        again = milestones("ingest", inbox, *said, "--raw", raw)
        assert "0 added, 1 already there, 0 refused" in again.stdout

    def test_refused_files_are_told(self, tmp_path: Path) -> None:
        (tmp_path / "empty.txt").touch()
        (tmp_path / "good.txt").write_text(SENTENCE)
        done = milestones("ingest", tmp_path / "empty.txt", tmp_path / "good.txt", "--raw", tmp_path / "raw")
        assert "1 refused" in error_of(done, 1)
        assert done.stderr.startswith("refused: empty.txt: the file holds no text; ")
        assert "1 added" in done.stdout


class TestBuild:
    def test_prints_what_it_holds_and_how_far_it_is(self, small_raw: Path, tmp_path: Path) -> None:
        write_note(small_raw, "wrong-day", published_on="2024-02-30")
        warehouse = tmp_path / "warehouse"
        done = milestones("build", "--raw", small_raw, "--warehouse", warehouse)
        assert done.returncode == 0, done.stderr
        version = latest(warehouse)
        assert version.name in done.stdout
        printed = {line.split()[0]: int(line.split()[1].replace(",", "")) for line in done.stdout.splitlines()[1:]}
        assert printed == version.rows
        for stage in ("sources:", "extraction:", "resolution:", "warehouse:"):
            assert f"  {stage}" in done.stderr
        assert "milestones query rejections" in done.stderr

    def test_dictionary_is_the_committed_one(self) -> None:
        assert milestones("dictionary").stdout == (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")


def test_the_seed_gives_its_four_events_and_a_second_time_changes_nothing(
    shared: Path, small_raw: Path, tmp_path: Path
) -> None:
    seed, warehouse = shared / "seeds" / "000_4dd62c520702bac7.txt", tmp_path / "warehouse"
    assert "1 added" in milestones("ingest", seed, "--raw", small_raw).stdout
    assert milestones("build", "--raw", small_raw, "--warehouse", warehouse).returncode == 0
    first = latest(warehouse)
    assert first.rows["milestones"] == 1 + 4
    assert "1 already there" in milestones("ingest", seed, "--raw", small_raw).stdout
    assert build(small_raw, warehouse) == first
