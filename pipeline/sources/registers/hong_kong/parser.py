"""From `DrugList.xml`, shaped by its `DrugList.xsd`, to records."""

from __future__ import annotations

import re
from datetime import date

from lxml.etree import _Element

from pipeline.sources.registers.dates import read_day
from pipeline.sources.registers.formats.tree import elements
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import Problems
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import IdentifierScheme, MilestoneType, RejectionReason

_CHILDREN = ("productName", "regCertHolderName", "permitNo", "activeIngs")
_PERMIT = re.compile(r"HK-\d{5}")
_FORM = re.compile(
    r"\s+(?:dispersion|suspension|solution|injection|concentrate|concentrated|powder|cell|for|intravenous)\b.*",
    re.IGNORECASE,
)
_VETERINARY = "(VET)"


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read the list; RefusedError where it as a whole cannot be read."""
    del register, name
    as_of: date | None = None
    count, records = 0, []
    for line, element in elements(data, "lastUpdate", "drug"):
        if element.tag == "lastUpdate":
            as_of = read_day((element.text or "").strip(), "YYYY-MM-DD", field="lastUpdate").first_day
            continue
        count += 1
        with problems.at(line):
            record = _record(line, element)
            if record is not None:
                records.append(record)
    if as_of is None:
        raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, "lastUpdate is missing", field="lastUpdate")
    return Reading(as_of, count, tuple(records))


def _record(line: int, drug: _Element) -> Record | None:
    found = tuple(str(child.tag) for child in drug)
    if found != _CHILDREN:
        mend = f"a drug has {', '.join(_CHILDREN)}, in this order; read what has changed"
        raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, mend, field="drug", value=", ".join(found))
    product, holder, permit = (" ".join((drug.findtext(child) or "").split()) for child in _CHILDREN[:3])
    if not _PERMIT.fullmatch(permit):
        mend = "a permit is written HK- and five digits"
        raise RefusedError(RejectionReason.UNKNOWN_VALUE, mend, field="permitNo", value=permit)
    if _VETERINARY in product:
        return None
    ingredients = [
        " ".join((part.text or "").split()).replace(";", ",") for part in drug.iterfind("activeIngs/activeIng")
    ]
    substances = [part for part in ingredients if part and part != "-"]
    name = product.replace(";", ",")
    return Record(
        row=line,
        record_id=permit,
        identifiers=(Identifier(IdentifierScheme.HK, permit),),
        names=tuple(dict.fromkeys((_FORM.sub("", name), name, *substances))),
        substance=substances[0] if len(substances) == 1 else None,
        company=holder or None,
        facts=(
            Fact(
                milestone_type=MilestoneType.APPROVAL,
                field="permitNo",
                raw=None,
                when=None,
                agency="HKDOH",
                supplement=False,
            ),
        ),
    )
