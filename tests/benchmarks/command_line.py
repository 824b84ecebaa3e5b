"""How soon the command line answers."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.warehouse.build import build
from tests.benchmarks import Figure

_COMMAND = Path(sys.executable).with_name("milestones")
_RAW = Path(__file__).resolve().parents[2] / "raw"
_ROUNDS = 5


def figures() -> Iterator[Figure]:
    """Yield the least seconds of some rounds, by the clock, of each command that has to answer within half a second."""
    document = json.dumps({"document_id": "d", "text": "The FDA approved Kymriah on August 30, 2017."})
    with tempfile.TemporaryDirectory() as folder:
        build(_RAW, Path(folder))
        for arguments in (
            ["--help"],
            ["extract", "-"],
            ["query", "--list"],
            ["query", "counts", "--warehouse", folder],
            ["query", "product-history", "--param", "product=Fucaso", "--warehouse", folder],
        ):
            yield Figure(f"milestones {' '.join(arguments[:2])}", min(_seconds(arguments, document)), "s")


def _seconds(arguments: list[str], given: str) -> Iterator[float]:
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        subprocess.run([_COMMAND, *arguments], input=given, text=True, capture_output=True, check=True)
        yield time.perf_counter() - started
