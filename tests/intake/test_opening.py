"""Opening a quarter and a year: what is made, that every other command works with it, and what is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from calling import call
from conftest import ROOT, make_library, seal
from hypothesis import given
from hypothesis import strategies as st
from mapping_reading import read_mapping

from kvartalsbog.errors import KvartalsbogError, ProblemsError, UsageError
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.vintage import drafting, opening
from kvartalsbog.intake.vintage.drafting import draft
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.periods import Calendar, Month, Period, months_of, quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.readings.provenance import FILES

POLICE, LIBRARY = quarter_of(2025, 1), quarter_of(2027, 1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The shipped plan's year, which is complete."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def library_year(tmp_path: Path) -> Path:
    """The invented plan's year, with its last two quarters opened and a figure in the last."""
    data = make_library(tmp_path / "made") / "data"
    for number in (3, 4):
        open_period(quarter_of(2026, number), data)
    _report(data / "2026/2026K4", "a.1,2026-12,nord,10,42\n")
    return data


def _report(folder: Path, lines: str) -> None:
    """Write rows into an open quarter as a program of one's own would: with the hash that goes with them."""
    path = folder / "series.csv"
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")
    seal(folder)


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder, hidden things too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


# -- a quarter ---------------------------------------------------------------------------------------------------------


def test_a_quarter_opens_with_four_files_that_hold_nothing(library: Path) -> None:
    data = library / "data"
    assert open_period(quarter_of(2026, 3), data) == (data / "2026/2026K3",)
    assert sorted(path.name for path in (data / "2026/2026K3").iterdir()) == sorted(FILES)
    vintage = load(quarter_of(2026, 3), data).readings.newest
    assert (vintage.series, vintage.deliverables, vintage.remarks) == ((), (), {})
    assert vintage.extracted > quarter_of(2026, 3).last_day


def test_a_quarter_opens_once_and_after_the_one_before(library: Path) -> None:
    data = library / "data"
    before = tree(data)
    for quarter, told in {
        quarter_of(2026, 2): r"2026K2: Kvartalet er allerede åbnet\. Se: kvartalsbog status 2026K2",
        quarter_of(2026, 4): r"2026K3: Kvartalet er ikke åbnet\. Kør først: kvartalsbog new-quarter 2026K3",
        quarter_of(2027, 3): r"2027K1: Kvartalet er ikke åbnet\. Kør først: kvartalsbog new-quarter 2027K1",
        quarter_of(
            2031, 1
        ): r"2031: Der er ingen plan for 2031, og ingen for 2030 at lave et udkast af\. Skriv plan\.yml",
        quarter_of(2027, 1): r"2026K4: Kvartalet mangler, og 2027 sammenlignes med hele 2026\. Kør først: .* 2026K4",
    }.items():
        with pytest.raises(UsageError, match=told):
            open_period(quarter, data)
    assert tree(data) == before


def test_a_year_is_not_opened_from_a_last_quarter_without_figures(library: Path) -> None:
    data = library / "data"
    open_period(quarter_of(2026, 3), data)
    open_period(quarter_of(2026, 4), data)
    before = tree(data)
    with pytest.raises(
        UsageError, match=r"2026K4: Kvartalet har ingen tal endnu.* Kør først: kvartalsbog intake 2026K4 …"
    ):
        open_period(LIBRARY, data)
    assert tree(data) == before


def test_a_year_whose_data_have_problems_is_not_opened_from(data: Path) -> None:
    path = data / "2024/2024K3/series.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1.1,2024-07,fyn,", "1.1,2024-07,fynn,"), encoding="utf-8")
    before = tree(data)
    with pytest.raises(ProblemsError, match=r"2024/2024K3/series\.csv:\d+ \[district\]"):
        open_period(POLICE, data)
    assert tree(data) == before


# -- a year ------------------------------------------------------------------------------------------------------------


def test_a_year_opens_with_drafts_last_years_months_and_its_first_quarter(data: Path) -> None:
    made = open_period(POLICE, data)
    assert made == tuple(data / "2025" / name for name in ("plan.yml", "intake.yml", "2024K4", "2025K1"))
    assert sorted(path.name for path in (data / "2025").iterdir()) == sorted(path.name for path in made)
    report = load(POLICE, data)
    before = load(quarter_of(2024, 4), data)
    for goal in ("1.1", "1.2", "4.2"):
        old = {(r.month, r.district): (r.n, r.total) for r in before.readings.series(goal) if r.month.year == 2024}
        new = {(r.month, r.district): (r.n, r.total) for r in report.readings.series(goal)}
        assert new == old
        assert {month for month, _ in new} == set(months_of(2024))
    source = json.loads((data / "2025/2024K4/source.json").read_text(encoding="utf-8"))
    assert source["extracted"] == before.extracted.isoformat()
    assert source["files"]["series.csv"]["source"] == "kvartalsbog new-quarter, 2024K4"
    read_mapping(data / "2025/intake.yml", report.agreed, name="2025/intake.yml")


