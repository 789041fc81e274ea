"""The example year: the script makes the committed bytes, and they hold what real reporting has."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import make_example_data
import pytest
from conftest import ROOT
from example_story import EXTRACTED
from example_words import ITEM, NAMES

from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.kinds.measures import Sum, add_up
from kvartalsbog.periods import Month, Period, months_of, quarter_of
from kvartalsbog.readings.provenance import FILES
from kvartalsbog.verdicts.accounts import unanswered
from kvartalsbog.verdicts.evaluation import evaluate
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.verdict import Verdict

QUARTERS = ("2023K4", "2024K1", "2024K2", "2024K3", "2024K4")


def test_the_script_makes_the_committed_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The four quarters are what the command makes of the extracts, which `test_example_extracts.py` holds byte for byte."""
    shutil.copytree(ROOT / "data/2024", tmp_path / "2024")
    shutil.rmtree(tmp_path / "2024/2024K1")
    for quarter in QUARTERS:  # what is there is not looked at, be it old, spoilt or missing
        if quarter != "2024K1":
            (tmp_path / "2024" / quarter / "series.csv").write_text("old", encoding="utf-8")
    orders = []

    def taken_in(quarter: str, sources: list[str], *, data_dir: Path, **options: object) -> None:
        assert {path.name for path in (data_dir / "2024").iterdir()} == {"plan.yml", "intake.yml", *QUARTERS[: len(orders) + 1]}  # fmt: skip
        orders.append((quarter, sources, options))
        shutil.copytree(ROOT / "data/2024" / quarter, data_dir / "2024" / quarter)

    monkeypatch.setattr(make_example_data, "intake", taken_in)
    make_example_data.write(tmp_path)
    assert orders == [
        (quarter, [str(ROOT / "examples" / quarter)], {"extracted": EXTRACTED[quarter], "accept_revisions": True, "project": ROOT})
        for quarter in QUARTERS[1:]
    ]  # fmt: skip
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
    found = [to_date(year, "1.1", quarter_of(2024, n)) for n in (1, 2, 3, 4)]
    assert found == sorted(found, reverse=True)
    assert found[2] > 180 > found[3] > 179.5  # met in the end, and by little


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


# -- the story ---------------------------------------------------------------------------------------------------------------

WORSE, BUSY = "sydsjaelland-lolland-falster", "vestegnen"


def unit_year(year: Report, goal: str, unit: str, plan_year: int, quarter: int | None = None) -> Sum:
    months = quarter_of(plan_year, quarter).months if quarter else months_of(plan_year)
    return add_up(r for r in year.readings.series(goal) if r.district == unit and r.month in months)


def test_one_unit_gets_worse_quarter_by_quarter_while_the_others_get_better(year: Report) -> None:
    means = [unit_year(year, "1.1", WORSE, 2024, quarter).mean for quarter in (1, 2, 3, 4)]
    assert means == sorted(means)  # type: ignore[type-var]
    worse = {
        unit
        for unit in year.plan.series["1.1"].districts
        if unit_year(year, "1.1", unit, 2024, 4).mean > unit_year(year, "1.1", unit, 2023, 4).mean  # type: ignore[operator]
    }
    assert worse == {WORSE}


def test_one_unit_has_a_fifth_more_cases_and_takes_longer_than_its_neighbours(year: Report) -> None:
    now, before = (sum(unit_year(year, "1.1", BUSY, of, quarter).n for quarter in (2, 3, 4)) for of in (2024, 2023))
    assert 1.12 < now / before < 1.28
    own, all_units = unit_year(year, "1.1", BUSY, 2024), to_date(year, "1.1", quarter_of(2024, 4))
    assert float(own.total) / own.n > 1.1 * all_units


def test_another_mix_of_cases_can_be_seen(year: Report) -> None:
    """Σ over units of (part of the cases now − a year before) · what a case of the unit took a year before, in days."""
    now, before = (
        {unit: unit_year(year, "1.2", unit, of) for unit in year.plan.series["1.2"].districts} for of in (2024, 2023)
    )
    cases, cases_before = (sum(sums.n for sums in of.values()) for of in (now, before))
    mix = sum(
        float(sums.total) / sums.n * (now[unit].n / cases - sums.n / cases_before) for unit, sums in before.items()
    )
    assert mix > 1


def test_the_two_means_go_different_ways(year: Report) -> None:
    def quarters(goal: str) -> list[float]:
        return [to_date_of(year, goal, n) for n in (1, 2, 3)]

    assert quarters("1.1") == sorted(quarters("1.1"), reverse=True)
    assert quarters("1.2") == sorted(quarters("1.2"))


def to_date_of(year: Report, goal: str, quarter: int) -> float:
    mean = add_up(r for r in year.readings.series(goal) if r.month in quarter_of(2024, quarter).months).mean
    assert mean is not None
    return float(mean)


def test_one_mean_goes_out_of_reach_and_one_comes_back(findings_of: Callable[[str], Findings]) -> None:
    found = {goal: [findings_of(f"2024K{n}").result.goal(goal).outlook for n in (1, 2, 3)] for goal in ("1.1", "1.2")}
    assert found == {
        "1.1": [Outlook.UNLIKELY, Outlook.UNLIKELY, Outlook.AT_RISK],
        "1.2": [Outlook.AT_RISK, Outlook.UNLIKELY, Outlook.UNLIKELY],
    }


def test_what_was_reported_late_turns_a_verdict(report: Callable[[str], Report]) -> None:
    found = [evaluate(r.plan, r.readings, r.period).goal("4.1").verdict for r in map(report, ("2024K2", "2024K3"))]
    assert found == [Verdict.PARTLY_MET, Verdict.MET]


def test_dates_move_more_than_once_and_each_time_with_a_remark(report: Callable[[str], Report]) -> None:
    moved: dict[tuple[str, str], list[str]] = {}
    for n in (1, 2, 3, 4):
        with (ROOT / f"data/2024/2024K{n}/deliverables.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["expected"]:
                    moved.setdefault((row["goal"], row["deliverable"]), []).append(row["evidence"])
    often = {item: said for item, said in moved.items() if len(said) > 2}
    assert set(often) == {("2.1", "projekt-6"), ("2.2", "polsas-faeroeerne"), ("3.2", "model-ivaerksat")}
    assert report("2024K3").readings.remark("3.2").comment


def test_counted_items_have_names_and_whoever_must_accounts(findings_of: Callable[[str], Findings]) -> None:
    plan = findings_of("2024K4").plan
    for goal, told in NAMES.items():
        items = [plan.goal(goal).item_title(f"{ITEM[goal]}-{number}") for number in range(1, len(told) + 1)]
        assert tuple(items) == told
    assert [unanswered(findings_of(f"2024K{n}")) for n in (1, 2, 3, 4)] == [{}] * 4
