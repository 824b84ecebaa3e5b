"""Official registers and lists: what each says of cell and gene therapies, value by value.

What belongs here: one folder per register (its metadata, layouts and closed lists as data in `register.toml`, and where
files of it can be read, its parser), the safe reading of foreign files, scope, and the history of snapshots. What does
not: which step or product an entry is of, and which of two registers is right; that is `pipeline.resolution`'s.

Interpretation is strict: an unknown column, status, flag or form of date is reported with its row, and that file gives
nothing.
"""
