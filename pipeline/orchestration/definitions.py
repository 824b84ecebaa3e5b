"""The definitions that tests, command line and `dagster dev` share, made by one factory."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path

import dagster as dg

from pipeline.orchestration.alerts import failure_alert
from pipeline.orchestration.assets import build_assets
from pipeline.orchestration.automation import daily_schedule, raw_sensor
from pipeline.orchestration.settings import Settings
from pipeline.orchestration.stage_store import StageStore

JOB = "build_warehouse"
_SENSOR = {True: dg.DefaultSensorStatus.RUNNING, False: dg.DefaultSensorStatus.STOPPED}
_SCHEDULE = {True: dg.DefaultScheduleStatus.RUNNING, False: dg.DefaultScheduleStatus.STOPPED}
_CHECKOUT = Path(__file__).resolve().parents[2]


def build_definitions(
    raw: Path,
    warehouse: Path,
    settings: Settings | None = None,
    *,
    loggers: Mapping[str, dg.LoggerDefinition] | None = None,
) -> dg.Definitions:
    """Return assets, checks, job, sensor, schedule and resources of a build from `raw` to `warehouse`.

    Sensor, schedule and alerts are there but off unless the settings say otherwise. `loggers` can be chosen by a run's
    configuration. Steps run in the process of the run: a process per step would cost a second each, far more than the
    step itself.
    """
    chosen = settings or Settings()
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        description="From everything under raw/ to a published version.",
        hooks={failure_alert(chosen.webhook)} if chosen.unattended else None,
    )
    return dg.Definitions(
        assets=_linked(build_assets(raw.resolve(), warehouse.resolve(), chosen), chosen.repository),
        jobs=[job],
        sensors=[raw_sensor(job, raw.resolve(), _SENSOR[chosen.unattended])],
        schedules=[daily_schedule(job, _SCHEDULE[chosen.unattended])],
        resources={"io_manager": StageStore(warehouse=str(warehouse.resolve())), "no_output": dg.mem_io_manager},
        executor=dg.in_process_executor,
        loggers=loggers,
    )


def _linked(assets: list[dg.AssetsDefinition], repository: str | None) -> list[dg.AssetsDefinition]:
    """Return the assets with links to their code: in the repository where it has an address, else on this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        linked = dg.with_source_code_references(assets)
        if repository:
            linked = dg.link_code_references_to_git(
                assets_defs=linked,
                git_url=repository.rstrip("/"),
                git_branch="main",
                platform="gitlab" if "gitlab" in repository else "github",
                file_path_mapping=dg.AnchorBasedFilePathMapping(_CHECKOUT, file_anchor_path_in_repository=""),
            )
    return [asset for asset in linked if isinstance(asset, dg.AssetsDefinition)]
