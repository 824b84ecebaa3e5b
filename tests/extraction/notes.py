"""The bundled notes, the events that experts read in them, and what the extractor reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.extraction.event import Event
from pipeline.sources.document import Document
from pipeline.sources.store import read_store
from schemas.vocabulary import TextKind
from tests.extraction.development_split import read_rows
from tests.extraction.reading import RAW, extractor
from tests.extraction.scoring import Row

_GOLDEN = Path(__file__).parents[1] / "golden"


@dataclass(frozen=True, slots=True)
class Notes:
    """All bundled notes; a note without a gold event is one in which nothing is to be found."""

    documents: tuple[Document, ...]
    gold: tuple[Row, ...]
    events: tuple[Event, ...]

    @property
    def found(self) -> list[Row]:
        """The events in the form of the guidelines."""
        return [dict(event.to_json()) for event in self.events]


@cache
def notes() -> Notes:
    """Read the notes, once for each process."""
    bundled = tuple(each for each in read_store(RAW).documents if each.text_kind is TextKind.NOTE)
    gold = tuple(row for file in sorted(_GOLDEN.glob("*.jsonl")) for row in read_rows(file))
    return Notes(bundled, gold, tuple(event for each in bundled for event in extractor().extract(each)))
