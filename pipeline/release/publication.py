"""Making a release: every file of it, beside the releases that exist, never over one of them.

A release is a function of the warehouse, of the release before, of the curators' reasons, of the console's files and of
the code. Making it again gives the same bytes.
"""

from __future__ import annotations

import filecmp
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.release.archive import archive_folder, sha256, write_sums
from pipeline.release.changes import Edition, compare
from pipeline.release.citation import Citation, citation_file, licence_text, read_citation, zenodo_file
from pipeline.release.console import Console
from pipeline.release.documents import changes_text, data_card, feed, guide, source_terms
from pipeline.release.figures import Chart, Rows, charts, figures, opened
from pipeline.release.metadata import croissant, data_package, schema_org
from pipeline.release.page import Page, file_facts, write_page
from pipeline.release.reasons import Reasons
from pipeline.release.spreadsheets import write_csv
from pipeline.release.version import CalendarVersion, next_version
from pipeline.warehouse.parquet import read_parquet, write_parquet
from pipeline.warehouse.questions import named
from pipeline.warehouse.versions import MANIFEST, Version
from schemas.projections.dictionary import dictionary, entity_diagram
from schemas.tables import RELEASE_CHANGES, RELEASE_TABLES, TABLES

NAME = "cell-therapy-milestones"
SUMS = "SHA256SUMS"
_BUILDING = ".building-"


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it lies on the disk."""

    version: CalendarVersion
    path: Path
    warehouse_version: str
    previous_version: str | None
    changes: int

    @property
    def archive(self) -> Path:
        """The one archive of data and documents."""
        return self.path / f"{NAME}-{self.version}.zip"


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a release is made of."""

    warehouse: Version
    citation: Citation
    previous: Release | None
    reasons: Reasons
    console: Console

    @property
    def previous_version(self) -> str | None:
        return str(self.previous.version) if self.previous else None


def releases(output: Path) -> list[Release]:
    """Return the releases in the folder, oldest first."""
    found = []
    for path in output.iterdir() if output.is_dir() else ():
        version = CalendarVersion.parse(path.name)
        if version is not None and (path / MANIFEST).is_file():
            manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
            found.append(
                Release(version, path, manifest["warehouse_version"], manifest["previous_version"], manifest["changes"])
            )
    return sorted(found, key=lambda release: release.version)


def publish_release(warehouse: Version, output: Path, reasons: Reasons, console: Console) -> tuple[Release, bool]:
    """Make the release of a warehouse after the last one in `output`; return it, and whether it is new.

    Where the last release is the very same, it stays as it is. Nothing becomes visible before it is complete.

    Raises:
        VanishedRowsError: when rows of the release before are gone without a reason.
        OldWarehouseError: when the warehouse is older than the release before.
    """
    output.mkdir(parents=True, exist_ok=True)
    for stale in output.glob(f"{_BUILDING}*"):
        shutil.rmtree(stale)
    existing = releases(output)
    last = existing[-1] if existing else None
    if last is not None and last.warehouse_version == warehouse.name:
        before = next((one for one in existing if str(one.version) == last.previous_version), None)
        again = _made(_Draft(warehouse, read_citation(last.version), before, reasons, console), output)
        try:
            if _same(again, last.path):
                return last, False
        finally:
            shutil.rmtree(again)
    version = next_version(warehouse.name, last.version if last else None)
    made = _made(_Draft(warehouse, read_citation(version), last, reasons, console), output)
    made.rename(output / str(version))
    return releases(output)[-1], True


def _same(one: Path, other: Path) -> bool:
    return filecmp.cmp(one / SUMS, other / SUMS, shallow=False)


