"""Files that could harm, or are something else than a register: refused clearly, quickly and alone."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.sources.registers import captures, limits
from pipeline.sources.registers.dates import FORMS, read_day
from pipeline.sources.registers.formats import spreadsheet
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason
from tests.sources.registers.conftest import Drop, register_in

_SECONDS = 20
"""More than any refusal may take on a slow machine."""


@pytest.fixture(autouse=True)
def quickly() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < _SECONDS


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def medicines(*rows: tuple[object, ...], columns: tuple[str, ...] | None = None) -> bytes:
    return workbook(columns or register_in("ema_medicines").metadata.layouts["table"].columns, *rows)


def medicine(**cells: object) -> tuple[object, ...]:
    usual: dict[str, object] = {
        "Category": "Human",
        "Name of medicine": "Kymriah",
        "EMA product number": "EMEA/H/C/004090",
        "Medicine status": "Authorised",
        "Advanced therapy": "Yes",
        "Marketing authorisation date": "23/08/2018",
    }
    columns = register_in("ema_medicines").metadata.layouts["table"].columns
    return tuple({**usual, **cells}.get(column) for column in columns)


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """Return the archive with one member replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def reasons(drop: Drop, folder: str, data: bytes, name: str) -> set[RejectionReason]:
    capture = drop.capture(folder, data, name)
    assert not capture.whole
    assert capture.entries == ()
    assert all(refused.file and refused.mend for refused in capture.rejections)
    return {refused.reason for refused in capture.rejections}


def test_a_good_table_is_read(drop: Drop) -> None:
    assert drop.capture("ema_medicines", medicines(medicine()), "good.xlsx").whole


