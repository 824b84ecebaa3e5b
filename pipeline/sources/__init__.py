"""The first stage: what came from outside, read into typed rows.

What belongs here: files and their formats, encodings and dates as written, reference tables, provenance, and the
refusal of what cannot be believed. What does not: the meaning of a text, which is `pipeline.extraction`'s.
"""
