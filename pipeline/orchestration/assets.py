"""The assets: one operation per stage, one asset per table."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import dagster as dg
import polars as pl

from pipeline.extraction import EXTRACTOR_VERSION
from pipeline.extraction.tables import MentionTables, read_mentions
from pipeline.orchestration.reporting import check_results, check_specs, preview, table_metadata
from pipeline.resolution.tables import MilestoneTables, resolve
from pipeline.sources.tables import SourceTables, read_sources
from pipeline.warehouse.build import all_tables
from pipeline.warehouse.integrity import not_verbatim, without_evidence
from pipeline.warehouse.transaction import publish
from schemas.declaration import Table
from schemas.tables import BY_NAME

_OWNERS = ["team:curators"]
_SOURCES = ("sources", "companies", "agencies", "indications", "documents", "register_entries")
_EXTRACTION = ("mentions",)
_RESOLUTION = ("products", "product_names", "product_identifiers", "milestones", "milestone_evidence")
_REFUSED = "rejections"


def _key(stage: str, table: str) -> dg.AssetKey:
    return dg.AssetKey([stage, table])


def _outs(stage: str, tables: tuple[str, ...], code_version: str | None = None) -> dict[str, dg.AssetOut]:
    return {
        name: dg.AssetOut(
            key=_key(stage, name),
            description=_described(stage, BY_NAME[name]),
            group_name=stage,
            owners=_OWNERS,
            kinds={"python", "polars"},
            code_version=code_version,
        )
        for name in (*tables, _REFUSED)
    }


def _described(stage: str, table: Table) -> str:
    return f"What {stage} refused, why, and how to mend it." if table.name == _REFUSED else table.description


def _specs(stage: str, tables: tuple[str, ...]) -> list[dg.AssetCheckSpec]:
    refused = dg.AssetCheckSpec(
        "nothing_refused", asset=_key(stage, _REFUSED), description="Nothing was refused. A warning; it blocks nothing."
    )
    return [*(spec for name in tables for spec in check_specs(BY_NAME[name], _key(stage, name))), refused]


def _results(
    stage: str, tables: Mapping[str, pl.DataFrame], parents: Mapping[str, pl.DataFrame]
) -> Iterator[dg.Output[pl.DataFrame] | dg.AssetCheckResult]:
    """Yield every table of a stage with what Dagster shows of it, then the results of its checks."""
    for name, frame in tables.items():
        yield dg.Output(frame, output_name=name, metadata=table_metadata(BY_NAME[name], frame))
    for name, frame in tables.items():
        if name != _REFUSED:
            yield from check_results(BY_NAME[name], _key(stage, name), frame, {**parents, **tables})
    refused = tables[_REFUSED]
    yield dg.AssetCheckResult(
        asset_key=_key(stage, _REFUSED),
        check_name="nothing_refused",
        passed=refused.is_empty(),
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"refused": dg.MetadataValue.md(preview(refused.select("file", "row", "field", "value", "mend")))},
    )


def _ins(stage: str, tables: tuple[str, ...]) -> dict[str, dg.AssetIn]:
    return {name: dg.AssetIn(key=_key(stage, name)) for name in tables}


def build_assets(raw: Path, warehouse: Path) -> list[dg.AssetsDefinition]:
    """Return the assets that read from `raw` and publish to `warehouse`."""

    @dg.multi_asset(name="read_sources", outs=_outs("sources", _SOURCES), check_specs=_specs("sources", _SOURCES))
    def sources_stage(context: dg.AssetExecutionContext) -> Iterator[object]:
        read = read_sources(raw)
        context.log.info(
            f"sources: {read.documents.height} documents and {read.register_entries.height}"
            f" register entries read, {read.rejections.height} inputs refused"
        )
        yield from _results("sources", _frames(read), {})

    @dg.multi_asset(
        name="extract_mentions",
        ins=_ins("sources", ("documents", "agencies")),
        outs=_outs("extraction", _EXTRACTION, EXTRACTOR_VERSION),
        check_specs=_specs("extraction", _EXTRACTION),
    )
    def extraction_stage(
        context: dg.AssetExecutionContext, documents: pl.DataFrame, agencies: pl.DataFrame
    ) -> Iterator[object]:
        found = read_mentions(raw, documents, agencies)
        context.log.info(f"extraction: {found.mentions.height} mentions found, {found.rejections.height} refused")
        yield from _results("extraction", _frames(found), {"documents": documents, "agencies": agencies})

    @dg.multi_asset(
        name="resolve_milestones",
        ins={**_ins("sources", (*_SOURCES, _REFUSED)), **_ins("extraction", _EXTRACTION)},
        outs=_outs("resolution", _RESOLUTION),
        check_specs=_specs("resolution", _RESOLUTION),
    )
    def resolution_stage(
        context: dg.AssetExecutionContext, mentions: pl.DataFrame, **read: pl.DataFrame
    ) -> Iterator[object]:
        resolved = resolve(raw, SourceTables(**read), mentions)
        context.log.info(
            f"resolution: {mentions.height} mentions joined to {resolved.milestones.height} milestones of"
            f" {resolved.products.height} products, {resolved.rejections.height} rows refused"
        )
        yield from _results("resolution", _frames(resolved), {**read, "mentions": mentions})

    return [sources_stage, extraction_stage, resolution_stage, _warehouse_asset(warehouse)]


def _warehouse_asset(warehouse: Path) -> dg.AssetsDefinition:
    key = dg.AssetKey(["warehouse", "latest"])
    ins = {
        f"{stage}_{name}": dg.AssetIn(key=_key(stage, name))
        for stage, tables in (("sources", _SOURCES), ("extraction", _EXTRACTION), ("resolution", _RESOLUTION))
        for name in (*tables, _REFUSED)
    }

    @dg.asset(
        key=key,
        ins=ins,
        group_name="warehouse",
        owners=_OWNERS,
        kinds={"duckdb", "parquet"},
        description="The published version: Parquet files and `milestones.duckdb`, written as one transaction.",
        check_specs=[
            dg.AssetCheckSpec("evidence", asset=key, description="Every milestone has evidence."),
            dg.AssetCheckSpec("verbatim", asset=key, description="Every quote is that slice of the stored text."),
        ],
        io_manager_key="no_output",
    )
    def latest(context: dg.AssetExecutionContext, **frames: pl.DataFrame) -> Iterator[object]:
        tables = all_tables(
            SourceTables(**_of("sources", frames)),
            MentionTables(**_of("extraction", frames)),
            MilestoneTables(**_of("resolution", frames)),
        )
        for name, found in (("evidence", list(without_evidence(tables))), ("verbatim", list(not_verbatim(tables)))):
            yield dg.AssetCheckResult(
                asset_key=key, check_name=name, passed=not found, metadata={"breaches": "\n".join(found) or "none"}
            )
        version = publish(tables, warehouse)
        context.log.info(f"warehouse: version {version.name} published")
        counts = "\n".join(f"| {name} | {rows} |" for name, rows in version.rows.items())
        yield dg.Output(
            None,
            metadata={
                "version": version.name,
                "path": dg.MetadataValue.path(str(version.path)),
                "dagster/row_count": version.rows["milestones"],
                "tables": dg.MetadataValue.md(f"| table | rows |\n|---|---|\n{counts}"),
                "milestones": dg.MetadataValue.md(preview(tables["milestones"].sort("event_date", descending=True))),
            },
        )

    return latest


def _of(stage: str, frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    return {name.removeprefix(f"{stage}_"): frame for name, frame in frames.items() if name.startswith(f"{stage}_")}


def _frames(tables: SourceTables | MentionTables | MilestoneTables) -> dict[str, pl.DataFrame]:
    return {name: getattr(tables, name) for name in type(tables).__slots__}
