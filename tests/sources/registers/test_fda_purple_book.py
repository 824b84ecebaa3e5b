"""The Purple Book: the real file, and the shape with a preamble."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.sources.registers.entry import Entry
from schemas.vocabulary import MilestoneType, RejectionReason
from tests.sources.registers.conftest import Drop, register_in

REAL = "fda/purplebook.2025-05.csv"


def first_approvals(entries: tuple[Entry, ...]) -> dict[str, str | None]:
    return {
        entry.record.record_id: entry.fact.when.iso() if entry.fact.when else None
        for entry in entries
        if entry.fact.milestone_type is MilestoneType.APPROVAL
    }


def test_real_file_to_the_row(register_file: Callable[[str], bytes], drop: Drop) -> None:
    capture = drop.capture("fda_purple_book", register_file(REAL), "may.csv")
    assert capture.whole
    assert capture.rows == 6279
    dates = first_approvals(capture.entries)
    assert len(dates) >= 41
    assert dates["125646"] == "2017-08-30"
    assert dates["125736"] == "2021-03-03"  # wrong in the register itself; kept as it is
    revoked = [e for e in capture.entries if e.fact.milestone_type is MilestoneType.AUTHORISATION_WITHDRAWAL]
    assert [(entry.record.names[0], entry.fact.when) for entry in revoked] == [("StrataGraft", None)]


def made_file(*rows: str, head: str = "") -> bytes:
    columns = register_in("fda_purple_book").metadata.layouts["table"].columns
    return ("\ufeff" + head + "\n".join([",".join(columns), *rows]) + "\n").encode()


def made_row(**cells: str) -> str:
    columns = register_in("fda_purple_book").metadata.layouts["table"].columns
    usual = {
        "BLA Number": "125646",
        "Proprietary Name": "Kymriah",
        "Proper Name": "tisagenlecleucel",
        "Licensure": "Licensed",
        "Approval Date": "30-Aug-17",
        "Submission Type": "Original",
        "Center": "CBER",
    }
    return ",".join(f'"{ {**usual, **cells}.get(column, "") }"' for column in columns)


def test_the_register_stands_below_the_last_header(drop: Drop) -> None:
    header = ",".join(register_in("fda_purple_book").metadata.layouts["table"].columns)
    changes = made_row(**{"Approval Date": "July 23, 1986", "BLA Number": "999999"})
    preamble = f"Purple Book Monthly Historical Data Changes Report - August 2026,,,,\n,,,,\n{header}\n{changes}\n,,,\n"
    capture = drop.capture("fda_purple_book", made_file(made_row(), head=preamble), "august.csv")
    assert capture.rows == 1
    assert first_approvals(capture.entries) == {"125646": "2017-08-30"}


def test_a_new_presentation_is_no_approval(drop: Drop) -> None:
    later = made_row(**{"Approval Date": "1-May-18", "Submission Type": "Supplement"})
    capture = drop.capture("fda_purple_book", made_file(made_row(), later), "x.csv")
    assert first_approvals(capture.entries) == {"125646": "2017-08-30"}


def test_two_digit_years_keep_their_century(drop: Drop) -> None:
    old = made_row(**{"Approval Date": "23-Jul-86"})
    assert first_approvals(drop.capture("fda_purple_book", made_file(old), "x.csv").entries) == {"125646": "1986-07-23"}


def test_unknown_values_are_refused_with_their_row(drop: Drop) -> None:
    poison = {"Center": "CDRH", "Licensure": "Suspended", "Submission Type": "Extension", "Approval Date": "2017-08-30"}
    for column, value in poison.items():
        capture = drop.capture("fda_purple_book", made_file(made_row(), made_row(**{column: value})), "x.csv")
        assert not capture.whole
        assert capture.entries == ()
        (refused,) = capture.rejections
        assert (refused.row, refused.field, refused.value) == (3, column, value)
        assert refused.reason in {RejectionReason.UNKNOWN_VALUE, RejectionReason.DATE_FORM}
        assert refused.mend
