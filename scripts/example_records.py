"""The example figures taken apart into records: for each month, unit and goal as many as its figure counts, with dates
that add up to it.

All chance is drawn as whole numbers from NumPy's legacy generator, whose streams are frozen, so that every machine and
every version makes the same records.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from example_cells import SEED, Cell, Cells
from example_story import EXTRACTED

from kvartalsbog.periods import Month

Days = npt.NDArray[np.int64]  # days since 1970-01-01, or numbers of days
PREFIX = {"1.1": "EKS", "1.2": "EKS-AFS", "4.2": "EKS-FT"}
DECISIONS = {
    "STRAF": ("Tiltale rejst", "Tiltalefrafald", "Påtale opgivet"),
    "ATK": ("Bøde vedtaget",),
    "MOU": ("Bøde vedtaget",),
}
SUBJECTS = (
    "Eksempel: sagsbehandlingstid i kredsen",
    "Eksempel: antal anmeldelser; fordelt på år",
    "Eksempel: brug af ressourcer",
    'Eksempel: spørgsmål om »tryghed« og "nærhed"',
)
CLOSED = (
    "2023-12-25", "2023-12-26", "2024-01-01", "2024-03-28", "2024-03-29", "2024-04-01", "2024-05-09", "2024-05-20", "2024-06-05",
    "2024-12-24", "2024-12-25", "2024-12-26", "2024-12-31",
)  # fmt: skip
# How many days cases take, in thousandths of their average: a lognormal curve, as durations of cases mostly are. No case
# takes longer than the mapping finds plausible.
LONGEST = 3600
SPREAD = np.array(
    [min(LONGEST, round(1000 * math.exp(0.6 * NormalDist().inv_cdf((k + 0.5) / 1000) - 0.18))) for k in range(1000)]
)


@dataclass(frozen=True)
class Group:
    """Records that were made together: one unit's of a month, all of a type, all that the registers got at a time.

    `total` is their days, or how many of them were in time. `postponed` of the late ones have another deadline in the
    registers until the quarter `corrected`.
    """

    goal: str
    month: Month
    district: str
    kind: str
    n: int
    total: int
    since: str
    postponed: int = 0
    corrected: str = ""

    @property
    def chance(self) -> np.random.RandomState:
        """The group's own chance, whatever else is made before it."""
        name = f"{self.goal} {self.month} {self.district} {self.kind} {self.since}"
        return np.random.RandomState([SEED, *name.encode()])


def records(goal: str, month: Month, quarter: str, truth: Cells, written: Mapping[str, str]) -> pa.Table:
    """A month's records as the registers had them when the quarter's extract was drawn. `written`: unit → how the
    register writes it. A record has the same number and dates in every quarter, unless it was corrected.
    """
    parts, first = [], 1
    for group in _groups(goal, month, truth):
        if group.n and group.since <= quarter:
            numbers = pc.utf8_lpad(pa.array(np.arange(first, first + group.n)).cast(pa.string()), 6, "0")
            key = pc.binary_join_element_wise(f"{PREFIX[goal]}-{month}", numbers, "-")
            parts.append(_MAKERS[goal](group, key, written[group.district], quarter))
        first += group.n
    return pa.concat_tables(parts)


def _groups(goal: str, month: Month, truth: Cells) -> Iterator[Group]:
    for (own, when, district), cell in truth.items():
        if (own, when) == (goal, str(month)):
            yield from _of_cell(goal, month, district, cell)


