"""What a build of the bundled inputs costs, stage by stage, and what its parts cost beside it."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from pipeline.extraction.tables import read_mentions
from pipeline.orchestration.run import run_build
from pipeline.resolution.tables import resolve
from pipeline.sources.tables import read_sources
from pipeline.warehouse.build import all_tables
from pipeline.warehouse.integrity import breaches
from pipeline.warehouse.transaction import publish
from tests.benchmarks import Figure

_RAW = Path(__file__).resolve().parents[2] / "raw"
_T = TypeVar("_T")


def figures() -> Iterator[Figure]:
    """Yield seconds of each stage, of the whole through Dagster, and the memory that it took."""
    took: dict[str, float] = {}

    def timed(name: str, work: Callable[[], _T]) -> _T:
        started = time.perf_counter()
        done = work()
        took[name] = time.perf_counter() - started
        return done

    with tempfile.TemporaryDirectory() as folder:
        read = timed("sources: read_sources", lambda: read_sources(_RAW))
        found = timed("extraction: read_mentions", lambda: read_mentions(_RAW, read.documents, read.agencies))
        resolved = timed("resolution: resolve", lambda: resolve(_RAW, read, found.mentions))
        tables = all_tables(read, found, resolved)
        timed("warehouse: breaches (all checks of all tables)", lambda: breaches(tables))
        version = timed("warehouse: publish (checks, Parquet, DuckDB)", lambda: publish(tables, Path(folder)))
        documents = read.documents.height
        yield Figure("documents", documents, "")
        yield from (Figure(name, seconds, "s") for name, seconds in took.items())
        yield Figure("all stages, one process", sum(took.values()), "s")
        yield Figure(
            "documents a second, read and extracted", read.documents.height / sum(list(took.values())[:2]), "/s"
        )
        yield Figure(
            "bytes of Parquet", sum(file.stat().st_size for file in version.path.rglob("*.parquet")) / 1e6, "MB"
        )
        yield Figure("bytes of DuckDB", version.database.stat().st_size / 1e6, "MB")
        timed("dagster", lambda: run_build(_RAW, Path(folder) / "dagster", lambda _line: None))
        yield Figure("the same through the Dagster job", took["dagster"], "s")
    yield Figure("most memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MiB")
