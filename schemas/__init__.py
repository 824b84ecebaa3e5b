"""The tables, columns, enumerations and vocabularies: the only place where a column is declared.

What belongs here: declarations, their projections (pandera, Arrow, DuckDB, dictionary) and validation against them.
What does not: anything that knows where data comes from. This package imports nothing of `pipeline`.
"""
