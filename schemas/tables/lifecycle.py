"""Tables of what steps make up: applications, authorisations, designations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from schemas.declaration import Column, ColumnType, Constraint, Table
from schemas.tables.columns import (
    AGENCY_ID,
    APPLICATION_ID,
    COMPANY,
    COMPANY_ID,
    ENDED_BY_REASON,
    INDICATION,
    INDICATION_ID,
    JURISDICTION,
    MILESTONE_ID,
    PRODUCT,
    PRODUCT_ID,
    STEP,
    dated,
)
from schemas.vocabulary import ApplicationStatus, CycleEnd, Outcome, SequenceBreach, Standing

_STEP = {column.name: column for column in STEP}


def _milestone(name: str, description: str, *, example: str | None = None, nullable: bool = True) -> Column:
    pointer = MILESTONE_ID.as_foreign_key("milestones", name=name, nullable=nullable)
    return replace(pointer, description=description, example=example)


def _count(name: str, description: str, example: int, *, minimum: int = 0) -> Column:
    return Column(name=name, type=ColumnType.INTEGER, description=description, example=example, minimum=minimum)


def _days(name: str, description: str, example: int | None = None) -> Column:
    return Column(name=name, type=ColumnType.INTEGER, description=description, example=example, nullable=True)


def _day(name: str, description: str, example: date | None) -> Column:
    return replace(_STEP["goal_date"], name=name, description=description, example=example)


_WHAT = (
    PRODUCT_ID.as_foreign_key("products"),
    PRODUCT,
    JURISDICTION,
    AGENCY_ID.as_foreign_key("agencies", name="agency", nullable=True),
    COMPANY_ID.as_foreign_key("companies", nullable=True),
    COMPANY,
    INDICATION_ID.as_foreign_key("indications", nullable=True),
    INDICATION,
)

_LINE = (_STEP["prior_lines_min"], _STEP["population"])

APPLICATIONS = Table(
    name="applications",
    description="The life of each marketing application, from submission to decision or withdrawal, for a first "
    "authorisation or a supplement. Its steps are the milestones that bear its identifier.",
    columns=(
        APPLICATION_ID,
        *_WHAT,
        *_LINE,
        replace(_STEP["supplement"], description="Whether it adds to an authorisation that exists.", nullable=False),
        _STEP["application_type"],
        _STEP["pathway"],
        *dated("submitted", "it was first submitted, or its rolling submission completed", example=date(2017, 2, 2)),
        *dated("accepted", "it was first accepted for review", example=date(2017, 3, 29)),
        _day("first_goal_date", "Goal date first assigned.", date(2017, 10, 3)),
        _day("goal_date", "Goal date that holds, or held at the decision.", date(2017, 10, 3)),
        _count("goal_date_moves", "Times that the goal date was moved.", 0),
        *dated("committee", "an advisory committee last met on it", example=date(2017, 7, 12)),
        Column(
            name="committee_outcome",
            type=ColumnType.STRING,
            description="How the committee came out.",
            example="positive",
            nullable=True,
            codes=Outcome,
        ),
        *dated("opinion", "the last opinion was adopted"),
        Column(
            name="opinion_outcome",
            type=ColumnType.STRING,
            description="How the opinion came out.",
            example=None,
            nullable=True,
            codes=Outcome,
        ),
        _count("cycles", "Review cycles begun.", 1, minimum=1),
        _count("complete_responses", "Complete responses received.", 0),
        *dated("decided", "it was approved, refused or withdrawn", example=date(2017, 8, 30)),
        Column(
            name="status",
            type=ColumnType.STRING,
            description="Where it stands by the sources read so far.",
            example="approved",
            codes=ApplicationStatus,
        ),
        ENDED_BY_REASON,
        _days(
            "review_days",
            "Days from first submission to decision, clock stops and all; null unless both are known to the day.",
            209,
        ),
        _days("acceptance_to_decision_days", "Days from first acceptance to decision, likewise.", 154),
        _days("days_past_goal", "Days from the goal date that held to the decision; negative when early.", -34),
        _milestone("decided_by", "The milestone that decided it.", example="ms-3xk5q2hv7a4d"),
        Column(
            name="breaches",
            type=ColumnType.STRINGS,
            description="How its told steps cannot have followed each other; empty when lawful.",
            example=[],
            codes=SequenceBreach,
        ),
        Column(
            name="known_from",
            type=ColumnType.DATE,
            description="Day on which the sources read so far first told of it.",
            example=date(2017, 2, 2),
            nullable=True,
        ),
    ),
    key=("application_id",),
    constraints=(
        Constraint(
            name="decision_ends_review",
            description="What is approved, refused or withdrawn has a deciding milestone; what is pending has none.",
            condition="(decided_by IS NOT NULL) = (status IN ('approved', 'refused', 'withdrawn'))",
            counterexample={"decided_by": None},
        ),
        Constraint(
            name="review_days_between_days",
            description="Review days stand only between two dates known to the day.",
            condition="review_days IS NULL OR (submitted_precision = 'day' AND decided_precision = 'day')",
            counterexample={"submitted_precision": "month"},
        ),
    ),
)

APPLICATION_STEPS = Table(
    name="application_steps",
    description="Which milestone is which step of which application, in order.",
    columns=(
        _milestone("milestone_id", "The step.", example="ms-3xk5q2hv7a4d", nullable=False),
        APPLICATION_ID.as_foreign_key("applications"),
        _count("cycle", "Review cycle that it belongs to, from 1.", 1, minimum=1),
        _count("position", "Place among the application's steps, from 1.", 4, minimum=1),
    ),
    key=("milestone_id",),
)

APPLICATION_CYCLES = Table(
    name="application_cycles",
    description="Each review cycle of each application: how it began, its goal date, and how it ended.",
    columns=(
        APPLICATION_ID.as_foreign_key("applications"),
        _count("cycle", "Number of the cycle, from 1.", 1, minimum=1),
        *dated("began", "the submission or resubmission was sent, or first heard of", example=date(2017, 2, 2)),
        _day("goal_date", "Goal date that held in this cycle.", date(2017, 10, 3)),
        *dated("ended", "it was answered", example=date(2017, 8, 30)),
        Column(
            name="ended_as",
            type=ColumnType.STRING,
            description="How it ended; null while it is undecided.",
            example="approved",
            nullable=True,
            codes=CycleEnd,
        ),
        _milestone("ended_by", "The milestone that ended it.", example="ms-3xk5q2hv7a4d"),
        _days("days", "Days from beginning to end; null unless both are known to the day.", 209),
    ),
    key=("application_id", "cycle"),
    constraints=(
        Constraint(
            name="end_is_told",
            description="A cycle with a milestone that ended it says how.",
            condition="ended_by IS NULL OR ended_as IS NOT NULL",
            counterexample={"ended_as": None},
        ),
    ),
)

AUTHORISATIONS = Table(
    name="authorisations",
    description="What is on the label where: an interval for each product, jurisdiction, disease and line of "
    "treatment, from the approval that put it there to its withdrawal, with what became of a conditional one.",
    columns=(
        Column(
            name="authorisation_id",
            type=ColumnType.STRING,
            description="Identifier, made from the milestone that granted it.",
            example="au-3xk5q2hv7a4d",
            pattern=r"au-[a-z2-7]{12}",
        ),
        *_WHAT,
        *_LINE,
        Column(
            name="first_in_jurisdiction",
            type=ColumnType.BOOLEAN,
            description="Whether it is the product's first label there.",
            example=True,
        ),
        _STEP["pathway"],
        Column(
            name="granted_as",
            type=ColumnType.STRING,
            description="Legal kind when granted; full where no source says otherwise.",
            example="full",
            codes=Standing,
        ),
        *dated("granted", "it was granted", example=date(2017, 8, 30)),
        *dated("converted", "a conditional, accelerated or time-limited one became full"),
        *dated("ended", "it ended"),
        ENDED_BY_REASON,
        _days("days_on_label", "Days from grant to end; null while it stands, or unless both are known to the day."),
        _milestone("granted_by", "The approval that granted it.", example="ms-3xk5q2hv7a4d", nullable=False),
        _milestone("converted_by", "The approval that made it full."),
        _milestone("ended_by", "The withdrawal that ended it."),
    ),
    key=("authorisation_id",),
    constraints=(
        Constraint(
            name="full_is_not_converted",
            description="Only what owes confirmation becomes full.",
            condition="converted_by IS NULL OR granted_as IN ('accelerated', 'conditional', 'time_limited')",
            counterexample={"converted_by": "ms-4xk5q2hv7a4d"},
        ),
        Constraint(
            name="end_has_reason",
            description="What ended says why, if only that no source tells.",
            condition="(ended_by IS NULL) = (end_reason IS NULL)",
            counterexample={"end_reason": "commercial"},
        ),
    ),
)

DESIGNATIONS = Table(
    name="designations",
    description="Expedited and orphan statuses as intervals: granted, and how they ended.",
    columns=(
        Column(
            name="designation_id",
            type=ColumnType.STRING,
            description="Identifier, made from the milestone that granted it, or ended it where no grant is told.",
            example="dg-3xk5q2hv7a4d",
            pattern=r"dg-[a-z2-7]{12}",
        ),
        *_WHAT,
        replace(_STEP["designation"], description="Which status.", example="ORPHAN", nullable=False),
        *dated("granted", "it was granted", example=date(2014, 1, 31)),
        *dated("ended", "it was revoked, rescinded or given up"),
        ENDED_BY_REASON,
        _milestone(
            "granted_by", "The milestone that granted it; null where only its end is told.", example="ms-3xk5q2hv7a4d"
        ),
        _milestone("ended_by", "The milestone that ended it."),
    ),
    key=("designation_id",),
    constraints=(
        Constraint(
            name="granted_or_ended",
            description="A grant or an end is told.",
            condition="granted_by IS NOT NULL OR ended_by IS NOT NULL",
            counterexample={"granted_by": None},
        ),
    ),
)
