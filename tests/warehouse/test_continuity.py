"""Comparing two builds: what changed, what vanished, what shrank; and lives that the law does not allow."""

from __future__ import annotations

import random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pipeline.warehouse.continuity import Changes, changes, lost_coverage, overgrown, shrunken, tables_of
from pipeline.warehouse.integrity import unlawful
from pipeline.warehouse.versions import Version
from schemas.projections.polars import frame_of
from schemas.tables import AGENCIES, BY_NAME, TABLES

NAMES = st.dictionaries(st.sampled_from("ABCDEFG"), st.sampled_from(["one", "two", "three"]), max_size=7)


def agencies(names: dict[str, str]) -> pl.DataFrame:
    rows = [{**AGENCIES.example_row(), "agency_id": key, "name": name} for key, name in names.items()]
    return frame_of(AGENCIES, rows)


@given(NAMES, NAMES)
def test_changes_tell_just_what_differs(before: dict[str, str], after: dict[str, str]) -> None:
    found = changes(AGENCIES, agencies(before), agencies(after))
    assert set(found.added) == after.keys() - before.keys()
    assert set(found.removed) == before.keys() - after.keys()
    assert set(found.changed) == {key for key in before.keys() & after.keys() if before[key] != after[key]}
    back = changes(AGENCIES, agencies(after), agencies(before))
    assert (back.added, back.removed, back.changed) == (found.removed, found.added, found.changed)


@given(NAMES, st.randoms(use_true_random=False))
def test_order_of_rows_is_no_change(names: dict[str, str], order: random.Random) -> None:
    keys = list(names)
    order.shuffle(keys)
    found = changes(AGENCIES, agencies(names), agencies({key: names[key] for key in keys}))
    assert found == Changes((), (), ())


def test_a_column_that_is_new_is_no_change_of_rows() -> None:
    now = agencies({"A": "one"})
    assert changes(AGENCIES, now.drop("note"), now).changed == ()


def test_every_table_can_be_compared(published: Version) -> None:
    for name, frame in tables_of(published, BY_NAME).items():
        found = changes(BY_NAME[name], frame, frame.reverse())
        assert found == Changes((), (), ())
        assert len(changes(BY_NAME[name], frame.clear(), frame).added) == frame.height


def test_lost_coverage_names_what_is_gone(published: Version) -> None:
    tables = tables_of(published, ("milestones", "documents"))
    assert lost_coverage(tables, tables) == []
    without = {**tables, "milestones": tables["milestones"].filter(pl.col("jurisdiction") != "JP")}
    lost = lost_coverage(tables, without)
    assert "milestones of JP approval" in lost
    assert all(line.startswith(("milestones of JP ", "product ")) for line in lost)
    assert lost_coverage(without, tables) == []


def test_shrinking_and_growing_have_bounds() -> None:
    name = TABLES[0].name
    for before, after, bad in ((100, 80, False), (100, 79, True), (20, 10, False), (20, 9, True), (0, 0, False)):
        assert bool(shrunken({name: before}, {name: after})) is bad
    for before, after, bad in ((50, 150, False), (50, 151, True), (10, 1000, False)):
        assert bool(overgrown({name: before}, {name: after})) is bad
    assert shrunken({"rejections": 500}, {"rejections": 0}) == []
    assert shrunken({"no such table": 500}, {name: 5}) == []


def test_flagged_applications_are_told() -> None:
    columns = {
        "application_id": ["ap-1", "ap-2"],
        "product_id": ["a", "b"],
        "jurisdiction": ["US", "EU"],
        "breaches": [[], ["decided before it was sent"]],
    }
    frame = pl.DataFrame(columns, schema_overrides={"breaches": pl.List(pl.String)})
    assert list(unlawful({"applications": frame})) == ["ap-2 (b, EU): decided before it was sent"]
    assert list(unlawful({})) == []
