"""Diseases mapped to public vocabularies: the file `raw/reference/indication_mappings.csv`, in the terms of SSSOM."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from pipeline.sources.rejection import Rejection
from schemas.vocabulary import RejectionReason

FILE = "indication_mappings.csv"


def read_mappings(reference: Path) -> Iterator[Mapping[str, object] | Rejection]:
    """Yield a row of `indication_mappings` for each line, or why the line was refused; nothing without the file."""
    path = reference / FILE
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as stream:
        for number, cells in enumerate(csv.DictReader(stream), start=2):
            try:
                yield {
                    **{name: text.strip() or None for name, text in cells.items()},
                    "confidence": float(cells["confidence"]),
                    "mapping_date": date.fromisoformat(cells["mapping_date"]),
                }
            except (ValueError, KeyError, AttributeError) as error:
                yield Rejection(
                    file=f"reference/{FILE}",
                    row=number,
                    value=str(error),
                    reason=RejectionReason.INVALID_ROW,
                    mend="write confidence as a number from 0 to 1, mapping_date as YYYY-MM-DD, one cell a column",
                )
