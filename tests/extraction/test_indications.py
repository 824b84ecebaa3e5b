"""Indications: diseases known by name or by form, told in full."""

from __future__ import annotations

import pytest

from pipeline.extraction.indications import diseases_by_form, indication
from pipeline.extraction.lexicon import Kind
from tests.extraction.reading import Parsed, only


def _told(text: str) -> str | None:
    parsed = Parsed(text)
    by_form = diseases_by_form(parsed.folded, 0, len(text), parsed.mentions)
    diseases = sorted(
        [*(m for m in parsed.mentions if m.kind is Kind.DISEASE), *by_form], key=lambda mention: mention.start
    )
    return indication(text, parsed.folded, 0, len(text), diseases[0] if diseases else None, diseases)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It treats mantle cell lymphoma.", "mantle cell lymphoma"),
        ("It treats relapsed or refractory mantle cell lymphoma.", "relapsed or refractory mantle cell lymphoma"),
        ("It treats Relapsed/Refractory Mantle Cell Lymphoma.", "Relapsed/Refractory Mantle Cell Lymphoma"),
        ("It treats mantle cell lymphoma (MCL) here.", "mantle cell lymphoma (MCL)"),
        ("It treats mantle\u00a0cell lymphoma.", "mantle cell lymphoma"),
        ("It is for sickle cell disease (SCD) and beta thalassemia.", "sickle cell disease (SCD) and beta thalassemia"),
        ("It is for BCG-unresponsive bladder cancer.", "BCG-unresponsive bladder cancer"),
        ("It is meant for patients with Wilson disease.", "Wilson disease"),
        ("It is meant to treat X-linked retinoschisis (XLRS).", "X-linked retinoschisis (XLRS)"),
        ("A gene therapy for phenylketonuria was tried.", "phenylketonuria"),
        ("It treats heart failure due to ischemic cardiomyopathy.", "heart failure due to ischemic cardiomyopathy"),
        ("It repairs cartilage defects of the knee in adults.", "cartilage defects of the knee"),
        ("It helps in the eye disease retinitis pigmentosa.", "retinitis pigmentosa"),
        ("It is for a rare, life-threatening disease.", None),
        ("It was approved for mantle cell lymphoma (approved in 2021).", "mantle cell lymphoma"),
        ("It treats people.", None),
    ],
)
def test_a_use_is_told_in_full(text: str, words: str | None) -> None:
    assert _told(text) == words


def test_a_use_told_near_by_is_that_of_the_step() -> None:
    text = (
        "VXO-712 is an AAV gene therapy for Wilson disease. The FDA granted Fast Track designation to VXO-712 in "
        "March 2024."
    )
    assert only(text).indication == "Wilson disease"


def test_the_fullest_wording_of_one_use_is_kept() -> None:
    title = "FDA approves Kymriah for follicular lymphoma"
    text = "The FDA approved Kymriah for adults with relapsed or refractory follicular lymphoma."
    assert only(text, title).indication == "relapsed or refractory follicular lymphoma"
