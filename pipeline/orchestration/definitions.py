"""The definitions that tests, command line and `dagster dev` share, made by one factory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import dagster as dg

from pipeline.orchestration.assets import build_assets
from pipeline.orchestration.stage_store import StageStore

JOB = "build_warehouse"


def build_definitions(
    raw: Path, warehouse: Path, *, loggers: Mapping[str, dg.LoggerDefinition] | None = None
) -> dg.Definitions:
    """Return assets, checks, job and resources of a build from `raw` to `warehouse`.

    `loggers` can be chosen by a run's configuration. Steps run in the process of the run: a process per step would cost
    a second each, far more than the step itself.
    """
    return dg.Definitions(
        assets=build_assets(raw.resolve(), warehouse.resolve()),
        jobs=[
            dg.define_asset_job(
                JOB, selection=dg.AssetSelection.all(), description="From everything under raw/ to a published version."
            )
        ],
        resources={"io_manager": StageStore(warehouse=str(warehouse.resolve())), "no_output": dg.mem_io_manager},
        executor=dg.in_process_executor,
        loggers=loggers,
    )
