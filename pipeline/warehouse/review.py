"""What wants a human eye, and the skeleton of a correction for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import yaml

from pipeline.warehouse.questions import WrongQuestionError, named
from pipeline.warehouse.versions import latest

_EXPECTED = ("milestone_type", "product_id", "jurisdiction", "event_date", "indication_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A milestone to be looked at: what it is worth (0 to 1), why, and what it says."""

    worth: float
    reasons: tuple[str, ...]
    details: tuple[str, ...]
    told: str
    milestone_id: str

    def line(self) -> str:
        """Return the item as lines for a terminal."""
        details = f"\n      {'; '.join(self.details)}" if self.details else ""
        return f"{self.worth:.3f} {self.milestone_id}  {self.told}\n      {', '.join(self.reasons)}{details}"


def review_list(warehouse: Path, most: int) -> list[Item]:
    """Return what wants a human eye, most valuable first, at most that many."""
    sql = next(question.sql for question in named() if question.name == "review")
    with duckdb.connect(latest(warehouse).database, read_only=True) as connection:
        relation = connection.sql(sql).limit(most)
        return [_item(dict(zip(relation.columns, row, strict=True))) for row in relation.fetchall()]


def _item(row: Mapping[str, object]) -> Item:
    day = _iso(row["event_date"], row["precision"])
    parts = (row["product"], row["jurisdiction"], row["milestone_type"], day or "without date", row["indication"])
    reasons, details = row["reasons"], row["details"]
    return Item(
        worth=float(str(row["worth"])),
        reasons=tuple(dict.fromkeys(reasons)) if isinstance(reasons, list) else (),
        details=tuple(map(str, details)) if isinstance(details, list) else (),
        told=" ".join(str(part) for part in parts if part),
        milestone_id=str(row["milestone_id"]),
    )


def skeleton(warehouse: Path, milestone_id: str, today: date) -> tuple[str, str]:
    """Return the file name and text of a correction to be filled in, which expects what is believed now.

    Raises:
        WrongQuestionError: when there is no such milestone.
    """
    with duckdb.connect(latest(warehouse).database, read_only=True) as connection:
        relation = connection.execute("FROM milestone_now(?)", [milestone_id])
        columns = [column[0] for column in relation.description or ()]
        found = relation.fetchone()
        if found is None:
            raise WrongQuestionError(f"{milestone_id}: no such milestone; `milestones review` lists them")
        row = dict(zip(columns, found, strict=True))
        proofs = connection.execute(
            "SELECT DISTINCT source_url, event_date, event_date_precision FROM milestone_evidence "
            "WHERE milestone_id = ? ORDER BY ALL",
            [row["milestone_id"]],
        ).fetchall()
    expected = {name: _value(row, name) for name in _EXPECTED}
    correction = {
        "milestone": row["milestone_id"],
        "kind": "set",
        "set": {"event_date": expected["event_date"] or "YYYY-MM-DD"},
        "expect": {name: value for name, value in expected.items() if value},
        "reason": "WRITE why the sources are wrong, or what they say between them",
        "source_url": "https://WRITE-the-page-that-supports-it",
        "author": "WRITE your name",
        "authored_on": today.isoformat(),
    }
    heads = [f"# {row['product']}, {row['jurisdiction']}, {row['milestone_type']}. The sources say:"]
    heads += [f"#   {_iso(day, precision) or 'no date'}  {url}" for url, day, precision in proofs]
    heads += ["# kind: set, confirm (then without `set`), retract, or merge (with `merge_into: ms-...`)."]
    body = yaml.safe_dump(correction, sort_keys=False, allow_unicode=True)
    name = f"{today.isoformat()}-{row['product_id']}-{str(row['jurisdiction']).lower()}-{row['milestone_type']}.yaml"
    return name.replace("_", "-"), "\n".join([*heads, body])


def _value(row: Mapping[str, object], name: str) -> str | None:
    if name == "event_date":
        return _iso(row["event_date"], row["event_date_precision"])
    value = row[name]
    return None if value is None else str(value)


def _iso(day: object, precision: object) -> str | None:
    if not isinstance(day, date):
        return None
    match precision:
        case "quarter":
            return f"{day:%Y}-Q{(day.month + 2) // 3}"
        case "half":
            return f"{day:%Y}-H{1 if day.month == 1 else 2}"
        case "month":
            return f"{day:%Y-%m}"
        case "year":
            return f"{day:%Y}"
        case _:
            return day.isoformat()
