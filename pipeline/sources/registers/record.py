"""What a parser hands on: the records of a register, each with the facts that it states."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.sources.rejection import RefusedError
from schemas.partial_date import PartialDate
from schemas.vocabulary import ApplicationType, Designation, IdentifierScheme, MilestoneType, Outcome, Pathway

JURISDICTIONS = {
    IdentifierScheme.BLA: "US",
    IdentifierScheme.FDA_ORPHAN: "US",
    IdentifierScheme.EMA: "EU",
    IdentifierScheme.EU_MA: "EU",
    IdentifierScheme.EU_ORPHAN: "EU",
    IdentifierScheme.HC_SUBMISSION: "CA",
    IdentifierScheme.DIN: "CA",
    IdentifierScheme.SWISSMEDIC: "CH",
    IdentifierScheme.HK: "HK",
    IdentifierScheme.CDE: "CN",
    IdentifierScheme.NMPA: "CN",
    IdentifierScheme.PMDA: "JP",
    IdentifierScheme.ARTG: "AU",
    IdentifierScheme.MFDS: "KR",
    IdentifierScheme.HSA: "SG",
    IdentifierScheme.PLGB: "GB",
}
"""Where the numbers of each scheme are in use."""


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A number and whose it is."""

    scheme: IdentifierScheme
    value: str

    def __str__(self) -> str:
        return f"{self.scheme.value}:{self.value}"

    @classmethod
    def parse(cls, written: str) -> Identifier:
        """Read `scheme:number`; ValueError for an unknown scheme."""
        scheme, _, value = written.partition(":")
        return cls(IdentifierScheme(scheme), value.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One step that a record states.

    `field` is the column that says so, `raw` the date as written there, None where the register gives a status and no
    date. `repeats` tells that another date in a later snapshot is another step, not a correction of this one.
    """

    milestone_type: MilestoneType
    field: str
    raw: str | None
    when: PartialDate | None
    agency: str | None
    application_type: ApplicationType | None = None
    designation: Designation | None = None
    outcome: Outcome | None = None
    pathway: tuple[Pathway, ...] = ()
    supplement: bool | None = None
    prior_lines_min: int | None = None
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of a register: what it is about, and its facts.

    `row` counts from 1 as the file shows it. `substance` is the non-proprietary name, by whose stem a cell or gene
    therapy may be told. `doubts` are values that were not believed; they are reported where the record is in scope.
    """

    row: int
    record_id: str
    identifiers: tuple[Identifier, ...]
    names: tuple[str, ...]
    substance: str | None = None
    company: str | None = None
    indication: str | None = None
    status: str | None = None
    flagged: bool | None = None
    url: str | None = None
    facts: tuple[Fact, ...] = ()
    doubts: tuple[RefusedError, ...] = ()
