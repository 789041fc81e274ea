"""The example year: the script makes the committed bytes, and they hold what real reporting has."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.measures import add_up
from kvartalsbog.periods import Month, Period, quarter_of
from kvartalsbog.readings.provenance import FILES
from kvartalsbog.verdicts.evaluation import evaluate
from kvartalsbog.verdicts.verdict import Verdict

QUARTERS = ("2023K4", "2024K1", "2024K2", "2024K3", "2024K4")


def test_the_script_makes_the_committed_files(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data/2024", tmp_path / "2024")
    shutil.rmtree(tmp_path / "2024/2024K1")
    for quarter in QUARTERS:  # what is there is not looked at, be it old, spoilt or missing
        if quarter != "2024K1":
            (tmp_path / "2024" / quarter / "series.csv").write_text("old", encoding="utf-8")
    script = ROOT / "scripts/make_example_data.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, capture_output=True)
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]
    for quarter in QUARTERS:
        for name in FILES:
            assert (tmp_path / "2024" / quarter / name).read_bytes() == (
                ROOT / "data/2024" / quarter / name
            ).read_bytes()


@pytest.fixture(scope="module")
def year(report: Callable[[str], Report]) -> Report:
    return report("2024K4")


def to_date(year: Report, goal: str, quarter: Period) -> float:
    rows = year.readings.as_of(quarter).series(goal)
    mean = add_up(r for r in rows if r.month in quarter.to_date).mean
    assert mean is not None
    return float(mean)


def test_the_first_goal_is_off_track_in_the_second_quarter_and_recovers(year: Report) -> None:
    found = [round(to_date(year, "1.1", quarter_of(2024, n)), 1) for n in (1, 2, 3, 4)]
    assert found == [191.2, 189.0, 184.2, 179.6]


def test_last_year_is_there_to_compare_with(year: Report) -> None:
    for goal in ("1.1", "1.2", "4.2"):
        months = {r.month for r in year.readings.series(goal)}
        assert {Month(2023, n) for n in range(1, 13)} < months


def test_months_are_restated_with_a_reason(year: Report) -> None:
    known = [year.readings.as_of(vintage.period) for vintage in year.readings.vintages]
    assert {(r.series, str(r.month), str(r.vintage)) for readings in known for r in readings.restated} == {
        ("1.1", "2024-03", "2024K2"), ("1.1", "2024-06", "2024K3"), ("1.2", "2024-05", "2024K3"), ("4.2", "2024-08", "2024K4"),
    }  # fmt: skip
    assert all(readings.remark(r.series).revision for readings in known for r in readings.restated)


def test_a_month_is_reported_late(year: Report) -> None:
    then, later = (year.readings.as_of(quarter_of(2024, n)).series("4.2") for n in (1, 2))
    march = Month(2024, 3)
    assert not [r for r in then if r.month == march]
    assert [r for r in later if r.month == march]


def test_a_small_unit_is_under_the_threshold(year: Report) -> None:
    rows = year.readings.as_of(quarter_of(2024, 1)).series("1.2")
    assert (
        0
        < add_up(r for r in rows if r.district == "bornholm" and r.month.year == 2024).n
        < year.plan.suppression_threshold
    )


def test_the_years_end_has_every_kind_of_verdict_that_a_year_can_end_with(year: Report) -> None:
    verdicts = {result.verdict for result in evaluate(year.plan, year.readings, year.period).goals}
    assert verdicts == {Verdict.MET, Verdict.PARTLY_MET, Verdict.NOT_MET}
    first = evaluate(year.plan, year.readings, quarter_of(2024, 1))
    assert {result.verdict for result in first.goals} == {Verdict.NOT_DUE, Verdict.NO_DATA}
