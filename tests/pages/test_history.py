"""A goal over the plan years: figure, table and data from what the plan says of them, and next year's plan goes on with it."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from calling import call
from mergers import Cases, Unit, plan_text, write_year

from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.content.blocks import Figure, Table
from kvartalsbog.content.rules import faults
from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.opendata.formats.delimited import csv_files
from kvartalsbog.opendata.formats.files import tables
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.pages.goal_section import GoalSection
from kvartalsbog.pages.history import _runs
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.plan.contents import chapters
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.verdicts.findings import find

UNITS: list[Unit] = [{"id": "nord", "name": "Nord"}, {"id": "syd", "name": "Syd"}]
K1 = quarter_of(2024, 1)
YEARS: list[dict[str, Any]] = [
    {"year": 2020, "goal": "2.1", "limit": 12, "value": 13, "unit": "uger", "verdict": "not_met", "broken": "Tiden blev talt i uger."},
    {"year": 2021, "goal": "1.3", "limit": 200, "value": 204, "verdict": "not_met", "broken": "Sager om bøder var med."},
    {"year": 2022, "goal": "1.1", "limit": 190, "value": 186, "verdict": "met"},
    {"year": 2023, "goal": "1.1", "limit": 185, "value": 181, "verdict": "met"},
]  # fmt: skip


def cases(year: int, last: int) -> Cases:
    """100 cases of 170 days a month in one unit, and 50 of 176 in the other: a mean of 172."""
    months = [*(Month(year - 1, n) for n in range(1, 13)), *(Month(year, n) for n in range(1, 3 * last + 1))]
    return {(m, u): (n, n * mean) for m in months for u, n, mean in (("nord", 100, 170), ("syd", 50, 176))}


def section(data: Path) -> GoalSection:
    findings = find(load(K1, data))
    found = PillarChapter(findings, findings.plan.pillars[0]).goal("1.1")
    assert isinstance(found, GoalSection)
    return found


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> GoalSection:
    folder = tmp_path_factory.mktemp("told")
    return section(write_year(folder, 2024, UNITS, cases(2024, 1), goal={"continues": YEARS}))


def _text(inline: object) -> str:
    return "".join(getattr(run, "text", getattr(run, "word", "")) for run in inline).replace("\u00a0", " ")  # type: ignore[attr-defined]


def test_the_table_has_every_year_with_its_number_its_limit_and_where_it_breaks(told: GoalSection) -> None:
    (figure,) = told.history.blocks
    assert isinstance(figure, Figure)
    assert figure.table is not None
    assert [column.title for column in figure.table.columns] == [
        "År",
        "Mål",
        "Krav",
        "Resultat",
        "Status",
        "Brud efter året",
    ]
    assert [[_text(cell) for cell in row] for row in figure.table.rows] == [
        ["2020", "2.1", "12 uger", "13 uger", "Ikke opfyldt", "Tiden blev talt i uger."],
        ["2021", "1.3", "200 dage", "204,0 dage", "Ikke opfyldt", "Sager om bøder var med."],
        ["2022", "1.1", "højst 190 dage", "186,0 dage", "Opfyldt", "–"],
        ["2023", "1.1", "højst 185 dage", "181,0 dage", "Opfyldt", "–"],
        ["2024 til dato", "1.1", "højst 180 dage", "172,0 dage", "Ikke forfalden", "–"],
    ]
    assert list(faults(figure)) == []


def test_the_figure_is_told_in_words_and_breaks_where_the_definition_did(told: GoalSection) -> None:
    (figure,) = told.history.blocks
    assert isinstance(figure, Figure)
    assert figure.alt.replace("\u00a0", " ") == (
        "Sagsbehandlingstid: 204,0 dage i 2021 og 172,0 dage i 2024. I årene imellem var det 186,0 dage i 2022 og 181,0 dage i 2023. "
        "Efter 2020 og 2021 er der brud, og tallene kan ikke sammenlignes over det."
    )
    values = dict.fromkeys((2021, 2022, 2023, 2024, 2026), Decimal(1))
    assert list(_runs(values, [2021])) == [[2021], [2022, 2023, 2024], [2026]]


def test_the_data_have_the_earlier_years_in_all_forms(told: GoalSection) -> None:
    (table,) = (table for table in tables(told.findings) if table.definition.name == "history")
    rows = list(csv.DictReader(io.StringIO(csv_files(table)["history.csv"].decode())))
    assert [(r["year"], r["earlier_goal"], r["limit"], r["value"], r["measured_in"], r["verdict"]) for r in rows] == [
        ("2020", "2.1", "12", "13", "uger", "not_met"), ("2021", "1.3", "200", "204", "", "not_met"),
        ("2022", "1.1", "190", "186", "", "met"), ("2023", "1.1", "185", "181", "", "met"),
    ]  # fmt: skip
    danish = csv_files(table)["history-da.csv"].decode("utf-8-sig")
    assert "2020;Mål 2.1;12;;13;uger;ikke opfyldt;Tiden blev talt i uger." in danish


def test_one_value_alone_is_a_table_and_no_figure(tmp_path: Path) -> None:
    years = [{"year": 2023, "goal": "1.1", "verdict": "met"}]  # what it gave was withheld
    found = section(write_year(tmp_path, 2024, UNITS, cases(2024, 1), goal={"continues": years}))
    (table,) = found.history.blocks
    assert isinstance(table, Table)
    assert [_text(cell) for cell in table.rows[0]] == ["2023", "1.1", "–", "–", "Opfyldt"]


def test_a_goal_that_continues_none_has_no_such_part(tmp_path: Path) -> None:
    data = write_year(tmp_path, 2024, UNITS, cases(2024, 1))
    with pytest.raises(UsageError, match=r"Mål 1\.1 har ingen tidligere år"):
        section(data).history  # noqa: B018
    plan = load(K1, data).plan
    assert all("history" not in part for chapter in chapters(plan) for part in chapter.parts)
    assert "history" not in {table.definition.name for table in tables(find(load(K1, data)))}


def test_the_notebook_has_a_section_for_it(tmp_path: Path) -> None:
    data = write_year(tmp_path, 2024, UNITS, cases(2024, 1), goal={"continues": YEARS})
    scaffold(load(K1, data).agreed, tmp_path)
    text = (tmp_path / "notebooks/2024/pillar_1.ipynb").read_text(encoding="utf-8")
    assert "(goal-1-1-historie)=" in text
    assert "### Målet gennem årene" in text
    assert "goal.history" in text


# a change of the years → the words of the problem
WRONG: dict[str, tuple[list[Mapping[str, Any]], str]] = {
    "not over": ([{"year": 2024, "goal": "1.1"}], "Året ligger ikke, hvor det skal. Fundet: '2024'. Tilladt: før 2024."),
    "out of order": ([{"year": 2022, "goal": "1.1"}, {"year": 2021, "goal": "1.1"}], "Fundet: '2021'. Tilladt: efter 2022 og før 2024."),
    "twice": ([{"year": 2022, "goal": "1.1"}, {"year": 2022, "goal": "1.2"}], "Fundet: '2022'. Tilladt: efter 2022 og før 2024."),
    "another unit": ([{"year": 2022, "goal": "1.1", "value": 4, "unit": "uger"}], "En anden måleenhed er et brud. Fundet: 'uger'. Skriv under »broken«, hvad der er målt anderledes."),
    "not judged so": ([{"year": 2022, "goal": "1.1", "verdict": "won"}], "Fundet: 'won'. Tilladt: met, partly_met, not_met."),
    "no number": ([{"year": 2022, "goal": "1.1", "value": "meget"}], "Værdien skal være et tal. Fundet: 'meget'."),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_years_that_cannot_be_are_refused_with_their_place(case: str, tmp_path: Path) -> None:
    years, words = WRONG[case]
    path = tmp_path / "2024/plan.yml"
    path.parent.mkdir()
    path.write_text(plan_text(2024, UNITS, goal={"continues": years}), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_plan(path, None, name="2024/plan.yml")
    told_ = [str(problem) for problem in caught.value.problems]
    assert any(words in problem for problem in told_), told_
    assert all(problem.startswith("2024/plan.yml:") for problem in told_)


def test_a_goal_of_deliverables_has_no_number_of_its_years(tmp_path: Path) -> None:
    path = tmp_path / "2024/plan.yml"
    path.parent.mkdir()
    item = {"id": "x", "kind": "deliverable", "title": "Plan", "deliverable": "plan", "deadline": "2024-12-31"}
    goal = {"criteria": [item], "continues": [{"year": 2023, "goal": "1.1", "value": 3, "verdict": "met"}]}
    path.write_text(plan_text(2024, UNITS, goal=goal), encoding="utf-8")
    with pytest.raises(ProblemsError, match="Målet har intet krav i tal, som det kan holdes op imod"):
        read_plan(path, None, name="2024/plan.yml")


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole year, and the next one opened from it."""
    data = write_year(
        tmp_path_factory.mktemp("next") / "data", 2024, UNITS, cases(2024, 4), last=4, goal={"continues": YEARS[2:]}
    )
    open_period(quarter_of(2025, 1), data)
    return data


