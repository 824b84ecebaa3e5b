"""The page of coverage."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipeline.warehouse.coverage import page
from pipeline.warehouse.versions import Version

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def rows(published: Version) -> list[dict[str, object]]:
    """The rows of the table."""
    return pl.read_parquet(published.path / "parquet" / "coverage.parquet").to_dicts()


def test_the_page_shows_each_reference_with_its_numbers(published: Version, rows: list[dict[str, object]]) -> None:
    text = page(published.path.parent)
    for row in rows:
        (line,) = (line for line in text.splitlines() if f"]({row['source_url']}) | {row['counted']} |" in line)
        assert line.endswith(f"| {row['found']} | {row['expected']} | {row['share']:.0%} |")
        assert str(row["note"] or "") in text


def test_the_bundled_page_is_of_the_bundled_data(published: Version) -> None:
    bundled = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    made = page(published.path.parent)
    assert _without_version(bundled) == _without_version(made), "run: milestones coverage > docs/coverage.md"


def _without_version(text: str) -> str:
    head, _, rest = text.partition("page from version `")
    return head + rest.partition("`")[2]
