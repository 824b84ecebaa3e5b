"""An entry: one fact of one record, as it goes into the table `register_entries`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.sources.names import short_id
from pipeline.sources.registers.record import Fact, Record
from pipeline.sources.registers.register import Register
from schemas.vocabulary import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact of one record, where it stands, and between which snapshots it stood there."""

    register: Register
    record: Record
    fact: Fact
    selected_by: Selection
    first_seen: date
    last_seen: date
    retrieved_at: date
    file: str
    sha256: str
    unseen_until: date | None = None
    superseded_by: str | None = None

    @property
    def slot(self) -> tuple[str, ...]:
        """What the fact is about, whatever its value: a later value of the same slot is a correction."""
        fact = self.fact
        return (
            self.register.metadata.source_id,
            self.record.record_id,
            fact.milestone_type.value,
            fact.designation.value if fact.designation else "",
            fact.field,
        )

    @property
    def register_entry_id(self) -> str:
        """The identifier: register, record, kind of step, and the value as written."""
        return short_id("re", *self.slot, self.fact.raw or "")

    @property
    def text(self) -> str:
        """The cells of the entry as one line."""
        record, fact = self.record, self.fact
        parts = [
            " / ".join(record.names),
            record.record_id,
            record.company,
            record.indication,
            f"status {record.status}" if record.status else None,
        ]
        head = "; ".join(" ".join(part.split()) for part in parts if part)
        return f"{self.register.metadata.name}: {head}; {fact.field}: {' '.join((fact.raw or 'no date').split())}"

    def row(self) -> dict[str, object]:
        """Return the entry as a row of its table."""
        record, fact, when = self.record, self.fact, self.fact.when
        known = self.register.metadata
        return {
            "register_entry_id": self.register_entry_id,
            "source_id": known.source_id,
            "record_id": record.record_id,
            "identifiers": [str(identifier) for identifier in record.identifiers],
            "milestone_type": fact.milestone_type.value,
            "jurisdiction": known.jurisdiction,
            "agency": fact.agency,
            "application_type": fact.application_type.value if fact.application_type else None,
            "designation": fact.designation.value if fact.designation else None,
            "outcome": fact.outcome.value if fact.outcome else None,
            "pathway": sorted(pathway.value for pathway in fact.pathway),
            "supplement": fact.supplement,
            "prior_lines_min": fact.prior_lines_min,
            "population": None,
            "event_date": when.first_day if when else None,
            "event_date_precision": when.precision.value if when else None,
            "date_basis": "stated" if when else None,
            "goal_date": None,
            "product": (record.substance or record.names[0]).lower() if record.substance else record.names[0],
            "product_names": list(record.names),
            "company": record.company,
            "indication": record.indication,
            "status": record.status,
            "field": fact.field,
            "raw_value": fact.raw,
            "flagged": record.flagged,
            "selected_by": self.selected_by.value,
            "first_seen": self.first_seen,
            "last_seen": self.last_seen,
            "unseen_until": self.unseen_until,
            "superseded_by": self.superseded_by,
            "text": self.text,
            "source_url": record.url or known.url,
            "retrieved_at": self.retrieved_at,
            "file": self.file,
            "row": record.row,
            "sha256": self.sha256,
        }
