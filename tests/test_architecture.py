"""The one-way flow, and documents that must equal what they are made from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from schemas.projections.dictionary import dictionary, entity_diagram
from schemas.tables import RELEASE_TABLES

ROOT = Path(__file__).resolve().parents[1]


def test_imports_go_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_data_dictionary_is_current() -> None:
    kept = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert kept == dictionary(RELEASE_TABLES), "run: milestones dictionary > docs/data-dictionary.md"


def test_readme_shows_the_entity_diagram() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("```mermaid\n")[2].partition("\n```")[0]
    assert shown == entity_diagram(RELEASE_TABLES), "copy the diagram of docs/data-dictionary.md into README.md"


def test_lock_holds_names_versions_and_hashes_only() -> None:
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        assert "://" not in line
        assert line.startswith("    --hash=sha256:") or "==" in line
