"""Numbers of this very release, each from a query on its database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from schemas.tables import BY_NAME

Rows = list[dict[str, Any]]

_APPLICATIONS = "applications"


@dataclass(frozen=True, slots=True)
class Chart:
    """A question that a chart of the page answers: its SQL, what it says in the comment at its top, and the answer."""

    name: str
    sql: str
    description: str
    rows: Rows


def charts(connection: duckdb.DuckDBPyConnection) -> list[Chart]:
    """Return the answers to the questions under `charts/`, sorted by name.

    Where the warehouse has the table of applications, a question may have a better form, `<name>.applications.sql`.
    """
    folder = {entry.name: entry for entry in files("pipeline.release").joinpath("charts").iterdir()}
    found = []
    for name in sorted(entry.removesuffix(".sql") for entry in folder if entry.count(".") == 1):
        better = f"{name}.{_APPLICATIONS}.sql"
        chosen = better if _APPLICATIONS in BY_NAME and better in folder else f"{name}.sql"
        sql = folder[chosen].read_text(encoding="utf-8")
        head = [line.removeprefix("--").strip() for line in sql.splitlines() if line.startswith("--")]
        found.append(Chart(name, sql, " ".join(head), rows(connection, sql)))
    return found


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Rows:
    """Return the rows of an answer, each by column name; days as ISO text."""
    relation = connection.sql(sql)
    return [
        {name: _plain(value) for name, value in zip(relation.columns, row, strict=True)} for row in relation.fetchall()
    ]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


_FIGURES = {
    "coverage": """
        SELECT count(*) AS milestones, count(DISTINCT product_id) AS products,
            count(DISTINCT jurisdiction) FILTER (jurisdiction <> 'ZZ') AS jurisdictions,
            count(DISTINCT agency) AS agencies, min(event_date) AS first, max(event_date) AS last
        FROM milestones""",
    "by_type": "SELECT milestone_type AS code, count(*) AS milestones FROM milestones GROUP BY 1 ORDER BY 2 DESC, 1",
    "by_jurisdiction": """
        SELECT jurisdiction AS code, count(*) AS milestones, count(DISTINCT product_id) AS products
        FROM milestones GROUP BY 1 ORDER BY 2 DESC, 1""",
    "by_precision": """
        SELECT coalesce(event_date_precision, 'no date') AS code, count(*) AS milestones
        FROM milestones GROUP BY 1 ORDER BY 2 DESC, 1""",
    "by_evidence": """
        SELECT evidence_level AS code, count(*) AS milestones FROM milestones GROUP BY 1 ORDER BY 2 DESC, 1""",
    "by_review": """
        SELECT review_status AS code, count(*) AS milestones FROM milestones GROUP BY 1 ORDER BY 2 DESC, 1""",
    "by_modality": """
        SELECT coalesce(modality, 'not classified') AS code,
            count(*) AS milestones, count(DISTINCT product_id) AS products
        FROM milestones JOIN products USING (product_id) GROUP BY 1 ORDER BY 2 DESC, 1""",
    "by_publisher": """
        SELECT kind AS code, count(*) AS documents
        FROM documents JOIN sources USING (source_id) GROUP BY 1 ORDER BY 2 DESC, 1""",
    "by_language": """
        SELECT coalesce(source_language, language) AS code, count(*) AS documents
        FROM documents GROUP BY 1 ORDER BY 2 DESC, 1""",
    "by_decade": """
        SELECT (year(event_date) // 10 * 10)::VARCHAR || 's' AS code, count(*) AS milestones
        FROM milestones WHERE event_date IS NOT NULL GROUP BY 1 ORDER BY 1""",
    "weak_points": """
        SELECT count(*) FILTER (event_date IS NULL) AS undated,
            count(*) FILTER (date_basis = 'announced') AS announced,
            count(*) FILTER (source_count = 1) AS single_source,
            count(*) FILTER (indication_id IS NULL) AS without_indication,
            count(*) FILTER (company_id IS NULL) AS without_company,
            count(*) FILTER (confidence < 0.5) AS low_confidence,
            count(*) AS milestones
        FROM milestones""",
    "products": """
        SELECT count(*) AS listed, count(*) FILTER (status = 'provisional') AS provisional,
            count(*) FILTER (product_id NOT IN (SELECT product_id FROM milestones)) AS without_milestone
        FROM products""",
    "refused": "SELECT reason AS code, count(*) AS inputs FROM rejections GROUP BY 1 ORDER BY 2 DESC, 1",
    "sources": """
        SELECT source_id, name, kind, url, licence, cadence, misses, document_count, last_capture
        FROM sources WHERE document_count > 0 ORDER BY document_count DESC, source_id""",
}


def figures(connection: duckdb.DuckDBPyConnection) -> dict[str, Rows]:
    """Return the numbers that the data card prints, by name."""
    return {name: rows(connection, sql) for name, sql in _FIGURES.items()}


def opened(database: Path) -> duckdb.DuckDBPyConnection:
    """Open the database of a warehouse for reading; one thread, so that ties come out alike."""
    return duckdb.connect(database, read_only=True, config={"threads": 1})
