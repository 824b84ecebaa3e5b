"""Corrections and reviews: files of curators, applied over what the sources give, both values kept.

A file `raw/corrections/<correction_id>.yaml` names one milestone, says what is wrong and why, with a source, and what
the sources said when it was written (`expect`). Once they say something else the build fails, so that no correction
outlives its reason. The form stands in `raw/corrections/README.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pipeline.resolution.conflicts import iso
from pipeline.resolution.milestones import Milestone
from pipeline.sources.rejection import Rejection
from schemas.partial_date import PartialDate
from schemas.vocabulary import (
    ApplicationType,
    CorrectionKind,
    DateBasis,
    Outcome,
    Pathway,
    Population,
    RejectionReason,
    ReviewStatus,
)

FOLDER = "corrections"
_WHOLE = "milestone"
_ABSENT = {"", "null"}


class CorrectionError(Exception):
    """Raised when a correction no longer fits what the sources say; names the file, the value and the mend."""


def _text(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(sorted(map(str, value)))
    return str(value) if isinstance(value, int) else value


_Text = Annotated[str, BeforeValidator(_text)]


def _day(text: str) -> PartialDate | None:
    if text in _ABSENT:
        return None
    year, _, part = text.partition("-")
    if part[:1] == "Q":
        return PartialDate.quarter(int(year), int(part[1:]))
    if part[:1] == "H":
        return PartialDate.half(int(year), int(part[1:]))
    return PartialDate.from_iso(text)


def _optional(read: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: None if text in _ABSENT else read(text)


_READ: Mapping[str, Callable[[str], object]] = {
    "agency": _optional(str),
    "application_type": _optional(ApplicationType),
    "outcome": _optional(Outcome),
    "pathway": lambda text: tuple(sorted(Pathway(code.strip()) for code in text.split(";") if code.strip())),
    "supplement": _optional(lambda text: {"true": True, "false": False}[text]),
    "prior_lines_min": _optional(int),
    "population": _optional(Population),
    "event_date": _day,
    "date_basis": _optional(DateBasis),
    "goal_date": _optional(date.fromisoformat),
    "company_id": _optional(str),
    "company": _optional(str),
    "indication_id": _optional(str),
    "indication": _optional(str),
}
"""Fields that a correction may set, and how each is read. What identifies a step is not among them."""


class Correction(BaseModel):
    """One correction file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    correction_id: str
    milestone: Annotated[str, Field(pattern=r"^ms-[a-z2-7]{12}$")]
    kind: CorrectionKind
    reason: Annotated[str, Field(min_length=10)]
    source_url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    author: Annotated[str, Field(min_length=2)]
    authored_on: date
    expect: Annotated[dict[str, _Text], Field(min_length=1)]
    set: dict[str, _Text] = {}
    merge_into: Annotated[str, Field(pattern=r"^ms-[a-z2-7]{12}$")] | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Correction:
        if (self.kind is CorrectionKind.SET) != bool(self.set):
            raise ValueError("`set` goes with kind: set, and holds at least one field")
        if (self.kind is CorrectionKind.MERGE) != (self.merge_into is not None):
            raise ValueError("`merge_into` goes with kind: merge")
        for name, value in self.set.items():
            if name not in _READ:
                raise ValueError(f"{name} cannot be set; fields that can: {', '.join(_READ)}")
            try:
                _READ[name](value)
            except (ValueError, KeyError) as error:
                raise ValueError(f"{name}: {value!r} is no such value") from error
        return self

    @property
    def file(self) -> str:
        """The file's path under `raw`."""
        return f"{FOLDER}/{self.correction_id}.yaml"


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections that could be read, in the order of their days, and what was refused."""

    corrections: tuple[Correction, ...] = ()
    rejections: tuple[Rejection, ...] = ()


def read_corrections(raw: Path) -> Corrections:
    """Read all files of `raw/corrections`."""
    read: list[Correction] = []
    refused: list[Rejection] = []
    for path in sorted((raw / FOLDER).glob("*.yaml")):
        try:
            cells = yaml.safe_load(path.read_text(encoding="utf-8"))
            if not isinstance(cells, dict):
                raise TypeError("the file is not a mapping of keys to values")
            read.append(Correction(correction_id=path.stem, **cells))
        except (yaml.YAMLError, UnicodeDecodeError, TypeError, ValidationError) as error:
            refused.append(
                Rejection(
                    file=f"{FOLDER}/{path.name}",
                    value=" ".join(str(error).split())[:200],
                    reason=RejectionReason.INVALID_ROW,
                    mend=f"write it in the form of {FOLDER}/README.md",
                )
            )
    return Corrections(tuple(sorted(read, key=lambda one: (one.authored_on, one.correction_id))), tuple(refused))


def shown(milestone: Milestone, field: str) -> str:
    """Return a field's value as correction files write it; empty where there is none."""
    value = getattr(milestone, field)
    if isinstance(value, PartialDate):
        return iso(value)
    text = _text(list(value) if isinstance(value, tuple) else value)
    return str(text)


