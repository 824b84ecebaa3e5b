"""Which sources are independent: reprints, syndicated copies and one company's word count once.

Two tellings have one origin when they share a publisher, an address, the company whose word they carry, or a text.
Texts count as one when a sketch of their five-word runs agrees in some band: almost sure at nine tenths in common, rare
at a half. Because sharing looks at two sources at a time, whatever else is known changes nothing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

import numpy as np

from pipeline.resolution.steps import Telling
from pipeline.sources.document import Document
from pipeline.sources.names import name_key
from schemas.vocabulary import EvidenceLevel

_WORD = re.compile(r"\w+")
_RUN = 5
_BANDS = 12
_ROWS = 8
_PRIME = 2**31 - 1
_FACTORS = tuple(pow(48271, power, _PRIME) for power in range(1, _BANDS * _ROWS + 1))
"""Each factor orders the runs anew; the least run of that order is one row of the sketch."""


@lru_cache(maxsize=4096)
def text_bands(text: str) -> frozenset[str]:
    """Return the bands of a text's sketch (MinHash); texts that share one are copies of each other."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1))}
    digests = np.array([zlib.crc32(run.encode()) % _PRIME for run in runs], dtype=np.int64)
    rows = [int((digests * factor % _PRIME).min()) for factor in _FACTORS]
    return frozenset(
        f"text:{band}:{'.'.join(map(str, rows[band * _ROWS : (band + 1) * _ROWS]))}" for band in range(_BANDS)
    )


def document_origins(document: Document, source_id: str) -> frozenset[str]:
    """Return what a document has in common with others of one origin, the company's word aside."""
    address = urlsplit(document.url or "")
    url = {f"url:{address.hostname}{address.path.rstrip('/')}?{address.query}"} if address.hostname else set()
    return frozenset({f"source:{source_id}"} | url) | text_bands(document.text)


def of_company(origins: frozenset[str], level: EvidenceLevel, company: str | None) -> frozenset[str]:
    """Return the origins of a telling: what a company says, on whichever wire, is that company's word."""
    if level is not EvidenceLevel.COMPANY or not company:
        return origins
    return frozenset(one for one in origins if not one.startswith("source:")) | {f"company:{name_key(company)}"}


def independent(tellings: Iterable[Telling]) -> int:
    """Return the number of origins: of sets of tellings that share nothing with each other."""
    root: dict[str, str] = {}

    def find(key: str) -> str:
        while root.setdefault(key, key) != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    firsts = []
    for telling in tellings:
        first, *others = sorted(telling.origins or {f"source:{telling.source_id}"})
        firsts.append(first)
        for other in others:
            root[find(other)] = find(first)
    return len({find(first) for first in firsts})
