"""The assets: one operation per stage, one asset per table.

Which tables a stage makes is read from the stage itself, and what each depends on from the foreign keys of its
declaration: a table that a stage adds stands in the graph, with its checks, without a line here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import dagster as dg
import polars as pl

from pipeline.extraction import EXTRACTOR_VERSION
from pipeline.extraction.tables import MentionTables, read_mentions
from pipeline.orchestration import publishing
from pipeline.orchestration.reporting import (
    check_results,
    check_specs,
    dictionary_link,
    preview,
    table_metadata,
)
from pipeline.orchestration.settings import Settings
from pipeline.orchestration.stage_store import StageStore
from pipeline.resolution.tables import MilestoneTables, resolve
from pipeline.sources.tables import SourceTables, read_sources
from pipeline.warehouse.build import all_tables
from schemas.declaration import Table
from schemas.tables import BY_NAME

OWNERS = ["team:curators"]
REFUSED = "rejections"
STAGES: Mapping[str, type[SourceTables | MentionTables | MilestoneTables]] = {
    "sources": SourceTables,
    "extraction": MentionTables,
    "resolution": MilestoneTables,
}
"""The stages that make tables, in the order of the flow, and what each hands on."""

_MADE_FROM = {"sources": (), "extraction": ("documents", "agencies"), "resolution": ("mentions",)}
"""What every table of a stage is made from, besides the tables that its foreign keys point to."""

Frames = Mapping[str, pl.DataFrame]


def tables_of_stage(stage: str) -> tuple[str, ...]:
    """Return the names of the tables that a stage makes, its rejections last."""
    return (*(field.name for field in fields(STAGES[stage]) if field.name != REFUSED), REFUSED)


def asset_key(stage: str, table: str) -> dg.AssetKey:
    """Return the key of a stage's table."""
    return dg.AssetKey([stage, table])


class Stage:
    """One stage as Dagster sees it: its outputs, their dependencies, checks and metadata."""

    def __init__(self, name: str, store: StageStore, settings: Settings) -> None:
        self.name = name
        self.tables = tables_of_stage(name)
        self._store = store
        self._settings = settings

    def outs(self, code_version: str | None = None) -> dict[str, dg.AssetOut]:
        """Return an output per table."""
        return {
            name: dg.AssetOut(
                key=asset_key(self.name, name),
                description=self._described(BY_NAME[name]),
                group_name=self.name,
                owners=OWNERS,
                kinds={"python", "polars"},
                code_version=code_version,
                metadata={"dictionary": dictionary_link(name, self._settings.repository)},
            )
            for name in self.tables
        }

    def _described(self, table: Table) -> str:
        return f"What {self.name} refused, why, and how to mend it." if table.name == REFUSED else table.description

    def ins(self, stage: str, tables: Iterable[str]) -> dict[str, dg.AssetIn]:
        """Return inputs for tables of an earlier stage."""
        return {name: dg.AssetIn(key=asset_key(stage, name)) for name in tables}

    def dependencies(self, inputs: Mapping[str, dg.AssetIn]) -> dict[str, set[dg.AssetKey]]:
        """Return what each table is made from: the tables that its declaration points to, and the stage's own input."""
        keys = {name: given.key for name, given in inputs.items() if isinstance(given.key, dg.AssetKey)}
        keys |= {name: asset_key(self.name, name) for name in self.tables if name != REFUSED}
        made = {name: self._made_from(name, keys) for name in self.tables}
        made[REFUSED] |= {key for key in keys.values() if key.path[0] != self.name} - set().union(*made.values())
        return made

    def _made_from(self, table: str, keys: Mapping[str, dg.AssetKey]) -> set[dg.AssetKey]:
        named = {target.table for _, target in BY_NAME[table].foreign_keys} | set(_MADE_FROM[self.name])
        return {keys[name] for name in named if name in keys and name != table}

    def specs(self) -> list[dg.AssetCheckSpec]:
        """Return the checks of all tables of the stage."""
        refused = dg.AssetCheckSpec(
            "nothing_refused",
            asset=asset_key(self.name, REFUSED),
            description="Nothing was refused. A warning; it blocks nothing.",
        )
        declared = (spec for name in self._checked() for spec in check_specs(BY_NAME[name], asset_key(self.name, name)))
        return [*declared, refused]

    def _checked(self) -> tuple[str, ...]:
        return tuple(name for name in self.tables if name != REFUSED)

    def results(self, frames: Frames, parents: Frames) -> Iterator[dg.Output[pl.DataFrame] | dg.AssetCheckResult]:
        """Yield every table with what Dagster shows of it, then the results of its checks."""
        for name in self.tables:
            before = self._store.last(asset_key(self.name, name))
            metadata = table_metadata(BY_NAME[name], frames[name], before)
            yield dg.Output(frames[name], output_name=name, metadata=metadata)
        for name in self._checked():
            yield from check_results(BY_NAME[name], asset_key(self.name, name), frames[name], {**parents, **frames})
        refused = frames[REFUSED]
        shown = {"refused": dg.MetadataValue.md(preview(refused.select("file", "row", "field", "value", "mend")))}
        yield dg.AssetCheckResult(
            asset_key=asset_key(self.name, REFUSED),
            check_name="nothing_refused",
            passed=refused.is_empty(),
            severity=dg.AssetCheckSeverity.WARN,
            description=f"{refused.height} inputs or rows were refused" if refused.height else None,
            metadata={} if refused.is_empty() else shown,
        )


