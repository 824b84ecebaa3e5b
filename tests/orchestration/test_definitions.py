"""The Dagster skin: what it defines, and that a run does what a plain build does."""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import cache
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from pipeline.orchestration import assets, publishing
from pipeline.orchestration.assets import STAGES, asset_key, tables_of_stage
from pipeline.orchestration.charts import bars
from pipeline.orchestration.definitions import JOB, build_definitions
from pipeline.orchestration.reporting import CHECKS, check_results, preview
from pipeline.orchestration.run import BuildFailedError, run_build
from pipeline.orchestration.settings import Settings
from pipeline.sources.tables import read_sources
from pipeline.warehouse.build import build
from pipeline.warehouse.transaction import BuildUnderWayError, exclusive
from pipeline.warehouse.versions import Version, latest
from schemas.declaration import Table
from schemas.projections.polars import frame_of
from schemas.tables import BY_NAME, SOURCES, TABLES
from tests.conftest import write_note
from tests.schemas.test_poison_rows import ALL_POISONS, Poison, parents_of

LATEST = publishing.LATEST


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> dg.AssetGraph:
    folder = tmp_path_factory.mktemp("unused")
    return build_definitions(folder / "raw", folder / "warehouse").resolve_asset_graph()


def test_every_table_is_an_asset_of_its_stage(graph: dg.AssetGraph) -> None:
    made = {table: stage for stage in STAGES for table in tables_of_stage(stage) if table != "rejections"}
    assert set(made) | {"rejections"} == {table.name for table in TABLES}
    for table, stage in made.items():
        node = graph.get(asset_key(stage, table))
        assert node.group_name == stage
        assert node.description == BY_NAME[table].description
        assert node.owners == assets.OWNERS
        assert node.kinds == {"python", "polars"}
        assert {"dictionary", "dagster/code_references"} <= set(node.metadata)
    assert graph.get(LATEST).group_name == "warehouse"


def test_the_graph_follows_the_foreign_keys(graph: dg.AssetGraph) -> None:
    stage_of = {table: stage for stage in STAGES for table in tables_of_stage(stage)}
    for table in TABLES:
        if table.name == "rejections":
            continue
        parents = graph.get(asset_key(stage_of[table.name], table.name)).parent_keys
        for _, target in table.foreign_keys:
            if target.table != table.name:
                assert asset_key(stage_of[target.table], target.table) in parents


def test_checks_come_from_the_declarations(graph: dg.AssetGraph) -> None:
    for stage in STAGES:
        for name in tables_of_stage(stage):
            checks = {key.name for key in graph.get_check_keys_for_assets({asset_key(stage, name)})}
            table = BY_NAME[name]
            wanted = {"columns", "key"}
            wanted |= {"rows"} if table.constraints else set()
            wanted |= {"foreign_keys"} if table.foreign_keys else set()
            assert checks >= (wanted if name != "rejections" else {"nothing_refused"})


CHECK_OF = {"foreign_key": "foreign_keys"} | dict.fromkeys(
    ("not_null", "codes", "pattern", "minimum", "maximum"), "columns"
)
"""The check that fails on each kind of constraint; on the conditions of a table's own, `rows`."""


@cache
def results_of_poisons(table: Table) -> dict[str, tuple[int, list[dg.AssetCheckResult]]]:
    """Return for each poison row its number and the results of its frame: the good row, then ten."""
    found: dict[str, tuple[int, list[dg.AssetCheckResult]]] = {}
    poisons = [poison for poison in ALL_POISONS if poison.table is table]
    for some in (poisons[first : first + 10] for first in range(0, len(poisons), 10)):  # as many as are listed
        frame = frame_of(table, [table.example_row(), *(poison.row for poison in some)])
        results = list(check_results(table, dg.AssetKey(table.name), frame, parents_of(table)))
        found |= {str(poison): (number, results) for number, poison in enumerate(some, start=2)}
    return found


