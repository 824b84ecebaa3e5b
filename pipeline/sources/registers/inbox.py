"""The inbox: files that an operator saved from a register become captures, read at once so that faults show at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.sources.registers.captures import CAPTURES, FOLDER, Capture, read_capture
from pipeline.sources.registers.register import Register, registers
from pipeline.sources.registers.scope import Scope


def register_named(name: str) -> Register:
    """Return the register of that folder or source identifier; KeyError, with all names, where there is none."""
    for register in registers():
        if name in {register.folder, register.metadata.source_id}:
            return register
    raise KeyError(f"{name}: no such register; known are {', '.join(one.folder for one in registers())}")


def take(register: Register, file: Path, retrieved: date, raw: Path, scope: Scope) -> Capture:
    """Lay the file under `captures/<day>/` of the register if it can be read wholly, and return what it says.

    A file that is refused leaves nothing behind.
    """
    path = raw / FOLDER / register.folder / CAPTURES / retrieved.isoformat() / file.name
    known = path.exists() and path.read_bytes() == file.read_bytes()
    if path.exists() and not known:
        raise FileExistsError(f"{path}: another file of that name was taken that day; give this one another name")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not known:
        beside = path.with_name(f".{path.name}.part")
        beside.write_bytes(file.read_bytes())
        beside.replace(path)
    capture = read_capture(register, path, raw, scope)
    if not capture.whole and not known:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return capture
