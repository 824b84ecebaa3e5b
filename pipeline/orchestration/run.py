"""Running the job in this process: `milestones build`."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import dagster as dg

from pipeline.orchestration.definitions import JOB, build_definitions
from pipeline.orchestration.settings import Settings
from pipeline.warehouse.transaction import exclusive
from pipeline.warehouse.versions import Version, latest

Progress = Callable[[str], None]

_LOGGER = "progress"
_CLASS = re.compile(r"^[\w.]+(?:Error|Exception|Failure): ")


class BuildFailedError(Exception):
    """Raised when a run did not publish; says which step failed and why."""


def run_build(raw: Path, warehouse: Path, progress: Progress, *, accept_fewer: bool = False) -> Version:
    """Run the job `build_warehouse` and return the version that it published; `progress` is given one line a stage.

    A version that holds far fewer rows than the last one is refused unless `accept_fewer`.

    The run is kept in the instance at `$DAGSTER_HOME` where that is set, so that the UI shows it.

    Raises:
        BuildUnderWayError: when another build holds the warehouse.
        BuildFailedError: when a blocking check failed, or a step for any other reason; nothing was published.
    """
    with exclusive(warehouse):
        pass
    settings = replace(Settings.from_environment(), accept_fewer=accept_fewer)
    job = build_definitions(raw, warehouse, settings, loggers={_LOGGER: _logger(progress)}).resolve_job_def(JOB)
    with dg.DagsterInstance.get() if os.environ.get("DAGSTER_HOME") else dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False, run_config={"loggers": {_LOGGER: {}}})
    if not result.success:
        raise BuildFailedError("; ".join(_reasons(result)))
    for evaluation in result.get_asset_check_evaluations():
        if not evaluation.passed and evaluation.check_name != "nothing_refused":  # the caller tells of refusals
            progress(f"warning: check {evaluation.check_name}: {evaluation.description}")
    return latest(warehouse)


def _reasons(result: dg.ExecuteInProcessResult) -> list[str]:
    """Return the failed checks with their rows, and for steps that failed otherwise what they raised."""
    checks = [
        f"{evaluation.asset_key.to_user_string()}: check {evaluation.check_name} failed: {evaluation.description}"
        f" {' '.join(str(found.value) for found in evaluation.metadata.values() if isinstance(found.value, str))}"
        for evaluation in result.get_asset_check_evaluations()
        if not evaluation.passed and evaluation.severity is dg.AssetCheckSeverity.ERROR
    ]
    raised = [
        f"step {event.step_key}: {_cause(event.step_failure_data)}"
        for event in result.all_events
        if event.event_type is dg.DagsterEventType.STEP_FAILURE
    ]
    before_any_step = [
        _cause(event.event_specific_data)
        for event in result.all_events
        if getattr(event.event_specific_data, "error", None)
    ]
    return checks or raised or before_any_step[:1]


def _cause(data: object) -> str:
    """Return what our own code raised, beneath Dagster's wrappers, without the name of its class."""
    error = getattr(data, "error", None)
    while error is not None and error.cause and str(error.cls_name).startswith("Dagster"):
        error = error.cause
    return _CLASS.sub("", " ".join(str(getattr(error, "message", "unknown")).split()))


def _logger(progress: Progress) -> dg.LoggerDefinition:
    """Return a Dagster logger that hands on what the stages report and leaves Dagster's own records out."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            meta = getattr(record, "dagster_meta", {})
            if record.levelno == logging.INFO and not meta.get("dagster_event"):
                progress(str(meta.get("orig_message", record.getMessage())))

    def make(_context: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("milestones.progress", logging.INFO)
        logger.addHandler(Handler())
        return logger

    return dg.LoggerDefinition(make, description="One line a stage.")
