"""Mappings of diseases: what cannot be read is refused with its line."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from pipeline.resolution.mappings import FILE, read_mappings
from pipeline.sources.rejection import Rejection
from pipeline.warehouse.versions import Version
from schemas.projections.polars import frame_of
from schemas.tables import INDICATION_MAPPINGS
from schemas.validation import failures

HEAD = ",".join(column.name for column in INDICATION_MAPPINGS.columns)
GOOD = "mm,skos:exactMatch,MONDO:0009693,plasma cell myeloma,semapv:ManualMappingCuration,0.9,https://x.org,2026-11-24,"


def test_good_lines_become_rows_and_bad_ones_are_refused(tmp_path: Path) -> None:
    bad = [GOOD.replace("0.9", "sure"), GOOD.replace("2026-11-24", "today"), "mm,skos:exactMatch"]
    (tmp_path / FILE).write_text("\n".join([HEAD, GOOD, *bad]), encoding="utf-8")
    read = list(read_mappings(tmp_path))
    assert [one.row for one in read if isinstance(one, Rejection)] == [3, 4, 5]
    (row,) = (one for one in read if not isinstance(one, Rejection))
    assert failures(INDICATION_MAPPINGS, frame_of(INDICATION_MAPPINGS, [row])) == []


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert list(read_mappings(tmp_path)) == []


def test_the_bundled_mappings_are_all_taken(bundled_raw: Path) -> None:
    read = list(read_mappings(bundled_raw / "reference"))
    assert read
    assert not [one for one in read if isinstance(one, Rejection)]


@pytest.mark.parametrize(
    ("good", "wrong"),
    [
        ("skos:exactMatch", "owl:sameAs"),
        ("MONDO:0009693", "MONDO:9693"),
        ("MONDO:0009693", "ORPHA:29073"),
        ("MONDO:0009693", "ICD10:C900"),
        ("MONDO:0009693", "ICD11:2A8"),
        ("MONDO:0009693", "NCIT:3242"),
        ("semapv:ManualMappingCuration", "guessed"),
        ("https://x.org", "mondo.obo"),
    ],
)
def test_unknown_predicates_and_ill_formed_identifiers_are_refused(tmp_path: Path, good: str, wrong: str) -> None:
    (tmp_path / FILE).write_text(f"{HEAD}\n{GOOD.replace(good, wrong)}\n", encoding="utf-8")
    assert failures(INDICATION_MAPPINGS, frame_of(INDICATION_MAPPINGS, [*_rows(tmp_path)])) != []


@pytest.mark.parametrize("identifier", ["Orphanet:29073", "ICD10:C90.0", "ICD11:2A83.1", "NCIT:C3242"])
def test_identifiers_of_every_vocabulary_are_taken(tmp_path: Path, identifier: str) -> None:
    (tmp_path / FILE).write_text(f"{HEAD}\n{GOOD.replace('MONDO:0009693', identifier)}\n", encoding="utf-8")
    assert failures(INDICATION_MAPPINGS, frame_of(INDICATION_MAPPINGS, [*_rows(tmp_path)])) == []


def _rows(reference: Path) -> list[Mapping[str, object]]:
    return [one for one in read_mappings(reference) if not isinstance(one, Rejection)]


def test_the_same_disease_is_one_concept_and_no_concept_two_diseases(bundled_raw: Path) -> None:
    same = [row for row in _rows(bundled_raw / "reference") if row["predicate_id"] == "skos:exactMatch"]
    for side in ("indication_id", "object_id"):
        seen = Counter((row[side], str(row["object_id"]).partition(":")[0]) for row in same)
        assert [key for key, count in seen.items() if count > 1] == []


def test_nearly_all_diseases_reach_mondo(bundled_raw: Path) -> None:
    with (bundled_raw / "reference" / "indications.csv").open(encoding="utf-8", newline="") as stream:
        listed = {row["indication_id"] for row in csv.DictReader(stream)}
    reached = {
        row["indication_id"] for row in _rows(bundled_raw / "reference") if str(row["object_id"]).startswith("MONDO:")
    }
    assert reached <= listed
    assert len(reached) >= 0.9 * len(listed)


def test_nearly_all_milestones_that_tell_a_disease_reach_mondo(published: Version) -> None:
    with duckdb.connect(published.database, read_only=True) as connection:
        told, reached, same = connection.sql(
            "SELECT count(*), count(mondo_id), count(*) FILTER (predicate_id = 'skos:exactMatch') "
            "FROM milestones LEFT JOIN mondo_diseases USING (indication_id) WHERE indication_id IS NOT NULL"
        ).fetchall()[0]
    assert reached >= 0.97 * told
    assert same >= 0.85 * told