def test_a_drafted_plan_is_last_years_a_year_later(data: Path) -> None:
    open_period(POLICE, data)
    old = read_plan(data / "2024/plan.yml", None, name="2024/plan.yml").in_force(date(2024, 12, 31))
    new = read_plan(data / "2025/plan.yml", None, name="2025/plan.yml")
    assert new.year == 2025
    assert new.title == "Mål- og resultatplan for politiet 2025"
    assert new.source.signed == ()
    assert new.districts == old.districts
    assert [(g.id, g.title, g.weight, g.responsible) for g in new.goals] == [
        (g.id, g.title, g.weight, g.responsible) for g in old.goals
    ]
    for now, then in zip(new.goals, old.goals, strict=True):
        for criterion, model in zip(now.criteria, then.criteria, strict=True):
            assert criterion.deadline == model.deadline.replace(year=2025)
            changed = {"deadline", "reading"}
            assert criterion.model_dump(exclude=changed) == model.model_dump(exclude=changed)
    assert new.pillars[0].notebook == "notebooks/2025/pillar_1.ipynb"
    assert {quarter: day.year - date.fromisoformat("2024-01-01").year for quarter, day in new.releases.items()} == {
        "2025K1": 1, "2025K2": 1, "2025K3": 1, "2025K4": 2,
    }  # fmt: skip
    text = (data / "2025/plan.yml").read_text(encoding="utf-8")
    assert text.startswith("# UDKAST til planen for 2025, lavet ud fra planen for 2024:")
    assert "  - id: fyn\n    name: Fyns Politi\n    tile: [4, 3]\n    short: Fyn\n" in text
    assert max(map(len, text.splitlines())) <= 140


def test_a_drafted_mapping_keeps_its_comments(data: Path) -> None:
    open_period(POLICE, data)
    old, new = ((data / year / "intake.yml").read_text(encoding="utf-8") for year in ("2024", "2025"))
    assert new == old.replace("2024", "2025")
    assert "# tells records apart" in new


def test_a_draft_has_the_amendments_in_it(library: Path) -> None:
    plan = read_plan(library / "data/2026/plan.yml", None, name="2026/plan.yml")
    assert plan.amendments
    drafted = yaml.safe_load(draft(plan.in_force(date(2026, 12, 31)), Calendar.of_year(2027)))
    goals = {goal["id"]: goal for pillar in drafted["pillars"] for goal in pillar["goals"]}
    assert "amendments" not in drafted
    assert (goals["a.1"]["weight"], goals["a.2"]["weight"]) == (30.5, 15)
    assert goals["b.1"]["criteria"][0]["limit"] == 2
    assert goals["a.1"]["criteria"][0]["limit"] == 4.2


@given(
    st.integers(2001, 2099),
    st.text(" abcæøå0123456789-/.K", max_size=30),
    st.text(" abcæøå-/.K", min_size=1, max_size=10),
)
def test_only_whole_years_move_and_all_of_them_once(year: int, noise: str, mark: str) -> None:
    words = f"{mark}{year - 1}{mark}{year}{mark}{year - 2}{mark}x{year - 1}7{mark}"
    moved = drafting.moved_on(words, *plans(year))
    assert moved == f"{mark}{year}{mark}{year + 1}{mark}{year - 2}{mark}x{year - 1}7{mark}"
    if not any(str(number) in noise for number in (year - 1, year)):
        assert drafting.moved_on(noise, *plans(year)) == noise


def plans(year: int) -> tuple[Calendar, Calendar]:
    """The calendars of the year before, and of a year."""
    return Calendar.of_year(year - 1), Calendar.of_year(year)


THREE_YEARS = Calendar(Month(2021, 1), Month(2023, 12)), Calendar(Month(2024, 1), Month(2026, 12))
FISCAL = Calendar(Month(2003, 4), Month(2004, 3)), Calendar(Month(2004, 4), Month(2005, 3))


