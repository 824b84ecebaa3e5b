"""The EMA's table of orphan designations."""
