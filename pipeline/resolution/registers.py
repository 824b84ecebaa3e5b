"""Register entries as events, and which product each is of: by its numbers first, by its names second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from pipeline.extraction.event import Event, Span
from pipeline.extraction.tables import event_of
from pipeline.resolution.products import ProductLinks
from pipeline.sources.registers.record import JURISDICTIONS, Identifier
from pipeline.sources.rejection import RefusedError, Rejection
from schemas.vocabulary import RejectionReason

REGISTERS_VERSION = "registers-1"
"""Version of the reading of registers, in the place where evidence of documents names the extractor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """A row of `register_entries` as an event, with its numbers and where it comes from.

    `known_until` is the day on which another value took its place, `lineage` the first of such a row of values.
    """

    register_entry_id: str
    event: Event
    numbers: tuple[str, ...]
    source_id: str
    text: str
    url: str | None
    first_seen: date
    known_until: date | None
    lineage: str
    retrieved_at: date | None
    sha256: str
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Identified:
    """The product of each entry that numbers or names tell, the numbers of products, and what was refused."""

    product_of_entry: Mapping[str, str]
    product_of_number: Mapping[str, str]
    entry_of_number: Mapping[str, str]
    curated: frozenset[str]
    rejections: tuple[Rejection, ...]


def entries_of(frame: pl.DataFrame) -> Iterator[RegisterEntry]:
    """Yield the entries of a register_entries frame; one whose value was superseded is known until that day."""
    seen = dict(frame.select("register_entry_id", "first_seen").iter_rows())
    before = {later: earlier for earlier, later in frame.select("register_entry_id", "superseded_by").iter_rows()}
    for row in frame.iter_rows(named=True):
        lineage = row["register_entry_id"]
        while lineage in before:
            lineage = before[lineage]
        yield RegisterEntry(
            known_until=seen.get(row["superseded_by"]),
            lineage=lineage,
            register_entry_id=row["register_entry_id"],
            event=event_of(row, row["register_entry_id"], (Span.of(row["text"], 0, len(row["text"])),)),
            numbers=tuple(row["identifiers"]),
            source_id=row["source_id"],
            text=row["text"],
            url=row["source_url"],
            first_seen=row["first_seen"],
            retrieved_at=row["retrieved_at"],
            sha256=row["sha256"],
            file=row["file"],
            row=row["row"],
        )


def identify(entries: Iterable[RegisterEntry], curated: Mapping[Identifier, str], by_name: ProductLinks) -> Identified:
    """Tell the product of each entry: by a curated number, by a name, or by a number that another entry explains.

    A number that names give to two products explains nothing and is refused; nor does a name overrule a curated number.
    """
    listed = list(entries)
    known = {str(number): product for number, product in curated.items()}
    claims: dict[str, dict[str, str]] = defaultdict(dict)
    of_entry: dict[str, str] = {}
    for entry in listed:
        products = {known[number] for number in entry.numbers if number in known}
        product = products.pop() if len(products) == 1 else None if products else by_name.curated(entry.event)
        if product is None:
            continue
        of_entry[entry.register_entry_id] = product
        for number in entry.numbers:
            claims[number].setdefault(product, entry.register_entry_id)
    shared = {number for number, products in claims.items() if number not in known and len(products) > 1}
    numbers = known | {number: min(products) for number, products in claims.items() if number not in {*known, *shared}}
    for entry in listed:
        explained = {numbers[number] for number in entry.numbers if number in numbers}
        if len(explained) == 1:
            of_entry.setdefault(entry.register_entry_id, explained.pop())
    return Identified(
        of_entry,
        numbers,
        {number: claims[number][product] for number, product in numbers.items() if product in claims.get(number, {})},
        frozenset(known),
        tuple(_shared(entry, shared) for entry in listed if shared & set(entry.numbers)),
    )


def _shared(entry: RegisterEntry, shared: set[str]) -> Rejection:
    number = min(shared & set(entry.numbers))
    mend = "its names belong to several products: say in registers/identifiers.csv whose number it is"
    refused = RefusedError(RejectionReason.SHARED_NAME, mend, field="identifiers", value=number)
    return refused.at(entry.file, entry.row, entry.sha256)


def identifier_rows(identified: Identified) -> Iterator[Mapping[str, object]]:
    """Yield the rows of `product_identifiers`."""
    for number, product_id in sorted(identified.product_of_number.items()):
        identifier = Identifier.parse(number)
        yield {
            "scheme": identifier.scheme.value,
            "identifier": identifier.value,
            "product_id": product_id,
            "jurisdiction": JURISDICTIONS[identifier.scheme],
            "curated": number in identified.curated,
            "register_entry_id": identified.entry_of_number.get(number),
        }
