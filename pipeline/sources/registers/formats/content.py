"""Whether a file is what it is taken for: registers answer with status 200 and an error page."""

from __future__ import annotations

import re

from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

_PAGE = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
_ERROR = re.compile(
    rb"apology|access denied|page not found|request rejected|service unavailable|captcha|enable javascript",
    re.IGNORECASE,
)
_HEAD = 20_000


def refuse_error_page(data: bytes, *, page_expected: bool = False) -> None:
    """Refuse a web page in the place of data, and an error page in the place of a page.

    Raises:
        RefusedError: `EMPTY` or `WRONG_CONTENT`.
    """
    if not data.strip():
        raise RefusedError(RejectionReason.EMPTY, "download the file again")
    error = _ERROR.search(data[:_HEAD])
    if (_PAGE.match(data) and not page_expected) or (error and page_expected and b"<table" not in data.lower()):
        said = error[0].decode() if error else "a web page"
        mend = "the site answered with a page in place of the register: fetch it again later, or by a browser"
        raise RefusedError(RejectionReason.WRONG_CONTENT, mend, value=said)
