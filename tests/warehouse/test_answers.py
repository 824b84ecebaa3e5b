"""Answers that were checked by hand against the sources that the evidence names."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from pipeline.warehouse.questions import named
from pipeline.warehouse.versions import Version

Row = dict[str, object]


def ask(published: Version, question: str, **parameters: str) -> list[Row]:
    sql = next(one.sql for one in named() if one.name == question)
    with duckdb.connect(published.database, read_only=True) as connection:
        for name, value in parameters.items():
            connection.execute(f"SET VARIABLE {name} = ?", [value])
        relation = connection.sql(sql)
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def holds(rows: list[Row], **cells: object) -> bool:
    return any(all(row[name] == value for name, value in cells.items()) for row in rows)


LIVES = [
    ("Fucaso", "CN", "approval", date(2023, 6, 30)),
    ("Fucaso", "MO", "approval", date(2025, 3, 28)),
    ("Fucaso", "HK", "approval", date(2025, 11, 26)),
    ("Fucaso", "US", "designation", date(2023, 2, 11)),
    ("Kymriah", "US", "approval", date(2017, 8, 30)),
    ("Kymriah", "US", "approval", date(2018, 5, 1)),
    ("Kymriah", "US", "approval", date(2022, 5, 27)),
    ("Kymriah", "EU", "approval", date(2018, 8, 23)),
    ("Kymriah", "JP", "approval", date(2019, 3, 26)),
    ("Carvykti", "US", "approval", date(2022, 2, 28)),
    ("Carvykti", "US", "approval", date(2024, 4, 5)),
    ("Carvykti", "US", "goal_date_extension", date(2021, 11, 1)),
    ("Carvykti", "EU", "approval", date(2022, 5, 25)),
    ("Carvykti", "CN", "approval", date(2024, 8, 1)),
    ("tab-cel", "EU", "approval", date(2022, 12, 16)),
    ("tab-cel", "CH", "approval", date(2024, 5, 3)),
    ("Amtagvi", "US", "approval", date(2024, 2, 16)),
    ("Amtagvi", "EU", "application_withdrawal", date(2025, 7, 22)),
    ("Casgevy", "GB", "approval", date(2023, 11, 16)),
    ("Casgevy", "US", "approval", date(2023, 12, 8)),
    ("Casgevy", "US", "approval", date(2024, 1, 16)),
    ("Carteyva", "CN", "approval", date(2021, 9, 6)),
    ("Carteyva", "CN", "approval", date(2022, 10, 1)),
    ("Yescarta", "US", "approval", date(2017, 10, 18)),
    ("Yescarta", "US", "approval", date(2022, 4, 1)),
    ("Breyanzi", "US", "approval", date(2021, 2, 5)),
    ("Tecartus", "US", "approval", date(2020, 7, 24)),
]
"""Steps of ten products' lives: name, jurisdiction, type, first day of the period in which it happened."""


@pytest.mark.parametrize(("product", "jurisdiction", "kind", "day"), LIVES)
def test_product_history(published: Version, product: str, jurisdiction: str, kind: str, day: date) -> None:
    rows = ask(published, "product-history", product=product)
    assert holds(rows, jurisdiction=jurisdiction, milestone_type=kind, event_date=day)
    assert all(row["quote"] for row in rows)


def test_a_products_first_approval_and_the_lag_of_other_markets(published: Version) -> None:
    rows = ask(published, "first-in-the-world")
    assert holds(rows, product="tisagenlecleucel", jurisdiction="US", place=1, lag_days=0)
    assert holds(rows, product="tisagenlecleucel", jurisdiction="EU", lag_days=358)
    assert holds(rows, product="exagamglogene autotemcel", jurisdiction="GB", place=1)
    assert holds(rows, product="exagamglogene autotemcel", jurisdiction="US", lag_days=22)


def test_in_china_but_not_in_the_united_states(published: Version) -> None:
    here = {row["product_id"] for row in ask(published, "approved-here-not-there", here="CN", there="US")}
    assert {"eque-cel", "relma-cel"} <= here
    assert not {"axi-cel", "cilta-cel"} & here


def test_what_was_on_the_label(published: Version) -> None:
    before = ask(published, "on-the-label", day="2022-03-31")
    after = ask(published, "on-the-label", day="2022-04-01")
    second_line = {"product": "axicabtagene ciloleucel", "jurisdiction": "US", "prior_lines_min": 1}
    assert not holds(before, **second_line)
    assert holds(after, **second_line)
    assert holds(before, product="betibeglogene autotemcel", jurisdiction="EU") is False


