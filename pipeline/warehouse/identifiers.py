"""Pinning what was published: identifiers of a version, kept beside the inputs so that later builds keep them too."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

from pipeline.resolution.identifiers import COLUMNS, FILE
from pipeline.warehouse.versions import latest

_PUBLISHED = """
SELECT milestone_id, product_id, jurisdiction, milestone_type, coalesce(designation, '') AS designation,
    string_agg(DISTINCT coalesce(document_id, register_entry_id), '; '
        ORDER BY coalesce(document_id, register_entry_id)) AS sources
FROM milestones JOIN milestone_evidence USING (milestone_id)
GROUP BY ALL
"""


def pin(raw: Path, warehouse: Path) -> tuple[int, Path]:
    """Add the identifiers of `warehouse/latest` that the file lacks; return how many, and the file."""
    version = latest(warehouse)
    path = raw / FILE
    rows: dict[str, list[str]] = {}
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as stream:
            rows = {cells["milestone_id"]: [cells[name] for name in COLUMNS] for cells in csv.DictReader(stream)}
    before = len(rows)
    with duckdb.connect(version.database, read_only=True) as connection:
        for cells in connection.execute(_PUBLISHED).fetchall():
            rows.setdefault(cells[0], [*cells, version.name])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([COLUMNS, *(rows[identifier] for identifier in sorted(rows))])
    return len(rows) - before, path
