"""The tables of the first stage: reference data, sources and documents, as checked frames."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl

from pipeline.sources.admission import admit, rejections_frame
from pipeline.sources.document import Document
from pipeline.sources.names import name_key
from pipeline.sources.reference import Agency, Company, Indication, Name, Source, read_reference
from pipeline.sources.registers.captures import FOLDER as REGISTERS
from pipeline.sources.registers.captures import Registered, read_registers
from pipeline.sources.registers.register import registers
from pipeline.sources.registers.scope import read_scope
from pipeline.sources.store import read_store
from schemas.tables import AGENCIES, COMPANIES, DOCUMENTS, INDICATIONS, REGISTER_ENTRIES, SOURCES
from schemas.vocabulary import SourceKind

REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class SourceTables:
    """What the first stage hands on."""

    sources: pl.DataFrame
    companies: pl.DataFrame
    agencies: pl.DataFrame
    indications: pl.DataFrame
    documents: pl.DataFrame
    register_entries: pl.DataFrame
    rejections: pl.DataFrame


def read_sources(raw: Path) -> SourceTables:
    """Read everything under `raw`; what cannot be believed stands in `rejections`."""
    reference = read_reference(raw / REFERENCE)
    store = read_store(raw)
    publishers = _Publishers([*reference.sources, *(register.source for register in registers())])
    documents = [(document, publishers.source_of(document)) for document in store.documents]
    scope, unscoped = read_scope(raw / REGISTERS, reference.products)
    registered = read_registers(raw, scope)
    sources = admit(SOURCES, publishers.rows(documents, registered))
    companies = admit(COMPANIES, map(_company, reference.companies))
    agencies = admit(AGENCIES, map(_agency, reference.agencies))
    indications = admit(INDICATIONS, map(_indication, reference.indications))
    admitted = admit(DOCUMENTS, (_document(*pair) for pair in documents), {"sources": sources.frame})
    entries = admit(
        REGISTER_ENTRIES,
        (entry.row() for entry in registered.entries),
        {"sources": sources.frame, "agencies": agencies.frame},
    )
    parts = (sources, companies, agencies, indications, admitted, entries)
    return SourceTables(
        sources.frame,
        companies.frame,
        agencies.frame,
        indications.frame,
        admitted.frame,
        entries.frame,
        rejections_frame(
            [
                *reference.rejections,
                *store.rejections,
                *unscoped,
                *registered.rejections,
                *(r for part in parts for r in part.rejections),
            ]
        ),
    )


class _Publishers:
    """Finds the source of a document by the host of its address, else by its publisher's name."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = {source.source_id: source for source in sources}
        self._by_host = {host.lower(): source for source in self._sources.values() for host in source.hosts}
        self._by_name = {name_key(source.name): source for source in self._sources.values()}

    def source_of(self, document: Document) -> str:
        """Return the source's identifier; a publisher that the reference data lacks becomes a source of kind other."""
        host = (urlsplit(document.url or "").hostname or "").removeprefix("www.")
        publisher = document.publisher or host or "unstated publisher"
        known = self._by_listed_host(host) or self._by_name.get(name_key(publisher))
        if known is None:
            known = self._unlisted(host or publisher, publisher)
        return known.source_id

    def _by_listed_host(self, host: str) -> Source | None:
        labels = host.split(".")
        suffixes = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((self._by_host[suffix] for suffix in suffixes if suffix in self._by_host), None)

    def _unlisted(self, place: str, publisher: str) -> Source:
        source = Source(
            source_id=re.sub(r"[^a-z0-9]+", "-", place.lower()).strip("-") or "unstated",
            name=publisher,
            kind=SourceKind.OTHER,
            hosts=(),
            url=None,
            licence=None,
            cadence=None,
            misses=None,
        )
        return self._sources.setdefault(source.source_id, source)

    def rows(self, documents: Iterable[tuple[Document, str]], registered: Registered) -> Iterator[Mapping[str, object]]:
        """Yield a row per source, with the number and latest capture of its documents and register entries."""
        entries = Counter(entry.register.metadata.source_id for entry in registered.entries)
        captures: dict[str, list[date]] = {identifier: [] for identifier in self._sources}
        counts = dict.fromkeys(self._sources, 0)
        for document, identifier in documents:
            counts[identifier] += 1
            captures[identifier] += [document.retrieved_at] if document.retrieved_at else []
        for entry in registered.entries:
            captures[entry.register.metadata.source_id].append(entry.last_seen)
        for identifier, source in self._sources.items():
            yield {
                "source_id": identifier,
                "name": source.name,
                "kind": source.kind.value,
                "hosts": list(source.hosts),
                "url": source.url,
                "licence": source.licence,
                "cadence": source.cadence,
                "misses": source.misses,
                "last_capture": max(captures[identifier], default=None),
                "document_count": counts[identifier],
                "entry_count": entries[identifier],
            }


def _texts(names: Iterable[Name]) -> list[str]:
    return list(dict.fromkeys(name.text for name in names))


def _company(company: Company) -> Mapping[str, object]:
    return {
        "company_id": company.company_id,
        "name": company.name,
        "aliases": _texts(company.aliases),
        "country": company.country,
        "acquired_by": company.acquired_by,
        "source_url": company.source_url,
        "note": company.note,
    }


def _agency(agency: Agency) -> Mapping[str, object]:
    return {
        "agency_id": agency.agency_id,
        "jurisdiction": agency.jurisdiction,
        "name": agency.name,
        "aliases": _texts(agency.aliases),
        "bodies": _texts(agency.bodies),
        "native_names": _texts(agency.native_names),
        "url": agency.url,
        "note": agency.note,
    }


def _indication(indication: Indication) -> Mapping[str, object]:
    return {
        "indication_id": indication.indication_id,
        "name": indication.name,
        "synonyms": _texts(indication.synonyms),
        "parent_id": indication.parent_id,
        "area": indication.area.value,
        "note": indication.note,
    }


def _document(document: Document, source_id: str) -> Mapping[str, object]:
    return {
        "document_id": document.document_id,
        "source_id": source_id,
        "title": document.title,
        "url": document.url,
        "publisher": document.publisher,
        "published_on": document.published_on,
        "retrieved_at": document.retrieved_at,
        "language": document.language,
        "source_language": document.source_language,
        "text_kind": document.text_kind.value,
        "text": document.text,
        "path": document.path,
        "sha256": document.sha256,
    }


def documents_of(frame: pl.DataFrame) -> Iterator[Document]:
    """Yield the documents of a documents frame."""
    for row in frame.drop("source_id").iter_rows(named=True):
        yield Document(**row)
