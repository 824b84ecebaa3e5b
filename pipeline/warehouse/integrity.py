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
    whole = (without_evidence, not_verbatim, evidence_of_another_step, history_apart, loose_ends)
    return [*schema, *(line for rule in whole for line in rule(tables))]


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


def evidence_of_another_step(tables: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    """Yield a line for every quotation whose mention or register entry tells of another kind of step, or elsewhere."""
    told = ["milestone_type", "jurisdiction", "designation"]
    steps = tables["milestones"].select("milestone_id", *told)
    for table, key in (("mentions", "mention_id"), ("register_entries", "register_entry_id")):
        proofs = tables["milestone_evidence"].drop_nulls(key).select("evidence_id", "milestone_id", key, "document_id")
        sides = proofs.join(steps, on="milestone_id").join(tables[table].select(key, *told), on=key, suffix="_told")
        differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_told")) for name in told)
        for identifier in sides.filter(differs)["evidence_id"].sort():
            yield f"table milestone_evidence: {identifier} proves another step than the one that it stands for"
    quoted = tables["milestone_evidence"].drop_nulls("mention_id")
    origins = tables["mentions"].select("mention_id", pl.col("document_id").alias("told_in"))
    for identifier in (
        quoted.join(origins, on="mention_id").filter(pl.col("document_id") != pl.col("told_in"))["evidence_id"].sort()
    ):
        yield f"table milestone_evidence: {identifier} names another document than its mention"


def history_apart(tables: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    """Yield a line for every milestone whose last belief differs from it, and for beliefs that overlap."""
    now = tables["milestones"]
    last = tables["milestone_history"].filter(pl.col("believed_until").is_null()).select(now.columns)
    for frame, other in ((now, last), (last, now)):
        for identifier in frame.join(other, on=now.columns, how="anti", nulls_equal=True)["milestone_id"].sort():
            yield f"table milestone_history: what is believed now of {identifier} differs from milestones"
    beliefs = tables["milestone_history"].sort("milestone_id", "believed_from")
    following = pl.col("believed_from").shift(-1).over("milestone_id")
    overlapping = (pl.col("believed_until") > following) | (
        following.is_not_null() & pl.col("believed_until").is_null()
    )
    for identifier in beliefs.filter(overlapping)["milestone_id"].unique().sort():
        yield f"table milestone_history: two beliefs about {identifier} overlap"


def loose_ends(tables: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    """Yield a line for every identifier that was believed once and leads nowhere, and for steps of two applications."""
    known = pl.concat([tables["milestones"]["milestone_id"], tables["milestone_redirects"]["milestone_id"]])
    for identifier in known.filter(known.is_duplicated()).unique().sort():
        yield f"table milestone_redirects: {identifier} is a milestone still"
    believed = tables["milestone_history"]["milestone_id"].unique()
    for identifier in believed.filter(~believed.is_in(known.implode())).sort():
        yield f"table milestone_redirects: {identifier} was believed once and leads nowhere"
    steps = tables["application_steps"].select("milestone_id", pl.col("application_id").alias("step_of"))
    apart = tables["milestones"].join(steps, on="milestone_id", how="left")
    for identifier in apart.filter(pl.col("application_id").ne_missing(pl.col("step_of")))["milestone_id"].sort():
        yield f"table application_steps: {identifier} belongs to another application than it says"
