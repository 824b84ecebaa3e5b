"""A server's instance: run history in a real PostgreSQL, settings that Dagster accepts, a guide that names them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import dagster as dg
import pytest
import yaml
from sqlalchemy import create_engine, text

from pipeline.orchestration.definitions import JOB, build_definitions
from pipeline.warehouse.versions import latest

ROOT = Path(__file__).resolve().parents[2]
SERVER = files("pipeline.orchestration").joinpath("server.yaml").read_text(encoding="utf-8")


def program(name: str) -> str | None:
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(newest[0]) if newest else shutil.which(name)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A PostgreSQL of the test's own, as an address; skipped where it is not installed."""
    initdb, server, ready = (program(name) for name in ("initdb", "postgres", "pg_isready"))
    if not (initdb and server and ready):
        pytest.skip("no PostgreSQL: install it (apt-get install postgresql) to run this test")
    owner = None
    folder = Path(tempfile.mkdtemp(prefix="milestones-postgres-"))
    if os.geteuid() == 0:  # PostgreSQL refuses to serve root
        owner = "postgres" if "\npostgres:" in Path("/etc/passwd").read_text() else "nobody"
        shutil.chown(folder, owner)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    data = folder / "data"
    try:
        made = subprocess.run(
            [initdb, "-D", data, "-U", "milestones", "-A", "trust", "--no-sync"],
            user=owner,
            cwd=folder,
            capture_output=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr.decode()
        process = subprocess.Popen(
            [server, "-D", data, "-p", port, "-k", folder, "-h", "127.0.0.1", "-c", "fsync=off"],
            user=owner,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            waiting = [ready, "-h", "127.0.0.1", "-p", port, "-U", "milestones", "-d", "postgres", "-t", "1", "-q"]
            assert any(subprocess.run(waiting, check=False).returncode == 0 or time_passes() for _ in range(1200))
            yield f"postgresql+psycopg2://milestones@127.0.0.1:{port}/postgres"
        finally:
            process.send_signal(signal.SIGINT)  # the fast way: it does not wait until everybody has hung up
            process.wait(60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def time_passes() -> bool:
    time.sleep(0.1)
    return False


def test_runs_are_kept_in_postgresql(
    postgres: str, small_raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "dagster.yaml").write_text(SERVER, encoding="utf-8")
    monkeypatch.setenv("MILESTONES_POSTGRES_URL", postgres)
    job = build_definitions(small_raw, tmp_path / "warehouse").resolve_job_def(JOB)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        run_id = job.execute_in_process(instance=instance).run_id
    with dg.DagsterInstance.from_config(str(home)) as instance:  # another process would see it too
        run = instance.get_run_by_id(run_id)
        assert run is not None
        assert run.status is dg.DagsterRunStatus.SUCCESS
        event = instance.get_latest_materialization_event(dg.AssetKey(["warehouse", "latest"]))
        assert event is not None
        assert event.asset_materialization is not None
        assert event.asset_materialization.metadata["version"].value == latest(tmp_path / "warehouse").name
    engine = create_engine(postgres)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT status FROM runs WHERE run_id = :run"), {"run": run_id}).fetchall()
    engine.dispose()
    assert [tuple(row) for row in found] == [("SUCCESS",)]
    assert not list(home.rglob("*.db"))


def test_one_run_at_a_time_and_one_retry_layer() -> None:
    desk = files("pipeline.orchestration").joinpath("dagster.yaml").read_text(encoding="utf-8")
    for settings in map(yaml.safe_load, (SERVER, desk)):
        assert settings["concurrency"]["runs"]["max_concurrent_runs"] == 1
        assert settings["telemetry"]["enabled"] is False
    assert yaml.safe_load(SERVER)["run_retries"]["retry_on_asset_or_op_failure"] is False
    job = build_definitions(Path("raw"), Path("warehouse")).resolve_job_def(JOB)
    assert all(node.definition.retry_policy is None for node in job.graph.nodes)  # type: ignore[attr-defined]


def test_the_guide_names_every_setting_and_check() -> None:
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pipeline").rglob("*.py")) + SERVER
    for variable in set(re.findall(r"MILESTONES_[A-Z_]+", code)):
        assert f"`{variable}`" in guide, variable
    made = build_definitions(Path("raw"), Path("warehouse"))
    for check in {key.name for key in made.resolve_asset_graph().asset_check_keys}:
        assert f"`{check}`" in guide, check
    assert set(re.findall(r"MILESTONES_[A-Z_]+", guide)) <= set(re.findall(r"MILESTONES_[A-Z_]+", code))
