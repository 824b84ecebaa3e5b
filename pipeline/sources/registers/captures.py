"""All that is known of the registers under `raw/registers/`: fact tables, and files that operators saved.

`<register>/facts.csv` is bundled; `<register>/captures/<day of retrieval>/<file>` is an operator's, read by the parser
of the register. A file that cannot be read wholly gives nothing, and the register stops there: its later files are not
read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.sources.registers.entry import Entry
from pipeline.sources.registers.facts import FACTS, read_facts
from pipeline.sources.registers.history import history
from pipeline.sources.registers.limits import MOST_BYTES
from pipeline.sources.registers.register import Reading, Register, registers
from pipeline.sources.registers.scope import Scope
from pipeline.sources.registers.strictness import Problems
from pipeline.sources.rejection import RefusedError, Rejection
from schemas.vocabulary import RejectionReason

FOLDER = "registers"
CAPTURES = "captures"


@dataclass(frozen=True, slots=True)
class Registered:
    """The entries of all registers, each with its history, and what was refused."""

    entries: tuple[Entry, ...]
    rejections: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True)
class Capture:
    """What one saved file says: its entries, the day that it shows, and what was refused of it."""

    entries: tuple[Entry, ...]
    as_of: date
    rows: int
    rejections: tuple[Rejection, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Standing:
    """What all entries of one file share."""

    register: Register
    as_of: date
    retrieved_at: date
    file: str
    sha256: str


def read_registers(raw: Path, scope: Scope, known: Iterable[Register] | None = None) -> Registered:
    """Read all registers under `raw`."""
    entries: list[Entry] = []
    rejections: list[Rejection] = []
    for register in registers() if known is None else known:
        of_register, refused = _read(register, raw, scope)
        entries += of_register
        rejections += refused
    return Registered(tuple(entries), tuple(rejections))


def _read(register: Register, raw: Path, scope: Scope) -> tuple[list[Entry], list[Rejection]]:
    facts = read_facts(register, raw / FOLDER / register.folder / FACTS, raw)
    captured = _captured(register, raw, scope)
    entries = history([*facts.entries, *captured.entries], captured.snapshots)
    return entries, [*facts.rejections, *captured.rejections]


def read_captures(register: Register, raw: Path, scope: Scope) -> list[Entry]:
    """Return what the saved files of a register say together, without its fact table."""
    captured = _captured(register, raw, scope)
    return history(captured.entries, captured.snapshots)


@dataclass(frozen=True, slots=True)
class _Captured:
    entries: list[Entry]
    snapshots: list[date]
    rejections: list[Rejection]


def _captured(register: Register, raw: Path, scope: Scope) -> _Captured:
    found = _Captured([], [], [])
    for path in sorted((raw / FOLDER / register.folder / CAPTURES).glob("*/[!.]*")):
        capture = read_capture(register, path, raw, scope)
        found.rejections.extend(capture.rejections)
        if not capture.whole:
            break
        found.entries.extend(capture.entries)
        if register.metadata.complete:
            found.snapshots.append(capture.as_of)
    return found


def read_capture(register: Register, path: Path, raw: Path, scope: Scope) -> Capture:
    """Read one saved file; its folder's name is the day on which it was retrieved."""
    file = path.relative_to(raw).as_posix()
    try:
        retrieved = date.fromisoformat(path.parent.name)
        data = _bytes(path)
    except (ValueError, OSError) as error:
        refused = RefusedError(RejectionReason.UNREADABLE, f"lay it into a folder named YYYY-MM-DD: {error}")
        return Capture((), date.min, 0, (refused.at(file),), whole=False)
    except RefusedError as refused:
        return Capture((), retrieved, 0, (refused.at(file),), whole=False)
    sha256 = hashlib.sha256(data).hexdigest()
    problems = Problems(file, sha256)
    reading = _parsed(register, data, path.name, problems)
    if reading is None or problems.rejections:
        return Capture((), retrieved, 0, problems.rejections, whole=False)
    noted = Problems(file, sha256)
    stands = _Standing(register, reading.as_of or retrieved, retrieved, file, sha256)
    entries = tuple(_entries(reading, scope, noted, stands))
    return Capture(entries, stands.as_of, reading.rows, noted.rejections, whole=True)


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise RefusedError(
            RejectionReason.TOO_LARGE, f"no register is larger than {MOST_BYTES // 2**20} MB; save the register alone"
        )
    return path.read_bytes()


def _parsed(register: Register, data: bytes, name: str, problems: Problems) -> Reading | None:
    if register.parser is None:
        problems.add(RefusedError(RejectionReason.UNREADABLE, f"{register.metadata.name} has no parser; use {FACTS}"))
        return None
    try:
        return register.parser(register, data, name, problems)
    except RefusedError as refused:
        problems.add(refused)
        return None


def _entries(reading: Reading, scope: Scope, noted: Problems, stands: _Standing) -> Iterator[Entry]:
    for record in reading.records:
        selected = None
        with noted.at(record.row):
            selected = scope.selection(record)
        if selected is None:
            continue
        for doubt in record.doubts:
            noted.add(doubt, record.row)
        for fact in record.facts:
            yield Entry(
                register=stands.register,
                record=record,
                fact=fact,
                selected_by=selected,
                first_seen=stands.as_of,
                last_seen=stands.as_of,
                retrieved_at=stands.retrieved_at,
                file=stands.file,
                sha256=stands.sha256,
            )
