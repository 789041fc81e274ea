"""Made-up histories of publications: few cases, late months, restatements, corrections, merged units, next years, and criteria
of every form that a sensitive series can have: of the year, of a part of it, a level at a day, ranges, sums, steps of credit.

Units that were merged are shown as one (`history`), or have gone into a new one, which is shown for itself and with them
(`merger`). Where units are even in number, the next year shows what each had in the same months. Of figures that are not
only counted units' months are told too.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kvartalsbog.disclosure.choice import choose
from kvartalsbog.disclosure.publication import (
    Cell,
    Choice,
    Key,
    Kind,
    Measure,
    Part,
    Publication,
    Verdict,
    View,
    merged_part,
    month_parts,
    unit_months,
    year_parts,
)  # fmt: skip
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, quarter_of

DAYS = Measure(Decimal(1), Decimal(900))
IN_TIME = Measure(Decimal(0), Decimal(1), whole=True)
COUNTED = Measure(Decimal(1), Decimal(1), whole=True)  # each case is one of what is counted
YEAR = 2024
AGAIN = " again"  # a correction


@dataclass
class Asked:
    """A criterion: the months that it is judged by, of a level the last of them; its limits, harder ones and easier ones, are set when they
    are first held against something, near it. Of a range both ends are told.
    """

    first: int
    last: int
    latest: bool
    adds: bool
    at_most: bool
    strict: bool
    factors: tuple[float, ...]
    is_range: bool = False
    limits: tuple[Decimal, ...] = ()

    def key(self, view: View) -> Key | None:
        """The sum that it is judged by, of the months that have been reported."""
        every = sorted({month for month, _ in view})
        own = [month for month in every if self.first <= month.number <= self.last]
        if not own:
            return None
        if self.latest:
            return Key(Kind.MONTH, str(own[-1]))
        return Key(Kind.TO_DATE, str(own[-1])) if own[0] == every[0] else Key(Kind.WINDOW, f"{own[0]}..{own[-1]}")

    def told(self, key: Key, sums: Sum) -> Iterator[Verdict]:
        """What its verdict tells once the time is over: of each limit on which side of it the sum is."""
        if not sums.n:
            return
        value = sums.total if self.adds else sums.total / sums.n
        near = (round(value * Decimal(factor), 3) for factor in self.factors)
        self.limits = self.limits or tuple(near)
        for number, limit in enumerate(self.limits):
            at_most = self.at_most if not self.is_range else bool(number)
            kept = (value < limit or (value == limit and not self.strict)) if at_most else (value > limit or (value == limit and not self.strict))  # fmt: skip
            yield Verdict(key, limit, kept != at_most, 0 if self.adds else 1, strict=kept == self.strict)


@dataclass(frozen=True)
class History:
    """What is published, in the order of time, of a goal and a year; nothing is chosen yet. `coming` is what will be told of the same
    figures after a publication, by its name.
    """

    threshold: int
    measure: Measure
    publications: tuple[Publication, ...]
    coming: dict[str, tuple[Part, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A history as it was chosen: every publication with what it shows, what was said of each choice, and its seconds."""

    history: History
    publications: tuple[Publication, ...]
    choices: tuple[Choice, ...]
    seconds: tuple[float, ...]
    refused: int = 0


def told(history: History, *, accept: bool = False) -> Told:
    """Choose for each publication in turn. A correction of few cases is refused, as it is by default, or accepted."""
    published: list[Publication] = []
    choices: list[Choice] = []
    seconds: list[float] = []
    for publication in history.publications:
        start = time.process_time()
        coming = history.coming.get(publication.name, ())
        choice = choose(published, publication, history.measure, coming=coming)
        seconds.append(time.process_time() - start)
        if choice.near and publication.name.endswith(AGAIN) and not accept:
            continue
        published.append(replace(publication, shown=choice.shown))
        choices.append(choice)
    refused = len(history.publications) - len(published)
    return Told(history, tuple(published), tuple(choices), tuple(seconds), refused)


def history(seed: int) -> History:
    """A history of a seed; the same seed always gives the same."""
    return _Story(random.Random(seed)).told()


def two_plans(seed: int, later: int) -> History:
    """The history of a seed where the next plan has another threshold."""
    found = history(seed)
    publications = (replace(p, threshold=later) if p.name.startswith("next year") else p for p in found.publications)
    return replace(found, publications=tuple(publications))


