"""Two authorities' plans in one project: how each is named, what they share, and what keeps shared goals from differing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from calling import call
from conftest import seal
from once import made_once
from two_plans import OTHER, OWN, SHARED, changed, goals_of, two_plans, without

from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.inputs.fingerprints import input_files
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period, newest_period, periods
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.opendata.tables.series import districts, months, year_to_date
from kvartalsbog.periods import Month, Period
from kvartalsbog.verdicts.findings import Findings, find


@pytest.fixture(scope="session")
def made(shared: Path) -> Path:
    """The project. Tests leave it as it is."""
    return made_once(shared / "two-plans", two_plans) / "library"


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "library"))


def found(project: Path, period: str) -> Findings:
    return find(load(named_period(period, project / "data"), project / "data"))


# -- names -------------------------------------------------------------------------------------------------------------


def test_a_period_is_named_with_its_authority_and_the_first_ones_as_ever(made: Path) -> None:
    data = made / "data"
    assert [str(period) for period in periods(data)] == ["2026K1", "museet/2026K1", "2026K2", "museet/2026K2"]
    assert str(newest_period(data)) == str(named_period("2026K2", data)) == "2026K2"
    assert str(named_period("museet", data)) == str(named_period("museet/2026/2026q2", data)) == "museet/2026K2"
    assert named_period("museet/2026K2", data).folder == "museet/2026/2026K2"
    assert named_period("2026K2", data) != named_period("museet/2026K2", data)
    assert str(named_period("museet/2027K1", data)) == "museet/2027K1"  # of the plan that would follow


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("teatret/2026K1", "Der er ingen plan i mappen"),
        ("museet/2026T1", "Ingen plan har den periode. Planerne er 2026 (2026K1 til 2026K4), museet/2026 (museet/2026K1 til museet/2026K4)."),
    ],
)  # fmt: skip
def test_what_no_plan_has_is_told_with_the_plans_there_are(made: Path, asked: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        named_period(asked, made / "data")
    assert told in str(error.value)
    assert "museet" in str(error.value)


def test_a_project_of_one_other_authority_needs_no_name_and_one_of_several_does(project: Path) -> None:
    data = project / "data"
    without(project, OWN)
    assert str(newest_period(data)) == "museet/2026K2"
    shutil.copytree(data / "museet", data / "arkivet")
    with pytest.raises(UsageError, match="flere myndigheders planer"):
        newest_period(data)


def test_a_plan_stands_in_the_folder_of_its_authority(project: Path) -> None:
    changed(project, OTHER, lambda plan: plan.pop("body"))
    with pytest.raises(ProblemsError) as error:
        found(project, "museet/2026K1")
    assert any("Planens myndighed er ikke mappens." in problem.message for problem in error.value.problems)


def test_the_commands_take_the_quarter_with_its_authority(made: Path) -> None:
    for arguments in (
        ("check", "museet/2026K2"),
        ("check", "museet"),
        ("status", "museet/2026K2"),
        ("evaluate", "museet/2026K1"),
    ):
        done = call(*arguments, cwd=made)
        assert (done.returncode, done.stderr) == (0, "")
    assert "Museet i Lille By" in call("evaluate", "museet", cwd=made).stdout
    assert call("check", cwd=made).stdout.startswith("2026K2: planen")


# -- shared goals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", ["2026K1", "2026K2"])
def test_a_shared_goal_is_the_same_in_both_plans_to_the_last_digit(made: Path, quarter: str) -> None:
    library, museum = found(made, quarter), found(made, f"museet/{quarter}")
    names = {"a.1": "m.1", "a.2": "m.2"}
    assert None in library.series["a.1"].published.districts.values()  # what is withheld is compared too
    for table in (months, year_to_date, districts):
        own, other = (_rows(table(findings)) for findings in (library, museum))
        for theirs, ours in names.items():
            assert own[theirs]
            assert own[theirs] == other[ours]
    for theirs, ours in SHARED.items():
        one, two = (next(r for r in f.result.goals if r.goal.id == g) for f, g in ((library, theirs), (museum, ours)))
        assert (one.verdict, one.outlook) == (two.verdict, two.outlook)
        assert [(c.state, c.outlook, c.value, c.sums) for c in one.criteria] == [(c.state, c.outlook, c.value, c.sums) for c in two.criteria]  # fmt: skip
    assert [(i.deliverable, i.completed, i.expected, i.evidence) for i in library.items["c.1"]] == [(i.deliverable, i.completed, i.expected, i.evidence) for i in museum.items["n.1"]]  # fmt: skip
    assert next(r for r in museum.result.goals if r.goal.id == "n.2").criteria[0].value == Decimal(
        {"2026K1": 42, "2026K2": 90}[quarter]
    ) * 100 / Decimal(
        {"2026K1": 65, "2026K2": 132}[quarter]
    )  # its own: 12+15+15 of 20+24+21, then 17+16+15 of 25+22+20 more


def _typed(value: Any) -> Any:
    return value.name if isinstance(value, Period) else value


def _rows(table: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each series without its name and without the columns that are the goal's own words."""
    names = [field.name for field in table.definition.fields]
    kept = [index for index, name in enumerate(names) if name not in ("goal", "goal_title", "series", "series_title")]
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for row in table.rows:
        rows.setdefault(row[names.index("goal")], []).append(tuple(_typed(row[index]) for index in kept))
    return rows


