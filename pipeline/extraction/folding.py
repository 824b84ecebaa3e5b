"""Folding: one text for matching, character for character as long as the original.

What belongs here: differences of writing that never carry meaning (case, typographic quotes and dashes, full-width
letters, trade marks, odd spaces). What does not: anything that would move an offset.
"""

from __future__ import annotations

import re
import unicodedata

_SAME = {
    "'": "‘’‚‛′`´ʼ＇",
    '"': "“”„‟″«»＂",
    "-": "‐‑‒–—―−﹣－",
    " ": "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u202f\u205f\u2060\u3000\ufeff\u00ad™®©℠",
    "\n": "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029",
}
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which JSON can carry
_REPLACEMENTS = tuple((variant, plain) for plain, variants in _SAME.items() for variant in variants)
_ASCII_REPLACEMENTS = tuple(pair for pair in _REPLACEMENTS if pair[0].isascii())


def fold(text: str) -> str:
    """Return the text in lower case and plain punctuation; `len` stays the same, so offsets hold in both."""
    plain = text
    for variant, letter in _ASCII_REPLACEMENTS if text.isascii() else _REPLACEMENTS:
        plain = plain.replace(variant, letter)
    if not text.isascii():
        plain = _SURROGATE.sub(" ", _FULL_WIDTH.sub(_half_width, plain))
    lower = plain.lower()
    return lower if len(lower) == len(text) else "".join(_lower(character) for character in plain)


def _half_width(match: re.Match[str]) -> str:
    return chr(ord(match.group()) - 0xFEE0)


def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else unicodedata.normalize("NFD", character)[0].lower()
