"""Tables of what is believed: milestones and the evidence of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from schemas.declaration import Column, ColumnType, Constraint, Table
from schemas.tables import constraints
from schemas.tables.columns import (
    COMPANY_ID,
    DOCUMENT_ID,
    EVENT_DATE,
    EXTRACTOR_VERSION,
    INDICATION_ID,
    MENTION_ID,
    MILESTONE_ID,
    PRODUCT_ID,
    PUBLISHED_ON,
    PUBLISHER,
    REGISTER_ENTRY_ID,
    RETRIEVED_AT,
    SOURCE_SHA256,
    STEP,
)
from schemas.vocabulary import EvidenceLevel, ReviewStatus

MILESTONES = Table(
    name="milestones",
    description="One row per real-world regulatory step, whatever the number of documents that tell of it.",
    columns=(
        MILESTONE_ID,
        *STEP,
        PRODUCT_ID.as_foreign_key("products"),
        Column(
            name="product",
            type=ColumnType.STRING,
            description="INN of the product, else its preferred name.",
            example="tisagenlecleucel",
        ),
        COMPANY_ID.as_foreign_key("companies", nullable=True),
        Column(
            name="company",
            type=ColumnType.STRING,
            description="Applicant or holder: the company's name, else as the source writes it.",
            example="Novartis",
            nullable=True,
        ),
        INDICATION_ID.as_foreign_key("indications", nullable=True),
        Column(
            name="indication",
            type=ColumnType.STRING,
            description="Disease or use, short, as the best source says it.",
            example="B-cell acute lymphoblastic leukemia",
            nullable=True,
        ),
        Column(
            name="application_id",
            type=ColumnType.STRING,
            description="Application that the step belongs to; null where none can be told.",
            example=None,
            nullable=True,
        ),
        Column(
            name="evidence_level",
            type=ColumnType.STRING,
            description="Best kind of source that tells of the step.",
            example="regulator",
            codes=EvidenceLevel,
        ),
        Column(
            name="source_count",
            type=ColumnType.INTEGER,
            description="Independent publishers that tell of it.",
            example=2,
            minimum=1,
        ),
        Column(
            name="confidence",
            type=ColumnType.DOUBLE,
            description="How far the row is believed, 0 to 1: from evidence level, number of independent sources, "
            "date basis and conflicts, by the rule in `pipeline.resolution.confidence`.",
            example=0.9,
            minimum=0,
            maximum=1,
        ),
        Column(
            name="review_status",
            type=ColumnType.STRING,
            description="What a human did with the row, or that its sources contradict each other.",
            example="automatic",
            codes=ReviewStatus,
        ),
        Column(
            name="known_from",
            type=ColumnType.DATE,
            description="Day on which the sources read so far first told of the step: the earliest publication, "
            "or retrieval where the source bears no date.",
            example=date(2017, 8, 30),
            nullable=True,
        ),
    ),
    key=("milestone_id",),
    constraints=constraints.STEP,
)

MILESTONE_EVIDENCE = Table(
    name="milestone_evidence",
    description="Why each milestone is believed: the very words, where they stand, and what they say of the date.",
    columns=(
        Column(
            name="evidence_id",
            type=ColumnType.STRING,
            description="Identifier of the quotation.",
            example="ev-2v6kq3hx7a4d",
            pattern=r"ev-[a-z2-7]{12}",
        ),
        MILESTONE_ID.as_foreign_key("milestones"),
        MENTION_ID.as_foreign_key("mentions", nullable=True),
        DOCUMENT_ID.as_foreign_key("documents", nullable=True),
        replace(REGISTER_ENTRY_ID.as_foreign_key("register_entries", nullable=True), example=None),
        Column(
            name="char_start",
            type=ColumnType.INTEGER,
            description="Where the quotation begins in the text of the document or register entry, in code points.",
            example=0,
            minimum=0,
        ),
        Column(
            name="char_end",
            type=ColumnType.INTEGER,
            description="Where it ends; the character there is not part of it.",
            example=31,
            minimum=1,
        ),
        Column(
            name="quote",
            type=ColumnType.STRING,
            description="The words, equal to that slice of the stored text.",
            example="The FDA approved Kymriah today.",
        ),
        Column(
            name="source_url",
            type=ColumnType.STRING,
            description="Address where the source can be read.",
            example="https://example.org/kymriah-approved",
            nullable=True,
        ),
        PUBLISHER,
        PUBLISHED_ON,
        RETRIEVED_AT,
        *EVENT_DATE,
        SOURCE_SHA256,
        EXTRACTOR_VERSION,
    ),
    key=("evidence_id",),
    constraints=(
        *(c for c in constraints.STEP if c.name in {"precision_with_date", "date_begins_period"}),
        Constraint(
            name="document_or_register_entry",
            description="A quotation stands in a document, with the mention that reads it, or in a register entry.",
            condition="(document_id IS NULL) = (mention_id IS NULL)"
            " AND (document_id IS NULL) <> (register_entry_id IS NULL)",
            counterexample={"register_entry_id": "re-2v6kq3hx7a4d"},
        ),
        Constraint(
            name="quote_fills_span",
            description="The quotation is as long as its span.",
            condition="CHAR_LENGTH(quote) = char_end - char_start",
            counterexample={"char_end": 30},
        ),
    ),
)