def corrected(milestone: Milestone, correction: Correction) -> Milestone:
    """Return the milestone with the values that the correction sets."""
    values = {name: _READ[name](text) for name, text in correction.set.items()}
    if "event_date" in values and values["event_date"] is None:
        values["date_basis"] = None
    elif "event_date" in values and milestone.date_basis is None:
        values.setdefault("date_basis", DateBasis.STATED)
    status = ReviewStatus.CORRECTED if correction.kind is CorrectionKind.SET else ReviewStatus.REVIEWED
    return replace(milestone, **values, review_status=status)  # type: ignore[arg-type]


def check(corrections: Iterable[Correction], originals: Mapping[str, Milestone]) -> None:
    """Compare what each correction expects with what the sources give.

    Raises:
        CorrectionError: when they differ, or there is no such milestone; one line for all.
    """
    wrong = [line for correction in corrections for line in _unexpected(correction, originals)]
    if wrong:
        raise CorrectionError("; ".join(wrong))


def _unexpected(correction: Correction, originals: Mapping[str, Milestone]) -> Iterator[str]:
    for identifier in filter(None, (correction.milestone, correction.merge_into)):
        if identifier not in originals:
            yield f"{correction.file}: there is no milestone {identifier} (any more); look it up and write the new one"
            return
    milestone = originals[correction.milestone]
    for name, expected in correction.expect.items():
        if name not in Milestone.__dataclass_fields__:
            yield f"{correction.file}: expect: milestones have no column {name}; write one that they have"
        elif shown(milestone, name) != ("" if expected in _ABSENT else expected):
            yield (
                f"{correction.file}: expected {name} {expected!r} of {correction.milestone}, but the sources now give "
                f"{shown(milestone, name)!r}; see whether the correction still holds, then renew `expect` or delete it"
            )


def correction_rows(
    corrections: Sequence[Correction], originals: Mapping[str, Milestone]
) -> Iterator[Mapping[str, object]]:
    """Yield a row for each field that a correction sets, or one for the whole milestone."""
    for correction in corrections:
        milestone = originals[correction.milestone]
        common = {
            "correction_id": correction.correction_id,
            "milestone_id": correction.milestone,
            "kind": correction.kind.value,
            "reason": correction.reason,
            "source_url": correction.source_url,
            "author": correction.author,
            "authored_on": correction.authored_on,
        }
        for name, value in correction.set.items():
            yield {
                **common,
                "field": name,
                "original_value": shown(milestone, name) or None,
                "corrected_value": None if value in _ABSENT else value,
            }
        if not correction.set:
            told = (
                milestone.milestone_type.value,
                milestone.jurisdiction,
                milestone.product,
                iso(milestone.event_date),
            )
            yield {
                **common,
                "field": _WHOLE,
                "original_value": " ".join(part for part in told if part),
                "corrected_value": correction.merge_into,
            }
