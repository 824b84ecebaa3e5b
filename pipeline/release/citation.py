"""How a release is cited: `CITATION.cff` of the project with version and day, and what follows from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.release.version import CalendarVersion

_CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Citation:
    """What `CITATION.cff` says, for one version."""

    entries: dict[str, Any]
    version: CalendarVersion

    @property
    def title(self) -> str:
        """Title of the dataset."""
        return str(self.entries["title"])

    @property
    def abstract(self) -> str:
        """What it is, in a sentence or two."""
        return str(self.entries["abstract"])

    @property
    def authors(self) -> list[str]:
        """Names of persons and bodies."""
        return [_name(author) for author in self.entries["authors"]]

    @property
    def keywords(self) -> list[str]:
        """Keywords."""
        return [str(keyword) for keyword in self.entries["keywords"]]

    @property
    def licence(self) -> str:
        """SPDX identifier of the data's licence."""
        return str(self.entries["license"])

    @property
    def licence_url(self) -> str:
        """Where the licence can be read."""
        return LICENCE_URLS[self.licence]

    @property
    def day(self) -> str:
        """ISO day of the release."""
        return self.version.day.isoformat()

    def text(self) -> str:
        """Return the citation as one line."""
        authors = ", ".join(self.authors)
        return f"{authors} ({self.version.day.year}). {self.title}, version {self.version} [Data set]. {self.licence}."

    def bibtex(self) -> str:
        """Return the BibTeX entry."""
        key = f"milestones_{str(self.version).replace('.', '_')}"
        lines = {
            "author": " and ".join(f"{{{author}}}" for author in self.authors),
            "title": f"{{{self.title}}}",
            "year": str(self.version.day.year),
            "version": str(self.version),
            "note": f"Data set, {self.licence}",
        }
        return f"@misc{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in lines.items()) + "}"


LICENCE_URLS = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}
"""Addresses of the licences that a release may bear, by SPDX identifier."""


def read_citation(version: CalendarVersion, path: Path = _CHECKOUT / "CITATION.cff") -> Citation:
    """Read the project's citation file for a release of that version.

    Raises:
        OSError: when it cannot be read.
    """
    return Citation(yaml.safe_load(path.read_text(encoding="utf-8")), version)


def licence_text() -> str:
    """Return the licence of the data."""
    return (_CHECKOUT / "LICENSE-DATA").read_text(encoding="utf-8")


def citation_file(citation: Citation) -> str:
    """Return `CITATION.cff` of the release."""
    entries = {
        **citation.entries,
        "message": "If you use this dataset, please cite it with its version.",
        "version": str(citation.version),
        "date-released": citation.version.day,
    }
    return yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=100)


def zenodo_file(citation: Citation) -> str:
    """Return `.zenodo.json`: what the archive of that name reads of a deposit."""
    deposit = {
        "title": citation.title,
        "upload_type": "dataset",
        "description": citation.abstract,
        "version": str(citation.version),
        "publication_date": citation.day,
        "access_right": "open",
        "license": citation.licence.lower(),
        "creators": [{"name": author} for author in citation.authors],
        "keywords": citation.keywords,
        "language": "eng",
    }
    return json.dumps(deposit, indent=2, ensure_ascii=False) + "\n"


def _name(author: dict[str, str]) -> str:
    return author.get("name") or f"{author.get('given-names', '')} {author.get('family-names', '')}".strip()
