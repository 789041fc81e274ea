"""The forms of dates that `intake.yml` can name, as `mm/dd/åååå`, and which of them some cells have.

A form is day, month and year, each once, with what stands between them. Nothing in a form can be read in two ways: the
mapping decides what 03/04/2024 is, and no cell does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice, product

from kvartalsbog.periods.months import NAMES

DAY, MONTH, YEAR = "day", "month", "year"
_PIECES = {
    "d": DAY, "dd": DAY, "m": MONTH, "mm": MONTH, "mmm": MONTH, "mmmm": MONTH,
    "åå": YEAR, "åååå": YEAR, "yy": YEAR, "yyyy": YEAR,
}  # fmt: skip
_ORDERS = ((DAY, MONTH, YEAR), (MONTH, DAY, YEAR), (YEAR, MONTH, DAY))
_BETWEEN = r"(|[-./ ]|, ?|[.] )"
_FORM = re.compile(f"(d+|m+|å+|y+){_BETWEEN}(d+|m+|å+|y+){_BETWEEN}(d+|m+|å+|y+)")
_ENGLISH = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
]  # fmt: skip
MONTHS = {
    name: number
    for names in (NAMES, _ENGLISH)
    for number, month in enumerate(names, 1)
    for name in (month, month[:3], *(("sept",) if number == 9 else ()))
}
_HOUR = re.compile(r"[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?$")
CENTURY = "20"  # of a year of two digits
_LOOKED_AT = 2000  # cells of a column that are compared with the forms
# what systems write, the likeliest first: of two that fit as many cells both are told
_WRITTEN = (
    *(f"{first}{mark}{second}{mark}{year}" for year in ("åååå", "åå") for mark in "-./" for first, second in (("dd", "mm"), ("mm", "dd"))),
    *(f"åååå{mark}mm{mark}dd" for mark in "./"), "åå-mm-dd", "ååååmmdd", "ddmmåååå", "mmddåååå", "ddmmåå", "ååmmdd",
    *(f"dd{mark}mmm{mark}{year}" for mark, year in product("-. /", ("åååå", "åå"))), "dd. mmm åååå", "mmm dd, åååå", "mmm dd åååå", "ddmmmåååå", "ddmmmåå",
)  # fmt: skip
_DIRECTIVES = {"%d": "dd", "%m": "mm", "%b": "mmm", "%B": "mmm", "%y": "åå", "%Y": "åååå"}  # as programs write them


@dataclass(frozen=True)
class DateForm:
    """A form of dates. `pattern` has a group for each of `order`; `named` is whether the month is a name, `short` whether
    the year has two digits, and `compact` whether the text is digits alone, as a number could be.
    """

    written: str
    order: tuple[str, str, str]
    pattern: str
    named: bool
    short: bool
    compact: bool

    def group(self, part: str) -> int:
        """The group of the pattern that has the day, the month or the year."""
        return self.order.index(part) + 1

    def read(self, text: str) -> date | None:
        """The day that a text in this form tells; nothing where there is none, or the text has another form."""
        found = re.fullmatch(self.pattern, text)
        if found is None:
            return None
        year, month = found[self.group(YEAR)], found[self.group(MONTH)].lower()
        try:
            number = MONTHS.get(month, 0) if self.named else int(month)
            return date(int(f"{CENTURY}{year}" if self.short else year), number, int(found[self.group(DAY)]))
        except ValueError:
            return None

    def of(self, day: date) -> str:
        """A day as it stands in this form."""
        month = NAMES[day.month - 1][:3] if self.named else f"{day:%m}"
        parts = {"d": f"{day:%d}", "m": month, "å": f"{day:%y}" if self.short else f"{day:%Y}"}
        return re.sub("d+|m+|å+", lambda found: parts[found[0][0]], self.written.replace("y", "å"))


@lru_cache(maxsize=256)
def date_form(written: str) -> DateForm | None:
    """The form that a text names, in capitals or small letters; nothing where it names none."""
    found = _FORM.fullmatch(written.lower())
    if found is None:
        return None
    pieces, between = found.group(1, 3, 5), found.group(2, 4)
    order = next((one for one in _ORDERS if list(one) == [_PIECES.get(piece) for piece in pieces]), None)
    if order is None:
        return None
    touching = (between[0] == "", not all(between), between[1] == "")
    if any(piece in ("d", "m") and alone for piece, alone in zip(pieces, touching, strict=True)):
        return None  # of 1112024 nobody knows which digits are the month's
    shapes = [_shape(piece, alone) for piece, alone in zip(pieces, touching, strict=True)]
    marks = ["".join(f"[{sign}]" for sign in mark) for mark in (*between, "")]
    pattern = "".join(shape + mark for shape, mark in zip(shapes, marks, strict=True))
    named, short = any(piece.startswith("mmm") for piece in pieces), any(piece in ("åå", "yy") for piece in pieces)
    return DateForm(found[0], order, pattern, named, short, not named and not any(between))


def form_meant(written: str) -> str:
    """The form that was likely meant by a text that names none; empty where it cannot be told."""
    for directive, piece in _DIRECTIVES.items():
        written = written.replace(directive, piece)
    letters = re.sub("[ya]", "å", written.lower())
    meant = re.sub("d+|m+|å+", lambda run: _whole_piece(run[0]), letters)
    return meant if date_form(meant) else ""


def _whole_piece(run: str) -> str:
    return run[0] * {"d": 2, "m": 3 if len(run) > 2 else 2}.get(run[0], 4 if len(run) > 2 else 2)


def _shape(piece: str, touching: bool) -> str:
    """What stands for a piece of a form: digits that touch others are as many as the form has letters. No sign is escaped:
    each engine has a way of its own to write that.
    """
    if piece.startswith("mmm"):
        return "([A-Za-z]{3,9})[.]?"
    exact = _PIECES[piece] == YEAR or touching
    return f"([0-9]{{{len(piece) if exact else '1,2'}}})"


def forms_of(cells: Iterable[str], days: tuple[date, date]) -> tuple[str, ...]:
    """The forms in which most of some cells tell one of the `days`: several where the cells do not tell which, none where
    they have none.
    """
    counted: Counter[str] = Counter()
    for cell in islice(cells, _LOOKED_AT):
        text = _HOUR.sub("", cell)
        counted.update(
            written for written, form in _KNOWN.items() if days[0] <= (form.read(text) or date.min) <= days[1]
        )
    most = max(counted.values(), default=0)
    return tuple(written for written in _KNOWN if most and counted[written] == most)


_KNOWN = {written: form for written in _WRITTEN if (form := date_form(written))}
