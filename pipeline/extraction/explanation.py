"""Explanations: why each event was found, for people to read in a terminal.

What belongs here: laying out events and their reasons as text. What does not: finding them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extraction.event import Event
from pipeline.sources.document import Document

_SHOWN = 160


def explain(document: Document, events: Sequence[Event]) -> str:
    """Return a text that says for each event what was read, from which words, by which rules."""
    head = f"{document.document_id}: {len(events)} event{'' if len(events) == 1 else 's'}"
    return "\n".join([head, *(line for number, event in enumerate(events, start=1) for line in _event(number, event))])


def _event(number: int, event: Event) -> list[str]:
    what = " ".join(
        part for part in (event.milestone_type.value, event.designation and event.designation.value) if part
    )
    lines = [f"\n{number}. {what} | {event.jurisdiction} {event.agency or '-'} | {event.product}"]
    lines.append(f"   date: {_date(event)}")
    fields = {
        "names": ", ".join(event.product_names),
        "company": event.company,
        "application": event.application_type,
        "supplement": event.supplement,
        "outcome": event.outcome,
        "pathway": ", ".join(event.pathway),
        "indication": event.indication,
        "prior lines": event.prior_lines_min,
        "population": event.population,
        "goal date": event.goal_date and event.goal_date.iso(),
    }
    lines += [f"   {name}: {value}" for name, value in fields.items() if value not in {None, ""}]
    for span in event.evidence:
        quote = " ".join(span.quote.split())
        shown = quote if len(quote) <= _SHOWN else quote[: _SHOWN - 1] + "…"
        lines.append(f"   [{span.start}:{span.end}] “{shown}”")
    lines += [f"   because: {rule}" for rule in dict.fromkeys(reason.rule for reason in event.reasons if reason.rule)]
    return lines


def _date(event: Event) -> str:
    if event.event_date is None:
        return "none told"
    origin = "stated in the text" if event.date_basis == "stated" else "the document's own date stands in"
    return f"{event.event_date.iso()} ({event.event_date.precision}, {origin})"