def _of_cell(goal: str, month: Month, district: str, cell: Cell) -> Iterator[Group]:
    if goal == "4.2":
        yield Group(goal, month, district, "", cell.n, cell.total, cell.since, -cell.later_total, cell.restated)
        return
    n, total = cell.n - cell.later_n, cell.total - cell.later_total
    yield Group(goal, month, district, "STRAF", n, total, cell.since)
    yield Group(goal, month, district, "STRAF", cell.later_n, cell.later_total, cell.restated)
    if goal == "1.1":  # the types that the goal leaves out are in the extract like all others
        yield Group(goal, month, district, "ATK", cell.n // 40, cell.n // 40 * 21, cell.since)
        yield Group(goal, month, district, "MOU", cell.n // 90, cell.n // 90 * 64, cell.since)


def _cases(group: Group, key: pa.Array, unit: str, _: str) -> pa.Table:
    """1.1: from the report to the decision about a charge."""
    chance = group.chance
    decided = chance.choice(_working_days(group.month), group.n)
    reported = decided - _durations(chance, group.n, group.total)
    order = np.lexsort((reported, decided))
    columns = {"anmeldt": _dates(reported[order]), "tiltale_afgjort": _dates(decided[order])}
    decisions = _chosen(DECISIONS[group.kind], chance, group.n)
    same = {"politikreds": _repeated(unit, group.n), "sagstype": _repeated(group.kind, group.n)}
    return pa.table({"sagsnummer": key, **same, **columns, "afgoerelse": decisions})


def _sentences(group: Group, key: pa.Array, unit: str, _: str) -> pa.Table:
    """1.2: from the report to the charge; the court decides weeks or months later, and that places the case."""
    chance = group.chance
    judged = np.sort(chance.choice(_working_days(group.month), group.n))
    charged = _back(judged - chance.randint(21, 150, group.n))
    reported = charged - _durations(chance, group.n, group.total)
    columns = {"anmeldt": _dates(reported), "tiltale_rejst": _dates(charged), "dom": _dates(judged)}
    months = pa.array(chance.randint(1, 25, group.n))
    return pa.table({"sagsnummer": key, "politikreds": _repeated(unit, group.n), **columns, "straf_i_maaneder": months})


def _hearings(group: Group, key: pa.Array, unit: str, quarter: str) -> pa.Table:
    """4.2: from the hearing to the answer, which is missing where it had not come when the extract was drawn."""
    chance = group.chance
    sent = np.sort(chance.choice(_working_days(group.month), group.n))
    due = _forward(sent + chance.randint(9, 16, group.n))
    in_time = chance.permutation(group.n) < group.total
    answered = np.where(
        in_time, _back(sent + chance.randint(3, 9, group.n)), _forward(due + chance.randint(1, 13, group.n))
    )
    never = ~in_time & (chance.randint(0, 8, group.n) == 0)
    if quarter < group.corrected:
        postponed = np.flatnonzero(~in_time & ~never)[: group.postponed]
        due[postponed] = _forward(answered[postponed] + 3)
    drawn = _number(date.fromisoformat(EXTRACTED[quarter]))
    # a hearing that is reported as late was due before its quarter's extract was drawn
    due = np.where(in_time, due, np.minimum(due, _number(date.fromisoformat(EXTRACTED[group.since])) - 1))
    columns = {
        "hoering_sendt": _dates(sent),
        "hoeringsfrist": _dates(due),
        "bidrag_sendt": _dates(answered, never | (answered > drawn)),
    }
    subject = _chosen(SUBJECTS, chance, group.n)
    return pa.table({"journalnummer": key, "enhed": _repeated(unit, group.n), "emne": subject, **columns})


_MAKERS = {"1.1": _cases, "1.2": _sentences, "4.2": _hearings}


def _durations(chance: np.random.RandomState, n: int, total: int) -> Days:
    """`n` durations whose sum is `total`, on the curve of SPREAD."""
    weights = SPREAD[chance.randint(0, len(SPREAD), n, dtype=np.int64)]
    days: Days = weights * total // weights.sum()
    days[: total - days.sum()] += 1
    return days


def _working_days(month: Month) -> Days:
    days = np.arange(_number(month.first_day), _number(month.last_day) + 1)
    closed = [_number(date.fromisoformat(day)) for day in CLOSED]
    return days[(_weekday(days) < 5) & ~np.isin(days, closed)]


def _weekday(days: Days) -> Days:
    """0 is Monday; 1970-01-01 was a Thursday."""
    return (days + 3) % 7


def _back(days: Days) -> Days:
    """The Friday before a day at the weekend."""
    return days - np.maximum(_weekday(days) - 4, 0)


def _forward(days: Days) -> Days:
    """The Monday after a day at the weekend."""
    return days + np.where(_weekday(days) > 4, 7 - _weekday(days), 0)


def _number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _dates(days: Days, missing: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    return pa.array(days.astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())


def _chosen(words: tuple[str, ...], chance: np.random.RandomState, n: int) -> pa.Array:
    return pa.array(words).take(pa.array(chance.randint(0, len(words), n)))


def _repeated(word: str, n: int) -> pa.Array:
    return pa.repeat(word, n)
