"""Every kind of bad input: one clear line, a row in `rejections`, and the rest still built."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from pipeline.sources.ingest import ingest
from pipeline.sources.rejection import Rejection
from pipeline.warehouse.build import build
from tests.conftest import write_note
from tests.sources.files import SENTENCE, pdf
from tests.sources.test_ingest import TODAY


def sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(200 * 2**20)


class Bad(NamedTuple):
    file: str
    write: Callable[[Path], object]
    reason: str
    says: str


BAD = [
    Bad("empty.txt", lambda path: path.write_bytes(b""), "empty", "save the announcement's text"),
    Bad("binary.txt", lambda path: path.write_bytes(b"\x7fELF\x02\x01\x00\x00\x03" * 40), "binary", "plain text"),
    Bad("huge.txt", sparse, "too_large", "under 50 MB"),
    Bad(
        "latin.txt",
        lambda path: path.write_bytes("奕凯达".encode() + b"\xff\xfe\xfa"),
        "encoding",
        "UTF-8",
    ),
    Bad("locked.pdf", lambda path: path.write_bytes(pdf((SENTENCE[:90],), password="x")), "encrypted", "password"),  # noqa: S106
    Bad("scan.pdf", lambda path: path.write_bytes(pdf()), "no_text", "text recognition"),
    Bad(
        "hollow.html",
        lambda path: path.write_bytes(b"<html><body><div id=app></div></body>"),
        "no_text",
        "save the page",
    ),
    Bad("odd.docx", lambda path: path.write_bytes(b"PK"), "unreadable", "known endings"),
    Bad(
        "matter.md",
        lambda path: path.write_text(f"---\ndocument_id: a\npublished_on: 2024-13-45\n---\n{SENTENCE}"),
        "front_matter",
        "2024-13-45",
    ),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.file)
def test_ingest_refuses_in_one_line_and_keeps_the_refusal(bad: Bad, tmp_path: Path) -> None:
    file = tmp_path / bad.file
    bad.write(file)
    (refused,) = ingest(file, tmp_path / "raw", TODAY)
    assert isinstance(refused, Rejection)
    assert refused.reason.value == bad.reason
    line = refused.line()
    assert "\n" not in line
    assert line.startswith(f"{bad.file}: ")
    assert bad.says in line
    assert [path.name for path in (tmp_path / "raw").rglob("*.md")] == []


def test_the_rest_is_built_and_each_refusal_is_a_row(small_raw: Path, bundled_raw: Path, tmp_path: Path) -> None:
    folder = small_raw / "announcements"
    for bad in BAD:
        bad.write(folder / bad.file)
    write_note(small_raw, "wrong-day", published_on="2024-02-30")
    write_note(small_raw, "timestamp", published_on="1704067200")
    write_note(small_raw, "tomorrow", published_on="2026-12-24")
    twin = write_note(small_raw, "zz-twin")
    twin.write_text(twin.read_text().replace("document_id: zz-twin", "document_id: 2020-07-24-fda-brexu-cel-approval"))
    (folder / "rows.jsonl").write_text('{"text": "A good row."}\n{"text": 7}\n')
    (small_raw / "reference").unlink()
    shutil.copytree(bundled_raw / "reference", small_raw / "reference")
    products = small_raw / "reference" / "products.csv"
    header, *rows = products.read_text(encoding="utf-8").splitlines()
    cells = dict.fromkeys(header.split(","), "")
    cells |= {"product_id": "thief", "brands": "Tecartus", "modality": "car_t", "scope": "cell_therapy"}
    cells["codes"] = "THIEF-1"
    products.write_text("\n".join([header, *rows, ",".join(cells.values())]) + "\n", encoding="utf-8")

    version = build(small_raw, tmp_path / "warehouse")
    assert version.rows["documents"] == 2  # the good note and the good row
    assert version.rows["milestones"] >= 1
    rejected = pl.read_parquet(version.path / "parquet" / "rejections.parquet")
    assert rejected["mend"].str.len_chars().min() != 0
    found = set(rejected.select("file", "row", "field", "reason").iter_rows())
    fields = {file: field for file, _, field, _ in found}
    expected: set[tuple[str, int | None, str | None, str]]
    expected = {(f"announcements/{bad.file}", None, fields.get(f"announcements/{bad.file}"), bad.reason) for bad in BAD}
    expected |= {
        ("announcements/wrong-day.md", None, "published_on", "front_matter"),
        ("announcements/timestamp.md", None, "published_on", "front_matter"),
        ("announcements/tomorrow.md", None, "", "front_matter"),
        ("announcements/zz-twin.md", None, "document_id", "duplicate_id"),
        ("announcements/rows.jsonl", 2, "text", "invalid_row"),
    }
    assert expected <= found
    shared = {row for row in found if row[3] == "shared_name"}
    assert {(file, field) for file, _, field, _ in shared} == {("reference/products.csv", "name")}
    assert {row for _, row, _, _ in shared} >= {len(rows) + 2}
    names = pl.read_parquet(version.path / "parquet" / "product_names.parquet")
    bearers = names.filter(pl.col("name_key") == "tecartus")["product_id"].to_list()
    assert "thief" not in bearers
    assert "brexu-cel" not in bearers
