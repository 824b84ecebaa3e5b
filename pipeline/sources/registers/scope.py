"""Which records of a register are about cell and gene therapies.

The rule: a curated number or name, else the register's own flag, else the stem of the non-proprietary name; minus
curated exclusions. A flagged record that the curators exclude is reported; a selected one that the register does not
flag bears both in its entry (`flagged`, `selected_by`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.sources.names import name_key
from pipeline.sources.reference import Product
from pipeline.sources.registers.record import Identifier, Record
from pipeline.sources.rejection import RefusedError, Rejection
from schemas.vocabulary import NameKind, RejectionReason, Selection

IDENTIFIERS = "identifiers.csv"
EXCLUSIONS = "exclusions.csv"

_STEM = re.compile(
    r"\b\w{4,}(?:leucel|temcel|tecel|stem[- ]?cel|ulecel|cytecel|lecel|mulcel|encel|cel(?:-t)?)\b|"
    r"\b\w+gene \w+|\b\w{4,}(?:repvec|parvovec|plasmid|denovec|tivec|lenvec|vec)\b",
    re.IGNORECASE,
)
"""Stems of non-proprietary names of cell and gene therapies, as the WHO gives them."""
_SUFFIX = re.compile(r"-[a-z]{4}$")
_TELLING_KINDS = {NameKind.INN, NameKind.BRAND, NameKind.NATIVE, NameKind.CODE}
_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Scope:
    """The curated numbers with their products, the curated names, and what is excluded."""

    products_by_number: Mapping[Identifier, str]
    names: frozenset[str]
    exclusions: Mapping[str, str]

    def selection(self, record: Record) -> Selection | None:
        """Return why the record is in scope, None where it is not.

        Raises:
            RefusedError: `OUT_OF_SCOPE` where the register flags what the curators exclude.
        """
        reason = self._excluded(record)
        if reason is not None:
            if record.flagged:
                mend = f"excluded: {reason}; if that is wrong, take it out of registers/{EXCLUSIONS}"
                raise RefusedError(RejectionReason.OUT_OF_SCOPE, mend, field="flag", value=record.names[0])
            return None
        if any(number in self.products_by_number for number in record.identifiers):
            return Selection.CURATED
        if record.flagged:
            return Selection.FLAG
        if any(self._known(name) for name in record.names):
            return Selection.CURATED
        return Selection.STEM if record.substance and is_stem(record.substance) else None

    def _excluded(self, record: Record) -> str | None:
        keys = [*(str(number) for number in record.identifiers), *map(name_key, record.names)]
        return next((self.exclusions[key] for key in keys if key in self.exclusions), None)

    def _known(self, name: str) -> bool:
        return name_key(name) in self.names or name_key(without_suffix(name)) in self.names


def is_stem(substance: str) -> bool:
    """Tell whether a non-proprietary name ends like that of a cell or gene therapy."""
    return _STEM.search(without_suffix(substance.strip())) is not None


def without_suffix(name: str) -> str:
    """Return a proper name without the four letters that the FDA hangs on it."""
    return _SUFFIX.sub("", name.strip())


def read_scope(folder: Path, products: Iterable[Product]) -> tuple[Scope, list[Rejection]]:
    """Read the curated numbers and exclusions under `raw/registers`, and what was refused of them."""
    listed = list(products)
    known = {product.product_id for product in listed}
    rejections: list[Rejection] = []
    numbers: dict[Identifier, str] = {}
    for row, cells in _rows(folder / IDENTIFIERS):
        try:
            identifier = Identifier.parse(f"{cells['scheme']}:{cells['identifier']}")
            _take(numbers, identifier, cells["product_id"], known)
        except (ValueError, KeyError) as error:
            refused = RefusedError(RejectionReason.INVALID_ROW, f"correct the row: {error}", value=str(cells))
            rejections.append(refused.at(f"{folder.name}/{IDENTIFIERS}", row))
    names = frozenset(
        key
        for product in listed
        for name in product.names
        if name.kind in _TELLING_KINDS and len(key := name_key(name.text)) >= _SHORTEST_NAME
    )
    exclusions = {
        key: cells.get("reason") or "listed as excluded"
        for _, cells in _rows(folder / EXCLUSIONS)
        for key in (name_key(cells.get("name") or ""), (cells.get("number") or "").strip())
        if key
    }
    return Scope(numbers, names, exclusions), rejections


def _take(numbers: dict[Identifier, str], identifier: Identifier, product_id: str, known: set[str]) -> None:
    if product_id not in known:
        raise ValueError(f"no product {product_id} in reference/products.csv")
    if numbers.setdefault(identifier, product_id) != product_id:
        raise ValueError(f"{identifier} belongs to {numbers[identifier]} already")


def _rows(path: Path) -> Iterable[tuple[int, Mapping[str, str]]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(enumerate(csv.DictReader(stream), start=2))
