"""Where the SQL console comes from, and what happens where it cannot come."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.release import console
from pipeline.release.console import PACKAGES, Package, fetch_console

CONTENT = b'import*as x from"apache-arrow";export{x};'


def tarball(path: Path, package: Package) -> str:
    """Write a package that holds every wanted file; return its integrity hash."""
    with tarfile.open(path, "w:gz") as archive:
        for name in package.files:
            entry = tarfile.TarInfo(name)
            entry.size = len(CONTENT)
            archive.addfile(entry, io.BytesIO(CONTENT))
    return console._integrity(path)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that holds packages of the test's own, pinned as the real ones are."""
    pinned = tuple(
        dataclasses.replace(package, integrity=tarball(tmp_path / package.tarball, package)) for package in PACKAGES
    )
    monkeypatch.setattr(console, "PACKAGES", pinned)
    return tmp_path


def without_npm(_name: str) -> None:
    return None


def test_cached_packages_need_no_npm(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", without_npm)
    fetched = fetch_console(cache)
    assert fetched.present
    assert fetched.files["duckdb.js"] == b"const x=globalThis.Arrow;export{x};"
    assert set(fetched.files) == {name for package in PACKAGES for name in package.files.values()}


def test_no_npm_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", without_npm)
    fetched = fetch_console(tmp_path)
    assert not fetched.present
    assert "npm was not found" in fetched.absent


def test_changed_package_is_refused(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = console.PACKAGES[0]
    (cache / package.tarball).write_bytes(b"something else")

    def packed(_command: Sequence[str], *, cwd: str, **_: object) -> None:
        (Path(cwd) / package.tarball).write_bytes(b"something else again")

    monkeypatch.setattr(shutil, "which", lambda _: "npm")
    monkeypatch.setattr(subprocess, "run", packed)
    fetched = fetch_console(cache)
    assert not fetched.present
    assert "not the package that is pinned" in fetched.absent


def test_failing_npm_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(command: Sequence[str], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(shutil, "which", lambda _: "npm")
    monkeypatch.setattr(subprocess, "run", failing)
    assert "npm could not fetch" in fetch_console(tmp_path).absent


def test_every_package_is_pinned_without_a_host() -> None:
    for package in PACKAGES:
        assert package.version.count(".") == 2
        assert package.integrity.startswith("sha512-")
    assert "://" not in Path(str(console.__file__)).read_text()
