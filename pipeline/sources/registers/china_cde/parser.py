"""From saved answers (JSON) to records; applications of one holder for one product and day are one record.

Strengths and uses of a product have acceptance numbers of their own, and are noticed together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from pipeline.sources.registers.formats.structured import json_value
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import (
    ApplicationType,
    Designation,
    IdentifierScheme,
    MilestoneType,
    Pathway,
    RejectionReason,
)

_ACCEPTANCE = re.compile(r"[CJ][XY][HSZ][LSB]\d{7}")
_FORM = re.compile(r"(?:自体)?(?:细胞)?(?:注射液|悬液|注射用|输注用)$")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_DATES = {"priority": "noticeDate", "breakthrough": "noticeDate", "conditional": "bcftjpzDate", "licence": None}


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read a saved answer; RefusedError where it holds no list of rows."""
    del name
    items = list(_items(json_value(data)))
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for number, item in enumerate(items, start=1):
        with problems.at(number):
            kind, row = _row(register, number, item)
            _checked(kind, row)
            groups[_group(kind, row)].append(row)
    records = []
    for (kind, *_), rows in groups.items():
        with problems.at(rows[0].number):
            records.append(_record(register, kind, rows))
    return Reading(None, len(items), tuple(records))


def _checked(kind: str, row: Row) -> None:
    """Look at what later is read of the first row of a group only."""
    if "noticeType" in row.cells:
        row.code("noticeType")
    column = _DATES[kind]
    if column:
        row.day(column)


def _items(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the rows: a list of them, one of them, or the `records` of an answer's `data`."""
    if isinstance(value, Mapping) and isinstance(value.get("data"), Mapping):
        value = value["data"]
    if isinstance(value, Mapping) and isinstance(value.get("records"), list):
        value = value["records"]
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, Mapping):
            raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, "save the list as the site answers it", field="rows")
        yield from _flat(item)


def _flat(item: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Yield a row of the conditional approvals once for each use in its inner list."""
    inner = item.get("list")
    if not isinstance(inner, list):
        yield item
        return
    for part in inner:
        if isinstance(part, Mapping):
            yield {**{key: value for key, value in item.items() if key != "list"}, **part}


def _row(register: Register, number: int, item: Mapping[str, object]) -> tuple[str, Row]:
    keys = set(item)
    for kind, layout in register.metadata.layouts.items():
        if set(layout.columns) <= keys <= {*layout.columns, *layout.optional}:
            cells = {key: None if value is None else str(value) for key, value in item.items()}
            return kind, register.row(number, cells)
    nearest = min(register.metadata.layouts.values(), key=lambda layout: len(set(layout.columns) ^ keys))
    strange = sorted(keys - {*nearest.columns, *nearest.optional}) or sorted(set(nearest.columns) - keys)
    mend = "no list of the CDE has these keys; read what they mean and say so in register.toml"
    raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, mend, field="keys", value=", ".join(strange))


def _group(kind: str, row: Row) -> tuple[str, ...]:
    if kind == "conditional":
        return (kind, row.required("ypmc"), row.text("ssxkcyr") or "", row.text("bcftjpzDate") or "")
    holder = row.text("companys" if kind == "licence" else "company") or ""
    return (kind, row.required("drgnamecn"), holder, row.text(_DATES[kind] or "") or row.required("acceptid"))


def _record(register: Register, kind: str, rows: list[Row]) -> Record:
    first = rows[0]
    name = first.required("ypmc" if kind == "conditional" else "drgnamecn").replace(";", ",")
    holder = first.text({"conditional": "ssxkcyr", "licence": "companys"}.get(kind, "company"))
    numbers = [] if kind == "conditional" else [_acceptance(row) for row in rows]
    notice = first.code("noticeType") if kind in {"priority", "breakthrough"} else None
    return Record(
        row=first.number,
        record_id="/".join(numbers) or name,
        identifiers=tuple(Identifier(IdentifierScheme.CDE, number) for number in dict.fromkeys(numbers)),
        names=tuple(dict.fromkeys(_names(name))),
        substance=name,
        company="; ".join(dict.fromkeys(part.strip() for part in holder.split(";"))) if holder else None,
        status=register.metadata.meanings["noticeType"][notice] if notice else None,
        facts=(_fact(register, kind, first),),
    )


def _acceptance(row: Row) -> str:
    written = row.required("acceptid")
    if not _ACCEPTANCE.fullmatch(written):
        mend = "an acceptance number has four letters and seven digits"
        raise RefusedError(RejectionReason.UNKNOWN_VALUE, mend, field="acceptid", value=written)
    return written


def _names(written: str) -> Iterator[str]:
    """Yield the name without the form in which it is given, and as written."""
    plain = _BRACKETS.sub("", written)
    yield _FORM.sub("", plain) or plain
    yield plain.removesuffix("注射液")
    yield written


def _fact(register: Register, kind: str, row: Row) -> Fact:
    column = _DATES[kind]
    meaning = MilestoneType(register.metadata.meanings["kinds"][kind])
    return Fact(
        milestone_type=meaning,
        field=column or "acceptid",
        raw=row.text(column) if column else None,
        when=row.day(column) if column else None,
        agency="NMPA",
        designation=Designation.BTD if meaning is MilestoneType.DESIGNATION else None,
        application_type=ApplicationType.IND if meaning is MilestoneType.TRIAL_CLEARANCE else None,
        pathway={"priority": (Pathway.PRIORITY,), "conditional": (Pathway.CONDITIONAL,)}.get(kind, ()),
    )