def test_what_was_said_on_a_day(published: Version) -> None:
    said = ask(published, "believed-on", product="Fucaso", day="2025-03-31")
    assert holds(said, milestone_type="approval", jurisdiction="MO")
    assert not holds(said, milestone_type="approval", jurisdiction="HK")


def test_goal_dates(published: Version) -> None:
    rows = ask(published, "goal-date-against-decision")
    assert holds(rows, product="ciltacabtagene autoleucel", goal_date=date(2022, 2, 28), days_past_goal=0)
    assert holds(rows, product="lovotibeglogene autotemcel", days_past_goal=-12)
    assert holds(rows, product="axicabtagene ciloleucel", days_past_goal=-42)


def test_withdrawals(published: Version) -> None:
    rows = ask(published, "withdrawals")
    assert holds(rows, jurisdiction="EU", ended_on=date(2022, 3, 24), granted_on=date(2019, 5, 29), days_on_label=1030)
    assert holds(rows, jurisdiction="EU", ended_on=date(2019, 10, 9), end_reason="commercial")


def test_time_to_earlier_lines(published: Version) -> None:
    rows = ask(published, "to-earlier-lines")
    assert holds(rows, product="axicabtagene ciloleucel", jurisdiction="US", lines_at_first=2, lines_then=1, days=1626)
    assert holds(rows, product="ciltacabtagene autoleucel", jurisdiction="US", lines_then=1, days=767)


def test_complete_responses_add_up(published: Version) -> None:
    rows = ask(published, "complete-responses")
    assert sum(int(str(row["complete_responses"])) for row in rows) > 0
    for row in rows:
        parts = ("approved", "complete_responses", "ended_otherwise", "undecided")
        assert row["begun"] == sum(int(str(row[part])) for part in parts)


def test_shares_of_approvals_add_up(published: Version) -> None:
    shares: dict[tuple[object, object], float] = {}
    for row in ask(published, "approvals-by-pathway"):
        key = (row["agency"], row["year"])
        shares[key] = shares.get(key, 0) + float(str(row["share"]))
    assert shares
    assert all(total == pytest.approx(1, abs=0.03) for total in shares.values())


def test_pending_applications_have_no_decision(published: Version) -> None:
    rows = ask(published, "pending-now", day="2026-03-20")
    assert holds(rows, product="deramiocel", goal_date=date(2026, 8, 22), days_to_goal=155)


def test_diseases_with_an_approved_therapy(published: Version) -> None:
    found = {row["indication_id"]: row for row in ask(published, "treatable-diseases")}
    assert {"mm", "mcl", "scd", "melanoma"} <= set(found)
    assert "ciltacabtagene autoleucel" in str(found["mm"]["products"])


def test_the_companys_word_alone(published: Version) -> None:
    for row in ask(published, "companys-word-alone"):
        for proof in ask(published, "evidence", milestone=str(row["milestone_id"])):
            assert proof["register_entry_id"] is None


def d(text: str) -> date:
    return date.fromisoformat(text)


