"""The same records on a real PostgreSQL server and on Spark: the same readings as DuckDB and plain Python, to the last digit."""

from __future__ import annotations

from typing import Any

import pytest
from engines import answer, arrow, duckdb_of, postgres_engine, postgres_table, spark_table
from hypothesis import Phase, given
from hypothesis import strategies as st
from records import DATED, DAYS, IN_TIME, expected, many_rows, mappings, rows

from examples import dear

MAPPINGS = {"days": DAYS, "in time": IN_TIME, "dates in forms": DATED}
pytest_plugins = ("running_engines",)
pytestmark = pytest.mark.xdist_group("engines")


@dear(5, phases=[Phase.explicit, Phase.generate])
@given(data=st.data())
def test_postgresql_and_plain_python_agree_on_any_records_and_mapping(server: str, data: st.DataObject) -> None:
    """As DuckDB and plain Python do: `test_judgement.py`."""
    mapping = data.draw(mappings())
    records = data.draw(rows(mapping, most=60))
    told = expected(records, mapping)
    postgres_table(server, records, mapping)
    with postgres_engine(server) as engine:
        assert answer(engine, mapping) == told


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.parametrize("name", MAPPINGS)
def test_every_engine_gives_the_readings_of_plain_python(server: str, session: Any, name: str) -> None:
    mapping = MAPPINGS[name]
    records = many_rows(mapping, 3000, seed=20240101)
    told = expected(records, mapping)
    assert len(told[0]) >= 12
    assert len(told[1]) >= 8
    assert answer(spark_table(session, records, mapping), mapping) == told
    postgres_table(server, records, mapping)
    with postgres_engine(server) as engine:
        assert answer(engine, mapping) == told
    with duckdb_of(arrow(records, mapping)) as engine:
        assert answer(engine, mapping) == told
