"""What a series measures: its fields, what its value is, and when a value keeps its limits."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import ConfigDict, Field

from kvartalsbog.files.fields import Day, Identifier, Number, Words
from kvartalsbog.kinds.base import Asked, Bound, Criterion, Refusal, Value
from kvartalsbog.kinds.limits import Limit, PerUnit, Relative, Span
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.units import Unit, typed
from kvartalsbog.periods import Month

EVERY = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}  # months from one report to the next
Flag = Annotated[bool, Field(strict=True)]
# what all criteria on one series say alike: it is what a reading is read by
OF_SERIES = ("kind", "unit", "counted", "districts", "plausible", "reported", "sensitive")


_LARGE = 10_000


class Bounds(Value):
    """The least and the most that something can be."""

    minimum: Number
    maximum: Number


class Range(NamedTuple):
    """Between what a value lies by its own nature or by the plan's word; None where nothing bounds it."""

    least: Decimal | None = None
    most: Decimal | None = None


class Measured(Criterion):
    """A criterion on the readings of a `series`; where the plan names none, that of its goal's id.

    `scale` makes a case's share of the total one of the criterion's unit; `whole` is whether a case adds nothing or one;
    `fed_by` are the measures of intake.yml that can give its total. Judged are the months `from` a day to the deadline: all
    of them, or with `over: latest` the last one. Readings that are `sensitive` tell of people or cases: few of them are
    withheld.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    series: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9.-]{0,63})?$")] = ""
    direction: Literal["at_most", "at_least", "within"]
    limit: Limit
    strict: Flag = False
    begins: Day | None = Field(default=None, alias="from")
    over: Literal["period", "latest"] = "period"
    reported: Literal["monthly", "quarterly", "half-yearly", "yearly"] = "monthly"
    counted: Words
    districts: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    unit: str
    decimals: Annotated[int, Field(strict=True, ge=0, le=6)] | None = None
    sensitive: Flag = True
    scale: ClassVar[int] = 1
    whole: ClassVar[bool] = False
    adds: ClassVar[bool] = False  # the value is the total itself, and not a total for each case
    fed_by: ClassVar[tuple[str, ...]]

    @property
    def reads(self) -> str:
        return self.series

    @property
    def unit_word(self) -> str:
        """The word by which the owners' files name its unit."""
        return typed(self.unit)

    @cached_property
    def reporting(self) -> frozenset[str]:
        """The units that report at any time."""
        return frozenset(self.districts)

    @property
    @abstractmethod
    def case(self) -> Bounds:
        """What one case can add to a total."""

    @property
    def possible(self) -> Range:
        """What the value can be, in the criterion's unit: never a bound of the book's own, for this decides an outlook."""
        return Range()

    @property
    def own_bounds(self) -> Bounds | None:
        """Where a reading's value must lie by bounds of the book's own; None where it has none."""
        return None

    @property
    def counts(self) -> bool:
        """Whether the value is the number of cases: each adds one, and there are no parts of one."""
        return False

    @property
    def latest(self) -> bool:
        """Whether it is the level at the deadline that counts."""
        return self.over == "latest"

    @property
    def bound(self) -> Decimal | None:
        """The exact number that is asked for, the lower end of a range; None where each unit has its own, or while the
        year before is not known.
        """
        return next((bound.limit for bound in self.bounds), None)

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """What is asked for, side by side: of a range both."""
        limit = self.limit
        if isinstance(limit, Span):
            return Bound("at_least", limit.least, self.strict), Bound("at_most", limit.most, self.strict)
        known = limit.number if isinstance(limit, Relative) else limit if isinstance(limit, Decimal) else None
        return () if known is None or self.direction == "within" else (Bound(self.direction, known, self.strict),)

    @property
    def own_limits(self) -> dict[str, Decimal]:
        """Unit → its own limit; empty where the limit is everybody's."""
        return dict(self.limit.units) if isinstance(self.limit, PerUnit) else {}

    @property
    def limits(self) -> tuple[Decimal, ...]:
        """Every number that a value is held against, in any unit."""
        return (*(bound.limit for bound in self.bounds), *self.own_limits.values())

    @property
    def places(self) -> int:
        """How many decimals a value is shown with: those that the plan asks for, none of a number of cases or where every
        limit is a large number without decimals of the plan's, else one more than its limits are written with.
        """
        if self.decimals is not None:
            return self.decimals
        written = self._written()
        large = self.limits and all(is_large(round(n)) for n in self.limits)
        if self.counts or (large and all(precision(n) == 1 for n in written)):
            return 0
        return max(map(precision, written), default=1)

    def _written(self) -> tuple[Decimal, ...]:
        """The numbers of the limit that the plan itself writes, or that follow exactly from them."""
        if isinstance(self.limit, Relative) and self.limit.counts_from_readings:
            return () if self.limit.difference is None else (self.limit.difference,)
        return self.limits

    @property
    def asked(self) -> Asked:
        if own := self.own_limits:
            return Asked(Decimal(len(own)), None, Unit.ITEMS, "enheder")
        upper = self.bounds[1].limit if len(self.bounds) > 1 else None
        return Asked(self.bound, self.direction, self.unit, self.counted, upper, self.strict)

    def refused_reading(self, n: int, total: Decimal) -> Iterator[Refusal]:
        """What is wrong with the total of a unit's month of `n` cases."""
        if n == 0 and total != 0:
            yield Refusal(("total",), "Er antallet 0, skal summen være 0.", allowed="0")

    def value_of(self, sums: Sum) -> Decimal | None:
        """The value of some sums in the criterion's unit; None when there were no cases to divide by."""
        if self.adds:
            return self.scale * sums.total
        return None if sums.mean is None else self.scale * sums.mean

    def within(self, sums: Sum) -> bool:
        """Whether the sums keep the limit, compared exactly: no rounding comes before a verdict."""
        return not self.broken(sums)

    def broken(self, sums: Sum) -> tuple[Bound, ...]:
        """The bounds that the sums do not keep."""
        over = 1 if self.adds else sums.n
        return tuple(b for b in self.bounds if not b.keeps(self.scale * sums.total, b.limit * over))

    def months(self, every: Iterable[Month]) -> tuple[Month, ...]:
        """The months that are judged, of all `every` month of the plan: those reported, from the first day to the deadline."""
        step, begins = EVERY[self.reported], self.begins
        closing = list(every)[step - 1 :: step]
        return tuple(
            m for m in closing if m.first_day <= self.deadline and (begins is None or begins <= m.last_day)
        )  # fmt: skip

    def reports(self, month: Month, every: Iterable[Month]) -> bool:
        """Whether a month is one of those that are reported, in the plan's span or in the year before it."""
        step, first = EVERY[self.reported], next(iter(every))
        return (month.count - first.count + 1) % step == 0


def precision(limit: Decimal | int) -> int:
    """How many decimals a value is shown with: one more than the limit that it is held against."""
    return 1 + max(0, -int(Decimal(limit).normalize().as_tuple().exponent))


def is_large(limit: Decimal | int) -> bool:
    """Whether a limit is a whole number so large that nobody reads decimals beside it."""
    return abs(Decimal(limit)) >= _LARGE and limit == int(limit)
