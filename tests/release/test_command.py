"""`milestones release` as an operator runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb

from pipeline.release.publication import Release
from pipeline.resolution.identifiers import read_pins
from pipeline.warehouse.versions import Version

MILESTONES = Path(sys.executable).with_name("milestones")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([MILESTONES, "release", *map(str, arguments)], capture_output=True, text=True, check=False)


def test_release_is_made_then_known(published: Version, released: Release, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    arguments = ("--warehouse", published.path.parent, "--output", tmp_path, "--raw", raw, "--no-console")
    first, second = run(*arguments), run(*arguments)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert f"release {released.version} of warehouse {published.name}" in first.stdout
    assert "no SQL console: it was not asked for" in first.stderr
    assert "is there already" in second.stdout
    with duckdb.connect(published.database, read_only=True) as connection:
        told = connection.sql("SELECT milestone_id FROM milestones").fetchall()
    assert sorted((pin.identifier,) for pin in read_pins(raw).all) == sorted(told)
    assert f"{len(told):,} identifiers added" in first.stdout
    assert "0 identifiers added" in second.stdout
    assert (tmp_path / str(released.version) / "index.html").is_file()


def test_no_warehouse_is_one_clear_line(tmp_path: Path) -> None:
    done = run("--warehouse", tmp_path, "--output", tmp_path / "out", "--no-console")
    assert done.returncode == 1
    assert "milestones build" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_reasons_are_one_clear_line(published: Version, tmp_path: Path) -> None:
    (tmp_path / "reasons.csv").write_text("a,b\n")
    done = run("--warehouse", published.path.parent, "--output", tmp_path, "--reasons", tmp_path / "reasons.csv")
    assert done.returncode == 1
    assert "reasons.csv, row 1: the columns must be previous_version, table, key, reason" in done.stderr
