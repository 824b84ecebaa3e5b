"""From the monthly list, XLSX or CSV, to records."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.sources.registers.formats.delimited import delimited_rows
from pipeline.sources.registers.formats.spreadsheet import spreadsheet_rows
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import ApplicationType, IdentifierScheme, MilestoneType, Pathway, RejectionReason

_ACCEPTED, _CONCLUDED = "date_accepted", "date_concluded"
_CONDITIONAL = "Issued Notice of Compliance under the NOC/c Guidance"


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read the list; RefusedError where it as a whole cannot be read."""
    numbered = spreadsheet_rows(data) if name.lower().endswith(".xlsx") else delimited_rows(data)
    records = []
    for row in register.rows(numbered, "table"):
        with problems.at(row.number):
            row.check()
            records.append(_record(register, row))
    return Reading(None, len(records), tuple(records))


def _record(register: Register, row: Row) -> Record:
    number = row.required("control_number")
    if not (number.isdecimal() and len(number) == 6):
        mend = "control numbers have six digits"
        raise RefusedError(RejectionReason.UNKNOWN_VALUE, mend, field="control_number", value=number)
    substance = row.required("medicinal_ingredients").replace(";", ",")
    return Record(
        row=row.number,
        record_id=number,
        identifiers=(Identifier(IdentifierScheme.HC_SUBMISSION, number),),
        names=(substance,),
        substance=substance,
        company=row.text("company_name"),
        status=row.code("outcome"),
        facts=tuple(_facts(register, row)),
    )


def _facts(register: Register, row: Row) -> Iterator[Fact]:
    priority = row.code("priority_review") == "1"
    pathway = (Pathway.PRIORITY,) if priority else ()
    yield _fact(MilestoneType.ACCEPTANCE, row, _ACCEPTED, pathway)
    if priority:
        yield _fact(MilestoneType.PRIORITY_REVIEW, row, _ACCEPTED, pathway)
    outcome = row.code("outcome")
    if outcome:
        kind = MilestoneType(register.metadata.meanings["outcome"][outcome])
        approved = kind is MilestoneType.APPROVAL
        conditional = (Pathway.CONDITIONAL,) if outcome == _CONDITIONAL else ()
        yield _fact(kind, row, _CONCLUDED, (*pathway, *conditional) if approved else ())


def _fact(kind: MilestoneType, row: Row, column: str, pathway: tuple[Pathway, ...]) -> Fact:
    supplement = row.code("is_supplemental") == "1"
    return Fact(
        milestone_type=kind,
        field=column,
        raw=row.text(column),
        when=row.day(column),
        agency="HC",
        pathway=pathway,
        application_type=ApplicationType.SNDS if supplement else ApplicationType.NDS,
        supplement=supplement,
    )
