"""Reference tables: rows that cannot be believed are refused with their row number, the others kept."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.names import name_key
from pipeline.sources.reference import Reference, read_reference
from schemas.vocabulary import RejectionReason

COLUMNS = [
    *("product_id", "inn", "brands", "codes", "abbreviations", "native_names", "other_names", "modality", "origin"),
    *("scope", "target", "company_id", "source_url", "note"),
]


def products(folder: Path, *rows: dict[str, str], columns: list[str] = COLUMNS) -> Reference:
    with (folder / "products.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return read_reference(folder)


def product(identifier: str, **cells: str) -> dict[str, str]:
    return {"product_id": identifier, "modality": "car_t", "scope": "cell_therapy", **cells}


def test_the_bundled_tables_are_sound(bundled_raw: Path) -> None:
    assert read_reference(bundled_raw / "reference").rejections == ()


def test_a_name_of_two_products_is_taken_from_both(tmp_path: Path) -> None:
    read = products(tmp_path, product("a", brands="Twin; Alpha"), product("b", codes="TWIN®; B-1"))
    assert [[name.text for name in item.names] for item in read.products] == [["Alpha"], ["B-1"]]
    assert [(r.row, r.field, r.value, r.reason) for r in read.rejections] == [
        (2, "name", "Twin", RejectionReason.SHARED_NAME),
        (3, "name", "TWIN®", RejectionReason.SHARED_NAME),
    ]
    assert "b claims it too" in read.rejections[0].mend


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (product("good"), RejectionReason.DUPLICATE_ID),
        (product("", brands="Nobody"), RejectionReason.INVALID_ROW),
        (product("x", modality="pill"), RejectionReason.INVALID_ROW),
        (product("x", scope=""), RejectionReason.INVALID_ROW),
    ],
)
def test_a_wrong_row_is_refused_and_the_others_kept(
    row: dict[str, str], reason: RejectionReason, tmp_path: Path
) -> None:
    read = products(tmp_path, product("good", brands="Good"), row)
    assert [item.product_id for item in read.products] == ["good"]
    assert [(rejection.row, rejection.reason) for rejection in read.rejections] == [(3, reason)]


@pytest.mark.parametrize(
    ("columns", "odd"), [([*COLUMNS, "brandz"], ["brandz"]), ([c for c in COLUMNS if c != "brands"], ["brands"])]
)
def test_a_misspelt_column_is_told(columns: list[str], odd: list[str], tmp_path: Path) -> None:
    read = products(tmp_path, product("good"), columns=columns)
    assert [rejection.value for rejection in read.rejections] == odd
    assert len(read.products) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe\xfa broken, \x81", RejectionReason.ENCODING),
        (b'product_id,inn\n"a" b,c\n', RejectionReason.UNREADABLE),
        (b"product_id\na\x00b\n", RejectionReason.BINARY),
    ],
)
def test_a_file_that_is_no_csv_stops_nothing(data: bytes, reason: RejectionReason, tmp_path: Path) -> None:
    (tmp_path / "products.csv").write_bytes(data)
    read = read_reference(tmp_path)
    assert read.products == ()
    assert [rejection.reason for rejection in read.rejections] == [reason]


def test_missing_and_surplus_cells(tmp_path: Path) -> None:
    header = ",".join(COLUMNS)
    (tmp_path / "products.csv").write_text(f"{header}\na,b\nc{',' * 20}\n")
    assert [r.row for r in read_reference(tmp_path).rejections] == [2, 3]


NAMES = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=3)


@given(st.lists(st.lists(NAMES, max_size=4), max_size=5), st.randoms(use_true_random=False))
def test_no_name_is_left_with_two_products_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, names: list[list[str]], order: random.Random
) -> None:
    rows = [product(f"p{number}", brands="; ".join(given)) for number, given in enumerate(names)]
    folder = tmp_path_factory.mktemp("reference")
    read = products(folder, *rows)
    keys = [{name_key(name.text) for name in item.names} for item in read.products]
    assert sum(map(len, keys)) == len(set().union(*keys))
    order.shuffle(rows)
    assert products(folder, *rows).products == read.products
