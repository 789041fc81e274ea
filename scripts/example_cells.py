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
HEARINGS = {"rigspolitiet": 42, "koebenhavn": 14, "nsk": 12, "groenland": 2, "faeroeerne": 1, "bornholm": 1}
SEASON = (1.0, 0.96, 1.04, 0.99, 1.01, 1.02, 0.8, 0.97, 1.05, 1.06, 1.03, 0.9)


@dataclass(frozen=True)
class Series:
    """A goal's month by month average (days, or per cent in time) and the country's cases in a month."""

    goal: str
    monthly: int
    averages: dict[int, tuple[float, ...]]


SERIES = (
    Series("1.1", 22500, {
        2023: (193, 195, 194, 196, 197, 198, 199, 197, 198, 197, 196, 195),
        2024: (193, 192, 191, 189, 186, 184, 178, 174, 171, 168, 166, 164),
    }),
    Series("1.2", 690, {
        2023: (182, 183, 181, 180, 182, 181, 183, 180, 179, 180, 181, 180),
        2024: (179, 178, 177, 174, 173, 171, 169, 167, 165, 163, 162, 161),
    }),
    Series("4.2", 0, {
        2023: (86, 87, 88, 87, 86, 88, 85, 87, 88, 89, 88, 87),
        2024: (91, 92, 90, 93, 92, 91, 88, 92, 94, 93, 94, 93),
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
    chance = random.Random(SEED)
    made: dict[Key, Cell] = {}
    for series in SERIES:
        for year, averages in series.averages.items():
            for month, average in enumerate(averages, start=1):
                for district in districts[series.goal]:
                    key = (series.goal, f"{year}-{month:02d}", district)
                    n, total = _figure(chance, series, month, average, district)
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


def _figure(chance: random.Random, series: Series, month: int, average: float, district: str) -> Figure:
    season = SEASON[month - 1]
    if series.goal == "4.2":
        n = max(0, round(HEARINGS.get(district, 7) * season * chance.uniform(0.75, 1.25)))
        return n, sum(chance.random() < average / 100 for _ in range(n))
    share = SIZES[district] / sum(SIZES.values())
    small = {"bornholm": 1.4, "nsk": 9.0}.get(district) if series.goal == "1.2" else None
    expected = (small or series.monthly * share) * season
    n = max(0, round(expected * chance.uniform(0.93, 1.07) + (chance.choice((-1, 0, 0, 1)) if small else 0)))
    slower = 1.45 if district == "nsk" else 1 + (sorted(SIZES).index(district) - 6) * 0.006
    return n, round(n * average * slower * chance.uniform(0.985, 1.015))


def _since(key: Key) -> str:
    """A month is known by the end of its own quarter, but for those that came late; last year's by the end of the year."""
    goal, month, _ = key
    own = f"{month[:4]}K{4 if month < '2024' else (int(month[5:]) + 2) // 3}"
    return LATE.get(key) or UNREPORTED.get((goal, month)) or own