@pytest.mark.parametrize(
    ("moved_by", "text", "moved"),
    [
        (THREE_YEARS, "Flerårsaftalen 2021-23, 2021/23 og 2022K3, fra 2024", "Flerårsaftalen 2024-26, 2024/26 og 2025K3, fra 2027"),
        (THREE_YEARS, "senest 2023-12-31, målt mod 2020", "senest 2026-12-31, målt mod 2020"),
        (FISCAL, "2003-04K1 fra 2003-04-01 til 2004-03-31", "2004-05K1 fra 2004-04-01 til 2005-03-31"),
        ((Calendar.of_year(2024), Calendar(Month(2028, 1), Month(2028, 12))), "2024-02-29", "2028-02-29"),
    ],
)  # fmt: skip
def test_years_move_as_far_as_the_plan(moved_by: tuple[Calendar, Calendar], text: str, moved: str) -> None:
    assert drafting.moved_on(text, *moved_by) == moved


@pytest.mark.parametrize(
    ("year", "text", "moved"),
    [
        (2025, "2024-02-29", "2025-02-28"),
        (2028, "2027-02-28", "2028-02-28"),
        (2025, "data/2024/2024K4 og 2025K1", "data/2025/2025K4 og 2026K1"),
        (2025, "sag 12024", "sag 12024"),
    ],
)
def test_years_move_in_dates_names_and_words(year: int, text: str, moved: str) -> None:
    assert drafting.moved_on(text, *plans(year)) == moved


def test_another_authoritys_year_opens_too(library_year: Path) -> None:
    made = open_period(LIBRARY, library_year)
    assert [path.name for path in made] == ["plan.yml", "intake.yml", "2026K4", "2027K1"]
    report = load(LIBRARY, library_year)
    assert report.plan.title == "Resultatkontrakt for Bibliotekerne i Lille By 2027"
    assert report.plan.goal("b.1").criteria[0].model_dump()["limit"] == 2
    (december,) = [r for r in report.readings.series("a.1") if (r.month.number, r.district) == (12, "nord")]
    assert (december.n, december.total) == (10, 42)


def test_a_year_whose_plan_is_written_gets_only_what_it_lacks(library_year: Path) -> None:
    plan = (library_year / "2026/plan.yml").read_text(encoding="utf-8").replace("2026", "2027")
    plan = plan.replace("districts: [nord, oest, vest]", "districts: [nord, oest]").replace("id: a.2", "id: a.9")
    plan = plan.replace("{goal: a.2,", "{goal: a.9,")
    (library_year / "2027").mkdir()
    (library_year / "2027/plan.yml").write_text(plan, encoding="utf-8")
    made = open_period(LIBRARY, library_year)
    assert [path.name for path in made] == ["intake.yml", "2026K4", "2027K1"]
    assert (library_year / "2027/plan.yml").read_text(encoding="utf-8") == plan
    stood = load(LIBRARY, library_year).readings
    assert {r.district for r in stood.series("a.1")} == {"nord", "oest"}
    assert not stood.series("a.9")


def test_a_goal_that_measures_something_else_is_not_compared(library_year: Path) -> None:
    plan = (library_year / "2026/plan.yml").read_text(encoding="utf-8").replace("2026", "2027")
    (library_year / "2027").mkdir()
    (library_year / "2027/plan.yml").write_text(plan.replace("unit: point", "unit: timer"), encoding="utf-8")
    open_period(LIBRARY, library_year)
    stood = load(LIBRARY, library_year).readings
    assert not stood.series("a.1")
    assert stood.series("a.2")


def test_all_that_keeps_a_year_from_opening_is_told_at_once(library_year: Path) -> None:
    """The new plan, the year before, and the mapping that a draft would be made of."""
    (library_year / "2027").mkdir()
    plan = (library_year / "2026/plan.yml").read_text(encoding="utf-8")
    (library_year / "2027/plan.yml").write_text(plan.replace("year: 2026", "year: i morgen", 1), encoding="utf-8")
    (library_year / "2026/intake.yml").write_bytes(b"goals: \xff\n")
    series = library_year / "2026/2026K4/series.csv"
    series.write_text(series.read_text(encoding="utf-8").replace("2026-12", "2026-13"), encoding="utf-8")
    before = tree(library_year)
    with pytest.raises(ProblemsError) as caught:
        open_period(LIBRARY, library_year)
    told = {problem.place.file for problem in caught.value.problems}
    assert {"2027/plan.yml", "2026/intake.yml", "2026/2026K4/series.csv"} <= told
    assert tree(library_year) == before


def test_the_first_plan_of_all_opens_without_a_year_before(library: Path) -> None:
    data = library / "data"
    for number in (1, 2):
        shutil.rmtree(data / f"2026/2026K{number}")
    assert open_period(quarter_of(2026, 1), data) == (data / "2026/2026K1",)


