"""From `ods_products.json` to records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.sources.registers.formats.structured import json_value
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.strictness import Problems, Row
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import ApplicationType, Designation, IdentifierScheme, MilestoneType, RejectionReason

_MARKETING = re.compile(r"EU/1/\d{2}/\d{1,4}")
_ORPHAN = re.compile(r"EU/3/\d{2}/\d{1,4}")
_USE = re.compile(r"^(?:treatment|prevention|diagnosis) of ", re.IGNORECASE)
_DATE, _LAST = "AuthorisationDate", "LastDecisionDate"


class Said(BaseModel):
    """A text in one language."""

    model_config = ConfigDict(extra="forbid")

    language: str = Field(alias="LanguageCode")
    text: str | None = Field(alias="Text")


class Holder(BaseModel):
    """The holder or sponsor."""

    model_config = ConfigDict(extra="forbid")

    uri: str | None = Field(alias="URI")
    name: str | None = Field(alias="Name")
    address: str | None = Field(alias="Address")


class Item(BaseModel):
    """One product or designation, as the file writes it; other keys or shapes are refused."""

    model_config = ConfigDict(extra="forbid")

    uri: str = Field(alias="URI")
    kind: str = Field(alias="Type")
    category: str = Field(alias="Category")
    name: list[Said] = Field(alias="Name")
    associated_names: list[Any] = Field(alias="AssociatedNames")
    designations: list[Any] = Field(alias="AssociatedOrphanDesignations")
    status: str = Field(alias="Status")
    number: str | None = Field(alias="EUNumber")
    substance: list[Said] = Field(alias="ActiveSubstance")
    indication: list[Said] = Field(alias="Indication")
    holder: Holder | None = Field(alias="MAH")
    atc: list[Any] = Field(alias="ATC")
    ema_link: str | None = Field(alias="EMALink")
    authorised: str | None = Field(alias="AuthorisationDate")
    last_decision: str | None = Field(alias="LastDecisionDate")
    procedures: Annotated[str | None, Field(alias="TotalProcedures")]
    decisions: Annotated[str | None, Field(alias="TotalDecisions")]
    annexes: list[Any] = Field(alias="CurrentAnnexLink")


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read the file; RefusedError where it as a whole cannot be read."""
    del name
    envelope = json_value(data)
    items = envelope.get("data") if isinstance(envelope, dict) and set(envelope) == {"data"} else None
    if not isinstance(items, list):
        raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, "the file is {data: […]} no longer", field="envelope")
    records = []
    for number, fields in enumerate(items, start=1):
        with problems.at(number):
            record = _record(register, number, _item(fields))
            if record is not None:
                records.append(record)
    return Reading(None, len(items), tuple(records))


def _item(fields: object) -> Item:
    try:
        return Item.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        mend = f"{first['msg'].lower()}; read what it means now and say so in the parser"
        raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, mend, field=field, value=str(first["input"])) from error


def _record(register: Register, number: int, item: Item) -> Record | None:
    row = register.row(
        number,
        {
            "Type": item.kind,
            "Category": item.category,
            "Status": item.status,
            _DATE: item.authorised,
            _LAST: item.last_decision,
            "TotalDecisions": item.decisions,
        },
    )
    kind, category, status = row.code("Type"), row.code("Category"), row.code("Status")
    if kind == "Veterinary" or category == "Nationally authorised":
        return None
    orphan = kind == "Orphan designation"
    substance = _english(item.substance)
    use = _english(item.indication)
    return Record(
        row=number,
        record_id=item.number or item.uri.rpartition("/")[2].removesuffix(".htm"),
        identifiers=tuple(_numbers(item.number, orphan=orphan)),
        names=tuple(dict.fromkeys(filter(None, (_english(item.name), substance)))) or (item.uri,),
        substance=substance,
        company=item.holder.name if item.holder else None,
        indication=_USE.sub("", use) if orphan and use else None,
        status=status,
        url=item.uri,
        facts=tuple(_orphan_facts(row) if orphan else _facts(register, row)),
    )


def _numbers(written: str | None, *, orphan: bool) -> Iterator[Identifier]:
    if written is None:
        return
    pattern, scheme = (_ORPHAN, IdentifierScheme.EU_ORPHAN) if orphan else (_MARKETING, IdentifierScheme.EU_MA)
    if not pattern.fullmatch(written):
        raise RefusedError(RejectionReason.UNKNOWN_VALUE, "not a number of the Union", field="EUNumber", value=written)
    yield Identifier(scheme, written)


def _english(texts: list[Said]) -> str | None:
    said = next((one.text for one in texts if one.language.upper() == "EN"), None)
    return " ".join(said.replace(";", ",").split()) or None if said else None


def _facts(register: Register, row: Row) -> Iterator[Fact]:
    status = row.code("Status")
    maa = ApplicationType.MAA
    if row.day(_DATE):
        yield _fact(MilestoneType.APPROVAL, row, _DATE, application_type=maa)
    if status == "Refused":
        only = row.text("TotalDecisions") == "1"
        yield _fact(MilestoneType.REFUSAL, row, _LAST if only else "Status", application_type=maa)
    if status in register.metadata.meanings["ended"]:
        yield _fact(MilestoneType.AUTHORISATION_WITHDRAWAL, row, "Status")


def _orphan_facts(row: Row) -> Iterator[Fact]:
    if row.day(_DATE):
        yield _fact(MilestoneType.DESIGNATION, row, _DATE, designation=Designation.ORPHAN)
    if row.code("Status") == "Withdrawn":
        yield _fact(MilestoneType.DESIGNATION_WITHDRAWAL, row, "Status", designation=Designation.ORPHAN)


def _fact(
    kind: MilestoneType,
    row: Row,
    column: str,
    *,
    application_type: ApplicationType | None = None,
    designation: Designation | None = None,
) -> Fact:
    dated = column != "Status"
    return Fact(
        milestone_type=kind,
        field=column,
        raw=row.text(column) if dated else None,
        when=row.day(column) if dated else None,
        agency="EC",
        application_type=application_type,
        designation=designation,
        supplement=False if application_type else None,
    )
