"""Identifiers that stay: what was once identified keeps its identifier, whatever is learnt of it later.

Things (steps, applications) are sets of members (tellings, milestones) that are found anew whenever something becomes
known. A thing keeps the identifier that most of its members bore, copies aside; a new one gets one made from what
identifies it, never from a date that may be refined. Where two become one, the older identifier stays, the other
redirects. An identifier that was published stays with the thing that was meant, whatever else becomes known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.sources.names import short_id
from schemas.partial_date import PartialDate

Members = Mapping[str, Hashable]


SAME_DAYS = 10
"""How far apart two dates of one thing may be told."""


@dataclass(frozen=True, slots=True)
class Traits:
    """By what a step is known again when sources are read anew: who speaks of it in which words, its use, its date."""

    sources: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    indication_id: str | None = None
    when: PartialDate | None = None

    def likeness(self, other: Traits) -> tuple[int, int, float] | None:
        """Return how much two are alike, for comparison; None where they cannot be one.

        Words that are read as they were go before all; where sources were read anew, use and date must not both differ.
        """
        shared, spoken = len(self.mentions & other.mentions), self.sources & other.sources
        agreement = _agreement(
            self.indication_id, other.indication_id, self.indication_id == other.indication_id
        ) + _agreement(
            self.when,
            other.when,
            bool(self.when and other.when and self.when.compatible(other.when, within_days=SAME_DAYS)),
        )
        if not shared and not (spoken and agreement >= _LEAST_AGREEMENT):
            return None
        return shared, agreement, len(spoken) / len(self.sources | other.sources)


_LEAST_AGREEMENT = 2


def _agreement(one: object, other: object, same: bool) -> int:
    return 1 if one is None or other is None else 2 * same


@dataclass(frozen=True, slots=True)
class Pin:
    """An identifier published before, and the traits that its step had; the step that has them now keeps it."""

    identifier: str
    group: tuple[str, ...]
    traits: Traits


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing to be identified.

    `identity` is what identifies it, `members` what it consists of, each with what it says (members that say the same
    have one vote), `group` what it shares with its like.
    """

    identity: tuple[str, ...]
    members: Members
    group: tuple[str, ...] = ()
    traits: Traits = Traits()


def published_names(pins: Sequence[Pin], made: Mapping[str, Candidate], ever: Collection[str]) -> Mapping[str, str]:
    """Return which identifiers give way to published ones, and to which.

    `made` holds the things of today by the identifiers that were made for them, `ever` all identifiers that were made
    on the way. One that was published and is not theirs is never given to others.
    """
    pairs = [
        (likeness, pin.identifier == identifier, pin.identifier, identifier)
        for pin in pins
        for identifier, candidate in made.items()
        if pin.group == candidate.group
        for likeness in [pin.traits.likeness(candidate.traits)]
        if likeness
    ]
    names: dict[str, str] = {}
    given: set[str] = set()
    for _likeness, _same, published, identifier in sorted(pairs, reverse=True):
        if identifier not in names and published not in given:
            names[identifier] = published
            given.add(published)
    taken = {pin.identifier for pin in pins}
    for identifier in ever:
        foreign = identifier in given or (identifier in taken and identifier in made)
        if identifier not in names and foreign:
            names[identifier] = short_id(identifier[:2], identifier, "not the published one")
    return names


@dataclass(slots=True)
class Identifiers:
    """Gives identifiers, and remembers them from one day to the next; `names` replaces some that it would make."""

    prefix: str
    names: Mapping[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    _of_member: dict[str, str] = field(default_factory=dict)
    _born: dict[str, int] = field(default_factory=dict)

    def assign(self, candidates: Sequence[Candidate]) -> list[str]:
        """Return an identifier for each candidate; new ones are numbered in the order given."""
        kept = self._kept(candidates)
        given = []
        for position, candidate in enumerate(candidates):
            held = sorted(kept.get(position, ()), key=lambda identifier: self._born[identifier])
            identifier = held[0] if held else self._new(candidate)
            self.merged.update(dict.fromkeys(held[1:], identifier))
            given.append(identifier)
        for candidate, identifier in zip(candidates, given, strict=True):
            self._of_member.update(dict.fromkeys(candidate.members, identifier))
        return given

    def _kept(self, candidates: Sequence[Candidate]) -> Mapping[int, list[str]]:
        """Return for each candidate the identifiers of which it holds most members, the first one where several do."""
        shares: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for position, candidate in enumerate(candidates):
            votes: dict[str, set[Hashable]] = defaultdict(set)
            for member, says in candidate.members.items():
                if member in self._of_member:
                    votes[self._of_member[member]].add(says)
            for identifier, said in votes.items():
                shares[identifier].append((-len(said), position))
        kept: dict[int, list[str]] = defaultdict(list)
        for identifier, claims in shares.items():
            kept[min(claims)[1]].append(identifier)
        return kept

    def _new(self, candidate: Candidate) -> str:
        number = 1
        while (made := short_id(self.prefix, *candidate.identity, str(number))) in self.made:
            number += 1
        self.made.add(made)
        identifier = self.names.get(made, made)
        self._born[identifier] = len(self._born)
        return identifier

    def now(self, identifier: str) -> str:
        """Return the identifier that stands for it now."""
        while identifier in self.merged:
            identifier = self.merged[identifier]
        return identifier
