"""Every other register: real files to the row, real shapes, and what each must not take for granted."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline.sources.registers.captures import Capture
from pipeline.sources.registers.fda_cber_list.parser import product_names
from pipeline.sources.registers.register import registers
from schemas.vocabulary import IdentifierScheme, MilestoneType, Pathway, RejectionReason
from tests.sources.registers.conftest import Drop, register_in

Read = Callable[[str], bytes]


def facts(capture: Capture, kind: MilestoneType = MilestoneType.APPROVAL) -> dict[str, str | None]:
    return {
        entry.record.record_id: entry.fact.when.iso() if entry.fact.when else None
        for entry in capture.entries
        if entry.fact.milestone_type is kind
    }


def test_every_register_says_what_it_is() -> None:
    assert len({register.metadata.source_id for register in registers()}) == len(registers()) >= 10
    for register in registers():
        known = register.metadata
        assert all(address.startswith("https://") for address in known.addresses), register.folder
        assert all(name in IdentifierScheme.__members__ for name in known.identifiers), register.folder
        assert known.licence
        assert known.misses


@pytest.mark.parametrize(
    ("folder", "file", "rows", "records"),
    [
        ("ema_orphan", "ema/ema-orphan-designations.subset.json", 7, 3),
        ("union_register", "union-register/ods_products.subset.json", 3, 0),
        ("health_canada_innovative_drugs", "health-canada/register_of_innovative_drugs_active.html", 308, 13),
        ("health_canada_submissions", "health-canada/sur_submissions_clean.subset.csv", 4, 1),
        ("swissmedic_medicines", "swissmedic/swissmedic_package.xlsx", 43, 1),
        ("swissmedic_medicines", "swissmedic/Packungen-2019.01.31.xlsx", 41, 1),
        ("swissmedic_medicines", "swissmedic/Packungen-2021.04.01.xlsx", 4, 0),
        ("swissmedic_medicines", "swissmedic/Erweiterte_Arzneimittelliste_HAM_31012019.xlsx", 12, 0),
        ("swissmedic_orphan", "swissmedic/swissmedic_orphan.xlsx", 263, 2),
        ("hong_kong", "hk/DrugList.subset.xml", 5, 2),
    ],
)
def test_real_files_to_the_row(
    register_file: Read, drop: Drop, folder: str, file: str, rows: int, records: int
) -> None:
    capture = drop.capture(folder, register_file(file), Path(file).name)
    assert capture.whole, capture.rejections
    assert capture.rows == rows
    assert len({entry.record.record_id for entry in capture.entries}) == records


def test_orphan_designations(register_file: Read, drop: Drop) -> None:
    capture = drop.capture("ema_orphan", register_file("ema/ema-orphan-designations.subset.json"), "orphan.json")
    assert capture.as_of == date(2026, 9, 26)
    assert facts(capture, MilestoneType.DESIGNATION) == {
        "EU/3/14/1266": "2014-04-29",
        "EU/3/16/1745": "2016-10-14",  # its link to the product is empty; the substance tells it
        "EU/3/21/2464": "2021-07-19",
    }
    uses = {entry.record.record_id: entry.record.indication for entry in capture.entries}
    assert uses["EU/3/16/1745"] == "diffuse large B-cell lymphoma"


def union_item(**changes: object) -> dict[str, object]:
    return {
        "URI": "http://ec.europa.eu/health/documents/community-register/html/h1297.htm",
        "Type": "Human",
        "Category": "Centrally authorised",
        "Name": [{"LanguageCode": "EN", "Text": "KYMRIAH"}],
        "AssociatedNames": [],
        "AssociatedOrphanDesignations": [],
        "Status": "Active",
        "EUNumber": "EU/1/18/1297",
        "ActiveSubstance": [{"LanguageCode": "EN", "Text": "tisagenlecleucel"}],
        "Indication": [{"LanguageCode": "EN", "Text": None}],
        "MAH": None,
        "ATC": [],
        "EMALink": None,
        "AuthorisationDate": "2018-08-22",
        "LastDecisionDate": "2026-01-01",
        "TotalProcedures": "60",
        "TotalDecisions": "25",
        "CurrentAnnexLink": [],
        **changes,
    }


def test_union_register_dates_the_decision_and_not_the_latest_one(drop: Drop) -> None:
    capture = drop.capture("union_register", json.dumps({"data": [union_item()]}).encode(), "ods.json")
    assert facts(capture) == {"EU/1/18/1297": "2018-08-22"}
    ended = drop.capture("union_register", json.dumps({"data": [union_item(Status="Withdrawn")]}).encode(), "two.json")
    assert facts(ended, MilestoneType.AUTHORISATION_WITHDRAWAL) == {"EU/1/18/1297": None}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"Status": "Suspended"}, "Status"),
        ({"Type": "Device"}, "Type"),
        ({"AuthorisationDate": "22/08/2018"}, "AuthorisationDate"),
        ({"EUNumber": "EU-1-18-1297"}, "EUNumber"),
        ({"Novel": "x"}, "Novel"),
    ],
)
def test_union_register_refuses_what_it_does_not_know(drop: Drop, changes: dict[str, object], field: str) -> None:
    capture = drop.capture("union_register", json.dumps({"data": [union_item(), union_item(**changes)]}).encode(), "x")
    assert not capture.whole
    assert [(refused.row, refused.field) for refused in capture.rejections] == [(2, field)]


def test_two_submissions_in_one_cell(register_file: Read, drop: Drop) -> None:
    data = register_file("health-canada/register_of_innovative_drugs_active.html")
    approvals = facts(drop.capture("health_canada_innovative_drugs", data, "register.html"))
    assert approvals["213547/213698"] == "2018-09-05"
    assert approvals["218389"] == "2019-02-13"


def test_filing_priority_and_outcome_of_one_submission(register_file: Read, drop: Drop) -> None:
    data = register_file("health-canada/sur_submissions_clean.subset.csv")
    capture = drop.capture("health_canada_submissions", data, "sur.csv")
    assert {entry.fact.milestone_type: entry.fact.raw for entry in capture.entries} == {
        MilestoneType.ACCEPTANCE: "2018-08-17",
        MilestoneType.PRIORITY_REVIEW: "2018-08-17",
        MilestoneType.APPROVAL: "2019-02-13",
    }


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_drug_product_database(register_file: Read, drop: Drop) -> None:
    names = ("drug", "comp", "ingred", "status")
    files = {f"{name}.txt": register_file(f"health-canada/dpd_{name}.subset.txt") for name in names}
    assert drop.capture("health_canada_dpd", packed(files), "allfiles.zip").rows == 9
    files["drug.txt"] += b'1,,"Human","02480000","KYMRIAH",,"N",,1,"01-JAN-2020","0100000001","Humain",,\n'
    files["ingred.txt"] += b'1,9,"TISAGENLECLEUCEL","I","1","X",,,"N",,,"x","X",,\n'
    files["comp.txt"] += b'1,,1,"NOVARTIS PHARMACEUTICALS CANADA INC","DIN_OWNER",,,,,,,,,,,,,\n'
    files["status.txt"] += b'1,"N","APPROVED","05-SEP-2018","APPROUV\xc3\x89",,\n1,"Y","MARKETED","01-OCT-2018","x",,\n'
    assert facts(drop.capture("health_canada_dpd", packed(files), "two.zip")) == {"02480000": "2018-09-05"}
    files["status.txt"] += b'1,"Y","SOLD OUT","01-OCT-2019","x",,\n'
    refused = drop.capture("health_canada_dpd", packed(files), "three.zip").rejections
    assert [(one.field, one.value) for one in refused] == [("status", "SOLD OUT")]


def test_notices_of_compliance_join_three_files(register_file: Read, drop: Drop) -> None:
    main = json.loads(register_file("health-canada/synthetic_noc_api_main_99001.json"))
    main |= {"noc_status_with_conditions": "Y", "noc_date": "2018-09-05"}
    product = {"noc_br_brand_id": 1, "noc_br_brandname": "KYMRIAH", "noc_br_din": "02480000", "noc_br_product_id": 1}
    ingredient = {
        "noc_pi_din_product_id": 1,
        "noc_pi_medic_ingr_name": "TISAGENLECLEUCEL",
        "noc_pi_strength": 1.0,
        "noc_pi_unit": "X",
        "noc_pi_basic_unit": "X",
    }
    files = {
        "noticeofcompliancemain.json": json.dumps([main]).encode(),
        "drugproduct.json": json.dumps([{"noc_number": 99001, **product}]).encode(),
        "medicinalingredient.json": json.dumps([{"noc_number": 99001, **ingredient}]).encode(),
    }
    (entry,) = drop.capture("health_canada_noc", packed(files), "noc.zip").entries
    assert (entry.record.record_id, entry.fact.raw, entry.fact.pathway) == (
        "99001",
        "2018-09-05",
        (Pathway.CONDITIONAL,),
    )
    del files["drugproduct.json"]
    (refused,) = drop.capture("health_canada_noc", packed(files), "less.zip").rejections
    assert refused.value == "drugproduct.json"


def test_hong_kong_gives_no_day_and_first_seen_stands_in_its_place(register_file: Read, drop: Drop) -> None:
    later = register_file("hk/DrugList.subset.xml")
    earlier = later.replace(b"2026-09-25", b"2026-08-25").replace(b"HK-67654", b"HK-99999").replace(b"ZOLGENSMA", b"X")
    earlier = earlier.replace(b"Onasemnogene abeparvovec", b"water")
    drop("hong_kong", "2026-08-25", "a.xml", earlier)
    drop("hong_kong", "2026-09-25", "b.xml", later)
    seen = {e.record.record_id: (e.fact.when, e.unseen_until, e.first_seen) for e in drop.read("hong_kong").entries}
    assert seen["HK-67654"] == (None, date(2026, 8, 25), date(2026, 9, 25))
    assert seen["HK-66588"] == (None, None, date(2026, 8, 25))


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (
            "TUDRIQEV (vusolimogene oderparepvec-wtpg",
            ["TUDRIQEV", "vusolimogene oderparepvec-wtpg", "vusolimogene oderparepvec"],
        ),
        ("OTARMENI™ (lunsotogene parvec cwha)", ["OTARMENI", "lunsotogene parvec cwha"]),
        ("CASGEVY (exagamglogene autotemcel [exa-cel])", ["CASGEVY", "exa-cel", "exagamglogene autotemcel"]),
        ("Ducord, HPC Cord Blood", ["Ducord, HPC Cord Blood"]),
    ],
)
def test_names_of_the_cber_list(written: str, names: list[str]) -> None:
    assert list(product_names(written)) == names


def test_every_row_of_the_cber_list_has_a_name(register_file: Read) -> None:
    rows = list(csv.DictReader(io.StringIO(register_file("fda/fda_gene_therapies_products.databio.csv").decode())))
    assert len(rows) == 53
    assert all(next(product_names(row["product"])) for row in rows)


LIST = (
    "<html><body><h1>Approved Cellular and Gene Therapy Products</h1><table><thead><tr><th>Product</th><th>Manufacturer"
    "</th></tr></thead><tbody>{}</tbody></table></body></html>"
)


def test_cber_list_and_product_page(drop: Drop) -> None:
    row = "<tr><td><a href='/kymriah'>KYMRIAH (tisagenlecleucel)</a></td><td>Novartis</td></tr>"
    capture = drop.capture("fda_cber_list", LIST.format(row).encode(), "list.html")
    assert facts(capture) == {"KYMRIAH": None}
    page = (
        "<html><body><h1>ELEVIDYS (delandistrogene moxeparvovec-rokl)</h1><p>STN: BL 125781</p><p>STN: 125781</p><ul>"
        "<li>June 20, 2024 Approval Letter - ELEVIDYS</li><li>January 10, 2024 Approval Letter - ELEVIDYS</li>"
        "</ul></body></html>"
    )
    assert facts(drop.capture("fda_cber_list", page.encode(), "page.html")) == {"125781": "2024-01-10"}
    odd = drop.capture("fda_cber_list", LIST.format("<tr><td>A</td><td>B</td><td>C</td></tr>").encode(), "odd.html")
    assert [refused.reason for refused in odd.rejections] == [RejectionReason.UNKNOWN_LAYOUT]


def orphan_export(**changes: str) -> bytes:
    columns = register_in("fda_orphan").metadata.layouts["table"].columns
    cells = {
        "Generic Name": "tisagenlecleucel",
        "Trade Name": "Kymriah",
        "Date Designated": "01/31/2014",
        "Orphan Designation": "Treatment of acute lymphoblastic leukemia",
        "Orphan Designation Status": "Designated/Approved",
        "Marketing Approval Date": "08/30/2017",
        "Sponsor Company": "Novartis",
        "CF Grid Key": "413713",
        "Sponsor Address 2": "&nbsp;",
        **changes,
    }
    head = "".join(f"<th>{column}</th>" for column in columns)
    body = "".join(f"<td>{cells.get(column, '&nbsp;')}</td>" for column in columns)
    return f"<table><tr>{head}</tr><tr>{body}</tr></table>".encode()


def test_orphan_export_is_a_table_of_months_first(drop: Drop) -> None:
    capture = drop.capture("fda_orphan", orphan_export(), "OOPD_Results.xls")
    assert facts(capture, MilestoneType.DESIGNATION) == {"413713": "2014-01-31"}
    assert facts(capture) == {"413713": "2017-08-30"}
    for column, value in {
        "Date Designated": "31/01/2014",
        "Orphan Designation Status": "Designated/Sold",
        "CF Grid Key": "x",
    }.items():
        (refused,) = drop.capture("fda_orphan", orphan_export(**{column: value}), f"{value[:2]}.xls").rejections
        assert refused.field == column


def test_cde_rows_of_every_list(register_file: Read, drop: Drop) -> None:
    cde = json.loads(register_file("cde/cde_rows.subset.json"))
    rows = [row for rows in cde["list_endpoints_rows"].values() if isinstance(rows, list) for row in rows]
    rows += cde["detail_rows"].values()
    capture = drop.capture("china_cde", json.dumps(rows, ensure_ascii=False).encode(), "saved.json")
    assert capture.whole, capture.rejections
    assert (capture.rows, capture.entries) == (4, ())  # none of them is a cell or gene therapy


def cde_row(**changes: object) -> dict[str, object]:
    return {
        "acceptid": "CXSS2200036",
        "applyDate": "2022-03-10",
        "company": "南京驯鹿生物医药有限公司;南京驯鹿生物医药有限公司",
        "createdate": "2022-03-10",
        "drgnamecn": "伊基奥仑赛注射液",
        "noticeDate": "2022-03-20",
        "noticeType": 2,
        "pridCODE": "x",
        **changes,
    }


def test_cde_acceptance_numbers_of_one_notice_are_one_record(drop: Drop) -> None:
    answer = {"code": 200, "data": {"records": [cde_row(), cde_row(acceptid="CXSS2200037")]}}
    (entry,) = drop.capture("china_cde", json.dumps(answer).encode(), "list.json").entries
    assert [number.value for number in entry.record.identifiers] == ["CXSS2200036", "CXSS2200037"]
    assert (entry.fact.milestone_type, entry.fact.raw) == (MilestoneType.PRIORITY_REVIEW, "2022-03-20")
    assert entry.record.company == "南京驯鹿生物医药有限公司"
    conditional = {"ypmc": "伊基奥仑赛注射液", "ssxkcyr": "南京驯鹿", "list": [{
        "instruction": "x", "bcftjpzDate": "2023-06-30", "ypzczsyxq": "x", "ftjpzLimit": "x", "state": "x",
    }]}  # fmt: skip
    assert list(facts(drop.capture("china_cde", json.dumps([conditional]).encode(), "c.json")).values()) == [
        "2023-06-30"
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"noticeType": 3}, "noticeType"),
        ({"acceptid": "2022-1"}, "acceptid"),
        ({"noticeDate": "20220320"}, "noticeDate"),
    ],
)
def test_cde_refuses_what_it_does_not_know(drop: Drop, changes: dict[str, object], field: str) -> None:
    capture = drop.capture("china_cde", json.dumps([cde_row(), cde_row(**changes)]).encode(), "x.json")
    assert not capture.whole
    assert {refused.field for refused in capture.rejections} == {field}


JAPAN = "分野,承認日,販売名,申請者（法人番号）,新規性,一般名/成分,備考,承認番号\n"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("平成31年3月26日", "2019-03-26"),
        ("H31.3.26", "2019-03-26"),
        ("令和元年5月1日", "2019-05-01"),
        ("R3.3.22", "2021-03-22"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_japanese_days_are_of_an_era(drop: Drop, written: str, day: str, encoding: str) -> None:
    holder, remark = "ノバルティスファーマ株式会社（1234567890123）", "条件及び期限付承認"
    row = f"再生医療製品分野,{written},キムリア点滴静注,{holder},新規,キムリア,{remark},23100FZX00001000\n"
    (entry,) = drop.capture("japan_pmda", (JAPAN + row).encode(encoding), "fy.csv").entries
    assert entry.fact.when is not None
    assert entry.fact.when.iso() == day
    assert Pathway.TIME_LIMITED in entry.fact.pathway
    assert entry.record.company == "ノバルティスファーマ株式会社"


@pytest.mark.parametrize("written", ["平成32年1月1日", "R3.13.1", "2021.3.22", "昭和70年1月1日", "3年3月22日"])
def test_days_that_no_era_has(drop: Drop, written: str) -> None:
    row = f"x,{written},キムリア点滴静注,x,新規,キムリア,,\n"
    (refused,) = drop.capture("japan_pmda", (JAPAN + row).encode(), "fy.csv").rejections
    assert (refused.reason, refused.row, refused.value) == (RejectionReason.DATE_FORM, 2, written)
