"""Columns that several tables share, each declared once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from schemas.declaration import Column, ColumnType
from schemas.vocabulary import (
    ApplicationType,
    DateBasis,
    DatePrecision,
    Designation,
    EndReason,
    MilestoneType,
    Outcome,
    Pathway,
    Population,
)

SLUG = r"[a-z0-9][a-z0-9.-]*"
"""Pattern of curated identifiers."""

SHA256 = r"[0-9a-f]{64}"

EARLIEST_DAY = date(1980, 1, 1)
"""No regulatory step of a cell or gene therapy is older."""

SOURCE_ID = Column(
    name="source_id",
    type=ColumnType.STRING,
    description="Identifier of the publisher.",
    example="globenewswire",
    pattern=SLUG,
)
DOCUMENT_ID = Column(
    name="document_id",
    type=ColumnType.STRING,
    description="Identifier of the document; never changed once given.",
    example="2017-08-30-fda-tisa-cel-approval",
    pattern=SLUG,
)
MENTION_ID = Column(
    name="mention_id",
    type=ColumnType.STRING,
    description="Identifier of the mention, made from its document and what it tells.",
    example="mn-2v6kq3hx7a4d",
    pattern=r"mn-[a-z2-7]{12}",
)
REGISTER_ENTRY_ID = Column(
    name="register_entry_id",
    type=ColumnType.STRING,
    description="Identifier of the entry, made from register, record, kind of step and the value as written.",
    example="re-2v6kq3hx7a4d",
    pattern=r"re-[a-z2-7]{12}",
)
MILESTONE_ID = Column(
    name="milestone_id",
    type=ColumnType.STRING,
    description="Identifier of the step, made from what identifies it: product, jurisdiction, type, designation, "
    "indication and cycle. Stable across builds and machines.",
    example="ms-3xk5q2hv7a4d",
    pattern=r"ms-[a-z2-7]{12}",
)
PRODUCT_ID = Column(
    name="product_id",
    type=ColumnType.STRING,
    description="Identifier of the product; provisional ones, found in documents alone, begin with `provisional-`.",
    example="tisa-cel",
    pattern=SLUG,
)
COMPANY_ID = Column(
    name="company_id",
    type=ColumnType.STRING,
    description="Identifier of the company.",
    example="novartis",
    pattern=SLUG,
)
AGENCY_ID = Column(
    name="agency_id",
    type=ColumnType.STRING,
    description="Code of the medicines agency.",
    example="FDA",
    pattern=r"[A-Z0-9]+",
)
INDICATION_ID = Column(
    name="indication_id",
    type=ColumnType.STRING,
    description="Identifier of the disease or use.",
    example="ball",
    pattern=SLUG,
)
JURISDICTION = Column(
    name="jurisdiction",
    type=ColumnType.STRING,
    description="ISO 3166-1 alpha-2 code, `EU` for the Union, `ZZ` where the source leaves it open.",
    example="US",
    pattern=r"[A-Z]{2}",
)
PUBLISHED_ON = Column(
    name="published_on",
    type=ColumnType.DATE,
    description="Day on which the source was published; null where it is not known.",
    example=date(2017, 8, 30),
    nullable=True,
    minimum=EARLIEST_DAY,
)
RETRIEVED_AT = Column(
    name="retrieved_at",
    type=ColumnType.DATE,
    description="Day on which the source was read; null where it was not recorded.",
    example=date(2026, 11, 24),
    nullable=True,
    minimum=EARLIEST_DAY,
)
PUBLISHER = Column(
    name="publisher",
    type=ColumnType.STRING,
    description="Who published the source, as stated with it.",
    example="Oncology Nursing Society",
    nullable=True,
)
SOURCE_SHA256 = Column(
    name="sha256",
    type=ColumnType.STRING,
    description="SHA-256 of the stored source bytes, hexadecimal.",
    example="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    pattern=SHA256,
)
EXTRACTOR_VERSION = Column(
    name="extractor_version",
    type=ColumnType.STRING,
    description="Version of the extraction rules that read the document.",
    example="1",
)
NOTE = Column(
    name="note",
    type=ColumnType.STRING,
    description="Remark of the curators.",
    example="First CAR-T approved anywhere.",
    nullable=True,
)

EVENT_DATE = (
    Column(
        name="event_date",
        type=ColumnType.DATE,
        description="First day of the period in which the step happened; see `event_date_precision`.",
        example=date(2017, 8, 30),
        nullable=True,
        minimum=EARLIEST_DAY,
    ),
    Column(
        name="event_date_precision",
        type=ColumnType.STRING,
        description="Length of the period that begins on `event_date`; a day is never invented.",
        example="day",
        nullable=True,
        codes=DatePrecision,
    ),
    Column(
        name="date_basis",
        type=ColumnType.STRING,
        description="Whether the source dates the step, or its own date stands in.",
        example="stated",
        nullable=True,
        codes=DateBasis,
    ),
)
"""When a step happened, how precisely that is known, and on what ground."""

STEP = (
    Column(
        name="milestone_type",
        type=ColumnType.STRING,
        description="Kind of regulatory step.",
        example="approval",
        codes=MilestoneType,
    ),
    JURISDICTION,
    AGENCY_ID.as_foreign_key("agencies", name="agency", nullable=True),
    Column(
        name="application_type",
        type=ColumnType.STRING,
        description="What was filed; null where it is neither stated nor the only one the law leaves.",
        example="BLA",
        nullable=True,
        codes=ApplicationType,
    ),
    Column(
        name="designation",
        type=ColumnType.STRING,
        description="Which status was granted or withdrawn; for designations only.",
        example=None,
        nullable=True,
        codes=Designation,
    ),
    Column(
        name="outcome",
        type=ColumnType.STRING,
        description="How an opinion or an advisory committee came out; null where the source does not tell.",
        example=None,
        nullable=True,
        codes=Outcome,
    ),
    Column(
        name="pathway",
        type=ColumnType.STRINGS,
        description="Legal roads of the application or approval; empty where none is told.",
        example=["PRIORITY"],
        codes=Pathway,
    ),
    Column(
        name="supplement",
        type=ColumnType.BOOLEAN,
        description="Whether the step adds to an authorisation that exists; null for steps outside applications.",
        example=False,
        nullable=True,
    ),
    Column(
        name="prior_lines_min",
        type=ColumnType.INTEGER,
        description="Least number of earlier lines of treatment.",
        example=2,
        nullable=True,
        minimum=0,
        maximum=20,
    ),
    Column(
        name="population",
        type=ColumnType.STRING,
        description="Age group of the indication.",
        example="pediatric",
        nullable=True,
        codes=Population,
    ),
    *EVENT_DATE,
    Column(
        name="goal_date",
        type=ColumnType.DATE,
        description="Assigned goal date of the review (PDUFA date and the like).",
        example=None,
        nullable=True,
        minimum=EARLIEST_DAY,
    ),
)
"""What a mention and a milestone both say of a step."""

TOLD_STEP = (
    *STEP,
    Column(
        name="product",
        type=ColumnType.STRING,
        description="The product: INN in lower case where the source tells it, else code or brand as written.",
        example="tisagenlecleucel",
        pattern=r"[\s\S]*\S[\s\S]*",
    ),
    Column(
        name="product_names",
        type=ColumnType.STRINGS,
        description="Every name by which the source calls the product.",
        example=["Kymriah", "tisagenlecleucel"],
    ),
    Column(
        name="company",
        type=ColumnType.STRING,
        description="Holder, applicant or sponsor, as written.",
        example="Novartis",
        nullable=True,
    ),
    Column(
        name="indication",
        type=ColumnType.STRING,
        description="Disease or use, short, as the source says it.",
        example="B-cell acute lymphoblastic leukemia",
        nullable=True,
    ),
)
"""A step as one source tells it, document or register, in the source's own words."""


