"""How complete the dataset is: `raw/coverage/`, official lists and published counts, held against the milestones.

What belongs here: reading references and their members, and counting what was found. What does not: the lists
themselves, which are data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from pipeline.sources.names import name_key
from pipeline.sources.reference import Row, TableReader
from pipeline.sources.rejection import Rejection
from schemas.partial_date import PartialDate
from schemas.vocabulary import (
    CoverageKind,
    CoverageUnit,
    DatePrecision,
    MilestoneType,
    Modality,
    ProductScope,
    RejectionReason,
)

FOLDER = "coverage"
REFERENCES = "references.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageReference:
    """A list or count, fields as the columns of the table.

    Where `modalities` are named, they alone are counted; `excluded` ones are not. `expected` is None for a list.
    """

    reference_id: str
    kind: CoverageKind
    reference: str
    agency: str
    also_agency: str | None
    milestone_type: MilestoneType
    counted: str
    unit: CoverageUnit
    scope: ProductScope | None
    modalities: frozenset[Modality]
    excluded: frozenset[Modality]
    counted_on: PartialDate
    since: date | None
    until: date | None
    expected: int | None
    documented_difference: int
    source_url: str
    retrieved_at: date
    note: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of a list: every name that the list gives it, and the page where it stands."""

    names: tuple[str, ...]
    source_url: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What `raw/coverage/` says: the references, the entries of each list, and what was refused."""

    references: tuple[CoverageReference, ...]
    members: Mapping[str, tuple[Member, ...]]
    rejections: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the dataset has of a reference; the names as in the columns of the table."""

    expected: int
    found: int
    found_products: list[str]
    missing: list[str] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A milestone, as far as coverage asks; `period` is None where no source dates it."""

    product_id: str
    product: str
    jurisdiction: str
    milestone_type: str
    period: PartialDate | None
    scope: str | None
    modality: str | None


def read_coverage(raw: Path) -> Coverage:
    """Read the references under `raw`, and of each list the file of its name; what cannot be read is refused."""
    reader = TableReader(raw / FOLDER)
    references = reader.rows(REFERENCES, "reference_id", _reference)
    members = {
        one.reference_id: tuple(reader.rows(f"{one.reference_id}.csv", "names", _member).values())
        for one in references.values()
        if one.kind is CoverageKind.LIST
    }
    empty = {row: one for row, one in references.items() if not members.get(one.reference_id, True)}
    refused = [_without_members(row, one) for row, one in empty.items()]
    whole = (one for row, one in references.items() if row not in empty)
    return Coverage(tuple(whole), members, (*reader.rejections, *refused))


def _reference(row: Row) -> CoverageReference:
    kind, scope, expected = CoverageKind(row.required("kind")), row.text("scope"), row.text("expected")
    if (kind is CoverageKind.COUNT) != (expected is not None):
        raise ValueError("a count says what is expected, of a list its members tell it")
    if expected is not None and int(expected) < 1:
        raise ValueError("expected is 1 or more")
    also, since, until = row.text("also_agency"), row.text("since"), row.text("until")
    return CoverageReference(
        reference_id=row.required("reference_id"),
        kind=kind,
        reference=row.required("reference"),
        agency=row.required("agency"),
        also_agency=also,
        milestone_type=MilestoneType(row.required("milestone_type")),
        counted=row.required("counted"),
        unit=CoverageUnit(row.required("unit")),
        scope=ProductScope(scope) if scope else None,
        modalities=frozenset(map(Modality, row.parts("modalities"))),
        excluded=frozenset(map(Modality, row.parts("excluded"))),
        counted_on=PartialDate.from_iso(row.required("counted_on")),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        expected=int(expected) if expected else None,
        documented_difference=int(row.text("documented_difference") or 0),
        source_url=row.required("source_url"),
        retrieved_at=date.fromisoformat(row.required("retrieved_at")),
        note=row.text("note"),
    )


def _member(row: Row) -> Member:
    row.required("names")
    return Member(names=row.parts("names"), source_url=row.required("source_url"))


def _without_members(row: int, reference: CoverageReference) -> Rejection:
    return Rejection(
        file=f"{FOLDER}/{REFERENCES}",
        row=row,
        field="reference_id",
        value=reference.reference_id,
        reason=RejectionReason.UNKNOWN_REFERENCE,
        mend=f"write the members of the list to {FOLDER}/{reference.reference_id}.csv",
    )


def coverage_rows(
    coverage: Coverage,
    milestones: pl.DataFrame,
    products: pl.DataFrame,
    product_names: pl.DataFrame,
    agencies: pl.DataFrame,
) -> Iterator[Mapping[str, object]]:
    """Yield a row of `coverage` for each reference."""
    jurisdictions = dict(agencies.select("agency_id", "jurisdiction").iter_rows())
    product_of = dict(product_names.select("name_key", "product_id").iter_rows())
    steps = list(_steps(milestones, products))
    for reference in coverage.references:
        counted = _counted(reference, steps, jurisdictions)
        members = coverage.members.get(reference.reference_id)
        yield _row(
            reference,
            _of_count(reference, counted) if members is None else _of_list(reference, members, counted, product_of),
        )


def _steps(milestones: pl.DataFrame, products: pl.DataFrame) -> Iterator[_Step]:
    classes = {
        product_id: (scope, modality)
        for product_id, scope, modality in products.select("product_id", "scope", "modality").iter_rows()
    }
    columns = ("product_id", "product", "jurisdiction", "milestone_type", "event_date", "event_date_precision")
    for product_id, product, jurisdiction, kind, day, precision in milestones.select(columns).iter_rows():
        scope, modality = classes[product_id]
        yield _Step(
            product_id=product_id,
            product=product,
            jurisdiction=jurisdiction,
            milestone_type=kind,
            period=PartialDate(day, DatePrecision(precision)) if day else None,
            scope=scope,
            modality=modality,
        )


def _counted(reference: CoverageReference, steps: Iterable[_Step], jurisdictions: Mapping[str, str]) -> list[_Step]:
    """Return the steps that the reference counts, or would count if it were complete; of a product the first alone."""
    ours = [step for step in steps if step.milestone_type == reference.milestone_type and _included(reference, step)]
    there = [step for step in ours if step.jurisdiction == jurisdictions.get(reference.agency)]
    counted = there if reference.unit is CoverageUnit.STEP else _first_of_each(there)
    counted = [step for step in counted if _within(step.period, reference)]
    if reference.also_agency is None:
        return counted
    also = _first_of_each(step for step in ours if step.jurisdiction == jurisdictions.get(reference.also_agency or ""))
    both = {step.product_id for step in also if _within(step.period, reference)}
    return [step for step in counted if step.product_id in both]


def _included(reference: CoverageReference, step: _Step) -> bool:
    return (
        (reference.scope is None or step.scope == reference.scope)
        and (not reference.modalities or step.modality in reference.modalities)
        and step.modality not in reference.excluded
    )


def _within(period: PartialDate | None, reference: CoverageReference) -> bool:
    """Tell whether the whole period lies within the limits; an undated step does only where there are none."""
    if period is None:
        return reference.since is None and reference.until is None
    return (reference.since is None or reference.since <= period.first_day) and (
        reference.until is None or period.last_day <= reference.until
    )


def _first_of_each(steps: Iterable[_Step]) -> list[_Step]:
    """Return the earliest step of each product; a dated one goes before those without a date."""
    first: dict[str, _Step] = {}
    for step in steps:
        held = first.setdefault(step.product_id, step)
        if step.period and (held.period is None or step.period.first_day < held.period.first_day):
            first[step.product_id] = step
    return list(first.values())


def _of_count(reference: CoverageReference, counted: Collection[_Step]) -> _Found:
    names = sorted({step.product for step in counted})
    return _Found(expected=reference.expected or 0, found=len(counted), found_products=names)


def _of_list(
    reference: CoverageReference,
    members: Iterable[Member],
    counted: Collection[_Step],
    product_of: Mapping[str, str],
) -> _Found:
    """Hold a list against the steps; an entry whose names mean several products stays unresolved."""
    called = {step.product_id: step.product for step in counted}
    meant = {
        one.names[0]: {product_of[key] for key in map(name_key, one.names) if key in product_of} for one in members
    }
    resolved = {name: min(products) for name, products in meant.items() if len(products) == 1}
    found = {name: product_id for name, product_id in resolved.items() if product_id in called}
    day = reference.counted_on.last_day
    by_then = {step.product_id for step in counted if step.period and step.period.last_day <= day}
    return _Found(
        expected=len(meant),
        found=len(found),
        found_products=sorted({called[product_id] for product_id in found.values()}),
        missing=sorted(meant.keys() - found.keys()),
        unresolved=sorted(meant.keys() - resolved.keys()),
        unlisted=sorted(called[product_id] for product_id in by_then - set(resolved.values())),
    )


def _row(reference: CoverageReference, found: _Found) -> Mapping[str, object]:
    return {
        "reference_id": reference.reference_id,
        "kind": reference.kind.value,
        "reference": reference.reference,
        "agency": reference.agency,
        "also_agency": reference.also_agency,
        "milestone_type": reference.milestone_type.value,
        "counted": reference.counted,
        "unit": reference.unit.value,
        "scope": reference.scope.value if reference.scope else None,
        "counted_on": reference.counted_on.first_day,
        "counted_precision": reference.counted_on.precision.value,
        "since": reference.since,
        "until": reference.until,
        "share": found.found / found.expected,
        "documented_difference": reference.documented_difference,
        "source_url": reference.source_url,
        "retrieved_at": reference.retrieved_at,
        "note": reference.note,
        **asdict(found),
    }
