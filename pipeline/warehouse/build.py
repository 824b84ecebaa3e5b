"""The whole way, from `raw/` to a published version, without an orchestrator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import polars as pl

from pipeline.extraction.tables import MentionTables, read_mentions
from pipeline.resolution.tables import MilestoneTables, resolve
from pipeline.sources.tables import SourceTables, read_sources
from pipeline.warehouse.transaction import exclusive, publish
from pipeline.warehouse.versions import Version


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


def all_tables(*stages: SourceTables | MentionTables | MilestoneTables) -> Mapping[str, pl.DataFrame]:
    """Return the tables of all stages by name, the rejections of the stages in one."""
    tables = {field.name: getattr(stage, field.name) for stage in stages for field in fields(stage)}
    rejections = pl.concat([stage.rejections for stage in stages]).unique("rejection_id", maintain_order=True)
    return {**tables, "rejections": rejections}
