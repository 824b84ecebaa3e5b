"""The third stage: what several documents say of one step becomes one milestone with all its evidence.

What belongs here: linking names to identifiers, joining mentions to steps, choosing among what sources say, and how
far the result is believed. What does not: reading texts (`pipeline.extraction`) or writing files
(`pipeline.warehouse`).
"""