def test_next_years_draft_continues_with_what_the_last_book_shows(next_year: Path) -> None:
    (goal,) = read_plan(next_year / "2025/plan.yml", None, name="2025/plan.yml").goals
    assert [(e.year, e.goal, e.limit, e.value, e.verdict) for e in goal.continues] == [
        (2022, "1.1", 190, 186, "met"),
        (2023, "1.1", 185, 181, "met"),
        (2024, "1.1", 180, 172, "met"),
    ]


# what the plan of 2025 says of 2024 → what `check` notes
SAID = {
    "value: 172": (None, ""),
    "value: 171": ("value: 171", "»value« for 2024 er 171 i planen, men 172 i årets sidste bog."),
    "direction: at_most": ("direction: at_least", "Målet er ikke målt som mål 1.1 i 2024. Skriv under »broken«, hvad der er anderledes."),
    "goal: '1.1'": ("goal: '1.9'", "Mål 1.9 var ikke i planen for 2024. Ret »continues«."),
}  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_check_holds_the_year_before_against_its_last_book(said: str, next_year: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(next_year, tmp_path / "data"))
    plan, (new, words) = data / "2025/plan.yml", SAID[said]
    document = yaml.safe_load(plan.read_text(encoding="utf-8"))
    goal = document["pillars"][0]["goals"][0]
    if new is not None:
        key, _, value = new.partition(": ")
        holder = goal["criteria"][0] if key == "direction" else goal["continues"][-1]
        holder[key] = yaml.safe_load(value)
    plan.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    scaffold(read_plan(plan, None, name="2025/plan.yml"), tmp_path)
    told_ = call("check", "2025K1", "--project", str(tmp_path)).stdout
    assert (words in told_) if words else ("i årets sidste bog" not in told_)
