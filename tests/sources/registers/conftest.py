"""What the tests of registers share: their files, and a raw folder in which operators' captures lie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.sources.reference import read_reference
from pipeline.sources.registers.captures import CAPTURES, Capture, Registered, read_capture, read_registers
from pipeline.sources.registers.register import Register, registers
from pipeline.sources.registers.scope import Scope, read_scope


@pytest.fixture(scope="session")
def scope(bundled_raw: Path) -> Scope:
    """The scope of the bundled reference data."""
    return read_scope(bundled_raw / "registers", read_reference(bundled_raw / "reference").products)[0]


def register_in(folder: str) -> Register:
    """Return the register of that folder."""
    return next(register for register in registers() if register.folder == folder)


class Drop:
    """A raw folder into which captures are dropped."""

    def __init__(self, raw: Path, scope: Scope) -> None:
        self.raw = raw
        self._scope = scope

    def __call__(self, folder: str, day: str, name: str, data: bytes) -> Path:
        """Lay a file down as an operator would."""
        path = self.raw / "registers" / folder / CAPTURES / day / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def capture(self, folder: str, data: bytes, name: str, day: str = "2026-11-24") -> Capture:
        """Return what one file says."""
        return read_capture(register_in(folder), self(folder, day, name, data), self.raw, self._scope)

    def read(self, *folders: str) -> Registered:
        """Return what all captures of these registers say together."""
        return read_registers(self.raw, self._scope, [register_in(folder) for folder in folders])


@pytest.fixture
def drop(tmp_path: Path, scope: Scope) -> Drop:
    """A raw folder without any capture."""
    return Drop(tmp_path / "raw", scope)


@pytest.fixture
def register_file(shared: Path) -> Callable[[str], bytes]:
    """Reads a file of the shared registers."""
    return lambda name: (shared / "registers" / name).read_bytes()
