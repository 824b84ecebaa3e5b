"""The Dagster UI and the page of a release in a real browser."""
