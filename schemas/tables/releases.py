"""The table that a release adds to those of the warehouse: what changed since the release before."""

from __future__ import annotations

from schemas.declaration import Column, ColumnType, Constraint, Table
from schemas.vocabulary import ChangeKind, ChangeReason

_VERSION = r"\d{4}\.\d{2}\.\d{2}(\.\d+)?"

RELEASE_CHANGES = Table(
    name="release_changes",
    description="Rows added, changed and removed since the release before, one row per added or removed row and per "
    "changed field; empty in a first release.",
    columns=(
        Column(
            name="change_id",
            type=ColumnType.STRING,
            description="Identifier of the change, made from versions, table, row and field.",
            example="rc-2v6kq3hx7a4d",
            pattern=r"rc-[a-z2-7]{12}",
        ),
        Column(
            name="version",
            type=ColumnType.STRING,
            description="Version of this release.",
            example="2026.11.24",
            pattern=_VERSION,
        ),
        Column(
            name="previous_version",
            type=ColumnType.STRING,
            description="Version of the release with which it is compared.",
            example="2026.10.31",
            pattern=_VERSION,
        ),
        Column(
            name="table_name",
            type=ColumnType.STRING,
            description="Table of the row.",
            example="milestones",
        ),
        Column(
            name="row_key",
            type=ColumnType.STRING,
            description="Key of the row; the parts of a key of several columns are joined by `; `.",
            example="ms-3xk5q2hv7a4d",
        ),
        Column(
            name="change",
            type=ColumnType.STRING,
            description="What happened to it.",
            example="changed",
            codes=ChangeKind,
        ),
        Column(
            name="field",
            type=ColumnType.STRING,
            description="Column that changed; null for a whole row.",
            example="event_date",
            nullable=True,
        ),
        Column(
            name="old_value",
            type=ColumnType.STRING,
            description="What stood there: text, ISO day, number, or list in JSON; null for a missing value and for a "
            "whole row.",
            example="2017-08-01",
            nullable=True,
        ),
        Column(
            name="new_value",
            type=ColumnType.STRING,
            description="What stands there now, in the same form.",
            example="2017-08-30",
            nullable=True,
        ),
        Column(
            name="reason",
            type=ColumnType.STRING,
            description="Why.",
            example="evidence",
            codes=ChangeReason,
        ),
        Column(
            name="detail",
            type=ColumnType.STRING,
            description="More about why: documents, rows, rules, or a curator's words.",
            example="2017-08-30-fda-kymriah-approval",
            nullable=True,
        ),
    ),
    key=("change_id",),
    constraints=(
        Constraint(
            name="field_of_changed",
            description="A change names its field; an added or removed row has none.",
            condition="(change = 'changed') = (field IS NOT NULL)",
            counterexample={"change": "added"},
        ),
    ),
)
