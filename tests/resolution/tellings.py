"""Tellings for tests: of one product, in words that extraction might have read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from pipeline.extraction.event import Event, Span
from pipeline.resolution.companies import CompanyLinks
from pipeline.resolution.history import Resolved, Rules, resolve_unit
from pipeline.resolution.milestones import Naming
from pipeline.resolution.origins import text_bands
from pipeline.resolution.steps import Telling, content_of
from pipeline.sources.names import short_id
from schemas.partial_date import PartialDate
from schemas.vocabulary import DateBasis, Designation, EvidenceLevel, MilestoneType, Outcome

PARENTS = {"dlbcl": "lbcl", "lbcl": "nhl", "fl": "nhl"}
"""Diseases of the tests: each with the one that it is a kind of."""

FIRST_DAY = date(2017, 1, 1)


def related(one: str, other: str) -> bool:
    return one == other or other in _above(one) or one in _above(other)


def _above(disease: str) -> set[str]:
    parent = PARENTS.get(disease)
    return {parent} | _above(parent) if parent else set()


RULES = Rules(naming=Naming({"tisa-cel": "tisagenlecleucel"}, CompanyLinks([])), related=related)


def telling(
    document: str,
    kind: MilestoneType = MilestoneType.APPROVAL,
    when: str | None = "2017-08-30",
    *,
    known: date | None = None,
    disease: str | None = None,
    basis: DateBasis = DateBasis.STATED,
    level: EvidenceLevel = EvidenceLevel.PRESS,
    designation: Designation | None = None,
    supplement: bool | None = None,
    outcome: Outcome | None = None,
    lines: int | None = None,
    goal: date | None = None,
    text: str = "",
    jurisdiction: str = "US",
    number: int = 0,
    numbers: frozenset[str] = frozenset(),
) -> Telling:
    """Return one telling; the document's name stands for its publisher, its `text` for what it prints."""
    event = Event(
        document_id=document,
        milestone_type=kind,
        jurisdiction=jurisdiction,
        agency={"US": "FDA"}.get(jurisdiction),
        product="tisagenlecleucel",
        product_names=("Kymriah",),
        designation=designation,
        supplement=supplement,
        outcome=outcome,
        indication=disease,
        prior_lines_min=lines,
        event_date=PartialDate.from_iso(when) if when else None,
        date_basis=basis if when else None,
        goal_date=PartialDate.day(goal) if goal else None,
        evidence=(Span(0, 1, "x"),),
    )
    return Telling(
        mention_id=short_id("mn", document, kind, str(number), disease or "", when or ""),
        event=event,
        product_id="tisa-cel",
        company_id=None,
        indication_id=disease,
        source_id=document,
        level=level,
        known_from=known or (date.fromisoformat(when) if when and len(when) == 10 else date(2020, 1, 1)),
        numbers=numbers,
        origins=frozenset({f"source:{document}"}) | (text_bands(text) if text else frozenset()),
    )


def copied(original: Telling, document: str, known: date | None = None) -> Telling:
    """Return the same words in another document."""
    event = replace(original.event, document_id=document)
    return replace(
        original,
        mention_id=short_id("mn", document, original.mention_id),
        event=event,
        source_id=document,
        known_from=known or original.known_from,
        origins=frozenset({f"source:{document}"}) | frozenset(o for o in original.origins if o.startswith("text:")),
    )


def resolve(tellings: list[Telling], rules: Rules = RULES) -> Resolved:
    return resolve_unit(tellings, rules)


_KINDS = st.sampled_from(
    [
        MilestoneType.SUBMISSION,
        MilestoneType.ACCEPTANCE,
        MilestoneType.APPROVAL,
        MilestoneType.COMPLETE_RESPONSE,
        MilestoneType.RESUBMISSION,
        MilestoneType.REFUSAL,
        MilestoneType.LABEL_UPDATE,
        MilestoneType.AUTHORISATION_WITHDRAWAL,
    ]
)


@st.composite
def single_tellings(
    draw: st.DrawFn, document: str, number: int, kinds: st.SearchStrategy[MilestoneType] = _KINDS
) -> Telling:
    """Draw a telling of one document."""
    event_day = FIRST_DAY + timedelta(days=draw(st.integers(0, 900)))
    iso = event_day.isoformat()
    when = draw(st.sampled_from([iso, iso, iso[:7], iso[:4], None]))
    known = event_day + timedelta(days=draw(st.sampled_from([0, 0, 3, 40, 400])))
    return telling(
        document,
        draw(kinds),
        when,
        known=known,
        disease=draw(st.sampled_from([None, "dlbcl", "lbcl", "fl"])),
        basis=draw(st.sampled_from(list(DateBasis))),
        level=draw(st.sampled_from(list(EvidenceLevel))),
        supplement=draw(st.sampled_from([None, False, True])),
        lines=draw(st.sampled_from([None, 1, 2])),
        text=f"the words of {document} are its own and of nobody else",
        number=number,
    )


@st.composite
def tellings_of_documents(draw: st.DrawFn, kinds: st.SearchStrategy[MilestoneType] = _KINDS) -> list[Telling]:
    """Draw what up to eight documents tell, each of up to three steps, none twice.

    Each is known from one day on: that of its latest step, or later.
    """
    found: list[Telling] = []
    for document in range(draw(st.integers(1, 8))):
        name = f"document-{document}"
        told = [draw(single_tellings(name, number, kinds)) for number in range(draw(st.integers(1, 3)))]
        once = {(one.event.milestone_type, one.indication_id, content_of(one)): one for one in told}
        known = max(one.known_from for one in told if one.known_from)
        found += [replace(one, known_from=known) for one in once.values()]
    return found
