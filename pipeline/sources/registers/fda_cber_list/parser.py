"""From the list, or the page of one product, to records."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from pipeline.sources.registers.dates import read_day
from pipeline.sources.registers.formats.page import cell_text, page
from pipeline.sources.registers.record import Fact, Identifier, Record
from pipeline.sources.registers.register import Reading, Register
from pipeline.sources.registers.scope import without_suffix
from pipeline.sources.registers.strictness import Problems
from pipeline.sources.rejection import RefusedError
from schemas.partial_date import PartialDate
from schemas.vocabulary import ApplicationType, IdentifierScheme, MilestoneType, RejectionReason

_NAME = re.compile(r"^(?P<trade>[^(]+?)\s*(?:\((?P<proper>[^()\[\]]+)(?:\[(?P<alias>[^\[\]]*)\])?\)?\s*)?$")
_STN = re.compile(r"\bSTN[:\s]*(?:BLA?\s*)?(\d{6}(?:\s*(?:,|and|/|&)\s*\d{6})*)", re.IGNORECASE)
_LETTER = re.compile(r"(?P<day>[A-Z][a-z]+ \d{1,2}, \d{4})\s*[-–]?\s*Approval Letter\b", re.IGNORECASE)
_MARKS = str.maketrans("", "", "™®©")


def parse(register: Register, data: bytes, name: str, problems: Problems) -> Reading:
    """Read the list or a product page; RefusedError where it is neither."""
    del register, name
    root = page(data)
    text = cell_text(root)
    if _STN.search(text):
        record = _product(root, text)
        return Reading(None, 1, (record,))
    rows = [row for table in root.xpath("//table")[:1] for row in table.xpath(".//tr") if row.xpath("./td")]
    if not rows:
        raise RefusedError(RejectionReason.WRONG_CONTENT, "neither the list nor the page of a product")
    records = []
    for number, row in enumerate(rows, start=1):
        with problems.at(number):
            records.append(_listed(number, row))
    return Reading(None, len(records), tuple(records))


def _listed(number: int, row: HtmlElement) -> Record:
    cells = row.xpath("./td")
    if len(cells) != 2:
        mend = f"{len(cells)} cells where name and manufacturer were expected"
        raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, mend, field="row", value=cell_text(row)[:80])
    names = tuple(product_names(cell_text(cells[0])))
    return Record(
        row=number,
        record_id=names[0],
        identifiers=(),
        names=names,
        substance=names[-1] if len(names) > 1 else None,
        company=cell_text(cells[1]) or None,
        flagged=True,
        facts=(_fact("listed", None, None),),
    )


def product_names(written: str) -> Iterator[str]:
    """Yield trade name, proper name and alias of `TRADE (proper name [alias])`, closing brackets or not."""
    match = _NAME.match(" ".join(written.translate(_MARKS).split()))
    if match is None:
        yield written
        return
    yield match["trade"]
    for name in (match["alias"], match["proper"] and match["proper"].strip()):
        if name:
            yield from dict.fromkeys((name, without_suffix(name)))


def _product(root: HtmlElement, text: str) -> Record:
    numbers = re.findall(r"\d{6}", " ".join(_STN.findall(text)))
    heading = root.xpath("//h1")
    names = tuple(product_names(cell_text(heading[0]))) if heading else ()
    if not names:
        raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, "the page has no heading with the name", field="h1")
    letters = [
        (read_day(found["day"], "Month D, YYYY", field="letter"), found["day"]) for found in _LETTER.finditer(text)
    ]
    earliest = min(letters, key=lambda letter: letter[0].first_day, default=(None, None))
    return Record(
        row=1,
        record_id=numbers[0],
        identifiers=tuple(Identifier(IdentifierScheme.BLA, number) for number in dict.fromkeys(numbers)),
        names=names,
        substance=names[-1] if len(names) > 1 else None,
        flagged=True,
        facts=(_fact("earliest approval letter on the page", earliest[1], earliest[0]),),
    )


def _fact(field: str, raw: str | None, when: PartialDate | None) -> Fact:
    return Fact(
        milestone_type=MilestoneType.APPROVAL,
        field=field,
        raw=raw,
        when=when,
        agency="FDA",
        application_type=ApplicationType.BLA,
        supplement=False,
    )