def dated(event: str, what: str, *, example: date | None = None) -> tuple[Column, Column]:
    """Return the two columns `<event>_on` and `<event>_precision` of a day that may be known only roughly."""
    return (
        replace(
            EVENT_DATE[0],
            name=f"{event}_on",
            description=f"First day of the period in which {what}; see `{event}_precision`.",
            example=example,
        ),
        replace(
            EVENT_DATE[1],
            name=f"{event}_precision",
            description=f"Length of the period that begins on `{event}_on`.",
            example="day" if example else None,
        ),
    )


APPLICATION_ID = Column(
    name="application_id",
    type=ColumnType.STRING,
    description="Identifier of the application: product, jurisdiction, first or supplement, disease, and a number.",
    example="ap-3xk5q2hv7a4d",
    pattern=r"ap-[a-z2-7]{12}",
)
ENDED_BY_REASON = Column(
    name="end_reason",
    type=ColumnType.STRING,
    description="Why it ended, as far as the quoted words tell; null while it has not.",
    example=None,
    nullable=True,
    codes=EndReason,
)
PRODUCT = Column(
    name="product",
    type=ColumnType.STRING,
    description="INN of the product, else its preferred name.",
    example="tisagenlecleucel",
)
COMPANY = Column(
    name="company",
    type=ColumnType.STRING,
    description="Applicant or holder: the company's name, else as the source writes it.",
    example="Novartis",
    nullable=True,
)
INDICATION = Column(
    name="indication",
    type=ColumnType.STRING,
    description="Disease or use, short, as the best source says it.",
    example="B-cell acute lymphoblastic leukemia",
    nullable=True,
)
