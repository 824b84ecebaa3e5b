"""What starts builds without an operator: a sensor on `raw/` and a daily schedule."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

_SECONDS_BETWEEN_LOOKS = 30
_EVERY_MORNING = "15 5 * * *"


def fingerprint(raw: Path) -> str:
    """Return a digest of names, sizes and times of change of all files under `raw` but hidden ones."""
    listed = (
        f"{path.relative_to(raw).as_posix()}\0{path.stat().st_size}\0{path.stat().st_mtime_ns}"
        for path in sorted(raw.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    )
    return hashlib.sha256("\n".join(listed).encode(errors="surrogateescape")).hexdigest()[:16]


def raw_sensor(job: dg.UnresolvedAssetJobDefinition, raw: Path, status: dg.DefaultSensorStatus) -> dg.SensorDefinition:
    """Return a sensor that starts a build once for every state of `raw`, when two looks find it unchanged."""

    @dg.sensor(
        name="raw_changed",
        job=job,
        default_status=status,
        minimum_interval_seconds=_SECONDS_BETWEEN_LOOKS,
        description="Starts a build once when files under raw/ are new or changed, and no longer being written.",
    )
    def raw_changed(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
        state = fingerprint(raw)
        last = json.loads(context.cursor) if context.cursor else {}
        if state == last.get("built"):
            yield dg.SkipReason("raw/ is as it was at the last build")
        elif state != last.get("seen"):
            context.update_cursor(json.dumps({**last, "seen": state}))
            yield dg.SkipReason("raw/ has changed; the build starts when the next look finds it at rest")
        else:
            context.update_cursor(json.dumps({"seen": state, "built": state}))
            yield dg.RunRequest(run_key=state, tags={"raw": state})

    return raw_changed


def daily_schedule(job: dg.UnresolvedAssetJobDefinition, status: dg.DefaultScheduleStatus) -> dg.ScheduleDefinition:
    """Return a schedule that builds every morning, so that freshness is looked at even when nothing arrives."""
    return dg.ScheduleDefinition(
        name="every_morning",
        job=job,
        cron_schedule=_EVERY_MORNING,
        execution_timezone="UTC",
        default_status=status,
        description="Builds every morning at 05:15 UTC.",
    )
