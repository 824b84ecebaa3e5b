"""The bundled inputs, cut off on a day, give what `milestones_as_of` says of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.extraction.tables import read_mentions
from pipeline.resolution.tables import MilestoneTables, resolve
from pipeline.sources.tables import SourceTables, read_sources
from pipeline.warehouse.versions import Version


@pytest.fixture(scope="module")
def read(bundled_raw: Path) -> SourceTables:
    return read_sources(bundled_raw)


@pytest.fixture(scope="module")
def mentions(bundled_raw: Path, read: SourceTables) -> pl.DataFrame:
    return read_mentions(bundled_raw, read.documents, read.agencies).mentions


def resolved_on(day: date, raw: Path, read: SourceTables, mentions: pl.DataFrame) -> MilestoneTables:
    """Resolve what was published, or read where it bears no date, by that day."""
    known = read.documents.filter(pl.coalesce("published_on", "retrieved_at") <= day)
    entries = read.register_entries.filter(pl.col("first_seen") <= day)
    later = pl.col("superseded_by").is_in(entries["register_entry_id"].implode())
    entries = entries.with_columns(pl.when(later).then("superseded_by").alias("superseded_by"))
    told = mentions.filter(pl.col("document_id").is_in(known["document_id"].implode()))
    return resolve(raw, replace(read, documents=known, register_entries=entries), told)


@pytest.mark.parametrize("day", [date(2012, 1, 1), date(2018, 1, 1), date(2022, 7, 1), date(2025, 3, 1)], ids=str)
def test_cut_off_inputs_give_the_table_as_of_that_day(
    day: date,
    bundled_raw: Path,
    tmp_path: Path,
    read: SourceTables,
    mentions: pl.DataFrame,
    published: Version,
) -> None:
    raw = tmp_path / "raw"  # without corrections, all of which were written later
    raw.mkdir()
    for part in ("reference", "registers", "identifiers"):
        if (bundled_raw / part).exists():
            (raw / part).symlink_to(bundled_raw / part)
    then = resolved_on(day, raw, read, mentions).milestones
    with duckdb.connect(published.database, read_only=True) as connection:
        said = connection.sql("FROM milestones_as_of(?)", params=[day]).pl()
    assert then.height > 0
    # a release pins identifiers by what it knew, which says nothing of the days before; so they are compared apart
    facts = [name for name in then.columns if name != "milestone_id"]
    assert sorted(map(repr, said.select(facts).rows())) == sorted(map(repr, then.select(facts).rows()))
    alike = set(said["milestone_id"]) & set(then["milestone_id"])
    assert len(alike) >= 0.99 * then.height


def test_the_table_of_today_is_the_last_belief(published: Version) -> None:
    with duckdb.connect(published.database, read_only=True) as connection:
        apart = connection.execute("FROM milestones EXCEPT (FROM milestones_as_of(DATE '9999-12-31'))").fetchall()
    assert apart == []
