"""Law: what a step is by the law of its jurisdiction, whatever the text calls it.

What belongs here: the application type that the law leaves where the text states none, and what a refusal or an
approval is when a given body takes it. What does not: who took the step (`roles`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from pipeline.extraction.frames import Frame
from pipeline.extraction.lexicon import Kind, Mention, rules
from schemas.vocabulary import ApplicationType, MilestoneType, Outcome

OF_TRIALS = frozenset({MilestoneType.CLINICAL_HOLD, MilestoneType.HOLD_LIFTED, MilestoneType.TRIAL_CLEARANCE})
WITHOUT_APPLICATION = frozenset(
    {
        MilestoneType.DESIGNATION,
        MilestoneType.DESIGNATION_WITHDRAWAL,
        MilestoneType.LABEL_UPDATE,
        MilestoneType.SAFETY_ACTION,
        MilestoneType.AUTHORISATION_WITHDRAWAL,
    }
)
WITH_GOAL_DATE = frozenset(
    {
        MilestoneType.ACCEPTANCE,
        MilestoneType.PRIORITY_REVIEW,
        MilestoneType.GOAL_DATE_EXTENSION,
        MilestoneType.RESUBMISSION,
    }
)


@cache
def _places() -> dict[str, Any]:
    return rules("places")


def application_type(
    milestone: MilestoneType, jurisdiction: str, stated: str | None, *, supplement: bool
) -> ApplicationType | None:
    """Return the application type as stated, else the only one that the law leaves."""
    if milestone in WITHOUT_APPLICATION:
        return None
    place = _places().get(jurisdiction, {})
    if milestone in OF_TRIALS:
        legal = place.get("trial")
        return ApplicationType(stated if stated in {"IND", "CTA"} and legal != "IND" else legal) if legal else None
    if stated and stated not in {"IND", "CTA"} and _lawful(stated, jurisdiction):
        return ApplicationType(_as_supplement(stated) if supplement else stated)
    legal = place.get("supplement" if supplement else "first")
    return ApplicationType(legal) if legal else None


_SUPPLEMENTS = {"BLA": "sBLA", "NDA": "sNDA", "NDS": "sNDS"}


def _as_supplement(stated: str) -> str:
    return _SUPPLEMENTS.get(stated, stated)


def own_type(stated: Iterable[str], jurisdiction: str) -> str | None:
    """The one of several types of first applications that belongs to this jurisdiction and to no other."""
    own = [code for code in stated if _HOMES.get(code) == {jurisdiction} and code not in _SUPPLEMENTS.values()]
    return own[0] if len(own) == 1 else None


def _lawful(stated: str, jurisdiction: str) -> bool:
    """Tell whether an application of that type can be filed there."""
    return jurisdiction in _HOMES.get(stated, set())


_HOMES = {
    "BLA": {"US", "CN", "TW", "KR"},
    "sBLA": {"US", "CN"},
    "TYPE_II": {"EU", "GB"},
    "NDS": {"CA"},
    "sNDS": {"CA"},
    "MAA": {"EU", "GB", "CH", "AU", "SG", "IL", "SA", "BR", "AE", "KR", "HK"},
    "NDA": {"CN", "HK", "JP", "TW", "KR", "SG", "IN", "MO", "ZZ"},
    "sNDA": {"CN", "HK", "JP", "TW", "KR"},
}


def lawful_step(
    frame: Frame, jurisdiction: str, body: str, mentions: Sequence[Mention]
) -> tuple[MilestoneType, Outcome | None]:
    """What a step is by law, and by the `body` that took it: the FDA sends complete responses, the CHMP advises."""
    if frame.milestone is MilestoneType.REFUSAL and jurisdiction == "US":
        return MilestoneType.COMPLETE_RESPONSE, None
    if frame.milestone is MilestoneType.ADVISORY_COMMITTEE and jurisdiction == "EU":
        return MilestoneType.OPINION, frame.outcome
    bodies = {m.value for m in mentions if m.kind is Kind.AGENCY and m.term.detail == "EU"}
    if jurisdiction == "EU" and frame.milestone in {MilestoneType.APPROVAL, MilestoneType.OPINION} and body:
        if any(words in body for words in rules("agencies")["bodies"]["safety"]):
            return MilestoneType.SAFETY_ACTION, None
        if frame.milestone is MilestoneType.APPROVAL and any(
            body.endswith(words) for words in rules("agencies")["bodies"]["advises"]
        ):
            return MilestoneType.OPINION, Outcome.POSITIVE
    if frame.milestone is MilestoneType.REFUSAL and jurisdiction == "EU" and bodies == {"EMA"}:
        return MilestoneType.OPINION, Outcome.NEGATIVE
    return frame.milestone, frame.outcome
