"""From the medicines table, XLSX or JSON, to records."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice

from pipeline.sources.registers.dates import read_day
from pipeline.sources.registers.formats.spreadsheet import spreadsheet_rows
from pipeline.sources.registers.formats.structured import enveloped_rows
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import NumberedRow, Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.partial_date import PartialDate
from schemas.vocabulary import (
    ApplicationType,
    Designation,
    IdentifierScheme,
    MilestoneType,
    Outcome,
    Pathway,
    RejectionReason,
)

_NUMBER = re.compile(r"EMEA/H/C/\d{6}")
_TAGS = re.compile(r"<[^>]{0,200}>")
_STATED_DAY = re.compile(r"(\d{2}/\d{2}/\d{4}) - \d{2}:\d{2}")
_PATHWAYS = {
    "Accelerated assessment": Pathway.ACCELERATED,
    "Conditional approval": Pathway.CONDITIONAL,
    "Exceptional circumstances": Pathway.EXCEPTIONAL,
}
_STATUS = "Medicine status"
_OPINION = "Opinion adopted date"
_APPROVAL = "Marketing authorisation date"
_REFUSAL = "Refusal of marketing authorisation date"
_APPLICATION_WITHDRAWAL = "Withdrawal of application date"
_END = "Withdrawal / expiry / revocation / lapse of marketing authorisation date"
_SUSPENSION = "Suspension of marketing authorisation date"
_PRIME = "PRIME: priority medicine"
_APPLICATION_WITHDRAWN = {"Application withdrawn", "Withdrawn from rolling review"}
_NEVER_AUTHORISED = {*_APPLICATION_WITHDRAWN, "Refused", "Opinion", "Opinion under re-examination"}


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read a medicines table; RefusedError where the file as a whole cannot be read."""
    numbered: Iterable[NumberedRow]
    if name.lower().endswith(".json"):
        as_of, numbered = enveloped_rows(data, register.metadata.meanings["keys"])
    else:
        rows = spreadsheet_rows(data)
        head = list(islice(rows, 1))
        as_of, numbered = _stated_day(head), chain(head, rows)
    count = 0
    records = []
    for row in register.rows(numbered, "table"):
        count += 1
        with problems.at(row.number):
            row.check()
            if row.code("Category") == "Human":
                records.append(_record(register, row))
    return Reading(as_of, count, tuple(records))


def _stated_day(head: Iterable[NumberedRow]) -> date | None:
    """Return the day that the first row of the spreadsheet states."""
    for _, cells in head:
        for cell in cells:
            found = _STATED_DAY.search(cell or "")
            if found:
                return read_day(found[1], "DD/MM/YYYY", field="output generated on").first_day
    return None


def _record(register: Register, row: Row) -> Record:
    written = row.required("EMA product number")
    name = _clean(row.required("Name of medicine"))
    substance = _clean(row.text("International non-proprietary name (INN) / common name") or "").rstrip(" ,;") or None
    area = row.text("Therapeutic area (MeSH)")
    doubts: list[RefusedError] = []
    return Record(
        row=row.number,
        record_id=written,
        identifiers=(Identifier(IdentifierScheme.EMA, written),) if _NUMBER.fullmatch(written) else (),
        names=tuple(dict.fromkeys(filter(None, (*_names(name), substance)))),
        substance=substance,
        company=row.text("Marketing authorisation developer / applicant / holder"),
        indication=area if area and ";" not in area else None,
        status=row.code(_STATUS),
        flagged=row.flag("Advanced therapy"),
        url=row.text("Medicine URL"),
        facts=tuple(_facts(register, row, doubts)),
        doubts=tuple(doubts),
    )


def _clean(text: str) -> str:
    return " ".join(_TAGS.sub(" ", html.unescape(text)).replace(";", ", ").split())


def _names(written: str) -> Iterator[str]:
    """Yield `Beqvez` and `Durveqtix` from `Beqvez (previously Durveqtix)`."""
    now, _, before = written.partition("(previously ")
    yield now.strip(" ,")
    if before:
        yield before.rstrip(") ")


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of a row that can be believed beside its status."""

    approved: PartialDate | None
    refused: PartialDate | None


def _believed(row: Row, doubts: list[RefusedError]) -> _Dates:
    status = row.code(_STATUS)
    approved, refused = row.day(_APPROVAL), row.day(_REFUSAL)
    if refused and status != "Refused":
        doubts.append(_contradiction(_REFUSAL, row))
        refused = None
    if approved and status in _NEVER_AUTHORISED:
        doubts.append(_contradiction(_APPROVAL, row))
        approved = None
    if status == "Authorised" and not approved:
        doubts.append(_contradiction(_STATUS, row))
    return _Dates(approved, refused)


def _facts(register: Register, row: Row, doubts: list[RefusedError]) -> Iterator[Fact]:
    status = row.code(_STATUS)
    believed = _believed(row, doubts)
    if row.day(_OPINION):
        opinion = _fact(MilestoneType.OPINION, _OPINION, row)
        yield replace(opinion, agency="EMA", outcome=_outcome(row, believed), repeats=True)
    if believed.approved:
        pathway = tuple(way for column, way in _PATHWAYS.items() if row.flag(column))
        yield replace(_fact(MilestoneType.APPROVAL, _APPROVAL, row), pathway=pathway)
    if believed.refused:
        yield _fact(MilestoneType.REFUSAL, _REFUSAL, row)
    if row.day(_APPLICATION_WITHDRAWAL) or status in _APPLICATION_WITHDRAWN:
        withdrawal = _fact(MilestoneType.APPLICATION_WITHDRAWAL, _APPLICATION_WITHDRAWAL, row)
        yield replace(withdrawal, agency="EMA")
    yield from _later_facts(register, row, status)


def _later_facts(register: Register, row: Row, status: str | None) -> Iterator[Fact]:
    """Yield what happens to an authorisation, and the eligibility for PRIME, whose day the table does not give."""
    for kind, column, ended in (
        (MilestoneType.AUTHORISATION_WITHDRAWAL, _END, status in register.metadata.meanings["ended"]),
        (MilestoneType.SAFETY_ACTION, _SUSPENSION, status == "Suspended"),
    ):
        if row.day(column) or ended:
            yield replace(_fact(kind, column, row), application_type=None, supplement=None)
    if row.flag(_PRIME):
        yield Fact(
            milestone_type=MilestoneType.DESIGNATION,
            designation=Designation.PRIME,
            field=_PRIME,
            raw=None,
            when=None,
            agency="EMA",
        )


def _outcome(row: Row, believed: _Dates) -> Outcome | None:
    """Return the outcome as stated while pending, afterwards as the decision tells; None where nothing tells."""
    stated = row.code("Opinion status")
    if stated:
        return Outcome.POSITIVE if stated == "Positive" else Outcome.NEGATIVE
    return Outcome.POSITIVE if believed.approved else Outcome.NEGATIVE if believed.refused else None


def _fact(kind: MilestoneType, column: str, row: Row) -> Fact:
    return Fact(
        milestone_type=kind,
        field=column,
        raw=row.text(column),
        when=row.day(column),
        agency="EC",
        application_type=ApplicationType.MAA,
        supplement=False,
    )


def _contradiction(column: str, row: Row) -> RefusedError:
    mend = f"not believed beside the status {row.text(_STATUS)}; the other columns of the row stand"
    return RefusedError(RejectionReason.CONTRADICTS_ITSELF, mend, field=column, value=row.text(column))
