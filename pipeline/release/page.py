"""The page of a release: its HTML, the index of milestones that it searches, and their evidence in small files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
from markupsafe import Markup

from pipeline.release.archive import sha256
from pipeline.release.citation import Citation
from pipeline.release.console import Console
from pipeline.release.documents import render
from pipeline.release.figures import Chart, Rows, rows
from schemas.tables import MILESTONES, PRODUCTS

CHARTS = ("approvals-by-year", "first-in-world", "submission-to-approval", "pending")
"""The charts of the page, in their order; each is a question under `charts/`."""

_INDEX = """
    SELECT
        milestone_id, milestone_type, jurisdiction, agency, product_id, product, brands, modality, company, indication,
        designation, outcome, event_date, event_date_precision, goal_date, evidence_level, review_status,
        product_text, indication_text, place_text, step_text
    FROM searchable_milestones
    LEFT JOIN (
        SELECT product_id, string_agg(name, ', ' ORDER BY name) AS brands
        FROM product_names WHERE kind = 'brand' GROUP BY product_id
    ) USING (product_id)
    ORDER BY event_date DESC NULLS LAST, milestone_id"""
_EVIDENCE = """
    SELECT milestone_id, quote, source_url, publisher, published_on, retrieved_at, event_date, event_date_precision,
        date_basis, document_id, title
    FROM milestone_evidence
    LEFT JOIN (SELECT document_id, title FROM documents) USING (document_id)
    ORDER BY milestone_id, published_on NULLS LAST, evidence_id"""


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows: `linked_data` is the schema.org description, `values` what the template shows besides."""

    citation: Citation
    charts: Sequence[Chart]
    console: Console
    linked_data: str
    values: Mapping[str, Any]


def write_page(folder: Path, connection: duckdb.DuckDBPyConnection, page: Page) -> None:
    """Write `index.html` and `assets/` into the folder."""
    assets = folder / "assets"
    (assets / "evidence").mkdir(parents=True)
    for entry in files("pipeline.release").joinpath("site").iterdir():
        if entry.name.endswith((".js", ".css")):
            (assets / entry.name).write_bytes(entry.read_bytes())
    _write(assets / "milestones.json", _index(connection, page))
    for shard, content in _evidence(connection).items():
        _write(assets / "evidence" / f"{shard}.json", content)
    page.console.write(assets / "console")
    html = render(
        "index.html",
        citation=page.citation,
        chart_names=CHARTS,
        console=page.console.present,
        console_absent=page.console.absent,
        console_megabytes=page.console.megabytes,
        linked_data=_inline(page.linked_data),
        **page.values,
    )
    (folder / "index.html").write_text(html, encoding="utf-8")


def _index(connection: duckdb.DuckDBPyConnection, page: Page) -> dict[str, Any]:
    listed = rows(connection, _INDEX)
    return {
        "version": str(page.citation.version),
        "day": page.citation.day,
        "columns": {name: _encoded([row[name] for row in listed]) for name in (listed[0] if listed else ())},
        "ids": [row["milestone_id"] for row in listed],
        "meanings": {
            column.name: {code.value: code.meaning for code in column.codes}
            for column in (*MILESTONES.columns, PRODUCTS.column("modality"))
            if column.codes
        },
        "descriptions": {column.name: column.description for column in MILESTONES.columns},
        "charts": {
            chart.name: {"sql": chart.sql, "about": chart.description, "rows": chart.rows} for chart in page.charts
        },
    }


def _encoded(values: Sequence[Any]) -> dict[str, Any]:
    """Return the distinct values, and for each row the place of its own among them."""
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return {"values": list(places), "at": [places[value] for value in values]}


def _evidence(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Return each milestone with its evidence, by the first character of what is individual in its identifier."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows(connection, "FROM milestones ORDER BY milestone_id"):
        told = {name: value for name, value in row.items() if value is not None and value != []}
        found.setdefault(row["milestone_id"][3], {})[row["milestone_id"]] = {"row": told, "evidence": []}
    for row in rows(connection, _EVIDENCE):
        identifier = row.pop("milestone_id")
        found[identifier[3]][identifier]["evidence"].append(row)
    return found


def _inline(text: str) -> Markup:
    """Return JSON that can stand in a script element: no end tag, no comment can begin in it."""
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 (just escaped)


def _write(path: Path, content: Any) -> None:  # noqa: ANN401 (whatever JSON holds)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def file_facts(folder: Path, paths: Iterable[Path]) -> Rows:
    """Return path, size and checksum of files, as the page shows them."""
    return [
        {
            "path": path.relative_to(folder).as_posix(),
            "bytes": path.stat().st_size,
            "size": readable_size(path.stat().st_size),
            "sha256": sha256(path),
        }
        for path in paths
    ]


def readable_size(size: int) -> str:
    """Return a number of bytes for people."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
