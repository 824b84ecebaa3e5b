"""When two names are one, and identifiers made from identity."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.names import name_key, short_id


@given(st.text())
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(alphabet=st.characters(codec="ascii", categories=("L", "N"))))
def test_case_marks_and_punctuation_do_not_matter(name: str) -> None:
    assert name_key(name) == name_key(name.upper()) == name_key(f" {name}® ") == name_key("-".join(name))


@pytest.mark.parametrize("name", ["CTL019", "CTL-019", "ctl 019", "CTL019™", "CTL-019(TM)", "ＣＴＬ０１９"])
def test_one_name_in_many_writings(name: str) -> None:
    assert name_key(name) == "ctl019"


@given(st.lists(st.text(), max_size=4))
def test_identifiers_have_one_form_and_repeat(parts: list[str]) -> None:
    assert re.fullmatch(r"ms-[a-z2-7]{12}", short_id("ms", *parts))
    assert short_id("ms", *parts) == short_id("ms", *parts)


@given(st.lists(st.text(st.characters(exclude_characters="\x1f", exclude_categories=["Cs"])), min_size=2, max_size=4))
def test_where_parts_are_cut_matters(parts: list[str]) -> None:
    joined = [parts[0] + parts[1], *parts[2:]]
    assert short_id("ms", *parts) != short_id("ms", *joined)
