"""Publishing as a transaction: `latest` always points at a complete version.

A version is built beside the others under a name that begins with a dot, checked, renamed, and only then does `latest`
move. Whenever a build fails or is killed, the last good version stays what it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout

from pipeline.extraction import EXTRACTOR_VERSION
from pipeline.warehouse.database import statements, write_database
from pipeline.warehouse.integrity import breaches
from pipeline.warehouse.parquet import write_parquet
from pipeline.warehouse.versions import DATABASE, LATEST, MANIFEST, PARQUET, Version
from schemas.tables import TABLES

_BUILDING = ".building-"
_MOST_BREACHES_SHOWN = 10


class BuildUnderWayError(Exception):
    """Raised when another build holds the warehouse."""


class IntegrityError(Exception):
    """Raised when the tables do not hold together; carries what and where."""

    def __init__(self, found: list[str]) -> None:
        more = len(found) - _MOST_BREACHES_SHOWN
        shown = found[:_MOST_BREACHES_SHOWN] + ([f"and {more} more"] if more > 0 else [])
        super().__init__("; ".join(shown))
        self.breaches = found


@contextmanager
def exclusive(warehouse: Path) -> Iterator[None]:
    """Hold the warehouse for one build; the system lets go of it when the process ends, however it ends.

    Raises:
        BuildUnderWayError: when another build holds it.
    """
    warehouse.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(warehouse / ".lock", timeout=0):
            yield
    except Timeout as error:
        message = f"{warehouse}: another build is under way; start this one when it has ended"
        raise BuildUnderWayError(message) from error


def publish(tables: Mapping[str, pl.DataFrame], warehouse: Path) -> Version:
    """Write all tables as a new version, move `latest` to it, and return it. The caller holds the warehouse.

    The version's name is the day of the newest source and a digest of its content: the same tables give the same
    version, and publishing it again changes nothing.

    Raises:
        IntegrityError: when the tables do not hold together; nothing is published.
    """
    found = breaches(tables)
    if found:
        raise IntegrityError(found)
    for stale in warehouse.glob(f"{_BUILDING}*"):
        shutil.rmtree(stale)
    building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=warehouse))
    try:
        name = _write(tables, building)
        version = Version(name, warehouse / name, _rows(tables))
        if not version.path.exists():
            building.chmod(0o755)
            _sync(*building.rglob("*"), building)
            building.rename(version.path)
            _sync(warehouse)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    _point(warehouse / LATEST, version.name)
    _sync(warehouse)
    return version


def _rows(tables: Mapping[str, pl.DataFrame]) -> dict[str, int]:
    return {table.name: tables[table.name].height for table in TABLES}


def _write(tables: Mapping[str, pl.DataFrame], folder: Path) -> str:
    """Write a version's files into the folder and return its name."""
    parquet = folder / PARQUET
    parquet.mkdir()
    digests = {}
    for table in TABLES:
        path = parquet / f"{table.name}.parquet"
        write_parquet(table, tables[table.name], path)
        digests[table.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    content = json.dumps([digests, statements(TABLES)]).encode()
    name = f"{_newest(tables['documents'])}-{hashlib.sha256(content).hexdigest()[:8]}"
    manifest = {
        "version": name,
        "extractor_version": EXTRACTOR_VERSION,
        "rows": _rows(tables),
        "parquet_sha256": digests,
    }
    write_database(TABLES, parquet, folder / DATABASE)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return name


def _newest(documents: pl.DataFrame) -> date:
    days = [documents[name].max() for name in ("published_on", "retrieved_at")]
    return max((day for day in days if isinstance(day, date)), default=date.min)


def _sync(*paths: Path) -> None:
    """Bring files and folders to the disk, so that a loss of power cannot leave a half-written version visible."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _point(link: Path, name: str) -> None:
    beside = link.with_name(f".{link.name}.part")
    beside.unlink(missing_ok=True)
    beside.symlink_to(name, target_is_directory=True)
    beside.replace(link)
