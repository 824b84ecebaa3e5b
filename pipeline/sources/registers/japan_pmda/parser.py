"""From a saved table, CSV or page, to records. Days are written in eras: 令和3年3月22日, R3.3.22, H31.3.26."""

from __future__ import annotations

import re
import unicodedata

from pipeline.sources.registers.formats.delimited import delimited_rows
from pipeline.sources.registers.formats.page import table_rows
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import NumberedRow, Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import IdentifierScheme, MilestoneType, Pathway, RejectionReason

_NUMBER = re.compile(r"[0-9]{5}[A-Z]{2,3}[0-9A-Z]{8,9}")
_COMPANY_NUMBER = re.compile(r"[（(]?\d{13}[）)]?")
_DATE = "承認日"


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read a table; RefusedError where it as a whole cannot be read."""
    rows = table_rows(data) if name.lower().endswith((".html", ".htm")) else _delimited(data)
    numbered: list[NumberedRow] = [
        (number, [unicodedata.normalize("NFKC", cell) if cell else cell for cell in cells]) for number, cells in rows
    ]
    records = []
    for row in register.rows(numbered, "table"):
        with problems.at(row.number):
            records.append(_record(register, row))
    return Reading(None, len(records), tuple(records))


def _delimited(data: bytes) -> list[NumberedRow]:
    """Return the rows of a CSV file in UTF-8, or in Shift JIS as Japanese spreadsheets save it."""
    try:
        return list(delimited_rows(data))
    except RefusedError as refused:
        if refused.reason is not RejectionReason.ENCODING:
            raise
        return list(delimited_rows(data, encoding="cp932"))


def _record(register: Register, row: Row) -> Record:
    novelty = row.code("新規性")
    supplement = register.metadata.meanings["novelty"][novelty] == "change" if novelty else False
    remarks = row.text("備考") or ""
    limited = any(mark in remarks for mark in register.metadata.meanings["remarks"])
    name, substance = row.required("販売名").replace(";", ","), row.text("一般名")
    number = row.text("承認番号")
    if number and not _NUMBER.fullmatch(number):
        mend = "an approval number has five digits, two or three letters, then digits"
        raise RefusedError(RejectionReason.UNKNOWN_VALUE, mend, field="承認番号", value=number)
    return Record(
        row=row.number,
        record_id=number or f"{name} / {row.required(_DATE)}",
        identifiers=(Identifier(IdentifierScheme.PMDA, number),) if number else (),
        names=tuple(dict.fromkeys(filter(None, (name, substance and substance.replace(";", ","))))),
        substance=None,
        company=_COMPANY_NUMBER.sub("", row.text("申請者") or "").strip() or None,
        status=novelty,
        facts=(
            Fact(
                milestone_type=MilestoneType.APPROVAL,
                field=_DATE,
                raw=row.required(_DATE),
                when=row.day(_DATE),
                agency="PMDA",
                supplement=supplement,
                pathway=(Pathway.CONDITIONAL, Pathway.TIME_LIMITED) if limited else (),
            ),
        ),
    )
