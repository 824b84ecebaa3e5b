"""From the table of orphan designations (JSON) to records."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.sources.registers.formats.structured import enveloped_rows
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import Designation, IdentifierScheme, MilestoneType, RejectionReason

_DESIGNATION = re.compile(r"EU/3/\d{2}/\d{1,4}")
_PRODUCT = re.compile(r"EMEA/H/C/\d{6}")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_USE = re.compile(r"^(?:treatment|prevention|diagnosis) of ", re.IGNORECASE)
_DATE = "date_of_designation_or_refusal"


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read the table; RefusedError where the file as a whole cannot be read."""
    del name
    columns = register.metadata.layouts["table"].columns
    as_of, numbered = enveloped_rows(data, {column: column for column in columns})
    records = []
    for row in register.rows(numbered, "table"):
        with problems.at(row.number):
            records.append(_record(row))
    return Reading(as_of, len(records), tuple(records))


def _record(row: Row) -> Record:
    written = row.required("eu_designation_number")
    number = _DESIGNATION.search(written)
    if number is None:
        mend = "a designation is written EU/3/ year / number; say in the parser how this one is meant"
        raise RefusedError(RejectionReason.UNKNOWN_VALUE, mend, field="eu_designation_number", value=written)
    substance = row.text("active_substance")
    use = row.text("intended_use")
    return Record(
        row=row.number,
        record_id=number[0],
        identifiers=(
            Identifier(IdentifierScheme.EU_ORPHAN, number[0]),
            *(
                Identifier(IdentifierScheme.EMA, product)
                for product in dict.fromkeys(_PRODUCT.findall(row.text("related_ema_product_number") or ""))
            ),
        ),
        names=tuple(dict.fromkeys(_names(row.text("medicine_name"), substance))) or (number[0],),
        substance=_innermost(substance),
        indication=_USE.sub("", use) if use else None,
        status=row.code("status"),
        url=row.text("orphan_designation_url"),
        facts=tuple(_facts(row)),
    )


def _names(brands: str | None, substance: str | None) -> Iterator[str]:
    yield from filter(None, (brand.strip() for brand in (brands or "").split(";")))
    if substance:
        yield from filter(None, (_innermost(substance), substance.replace(";", ",")))


def _innermost(substance: str | None) -> str | None:
    """Return `tisagenlecleucel` from `autologous T cells … (tisagenlecleucel)`."""
    inside = _IN_BRACKETS.findall(substance or "")
    return (inside[-1] if inside else substance or "").strip().replace(";", ",") or None


def _facts(row: Row) -> Iterator[Fact]:
    status = row.code("status")
    if status == "Negative":
        return
    yield Fact(
        milestone_type=MilestoneType.DESIGNATION,
        designation=Designation.ORPHAN,
        field=_DATE,
        raw=row.text(_DATE),
        when=row.day(_DATE),
        agency="EC",
    )
    if status == "Withdrawn":
        yield Fact(
            milestone_type=MilestoneType.DESIGNATION_WITHDRAWAL,
            designation=Designation.ORPHAN,
            field="status",
            raw=None,
            when=None,
            agency="EC",
        )