def merger(seed: int) -> History:
    """The history of a year in which two units went into a third, on the first day of a quarter or of the next year."""
    return _Merger(random.Random(seed)).told()


class _Story:
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.units = [f"u{number}" for number in range(dice.choice([2, 3, 4, 6, 9]))]
        self.rates = {unit: dice.choice([0.4, 1, 3, 8, 25, 90]) for unit in self.units}
        self.threshold = dice.choice([3, 5, 5, 7])
        self.measure = dice.choice([DAYS, DAYS, IN_TIME, IN_TIME, COUNTED])
        self.quarters = dice.choice([1, 2, 3, 4, 4])
        self.vintages: list[dict[Cell, Sum]] = []
        self.late: dict[Cell, Sum] = {}
        self.coming: dict[str, tuple[Part, ...]] = {}
        self.merged_from = dice.choice([2, 3, 4]) if dice.random() < 0.25 and len(self.units) > 2 else None
        self.certain = dice.choice([0.0, 0.5, 0.95, 1.0])
        self.asked = [self._asked() for _ in range(dice.choice([1, 1, 2, 3]))]

    def _asked(self) -> Asked:
        dice, last = self.dice, self.dice.choice([3, 6, 9, 12, 12])
        first = dice.choice([1, 1, 1, *(month for month in (4, 7, 10) if month <= last)])
        is_range = dice.random() < 0.15
        near = (0.5, 0.8, 0.95, 0.999, 1, 1.001, 1.05, 1.2, 2)
        factors = dice.sample(near, 2 if is_range else dice.choice([1, 1, 2, 3]))
        return Asked(
            first, last, dice.random() < 0.3, self.measure == COUNTED or dice.random() < 0.1, dice.random() < 0.6, dice.random() < 0.3,
            tuple(sorted(factors)), is_range,
        )  # fmt: skip

    def told(self) -> History:
        publications = [p for number in range(1, self.quarters + 1) for p in self._quarter(number)]
        if self.quarters == 4:
            publications += [p for number in range(self.dice.choice([0, 1, 2])) for p in self._next_year(number)]
        return History(self.threshold, self.measure, tuple(publications), self.coming)

    def _quarter(self, number: int) -> Iterator[Publication]:
        self.vintages.append({**self.late, **self._restated(), **self._new(number)})
        yield self._publication(f"K{number}", number)
        while self.dice.random() < 0.25:
            back = self.dice.randint(1, number) if self.dice.random() < 0.4 else number
            if self.vintages[back - 1]:
                self._correct(back)
                yield self._publication(f"K{back}{AGAIN}", back)

    def _next_year(self, number: int) -> Iterator[Publication]:
        self.vintages.append(self._restated())
        view = self._view(len(self.vintages))
        name, compared = f"next year K{number + 1}", len(self.units) % 2 == 0
        parts = (*month_parts(view), *(self._each(view, number + 1) if compared else ()), *self._unit_months(view))
        if compared:
            self.coming[name] = tuple(part for later in range(number + 2, 5) for part in self._each(view, later))
        yield Publication(name, view, parts, threshold=self.threshold)
        if self.dice.random() < 0.3:
            self._correct(4)
            yield self._publication(f"K4{AGAIN}", 4)

    def _unit_months(self, view: View) -> tuple[Part, ...]:
        return () if self.measure == COUNTED else unit_months(view, self.units)

    def _each(self, view: View, passed: int) -> Iterator[Part]:
        """What each unit had in the months of the quarters that have passed a year later, as that year compares its units."""
        months = [Month(YEAR, number) for number in range(1, 3 * passed + 1)]
        for unit in self.units:
            cells = frozenset((month, unit) for month in months)
            if cells <= view.keys():
                yield merged_part((unit,), months[-1], cells)

    def _publication(self, name: str, number: int) -> Publication:
        view = self._view(number)
        units = {unit: (unit,) for unit in self.units}
        if self.merged_from is not None and number >= self.merged_from:
            first, second, *rest = self.units
            units = {"merged": (first, second), **{unit: (unit,) for unit in rest}}
        parts = (*year_parts(view, units, self._values(view)), *self._unit_months(view))
        return self._judged(Publication(name, view, parts, threshold=self.threshold), number)

    def _values(self, view: View) -> frozenset[Key]:
        return frozenset(key for asked in self.asked if (key := asked.key(view)) is not None)

    def _judged(self, publication: Publication, number: int) -> Publication:
        """The publication of a quarter with the verdicts that are told in it."""
        told = []
        for asked in self.asked:
            if (key := asked.key(publication.view)) is not None and asked.last <= 3 * number:
                (part,) = (part for part in publication.parts if part.key == key)
                told += asked.told(key, publication.sum_of(part.cells))
        return replace(publication, verdicts=tuple(dict.fromkeys(told)))

    def _view(self, number: int) -> View:
        return {cell: value for vintage in self.vintages[:number] for cell, value in vintage.items()}

    def _new(self, number: int) -> dict[Cell, Sum]:
        self.late = {}
        rows = {}
        for month in quarter_of(YEAR, number).months:
            for unit in self.units:
                cell = (month, unit)
                value = self._cases(min(int(self.dice.gammavariate(self.rates[unit], 1)), 400))
                (self.late if self.dice.random() < 0.04 else rows)[cell] = value
        return rows

    def _cases(self, n: int) -> Sum:
        if self.measure == COUNTED:
            return Sum(n, Decimal(n))
        if self.measure.whole:
            return Sum(n, Decimal(sum(self.dice.random() < self.certain for _ in range(n))))
        return Sum(n, Decimal(sum(self.dice.randint(20, 400) for _ in range(n))))

    def _restated(self) -> dict[Cell, Sum]:
        stands = self._view(len(self.vintages))
        return {cell: self._moved(value, 5) for cell, value in stands.items() if self.dice.random() < 0.03}

    def _correct(self, number: int) -> None:
        vintage = self.vintages[number - 1]
        for cell in self.dice.sample(sorted(vintage), min(len(vintage), self.dice.choice([1, 1, 2, 4]))):
            vintage[cell] = self._moved(vintage[cell], 14)

    def _moved(self, value: Sum, most: int) -> Sum:
        more = self.dice.randint(-min(value.n, most), most)
        if more >= 0:
            new = self._cases(more)
            return Sum(value.n + more, value.total + new.total)
        left = value.n + more
        return Sum(left, (value.total * left / value.n).to_integral_value())


