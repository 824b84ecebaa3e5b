"""All tables of the warehouse, parents before children.

What belongs here: declarations. A column that several tables share stands once in `columns`; a condition that several
share, in `constraints`.
"""

from __future__ import annotations

from schemas.declaration import Table
from schemas.tables.coverage import COVERAGE
from schemas.tables.documents import DOCUMENTS, MENTIONS, REJECTIONS
from schemas.tables.lifecycle import (
    APPLICATION_CYCLES,
    APPLICATION_STEPS,
    APPLICATIONS,
    AUTHORISATIONS,
    DESIGNATIONS,
)
from schemas.tables.links import INDICATION_MAPPINGS, NAME_LINKS
from schemas.tables.milestones import (
    CORRECTIONS,
    MILESTONE_CONFLICTS,
    MILESTONE_EVIDENCE,
    MILESTONE_HISTORY,
    MILESTONE_REDIRECTS,
    MILESTONES,
)
from schemas.tables.reference import AGENCIES, COMPANIES, INDICATIONS, PRODUCT_NAMES, PRODUCTS, SOURCES
from schemas.tables.registers import PRODUCT_IDENTIFIERS, REGISTER_ENTRIES
from schemas.tables.releases import RELEASE_CHANGES

TABLES: tuple[Table, ...] = (
    SOURCES,
    COMPANIES,
    PRODUCTS,
    PRODUCT_NAMES,
    AGENCIES,
    INDICATIONS,
    INDICATION_MAPPINGS,
    DOCUMENTS,
    MENTIONS,
    REGISTER_ENTRIES,
    PRODUCT_IDENTIFIERS,
    NAME_LINKS,
    MILESTONES,
    MILESTONE_EVIDENCE,
    MILESTONE_HISTORY,
    MILESTONE_REDIRECTS,
    MILESTONE_CONFLICTS,
    CORRECTIONS,
    APPLICATIONS,
    APPLICATION_STEPS,
    APPLICATION_CYCLES,
    AUTHORISATIONS,
    DESIGNATIONS,
    COVERAGE,
    REJECTIONS,
)

BY_NAME = {table.name: table for table in TABLES}

RELEASE_TABLES: tuple[Table, ...] = (*TABLES, RELEASE_CHANGES)
"""What a release holds: the tables of the warehouse, and what changed since the release before."""

__all__ = [
    "AGENCIES",
    "APPLICATIONS",
    "APPLICATION_CYCLES",
    "APPLICATION_STEPS",
    "AUTHORISATIONS",
    "BY_NAME",
    "COMPANIES",
    "CORRECTIONS",
    "COVERAGE",
    "DESIGNATIONS",
    "DOCUMENTS",
    "INDICATIONS",
    "INDICATION_MAPPINGS",
    "MENTIONS",
    "MILESTONES",
    "MILESTONE_CONFLICTS",
    "MILESTONE_EVIDENCE",
    "MILESTONE_HISTORY",
    "MILESTONE_REDIRECTS",
    "NAME_LINKS",
    "PRODUCTS",
    "PRODUCT_IDENTIFIERS",
    "PRODUCT_NAMES",
    "REGISTER_ENTRIES",
    "REJECTIONS",
    "RELEASE_CHANGES",
    "RELEASE_TABLES",
    "SOURCES",
    "TABLES",
]
