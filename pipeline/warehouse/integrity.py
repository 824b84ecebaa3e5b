"""Whether the tables hold together: what no single table's declaration can say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from schemas.tables import TABLES
from schemas.validation import failures


def breaches(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Return one line for every breach: schema, keys, foreign keys, evidence. An empty list means sound."""
    schema = [
        f"table {failure.table}, row {failure.row}: {failure.column or 'row'} breaks {failure.constraint}"
        f" ({failure.value})"
        for table in TABLES
        for failure in failures(table, tables[table.name], tables)
    ]
    return [*schema, *without_evidence(tables), *not_verbatim(tables)]


def without_evidence(tables: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    """Yield a line for every milestone that nothing proves."""
    bare = tables["milestones"].join(tables["milestone_evidence"], on="milestone_id", how="anti")
    for identifier in bare["milestone_id"]:
        yield f"table milestones: {identifier} has no evidence"


def not_verbatim(tables: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    """Yield a line for every quotation that is not the slice of the stored text which it says it is."""
    slices = pl.col("text").str.slice(pl.col("char_start"), pl.col("char_end") - pl.col("char_start"))
    for table, key, where in (
        ("documents", "document_id", "document"),
        ("register_entries", "register_entry_id", "register entry"),
    ):
        quoted = tables["milestone_evidence"].join(tables[table].select(key, "text"), on=key)
        for identifier in quoted.filter(pl.col("quote") != slices)["evidence_id"]:
            yield f"table milestone_evidence: the quote of {identifier} is not in its {where} at that place"


def unlawful(tables: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    """Yield a line for every application whose told steps cannot have followed each other. They are no breach.

    Sources err, so such a life is published with its flags; whoever operates the build is told.
    """
    if "applications" not in tables:
        return
    flagged = tables["applications"].filter(pl.col("breaches").list.len() > 0)
    for identifier, product, jurisdiction, breached in flagged.select(
        "application_id", "product_id", "jurisdiction", "breaches"
    ).iter_rows():
        yield f"{identifier} ({product}, {jurisdiction}): {', '.join(breached)}"
