"""Which product a mention means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.extraction.event import Event
from pipeline.resolution.links import Link
from pipeline.sources.names import name_key, short_id
from pipeline.sources.reference import Name, Product
from schemas.vocabulary import LinkReason

_PROVISIONAL = "provisional-"


@dataclass(frozen=True, slots=True)
class ProvisionalProduct:
    """A product that documents name and the reference data lacks, or whose names point to several."""

    product_id: str
    preferred_name: str
    names: tuple[Name, ...]


class ProductLinks:
    """Links events to products.

    A name that one curated product bears decides, the event's principal name before the others. Events whose names
    no curated product bears are joined by the names they share, and each such set is one provisional product; its
    identifier comes from the alphabetically first principal name, so that neither order nor number of events matters.
    `identified` gives the product of register entries whose numbers tell it; it goes before every name.
    """

    def __init__(
        self, products: Iterable[Product], events: Iterable[Event], identified: Mapping[str, str] | None = None
    ) -> None:
        self._identified = identified or {}
        listed = [(name_key(name.text), product.product_id, name) for product in products for name in product.names]
        self._curated = {key: product_id for key, product_id, _ in listed}
        self._kinds = {key: LinkReason(name.kind.value) for key, _, name in listed}
        self._provisional = self._provisional_products([event for event in events if self._known(event) is None])

    def link(self, event: Event) -> Link:
        """Return which product the event's name means, and why."""
        key = name_key(event.product)
        if event.document_id in self._identified:
            return Link(self._identified[event.document_id], LinkReason.NUMBER)
        if key in self._curated:
            return Link(self._curated[key], self._kinds[key])
        candidates = self._candidates(event)
        if len(candidates) == 1:
            return Link(candidates.pop(), LinkReason.FURTHER_NAME)
        if candidates:
            return Link(None, LinkReason.AMBIGUOUS, tuple(sorted(candidates)))
        return Link(self._provisional[key].product_id, LinkReason.PROVISIONAL)

    def among(self, events: Iterable[Event]) -> ProductLinks:
        """Return the links that these events alone would have given: what was known when only they were."""
        links = ProductLinks((), ())
        links._identified, links._curated, links._kinds = self._identified, self._curated, self._kinds
        links._provisional = links._provisional_products([event for event in events if self._known(event) is None])
        return links

    def component_of(self, event: Event) -> str | None:
        """Return the provisional product of an event; None where curated names tell the product."""
        return None if self._known(event) else self._provisional[name_key(event.product)].product_id

    def preferred_names(self) -> Mapping[str, str]:
        """Return what each provisional product is called."""
        return {product.product_id: product.preferred_name for product in self._provisional.values()}

    @property
    def provisional(self) -> tuple[ProvisionalProduct, ...]:
        """The provisional products, sorted by identifier."""
        return tuple(
            sorted(
                {product.product_id: product for product in self._provisional.values()}.values(),
                key=lambda product: product.product_id,
            )
        )

    def product_of(self, event: Event) -> str:
        """Return the identifier of the product that the event tells of; KeyError for an event not given before."""
        return self._known(event) or self._provisional[name_key(event.product)].product_id

    def curated(self, event: Event) -> str | None:
        """Return the curated product that the names of the event mean; None where they mean none, or several."""
        principal = self._curated.get(name_key(event.product))
        if principal:
            return principal
        others = self._candidates(event)
        return others.pop() if len(others) == 1 else None

    def _known(self, event: Event) -> str | None:
        return self._identified.get(event.document_id) or self.curated(event)

    def _candidates(self, event: Event) -> set[str]:
        return {self._curated[key] for key in map(name_key, event.product_names) if key in self._curated}

    def _provisional_products(self, events: list[Event]) -> Mapping[str, ProvisionalProduct]:
        groups = _connected([{name_key(event.product), *self._free_keys(event)} for event in events])
        members: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            members[groups[name_key(event.product)]].append(event)
        made = {root: self._provisional_product(told) for root, told in members.items()}
        return {key: made[root] for key, root in groups.items() if root in made}

    def _provisional_product(self, events: list[Event]) -> ProvisionalProduct:
        principal = min((event.product for event in events), key=lambda name: (name_key(name), name))
        written: dict[str, str] = {}
        for name in sorted({name for event in events for name in (event.product, *event.product_names)}):
            written.setdefault(name_key(name), name)
        return ProvisionalProduct(
            product_id=_provisional_id(principal),
            preferred_name=principal,
            names=tuple(Name(written[key]) for key in sorted(written) if key and key not in self._curated),
        )

    def _free_keys(self, event: Event) -> set[str]:
        return {key for key in map(name_key, event.product_names) if key and key not in self._curated}


def is_provisional(product_id: str) -> bool:
    """Tell whether a product was found in documents alone."""
    return product_id.startswith(_PROVISIONAL)


def _provisional_id(name: str) -> str:
    """Return an identifier that can be read, and that no other name has."""
    words = "".join(character if character.isascii() and character.isalnum() else " " for character in name.lower())
    slug = "-".join(words.split())
    return (
        f"{_PROVISIONAL}{slug}"
        if name_key(slug) == name_key(name)
        else short_id(f"{_PROVISIONAL}{slug}", name_key(name))
    )


def _connected(sets: list[set[str]]) -> dict[str, str]:
    """Return for every key the least key of all that are reachable through sets that share one."""
    root: dict[str, str] = {key: key for keys in sets for key in keys}

    def find(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for keys in sets:
        first, *others = sorted(map(find, keys))
        for other in others:
            low, high = sorted((find(first), find(other)))
            root[high] = low
    return {key: find(key) for key in root}
