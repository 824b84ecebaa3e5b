"""Identifiers that were published are never lost."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from pipeline.resolution.history import Rules
from pipeline.resolution.identifiers import COLUMNS, FILE, read_pins, redirects_of_pins
from pipeline.warehouse.identifiers import pin
from pipeline.warehouse.versions import Version
from schemas.vocabulary import RedirectReason
from tests.resolution.tellings import RULES, resolve, telling

PINNED = "ms-aaaaaaaaaaaa"


def write(raw: Path, *rows: tuple[str, ...]) -> None:
    path = raw / FILE
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([COLUMNS, *rows])


def pinned(sources: str, kind: str = "approval") -> tuple[str, ...]:
    return (PINNED, "tisa-cel", "US", kind, "", sources, "2026-11-24-abc")


def test_the_step_that_its_sources_tell_keeps_it(tmp_path: Path) -> None:
    write(tmp_path, pinned("late; later"))
    rules = Rules(naming=RULES.naming, related=RULES.related, pins=read_pins(tmp_path).by_group)
    told = [telling("late", when="2022-04-01", disease="dlbcl", known=date(2022, 4, 1))]
    assert set(resolve(told, rules).milestones) == {PINNED}
    backfilled = [*told, telling("old", when="2017-10-18", disease="fl", known=date(2017, 10, 18))]
    after = resolve(backfilled, rules)
    assert len(after.milestones) == 2
    assert {telling.event.document_id for telling in after.steps[PINNED]} == {"late"}


def test_one_that_no_step_bears_redirects_to_where_its_sources_went(tmp_path: Path) -> None:
    write(tmp_path, (PINNED, "provisional-ctl019", "US", "approval", "", "one", "2026-11-24-abc"))
    pins = read_pins(tmp_path)
    resolved = resolve([telling("one")])
    (redirect,) = redirects_of_pins(pins.all, resolved)
    assert (redirect.milestone_id, redirect.redirects_to) == (PINNED, next(iter(resolved.milestones)))
    assert redirect.reason is RedirectReason.RENAMED


def test_one_whose_sources_tell_it_no_more_leads_nowhere(tmp_path: Path) -> None:
    write(tmp_path, pinned("one", "refusal"))
    (redirect,) = redirects_of_pins(read_pins(tmp_path).all, resolve([telling("one")]))
    assert (redirect.redirects_to, redirect.reason) == (None, RedirectReason.RETRACTED)


def test_bad_lines_are_refused(tmp_path: Path) -> None:
    write(tmp_path, pinned("one"), pinned("two"), ("no identifier", "", "", "", "", "", ""), (PINNED,))
    pins = read_pins(tmp_path)
    assert [one.row for one in pins.rejections] == [3, 4, 5]
    assert len(pins.all) == 1


@pytest.mark.parametrize(("disease", "day"), [("all", "2014-07-01"), ("dlbcl", "2017-04-18")])
def test_one_that_shares_its_sources_with_another_is_not_taken_for_it(tmp_path: Path, disease: str, day: str) -> None:
    """One page that tells of two approvals: the published one is that of its disease and day."""
    told = [
        telling("page", when="2014-07-01", disease="all", known=date(2018, 1, 1), number=1),
        telling("page", when="2017-04-18", disease="dlbcl", known=date(2018, 1, 1), number=2),
    ]
    write(tmp_path, (*pinned("page"), "", disease, day))
    resolved = resolve(told, Rules(naming=RULES.naming, related=RULES.related, pins=read_pins(tmp_path).by_group))
    assert resolved.milestones[PINNED].indication_id == disease
    assert len(resolved.milestones) == 2


def test_what_the_command_writes_is_what_is_read(tmp_path: Path, published: Version) -> None:
    warehouse = Path(published.database).parents[1]
    added, path = pin(tmp_path, warehouse)
    pins = read_pins(tmp_path)
    assert added == len(pins.all) > 1000
    assert not pins.rejections
    assert all(one.traits.sources and one.traits.mentions for one in pins.all)
    before = path.read_bytes()
    assert pin(tmp_path, warehouse)[0] == 0
    assert path.read_bytes() == before


def test_one_that_was_published_is_given_to_no_other_step(tmp_path: Path) -> None:
    (natural,) = resolve([telling("one")]).milestones
    write(tmp_path, (natural, "tisa-cel", "US", "approval", "", "withdrawn page", "2026-11-24-abc", "", "", ""))
    pins = read_pins(tmp_path)
    resolved = resolve([telling("one")], Rules(naming=RULES.naming, related=RULES.related, pins=pins.by_group))
    assert natural not in resolved.milestones
    assert [one.redirects_to for one in redirects_of_pins(pins.all, resolved)] == [None]
