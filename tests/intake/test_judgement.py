"""What becomes of a record: by DuckDB and by plain Python, the same to the last digit, each fate told with its column."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pyarrow as pa
from engines import answer, arrow, duckdb_of
from hypothesis import given
from hypothesis import strategies as st
from records import DAYS, IN_TIME, VALUE, YES_NO, Row, expected, mappings, question_of, rows

from examples import dear
from kvartalsbog.intake.records.engines import lookups
from kvartalsbog.intake.records.fates import fates
from kvartalsbog.intake.records.judgement import judge
from kvartalsbog.intake.records.mapping import ROW, SeriesMapping
from kvartalsbog.intake.records.outcome import Fate
from kvartalsbog.periods import Month


@dear(6)  # an example costs its question to the engine, whatever it has of rows
@given(data=st.data())
def test_duckdb_does_what_plain_python_does(data: st.DataObject) -> None:
    mapping = data.draw(mappings())
    records = data.draw(rows(mapping, most=120))
    with duckdb_of(arrow(records, mapping)) as engine:
        assert answer(engine, mapping) == expected(records, mapping)


@dear(6)
@given(data=st.data(), kind=st.sampled_from([pa.date32(), pa.timestamp("us"), pa.timestamp("s")]))
def test_dates_that_are_typed_give_what_their_text_gives(data: st.DataObject, kind: pa.DataType) -> None:
    mapping = data.draw(mappings())
    days = st.one_of(
        st.none(), st.dates(date(1700, 1, 1), date(2030, 1, 1)), st.dates(date(2023, 11, 1), date(2024, 8, 1))
    )
    typed = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(mapping.dates, days)), max_size=70))
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
    "unknown district": ({"kreds": "Odense"}, Fate.UNKNOWN_DISTRICT, "kreds"),
    "no date": ({"anmeldt": ""}, Fate.NO_DATE, "anmeldt"),
    "a day that is none": ({"afgjort": "2024-02-30"}, Fate.UNREADABLE_DATE, "afgjort"),
    "a time that is none": ({"afgjort": "2024-03-01 24:00"}, Fate.UNREADABLE_DATE, "afgjort"),
    "decided before reported": ({"anmeldt": "2024-03-02", "afgjort": "2024-03-01"}, Fate.END_BEFORE_START, "afgjort"),
    "before since": ({"anmeldt": "2024-01-01", "afgjort": "2024-01-31"}, Fate.BEFORE_SINCE, ""),
    "on the day of since": ({"anmeldt": "2024-01-01", "afgjort": "2024-02-01"}, Fate.BEFORE_SINCE, ""),
    "the day after since": ({"anmeldt": "2024-01-01", "afgjort": "2024-02-02"}, Fate.KEPT, ""),
    "the same unit in capitals": ({"kreds": "NORDJYLLANDS\u00a0POLITI"}, Fate.KEPT, ""),
    "a unit with another letter": ({"kreds": "O\u0308stjylland"}, Fate.UNKNOWN_DISTRICT, "kreds"),
    "the same type with a space that does not break": ({"type": "STRAF\u00a0"}, Fate.KEPT, ""),
    "a key of spaces alone": ({"nr": "\u00a0\u200b\t"}, Fate.NO_KEY, "nr"),
    "no type": ({"type": " "}, Fate.NO_TYPE, "type"),
    "no district": ({"kreds": "\u00a0"}, Fate.NO_DISTRICT, "kreds"),
    "the month before the day": ({"anmeldt": "02/13/2024"}, Fate.TURNED, "anmeldt"),
    "a year of two digits": ({"anmeldt": "01-02-24"}, Fate.UNREADABLE_DATE, "anmeldt"),
    "the first day that Excel knows": ({"anmeldt": "1900-01-01"}, Fate.NO_SUCH_TIME, "anmeldt"),
    "the first day that Unix knows": ({"anmeldt": "1970-01-01"}, Fate.NO_SUCH_TIME, "anmeldt"),
    "the last day that databases know": ({"afgjort": "9999-12-31"}, Fate.NO_SUCH_TIME, "afgjort"),
    "as long as is plausible": ({"anmeldt": "2023-10-03"}, Fate.KEPT, ""),
    "longer than is plausible": ({"anmeldt": "2023-10-02"}, Fate.OUT_OF_BOUNDS, "afgjort"),
    "shorter than is plausible": ({"anmeldt": "2024-03-01"}, Fate.OUT_OF_BOUNDS, "afgjort"),
    "a unit in its last month": ({"kreds": "Fyn", "afgjort": "2024-04-30"}, Fate.KEPT, ""),
    "a unit that has ended": ({"kreds": "FYN", "afgjort": "2024-05-01"}, Fate.ABSENT_DISTRICT, "kreds"),
    "after the quarter": ({"afgjort": "2024-07-01"}, Fate.IN_THE_FUTURE, "afgjort"),
}


def judged(rows: list[Row], mapping: SeriesMapping) -> list[tuple[Fate, str, int]]:
    """Each row's fate, the column that is wrong, and what it measures, all asked at once."""
    question = question_of(mapping)
    rows = [
        {
            **row,
            mapping.key: row[mapping.key]
            and (row[mapping.key] + str(n) if row[mapping.key].isalnum() else row[mapping.key]),
        }
        for n, row in enumerate(rows)
    ]
    with duckdb_of(arrow(rows, mapping)) as engine:
        asked = judge(engine.backend.table("records"), question, None, lookups(engine, question)).order_by(ROW)
        return [(*fates(question)[fate], value) for fate, value in engine.ask(asked.select("fate", "value"))]


