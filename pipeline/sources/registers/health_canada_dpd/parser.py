"""From the extract to records: one per drug identification number.

The status `APPROVED` is written whenever a number is approved anew, so that its earliest day dates the approval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.sources.registers.formats.archive import members
from pipeline.sources.registers.formats.delimited import delimited_rows
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.partial_date import PartialDate
from schemas.vocabulary import IdentifierScheme, MilestoneType, RejectionReason

_TABLES = ("drug", "comp", "ingred", "status")


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read the archive; RefusedError where one of its files cannot be read."""
    del name
    files = members(data, *(f"{table}.txt" for table in _TABLES))
    drugs = list(_rows(register, files["drug.txt"], "drug", problems))
    by_drug = {
        table: _by_drug(_rows(register, files[f"{table}.txt"], table, problems)) for table in _TABLES if table != "drug"
    }
    records = []
    for drug in drugs:
        with problems.at(drug.number):
            if drug.code("class") == "Human":
                code = drug.required("drug_code")
                records.append(_record(register, drug, {table: rows[code] for table, rows in by_drug.items()}))
    return Reading(None, len(drugs), tuple(records))


def _rows(register: Register, data: bytes, layout: str, problems: Problems) -> Iterator[Row]:
    columns = register.metadata.layouts[layout].columns
    for number, cells in delimited_rows(data):
        if not any(cells):
            continue
        if len(cells) != len(columns):
            mend = f"{layout}.txt has {len(columns)} columns, this row {len(cells)}: the extract has changed"
            refused = RefusedError(RejectionReason.UNKNOWN_LAYOUT, mend, field=layout, value=", ".join(map(str, cells)))
            problems.add(refused, number)
            continue
        yield register.row(number, dict(zip(columns, cells, strict=True)))


def _by_drug(rows: Iterator[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.required("drug_code")].append(row)
    return found


def _record(register: Register, drug: Row, joined: dict[str, list[Row]]) -> Record:
    number = drug.required("din")
    substances = [row.required("ingredient").replace(";", ",") for row in joined["ingred"]]
    current = [row.code("status") for row in joined["status"] if row.code("current_status_flag") == "Y"]
    return Record(
        row=drug.number,
        record_id=number,
        identifiers=(Identifier(IdentifierScheme.DIN, number),),
        names=tuple(dict.fromkeys([drug.required("brand_name").replace(";", ","), *substances])),
        substance=substances[0] if substances else None,
        company=joined["comp"][0].text("company_name") if joined["comp"] else None,
        status=current[0] if current else None,
        facts=tuple(_facts(register, joined["status"])),
    )


def _facts(register: Register, rows: list[Row]) -> Iterator[Fact]:
    dated: dict[MilestoneType, list[tuple[PartialDate, str]]] = defaultdict(list)
    for row in rows:
        status, when = row.code("status"), row.day("history_date")
        meaning = register.metadata.meanings["status"][status] if status else ""
        if meaning and when:
            dated[MilestoneType(meaning)].append((when, row.required("history_date")))
    for kind, days in sorted(dated.items()):
        when, written = min(days)
        yield Fact(milestone_type=kind, field="history_date", raw=written, when=when, agency="HC")
