"""The reference tables under `raw/reference/`: what names mean.

What belongs here: reading the CSV files into typed rows, and refusing rows that cannot be believed. What does not:
deciding what a name in a document means (resolution), or where it stands in a text (extraction).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pipeline.sources.encoding import decode
from pipeline.sources.names import name_key
from pipeline.sources.rejection import RefusedError, Rejection
from schemas.vocabulary import DiseaseArea, Modality, NameKind, ProductOrigin, ProductScope, RejectionReason, SourceKind

_TAGGED = re.compile(r"(?P<text>.*?)\s*\[(?P<tag>[A-Za-z]{2})\]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name, its kind, and its tag: a jurisdiction (upper case) or language (lower case) that uses it."""

    text: str
    kind: NameKind = NameKind.OTHER
    tag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A cell or gene therapy and everything it is called."""

    product_id: str
    inn: str | None
    names: tuple[Name, ...]
    modality: Modality
    origin: ProductOrigin | None
    scope: ProductScope
    target: str | None
    company_id: str | None
    source_url: str | None
    note: str | None

    @property
    def preferred_name(self) -> str:
        """The INN, else the first brand, else the first name of any kind."""
        brands = [name.text for name in self.names if name.kind is NameKind.BRAND]
        return self.inn or (brands or [name.text for name in self.names] or [self.product_id])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An applicant or holder; `acquired_by` is the company that owns it now."""

    company_id: str
    name: str
    aliases: tuple[Name, ...]
    country: str | None
    acquired_by: str | None
    source_url: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A medicines agency; `aliases` hold its committees and centres too."""

    agency_id: str
    jurisdiction: str
    name: str
    aliases: tuple[Name, ...]
    bodies: tuple[Name, ...]
    native_names: tuple[Name, ...]
    url: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication:
    """A disease or use, and the wider one to which it belongs."""

    indication_id: str
    name: str
    synonyms: tuple[Name, ...]
    parent_id: str | None
    area: DiseaseArea
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publisher: what it is, under which terms, and what it leaves out."""

    source_id: str
    name: str
    kind: SourceKind
    hosts: tuple[str, ...]
    url: str | None
    licence: str | None
    cadence: str | None
    misses: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference tables, and what was refused while reading them."""

    products: tuple[Product, ...] = ()
    companies: tuple[Company, ...] = ()
    agencies: tuple[Agency, ...] = ()
    indications: tuple[Indication, ...] = ()
    sources: tuple[Source, ...] = ()
    rejections: tuple[Rejection, ...] = field(default=())


class Row:
    """One CSV row with typed access; an empty cell is None. `asked` gathers the columns that were asked for."""

    def __init__(self, cells: Mapping[str, str], asked: set[str]) -> None:
        self._cells = cells
        self._asked = asked

    def text(self, column: str) -> str | None:
        """Return the text of a cell; None where it is empty."""
        self._asked.add(column)
        return (self._cells.get(column) or "").strip() or None

    def required(self, column: str) -> str:
        """Return the text of a cell; ValueError where it is empty."""
        value = self.text(column)
        if value is None:
            raise ValueError(f"{column} is empty")
        return value

    def parts(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell, which semicolons separate."""
        return tuple(part.strip() for part in (self.text(column) or "").split(";") if part.strip())

    def names(self, column: str, kind: NameKind = NameKind.OTHER) -> tuple[Name, ...]:
        """Return the parts of a cell as names, each with its tag."""
        return tuple(_name(part, kind) for part in self.parts(column))


def _name(text: str, kind: NameKind) -> Name:
    match = _TAGGED.fullmatch(text)
    return Name(match["text"], kind, match["tag"]) if match else Name(text, kind)


def _product(row: Row) -> Product:
    inn, origin = row.text("inn"), row.text("origin")
    return Product(
        product_id=row.required("product_id"),
        inn=inn.lower() if inn else None,
        names=(
            *([Name(inn, NameKind.INN)] if inn else []),
            *row.names("brands", NameKind.BRAND),
            *row.names("codes", NameKind.CODE),
            *row.names("abbreviations", NameKind.ABBREVIATION),
            *row.names("native_names", NameKind.NATIVE),
            *row.names("other_names"),
        ),
        modality=Modality(row.required("modality")),
        origin=ProductOrigin(origin) if origin else None,
        scope=ProductScope(row.required("scope")),
        target=row.text("target"),
        company_id=row.text("company_id"),
        source_url=row.text("source_url"),
        note=row.text("note"),
    )


def _company(row: Row) -> Company:
    return Company(
        company_id=row.required("company_id"),
        name=row.required("name"),
        aliases=(
            *row.names("aliases"),
            *row.names("former_names"),
            *row.names("subsidiaries"),
            *row.names("native_names", NameKind.NATIVE),
        ),
        country=row.text("country"),
        acquired_by=row.text("acquired_by"),
        source_url=row.text("source_url"),
        note=row.text("note"),
    )


def _agency(row: Row) -> Agency:
    return Agency(
        agency_id=row.required("agency_id"),
        jurisdiction=row.required("jurisdiction"),
        name=row.required("name"),
        aliases=(*row.names("aliases"), *row.names("former_names")),
        bodies=row.names("bodies"),
        native_names=row.names("native_names", NameKind.NATIVE),
        url=row.text("url"),
        note=row.text("note"),
    )


