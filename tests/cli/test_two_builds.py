"""Two builds at once: one of them wins, the other waits or refuses, and neither corrupts the warehouse."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pipeline.warehouse.versions import latest
from tests.conftest import write_note
from tests.warehouse.test_transaction import assert_complete

COMMAND = Path(sys.executable).with_name("milestones")


def test_at_once(small_raw: Path, tmp_path: Path) -> None:
    for day in range(1, 10):
        write_note(small_raw, f"2020-08-{day:02}-note")
    warehouse = tmp_path / "warehouse"
    command: list[str | Path] = [COMMAND, "build", "--raw", small_raw, "--warehouse", warehouse]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ended = [(process.communicate()[1], process.returncode) for process in started]
    assert {code for _, code in ended} <= {0, 1}
    assert 0 in {code for _, code in ended}
    for error, code in ended:
        if code == 1:
            assert error.splitlines()[-1].startswith("Error: ")
            assert "another build is under way" in error
            assert "Traceback" not in error
    assert assert_complete(warehouse) == latest(warehouse)
    assert len([path for path in warehouse.iterdir() if not path.name.startswith(".") and not path.is_symlink()]) == 1
