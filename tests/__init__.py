"""Tests: unit, property, golden documents, poison rows, definitions, end to end, browser."""