def build_assets(raw: Path, warehouse: Path, settings: Settings) -> list[dg.AssetsDefinition]:
    """Return the assets that read from `raw` and publish to `warehouse`."""
    store = StageStore(warehouse=str(warehouse))
    sources, extraction, resolution = (Stage(name, store, settings) for name in STAGES)
    from_documents = extraction.ins("sources", _MADE_FROM["extraction"])
    from_all = {**resolution.ins("sources", sources.tables), **resolution.ins("extraction", ("mentions",))}

    @dg.multi_asset(
        name="read_sources",
        outs=sources.outs(),
        internal_asset_deps=sources.dependencies({}),
        check_specs=[*sources.specs(), publishing.FRESHNESS],
    )
    def sources_stage(context: dg.AssetExecutionContext) -> Iterator[object]:
        read = read_sources(raw)
        context.log.info(
            f"sources: {read.documents.height} documents and {read.register_entries.height}"
            f" register entries read, {read.rejections.height} inputs refused"
        )
        yield from sources.results(_frames(read), {})
        yield publishing.freshness(read.sources)

    @dg.multi_asset(
        name="extract_mentions",
        ins=from_documents,
        outs=extraction.outs(EXTRACTOR_VERSION),
        internal_asset_deps=extraction.dependencies(from_documents),
        check_specs=extraction.specs(),
    )
    def extraction_stage(
        context: dg.AssetExecutionContext, documents: pl.DataFrame, agencies: pl.DataFrame
    ) -> Iterator[object]:
        found = read_mentions(raw, documents, agencies)
        context.log.info(f"extraction: {found.mentions.height} mentions found, {found.rejections.height} refused")
        yield from extraction.results(_frames(found), {"documents": documents, "agencies": agencies})

    @dg.multi_asset(
        name="resolve_milestones",
        ins=from_all,
        outs=resolution.outs(),
        internal_asset_deps=resolution.dependencies(from_all),
        check_specs=resolution.specs(),
    )
    def resolution_stage(
        context: dg.AssetExecutionContext, mentions: pl.DataFrame, **read: pl.DataFrame
    ) -> Iterator[object]:
        resolved = resolve(raw, SourceTables(**read), mentions)
        context.log.info(
            f"resolution: {mentions.height} mentions joined to {resolved.milestones.height} milestones of"
            f" {resolved.products.height} products, {resolved.rejections.height} rows refused"
        )
        yield from resolution.results(_frames(resolved), {**read, "mentions": mentions})

    return [sources_stage, extraction_stage, resolution_stage, _warehouse_asset(warehouse, settings)]


def _warehouse_asset(warehouse: Path, settings: Settings) -> dg.AssetsDefinition:
    ins = {
        f"{stage}_{name}": dg.AssetIn(key=asset_key(stage, name)) for stage in STAGES for name in tables_of_stage(stage)
    }

    @dg.asset(
        key=publishing.LATEST,
        ins=ins,
        group_name="warehouse",
        owners=OWNERS,
        kinds={"duckdb", "parquet"},
        description="The published version: Parquet files and `milestones.duckdb`, written as one transaction.",
        check_specs=publishing.SPECS,
        io_manager_key="no_output",
        metadata={"dictionary": dictionary_link(None, settings.repository)},
    )
    def latest(context: dg.AssetExecutionContext, **frames: pl.DataFrame) -> Iterator[object]:
        stages = (made(**_of(stage, frames)) for stage, made in STAGES.items())
        yield from publishing.check_and_publish(context, all_tables(*stages), warehouse, settings)

    return latest


def _of(stage: str, frames: Frames) -> dict[str, pl.DataFrame]:
    return {name.removeprefix(f"{stage}_"): frame for name, frame in frames.items() if name.startswith(f"{stage}_")}


def _frames(tables: SourceTables | MentionTables | MilestoneTables) -> dict[str, pl.DataFrame]:
    return {field.name: getattr(tables, field.name) for field in fields(tables)}
