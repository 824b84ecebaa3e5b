"""Where the stages lay down their tables for the next one, and how two builds are kept apart."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import polars as pl

from pipeline.warehouse.transaction import exclusive

FOLDER = ".stages"


class StageStore(dg.ConfigurableIOManager):
    """Keeps each asset's table as a Parquet file under `<warehouse>/.stages/`, and holds the warehouse during a run."""

    warehouse: str

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator[StageStore, None, None]:
        """Hold the warehouse as long as the run lasts; BuildUnderWayError when another build holds it."""
        del context
        with exclusive(Path(self.warehouse)):
            yield self

    def handle_output(self, context: dg.OutputContext, obj: pl.DataFrame) -> None:
        """Write the table."""
        path = self._path(context.asset_key)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        obj.write_parquet(beside)
        beside.replace(path)

    def load_input(self, context: dg.InputContext) -> pl.DataFrame:
        """Read the table."""
        return pl.read_parquet(self._path(context.asset_key), glob=False)

    def last(self, key: dg.AssetKey) -> pl.DataFrame | None:
        """Return the table that the last run laid down; None where there was no run yet."""
        path = self._path(key)
        return pl.read_parquet(path, glob=False) if path.exists() else None

    def _path(self, key: dg.AssetKey) -> Path:
        return Path(self.warehouse, FOLDER, *key.path).with_suffix(".parquet")
