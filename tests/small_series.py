"""Made-up readings of a few units, and the sums in them that are of few cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kvartalsbog.kinds.measures import SeriesReading
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings, Vintage

DISTRICTS = ("nord", "syd", "vest")


Added = tuple[int, str, Month]  # what an edition added to a month in a district


def readings_of(quarters: int, added: dict[Added, int]) -> Readings:
    vintages = []
    stands: dict[tuple[str, Month], int] = {}
    for number in range(quarters):
        rows = []
        for (e, district, when), n in added.items():
            if e == number and (n or (district, when) not in stands):
                stands[district, when] = stands.get((district, when), 0) + n
                total = stands[district, when]
                rows.append(
                    SeriesReading("1", when, district, total, Decimal(total * 100), quarter_of(2024, number + 1))
                )
        vintages.append(Vintage(quarter_of(2024, number + 1), tuple(rows), (), {}, date(2024, 12, 31), {}))
    return Readings(tuple(vintages))


def sensitive(quarters: int, added: dict[Added, int], threshold: int) -> Iterator[list[Added]]:
    """Groups of few cases that nobody may compute: a district's month, a month, a district, and each one's addition."""
    for number in range(quarters):
        counted = [c for c in added if c[0] <= number]
        groups = [[c for c in counted if c[1:] == key] for key in {c[1:] for c in counted}]
        for part in (1, 2):
            groups += [[c for c in counted if c[part] == key] for key in {c[part] for c in counted}]
            own = [c for c in counted if c[0] == number]
            groups += [[c for c in own if c[part] == key] for key in {c[part] for c in own}]
        groups += [[c] for c in counted]
        yield from (g for g in groups if 0 < abs(sum(added[c] for c in g)) < threshold)


def plan_of(
    districts: tuple[str, ...], year: int, goal: str, threshold: int, deadline: date | None = None, **own: object
) -> Plan:
    """A plan of one goal with a mean, and of nothing else; `own` are other keys of its criterion."""
    criterion = {
        "id": "k", "title": "k", "deadline": deadline or date(year, 12, 31), "direction": "at_most",
        "limit": 100, "counted": "sager", "districts": districts, "kind": "mean", "unit": "dage",
        "plausible": {"minimum": 0, "maximum": 10**8}, **own,
    }  # fmt: skip
    one = {"id": goal, "title": "m", "summary": "m", "weight": 100, "responsible": "m", "criteria": [criterion]}
    return Plan.model_validate(
        {
            "title": "Plan", "year": year, "authority": "A", "ministry": "M", "source": {"document": "D"},
            "data_status": "example", "suppression_threshold": threshold, "overview": "o",
            "districts": [{"id": name, "name": name} for name in districts],
            "pillars": [{"id": "1", "title": "s", "weight": 100, "notebook": "n", "goals": [one]}],
        }
    )  # fmt: skip
