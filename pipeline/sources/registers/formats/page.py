"""Web pages and "Excel" exports that are web pages: tables as rows of text, and the page itself."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

from pipeline.sources.registers.formats.content import refuse_error_page
from pipeline.sources.registers.limits import MOST_CELL_CHARACTERS, MOST_COLUMNS, MOST_ROWS
from pipeline.sources.registers.strictness import NumberedRow
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason


def page(data: bytes) -> html.HtmlElement:
    """Return the root of a page; nothing outside it is fetched, no entity is expanded.

    Raises:
        RefusedError: `WRONG_CONTENT` for an error page in place of the register, `UNREADABLE` for anything else.
    """
    refuse_error_page(data, page_expected=True)
    if b"<!ENTITY" in data:
        raise RefusedError(RejectionReason.UNSAFE, "it declares entities: save the page anew", field="DOCTYPE")
    parser = html.HTMLParser(encoding=_encoding(data), huge_tree=False, no_network=True, remove_comments=True)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError(RejectionReason.UNREADABLE, "save the page anew", value=str(error)) from error
    return root


def _encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def table_rows(data: bytes) -> Iterator[NumberedRow]:
    """Yield the rows of all tables of a page, numbered through from 1.

    Raises:
        RefusedError: as `page`; `WRONG_CONTENT` where there is no table, `TRUNCATED` where the last one has no end,
            `UNSAFE` beyond the limits.
    """
    root = page(data)
    rows = root.xpath("//table//tr")
    if not rows:
        raise RefusedError(RejectionReason.WRONG_CONTENT, "the page holds no table: save the register's own page")
    lowered = data.lower()
    if lowered.count(b"<table") > lowered.count(b"</table"):
        raise RefusedError(RejectionReason.TRUNCATED, "save the page again: its table has no end")
    if len(rows) > MOST_ROWS:
        raise RefusedError(RejectionReason.UNSAFE, f"more than {MOST_ROWS} rows", field="rows")
    for number, row in enumerate(rows, start=1):
        cells = row.xpath("./td|./th")
        if len(cells) > MOST_COLUMNS:
            raise RefusedError(RejectionReason.UNSAFE, f"more than {MOST_COLUMNS} columns", field="columns")
        yield number, [cell_text(cell) for cell in cells]


def cell_text(cell: html.HtmlElement) -> str:
    """Return the text of an element, line breaks as spaces."""
    for mark in cell.xpath(".//sup"):
        mark.drop_tree()
    text = " ".join(" ".join(cell.itertext()).split())
    if len(text) > MOST_CELL_CHARACTERS:
        raise RefusedError(RejectionReason.UNSAFE, f"a cell of {len(text)} characters", field="cell")
    return text
