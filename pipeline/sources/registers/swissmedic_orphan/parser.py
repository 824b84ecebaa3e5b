"""From the list (XLSX) to records: one per status granted."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.sources.registers.formats.spreadsheet import spreadsheet_rows
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import Problems, Row
from pipeline.sources.registers.swissmedic_medicines.parser import authorisation, stated_day, with_headings
from schemas.vocabulary import Designation, IdentifierScheme, MilestoneType

_NAME, _PRODUCT, _SUBSTANCE = "Wirkstoff(e)", "Bezeichnung des Arzneimittels", "Zugelassenes Anwendungsgebiet"
_GRANTED, _WITHDRAWN = "Status verliehen am", "Status entzogen am"
_ADVANCED = "Transplantatprodukt"


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read the list; RefusedError where it as a whole cannot be read."""
    del name
    numbered = list(with_headings(spreadsheet_rows(data), register.metadata.meanings["headings"]))
    count, records = 0, []
    for row in register.rows(numbered, "table"):
        count += 1
        with problems.at(row.number):
            records.append(_record(row))
    return Reading(stated_day(numbered), count, tuple(records))


def _record(row: Row) -> Record:
    number = row.text("Zulassungsnummer")
    written = [row.required(_NAME), row.text(_PRODUCT), row.text(_SUBSTANCE)]
    names = [name.replace(";", ",") for name in written if name]
    use = row.required("Indikation")
    return Record(
        row=row.number,
        record_id=f"{names[0]} / {use} / {row.required(_GRANTED)}",
        identifiers=(Identifier(IdentifierScheme.SWISSMEDIC, authorisation(number)),) if number else (),
        names=tuple(dict.fromkeys((*(name.partition(",")[0] for name in names[:2]), *names))),
        substance=names[-1],
        company=row.text("Gesuchstellerin"),
        indication=use,
        status=row.code("Zulassungsstatus"),
        flagged=any(_ADVANCED in name for name in names) or None,
        facts=tuple(_facts(row)),
    )


def _facts(row: Row) -> Iterator[Fact]:
    for kind, column in (
        (MilestoneType.DESIGNATION, _GRANTED),
        (MilestoneType.DESIGNATION_WITHDRAWAL, _WITHDRAWN),
    ):
        when = row.day(column)
        if when:
            yield Fact(
                milestone_type=kind,
                designation=Designation.ORPHAN,
                field=column,
                raw=row.text(column),
                when=when,
                agency="SWISSMEDIC",
            )
