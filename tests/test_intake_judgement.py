"""What becomes of a record: by DuckDB, by PostgreSQL, by Spark and by plain Python, the same to the last digit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import ibis
import pytest
from engines import answer, arrow, duckdb_rows, registered
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import DAYS, IN_TIME, Row, expected, rows

from kvartalsbog.intake.judgement import Fate, month_of
from kvartalsbog.quarter import Month


@pytest.fixture(scope="module")
def duckdb() -> Iterator[Any]:
    connection = ibis.duckdb.connect()
    yield connection
    connection.disconnect()


MAPPINGS = {"days": DAYS, "in time": IN_TIME}


@pytest.mark.parametrize("name", MAPPINGS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_duckdb_does_what_plain_python_does(duckdb: Any, name: str, data: st.DataObject) -> None:
    mapping = MAPPINGS[name]
    records = data.draw(rows(mapping, most=50))
    table = registered(duckdb, arrow(records, mapping))
    assert answer(duckdb, table, mapping, duckdb_rows(duckdb)) == expected(records, mapping)


CASES: dict[str, tuple[Row, Fate, str]] = {
    "kept": ({}, Fate.KEPT, ""),
    "kept by name": ({"kreds": " Nordjyllands Politi "}, Fate.KEPT, ""),
    "kept on the leap day": ({"anmeldt": "29-02-2024", "afgjort": "1.3.2024"}, Fate.KEPT, ""),
    "no key": ({"nr": None}, Fate.NO_KEY, "nr"),
    "type left out before its dates are read": ({"type": "ATK", "afgjort": "i går"}, Fate.TYPE_LEFT_OUT, ""),
    "unknown type": ({"type": "Straf"}, Fate.UNKNOWN_TYPE, "type"),
    "unknown district": ({"kreds": "Fyn"}, Fate.UNKNOWN_DISTRICT, "kreds"),
    "no date": ({"anmeldt": ""}, Fate.NO_DATE, "anmeldt"),
    "a day that is none": ({"afgjort": "2024-02-30"}, Fate.UNREADABLE_DATE, "afgjort"),
    "a time of day": ({"afgjort": "2024-03-01 12:30"}, Fate.UNREADABLE_DATE, "afgjort"),
    "decided before reported": ({"anmeldt": "2024-03-02", "afgjort": "2024-03-01"}, Fate.END_BEFORE_START, "afgjort"),
    "before since": ({"anmeldt": "2024-01-01", "afgjort": "2024-01-31"}, Fate.BEFORE_SINCE, ""),
    "after the quarter": ({"afgjort": "2024-07-01"}, Fate.IN_THE_FUTURE, "afgjort"),
}


@pytest.mark.parametrize("case", CASES)
def test_every_fate(duckdb: Any, case: str) -> None:
    change, fate, column = CASES[case]
    row: Row = {"nr": "1", "kreds": "nord", "type": "STRAF", "anmeldt": "2024-02-01", "afgjort": "2024-03-01", **change}
    table = registered(duckdb, arrow([row], DAYS))
    assert answer(duckdb, table, DAYS, duckdb_rows(duckdb))[1] == Counter({(fate.value, column): 1})
    assert expected([row], DAYS)[1] == Counter({(fate.value, column): 1})


def test_the_first_of_two_with_one_key_is_kept(duckdb: Any) -> None:
    row: Row = {"nr": "1", "kreds": "nord", "sendt": "2024-04-01", "frist": "2024-04-09", "svar": "2024-04-09"}
    table = registered(duckdb, arrow([row, {**row, "svar": ""}], IN_TIME))
    sums, told = answer(duckdb, table, IN_TIME, duckdb_rows(duckdb))
    assert sums == {("nord", 2024 * 12 + 4): (1, 1)}
    assert told == Counter({(Fate.KEPT.value, ""): 1, (Fate.REPEATED_KEY.value, "nr"): 1})


def test_a_month_is_told_by_its_number() -> None:
    assert [month_of(2024 * 12 + n) for n in (1, 6, 12)] == [Month(2024, 1), Month(2024, 6), Month(2024, 12)]
