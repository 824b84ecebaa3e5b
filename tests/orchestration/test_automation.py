"""What starts builds and what tells of failures: off by default, on with one setting."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import dagster as dg
import pytest

from pipeline.orchestration import publishing
from pipeline.orchestration.automation import fingerprint
from pipeline.orchestration.definitions import JOB, build_definitions
from pipeline.orchestration.settings import Settings
from tests.conftest import write_note


def definitions(raw: Path, settings: Settings | None = None) -> dg.Definitions:
    return build_definitions(raw, raw.parent / "warehouse", settings)


@pytest.mark.parametrize("unattended", [False, True])
def test_all_off_until_one_setting_switches_it_on(unattended: bool, small_raw: Path) -> None:
    made = definitions(small_raw, Settings(unattended=unattended))
    assert (made.resolve_sensor_def("raw_changed").default_status is dg.DefaultSensorStatus.RUNNING) is unattended
    schedule = made.resolve_schedule_def("every_morning")
    assert (schedule.default_status is dg.DefaultScheduleStatus.RUNNING) is unattended
    assert bool(made.resolve_job_def(JOB).hook_defs) is unattended


class TestSensor:
    @pytest.fixture
    def looks(self, small_raw: Path) -> Iterator[Look]:
        with dg.DagsterInstance.ephemeral() as instance:
            yield Look(definitions(small_raw), instance)

    def test_a_change_starts_a_build_once_and_only_at_rest(self, looks: Look, small_raw: Path) -> None:
        assert looks() is None
        first = looks()
        assert first is not None
        assert looks() is None
        write_note(small_raw, "new-note")
        assert looks() is None
        write_note(small_raw, "another-note")
        assert looks() is None
        second = looks()
        assert second is not None
        assert second != first
        assert [looks() for _ in range(3)] == [None] * 3

    def test_hidden_files_do_not_count(self, small_raw: Path) -> None:
        before = fingerprint(small_raw)
        (small_raw / "announcements" / ".being-written.part").write_text("x")
        assert fingerprint(small_raw) == before
        (small_raw / "announcements" / "written.txt").write_text("x")
        assert fingerprint(small_raw) != before


class Look:
    """Looks as the daemon does, with the cursor of the last look, and returns the key of the run asked for."""

    def __init__(self, made: dg.Definitions, instance: dg.DagsterInstance) -> None:
        self._sensor = made.resolve_sensor_def("raw_changed")
        self._instance = instance
        self._cursor: str | None = None

    def __call__(self) -> str | None:
        context = dg.build_sensor_context(instance=self._instance, cursor=self._cursor)
        asked = self._sensor.evaluate_tick(context)
        self._cursor = asked.cursor
        requests = asked.run_requests or []
        assert len(requests) <= 1
        return requests[0].run_key if requests else None


def test_the_schedule_builds_every_morning(small_raw: Path) -> None:
    schedule = definitions(small_raw).resolve_schedule_def("every_morning")
    assert schedule.cron_schedule == "15 5 * * *"
    assert schedule.execution_timezone == "UTC"
    assert schedule.job_name == JOB


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """An address, and the messages that were posted to it."""
    posted: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", posted
        server.shutdown()
        thread.join()


def run(raw: Path, settings: Settings) -> dg.ExecuteInProcessResult:
    with dg.DagsterInstance.ephemeral() as instance:
        job = definitions(raw, settings).resolve_job_def(JOB)
        return job.execute_in_process(instance=instance, raise_on_error=False)


def test_a_failed_build_is_posted_with_its_reason(
    small_raw: Path, webhook: tuple[str, list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, posted = webhook
    assert run(small_raw, Settings(unattended=True, webhook=address)).success
    assert posted == []
    monkeypatch.setattr(publishing, "without_evidence", lambda _tables: iter(["ms-1 has none"]))
    assert not run(small_raw, Settings(unattended=True, webhook=address)).success
    (message,) = posted
    assert "warehouse__latest failed, nothing was published: not published: evidence: 1 milestones" in message["text"]
    assert message["job"] == JOB


def test_a_webhook_that_does_not_answer_stops_nothing(small_raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "without_evidence", lambda _tables: iter(["ms-1 has none"]))
    result = run(small_raw, Settings(unattended=True, webhook="http://127.0.0.1:9/"))
    assert not result.success
    kinds = [event.event_type_value for event in result.all_events]
    assert "HOOK_COMPLETED" in kinds
    assert "HOOK_ERRORED" not in kinds
