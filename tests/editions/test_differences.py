"""Two editions in words: within a plan year everything is compared, across two plans only what both measure alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from two_editions import changed, data, old

from kvartalsbog.editions.differences import Edition, differences, edition_of
from kvartalsbog.inputs.loading import load
from kvartalsbog.periods import Quarter
from kvartalsbog.verdicts.findings import find

__all__ = ["data", "old"]  # fixtures


@pytest.fixture(scope="module")
def new(data: Path) -> Edition:
    return edition_of(find(load(Quarter(2025, 1), data)))


def test_two_plans_are_never_compared_as_one(old: Edition, new: Edition) -> None:
    told = [sentence.replace("\u00a0", " ") for sentence in differences(old, new)]
    assert told[0] == (
        "4. kvartal 2024 følger planen for 2024, og 1. kvartal 2025 følger planen for 2025. "
        "To planers mål, status, point og leverancer kan ikke sammenlignes; det kan kun måneder, som begge viser."
    )
    assert told[1].startswith("Målt på samme måde: 1.1 Sagsbehandlingstid for alle sager, 1.2 ")
    assert told[1].endswith("I månederne fra 2024 er intet tal ændret.")
    assert len(told) == 2


def test_a_month_that_both_plans_editions_show_is_compared(old: Edition, new: Edition) -> None:
    month = next(r for r in new.tables["months"] if r["goal"] == "1.1" and r["value"])
    other = changed(new, "months", "1.1", n=str(int(month["n"]) + 10), value=str(float(month["value"]) + 1))
    told = differences(old, other)
    assert "I månederne fra 2024 er disse tal ændret:" in told[1]
    assert len(told) == 3
    assert told[2].startswith("Mål 1.1, januar\u00a02024: ")


@pytest.mark.parametrize(
    ("column", "value"), [("unit", "hours"), ("direction", "at_least"), ("criterion_title", "Et andet mål")]
)
def test_a_goal_that_is_measured_otherwise_is_not_compared(old: Edition, new: Edition, column: str, value: str) -> None:
    told = differences(old, changed(new, "criteria", "1.1", **{column: value}))
    assert "1.1" not in told[1]


def test_within_a_year_deliverables_are_told_in_their_own_words(data: Path, old: Edition) -> None:
    before = edition_of(find(load(Quarter(2024, 3), data)))
    told = " ".join(differences(before, old)).replace("\u00a0", " ")
    assert "Mål 2.1, It-projekt 5: ventet den 1. oktober 2024 er blevet til sat i drift den 9. oktober 2024." in told
