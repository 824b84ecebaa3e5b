"""Tables of what is believed: milestones, their evidence and history, and what curators changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from schemas.declaration import Column, ColumnType, Constraint, Table
from schemas.tables import constraints
from schemas.tables.columns import (
    APPLICATION_ID,
    COMPANY,
    COMPANY_ID,
    DOCUMENT_ID,
    EARLIEST_DAY,
    EVENT_DATE,
    EXTRACTOR_VERSION,
    INDICATION,
    INDICATION_ID,
    MENTION_ID,
    MILESTONE_ID,
    PRODUCT,
    PRODUCT_ID,
    PUBLISHED_ON,
    PUBLISHER,
    REGISTER_ENTRY_ID,
    RETRIEVED_AT,
    SLUG,
    SOURCE_SHA256,
    STEP,
)
from schemas.vocabulary import ConflictKind, CorrectionKind, EvidenceLevel, RedirectReason, ReviewStatus

BELIEF = (
    *STEP,
    PRODUCT_ID.as_foreign_key("products"),
    PRODUCT,
    COMPANY_ID.as_foreign_key("companies", nullable=True),
    COMPANY,
    INDICATION_ID.as_foreign_key("indications", nullable=True),
    INDICATION,
    replace(
        APPLICATION_ID,
        description="Application that the step belongs to, key into `applications`; null where none can be told.",
        example=None,
        nullable=True,
    ),
    Column(
        name="evidence_level",
        type=ColumnType.STRING,
        description="Best kind of source that tells of the step; its day may rest on a lesser one, where a register "
        "bears none.",
        example="regulator",
        codes=EvidenceLevel,
    ),
    Column(
        name="source_count",
        type=ColumnType.INTEGER,
        description="Independent origins that tell of it: reprints of one text, pages at one address, documents of one "
        "publisher and the word of one company count once.",
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
)
"""What is believed of a step: the columns that `milestones` and `milestone_history` share."""

MILESTONES = Table(
    name="milestones",
    description="One row per real-world regulatory step, whatever the number of documents that tell of it.",
    columns=(MILESTONE_ID, *BELIEF),
    key=("milestone_id",),
    constraints=constraints.STEP,
)

MILESTONE_HISTORY = Table(
    name="milestone_history",
    description="What was believed of each step, and when: a row for every state that the sources known by then "
    "gave, from the day it came up to the day before it gave way. Made by resolving what was known on each day anew; "
    "`milestones_as_of(DATE)` reads it.",
    columns=(
        replace(
            MILESTONE_ID,
            description="Identifier of the step as of those days; where it gave way since, `milestone_redirects` says "
            "to which.",
        ),
        Column(
            name="believed_from",
            type=ColumnType.DATE,
            description="First day on which the sources known by then gave this row; 9999-12-31 where no source of it "
            "bears any date.",
            example=date(2017, 8, 30),
        ),
        Column(
            name="believed_until",
            type=ColumnType.DATE,
            description="First day on which it was no longer so; null for what is believed now.",
            example=None,
            nullable=True,
        ),
        *(replace(column, references=None) if column.name == "product_id" else column for column in BELIEF),
    ),
    key=("milestone_id", "believed_from"),
    constraints=(
        *constraints.STEP,
        Constraint(
            name="believed_for_a_while",
            description="A belief ends after it began.",
            condition="believed_until > believed_from",
            counterexample={"believed_until": date(2017, 8, 30)},
        ),
    ),
)

MILESTONE_REDIRECTS = Table(
    name="milestone_redirects",
    description="Identifiers that were published or believed once, and which milestone now stands for the step.",
    columns=(
        replace(MILESTONE_ID, description="The identifier that gave way."),
        replace(
            MILESTONE_ID.as_foreign_key("milestones", name="redirects_to", nullable=True),
            description="The milestone that now stands for the step; null where there is none.",
            example="ms-4xk5q2hv7a4d",
        ),
        Column(
            name="reason",
            type=ColumnType.STRING,
            description="Why it gave way.",
            example="merged",
            codes=RedirectReason,
        ),
        Column(
            name="since",
            type=ColumnType.DATE,
            description="Day from which on the sources known by then show it.",
            example=date(2019, 3, 26),
            nullable=True,
        ),
    ),
    key=("milestone_id",),
    constraints=(
        Constraint(
            name="target_unless_retracted",
            description="Only a retracted step leads nowhere.",
            condition="(redirects_to IS NULL) = (reason = 'retracted')",
            counterexample={"redirects_to": None},
        ),
        Constraint(
            name="not_to_itself",
            description="A redirect leads elsewhere.",
            condition="redirects_to <> milestone_id",
            counterexample={"milestone_id": "ms-4xk5q2hv7a4d", "redirects_to": "ms-4xk5q2hv7a4d"},
        ),
    ),
)

MILESTONE_CONFLICTS = Table(
    name="milestone_conflicts",
    description="Where sources contradict each other on a step: both sides, each with the evidence that takes it.",
    columns=(
        MILESTONE_ID.as_foreign_key("milestones"),
        Column(
            name="kind",
            type=ColumnType.STRING,
            description="What they contradict each other on.",
            example="date",
            codes=ConflictKind,
        ),
        Column(
            name="accepted_value",
            type=ColumnType.STRING,
            description="The value in `milestones`; of two decisions, this milestone's type.",
            example="2017-08-30",
        ),
        Column(
            name="other_value",
            type=ColumnType.STRING,
            description="The value that speaks against it.",
            example="2017-10-02",
        ),
        replace(
            MILESTONE_ID.as_foreign_key("milestones", name="other_milestone_id", nullable=True),
            description="The milestone that says otherwise, where it is one of its own.",
            example=None,
        ),
        Column(
            name="accepted_sources",
            type=ColumnType.STRINGS,
            description="Documents and register entries that give the accepted value.",
            example=["2017-08-30-fda-tisa-cel-approval"],
        ),
        Column(
            name="other_sources",
            type=ColumnType.STRINGS,
            description="Documents and register entries that give the other one.",
            example=["2017-10-02-tisa-cel-news"],
        ),
    ),
    key=("milestone_id", "kind", "other_value"),
    constraints=(
        Constraint(
            name="two_sides",
            description="Two values that contradict each other differ, and each has a source.",
            condition="accepted_value <> other_value AND ARRAY_LENGTH(other_sources) > 0",
            counterexample={"other_value": "2017-08-30"},
        ),
    ),
)

CORRECTIONS = Table(
    name="corrections",
    description="What curators changed or confirmed, one row a field: the value of the sources beside the one that "
    "stands, with reason, source, author and day. Files under `raw/corrections/`.",
    columns=(
        Column(
            name="correction_id",
            type=ColumnType.STRING,
            description="Identifier of the correction: the name of its file.",
            example="2026-11-24-tisa-cel-us-approval",
            pattern=SLUG,
        ),
        replace(MILESTONE_ID, description="The step that it is about; a retracted or merged one stands in redirects."),
        Column(
            name="field",
            type=ColumnType.STRING,
            description="Column of `milestones` that it sets; `milestone` where it is about the whole row.",
            example="event_date",
            pattern=r"[a-z_]+",
        ),
        Column(
            name="kind",
            type=ColumnType.STRING,
            description="What it does.",
            example="set",
            codes=CorrectionKind,
        ),
        Column(
            name="original_value",
            type=ColumnType.STRING,
            description="What the sources give.",
            example="2017-08",
            nullable=True,
        ),
        Column(
            name="corrected_value",
            type=ColumnType.STRING,
            description="What stands in its place.",
            example="2017-08-30",
            nullable=True,
        ),
        Column(
            name="reason",
            type=ColumnType.STRING,
            description="Why.",
            example="The approval letter bears the day.",
            pattern=r"(?s).*\S.*",
        ),
        Column(
            name="source_url",
            type=ColumnType.STRING,
            description="Page that supports it.",
            example="https://example.org/approval-letter",
            pattern=r"https?://\S+",
        ),
        Column(
            name="author",
            type=ColumnType.STRING,
            description="Who made it.",
            example="A curator",
            pattern=r"(?s).*\S.*",
        ),
        Column(
            name="authored_on",
            type=ColumnType.DATE,
            description="Day on which it was made; it holds from then on.",
            example=date(2026, 11, 24),
            minimum=EARLIEST_DAY,
        ),
    ),
    key=("correction_id", "field"),
    constraints=(
        Constraint(
            name="changes_something",
            description="A value set differs from the one of the sources.",
            condition="kind <> 'set' OR original_value IS NULL OR corrected_value IS NULL"
            " OR original_value <> corrected_value",
            counterexample={"corrected_value": "2017-08"},
        ),
    ),
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
