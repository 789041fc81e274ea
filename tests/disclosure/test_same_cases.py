"""Two series of the same cases, and one that another plan calls otherwise: what one of them shows is known of the other."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from strong_reader import StrongReader
from yearly import DAYS, SHARE, THRESHOLD, Figures, editions, plan_of, readings_of

from kvartalsbog.disclosure.publication import Cell, Key, Kind, Measure, Publication
from kvartalsbog.disclosure.record import Record
from kvartalsbog.disclosure.told_before import Before, publications
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import months_of

ANY = Measure(Decimal(0), Decimal(10**9))  # of which a total tells nothing of the cases


def known_cases(records: Sequence[Record], names: Sequence[str], year: int) -> list[str]:
    """What whoever reads all of some series together, knowing that they are of the same cases, works out of how many there are."""
    told = list(_together(records, names, year))
    return [str(known) for known in StrongReader(told, ANY, THRESHOLD)._by_count()]


def _together(records: Sequence[Record], names: Sequence[str], year: int) -> Iterator[Publication]:
    for record in records:
        own = [publications((Before(record, name),), months_of(year))[0] for name in names if name in record.series]
        shown = frozenset[Key]().union(*(publication.shown for publication in own))
        cases = {cell: Sum(value.n, Decimal(0)) for cell, value in own[0].view.items()}
        yield replace(own[0], view=cases, shown=shown, verdicts=(), counted=frozenset())


def of_the_same_cases(seed: int) -> tuple[tuple[str, ...], dict[str, Figures]]:
    """Units of all sizes with the days of their cases, and how many were in time."""
    dice = random.Random(seed)
    units = tuple(f"u{number}" for number in range(dice.choice([4, 6, 9])))
    rates = {unit: dice.choice([0.4, 1, 3, 8, 25, 90]) for unit in units}
    cells = [(month, unit) for month in months_of(2024)[:6] for unit in units]
    cases = {cell: min(int(dice.gammavariate(rates[cell[1]], 1)), 300) for cell in cells}
    days = {cell: (n, sum(dice.randint(20, 400) for _ in range(n))) for cell, n in cases.items()}
    in_time = {cell: (n, sum(dice.random() < 0.9 for _ in range(n))) for cell, n in cases.items()}
    return units, {"1.1": days, "1.2": in_time}


# of each of these one series hid a sum that the other showed, and the other way round
@pytest.mark.parametrize("seed", [3, 16, 18, 21, 23, 25, 33, 47, 51])
def test_two_series_of_the_same_cases_do_not_tell_together_what_each_hides(seed: int) -> None:
    units, figures = of_the_same_cases(seed)
    records = editions(plan_of(units, 2024, m1_1=DAYS, m1_2=SHARE), readings_of(2024, 2, figures), 2)
    alone = known_cases(records, ("1.1",), 2024)
    assert set(known_cases(records, ("1.1", "1.2"), 2024)) <= set(alone)


def test_series_of_other_cases_are_chosen_by_themselves() -> None:
    units, figures = of_the_same_cases(25)
    others = {**figures, "1.2": {cell: (n + 1, total) for cell, (n, total) in figures["1.2"].items()}}
    plan = plan_of(units, 2024, m1_1=DAYS, m1_2=SHARE)
    (both,) = editions(plan, readings_of(2024, 1, others), 1)
    (alone,) = editions(plan_of(units, 2024, m1_1=DAYS), readings_of(2024, 1, {"1.1": figures["1.1"]}), 1)
    assert both.series["1.1"] == alone.series["1.1"]


def test_a_goal_with_another_number_next_year_is_known_by_its_figures() -> None:
    """February is 2, and 2024 hides January with it. What was goal 1.1 is 1.2 in the next plan, whose 1.1 is something else."""
    counts = (136, 2, 150, 160, 155, 148, 90, 170, 166, 158, 149, 151)
    cells = {(m, u): n for m, whole in zip(months_of(2024), counts, strict=True) for u, n in (("a", whole // 2), ("b", whole - whole // 2))}  # fmt: skip
    figures = {cell: (n, 50 * n + cell[0].number) for cell, n in cells.items()}
    records = editions(plan_of("ab", 2024, m1_1=DAYS), readings_of(2024, 4, {"1.1": figures}), 4)
    hidden = {
        key.name for key, shown in records[-1].series["1.1"].decisions.items() if not shown and key.kind is Kind.MONTH
    }
    assert len(hidden) == 2
    assert "2024-02" in hidden
    new = {
        (month, unit): (400 + 7 * month.number, 9000)
        for month in (*months_of(2024), *months_of(2025)[:3])
        for unit in "ab"
    }
    own = {(month, unit): (50 + month.number, 5000) for month in months_of(2025)[:3] for unit in "ab"}
    later = readings_of(2025, 1, {"1.1": new, "1.2": {**figures, **own}})
    (*_, next_year) = editions(plan_of("ab", 2025, m1_1=DAYS, m1_2=DAYS), later, 1, records)
    withheld = {
        key.name for key, shown in next_year.series["1.2"].decisions.items() if not shown and key.kind is Kind.MONTH
    }
    assert {name for name in withheld if name < "2025"} == hidden


@pytest.mark.parametrize("number", ["1.1", "1.2"])
def test_a_goal_that_measures_something_else_of_the_same_cases_next_year_does_not_tell_how_many_there_were(
    number: str,
) -> None:
    """In the first quarter of 2024 a has 3 cases, which b hides. In 2025 the share of the same cases in time is asked for: all of a and b
    are, so that c must hide a, and b can be shown.
    """
    units = {"a": 30, "b": 34, "c": 60, "d": 90}
    cells = {(month, unit): n for month in months_of(2024) for unit, n in units.items()}
    cells |= {(month, "a"): 1 for month in months_of(2024)[:3]}
    days = {cell: (n, 100 * n + cell[0].number) for cell, n in cells.items()}
    dice = random.Random(1)
    share = {(m, u): (n, n if u in "ab" else sum(dice.random() < 0.8 for _ in range(n))) for (m, u), n in cells.items()}
    records = editions(plan_of("abcd", 2024, m1_1=DAYS), readings_of(2024, 4, {"1.1": days}), 4)
    own = {(month, unit): (50, 40) for month in months_of(2025)[:3] for unit in "abcd"}
    later = readings_of(2025, 1, {number: {**share, **own}})
    records = editions(plan_of("abcd", 2025, **{number: SHARE}), later, 1, records)
    assert not set(known_cases(records, ("1.1", "1.2"), 2024)) - set(known_cases(records[:-1], ("1.1",), 2024))


def test_units_that_the_next_plan_knows_under_one_name_are_told_as_what_they_had() -> None:
    """In the first quarter of 2024 nord has 3 cases, which vest hides. In 2025 nord and midt are one unit, and vest and syd another:
    183 cases less the 180 that midt showed would be those of nord.
    """
    units = {"nord": 30, "vest": 34, "midt": 60, "syd": 90, "oest": 50}
    cells = {(month, unit): n for month in months_of(2024) for unit, n in units.items()}
    cells |= {(month, "nord"): 1 for month in months_of(2024)[:3]}
    days = {cell: (n, 100 * n + cell[0].number) for cell, n in cells.items()}
    records = editions(plan_of(tuple(units), 2024, m1_1=DAYS), readings_of(2024, 4, {"1.1": days}), 4)
    assert {key.name for key, shown in records[0].series["1.1"].decisions.items() if key.kind is Kind.UNIT and not shown} == {"nord", "vest"}  # fmt: skip
    heirs = {"nord": "a", "midt": "a", "vest": "b", "syd": "b", "oest": "oest"}
    together: dict[Cell, tuple[int, int]] = {
        (month, unit): (50, 4000) for month in months_of(2025)[:3] for unit in ("a", "b", "oest")
    }
    for (month, unit), (n, total) in days.items():
        before = together.get((month, heirs[unit]), (0, 0))
        together[month, heirs[unit]] = (before[0] + n, before[1] + total)
    (*_, later) = editions(
        plan_of(("a", "b", "oest"), 2025, m1_1=DAYS), readings_of(2025, 1, {"1.1": together}), 1, records
    )
    hidden = {key.name for key, shown in later.series["1.1"].decisions.items() if not shown}
    assert {"2024-03 a", "2024-03 b"} <= hidden
    assert "2024-12" not in hidden
