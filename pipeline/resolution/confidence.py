"""How far a milestone is believed.

The rule: start from the best kind of source (register 0.95, regulator 0.9, company 0.8, press 0.7); every further
independent source closes a third of the distance to 1; a date of the source's own in place of a stated one takes
5 %, no date at all 15 %, sources that contradict each other 40 %, a product that awaits review 20 %. Rounded to two
digits.
"""

from __future__ import annotations

from schemas.vocabulary import DateBasis, EvidenceLevel

_START = {
    EvidenceLevel.REGISTER: 0.95,
    EvidenceLevel.REGULATOR: 0.9,
    EvidenceLevel.COMPANY: 0.8,
    EvidenceLevel.PRESS: 0.7,
}

CONFLICT = 0.6
"""What sources that contradict each other leave of it."""


def confidence(
    level: EvidenceLevel, sources: int, basis: DateBasis | None, *, conflict: bool, provisional: bool
) -> float:
    """Return the confidence, 0 to 1, by the rule above; `basis` is None where the step bears no date."""
    doubt = (1 - _START[level]) * (2 / 3) ** (sources - 1)
    believed = 1 - doubt
    believed *= {DateBasis.STATED: 1.0, DateBasis.ANNOUNCED: 0.95, None: 0.85}[basis]
    believed *= CONFLICT if conflict else 1.0
    believed *= 0.8 if provisional else 1.0
    return round(believed, 2)
