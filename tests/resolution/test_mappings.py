"""Mappings of diseases: what cannot be read is refused with its line."""

from __future__ import annotations

from pathlib import Path

from pipeline.resolution.mappings import FILE, read_mappings
from pipeline.sources.rejection import Rejection
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
