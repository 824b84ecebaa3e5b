"""The lexicon: inflection, plurals, and the scan for whole words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.folding import fold
from pipeline.extraction.lexicon import Form, Kind, Lexicon, Mention, Term, acronym, inflections, plural, rules

_RULE_FILES = ("agencies", "attributes", "cues", "frames", "nouns", "places", "products", "verbs", "zones")


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("approve", ["approve", "approves", "approved", "approving"]),
        ("clear", ["clear", "clears", "cleared", "clearing"]),
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("okay", ["okay", "okays", "okayed", "okaying"]),
        ("pass", ["pass", "passes", "passed", "passing"]),
        ("agree", ["agree", "agrees", "agreed", "agreeing"]),
        ("sign off on", ["sign off on", "signs off on", "signed off on", "signing off on"]),
    ],
)
def test_regular_verbs(entry: str, forms: list[str]) -> None:
    assert [literal for literal, _ in inflections(entry)] == forms


def test_irregular_verbs_are_given_with_slashes() -> None:
    assert dict(inflections("give/gives/gave/given/giving")) == {
        "give": Form.BASE,
        "gives": Form.THIRD,
        "gave": Form.PAST,
        "given": Form.PARTICIPLE,
        "giving": Form.GERUND,
    }


def test_forms_that_are_missing_are_dashes() -> None:
    assert dict(inflections("-/-/followed/followed/-")) == {"followed": Form.PAST}


@pytest.mark.parametrize(
    ("noun", "several"),
    [
        ("approval", "approvals"),
        ("therapy", "therapies"),
        ("day", "days"),
        ("BLA", "BLAs"),
        ("status", None),
        ("marketing", None),
        ("application (BLA)", None),
    ],
)
def test_plurals(noun: str, several: str | None) -> None:
    assert plural(noun) == several


@pytest.mark.parametrize(
    ("literal", "capitals"), [("CAT", True), ("COMP", True), ("Cat", False), ("SWISSMEDIC", False), ("ΕΟΦ", False)]
)
def test_acronyms(literal: str, capitals: bool) -> None:
    assert acronym(literal) is capitals


def _scan(text: str, *literals: str) -> list[str]:
    lexicon = Lexicon()
    lexicon.add_all(literals, Kind.AGENCY, "X")
    return [text[m.start : m.end] for m in lexicon.scanner().scan(fold(text), text)]


def test_only_whole_words_are_found() -> None:
    assert _scan("approval approvals reapproval pre-approval", "approval") == ["approval", "approval"]


def test_the_longest_wins() -> None:
    assert _scan("Food and Drug Administration", "food", "food and drug administration") == [
        "Food and Drug Administration"
    ]


def test_a_shorter_one_is_found_where_the_longer_is_no_whole_word() -> None:
    assert _scan("health authoritys", "health authority", "health") == ["health"]


def test_acronyms_are_found_in_capitals_only() -> None:
    assert _scan("The CAT sat with a cat and a Cat.", "CAT") == ["CAT"]


def test_native_names_need_no_spaces() -> None:
    assert _scan("药品奕凯达获批", "奕凯达") == ["奕凯达"]


def test_marks_and_case_make_no_difference() -> None:
    assert _scan("KYMRIAH®, Kymriah™ and kymriah", "Kymriah") == ["KYMRIAH", "Kymriah", "kymriah"]


def test_a_literal_may_mean_several_things() -> None:
    lexicon = Lexicon()
    one, other = Term(Kind.CUE, "planned", "before"), Term(Kind.CUE, "planned", "after")
    for term in (one, other, one):
        lexicon.add("planned", term)
    assert lexicon.scanner().scan("planned", "planned") == [Mention(0, 7, one), Mention(0, 7, other)]


@pytest.mark.parametrize("name", _RULE_FILES)
def test_rule_files_can_be_read(name: str) -> None:
    assert rules(name)


def test_every_object_of_a_frame_is_declared() -> None:
    things = {noun["object"] for noun in rules("nouns")["noun"]} | {"product", "trial"}
    frames = rules("frames")
    for row in frames["frame"]:
        assert set(row["objects"]) | set(row.get("unless_near", ())) <= things, row
    assert set(frames["nominal"]) <= things


def test_every_frame_can_be_reached_by_a_verb() -> None:
    verbs = set(rules("verbs"))
    for row in rules("frames")["frame"]:
        assert verbs.intersection(row["verbs"]), row
    assert set(rules("frames")["elliptical"]) <= verbs


@given(st.text(alphabet=st.sampled_from("abcd -®é中X"), max_size=60))
def test_mentions_slice_to_their_literal(text: str) -> None:
    literals = ("a", "ab", "abc d", "b-c", "中", "é")
    lexicon = Lexicon()
    lexicon.add_all(literals, Kind.PLACE, "X")
    at = 0
    for mention in lexicon.scanner().scan(fold(text), text):
        assert fold(text)[mention.start : mention.end] in literals
        assert mention.start >= at
        at = mention.end
