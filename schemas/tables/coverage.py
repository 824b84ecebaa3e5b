"""Table of how complete the dataset is: found against official lists and published counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from schemas.declaration import Column, ColumnType, Constraint, Table
from schemas.tables.columns import AGENCY_ID, NOTE, SLUG, STEP, dated
from schemas.vocabulary import CoverageKind, CoverageUnit, ProductScope

_STEP = {column.name: column for column in STEP}
_DAY = _STEP["goal_date"]
_ADDRESS = r"https?://\S+"


def _names(name: str, description: str, example: list[str]) -> Column:
    return Column(name=name, type=ColumnType.STRINGS, description=description, example=example)


def _number(name: str, description: str, example: int, *, minimum: int | None = None) -> Column:
    return Column(name=name, type=ColumnType.INTEGER, description=description, example=example, minimum=minimum)


COVERAGE = Table(
    name="coverage",
    description="How much of each official list and published count stands in this dataset. Names are resolved through "
    "`product_names`; a name that no product bears is missing.",
    columns=(
        Column(
            name="reference_id",
            type=ColumnType.STRING,
            description="Identifier of the reference.",
            example="eu-atmp-2020",
            pattern=SLUG,
        ),
        Column(
            name="kind",
            type=ColumnType.STRING,
            description="Whether the reference names what it counts.",
            example="count",
            codes=CoverageKind,
        ),
        Column(
            name="reference",
            type=ColumnType.STRING,
            description="What the reference is called.",
            example="Iglesias-Lopez and others, Cytotherapy 2021",
            pattern=r"(?s).*\S.*",
        ),
        replace(AGENCY_ID.as_foreign_key("agencies", name="agency"), description="Agency whose steps are counted."),
        replace(
            AGENCY_ID.as_foreign_key("agencies", name="also_agency", nullable=True),
            description="Second agency that must have taken the step as well; null where one is enough.",
            example=None,
        ),
        replace(_STEP["milestone_type"], example="approval"),
        Column(
            name="counted",
            type=ColumnType.STRING,
            description="What the reference counts, in our words.",
            example="advanced therapies approved in the Union",
            pattern=r"(?s).*\S.*",
        ),
        Column(
            name="unit",
            type=ColumnType.STRING,
            description="Whether products or steps are counted.",
            example="product",
            codes=CoverageUnit,
        ),
        Column(
            name="scope",
            type=ColumnType.STRING,
            description="Scope that is counted; null for both.",
            example=None,
            nullable=True,
            codes=ProductScope,
        ),
        *dated("counted", "the list was read, or the count was taken or published", example=date(2020, 5, 31)),
        replace(_DAY, name="since", description="First day that is counted; null without such a limit.", example=None),
        replace(
            _DAY,
            name="until",
            description="Last day that is counted; null without such a limit.",
            example=date(2020, 5, 31),
        ),
        _number("expected", "What the reference lists or counts.", 15, minimum=1),
        _number("found", "How many of them this dataset has.", 15, minimum=0),
        Column(
            name="share",
            type=ColumnType.DOUBLE,
            description="Found per expected; above 1 where the dataset has more than a count.",
            example=1.0,
            minimum=0,
        ),
        _names("missing", "Names on the list that the dataset lacks; always empty for a count.", []),
        _names("unresolved", "Those of them that no product bears.", []),
        _names("found_products", "Products that were found, by name.", ["Yescarta", "tisagenlecleucel"]),
        _names(
            "unlisted", "Products that the dataset has by that day and the list lacks; always empty for a count.", []
        ),
        _number("documented_difference", "Found less expected, as the curators explain it in the note.", 0),
        Column(
            name="source_url",
            type=ColumnType.STRING,
            description="Public page on which the list or count stands.",
            example="https://example.org/comparison",
            pattern=_ADDRESS,
        ),
        Column(
            name="retrieved_at",
            type=ColumnType.DATE,
            description="Day on which that page was read.",
            example=date(2026, 11, 24),
        ),
        NOTE,
    ),
    key=("reference_id",),
    constraints=(
        Constraint(
            name="difference_explained",
            description="A documented difference has a note.",
            condition="documented_difference = 0 OR note IS NOT NULL",
            counterexample={"documented_difference": 1, "note": None},
        ),
        Constraint(
            name="share_of_expected",
            description="The share is what was found, of what was expected.",
            condition="ABS(share * expected - found) < 0.001",
            counterexample={"share": 0.5},
        ),
        Constraint(
            name="list_not_exceeded",
            description="Of a list no more is found than it names.",
            condition="kind <> 'list' OR found <= expected",
            counterexample={"kind": "list", "found": 16, "share": 16 / 15},
        ),
    ),
)
