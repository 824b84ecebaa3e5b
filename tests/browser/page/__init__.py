"""The page of a release in a real browser."""