def test_a_book_is_made_from_the_other_plans_files_too(made: Path) -> None:
    data = made / "data"
    report = load(named_period("museet/2026K1", data), data)
    names = input_files(report, made, data).keys()
    assert {"data/museet/2026/plan.yml", "data/2026/plan.yml", "data/2026/2026K1/series.csv", "data/museet/2026/2026K1/series.csv", "book/museet/index.md"} <= names  # fmt: skip
    assert "book/index.md" not in names
    library = input_files(load(named_period("2026K1", data), data), made, data).keys()
    assert not [name for name in library if "museet" in name]


def test_what_is_reported_elsewhere_is_not_reported_here(project: Path) -> None:
    folder = project / "data" / OTHER / "2026K1"
    with (folder / "series.csv").open("a", encoding="utf-8") as file:
        file.write("m.1,2026-01,nord,40,164\n")
    with (folder / "deliverables.csv").open("a", encoding="utf-8") as file:
        file.write("n.1,udlaanstal,,2026-06-15,\n")
    seal(folder)
    with pytest.raises(ProblemsError) as error:
        found(project, "museet/2026K1")
    places = [(problem.place.file, problem.place.line) for problem in error.value.problems]
    assert set(places) == {("museet/2026/2026K1/series.csv", 5), ("museet/2026/2026K1/deliverables.csv", 2)}


# what is changed in which plan, and what is told; each names the two plans
_DIFFERENCES: dict[str, tuple[str, Callable[[dict[str, Any]], Any], str]] = {
    "another limit": (OTHER, lambda p: goals_of(p)[0]["criteria"][0].update(limit=4), "Kriteriet points siger noget andet om »limit« end mål a.1 i planen 2026. Fundet: '4'. Tilladt: 4.2"),
    "another unit that reports": (OTHER, lambda p: goals_of(p)[0]["criteria"][0].update(districts=["nord", "oest"]), "»districts«"),
    "another deadline": (OTHER, lambda p: goals_of(p)[2]["criteria"][0].update(deadline="2026-07-31"), "Kriteriet open siger noget andet om »deadline« end mål c.1 i planen 2026"),
    "one criterion fewer": (OTHER, lambda p: goals_of(p)[2]["criteria"].pop(), "Der er ikke lige så mange kriterier som i mål c.1 i planen 2026. Fundet: '1'. Tilladt: 2"),
    "another name of a unit": (OTHER, lambda p: p["districts"][0].update(name="Nord"), "Enheden nord har et andet navn eller en anden tid end i planen 2026."),
    "another threshold": (OTHER, lambda p: p.update(suppression_threshold=5), "Planen siger noget andet end planen 2026. Fundet: '5'. Tilladt: 70"),
    "followed up otherwise": (OTHER, lambda p: p.update(follow_up="half-yearly", releases={}), "Planen siger noget andet end planen 2026"),
    "a goal that is not there": (OTHER, lambda p: goals_of(p)[0]["shared"].update(goal="a.9"), "Målet findes ikke i planen 2026. Fundet: 'a.9'. Tilladt: a.1 ("),
    "a plan that is not there": (OTHER, lambda p: goals_of(p)[0]["shared"].update(plan="2025"), "Den anden plan findes ikke i projektet. Fundet: '2025'. Tilladt: 2026, museet/2026"),
    "not said in the other plan": (OWN, lambda p: goals_of(p)[0].pop("shared"), "Mål a.1 i planen 2026 siger ikke, at det er fælles med mål m.1 her."),
    "reported nowhere": (OWN, lambda p: goals_of(p)[0]["shared"].update(reported="there"), "Planerne viser hinandens tal i ring"),
    "reported twice": (OTHER, lambda p: goals_of(p)[0]["shared"].pop("reported"), "Ingen af planerne siger, at målets tal indberettes i den anden."),
    "only the plan": (OTHER, lambda p: goals_of(p)[0]["shared"].pop("goal"), "både »plan« og »goal«"),
    "a series of two goals": (OWN, lambda p: goals_of(p)[2]["criteria"].append({**goals_of(p)[0]["criteria"][0], "series": "a.1", "id": "more"}), "Talserien a.1 hører i planen 2026 også til mål b.1."),
}  # fmt: skip


