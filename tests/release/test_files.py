"""Every file of a release, as strangers read it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import duckdb
import mlcroissant as mlc
import pandas as pd
import polars as pl
import pytest
import yaml
from frictionless import Package

from pipeline.release.publication import Release
from pipeline.release.spreadsheets import GUARD, safe, write_csv
from schemas.declaration import Table
from schemas.projections.polars import frame_of
from schemas.tables import MILESTONES, RELEASE_TABLES

LEAVES_FILES_OPEN = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
"""Frictionless leaves zip files open."""

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("table", RELEASE_TABLES, ids=lambda table: table.name)
def test_parquet_and_csv_hold_the_same(released: Release, table: Table) -> None:
    parquet = pl.read_parquet(released.path / "parquet" / f"{table.name}.parquet")
    with zipfile.ZipFile(released.path / "csv" / f"{table.name}.csv.zip") as archive:
        assert archive.namelist() == [f"{table.name}.csv"]
        rows = list(csv.reader(io.StringIO(archive.read(f"{table.name}.csv").decode(), newline="")))
    assert rows[0] == parquet.columns == [column.name for column in table.columns]
    assert len(rows) - 1 == parquet.height
    for column, position in ((column, parquet.columns.index(column.name)) for column in table.columns):
        if column.type.is_list:
            assert [json.loads(row[position]) for row in rows[1:]] == parquet[column.name].to_list()


@LEAVES_FILES_OPEN
def test_data_package_is_valid_with_its_data(released: Release) -> None:
    report = Package(str(released.path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["taskName", "rowNumber", "fieldName", "message"])[:5]
    assert [task.name for task in report.tasks] == [table.name for table in RELEASE_TABLES]


@LEAVES_FILES_OPEN
def test_data_package_finds_a_broken_key(released: Release, tmp_path: Path) -> None:
    """The judge can fail: with no agencies, the agencies that milestones name are missing."""
    package = json.loads((released.path / "datapackage.json").read_text())
    broken = tmp_path / "release"
    (broken / "csv").mkdir(parents=True)
    for file in (released.path / "csv").iterdir():
        (broken / "csv" / file.name).write_bytes(file.read_bytes())
    agencies = next(table for table in RELEASE_TABLES if table.name == "agencies")
    write_csv(agencies, frame_of(agencies, []), broken / "csv" / "agencies.csv.zip")
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]
    (broken / "datapackage.json").write_text(json.dumps(package))
    report = Package(str(broken / "datapackage.json")).validate()
    assert {row[0] for row in report.flatten(["type"])} == {"foreign-key"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the libraries below mlcroissant
def test_croissant_is_valid_and_readable(released: Release) -> None:
    dataset = mlc.Dataset(str(released.path / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    assert not dataset.metadata.ctx.issues.warnings
    rows = sum(1 for _ in dataset.records("milestones"))
    assert rows == pl.read_parquet(released.path / "parquet" / "milestones.parquet").height


def test_others_open_it(released: Release) -> None:
    rows = json.loads((released.path / "manifest.json").read_text())["rows"]["milestones"]
    assert len(pd.read_parquet(released.path / "parquet" / "milestones.parquet")) == rows
    assert len(pd.read_csv(released.path / "csv" / "milestones.csv.zip")) == rows
    with duckdb.connect(released.path / "milestones.duckdb", read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM cited_milestones").fetchone() == (rows,)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "|cmd", "%0A"])
def test_no_cell_is_a_formula(text: str, tmp_path: Path) -> None:
    row = {**MILESTONES.example_row(), "company": text}
    write_csv(MILESTONES, frame_of(MILESTONES, [row]), tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        written = list(csv.DictReader(io.StringIO(archive.read("milestones.csv").decode(), newline="")))
    assert written[0]["company"] == GUARD + text == safe(text)
    assert safe("Kymriah = CTL019") == "Kymriah = CTL019"


def test_checksums_cover_every_file(released: Release) -> None:
    lines = (released.path / "SHA256SUMS").read_text().splitlines()
    named = {line.split("  ", 1)[1]: line.split("  ", 1)[0] for line in lines}
    files = {path.relative_to(released.path).as_posix(): path for path in released.path.rglob("*") if path.is_file()}
    assert set(named) == set(files) - {"SHA256SUMS"}
    for name, digest in named.items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == digest


def test_archive_checks_itself(released: Release, tmp_path: Path) -> None:
    with zipfile.ZipFile(released.archive) as archive:
        archive.extractall(tmp_path)
    (root,) = tmp_path.iterdir()
    assert root.name == f"cell-therapy-milestones-{released.version}"
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=root, check=False)  # noqa: S607
    assert done.returncode == 0
    assert (root / "milestones.duckdb").is_file()
    assert (root / "LICENSE").read_text().startswith("The data of this project")


def test_manifest_lists_what_is_there(released: Release) -> None:
    manifest = json.loads((released.path / "manifest.json").read_text())
    assert manifest["version"] == str(released.version)
    assert set(manifest["rows"]) == {table.name for table in RELEASE_TABLES}
    for file in manifest["files"]:
        assert (released.path / file["path"]).stat().st_size == file["bytes"]


def test_citation_names_the_version(released: Release) -> None:
    cff = yaml.safe_load((released.path / "CITATION.cff").read_text())
    zenodo = json.loads((released.path / ".zenodo.json").read_text())
    assert cff["version"] == zenodo["version"] == str(released.version)
    assert cff["date-released"].isoformat() == zenodo["publication_date"]
    assert zenodo["license"] == "cc-by-4.0"


def test_card_counts_this_release(released: Release) -> None:
    card = (released.path / "DATA_CARD.md").read_text()
    milestones = pl.read_parquet(released.path / "parquet" / "milestones.parquet")
    undated = milestones["event_date"].null_count()
    assert f"{milestones.height} milestones of {milestones['product_id'].n_unique()} products" in card
    assert (
        f"{undated} of {milestones.height} ({undated / milestones.height:.0%}) of the milestones have no date" in card
    )


def test_feed_is_well_formed(released: Release) -> None:
    feed = ET.parse(released.path / "changes.atom").getroot()  # noqa: S314 (our own)
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        assert element.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
        assert element.findtext(f"{ATOM}title")
        assert element.findtext(f"{ATOM}updated") == f"{released.version.day}T00:00:00Z"


def test_nothing_of_the_machine_is_told(released: Release) -> None:
    for path in released.path.rglob("*"):
        if path.suffix in {".json", ".jsonld", ".md", ".txt", ".cff", ".atom", ".html", ".sql"}:
            assert str(released.path.parent) not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize(
    "query", ["approvals-by-year", "first-in-world", "submission-to-approval", "pending", "counts"]
)
def test_queries_run_as_they_are(released: Release, query: str) -> None:
    sql = (released.path / "queries" / f"{query}.sql").read_text()
    with duckdb.connect(released.path / "milestones.duckdb", read_only=True) as connection:
        assert connection.sql(sql).columns
