"""The vocabulary of one extractor: the lexicon of the rule files and the reference data, and the triage before it.

What belongs here: giving each literal its meaning. What does not: the scan itself (`lexicon`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product as each_with_each
from typing import Any

from pipeline.extraction.folding import fold
from pipeline.extraction.lexicon import Form, Kind, Lexicon, Scanner, Term, acronym, inflections, plural, rules
from pipeline.extraction.products import is_class_word
from pipeline.extraction.triage import Signs
from pipeline.sources.reference import Name, Product, Reference
from schemas.vocabulary import NameKind


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`signs` tell which documents are worth reading, `scanner` finds all mentions in them."""

    signs: Signs
    scanner: Scanner
    products: dict[str, Product]


def build_vocabulary(reference: Reference) -> Vocabulary:
    """Build the automata over the rule files and the reference data."""
    lexicon = Lexicon()
    _add_verbs(lexicon)
    _add_nouns(lexicon)
    _add_cues(lexicon)
    _add_places_and_agencies(lexicon, reference)
    _add_attributes(lexicon)
    _add_diseases(lexicon, reference)
    _add_modalities(lexicon)
    _add_products(lexicon, reference.products)
    _add_foreign_classes(lexicon)
    _add_anaphors(lexicon)
    _add_companies(lexicon, reference)
    return Vocabulary(
        Signs(_signs(lexicon), rules("products")["inn"]["endings"]),
        lexicon.scanner(),
        {product.product_id: product for product in reference.products},
    )


def _signs(lexicon: Lexicon) -> Iterator[str]:
    """Yield the literals that name a cell or gene therapy or make a code or brand beside them believable."""
    for literal, terms in lexicon.terms.items():
        if any(term.kind is Kind.PRODUCT or is_class_word(term) for term in terms):
            yield literal


def _add_verbs(lexicon: Lexicon) -> None:
    for value, verb in rules("verbs").items():
        for entry in verb["forms"]:
            for literal, form in inflections(entry):
                lexicon.add(literal, Term(Kind.VERB, value, form.value))
        for literal in verb["nouns"]:
            lexicon.add(literal, Term(Kind.VERB, value, Form.NOUN.value))


def _add_nouns(lexicon: Lexicon) -> None:
    for noun in rules("nouns")["noun"]:
        facts: dict[str, Any] = {k: v for k, v in noun.items() if k not in {"object", "terms", "combined", "agency"}}
        lists = noun.get("combined")
        combined = [" ".join(words) for words in each_with_each(*lists)] if lists else []
        for literal in (*noun["terms"], *combined):
            term = Term(Kind.NOUN, noun["object"], capitals=acronym(literal), facts=facts)
            lexicon.add(literal, term)
            if "agency" in noun:
                lexicon.add(
                    literal, Term(Kind.AGENCY, noun["agency"], rules("agencies")["jurisdictions"][noun["agency"]])
                )
            several = None if noun.get("bare") else plural(literal)
            if several:
                lexicon.add(several, Term(Kind.NOUN, noun["object"], facts=facts))


def _add_cues(lexicon: Lexicon) -> None:
    for value, cue in rules("cues").items():
        if value == "pseudo":
            lexicon.add_all(cue["before"], Kind.PSEUDO, value)
            continue
        for side in ("before", "after"):
            for literal in cue[side]:
                lexicon.add(literal, Term(Kind.CUE, value, side))


def _add_places_and_agencies(lexicon: Lexicon, reference: Reference) -> None:
    agencies = rules("agencies")
    nouns = agencies["generic"]["after_adjective"]
    for jurisdiction, place in rules("places").items():
        lexicon.add_all(place["names"], Kind.PLACE, jurisdiction)
        lexicon.add_all(place["adjectives"], Kind.PLACE, jurisdiction)
        possessives = (f"{name}'s" for name in place["names"]) if "agency" in place else ()
        for adjective in (*place["adjectives"], *possessives):
            for noun in nouns:
                lexicon.add(f"{adjective} {noun}", Term(Kind.AGENCY, place["agency"], jurisdiction))
    for agency, names in agencies["names"].items():
        lexicon.add_all(_with_article(names), Kind.AGENCY, agency, agencies["jurisdictions"][agency])
    for row in reference.agencies:
        written = [row.name, *(n.text for n in (*row.aliases, *row.bodies, *row.native_names))]
        lexicon.add_all((w for w in _with_article(written) if len(w) > 2), Kind.AGENCY, row.agency_id, row.jurisdiction)
    lexicon.add_all(agencies["anaphors"]["terms"], Kind.REGULATOR, "before")


