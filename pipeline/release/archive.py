"""Zip files and checksums whose bytes depend on their content alone."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive."""

    name: str
    content: bytes


def write_zip(path: Path, members: Iterable[Member]) -> None:
    """Write the members in the given order, without times or owners: the same members give the same bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            entry = zipfile.ZipInfo(member.name, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, member.content, compresslevel=9)


def archive_folder(folder: Path, path: Path, root: str) -> None:
    """Write every file of the folder into a zip file, below `root`, sorted by name."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    write_zip(path, (Member(f"{root}/{file.relative_to(folder).as_posix()}", file.read_bytes()) for file in files))


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_sums(folder: Path, name: str = "SHA256SUMS") -> None:
    """Write the checksums of every file of the folder, in the form that `sha256sum --check` reads."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file != folder / name)
    lines = [f"{sha256(file)}  {file.relative_to(folder).as_posix()}\n" for file in files]
    (folder / name).write_text("".join(lines), encoding="utf-8")
