"""How large a register file may be; beyond that it is refused, before anything of it is held in memory.

The largest known register (Union Register, 17 MB of JSON; Purple Book, 7 MB) stays below a third of each limit.
"""

from __future__ import annotations

MOST_BYTES = 64 * 2**20
"""Bytes of a file."""

MOST_UNPACKED_BYTES = 256 * 2**20
"""Bytes of all members of a spreadsheet, unpacked."""

MOST_RATIO = 200
"""Unpacked to packed bytes of one member of a spreadsheet; XML packs to a tenth or twentieth."""

MOST_MEMBERS = 1_000
"""Members of a spreadsheet."""

MOST_ROWS = 200_000
"""Rows of a table that hold anything."""

MOST_SHEET_ROWS = 1_048_576
"""Number of the last row that a spreadsheet can have; real ones have a stray row there."""

MOST_COLUMNS = 2_000
"""Cells of a row."""

MOST_CELL_CHARACTERS = 100_000
"""Characters of a cell."""

MOST_PROBLEMS = 50
"""Refused rows that are reported of one file; what is beyond them is counted."""