@pytest.mark.parametrize("poison", ALL_POISONS, ids=str)
def test_every_check_fails_on_its_poison_row(poison: Poison) -> None:
    number, results = results_of_poisons(poison.table)[str(poison)]
    assert {result.check_name for result in results} <= set(CHECKS)
    failed = {result.check_name: result for result in results if not result.passed}
    for result in failed.values():
        assert result.severity is dg.AssetCheckSeverity.ERROR
        assert result.description
        assert "row 1:" not in str(result.metadata["failures"].value)
    listed = str(failed[CHECK_OF.get(poison.constraint, "rows")].metadata["failures"].value)
    assert f"row {number}: {poison.column or ''} {poison.constraint} " in listed


def test_a_run_does_what_a_plain_build_does(small_raw: Path, tmp_path: Path) -> None:
    write_note(small_raw, "wrong-day", published_on="2024-02-30")
    lines: list[str] = []
    ran = run_build(small_raw, tmp_path / "ran", lines.append)
    plain = build(small_raw, tmp_path / "plain")
    assert ran.name == plain.name
    for table in TABLES:
        name = f"parquet/{table.name}.parquet"
        assert (ran.path / name).read_bytes() == (plain.path / name).read_bytes()
    assert [line.split(":")[0] for line in lines] == ["sources", "extraction", "resolution", "warehouse"]


