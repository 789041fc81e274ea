"""The same records on a real PostgreSQL server and on Spark: the same readings as DuckDB and plain Python, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ibis
import pytest
from engines import (
    answer,
    arrow,
    duckdb_rows,
    postgres,
    postgres_rows,
    postgres_table,
    registered,
    spark,
    spark_rows,
    spark_table,
)
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from records import DAYS, IN_TIME, expected, many_rows, rows

MAPPINGS = {"days": DAYS, "in time": IN_TIME}


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with postgres() as connection:
        yield connection


@pytest.mark.xdist_group("engines")
@pytest.mark.parametrize("name", MAPPINGS)
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(data=st.data())
def test_postgresql_gives_the_readings_of_plain_python(server: Any, name: str, data: st.DataObject) -> None:
    mapping = MAPPINGS[name]
    records = data.draw(rows(mapping, most=60))
    assert answer(server, postgres_table(server, records, mapping), mapping, postgres_rows(server)) == expected(
        records, mapping
    )


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with spark() as connection:
        yield connection


@pytest.mark.xdist_group("engines")
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.parametrize("name", MAPPINGS)
def test_every_engine_gives_the_readings_of_plain_python(server: Any, session: Any, name: str) -> None:
    mapping = MAPPINGS[name]
    records = many_rows(mapping, 3000, seed=20240101)
    told = expected(records, mapping)
    assert len(told[0]) >= 12
    assert len(told[1]) >= 8
    assert answer(session, spark_table(session, records, mapping), mapping, spark_rows(session)) == told
    assert answer(server, postgres_table(server, records, mapping), mapping, postgres_rows(server)) == told
    duckdb = ibis.duckdb.connect()
    assert answer(duckdb, registered(duckdb, arrow(records, mapping)), mapping, duckdb_rows(duckdb)) == told
