"""The example figures of 2023 and 2024, from a fixed seed: plausible in size and season, and when each was known."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from example_story import LATE, RESTATED, UNREPORTED

SEED = 20240101
Key = tuple[str, str, str]
Figure = tuple[int, int]

# Relative size of the units' caseloads; the small ones are meant to be small enough to be withheld.
SIZES = {
    "nordjylland": 6.6, "oestjylland": 11.0, "midt-vestjylland": 7.1, "sydoestjylland": 7.2, "syd-soenderjylland": 6.1,
    "fyn": 7.8, "sydsjaelland-lolland-falster": 5.7, "midt-vestsjaelland": 6.5, "nordsjaelland": 8.7, "vestegnen": 8.2,
    "koebenhavn": 24.0, "bornholm": 0.35, "nsk": 0.4,
}  # fmt: skip
SMALL = {"bornholm": 1.4, "nsk": 9.0}  # cases of 1.2 in a month
HEARINGS = {"rigspolitiet": 42, "koebenhavn": 14, "nsk": 12, "groenland": 2, "faeroeerne": 1, "bornholm": 1}
SEASON = (1.0, 0.96, 1.04, 0.99, 1.01, 1.02, 0.8, 0.97, 1.05, 1.06, 1.03, 0.9)
# How long a unit's cases take beside the country's, before the story moves it: cities have the harder cases.
PACE = {
    "nordjylland": 0.89, "oestjylland": 0.97, "midt-vestjylland": 0.93, "sydoestjylland": 0.99, "syd-soenderjylland": 0.91,
    "fyn": 0.96, "sydsjaelland-lolland-falster": 1.00, "midt-vestsjaelland": 1.02, "nordsjaelland": 0.95, "vestegnen": 1.08,
    "koebenhavn": 1.09, "bornholm": 0.86, "nsk": 1.70,
}  # fmt: skip
# What the story does to a unit in 2024, month by month in a straight line from nothing in December 2023 to this by the
# end of the year, or at once from a month on: (goal, unit) → how many times as long its cases take.
SLOWER = {
    ("1.1", "sydsjaelland-lolland-falster"): 1.34,
    ("1.1", "vestegnen"): 1.14,
    ("1.1", "fyn"): 0.94,
    ("1.2", "koebenhavn"): 1.10,
    ("1.2", "oestjylland"): 0.88,
}
# (goal, unit) → the month of 2024 from which it has so many times as many cases.
MORE = {("1.1", "vestegnen"): (4, 1.20), ("1.1", "nordjylland"): (1, 0.92), ("1.2", "nsk"): (3, 1.55)}


@dataclass(frozen=True)
class Series:
    """A goal's month by month average in the country (days, or per cent in time) and its cases in a month."""

    goal: str
    monthly: int
    averages: dict[int, tuple[float, ...]]


