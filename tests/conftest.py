"""What tests of several packages share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from pipeline.warehouse.build import build
from pipeline.warehouse.versions import LATEST, Version, latest

ROOT = Path(__file__).resolve().parents[1]
FIRST_NOTE = "2020-07-24-fda-brexu-cel-approval"

# how long an example takes says how busy the machine is
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: tests of servers and browsers wait much."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def bundled_raw() -> Path:
    """The inputs that the project ships."""
    return ROOT / "raw"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project that holds documents of others; tests that want it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is absent")
    return folder


class Once:
    """Warehouses that are built once for all test processes; read only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def built(self, name: str, raw: Path) -> Version:
        """Return the warehouse of that name, built from the inputs by whoever comes first."""
        warehouse = self.folder / name
        with FileLock(f"{warehouse}.lock"):
            return latest(warehouse) if (warehouse / LATEST).exists() else build(raw, warehouse)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """The folder that all test processes share."""
    own = tmp_path_factory.getbasetemp()
    return Once(own if worker_id == "master" else own.parent)


@pytest.fixture(scope="session")
def published(bundled_raw: Path, once: Once) -> Version:
    """A warehouse built from the bundled inputs."""
    return once.built("published", bundled_raw)


@pytest.fixture(scope="session")
def some_raw(bundled_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of the bundled announcements, with the reference tables: enough rows of each kind, and soon built."""
    raw = bare(tmp_path_factory.mktemp("some") / "raw", bundled_raw)
    shutil.copytree(bundled_raw / "announcements" / "2022", raw / "announcements" / "2022")
    return raw


@pytest.fixture(scope="session")
def some_published(some_raw: Path, once: Once) -> Version:
    """A warehouse built from them."""
    return once.built("some", some_raw)


@pytest.fixture
def small_raw(tmp_path: Path, bundled_raw: Path) -> Path:
    """Inputs of a test's own: the bundled reference tables and a single announcement."""
    raw = bare(tmp_path / "raw", bundled_raw)
    write_note(raw, FIRST_NOTE)
    return raw


@pytest.fixture
def small_built(tmp_path: Path, small_raw: Path, once: Once) -> Version:
    """The warehouse of these, of the test's own: `tmp_path / "warehouse"`."""
    shutil.copytree(once.built("small", small_raw).path.parent, tmp_path / "warehouse", symlinks=True)
    return latest(tmp_path / "warehouse")


def bare(raw: Path, bundled_raw: Path) -> Path:
    """Make a folder of inputs that holds the bundled reference tables and no announcement yet; return it."""
    (raw / "announcements").mkdir(parents=True)
    (raw / "reference").symlink_to(bundled_raw / "reference")
    return raw


def write_note(raw: Path, document_id: str, **changes: str) -> Path:
    """Write a note about the first approval of brexu-cel, its front matter changed as told; return its path."""
    matter = {
        "document_id": document_id,
        "title": "FDA approves Tecartus for mantle cell lymphoma",
        "source_url": f"https://example.org/{document_id}",
        "publisher": "Example News",
        "published_on": "2020-07-24",
        "retrieved_at": "2026-11-24",
        "language": "en",
        "text_kind": "note",
        **changes,
    }
    head = "".join(f"{key}: {value}\n" for key, value in matter.items())
    body = (
        "The U.S. Food and Drug Administration (FDA) today approved Tecartus (brexucabtagene autoleucel), Kite's "
        "CAR-T, for adults with relapsed or refractory mantle cell lymphoma."
    )
    path = raw / "announcements" / f"{document_id}.md"
    path.write_text(f"---\n{head}---\n\n{body}\n", encoding="utf-8")
    return path
