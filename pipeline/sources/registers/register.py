"""A register: what `register.toml` in its folder says of it, and the parser beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pipeline.sources.reference import Source
from pipeline.sources.registers.record import Record
from pipeline.sources.registers.strictness import Conventions, Layout, NumberedRow, Problems, Row, table
from schemas.vocabulary import SourceKind

_Text = Annotated[str, Field(min_length=1)]


class LayoutData(BaseModel):
    """A layout as `register.toml` writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: tuple[_Text, ...]
    optional: tuple[_Text, ...] = ()
    aliases: dict[str, str] = {}


class Metadata(BaseModel):
    """What is known of a register. `values` are the closed lists by column; `meanings` what a parser needs of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: _Text
    publisher: _Text
    jurisdiction: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    agency: Annotated[str, Field(pattern=r"^[A-Z0-9]+$")]
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    addresses: tuple[str, ...]
    licence: _Text
    cadence: _Text
    identifiers: tuple[str, ...]
    misses: _Text
    complete: bool = True
    date_forms: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    layouts: dict[str, LayoutData] = {}
    values: dict[str, tuple[str, ...]] = {}
    meanings: dict[str, dict[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a parser made of one file: the day that the file states as its own, how many rows it has, its records."""

    as_of: date | None
    rows: int
    records: tuple[Record, ...]


Parser = Callable[["Register", bytes, str, Problems], Reading]
"""From the register, the bytes of a file, its name, and a place for problems, to what the file says."""


@dataclass(frozen=True, slots=True)
class Register:
    """A register and, where files of it can be read, its parser."""

    folder: str
    metadata: Metadata
    parser: Parser | None

    @property
    def source(self) -> Source:
        """The register as a source."""
        known = self.metadata
        return Source(
            source_id=known.source_id,
            name=known.name,
            kind=SourceKind.REGISTER,
            hosts=(),
            url=known.url,
            licence=known.licence,
            cadence=known.cadence,
            misses=known.misses,
        )

    @property
    def conventions(self) -> Conventions:
        """How the register writes."""
        return Conventions(self.metadata.values, self.metadata.empty, self.metadata.date_forms)

    def layout(self, name: str) -> Layout:
        """Return a layout by its name in `register.toml`."""
        data = self.metadata.layouts[name]
        return Layout(columns=data.columns, optional=data.optional, aliases=data.aliases)

    def rows(self, numbered: Iterable[NumberedRow], layout: str, *, last_header: bool = False) -> Iterable[Row]:
        """Return the rows of a table of this register, read by one of its layouts."""
        return table(numbered, self.layout(layout), self.conventions, last_header=last_header)

    def row(self, number: int, cells: Mapping[str, str | None]) -> Row:
        """Return a single row of this register, made of a structured file."""
        return Row(number, cells, self.conventions)


@cache
def registers() -> tuple[Register, ...]:
    """Return all registers, one for each folder here that holds a `register.toml`, sorted by folder."""
    here = files("pipeline.sources.registers")
    folders = sorted(entry.name for entry in here.iterdir() if entry.joinpath("register.toml").is_file())
    return tuple(_register(folder) for folder in folders)


def _register(folder: str) -> Register:
    package = f"pipeline.sources.registers.{folder}"
    fields = tomllib.loads(files(package).joinpath("register.toml").read_text(encoding="utf-8"))
    has_parser = files(package).joinpath("parser.py").is_file()
    parser: Parser | None = import_module(f"{package}.parser").parse if has_parser else None
    return Register(folder, Metadata.model_validate(fields), parser)