def _with_article(names: Iterable[str]) -> Iterator[str]:
    """Yield names, and with their article those that begin like words for an agency named before ("the ministry")."""
    for name in names:
        yield name
        if name.partition(" ")[0].casefold() in _LIKE_ANAPHORS:
            yield f"the {name}"


_LIKE_ANAPHORS = frozenset(
    {"ministry", "department", "committee", "commission", "administration", "authority", "agency", "minister", "panel"}
)


# A pathway told by its verb ("conditionally approved") keeps the verb's meaning too.
_APPROVED = frozenset({"approved", "authorised", "authorized", "licensed"})


def _add_attributes(lexicon: Lexicon) -> None:
    attributes = rules("attributes")
    for pathway, literals in attributes["pathway"].items():
        for literal in literals:
            lexicon.add(literal, Term(Kind.ATTRIBUTE, "pathway", pathway))
            if _APPROVED & set(literal.split()):
                lexicon.add(literal, Term(Kind.VERB, "approve", Form.PAST.value))
    for literal in attributes["supplement"]["terms"]:
        lexicon.add(literal, Term(Kind.ATTRIBUTE, "supplement"))
    for literal in attributes["supplement"]["whole_document"]:
        lexicon.add(literal, Term(Kind.ATTRIBUTE, "supplement"))
        lexicon.add(literal, Term(Kind.ATTRIBUTE, "whole_document"))
    for group, literals in attributes["population"].items():
        for literal in literals:
            lexicon.add(literal, Term(Kind.ATTRIBUTE, "population", group))


def _add_diseases(lexicon: Lexicon, reference: Reference) -> None:
    for row in reference.indications:
        written = [row.name, *(name.text for name in row.synonyms)]
        lexicon.add_all((w for w in written if len(w) > 1), Kind.DISEASE, row.indication_id)


def _add_modalities(lexicon: Lexicon) -> None:
    _add_class_words(lexicon, Kind.MODALITY, rules("products")["class"]["words"])


def _add_foreign_classes(lexicon: Lexicon) -> None:
    _add_class_words(lexicon, Kind.FOREIGN, rules("products")["class"]["foreign_words"])


def _add_class_words(lexicon: Lexicon, kind: Kind, literals: Iterable[str]) -> None:
    for literal in literals:
        lexicon.add(literal, Term(kind, "class", capitals=acronym(literal)))
        several = plural(literal)
        if several:
            lexicon.add(several, Term(kind, "class"))


def _add_anaphors(lexicon: Lexicon) -> None:
    anaphors = rules("products")["anaphors"]
    classes = tuple(f" {fold(word)}" for word in rules("products")["class"]["words"])
    for literal in anaphors["terms"]:
        lexicon.add(literal, Term(Kind.ANAPHOR, "product", "one"))
        if fold(literal).endswith(classes):  # "its gene therapy" still speaks of gene therapy
            lexicon.add(literal, Term(Kind.MODALITY, "class"))
    for literal in anaphors["plural"]:
        lexicon.add(literal, Term(Kind.ANAPHOR, "product", "many"))


def _add_products(lexicon: Lexicon, products: Iterable[Product]) -> None:
    for product in products:
        for name in product.names:
            if _distinctive(name):
                lexicon.add(
                    name.text,
                    Term(Kind.PRODUCT, product.product_id, name.kind.value, capitals=acronym(name.text)),
                )


def _distinctive(name: Name) -> bool:
    """Tell whether a name can be believed on sight: not too short, and no common word."""
    return len(name.text) > 3 or (name.kind in {NameKind.CODE, NameKind.NATIVE} and len(name.text) > 2)


def _add_companies(lexicon: Lexicon, reference: Reference) -> None:
    for row in reference.companies:
        names = (row.name, *(a.text for a in row.aliases if len(a.text) > 2))
        lexicon.add_all(names, Kind.COMPANY, row.company_id, row.country or "")