CHECKED: list[tuple[str, dict[str, str], Row, str]] = [
    (
        "application-history",
        {"product": "obecabtagene"},
        {"jurisdiction": "US", "submitted_on": d("2023-11-27"), "decided_on": d("2024-11-08"), "review_days": 347},
        "https://pipelinereview.com/autolus-therapeutics-submits-biologics-license-application-to-u-s-food-and-drug-administration-for-obecabtagene-autoleucel-obe-cel-for-patients-with-relapsed-refractory-r-r-adult-b-cell-acute-lymphobl/",
    ),
    (
        "application-history",
        {"product": "lifileucel"},
        {"jurisdiction": "EU", "status": "withdrawn", "submitted_on": d("2024-06-28"), "decided_on": d("2025-07-22")},
        "https://www.ema.europa.eu/en/medicines/human/EPAR/amtagvi",
    ),
    (
        "application-history",
        {"product": "tabelecleucel"},
        {"jurisdiction": "US", "status": "complete_response", "complete_responses": 2, "cycles": 2},
        "https://www.beckersoncology.com/?p=313010",
    ),
    (
        "goal-date-against-decision",
        {},
        {"product": "elivaldogene autotemcel", "first_goal_date": d("2022-06-17"), "goal_date": d("2022-09-16")},
        "https://www.thepharmaletter.com/biotech-news/fda-extends-review-times-for-bluebird-bio-s-blas",
    ),
    (
        "goal-date-against-decision",
        {},
        {"product": "betibeglogene autotemcel", "goal_date": d("2022-08-19"), "days_past_goal": -2},
        "https://www.thepharmaletter.com/biotech-news/fda-extends-review-times-for-bluebird-bio-s-blas",
    ),
    (
        "goal-date-against-decision",
        {},
        {"product": "lisocabtagene maraleucel", "goal_date": d("2020-11-16"), "days_past_goal": 81},
        "https://maestrodatabase.com/blog/bristol-myers-squibb-provides-update-on-biologics-license-application-for-lisocabtagene-maraleucel",
    ),
    (
        "goal-date-against-decision",
        {},
        {"product": "exagamglogene autotemcel", "goal_date": d("2024-03-30"), "days_past_goal": -74},
        "https://investorempires.com/crispr-vertex-gene-editing-drug-cleared-for-beta-thalassemia",
    ),
    (
        "goal-date-against-decision",
        {},
        {"product": "delandistrogene moxeparvovec", "first_goal_date": d("2023-05-29"), "goal_date": d("2023-06-22")},
        "http://pharmajournalist.com/amp/sarepta-therapeutics-announces-u-s-fda-acceptance-of-an-efficacy-supplement-to-expand-the-elevidys-indication",
    ),
    (
        "pending-now",
        {"day": "2026-03-20"},
        {"product": "nadofaragene firadenovec", "jurisdiction": "JP", "submitted_on": d("2025-08-27")},
        "https://www.biospace.com/press-releases/ferring-japan-announces-pmda-acceptance-of-nda-filing-for-nadofaragene-firadenovec",
    ),
    (
        "pending-now",
        {"day": "2026-03-20"},
        {"product": "equecabtagene autoleucel", "jurisdiction": "SG", "accepted_on": d("2025-01-29")},
        "https://bloodcancerstoday.com/post/singapore-health-sciences-authority-accepts-nda-for-equecabtagene-autoleucel-for-relapsed-refractory-myeloma",
    ),
    (
        "pending-now",
        {"day": "2026-03-20"},
        {"product": "relmacabtagene autoleucel", "jurisdiction": "CN", "accepted_on": d("2025-05-28")},
        "https://jwtherapeutics.com/en/media/press-release/20250528",
    ),
    (
        "withdrawals",
        {},
        {"product": "darvadstrocel", "ended_on": d("2024-12-13"), "end_reason": "efficacy", "days_on_label": 2457},
        "https://takeda.com/newsroom/statements/2024/takeda-alofisel-update-2024",
    ),
    (
        "withdrawals",
        {},
        {"product": "tonogenchoncel-l", "jurisdiction": "KR", "ended_on": d("2019-07-03"), "end_reason": "quality"},
        "https://www.kmib.co.kr/article/view_amp.asp?arcid=0013456568",
    ),
    (
        "withdrawals",
        {},
        {"product": "fidanacogene elaparvovec", "jurisdiction": "US", "end_reason": "commercial"},
        "https://www.hstong.com/news/detail/25022104300162040",
    ),
    (
        "label-differences",
        {"here": "US", "there": "EU"},
        {"product": "lisocabtagene maraleucel", "disease_here": "mzl", "disease_there": None},
        "https://www.htsyndication.com/pivotal-sources/article/us-fda-approves-first-car-t-cell-therapy-for-marginal-zone-lymphoma-in-the-us/95496881",
    ),
    (
        "label-differences",
        {"here": "US", "there": "EU"},
        {"product": "lisocabtagene maraleucel", "disease_here": "cll", "standing_here": ["accelerated"]},
        "https://www.bnnbloomberg.ca/bristol-myers-wins-fda-approval-of-car-t-for-some-blood-cancers-1.2047151",
    ),
    (
        "label-differences",
        {"here": "US", "there": "EU"},
        {
            "product": "obecabtagene autoleucel",
            "disease_here": "ball",
            "standing_here": ["full"],
            "standing_there": ["conditional"],
        },
        "https://www.itiger.com/hans/news/2537312761",
    ),
    (
        "to-earlier-lines",
        {},
        {"product": "lisocabtagene maraleucel", "jurisdiction": "EU", "then_on": d("2023-05-03"), "days": 394},
        "https://www.industryintel.com/healthcare/news/bristol-myers-squibb-receives-european-commission-approval-for-car-t-cell-therapy-breyanzi-lisocabtagene-maraleucel-for-relapsed-or-refractory-large-b-cell-lymphoma-after-one-prior-therapy-158959351176",
    ),
    (
        "late-filing-or-slow-review",
        {},
        {"product": "ciltacabtagene autoleucel", "jurisdiction": "JP", "lag_days": 124, "filed_later_days": 221},
        "https://medical.jiji.com/news/49015",
    ),
    (
        "on-the-label",
        {"day": "2022-03-01"},
        {"product": "lisocabtagene maraleucel", "jurisdiction": "CH", "granted_on": d("2022-02-28")},
        "https://swissmedic.ch/swissmedic/en/home/about-us/publications/public-summary-swiss-par/public-summary-swiss-par-breyanzi.html",
    ),
    (
        "conditional-to-full",
        {},
        {"product": "obecabtagene autoleucel", "jurisdiction": "GB", "granted_as": "conditional", "fate": "stands so"},
        "https://pmlive.com/pharma_news/mhra-approves-autolus-therapeutics-aucatzyl-to-treat-acute-lymphoblastic-leukaemia",
    ),
    (
        "conditional-to-full",
        {},
        {
            "product": "ciltacabtagene autoleucel",
            "jurisdiction": "CA",
            "granted_as": "conditional",
            "fate": "stands so",
        },
        "https://dhpp.hpfb-dgpsa.ca/review-documents/resource/RDS1697043337700",
    ),
    (
        "conditional-to-full",
        {},
        {"product": "HeartSheet", "jurisdiction": "JP", "granted_on": d("2015-09-18"), "fate": "ended"},
        "https://biomedcentral-stemcellres.publicaciones.saludcastillayleon.es/articles/10.1186/s13287-025-04343-0/tables/3",
    ),
    (
        "conditional-to-full",
        {},
        {"product": "idecabtagene vicleucel", "jurisdiction": "EU", "fate": "no longer conditional"},
        "https://www.ema.europa.eu/en/medicines/human/EPAR/abecma",
    ),
    (
        "conditional-to-full",
        {},
        {"product": "ciltacabtagene autoleucel", "jurisdiction": "EU", "register_on": d("2026-03-14")},
        "https://www.ema.europa.eu/en/medicines/human/EPAR/carvykti",
    ),
    (
        "conditional-to-full",
        {},
        {"product": "brexucabtagene autoleucel", "jurisdiction": "EU", "fate": "stands so"},
        "https://www.ema.europa.eu/en/medicines/human/EPAR/tecartus",
    ),
    (
        "product-history",
        {"product": "Tecartus"},
        {"jurisdiction": "CH", "milestone_type": "approval", "event_date": d("2021-08-25")},
        "https://swissmedic.ch/swissmedic/en/home/about-us/publications/public-summary-swiss-par/public-summary-swiss-par-tecartus.html",
    ),
    (
        "product-history",
        {"product": "Breyanzi"},
        {"jurisdiction": "EU", "milestone_type": "approval", "event_date": d("2025-11-24")},
        "https://www.monexa.ai/blog/bmy-2025-11-27-breyanzi-eu-mantle-cell-lymphoma-approval",
    ),
    (
        "designations-held",
        {"product": "Fucaso"},
        {"jurisdiction": "SA", "designation": "ORPHAN", "granted_on": d("2025-05-09")},
        "https://www.finanzen.net/nachricht/aktien/iaso-bio-receives-orphan-drug-designation-from-the-saudi-food-and-drug-authority-for-equecabtagene-autoleucel-14466820",
    ),
    (
        "steps-in-disease",
        {"disease": "MONDO:0005062"},
        {
            "product": "lisocabtagene maraleucel",
            "jurisdiction": "CH",
            "event_date": d("2026-02-19"),
            "mondo_id": "MONDO:0018876",
        },
        "https://www.swissmedic.ch/swissmedic/en/home/about-us/publications/public-summary-swiss-par/public-summary-swiss-par-breyanzi-02.html",
    ),
    (
        "treatable-diseases",
        {},
        {"indication_id": "scd", "first_approval": d("2023-11-16")},
        "https://bigmoleculewatch.com/2023/11/16/uk-authorizes-world-first-gene-therapy-from-vertex-and-crispr-therapeutics-for-blood-disorders/?highlight=vertex",
    ),
    (
        "register-conflicts",
        {},
        {"product": "delandistrogene moxeparvovec", "best_date": d("2023-06-22"), "agreement": "conflict"},
        "https://www.fda.gov/vaccines-blood-biologics/tissue-tissue-products/elevidys",
    ),
]
"""Rows that were compared with the page that is named beside them: question, its parameters, cells, address."""


