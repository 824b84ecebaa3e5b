"""The data dictionary and the entity diagram, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.declaration import Column, Table

_MADE_BY = "Made from `schemas/` by `milestones dictionary`; a test keeps this file equal to it."


def dictionary(tables: Iterable[Table], made_by: str = _MADE_BY) -> str:
    """Return the data dictionary: every table, column, constraint and code; `made_by` says below the title whence."""
    listed = tuple(tables)
    parts = [
        "# Data dictionary",
        made_by,
        "```mermaid\n" + entity_diagram(listed) + "\n```",
        *(_section(table) for table in listed),
        "## Codes",
        *_code_lists(listed),
    ]
    return "\n\n".join(parts) + "\n"


def entity_diagram(tables: Iterable[Table]) -> str:
    """Return a Mermaid entity diagram of keys and foreign keys."""
    lines = ["erDiagram"]
    for table in tables:
        lines += [
            f"    {target.table} {'|o' if column.nullable else '||'}--o{{ {table.name} : {column.name}"
            for column, target in table.foreign_keys
        ]
    return "\n".join(lines)


def _section(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    header = "| column | type | null | meaning | example |\n|---|---|---|---|---|"
    rows = "\n".join(_row(column) for column in table.columns)
    text = f"## `{table.name}`\n\n{table.description} Key: {key}.\n\n{header}\n{rows}"
    if table.constraints:
        text += "\n\n" + "\n".join(f"- `{c.name}`: {c.description}" for c in table.constraints)
    return text


def _row(column: Column) -> str:
    meaning = column.description
    if column.references:
        meaning += f" Points to `{column.references.table}.{column.references.column}`."
    if column.codes:
        meaning += f" One of [{column.codes.__name__}](#{column.codes.__name__.lower()})."
    example = "" if column.example is None else f"`{column.example}`"
    cells = (f"`{column.name}`", column.type.value, "yes" if column.nullable else "", meaning, example)
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _code_lists(tables: Iterable[Table]) -> list[str]:
    lists = {column.codes for table in tables for column in table.columns if column.codes is not None}
    return [
        f"### {codes.__name__}\n\n{(codes.__doc__ or '').strip()}\n\n| code | meaning |\n|---|---|\n"
        + "\n".join(f"| `{code.value}` | {code.meaning} |" for code in codes)
        for codes in sorted(lists, key=lambda codes: codes.__name__)
    ]
