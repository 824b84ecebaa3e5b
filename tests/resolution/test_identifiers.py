"""Identifiers that were published are never lost."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from pipeline.resolution.history import Rules
from pipeline.resolution.identifiers import COLUMNS, FILE, read_pins, redirects_of_pins
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
