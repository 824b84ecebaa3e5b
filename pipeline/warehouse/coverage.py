"""The page of coverage: each official list and published count, what was found of it, and what is missing.

What belongs here: writing the table `coverage` in Markdown. What does not: counting (`pipeline.resolution`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from pipeline.warehouse.versions import latest
from schemas.partial_date import PartialDate
from schemas.vocabulary import CoverageKind, DatePrecision

_INTRODUCTION = """# Coverage

How much of the official lists, and of counts that others published, this dataset has. `milestones coverage` wrote this
page from version `{version}`; `milestones query coverage` asks the same. The lists stand in `raw/coverage/`, each
member with the page that names it."""

_HEADINGS = {CoverageKind.LIST: "Lists", CoverageKind.COUNT: "Published counts"}


def page(warehouse: Path) -> str:
    """Return the coverage of `warehouse/latest` in Markdown.

    Raises:
        FileNotFoundError: when there is no warehouse yet.
    """
    version = latest(warehouse)
    with duckdb.connect(version.database, read_only=True) as connection:
        relation = connection.sql("FROM coverage ORDER BY agency, counted_on, reference_id")
        rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    parts = [_INTRODUCTION.format(version=version.name)]
    for kind, heading in _HEADINGS.items():
        of_kind = [row for row in rows if row["kind"] == kind]
        parts += [f"## {heading}", _table(of_kind), *map(_remarks, of_kind)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(rows: Iterable[dict[str, Any]]) -> str:
    lines = [
        "| agency | type | reference | counted | on | found | expected | share |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        agency = " and ".join(str(row[name]) for name in ("agency", "also_agency") if row[name])
        counted_on = PartialDate(row["counted_on"], DatePrecision(row["counted_precision"]))
        cells = (
            agency,
            row["milestone_type"],
            f"[{row['reference']}]({row['source_url']})",
            row["counted"],
            counted_on.iso(),
            row["found"],
            row["expected"],
            f"{row['share']:.0%}",
        )
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _remarks(row: dict[str, Any]) -> str:
    """Return what the numbers alone do not tell; empty where there is nothing."""
    told = [
        f"{label}: {', '.join(row[name])}."
        for name, label in (("missing", "Missing"), ("unlisted", "Not on it"))
        if row[name]
    ]
    if row["note"]:
        told.append(str(row["note"]))
    return f"**{row['reference']}, {row['counted']}.** {' '.join(told)}" if told else ""
