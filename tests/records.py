"""Records of an invented extract, and what becomes of each by plain Python: what every engine must agree with."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

from kvartalsbog.intake.records.mapping import SeriesMapping
from kvartalsbog.intake.records.outcome import Fate
from kvartalsbog.intake.records.question import Question
from kvartalsbog.periods import Month, quarter_of

QUARTER = quarter_of(2024, 2)
SPELLED = {
    "nord": "nord",
    "Nordjyllands Politi": "nord",
    "fyn": "fyn",
    "Fyns Politi": "fyn",
    "Østjylland": "oest",
    "ØST": "oest",
    "øst": "nord",
}
EXTRACTED = date(2024, 7, 9)
BOUNDS = (Decimal("0.5"), Decimal(150))
ABSENT = {"fyn": (Month(2024, 5), Month(2024, 6))}  # a unit that ended on 30 April
DAYS = SeriesMapping.model_validate({
    "extract": "sager", "key": "nr", "district": "kreds", "month": "afgjort", "since": date(2024, 2, 1),
    "types": {"column": "type", "known": ("STRAF", "ATK", "MOU"), "left_out": ("ATK", "MOU")}, "days": {"start": "anmeldt", "end": "afgjort"},
})  # fmt: skip
IN_TIME = SeriesMapping.model_validate({
    "extract": "svar", "key": "nr", "district": "kreds", "month": "sendt", "in_time": {"due": "frist", "done": "svar"},
})  # fmt: skip
VALUE = SeriesMapping.model_validate({
    "extract": "tider", "key": "nr", "district": "kreds", "month": "dag", "value": {"column": "minutter", "unit": "minutter"},
})  # fmt: skip
DATED = SeriesMapping.model_validate({
    "extract": "sager", "key": "nr", "district": "kreds", "month": "afgjort", "days": {"start": "anmeldt", "end": "afgjort"}, "order": ("modtaget", "anmeldt"),
    "date_form": "mm/dd/åååå", "date_forms": {"anmeldt": "ååååmmdd", "modtaget": "d. mmm åååå"},
})  # fmt: skip
YES_NO = SeriesMapping.model_validate({
    "extract": "svar", "key": "nr", "district": "kreds", "month": "dag", "yes_no": {"column": "tilfreds"}, "order": ("spurgt", "dag"),
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
_BROKEN = ["1900-01-01", "9999-12-31", "1899-12-30", "01-01-1970", "02/13/2024", "2-28-2024 09:30", "31-12-24", "\u00a02024-03-01", "2024-03-01\u200b", "2024-03-01\u202f09:30", "2024-06-20 14:00", "20-06-2024 14:00:01", "2024-06-20 14:00:00.5", "2024-06-20", "2024-07-09", "2024-07-08", "", None, "2023-02-29", "2024-02-30", "31-04-2024", "00-01-2024", "2024-13-01", "1/1/24", "20240101", "i går", "2024-01-01 24:00", "2024-01-01T9:00", "0000-01-01", "29.02.1900", "2024-02-01 12:60", "2024-03-01\n", "\t2024-03-01", "０1-02-2024", "2024-02-1 ", "1-2-2024 7:00", "12345-01-01"]  # fmt: skip
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
    "kind",
    "found",
    "value",
]
_NUMBERS = [
    "1",
    "0",
    "0,5",
    "0.5",
    "12.5",
    "12,25",
    "1.234",
    "1,234",
    "0,125",
    "149,9999999",
    "150",
    "150,000001",
    "151",
    "-3",
    "",
    None,
    "12 ",
    "\u00a07",
    "1e3",
    "ti",
    "1.234,5",
    "999999999",
    "4,166666666666667",
]
_ANSWERS = ["ja", "nej", "Ja", "NEJ", " ja\u00a0", "JA\t", "1", "0", "true", "Falsk", "måske", "", None, "j a"]
_UNITS = [
    *SPELLED,
    "Fyn",
    "",
    None,
    " fyn ",
    "FYN",
    "fyn\t",
    "\u00a0fyn",
    "FYNS  politi",
    "O\u0308stjylland",
    "\u00d8STJYLLAND",
    "Øst",
    "nord\u200b",
    "fy\u0301n",
    "Fyns\u202fPoliti",
    "\u200b",
    "\u00a0",
]
# forms that a mapping can name → what they are to a regular expression, worked out by hand
_NAMES = {
    "jan": 1,
    "januar": 1,
    "feb": 2,
    "marts": 3,
    "mar": 3,
    "apr": 4,
    "april": 4,
    "maj": 5,
    "may": 5,
    "jun": 6,
    "juni": 6,
    "june": 6,
    "jul": 7,
    "aug": 8,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
FORMS = {
    "mm/dd/åååå": r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4})",
    "dd-mm-yy": r"(?P<d>[0-9]{1,2})-(?P<m>[0-9]{1,2})-(?P<y>[0-9]{2})",
    "ååååmmdd": r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
    "d. mmm åååå": r"(?P<d>[0-9]{1,2})\. (?P<name>[A-Za-z]{3,9})\.? (?P<y>[0-9]{4})",
}
# a form as a program writes it: English months, whatever the system speaks
_IN_FORM = {"mm/dd/åååå": "%m/%d/%Y 09:30", "dd-mm-yy": "%d-%m-%y", "ååååmmdd": "%Y%m%d", "d. mmm åååå": "%d. %b. %Y"}
_IN_FORMS = ["%m/%d/%Y", "%d-%m-%y", "%Y%m%d", "%m/%d/%Y 09:30", "%d-%m-%y 12:00:01", " %Y%m%d"]
_OF_FORMS = [
    "13/02/2024",
    "02/30/2024",
    "13-13-24",
    "2-1-24",
    "20241302",
    "20240230",
    "2024010",
    "1. maj 2024",
    "30. april 2024 10:00",
    "7. MAY. 2024",
    "31. jun. 2024",
    "1. brumaire 2024",
    "02/01/2024\n",
]
DATES = st.one_of(st.builds(lambda day, form: day.strftime(form), _DAYS, _WRITTEN), st.sampled_from(_BROKEN))


_WITH_FORMS = st.one_of(
    DATES,
    st.builds(lambda day, form: day.strftime(form), _DAYS, st.sampled_from(_IN_FORMS)),
    st.sampled_from(_OF_FORMS),
)


def rows(mapping: SeriesMapping, *, least: int = 0, most: int = 25) -> st.SearchStrategy[list[Row]]:
    """Lists of records for a mapping: mostly sound, with everything in them that goes wrong."""
    values: dict[str, st.SearchStrategy[str | None]] = {
        column: _WITH_FORMS if form_of(column, mapping) else DATES for column in mapping.columns
    }
    keys = [
        "",
        None,
        " 7",
        "7 ",
        "\t7",
        "07",
        "\u00a07",
        "7\u200b",
        "a\u030a",
        "å",
        "\u00e5 ",
        "x  y",
        "x y",
        "x\u2003y",
    ]
    values[mapping.key] = st.one_of(st.integers(1, 40).map(str), st.sampled_from(keys))
    values[mapping.district] = st.sampled_from(_UNITS)
    if mapping.value:
        values[mapping.value.column] = st.sampled_from(_NUMBERS)
    if mapping.yes_no:
        values[mapping.yes_no.column] = st.sampled_from(_ANSWERS)
    if mapping.types:
        values[mapping.types.column] = st.sampled_from(
            [
                *mapping.types.known,
                "straf",
                "",
                None,
                f"{mapping.types.known[0]}\u00a0",
                f"\u200b{mapping.types.known[-1]} ",
            ]
        )
    return st.lists(st.fixed_dictionaries(values), min_size=least, max_size=most)


@st.composite
def mappings(draw: st.DrawFn) -> SeriesMapping:
    """Mappings of every shape: either measure, with types or without, columns of any name, dates that share a column."""
    names = draw(st.lists(st.sampled_from(_COLUMNS), min_size=7, max_size=7, unique=True))
    key, district, kind, measured, *dates = names
    one, other, third = dates
    measure = draw(st.sampled_from(["days", "in_time", "value", "yes_no"]))
    place = draw(st.sampled_from([one, other, third] if measure != "in_time" else [one, third]))
    known = draw(
        st.lists(st.sampled_from(["STRAF", "ATK", "MOU", "d'Hondt", "Ærlig"]), min_size=1, max_size=4, unique=True)
    )
    made: dict[str, object] = {"extract": "sager", "key": key, "district": district, "month": place}
    made[measure] = {
        "days": {"start": one, "end": other},
        "in_time": {"due": one, "done": other},
        "value": {"column": measured, "unit": "minutter", "decimal": draw(st.sampled_from([None, "comma", "point"]))},
        "yes_no": {"column": measured},
    }[measure]
    made["order"] = draw(st.sampled_from([(), (), (third, other), (one, third, other)]))
    if draw(st.booleans()):
        left_out = draw(st.lists(st.sampled_from(known), max_size=len(known), unique=True))
        made["types"] = {"column": kind, "known": tuple(known), "left_out": tuple(left_out)}
    made["date_form"] = draw(st.sampled_from([None, None, *FORMS]))
    if draw(st.booleans()):
        made["date_forms"] = {draw(st.sampled_from([one, place])): draw(st.sampled_from(sorted(FORMS)))}
    if draw(st.booleans()):
        made["since"] = draw(st.dates(date(2024, 1, 1), date(2024, 6, 30)))
    return SeriesMapping.model_validate(made)


def many_rows(mapping: SeriesMapping, count: int, seed: int) -> list[Row]:
    """As many records from a fixed seed: nearly all sound, each kind of mistake among them."""
    chance = random.Random(seed)

    def written(column: str) -> str | None:
        form = form_of(column, mapping)
        if chance.random() < 0.04:
            return chance.choice(_OF_FORMS if form and chance.random() < 0.5 else _BROKEN)
        day = date(2023, 12, 1) + timedelta(days=chance.randrange(230))
        return day.strftime(chance.choice([_IN_FORM[form], "%Y-%m-%d"] if form else _FORMS))

    made = []
    for number in range(count):
        row: Row = {column: written(column) for column in mapping.columns}
        row[mapping.key] = (
            str(number if chance.random() < 0.97 else chance.randrange(count)) if chance.random() < 0.98 else None
        )
        row[mapping.district] = chance.choice([*SPELLED] * 8 + _UNITS)
        if mapping.value:
            row[mapping.value.column] = chance.choice(_NUMBERS)
        if mapping.yes_no:
            row[mapping.yes_no.column] = chance.choice(_ANSWERS)
        if mapping.types:
            row[mapping.types.column] = chance.choice(["STRAF"] * 9 + ["ATK", "MOU", "straf", None])
        made.append(row)
    return made


def question_of(mapping: SeriesMapping, spelled: Mapping[str, str] = SPELLED) -> Question:
    """What the engines are asked."""
    return Question(mapping, spelled, QUARTER, EXTRACTED, BOUNDS if mapping.days or mapping.value else None, ABSENT)


def seen(text: str | None) -> str:
    """A cell as a reader sees it, worked out character by character."""
    shown = [" " if c.isspace() else c for c in text or "" if unicodedata.category(c) != "Cf"]
    return unicodedata.normalize("NFC", " ".join("".join(shown).split()))


def form_of(column: str, mapping: SeriesMapping) -> str | None:
    return mapping.date_forms.get(column, mapping.date_form)


def read_date(text: str, form: str | None = None) -> datetime | None:
    if form:
        found = re.fullmatch(rf"{FORMS[form]}(.*)", text)
        if found:
            parts = found.groupdict()
            year = parts["y"] if len(parts["y"]) == 4 else f"20{parts['y']}"
            month = parts.get("m") or _NAMES.get(parts["name"].lower())
            text = f"{year}-{int(month or 0):02}-{int(parts['d']):02}{found.groups()[-1]}"
        elif not re.match(r"[0-9]{4}-[0-9][0-9]-[0-9][0-9]", text):
            return None
    time = r"(?:[ T]((?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?))?"
    iso = re.fullmatch(rf"([0-9]{{4}})-([0-9][0-9])-([0-9][0-9]){time}", text)
    danish = re.fullmatch(rf"([0-9]{{1,2}})[-./]([0-9]{{1,2}})[-./]([0-9]{{4}}){time}", text)
    found = iso or danish
    if found is None:
        return None
    year, month, day = map(int, found.groups()[:3] if iso else found.groups()[2::-1])
    clock = [*map(int, (found[4] or "0:0").partition(".")[0].split(":")), 0]
    try:
        return datetime(year, month, day, *clock[:3])
    except ValueError:
        return None


def _told(cells: Mapping[str, str], column: str, mapping: SeriesMapping) -> datetime | None:
    return read_date(cells[column], form_of(column, mapping))


def _turned(text: str, form: str | None) -> bool:
    if form:
        found = re.fullmatch(rf"{FORMS[form]}(.*)", text)
        there = found is not None and "name" not in found.groupdict() and read_date(f"2024-01-01{found.groups()[-1]}")
        return bool(found and there and int(found["d"]) in range(1, 13) and int(found["m"]) in range(13, 32))
    parts = re.fullmatch(r"([0-9]{1,2})[-./]([0-9]{2})[-./]([0-9]{4})(.*)", text)
    fits = parts and 1 <= int(parts[1]) <= 12 < int(parts[2]) <= 31
    return bool(parts and fits and read_date(f"01-01-{parts[3]}{parts[4]}"))


def read_number(text: str, decimal: str | None) -> Decimal | None:
    mark = {"comma": ",", "point": "."}.get(decimal or "")
    if mark is None and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text, re.ASCII):
        return None
    if not re.fullmatch(r"\d{1,9}([.,]\d{1,20})?", text, re.ASCII) or (mark and set(text) & {".", ","} - {mark}):
        return None
    return Decimal(text.replace(",", ".")).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def expected(
    rows: Sequence[Row], mapping: SeriesMapping, spelled: Mapping[str, str] = SPELLED
) -> tuple[dict[tuple[str, int], tuple[int, int]], Counter[tuple[str, str]]]:
    """(district, year · 12 + month) → (n, total), and (fate, column) → records. Numbers are told in millionths."""
    sums: dict[tuple[str, int], tuple[int, int]] = {}
    fates: Counter[tuple[str, str]] = Counter()
    before: set[str] = set()
    for row in rows:
        cells = {column: seen(row[column]) for column in mapping.columns}
        key = cells[mapping.key]
        fate, column = _fate(cells, mapping, spelled, repeated=key in before)
        before.add(key)
        fates[fate.value, column] += 1
        if fate is Fate.KEPT:
            placed, unit = _told(cells, mapping.month, mapping), _unit(cells[mapping.district], spelled)
            assert placed
            assert unit
            n, total = sums.get((unit, placed.year * 12 + placed.month), (0, 0))
            value = _value(cells, mapping)
            assert value is not None
            sums[unit, placed.year * 12 + placed.month] = n + 1, total + int(value * (10**6 if mapping.value else 1))
            fates["by day", ""] += _by_day(cells, mapping)
    return sums, +fates


def _unit(text: str, spelled: Mapping[str, str]) -> str | None:
    if text in spelled:
        return spelled[text]
    alike = {unit for spelling, unit in spelled.items() if spelling.lower() == text.lower()}
    return alike.pop() if len(alike) == 1 else None


def _midnight(when: datetime) -> bool:
    return (when.hour, when.minute, when.second) == (0, 0, 0)


def _by_day(cells: Mapping[str, str], mapping: SeriesMapping) -> bool:
    if not mapping.in_time:
        return False
    due, done = _told(cells, mapping.in_time.due, mapping), _told(cells, mapping.in_time.done, mapping)
    return bool(due and done and due.date() == done.date() and not _midnight(due) and _midnight(done))


def _value(cells: Mapping[str, str], mapping: SeriesMapping) -> Decimal | None:
    if mapping.value:
        return read_number(cells[mapping.value.column], mapping.value.decimal)
    if mapping.yes_no:
        word = cells[mapping.yes_no.column].lower()
        return Decimal(word in mapping.yes_no.yes) if word in (*mapping.yes_no.yes, *mapping.yes_no.no) else None
    if mapping.days:
        start, end = _told(cells, mapping.days.start, mapping), _told(cells, mapping.days.end, mapping)
        assert start
        assert end
        return Decimal((end.date() - start.date()).days)
    assert mapping.in_time
    due, done = _told(cells, mapping.in_time.due, mapping), _told(cells, mapping.in_time.done, mapping)
    assert due
    if done is None:
        return Decimal(0)
    return Decimal(done.date() <= due.date() if _midnight(due) else done <= due)


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
            return Fate.UNKNOWN_TYPE if kind else Fate.NO_TYPE, mapping.types.column
        if kind in mapping.types.left_out:
            return Fate.TYPE_LEFT_OUT, ""
    if _unit(cells[mapping.district], spelled) is None:
        return Fate.UNKNOWN_DISTRICT if cells[mapping.district] else Fate.NO_DISTRICT, mapping.district
    return _false(cells, mapping) or _elsewhere(cells, mapping, spelled) or _untrue(cells, mapping) or (Fate.KEPT, "")


def _false(cells: Mapping[str, str], mapping: SeriesMapping) -> tuple[Fate, str] | None:
    done = mapping.in_time.done if mapping.in_time else None
    days = {column: _told(cells, column, mapping) for column in mapping.dates}
    for column, day in days.items():
        if cells[column] == "" and column != done:
            return Fate.NO_DATE, column
        if cells[column] != "" and day is None:
            return Fate.TURNED if _turned(cells[column], form_of(column, mapping)) else Fate.UNREADABLE_DATE, column
        if day and not 1974 <= day.year <= 2029:
            return Fate.NO_SUCH_TIME, column
    if found := mapping.value or mapping.yes_no:
        text = cells[found.column]
        if text == "":
            return Fate.NO_VALUE, found.column
        if mapping.value and not mapping.value.decimal and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text, re.ASCII):
            return Fate.TWO_WAYS, found.column
        if _value(cells, mapping) is None:
            return Fate.UNREADABLE_VALUE, found.column
    for earlier, later in mapping.orders:
        one, other = days[earlier], days[later]
        if other and one and (other.date() < one.date() or (other < one and not _midnight(other))):
            return Fate.END_BEFORE_START, later
    return None


def _elsewhere(cells: Mapping[str, str], mapping: SeriesMapping, spelled: Mapping[str, str]) -> tuple[Fate, str] | None:
    placed = _told(cells, mapping.month, mapping)
    assert placed
    if mapping.since and placed.date() <= mapping.since:
        return Fate.BEFORE_SINCE, ""
    if placed.date() < QUARTER.calendar.first_day:
        return Fate.OTHER_YEAR, mapping.month
    if placed.date() > QUARTER.last_day:
        return Fate.IN_THE_FUTURE, mapping.month
    if Month(placed.year, placed.month) in ABSENT.get(str(_unit(cells[mapping.district], spelled)), ()):
        return Fate.ABSENT_DISTRICT, mapping.district
    return None


def _untrue(cells: Mapping[str, str], mapping: SeriesMapping) -> tuple[Fate, str] | None:
    due = mapping.in_time.due if mapping.in_time else None
    for column in mapping.dates:
        day = _told(cells, column, mapping)
        if column != due and day and day.date() > EXTRACTED:
            return Fate.AFTER_EXTRACTION, column
    value = _value(cells, mapping)
    assert value is not None
    if (mapping.days or mapping.value) and not BOUNDS[0] <= value <= BOUNDS[1]:
        found = mapping.value
        return Fate.OUT_OF_BOUNDS, found.column if found else mapping.days.end if mapping.days else ""
    if mapping.in_time and cells[mapping.in_time.done] == "":
        limit = _told(cells, mapping.in_time.due, mapping)
        assert limit
        if limit.date() >= EXTRACTED:
            return Fate.NOT_YET_DUE, ""
    return None