def test_every_fate() -> None:
    row: Row = {"nr": "1", "kreds": "nord", "type": "STRAF", "anmeldt": "2024-02-01", "afgjort": "2024-03-01"}
    found = judged([{**row, **change} for change, _, _ in CASES.values()], DAYS)
    assert {case: told[:2] for case, told in zip(CASES, found, strict=True)} == {
        case: wanted for case, (_, *rest) in CASES.items() for wanted in [tuple(rest)]
    }
    for change, fate, column in CASES.values():
        assert expected([{**row, **change}], DAYS)[1] == Counter({(fate.value, column): 1})


def test_the_first_of_two_with_one_key_is_kept() -> None:
    row: Row = {"nr": "1", "kreds": "nord", "sendt": "2024-04-01", "frist": "2024-04-09", "svar": "2024-04-09"}
    with duckdb_of(arrow([row, {**row, "svar": ""}], IN_TIME)) as engine:
        sums, told = answer(engine, IN_TIME)
    assert sums == {("nord", 2024 * 12 + 4): (1, 1)}
    assert told == Counter({(Fate.KEPT.value, ""): 1, (Fate.REPEATED_KEY.value, "nr"): 1})


HEARING: Row = {"nr": "1", "kreds": "nord", "sendt": "2024-06-01", "frist": "2024-06-20", "svar": "2024-06-20"}
HEARINGS: dict[str, tuple[Row, Fate, str, int]] = {
    "in time": ({}, Fate.KEPT, "", 1),
    "late": ({"svar": "2024-06-21"}, Fate.KEPT, "", 0),
    "late by half an hour": ({"frist": "2024-06-20 12:00", "svar": "2024-06-20 12:30"}, Fate.KEPT, "", 0),
    "in time by half an hour": ({"frist": "2024-06-20 12:00", "svar": "20-06-2024 11:30:00"}, Fate.KEPT, "", 1),
    "a deadline without an hour is kept all day": ({"svar": "2024-06-20 23:59"}, Fate.KEPT, "", 1),
    "an answer without an hour is in time on the day": ({"frist": "2024-06-20 12:00"}, Fate.KEPT, "", 1),
    "midnight is no hour": ({"frist": "2024-06-20 00:00:00", "svar": "2024-06-20 16:30"}, Fate.KEPT, "", 1),
    "answered before it was asked": ({"svar": "2024-05-31"}, Fate.END_BEFORE_START, "svar", 0),
    "answered an hour before it was asked": ({"sendt": "2024-06-01 10:00", "svar": "2024-06-01 09:00"}, Fate.END_BEFORE_START, "svar", 0),
    "due before it was asked": ({"frist": "2024-05-31"}, Fate.END_BEFORE_START, "frist", 0),
    "answered after the extract was drawn": ({"svar": "2024-07-10"}, Fate.AFTER_EXTRACTION, "svar", 0),
    "answered before a deadline to come": ({"frist": "2024-07-20", "svar": "2024-06-20"}, Fate.KEPT, "", 1),
    "open and not yet due": ({"frist": "2024-07-20", "svar": ""}, Fate.NOT_YET_DUE, "", 0),
    "open on the day it is due": ({"frist": "2024-07-09", "svar": None}, Fate.NOT_YET_DUE, "", 0),
    "open and due the day before": ({"frist": "2024-07-08", "svar": ""}, Fate.KEPT, "", 0),
}  # fmt: skip
MAPPED = SeriesMapping.model_validate({
    "extract": "svar", "key": "nr", "district": "kreds", "month": "sendt", "in_time": {"due": "frist", "done": "svar"},
})  # fmt: skip


