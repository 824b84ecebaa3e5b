"""The tables of the third stage: products, milestones, their evidence and history, and what they make up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from pipeline.extraction import EXTRACTOR_VERSION
from pipeline.extraction.event import Event
from pipeline.extraction.tables import Mention, mentions_of
from pipeline.resolution.applications import application_row, cycle_rows, step_rows
from pipeline.resolution.authorisations import authorisation_rows, by_market, designation_rows
from pipeline.resolution.companies import CompanyLinks
from pipeline.resolution.conflicts import conflict_rows
from pipeline.resolution.corrections import check, correction_rows, read_corrections
from pipeline.resolution.coverage import coverage_rows, read_coverage
from pipeline.resolution.history import Relink, Resolved, Rules, resolve_unit
from pipeline.resolution.identifiers import read_pins, redirects_of_pins
from pipeline.resolution.identity import Pin
from pipeline.resolution.indications import IndicationLinks
from pipeline.resolution.links import Link
from pipeline.resolution.mappings import read_mappings
from pipeline.resolution.milestones import Naming
from pipeline.resolution.origins import document_origins, of_company
from pipeline.resolution.products import ProductLinks, ProvisionalProduct
from pipeline.resolution.reasons import end_reason
from pipeline.resolution.registers import (
    REGISTERS_VERSION,
    Identified,
    RegisterEntry,
    entries_of,
    identifier_rows,
    identify,
)
from pipeline.resolution.steps import Telling
from pipeline.sources.admission import Admitted, admit, rejections_frame
from pipeline.sources.document import Document
from pipeline.sources.names import name_key, short_id
from pipeline.sources.reference import Name, Product, Reference, read_reference
from pipeline.sources.registers.captures import FOLDER as REGISTERS
from pipeline.sources.registers.scope import read_scope
from pipeline.sources.rejection import Rejection
from pipeline.sources.tables import REFERENCE, SourceTables, documents_of
from schemas import tables as declared
from schemas.declaration import Table
from schemas.vocabulary import EndReason, EvidenceLevel, LinkKind, MilestoneType, ProductStatus, SourceKind

_LEVELS = {
    SourceKind.REGISTER: EvidenceLevel.REGISTER,
    SourceKind.REGULATOR: EvidenceLevel.REGULATOR,
    SourceKind.COMPANY: EvidenceLevel.COMPANY,
    SourceKind.WIRE: EvidenceLevel.COMPANY,
}
"""Evidence level by kind of publisher; every other kind is press."""

_ENDS = {
    MilestoneType.AUTHORISATION_WITHDRAWAL,
    MilestoneType.APPLICATION_WITHDRAWAL,
    MilestoneType.DESIGNATION_WITHDRAWAL,
    MilestoneType.REFUSAL,
}


@dataclass(frozen=True, slots=True)
class MilestoneTables:
    """What the third stage hands on."""

    products: pl.DataFrame
    product_names: pl.DataFrame
    product_identifiers: pl.DataFrame
    indication_mappings: pl.DataFrame
    name_links: pl.DataFrame
    milestones: pl.DataFrame
    milestone_evidence: pl.DataFrame
    milestone_history: pl.DataFrame
    milestone_redirects: pl.DataFrame
    milestone_conflicts: pl.DataFrame
    corrections: pl.DataFrame
    applications: pl.DataFrame
    application_steps: pl.DataFrame
    application_cycles: pl.DataFrame
    authorisations: pl.DataFrame
    designations: pl.DataFrame
    coverage: pl.DataFrame
    rejections: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Origin:
    """A document and the standing of its source."""

    document: Document
    source_id: str
    level: EvidenceLevel
    origins: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Told:
    """All that is told: the mentions of documents, the entries of registers, and where each comes from."""

    mentions: Sequence[Mention]
    origins: Mapping[str, _Origin]
    entries: Mapping[str, RegisterEntry]
    identified: Identified

    @property
    def events(self) -> list[Event]:
        """The events of both."""
        return [*(mention.event for mention in self.mentions), *(entry.event for entry in self.entries.values())]

    def text_of(self, telling: Telling) -> str:
        """Return the text in which the evidence of a telling stands."""
        entry = self.entries.get(telling.mention_id)
        return entry.text if entry else self.origins[telling.event.document_id].document.text


@dataclass(frozen=True, slots=True)
class _Names:
    """What the names in a mention or register entry mean."""

    products: ProductLinks
    companies: CompanyLinks
    indications: IndicationLinks


class _Tables:
    """Admits rows table by table; what is admitted may be pointed to by what follows."""

    def __init__(self, read: SourceTables, mentions: pl.DataFrame) -> None:
        self.rejections: list[Rejection] = []
        self._frames: dict[str, pl.DataFrame] = {
            name: getattr(read, name) for name in ("companies", "agencies", "indications", "documents")
        }
        self._frames["mentions"] = mentions

    def add(self, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
        """Admit the rows of a table."""
        admitted: Admitted = admit(table, rows, self._frames)
        self._frames[table.name] = admitted.frame
        self.rejections += admitted.rejections

    def frame(self, name: str) -> pl.DataFrame:
        """Return an admitted table."""
        return self._frames[name]


def resolve(raw: Path, read: SourceTables, mentions: pl.DataFrame) -> MilestoneTables:
    """Join the mentions to milestones; reference data, corrections and published identifiers lie under `raw`.

    Raises:
        CorrectionError: when a correction expects something else than the sources give.
    """
    reference = read_reference(raw / REFERENCE)
    told = _told(raw, reference, read, mentions)
    names = _Names(
        ProductLinks(reference.products, told.events, told.identified.product_of_entry),
        CompanyLinks(reference.companies),
        IndicationLinks(reference.indications),
    )
    corrections = read_corrections(raw)
    pins = read_pins(raw)
    tellings = [
        *(_telling(mention, told.origins[mention.event.document_id], names) for mention in told.mentions),
        *(_telling_of_entry(entry, names) for entry in told.entries.values()),
    ]
    by_milestone = defaultdict(list)
    for correction in corrections.corrections:
        by_milestone[correction.milestone].append(correction)
    rules = Rules(
        naming=Naming(_preferred_names(reference, names.products), names.companies),
        related=names.indications.related,
        corrections=by_milestone,
        pins=pins.by_group,
    )
    resolved = _resolved(tellings, names.products, rules)
    check(corrections.corrections, resolved.originals)

    tables = _Tables(read, mentions)
    tables.rejections += [*corrections.rejections, *pins.rejections, *told.identified.rejections]
    tables.add(declared.PRODUCTS, _product_rows(reference.products, names.products.provisional))
    tables.add(declared.PRODUCT_NAMES, _name_rows(reference.products, names.products.provisional))
    tables.add(declared.PRODUCT_IDENTIFIERS, identifier_rows(told.identified))
    mapped = list(read_mappings(raw / REFERENCE))
    tables.rejections += [one for one in mapped if isinstance(one, Rejection)]
    tables.add(declared.INDICATION_MAPPINGS, (one for one in mapped if not isinstance(one, Rejection)))
    tables.add(declared.NAME_LINKS, _link_rows(told, names))
    tables.add(declared.MILESTONES, (milestone.row() for milestone in resolved.milestones.values()))
    admitted = set(tables.frame(declared.MILESTONES.name)["milestone_id"])
    resolved = resolved.without(resolved.milestones.keys() - admitted)
    publishers = dict(read.sources.select("source_id", "name").iter_rows())
    tables.add(declared.MILESTONE_EVIDENCE, _evidence_rows(resolved, told, publishers))
    tables.add(declared.MILESTONE_HISTORY, (belief.row() for belief in resolved.history))
    tables.add(declared.MILESTONE_REDIRECTS, _redirect_rows(resolved, pins.all))
    tables.add(declared.CORRECTIONS, correction_rows(corrections.corrections, resolved.originals))
    _add_lives(tables, resolved, names.indications, _reasons(resolved, told))
    coverage = read_coverage(raw)
    tables.rejections += coverage.rejections
    held = [tables.frame(name) for name in ("milestones", "products", "product_names", "agencies")]
    tables.add(declared.COVERAGE, coverage_rows(coverage, *held))
    return MilestoneTables(
        **{name: tables.frame(name) for name in MilestoneTables.__slots__ if name != "rejections"},
        rejections=rejections_frame(tables.rejections),
    )


def _add_lives(
    tables: _Tables, resolved: Resolved, diseases: IndicationLinks, reasons: Mapping[str, EndReason]
) -> None:
    """Add what the steps make up: applications, authorisations, designations, and where they contradict each other."""
    markets = by_market(resolved.milestones.values())

    def reason(milestone_id: str) -> EndReason:
        return reasons.get(milestone_id, EndReason.UNTOLD)

    tables.add(declared.APPLICATIONS, (application_row(one, reason) for one in resolved.applications))
    tables.add(declared.APPLICATION_STEPS, (row for one in resolved.applications for row in step_rows(one)))
    tables.add(declared.APPLICATION_CYCLES, (row for one in resolved.applications for row in cycle_rows(one)))
    tables.add(
        declared.AUTHORISATIONS,
        (row for market in markets.values() for row in authorisation_rows(market, diseases.related, reason)),
    )
    tables.add(
        declared.DESIGNATIONS,
        (row for market in markets.values() for row in designation_rows(market, diseases.related, reason)),
    )
    tables.add(
        declared.MILESTONE_CONFLICTS,
        (row for market in markets.values() for row in conflict_rows(market, resolved.steps, diseases.related)),
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
        document.document_id: _Origin(document, source_id, levels[source_id], document_origins(document, source_id))
        for document in documents_of(read.documents)
        for source_id in (sources[document.document_id],)
    }


def _telling(mention: Mention, origin: _Origin, names: _Names) -> Telling:
    event = mention.event
    company_id = names.companies.company_of(event.company)
    return Telling(
        mention_id=mention.mention_id,
        event=event,
        product_id=names.products.product_of(event),
        company_id=company_id,
        indication_id=names.indications.indication_of(event.indication),
        source_id=origin.source_id,
        level=origin.level,
        known_from=origin.document.published_on or origin.document.retrieved_at,
        origins=of_company(origin.origins, origin.level, company_id or event.company),
    )


def _telling_of_entry(entry: RegisterEntry, names: _Names) -> Telling:
    event = entry.event
    return Telling(
        mention_id=entry.register_entry_id,
        event=event,
        product_id=names.products.product_of(event),
        company_id=names.companies.company_of(event.company),
        indication_id=names.indications.indication_of(event.indication),
        source_id=entry.source_id,
        level=EvidenceLevel.REGISTER,
        known_from=entry.first_seen,
        known_until=entry.known_until,
        lineage=entry.lineage,
        numbers=frozenset(entry.numbers),
        origins=frozenset({f"source:{entry.source_id}"}),
    )


def _preferred_names(reference: Reference, links: ProductLinks) -> dict[str, str]:
    curated = {product.product_id: product.preferred_name for product in reference.products}
    return curated | dict(links.preferred_names())


def _resolved(tellings: Iterable[Telling], links: ProductLinks, rules: Rules) -> Resolved:
    """Resolve each product in each jurisdiction by itself; a provisional product in all, since its names may join."""
    units: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for telling in tellings:
        component = links.component_of(telling.event)
        units[component or telling.product_id, "" if component else telling.event.jurisdiction].append(telling)
    resolved = Resolved()
    for product_id, jurisdiction in sorted(units):
        unit = units[product_id, jurisdiction]
        resolved.extend(resolve_unit(unit, rules, None if jurisdiction else _relinked(links, rules)))
    return resolved


def _relinked(links: ProductLinks, rules: Rules) -> Relink:
    """Return what gives tellings the provisional products that they alone would have made."""

    def relink(known: Sequence[Telling]) -> Sequence[Telling]:
        then = links.among([telling.event for telling in known])
        rules.naming.products.update(then.preferred_names())
        return [replace(telling, product_id=then.product_of(telling.event)) for telling in known]

    return relink


def _link_rows(told: _Told, names: _Names) -> Iterator[Mapping[str, object]]:
    named: list[tuple[str | None, str | None, Event]] = [
        (mention.mention_id, None, mention.event) for mention in told.mentions
    ]
    named += [(None, entry.register_entry_id, entry.event) for entry in told.entries.values()]
    for mention_id, entry_id, event in named:
        links: tuple[tuple[LinkKind, str | None, Link], ...] = (
            (LinkKind.PRODUCT, event.product, names.products.link(event)),
            (LinkKind.COMPANY, event.company, names.companies.link(event.company)),
            (LinkKind.INDICATION, event.indication, names.indications.link(event.indication)),
        )
        for kind, name, link in links:
            if name:
                yield {
                    "link_id": short_id("nl", mention_id or entry_id or "", kind.value),
                    "mention_id": mention_id,
                    "register_entry_id": entry_id,
                    "kind": kind.value,
                    "name": name,
                    "target_id": link.target_id,
                    "reason": link.reason.value,
                    "candidates": list(link.candidates),
                }


def _redirect_rows(resolved: Resolved, pins: Sequence[Pin]) -> Iterator[Mapping[str, object]]:
    redirects = [*resolved.redirects, *redirects_of_pins(pins, resolved)]
    for redirect in redirects:
        yield {
            "milestone_id": redirect.milestone_id,
            "redirects_to": redirect.redirects_to,
            "reason": redirect.reason.value,
            "since": redirect.since,
        }


def _reasons(resolved: Resolved, told: _Told) -> Mapping[str, EndReason]:
    """Return for each milestone that ends something why, by the words quoted for it, else by their paragraphs."""
    ends = {one.milestone_id for one in resolved.milestones.values() if one.milestone_type in _ENDS}
    reasons = {}
    for milestone_id in sorted(ends):
        quotes, paragraphs = set(), set()
        for telling in resolved.steps[milestone_id]:
            text = told.text_of(telling)
            for span in telling.event.evidence:
                quotes.add(text[span.start : span.end])
                paragraphs.add(text[text.rfind("\n", 0, span.start) + 1 : (text + "\n").index("\n", span.end)])
        reason = end_reason(sorted(quotes))
        reasons[milestone_id] = reason if reason is not EndReason.UNTOLD else end_reason(sorted(paragraphs))
    return reasons


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


def _evidence_rows(resolved: Resolved, told: _Told, publishers: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
    for milestone_id, step in resolved.steps.items():
        for telling in step:
            entry = told.entries.get(telling.mention_id)
            standing = (
                _of_document(telling, told.origins[telling.event.document_id].document)
                if entry is None
                else _of_entry(entry, publishers[entry.source_id])
            )
            text = told.text_of(telling)
            when = telling.event.event_date
            for span in telling.event.evidence:
                yield {
                    "evidence_id": short_id("ev", milestone_id, telling.mention_id, str(span.start), str(span.end)),
                    "milestone_id": milestone_id,
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