# -- all or nothing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", [POLICE, quarter_of(2024, 4)], ids=str)
@pytest.mark.parametrize("call", [1, 2, 5])
def test_a_disk_that_fills_up_leaves_nothing_behind(
    quarter: Period, call: int, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if quarter.plan == "2024":
        shutil.rmtree(data / "2024/2024K4")
    before = tree(data)
    monkeypatch.setattr(Path, "write_text", _failing(Path.write_text, min(call, 4 if quarter.plan == "2024" else call)))
    with pytest.raises(KvartalsbogError, match=r"Der kan ikke skrives i mappen: disken er fuld\. Intet er ændret\."):
        open_period(quarter, data)
    assert tree(data) == before


def _failing(write: Callable[..., int], call: int) -> Callable[..., int]:
    """The function, with no space left at its nth call."""
    calls = 0

    def fail(*arguments: object, **named: object) -> int:
        nonlocal calls
        calls += 1
        if calls == call:
            raise OSError(28, "No space left on device")
        return write(*arguments, **named)

    return fail


def test_a_folder_that_may_not_be_written_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refused)
    with pytest.raises(KvartalsbogError, match=r"data: Der kan ikke skrives i mappen: du har ikke lov til det\."):
        open_period(POLICE, data)


def test_ctrl_c_leaves_nothing_behind(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    before = tree(data)
    monkeypatch.setattr(opening, "put_in_place", stopped)
    with pytest.raises(KeyboardInterrupt):
        open_period(POLICE, data)
    assert tree(data) == before


def test_what_a_killed_run_left_is_cleared_away_by_the_next(data: Path) -> None:
    (data / ".opening-abc/2025").mkdir(parents=True)
    (data / ".opening-abc/2025/plan.yml").write_text("half a plan", encoding="utf-8")
    open_period(POLICE, data)
    assert sorted(path.name for path in data.iterdir()) == [".undo", "2024", "2025", "README.md", "anklagemyndigheden"]


# -- as a controller does it -------------------------------------------------------------------------------------------


def test_a_new_year_goes_from_opening_to_readings(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name in ("data", "book", "notebooks"):
        shutil.copytree(ROOT / name, project / name)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, project)
    done = call("new-quarter", "2025K1", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        *(f"skrevet: data/2025/{name}" for name in ("plan.yml", "intake.yml", "2024K4", "2025K1")),
        "Næste skridt:",
        "  1. Ret data/2025/plan.yml og intake.yml efter den nye aftale.",
        "  2. kvartalsbog scaffold data/2025/plan.yml",
        "  3. kvartalsbog template 2025K1",
        "  4. git add data/2025 _toc.yml notebooks/2025 && git commit",
        "Fortryd: kvartalsbog undo 2025K1",
    ]
    assert call("scaffold", "data/2025/plan.yml", cwd=project).returncode == 0
    checked = call("check", "2025K1", cwd=project)
    assert (checked.returncode, checked.stderr) == (0, "")
    shown = " ".join(call("status", "2025K1", cwd=project).stdout.split())
    assert "Mål 1.1, 1.2 og 4.2 Politiet: ingen tal for januar–marts 2025." in shown
    assert call("template", "2025K1", cwd=project).returncode == 0
    done = call("intake", "2025K1", "_build/2025K1-skemaer", "--extracted", "2025-04-09", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert call("check", "2025K1", cwd=project).returncode == 0
    again = call("new-quarter", "2025K1", cwd=project)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == "data/2025/2025K1: Kvartalet er allerede åbnet. Se: kvartalsbog status 2025K1\n"
    following = call("new-quarter", "2025K2", cwd=project)
    assert following.stdout.splitlines() == [
        "skrevet: data/2025/2025K2", "Næste skridt:", "  1. kvartalsbog template 2025K2",
        "  2. git add data/2025/2025K2 && git commit", "Fortryd: kvartalsbog undo 2025K2",
    ]  # fmt: skip
    for quarter in ("2024K4", "2025K2"):
        assert call("check", quarter, cwd=project).returncode == 0


def test_a_year_whose_plan_was_written_by_hand_asks_for_a_look_at_what_it_is_compared_with(library_year: Path) -> None:
    shutil.copytree(library_year / "2026", library_year / "2027", ignore=shutil.ignore_patterns("2026K*"))
    for name in ("plan.yml", "intake.yml"):
        path = library_year / "2027" / name
        path.write_text(path.read_text(encoding="utf-8").replace("2026", "2027"), encoding="utf-8")
    done = call("new-quarter", "2027K1", cwd=library_year.parent)
    assert "  1. Se data/2027/2026K4 efter: Måler målene det samme som sidste år?\n" in done.stdout
