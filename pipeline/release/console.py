"""The SQL console of the page: DuckDB-Wasm, taken from npm packages when a release is built.

DuckDB-Wasm fetches its own reader of Parquet from elsewhere when it is first needed; a page that loads nothing from
elsewhere reads the files by parquet-wasm and hands them on as Arrow.

The packages are pinned by version and by the integrity hash of the registry. Where npm is absent or cannot fetch them
the page is built without the console, and says why.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from schemas.tables import RELEASE_TABLES

_TIMEOUT = 300
_IMPORT_OF_ARROW = re.compile(rb'import\*as (\w+) from"apache-arrow"')


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package, pinned, and the files that the console takes from it: path in the package to name in `assets`."""

    name: str
    version: str
    integrity: str
    files: Mapping[str, str]

    @property
    def tarball(self) -> str:
        """File name that `npm pack` gives it."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


PACKAGES = (
    Package(
        "@duckdb/duckdb-wasm",
        "1.32.0",
        "sha512-IewXTNYEjsZCPE9weUWgtjGxUlMRo7qhX0GF6tq/KjK8bnY+RAl4cyUdYUfcdzbyb4b9ZxPC+FOsCcxgaKFWMg==",
        {
            "package/dist/duckdb-browser.mjs": "duckdb.js",
            "package/dist/duckdb-browser-eh.worker.js": "duckdb.worker.js",
            "package/dist/duckdb-eh.wasm": "duckdb.wasm",
        },
    ),
    Package(
        "apache-arrow",
        "17.0.0",
        "sha512-X0p7auzdnGuhYMVKYINdQssS4EcKec9TCXyez/qtJt32DrIMGbzqiaMiQ0X6fQlQpw8Fl0Qygcv4dfRAr5Gu9Q==",
        {
            "package/Arrow.es2015.min.js": "arrow.js",
            "package/LICENSE.txt": "arrow.LICENSE.txt",
            "package/NOTICE.txt": "arrow.NOTICE.txt",
        },
    ),
    Package(
        "parquet-wasm",
        "0.8.0",
        "sha512-AunZLpYYHPQCzDzeIKOO3e/p3Uqo8+DGyfEVofhlIIn/bk3EuOFJkDXlswSKDDSWOaZRv6bHrob/XynUDKmceg==",
        {
            "package/esm/parquet_wasm.js": "parquet.js",
            "package/esm/parquet_wasm_bg.wasm": "parquet.wasm",
            "package/LICENSE_MIT": "parquet.LICENSE.txt",
        },
    ),
)


class NoConsoleError(Exception):
    """Raised when the packages cannot be had; says why."""


@dataclass(frozen=True, slots=True)
class Console:
    """The files of the console by name, or why there are none."""

    files: Mapping[str, bytes]
    absent: str = ""

    @property
    def present(self) -> bool:
        """Whether the page has a console."""
        return bool(self.files)

    @property
    def megabytes(self) -> int:
        """What the browser loads when the console is started, in megabytes."""
        return round(sum(map(len, self.files.values())) / 1_000_000)

    def write(self, folder: Path) -> None:
        """Write the files, and the names of the tables with the SQL that makes views and macros over them."""
        if not self.present:
            return
        folder.mkdir(parents=True)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
        views = files("pipeline.warehouse").joinpath("sql", "views.sql").read_text(encoding="utf-8")
        described = {"tables": [table.name for table in RELEASE_TABLES], "views": views}
        (folder / "console.json").write_text(json.dumps(described, ensure_ascii=False) + "\n", encoding="utf-8")


def fetch_console(cache: Path) -> Console:
    """Return the console, from the cache where it holds the pinned packages, else through npm; or why there is none."""
    try:
        taken: dict[str, bytes] = {}
        for package in PACKAGES:
            taken |= _files(package, _tarball(package, cache))
        return Console(_joined(taken))
    except NoConsoleError as error:
        return Console({}, str(error))


def _joined(taken: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files as the page loads them: DuckDB's module takes Arrow from the script loaded before it."""
    module, replaced = _IMPORT_OF_ARROW.subn(rb"const \1=globalThis.Arrow", taken["duckdb.js"])
    if not replaced:
        raise NoConsoleError("DuckDB's module does not import Arrow as it is known to")
    return {**taken, "duckdb.js": module}


def _tarball(package: Package, cache: Path) -> Path:
    kept = cache / package.tarball
    if kept.exists() and _integrity(kept) == package.integrity:
        return kept
    npm = shutil.which("npm")
    if npm is None:
        raise NoConsoleError("npm was not found where it was built")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        command = [npm, "pack", f"{package.name}@{package.version}", "--ignore-scripts", "--silent"]
        try:
            subprocess.run(command, cwd=scratch, check=True, capture_output=True, timeout=_TIMEOUT)  # noqa: S603
        except (OSError, subprocess.SubprocessError) as error:
            raise NoConsoleError(f"npm could not fetch {package.name} {package.version}") from error
        got = Path(scratch) / package.tarball
        if not got.exists() or _integrity(got) != package.integrity:
            raise NoConsoleError(f"{package.name} {package.version} is not the package that is pinned")
        got.replace(kept)
    return kept


def _integrity(path: Path) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


def _files(package: Package, tarball: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with tarfile.open(tarball) as archive:
        for path, name in package.files.items():
            member = archive.extractfile(path)
            if member is None:
                raise NoConsoleError(f"{package.name} {package.version} has no {path}")
            found[name] = member.read()
    return found
