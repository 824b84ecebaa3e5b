"""Tables of what was read: documents, the mentions found in them, and what was refused."""

from __future__ import annotations

from dataclasses import replace

from schemas.declaration import Column, ColumnType, Constraint, Table
from schemas.tables import constraints
from schemas.tables.columns import (
    DOCUMENT_ID,
    EXTRACTOR_VERSION,
    MENTION_ID,
    PUBLISHED_ON,
    PUBLISHER,
    RETRIEVED_AT,
    SOURCE_ID,
    SOURCE_SHA256,
    TOLD_STEP,
)
from schemas.vocabulary import RejectionReason, TextKind

_LANGUAGE = r"[a-z]{2}"

DOCUMENTS = Table(
    name="documents",
    description="Announcements as stored: the text in which evidence is quoted, and where it came from.",
    columns=(
        DOCUMENT_ID,
        SOURCE_ID.as_foreign_key("sources"),
        Column(
            name="title",
            type=ColumnType.STRING,
            description="Title of the announcement; for notes in our own words.",
            example="FDA clears the first CAR-T",
            nullable=True,
        ),
        Column(
            name="url",
            type=ColumnType.STRING,
            description="Address where the announcement can be read.",
            example="https://example.org/kymriah-approved",
            nullable=True,
            pattern=r"https?://\S+",
        ),
        PUBLISHER,
        PUBLISHED_ON,
        RETRIEVED_AT,
        Column(
            name="language",
            type=ColumnType.STRING,
            description="ISO 639-1 code of the stored text.",
            example="en",
            pattern=_LANGUAGE,
        ),
        Column(
            name="source_language",
            type=ColumnType.STRING,
            description="ISO 639-1 code of the source, where it differs from the text or is stated.",
            example="en",
            nullable=True,
            pattern=_LANGUAGE,
        ),
        Column(
            name="text_kind",
            type=ColumnType.STRING,
            description="Whether the text is our note or the publisher's words.",
            example="note",
            codes=TextKind,
        ),
        Column(
            name="text",
            type=ColumnType.STRING,
            description="The stored text; offsets of evidence count its code points.",
            example="The FDA approved Kymriah today.",
            pattern=r"[\s\S]*\S[\s\S]*",
        ),
        Column(
            name="path",
            type=ColumnType.STRING,
            description="File under raw/ that holds it.",
            example="announcements/2017/2017-08-30-fda-tisa-cel-approval.md",
        ),
        SOURCE_SHA256,
    ),
    key=("document_id",),
)

MENTIONS = Table(
    name="mentions",
    description="Regulatory steps as single documents tell them, before they are joined to milestones.",
    columns=(
        MENTION_ID,
        DOCUMENT_ID.as_foreign_key("documents"),
        *TOLD_STEP,
        Column(
            name="char_starts",
            type=ColumnType.INTEGERS,
            description="Where each quotation of the evidence begins in the document's text.",
            example=[0],
        ),
        Column(
            name="char_ends",
            type=ColumnType.INTEGERS,
            description="Where each quotation ends; as many as `char_starts`.",
            example=[31],
        ),
        Column(
            name="rules",
            type=ColumnType.STRINGS,
            description="Extraction rules that made the mention, in the order of their use.",
            example=["approval.active"],
        ),
        EXTRACTOR_VERSION,
    ),
    key=("mention_id",),
    constraints=(
        *constraints.STEP,
        Constraint(
            name="has_evidence",
            description="At least one passage of the text proves the mention, and each begins and ends.",
            condition="ARRAY_LENGTH(char_starts) > 0 AND ARRAY_LENGTH(char_starts) = ARRAY_LENGTH(char_ends)",
            counterexample={"char_ends": [31, 40]},
        ),
    ),
)

REJECTIONS = Table(
    name="rejections",
    description="Inputs and rows that were refused: what, why, and how to mend it. Nothing is dropped silently.",
    columns=(
        Column(
            name="rejection_id",
            type=ColumnType.STRING,
            description="Identifier made from all other columns.",
            example="rj-2v6kq3hx7a4d",
            pattern=r"rj-[a-z2-7]{12}",
        ),
        Column(
            name="file",
            type=ColumnType.STRING,
            description="File as the user knows it, or the table whose row was refused.",
            example="announcements/2017/broken.md",
        ),
        Column(
            name="row",
            type=ColumnType.INTEGER,
            description="Line or record, counted from 1; null for a whole file.",
            example=3,
            nullable=True,
            minimum=1,
        ),
        Column(
            name="field",
            type=ColumnType.STRING,
            description="Field or constraint that failed.",
            example="published_on",
            nullable=True,
        ),
        Column(
            name="value",
            type=ColumnType.STRING,
            description="The failing value, shortened where it is long.",
            example="2017-13-45",
            nullable=True,
        ),
        Column(
            name="reason",
            type=ColumnType.STRING,
            description="Why it was refused.",
            example="front_matter",
            codes=RejectionReason,
        ),
        Column(
            name="mend",
            type=ColumnType.STRING,
            description="What to do about it.",
            example="write the day as YYYY-MM-DD",
        ),
        replace(
            SOURCE_SHA256,
            description="SHA-256 of the refused bytes, where they were read.",
            nullable=True,
        ),
    ),
    key=("rejection_id",),
)
