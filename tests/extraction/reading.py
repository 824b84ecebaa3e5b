"""What the tests of extraction share: reading a text of their own with the bundled reference data."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pipeline.extraction import Extractor
from pipeline.extraction.event import Event
from pipeline.extraction.folding import fold
from pipeline.extraction.frames import Frame, FrameFinder
from pipeline.extraction.layout import Sentence, sentences
from pipeline.extraction.lexicon import Mention
from pipeline.extraction.products import Products, find_products
from pipeline.extraction.vocabulary import Vocabulary, build_vocabulary
from pipeline.sources.document import Document
from pipeline.sources.reference import Reference, read_reference

RAW = Path(__file__).parents[2] / "raw"
TOLD = date(2024, 5, 16)
"""A Thursday, on which the documents of these tests are published."""


@cache
def reference() -> Reference:
    """Return the bundled reference data."""
    return read_reference(RAW / "reference")


@cache
def extractor() -> Extractor:
    """Return the extractor over the bundled reference data."""
    return Extractor(reference())


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the bundled reference data."""
    return build_vocabulary(reference())


def document(text: str, title: str | None = None, told: date | None = TOLD) -> Document:
    """Make a document of a text."""
    return Document(document_id="d", text=text, title=title, published_on=told)


def read(text: str, title: str | None = None, told: date | None = TOLD) -> tuple[Event, ...]:
    """Return the events of a text."""
    return extractor().extract(document(text, title, told))


def brief(events: tuple[Event, ...]) -> list[str]:
    """Return type, jurisdiction, product, and designation where there is one, of each event, sorted."""
    return sorted(
        " ".join(
            part
            for part in (
                event.milestone_type.value,
                event.jurisdiction,
                event.product,
                event.designation.value if event.designation else "",
            )
            if part
        )
        for event in events
    )


def steps(text: str, title: str | None = None, told: date | None = TOLD) -> list[str]:
    """Return the events of a text in brief."""
    return brief(read(text, title, told))


def only(text: str, title: str | None = None, told: date | None = TOLD) -> Event:
    """Return the one event of a text."""
    found = read(text, title, told)
    assert len(found) == 1, brief(found)
    return found[0]


class Parsed:
    """One text after the first stages of the cascade, for tests of the later ones."""

    def __init__(self, text: str, title_end: int = 0) -> None:
        self.text, self.folded = text, fold(text)
        self.mentions = vocabulary().scanner.scan(self.folded, text)
        self.products: Products = find_products(text, self.folded, self.mentions, vocabulary().products)
        self.sentences = sentences(text, self.folded, title_end)

    def within(self, sentence: Sentence) -> list[Mention]:
        """Return the mentions of a sentence."""
        return [mention for mention in self.mentions if sentence.start <= mention.start < sentence.end]

    def frames(self, sentence: Sentence) -> list[Frame]:
        """Return the frames of a sentence."""
        named = self.products.within(sentence.start, sentence.end)
        return FrameFinder(self.text, self.folded).frames(sentence, self.within(sentence), named)

    @property
    def first(self) -> Sentence:
        """The first sentence."""
        return self.sentences[0]
