"""The example readings of 2023 and 2024, from a fixed seed: plausible in size and season, and what each quarter knew of them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from example_story import LATE, RESTATED, UNREPORTED

SEED = 20240101
Key = tuple[str, str, str]
Cell = tuple[int, int]

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


def cells(districts: dict[str, tuple[str, ...]]) -> dict[Key, Cell]:
    """The true aggregate of every goal, month and district of 2023 and 2024: cases, and days or cases in time."""
    chance = random.Random(SEED)
    made: dict[Key, Cell] = {}
    for series in SERIES:
        for year, averages in series.averages.items():
            for month, average in enumerate(averages, start=1):
                for district in districts[series.goal]:
                    made[series.goal, f"{year}-{month:02d}", district] = _cell(chance, series, month, average, district)
    return made


def _cell(chance: random.Random, series: Series, month: int, average: float, district: str) -> Cell:
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


def first_told(truth: dict[Key, Cell]) -> dict[Key, Cell]:
    """What was reported first, where a later quarter restates it."""
    return {key: (n - more, total - days) for key, (more, days) in RESTATED.items() for n, total in [truth[key]]}


def vintage_rows(quarter: str, truth: dict[Key, Cell]) -> list[tuple[str, str, str, int, int]]:
    """The lines of one quarter's `series.csv`: its own months, what came late, and what is restated."""
    year, number = int(quarter[:4]), int(quarter[5])
    own = range(1, 13) if year == 2023 else range(3 * number - 2, 3 * number + 1)
    months = {f"{year}-{month:02d}" for month in own}
    told_first = first_told(truth)
    rows: dict[Key, Cell] = {}
    for key, cell in truth.items():
        late = LATE.get(key) or UNREPORTED.get(key[:2])
        if (key[1] in months and late is None) or late == quarter:
            rows[key] = told_first.get(key, cell)
        if key in RESTATED and quarter == restated_in(key[1]):
            rows[key] = cell
    return [(*key, *rows[key]) for key in sorted(rows, key=lambda k: (k[0], k[1]))]


def restated_in(month: str) -> str:
    """The quarter after a month's own is the one that restates it."""
    number = (int(month[5:]) + 2) // 3
    return f"{month[:4]}K{number + 1}"


def known(quarter: str, truth: dict[Key, Cell]) -> dict[Key, Cell]:
    """Every month of the year as the registers knew it at a quarter's end: late months absent, first figures first."""
    found: dict[Key, Cell] = {}
    for number in range(1, int(quarter[5]) + 1):
        for goal, month, district, n, total in vintage_rows(f"{quarter[:4]}K{number}", truth):
            found[goal, month, district] = (n, total)
    return found
