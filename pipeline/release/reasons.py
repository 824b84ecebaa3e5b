"""Curators' reasons for rows that a release no longer holds, from a CSV file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from schemas.tables import RELEASE_TABLES

COLUMNS = ("previous_version", "table", "key", "reason")
EVERY_ROW = "*"


class WrongReasonError(Exception):
    """Raised when the file of reasons cannot be read as such; says the file, the row and the mend."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What curators say about rows that were in the release `previous_version` and are gone."""

    by_row: dict[tuple[str, str, str], str]

    def of(self, previous_version: str, table: str, row_key: str) -> str | None:
        """Return the reason for the row, else that for every row of the table, else None."""
        one = self.by_row.get((previous_version, table, row_key))
        return one or self.by_row.get((previous_version, table, EVERY_ROW))


def read_reasons(path: Path) -> Reasons:
    """Read the file, whose columns are `COLUMNS`; `key` is the row's key, or `*` for every row of the table.

    A reason holds for the step from one release to the next only: `previous_version` names the one that had the row.

    Raises:
        WrongReasonError: see there.
    """
    if not path.exists():
        return Reasons({})
    known = {table.name for table in RELEASE_TABLES}
    found: dict[tuple[str, str, str], str] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream, strict=True)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise WrongReasonError(f"{path}, row 1: the columns must be {', '.join(COLUMNS)}")
        for number, row in enumerate(rows, start=2):
            version, table, key, reason = (str(row[name] or "").strip() for name in COLUMNS)
            if not (version and table and key and reason):
                raise WrongReasonError(f"{path}, row {number}: fill every column; a reason is one short sentence")
            if table not in known and key != EVERY_ROW:
                raise WrongReasonError(f"{path}, row {number}: no table {table}; for a dropped table write * as key")
            found[version, table, key] = reason
    return Reasons(found)
