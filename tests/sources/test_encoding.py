"""From bytes to text: nothing is guessed that does not read cleanly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.encoding import decode
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

PRINTABLE = st.characters(exclude_categories=("Cc", "Cs"))


@given(st.text(PRINTABLE))
def test_utf_8_is_taken_as_it_is(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@given(st.text(PRINTABLE, min_size=1))
def test_byte_order_marks_are_believed(text: str) -> None:
    assert decode(b"\xff\xfe" + text.encode("utf-16-le")) == text
    assert decode(b"\xfe\xff" + text.encode("utf-16-be")) == text
    assert decode(b"\xef\xbb\xbf" + text.encode()) == text


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    text = decoded(data)
    if isinstance(text, RefusedError):
        assert text.reason in {RejectionReason.ENCODING, RejectionReason.BINARY}
        assert text.mend
    else:
        text.encode()
        assert "\r" not in text
        assert "\x00" not in text


def decoded(data: bytes) -> str | RefusedError:
    try:
        return decode(data)
    except RefusedError as refused:
        return refused


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Pharma’s “first” CAR-T — approved in Zürich. The café told Société Générale so, in plain English."),
        ("gb18030", "国家药品监督管理局批准了阿基仑赛注射液用于治疗复发或难治性大B细胞淋巴瘤成人患者。"),
        ("shift_jis", "厚生労働省は再生医療等製品の製造販売を承認したと発表した。条件及び期限付承認である。"),
    ],
)
def test_legacy_encodings_are_read_where_they_read_cleanly(encoding: str, text: str) -> None:
    assert decode((text * 5).encode(encoding)) == text * 5


def test_broken_utf_8_is_refused_with_its_line() -> None:
    with pytest.raises(RefusedError) as caught:
        decode("first line\nApproval of 奕凯达 ".encode() + b"\xff\xfe\xfa" + "、复发".encode())
    assert (caught.value.reason, caught.value.field) == (RejectionReason.ENCODING, "line 2")
    assert "UTF-8" in caught.value.mend


def test_line_ends_become_single_line_feeds() -> None:
    assert decode(b"one\r\ntwo\rthree\n") == "one\ntwo\nthree\n"
