"""Checks over all tables, each seen to fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import polars as pl
import pytest

from pipeline.warehouse.integrity import (
    evidence_of_another_step,
    history_apart,
    loose_ends,
    not_verbatim,
    without_evidence,
)
from pipeline.warehouse.versions import Version
from tests.altered import tables_of

Tables = Mapping[str, pl.DataFrame]
RULES = (without_evidence, not_verbatim, evidence_of_another_step, history_apart, loose_ends)


@pytest.fixture(scope="module")
def tables(published: Version) -> Tables:
    return tables_of(published)


def first(frame: pl.DataFrame, **cells: object) -> pl.DataFrame:
    """Return the frame with cells of its first row changed."""
    at_first = pl.int_range(pl.len()) == 0
    return frame.with_columns(
        pl.when(at_first).then(pl.lit(value)).otherwise(name).alias(name) for name, value in cells.items()
    )


def test_the_bundled_tables_are_sound(tables: Tables) -> None:
    assert [line for rule in RULES for line in rule(tables)] == []


@pytest.mark.parametrize(
    ("rule", "table", "poison"),
    [
        (without_evidence, "milestone_evidence", lambda frame: frame.clear()),
        (not_verbatim, "milestone_evidence", lambda frame: first(frame, quote="never written")),
        (evidence_of_another_step, "milestones", lambda frame: first(frame, jurisdiction="QQ")),
        (
            evidence_of_another_step,
            "milestone_evidence",
            lambda frame: first(frame.filter(pl.col("mention_id").is_not_null()), document_id="another-document"),
        ),
        (history_apart, "milestones", lambda frame: first(frame, confidence=0.123)),
        (history_apart, "milestone_history", lambda frame: frame.with_columns(believed_until=pl.lit(date(2030, 1, 1)))),
        (loose_ends, "milestone_redirects", lambda frame: frame.clear()),
        (loose_ends, "application_steps", lambda frame: first(frame, application_id="ap-aaaaaaaaaaaa")),
    ],
)
def test_each_rule_fails_on_its_poison(
    tables: Tables,
    rule: Callable[[Tables], Iterator[str]],
    table: str,
    poison: Callable[[pl.DataFrame], pl.DataFrame],
) -> None:
    if table == "milestone_redirects" and tables[table].is_empty():
        pytest.skip("the bundled inputs give no redirect")
    assert list(rule({**tables, table: poison(tables[table])}))