@pytest.mark.parametrize(
    ("question", "parameters", "cells", "source"),
    CHECKED,
    ids=[f"{question}-{number}" for number, (question, *_) in enumerate(CHECKED)],
)
def test_rows_that_were_compared_with_their_source(
    published: Version, question: str, parameters: dict[str, str], cells: Row, source: str
) -> None:
    assert holds(ask(published, question, **parameters), **cells), source


COMPLETE_RESPONSES = {
    ("sipuleucel-T", "2007-05"),
    ("azficel-T", "2009-12"),
    ("Rethymic", "2019-12"),
    ("valoctocogene roxaparvovec", "2020-08"),
    ("remestemcel-L", "2020-10"),
    ("remestemcel-L", "2023-08"),
    ("prademagene zamikeracel", "2024-04"),
    ("marnetegragene autotemcel", "2024-06"),
    ("tabelecleucel", "2025-01"),
    ("rebisufligene etisparvovec", "2025-07"),
    ("deramiocel", "2025-07"),
    ("vusolimogene oderparepvec", "2025-07"),
    ("tabelecleucel", "2026-01"),
    ("clemidsogene lanparvovec", "2026-02"),
    ("vusolimogene oderparepvec", "2026-04"),
}
"""Letters of the FDA that the trade press tells of; each product and month was looked up."""


