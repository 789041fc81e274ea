"""What becomes of a record: by DuckDB and by plain Python, the same to the last digit, each fate told with its column."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pyarrow as pa
import pytest
from engines import answer, arrow, duckdb_of
from hypothesis import given, settings
from hypothesis import strategies as st
from records import DAYS, IN_TIME, Row, expected, mappings, rows

from kvartalsbog.intake.judgement import Fate, month_of
from kvartalsbog.quarter import Month


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_duckdb_does_what_plain_python_does(data: st.DataObject) -> None:
    mapping = data.draw(mappings())
    records = data.draw(rows(mapping, most=50))
    with duckdb_of(arrow(records, mapping)) as engine:
        assert answer(engine, mapping) == expected(records, mapping)


@settings(max_examples=25, deadline=None)
@given(data=st.data(), kind=st.sampled_from([pa.date32(), pa.timestamp("us"), pa.timestamp("s")]))
def test_dates_that_are_typed_give_what_their_text_gives(data: st.DataObject, kind: pa.DataType) -> None:
    mapping = data.draw(mappings())
    days = st.one_of(
        st.none(), st.dates(date(1700, 1, 1), date(2030, 1, 1)), st.dates(date(2023, 11, 1), date(2024, 8, 1))
    )
    typed = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(mapping.dates, days)), max_size=30))
    others = data.draw(rows(mapping, least=len(typed), most=len(typed)))
    table = arrow(others, mapping)
    for column in mapping.dates:
        cells = pa.array([row[column] for row in typed], pa.date32()).cast(kind)
        table = table.set_column(table.schema.get_field_index(column), column, cells)
    written = [{**other, **{c: str(day) if day else None for c, day in row.items()}} for other, row in zip(others, typed, strict=True)]  # fmt: skip
    with duckdb_of(table) as engine:
        assert answer(engine, mapping) == expected(written, mapping)


CASES: dict[str, tuple[Row, Fate, str]] = {
    "kept": ({}, Fate.KEPT, ""),
    "kept by name": ({"kreds": " Nordjyllands Politi "}, Fate.KEPT, ""),
    "kept on the leap day": ({"anmeldt": "29-02-2024", "afgjort": "1.3.2024"}, Fate.KEPT, ""),
    "kept with a time of day": ({"afgjort": "2024-03-01 12:30"}, Fate.KEPT, ""),
    "kept with a Danish time of day": ({"afgjort": "01-03-2024 23:59:59"}, Fate.KEPT, ""),
    "no key": ({"nr": None}, Fate.NO_KEY, "nr"),
    "type left out before its dates are read": ({"type": "ATK", "afgjort": "i går"}, Fate.TYPE_LEFT_OUT, ""),
    "unknown type": ({"type": "Straf"}, Fate.UNKNOWN_TYPE, "type"),
    "unknown district": ({"kreds": "Fyn"}, Fate.UNKNOWN_DISTRICT, "kreds"),
    "no date": ({"anmeldt": ""}, Fate.NO_DATE, "anmeldt"),
    "a day that is none": ({"afgjort": "2024-02-30"}, Fate.UNREADABLE_DATE, "afgjort"),
    "a time that is none": ({"afgjort": "2024-03-01 24:00"}, Fate.UNREADABLE_DATE, "afgjort"),
    "decided before reported": ({"anmeldt": "2024-03-02", "afgjort": "2024-03-01"}, Fate.END_BEFORE_START, "afgjort"),
    "before since": ({"anmeldt": "2024-01-01", "afgjort": "2024-01-31"}, Fate.BEFORE_SINCE, ""),
    "on the day of since": ({"anmeldt": "2024-01-01", "afgjort": "2024-02-01"}, Fate.BEFORE_SINCE, ""),
    "the day after since": ({"anmeldt": "2024-01-01", "afgjort": "2024-02-02"}, Fate.KEPT, ""),
    "after the quarter": ({"afgjort": "2024-07-01"}, Fate.IN_THE_FUTURE, "afgjort"),
}


@pytest.mark.parametrize("case", CASES)
def test_every_fate(case: str) -> None:
    change, fate, column = CASES[case]
    row: Row = {"nr": "1", "kreds": "nord", "type": "STRAF", "anmeldt": "2024-02-01", "afgjort": "2024-03-01", **change}
    with duckdb_of(arrow([row], DAYS)) as engine:
        assert answer(engine, DAYS)[1] == Counter({(fate.value, column): 1})
    assert expected([row], DAYS)[1] == Counter({(fate.value, column): 1})


def test_the_first_of_two_with_one_key_is_kept() -> None:
    row: Row = {"nr": "1", "kreds": "nord", "sendt": "2024-04-01", "frist": "2024-04-09", "svar": "2024-04-09"}
    with duckdb_of(arrow([row, {**row, "svar": ""}], IN_TIME)) as engine:
        sums, told = answer(engine, IN_TIME)
    assert sums == {("nord", 2024 * 12 + 4): (1, 1)}
    assert told == Counter({(Fate.KEPT.value, ""): 1, (Fate.REPEATED_KEY.value, "nr"): 1})


def test_a_month_is_told_by_its_number() -> None:
    assert [month_of(2024 * 12 + n) for n in (1, 6, 12)] == [Month(2024, 1), Month(2024, 6), Month(2024, 12)]
