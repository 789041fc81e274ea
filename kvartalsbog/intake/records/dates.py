"""Dates as extracts write them → day numbers, by whole-number arithmetic on their text.

So no engine's own idea of a date, a cast or a time zone can change a reading. Day numbers are those of
`datetime.date.toordinal` (H. Hinnant, "chrono-compatible low-level date algorithms"), 0 where there is no such day; a
month is its `month_count`; a second is that of the day, 0 where there is no hour. Midnight is no hour: systems write
days so.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from kvartalsbog.intake.records.date_forms import CENTURY, DAY, MONTH, MONTHS, YEAR, DateForm
from kvartalsbog.intake.records.plain_columns import plain_column
from kvartalsbog.periods import month_count

_TIME = r"([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?"
_ISO = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_TIME}$"
_DANISH = rf"^([0-9]{{1,2}})[-./]([0-9]{{1,2}})[-./]([0-9]{{4}}){_TIME}$"
_MONTH_FIRST = rf"^(0?[1-9]|1[0-2])[-./](1[3-9]|2[0-9]|3[01])[-./][0-9]{{4}}{_TIME}$"
_CLOCK = "[ T]([0-9][0-9]:[0-9][0-9](:[0-9][0-9])?)"
PARTS = {"missing": "boolean", "day": "int64", "month": "int64", "second": "int64", "turned": "boolean"}
_ALL = 2**62
_LAST = 3_652_059  # 9999-12-31: years have four digits
_DAY_ALONE = 10  # characters of a date at most
WRITTEN = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y")  # what a calendar holds: ten characters each


def apart(steps: ir.Table, engine: str) -> ir.Table:
    """The same rows. PostgreSQL puts one query in another's place, and then works a step out again wherever it is used
    by the next; a limit keeps it from that.
    """
    return steps.limit(_ALL) if engine == "postgres" else steps


def is_typed(column: ir.Column) -> bool:
    """Whether a column holds days, or times of no zone, that need not be read as text."""
    kind = column.type()
    return bool(kind.is_date() or (kind.is_timestamp() and kind.timezone is None))


def typed_date(column: ir.Column, name: str) -> dict[str, ir.Value]:
    """What `with_date` gives, of a column that `is_typed`: the same as its text gives."""
    date = column.cast("date")
    day = (date.delta(ibis.date(1, 1, 1), unit="day") + 1).fill_null(0)
    day = day.between(1, _LAST).ifelse(day, 0).cast("int64")
    month = month_count(date.year().cast("int64"), date.month())
    second = ibis.literal(0)
    if isinstance(column, ir.TimestampColumn):
        second = (column.hour() * 3600 + column.minute() * 60 + column.second()).fill_null(0).cast("int64")
    return {
        f"{name}_missing": column.isnull(),
        f"{name}_day": day,
        f"{name}_month": month.fill_null(0),
        f"{name}_second": second.cast("int64"),
        f"{name}_turned": ibis.literal(False),
    }


def with_date(
    steps: ir.Table, name: str, engine: str, calendar: ir.Table | None = None, form: DateForm | None = None
) -> ir.Table:
    """The steps with what the text `name` tells: `<name>_` and each of PARTS. `turned` is whether a text that is no date
    would be one if day and month stood in the other order.

    With a `form` only dates in it are read, and those with the year first as everybody writes them, 2024-12-31: a
    workbook's and a database's own dates become such texts.

    `calendar` holds dates that are read already, no text twice: `written`, `day`, `month`. It changes nothing but the
    time it takes: a date that it lacks is read like any other.
    """
    parts = ("day", "month")
    steps = steps.mutate(told=steps[name]) if form is None else _in_one_form(steps, name, form, engine)
    if calendar is None:
        steps = apart(steps.mutate(unknown=plain_column(steps.told, engine), known_day=0, known_month=0), engine)
        known = ibis.literal(False)
    else:
        steps = _looked_up(steps, "told", calendar)
        known = steps.known_day.notnull()
        steps = steps.mutate(unknown=ibis.cases((known, ""), else_=plain_column(steps.told, engine)))
        known = steps.known_day.notnull()
    missing = ~known & (steps.unknown == "")
    steps = apart(read_dates(steps.mutate(is_known=known, **{f"{name}_missing": missing}), "unknown"), engine)
    found = {
        f"{name}_{part}": ibis.cases((steps.is_known, steps[f"known_{part}"]), else_=steps[f"unknown_{part}"]).cast(
            "int64"
        )
        for part in parts
    }
    clock = ibis.cases((steps.is_known, steps.told), else_=steps.unknown)
    turned = _matches(steps.unknown, _MONTH_FIRST) if form is None else steps.other_order
    steps = steps.mutate(
        **found,
        **{
            f"{name}_second": ibis.cases((clock.length() > _DAY_ALONE, _second(clock)), else_=0).cast("int64"),
            f"{name}_turned": turned,
        },
    )
    beside = ("told",) if form is None else ("told", "other_order")
    return steps.drop(*beside, "unknown", "is_known", *(f"{a}known_{b}" for a in ("", "un") for b in parts))


def _in_one_form(steps: ir.Table, name: str, form: DateForm, engine: str) -> ir.Table:
    """The steps with `told`, the text `name` with a date in the form as it is written elsewhere, and `other_order`, whether
    its day and month would make a date in the other order. A text in neither form becomes one that is no date.
    """
    whole = f"^{form.pattern}{_TIME}$"
    steps = apart(steps.mutate(plainly=plain_column(steps[name], engine)), engine)
    steps = steps.mutate(fits=_matches(steps.plainly, whole))

    def part(number: int) -> ir.StringValue:
        return ibis.cases((steps.fits, steps.plainly.re_extract(whole, number)), else_="").fill_null("")

    steps = apart(
        steps.mutate(**{f"form_{name}": part(form.group(name)) for name in (DAY, MONTH, YEAR)}, form_time=part(4)),
        engine,
    )
    month = ("0" + steps.form_month).right(2)
    if form.named:
        named = steps.form_month.lower()
        month = ibis.cases(*((named == called, f"{number:02}") for called, number in MONTHS.items()), else_="00")
    steps = steps.mutate(form_month=month, form_day=("0" + steps.form_day).right(2))
    year = ibis.literal(CENTURY) + steps.form_year if form.short else steps.form_year
    iso = year + "-" + steps.form_month + "-" + steps.form_day + steps.form_time
    known = (steps.plainly == "") | _matches(steps.plainly, _ISO)
    other = steps.form_month.between("13", "31") & steps.form_day.between("01", "12")
    steps = steps.mutate(
        told=ibis.cases((steps.fits, iso), (known, steps.plainly), else_="?"),
        other_order=steps.fits & other & ibis.literal(not form.named),
    )
    return steps.drop("plainly", "fits", "form_day", "form_month", "form_year", "form_time")


def _looked_up(steps: ir.Table, name: str, calendar: ir.Table) -> ir.Table:
    """The steps with `known_day` and `known_month`, nothing where the calendar lacks the date."""
    text = steps[name]
    timed = _matches(text.substr(10), rf"^{_TIME}$")
    steps = steps.mutate(written=ibis.cases((text.length() == 10, text), (timed, text.substr(0, 10)), else_=""))
    joined = steps.left_join(calendar, steps.written == calendar.written)
    return joined.select(steps, known_day=calendar.day, known_month=calendar.month).drop("written")


def _second(text: ir.StringValue) -> ir.IntegerValue:
    """The second of the day in a date's text."""
    clock = text.re_extract(_CLOCK, 1).fill_null("")
    parts = [
        ibis.cases((clock.length() >= place + 2, clock.substr(place, 2).cast("int64")), else_=0) for place in (0, 3, 6)
    ]
    return parts[0] * 3600 + parts[1] * 60 + parts[2]


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
    day, month = _day_number(steps.y, steps.m, steps.d), month_count(steps.y, steps.m)
    return steps.mutate(**{f"{name}_day": day, f"{name}_month": month}).drop("iso", "danish", "padded", "y", "m", "d")


def slashed(text: ir.StringValue) -> dict[str, ir.BooleanValue]:
    """Whether a date is written 3/4/2024, as many write it with the month first; and whether its day can only be first."""
    second = text.substr(2, 1) == "/"
    return {"slashed": second | (text.substr(1, 1) == "/"), "day_first": second & text.substr(0, 2).between("13", "31")}


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
