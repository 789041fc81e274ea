"""A unit's figures beside those of all units: worked out from what this edition and the year's editions before it show, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.kinds.measures import NOTHING, Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.goals import Goal
from kvartalsbog.steering.contributions import wilson
from kvartalsbog.steering.noise import Signal
from kvartalsbog.verdicts.ahead import Change, changed, foreseen, pulling
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.gaps import own_limits

_REST = ""  # the other units


@dataclass(frozen=True)
class Standing:
    """The year to date after a period, of a unit and of all: None where nothing was reported, or a sum is withheld (`withheld`: the unit's).
    `before` is the unit's in the same months of the year before, where the years can be compared (`compared`: until which month).
    """

    period: Period
    unit: Sum | None
    all_units: Sum | None
    withheld: bool = False
    before: Sum | None = None
    compared: Month | None = None


@dataclass(frozen=True)
class UnitFigures:
    """A unit in one series of a goal: how it stood after each period, the newest last, what its newest period and the one before brought,
    its part of all cases (or, of what adds up, of the whole; from 0 to 1), its part of the distance from the limit, and how it
    keeps a limit of its own. None where that cannot be told. `months` are those of the plan and of the year before that the unit reported, None
    where one is withheld, and `change` what the newest of them tell; none and None of figures whose months by unit are not published.
    """

    goal: Goal
    series: Series
    standings: tuple[Standing, ...]
    newest: Sum | None
    before: Sum | None
    share: Fraction | None
    contribution: Fraction | None
    own: CriterionResult | None
    months: Mapping[Month, Sum | None]
    change: Change | None

    @property
    def criterion(self) -> SeriesCriterion:
        return self.series.criterion

    @property
    def asked(self) -> SeriesCriterion:
        """What is asked of the unit: its own limit where it has one."""
        own = self.own.criterion if self.own is not None else None
        return own if isinstance(own, SeriesCriterion) else self.criterion

    @property
    def to_date(self) -> Sum | None:
        return self.standings[-1].unit

    @property
    def withheld(self) -> bool:
        """Whether its year to date is."""
        return self.standings[-1].withheld

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of a share of cases: within what it lies with 95 per cent certainty, as parts of one."""
        sums = self.to_date
        return wilson(int(sums.total), sums.n) if self.criterion.whole and sums is not None and sums.n else None


def unit_figures(findings: Findings, unit: str) -> tuple[UnitFigures, ...]:
    """What an edition tells of a unit, by goal and series, in the plan's order."""
    return tuple(_figures(findings, goal, series, unit) for goal, series in _of_unit(findings, unit))


def _of_unit(findings: Findings, unit: str) -> Iterator[tuple[Goal, Series]]:
    for goal in findings.plan.goals:
        for name in goal.series:
            series = findings.series.get(name)
            if series is not None and unit in series.published.districts:
                yield goal, series.of_goal(goal)


def _figures(findings: Findings, goal: Goal, series: Series, unit: str) -> UnitFigures:
    standings = tuple(_standings(findings, series.name, unit, of_recorded=findings.recorded))
    return UnitFigures(
        goal, series, standings, _brought(standings), _brought(standings[:-1]), _share(series, standings[-1]), _contribution(findings, series, unit),
        own_limits(findings, goal, series).get(unit), series.unit_months.get(unit, {}), unit_change(findings, series, unit),
    )  # fmt: skip


def unit_change(findings: Findings, series: Series, unit: str) -> Change | None:
    """What a unit's months of the newest period tell against its own year before: nothing where one of them is withheld."""
    months, period = series.unit_months.get(unit), findings.period
    if not months:
        return None
    found = changed(months, period.calendar.months[0], period.months, share=series.criterion.whole)
    return found if found.newest is not None else Change(None, None, found.baseline, Signal.TOO_FEW_MONTHS)


def _standings(findings: Findings, name: str, unit: str, *, of_recorded: bool) -> Iterator[Standing]:
    """A recorded edition tells of recorded ones alone: what others would have shown was not reckoned with when it was chosen what it shows."""
    if findings.previous is not None:
        yield from _standings(findings.previous, name, unit, of_recorded=of_recorded)
    series = findings.series.get(name)
    if series is None or (of_recorded and not findings.recorded):
        yield Standing(findings.period, None, None)
        return
    there = unit in series.published.districts
    own = series.of_units.get(unit)
    compared = max(series.published.months).year_before if unit in series.units_before else None
    yield Standing(findings.period, own, series.of_all, there and own is None, series.units_before.get(unit), compared)


def _brought(standings: Sequence[Standing]) -> Sum | None:
    """What the last of some periods has added to the year to date: all of it in the first."""
    now, before = (standings[place].unit if len(standings) >= -place else NOTHING for place in (-1, -2))
    if now is None or before is None or now.n <= before.n:
        return None
    return Sum(now.n - before.n, now.total - before.total)


def _share(series: Series, standing: Standing) -> Fraction | None:
    own, whole = standing.unit, standing.all_units
    if own is None or whole is None or series.is_level:
        return None
    if series.criterion.adds:
        return Fraction(own.total) / Fraction(whole.total) if whole.total > 0 <= own.total else None
    return Fraction(own.n, whole.n) if whole.n else None


def _contribution(findings: Findings, series: Series, unit: str) -> Fraction | None:
    """As in the table of who pulls: of a figure over the whole year to date alone."""
    own, latest = series.published.districts[unit], series.published.latest
    for criterion in series.criteria:
        bound = foreseen(criterion)
        if bound is not None and own is not None and latest is not None and latest.n:
            if criterion.begins is not None or criterion.deadline < findings.period.last_day:
                return None
            return pulling(criterion, bound, latest, {unit: own}, _REST)[unit]
    return None
