"""A release of the bundled warehouse, and a way to make warehouses that differ from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from pipeline.release.console import Console
from pipeline.release.publication import Release, publish_release
from pipeline.release.reasons import Reasons
from pipeline.warehouse.transaction import publish
from pipeline.warehouse.versions import Version
from schemas.tables import TABLES

NO_CONSOLE = Console({}, "tests do without it")
NO_REASONS = Reasons({})

Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="session")
def released(published: Version, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The first release of the bundled inputs, without the console; read only."""
    return publish_release(published, tmp_path_factory.mktemp("releases"), NO_REASONS, NO_CONSOLE)[0]


@pytest.fixture
def tables(published: Version) -> Tables:
    """The tables of the bundled inputs."""
    return {table.name: pl.read_parquet(published.path / "parquet" / f"{table.name}.parquet") for table in TABLES}


@pytest.fixture
def warehouse_of(tmp_path: Path) -> Callable[[Mapping[str, pl.DataFrame]], Version]:
    """Publish tables as a warehouse of the test's own."""
    folder = tmp_path / "warehouse"
    folder.mkdir()
    return lambda changed: publish(changed, folder)
