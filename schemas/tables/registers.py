"""Tables of the registers: what official lists say, and the numbers by which they call products."""

from __future__ import annotations

from datetime import date

from schemas.declaration import Column, ColumnType, Constraint, Table
from schemas.tables import constraints
from schemas.tables.columns import (
    EARLIEST_DAY,
    JURISDICTION,
    PRODUCT_ID,
    REGISTER_ENTRY_ID,
    RETRIEVED_AT,
    SOURCE_ID,
    SOURCE_SHA256,
    TOLD_STEP,
)
from schemas.vocabulary import IdentifierScheme, Selection

_ADDRESS = r"https?://\S+"


def _day(name: str, description: str, example: date | None, *, nullable: bool = False) -> Column:
    return Column(
        name=name,
        type=ColumnType.DATE,
        description=description,
        example=example,
        nullable=nullable,
        minimum=EARLIEST_DAY,
    )


REGISTER_ENTRIES = Table(
    name="register_entries",
    description="What official registers say, one row per fact: the value as written, what it means, and between which "
    "snapshots it stood there. Nothing is overwritten: a corrected value is a new row.",
    columns=(
        REGISTER_ENTRY_ID,
        SOURCE_ID.as_foreign_key("sources"),
        Column(
            name="record_id",
            type=ColumnType.STRING,
            description="Record that says so, by the register's own key.",
            example="EMEA/H/C/004090",
            pattern=r"(?s).*\S.*",
        ),
        Column(
            name="identifiers",
            type=ColumnType.STRINGS,
            description="Numbers that the record bears, each after its scheme and a colon; see `product_identifiers`.",
            example=["EMA:EMEA/H/C/004090"],
        ),
        *TOLD_STEP,
        Column(
            name="status",
            type=ColumnType.STRING,
            description="Status of the record as written.",
            example="Authorised",
            nullable=True,
        ),
        Column(
            name="field",
            type=ColumnType.STRING,
            description="Column or heading of the register that says so.",
            example="Marketing authorisation date",
            pattern=r"(?s).*\S.*",
        ),
        Column(
            name="raw_value",
            type=ColumnType.STRING,
            description="The date as written there; null where the register gives none.",
            example="23/08/2018",
            nullable=True,
        ),
        Column(
            name="flagged",
            type=ColumnType.BOOLEAN,
            description="Whether the register's own flag calls it an advanced therapy; null where it has no such flag.",
            example=True,
            nullable=True,
        ),
        Column(
            name="selected_by",
            type=ColumnType.STRING,
            description="Why the record was taken to be about a cell or gene therapy.",
            example="flag",
            codes=Selection,
        ),
        _day("first_seen", "Day of the first snapshot that says so.", date(2024, 8, 22)),
        _day(
            "last_seen",
            "Day of the last snapshot that says so; to disappear is no withdrawal.",
            date(2026, 3, 14),
        ),
        _day(
            "unseen_until",
            "Day of the last snapshot before `first_seen`, which did not say so; null where there is none.",
            None,
            nullable=True,
        ),
        REGISTER_ENTRY_ID.as_foreign_key("register_entries", name="superseded_by", nullable=True),
        Column(
            name="text",
            type=ColumnType.STRING,
            description="The cells of the entry as one line of our own, in which evidence is quoted.",
            example="EMA medicines table: Kymriah; Marketing authorisation date: 23/08/2018",
            pattern=r"(?s).*\S.*",
        ),
        Column(
            name="source_url",
            type=ColumnType.STRING,
            description="Address where the entry, or else the register, can be read.",
            example="https://www.ema.europa.eu/en/medicines/human/EPAR/kymriah",
            nullable=True,
            pattern=_ADDRESS,
        ),
        RETRIEVED_AT,
        Column(
            name="file",
            type=ColumnType.STRING,
            description="File under raw/ that holds it.",
            example="registers/ema_medicines/facts.csv",
        ),
        Column(
            name="row",
            type=ColumnType.INTEGER,
            description="Line or record of the file, counted from 1.",
            example=10,
            minimum=1,
        ),
        SOURCE_SHA256,
    ),
    key=("register_entry_id",),
    constraints=(
        *constraints.STEP,
        Constraint(
            name="seen_in_order",
            description="An entry is first seen before it is last seen, and unseen before it is first seen.",
            condition="first_seen <= last_seen AND (unseen_until IS NULL OR unseen_until < first_seen)",
            counterexample={"first_seen": date(2026, 3, 15)},
        ),
        Constraint(
            name="date_has_raw_value",
            description="A date is never given without the value that was read.",
            condition="event_date IS NULL OR raw_value IS NOT NULL",
            counterexample={"raw_value": None},
        ),
    ),
)

PRODUCT_IDENTIFIERS = Table(
    name="product_identifiers",
    description="The numbers by which registers call products. A number belongs to one product.",
    columns=(
        Column(
            name="scheme",
            type=ColumnType.STRING,
            description="Whose number it is.",
            example="EMA",
            codes=IdentifierScheme,
        ),
        Column(
            name="identifier",
            type=ColumnType.STRING,
            description="The number in its usual form.",
            example="EMEA/H/C/004090",
            pattern=r"\S(?s:.*)",
        ),
        PRODUCT_ID.as_foreign_key("products"),
        JURISDICTION,
        Column(
            name="curated",
            type=ColumnType.BOOLEAN,
            description="Whether a curator gave it to the product; else a register shows it beside its name.",
            example=False,
        ),
        REGISTER_ENTRY_ID.as_foreign_key("register_entries", nullable=True),
    ),
    key=("scheme", "identifier"),
    constraints=(
        Constraint(
            name="curated_or_seen",
            description="A number that no curator gave was seen in a register.",
            condition="curated OR register_entry_id IS NOT NULL",
            counterexample={"register_entry_id": None},
        ),
    ),
)
