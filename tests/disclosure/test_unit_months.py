"""Units' months: which of them are shown beside all other sums, of which none is withheld for their sake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT
from histories import DAYS
from strong_reader import StrongReader

from kvartalsbog.disclosure.choice import choose
from kvartalsbog.disclosure.fitting import misfit
from kvartalsbog.disclosure.history import editions, propose
from kvartalsbog.disclosure.publication import (
    Cell,
    Key,
    Kind,
    Publication,
    merged_part,
    month_parts,
    unit_months,
    year_parts,
)
from kvartalsbog.disclosure.record import read_records, write_record
from kvartalsbog.inputs.loading import load
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, quarter_of

T = 5
Counts = Mapping[str, Sequence[int]]


def told(name: str, counts: Counts, *, next_year: bool = False) -> Publication:
    """An edition of units' months from January on, in which every case takes 100 days; or the next year's, of the same months."""
    cells: dict[Cell, Sum] = {
        (Month(2024, number), unit): Sum(n, Decimal(100 * n))
        for unit, row in counts.items()
        for number, n in enumerate(row, start=1)
    }
    parts = month_parts(cells) if next_year else year_parts(cells, {unit: (unit,) for unit in counts}, frozenset())
    return Publication(name, cells, (*parts, *unit_months(cells, counts)), threshold=T)


def published(*publications: Publication) -> list[Publication]:
    found: list[Publication] = []
    for publication in publications:
        found.append(replace(publication, shown=choose(found, publication, DAYS).shown))
    return found


def hidden(publication: Publication) -> set[str]:
    """The months that are withheld; of other sums none is."""
    assert {key.kind for key in publication.withheld} <= {Kind.UNIT_MONTH}
    return {key.name.removeprefix("2024-") for key in publication.withheld}


def test_a_month_of_few_cases_is_hidden_by_three_others_and_by_no_other_sum() -> None:
    """Of a February has 3 cases. The year of a less its other months would tell them, and so would all of February less the other units':
    another month of a is withheld, and the same two of b, which has the fewest cases.
    """
    (only,) = published(told("K1", {"a": (30, 3, 40), "b": (50, 60, 70), "c": (80, 90, 100)}))
    assert hidden(only) == {"01 a", "02 a", "01 b", "02 b"}
    assert StrongReader([only], DAYS, T).known() == []


def test_where_no_month_is_small_every_one_is_shown() -> None:
    assert published(told("K1", {"a": (30, 5), "b": (50, 60)}))[0].withheld == set()


def test_a_months_nought_is_withheld_though_other_noughts_are_shown() -> None:
    """A reader who knew that the others are not nought would know too much of three units with 1, 2 and 2 cases."""
    (only,) = published(told("K1", {"a": (0, 40), "b": (50, 60), "c": (80, 90)}))
    assert "01 a" in hidden(only)


def test_where_every_unit_has_a_small_month_the_others_may_still_be_shown() -> None:
    (only,) = published(told("K1", {"a": (2, 40, 41, 42), "b": (3, 60, 50, 70), "c": (70, 4, 90, 80)}))
    assert {"01 a", "01 b", "02 c"} <= hidden(only) < {key.name.removeprefix("2024-") for key in only.cases}
    assert "04 b" not in hidden(only)


def test_of_a_unit_whose_year_is_withheld_no_month_is_shown() -> None:
    (only,) = published(told("K1", {"a": (1, 2, 1), "b": (30, 40, 50), "c": (80, 90, 100)}))
    assert {key.name for key in only.withheld if key.kind is Kind.UNIT} == {"a", "b"}
    months = {key.units[0] for key in only.withheld if key.kind is Kind.UNIT_MONTH}
    assert months == {"a", "b"}
    assert len(only.withheld) == 2 + 6


def test_next_year_a_month_that_late_cases_have_moved_a_little_is_withheld_and_nobody_is_asked() -> None:
    """January of a has 2 cases more a year later, that of b 30: the whole month has moved by 32 and is shown, a's own is not, nor b's, which
    would tell it.
    """
    first, later = published(
        told("K1", {"a": (60, 70), "b": (80, 90), "c": (100, 110)}),
        told("next year K1", {"a": (62, 70), "b": (110, 90), "c": (100, 110)}, next_year=True),
    )
    assert first.withheld == set()
    assert hidden(later) == {"01 a", "01 b"}
    assert StrongReader([first, later], DAYS, T).known() == []


def test_a_correction_of_few_cases_asks_a_person_for_its_other_sums_only() -> None:
    first = told("K1", {"a": (60, 70), "b": (80, 90)})
    again = told("K1 again", {"a": (62, 70), "b": (110, 90)})
    choice = choose(published(first), again, DAYS)
    assert Key(Kind.UNIT_MONTH, "2024-01 a") not in choice.shown
    assert choice.near == (Key(Kind.UNIT, "a"),)


def test_what_was_withheld_of_months_stays_so() -> None:
    first, second = published(
        told("K1", {"a": (30, 3), "b": (50, 60), "c": (80, 90)}),
        told("K2", {"a": (30, 3, 70), "b": (50, 60, 70), "c": (80, 90, 70)}),
    )
    assert hidden(first) == {"01 a", "02 a", "01 b", "02 b"}
    assert hidden(first) <= hidden(second)
    assert StrongReader([first, second], DAYS, T).known() == []


def test_months_are_chosen_so_that_what_comes_of_the_same_figures_can_be_shown() -> None:
    """Without a thought for it January and February of b hide those of a: what b had in January, which the next edition tells, would be too much."""
    counts = {"a": (30, 3, 40), "b": (50, 60, 70), "c": (80, 90, 100)}
    new = told("next year K1", counts, next_year=True)
    coming = tuple(
        merged_part((unit,), Month(2024, last), frozenset((Month(2024, m), unit) for m in range(1, last + 1)))
        for unit in counts
        for last in (2, 3)
    )
    first = replace(new, shown=choose([], new, DAYS, coming=coming).shown)
    later = replace(new, name="next year K2", parts=(*new.parts, *coming))
    choice = choose([first], later, DAYS)
    assert {part.key for part in coming} <= choice.shown
    assert StrongReader([first, replace(later, shown=choice.shown)], DAYS, T).known() == []


def test_no_other_sum_of_the_example_year_is_withheld_for_units_months(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the year itself nothing is chosen otherwise, and of the year before no more is withheld: in one edition one unit takes another's
    place. Of 1.1 every month of every unit is shown, of 1.2 of all units but the two that are few in the year itself.
    """
    report = load(quarter_of(2024, 4), ROOT / "data")
    asked = report.agreed, report.readings, report.period, report.records, report.decisions
    with_months = editions(*asked)
    monkeypatch.setattr("kvartalsbog.disclosure.history.unit_months", lambda *_: ())
    for ours, without in zip(with_months, editions(*asked), strict=True):
        for name, series in without.series.items():
            own = ours.series[name].decisions
            of_year = [key for key in series.decisions if key.kind is not Kind.MERGED]
            assert {key: own[key] for key in of_year} == {key: series.decisions[key] for key in of_year}
            assert Counter(key.kind for key in series.decisions if not own[key]) == Counter(
                key.kind for key, shown in series.decisions.items() if not shown
            )
            assert {key.kind for key in own.keys() - series.decisions.keys()} <= {Kind.UNIT_MONTH}
    last = {name: series.decisions for name, series in with_months[-1].series.items()}
    units = {
        name: {key.units[0] for key, shown in own.items() if key.kind is Kind.UNIT_MONTH and not shown}
        for name, own in last.items()
    }
    assert units["1.1"] == set()
    assert units["1.2"] == {"bornholm", "nsk"}


def test_a_record_has_units_months_and_one_of_before_is_read_without(tmp_path: Path) -> None:
    report = load(quarter_of(2024, 1), ROOT / "data")
    record = propose(report.plan, report.readings, report.period, (), ()).record
    (tmp_path / "2024").mkdir()
    write_record(record, tmp_path)
    assert read_records(tmp_path, [report.plan.calendar]) == (record,)
    assert misfit(report.plan, report.readings, record) is None
    of_before = {
        name: replace(s, decisions={k: v for k, v in s.decisions.items() if k.kind is not Kind.UNIT_MONTH})
        for name, s in record.series.items()
    }
    assert misfit(report.plan, report.readings, replace(record, series=of_before)) is None
