"""What Dagster shows of a table: its declaration, its rows, and whether they keep to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import dagster as dg
import polars as pl

from pipeline.warehouse.continuity import Changes, changes
from schemas.declaration import Column, Table
from schemas.validation import Failure, failures

_PREVIEW_ROWS = 8
_PREVIEW_CHARACTERS = 60
_MOST_FAILURES_SHOWN = 20
_MOST_KEYS_SHOWN = 12
_DICTIONARY = "docs/data-dictionary.md"

CHECKS = {
    "columns": "Types, nullability, closed lists, patterns and bounds of every column.",
    "key": "The key is unique.",
    "rows": "The conditions that span several columns.",
    "foreign_keys": "Every reference points to a row that exists.",
}
"""The checks that every table's declaration gives, and what each looks at."""


def column_schema(table: Table) -> dg.TableSchema:
    """Return the table's columns as Dagster shows them."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=column.name,
                type=column.type.value,
                description=column.description,
                constraints=dg.TableColumnConstraints(
                    nullable=column.nullable, unique=table.key == (column.name,), other=list(_constraints(column))
                ),
            )
            for column in table.columns
        ],
        constraints=dg.TableConstraints(other=[constraint.description for constraint in table.constraints]),
    )


def _constraints(column: Column) -> Iterator[str]:
    if column.references:
        yield f"in {column.references.table}.{column.references.column}"
    if column.codes:
        yield f"one of {column.codes.__name__}"
    if column.pattern:
        yield f"matches {column.pattern}"
    if column.minimum is not None:
        yield f"at least {column.minimum}"
    if column.maximum is not None:
        yield f"at most {column.maximum}"


def dictionary_link(table: str | None, repository: str | None) -> dg.MetadataValue:
    """Return where the table is described: an address where the repository has one, else the file of the checkout."""
    if repository is None:
        return dg.MetadataValue.path(_DICTIONARY)
    return dg.MetadataValue.url(f"{repository.rstrip('/')}/blob/main/{_DICTIONARY}{f'#{table}' if table else ''}")


def table_metadata(table: Table, frame: pl.DataFrame, before: pl.DataFrame | None) -> dict[str, dg.MetadataValue]:
    """Return row count, columns, a preview and what changed since the last run as asset metadata.

    A last run whose table had other columns is not compared.
    """
    comparable = before is not None and before.schema == frame.schema
    return {
        "dagster/row_count": dg.MetadataValue.int(frame.height),
        "dagster/column_schema": dg.MetadataValue.table_schema(column_schema(table)),
        **(change_metadata(changes(table, before, frame)) if before is not None and comparable else {}),
        "preview": dg.MetadataValue.md(preview(frame)),
    }


def change_metadata(found: Changes) -> dict[str, dg.MetadataValue]:
    """Return how many rows came, went and changed since the last run, and the first of each."""
    parts = {"added": found.added, "removed": found.removed, "changed": found.changed}
    listed = "\n".join(
        f"- {name}: {', '.join(f'`{key}`' for key in keys[:_MOST_KEYS_SHOWN])}"
        f"{' …' if len(keys) > _MOST_KEYS_SHOWN else ''}"
        for name, keys in parts.items()
        if keys
    )
    counts = {f"rows {name}": dg.MetadataValue.int(len(keys)) for name, keys in parts.items()}
    return {**counts, "since the last run": dg.MetadataValue.md(listed or "nothing changed")}


def preview(frame: pl.DataFrame) -> str:
    """Return the first rows as a Markdown table: long texts cut, columns without any value left out."""
    head = frame.head(_PREVIEW_ROWS)
    lists = [name for name, type_ in head.schema.items() if isinstance(type_, pl.List)]
    texts = head.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join(", ")).cast(pl.String)
    shown = texts.select(pl.all().str.strip_chars().fill_null("")).select(
        pl.all().str.replace_all(r"\s+", " ").str.replace_all("|", "/", literal=True)
    )
    filled = [name for name in shown.columns if (shown[name] != "").any()] or shown.columns[:1]
    with pl.Config(
        tbl_formatting="MARKDOWN",
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        tbl_rows=_PREVIEW_ROWS,
        tbl_cols=-1,
        tbl_width_chars=-1,
        fmt_str_lengths=_PREVIEW_CHARACTERS,
    ):
        return str(shown.select(filled))


def check_specs(table: Table, key: dg.AssetKey) -> Iterator[dg.AssetCheckSpec]:
    """Yield the checks of a table; each blocks what depends on it."""
    wanted = {"columns": True, "key": True, "rows": bool(table.constraints), "foreign_keys": bool(table.foreign_keys)}
    for name, description in CHECKS.items():
        if wanted[name]:
            yield dg.AssetCheckSpec(name, asset=key, description=description, blocking=True)


def check_results(
    table: Table, key: dg.AssetKey, frame: pl.DataFrame, parents: Mapping[str, pl.DataFrame]
) -> Iterator[dg.AssetCheckResult]:
    """Yield the result of every check of the table, with the failing rows."""
    found: dict[str, list[Failure]] = {name: [] for name in CHECKS}
    for failure in failures(table, frame, parents):
        found[_check_of(table, failure)].append(failure)
    for spec in check_specs(table, key):
        yield dg.AssetCheckResult(
            asset_key=key,
            check_name=spec.name,
            passed=not found[spec.name],
            description=f"{len(found[spec.name])} breaches in {table.name}" if found[spec.name] else None,
            metadata={
                "failing_rows": dg.MetadataValue.int(len(found[spec.name])),
                **({"failures": dg.MetadataValue.md(_listed(found[spec.name]))} if found[spec.name] else {}),
            },
        )


def _check_of(table: Table, failure: Failure) -> str:
    if failure.constraint == "key":
        return "key"
    if failure.constraint == "foreign_key":
        return "foreign_keys"
    return "rows" if failure.constraint in {constraint.name for constraint in table.constraints} else "columns"


def _listed(found: list[Failure]) -> str:
    lines = [
        f"- row {'-' if failure.row is None else failure.row + 1}: {failure.column or ''} {failure.constraint}"
        f" ({failure.value})"
        for failure in found[:_MOST_FAILURES_SHOWN]
    ]
    return "\n".join(lines)
