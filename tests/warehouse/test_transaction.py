"""Publishing: complete or not at all, the same rows the same bytes."""

from __future__ import annotations

import multiprocessing
import random
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from pipeline.warehouse import transaction
from pipeline.warehouse.build import build
from pipeline.warehouse.transaction import BuildUnderWayError, IntegrityError, publish
from pipeline.warehouse.versions import Version, latest
from schemas.tables import TABLES
from tests.altered import tables_of
from tests.conftest import write_note


def files_of(version: Version) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(version.path.rglob("*")) if path.is_file()}


def assert_complete(warehouse: Path) -> Version:
    version = latest(warehouse)
    with duckdb.connect(version.database, read_only=True) as connection:
        for table in TABLES:
            counted = connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()  # noqa: S608
            stored = pq.read_metadata(version.path / "parquet" / f"{table.name}.parquet").num_rows
            assert counted == (stored,) == (version.rows[table.name],)
    return version


def test_two_builds_give_the_same_bytes_and_version(published: Version, bundled_raw: Path, tmp_path: Path) -> None:
    again = build(bundled_raw, tmp_path)
    assert again.name == published.name
    assert files_of(again) == files_of(published)


def test_building_again_changes_nothing(small_raw: Path, small_built: Version) -> None:
    before = {path: path.stat().st_mtime_ns for path in small_built.path.rglob("*")}
    assert build(small_raw, small_built.path.parent) == small_built
    assert {path: path.stat().st_mtime_ns for path in small_built.path.rglob("*")} == before


def test_new_input_makes_a_new_version_and_keeps_the_old(small_raw: Path, small_built: Version) -> None:
    first, warehouse = small_built, small_built.path.parent
    write_note(small_raw, "2020-07-25-second-report", publisher="Another Paper")
    second = build(small_raw, warehouse)
    assert second.name != first.name
    assert latest(warehouse) == second
    assert first.path.is_dir()
    assert second.rows["milestones"] == first.rows["milestones"]
    assert second.rows["milestone_evidence"] > first.rows["milestone_evidence"]


def test_unsound_tables_are_not_published(published: Version, tmp_path: Path) -> None:
    tables = tables_of(published)
    good = publish(tables, tmp_path)
    unproved = {**tables, "milestone_evidence": tables["milestone_evidence"].clear()}
    misquoted = {
        **tables,
        "milestone_evidence": tables["milestone_evidence"].with_columns(pl.col("quote").str.replace(".$", "#")),
    }
    orphaned = {**tables, "products": tables["products"].clear()}
    for bad, reason in ((unproved, "no evidence"), (misquoted, "not in its document"), (orphaned, "foreign_key")):
        with pytest.raises(IntegrityError, match=reason):
            publish(bad, tmp_path)
        assert assert_complete(tmp_path) == good


def test_failure_while_writing_leaves_no_trace(
    published: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(transaction, "write_database", full_disk)
    with pytest.raises(OSError, match="No space"):
        publish(tables_of(published), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_second_build_at_once_is_refused(small_raw: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir()
    with FileLock(warehouse / ".lock"), pytest.raises(BuildUnderWayError, match="under way"):
        build(small_raw, warehouse)


def test_no_warehouse_yet(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="milestones build"):
        latest(tmp_path)


def announced_build(ready: Event, raw: Path, warehouse: Path) -> None:
    ready.set()
    build(raw, warehouse)


def test_killed_builds_leave_the_last_good_version(small_raw: Path, tmp_path: Path) -> None:
    """Ten builds of ever new inputs are killed at random moments, the last third of them while publishing."""
    warehouse = tmp_path / "warehouse"
    started = time.monotonic()
    build(small_raw, warehouse)
    took = time.monotonic() - started
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["pipeline.warehouse.build"])
    moments = random.Random(20250217)  # noqa: S311 (no secret)
    for attempt in range(10):
        write_note(small_raw, f"2020-08-{attempt + 1:02}-report")
        ready = processes.Event()
        process = processes.Process(target=announced_build, args=(ready, small_raw, warehouse))
        process.start()
        ready.wait()
        time.sleep(moments.uniform(0, took * 1.5))
        process.kill()
        process.join()
        assert_complete(warehouse)
    final = build(small_raw, warehouse)
    assert assert_complete(warehouse) == final
    assert final.rows["documents"] == 11
    assert not list(warehouse.glob(".building-*"))
