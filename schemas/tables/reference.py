"""Tables of names and identifiers: products, companies, agencies, indications, sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from schemas.declaration import Column, ColumnType, Constraint, Table
from schemas.tables.columns import (
    AGENCY_ID,
    COMPANY_ID,
    INDICATION_ID,
    JURISDICTION,
    NOTE,
    PRODUCT_ID,
    SOURCE_ID,
)
from schemas.vocabulary import DiseaseArea, Modality, NameKind, ProductOrigin, ProductScope, ProductStatus, SourceKind

_ADDRESS = r"https?://\S+"


def _names(name: str, description: str, example: list[str]) -> Column:
    return Column(name=name, type=ColumnType.STRINGS, description=description, example=example)


def _text(name: str, description: str, example: str, *, nullable: bool = True, pattern: str | None = None) -> Column:
    return Column(
        name=name,
        type=ColumnType.STRING,
        description=description,
        example=example,
        nullable=nullable,
        pattern=pattern,
    )


SOURCES = Table(
    name="sources",
    description="Publishers whose documents and registers were read: terms, last capture, and what each leaves out.",
    columns=(
        SOURCE_ID,
        _text("name", "Name of the publisher.", "GlobeNewswire", nullable=False),
        Column(
            name="kind",
            type=ColumnType.STRING,
            description="Kind of publisher; it decides the evidence level.",
            example="wire",
            codes=SourceKind,
        ),
        _names("hosts", "Host names under which it publishes.", ["globenewswire.com"]),
        _text("url", "Its home page.", "https://www.globenewswire.com", pattern=_ADDRESS),
        _text("licence", "Terms of use, as far as known.", "all rights reserved; facts and address only"),
        _text("cadence", "How often it publishes.", "daily"),
        _text("misses", "What it typically leaves out.", "regulators' own notices"),
        Column(
            name="last_capture",
            type=ColumnType.DATE,
            description="Latest day on which something of it was read; null where nothing was.",
            example=date(2026, 11, 24),
            nullable=True,
        ),
        Column(
            name="document_count",
            type=ColumnType.INTEGER,
            description="Documents of it in this warehouse.",
            example=12,
            minimum=0,
        ),
        Column(
            name="entry_count",
            type=ColumnType.INTEGER,
            description="Register entries of it in this warehouse.",
            example=0,
            minimum=0,
        ),
    ),
    key=("source_id",),
)

COMPANIES = Table(
    name="companies",
    description="Applicants and holders, with former names, subsidiaries and who owns them now.",
    columns=(
        COMPANY_ID,
        _text("name", "Usual name.", "Novartis", nullable=False),
        _names("aliases", "Other forms, former names, subsidiaries and native names.", ["Novartis Europharm"]),
        _text("country", "ISO 3166-1 alpha-2 code of the headquarters.", "CH", pattern=r"[A-Z]{2}"),
        replace(COMPANY_ID.as_foreign_key("companies", name="acquired_by", nullable=True), example=None),
        _text("source_url", "Public page that supports the names.", "https://example.org/novartis", pattern=_ADDRESS),
        NOTE,
    ),
    key=("company_id",),
    constraints=(
        Constraint(
            name="not_acquired_by_itself",
            description="A company does not own itself.",
            condition="acquired_by <> company_id",
            counterexample={"company_id": "novartis", "acquired_by": "novartis"},
        ),
    ),
)

PRODUCTS = Table(
    name="products",
    description="Cell, tissue-engineered and gene therapies.",
    columns=(
        PRODUCT_ID,
        _text("inn", "International non-proprietary name, as the WHO writes it.", "tisagenlecleucel"),
        _text("preferred_name", "INN, else first brand, else first name.", "tisagenlecleucel", nullable=False),
        Column(
            name="scope",
            type=ColumnType.STRING,
            description="Which of the two scopes of the dataset it belongs to; null while provisional.",
            example="cell_therapy",
            nullable=True,
            codes=ProductScope,
        ),
        Column(
            name="modality",
            type=ColumnType.STRING,
            description="Class of product; null while provisional.",
            example="car_t",
            nullable=True,
            codes=Modality,
        ),
        Column(
            name="origin",
            type=ColumnType.STRING,
            description="Whose cells; null for gene therapies in vivo and where not known.",
            example="autologous",
            nullable=True,
            codes=ProductOrigin,
        ),
        _text("target", "Target antigen or transgene.", "CD19"),
        COMPANY_ID.as_foreign_key("companies", nullable=True),
        Column(
            name="status",
            type=ColumnType.STRING,
            description="Whether curated, or found in a document and awaiting review.",
            example="curated",
            codes=ProductStatus,
        ),
        _text("source_url", "Public page that supports the names.", "https://example.org/kymriah", pattern=_ADDRESS),
        NOTE,
    ),
    key=("product_id",),
    constraints=(
        Constraint(
            name="curated_is_classified",
            description="A curated product has a scope and a modality.",
            condition="status <> 'curated' OR (scope IS NOT NULL AND modality IS NOT NULL)",
            counterexample={"modality": None},
        ),
        Constraint(
            name="inn_lower_case",
            description="An INN begins in lower case; some end in a capital, as `remestemcel-L`.",
            condition="LEFT(inn, 1) = LOWER(LEFT(inn, 1))",
            counterexample={"inn": "Tisagenlecleucel"},
        ),
    ),
)

PRODUCT_NAMES = Table(
    name="product_names",
    description="Every name of every product: INN, brands, codes, short forms, native and other names.",
    columns=(
        PRODUCT_ID.as_foreign_key("products"),
        _text("name", "The name as written.", "Kymriah", nullable=False),
        _text(
            "name_key",
            "The name without case, marks, punctuation and spaces: equal keys, one name.",
            "kymriah",
            nullable=False,
        ),
        Column(name="kind", type=ColumnType.STRING, description="Kind of name.", example="brand", codes=NameKind),
        _text("jurisdiction", "Market that alone uses it.", "US", pattern=JURISDICTION.pattern),
        _text("language", "ISO 639-1 code of a native name.", "zh", pattern=r"[a-z]{2}"),
    ),
    key=("name_key",),
)

AGENCIES = Table(
    name="agencies",
    description="Medicines agencies, with committees, former and native names.",
    columns=(
        AGENCY_ID,
        JURISDICTION,
        _text("name", "Name in English.", "U.S. Food and Drug Administration", nullable=False),
        _names("aliases", "Other and former forms of the name.", ["US FDA"]),
        _names("bodies", "Centres and committees that belong to it.", ["CBER"]),
        _names("native_names", "Names in its own languages.", ["Food and Drug Administration"]),
        _text("url", "Its home page.", "https://www.fda.gov", pattern=_ADDRESS),
        NOTE,
    ),
    key=("agency_id",),
)

INDICATIONS = Table(
    name="indications",
    description="Diseases and uses, each with the wider one to which it belongs; `indication_mappings` leads to public "
    "vocabularies.",
    columns=(
        INDICATION_ID,
        _text("name", "Name of the disease, without line or population.", "B-cell ALL", nullable=False),
        _names("synonyms", "Abbreviations, synonyms and native names.", ["BCP-ALL"]),
        replace(INDICATION_ID.as_foreign_key("indications", name="parent_id", nullable=True), example=None),
        Column(
            name="area",
            type=ColumnType.STRING,
            description="Field of medicine to which it belongs.",
            example="haematological-malignancy",
            codes=DiseaseArea,
        ),
        NOTE,
    ),
    key=("indication_id",),
    constraints=(
        Constraint(
            name="not_its_own_parent",
            description="A disease is not a kind of itself.",
            condition="parent_id <> indication_id",
            counterexample={"indication_id": "ball", "parent_id": "ball"},
        ),
    ),
)
