"""How fast extraction reads beside its peers, in how much memory, and how well.

The peers read the same documents in the same run with the same literals: spaCy's matchers on a blank English pipeline,
a cascade of compiled regular expressions, and as the floor a bare scan by the same automaton. They only look for
sentences that hold a product, an agency and a trigger, so they do less than extraction does. Seconds are those of the
processor without reading the file, but for several processes: by the clock, with reading it and starting them.
"""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.extraction.folding import fold
from pipeline.extraction.lexicon import Form, inflections, rules
from pipeline.extraction.processes import extract_all
from pipeline.sources.document import Document
from tests.benchmarks import Figure, Unavailable
from tests.extraction import development_split
from tests.extraction.notes import notes
from tests.extraction.reading import extractor, reference
from tests.extraction.scoring import score

if TYPE_CHECKING:  # the processes that extract do without it
    from spacy.language import Language
    from spacy.matcher import Matcher, PhraseMatcher

_CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "press-releases.jsonl.gz"
_BATCH = 100
_TIMES = 10
"""How many times over the corpus is read where time and memory of many documents are measured."""
_TARGETS = {"spaCy": 20, "naive cascade": 5}


def figures() -> Iterator[Figure]:
    """Yield speed on one core and on all, beside peers; peak memory at two sizes; precision and recall."""
    if not _CORPUS.exists():
        raise Unavailable(f"{_CORPUS.parent.name}/{_CORPUS.name} is not there")
    texts = [document.text for document in _corpus()]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    yield Figure("documents", len(texts), "")
    yield Figure("their size", megabytes, "MB")
    extractor()
    took = {}
    for name, work in (
        ("extraction", _extract),
        ("floor, bare scan", _bare_scan),
        ("naive cascade", _naive),
        ("spaCy", _spacy),
    ):
        took[name], found = _timed(work)
        yield Figure(f"{name}, one core", len(texts) / took[name], "documents/s")
        yield Figure(f"{name}, one core", megabytes / took[name], "MB/s")
        yield Figure(f"{name}: events" if work is _extract else f"{name}: hits", found, "")
    for name in ("spaCy", "naive cascade", "floor, bare scan"):
        target = f" (wanted: {_TARGETS[name]})" if name in _TARGETS else ""
        yield Figure(f"extraction / {name}", took[name] / took["extraction"], f"times as fast{target}")
    for processes in sorted({1, os.cpu_count() or 1}):
        started = time.perf_counter()
        read = extract_all(chain.from_iterable(_corpus() for _ in range(_TIMES)), reference(), processes)
        speed = sum(1 for _ in read) / (time.perf_counter() - started)
        yield Figure(f"{_TIMES * len(texts):,} documents, {processes} processes", speed, "documents/s by the clock")
    for times in (1, _TIMES):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            yield Figure(f"most memory, {times * len(texts):,} documents streamed", pool.apply(_peak, (times,)), "MiB")
    yield from _quality()


def _corpus() -> Iterator[Document]:
    """Stream the documents of the corpus."""
    with gzip.open(_CORPUS, "rb") as lines:
        yield from map(_document, lines)


def _document(line: bytes) -> Document:
    row = json.loads(line)
    told = row.get("published_on")
    return Document(
        document_id=row["document_id"],
        text=row["text"],
        title=row.get("title"),
        published_on=date.fromisoformat(told) if told else None,
    )


def _batches() -> Iterator[list[Document]]:
    documents = _corpus()
    while batch := list(islice(documents, _BATCH)):
        yield batch


def _timed(work: Callable[[list[Document]], int]) -> tuple[float, int]:
    """Return seconds of the processor and what was found; reading the file is not counted."""
    work([])
    seconds, found = 0.0, 0
    for batch in _batches():
        started = time.process_time()
        found += work(batch)
        seconds += time.process_time() - started
    return seconds, found


def _extract(documents: list[Document]) -> int:
    return sum(len(extractor().extract(document)) for document in documents)


def _peak(times: int) -> float:
    """Extract from the streamed corpus several times over; return the most memory of this process, in MiB."""
    for _ in range(times):
        for document in _corpus():
            extractor().extract(document)
    return _most_memory()


