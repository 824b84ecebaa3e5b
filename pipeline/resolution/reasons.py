"""Why something ended, read from the words that are quoted for it; the rules are data in `reasons.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from schemas.vocabulary import EndReason


@cache
def _rules() -> tuple[tuple[EndReason, re.Pattern[str]], ...]:
    text = files("pipeline.resolution").joinpath("reasons.toml").read_text(encoding="utf-8")
    return tuple(
        (EndReason(rule["code"]), re.compile("|".join(f"(?:{one})" for one in rule["patterns"]), re.IGNORECASE))
        for rule in tomllib.loads(text)["reason"]
    )


def end_reason(quotes: Iterable[str]) -> EndReason:
    """Return the first reason that one of the quotations gives; untold where none does."""
    words = "\n".join(quotes)
    return next((code for code, pattern in _rules() if pattern.search(words)), EndReason.UNTOLD)
