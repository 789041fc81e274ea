"""Records of an invented extract, and what becomes of each by plain Python: what every engine must agree with."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from kvartalsbog.intake.judgement import Fate
from kvartalsbog.intake.mapping import SeriesMapping
from kvartalsbog.quarter import Quarter

QUARTER = Quarter(2024, 2)
SPELLED = {"nord": "nord", "Nordjyllands Politi": "nord", "fyn": "fyn", "Fyns Politi": "fyn", "Østjylland": "oest"}
DAYS = SeriesMapping.model_validate({
    "extract": "sager", "key": "nr", "district": "kreds", "month": "afgjort", "since": date(2024, 2, 1),
    "types": {"column": "type", "known": ("STRAF", "ATK", "MOU"), "left_out": ("ATK", "MOU")}, "days": {"start": "anmeldt", "end": "afgjort"},
})  # fmt: skip
IN_TIME = SeriesMapping.model_validate({
    "extract": "svar", "key": "nr", "district": "kreds", "month": "sendt", "in_time": {"due": "frist", "done": "svar"},
})  # fmt: skip
Row = dict[str, str | None]

_DAYS = st.one_of(st.dates(date(2023, 10, 1), date(2024, 8, 31)), st.sampled_from([date(2024, 2, 29), date(2024, 3, 1), date(2024, 6, 30), date(2000, 2, 29)]))  # fmt: skip
_FORMS = [
    "%Y-%m-%d",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%Y-%m-%d 00:00:00",
    "%Y-%m-%dT00:00",
    " %Y-%m-%d ",
    "%Y-%m-%d 23:59:59.999",
    "%d-%m-%Y 09:30",
]
_WRITTEN = st.sampled_from(_FORMS)
_BROKEN = ["", None, "2023-02-29", "2024-02-30", "31-04-2024", "00-01-2024", "2024-13-01", "1/1/24", "20240101", "i går", "2024-01-01 24:00", "2024-01-01T9:00", "0000-01-01", "29.02.1900", "2024-02-01 12:60", "2024-03-01\n", "\t2024-03-01", "０1-02-2024", "2024-02-1 ", "1-2-2024 7:00", "12345-01-01"]  # fmt: skip
_COLUMNS = [
    "nr",
    "kreds",
    "sagstype",
    "anmeldt",
    "Dato for afgørelse",
    "row",
    "text_0",
    "first",
    'den "rette" dag',
    "frist's",
    "ÆØÅ",
    "fate",
]
DATES = st.one_of(st.builds(lambda day, form: day.strftime(form), _DAYS, _WRITTEN), st.sampled_from(_BROKEN))


def rows(mapping: SeriesMapping, *, least: int = 0, most: int = 25) -> st.SearchStrategy[list[Row]]:
    """Lists of records for a mapping: mostly sound, with everything in them that goes wrong."""
    values: dict[str, st.SearchStrategy[str | None]] = dict.fromkeys(mapping.columns, DATES)
    values[mapping.key] = st.one_of(st.integers(1, 40).map(str), st.sampled_from(["", None, " 7", "7 ", "\t7", "07"]))
    values[mapping.district] = st.sampled_from([*SPELLED, "Fyn", "", None, " fyn ", "FYN", "fyn\t", "\u00a0fyn"])
    if mapping.types:
        values[mapping.types.column] = st.sampled_from([*mapping.types.known, "straf", "", None])
    return st.lists(st.fixed_dictionaries(values), min_size=least, max_size=most)


@st.composite
def mappings(draw: st.DrawFn) -> SeriesMapping:
    """Mappings of every shape: either measure, with types or without, columns of any name, dates that share a column."""
    names = draw(st.lists(st.sampled_from(_COLUMNS), min_size=6, max_size=6, unique=True))
    key, district, kind, *dates = names
    one, other, third = dates
    measures_days = draw(st.booleans())
    place = draw(st.sampled_from([one, other, third] if measures_days else [one, third]))
    known = draw(
        st.lists(st.sampled_from(["STRAF", "ATK", "MOU", "d'Hondt", "Ærlig"]), min_size=1, max_size=4, unique=True)
    )
    made: dict[str, object] = {"extract": "sager", "key": key, "district": district, "month": place}
    made |= {"days": {"start": one, "end": other}} if measures_days else {"in_time": {"due": one, "done": other}}
    if draw(st.booleans()):
        left_out = draw(st.lists(st.sampled_from(known), max_size=len(known), unique=True))
        made["types"] = {"column": kind, "known": tuple(known), "left_out": tuple(left_out)}
    if draw(st.booleans()):
        made["since"] = draw(st.dates(date(2024, 1, 1), date(2024, 6, 30)))
    return SeriesMapping.model_validate(made)


def many_rows(mapping: SeriesMapping, count: int, seed: int) -> list[Row]:
    """As many records from a fixed seed: nearly all sound, each kind of mistake among them."""
    chance = random.Random(seed)

    def written() -> str | None:
        if chance.random() < 0.04:
            return chance.choice(_BROKEN)
        day = date(2023, 12, 1) + timedelta(days=chance.randrange(230))
        return day.strftime(chance.choice(_FORMS))

    made = []
    for number in range(count):
        row: Row = {column: written() for column in mapping.columns}
        row[mapping.key] = (
            str(number if chance.random() < 0.97 else chance.randrange(count)) if chance.random() < 0.98 else None
        )
        row[mapping.district] = chance.choice([*SPELLED] * 8 + ["Fyn", "", None])
        if mapping.types:
            row[mapping.types.column] = chance.choice(["STRAF"] * 9 + ["ATK", "MOU", "straf", None])
        made.append(row)
    return made


def read_date(text: str) -> date | None:
    time = r"(?:[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?)?"
    iso = re.fullmatch(rf"([0-9]{{4}})-([0-9][0-9])-([0-9][0-9]){time}", text)
    danish = re.fullmatch(rf"([0-9]{{1,2}})[-./]([0-9]{{1,2}})[-./]([0-9]{{4}}){time}", text)
    parts = iso.groups() if iso else danish.groups()[::-1] if danish else None
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def expected(
    rows: Sequence[Row], mapping: SeriesMapping, spelled: Mapping[str, str] = SPELLED
) -> tuple[dict[tuple[str, int], tuple[int, int]], Counter[tuple[str, str]]]:
    """(district, year · 12 + month) → (n, total), and (fate, column) → records."""
    sums: dict[tuple[str, int], tuple[int, int]] = {}
    fates: Counter[tuple[str, str]] = Counter()
    seen: set[str] = set()
    for row in rows:
        cells = {column: (row[column] or "").strip(" ") for column in mapping.columns}
        key = cells[mapping.key]
        fate, column = _fate(cells, mapping, spelled, repeated=key in seen)
        seen.add(key)
        fates[fate.value, column] += 1
        if fate is Fate.KEPT:
            placed = read_date(cells[mapping.month])
            assert placed
            place = spelled[cells[mapping.district]], placed.year * 12 + placed.month
            n, total = sums.get(place, (0, 0))
            sums[place] = n + 1, total + _value(cells, mapping)
    return sums, fates


def _value(cells: Mapping[str, str], mapping: SeriesMapping) -> int:
    if mapping.days:
        start, end = read_date(cells[mapping.days.start]), read_date(cells[mapping.days.end])
        assert start
        assert end
        return (end - start).days
    assert mapping.in_time
    due, done = read_date(cells[mapping.in_time.due]), read_date(cells[mapping.in_time.done])
    assert due
    return int(done is not None and done <= due)


def _fate(
    cells: Mapping[str, str], mapping: SeriesMapping, spelled: Mapping[str, str], *, repeated: bool
) -> tuple[Fate, str]:
    if cells[mapping.key] == "":
        return Fate.NO_KEY, mapping.key
    if repeated:
        return Fate.REPEATED_KEY, mapping.key
    if mapping.types:
        kind = cells[mapping.types.column]
        if kind not in mapping.types.known:
            return Fate.UNKNOWN_TYPE, mapping.types.column
        if kind in mapping.types.left_out:
            return Fate.TYPE_LEFT_OUT, ""
    if cells[mapping.district] not in spelled:
        return Fate.UNKNOWN_DISTRICT, mapping.district
    for column in mapping.dates:
        if cells[column] == "" and not (mapping.in_time and column == mapping.in_time.done):
            return Fate.NO_DATE, column
        if cells[column] != "" and read_date(cells[column]) is None:
            return Fate.UNREADABLE_DATE, column
    if mapping.days:
        start, end = read_date(cells[mapping.days.start]), read_date(cells[mapping.days.end])
        if start and end and end < start:
            return Fate.END_BEFORE_START, mapping.days.end
    placed = read_date(cells[mapping.month])
    assert placed
    if mapping.since and placed <= mapping.since:
        return Fate.BEFORE_SINCE, ""
    if placed.year < QUARTER.year:
        return Fate.OTHER_YEAR, mapping.month
    if placed > QUARTER.last_day:
        return Fate.IN_THE_FUTURE, mapping.month
    return Fate.KEPT, ""
