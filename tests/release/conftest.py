"""A release, and a way to make warehouses that differ from it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from pipeline.release.console import Console
from pipeline.release.publication import Release, publish_release
from pipeline.release.reasons import Reasons
from pipeline.warehouse.build import build
from pipeline.warehouse.transaction import publish
from pipeline.warehouse.versions import Version
from tests.altered import Tables, tables_of

NO_CONSOLE = Console({}, "tests do without it")
NO_REASONS = Reasons({})


@pytest.fixture(scope="session")
def some_raw(bundled_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of the bundled announcements, with the reference tables: enough rows of each kind, and soon built."""
    raw = tmp_path_factory.mktemp("some") / "raw"
    (raw / "announcements").mkdir(parents=True)
    (raw / "reference").symlink_to(bundled_raw / "reference")
    shutil.copytree(bundled_raw / "announcements" / "2022", raw / "announcements" / "2022")
    return raw


@pytest.fixture(scope="session")
def published(some_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Version:
    """A warehouse built from them; read only."""
    return build(some_raw, tmp_path_factory.mktemp("warehouse"))


@pytest.fixture(scope="session")
def released(published: Version, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The first release of that warehouse, without the console; read only."""
    return publish_release(published, tmp_path_factory.mktemp("releases"), NO_REASONS, NO_CONSOLE)[0]


@pytest.fixture
def tables(published: Version) -> Tables:
    """The tables of that warehouse."""
    return tables_of(published)


@pytest.fixture
def warehouse_of(tmp_path: Path) -> Callable[[Mapping[str, pl.DataFrame]], Version]:
    """Publish tables as a warehouse of the test's own."""
    folder = tmp_path / "warehouse"
    folder.mkdir()
    return lambda changed: publish(changed, folder)
