"""What an operator sees: the graph, a run, its tables, and a failing check with its reason. In this order."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from pipeline.orchestration.assets import STAGES
from pipeline.warehouse.versions import latest
from tests.browser.conftest import Cockpit

LOCATION = "locations/pipeline.orchestration.deployment"


def launch(page: Page, cockpit: Cockpit) -> None:
    """Start the job as an operator does, and stay until its run has ended."""
    page.goto(f"{cockpit.address}/{LOCATION}/jobs/build_warehouse")
    page.get_by_role("button", name="Materialize all").click()
    page.get_by_text("Launched run").first.wait_for()


def test_graph_run_tables_and_failing_check(page: Page, cockpit: Cockpit, tmp_path: Path) -> None:
    page.goto(f"{cockpit.address}/asset-groups")
    for group in (*STAGES, "warehouse"):
        expect(page.get_by_text(group, exact=True).first).to_be_visible()

    page.screenshot(path=tmp_path / "graph.png")

    launch(page, cockpit)
    page.goto(f"{cockpit.address}/runs")
    expect(page.get_by_text("Success", exact=True).first).to_be_visible(timeout=60_000)
    version = latest(cockpit.warehouse)
    assert version.rows["documents"] == 16

    page.goto(f"{cockpit.address}/assets/warehouse/latest?view=events")
    expect(page.get_by_text(version.name, exact=True)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=re.compile(r"^documents\s*16\s*new$"))).to_be_visible()
    page.screenshot(path=tmp_path / "version.png")
    page.goto(f"{cockpit.address}/assets/resolution/milestones")
    expect(page.get_by_text("One row per real-world regulatory step").first).to_be_visible()
    expect(page.get_by_text("milestone_id", exact=True).first).to_be_visible()

    for note in sorted((cockpit.raw / "announcements").glob("*.md"))[1:]:
        note.unlink()
    launch(page, cockpit)
    page.goto(f"{cockpit.address}/runs")
    expect(page.get_by_text("Failure", exact=True).first).to_be_visible(timeout=60_000)
    page.goto(f"{cockpit.address}/assets/warehouse/latest?view=checks&checkDetail=volume")
    page.get_by_text("volume", exact=True).first.click()
    expect(page.get_by_text("Failed", exact=True).first).to_be_visible()
    expect(page.get_by_text("documents fell from 16 to 1 rows").first).to_be_visible()
    page.screenshot(path=tmp_path / "failing-check.png")
    assert latest(cockpit.warehouse) == version
