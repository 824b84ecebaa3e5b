"""Resolution and publishing of the bundled inputs enlarged: every product, document and mention many times over.

Each fold has products, documents and register entries of its own, so that nothing joins across folds; each is measured
in a process of its own. Time and memory a fold should stay the same, whatever the number of folds.
"""

from __future__ import annotations

import csv
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from pipeline.extraction.tables import MentionTables, read_mentions
from pipeline.resolution.tables import resolve
from pipeline.sources.names import short_id
from pipeline.sources.tables import SourceTables, read_sources
from pipeline.warehouse.build import all_tables
from pipeline.warehouse.transaction import publish
from tests.benchmarks import Figure

_RAW = Path(__file__).resolve().parents[2] / "raw"
_FOLDS = tuple(int(fold) for fold in os.environ.get("ENLARGEMENT_FOLDS", "1,10,100").split(","))
_NAMES = ("inn", "brands", "codes", "abbreviations", "native_names", "other_names")
_TAG = re.compile(r"(\s*\[[A-Za-z]{2}\])?$")


def figures() -> Iterator[Figure]:
    """Yield seconds and memory for each number of folds, and both a fold."""
    for folds in _FOLDS:
        done = subprocess.run([sys.executable, "-m", __name__, str(folds)], capture_output=True, text=True, check=True)
        cost = json.loads(done.stdout)
        yield Figure(f"{folds}-fold: milestones", cost["milestones"], "")
        yield Figure(f"{folds}-fold: resolved", cost["resolved"], "s")
        yield Figure(f"{folds}-fold: resolved, a fold", cost["resolved"] / folds, "s")
        yield Figure(f"{folds}-fold: checked and published", cost["published"], "s")
        yield Figure(f"{folds}-fold: checked and published, a fold", cost["published"] / folds, "s")
        yield Figure(f"{folds}-fold: most memory", cost["memory"], "MiB")


def enlarged_reference(raw: Path, folds: int) -> None:
    """Write the reference tables to `raw`, every product once for each fold, its names ending in the fold's number."""
    (raw / "reference").mkdir(parents=True)
    for path in (_RAW / "reference").iterdir():
        if path.name != "products.csv":
            (raw / "reference" / path.name).symlink_to(path)
    with (_RAW / "reference" / "products.csv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    with (raw / "reference" / "products.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(_product(row, fold) for fold in range(folds) for row in rows)


def _product(row: dict[str, str], fold: int) -> dict[str, str]:
    names = {
        column: "; ".join(_TAG.sub(rf" k{fold}k\1", name, count=1) for name in row[column].split("; ") if name)
        for column in _NAMES
    }
    return {**row, **names, "product_id": f"{row['product_id']}-k{fold}"}


def enlarged(read: SourceTables, mentions: pl.DataFrame, folds: int) -> tuple[SourceTables, pl.DataFrame]:
    """Return documents and mentions once for each fold; register entries are left out, their numbers being shared."""

    def renamed(prefix: str, fold: int) -> pl.Expr:
        return pl.col("mention_id").map_elements(lambda old: short_id(prefix, old, str(fold)), return_dtype=pl.String)

    documents = pl.concat(read.documents.with_columns(pl.col("document_id") + f"-k{fold}") for fold in range(folds))
    told = pl.concat(
        mentions.with_columns(
            renamed("mn", fold).alias("mention_id"),
            pl.col("document_id") + f"-k{fold}",
            pl.col("product") + f" k{fold}k",
            pl.col("product_names").list.eval(pl.element() + f" k{fold}k"),
        )
        for fold in range(folds)
    )
    return replace(read, documents=documents, register_entries=read.register_entries.clear()), told


def _measure(folds: int) -> dict[str, float]:
    read = read_sources(_RAW)
    found = read_mentions(_RAW, read.documents, read.agencies)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        enlarged_reference(raw, folds)
        read, told = enlarged(read, found.mentions, folds)
        started = time.perf_counter()
        resolved = resolve(raw, read, told)
        between = time.perf_counter()
        (Path(folder) / "warehouse").mkdir()
        publish(all_tables(read, MentionTables(told, found.rejections), resolved), Path(folder) / "warehouse")
        ended = time.perf_counter()
    return {
        "milestones": resolved.milestones.height,
        "resolved": between - started,
        "published": ended - between,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(int(sys.argv[1]))))
