"""Several processes: the same events in the same order as one, and no more documents in memory than need be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.extraction import processes
from pipeline.extraction.processes import extract_all
from pipeline.sources.document import Document
from tests.extraction.notes import notes
from tests.extraction.reading import reference


@pytest.mark.parametrize("several", [1, 2])
def test_any_number_of_processes_gives_the_same(several: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_BATCH", 7)
    some = notes().documents[:100]
    read = list(extract_all(some, reference(), several))
    assert [document for document, _ in read] == list(some)
    wanted = {document.document_id for document in some}
    assert [e for _, events in read for e in events] == [e for e in notes().events if e.document_id in wanted]


def test_documents_are_taken_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_BATCH", 2)
    taken = 0

    def endless() -> Iterator[Document]:
        nonlocal taken
        while True:
            taken += 1
            yield replace(notes().documents[0], document_id=str(taken))

    read = extract_all(endless(), reference(), 2)
    assert next(read)[0].document_id == "1"
    assert taken <= 2 * (processes._BATCHES_AHEAD * 2 + 1)
    read.close()
