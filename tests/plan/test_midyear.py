"""Units that begin and end within the year, and goals that an amendment drops or adds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from conftest import make_library
from extracts import write_csv
from fuzz import plans
from midyear import ADDED, DROPPED, NEW, amend, edit, merge_readings, merge_units, shipped

from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.content.blocks import Block, Table
from kvartalsbog.content.shown import Blocks
from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.records.row_problems import told
from kvartalsbog.intake.vintage.board import board
from kvartalsbog.intake.vintage.drafting import draft
from kvartalsbog.intake.vintage.ground import ground
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.intake.vintage.proposal import read
from kvartalsbog.kinds.registry import KINDS
from kvartalsbog.opendata.tables.series import districts
from kvartalsbog.opendata.tables.standing import amendments
from kvartalsbog.pages.chapters import OverviewChapter, PillarChapter
from kvartalsbog.periods import Calendar, Period, quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.verdict import Verdict

QUARTERS = [quarter_of(2024, number) for number in (1, 2, 3, 4)]
K1, K2, K3, K4 = QUARTERS


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = shipped(tmp_path_factory.mktemp("merged"))
    merge_units(data)
    return data


@pytest.fixture(scope="module")
def dropped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Goal 2.2 is dropped from July; what it reported since is not there."""
    data = shipped(tmp_path_factory.mktemp("dropped"))
    amend(data, DROPPED)
    without_goal(data, "2.2")
    return data


