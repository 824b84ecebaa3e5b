"""Extraction on several cores: the same events in the same order, in less time where there are many documents.

What belongs here: sharing documents out among processes. What does not: reading one.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from pipeline.extraction.event import Event
from pipeline.extraction.extractor import Extractor
from pipeline.sources.document import Document
from pipeline.sources.reference import Reference

_BATCH = 200
_BATCHES_AHEAD = 3
"""Batches that wait for each process; so many documents are in memory at a time, however many there are."""

Read = tuple[Document, tuple[Event, ...]]
_extractors: list[Extractor] = []
"""The extractor of a process that others started."""


def extract_all(documents: Iterable[Document], reference: Reference, processes: int = 1) -> Generator[Read, None, None]:
    """Yield each document with its events, in the order of the documents."""
    if processes == 1:
        extractor = Extractor(reference)
        yield from ((document, extractor.extract(document)) for document in documents)
        return
    remaining = iter(documents)
    waiting: deque[tuple[list[Document], Future[list[tuple[Event, ...]]]]] = deque()
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_prepare, initargs=(reference,)) as pool:
        while batch := list(islice(remaining, _BATCH)):
            waiting.append((batch, pool.submit(_extract, batch)))
            if len(waiting) > _BATCHES_AHEAD * processes:
                first, events = waiting.popleft()
                yield from zip(first, events.result(), strict=True)
        for rest, events in waiting:
            yield from zip(rest, events.result(), strict=True)


def _prepare(reference: Reference) -> None:
    _extractors.append(Extractor(reference))


def _extract(documents: list[Document]) -> list[tuple[Event, ...]]:
    (extractor,) = _extractors
    return [extractor.extract(document) for document in documents]
