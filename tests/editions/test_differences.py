"""Two editions in words: within a plan year everything is compared, across two plans only what both measure alike."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import figures
import pytest
from conftest import LIBRARY, ROOT
from two_editions import changed, data, old

from kvartalsbog.editions.differences import differences, state_of_tables
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.opendata.formats.delimited import csv_files
from kvartalsbog.opendata.formats.earlier import CODES_SINCE, rows_of
from kvartalsbog.opendata.formats.files import tables
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.points import Points
from kvartalsbog.verdicts.states import State, state_of
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.statuses import verdict_word

__all__ = ["data", "old"]  # fixtures


@pytest.fixture(scope="module")
def new(data: Path) -> State:
    return state_of(find(load(quarter_of(2025, 1), data)))


def test_two_plans_are_never_compared_as_one(old: State, new: State) -> None:
    told = [sentence.replace("\u00a0", " ") for sentence in differences(old, new)]
    assert told[0] == (
        "4. kvartal 2024 følger planen for 2024, og 1. kvartal 2025 følger planen for 2025. "
        "To planers mål, status, point og leverancer kan ikke sammenlignes; det kan kun måneder, som begge viser."
    )
    assert told[1].startswith("Målt på samme måde: 1.1 Sagsbehandlingstid for alle sager, 1.2 ")
    assert told[1].endswith("I månederne fra 2024 er intet tal ændret.")
    assert len(told) == 2


def test_a_month_that_both_plans_editions_show_is_compared(old: State, new: State) -> None:
    month = ("1.1", Month(2024, 1))
    sums, value = new.months[month], new.values[month].value
    assert value is not None
    other = replace(
        new,
        months={**new.months, month: Sum(sums.n + 10, sums.total)},
        values={**new.values, month: replace(new.values[month], value=value + 1)},
    )
    told = differences(old, other)
    assert "I månederne fra 2024 er disse tal ændret:" in told[1]
    assert len(told) == 3
    assert told[2].startswith("Mål 1.1, januar\u00a02024: ")
    assert told[2].endswith(" (+1).")


@pytest.mark.parametrize("place", range(5), ids=("criterion", "title", "kind", "unit", "direction"))
def test_a_goal_that_is_measured_otherwise_is_not_compared(old: State, new: State, place: int) -> None:
    (series,) = new.goals["1.1"].series
    measured = list(series.measured or ())
    measured[place] = "andet"
    told = differences(old, changed(new, "1.1", series=(replace(series, measured=tuple(measured)),)))
    assert "1.1" not in told[1]
    assert "1.2" in told[1]


def test_within_a_year_deliverables_are_told_in_their_own_words(data: Path, old: State) -> None:
    before = state_of(find(load(quarter_of(2024, 3), data)))
    told = " ".join(differences(before, old)).replace("\u00a0", " ")
    assert (
        "Mål 2.1, Telefoni i servicecentrene: ventet den 1. oktober 2024 er blevet til sat i drift den 9. oktober 2024."
        in told
    )


@pytest.mark.parametrize(("values", "told"), [
    ({"title": "Nyt navn"}, "Mål 1.1 Nyt navn, titel: »Sagsbehandlingstid for alle sager« er blevet til »Nyt navn«."),
    ({"weight": Decimal("12.5")}, "Mål 1.1 Sagsbehandlingstid for alle sager, vægt: 15 er blevet til 12,5."),
    ({"limit": Decimal(190)}, "Mål 1.1 Sagsbehandlingstid for alle sager, krav: 180 er blevet til 190."),
    ({"responsible": "Østjylland"}, "Mål 1.1 Sagsbehandlingstid for alle sager, ansvarlig: »{responsible}« er blevet til »Østjylland«."),
    ({"result": None}, "Mål 1.1 Sagsbehandlingstid for alle sager: resultatet er gået fra {result} til –."),
    ({"outlook": Outlook.AT_RISK}, "Mål 1.1 Sagsbehandlingstid for alle sager: forventningen er gået til »i risiko«."),
    ({"verdict": Verdict.NO_DATA, "outlook": Outlook.AT_RISK}, "Mål 1.1 Sagsbehandlingstid for alle sager er gået fra »{verdict}« til »mangler data«."),
    ({"verdict": Verdict.NOT_DUE, "outlook": Outlook.UNLIKELY}, "Mål 1.1 Sagsbehandlingstid for alle sager er gået fra »{verdict}« til »forventes ikke opfyldt«."),
    ({"points": Points(open=Decimal(15))}, "De {kind} point er gået fra "),
])  # fmt: skip
def test_each_thing_that_can_change_of_a_goal_is_told_once(old: State, values: dict[str, Any], told: str) -> None:
    was = old.goals["1.1"]
    found = [sentence.replace("\u00a0", " ") for sentence in differences(old, changed(old, "1.1", **values))]
    if "points" in values:
        assert {sentence.split()[1] for sentence in found} == {"uafgjorte", "opnåede" if was.points.won else "mistede"}
    else:
        assert found == [
            told.format(
                responsible=was.responsible, verdict=verdict_word(was.verdict), result=figures.told("1.1", "2024K4")
            )
        ]


def test_a_verdict_that_leaves_the_goal_where_it_stood_is_told_itself(old: State) -> None:
    """Nobody has answered, before the deadline and after it: the pages' word is the same, the verdict is not."""
    open_ = changed(old, "1.1", verdict=Verdict.NOT_DUE, outlook=Outlook.UNANSWERED)
    passed = changed(old, "1.1", verdict=Verdict.NO_DATA, outlook=Outlook.UNANSWERED)
    assert list(differences(open_, passed)) == [
        "Mål 1.1 Sagsbehandlingstid for alle sager er gået fra »ikke forfalden« til »mangler data«."
    ]


def test_goals_that_come_and_go_are_told_and_nothing_else_of_them(old: State) -> None:
    without = replace(old, goals={goal: state for goal, state in old.goals.items() if goal != "1.1"})
    assert differences(without, old)[0] == "Mål 1.1 Sagsbehandlingstid for alle sager er nyt i planen."
    assert differences(old, without)[0] == "Mål 1.1 Sagsbehandlingstid for alle sager er udgået af planen."


def test_a_state_says_the_same_as_itself(old: State, new: State) -> None:
    assert differences(old, old) == differences(new, new) == ()


PLANS = ROOT / "tests/plans"
SHOWN = [
    *((ROOT, f"2024K{n}") for n in (1, 2, 3, 4)),
    *((LIBRARY, f"2026K{n}") for n in (1, 2)),
    *((PLANS / "rail-authority", f"2023K{n}") for n in (1, 2, 3, 4)),
    *((PLANS / "land-registry", f"2003-04K{n}") for n in (1, 2, 3, 4)),
    *((PLANS / "school", f"2016-17K{n}") for n in (1, 4)),
    (PLANS / "university", "2024H2"),
]


@pytest.mark.parametrize(("folder", "quarter"), SHOWN)
def test_a_published_book_shows_what_its_findings_do(folder: Path, quarter: str) -> None:
    """The state that is read from the open data is that of the findings which they were made from."""
    data = folder / "data"
    findings = find(load(named_period(quarter, data), data))
    found = {
        table.definition.name: rows_of(csv_files(table)[f"{table.definition.name}.csv"], CODES_SINCE)
        for table in tables(findings)
    }
    published = state_of_tables(findings.period.label, findings.period.calendar, found)
    assert published == state_of(findings)
    shown = [month for series in findings.series.values() for month in series.every_month.values() if month is not None]
    assert len(published.months) == len(shown)  # no series in another's place
