"""From the export (an HTML table, whatever it is called) to records."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.sources.registers.formats.page import table_rows
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import ApplicationType, Designation, IdentifierScheme, MilestoneType, RejectionReason

_STATUS = "Orphan Designation Status"
_DESIGNATED, _WITHDRAWN = "Date Designated", "Date Designation Withdrawn or Revoked"
_APPROVED = "Marketing Approval Date"
_USE = re.compile(r"^(?:for )?(?:the )?(?:treatment|prevention|management) of ", re.IGNORECASE)


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read an export; RefusedError where it as a whole cannot be read."""
    del name
    records = []
    for row in register.rows(table_rows(data), "table"):
        with problems.at(row.number):
            records.append(_record(row))
    return Reading(None, len(records), tuple(records))


def _record(row: Row) -> Record:
    key, generic = row.required("CF Grid Key"), row.required("Generic Name")
    if not key.isdecimal():
        raise RefusedError(RejectionReason.UNKNOWN_VALUE, "a key is a number", field="CF Grid Key", value=key)
    trade, use = row.text("Trade Name"), row.text("Orphan Designation")
    parts = [part.strip() for part in row.required(_STATUS).split("/")]
    unknown = [part for part in parts if part not in row.conventions.closed_lists[_STATUS]]
    if unknown:
        mend = "give it a meaning in register.toml"
        raise RefusedError(RejectionReason.UNKNOWN_VALUE, mend, field=_STATUS, value="/".join(unknown))
    return Record(
        row=row.number,
        record_id=key,
        identifiers=(Identifier(IdentifierScheme.FDA_ORPHAN, key),),
        names=tuple(name.replace(";", ",") for name in (trade, generic) if name),
        substance=generic.replace(";", ","),
        company=row.text("Sponsor Company"),
        indication=_USE.sub("", use) if use else None,
        status="/".join(parts),
        facts=tuple(_facts(row, parts)),
    )


def _facts(row: Row, status: list[str]) -> Iterator[Fact]:
    yield _fact(MilestoneType.DESIGNATION, row, _DESIGNATED, Designation.ORPHAN)
    if row.day(_WITHDRAWN) or {"Withdrawn", "Revoked"} & set(status):
        yield _fact(MilestoneType.DESIGNATION_WITHDRAWAL, row, _WITHDRAWN, Designation.ORPHAN)
    if row.day(_APPROVED):
        yield _fact(MilestoneType.APPROVAL, row, _APPROVED, None)


def _fact(kind: MilestoneType, row: Row, column: str, designation: Designation | None) -> Fact:
    return Fact(
        milestone_type=kind,
        field=column,
        raw=row.text(column),
        when=row.day(column),
        agency="FDA",
        designation=designation,
        application_type=ApplicationType.BLA if kind is MilestoneType.APPROVAL else None,
    )
