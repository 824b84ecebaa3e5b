"""Safe reading of the file formats in which registers come: rows of cells, whatever the file.

What belongs here: bytes to numbered rows of text, and the refusal of files that could harm. What does not: the meaning
of a column.
"""