def _made(draft: _Draft, output: Path) -> Path:
    """Write a release into a hidden folder and return that."""
    folder = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=output))
    try:
        folder.chmod(0o755)
        _write(draft, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def _write(draft: _Draft, folder: Path) -> None:
    citation, frames = draft.citation, _tables(draft.warehouse.path)
    current = Edition(str(citation.version), _extractor(draft.warehouse.path), frames)
    changes = compare(_edition(draft.previous), current, draft.reasons)
    frames[RELEASE_CHANGES.name] = changes
    described = [
        {"name": table.name, "description": table.description, "rows": frames[table.name].height}
        for table in RELEASE_TABLES
    ]
    _write_tables(draft.warehouse, folder, frames)
    with opened(draft.warehouse.database) as connection:
        asked, numbers = charts(connection), figures(connection)
        texts = {
            "datapackage.json": data_package(RELEASE_TABLES, folder, citation),
            "croissant.json": croissant(RELEASE_TABLES, folder, citation),
            "dataset.jsonld": schema_org(RELEASE_TABLES, folder, citation),
            "DATA_DICTIONARY.md": dictionary(RELEASE_TABLES, f"Of release {citation.version}."),
            "entities.mmd": entity_diagram(RELEASE_TABLES) + "\n",
            "DATA_CARD.md": data_card(citation, numbers, described),
            "SOURCES.md": source_terms(citation, numbers["sources"]),
            "CHANGES.md": changes_text(citation, draft.previous_version, changes),
            "changes.atom": feed(citation, draft.previous_version, changes, frames["milestones"]),
            "LICENSE": licence_text(),
            "CITATION.cff": citation_file(citation),
            ".zenodo.json": zenodo_file(citation),
            "llms.txt": guide(citation, described, _questions(asked)),
            **{f"queries/{question['name']}.sql": question["sql"] for question in _questions(asked)},
        }
        (folder / "queries").mkdir()
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        _write_manifest(draft, folder, changes.height, described)
        write_sums(folder, SUMS)
        _archive(folder, citation)
        values = _page_values(draft, folder, numbers, described, changes)
        write_page(folder, connection, Page(citation, asked, draft.console, texts["dataset.jsonld"], values))
    write_sums(folder, SUMS)


def _tables(path: Path) -> dict[str, pl.DataFrame]:
    return {file.stem: read_parquet(file) for file in sorted((path / "parquet").glob("*.parquet"))}


def _extractor(path: Path) -> str:
    return str(json.loads((path / MANIFEST).read_text(encoding="utf-8"))["extractor_version"])


def _edition(release: Release | None) -> Edition | None:
    if release is None:
        return None
    tables = _tables(release.path)
    tables.pop(RELEASE_CHANGES.name, None)
    return Edition(str(release.version), _extractor(release.path), tables)


def _write_tables(warehouse: Version, folder: Path, frames: Mapping[str, pl.DataFrame]) -> None:
    (folder / "parquet").mkdir()
    (folder / "csv").mkdir()
    for table in TABLES:
        shutil.copyfile(
            warehouse.path / "parquet" / f"{table.name}.parquet", folder / "parquet" / f"{table.name}.parquet"
        )
    changes = folder / "parquet" / f"{RELEASE_CHANGES.name}.parquet"
    write_parquet(RELEASE_CHANGES, frames[RELEASE_CHANGES.name], changes)
    for table in RELEASE_TABLES:
        write_csv(table, frames[table.name].sort(table.key), folder / "csv" / f"{table.name}.csv.zip")
    shutil.copyfile(warehouse.database, folder / warehouse.database.name)


def _questions(asked: list[Chart]) -> list[dict[str, str]]:
    questions = [{"name": one.name, "description": one.description, "sql": one.sql} for one in named()]
    questions += [{"name": one.name, "description": one.description, "sql": one.sql} for one in asked]
    return sorted(questions, key=lambda question: question["name"])


def _write_manifest(draft: _Draft, folder: Path, changes: int, tables: Rows) -> None:
    written = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "title": draft.citation.title,
        "version": str(draft.citation.version),
        "released_on": draft.citation.day,
        "previous_version": draft.previous_version,
        "changes": changes,
        "warehouse_version": draft.warehouse.name,
        "extractor_version": _extractor(draft.warehouse.path),
        "licence": draft.citation.licence,
        "page_has_console": draft.console.present,
        "rows": {table["name"]: table["rows"] for table in tables},
        "files": [
            {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": sha256(path)}
            for path in written
        ],
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _archive(folder: Path, citation: Citation) -> None:
    """Put data and documents into one archive; the page, which lists it, stays outside."""
    root = f"{NAME}-{citation.version}"
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=_BUILDING) as scratch:
        archive_folder(folder, Path(scratch) / f"{root}.zip", root)
        shutil.move(Path(scratch) / f"{root}.zip", folder / f"{root}.zip")


def _summary(changes: pl.DataFrame) -> Rows:
    """Return how many rows of which table were added, changed and removed."""
    return (
        changes.group_by("table_name", "change")
        .agg(pl.col("row_key").n_unique().alias("rows"))
        .sort("table_name", "change")
        .to_dicts()
    )


def _page_values(
    draft: _Draft, folder: Path, numbers: Mapping[str, Rows], described: Rows, changes: pl.DataFrame
) -> dict[str, Any]:
    database = draft.warehouse.database.name
    listed = {fact["path"]: fact for fact in file_facts(folder, sorted(p for p in folder.rglob("*") if p.is_file()))}
    archive = f"{NAME}-{draft.citation.version}.zip"
    main = (
        (archive, "Everything in one archive", "Parquet, CSV, database, documents and queries."),
        (database, "DuckDB database", "All tables with keys, comments, views and macros; DuckDB 1.1 or later."),
        ("parquet/milestones.parquet", "Milestones, Parquet", "One row per step; for pandas, polars, R, Spark."),
        ("csv/milestones.csv.zip", "Milestones, zipped CSV", "One row per step; for spreadsheets."),
    )
    return {
        "previous": draft.previous_version,
        "changes": _summary(changes),
        "coverage": numbers["coverage"][0],
        "weak": numbers["weak_points"][0],
        "documents": next(table["rows"] for table in described if table["name"] == "documents"),
        "warehouse_version": draft.warehouse.name,
        "main_files": [{**listed[path], "title": title, "what": what} for path, title, what in main],
        "files": list(listed.values()),
        "tables": [
            {
                **table,
                "parquet": listed[f"parquet/{table['name']}.parquet"],
                "csv": listed[f"csv/{table['name']}.csv.zip"],
            }
            for table in described
        ],
    }