@pytest.mark.parametrize(
    "poison",
    [
        pytest.param(lambda good: with_member(good, SHEET, b"\0" * (limits.MOST_UNPACKED_BYTES // 2)), id="zip bomb"),
        pytest.param(lambda good: with_member(good, "xl/vbaProject.bin", b"macro"), id="macros"),
        pytest.param(lambda good: with_member(good, "xl/embeddings/oleObject1.bin", b"ole"), id="embedded file"),
        pytest.param(
            lambda good: with_member(good, SHEET, f"{BOMB}<worksheet>&d;</worksheet>".encode()), id="entities"
        ),
        pytest.param(lambda good: with_member(good, SHEET, f"{XXE}<worksheet>&x;</worksheet>".encode()), id="XXE"),
        pytest.param(
            lambda good: with_member(good, SHEET, f"{XXE}<worksheet>&x;</worksheet>".encode("utf-16")), id="XXE, UTF-16"
        ),
        pytest.param(
            lambda good: with_member(
                good,
                SHEET,
                f'<worksheet {MAIN}><sheetData><row r="100000000"><c r="A100000000" t="inlineStr"><is><t>x</t></is></c>'
                "</row></sheetData></worksheet>".encode(),
            ),
            id="row a hundred million",
        ),
    ],
)
def test_spreadsheets_that_could_harm(drop: Drop, poison: Callable[[bytes], bytes]) -> None:
    assert reasons(drop, "ema_medicines", poison(medicines(medicine())), "x.xlsx") == {RejectionReason.UNSAFE}


def test_a_dimension_of_a_hundred_million_cells_is_not_believed(drop: Drop) -> None:
    good = medicines(medicine())
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet = archive.read(SHEET).decode()
    start = sheet.index("<dimension")
    lying = sheet[:start] + '<dimension ref="A1:XFD1048576"/>' + sheet[sheet.index("/>", start) + 2 :]
    capture = drop.capture("ema_medicines", with_member(good, SHEET, lying.encode()), "x.xlsx")
    assert capture.whole
    assert capture.rows == 1


def test_endless_rows(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    data = medicines(*[medicine()] * 5)
    assert reasons(drop, "ema_medicines", data, "x.xlsx") == {RejectionReason.UNSAFE}


def test_a_file_beyond_the_limit_is_not_even_read(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captures, "MOST_BYTES", 100)
    assert reasons(drop, "ema_medicines", medicines(medicine()), "x.xlsx") == {RejectionReason.TOO_LARGE}


APOLOGY = b"<!DOCTYPE html><html><head><title>FDA Apology</title></head><body>We apologize</body></html>"


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("fda_purple_book", "x.csv"),
        ("ema_medicines", "x.json"),
        ("ema_medicines", "x.xlsx"),
        ("ema_orphan", "x.json"),
        ("union_register", "x.json"),
        ("hong_kong", "x.xml"),
        ("china_cde", "x.json"),
        ("fda_orphan", "x.xls"),
        ("fda_cber_list", "x.html"),
        ("health_canada_innovative_drugs", "x.html"),
        ("health_canada_dpd", "x.zip"),
        ("swissmedic_medicines", "x.xlsx"),
        ("japan_pmda", "x.csv"),
    ],
)
@pytest.mark.parametrize(
    "page", [APOLOGY, b"", b"<html><body>Access Denied</body></html>"], ids=["apology", "empty", "no"]
)
def test_a_page_in_place_of_the_register(drop: Drop, folder: str, name: str, page: bytes) -> None:
    assert reasons(drop, folder, page, name) <= {
        RejectionReason.WRONG_CONTENT,
        RejectionReason.EMPTY,
        RejectionReason.UNKNOWN_LAYOUT,
    }


HONG_KONG = (
    '<?xml version="1.0" encoding="UTF-8"?>{}<drugs><lastUpdate>2026-09-25</lastUpdate><drug>'
    "<productName>{}</productName>"
    "<regCertHolderName>N</regCertHolderName><permitNo>HK-66588</permitNo><activeIngs><activeIng>tisagenlecleucel"
    "</activeIng></activeIngs></drug></drugs>"
)


def test_xml_without_entities_is_read(drop: Drop) -> None:
    assert drop.capture("hong_kong", HONG_KONG.format("", "KYMRIAH").encode(), "x.xml").whole


@pytest.mark.parametrize("head", [BOMB, XXE], ids=["entities", "XXE"])
def test_xml_that_could_harm(drop: Drop, head: str) -> None:
    doctype = head.removeprefix('<?xml version="1.0"?>')
    assert reasons(drop, "hong_kong", HONG_KONG.format(doctype, "&x;").encode(), "x.xml") == {RejectionReason.UNSAFE}


def truncated(register_file: Callable[[str], bytes]) -> Iterator[tuple[str, str, bytes]]:
    for folder, file in (
        ("ema_medicines", "ema/medicines-output-medicines-report_en.2026-03-14.xlsx"),
        ("ema_medicines", "ema/ema-medicines-json.subset.json"),
        ("ema_orphan", "ema/ema-orphan-designations.subset.json"),
        ("union_register", "union-register/ods_products.subset.json"),
        ("hong_kong", "hk/DrugList.subset.xml"),
        ("health_canada_innovative_drugs", "health-canada/register_of_innovative_drugs_active.html"),
        ("swissmedic_orphan", "swissmedic/swissmedic_orphan.xlsx"),
    ):
        data = register_file(file)
        yield folder, Path(file).name, data[: len(data) * 2 // 3]


def test_truncated_downloads(register_file: Callable[[str], bytes], drop: Drop) -> None:
    for folder, name, data in truncated(register_file):
        assert reasons(drop, folder, data, name) == {RejectionReason.TRUNCATED}, folder


def test_a_csv_that_ends_within_quotes(drop: Drop) -> None:
    header = ",".join(register_in("fda_purple_book").metadata.layouts["table"].columns)
    assert reasons(drop, "fda_purple_book", f'{header}\nU,"Novartis Pha'.encode(), "x.csv") == {
        RejectionReason.TRUNCATED
    }


def test_another_encoding(drop: Drop) -> None:
    header = ",".join(register_in("fda_purple_book").metadata.layouts["table"].columns)
    row = "U,Société," + "," * (header.count(",") - 2)
    assert reasons(drop, "fda_purple_book", f"{header}\n{row}\n".encode("cp1252"), "x.csv") == {
        RejectionReason.ENCODING
    }


def test_json_that_nests_without_end(drop: Drop) -> None:
    assert reasons(drop, "union_register", b"[" * 200_000, "x.json") <= {
        RejectionReason.UNSAFE,
        RejectionReason.TRUNCATED,
    }


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("unknown column", lambda columns: (*columns, "Novel column")),
        ("missing column", lambda columns: columns[:-1]),
        ("column twice", lambda columns: (*columns, columns[0])),
    ],
)
def test_columns_are_pinned(drop: Drop, fault: str, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
    columns = change(register_in("ema_medicines").metadata.layouts["table"].columns)
    (refused,) = drop.capture("ema_medicines", medicines(medicine(), columns=columns), "x.xlsx").rejections
    assert refused.reason is RejectionReason.UNKNOWN_LAYOUT
    assert fault in refused.mend


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Medicine status", "Paused"),
        ("Category", "Plant"),
        ("Advanced therapy", "Maybe"),
        ("Opinion status", "Mixed"),
        ("Marketing authorisation date", "2018-08-23"),
        ("Marketing authorisation date", "08/23/2018"),
        ("Opinion adopted date", "28 June 2018"),
    ],
)
def test_unknown_values_stop_that_register_alone(drop: Drop, column: str, value: str) -> None:
    drop("ema_medicines", "2026-01-01", "bad.xlsx", medicines(medicine(), medicine(**{column: value})))
    drop("ema_medicines", "2026-02-01", "good.xlsx", medicines(medicine()))
    drop("hong_kong", "2026-01-01", "list.xml", HONG_KONG.format("", "KYMRIAH").encode())
    read = drop.read("ema_medicines", "hong_kong")
    assert {entry.register.folder for entry in read.entries} == {"hong_kong"}
    assert [(refused.row, refused.field, refused.value) for refused in read.rejections] == [(3, column, value)]
    assert read.rejections[0].file == "registers/ema_medicines/captures/2026-01-01/bad.xlsx"


def test_all_faults_of_a_file_are_told_at_once_but_not_without_end(drop: Drop) -> None:
    rows = [medicine(**{"Medicine status": f"Status {number}"}) for number in range(limits.MOST_PROBLEMS + 7)]
    refused = drop.capture("ema_medicines", medicines(*rows), "x.xlsx").rejections
    assert len(refused) == limits.MOST_PROBLEMS + 1
    assert "7 more" in refused[-1].mend


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize(
    "written", ["31/02/2020", "2020-02-31", "31.02.2020", "20200231", "February 31, 2020", "R2.2.31"]
)
def test_days_that_the_calendar_lacks_are_refused_in_every_form(form: str, written: str) -> None:
    with pytest.raises(RefusedError):
        read_day(written, form, field="day")


def test_day_and_month_are_never_swapped() -> None:
    assert read_day("03/04/2024", "DD/MM/YYYY", field="day").iso() == "2024-04-03"
    assert read_day("03/04/2024", "MM/DD/YYYY", field="day").iso() == "2024-03-04"
    with pytest.raises(RefusedError):
        read_day("13/14/2024", "DD/MM/YYYY", "MM/DD/YYYY", field="day")
