"""What stands between the stages and a published version: the checks over all tables, and what Dagster shows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import polars as pl

from pipeline.orchestration.charts import bars
from pipeline.orchestration.reporting import change_metadata, preview
from pipeline.orchestration.settings import Settings
from pipeline.warehouse.continuity import changes, lost_coverage, overgrown, shrunken, tables_of
from pipeline.warehouse.integrity import not_verbatim, unlawful, without_evidence
from pipeline.warehouse.transaction import publish
from pipeline.warehouse.versions import Version
from pipeline.warehouse.versions import latest as last_version
from schemas.tables import BY_NAME

LATEST = dg.AssetKey(["warehouse", "latest"])
_SOURCES = dg.AssetKey(["sources", "sources"])

FRESHNESS = dg.AssetCheckSpec(
    "fresh", asset=_SOURCES, description="Every source was captured as lately as its rhythm asks. A warning."
)
SPECS = [
    dg.AssetCheckSpec("evidence", asset=LATEST, blocking=True, description="Every milestone has evidence."),
    dg.AssetCheckSpec(
        "verbatim", asset=LATEST, blocking=True, description="Every quote is that slice of the stored text."
    ),
    dg.AssetCheckSpec(
        "volume",
        asset=LATEST,
        blocking=True,
        description="No table lost more than a fifth of its rows since the last version, or trebled. The loss blocks.",
    ),
    dg.AssetCheckSpec(
        "lawful",
        asset=LATEST,
        description="No application's told steps contradict the order that the law gives them. A warning.",
    ),
    dg.AssetCheckSpec(
        "coverage",
        asset=LATEST,
        description="Whatever jurisdiction and type, product or source the last version told of is still told of."
        " A warning.",
    ),
]
"""The checks over all tables together. Nothing is published where a blocking one fails."""

_DAYS_OF_RHYTHM = {"continuous": 14, "daily": 14, "as it happens": 60, "weekly": 30, "monthly": 75}
"""How old the last capture of a source may be, by its cadence; other cadences promise nothing."""
_MOST_SHOWN = 30


def freshness(sources: pl.DataFrame, today: date | None = None) -> dg.AssetCheckResult:
    """Return whether every source that was ever captured was captured as lately as its cadence asks."""
    day = today or datetime.now(UTC).date()
    rows = sources.filter(pl.col("last_capture").is_not_null()).sort("source_id")
    stale = [
        f"{name}: last captured on {captured}, {cadence}"
        for name, cadence, captured in rows.select("source_id", "cadence", "last_capture").iter_rows()
        if cadence in _DAYS_OF_RHYTHM and (day - captured).days > _DAYS_OF_RHYTHM[cadence]
    ]
    return _result(FRESHNESS, stale, dg.AssetCheckSeverity.WARN, "{} sources are older than their rhythm")


def check_and_publish(
    context: dg.AssetExecutionContext, tables: Mapping[str, pl.DataFrame], warehouse: Path, settings: Settings
) -> Iterator[object]:
    """Yield the checks over all tables, publish where none of the blocking ones failed, and yield the version.

    Raises:
        dg.Failure: when a blocking check failed; the last version stays.
    """
    before = _last(warehouse)
    blocking = []
    for result in _checked(tables, before, settings):
        yield result
        if not result.passed and result.severity is dg.AssetCheckSeverity.ERROR:
            blocking.append(f"{result.check_name}: {result.description}")
    if blocking:
        raise dg.Failure(f"not published: {'; '.join(blocking)}")
    version = publish(tables, warehouse)
    context.log.info(f"warehouse: version {version.name} published")
    yield dg.Output(None, metadata=_version_metadata(version, tables, before))


def _last(warehouse: Path) -> Version | None:
    try:
        return last_version(warehouse)
    except FileNotFoundError:
        return None


def _checked(
    tables: Mapping[str, pl.DataFrame], before: Version | None, settings: Settings
) -> Iterator[dg.AssetCheckResult]:
    evidence, verbatim, volume, lawful, coverage = SPECS
    error, warn = dg.AssetCheckSeverity.ERROR, dg.AssetCheckSeverity.WARN
    yield _result(evidence, list(without_evidence(tables)), error, "{} milestones have no evidence")
    yield _result(verbatim, list(not_verbatim(tables)), error, "{} quotes are not in their documents")
    now = {name: frame.height for name, frame in tables.items()}
    then = before.rows if before else {}
    shrunk, grown = shrunken(then, now), overgrown(then, now)
    stops = bool(shrunk) and not settings.accept_fewer
    mend = " (mend the inputs; or, where it is meant: milestones build --accept-fewer)" if stops else ""
    yield _result(volume, [*shrunk, *grown], error if stops else warn, f"{'; '.join([*shrunk, *grown])}{mend}")
    yield _result(lawful, list(unlawful(tables)), warn, "{} applications tell an unlawful life story")
    told = tables_of(before, ("milestones", "documents")) if before else {}
    yield _result(coverage, lost_coverage(told, tables), warn, "{} things that the last version told of are gone")


def _result(
    spec: dg.AssetCheckSpec, found: list[str], severity: dg.AssetCheckSeverity, description: str
) -> dg.AssetCheckResult:
    shown = "\n".join(f"- {line}" for line in found[:_MOST_SHOWN])
    return dg.AssetCheckResult(
        asset_key=spec.asset_key,
        check_name=spec.name,
        passed=not found,
        severity=severity,
        description=description.format(len(found)) if found else None,
        metadata={"found": len(found)} | ({"what": dg.MetadataValue.md(shown)} if found else {}),
    )


def _version_metadata(
    version: Version, tables: Mapping[str, pl.DataFrame], before: Version | None
) -> dict[str, dg.MetadataValue]:
    milestones = tables["milestones"]
    table = BY_NAME["milestones"]
    old = tables_of(before, (table.name,)).get(table.name) if before else None
    years = milestones.drop_nulls("event_date").group_by(pl.col("event_date").dt.year().cast(pl.String)).len()
    types = milestones.group_by("milestone_type").len().sort("len", "milestone_type", descending=[True, False])
    return {
        "version": dg.MetadataValue.text(version.name),
        "path": dg.MetadataValue.path(str(version.path)),
        "dagster/row_count": dg.MetadataValue.int(milestones.height),
        **(change_metadata(changes(table, old, milestones)) if old is not None else {}),
        "tables": dg.MetadataValue.md(_counts(version, before)),
        "latest milestones": dg.MetadataValue.md(preview(_readable(milestones.sort("event_date", descending=True)))),
        "by year": dg.MetadataValue.md(bars("Milestones by year", dict(years.sort("event_date").iter_rows()))),
        "by type": dg.MetadataValue.md(bars("Milestones by type", dict(types.iter_rows()))),
    }


def _counts(version: Version, before: Version | None) -> str:
    then = before.rows if before else {}
    rows = "\n".join(
        f"| {name} | {rows:,} | {rows - then[name]:+,} |" if name in then else f"| {name} | {rows:,} | new |"
        for name, rows in version.rows.items()
    )
    return f"| table | rows | since the last version |\n|---|---:|---:|\n{rows}"


def _readable(milestones: pl.DataFrame) -> pl.DataFrame:
    shown = ("event_date", "milestone_type", "jurisdiction", "agency", "product", "company", "indication")
    return milestones.select(shown)
