"""When two written names are the same name, and identifiers made from what they identify."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

_MARKS = re.compile("[™®©℠]|\\((?:TM|R|SM)\\)", re.IGNORECASE)


def name_key(name: str) -> str:
    """Return the name without case, trade marks, width, punctuation and spaces; equal keys, one name."""
    plain = unicodedata.normalize("NFKC", _MARKS.sub("", name)).casefold()
    return "".join(character for character in plain if character.isalnum())


def short_id(prefix: str, *identity: str) -> str:
    """Return `prefix-` and twelve letters or digits that stand for the parts of the identity, in their order.

    Sixty bits of SHA-256 in lower-case base 32: the same on every machine; among a million things the odds that two
    share an identifier are one in two million.
    """
    digest = hashlib.sha256("\x1f".join(identity).encode()).digest()
    return f"{prefix}-{base64.b32encode(digest)[:12].decode().lower()}"