SERIES = (
    Series("1.1", 22500, {  # a year of noise, then a fall that goes on to the end
        2023: (196, 192, 195, 193, 199, 197, 201, 196, 199, 195, 198, 194),
        2024: (196.0, 188.4, 190.1, 191.2, 183.1, 186.3, 171.6, 178.4, 172.2, 169.9, 161.4, 165.4),
    }),
    Series("1.2", 690, {  # near the limit at first, then worse month by month until August
        2023: (181, 186, 178, 182, 187, 179, 184, 181, 176, 183, 180, 182),
        2024: (174, 163, 168, 166, 173, 179, 186, 189, 181, 177, 179, 172),
    }),
    Series("4.2", 0, {  # one bad month and no more
        2023: (86, 87, 88, 87, 86, 88, 85, 87, 88, 89, 88, 87),
        2024: (91, 92, 90, 93, 92, 91, 84, 86, 94, 93, 94, 93),
    }),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A unit's month: `n` cases and their `total` (days, or how many were in time) as they ended up; the quarter whose
    registers had it first; and how much of it they had only a quarter after that.
    """

    n: int
    total: int
    since: str
    later_n: int = 0
    later_total: int = 0

    @property
    def restated(self) -> str:
        """The quarter in which the figures are the final ones."""
        return f"{self.since[:5]}{int(self.since[5]) + 1}" if self.later_n or self.later_total else self.since

    def known(self, quarter: str) -> Figure | None:
        """What the registers said at a quarter's end, nothing when they did not have the month yet."""
        if quarter < self.since:
            return None
        if quarter < self.restated:
            return self.n - self.later_n, self.total - self.later_total
        return self.n, self.total


Cells = Mapping[Key, Cell]


def cells(districts: Mapping[str, Sequence[str]], scale: int = 1) -> Cells:
    """Every goal's months and units of 2023 and 2024, `scale` times as many cases as the example year has."""
    made: dict[Key, Cell] = {}
    for series in SERIES:
        for year, averages in series.averages.items():
            for month, average in enumerate(averages, start=1):
                for district, (n, total) in _month(series, year, month, average, districts[series.goal]).items():
                    key = (series.goal, f"{year}-{month:02d}", district)
                    later_n, later_total = RESTATED.get(key, (0, 0))
                    sizes = (n * scale, total * scale)
                    made[key] = Cell(*sizes, _since(key), later_n * scale, later_total * scale)
    return made


def known(quarter: str, truth: Cells) -> dict[Key, Figure]:
    """The year's figures as the registers had them at a quarter's end."""
    own = {key: cell.known(quarter) for key, cell in truth.items() if key[1][:4] == quarter[:4]}
    return {key: figure for key, figure in own.items() if figure is not None}


def news(quarter: str, truth: Cells) -> dict[Key, Figure]:
    """What is new or otherwise than at the end of the quarter before: the lines of the quarter's `series.csv`."""
    before = known(f"{quarter[:5]}{int(quarter[5]) - 1}", truth)
    return {key: figure for key, figure in known(quarter, truth).items() if before.get(key) != figure}


def _month(series: Series, year: int, month: int, average: float, units: Sequence[str]) -> dict[str, Figure]:
    """The units' figures of a month. Each has a chance of its own, so that what is told of one moves no other's cases;
    their days are such that the country's average is the one that is told.
    """
    chance = {unit: random.Random(f"{SEED} {series.goal} {year}-{month:02d} {unit}") for unit in units}
    season = SEASON[month - 1]
    if series.goal == "4.2":
        return {unit: _hearings(chance[unit], HEARINGS.get(unit, 7) * season, average) for unit in units}
    cases = {unit: _cases(chance[unit], series, year, month, unit) for unit in units}
    slow = {unit: _pace(series.goal, year, month, unit) * chance[unit].uniform(0.96, 1.04) for unit in units}
    scale = average * sum(cases.values()) / sum(cases[unit] * slow[unit] for unit in units)
    return {unit: (cases[unit], round(cases[unit] * slow[unit] * scale)) for unit in units}


def _hearings(chance: random.Random, expected: float, average: float) -> Figure:
    n = max(0, round(expected * chance.uniform(0.75, 1.25)))
    return n, sum(chance.random() < average / 100 for _ in range(n))


def _cases(chance: random.Random, series: Series, year: int, month: int, unit: str) -> int:
    small = SMALL.get(unit) if series.goal == "1.2" else None
    expected = (small or series.monthly * SIZES[unit] / sum(SIZES.values())) * SEASON[month - 1]
    since, times = MORE.get((series.goal, unit), (1, 1.0))
    if year == 2024 and month >= since:
        expected *= times
    return max(0, round(expected * chance.uniform(0.93, 1.07) + (chance.choice((-1, 0, 0, 1)) if small else 0)))


def _pace(goal: str, year: int, month: int, unit: str) -> float:
    """How long the unit's cases take beside the country's: of 1.2 those of NSK twice as long."""
    told = SLOWER.get((goal, unit), 1.0)
    own = 2.2 if (goal, unit) == ("1.2", "nsk") else PACE[unit]
    return own * (1 + (told - 1) * month / 12 if year == 2024 else 1)


def _since(key: Key) -> str:
    """A month is known by the end of its own quarter, but for those that came late; last year's by the end of the year."""
    goal, month, _ = key
    own = f"{month[:4]}K{4 if month < '2024' else (int(month[5:]) + 2) // 3}"
    return LATE.get(key) or UNREPORTED.get((goal, month)) or own
