"""What changed between two releases, row by row, and why.

Why a row is gone is read from the rows themselves where they tell it (it was merged, its documents were read again by
other rules, its parent went), else from the curators' reasons. A row that is gone without either refuses the release.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from pipeline.release.reasons import EVERY_ROW, Reasons
from schemas.declaration import Table
from schemas.projections.polars import frame_of
from schemas.tables import BY_NAME, MILESTONES, PRODUCT_NAMES, RELEASE_CHANGES, TABLES
from schemas.vocabulary import ChangeKind, ChangeReason, ProductStatus

_MOST_SHOWN = 5
_READ_OR_CURATED = frozenset(
    {"sources", "companies", "products", "product_names", "agencies", "indications", "documents", "register_entries"}
    | {"mentions", "milestones", "milestone_evidence"}
)
"""Tables whose rows say something of their own; the others are derived from these."""

Cell = str | None
Why = tuple[ChangeReason, Cell]


class VanishedRowsError(Exception):
    """Raised when rows of the previous release are gone and nothing says why."""

    def __init__(self, previous_version: str, rows: list[tuple[str, str]]) -> None:
        shown = "; ".join(f"{table} {key}" for table, key in rows[:_MOST_SHOWN])
        more = f" and {len(rows) - _MOST_SHOWN} more" if len(rows) > _MOST_SHOWN else ""
        super().__init__(
            f"{len(rows)} rows of release {previous_version} are gone without a reason: {shown}{more}."
            f" Bring them back, or write why into the file of reasons, one line each:"
            f" {previous_version},{rows[0][0]},{rows[0][1]},why"
        )
        self.rows = rows


@dataclass(frozen=True)
class Edition:
    """The rows of one release: its version, the rules that read its documents, and its tables by name."""

    version: str
    extractor_version: str
    tables: Mapping[str, pl.DataFrame]
    _keyed: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict, repr=False)

    def rows(self, table: Table) -> dict[str, dict[str, object]]:
        """Return the rows of a table by key as text, in the order of the keys; none where it has no such table."""
        if table.name not in self._keyed:
            frame = self.tables.get(table.name)
            usable = frame is not None and set(table.key) <= set(frame.columns)
            listed = frame.iter_rows(named=True) if usable and frame is not None else ()
            keyed = {_key(table, row): row for row in listed}
            self._keyed[table.name] = dict(sorted(keyed.items()))
        return self._keyed[table.name]

    @cached_property
    def evidence(self) -> dict[str, list[dict[str, object]]]:
        """The evidence rows of each milestone."""
        found: dict[str, list[dict[str, object]]] = {}
        for row in self._all("milestone_evidence"):
            found.setdefault(str(row["milestone_id"]), []).append(row)
        return found

    def sources_of(self, milestone: str) -> set[tuple[str, str]]:
        """Return the documents and register entries that tell of a milestone: table and key of each."""
        return {
            (table, str(row[column]))
            for row in self.evidence.get(milestone, ())
            for table, column in (("documents", "document_id"), ("register_entries", "register_entry_id"))
            if row.get(column) is not None
        }

    @cached_property
    def milestones_of_mentions(self) -> dict[str, str]:
        """The milestone that each mention proves."""
        return {
            str(row["mention_id"]): str(row["milestone_id"])
            for row in self._all("milestone_evidence")
            if row["mention_id"] is not None
        }

    @cached_property
    def names_of_products(self) -> dict[str, set[str]]:
        """The name keys of each product."""
        found: dict[str, set[str]] = {}
        for row in self._all("product_names"):
            found.setdefault(str(row["product_id"]), set()).add(str(row["name_key"]))
        return found

    @cached_property
    def redirects(self) -> dict[str, Why]:
        """Why milestones gave way, where a table tells: to which other, else what took them back."""
        return {
            str(row["milestone_id"]): (ChangeReason.MERGED, str(row["redirects_to"]))
            if row["redirects_to"]
            else (ChangeReason.EVIDENCE, str(row["reason"]))
            for row in self._all("milestone_redirects")
        }

    def _all(self, table: str) -> Iterable[dict[str, object]]:
        return self.tables[table].iter_rows(named=True) if table in self.tables else ()


def compare(previous: Edition | None, current: Edition, reasons: Reasons) -> pl.DataFrame:
    """Return `release_changes`; no rows where there is no previous release.

    Raises:
        VanishedRowsError: see there.
    """
    if previous is None:
        return frame_of(RELEASE_CHANGES, [])
    return frame_of(RELEASE_CHANGES, list(_Comparison(previous, current, reasons).changes()))


class _Comparison:
    """One comparison of two editions."""

    def __init__(self, previous: Edition, current: Edition, reasons: Reasons) -> None:
        self.previous = previous
        self.current = current
        self.reasons = reasons
        self.read_anew = previous.extractor_version != current.extractor_version
        self.gone = {table.name: self._gone(table) for table in TABLES}

    def _gone(self, table: Table) -> dict[str, None]:
        now = self.current.rows(table)
        return {key: None for key in self.previous.rows(table) if key not in now}

    def changes(self) -> Iterator[dict[str, object]]:
        vanished: list[tuple[str, str]] = []
        for table in TABLES:
            yield from self._added_and_changed(table)
            for key in self.gone[table.name]:
                why = self._why_removed(table, key)
                if why is None:
                    vanished.append((table.name, key))
                else:
                    yield self._change((table.name, key), ChangeKind.REMOVED, why)
        for name in sorted(set(self.previous.tables) - {table.name for table in TABLES}):
            reason = self.reasons.of(self.previous.version, name, EVERY_ROW)
            if reason is None:
                vanished.append((name, EVERY_ROW))
            else:
                yield self._change((name, EVERY_ROW), ChangeKind.REMOVED, (ChangeReason.CURATED, reason))
        if vanished:
            raise VanishedRowsError(self.previous.version, vanished)

    def _added_and_changed(self, table: Table) -> Iterator[dict[str, object]]:
        before = self.previous.rows(table)
        had = set(self.previous.tables[table.name].columns) if table.name in self.previous.tables else set()
        for key, row in self.current.rows(table).items():
            old = before.get(key)
            if old is None:
                yield self._change((table.name, key), ChangeKind.ADDED, (ChangeReason.NEW, None))
                continue
            for column in table.columns:
                if column.name in had and old[column.name] != row[column.name]:
                    why = self._why_changed(table, key)
                    values = (column.name, _text(old[column.name]), _text(row[column.name]))
                    yield self._change((table.name, key), ChangeKind.CHANGED, why, values)

    def _why_changed(self, table: Table, key: str) -> Why:
        row = self.current.rows(table)[key]
        if "milestone_id" in row and row["milestone_id"] is not None:
            milestone = str(row["milestone_id"])
            before, now = self.previous.sources_of(milestone), self.current.sources_of(milestone)
            if before != now:
                return ChangeReason.EVIDENCE, "; ".join(sorted(key for _, key in before ^ now))
        if self.read_anew and table.name in {"mentions", "milestones", "milestone_evidence"}:
            return ChangeReason.EXTRACTION_RULES, self._rules()
        return ChangeReason.INPUTS, None

    def _why_removed(self, table: Table, key: str) -> Why | None:
        row = self.previous.rows(table)[key]
        curated = self.reasons.of(self.previous.version, table.name, key)
        if curated:
            return ChangeReason.CURATED, curated
        if table.name == "rejections":
            return ChangeReason.MENDED, None
        return (
            self._merged(table, key)
            or self._reread(table, key, row)
            or self._orphaned(table, key, row)
            or self._derived(table, row)
        )

    def _merged(self, table: Table, key: str) -> Why | None:
        if table.name == "milestones":
            if key in self.current.redirects:
                return self.current.redirects[key]
            mentions = [str(row["mention_id"]) for row in self.previous.evidence.get(key, ()) if row["mention_id"]]
            targets = [self.current.milestones_of_mentions.get(mention) for mention in mentions]
        elif table.name == "products":
            owners = {str(row["name_key"]): str(row["product_id"]) for row in self.current.rows(PRODUCT_NAMES).values()}
            targets = [owners.get(name) for name in sorted(self.previous.names_of_products.get(key, ()))]
        else:
            return None
        if not targets or None in targets:
            return None
        return ChangeReason.MERGED, "; ".join(sorted({target for target in targets if target}))

    def _reread(self, table: Table, key: str, row: Mapping[str, object]) -> Why | None:
        if not self.read_anew:
            return None
        read = table.name in {"mentions", "milestone_evidence"}
        unread = table.name == "milestones" and all(
            self._is_gone("mentions", str(evidence["mention_id"])) for evidence in self.previous.evidence.get(key, ())
        )
        provisional = table.name == "products" and row["status"] == ProductStatus.PROVISIONAL
        return (ChangeReason.EXTRACTION_RULES, self._rules()) if read or unread or provisional else None

    def _orphaned(self, table: Table, key: str, row: Mapping[str, object]) -> Why | None:
        parents = [
            f"{target.table} {row[column.name]}"
            for column, target in table.foreign_keys
            if target.table != table.name and self._is_gone(target.table, str(row.get(column.name)))
        ]
        if table.name == "milestones":
            sources = sorted(self.previous.sources_of(key))
            if sources and all(self._is_gone(*source) for source in sources):
                parents += [f"{name} {source}" for name, source in sources]
        return (ChangeReason.PARENT_REMOVED, "; ".join(parents)) if parents else None

    def _derived(self, table: Table, row: Mapping[str, object]) -> Why | None:
        if table.name in _READ_OR_CURATED:
            return None
        touched = self._touched.get(str(row.get("milestone_id"))) or self._touched.get(str(row.get("product_id")))
        if touched:
            return ChangeReason.DERIVED, "; ".join(touched)
        for column, target in table.foreign_keys:
            parent = self.previous.rows(BY_NAME[target.table]).get(str(row.get(column.name)))
            why = self._derived(BY_NAME[target.table], parent) if parent and target.table != table.name else None
            if why:
                return why
        return None

    @cached_property
    def _touched(self) -> dict[str, list[str]]:
        """The milestones that are not what they were, by their own identifier and by that of their product."""
        before, now = self.previous.rows(MILESTONES), self.current.rows(MILESTONES)
        found: dict[str, list[str]] = {}
        for key in sorted(before.keys() | now.keys()):
            if before.get(key) != now.get(key):
                for owner in {key, *(str(row["product_id"]) for row in (before.get(key), now.get(key)) if row)}:
                    found.setdefault(owner, []).append(key)
        return found

    def _is_gone(self, table: str, key: str) -> bool:
        return key in self.gone.get(table, ())

    def _rules(self) -> str:
        return f"rules {self.previous.extractor_version} to {self.current.extractor_version}"

    def _change(
        self, row: tuple[str, str], kind: ChangeKind, why: Why, field_values: tuple[str, Cell, Cell] | None = None
    ) -> dict[str, object]:
        table, key = row
        column, old, new = field_values or (None, None, None)
        identity = json.dumps([self.previous.version, self.current.version, table, key, kind, column])
        digest = hashlib.sha256(identity.encode()).digest()
        return {
            "change_id": f"rc-{base64.b32encode(digest)[:12].decode().lower()}",
            "version": self.current.version,
            "previous_version": self.previous.version,
            "table_name": table,
            "row_key": key,
            "change": kind.value,
            "field": column,
            "old_value": old,
            "new_value": new,
            "reason": why[0].value,
            "detail": why[1],
        }


def _key(table: Table, row: Mapping[str, object]) -> str:
    return "; ".join(str(row[name]) for name in table.key)


def _text(value: object) -> Cell:
    match value:
        case None:
            return None
        case str():
            return value
        case date():
            return value.isoformat()
        case bool() | int() | float():
            return json.dumps(value)
        case _:
            return json.dumps(value, ensure_ascii=False)
