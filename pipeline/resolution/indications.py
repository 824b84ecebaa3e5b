"""Which disease a phrase means."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.resolution.links import Link, link_of
from pipeline.sources.reference import Indication
from schemas.vocabulary import LinkReason

_AMERICAN = (
    ("aemi", "emi"),
    ("haem", "hem"),
    ("paed", "ped"),
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("tumour", "tumor"),
    ("anaem", "anem"),
    ("ischaem", "ischem"),
)
_WORD = re.compile(r"[^\W_]+")


def words_of(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase without case, punctuation, accents and British spelling."""
    plain = unicodedata.normalize("NFKD", phrase).casefold().replace("β", "beta").replace("’s", "").replace("'s", "")
    for british, american in _AMERICAN:
        plain = plain.replace(british, american)
    return tuple(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


class IndicationLinks:
    """Links phrases to indications by the longest names that stand in them."""

    def __init__(self, indications: Iterable[Indication]) -> None:
        bearers: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._parent: dict[str, str | None] = {}
        for indication in indications:
            self._parent[indication.indication_id] = indication.parent_id
            for name in (indication.name, *(synonym.text for synonym in indication.synonyms)):
                bearers[words_of(name)].add(indication.indication_id)
        self._bearer = {words: next(iter(ids)) for words, ids in bearers.items() if words and len(ids) == 1}
        self._longest = max(map(len, self._bearer), default=0)

    def link(self, phrase: str | None) -> Link:
        """Return which disease the phrase names, and why: of several the first, with all as candidates.

        A disease and one that it is a kind of count as the more special one.
        """
        words = words_of(phrase or "")
        named = list(dict.fromkeys(self._named(words)))
        special = [one for one in named if not any(one in self.kinds_above(other) for other in named if other != one)]
        if len(special) > 1:
            return Link(special[0], LinkReason.FIRST_NAMED, tuple(sorted(special)))
        whole = words in self._bearer
        return link_of(special, LinkReason.NAME if whole else LinkReason.IN_PHRASE)

    def indication_of(self, phrase: str | None) -> str | None:
        """Return the disease that the phrase names, the first of several; None where it names none."""
        return self.link(phrase).target_id

    def kinds_above(self, indication_id: str) -> Iterator[str]:
        """Yield the diseases that this one is a kind of, nearest first."""
        seen = {indication_id}
        parent = self._parent.get(indication_id)
        while parent and parent not in seen:
            yield parent
            seen.add(parent)
            parent = self._parent.get(parent)

    def related(self, one: str, other: str) -> bool:
        """Tell whether the two are the same disease, or one is a kind of the other."""
        return one == other or one in self.kinds_above(other) or other in self.kinds_above(one)

    def _named(self, words: tuple[str, ...]) -> Iterator[str]:
        start = 0
        while start < len(words):
            for length in range(min(self._longest, len(words) - start), 0, -1):
                found = self._bearer.get(words[start : start + length])
                if found:
                    yield found
                    start += length
                    break
            else:
                start += 1