def _most_memory() -> float:
    """Return the most memory of this process in MiB; Linux counts that of the parent into `ru_maxrss`."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s*(\d+) kB", status.read_text())[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@cache
def _literals() -> dict[str, tuple[str, ...]]:
    """The literals that all peers look for: names of products and agencies, and triggers in all their forms."""
    agencies = rules("agencies")["names"].values()
    triggers = {
        literal
        for verb in rules("verbs").values()
        for entry in verb["forms"]
        for literal, form in inflections(entry)
        if form is not Form.NOUN
    }
    triggers |= {term for noun in rules("nouns")["noun"] for term in noun["terms"]}
    classes = rules("products")["class"]["words"]
    return {
        "product": _sorted([*classes, *(n.text for p in reference().products for n in p.names if len(n.text) > 3)]),
        "agency": _sorted(
            [*(name for names in agencies for name in names), *(row.name for row in reference().agencies)]
        ),
        "trigger": _sorted(triggers),
    }


def _sorted(literals: set[str] | list[str]) -> tuple[str, ...]:
    """Longest first, as an alternation wants it."""
    return tuple(sorted({fold(literal) for literal in literals}, key=lambda literal: (-len(literal), literal)))


@cache
def _automaton() -> AhoCorasick:
    literals = [literal for group in _literals().values() for literal in group]
    return AhoCorasick(literals, matchkind=MatchKind.LeftmostLongest)


def _bare_scan(documents: list[Document]) -> int:
    automaton = _automaton()
    return sum(len(automaton.find_matches_as_indexes(fold(document.text))) for document in documents)


@cache
def _expressions() -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, literals)) + r")(?!\w)")
        for kind, literals in _literals().items()
    }


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


def _naive(documents: list[Document]) -> int:
    """Sentences that hold a product, an agency and a trigger; each expression only where the one before it hit."""
    expressions = _expressions()
    return sum(
        all(expression.search(sentence) for expression in expressions.values())
        for document in documents
        for sentence in _SENTENCE_END.split(fold(document.text))
    )


@cache
def _pipeline() -> tuple[Language, PhraseMatcher, Matcher]:
    import spacy
    from spacy.matcher import Matcher, PhraseMatcher

    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    language.max_length = 10**8
    triggers = Matcher(language.vocab)
    words = [literal for literal in _literals()["trigger"] if literal.isalpha()]
    triggers.add("trigger", [[{"LOWER": {"IN": words}}]])
    names = PhraseMatcher(language.vocab, attr="LOWER")
    for kind, literals in _literals().items():
        phrases = sorted(set(literals) - set(words)) if kind == "trigger" else literals
        names.add(kind, [language.make_doc(literal) for literal in phrases])
    return language, names, triggers


def _spacy(documents: list[Document]) -> int:
    """Sentences that hold a product, an agency and a trigger, by spaCy's matchers."""
    language, names, triggers = _pipeline()
    found = 0
    for parsed in language.pipe((document.text for document in documents), batch_size=_BATCH):
        number = {token.i: at for at, sentence in enumerate(parsed.sents) for token in sentence}
        kinds: dict[int, set[str]] = {}
        for matcher in (names, triggers):
            for key, start, _ in matcher(parsed):
                kinds.setdefault(number[start], set()).add(language.vocab.strings[key])
        found += sum(len(of_sentence) == len(_literals()) for of_sentence in kinds.values())
    return found


def _quality() -> Iterator[Figure]:
    """Yield precision and recall on the notes, and on the development documents and their halves."""
    of_notes = score([document.document_id for document in notes().documents], notes().gold, notes().found)
    yield Figure("notes: precision", of_notes.precision, "")
    yield Figure("notes: recall", of_notes.recall, "")
    yield Figure("notes without events: false alarms", of_notes.alarmed, f"of {of_notes.clean}")
    for collection in development_split.COLLECTIONS:
        found: Counter[str] = Counter()
        for half in development_split.HALVES:
            figures_of_half = development_split.score_half(collection, half).figures
            events, without = figures_of_half["events"], figures_of_half["documents_without_events"]
            found.update({key: events[key] for key in ("gold", "found", "matched")})
            found["documents"] += without["documents"]
            found["alarms"] += without["with_false_alarm"]
            yield Figure(f"{collection} documents, {half} half: precision", events["precision"], "")
            yield Figure(f"{collection} documents, {half} half: recall", events["recall"], "")
            for attribute, share in figures_of_half["attributes_on_matched"].items():
                if share is not None:
                    yield Figure(f"{collection} documents, {half} half: {attribute}", share, "")
        yield Figure(f"{collection} documents: precision", found["matched"] / found["found"], "")
        yield Figure(f"{collection} documents: recall", found["matched"] / found["gold"], "")
        yield Figure(
            f"{collection} documents without events: false alarms", found["alarms"], f"of {found['documents']}"
        )
