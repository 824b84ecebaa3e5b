"""Triage: which documents can tell of a cell or gene therapy, told by one scan before anything else is done to them.

No stage finds a therapy without a sign: a known name, a word for the class, or a word with the ending of such an INN.
What belongs here: those signs, and the scan for them in a text's outline, which is cheaper than folding. What does not:
whether a sign is what it seems. A document let through for nothing costs time; one held back for nothing is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation

from pipeline.extraction.folding import fold

_GAP, _OTHER = b" ", b"\xff"
_LED_TO_GAPS = (0xC2, 0xC3, 0xE2)  # first bytes in UTF-8 of accented letters, and of the marks that English texts hold
_GAPS_THAT_FOLD = ("\N{KELVIN SIGN}", "\N{OHM SIGN}")  # to letters, which their outline does not show
_CONTINUING = bytes(range(0x80, 0xC0))
_SHOWN = b"".join(
    (character.lower().encode() if character.isalnum() else _GAP)
    if (character := chr(byte)).isascii()
    else (_GAP if byte in _LED_TO_GAPS else _OTHER)
    for byte in range(256)
)


def outline(text: str) -> bytes:
    """Return one byte for each character: ASCII letters in lower case and digits; 0xFF for other scripts; else a gap.

    What folds alike has the same outline unless it holds 0xFF or a sign of measure.
    """
    return text.encode("utf-8", "surrogatepass").translate(_SHOWN, _CONTINUING)


class Signs:
    """Finds names and endings in texts that are not folded yet, and sometimes where there is none.

    Args:
        names: Literals that stand as whole words.
        endings: Endings of words, each with the least number of letters before it.
    """

    def __init__(self, names: Iterable[str], endings: Mapping[str, int]) -> None:
        folded = [fold(name) for name in names]
        whole = sorted({outline(name).strip(_GAP) for name in folded if _OTHER not in outline(name)})
        ends = {outline(ending): letters for ending, letters in endings.items()}
        self._letters = [0] * len(whole) + list(ends.values())
        signs = [*(_GAP + name + _GAP for name in whole), *(ending + _GAP for ending in ends)]
        self._outlines = BytesAhoCorasick(signs, implementation=Implementation.DFA)
        self._others = AhoCorasick([name for name in folded if _OTHER in outline(name)])

    def anywhere(self, text: str) -> bool:
        """Tell whether a text holds one of them; it is folded only where its outline does not show enough."""
        seen = outline(text)
        if self._shown(seen):
            return True
        if _OTHER not in seen and not any(character in text for character in _GAPS_THAT_FOLD):
            return False
        folded = fold(text)
        return bool(self._others.find_matches_as_indexes(folded)) or self._shown(outline(folded).replace(_OTHER, _GAP))

    def _shown(self, seen: bytes) -> bool:
        seen = _GAP + seen + _GAP
        for sign, start, _ in self._outlines.find_matches_as_indexes(seen, overlapping=True):
            letters = self._letters[sign]
            if not letters or seen[max(0, start - letters) : start].isalpha():
                return True
        return False
