"""Releases after releases: the same bytes, new versions, and what is said of every row that differs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from pipeline.release.changes import VanishedRowsError
from pipeline.release.publication import Release, publish_release, releases
from pipeline.release.reasons import COLUMNS, WrongReasonError, read_reasons
from pipeline.release.version import CalendarVersion, EmptyWarehouseError, OldWarehouseError, next_version
from pipeline.warehouse.build import build
from pipeline.warehouse.versions import Version
from tests.altered import Tables, altered, without
from tests.conftest import write_note
from tests.release.conftest import NO_CONSOLE, NO_REASONS

WarehouseOf = Callable[[Tables], Version]


def digests(release: Release) -> dict[str, str]:
    return {
        path.relative_to(release.path).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in release.path.rglob("*")
        if path.is_file()
    }


def changes_of(release: Release) -> pl.DataFrame:
    return pl.read_parquet(release.path / "parquet" / "release_changes.parquet")


def after(second: Version, output: Path) -> Release:
    return publish_release(second, output, NO_REASONS, NO_CONSOLE)[0]


def test_two_builds_give_the_same_release(released: Release, some_raw: Path, tmp_path: Path) -> None:
    again = build(some_raw, tmp_path / "warehouse")
    other, _ = publish_release(again, tmp_path / "releases", NO_REASONS, NO_CONSOLE)
    assert digests(other) == digests(released)


def test_releasing_again_changes_nothing(published: Version, tmp_path: Path) -> None:
    first, is_new = publish_release(published, tmp_path, NO_REASONS, NO_CONSOLE)
    second, is_new_again = publish_release(published, tmp_path, NO_REASONS, NO_CONSOLE)
    assert (is_new, is_new_again) == (True, False)
    assert first == second
    assert [path.name for path in tmp_path.iterdir()] == [str(first.version)]


def test_new_documents_are_told_row_by_row(small_raw: Path, small_built: Version, tmp_path: Path) -> None:
    publish_release(small_built, tmp_path / "releases", NO_REASONS, NO_CONSOLE)
    write_note(small_raw, "2020-07-23-second-report", publisher="Another Paper", published_on="2020-07-23")
    second = build(small_raw, tmp_path / "warehouse")
    release = after(second, tmp_path / "releases")
    changes = changes_of(release)
    added = changes.filter(pl.col("change") == "added")
    assert "2020-07-23-second-report" in added.filter(pl.col("table_name") == "documents")["row_key"].to_list()
    sooner = changes.filter(pl.col("field") == "known_from").row(0, named=True)
    assert (sooner["table_name"], sooner["old_value"], sooner["new_value"]) == (
        "milestones",
        "2020-07-24",
        "2020-07-23",
    )
    assert (sooner["reason"], sooner["detail"]) == ("evidence", "2020-07-23-second-report")
    text = (release.path / "CHANGES.md").read_text()
    assert sooner["row_key"] in text
    assert sooner["previous_version"] in text
    assert "1 added in <code>documents</code>" in (release.path / "index.html").read_text()
    feed = ET.parse(release.path / "changes.atom").getroot()  # noqa: S314 (our own)
    links = {link.get("href") for link in feed.iter("{http://www.w3.org/2005/Atom}link")}
    assert f"index.html#{sooner['row_key']}" in links


def without_a_milestone(tables: Tables) -> tuple[Tables, str]:
    """Return the tables without a milestone that documents prove, its mentions out as well, and its identifier."""
    proof = tables["milestone_evidence"].filter(pl.col("mention_id").is_not_null())
    gone = str(proof["milestone_id"][0])
    mentions = proof.filter(pl.col("milestone_id") == gone)["mention_id"].to_list()
    left = without(tables, "milestones", "milestone_id", [gone])
    return without(left, "mentions", "mention_id", mentions), gone


def test_vanished_rows_refuse_the_release(tables: Tables, warehouse_of: WarehouseOf, output: Path) -> None:
    fewer, gone = without_a_milestone(tables)
    second = warehouse_of(fewer)
    with pytest.raises(VanishedRowsError, match="gone without a reason") as refused:
        after(second, output)
    assert ("milestones", gone) in refused.value.rows
    assert len(releases(output)) == 1
    assert not list(output.glob(".building-*"))


def test_curated_reasons_let_rows_go(
    released: Release, tables: Tables, warehouse_of: WarehouseOf, output: Path, tmp_path: Path
) -> None:
    fewer, gone = without_a_milestone(tables)
    file = tmp_path / "reasons.csv"
    lines = [
        COLUMNS,
        (released.version, "milestones", gone, "It never happened"),
        (released.version, "mentions", "*", "So"),
    ]
    file.write_text("".join(",".join(map(str, line)) + "\n" for line in lines))
    second, _ = publish_release(warehouse_of(fewer), output, read_reasons(file), NO_CONSOLE)
    removed = changes_of(second).filter(pl.col("change") == "removed")
    row = removed.filter(pl.col("table_name") == "milestones", pl.col("row_key") == gone).row(0, named=True)
    assert (row["reason"], row["detail"]) == ("curated", "It never happened")
    orphans = removed.filter(pl.col("table_name") == "milestone_evidence")
    assert set(orphans["reason"]) == {"parent_removed"}
    assert all(gone in detail for detail in orphans["detail"])


def test_merged_milestones_say_into_which(tables: Tables, warehouse_of: WarehouseOf, output: Path) -> None:
    evidence = tables["milestone_evidence"]
    told = evidence.filter(pl.col("mention_id").is_not_null()).select("milestone_id").unique(maintain_order=True)
    of_a_kind = told.join(tables["milestones"], on="milestone_id", maintain_order="left").group_by(
        "milestone_type", "jurisdiction", "designation", maintain_order=True
    )
    gone, kept = next(ids[:2] for ids in of_a_kind.agg("milestone_id")["milestone_id"] if len(ids) > 1)
    merged = altered(
        without(tables, "milestones", "milestone_id", [gone]),
        milestone_evidence=evidence.with_columns(pl.col("milestone_id").replace(gone, kept)),
    )
    changes = changes_of(after(warehouse_of(merged), output))
    row = changes.filter((pl.col("change") == "removed") & (pl.col("table_name") == "milestones")).row(0, named=True)
    assert (row["row_key"], row["reason"], row["detail"]) == (gone, "merged", kept)


def test_changed_fields_keep_old_and_new(tables: Tables, warehouse_of: WarehouseOf, output: Path) -> None:
    named = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("=<b>New|name</b>")).otherwise(pl.col("note"))
    release = after(
        warehouse_of({**tables, "companies": tables["companies"].with_columns(named.alias("note"))}), output
    )
    (row,) = changes_of(release).to_dicts()
    assert (row["table_name"], row["field"], row["new_value"]) == ("companies", "note", "=<b>New|name</b>")
    assert row["old_value"] == tables["companies"]["note"][0]
    assert row["reason"] == "inputs"
    assert release.changes == 1


def test_same_day_counts_on(tables: Tables, warehouse_of: WarehouseOf, output: Path) -> None:
    noted = {**tables, "companies": tables["companies"].with_columns(pl.lit("checked").alias("note"))}
    release = after(warehouse_of(noted), output)
    assert str(release.version) == f"{release.previous_version}.1"


def test_versions_follow_the_calendar() -> None:
    first = CalendarVersion(date(2026, 11, 24))
    assert next_version("2026-11-24-fc657468", None) == first
    assert next_version("2026-11-25-fc657468", first) == CalendarVersion(date(2026, 11, 25))
    assert next_version("2026-11-24-aaaaaaaa", first) == CalendarVersion(date(2026, 11, 24), 1)
    assert CalendarVersion.parse("2026.11.24.10") > CalendarVersion.parse("2026.11.24.9")  # type: ignore[operator]
    assert CalendarVersion.parse("2026.13.01") is None
    with pytest.raises(EmptyWarehouseError, match="no document"):
        next_version("0001-01-01-fc657468", None)
    with pytest.raises(OldWarehouseError, match="older"):
        next_version("2026-11-23-fc657468", first)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("table,key,reason\n", "row 1: the columns"),
        ("previous_version,table,key,reason\n2026.11.24,milestones,ms-a,\n", "row 2: fill every column"),
        ("previous_version,table,key,reason\n2026.11.24,milestone,ms-a,why\n", "row 2: no table milestone"),
    ],
)
def test_wrong_reasons_name_row_and_mend(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "reasons.csv"
    file.write_text(text)
    with pytest.raises(WrongReasonError, match=message):
        read_reasons(file)


def test_data_of_the_release_before_is_not_touched(published: Version, output: Path) -> None:
    (first,) = releases(output)
    before = digests(first)
    manifest = json.loads((first.path / "manifest.json").read_text())
    assert manifest["previous_version"] is None
    publish_release(published, output, NO_REASONS, NO_CONSOLE)
    assert digests(first) == before