def _indication(row: Row) -> Indication:
    return Indication(
        indication_id=row.required("indication_id"),
        name=row.required("name"),
        synonyms=(
            *row.names("abbreviations", NameKind.ABBREVIATION),
            *row.names("synonyms"),
            *row.names("native_names", NameKind.NATIVE),
        ),
        parent_id=row.text("parent_id"),
        area=DiseaseArea(row.required("area")),
        note=row.text("note"),
    )


def _source(row: Row) -> Source:
    return Source(
        source_id=row.required("source_id"),
        name=row.required("name"),
        kind=SourceKind(row.required("kind")),
        hosts=row.parts("hosts"),
        url=row.text("url"),
        licence=row.text("licence"),
        cadence=row.text("cadence"),
        misses=row.text("misses"),
    )


_T = TypeVar("_T")


class TableReader:
    """Reads the files of one folder and collects what it refuses."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.rejections: list[Rejection] = []

    def _refuse(self, file: str, row: int, refused: RefusedError) -> None:
        self.rejections.append(refused.at(f"{self._folder.name}/{file}", row))

    def rows(self, file: str, key: str, make: Callable[[Row], _T]) -> dict[int, _T]:
        """Return the believable rows of a file by their row number (the header is row 1)."""
        path = self._folder / file
        if not path.exists():
            return {}
        made: dict[int, _T] = {}
        taken: set[str] = set()
        asked: set[str] = set()
        try:
            lines, header = _lines(path)
        except RefusedError as refused:
            self._refuse(file, 1, refused)
            return made
        for number, cells in enumerate(lines, start=2):
            try:
                made[number] = _made(cells, key, taken, lambda found: make(Row(found, asked)))
            except RefusedError as refused:
                self._refuse(file, number, refused)
        for column in sorted(header ^ asked) if made else ():
            mend = "correct its name" if column in header else "add it to the header; its cells may be empty"
            self._refuse(file, 1, RefusedError(RejectionReason.INVALID_ROW, mend, field="column", value=column))
        return made

    def without_shared_names(self, file: str, products: Mapping[int, Product]) -> Iterator[Product]:
        """Yield the products; a name that several claim is taken from all of them, so that it stays unresolved."""
        claims: dict[str, set[int]] = defaultdict(set)
        for number, product in products.items():
            for name in product.names:
                claims[name_key(name.text)].add(number)
        for number, product in products.items():
            kept = []
            for name in product.names:
                others = claims[name_key(name.text)] - {number}
                if others:
                    owners = ", ".join(sorted(products[other].product_id for other in others))
                    mend = f"{owners} claims it too: leave it with one of them, or with none"
                    self._refuse(
                        file, number, RefusedError(RejectionReason.SHARED_NAME, mend, field="name", value=name.text)
                    )
                else:
                    kept.append(name)
            has_inn = any(name.kind is NameKind.INN for name in kept)
            yield replace(product, names=tuple(kept), inn=product.inn if has_inn else None)


def _lines(path: Path) -> tuple[list[dict[str, str]], set[str]]:
    """Return rows and header of a CSV file; RefusedError where it is not text or not CSV."""
    try:
        reader = csv.DictReader(decode(path.read_bytes()).splitlines(keepends=True), strict=True)
        return list(reader), set(reader.fieldnames or ())
    except csv.Error as error:
        mend = "save the file as CSV, cells that hold commas or quotes in quotes"
        raise RefusedError(RejectionReason.UNREADABLE, mend, value=str(error)) from error


def _made(cells: Mapping[str, str], key: str, taken: set[str], make: Callable[[Mapping[str, str]], _T]) -> _T:
    identifier = (cells.get(key) or "").strip()
    if None in cells or None in cells.values():
        mend = "give the row as many cells as the header; quote cells that hold commas"
        raise RefusedError(RejectionReason.INVALID_ROW, mend, field=key, value=identifier)
    if identifier in taken:
        mend = f"give the row another {key}, or merge it with the first one"
        raise RefusedError(RejectionReason.DUPLICATE_ID, mend, field=key, value=identifier)
    taken.add(identifier)
    try:
        return make(cells)
    except ValueError as error:
        raise RefusedError(
            RejectionReason.INVALID_ROW, f"correct the row: {error}", field=key, value=identifier
        ) from error


def read_reference(folder: Path) -> Reference:
    """Read all reference tables of a folder; rows that cannot be believed become rejections."""
    reader = TableReader(folder)
    products = reader.without_shared_names("products.csv", reader.rows("products.csv", "product_id", _product))
    return Reference(
        products=_sorted(products, lambda product: product.product_id),
        companies=_sorted(reader.rows("companies.csv", "company_id", _company).values(), lambda row: row.company_id),
        agencies=_sorted(reader.rows("agencies.csv", "agency_id", _agency).values(), lambda row: row.agency_id),
        indications=_sorted(
            reader.rows("indications.csv", "indication_id", _indication).values(), lambda row: row.indication_id
        ),
        sources=_sorted(reader.rows("sources.csv", "source_id", _source).values(), lambda row: row.source_id),
        rejections=tuple(reader.rejections),
    )


def _sorted(rows: Iterable[_T], key: Callable[[_T], str]) -> tuple[_T, ...]:
    return tuple(sorted(rows, key=key))
