"""From the monthly CSV to records, one per licence.

The file holds the changes of the month and then the whole register, each below the same header; the register is what
stands below the last one. Files in which several months were stacked repeat their rows; equal facts are one fact.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.sources.registers.formats.delimited import delimited_rows
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.scope import without_suffix
from pipeline.sources.registers.strictness import Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import ApplicationType, IdentifierScheme, MilestoneType, RejectionReason

_NUMBER = re.compile(r"\d{5,6}")
_APPROVAL = "Approval Date"


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read a monthly file; RefusedError where the file as a whole cannot be read."""
    del name
    licences: dict[str, list[Row]] = defaultdict(list)
    count = 0
    for row in register.rows(delimited_rows(data), "table", last_header=True):
        count += 1
        with problems.at(row.number):
            row.check()
            row.day(_APPROVAL)
            licences[row.required("BLA Number")].append(row)
    records = []
    for number, rows in licences.items():
        with problems.at(rows[0].number):
            records.append(_record(number, rows))
    return Reading(None, count, tuple(records))


def _record(number: str, rows: list[Row]) -> Record:
    if not _NUMBER.fullmatch(number):
        mend = "a licence number has six digits, one that was an NDA before five"
        raise RefusedError(RejectionReason.UNKNOWN_VALUE, mend, field="BLA Number", value=number)
    originals = [row for row in rows if row.code("Submission Type") == "Original" and row.day(_APPROVAL)]
    first = min(originals, key=_day_and_line, default=rows[0])
    proper = first.text("Proper Name")
    brands = [part.strip() for part in (first.text("Proprietary Name") or "").split(",")]
    return Record(
        row=first.number,
        record_id=number,
        identifiers=(Identifier(IdentifierScheme.BLA, number.zfill(6)),),
        names=tuple(dict.fromkeys(filter(None, [*brands, proper, without_suffix(proper) if proper else None]))),
        substance=without_suffix(proper) if proper else None,
        company=first.text("Applicant"),
        status=first.code("Licensure"),
        facts=tuple(_facts(first, rows, approved=bool(originals))),
    )


def _day_and_line(row: Row) -> tuple[str, int]:
    when = row.day(_APPROVAL)
    return (when.iso() if when else "", row.number)


def _facts(first: Row, rows: list[Row], *, approved: bool) -> Iterator[Fact]:
    if approved:
        yield Fact(
            milestone_type=MilestoneType.APPROVAL,
            field=_APPROVAL,
            raw=first.text(_APPROVAL),
            when=first.day(_APPROVAL),
            agency="FDA",
            application_type=ApplicationType.BLA,
            supplement=False,
        )
    if {row.code("Licensure") for row in rows} <= {"Revoked", "Voluntarily Revoked"}:
        yield Fact(
            milestone_type=MilestoneType.AUTHORISATION_WITHDRAWAL,
            field="Licensure",
            raw=None,
            when=None,
            agency="FDA",
        )
