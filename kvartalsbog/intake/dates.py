"""Dates as extracts write them → day numbers, by whole-number arithmetic on their text.

So no engine's own idea of a date, a cast or a time zone can change a reading. Day numbers are those of
`datetime.date.toordinal` (H. Hinnant, "chrono-compatible low-level date algorithms"), 0 where there is no such day; a
month is year · 12 + month.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

_TIME = r"([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?"
_ISO = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_TIME}$"
_DANISH = rf"^([0-9]{{1,2}})[-./]([0-9]{{1,2}})[-./]([0-9]{{4}}){_TIME}$"
_LAST = 3_652_059  # 9999-12-31: years have four digits
WRITTEN = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y")  # what a calendar holds: ten characters each


def is_typed(column: ir.Column) -> bool:
    """Whether a column holds days, or times of no zone, that need not be read as text."""
    kind = column.type()
    return bool(kind.is_date() or (kind.is_timestamp() and kind.timezone is None))


def typed_date(column: ir.Column, name: str) -> dict[str, ir.Value]:
    """What `with_date` gives, of a column that `is_typed`: the same as its text gives."""
    date = column.cast("date")
    day = (date.delta(ibis.date(1, 1, 1), unit="day") + 1).fill_null(0)
    day = day.between(1, _LAST).ifelse(day, 0).cast("int64")
    month = date.year().cast("int64") * 12 + date.month()
    return {f"{name}_missing": column.isnull(), f"{name}_day": day, f"{name}_month": month.fill_null(0)}


def with_date(steps: ir.Table, name: str, calendar: ir.Table | None = None) -> ir.Table:
    """The steps with what the text `name` tells: `<name>_missing`, `<name>_day` and `<name>_month`.

    `calendar` holds dates that are read already, no text twice: `written`, `day`, `month`. It changes nothing but the
    time it takes: a date that it lacks is read like any other.
    """
    steps = steps.mutate(**{f"{name}_missing": steps[name] == ""})
    if calendar is None:
        return read_dates(steps, name)
    text = steps[name]
    timed = _matches(text.substr(10), rf"^{_TIME}$")
    steps = steps.mutate(written=ibis.cases((text.length() == 10, text), (timed, text.substr(0, 10)), else_=""))
    joined = steps.left_join(calendar, steps.written == calendar.written)
    steps = joined.select(steps, known_day=calendar.day, known_month=calendar.month)
    steps = steps.mutate(unknown=ibis.cases((steps.known_day.notnull(), ""), else_=steps[name]))
    steps = read_dates(steps, "unknown")
    found = {f"{name}_{part}": steps[f"known_{part}"].coalesce(steps[f"unknown_{part}"]) for part in ("day", "month")}
    return steps.mutate(**found).drop(
        "written", "unknown", *(f"{a}known_{b}" for a in ("", "un") for b in ("day", "month"))
    )


def read_dates(steps: ir.Table, name: str) -> ir.Table:
    """The steps with `<name>_day` and `<name>_month` of the dates in the text `name`.

    Each step asks only of the texts that are left: most are empty where a calendar has told them already.
    """
    text, none = steps[name], ibis.literal(False)
    steps = steps.mutate(iso=ibis.cases((text == "", none), else_=_matches(text, _ISO)))
    danish = _matches(steps[name], _DANISH)
    steps = steps.mutate(danish=ibis.cases((steps.iso | (steps[name] == ""), none), else_=danish))
    separated = [steps[name].substr(place, 1).isin(("-", ".", "/")) for place in (2, 5)]
    steps = steps.mutate(padded=ibis.cases((steps.danish, separated[0] & separated[1]), else_=none))
    text = steps[name]

    def part(iso: int, danish: int, length: int, group: int) -> ir.IntegerValue:
        """A number of the date: where digits stand in fixed places they are cut out, which is far cheaper."""
        cut = ((steps.iso, text.substr(iso, length)), (steps.padded, text.substr(danish, length)))
        digits = (*cut, (steps.danish, text.re_extract(_DANISH, group)))
        return ibis.cases(*((test, cell.cast("int64")) for test, cell in digits), else_=0)

    steps = steps.mutate(y=part(0, 6, 4, 3), m=part(5, 3, 2, 2), d=part(8, 0, 2, 1))
    day, month = _day_number(steps.y, steps.m, steps.d), steps.y * 12 + steps.m
    return steps.mutate(**{f"{name}_day": day, f"{name}_month": month}).drop("iso", "danish", "padded", "y", "m", "d")


def _matches(text: ir.StringValue, pattern: str) -> ir.BooleanValue:
    """Whether all of a text matches. It ends in a digit: to Spark, $ is also before a line break at the end."""
    return text.right(1).between("0", "9") & text.re_search(pattern)


def _day_number(year: ir.IntegerValue, month: ir.IntegerValue, day: ir.IntegerValue) -> ir.IntegerValue:
    """The ordinal of a date, or 0; all divisions are of positives."""
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    longest = ibis.cases((month == 2, leap.ifelse(29, 28)), (month.isin((4, 6, 9, 11)), 30), else_=31)
    valid = (year > 0) & month.between(1, 12) & (day >= 1) & (day <= longest)
    shifted = year - (month <= 2).ifelse(1, 0)
    of_year = (153 * (month + (month > 2).ifelse(-3, 9)) + 2) // 5 + day
    ordinal = shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400 + of_year - 306
    return valid.ifelse(ordinal, 0).cast("int64")
