"""What tests of several packages share."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from pipeline.warehouse.build import build
from pipeline.warehouse.versions import LATEST, Version, latest

ROOT = Path(__file__).resolve().parents[1]


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


@pytest.fixture(scope="session")
def published(bundled_raw: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Version:
    """A warehouse built from the bundled inputs, once for all test processes; read only."""
    own = tmp_path_factory.getbasetemp()
    warehouse = (own if worker_id == "master" else own.parent) / "published"
    with FileLock(f"{warehouse}.lock"):
        return latest(warehouse) if (warehouse / LATEST).exists() else build(bundled_raw, warehouse)


@pytest.fixture
def small_raw(tmp_path: Path, bundled_raw: Path) -> Path:
    """Inputs of a test's own: the bundled reference tables and a single announcement."""
    raw = tmp_path / "raw"
    (raw / "announcements").mkdir(parents=True)
    (raw / "reference").symlink_to(bundled_raw / "reference")
    write_note(raw, "2020-07-24-fda-brexu-cel-approval")
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
