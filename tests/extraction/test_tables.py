"""The table of mentions: there and back, and the same for the same inputs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.extraction import EXTRACTOR_VERSION
from pipeline.extraction.event import Event
from pipeline.extraction.tables import MentionTables, mentions_of, read_mentions
from pipeline.sources.tables import documents_of, read_sources
from schemas.tables import MENTIONS
from tests.conftest import write_note
from tests.extraction.reading import extractor


@pytest.fixture
def raw(small_raw: Path) -> Path:
    write_note(small_raw, "2020-12-14-ec-brexu-cel-approval", title="Tecartus in Europe", published_on="2020-12-16")
    return small_raw


def _mentions(raw: Path) -> MentionTables:
    read = read_sources(raw)
    return read_mentions(raw, read.documents, read.agencies)


def test_every_column_that_is_declared(raw: Path) -> None:
    frame = _mentions(raw).mentions
    assert frame.columns == [column.name for column in MENTIONS.columns]
    assert frame.height >= 2
    assert frame["extractor_version"].unique().to_list() == [EXTRACTOR_VERSION]
    assert frame["mention_id"].is_unique().all()


def test_nothing_is_refused(raw: Path) -> None:
    assert _mentions(raw).rejections.height == 0


def test_the_same_inputs_give_the_same_table(raw: Path) -> None:
    assert _mentions(raw).mentions.equals(_mentions(raw).mentions)


def _plain(event: Event) -> Event:
    spans = tuple(replace(span, quote="") for span in event.evidence)
    return replace(event, evidence=spans, reasons=())


def test_there_and_back(raw: Path) -> None:
    read = read_sources(raw)
    events = {_plain(event) for document in documents_of(read.documents) for event in extractor().extract(document)}
    back = {mention.event for mention in mentions_of(_mentions(raw).mentions)}
    assert back == events


def test_every_mention_has_evidence_within_its_document(raw: Path) -> None:
    texts = {document.document_id: document.text for document in documents_of(read_sources(raw).documents)}
    for mention in mentions_of(_mentions(raw).mentions):
        assert mention.event.evidence
        for span in mention.event.evidence:
            assert 0 <= span.start < span.end <= len(texts[mention.event.document_id])
