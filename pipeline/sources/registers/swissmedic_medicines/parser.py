"""From either list (XLSX, several generations) to records: one per authorisation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pipeline.sources.registers.dates import read_day
from pipeline.sources.registers.formats.spreadsheet import spreadsheet_rows
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import NumberedRow, Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import IdentifierScheme, MilestoneType, Pathway, RejectionReason

_STATED = re.compile(r"Stand / [EÉ]tat au: (\d{2}\.\d{2}\.\d{4})")
_NUMBER, _FIRST = "Zulassungsnummer", "Erstzulassungsdatum"


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read a list; RefusedError where it as a whole cannot be read."""
    del name
    numbered = list(with_headings(spreadsheet_rows(data), register.metadata.meanings["headings"]))
    extended = any("Zulassungsart" in cells for _, cells in numbered[:10])
    count = 0
    records: dict[str, Record] = {}
    for row in register.rows(numbered, "extended" if extended else "packages"):
        count += 1
        with problems.at(row.number):
            record = _record(row, extended=extended)
            if record is not None:
                records.setdefault(record.record_id, record)
    return Reading(stated_day(numbered), count, tuple(records.values()))


def with_headings(rows: Iterable[NumberedRow], headings: Mapping[str, str]) -> Iterator[NumberedRow]:
    """Yield the rows, the header among them under the names that `headings` gives to how each heading begins."""
    for number, cells in rows:
        written = [" ".join((cell or "").split()) for cell in cells]
        named = [next((name for begins, name in headings.items() if text.startswith(begins)), text) for text in written]
        is_header = sum(text != cell for text, cell in zip(named, written, strict=True)) > len(headings) / 5
        yield number, named if is_header else cells


def stated_day(rows: Iterable[NumberedRow]) -> date | None:
    """Return the day that stands above the table."""
    for _, cells in list(rows)[:6]:
        for cell in cells:
            found = _STATED.search(cell or "")
            if found:
                return read_day(found[1], "DD.MM.YYYY", field="Stand").first_day
    return None


def authorisation(written: str) -> str:
    """Return the number with five digits; lists write it as a number without leading zeros, or with six digits."""
    number = written.strip().lstrip("0")
    if not number.isdecimal() or len(number) > 5:
        mend = "an authorisation has at most five digits"
        raise RefusedError(RejectionReason.UNKNOWN_VALUE, mend, field=_NUMBER, value=written)
    return number.zfill(5)


def _record(row: Row, *, extended: bool) -> Record | None:
    kind = row.code("Zulassungsart") if extended else None
    if kind == "Exportzulassung":
        return None
    number = authorisation(row.required(_NUMBER))
    name = row.required("Bezeichnung des Arzneimittels").replace(";", ",")
    substance = row.text("Wirkstoff(e)")
    first = row.day(_FIRST)
    return Record(
        row=row.number,
        record_id=number,
        identifiers=(Identifier(IdentifierScheme.SWISSMEDIC, number),),
        names=tuple(dict.fromkeys(filter(None, (name.partition(",")[0], name, (substance or "").replace(";", ","))))),
        substance=(substance or "").replace(";", ",") or None,
        company=row.text("Zulassungsinhaberin"),
        status=kind,
        flagged=(row.text("Heilmittelcode") or "").startswith("Transplantat"),
        facts=(
            Fact(
                milestone_type=MilestoneType.APPROVAL,
                field=_FIRST,
                raw=row.text(_FIRST),
                when=first,
                agency="SWISSMEDIC",
                pathway=(Pathway.CONDITIONAL,) if kind == "Befristete Zulassung" else (),
                supplement=False,
            ),
        ),
    )
