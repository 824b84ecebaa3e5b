"""XML: elements one by one, without entities, outside files or networks."""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from pipeline.sources.registers.formats.content import refuse_error_page
from pipeline.sources.registers.limits import MOST_ROWS
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason


def elements(data: bytes, *tags: str) -> Iterator[tuple[int, etree._Element]]:
    """Yield the line and each element with one of the tags, once it is complete; it is emptied afterwards.

    Raises:
        RefusedError: `UNSAFE` for a document type or entities, `TRUNCATED` where the text ends too early, `UNREADABLE`
            for anything else that is no XML.
    """
    refuse_error_page(data)
    plain = data[:4096].replace(b"\x00", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in data.replace(b"\x00", b""):
        raise RefusedError(RejectionReason.UNSAFE, "it declares entities; the register never does", field="DOCTYPE")
    events = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for count, (_, element) in enumerate(events, start=1):
            if count > MOST_ROWS:
                raise RefusedError(RejectionReason.UNSAFE, f"more than {MOST_ROWS} elements", field="rows")
            yield element.sourceline or count, element
            element.clear()
    except etree.XMLSyntaxError as error:
        early = "Premature end" in str(error) or "EndTag" in str(error) or "no element found" in str(error)
        reason = RejectionReason.TRUNCATED if early else RejectionReason.UNREADABLE
        raise RefusedError(reason, "download the file again; it is no whole XML", value=str(error)) from error
