"""Identifiers that stay: what was once identified keeps its identifier, whatever is learnt of it later.

Things (steps, applications) are sets of members (tellings, milestones) that are found anew whenever something becomes
known. A thing keeps the identifier that most of its members bore, copies aside; a new one gets one made from what
identifies it, never from a date that may be refined. Where two become one, the older identifier stays, the other
redirects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.sources.names import short_id

Members = Mapping[str, Hashable]


@dataclass(frozen=True, slots=True)
class Pin:
    """An identifier published before, and the sources that spoke of it; whatever they speak of keeps it."""

    identifier: str
    group: tuple[str, ...]
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing to be identified.

    `identity` is what identifies it, `members` what it consists of, each with what it says (members that say the same
    have one vote), `sources` who speaks of it, `group` what it shares with its like.
    """

    identity: tuple[str, ...]
    members: Members
    sources: frozenset[str] = frozenset()
    group: tuple[str, ...] = ()


@dataclass(slots=True)
class Identifiers:
    """Gives identifiers, and remembers them from one day to the next."""

    prefix: str
    pins: Sequence[Pin] = ()
    merged: dict[str, str] = field(default_factory=dict)
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
        identifier = self._pinned(candidate) or self._numbered(candidate)
        self._born[identifier] = len(self._born)
        return identifier

    def _pinned(self, candidate: Candidate) -> str | None:
        fitting = [
            (-len(pin.sources & candidate.sources), pin.identifier)
            for pin in self.pins
            if pin.group == candidate.group and pin.identifier not in self._born and pin.sources & candidate.sources
        ]
        return min(fitting)[1] if fitting else None

    def _numbered(self, candidate: Candidate) -> str:
        taken = {pin.identifier for pin in self.pins}
        number = 1
        while True:
            identifier = short_id(self.prefix, *candidate.identity, str(number))
            if identifier not in self._born and identifier not in taken:
                return identifier
            number += 1

    def now(self, identifier: str) -> str:
        """Return the identifier that stands for it now."""
        while identifier in self.merged:
            identifier = self.merged[identifier]
        return identifier
