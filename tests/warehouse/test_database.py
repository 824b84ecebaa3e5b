"""What stands in `milestones.duckdb` and in the Parquet files."""

from __future__ import annotations

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline.warehouse.versions import Version
from schemas.declaration import Table
from schemas.tables import TABLES


@pytest.fixture(scope="module")
def connection(published: Version) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(published.database, read_only=True)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_comments_and_keys(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    described = connection.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table.name]
    ).fetchall()
    assert described == [(column.name, column.description) for column in table.columns]
    constraints = connection.execute(
        "SELECT constraint_type, constraint_column_names FROM duckdb_constraints() WHERE table_name = ?", [table.name]
    ).fetchall()
    assert ("PRIMARY KEY", list(table.key)) in constraints
    keys = {columns[0] for kind, columns in constraints if kind == "FOREIGN KEY"}
    assert keys == {column.name for column, target in table.foreign_keys if target.table != table.name}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_parquet_describes_itself(published: Version, table: Table) -> None:
    schema = pq.read_schema(published.path / "parquet" / f"{table.name}.parquet")
    assert schema.metadata
    assert schema.metadata[b"description"].decode() == table.description
    assert {field.name: (field.metadata or {})[b"description"].decode() for field in schema} == {
        column.name: column.description for column in table.columns
    }


def test_storage_version_opens_in_every_duckdb_1(connection: duckdb.DuckDBPyConnection) -> None:
    tags = connection.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchone()
    assert tags is not None
    assert tags[0]["storage_version"].startswith("v1.0.0")


def test_every_milestone_is_cited_once(connection: duckdb.DuckDBPyConnection) -> None:
    counts = connection.execute(
        "SELECT count(*), count(DISTINCT milestone_id), count(quote), (SELECT count(*) FROM milestones)"
        " FROM cited_milestones"
    ).fetchone()
    assert counts is not None
    assert len(set(counts)) == 1


def test_product_is_found_by_any_name(connection: duckdb.DuckDBPyConnection) -> None:
    for name in ("Kymriah", "KYMRIAH®", "ctl-019", "tisa-cel", "tisagenlecleucel", "替沙仑赛"):
        found = connection.execute("SELECT product_id FROM product_named(?)", [name]).fetchall()
        assert found == [("tisa-cel",)], name
    assert connection.execute("SELECT product_id FROM product_named('Exagamglogene')").fetchall() == [("exa-cel",)]
