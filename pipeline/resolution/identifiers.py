"""Identifiers that were published: `raw/identifiers/milestones.csv`, so that none of them is ever lost.

Each line pins an identifier to the sources that spoke of its step when it was published, to their words, its disease
and its date. Whatever a build reads differently, the step that is most like it keeps the identifier; where there is
none, the identifier redirects.
`milestones identifiers` writes the file from a warehouse.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.resolution.history import Redirect, Resolved, traits_of
from pipeline.resolution.identity import Pin, Traits
from pipeline.sources.rejection import Rejection
from schemas.partial_date import PartialDate
from schemas.vocabulary import RedirectReason, RejectionReason

FILE = "identifiers/milestones.csv"
COLUMNS = (
    "milestone_id",
    "product_id",
    "jurisdiction",
    "milestone_type",
    "designation",
    "sources",
    "published_in",
    "mentions",
    "indication_id",
    "event_date",
)
_IDENTIFIER = re.compile(r"ms-[a-z2-7]{12}")


@dataclass(frozen=True, slots=True)
class Pins:
    """The identifiers that were published, by what their steps share with their like, and what was refused."""

    all: Sequence[Pin] = ()
    by_group: Mapping[tuple[str, ...], Sequence[Pin]] = field(default_factory=dict)
    rejections: Sequence[Rejection] = ()


def read_pins(raw: Path) -> Pins:
    """Read the published identifiers; none where there is no file."""
    path = raw / FILE
    pins: dict[str, Pin] = {}
    refused: list[Rejection] = []
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as stream:
            for number, cells in enumerate(csv.DictReader(stream), start=2):
                pin = _pin(cells)
                if pin is None or pin.identifier in pins:
                    refused.append(_refusal(number, cells))
                else:
                    pins[pin.identifier] = pin
    by_group: dict[tuple[str, ...], list[Pin]] = defaultdict(list)
    for identifier in sorted(pins):
        by_group[pins[identifier].group].append(pins[identifier])
    return Pins([pins[identifier] for identifier in sorted(pins)], by_group, refused)


def _pin(cells: Mapping[str, str | None]) -> Pin | None:
    texts = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    group = tuple(texts[name] for name in COLUMNS[1:5])
    try:
        traits = Traits(
            sources=_parts(texts["sources"]),
            mentions=_parts(texts["mentions"]),
            indication_id=texts["indication_id"] or None,
            when=PartialDate.from_iso(texts["event_date"]) if texts["event_date"] else None,
        )
    except ValueError:
        return None
    if not _IDENTIFIER.fullmatch(texts["milestone_id"]) or not all(group[:3]) or not traits.sources:
        return None
    return Pin(texts["milestone_id"], group, traits)


def _parts(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(";") if part.strip())


def _refusal(number: int, cells: Mapping[str, str | None]) -> Rejection:
    return Rejection(
        file=FILE,
        row=number,
        value=cells.get("milestone_id"),
        reason=RejectionReason.INVALID_ROW,
        mend="let `milestones identifiers` write this file; each identifier stands in it once, with its sources",
    )


def redirects_of_pins(pins: Sequence[Pin], resolved: Resolved) -> Iterator[Redirect]:
    """Yield a redirect for each published identifier that no step bears and that did not give way on a known day."""
    gone = {redirect.milestone_id for redirect in resolved.redirects}
    alike: dict[tuple[str, ...], dict[str, Traits]] = defaultdict(dict)
    for identifier, milestone in resolved.milestones.items():
        kind = (milestone.jurisdiction, milestone.milestone_type.value, milestone.designation or "")
        alike[kind][identifier] = traits_of(resolved.steps[identifier])
    for pin in pins:
        if pin.identifier in resolved.milestones or pin.identifier in gone:
            continue
        found = sorted(
            (likeness, identifier)
            for identifier, traits in alike[pin.group[1:]].items()
            for likeness in [pin.traits.likeness(traits)]
            if likeness
        )
        if found:
            reason = RedirectReason.SPLIT if len(found) > 1 else RedirectReason.RENAMED
            yield Redirect(pin.identifier, found[-1][1], reason, None)
        else:
            yield Redirect(pin.identifier, None, RedirectReason.RETRACTED, None)
