"""Published versions: what one holds, and which is the last complete one.

What belongs here: finding and reading versions, at once and without the packages that a build needs. What does not:
making them (`pipeline.warehouse.transaction`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LATEST = "latest"
DATABASE = "milestones.duckdb"
MANIFEST = "manifest.json"
PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Version:
    """A published version of the warehouse."""

    name: str
    path: Path
    rows: Mapping[str, int]

    @property
    def database(self) -> Path:
        """The DuckDB file."""
        return self.path / DATABASE


def latest(warehouse: Path) -> Version:
    """Return the last complete version.

    Raises:
        FileNotFoundError: when nothing was published yet.
    """
    link = warehouse / LATEST
    if not link.exists():
        raise FileNotFoundError(f"{warehouse}: no warehouse yet; run `milestones build` first")
    path = link.resolve()
    manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    return Version(manifest["version"], path, manifest["rows"])