def without_goal(data: Path, goal: str) -> None:
    from conftest import seal  # noqa: PLC0415

    for quarter in ("2024K3", "2024K4"):
        folder = data / "2024" / quarter
        path = folder / "deliverables.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(f"{goal},")), encoding="utf-8")
        words = folder / "commentary.yml"
        lines = words.read_text(encoding="utf-8").splitlines(keepends=True)
        start = next((n for n, line in enumerate(lines) if line.startswith(f"'{goal}'")), None)
        if start is not None:
            end = next((n for n in range(start + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
            words.write_text("".join([*lines[:start], *lines[end:]]) or "{}\n", encoding="utf-8")
        seal(folder)


@cache
def found(quarter: Period, data: Path) -> Findings:
    return find(load(quarter, data))


def words(blocks: Blocks | Block) -> str:
    return blocks.model_dump_json().replace("\\u00a0", " ").replace("\u00a0", " ")


# -- units -------------------------------------------------------------------------------------------------------------------


def test_a_year_with_a_merger_is_judged(merged: Path) -> None:
    """The two units' figures count until they end, the new one's from then on: the same days, the same cases."""
    result = found(K4, merged).result.goal("1.1")
    (days,) = result.criteria
    assert (days.missing, days.gaps) == ((), ())
    assert days.value is not None
    assert round(days.value, 1) == Decimal("179.6")
    assert (result.verdict, result.points.won) == (Verdict.MET, 15)


def test_no_quarter_misses_a_unit_that_is_not_there(merged: Path) -> None:
    # the one gap of the shipped year: 1.2, June, one unit, told late in K2
    assert [_gaps(found(quarter, merged)) for quarter in QUARTERS] == [set(), {("1.2", "sydoestjylland")}, set(), set()]


def _gaps(findings: Findings) -> set[tuple[str, str]]:
    return {(g.goal.id, unit) for g in findings.result.goals for c in g.criteria for _, unit in c.gaps}


def test_earlier_quarters_do_not_get_the_new_unit(merged: Path) -> None:
    for quarter, there in ((K1, False), (K2, False), (K3, True), (K4, True)):
        findings = found(quarter, merged)
        table = _units_of(findings, "1.1")
        assert ("Fyns og Sydøstjyllands Politi (fra den 1. juli 2024)" in table) is there
        assert ("Fyns Politi (til den 30. juni 2024)" in table) is (quarter > K1)
        opened_table = districts(findings)
        place = [field.name for field in opened_table.definition.fields].index("district")
        opened = {row[place] for row in opened_table.rows}
        assert (NEW in opened) is there
        assert "fyn" in opened


def _units_of(findings: Findings, goal: str) -> list[str]:
    section = PillarChapter(findings, findings.plan.pillars[0]).goal(goal)
    table = next(block for block in section.districts.blocks if isinstance(block, Table))
    assert isinstance(table, Table)
    return ["".join(getattr(run, "text", "") for run in row[0]).replace("\u00a0", " ") for row in table.rows]


def test_the_book_tells_of_the_merger(merged: Path) -> None:
    from kvartalsbog.pages.plan_changes import amendments as told  # noqa: PLC0415

    sentence = "Fra den 1. juli 2024 indberetter Fyns og Sydøstjyllands Politi i stedet for Fyns Politi og Sydøstjyllands Politi."
    for quarter, there in ((K2, False), (K3, True)):
        assert (sentence in " ".join(map(words, told(found(quarter, merged))))) is there


def test_the_board_asks_no_unit_for_months_in_which_it_is_not_there(merged: Path) -> None:
    text = str([row for row in board(ground(K4, merged))])  # noqa: C416 - whatever a board is, every part of it
    assert "Fyns" not in text


def test_a_record_of_a_unit_that_is_not_there_is_rejected_with_its_place(tmp_path: Path) -> None:
    data = make_library(tmp_path) / "data"
    (data / "2026/plan.yml").write_text(plans.base(), encoding="utf-8")
    rows = [
        ["1", "vest", "30-06-2026", "4"],
        ["2", "Vestbiblioteket", "01-07-2026", "4"],
        ["3", "syd", "30-06-2026", "4"],
        ["4", "Sydbiblioteket", "01-07-2026", "4"],
    ]
    path = write_csv(tmp_path / "svar.csv", rows, head=["nr", "afdeling", "modtaget", "point"])
    (extract,) = read([str(path)], None, ground(quarter_of(2026, 3), data)).extracts
    allowed = "Tilladt: syd uden for januar–juni\u00a02026, vest uden for juli–september\u00a02026."
    hint = "Skriv den enhed, der havde posten da, i det system, udtrækket kommer fra; planen har dagene som »begins« og »ends«."
    assert [str(problem) for problem in ProblemsError(told(extract.outcome.bad)).problems] == [
        f"svar.csv:3 [afdeling]: Enheden fandtes ikke i postens måned. 2 rækker: linje 3, 4. {allowed} {hint}",
    ]
    assert {unit: sums.n for (_, unit), sums in extract.outcome.sums.items()} == {"vest": 1, "syd": 1}


def test_figures_of_a_unit_that_is_not_there_are_refused(tmp_path: Path) -> None:
    data = shipped(tmp_path)
    merge_units(data)
    from conftest import seal  # noqa: PLC0415

    path = data / "2024/2024K3/series.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("1.1,2024-07,fyn,10,1500\n1.1,2024-06,fyn-sydoest,10,1500\n")
    seal(path.parent)
    with pytest.raises(ProblemsError) as caught:
        load(K3, data)
    told = [str(problem) for problem in caught.value.problems]
    assert [problem.split("] ")[-1].split(": ", 1)[-1] for problem in told] == [
        "Fyns Politi fandtes ikke i måneden. Fundet: '2024-07'. Tilladt: til 2024-06-30. Tallene hører til fyn-sydoest.",
        "Fyns og Sydøstjyllands Politi fandtes ikke i måneden. Fundet: '2024-06'. Tilladt: fra 2024-07-01. "
        "Tallene hører til sydoestjylland, fyn.",
    ]


def test_the_next_year_is_compared_with_both(merged: Path, tmp_path: Path) -> None:
    """The draft of the next plan keeps when units began and ended, and the baseline keeps their months."""
    text = draft(load(K4, merged).plan, Calendar.of_year(2025))
    (tmp_path / "2025").mkdir()
    path = tmp_path / "2025/plan.yml"
    path.write_text(text, encoding="utf-8")
    plan = read_plan(path, None, name="2025/plan.yml")
    assert (plan.district("fyn").ends, plan.district(NEW).begins) == (date(2024, 6, 30), date(2024, 7, 1))
    later = read_plan(_drafted(draft(plan, Calendar.of_year(2026)), tmp_path), None, name="2026/plan.yml")
    assert "fyn" not in [unit.id for unit in later.districts]
    assert later.district(NEW).begins is None


def _drafted(text: str, folder: Path) -> Path:
    (folder / "2026").mkdir()
    path = folder / "2026/plan.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_next_years_baseline_has_the_ended_units_months(tmp_path: Path) -> None:
    data = shipped(tmp_path)
    merge_units(data)
    open_period(quarter_of(2025, 1), data)
    rows = load(quarter_of(2025, 1), data).readings.series("1.1")
    months = {unit: [r.month.number for r in rows if r.district == unit] for unit in ("fyn", NEW)}
    assert months == {"fyn": [1, 2, 3, 4, 5, 6], NEW: [7, 8, 9, 10, 11, 12]}


# district → the problem with its days
WRONG_DAYS = {
    "begins: 2024-07-02": "Enheden kan ikke begynde den dag. Fundet: '2024-07-02'. Tilladt: den første dag i en måned",
    "ends: 2024-06-29": "Enheden kan ikke ende den dag. Fundet: '2024-06-29'. Tilladt: den sidste dag i en måned",
    "begins: 2022-01-01": "Enheden kan ikke begynde den dag.",
    "ends: 2031-12-31": "Enheden kan ikke ende den dag.",
    "begins: 2024-07-01, ends: 2024-06-30": "Enheden ender, før den begynder.",
    "begins: 2024-07-01, replaces: [syd]": "Enheden findes ikke i planens liste. Fundet: 'syd'",
    "begins: 2024-07-01, replaces: [nsk]": "Enheden afløses, men ender ikke dagen før. Fundet: 'nsk'. Skriv »ends: 2024-06-30« ved nsk.",
    "replaces: [nsk]": "En enhed, der afløser en anden, skal have en dag, den begynder.",
    "begins: 1719792000": "Datoen kan ikke læses. Fundet: '1719792000'. Tilladt: en dag som 2024-12-31",
}


@pytest.mark.parametrize("days", WRONG_DAYS)
def test_a_units_days_must_be_those_of_months(days: str, tmp_path: Path) -> None:
    data = shipped(tmp_path)
    edit(data / "2024/plan.yml", "name: Fyns Politi}", f"name: Fyns Politi, {days}}}")
    with pytest.raises(ProblemsError) as caught:
        read_plan(data / "2024/plan.yml", None, name="2024/plan.yml")
    assert any(WRONG_DAYS[days] in str(problem) for problem in caught.value.problems), caught.value


def test_a_month_that_no_unit_reports_is_a_problem_of_the_plan(tmp_path: Path) -> None:
    data = shipped(tmp_path)
    text = (data / "2024/plan.yml").read_text(encoding="utf-8")
    first = text.index("districts: [nordjylland")
    text = text[:first] + "districts: [fyn]" + text[text.index("]", first) + 1 :]
    (data / "2024/plan.yml").write_text(
        text.replace("name: Fyns Politi}", "name: Fyns Politi, ends: 2024-06-30}"), encoding="utf-8"
    )
    with pytest.raises(ProblemsError, match=r"Ingen enhed indberetter for måneden\. Fundet: '2024-07'"):
        read_plan(data / "2024/plan.yml", None, name="2024/plan.yml")


def test_readings_that_follow_the_merger_need_the_plan_to(tmp_path: Path) -> None:
    data = shipped(tmp_path)
    merge_readings(data)
    with pytest.raises(
        ProblemsError, match=r"Enheden findes ikke i planens liste\. 9 steder: .* Fundet: 'fyn-sydoest'"
    ):
        load(K4, data)


# -- goals -------------------------------------------------------------------------------------------------------------------


def test_a_dropped_goal_is_in_the_plan_until_it_is_dropped(dropped: Path) -> None:
    before, after = found(K2, dropped), found(K3, dropped)
    assert before.result.goal("2.2").goal.weight == 5
    assert "2.2" not in [result.goal.id for result in after.result.goals]
    for quarter in QUARTERS:
        points = found(quarter, dropped).result.points
        assert points.total == 100
    assert after.result.goal("2.4").goal.weight == 10


def test_the_book_tells_of_a_dropped_goal(dropped: Path) -> None:
    before, after = found(K2, dropped), found(K3, dropped)
    gone = "Mål 2.2 er udgået af planen den 1. juli 2024. Begrundelse: Målet udgår."
    assert gone not in words(OverviewChapter(before).summary)
    assert gone in words(OverviewChapter(after).summary)
    assert "2.2 POLSAS i Grønland og på Færøerne er udgået af planen." in words(OverviewChapter(after).changes)
    section = PillarChapter(after, after.plan.pillar("2")).goal("2.2")
    assert "Målet er udgået af planen den 1. juli 2024 (besluttet den 20. juni 2024 af Justitsministeriet)" in words(
        section.status
    )
    for part in (section.development, section.districts, section.deliverables, section.comment):
        assert "Målet er ikke en del af planen ved udgangen af 3. kvartal 2024." in words(part)
    row = next(row for row in amendments(after).rows if row[7] == "2.2")
    assert row[9:12] == ("goal", "POLSAS i Grønland og på Færøerne", None)
    assert "2.2" not in [row[7] for row in amendments(before).rows]


def test_a_dropped_goal_reports_no_more(tmp_path: Path) -> None:
    data = shipped(tmp_path)
    amend(data, DROPPED)
    with pytest.raises(ProblemsError) as caught:
        load(K3, data)
    assert all("Målet findes ikke" in str(problem) for problem in caught.value.problems)


def test_an_added_goal_comes_with_its_day(tmp_path: Path) -> None:
    data = shipped(tmp_path)
    amend(data, ADDED)
    before, after = found(K2, data), found(K3, data)
    assert "2.5" not in [result.goal.id for result in before.result.goals]
    assert (after.result.goal("2.5").goal.weight, after.result.points.total) == (3, 100)
    assert "Mål 2.5 er kommet til planen den 1. juli 2024." in words(OverviewChapter(after).summary)
    assert "er nyt i planen" in words(OverviewChapter(after).changes)
    chapter = PillarChapter(before, before.plan.pillar("2"))
    assert "Målet er ikke en del af planen ved udgangen af 2. kvartal 2024." in words(chapter.goal("2.5").status)
    with pytest.raises(UsageError, match=r"Der er ikke noget mål 2\.9 i søjle 2\. Der er: 2\.1"):
        chapter.goal("2.9")


def test_the_notebooks_have_a_section_for_every_goal_of_the_year(tmp_path: Path) -> None:
    data = shipped(tmp_path)
    amend(data, ADDED)
    plan = read_plan(data / "2024/plan.yml", None, name="2024/plan.yml")
    scaffold(plan, tmp_path / "book")
    text = (tmp_path / "book/notebooks/2024/pillar_2.ipynb").read_text(encoding="utf-8")
    assert "## Mål 2.2" in text
    assert "## Mål 2.5" in text


# what stands in place of the good amendment's lines → the problem
WRONG_GOALS = {
    'drops: ["2.9"]': "drops.0]: Målet er ikke i planen. Fundet: '2.9'. Tilladt: 1.1, 1.2,",
    'drops: ["2.2", "2.2"]': "drops.1]: Målet er ikke i planen. Fundet: '2.2'",
    "drops: [2.2]": "drops.0]: Værdien skal være tekst. Fundet: '2.2'",
    'drops: ["5.1"]': "drops]: Søjlen har ingen mål tilbage, men den skal have mindst ét. Fundet: '5'",
    'drops: ["2.3"]': "Efter ændringen: Målenes vægte giver ikke søjlens vægt. Fundet: '25'. Tilladt: 30",
    'adds: [{pillar: "9"}]': "adds.0.goal]: Nøglen mangler.",
}


@pytest.mark.parametrize("line", WRONG_GOALS)
def test_a_goal_that_cannot_be_dropped_or_added_is_told(line: str, tmp_path: Path) -> None:
    data = shipped(tmp_path)
    amend(data, DROPPED.replace('drops: ["2.2"]', line))
    with pytest.raises(ProblemsError) as caught:
        read_plan(data / "2024/plan.yml", None, name="2024/plan.yml")
    assert any(WRONG_GOALS[line] in str(problem) for problem in caught.value.problems), caught.value


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('pillar: "2"', 'pillar: "9"', "adds.0.pillar]: Søjlen er ikke i planen. Fundet: '9'. Tilladt: 1, 2, 3, 4, 5"),
        ('id: "2.5"', 'id: "2.1"', "adds.0.goal.id]: Navnet er brugt før. Fundet: '2.1'"),
        ("deadline: 2024-12-31", "deadline: 2024-06-30", "Fristen ligger, før ændringen træder i kraft. Fundet: '2024-06-30'"),
        ("weight: 3", "weight: 0", "adds.0.goal.weight]: Tallet er for lille. Fundet: '0'. Tilladt: over 0"),
        ("kind: deliverable", "kind: andel", f"Ukendt slags kriterium. Fundet: 'andel'. Tilladt: {', '.join(KINDS)}"),
    ],
)  # fmt: skip
def test_an_added_goal_keeps_the_plans_rules(old: str, new: str, told: str, tmp_path: Path) -> None:
    data = shipped(tmp_path)
    amend(data, ADDED.replace(old, new, 1))
    with pytest.raises(ProblemsError) as caught:
        read_plan(data / "2024/plan.yml", None, name="2024/plan.yml")
    assert any(told in str(problem) for problem in caught.value.problems), caught.value


def test_a_weight_of_nought_is_no_way_to_drop_a_goal_and_the_error_tells_the_way(tmp_path: Path) -> None:
    data = shipped(tmp_path)
    amend(data, DROPPED.replace('    drops: ["2.2"]\n', "").replace(
        "    changes:\n", '    changes:\n      - {goal: "2.2", field: weight, old: 5, new: 0}\n'
    ))  # fmt: skip
    with pytest.raises(ProblemsError) as caught:
        load(K3, data)
    (problem,) = caught.value.problems
    lines = (data / "2024/plan.yml").read_text(encoding="utf-8").split("\n")
    line = next(number for number, text in enumerate(lines, start=1) if "new: 0}" in text)
    assert str(problem) == (
        f"2024/plan.yml:{line} [amendments.0.changes.0.new]: Planen er ugyldig efter ændringen: Tallet er for lille. Fundet: '0'. "
        "Tilladt: over 0. Skal målet udgå, så skriv dets id under »drops« og fordel vægten på andre mål."
    )
