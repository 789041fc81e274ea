"""A row of series.csv: what is read of it, and what is refused with its cell, what is allowed and what to do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from small_findings import DAYS, JAN, MAR, REPORT, goal, plan_of

from kvartalsbog.errors import Problem
from kvartalsbog.files.rows import Row
from kvartalsbog.kinds.measures import SeriesReading
from kvartalsbog.periods import quarter_of
from kvartalsbog.readings.rules import (
    SERIES_COLUMNS,
    parse_series,
)

K1 = quarter_of(2024, 1)
UNITS = [
    {"id": "nord", "name": "Nord", "ends": "2024-01-31", "into": "syd"}, {"id": "syd", "name": "Syd"},
    {"id": "vest", "name": "Vest", "begins": "2024-03-01"}, {"id": "oest", "name": "Øst"},
]  # fmt: skip


def parsed(line: str, **criterion: Any) -> SeriesReading | list[Problem]:
    measured = DAYS | {"districts": ["nord", "syd", "vest"], "deadline": "2024-12-31"} | criterion
    plan = plan_of(goal("1.1", measured, weight=50), goal("1.3", REPORT, weight=50), districts=UNITS)
    row = Row("series.csv", 2, dict(zip(SERIES_COLUMNS, line.split(",", 4), strict=True)))
    return parse_series(row, plan, K1)


def test_a_row_is_read_as_it_stands() -> None:
    assert parsed("1.1,2024-03,syd,12,960.5") == SeriesReading("1.1", MAR, "syd", 12, Decimal("960.5"), K1)
    assert parsed("1.1,2023-01,syd,0,0") == SeriesReading("1.1", JAN.year_before, "syd", 0, Decimal(0), K1)


POINT = "Brug punktum som decimaltegn og intet tusindtalsskilletegn."
NUMBER = "et tal fra 0 og op, med punktum som decimaltegn"
REFUSED: dict[str, tuple[str, str, str | None, str | None]] = {
    "1.3,2024-03,syd,1,1": ("goal", "Målet findes ikke, eller det har ingen talserie.", "1.1 (Mål 1.1)", None),
    "1.1,2024-03,ukendt,1,1": (
        "district",
        "Enheden findes ikke i planens liste.",
        "nord (Nord), syd (Syd), vest (Vest), oest (Øst)",
        None,
    ),
    "1.1,2024-03,oest,1,1": (
        "district",
        "Enheden indberetter ikke til mål 1.1.",
        "nord (Nord), syd (Syd), vest (Vest)",
        None,
    ),
    "1.1,marts,syd,1,1": ("month", "Måneden kan ikke læses.", "en måned som 2024-01", None),
    "1.1,2024-04,syd,1,1": ("month", "Måneden kan ikke indberettes i 2024K1.", "2023-01 til 2024-03", None),
    "1.1,2022-12,syd,1,1": ("month", "Måneden kan ikke indberettes i 2024K1.", "2023-01 til 2024-03", None),
    "1.1,2024-02,nord,1,1": ("month", "Nord fandtes ikke i måneden.", "til 2024-01-31", "Tallene hører til syd."),
    "1.1,2024-02,vest,1,1": ("month", "Vest fandtes ikke i måneden.", "fra 2024-03-01", None),
    "1.1,2024-03,syd,,1": ("n", "Tallet mangler.", "et helt tal fra 0 og op", None),
    "1.1,2024-03,syd,1.5,1": ("n", "Værdien er ikke et tal, der kan bruges.", "et helt tal fra 0 og op", None),
    "1.1,2024-03,syd,1,-1": ("total", "Tallet er negativt.", NUMBER, None),
    "1.1,2024-03,syd,1,1.1234567": ("total", "Værdien er ikke et tal, der kan bruges.", NUMBER, None),
    "1.1,2024-03,syd,0,1": ("total", "Er antallet 0, skal summen være 0.", "0", None),
}


def told(problems: SeriesReading | list[Problem]) -> list[tuple[str | None, str, str | None, str | None]]:
    assert isinstance(problems, list)
    return [(p.place.column, p.message, None if p.allowed is None else str(p.allowed), p.hint) for p in problems]


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_read_is_refused_at_its_cell(line: str) -> None:
    assert told(parsed(line)) == [REFUSED[line]]


@pytest.mark.parametrize(
    ("reported", "how", "months"),
    [
        ("quarterly", "talserien indberettes hvert kvartal, i kvartalets sidste måned", "2024-03, 2024-06, 2024-09, 2024-12"),
        ("half-yearly", "talserien indberettes hvert halvår, i halvårets sidste måned", "2024-06, 2024-12"),
        ("yearly", "talserien indberettes én gang om året, i årets sidste måned", "2024-12"),
    ],
)  # fmt: skip
def test_a_month_within_a_period_is_refused_with_those_that_are_reported(reported: str, how: str, months: str) -> None:
    assert told(parsed("1.1,2024-02,syd,1,1", reported=reported)) == [("month", f"Måneden indberettes ikke: {how}.", months, None)]  # fmt: skip


def test_a_comma_is_told_from_a_point() -> None:
    row = Row("series.csv", 2, dict(zip(SERIES_COLUMNS, ("1.1", "2024-03", "syd", "1", "1,5"), strict=True)))
    plan = plan_of(goal("1.1", DAYS, weight=100))
    assert told(parse_series(row, plan, K1)) == [("total", "Værdien er ikke et tal, der kan bruges.", NUMBER, POINT)]


def test_what_can_be_negative_may_be() -> None:
    signed = {"unit": "kr.", "plausible": {"minimum": -10, "maximum": 10}}
    read = parsed("1.1,2024-03,syd,2,-5.5", **signed)
    assert isinstance(read, SeriesReading)
    assert read.total == Decimal("-5.5")
    allowed = "et tal med punktum som decimaltegn"
    assert told(parsed("1.1,2024-03,syd,2,x", **signed)) == [("total", "Værdien er ikke et tal, der kan bruges.", allowed, None)]  # fmt: skip
    # and is not refused for its sign
    assert told(parsed("1.1,2024-03,syd,2,-5,5", **signed)) == [("total", "Værdien er ikke et tal, der kan bruges.", allowed, POINT)]  # fmt: skip


def test_whether_a_figure_of_an_unknown_goal_may_be_negative_is_not_said() -> None:
    assert [column for column, *_ in told(parsed("1.3,2024-03,syd,1,-1"))] == ["goal"]


@pytest.mark.parametrize("cell", ["-", "-x", "--5"])
def test_what_is_no_number_is_not_called_negative(cell: str) -> None:
    assert told(parsed(f"1.1,2024-03,syd,{cell},1"))[0][:2] == ("n", "Værdien er ikke et tal, der kan bruges.")


def test_everything_that_is_wrong_with_a_row_is_told_at_once() -> None:
    columns = [column for column, *_ in told(parsed("9.9,marts,ukendt,x,y"))]
    assert columns == ["goal", "month", "n", "total"]


def test_a_mean_that_cannot_be_is_told_with_what_may_have_happened() -> None:
    (refused,) = told(parsed("1.1,2024-03,syd,2,300", plausible={"minimum": 0, "maximum": 100}))
    swapped = "Se efter, om n og total er byttet om."
    assert refused == ("total", "Gennemsnittet bliver 150,0 dage, og det er ikke sandsynligt.", "fra 0 til 100 dage", swapped)  # fmt: skip


def test_a_unit_that_was_there_for_a_time_names_it_and_those_that_came_of_it() -> None:
    units = [
        {"id": "midt", "name": "Midt", "begins": "2024-02-01", "ends": "2024-02-29", "into": "nord"},
        {"id": "aaen", "name": "Åen", "ends": "2024-01-31", "into": "midt"}, {"id": "nord", "name": "Nord"},
    ]  # fmt: skip
    plan = plan_of(goal("1.1", DAYS | {"districts": ["midt", "aaen", "nord"], "deadline": "2024-12-31"}, weight=100), districts=units)  # fmt: skip
    row = Row("series.csv", 2, dict(zip(SERIES_COLUMNS, ("1.1", "2024-01", "midt", "1", "1"), strict=True)))
    assert told(parse_series(row, plan, K1)) == [("month", "Midt fandtes ikke i måneden.", "fra 2024-02-01 til 2024-02-29", "Tallene hører til aaen, nord.")]  # fmt: skip
