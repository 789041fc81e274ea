"""A vintage's folder as it stands: its values and everything that is wrong with it, of whichever of its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import seal
from small_findings import DAYS, REPORT, goal, plan_of

from kvartalsbog.content.blocks import text
from kvartalsbog.errors import Place, Problem
from kvartalsbog.kinds.measures import DeliverableReading, SeriesReading
from kvartalsbog.names import Among
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.provenance import FILES
from kvartalsbog.readings.values import Readings, Remark, Vintage
from kvartalsbog.readings.vintage_text import VintageText, texts
from kvartalsbog.readings.written import read_written, vintage_of

K1 = quarter_of(2024, 1)
GOALS = goal("1.1", DAYS, weight=50), goal("1.3", REPORT, weight=50)
PLAN = plan_of(*GOALS)
SERIES_HEAD, ITEMS_HEAD = "goal,month,district,n,total\n", "goal,deliverable,completed,expected,evidence\n"
CASES = f"{SERIES_HEAD}1.1,2024-01,nord,3,300\n1.1,2024-02,nord,4,500\n"
ITEMS = f"{ITEMS_HEAD}1.3,rapport,2024-03-15,,\n"
REMARKS = '"1.1": {revision: Talt om.}\n'
JANUARY = SeriesReading("1.1", Month(2024, 1), "nord", 3, Decimal(300), K1)
FEBRUARY = SeriesReading("1.1", Month(2024, 2), "nord", 4, Decimal(500), K1)
SENT = DeliverableReading("1.3", "rapport", date(2024, 3, 15), None, (), K1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a quarter in which a series' months, an item and a remark are reported."""
    folder = tmp_path / "2024" / "2024K1"
    folder.mkdir(parents=True)
    for name, written in texts(VintageText(extracts={}), PLAN, K1).items():
        (folder / name).write_text(written, encoding="utf-8", newline="\n")
    return changed(folder, {"series.csv": CASES, "deliverables.csv": ITEMS, "commentary.yml": REMARKS})


