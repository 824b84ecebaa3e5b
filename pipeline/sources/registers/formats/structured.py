"""JSON: one value, checked for its shape by pydantic models of each register."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from pipeline.sources.registers.formats.content import refuse_error_page
from pipeline.sources.registers.formats.delimited import decoded
from pipeline.sources.registers.strictness import NumberedRow
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason


def json_value(data: bytes) -> object:
    """Return the value of a JSON file.

    Raises:
        RefusedError: `WRONG_CONTENT` for a web page, `TRUNCATED` where the text ends too early, `UNREADABLE` for
            anything else that is no JSON, `UNSAFE` where it nests without end.
    """
    refuse_error_page(data)
    text = decoded(data, "utf-8-sig")
    try:
        value: object = json.loads(text, parse_constant=_no_constant)
    except RecursionError as error:
        raise RefusedError(RejectionReason.UNSAFE, "it nests too deeply to be a register") from error
    except ValueError as error:
        at_end = getattr(error, "pos", 0) >= len(text.rstrip()) - 1 or "Unterminated" in str(error)
        reason = RejectionReason.TRUNCATED if at_end else RejectionReason.UNREADABLE
        raise RefusedError(reason, "download the file again; it is no whole JSON", value=str(error)) from error
    return value


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def enveloped_rows(data: bytes, keys: Mapping[str, str]) -> tuple[date | None, list[NumberedRow]]:
    """Return the day of `meta.timestamp`, and the objects of `data` as a table whose header `keys` gives.

    Raises:
        RefusedError: as `json_value`; `UNKNOWN_LAYOUT` where the envelope or an object has other keys than `keys`;
            `TRUNCATED` where `meta.total_records` counts more or fewer.
    """
    envelope = json_value(data)
    if not isinstance(envelope, dict) or set(envelope) != {"meta", "data"} or not isinstance(envelope["data"], list):
        raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, "the file is {meta, data} no longer", field="envelope")
    meta, items = envelope["meta"], envelope["data"]
    if not isinstance(meta, dict) or str(meta.get("total_records")) != str(len(items)):
        mend = f"download it again: it states another number of records than the {len(items)} that it holds"
        raise RefusedError(RejectionReason.TRUNCATED, mend, field="total_records")
    return _day(meta.get("timestamp")), [(0, tuple(keys.values())), *object_rows(items, keys)]


def object_rows(items: Sequence[object], keys: Mapping[str, str]) -> Iterator[NumberedRow]:
    """Yield the objects as rows numbered from 1, their values in the order of `keys`.

    Raises:
        RefusedError: `UNKNOWN_LAYOUT` where one has other keys.
    """
    for number, item in enumerate(items, start=1):
        found = set(item) if isinstance(item, dict) else set()
        if not isinstance(item, dict) or found != set(keys):
            strange = ", ".join(sorted(found ^ set(keys))) or type(item).__name__
            mend = f"record {number} has other keys; read what they mean and say so in register.toml"
            raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, mend, field="keys", value=strange)
        yield number, tuple(_scalar(item[key]) for key in keys)


def _scalar(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return str(value)
    raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, "a cell holds a list or an object", value=str(value)[:80])


def _day(timestamp: object) -> date | None:
    if timestamp is None:
        return None
    try:
        return datetime.fromisoformat(str(timestamp).replace("Z", "+00:00")).date()
    except ValueError as error:
        raise RefusedError(RejectionReason.DATE_FORM, "an ISO timestamp was expected", value=str(timestamp)) from error
