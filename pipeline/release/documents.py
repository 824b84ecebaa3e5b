"""Documents for people: data card, terms of the sources, changes with their feed, and the guide for language models."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import jinja2
import polars as pl

from pipeline.release.citation import Citation
from pipeline.release.figures import Rows

_NAMESPACE = uuid.UUID("6f6ab4a5-9d0f-5d3e-8a5b-6a0a4f2f6c11")
_MOST_LISTED = 500
_MARKUP = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>#|~"})


def _plain(value: object) -> str:
    """Return the value as Markdown that shows it and nothing else: no markup, no cell or line end."""
    return "" if value is None else " ".join(str(value).translate(_MARKUP).split())


_PAGES = jinja2.Environment(
    loader=jinja2.PackageLoader("pipeline.release", "templates"),
    autoescape=jinja2.select_autoescape(enabled_extensions=("html", "atom"), default=False),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_PAGES.filters["plain"] = _plain


def render(template: str, **values: object) -> str:
    """Return a template of `templates/` filled in; HTML and Atom escape what they are given."""
    return _PAGES.get_template(template).render(**values)


def data_card(citation: Citation, figures: Mapping[str, Rows], tables: Sequence[Mapping[str, Any]]) -> str:
    """Return the data card."""
    return render("DATA_CARD.md", citation=citation, figures=figures, tables=tables, share=_share)


def source_terms(citation: Citation, sources: Rows) -> str:
    """Return the terms of each source that was read."""
    return render("SOURCES.md", citation=citation, sources=sources)


def guide(citation: Citation, tables: Sequence[Mapping[str, Any]], questions: Sequence[Mapping[str, str]]) -> str:
    """Return `llms.txt`."""
    return render("llms.txt", citation=citation, tables=tables, questions=questions)


def changes_text(citation: Citation, previous_version: str | None, changes: pl.DataFrame) -> str:
    """Return `CHANGES.md`."""
    counts = (
        changes.group_by("table_name", "change", "reason").len("rows").sort("table_name", "change", "reason").to_dicts()
    )
    steps = changes.filter(pl.col("table_name") == "milestones").sort("change", "row_key", "field")
    return render(
        "CHANGES.md",
        citation=citation,
        previous=previous_version,
        counts=counts,
        steps=steps.head(_MOST_LISTED).to_dicts(),
        more=max(0, steps.height - _MOST_LISTED),
    )


def feed(citation: Citation, previous_version: str | None, changes: pl.DataFrame, milestones: pl.DataFrame) -> str:
    """Return the Atom feed: the release, then each milestone that was added, changed or removed."""
    known = {row["milestone_id"]: row for row in milestones.to_dicts()}
    touched: dict[str, list[dict[str, Any]]] = {}
    for change in changes.filter(pl.col("table_name") == "milestones").sort("row_key", "field").to_dicts():
        touched.setdefault(change["row_key"], []).append(change)
    entries = [
        {"id": _identifier(str(citation.version), key), "key": key, "row": known.get(key), "changes": listed}
        for key, listed in list(touched.items())[:_MOST_LISTED]
    ]
    return render(
        "changes.atom",
        citation=citation,
        previous=previous_version,
        feed_id=_identifier("feed"),
        release_id=_identifier(str(citation.version)),
        entries=entries,
        milestones=milestones.height,
        touched=len(touched),
    )


def _identifier(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, '/'.join(parts))}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "none"