def test_what_is_asked_has_a_deadline_and_an_answer() -> None:
    rows = [{**HEARING, **change} for change, *_ in HEARINGS.values()]
    for (case, (_, fate, column, in_time)), found, row in zip(
        HEARINGS.items(), judged(rows, MAPPED), rows, strict=True
    ):
        assert found[:2] == (fate, column), case
        sums, told = expected([row], MAPPED)
        assert told[fate.value, column] == 1, case
        assert list(sums.values()) == ([(1, in_time)] if fate is Fate.KEPT else []), case
        assert fate is not Fate.KEPT or found[2] == in_time, case


NUMBERS: dict[str, int | Fate] = {
    "4": 4_000_000, "4,5": 4_500_000, "4.5": 4_500_000, "0,625": 625_000, "4,1666666": 4_166_667, "": Fate.NO_VALUE, "\u00a0": Fate.NO_VALUE,
    "1.234": Fate.TWO_WAYS, "-4": Fate.UNREADABLE_VALUE, "fire": Fate.UNREADABLE_VALUE, "1.234,5": Fate.UNREADABLE_VALUE, "151": Fate.OUT_OF_BOUNDS,
}  # fmt: skip


def test_a_number_is_read_as_it_stands_or_rejected() -> None:
    rows: list[Row] = [{"nr": "1", "kreds": "nord", "dag": "2024-06-01", "minutter": text} for text in NUMBERS]
    for (text, wanted), (fate, column, value) in zip(NUMBERS.items(), judged(rows, VALUE), strict=True):
        if isinstance(wanted, Fate):
            assert (fate, column) == (wanted, "minutter"), text
        else:
            assert (fate, column, value) == (Fate.KEPT, "", wanted), text


def test_yes_and_no_are_read_in_capitals_and_small_letters() -> None:
    words = {"ja": 1, "JA\u00a0": 1, "Nej": 0, "true": 1, "0": 0}
    records: list[Row] = [
        {"nr": str(n), "kreds": "nord", "dag": "2024-06-02", "spurgt": "2024-06-01", "tilfreds": word}
        for n, word in enumerate([*words, "måske", ""])
    ]
    with duckdb_of(arrow(records, YES_NO)) as engine:
        sums, told = answer(engine, YES_NO)
    assert sums == {("nord", 2024 * 12 + 6): (5, 3)}
    assert told[Fate.UNREADABLE_VALUE.value, "tilfreds"] == told[Fate.NO_VALUE.value, "tilfreds"] == 1


def test_a_month_is_told_by_its_number() -> None:
    assert [Month.counted(2024 * 12 + n) for n in (1, 6, 12)] == [Month(2024, 1), Month(2024, 6), Month(2024, 12)]
