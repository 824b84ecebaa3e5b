"""From the register's page to records."""

from __future__ import annotations

import re

from pipeline.sources.registers.formats.page import table_rows
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import ApplicationType, IdentifierScheme, MilestoneType, RejectionReason

_SUBMISSIONS = re.compile(r"\d{6}(?: ?[/,;] ?\d{6})*")
_NOC = "Notice of Compliance Date yyyy-mm-dd"


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read the page; RefusedError where it as a whole cannot be read."""
    del name
    count, records = 0, []
    for row in register.rows(table_rows(data), "table"):
        count += 1
        with problems.at(row.number):
            records.append(_record(row))
    return Reading(None, count, tuple(records))


def _record(row: Row) -> Record:
    written = row.required("Submission Number")
    if not _SUBMISSIONS.fullmatch(written):
        mend = "submission numbers have six digits"
        raise RefusedError(RejectionReason.UNKNOWN_VALUE, mend, field="Submission Number", value=written)
    row.check()
    substance = row.required("Medicinal Ingredient(s)").replace(";", ",")
    numbers = re.findall(r"\d{6}", written)
    return Record(
        row=row.number,
        record_id="/".join(numbers),
        identifiers=tuple(Identifier(IdentifierScheme.HC_SUBMISSION, number) for number in numbers),
        names=tuple(dict.fromkeys((row.required("Innovative Drug").replace(";", ","), substance))),
        substance=substance,
        company=row.text("Manufacturer"),
        facts=(
            Fact(
                milestone_type=MilestoneType.APPROVAL,
                field=_NOC,
                raw=row.required(_NOC),
                when=row.day(_NOC),
                agency="HC",
                application_type=ApplicationType.NDS,
                supplement=False,
            ),
        ),
    )
