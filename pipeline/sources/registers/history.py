"""From several snapshots of a register to one history: when each value was seen first and last, and what replaced it.

A value that is absent from later snapshots is only last seen; it is superseded where the same record then gives another
value for the same fact, except for steps that may happen again (an opinion after re-examination).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from pipeline.sources.registers.entry import Entry


def history(entries: Iterable[Entry], snapshots: Iterable[date]) -> list[Entry]:
    """Return each entry once, with the days of its first and last snapshot, sorted by identifier.

    `snapshots` are the days of all captures that hold the whole register, whatever they say.
    """
    days = sorted(set(snapshots))
    seen: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        seen[entry.register_entry_id].append(entry)
    merged = [_merged(same, days) for _, same in sorted(seen.items())]
    return list(_superseded(merged))


def _merged(same: list[Entry], days: list[date]) -> Entry:
    newest = max(same, key=lambda entry: (entry.last_seen, entry.retrieved_at, entry.file))
    first = min(entry.first_seen for entry in same)
    before = [day for day in days if day < first]
    told = [entry.unseen_until for entry in same if entry.unseen_until and entry.unseen_until < first]
    return replace(newest, first_seen=first, unseen_until=max([*before, *told], default=None))


def _superseded(entries: list[Entry]) -> Iterator[Entry]:
    slots: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        slots[entry.slot].append(entry)
    for entry in entries:
        later = [other for other in slots[entry.slot] if other.first_seen > entry.last_seen]
        corrected = later and not entry.fact.repeats
        after = min(later, key=lambda other: other.first_seen).register_entry_id if corrected else None
        yield replace(entry, superseded_by=after or entry.superseded_by)
