"""The tables of the third stage: products, milestones and their evidence, as checked frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipeline.extraction import EXTRACTOR_VERSION
from pipeline.extraction.tables import Mention, mentions_of
from pipeline.resolution.companies import CompanyLinks
from pipeline.resolution.indications import IndicationLinks
from pipeline.resolution.milestones import Milestone, milestones
from pipeline.resolution.products import ProductLinks, ProvisionalProduct
from pipeline.resolution.registers import (
    REGISTERS_VERSION,
    Identified,
    RegisterEntry,
    entries_of,
    identifier_rows,
    identify,
)
from pipeline.resolution.steps import Telling, join
from pipeline.sources.admission import admit, rejections_frame
from pipeline.sources.document import Document
from pipeline.sources.names import name_key, short_id
from pipeline.sources.reference import Name, Product, Reference, read_reference
from pipeline.sources.registers.captures import FOLDER as REGISTERS
from pipeline.sources.registers.scope import read_scope
from pipeline.sources.tables import REFERENCE, SourceTables, documents_of
from schemas.tables import MILESTONE_EVIDENCE, MILESTONES, PRODUCT_IDENTIFIERS, PRODUCT_NAMES, PRODUCTS
from schemas.vocabulary import EvidenceLevel, ProductStatus, SourceKind

_LEVELS = {
    SourceKind.REGISTER: EvidenceLevel.REGISTER,
    SourceKind.REGULATOR: EvidenceLevel.REGULATOR,
    SourceKind.COMPANY: EvidenceLevel.COMPANY,
    SourceKind.WIRE: EvidenceLevel.COMPANY,
}
"""Evidence level by kind of publisher; every other kind is press."""


@dataclass(frozen=True, slots=True)
class MilestoneTables:
    """What the third stage hands on."""

    products: pl.DataFrame
    product_names: pl.DataFrame
    product_identifiers: pl.DataFrame
    milestones: pl.DataFrame
    milestone_evidence: pl.DataFrame
    rejections: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Origin:
    """A document and the standing of its source."""

    document: Document
    source_id: str
    level: EvidenceLevel


@dataclass(frozen=True, slots=True)
class _Told:
    """All that is told: the mentions of documents, the entries of registers, and where each comes from."""

    mentions: Sequence[Mention]
    origins: Mapping[str, _Origin]
    entries: Mapping[str, RegisterEntry]
    identified: Identified


def resolve(raw: Path, read: SourceTables, mentions: pl.DataFrame) -> MilestoneTables:
    """Join the mentions to milestones; the reference data that gives names their meaning lies under `raw`."""
    reference = read_reference(raw / REFERENCE)
    told = _told(raw, reference, read, mentions)
    events = [*(mention.event for mention in told.mentions), *(entry.event for entry in told.entries.values())]
    links = ProductLinks(reference.products, events, told.identified.product_of_entry)
    found = _milestones(reference, links, told)

    products = admit(PRODUCTS, _product_rows(reference.products, links.provisional), {"companies": read.companies})
    parents = {
        "products": products.frame,
        "companies": read.companies,
        "agencies": read.agencies,
        "indications": read.indications,
        "documents": read.documents,
        "mentions": mentions,
        "register_entries": read.register_entries,
    }
    names = admit(PRODUCT_NAMES, _name_rows(reference.products, links.provisional), parents)
    rows = admit(MILESTONES, (milestone.row for milestone in found), parents)
    publishers = dict(read.sources.select("source_id", "name").iter_rows())
    evidence = admit(MILESTONE_EVIDENCE, _evidence_rows(found, told, publishers), {**parents, "milestones": rows.frame})
    identifiers = admit(PRODUCT_IDENTIFIERS, identifier_rows(told.identified), parents)
    admitted = (products, names, identifiers, rows, evidence)
    rejected = [*told.identified.rejections, *(r for part in admitted for r in part.rejections)]
    return MilestoneTables(
        products.frame, names.frame, identifiers.frame, rows.frame, evidence.frame, rejections_frame(rejected)
    )


def _told(raw: Path, reference: Reference, read: SourceTables, mentions: pl.DataFrame) -> _Told:
    scope, _ = read_scope(raw / REGISTERS, reference.products)
    entries = {entry.register_entry_id: entry for entry in entries_of(read.register_entries)}
    identified = identify(entries.values(), scope.products_by_number, ProductLinks(reference.products, []))
    return _Told(tuple(mentions_of(mentions)), _origins(read), entries, identified)


def _origins(read: SourceTables) -> dict[str, _Origin]:
    levels = {
        source_id: _LEVELS.get(SourceKind(kind), EvidenceLevel.PRESS)
        for source_id, kind in read.sources.select("source_id", "kind").iter_rows()
    }
    sources = dict(read.documents.select("document_id", "source_id").iter_rows())
    return {
        document.document_id: _Origin(document, sources[document.document_id], levels[sources[document.document_id]])
        for document in documents_of(read.documents)
    }


def _milestones(reference: Reference, links: ProductLinks, told: _Told) -> list[Milestone]:
    companies = CompanyLinks(reference.companies)
    indications = IndicationLinks(reference.indications)
    tellings = [
        *(_telling(m, told.origins[m.event.document_id], links, companies, indications) for m in told.mentions),
        *(_telling_of_entry(entry, links, companies, indications) for entry in told.entries.values()),
    ]
    product_names = {product.product_id: product.preferred_name for product in reference.products}
    product_names |= {product.product_id: product.preferred_name for product in links.provisional}
    provisional = {product.product_id for product in links.provisional}
    return list(milestones(join(tellings, indications.related), product_names, provisional, companies))


def _telling(
    mention: Mention, origin: _Origin, links: ProductLinks, companies: CompanyLinks, indications: IndicationLinks
) -> Telling:
    event = mention.event
    return Telling(
        mention_id=mention.mention_id,
        event=event,
        product_id=links.product_of(event),
        company_id=companies.company_of(event.company),
        indication_id=indications.indication_of(event.indication),
        source_id=origin.source_id,
        level=origin.level,
        known_from=origin.document.published_on or origin.document.retrieved_at,
    )


def _telling_of_entry(
    entry: RegisterEntry, links: ProductLinks, companies: CompanyLinks, indications: IndicationLinks
) -> Telling:
    event = entry.event
    return Telling(
        mention_id=entry.register_entry_id,
        event=event,
        product_id=links.product_of(event),
        company_id=companies.company_of(event.company),
        indication_id=indications.indication_of(event.indication),
        source_id=entry.source_id,
        level=EvidenceLevel.REGISTER,
        known_from=entry.first_seen,
        numbers=frozenset(entry.numbers),
    )


def _product_rows(
    curated: Iterable[Product], provisional: Iterable[ProvisionalProduct]
) -> Iterator[Mapping[str, object]]:
    for product in curated:
        yield {
            "product_id": product.product_id,
            "inn": product.inn,
            "preferred_name": product.preferred_name,
            "scope": product.scope.value,
            "modality": product.modality.value,
            "origin": product.origin.value if product.origin else None,
            "target": product.target,
            "company_id": product.company_id,
            "status": ProductStatus.CURATED.value,
            "source_url": product.source_url,
            "note": product.note,
        }
    for found in provisional:
        yield {
            "product_id": found.product_id,
            "preferred_name": found.preferred_name,
            "status": ProductStatus.PROVISIONAL.value,
        }


def _name_rows(curated: Iterable[Product], provisional: Iterable[ProvisionalProduct]) -> Iterator[Mapping[str, object]]:
    named = [(product.product_id, product.names) for product in curated]
    named += [(found.product_id, found.names) for found in provisional]
    for product_id, names in named:
        once: dict[str, Name] = {}
        for name in names:
            once.setdefault(name_key(name.text), name)
        for key, name in once.items():
            yield {
                "product_id": product_id,
                "name": name.text,
                "name_key": key,
                "kind": name.kind.value,
                "jurisdiction": name.tag if name.tag and name.tag.isupper() else None,
                "language": name.tag if name.tag and name.tag.islower() else None,
            }


def _evidence_rows(
    found: Iterable[Milestone], told: _Told, publishers: Mapping[str, str]
) -> Iterator[Mapping[str, object]]:
    for milestone in found:
        for telling in milestone.step:
            entry = told.entries.get(telling.mention_id)
            standing = (
                _of_document(telling, told.origins[telling.event.document_id].document)
                if entry is None
                else _of_entry(entry, publishers[entry.source_id])
            )
            text = entry.text if entry else told.origins[telling.event.document_id].document.text
            when = telling.event.event_date
            for span in telling.event.evidence:
                yield {
                    "evidence_id": short_id(
                        "ev", milestone.milestone_id, telling.mention_id, str(span.start), str(span.end)
                    ),
                    "milestone_id": milestone.milestone_id,
                    "char_start": span.start,
                    "char_end": span.end,
                    "quote": text[span.start : span.end],
                    "event_date": when.first_day if when else None,
                    "event_date_precision": when.precision.value if when else None,
                    "date_basis": telling.event.date_basis.value if telling.event.date_basis else None,
                    **standing,
                }


def _of_document(telling: Telling, document: Document) -> Mapping[str, object]:
    return {
        "mention_id": telling.mention_id,
        "document_id": document.document_id,
        "register_entry_id": None,
        "source_url": document.url,
        "publisher": document.publisher,
        "published_on": document.published_on,
        "retrieved_at": document.retrieved_at,
        "sha256": document.sha256,
        "extractor_version": EXTRACTOR_VERSION,
    }


def _of_entry(entry: RegisterEntry, publisher: str) -> Mapping[str, object]:
    return {
        "mention_id": None,
        "document_id": None,
        "register_entry_id": entry.register_entry_id,
        "source_url": entry.url,
        "publisher": publisher,
        "published_on": None,
        "retrieved_at": entry.retrieved_at,
        "sha256": entry.sha256,
        "extractor_version": REGISTERS_VERSION,
    }
