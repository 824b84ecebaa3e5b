"""What reading registers costs: rows per second of each parser, and its peak memory, on the shared real files."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.sources.registers.register import registers
from pipeline.sources.registers.strictness import Problems
from tests.benchmarks import Figure, Unavailable

SHARED = Path(__file__).resolve().parents[3] / "shared" / "registers"
FILES = (
    ("ema_medicines", "ema/medicines-output-medicines-report_en.2026-03-14.xlsx"),
    ("ema_medicines", "ema/ema-medicines-json.subset.json"),
    ("ema_orphan", "ema/ema-orphan-designations.subset.json"),
    ("union_register", "union-register/ods_products.subset.json"),
    ("fda_purple_book", "fda/purplebook.2025-05.csv"),
    ("health_canada_innovative_drugs", "health-canada/register_of_innovative_drugs_active.html"),
    ("health_canada_submissions", "health-canada/sur_submissions_clean.subset.csv"),
    ("health_canada_dpd", "health-canada/dpd_{}.subset.txt"),
    ("swissmedic_medicines", "swissmedic/swissmedic_package.xlsx"),
    ("swissmedic_orphan", "swissmedic/swissmedic_orphan.xlsx"),
    ("hong_kong", "hk/DrugList.subset.xml"),
)
_LEAST_SECONDS = 0.5
"""Small files are read again and again, so that the clock can tell."""


def measured(folder: str, data: bytes, name: str) -> tuple[int, float, float]:
    """Return rows of the file, rows read per second, and peak megabytes of one reading."""
    register = next(register for register in registers() if register.folder == folder)
    assert register.parser is not None
    rounds, rows, started = 0, 0, time.perf_counter()
    while rounds == 0 or time.perf_counter() - started < _LEAST_SECONDS:
        rows = register.parser(register, data, name, Problems(name, "")).rows
        rounds += 1
    seconds = (time.perf_counter() - started) / rounds
    tracemalloc.start()
    register.parser(register, data, name, Problems(name, ""))
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return rows, rows / seconds, peak


def content(file: str) -> tuple[bytes, str]:
    """Return the bytes of a file and its name; several text files of one register as the archive that holds them."""
    if "{}" not in file:
        return (SHARED / file).read_bytes(), Path(file).name
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for table in ("drug", "comp", "ingred", "status"):
            archive.write(SHARED / file.format(table), f"{table}.txt")
    return stream.getvalue(), "allfiles.zip"


def figures() -> Iterator[Figure]:
    """Yield rows per second and peak memory of each parser, on the real files beside the project."""
    if not SHARED.is_dir():
        raise Unavailable("../shared/registers is absent")
    for folder, file in FILES:
        rows, speed, peak = measured(folder, *content(file))
        what = f"{folder}, {rows:,} rows of {Path(file).suffix.removeprefix('.')}"
        yield Figure(what, speed, "rows/s")
        yield Figure(f"{what}: peak memory", peak, "MB")
