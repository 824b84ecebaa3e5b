"""What extraction returns: milestone events with their evidence, in the form that the evaluation guidelines fix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.partial_date import PartialDate
from schemas.vocabulary import (
    ApplicationType,
    DateBasis,
    Designation,
    MilestoneType,
    Outcome,
    Pathway,
    Population,
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (code points, end excluded) of a document's text, and what they say."""

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cut the span out of the text, so that the quote is right by construction."""
        return cls(start, end, text[start:end])


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the explanation: the rule, and the words that it rests on."""

    rule: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One regulatory step that a document states as a fact. Fields as in the evaluation guidelines."""

    document_id: str
    milestone_type: MilestoneType
    jurisdiction: str
    agency: str | None
    product: str
    product_names: tuple[str, ...]
    company: str | None = None
    application_type: ApplicationType | None = None
    designation: Designation | None = None
    outcome: Outcome | None = None
    pathway: tuple[Pathway, ...] = ()
    supplement: bool | None = None
    indication: str | None = None
    prior_lines_min: int | None = None
    population: Population | None = None
    event_date: PartialDate | None = None
    date_basis: DateBasis | None = None
    goal_date: PartialDate | None = None
    evidence: tuple[Span, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def to_json(self) -> Mapping[str, Any]:
        """Return the event as plain JSON values, dates in ISO form, without the explanation."""
        return {
            "document_id": self.document_id,
            "milestone_type": self.milestone_type,
            "jurisdiction": self.jurisdiction,
            "agency": self.agency,
            "product": self.product,
            "product_names": list(self.product_names),
            "company": self.company,
            "application_type": self.application_type,
            "designation": self.designation,
            "outcome": self.outcome,
            "pathway": list(self.pathway),
            "supplement": self.supplement,
            "indication": self.indication,
            "prior_lines_min": self.prior_lines_min,
            "population": self.population,
            "event_date": self.event_date.iso() if self.event_date else None,
            "date_basis": self.date_basis,
            "goal_date": self.goal_date.iso() if self.goal_date else None,
            "evidence": [{"start": span.start, "end": span.end, "quote": span.quote} for span in self.evidence],
        }
