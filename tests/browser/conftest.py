"""A headless browser, and the Dagster UI over inputs of the test's own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.conftest import write_note

_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
_SECONDS_TO_START = 120


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path; tests that want it skip where none is installed."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        pytest.skip("no browser: install Chromium (apt-get install chromium) to run the browser tests")
    return found


@pytest.fixture
def page(chromium: str) -> Iterator[Page]:
    """An empty page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.set_default_timeout(60_000)
        yield page
        browser.close()


@dataclass(frozen=True)
class Cockpit:
    """A running Dagster UI, and the folders that it works on."""

    address: str
    raw: Path
    warehouse: Path


@pytest.fixture(scope="module")
def cockpit(chromium: str, bundled_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cockpit]:
    """`make ui` over sixteen notes."""
    del chromium  # no server where no browser is
    folder = tmp_path_factory.mktemp("cockpit")
    raw, warehouse = folder / "raw", folder / "warehouse"
    (raw / "announcements").mkdir(parents=True)
    (raw / "reference").symlink_to(bundled_raw / "reference")
    for day in range(1, 17):
        write_note(raw, f"2020-08-{day:02}-note")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(folder / "home"),
        "MILESTONES_RAW": str(raw),
        "MILESTONES_WAREHOUSE": str(warehouse),
    }
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "pipeline.orchestration.ui", "-p", str(port)],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, folder / "log")
            yield Cockpit(address, raw, warehouse)
        finally:
            os.killpg(server.pid, signal.SIGINT)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def wait_for(address: str, log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{address}/server_info", timeout=5):  # noqa: S310 (our own server)
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    pytest.fail(f"the Dagster UI did not start: {log.read_text(errors='replace')[-2000:]}")
