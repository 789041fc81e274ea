"""What is wrong with rows whatever plan they are of: told in the same run as what is wrong with a plan that cannot be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, seal

from kvartalsbog.errors import ProblemsError
from kvartalsbog.files.rows import Row
from kvartalsbog.inputs.loading import load
from kvartalsbog.periods import quarter_of
from kvartalsbog.readings.alone import broken_alone
from kvartalsbog.readings.rules import DELIVERABLE_COLUMNS, SERIES_COLUMNS

K2 = quarter_of(2024, 2)


def told(file: str, *lines: str) -> list[tuple[int | None, str, str]]:
    """The line, the column and the message of each problem; the first row stands in line 2."""
    columns = SERIES_COLUMNS if file == "series.csv" else DELIVERABLE_COLUMNS
    rows = [
        Row(file, number, dict(zip(columns, line.split(","), strict=True)))
        for number, line in enumerate(lines, start=2)
    ]
    return [(p.place.line, p.place.column or "", p.message) for p in broken_alone(file, rows, K2)]


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("x,2024/04,y,1,2", "month", "Måneden kan ikke læses."),
        ("x,2024-07,y,1,2", "month", "Måneden kan ikke indberettes i 2024K2."),
        ("x,2024-04,y,-1,2", "n", "Tallet er negativt."),
        ("x,2024-04,y,,2", "n", "Tallet mangler."),
        ("x,2024-04,y,1,2;5", "total", "Værdien er ikke et tal, der kan bruges."),
    ],
)
def test_a_figure_without_its_form_is_told_of_without_a_plan(line: str, column: str, message: str) -> None:
    assert told("series.csv", line) == [(2, column, message)]


def test_what_only_a_plan_can_say_is_left_to_it() -> None:
    """Which goals and units there are, and whether a total can be less than nought."""
    assert told("series.csv", "9.9,2024-04,ingen,1,-2") == []
    assert told("deliverables.csv", "9.9,ingen,,2024-12-31,", "9.9,en,2024-08-01,,") == []


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("x,y,2024-13-01,,", "completed", "Datoen kan ikke læses."),
        ("x,y,,2034-01-01,", "expected", "Datoen ligger for langt fra planens år."),
        ("x,y,2024-05-01,2024-06-01,", "expected", "En gennemført leverance har ingen forventet dato."),
    ],
)
def test_a_day_without_its_form_is_told_of_without_a_plan(line: str, column: str, message: str) -> None:
    assert told("deliverables.csv", line) == [(2, column, message)]


def test_a_line_that_stands_twice_is_told_of_once() -> None:
    twice = [(3, "month", "Linjen står to gange (linje 2)."), (4, "month", "Linjen modsiger en tidligere (linje 2).")]
    assert told("series.csv", "x,2024-04,y,1,2", "x,2024-04,y,1,2", "x,2024-04,y,1,3") == twice
    assert told("deliverables.csv", "x,y,,,", "x,z,,,", "x,y,,,") == [
        (4, "deliverable", "Linjen står to gange (linje 2).")
    ]


def test_a_plan_that_cannot_be_read_hides_no_row(tmp_path: Path) -> None:
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    plan, series = data / "2024/plan.yml", data / "2024/2024K2/series.csv"
    plan.write_text(plan.read_text(encoding="utf-8").replace("kind: share", "kind: andel"), encoding="utf-8")
    lines = series.read_text(encoding="utf-8").splitlines()
    lines[1] = ",".join((*lines[1].split(",")[:3], "-5", "100"))
    series.write_text("\n".join(lines) + "\n", encoding="utf-8")
    seal(series.parent)
    with pytest.raises(ProblemsError) as caught:
        load(K2, data)
    found = [str(problem) for problem in caught.value.problems]
    assert sum("Ukendt slags kriterium. Fundet: 'andel'." in line for line in found) == 1
    assert (
        sum(line.startswith("2024/2024K2/series.csv:2 [n]: Tallet er negativt. Fundet: '-5'.") for line in found) == 1
    )
