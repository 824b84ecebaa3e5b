"""Extraction: from an announcement's text to milestone events, each with its evidence and its reasons.

A cascade of small stages: `triage`, `folding`, the scan (`lexicon`, `vocabulary`), `layout`, `products`, `frames`,
`subjects`, `factuality`, `roles`, `timeline`, `attributes`, `consolidation`; `extractor` runs them in this order. Their
rules are data under `rules/`. What belongs here: everything that a document says. What does not: what several documents
say together, which is `pipeline.resolution`'s.
"""

from pipeline.extraction.explanation import explain
from pipeline.extraction.extractor import Extractor

EXTRACTOR_VERSION = "1.0.0"

__all__ = ["EXTRACTOR_VERSION", "Extractor", "explain"]
