"""The command line, on top of everything else.

What belongs here: arguments, what is printed, exit status. What does not: logic. Heavy packages are imported by the
command that needs them, so that `--help`, `extract` and `query` start at once.
"""

from pipeline.cli.commands import main

__all__ = ["main"]
