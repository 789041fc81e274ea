"""What became of an extract's records, added up: nothing of a single record is left but the bad ones of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kvartalsbog.errors import Problem
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month


class Fate(StrEnum):
    """What became of a record: it is kept, left out by the goal's own rule, or rejected as bad."""

    KEPT = "kept"
    TYPE_LEFT_OUT = "left out: type"
    BEFORE_SINCE = "left out: before since"
    NOT_YET_DUE = "left out: not yet due"
    NO_KEY = "rejected: no key"
    REPEATED_KEY = "rejected: repeated key"
    NO_TYPE = "rejected: no type"
    UNKNOWN_TYPE = "rejected: unknown type"
    NO_DISTRICT = "rejected: no district"
    UNKNOWN_DISTRICT = "rejected: unknown district"
    NO_DATE = "rejected: no date"
    TURNED = "rejected: day and month in the other order"
    UNREADABLE_DATE = "rejected: unreadable date"
    NO_SUCH_TIME = "rejected: a date that stands for none"
    AFTER_EXTRACTION = "rejected: after the day of extraction"
    END_BEFORE_START = "rejected: end before start"
    OTHER_YEAR = "rejected: another year"
    IN_THE_FUTURE = "rejected: after the quarter"
    ABSENT_DISTRICT = "rejected: a district that has ended or not begun"
    NO_VALUE = "rejected: no value"
    TWO_WAYS = "rejected: a number that can be read in two ways"
    UNREADABLE_VALUE = "rejected: unreadable value"
    OUT_OF_BOUNDS = "rejected: out of bounds"


LEFT_OUT = (Fate.TYPE_LEFT_OUT, Fate.BEFORE_SINCE, Fate.NOT_YET_DUE)


@dataclass(frozen=True)
class BadRow:
    """A row that was rejected: what is wrong with it, and its cells in the columns that are read.

    The problem's `value` is of what kind the wrong cell is, never what stands in it: only the owner's workbook shows `cells`.
    """

    problem: Problem
    cells: tuple[str, ...] = ()

    @property
    def line(self) -> int:
        return self.problem.place.line or 0


@dataclass(frozen=True)
class RowCounts:
    """The rows of a file or sheet. Those read are kept, left out by a goal's own rule, rejected, empty, or hidden."""

    kept: int
    left_out: int
    rejected: int
    empty: int = 0
    hidden: int = 0

    @property
    def read(self) -> int:
        return self.kept + self.left_out + self.rejected + self.empty + self.hidden


@dataclass(frozen=True)
class Outcome:
    """The records of one goal's extract: how many met each fate, and the kept ones added up by month and unit.

    `misshapen` rows are rejected without being records; `empty` and `hidden` ones are passed over. `bad` holds the
    rejected and hidden rows, in order, as far as they are told; a database's rows are never among them. `parts` are the
    rows of each file and sheet. `by_day` counts the kept ones whose deadline has an hour that was not used, because the
    day they were done has none. `unsure` are columns whose dates are written with slashes, and none of which shows that the
    day stands first.
    """

    fates: Mapping[Fate, int]
    sums: Mapping[tuple[Month, str], Sum]
    misshapen: int = 0
    empty: int = 0
    hidden: int = 0
    bad: tuple[BadRow, ...] = ()
    parts: tuple[tuple[str, RowCounts], ...] = ()
    by_day: int = 0
    unsure: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        return self.counts.read

    @property
    def kept(self) -> int:
        return self.fates.get(Fate.KEPT, 0)

    @property
    def left_out(self) -> int:
        return sum(self.fates.get(fate, 0) for fate in LEFT_OUT)

    @property
    def rejected(self) -> int:
        return sum(self.fates.values()) + self.misshapen - self.kept - self.left_out

    @property
    def unusable(self) -> int:
        """How many rows a controller must allow to be left out."""
        return self.rejected + self.hidden

    @property
    def counts(self) -> RowCounts:
        return RowCounts(self.kept, self.left_out, self.rejected, self.empty, self.hidden)


def add(month: Month, district: str, n: int, total: int, scale: int) -> tuple[tuple[Month, str], Sum]:
    """An entry of `Outcome.sums`; `total` is counted in `scale`ths."""
    whole, rest = divmod(total, scale)
    return (month, district), Sum(n, Decimal(whole) if not rest else (Decimal(total) / scale).normalize())
