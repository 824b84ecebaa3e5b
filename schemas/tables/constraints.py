"""Conditions that several tables share, each declared once."""

from __future__ import annotations

from datetime import date

from schemas.declaration import Constraint

STEP = (
    Constraint(
        name="designation_for_designations",
        description="A designation says which status, its withdrawal may; other types name none.",
        condition="CASE WHEN milestone_type = 'designation' THEN designation IS NOT NULL"
        " ELSE designation IS NULL OR milestone_type = 'designation_withdrawal' END",
        counterexample={"designation": "RMAT"},
    ),
    Constraint(
        name="outcome_for_opinions",
        description="Only opinions and advisory committees have an outcome.",
        condition="outcome IS NULL OR milestone_type IN ('opinion', 'advisory_committee')",
        counterexample={"outcome": "positive"},
    ),
    Constraint(
        name="precision_with_date",
        description="A date states its precision and basis; without a date there is neither.",
        condition="(event_date IS NULL) = (event_date_precision IS NULL)"
        " AND (event_date IS NULL) = (date_basis IS NULL)",
        counterexample={"event_date_precision": None},
    ),
    Constraint(
        name="date_begins_period",
        description="A date coarser than a day is the first day of its month, quarter, half or year.",
        condition="event_date_precision = 'day' OR (EXTRACT(DAY FROM event_date) = 1"
        " AND (event_date_precision <> 'quarter' OR EXTRACT(MONTH FROM event_date) IN (1, 4, 7, 10))"
        " AND (event_date_precision <> 'half' OR EXTRACT(MONTH FROM event_date) IN (1, 7))"
        " AND (event_date_precision <> 'year' OR EXTRACT(MONTH FROM event_date) = 1))",
        counterexample={"event_date": date(2017, 8, 30), "event_date_precision": "year"},
    ),
    Constraint(
        name="goal_date_for_reviews",
        description="Only the steps that open or move a review have a goal date.",
        condition="goal_date IS NULL OR milestone_type IN"
        " ('acceptance', 'priority_review', 'goal_date_extension', 'resubmission')",
        counterexample={"goal_date": date(2018, 3, 1)},
    ),
    Constraint(
        name="open_jurisdiction_has_no_agency",
        description="Where the source leaves the jurisdiction open, no agency can be told.",
        condition="jurisdiction <> 'ZZ' OR agency IS NULL",
        counterexample={"jurisdiction": "ZZ"},
    ),
)
