"""Scores events against gold events by the matching rules of the evaluation guidelines.

An event matches a gold event of its document when type, jurisdiction, product (any name of one equal to any of the
other, without case, marks and punctuation) and, for a designation, which one, agree. Each matches at most one. An
optional gold event costs nothing, found or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.sources.names import name_key

ATTRIBUTES = ("event_date", "agency", "application_type", "prior_lines_min", "outcome", "goal_date", "supplement")

Row = Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """Counts over all documents, and one line for each error."""

    gold: int = 0
    found: int = 0
    matched: int = 0
    clean: int = 0
    alarmed: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ATTRIBUTES, 0))
    relevant: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ATTRIBUTES, 0))
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        return self.matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 1 where there is none."""
        return self.matched / self.gold if self.gold else 1.0

    def share(self, attribute: str) -> float:
        """The share of matched pairs on which an attribute agrees, of those where either has it."""
        return self.right[attribute] / self.relevant[attribute] if self.relevant[attribute] else 1.0


def score(documents: Iterable[str], gold: Iterable[Row], found: Iterable[Row]) -> Score:
    """Score what was found in these documents."""
    of_gold, of_found = _by_document(gold), _by_document(found)
    total = Score()
    for document in documents:
        wanted, given = of_gold.get(document, []), of_found.get(document, [])
        if not wanted:
            total.clean += 1
            total.alarmed += bool(given)
        pairs = match(wanted, given)
        excused = {right for left, right in pairs if wanted[left].get("optional")}
        counted = [(wanted[left], given[right]) for left, right in pairs if right not in excused]
        total.matched += len(counted)
        total.gold += sum(not event.get("optional") for event in wanted)
        total.found += len(given) - len(excused)
        _attributes(total, counted)
        taken = {left for left, _ in pairs}, {right for _, right in pairs}
        total.errors += [
            f"missed {_line(event)}"
            for number, event in enumerate(wanted)
            if number not in taken[0] and not event.get("optional")
        ]
        total.errors += [f"wrong {_line(event)}" for number, event in enumerate(given) if number not in taken[1]]
    return total


def match(gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[int, int]]:
    """Pair gold with found events of one document, those that agree on most attributes first, optional ones last."""
    fitting = sorted(
        (bool(one.get("optional")), -_agreement(one, other), left, right)
        for left, one in enumerate(gold)
        for right, other in enumerate(found)
        if same(one, other)
    )
    pairs: list[tuple[int, int]] = []
    for _, _, left, right in fitting:
        if all(left != a and right != b for a, b in pairs):
            pairs.append((left, right))
    return pairs


def same(gold: Row, found: Row) -> bool:
    """Tell whether two events of one document are one step."""
    kind = gold["milestone_type"]
    return (
        kind == found["milestone_type"]
        and gold["jurisdiction"] == found["jurisdiction"]
        and (kind != "designation" or gold.get("designation") == found.get("designation"))
        and not _names(gold).isdisjoint(_names(found))
    )


def _names(event: Row) -> set[str]:
    written = (event.get("product"), *(event.get("product_names") or ()))
    return {name_key(name) for name in written if name} - {""}


def _agreement(gold: Row, found: Row) -> int:
    return sum(gold.get(attribute) == found.get(attribute) for attribute in ATTRIBUTES)


def _attributes(total: Score, pairs: Iterable[tuple[Row, Row]]) -> None:
    for gold, found in pairs:
        for attribute in ATTRIBUTES:
            one, other = gold.get(attribute), found.get(attribute)
            if one is None and other is None:
                continue
            total.relevant[attribute] += 1
            total.right[attribute] += one == other
            if one != other:
                total.errors.append(f"{attribute} {one} {other} of {_line(gold)}")


def _by_document(events: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for event in events:
        grouped[event["document_id"]].append(event)
    return grouped


def _line(event: Row) -> str:
    parts = (event.get(key) for key in ("document_id", "milestone_type", "jurisdiction", "product", "designation"))
    return " | ".join(str(part) for part in parts)
