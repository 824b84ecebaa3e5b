"""Pinning what was published: identifiers of a version, kept beside the inputs so that later builds keep them too."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

from pipeline.resolution.identifiers import COLUMNS, FILE
from pipeline.warehouse.versions import Version, latest
from schemas.partial_date import PartialDate
from schemas.vocabulary import DatePrecision

_PUBLISHED = """
WITH RECURSIVE lineage AS (
    SELECT register_entry_id, register_entry_id AS first_entry FROM register_entries
    WHERE register_entry_id NOT IN (SELECT superseded_by FROM register_entries WHERE superseded_by IS NOT NULL)
    UNION ALL
    SELECT entries.superseded_by, lineage.first_entry
    FROM lineage JOIN register_entries AS entries USING (register_entry_id)
    WHERE entries.superseded_by IS NOT NULL
)
SELECT milestone_id, product_id, jurisdiction, milestone_type, coalesce(designation, '') AS designation,
    string_agg(DISTINCT coalesce(document_id, register_entry_id), '; '
        ORDER BY coalesce(document_id, register_entry_id)) AS sources,
    string_agg(DISTINCT coalesce(mention_id, first_entry), '; '
        ORDER BY coalesce(mention_id, first_entry)) AS mentions,
    coalesce(indication_id, '') AS indication_id,
    milestones.event_date, milestones.event_date_precision
FROM milestones JOIN milestone_evidence USING (milestone_id) LEFT JOIN lineage USING (register_entry_id)
GROUP BY ALL
"""


def pin(raw: Path, warehouse: Path) -> tuple[int, Path]:
    """Pin the identifiers of `warehouse/latest`; return how many are new, and the file.

    Lines of identifiers that were pinned before are renewed where the version bears them, and kept where not.
    """
    version = latest(warehouse)
    path = raw / FILE
    rows: dict[str, list[str]] = {}
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as stream:
            for cells in csv.DictReader(stream):
                rows[cells["milestone_id"]] = [cells.get(name) or "" for name in COLUMNS]
    before = len(rows)
    published_in = COLUMNS.index("published_in")
    for row in _published(version):
        known = rows.get(row[0])
        rows[row[0]] = [*row[:published_in], known[published_in] if known else version.name, *row[published_in:]]
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_suffix(".new")
    with written.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([COLUMNS, *(rows[identifier] for identifier in sorted(rows))])
    written.replace(path)  # whole or not at all
    return len(rows) - before, path


def _published(version: Version) -> list[list[str]]:
    with duckdb.connect(version.database, read_only=True) as connection:
        found = connection.execute(_PUBLISHED).fetchall()
    return [
        [*cells, PartialDate(first_day, DatePrecision(precision)).iso() if first_day else ""]
        for *cells, first_day, precision in found
    ]