class _Merger(_Story):
    """Two units report until a quarter, and from then on a third in their place."""

    GONE, HEIR = ("u0", "u1"), "heir"

    def __init__(self, dice: random.Random) -> None:
        super().__init__(dice)
        self.quarters = 4
        self.units = self.units if len(self.units) > 2 else [*self.units, "u2"]
        self.rates = {unit: self.rates.get(unit, 8) for unit in self.units}
        self.rates[self.HEIR] = sum(self.rates[unit] for unit in self.GONE)
        self.merged_from = dice.choice([2, 3, 4, 5])
        self.every = tuple(self.units)

    def _quarter(self, number: int) -> Iterator[Publication]:
        self._meet(number)
        yield from super()._quarter(number)

    def _meet(self, number: int) -> None:
        here = self.every if number < self.merged_from else (self.HEIR, *self.every[2:])
        self.units = list(here)

    def _publication(self, name: str, number: int) -> Publication:
        view = self._view(number)
        parts = year_parts(view, {unit: (unit,) for unit in (self.HEIR, *self.every)}, self._values(view))
        parts = (*parts, *self._together(view, number, number), *self._unit_months(view))
        return self._judged(Publication(name, view, parts, threshold=self.threshold), number)

    def _next_year(self, number: int) -> Iterator[Publication]:
        for publication in super()._next_year(number):
            if publication.name.endswith(AGAIN):
                yield publication
            else:
                together = self._together(publication.view, number + 1, 5)
                yield replace(publication, parts=(*publication.parts, *together))

    def _together(self, view: View, passed: int, now: int) -> tuple[Part, ...]:
        """The three units' months of the quarters that have passed, once the merger has taken effect by `now`."""
        if now < self.merged_from:
            return ()
        months = [Month(YEAR, number) for number in range(1, 3 * passed + 1)]
        met = 3 * self.merged_from - 2  # the heir's first month
        cells = frozenset((m, unit) for m in months for unit in (self.GONE if m.number < met else (self.HEIR,)))
        return (merged_part((self.HEIR, *self.GONE), months[-1], cells),) if cells <= view.keys() else ()
