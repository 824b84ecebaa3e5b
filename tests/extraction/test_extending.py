"""What CONTRIBUTING tells of adding a product, an agency, a company, a disease and a phrase is true."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from pipeline.extraction import Extractor
from pipeline.extraction.event import Event
from pipeline.extraction.lexicon import inflections, rules
from pipeline.sources.reference import read_reference
from tests.extraction.reading import RAW, document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference tables."""
    return Path(shutil.copytree(RAW / "reference", tmp_path / "reference"))


def _add(folder: Path, file: str, **cells: str) -> None:
    path = folder / file
    with path.open(encoding="utf-8", newline="") as stream:
        columns = next(csv.reader(stream))
    assert set(cells) <= set(columns)
    with path.open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, columns, restval="").writerow(cells)


def _change(folder: Path, file: str, key: str, column: str, further: str) -> None:
    path = folder / file
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    (row,) = [each for each in rows if key in each.values()]
    row[column] = "; ".join(part for part in (row[column], further) if part)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _read(folder: Path, text: str) -> tuple[Event, ...]:
    reference = read_reference(folder)
    assert not reference.rejections
    return Extractor(reference).extract(document(text))


_TEXT = "The FDA approved Quillora on May 2, 2023."


def test_a_product_is_one_row(folder: Path) -> None:
    assert _read(folder, _TEXT) == ()
    _add(
        folder,
        "products.csv",
        product_id="quillora",
        brands="Quillora",
        codes="QLR-9",
        modality="car_t",
        scope="cell_therapy",
        source_url="https://example.org/quillora",
    )
    (event,) = _read(folder, _TEXT)
    assert (event.product, event.jurisdiction) == ("Quillora", "US")
    (event,) = _read(folder, _TEXT.replace("Quillora", "QLR-9"))
    assert event.product_names == ("QLR-9",)


def test_all_names_of_a_product_stand_in_its_row(folder: Path) -> None:
    text = _TEXT.replace("Quillora", "Kymrianda")
    assert _read(folder, text) == ()
    _change(folder, "products.csv", "tisa-cel", "brands", "Kymrianda")
    (event,) = _read(folder, text)
    assert event.product == "tisagenlecleucel"


def test_an_agency_is_one_row(folder: Path) -> None:
    text = "The Ruritanian Board of Remedies approved Kymriah on May 2, 2023."
    assert not any(event.jurisdiction == "RX" for event in _read(folder, text))
    _add(folder, "agencies.csv", agency_id="RBR", jurisdiction="RX", name="Ruritanian Board of Remedies")
    assert [event.jurisdiction for event in _read(folder, text)] == ["RX"]


def test_a_further_name_of_an_agency_stands_in_its_row(folder: Path) -> None:
    text = "The Helvetic Office of Cures approved Kymriah on May 2, 2023."
    assert not any(event.jurisdiction == "CH" for event in _read(folder, text))
    _change(folder, "agencies.csv", "SWISSMEDIC", "aliases", "Helvetic Office of Cures")
    assert [(event.jurisdiction, event.agency) for event in _read(folder, text)] == [("CH", "SWISSMEDIC")]


def test_a_disease_is_one_row(folder: Path) -> None:
    text = "The FDA approved Kymriah, which treats quillon fever, on May 2, 2023."
    assert [event.indication for event in _read(folder, text)] == [None]
    _add(folder, "indications.csv", indication_id="quillon-fever", name="quillon fever", area="other")
    assert [event.indication for event in _read(folder, text)] == ["quillon fever"]


def test_a_phrase_is_one_entry_of_a_rule_file(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    text = "The FDA smiled upon Kymriah on May 2, 2023."
    assert _read(folder, text) == ()
    entry = "smile upon"
    assert "smiled upon" in {literal for literal, _ in inflections(entry)}
    approve = rules("verbs")["approve"]
    monkeypatch.setitem(approve, "forms", [*approve["forms"], entry])
    (event,) = _read(folder, text)
    assert (event.milestone_type, event.jurisdiction) == ("approval", "US")


def test_each_rule_file_says_at_its_top_what_its_entries_mean() -> None:
    for file in sorted((Path(__file__).parents[2] / "pipeline" / "extraction" / "rules").glob("*.toml")):
        assert re.match(r"# \w", file.read_text(encoding="utf-8")), file.name
