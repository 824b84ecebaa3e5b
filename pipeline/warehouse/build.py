"""The whole way, from `raw/` to a published version, without an orchestrator."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pipeline.extraction.tables import MentionTables, read_mentions
from pipeline.resolution.tables import MilestoneTables, resolve
from pipeline.sources.tables import SourceTables, read_sources
from pipeline.warehouse.transaction import Version, exclusive, publish


def build(raw: Path, warehouse: Path) -> Version:
    """Build and publish the warehouse of everything under `raw`.

    Raises:
        BuildUnderWayError: when another build holds the warehouse.
        IntegrityError: when the tables do not hold together; nothing is published.
    """
    with exclusive(warehouse):
        read = read_sources(raw)
        mentioned = read_mentions(raw, read.documents, read.agencies)
        resolved = resolve(raw, read, mentioned.mentions)
        return publish(all_tables(read, mentioned, resolved), warehouse)


def all_tables(read: SourceTables, mentioned: MentionTables, resolved: MilestoneTables) -> Mapping[str, pl.DataFrame]:
    """Return the tables of all stages by name, the rejections of each stage in one."""
    return {
        "sources": read.sources,
        "companies": read.companies,
        "products": resolved.products,
        "product_names": resolved.product_names,
        "agencies": read.agencies,
        "indications": read.indications,
        "documents": read.documents,
        "mentions": mentioned.mentions,
        "register_entries": read.register_entries,
        "product_identifiers": resolved.product_identifiers,
        "milestones": resolved.milestones,
        "milestone_evidence": resolved.milestone_evidence,
        "rejections": pl.concat([read.rejections, mentioned.rejections, resolved.rejections]).unique(
            subset="rejection_id", maintain_order=True
        ),
    }
