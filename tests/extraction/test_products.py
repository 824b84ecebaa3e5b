"""Products: known ones, ones that no list holds, and the names that a text joins."""

from __future__ import annotations

import pytest

from tests.extraction.reading import Parsed


def _therapies(text: str) -> list[set[str]]:
    return [set(therapy.names.values()) for therapy in Parsed(text).products.therapies]


def _names(text: str) -> list[str]:
    return [therapy.name for therapy in Parsed(text).products.therapies]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kymriah is sold.", "tisagenlecleucel"),
        ("KYMRIAH® is sold.", "tisagenlecleucel"),
        ("CTL019 is sold.", "tisagenlecleucel"),
        ("axi-cel is sold.", "axicabtagene ciloleucel"),
    ],
)
def test_known_names_give_the_inn(text: str, name: str) -> None:
    assert _names(text) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "velutacabtagene autoleucel",
        "morvidagene autotemcel",
        "zantanogene parvec",
        "lorvatocel",
        "mivastemcel-x",
        "pexatemcel",
        "quilogene xeparvovec",
        "dorvigene perplasmid",
    ],
)
def test_endings_of_inns_give_products_that_no_list_holds(name: str) -> None:
    assert _names(f"The sponsor makes {name} for patients.") == [name]


def test_the_biological_suffix_is_no_part_of_the_inn() -> None:
    assert _names("The sponsor makes velutacabtagene autoleucel-abcd for patients.") == ["velutacabtagene autoleucel"]


@pytest.mark.parametrize("word", ["oncogene", "transgene", "parcel", "cancel", "excel", "antigene"])
def test_ordinary_words_are_no_products(word: str) -> None:
    assert _names(f"It is about a CAR-T and its {word} here.") == []


@pytest.mark.parametrize("code", ["VXO-712", "VXO712", "vx2121", "VX-C12", "LCQR-B38M"])
def test_codes_are_believed_beside_words_for_the_class(code: str) -> None:
    assert _names(f"The sponsor tests {code}, an autologous CAR-T cell therapy.") == [code]


@pytest.mark.parametrize("text", ["The sponsor tests VXO-712, an antibody.", "The sponsor tests VXO-712 for asthma."])
def test_codes_of_other_medicines_are_not(text: str) -> None:
    assert _names(text) == []


@pytest.mark.parametrize("code", ["CD19", "IL-15", "COVID-19", "AAV9", "NCT01234567", "HLA-A2", "PD-1"])
def test_codes_of_targets_and_trials_are_not(code: str) -> None:
    assert _names(f"The CAR-T therapy is about {code} here.") == []


def test_the_name_of_a_trial_is_no_product() -> None:
    assert _names("The cell therapy was tested in the VELO-1 trial with adults.") == []


def test_a_marked_brand_beside_the_class() -> None:
    assert _names("Velutra® is a gene therapy of the sponsor.") == ["Velutra"]


def test_a_marked_brand_of_another_medicine_is_none() -> None:
    assert _names("Velutra® is a monoclonal antibody of the sponsor.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Velutra (velutacabtagene autoleucel) is sold.",
        "Velutra® (velutacabtagene autoleucel) is sold.",
        "VELUTRA™ (velutacabtagene autoleucel) is sold.",
        "Velutra (velutacabtagene autoleucel) suspension is sold.",
    ],
)
def test_the_word_before_the_bracket_is_the_brand(text: str) -> None:
    assert [{n.casefold() for n in names} for names in _therapies(text)] == [{"velutra", "velutacabtagene autoleucel"}]


@pytest.mark.parametrize(
    "text",
    [
        "Velutra (velutacabtagene autoleucel; VXO-301), a CAR-T therapy, is sold.",
        "Velutra (velutacabtagene autoleucel, formerly VXO-301), a CAR-T therapy, is sold.",
        "Velutra (velutacabtagene autoleucel, also known as VXO-301), a CAR-T therapy, is sold.",
    ],
)
def test_all_names_in_one_bracket_are_one_product(text: str) -> None:
    assert _therapies(text) == [{"Velutra", "velutacabtagene autoleucel", "VXO-301"}]


def test_a_phrase_joins_a_former_name() -> None:
    text = "Velutacabtagene autoleucel, also known as VXO-301, is a CAR-T therapy."
    assert len(_therapies(text)) == 1


def test_a_known_product_takes_a_further_name() -> None:
    assert _therapies("Kymriah (tisagenlecleucel, VXO-301), a CAR-T therapy.") == [
        {"Kymriah", "tisagenlecleucel", "VXO-301"}
    ]


def test_two_known_products_are_never_one() -> None:
    assert len(_therapies("Kymriah (unlike Yescarta) is sold.")) == 2
    assert len(_therapies("Kymriah (Yescarta) is sold.")) == 2


def test_what_a_product_is_compared_with_is_not_joined() -> None:
    assert len(_therapies("Velutacabtagene autoleucel (with Kymriah as its rival) is sold.")) == 2


def test_the_first_word_of_an_inn_stands_for_the_whole() -> None:
    text = "Velutacabtagene autoleucel is a CAR-T. Later velutacabtagene was sold."
    assert _names(text) == ["velutacabtagene autoleucel"]


def test_the_code_names_a_product_without_inn() -> None:
    assert _names("Velutra® (VXO-301) is a gene therapy.") == ["VXO-301"]


def test_places_slice_to_the_names() -> None:
    text = "Kymriah® (tisagenlecleucel) and Velutra (velutacabtagene autoleucel) are sold; Velutra more."
    parsed = Parsed(text)
    written = [text[n.start : n.end] for n in parsed.products.named]
    assert written == ["Kymriah", "tisagenlecleucel", "Velutra", "velutacabtagene autoleucel", "Velutra"]


def test_other_medicines_are_kept_apart() -> None:
    text = "Kymriah is a CAR-T and velumab an antibody."
    products = Parsed(text).products
    assert products.foreign_within(0, len(text))
    assert len(products.within(0, len(text))) == 1
