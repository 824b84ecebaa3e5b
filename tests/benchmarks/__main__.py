"""Runs the benchmarks of this package and prints their figures as they come."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import platform
import sys
from collections.abc import Sequence

from tests import benchmarks
from tests.benchmarks import Unavailable


def names() -> list[str]:
    """Return the benchmarks of the package, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmarks named, else all of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("module", nargs="*", help=f"which to run, of {', '.join(names())} [default: all]")
    wanted = parser.parse_args(arguments).module or names()
    if unknown := set(wanted) - set(names()):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    write(f"Python {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    for name in wanted:
        write(f"\n{name}")
        try:
            for figure in importlib.import_module(f"tests.benchmarks.{name}").figures():
                write(f"  {figure.name:<56}{figure.value:>12,.3f} {figure.unit}")
        except Unavailable as lacking:
            write(f"  not measured: {lacking}")


def write(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
