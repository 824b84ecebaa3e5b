"""Coverage: names resolve or are missing by name; limits, scopes and differences are counted as they are declared."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipeline.resolution.coverage import FOLDER, REFERENCES, Coverage, coverage_rows, read_coverage
from pipeline.warehouse.versions import Version
from schemas.projections.polars import frame_of
from schemas.tables import AGENCIES, COVERAGE, MILESTONES, PRODUCT_NAMES, PRODUCTS
from schemas.validation import failures

LIST = {
    "reference_id": "a-list",
    "kind": "list",
    "reference": "A list",
    "agency": "FDA",
    "milestone_type": "approval",
    "counted": "products",
    "unit": "product",
    "counted_on": "2021",
    "source_url": "https://example.org/list",
    "retrieved_at": "2026-11-24",
}
COUNT = {**LIST, "reference_id": "a-count", "kind": "count", "reference": "A count", "expected": "2"}
COLUMNS = (
    *LIST,
    "also_agency",
    "scope",
    "modalities",
    "excluded",
    "since",
    "until",
    "expected",
    "documented_difference",
    "note",
)

APPROVALS: tuple[tuple[str, str, date | None, str], ...] = (
    ("axi-cel", "US", date(2017, 10, 18), "day"),
    ("axi-cel", "US", date(2021, 3, 5), "day"),
    ("axi-cel", "EU", date(2018, 8, 23), "day"),
    ("brexu-cel", "US", date(2020, 1, 1), "year"),
    ("ide-cel", "US", None, ""),
    ("voretigene", "US", date(2023, 1, 1), "day"),
)


def write(raw: Path, *references: Mapping[str, str], members: Mapping[str, str] | None = None) -> Coverage:
    """Write the references, and the members of each list (a name a line), and read them."""
    folder = raw / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / REFERENCES).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(references)
    for reference, names in (members or {}).items():
        lines = (f'"{name}",https://example.org/page\n' for name in names.splitlines())
        (folder / f"{reference}.csv").write_text("names,source_url\n" + "".join(lines), encoding="utf-8")
    return read_coverage(raw)


def rows_of(coverage: Coverage, approvals: tuple[tuple[str, str, date | None, str], ...] = APPROVALS) -> pl.DataFrame:
    """Return the table of coverage of a few approvals of four products, each of which bears its identifier as name."""
    scopes = {"axi-cel": "car_t", "brexu-cel": "car_t", "ide-cel": "car_t", "voretigene": "aav"}
    products = [
        {
            **PRODUCTS.example_row(),
            "product_id": product_id,
            "modality": modality,
            "scope": "gene_therapy" if modality == "aav" else "cell_therapy",
        }
        for product_id, modality in scopes.items()
    ]
    names = [{**PRODUCT_NAMES.example_row(), "product_id": one, "name_key": one.replace("-", "")} for one in scopes]
    milestones = [
        {
            **MILESTONES.example_row(),
            "product_id": product_id,
            "product": product_id,
            "jurisdiction": jurisdiction,
            "milestone_type": "approval",
            "event_date": day,
            "event_date_precision": precision or None,
        }
        for product_id, jurisdiction, day, precision in approvals
    ]
    agencies = [
        {**AGENCIES.example_row(), "agency_id": one, "jurisdiction": two} for one, two in (("FDA", "US"), ("EC", "EU"))
    ]
    return frame_of(
        COVERAGE,
        coverage_rows(
            coverage,
            frame_of(MILESTONES, milestones),
            frame_of(PRODUCTS, products),
            frame_of(PRODUCT_NAMES, names),
            frame_of(AGENCIES, agencies),
        ),
    )


def test_of_a_list_each_entry_is_found_or_missing_by_name(tmp_path: Path) -> None:
    members = {"a-list": "Axi-Cel; Yescarta\nide-cel\nnever-heard-of\naxi-cel; brexu-cel\nbrexu-cel"}
    table = rows_of(write(tmp_path, LIST, members=members), APPROVALS[:3] + APPROVALS[4:])
    row = table.row(0, named=True)
    assert (row["expected"], row["found"], row["share"]) == (5, 2, 0.4)
    assert row["missing"] == ["axi-cel", "brexu-cel", "never-heard-of"]
    assert row["unresolved"] == ["axi-cel", "never-heard-of"]
    assert row["unlisted"] == []
    assert failures(COVERAGE, table) == []


def test_what_a_list_lacks_by_its_day_is_told(tmp_path: Path) -> None:
    coverage = write(tmp_path, LIST, members={"a-list": "axi-cel"})
    assert rows_of(coverage).row(0, named=True)["unlisted"] == ["brexu-cel"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, 4),
        ({"unit": "step"}, 5),
        ({"scope": "gene_therapy"}, 1),
        ({"modalities": "car_t"}, 3),
        ({"excluded": "car_t; aav"}, 0),
        ({"until": "2020-12-31"}, 2),
        ({"until": "2020-12-30"}, 1),
        ({"since": "2020-01-01", "until": "2020-12-31"}, 1),
        ({"since": "2018-01-01", "until": "2022-12-31"}, 1),
        ({"unit": "step", "since": "2018-01-01", "until": "2022-12-31"}, 2),
        ({"agency": "EC", "also_agency": "FDA"}, 1),
        ({"agency": "EC", "also_agency": "FDA", "until": "2018-01-01"}, 0),
        ({"milestone_type": "designation"}, 0),
    ],
)
def test_a_count_counts_what_it_declares(changes: dict[str, str], found: int, tmp_path: Path) -> None:
    table = rows_of(write(tmp_path, {**COUNT, **changes}))
    row = table.row(0, named=True)
    assert (row["found"], row["share"], row["missing"]) == (found, found / 2, [])
    assert failures(COVERAGE, table) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "guess"},
        {"expected": ""},
        {"expected": "0"},
        {"expected": "many"},
        {"agency": ""},
        {"until": "soon"},
        {"counted_on": "2021-13"},
        {"modalities": "car"},
        {"source_url": ""},
    ],
)
def test_a_reference_that_cannot_be_believed_is_refused_with_its_row(changes: dict[str, str], tmp_path: Path) -> None:
    coverage = write(tmp_path, {**COUNT, **changes}, {**COUNT, "reference_id": "another"})
    assert [one.reference_id for one in coverage.references] == ["another"]
    assert [(one.file, one.row) for one in coverage.rejections] == [("coverage/references.csv", 2)]


def test_a_list_without_members_is_refused(tmp_path: Path) -> None:
    coverage = write(tmp_path, COUNT, LIST)
    assert [one.reference_id for one in coverage.references] == ["a-count"]
    assert [(one.row, one.value) for one in coverage.rejections] == [(3, "a-list")]


def test_without_a_folder_there_is_no_coverage(tmp_path: Path) -> None:
    assert read_coverage(tmp_path) == Coverage((), {}, ())


def test_each_bundled_file_belongs_to_a_reference(bundled_raw: Path) -> None:
    coverage = read_coverage(bundled_raw)
    assert coverage.rejections == ()
    files = {path.name for path in (bundled_raw / FOLDER).iterdir()}
    assert files == {REFERENCES, *(f"{reference}.csv" for reference in coverage.members)}


@pytest.fixture(scope="module")
def bundled(published: Version) -> list[dict[str, object]]:
    """The rows of the table in the bundled warehouse."""
    return pl.read_parquet(published.path / "parquet" / "coverage.parquet").to_dicts()


def test_of_the_bundled_lists_at_least_nineteen_of_twenty_are_found(bundled: list[dict[str, object]]) -> None:
    lists = [row for row in bundled if row["kind"] == "list"]
    assert {row["agency"] for row in lists} >= {"FDA", "EC", "PMDA", "NMPA", "MFDS", "HSA", "HC"}
    assert {row["reference_id"]: row["missing"] for row in lists if row["share"] < 0.95} == {}  # type: ignore[operator]


def test_each_bundled_entry_is_found_or_missing_by_name(bundled: list[dict[str, object]], bundled_raw: Path) -> None:
    members = read_coverage(bundled_raw).members
    for row in bundled:
        if row["kind"] == "list":
            listed = {member.names[0] for member in members[str(row["reference_id"])]}
            missing, unresolved = set(row["missing"]), set(row["unresolved"])  # type: ignore[call-overload]
            assert unresolved <= missing <= listed
            assert (row["expected"], row["found"]) == (len(listed), len(listed - missing))


def test_published_counts_hold_or_differ_as_documented(bundled: list[dict[str, object]]) -> None:
    counts = [row for row in bundled if row["kind"] == "count"]
    seen = {row["reference_id"]: row["found"] - row["expected"] for row in counts}  # type: ignore[operator]
    documented = {row["reference_id"]: row["documented_difference"] for row in counts}
    assert seen == documented, "the data changed: renew documented_difference and note in raw/coverage/references.csv"
    assert {row["reference_id"]: row["expected"] for row in counts}.items() >= {
        "eu-atmps-2020": 15,
        "us-atmps-2020": 9,
        "eu-and-us-atmps-2020": 7,
        "eu-atmps-2022": 21,
        "us-car-t-uses-2023": 12,
        "us-licences-2024": 8,
        "us-cord-blood-2024": 1,
    }.items()