@pytest.mark.parametrize("name", _DIFFERENCES)
def test_two_plans_that_do_not_say_the_same_of_a_shared_goal_are_refused(project: Path, name: str) -> None:
    plan, change, told = _DIFFERENCES[name]
    changed(project, plan, change)
    done = call("check", "museet/2026H1" if name == "followed up otherwise" else "museet/2026K2", cwd=project)
    assert done.returncode == 1
    flat = " ".join(done.stderr.split())
    assert told in flat
    assert "museet/2026/plan.yml:" in flat or name in ("reported nowhere",)


def test_the_plan_that_reports_is_checked_too(project: Path) -> None:
    changed(project, OWN, lambda plan: goals_of(plan)[0]["criteria"][0].update(limit=4.3))
    done = call("check", "2026K2", cwd=project)
    assert "2026/plan.yml" in done.stderr
    assert "Kriteriet points siger noget andet om »limit« end mål m.1 i planen museet/2026." in " ".join(
        done.stderr.split()
    )


def _worked(project: Path, *commands: tuple[str | Path, ...]) -> list[str]:
    """What commands print that end well."""
    told = [(command[0], call(*command, cwd=project)) for command in commands]
    assert [(name, done.stderr) for name, done in told if done.returncode] == []
    return [done.stdout for _, done in told]


# -- commands ----------------------------------------------------------------------------------------------------------


def test_a_quarter_of_the_second_plan_goes_all_the_way_and_back(project: Path, tmp_path: Path) -> None:
    """Opened, asked for, taken in, told, undone twice; nothing of the first plan is touched."""
    before = {path: path.read_bytes() for path in sorted((project / "data").rglob("*")) if path.is_file()}
    visits = tmp_path / "besoeg.csv"
    rows = [(f"{n}", "nord", f"2026-0{7 + n % 3}-10", "ja" if n % 3 else "nej") for n in range(30)]
    visits.write_text("nr;hus;dato;ung\n" + "".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
    forms, errors, own = tmp_path / "skemaer", tmp_path / "fejl", "museet/2026K3"
    _worked(project, ("new-quarter", own), ("new-quarter", "2026K3"), ("template", own, "--out", forms))
    given = (visits, *sorted(forms.glob("*.xlsx")), "--goal", "n.2", "--extracted", "2026-10-05", "--errors", errors)
    taken, *_ = _worked(project, ("intake", own, *given), ("status", own), ("evaluate", own))
    assert "n.2,2026-07,nord,10,0\n" in (project / "data/museet/2026/2026K3/series.csv").read_text(encoding="utf-8")
    assert "kvartalsbog undo museet/2026K3" in taken
    _worked(project, ("diff", "museet/2026K2", own), ("undo", own), ("undo", own), ("undo", "2026K3"))
    after = {path: path.read_bytes() for path in sorted((project / "data").rglob("*")) if path.is_file()}
    assert after == before


def test_a_figure_of_the_second_plan_is_corrected(project: Path) -> None:
    path = project / "data/museet/2026/2026K2/series.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-06,nord,20,15", "2026-06,nord,20,14"), "utf-8")
    assert "kvartalsbog correct museet/2026K2" in call("check", "museet/2026K2", cwd=project).stderr
    _worked(project, ("correct", "museet/2026K2", "--reason", "Talt igen."), ("check", "museet/2026K2"))
    assert found(project, "museet/2026K2").series["n.2"].published.months[Month(2026, 6)] == Sum(20, Decimal(14))


def test_the_same_quarter_of_two_plans_is_told_by_whose_it_is(made: Path) -> None:
    told = call("diff", "2026K2", "museet/2026K2", cwd=made).stdout.replace("\u00a0", " ")
    assert told.startswith("Fra 2026K2 til museet/2026K2:\n")
    assert (
        "2. kvartal 2026 følger planen for 2026, og 2. kvartal 2026 (museet) følger planen for 2026 (museet)." in told
    )
