"""What a name was taken for, and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from schemas.vocabulary import LinkReason


@dataclass(frozen=True, slots=True)
class Link:
    """The identifier that a name was linked to; None where it was left open, then `candidates` says between what."""

    target_id: str | None
    reason: LinkReason
    candidates: tuple[str, ...] = ()


NO_LINK = Link(None, LinkReason.UNKNOWN)


def link_of(bearers: Collection[str], reason: LinkReason) -> Link:
    """Return the link to the only bearer of a name; one that several bear, or none, is left open."""
    if len(bearers) == 1:
        return Link(next(iter(bearers)), reason)
    return Link(None, LinkReason.AMBIGUOUS, tuple(sorted(bearers))) if bearers else NO_LINK
