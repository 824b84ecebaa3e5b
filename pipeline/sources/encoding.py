"""From bytes to text."""

from __future__ import annotations

import unicodedata

from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

_LEGACY_ENCODINGS = ["cp1252", "utf_16", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_WESTERN_SIGNS = set("‘’“”‚„–—…•·®™©€£§°±²³µ×½¼¾ªº«»¿¡\u00a0\u00ad")
_CONTROLS_OF_TEXT = set("\t\n\r\f\v")
_MOST_CHAOS = 5.0


def decode(data: bytes) -> str:
    """Return the text of a file, its line ends as single line feeds.

    UTF-8 is taken as it is. Other bytes are accepted only when they read cleanly in a legacy encoding; text that is
    UTF-8 but for some broken bytes is refused rather than guessed at.

    Raises:
        RefusedError: `BINARY` when the bytes hold control characters, `ENCODING` when no encoding reads them cleanly.
    """
    text = _decoded(data)
    if any(unicodedata.category(character) == "Cc" and character not in _CONTROLS_OF_TEXT for character in set(text)):
        raise RefusedError(
            RejectionReason.BINARY, "name the file by what it is (.pdf, .html), or save it as plain text"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _strict(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            mend = "name the file by what it is (.pdf, .html), or save it as plain text"
            raise RefusedError(RejectionReason.BINARY, mend) from error
        return _legacy(data, error)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(data, error) from error


def _legacy(data: bytes, error: UnicodeDecodeError) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 (slow to import, seldom needed)

    best = from_bytes(data, cp_isolation=_LEGACY_ENCODINGS).best()
    if best is None or best.percent_chaos > _MOST_CHAOS:
        raise _broken(data, error)
    text = data.decode(best.encoding, errors="replace")
    if "\ufffd" in text or (best.encoding == "cp1252" and not _is_western(text)):
        raise _broken(data, error)
    return text


def _is_western(text: str) -> bool:
    """Tell whether every character beyond ASCII is one that Western European prose uses."""
    return all(
        character.isascii() or character in _WESTERN_SIGNS or (character.isalpha() and character not in "ÿþÐðÞ")
        for character in set(text)
    )


def _broken(data: bytes, error: UnicodeDecodeError) -> RefusedError:
    line = data.count(b"\n", 0, error.start) + 1
    return RefusedError(
        RejectionReason.ENCODING,
        "save the file as UTF-8",
        field=f"line {line}",
        value=data[error.start : error.start + 8].hex(" "),
    )
