"""The table of the second stage: mentions, as a checked frame and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.extraction import EXTRACTOR_VERSION, Extractor
from pipeline.extraction.event import Event, Span
from pipeline.sources.admission import admit, rejections_frame
from pipeline.sources.document import Document
from pipeline.sources.names import name_key, short_id
from pipeline.sources.reference import read_reference
from pipeline.sources.tables import REFERENCE, documents_of
from schemas.partial_date import PartialDate
from schemas.tables import MENTIONS
from schemas.vocabulary import (
    ApplicationType,
    DateBasis,
    DatePrecision,
    Designation,
    MilestoneType,
    Outcome,
    Pathway,
    Population,
)


@dataclass(frozen=True, slots=True)
class MentionTables:
    """What the second stage hands on."""

    mentions: pl.DataFrame
    rejections: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Mention:
    """An event with its identifier. Its spans bear no quotes; the document's text does."""

    mention_id: str
    event: Event


def read_mentions(raw: Path, documents: pl.DataFrame, agencies: pl.DataFrame) -> MentionTables:
    """Extract the events of all documents; the reference data that gives names their meaning lies under `raw`."""
    extractor = Extractor(read_reference(raw / REFERENCE))
    rows = (row for document in documents_of(documents) for row in _rows(document, extractor.extract(document)))
    admitted = admit(MENTIONS, rows, {"documents": documents, "agencies": agencies})
    return MentionTables(admitted.frame, rejections_frame(admitted.rejections))


def _rows(document: Document, events: Iterable[Event]) -> Iterator[Mapping[str, object]]:
    return (_row(event if event.evidence else _proved_by_title(document, event)) for event in events)


def _proved_by_title(document: Document, event: Event) -> Event:
    """Quote the first line: stored texts begin with their title."""
    end = document.text.find("\n")
    return replace(event, evidence=(Span.of(document.text, 0, end if end > 0 else len(document.text)),))


def _row(event: Event) -> Mapping[str, object]:
    when, goal = event.event_date, event.goal_date
    spans = event.evidence
    identity = (event.milestone_type, event.jurisdiction, event.designation or "", name_key(event.product))
    first = str(spans[0].start)
    return {
        "mention_id": short_id("mn", event.document_id, *identity, event.indication or "", first),
        "document_id": event.document_id,
        "milestone_type": event.milestone_type.value,
        "jurisdiction": event.jurisdiction,
        "agency": event.agency,
        "application_type": event.application_type.value if event.application_type else None,
        "designation": event.designation.value if event.designation else None,
        "outcome": event.outcome.value if event.outcome else None,
        "pathway": [pathway.value for pathway in event.pathway],
        "supplement": event.supplement,
        "prior_lines_min": event.prior_lines_min,
        "population": event.population.value if event.population else None,
        "event_date": when.first_day if when else None,
        "event_date_precision": when.precision.value if when else None,
        "date_basis": event.date_basis.value if event.date_basis and when else None,
        "goal_date": goal.first_day if goal and goal.precision is DatePrecision.DAY else None,
        "product": event.product,
        "product_names": list(event.product_names),
        "company": event.company,
        "indication": event.indication,
        "char_starts": [span.start for span in spans],
        "char_ends": [span.end for span in spans],
        "rules": list(dict.fromkeys(reason.rule for reason in event.reasons)),
        "extractor_version": EXTRACTOR_VERSION,
    }


def mentions_of(frame: pl.DataFrame) -> Iterator[Mention]:
    """Yield the mentions of a mentions frame."""
    for row in frame.iter_rows(named=True):
        spans = zip(row["char_starts"], row["char_ends"], strict=True)
        yield Mention(
            row["mention_id"], event_of(row, row["document_id"], tuple(Span(start, end, "") for start, end in spans))
        )


def event_of(row: Mapping[str, Any], document_id: str, evidence: tuple[Span, ...]) -> Event:
    """Return the event that the columns of a step tell, of a mention as of an entry of a register.

    `document_id` names what tells it, `evidence` where in there.
    """
    return Event(
        document_id=document_id,
        milestone_type=MilestoneType(row["milestone_type"]),
        jurisdiction=row["jurisdiction"],
        agency=row["agency"],
        product=row["product"],
        product_names=tuple(row["product_names"]),
        company=row["company"],
        application_type=ApplicationType(row["application_type"]) if row["application_type"] else None,
        designation=Designation(row["designation"]) if row["designation"] else None,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        pathway=tuple(Pathway(code) for code in row["pathway"]),
        supplement=row["supplement"],
        indication=row["indication"],
        prior_lines_min=row["prior_lines_min"],
        population=Population(row["population"]) if row["population"] else None,
        event_date=_date(row["event_date"], row["event_date_precision"]),
        date_basis=DateBasis(row["date_basis"]) if row["date_basis"] else None,
        goal_date=_date(row["goal_date"], "day"),
        evidence=evidence,
    )


def _date(first_day: date | None, precision: str | None) -> PartialDate | None:
    return PartialDate(first_day, DatePrecision(precision)) if first_day and precision else None
