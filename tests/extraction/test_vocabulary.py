"""The vocabulary: every name of the reference data and every rule has its meaning, and the signs are of products."""

from __future__ import annotations

import pytest

from pipeline.extraction.folding import fold
from pipeline.extraction.lexicon import Kind, Mention
from tests.extraction.reading import reference, vocabulary


def _mentions(text: str) -> list[Mention]:
    return vocabulary().scanner.scan(fold(text), text)


def _meanings(text: str) -> set[tuple[Kind, str]]:
    return {(mention.kind, mention.value) for mention in _mentions(text)}


def test_every_distinctive_product_name_is_found() -> None:
    for product in reference().products:
        for name in product.names:
            if len(name.text) > 3:
                assert (Kind.PRODUCT, product.product_id) in _meanings(f"– {name.text} –"), name


def test_every_agency_is_found_by_its_name() -> None:
    for agency in reference().agencies:
        found = [m for m in _mentions(agency.name) if m.kind is Kind.AGENCY]
        assert agency.jurisdiction in {m.term.detail for m in found}, agency.name


def test_every_disease_is_found_by_its_name() -> None:
    for row in reference().indications:
        assert (Kind.DISEASE, row.indication_id) in _meanings(row.name), row.name


def test_every_company_is_found_by_its_name() -> None:
    for row in reference().companies:
        assert Kind.COMPANY in {kind for kind, _ in _meanings(row.name)}, row.name


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("approved", Kind.VERB, "approve"),
        ("biologics license application", Kind.NOUN, "application"),
        ("has yet to", Kind.CUE, "negated"),
        ("plans to", Kind.CUE, "planned"),
        ("expects", Kind.CUE, "expected"),
        ("if", Kind.CUE, "conditional"),
        ("Japan", Kind.PLACE, "JP"),
        ("Japanese regulators", Kind.AGENCY, "PMDA"),
        ("the agency", Kind.REGULATOR, "before"),
        ("CAR-T", Kind.MODALITY, "class"),
        ("the therapy", Kind.ANAPHOR, "product"),
        ("adults", Kind.ATTRIBUTE, "population"),
    ],
)
def test_words_of_the_rules(text: str, kind: Kind, value: str) -> None:
    assert (kind, value) in _meanings(text)


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Kymriah was sold.", True),
        ("It is a CAR-T therapy.", True),
        ("It is a gene therapy.", True),
        ("The FDA approved a new antibody for asthma.", False),
        ("Shares of the retailer fell in May.", False),
        ("", False),
    ],
)
def test_the_signs_are_of_cell_and_gene_therapies_only(text: str, opens: bool) -> None:
    assert vocabulary().signs.anywhere(text) is opens


def test_short_common_names_are_not_believed_on_sight() -> None:
    common = [n for p in reference().products for n in p.names if len(n.text) <= 2]
    for name in common:
        assert Kind.PRODUCT not in {kind for kind, _ in _meanings(name.text)}