@pytest.fixture(scope="module")
def ran_twice(bundled_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dg.ExecuteInProcessResult:
    """The second of two runs, after a note was added."""
    folder = tmp_path_factory.mktemp("twice")
    raw, warehouse = folder / "raw", folder / "warehouse"
    (raw / "announcements").mkdir(parents=True)
    (raw / "reference").symlink_to(bundled_raw / "reference")
    write_note(raw, "2020-07-24-first")
    job = build_definitions(raw, warehouse).resolve_job_def(JOB)
    with dg.DagsterInstance.ephemeral() as instance:
        assert job.execute_in_process(instance=instance).success
        write_note(raw, "2020-07-25-second", publisher="Another Paper", source_url="https://example.net/second")
        return job.execute_in_process(instance=instance)


def test_each_materialisation_shows_its_rows_and_what_changed(ran_twice: dg.ExecuteInProcessResult) -> None:
    materialised = {
        event.asset_key: event.step_materialization_data.materialization
        for event in ran_twice.all_events
        if event.is_step_materialization and event.asset_key
    }
    for stage in STAGES:
        for name in tables_of_stage(stage):
            metadata = materialised[asset_key(stage, name)].metadata
            columns = metadata["dagster/column_schema"].value
            assert isinstance(columns, dg.TableSchema)
            assert [column.name for column in columns.columns] == [column.name for column in BY_NAME[name].columns]
            assert {"dagster/row_count", "rows added", "rows removed", "rows changed", "preview"} <= set(metadata)
    documents = materialised[asset_key("sources", "documents")].metadata
    assert documents["dagster/row_count"].value == 2
    assert documents["rows added"].value == 1
    assert "2020-07-25-second" in str(documents["since the last run"].value)


def test_the_version_shows_counts_changes_and_charts(ran_twice: dg.ExecuteInProcessResult) -> None:
    (shown,) = ran_twice.asset_materializations_for_node("warehouse__latest")
    assert "| documents | 2 | +1 |" in str(shown.metadata["tables"].value)
    assert {"rows added", "rows changed", "since the last run"} <= set(shown.metadata)
    assert shown.metadata["rows removed"].value == 0
    for chart in ("by year", "by type"):
        assert "data:image/svg+xml;base64," in str(shown.metadata[chart].value)


def test_all_checks_of_a_sound_run_pass(ran_twice: dg.ExecuteInProcessResult) -> None:
    evaluations = ran_twice.get_asset_check_evaluations()
    assert {evaluation.check_name for evaluation in evaluations} >= {spec.name for spec in publishing.SPECS}
    assert [(e.asset_key, e.check_name) for e in evaluations if not e.passed and e.severity.value == "ERROR"] == []


def many_notes(raw: Path, count: int) -> list[Path]:
    return [write_note(raw, f"2020-08-{number + 1:02}-note") for number in range(count)]


def test_a_version_that_lost_much_is_refused_unless_it_is_meant(small_raw: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    notes = many_notes(small_raw, 15)
    good = build(small_raw, warehouse)
    for note in notes:
        note.unlink()
    with pytest.raises(BuildFailedError, match=r"volume.*documents fell from 16 to 1 rows.*--accept-fewer"):
        run_build(small_raw, warehouse, print)
    assert latest(warehouse) == good
    accepted = run_build(small_raw, warehouse, print, accept_fewer=True)
    assert latest(warehouse) == accepted
    assert accepted.rows["documents"] == 1


def test_a_failing_check_of_a_table_blocks_publishing(
    small_raw: Path, small_built: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = small_built.path.parent

    def poisoned(raw: Path) -> object:
        read = read_sources(raw)
        return dataclasses.replace(read, documents=read.documents.with_columns(language=pl.lit("English")))

    monkeypatch.setattr(assets, "read_sources", poisoned)
    with pytest.raises(BuildFailedError, match=r"sources/documents: check columns failed.*pattern"):
        run_build(small_raw, warehouse, print)
    assert latest(warehouse) == small_built


@pytest.mark.parametrize(("name", "reason"), [("evidence", "no evidence"), ("verbatim", "not in their documents")])
def test_a_failing_check_of_all_tables_blocks_publishing(
    name: str, reason: str, small_raw: Path, small_built: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = small_built.path.parent
    write_note(small_raw, "another", publisher="Another Paper")
    broken = {"evidence": "without_evidence", "verbatim": "not_verbatim"}[name]
    monkeypatch.setattr(publishing, broken, lambda _tables: iter(["ms-1 is wrong"]))
    with pytest.raises(BuildFailedError, match=rf"check {name} failed: 1 .*{reason}.*ms-1 is wrong"):
        run_build(small_raw, warehouse, print)
    assert latest(warehouse) == small_built


def test_a_step_that_raises_is_told(small_raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "publish", full)
    with pytest.raises(BuildFailedError, match=r"warehouse__latest.*No space left"):
        run_build(small_raw, tmp_path / "warehouse", print)


def test_a_build_while_another_holds_the_warehouse_is_refused(small_raw: Path, tmp_path: Path) -> None:
    with exclusive(tmp_path / "warehouse"), pytest.raises(BuildUnderWayError, match="under way"):
        run_build(small_raw, tmp_path / "warehouse", print)


def test_stale_sources_are_a_warning() -> None:
    def row(identifier: str, cadence: str | None, captured: date | None) -> dict[str, object]:
        changed = {"source_id": identifier, "cadence": cadence, "last_capture": captured}
        return {**SOURCES.example_row(), **changed}

    sources = frame_of(
        SOURCES,
        [
            row("late", "daily", date(2026, 1, 1)),
            row("lately", "daily", date(2026, 10, 30)),
            row("slow", "monthly", date(2026, 9, 30)),
            row("never", "daily", None),
            row("silent", "closed archive", date(2020, 1, 1)),
        ],
    )
    result = publishing.freshness(sources, date(2026, 11, 1))
    assert not result.passed
    assert result.severity is dg.AssetCheckSeverity.WARN
    assert result.metadata["found"].value == 1
    assert "late: last captured on 2026-01-01" in str(result.metadata["what"].value)


def test_preview_is_one_line_a_row_without_empty_columns() -> None:
    text = preview(pl.DataFrame({"a": ["x\ny|z", "w" * 500], "empty": [None, None], "list": [["p", "q"], []]}))
    assert len(text.splitlines()) == 4
    assert "x y/z" in text
    assert "p, q" in text
    assert "empty" not in text
    assert "null" not in text


def test_charts_escape_labels() -> None:
    assert bars("t", {}).startswith("**t**")
    assert bars("t", {"<b>": 3}) != bars("t", {"b": 3})


@pytest.mark.parametrize(("variable", "value"), [("MILESTONES_UNATTENDED", "yes"), ("MILESTONES_ACCEPT_FEWER", "2")])
def test_settings_are_on_or_off(variable: str, value: str) -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment({"MILESTONES_UNATTENDED": "On"}).unattended
    with pytest.raises(ValueError, match=variable):
        Settings.from_environment({variable: value})
