"""ZIP archives of tables: their members, without trusting what the archive says of its size."""

from __future__ import annotations

import io
import zipfile

from pipeline.sources.registers.limits import MOST_MEMBERS, MOST_RATIO, MOST_UNPACKED_BYTES
from pipeline.sources.rejection import RefusedError
from schemas.vocabulary import RejectionReason

_SMALL_MEMBER = 2**20


def opened(data: bytes) -> zipfile.ZipFile:
    """Return the archive once its members are known to be harmless in number and size.

    Raises:
        RefusedError: `WRONG_CONTENT` where it is none, `UNSAFE` for bombs, `TRUNCATED` where it is not whole.
    """
    if not data.startswith(b"PK"):
        raise RefusedError(RejectionReason.WRONG_CONTENT, "no ZIP or XLSX file: save it anew from the register")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise not_whole(error) from error
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise unsafe(f"{len(members)} members", "members")
    if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        raise unsafe(f"unpacks to more than {MOST_UNPACKED_BYTES // 2**20} MB", "size")
    for member in members:
        if member.file_size > _SMALL_MEMBER and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise unsafe("packed beyond any table's ratio", member.filename)
        if member.flag_bits & 1:
            raise RefusedError(RejectionReason.ENCRYPTED, "save it without a password", value=member.filename)
    return archive


def members(data: bytes, *names: str) -> dict[str, bytes]:
    """Return the named members of an archive, wherever in it they lie.

    Raises:
        RefusedError: as `opened`; `UNKNOWN_LAYOUT` where one is missing.
    """
    with opened(data) as archive:
        inside = {member.filename.rpartition("/")[2].lower(): member for member in archive.infolist()}
        missing = [name for name in names if name not in inside]
        if missing:
            mend = "pack the files of the register as it names them"
            raise RefusedError(RejectionReason.UNKNOWN_LAYOUT, mend, field="members", value=", ".join(missing))
        try:
            return {name: archive.read(inside[name]) for name in names}
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise not_whole(error) from error


def unsafe(what: str, field: str) -> RefusedError:
    """Return the refusal of something that could harm."""
    mend = f"{what}: save the plain table anew, from the register itself"
    return RefusedError(RejectionReason.UNSAFE, mend, field=field, value=what)


def not_whole(error: Exception) -> RefusedError:
    """Return the refusal of a damaged archive."""
    return RefusedError(
        RejectionReason.TRUNCATED, "download the file again, it is not whole", value=" ".join(str(error).split())
    )
