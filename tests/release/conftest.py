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
from pipeline.warehouse.transaction import publish
from pipeline.warehouse.versions import Version
from tests.altered import Tables, tables_of

NO_CONSOLE = Console({}, "tests do without it")
NO_REASONS = Reasons({})


@pytest.fixture(scope="session")
def published(some_published: Version) -> Version:
    """The warehouse that is released; read only."""
    return some_published


@pytest.fixture(scope="session")
def released(published: Version, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The first release of that warehouse, without the console; read only."""
    return publish_release(published, tmp_path_factory.mktemp("releases"), NO_REASONS, NO_CONSOLE)[0]


@pytest.fixture
def output(released: Release, tmp_path: Path) -> Path:
    """A folder of releases of the test's own, which holds that one."""
    return Path(shutil.copytree(released.path.parent, tmp_path / "releases"))


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
