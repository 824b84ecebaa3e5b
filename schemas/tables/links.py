"""Tables of identity: which name was taken for what and why, and how diseases map to public vocabularies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from schemas.declaration import Column, ColumnType, Constraint, Table
from schemas.tables.columns import INDICATION_ID, MENTION_ID, NOTE, REGISTER_ENTRY_ID
from schemas.vocabulary import LinkKind, LinkReason, MappingJustification, MappingPredicate

NAME_LINKS = Table(
    name="name_links",
    description="For every name in every mention and register entry: what it was taken for and why, or why it was left "
    "open. An ambiguous name is never guessed; its candidates stand here.",
    columns=(
        Column(
            name="link_id",
            type=ColumnType.STRING,
            description="Identifier of the link, made from who names what.",
            example="nl-2v6kq3hx7a4d",
            pattern=r"nl-[a-z2-7]{12}",
        ),
        MENTION_ID.as_foreign_key("mentions", nullable=True),
        replace(REGISTER_ENTRY_ID.as_foreign_key("register_entries", nullable=True), example=None),
        Column(
            name="kind",
            type=ColumnType.STRING,
            description="What the name names.",
            example="product",
            codes=LinkKind,
        ),
        Column(
            name="name",
            type=ColumnType.STRING,
            description="The name as written.",
            example="Kymriah",
            pattern=r"(?s).*\S.*",
        ),
        Column(
            name="target_id",
            type=ColumnType.STRING,
            description="Identifier that it was linked to, in the table of that kind; null where left open.",
            example="tisa-cel",
            nullable=True,
        ),
        Column(
            name="reason",
            type=ColumnType.STRING,
            description="Why.",
            example="brand",
            codes=LinkReason,
        ),
        Column(
            name="candidates",
            type=ColumnType.STRINGS,
            description="Identifiers that an ambiguous name may mean.",
            example=[],
        ),
    ),
    key=("link_id",),
    constraints=(
        Constraint(
            name="mention_or_entry",
            description="A name stands in a mention or in a register entry.",
            condition="(mention_id IS NULL) <> (register_entry_id IS NULL)",
            counterexample={"mention_id": None},
        ),
        Constraint(
            name="open_or_linked",
            description="Ambiguous and unknown names are left open; all others are linked.",
            condition="(target_id IS NULL) = (reason IN ('ambiguous', 'unknown'))",
            counterexample={"target_id": None},
        ),
    ),
)

INDICATION_MAPPINGS = Table(
    name="indication_mappings",
    description="Diseases mapped to public vocabularies in the terms of SSSOM; each mapping names the page where its "
    "identifier was seen beside the disease.",
    columns=(
        INDICATION_ID.as_foreign_key("indications"),
        Column(
            name="predicate_id",
            type=ColumnType.STRING,
            description="How the mapped concept relates to ours.",
            example="skos:exactMatch",
            codes=MappingPredicate,
        ),
        Column(
            name="object_id",
            type=ColumnType.STRING,
            description="Identifier in the vocabulary, as a compact address.",
            example="MONDO:0004967",
            pattern=r"MONDO:\d{7}|Orphanet:\d+|ICD10:[A-Z]\d{2}(\.\d)?|ICD11:[0-9A-Z]{4}(\.[0-9A-Z]{1,2})?|NCIT:C\d+",
        ),
        Column(
            name="object_label",
            type=ColumnType.STRING,
            description="Name of the concept there.",
            example="acute lymphoblastic leukemia",
        ),
        Column(
            name="mapping_justification",
            type=ColumnType.STRING,
            description="Ground of the mapping.",
            example="semapv:ManualMappingCuration",
            codes=MappingJustification,
        ),
        Column(
            name="confidence",
            type=ColumnType.DOUBLE,
            description="How sure the mapping is, 0 to 1.",
            example=0.95,
            minimum=0,
            maximum=1,
        ),
        Column(
            name="source_url",
            type=ColumnType.STRING,
            description="Page where the identifier was seen beside the disease.",
            example="https://example.org/mondo.obo",
            pattern=r"https?://\S+",
        ),
        Column(
            name="mapping_date",
            type=ColumnType.DATE,
            description="Day on which the mapping was made.",
            example=date(2026, 11, 24),
            minimum=date(2026, 1, 1),
        ),
        replace(NOTE, name="comment", description="Remark of the curators.", example=None),
    ),
    key=("indication_id", "object_id"),
)
