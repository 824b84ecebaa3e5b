"""From the three files of the interface, in one ZIP archive, to records: one per notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.sources.registers.formats.archive import members
from pipeline.sources.registers.formats.structured import json_value, object_rows
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import ApplicationType, IdentifierScheme, MilestoneType, Pathway, RejectionReason

_FILES = {
    "main": "noticeofcompliancemain.json",
    "product": "drugproduct.json",
    "ingredient": "medicinalingredient.json",
}
_DATE = "noc_date"


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read the archive; RefusedError where one of the three files cannot be read."""
    del name
    files = members(data, *_FILES.values())
    brands = _by_notice(_rows(register, files, "product"))
    substances = _by_notice(_rows(register, files, "ingredient"))
    count, records = 0, []
    for row in _rows(register, files, "main"):
        count += 1
        with problems.at(row.number):
            if row.code("noc_is_admin") != "Y":
                number = row.required("noc_number")
                records.append(_record(row, brands[number], substances[number]))
    return Reading(None, count, tuple(records))


def _rows(register: Register, files: dict[str, bytes], layout: str) -> Iterable[Row]:
    value = json_value(files[_FILES[layout]])
    items = [value] if isinstance(value, dict) else value
    if not isinstance(items, list):
        raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, "a list of notices was expected", field=_FILES[layout])
    columns = register.metadata.layouts[layout].columns
    header = [(0, columns)]
    return register.rows([*header, *object_rows(items, {column: column for column in columns})], layout)


def _by_notice(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.required("noc_number")].append(row)
    return found


def _record(row: Row, brands: list[Row], substances: list[Row]) -> Record:
    named = [brand.required("noc_br_brandname").replace(";", ",") for brand in brands]
    numbers = {brand.text("noc_br_din") for brand in brands}
    ingredients = [substance.required("noc_pi_medic_ingr_name").replace(";", ",") for substance in substances]
    supplement = row.code("noc_is_suppliment") == "Y"
    conditional = row.code("noc_status_with_conditions") == "Y"
    number = row.required("noc_number")
    return Record(
        row=row.number,
        record_id=number,
        identifiers=tuple(Identifier(IdentifierScheme.DIN, din) for din in sorted(filter(None, numbers))),
        names=tuple(dict.fromkeys([*named, *ingredients])) or (number,),
        substance=ingredients[0] if ingredients else None,
        company=row.text("noc_manufacturer_name"),
        facts=(
            Fact(
                milestone_type=MilestoneType.APPROVAL,
                field=_DATE,
                raw=row.required(_DATE),
                when=row.day(_DATE),
                agency="HC",
                application_type=ApplicationType.SNDS if supplement else ApplicationType.NDS,
                supplement=supplement,
                pathway=(Pathway.CONDITIONAL,) if conditional else (),
            ),
        ),
    )