def changed(folder: Path, files: Mapping[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    seal(folder)
    return folder


def read(folder: Path, plan: Plan | None = PLAN, *before: Vintage) -> tuple[Vintage, list[Problem]]:
    problems: list[Problem] = []
    return vintage_of(read_written(folder), K1, plan, Readings(before), problems), problems


def earlier(*told: SeriesReading | DeliverableReading) -> Vintage:
    """What the quarter before told."""
    quarter = quarter_of(2023, 4)
    series = tuple(replace(one, vintage=quarter) for one in told if isinstance(one, SeriesReading))
    items = tuple(replace(one, vintage=quarter) for one in told if isinstance(one, DeliverableReading))
    return Vintage(quarter, series, items, {}, date(2024, 1, 1), {})


def test_a_vintage_is_what_its_files_tell(folder: Path) -> None:
    vintage, problems = read(folder)
    assert problems == []
    assert vintage.period == K1
    assert vintage.series == (JANUARY, FEBRUARY)
    assert vintage.deliverables == (SENT,)
    assert vintage.remarks == {"1.1": Remark(revision=text("Talt om."))}
    assert vintage.extracted == date(2024, 4, 1)
    assert set(vintage.sources) == set(FILES[:3])


def test_a_file_that_is_none_of_the_four_is_refused_and_a_hidden_one_is_let_be(folder: Path) -> None:
    for name in ("serier.csv", ".DS_Store"):
        (folder / name).touch()
    vintage, problems = read(folder)
    assert vintage.series == (JANUARY, FEBRUARY)
    place, hint = Place("2024/2024K1/serier.csv"), "Flyt filen ud af mappen, eller ret dens navn."
    assert problems == [Problem(place, "Ukendt fil.", "serier.csv", Among("serier.csv", FILES), hint)]


def test_everything_that_is_wrong_in_any_file_is_told_at_once(folder: Path) -> None:
    changed(folder, {
        "series.csv": f"{SERIES_HEAD}1.1,2024-01,nord,x,300\n",
        "deliverables.csv": f"{ITEMS_HEAD}1.3,rapport,i går,,\n",
        "commentary.yml": '"1.9": {}\n',
    })  # fmt: skip
    (folder / "source.json").write_text("{", encoding="utf-8")
    vintage, problems = read(folder)
    assert [str(problem.place) for problem in problems] == [
        "2024/2024K1/source.json:1",
        "2024/2024K1/commentary.yml:1 [1.9]",
        "2024/2024K1/series.csv:2 [n]",
        "2024/2024K1/deliverables.csv:2 [completed]",
    ]
    assert (vintage.series, vintage.deliverables) == ((), ())


def test_both_documents_may_be_spoilt(folder: Path) -> None:
    for name in ("commentary.yml", "source.json"):
        (folder / name).write_text("{", encoding="utf-8")
    _, problems = read(folder)
    assert [problem.place.file for problem in problems] == ["2024/2024K1/commentary.yml", "2024/2024K1/source.json"]


def test_problems_call_the_folder_as_they_are_told(folder: Path) -> None:
    (folder / "series.csv").unlink()
    (folder / "source.json").write_text("{", encoding="utf-8")
    written = read_written(folder, "tilsyn/2024/2024K1")
    found = [*written.unread, *(problem for rows in written.rows.values() for problem in rows.problems)]
    assert [problem.place.file for problem in found] == [
        "tilsyn/2024/2024K1/source.json",
        "tilsyn/2024/2024K1/series.csv",
    ]


def test_without_a_plan_no_row_is_read_and_what_is_wrong_with_the_files_is_told(folder: Path) -> None:
    vintage, problems = read(folder, None)
    assert (vintage.series, vintage.deliverables) == ((), ())
    assert problems == []
    changed(folder, {"series.csv": "goal,n\n"})
    _, problems = read(folder, None)
    assert {problem.place.file for problem in problems} == {"2024/2024K1/series.csv"}


def test_where_it_is_from_is_held_against_the_plan(folder: Path) -> None:
    other = plan_of(*GOALS, data_status="final")
    assert [str(problem.place) for problem in read(folder, other)[1]] == ["2024/2024K1/source.json:4 [data_status]"]


def test_rows_are_held_against_the_plan_of_the_quarters_last_day(folder: Path) -> None:
    """A goal that is dropped from April is reported to the end of March, and one dropped from March is not."""
    for day, told in ((date(2024, 4, 1), []), (date(2024, 3, 1), ["2024/2024K1/deliverables.csv:2 [goal]"])):
        dropped = {"effective": day, "decided": day, "by": "M", "reason": "Andet", "drops": ["1.3"],
                   "changes": [{"goal": "1.1", "field": "weight", "old": 50, "new": 100}]}  # fmt: skip
        plan = plan_of(*GOALS, amendments=[dropped])
        assert [str(problem.place) for problem in read(folder, plan)[1]] == told


def test_what_an_earlier_quarter_told_otherwise_needs_a_reason(folder: Path) -> None:
    before = earlier(replace(JANUARY, n=2, total=Decimal(200)), replace(SENT, completed=date(2023, 12, 1)))
    assert [str(problem.place) for problem in read(folder, PLAN, before)[1]] == [
        "2024/2024K1/deliverables.csv:2 [completed]"
    ]
    changed(folder, {"commentary.yml": '"1.3": {revision: Sendt igen.}\n'})
    (problem,) = read(folder, PLAN, before)[1]
    assert str(problem.place) == "2024/2024K1/series.csv:2 [total]"
    assert "»1.1: revision«" in str(problem)


def test_a_goal_that_a_series_judges_is_asked_for_the_reason(folder: Path) -> None:
    judged = goal("1.2", {**DAYS, "series": "sager"}, weight=50)
    changed(folder, {"series.csv": CASES.replace("1.1,", "sager,"), "commentary.yml": "{}\n"})
    before = earlier(replace(JANUARY, series="sager", n=2))
    (problem,) = read(folder, plan_of(judged, GOALS[1]), before)[1]
    assert "»1.2: revision«" in str(problem)
