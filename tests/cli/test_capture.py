"""`milestones capture`: the inbox of registers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.commands import cli

ROW = {
    "acceptid": "CXSS2200036",
    "applyDate": "2022-03-10",
    "company": "南京驯鹿生物医药有限公司",
    "createdate": "2022-03-10",
    "drgnamecn": "伊基奥仑赛注射液",
    "noticeDate": "2022-03-20",
    "noticeType": 2,
    "pridCODE": "x",
}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "saved.json"
    path.write_text(json.dumps([ROW]), encoding="utf-8")
    return path


def run(raw: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["capture", *arguments, "--raw", str(raw)])
    return result.exit_code, result.output


def test_a_saved_list_is_taken_once_and_becomes_facts(small_raw: Path, saved: Path) -> None:
    day = ("--retrieved-at", "2026-11-24")
    for _ in range(2):
        status, output = run(small_raw, "china_cde", str(saved), *day)
        assert (status, "1 rows" in output, "1 facts" in output) == (0, True, True)
    kept = [path for path in (small_raw / "registers").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == ["saved.json"]
    status, output = run(small_raw, "china-cde", "--facts")
    assert status == 0
    assert "CDE:CXSS2200036" in output.splitlines()[1]


def test_what_is_refused_is_not_kept(small_raw: Path, saved: Path) -> None:
    saved.write_text(json.dumps([{**ROW, "noticeType": 9}]), encoding="utf-8")
    status, output = run(small_raw, "china_cde", str(saved))
    assert status == 1
    assert "row 1" in output
    assert "noticeType" in output
    assert not [path for path in (small_raw / "registers").rglob("*") if path.is_file()]


def test_an_unknown_register_is_wrong_usage(small_raw: Path, saved: Path) -> None:
    status, output = run(small_raw, "moon", str(saved))
    assert status == 2
    assert "ema_medicines" in output


def test_a_name_is_not_taken_twice_for_two_things(small_raw: Path, saved: Path) -> None:
    assert run(small_raw, "china_cde", str(saved), "--retrieved-at", "2026-11-24")[0] == 0
    saved.write_text(json.dumps([{**ROW, "acceptid": "CXSS2200037"}]), encoding="utf-8")
    assert run(small_raw, "china_cde", str(saved), "--retrieved-at", "2026-11-24")[0] == 1
