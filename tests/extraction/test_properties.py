"""What holds of every document, whatever it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.extraction.event import Event
from schemas.vocabulary import (
    ApplicationType,
    DateBasis,
    Designation,
    MilestoneType,
    Outcome,
    Pathway,
    Population,
)
from tests.extraction.reading import RAW, brief, document, extractor, read, reference

_WORDS = (
    *("Kymriah", "KYMRIAH®", "Yescarta", "velutacabtagene autoleucel", "Velutra™ (velutacabtagene autoleucel)"),
    *("VXO-712", "CAR-T", "gene therapy", "both products", "the FDA", "European Commission", "CHMP", "Japan"),
    *("Health Canada", "the agency", "Vexo Therapeutics, Inc.", "approved", "approval of", "granted", "has", "was"),
    *("not", "may", "May 2, 2023", "2021", "today", "last month", "RMAT designation", "orphan drug designation"),
    *("BLA", "sBLA", "accepted", "submitted", "for", "lymphoma", "adults", "after two or more prior lines"),
    *("PDUFA date of", "and", "but", "which", "if", "plans to", "withdrew", "marketing authorisation"),
    *("clinical hold", "lifted", ".", "\n", "\n\n", "- ", ":", ";", "(", ")", '"', "About Kymriah\n"),
    *("Forward-Looking Statements\n", "İ", "中国", "奕凯达", "é", "\u00a0", "\u200b", "😀"),
)
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join) | st.text(max_size=200)
_quiet = settings(suppress_health_check=[HealthCheck.too_slow])

_JURISDICTIONS = {agency.jurisdiction for agency in reference().agencies} | {"ZZ"}

_EVENT = "The FDA approved Velutra (velutacabtagene autoleucel), a CAR-T, for adults with lupus on May 2, 2023."
_OTHER_PARAGRAPHS = (
    "Shares of the retailer fell by a tenth in the week.",
    "The weather in the capital was fine, and the shops were full.",
    "A new bridge was opened over the river by the mayor.",
    "The company has its seat in Boston.",
    "Its orchestra played for two hours, which pleased everybody.",
)


@given(_TEXTS, st.none() | _TEXTS)
@_quiet
def test_offsets_slice_to_the_quote(text: str, title: str | None) -> None:
    for event in read(text, title):
        for span in event.evidence:
            assert text[span.start : span.end] == span.quote
            assert 0 <= span.start < span.end <= len(text)


@given(_TEXTS)
@_quiet
def test_every_code_is_in_its_closed_list(text: str) -> None:
    for event in read(text):
        assert isinstance(event.milestone_type, MilestoneType)
        assert event.jurisdiction in _JURISDICTIONS | {"EU"} or len(event.jurisdiction) == 2
        assert event.product
        assert event.product_names
        assert (event.designation is not None) == (
            event.milestone_type in {MilestoneType.DESIGNATION, MilestoneType.DESIGNATION_WITHDRAWAL}
        )
        assert event.designation is None or isinstance(event.designation, Designation)
        assert event.application_type is None or isinstance(event.application_type, ApplicationType)
        assert event.outcome is None or isinstance(event.outcome, Outcome)
        assert all(isinstance(pathway, Pathway) for pathway in event.pathway)
        assert event.population is None or isinstance(event.population, Population)
        assert (event.event_date is None) == (event.date_basis is None)
        assert event.date_basis is None or isinstance(event.date_basis, DateBasis)
        assert event.prior_lines_min is None or event.prior_lines_min > 0


@given(_TEXTS, st.none() | _TEXTS)
@_quiet
def test_the_same_document_gives_the_same_events(text: str, title: str | None) -> None:
    assert read(text, title) == read(text, title)


@given(_TEXTS)
@_quiet
def test_no_step_is_told_twice(text: str) -> None:
    events = read(text)
    assert len(set(events)) == len(events)


@given(_TEXTS)
@_quiet
def test_the_name_of_the_document_changes_only_its_name(text: str) -> None:
    one = document(text)
    other = replace(one, document_id="other", publisher="Example News", url="https://example.org/x")
    renamed = tuple(replace(event, document_id="d") for event in extractor().extract(other))
    assert renamed == extractor().extract(one)


def _without_places(event: Event) -> Event:
    return replace(event, evidence=(), reasons=())


@given(
    st.lists(st.sampled_from(_OTHER_PARAGRAPHS), max_size=5), st.lists(st.sampled_from(_OTHER_PARAGRAPHS), max_size=5)
)
@_quiet
def test_other_paragraphs_do_not_change_an_event(before: list[str], after: list[str]) -> None:
    text = "\n\n".join([*before, _EVENT, *after])
    (event,), (alone,) = read(text), read(_EVENT)
    assert _without_places(event) == _without_places(alone)
    assert [span.quote for span in event.evidence] == [span.quote for span in alone.evidence]


@pytest.mark.parametrize(
    "names",
    [
        ("Kymriah", "KYMRIAH", "Kymriah®", "KYMRIAH®", "Kymriah™", "Kymriah ®", "kymriah"),
        (
            "Velutra (velutacabtagene autoleucel)",
            "VELUTRA® (velutacabtagene autoleucel)",
            "Velutra™ (Velutacabtagene autoleucel)",
        ),
        ("axi-cel", "Axi-cel", "AXI-CEL", "axi–cel"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "The FDA approved {}, a CAR-T, on May 2, 2023.",
        "{}, a CAR-T, was approved by the FDA on May 2, 2023.",
        "The FDA granted RMAT designation to {} for mantle cell lymphoma.",
        "It is a CAR-T. The European Commission's approval of {} came on May 2, 2023.",
    ],
)
def test_case_and_marks_make_no_difference(names: tuple[str, ...], form: str) -> None:
    found = {tuple(brief(read(form.format(name)))) for name in names}
    assert len(found) == 1
    assert found != {()}


@pytest.mark.parametrize(("plain", "typographic"), [("'", "’"), ("-", "–"), (" ", "\u00a0"), (" ", "\u2009")])
def test_typography_makes_no_difference(plain: str, typographic: str) -> None:
    text = "The sponsor's CAR-T Kymriah was approved by Japan's regulator on May 2, 2023."
    one, other = read(text), read(text.replace(plain, typographic))
    assert [_without_places(event) for event in one] == [_without_places(event) for event in other] != []


@given(st.integers(0, 3), st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\u2028"]))
def test_line_ends_make_no_difference(lead: int, line_end: str) -> None:
    text = line_end * lead + "Vexo tells of its year." + line_end + _EVENT + line_end
    assert brief(read(text)) == ["approval US velutacabtagene autoleucel"]


def test_the_order_of_documents_does_not_matter() -> None:
    texts = [_EVENT, "The EMA accepted the application for Kymriah.", "Nothing."]
    forth, back = [read(text) for text in texts], [read(text) for text in reversed(texts)]
    assert forth == back[::-1]


def test_reference_data_is_there() -> None:
    assert RAW.is_dir()
    assert not reference().rejections