def test_known_complete_responses_are_here(published: Version) -> None:
    with duckdb.connect(published.database, read_only=True) as connection:
        found = connection.sql(
            "SELECT lower(product), strftime(event_date, '%Y-%m') FROM milestones"
            " WHERE milestone_type = 'complete_response' AND jurisdiction = 'US'"
        ).fetchall()
    assert {(product.lower(), month) for product, month in COMPLETE_RESPONSES} <= set(found)


def test_no_application_tells_an_unlawful_life_without_a_reason(published: Version) -> None:
    mended = {
        "JACC",
        "lisocabtagene maraleucel",
        "nadofaragene firadenovec",
        "tabelecleucel",
        "valoctocogene roxaparvovec",
    }
    assert not mended & {row["product"] for row in ask(published, "unlawful-sequences")}


def test_a_decision_is_compared_with_the_goal_date_of_its_own_cycle(published: Version) -> None:
    """The third review of remestemcel-L ended 504 days after the goal date of its second."""
    rows = ask(published, "goal-date-against-decision")
    assert not holds(rows, product="remestemcel-L", goal_date=d("2023-08-02"))
    assert not [row for row in rows if row["agency"] == "EMA"]


def test_first_approvals_of_the_first_car_ts_name_their_disease(published: Version) -> None:
    rows = ask(published, "on-the-label", day="2018-01-01")
    assert holds(rows, product="tisagenlecleucel", jurisdiction="US", indication="acute lymphoblastic leukaemia")
    assert any(
        row["product"] == "axicabtagene ciloleucel"
        and row["jurisdiction"] == "US"
        and "large B-cell lymphoma" in str(row["indication"])
        for row in rows
    )


LIVES_AFTER = [
    ("lisocabtagene", "CH", "approval", d("2022-02-28")),
    ("lisocabtagene", "US", "approval", d("2024-03-14")),
    ("lisocabtagene", "EU", "approval", d("2023-05-03")),
    ("ciltacabtagene", "CH", "approval", d("2022-08-08")),
    ("ciltacabtagene", "EU", "submission", d("2023-05-25")),
    ("ciltacabtagene", "CA", "approval", d("2024-01-01")),
    ("exagamglogene", "US", "approval", d("2026-07-01")),
    ("tabelecleucel", "US", "resubmission", d("2025-07-11")),
    ("obecabtagene", "EU", "approval", d("2025-07-17")),
    ("betibeglogene", "US", "clinical_hold", d("2021-02-01")),
    ("nadofaragene", "JP", "acceptance", d("2025-09-11")),
]


@pytest.mark.parametrize(("product", "jurisdiction", "kind", "day"), LIVES_AFTER)
def test_later_steps_of_the_lives(published: Version, product: str, jurisdiction: str, kind: str, day: date) -> None:
    rows = ask(published, "product-history", product=product)
    assert holds(rows, jurisdiction=jurisdiction, milestone_type=kind, event_date=day)
