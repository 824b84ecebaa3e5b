"""Two halves of the development documents: one to learn from, one that only ever shows its score.

The texts belong to their publishers and are not part of this repository; they lie in `../shared/evaluation`, beside
it. All documents of one publisher and month fall into the same half, so that copies of one release don't straddle.

    python -m tests.extraction.development_split real open [--errors] [--show DOCUMENT_ID]
    python -m tests.extraction.development_split real closed
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.extraction import Extractor
from pipeline.sources.document import Document
from pipeline.sources.reference import read_reference

REPOSITORY = Path(__file__).parents[2]
SHARED = REPOSITORY.parent / "shared"
EVALUATION = SHARED / "evaluation"
COLLECTIONS = ("real", "composed")
HALVES = ("open", "closed")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scored:
    """The scorer's figures, and its lines on what went wrong."""

    figures: Mapping[str, Any]
    errors: tuple[str, ...]


def half_of(row: Row) -> str:
    """Return `open` or `closed` for a document, by publisher and month."""
    group = f"{row.get('publisher')}|{(row.get('published_on') or '')[:7]}"
    return HALVES[hashlib.sha256(group.encode()).digest()[0] % 2]


def read_rows(path: Path) -> list[Row]:
    """Read a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def documents(collection: str, half: str) -> list[Row]:
    """Return the documents of one half of a collection, in the order of the file."""
    return [row for row in read_rows(EVALUATION / f"{collection}.documents.jsonl") if half_of(row) == half]


def gold(collection: str, of: Iterable[Row]) -> list[Row]:
    """Return the gold events of these documents."""
    wanted = {row["document_id"] for row in of}
    return [row for row in read_rows(EVALUATION / f"{collection}.events.jsonl") if row["document_id"] in wanted]


def document_of(row: Row) -> Document:
    """Make a document of a row."""
    published = row.get("published_on")
    return Document(
        document_id=row["document_id"],
        text=row["text"],
        title=row.get("title"),
        url=row.get("url"),
        publisher=row.get("publisher"),
        published_on=date.fromisoformat(published) if published else None,
    )


@cache
def extractor() -> Extractor:
    """Return the extractor over the bundled reference data."""
    return Extractor(read_reference(REPOSITORY / "raw" / "reference"))


def found_in(rows: Iterable[Row]) -> list[Row]:
    """Extract the events of documents, in the form of the guidelines."""
    return [dict(event.to_json()) for row in rows for event in extractor().extract(document_of(row))]


def score(gold_rows: list[Row], found: list[Row], rows: list[Row]) -> Scored:
    """Score events with the scorer that lies beside the development data."""
    spec = importlib.util.spec_from_file_location("shared_score", EVALUATION / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    figures, errors = module.score(gold_rows, found, rows)
    return Scored(figures, tuple(errors))


def score_half(collection: str, half: str) -> Scored:
    """Extract and score one half of a collection."""
    rows = documents(collection, half)
    return score(gold(collection, rows), found_in(rows), rows)


def summary(scored: Scored) -> str:
    """Return the figures that decide, in a few lines."""
    events, figures = scored.figures["events"], scored.figures
    return "\n".join(
        (
            f"precision {events['precision']}  recall {events['recall']}  ({events['matched']} matched of"
            f" {events['gold']} gold, {events['found']} found)",
            f"attributes {figures['attributes_on_matched']}",
            f"evidence {figures['evidence']}  without events {figures['documents_without_events']}",
        )
    )


def main(arguments: list[str]) -> None:
    """Print the score of one half; errors only of the open one."""
    collection, half = arguments[:2]
    scored = score_half(collection, half)
    lines = [summary(scored)]
    if half == "open" and "--errors" in arguments:
        lines += scored.errors
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
