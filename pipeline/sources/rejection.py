"""A rejection: what was refused, why, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.vocabulary import RejectionReason

_LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One refused input or row.

    `file` is the path as the user knows it, `row` the line or record number counted from 1 (None for a whole file),
    `value` the failing value, `mend` what to do about it, `sha256` that of the refused bytes where they were read.
    """

    file: str
    row: int | None = None
    field: str | None = None
    value: str | None = None
    reason: RejectionReason
    mend: str
    sha256: str | None = None

    def __post_init__(self) -> None:
        if self.value is not None and len(self.value) > _LONGEST_VALUE:
            object.__setattr__(self, "value", f"{self.value[: _LONGEST_VALUE - 1]}…")

    def line(self) -> str:
        """Return the rejection as one line for a terminal."""
        place = self.file if self.row is None else f"{self.file}, row {self.row}"
        value = "" if self.value is None else f"{self.value!r}"
        what = " ".join(part for part in (self.field, value) if part)
        return f"{place}: {self.reason.meaning}{f' ({what})' if what else ''}; {self.mend}"


class RefusedError(Exception):
    """Raised by readers that do not know which file they read; `at` makes the rejection of it."""

    def __init__(
        self, reason: RejectionReason, mend: str, *, field: str | None = None, value: str | None = None
    ) -> None:
        super().__init__(f"{reason.meaning}; {mend}")
        self.reason = reason
        self.mend = mend
        self.field = field
        self.value = value

    def at(self, file: str, row: int | None = None, sha256: str | None = None) -> Rejection:
        """Return the rejection of that file or row."""
        return Rejection(
            file=file,
            row=row,
            field=self.field,
            value=self.value,
            reason=self.reason,
            mend=self.mend,
            sha256=sha256,
        )
