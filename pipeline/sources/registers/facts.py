"""`facts.csv`: the facts of a register in our own table, where its files are not ours to bundle.

One row per fact. The header is pinned; a row that cannot be read is refused and the others stay.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipeline.sources.registers.entry import Entry
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Register
from pipeline.sources.rejection import RefusedError, Rejection
from schemas.partial_date import PartialDate
from schemas.vocabulary import (
    ApplicationType,
    Designation,
    MilestoneType,
    Outcome,
    Pathway,
    RejectionReason,
    Selection,
)

FACTS = "facts.csv"


def _parts(cell: object) -> object:
    return tuple(part.strip() for part in cell.split(";") if part.strip()) if isinstance(cell, str) else cell


def _blank(cell: object) -> object:
    return None if cell == "" else cell


_Parts = Annotated[tuple[str, ...], BeforeValidator(_parts)]
_Text = Annotated[str | None, BeforeValidator(_blank)]
_Required = Annotated[str, Field(min_length=1)]


class FactRow(BaseModel):
    """A row of `facts.csv`; see `raw/README.md`. Lists are separated by `; `, days are written `YYYY-MM-DD`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    record_id: _Required
    identifiers: _Parts
    names: Annotated[tuple[str, ...], BeforeValidator(_parts), Field(min_length=1)]
    substance: _Text
    company: _Text
    indication: _Text
    status: _Text
    flagged: Annotated[bool | None, BeforeValidator(_blank)]
    milestone_type: MilestoneType
    field: _Required
    raw_value: _Text
    event_date: _Text
    agency: _Text
    application_type: Annotated[ApplicationType | None, BeforeValidator(_blank)]
    designation: Annotated[Designation | None, BeforeValidator(_blank)]
    outcome: Annotated[Outcome | None, BeforeValidator(_blank)]
    pathway: Annotated[tuple[Pathway, ...], BeforeValidator(_parts)]
    supplement: Annotated[bool | None, BeforeValidator(_blank)]
    prior_lines_min: Annotated[int | None, BeforeValidator(_blank)]
    selected_by: Selection
    first_seen: date
    last_seen: date
    unseen_until: Annotated[date | None, BeforeValidator(_blank)]
    retrieved_at: date
    source_url: Annotated[str, Field(pattern=r"^https?://\S+$")]


@dataclass(frozen=True, slots=True)
class Facts:
    """The entries of a fact table, and what was refused of it."""

    entries: tuple[Entry, ...]
    rejections: tuple[Rejection, ...]


def read_facts(register: Register, path: Path, raw: Path) -> Facts:
    """Read a fact table; nothing where there is none."""
    if not path.exists():
        return Facts((), ())
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    file = path.relative_to(raw).as_posix()
    entries: list[Entry] = []
    rejections: list[Rejection] = []
    reader = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
    if tuple(reader.fieldnames or ()) != tuple(FactRow.model_fields):
        mend = f"write the header {','.join(FactRow.model_fields)}"
        refused = RefusedError(RejectionReason.UNKNOWN_LAYOUT, mend, field="header", value=str(reader.fieldnames))
        return Facts((), (refused.at(file, 1, sha256),))
    for number, cells in enumerate(reader, start=2):
        try:
            entries.append(_entry(register, FactRow.model_validate(cells), number, file, sha256))
        except (ValidationError, ValueError) as error:
            rejections.append(_refused(error).at(file, number, sha256))
    return Facts(tuple(entries), tuple(rejections))


def _refused(error: ValueError) -> RefusedError:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        return RefusedError(
            RejectionReason.INVALID_ROW,
            f"correct {field}: {first['msg'].lower()}",
            field=field,
            value=str(first["input"]),
        )
    return RefusedError(RejectionReason.INVALID_ROW, f"correct the row: {error}")


def _entry(register: Register, row: FactRow, number: int, file: str, sha256: str) -> Entry:
    fact = Fact(
        milestone_type=row.milestone_type,
        field=row.field,
        raw=row.raw_value,
        when=PartialDate.from_iso(row.event_date) if row.event_date else None,
        agency=row.agency or register.metadata.agency,
        application_type=row.application_type,
        designation=row.designation,
        outcome=row.outcome,
        pathway=row.pathway,
        supplement=row.supplement,
        prior_lines_min=row.prior_lines_min,
        repeats=row.milestone_type is MilestoneType.OPINION,
    )
    record = Record(
        row=number,
        record_id=row.record_id,
        identifiers=tuple(Identifier.parse(written) for written in row.identifiers),
        names=row.names,
        substance=row.substance,
        company=row.company,
        indication=row.indication,
        status=row.status,
        flagged=row.flagged,
        url=row.source_url,
    )
    return Entry(
        register=register,
        record=record,
        fact=fact,
        selected_by=row.selected_by,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        unseen_until=row.unseen_until,
        retrieved_at=row.retrieved_at,
        file=file,
        sha256=sha256,
    )


def fact_row(entry: Entry) -> dict[str, str]:
    """Return the entry as a row of `facts.csv`, in the order of its header."""
    record, fact = entry.record, entry.fact
    cells: dict[str, object] = {
        "record_id": record.record_id,
        "identifiers": "; ".join(map(str, record.identifiers)),
        "names": "; ".join(record.names),
        "substance": record.substance,
        "company": record.company,
        "indication": record.indication,
        "status": record.status,
        "flagged": record.flagged,
        "milestone_type": fact.milestone_type.value,
        "field": fact.field,
        "raw_value": fact.raw,
        "event_date": fact.when.iso() if fact.when else None,
        "agency": fact.agency,
        "application_type": fact.application_type,
        "designation": fact.designation,
        "outcome": fact.outcome,
        "pathway": "; ".join(sorted(fact.pathway)),
        "supplement": fact.supplement,
        "prior_lines_min": fact.prior_lines_min,
        "selected_by": entry.selected_by.value,
        "first_seen": entry.first_seen,
        "last_seen": entry.last_seen,
        "unseen_until": entry.unseen_until,
        "retrieved_at": entry.retrieved_at,
        "source_url": record.url or entry.register.metadata.url,
    }
    return {name: _cell(cells[name]) for name in FactRow.model_fields}


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def write_facts(entries: Iterable[Entry], stream: IO[str]) -> None:
    """Write the entries as a fact table, sorted by record, kind of step and value."""
    writer = csv.DictWriter(stream, list(FactRow.model_fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(_sorted(map(fact_row, entries)))


def _sorted(rows: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    yield from sorted(rows, key=lambda row: (row["record_id"], row["milestone_type"], row["field"], row["raw_value"]))
