"""Where `raw/` and `warehouse/` lie unless the user says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]


def default_raw() -> Path:
    """Return `$MILESTONES_RAW`, else `raw` in the current folder if it is there, else that of the checkout."""
    return _default("MILESTONES_RAW", "raw")


def default_warehouse() -> Path:
    """Return `$MILESTONES_WAREHOUSE`, else `warehouse` in the current folder if it is there, else the checkout's."""
    return _default("MILESTONES_WAREHOUSE", "warehouse")


def _default(variable: str, name: str) -> Path:
    stated = os.environ.get(variable)
    if stated:
        return Path(stated)
    here = Path(name)
    return here if here.is_dir() else _CHECKOUT / name


def console_cache() -> Path:
    """Return where packages of the page's console are kept: `$XDG_CACHE_HOME`, else `~/.cache`, below our name."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cell-therapy-milestones"
