"""The last stage: checked tables become Parquet files and a DuckDB database, published as one transaction.

What belongs here: writing, publishing, opening and querying the warehouse. What does not: any decision about what a
row says.
"""
