"""A unit's chapter: its figures against those of all units, worked out by hand from what the editions show."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT

from kvartalsbog.book.scaffold import notebook
from kvartalsbog.content.blocks import BulletList, Drawing, Figure, Paragraph, Table
from kvartalsbog.errors import UsageError
from kvartalsbog.opendata.formats.delimited import csv_files
from kvartalsbog.opendata.tables.series import unit_months
from kvartalsbog.pages.chapters import unit_chapter
from kvartalsbog.pages.unit_page import UnitChapter
from kvartalsbog.pages.unit_tables import districts_table
from kvartalsbog.periods import Month
from kvartalsbog.plan.contents import UNIT_PARTS, Chapter, chapters, chapters_of, unit_chapters, unit_label
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.narrowing import of_unit
from kvartalsbog.verdicts.unit_figures import unit_figures
from kvartalsbog.words.numbers import WITHHELD, month_name


def said(row: tuple[object, ...]) -> list[str]:
    return ["".join(run.text for run in cell) for cell in row]  # type: ignore[attr-defined]


def plain(block: Paragraph) -> str:
    return "".join(run.text for run in block.runs)  # type: ignore[union-attr]


@pytest.fixture
def _undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Drawing(light="", dark="", light_narrow="", dark_narrow="")
    for charts in ("unit_chart", "unit_months"):
        monkeypatch.setattr(f"kvartalsbog.pages.{charts}.draw", lambda _: nothing)


def chapters_with(findings: Findings, narrowed: Callable[[Findings, str], Findings] = of_unit) -> Iterator[UnitChapter]:
    for chapter in unit_chapters(findings.plan):
        assert chapter.unit is not None
        yield UnitChapter(narrowed(findings, chapter.unit.id), chapter.unit)


def test_every_unit_that_reports_has_a_chapter_made_by_one_notebook(findings_of: Callable[[str], Findings]) -> None:
    plan = findings_of("2024K1").plan
    every = unit_chapters(plan)
    assert [c.unit.id for c in every if c.unit] == [unit.id for unit in plan.districts]
    assert {c.file for c in every} == {"notebooks/2024/unit.ipynb"}
    assert len({c.notebook for c in every}) == len({c.label for c in every}) == len(every)
    assert [c.own for c in every] == [{"unit": unit.id} for unit in plan.districts]
    assert every[0].title == plan.districts[0].name


def test_a_book_has_them_where_the_notebook_is(findings_of: Callable[[str], Findings], tmp_path: Path) -> None:
    plan = findings_of("2024K1").plan
    assert chapters_of(plan, ROOT) == (*chapters(plan), *unit_chapters(plan))
    assert chapters_of(plan, tmp_path) == chapters(plan)


def test_what_all_units_are_together_is_no_chapter_of_one(findings_of: Callable[[str], Findings]) -> None:
    plan = findings_of("2024K1").plan
    alone = plan.with_criteria(lambda c: c.model_copy(update={"districts": ("fyn",)}) if hasattr(c, "districts") else c)
    assert unit_chapters(alone) == ()


def test_the_shipped_notebook_is_the_one_that_is_scaffolded(findings_of: Callable[[str], Findings]) -> None:
    plan = findings_of("2024K1").plan
    first: Chapter = unit_chapters(plan)[0]
    assert nbformat.read(ROOT / first.file, 4) == notebook(first, plan)


@pytest.mark.usefixtures("_undrawn")
@pytest.mark.parametrize("quarter", ["2024K1", "2024K3"])
def test_a_chapter_shows_the_same_of_what_it_may_read_as_of_everything(
    findings_of: Callable[[str], Findings], quarter: str
) -> None:
    whole = findings_of(quarter)
    pairs = zip(chapters_with(whole), chapters_with(whole, lambda findings, _: findings), strict=True)
    for narrow, wide in pairs:
        for part in UNIT_PARTS:
            assert getattr(narrow, part) == getattr(wide, part)


def test_nothing_of_other_units_is_reached(findings_of: Callable[[str], Findings]) -> None:
    seen: Findings | None = of_unit(findings_of("2024K4"), "fyn")
    quarters = 0
    while seen is not None:
        quarters += 1
        assert seen.series
        for series in seen.series.values():
            assert series.published.districts.keys() == {"fyn"}
            assert {unit for _, unit in series.gaps} <= {"fyn"}
        assert not (seen.items)
        assert not (seen.comments)
        assert not (seen.accounts)
        assert not (seen.restated)
        assert not (seen.rejected)
        seen = seen.previous
    assert quarters == 4


def test_a_units_figures_are_those_of_the_editions(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K4")
    (found,) = (f for f in unit_figures(findings, "fyn") if f.goal.id == "1.1")
    now, before = (edition.series["1.1"].published for edition in (findings, findings.previous) if edition)
    own, earlier = now.districts["fyn"], before.districts["fyn"]
    assert own is not None
    assert earlier is not None
    assert now.latest is not None
    assert found.to_date == own
    assert found.newest is not None
    assert found.newest.n == own.n - earlier.n
    assert found.newest.total == own.total - earlier.total
    assert found.share == Fraction(own.n, now.latest.n)
    # the part of the distance: (total - limit * n) / all cases
    assert found.contribution == (Fraction(own.total) - 180 * own.n) / now.latest.n
    assert found.interval is None  # a mean is no share


def test_in_the_first_quarter_all_is_new_and_nothing_was_before(findings_of: Callable[[str], Findings]) -> None:
    for found in unit_figures(findings_of("2024K1"), "koebenhavn"):
        assert found.newest == found.to_date is not None
        assert found.before is None
        assert len(found.standings) == 1


def test_an_edition_that_is_written_down_tells_of_those_that_are_and_of_no_other(
    findings_of: Callable[[str], Findings],
) -> None:
    """What a quarter would have shown that was never approved is no reader's, and was not reckoned with."""
    draft = findings_of("2024K2")
    assert draft.previous is not None
    assert not draft.recorded
    (drafted, *_) = unit_figures(draft, "fyn")
    alone = replace(draft, recorded=True)
    (told, *_) = unit_figures(alone, "fyn")
    assert [standing.unit is None for standing in drafted.standings] == [False, False]
    assert [standing.unit is None for standing in told.standings] == [True, False]
    assert [standing.withheld for standing in told.standings] == [False, False]
    assert told.newest is told.before is None
    both = replace(alone, previous=replace(draft.previous, recorded=True))
    assert unit_figures(both, "fyn") == unit_figures(draft, "fyn")


def test_contributions_of_all_units_are_the_distance(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K4")
    every = [f for d in findings.plan.districts for f in unit_figures(findings, d.id) if f.goal.id == "1.1"]
    latest = findings.series["1.1"].published.latest
    assert latest is not None
    assert sum((f.contribution or Fraction(0) for f in every), Fraction(0)) == Fraction(latest.total) / latest.n - 180


@pytest.mark.usefixtures("_undrawn")
@pytest.mark.parametrize("quarter", ["2024K1", "2024K2", "2024K3", "2024K4"])
def test_what_is_withheld_is_a_mark_in_every_table_and_file(
    findings_of: Callable[[str], Findings], quarter: str
) -> None:
    findings = findings_of(quarter)
    hidden = [
        (u, name) for name, s in findings.series.items() for u, sums in s.published.districts.items() if sums is None
    ]
    assert hidden
    for chapter in chapters_with(findings):
        for name in (name for unit, name in hidden if unit == chapter.unit.id):
            tables = [block for block in chapter.goals.blocks if isinstance(block, Table)]
            months, figure = (block for block in chapter.history.blocks if isinstance(block, Figure))
            assert months.table is not None
            column = [column.title.startswith(f"Mål {name} (") for column in months.table.columns].index(True)
            of_this_year = {
                said(row)[column]
                for row in months.table.rows
                if said(row)[0].endswith(str(findings.period.calendar.years))
            }
            assert of_this_year <= {WITHHELD, "[m]"}
            rows = [said(row) for table in tables for row in table.rows if said(row)[0].startswith(f"{name} ")]
            figures, shares = rows
            # what the quarter before had brought was shown then, and stays so
            to_date = [column.title for column in tables[0].columns].index("Året til dato")
            assert {figures[1], figures[to_date], *shares[1:]} == {WITHHELD}
            assert figure.table is not None
            own = next(said(r) for r in figure.table.rows if said(r)[0].startswith(f"{name} "))
            assert own[-1] == WITHHELD
            assert all(WITHHELD in plain(Paragraph(runs=table.notes[0])) for table in tables)
            assert tables[0].download is not None
            cells = [
                r
                for r in csv.DictReader(io.StringIO(tables[0].download.csv))
                if (r["goal"], r["period"]) == (name, quarter)
            ]
            assert [(r["n_unit"], r["value_unit"], r["note"]) for r in cells] == [("", "", "withheld")]


@pytest.mark.usefixtures("_undrawn")
def test_a_chapter_says_how_it_is_to_be_read_and_shares_their_uncertainty(
    findings_of: Callable[[str], Findings],
) -> None:
    chapter = next(c for c in chapters_with(findings_of("2024K4")) if c.unit.id == "fyn")
    lead, *_, fair = chapter.summary.blocks
    assert isinstance(lead, Paragraph)
    assert isinstance(fair, Paragraph)
    assert plain(lead) == "Fyns Politi indberetter tal til mål 1.1, 1.2 og 4.2."
    assert "ingen dom over indsatsen" in plain(fair)
    (found,) = (f for f in chapter.figures if f.goal.id == "4.2")
    assert found.to_date is not None
    assert found.interval is not None
    low, high = found.interval
    assert low < float(found.to_date.total / found.to_date.n) < high <= 1
    shares = chapter.goals.blocks[1]
    assert isinstance(shares, Table)
    assert said(shares.rows[-1])[-1] == f"{round(100 * low)}–{round(100 * high)}\u00a0pct."


@pytest.mark.usefixtures("_undrawn")
def test_the_alternative_text_tells_where_the_unit_stands(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K4")
    chapter = next(c for c in chapters_with(findings) if c.unit.id == "fyn")
    months, figure = chapter.history.blocks
    assert isinstance(figure, Figure)
    assert isinstance(months, Figure)
    assert months.alt.startswith(
        "Fyns Politi måned for måned. Mål 1.1. Ændringen er reel: Tallet er blevet lavere end i 2023"
    )
    found = chapter.figures[0]
    assert found.to_date is not None
    value = findings.language.number(Decimal(found.to_date.total / found.to_date.n), 1)
    assert f"Mål 1.1: Fyns Politi er på {value}\u00a0dage, alle enheder under ét på " in figure.alt


@pytest.mark.usefixtures("_undrawn")
def test_a_unit_without_months_says_why_no_change_can_be_told(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K4")
    series = {name: replace(own, unit_months={}) for name, own in findings.series.items()}
    chapter = next(c for c in chapters_with(replace(findings, series=series)) if c.unit.id == "fyn")
    figure, why = chapter.history.blocks
    assert isinstance(figure, Figure)
    assert isinstance(why, Paragraph)
    assert "kan det ikke siges, om en ændring er reel" in plain(why)
    assert not [block for block in chapter.goals.blocks if isinstance(block, BulletList)]


def test_goals_and_units_lead_to_each_other(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K4")
    goal = findings.plan.goal("1.1")
    there = {unit_label(unit) for unit in findings.series["1.1"].published.districts}
    table = districts_table(findings, goal, findings.series["1.1"])
    assert {cell[0].target for cell, *_ in table.rows} == there  # type: ignore[union-attr]
    chapter = next(c for c in chapters_with(findings) if c.unit.id == "fyn")
    assert isinstance(chapter.goals.blocks[0], Table)
    assert chapter.goals.blocks[0].rows[0][0][0].target == goal.label  # type: ignore[union-attr]


def test_a_unit_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match=r"Der er ikke noget kapitel om enheden fynn\. .*fyn"):
        unit_chapter("fynn", "2024K1", str(ROOT / "data"))
    assert unit_chapter("fyn", "2024K1", str(ROOT / "data")).unit.name == "Fyns Politi"


@pytest.mark.usefixtures("_undrawn")
@pytest.mark.parametrize("quarter", ["2024K1", "2024K3"])
def test_a_units_months_are_those_of_the_open_data(findings_of: Callable[[str], Findings], quarter: str) -> None:
    findings = findings_of(quarter)
    published = {
        (row["goal"], row["district"], row["month"]): (row["n"], row["value"], row["note"])
        for row in csv.DictReader(io.StringIO(csv_files(unit_months(findings))["unit-months.csv"].decode("utf-8-sig")))
    }
    seen = {}
    for chapter in chapters_with(findings):
        figure = next(
            block for block in chapter.history.blocks if isinstance(block, Figure) and "-months" in block.label
        )
        assert figure.table is not None
        assert figure.table.download is not None
        rows = list(csv.DictReader(io.StringIO(figure.table.download.csv)))
        told = {(row["goal"], row["district"], row["month"]): (row["n"], row["value"], row["note"]) for row in rows}
        shown = {
            (head.removeprefix("Mål ").split(" (")[0], row[0]): cell
            for row in map(said, figure.table.rows)
            for head, cell in zip([column.title for column in figure.table.columns][1:], row[1:], strict=True)
        }
        for (goal, _, month), (_, value, note) in told.items():
            cell = shown[goal, month_name(Month.parse(month), year=True)]
            assert (cell == WITHHELD) is (note == "withheld")
            assert (cell == "[m]") is (value == "" and note != "withheld")
        seen |= told
    assert seen == published
    assert any(note == "withheld" for *_, note in seen.values())


@pytest.mark.usefixtures("_undrawn")
def test_a_chapter_says_whether_its_figures_have_moved(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K3")
    (fyn,) = (chapter for chapter in chapters_with(findings) if chapter.unit.id == "fyn")
    (listed,) = (block for block in fyn.goals.blocks if isinstance(block, BulletList))
    assert [said((item,))[0].replace("\u00a0", " ") for item in listed.items] == [
        "Mål 1.1. Ændringen er reel: Tallet er blevet lavere end i 2023, hvor det svingede fra 176,1 til 197,1 dage.",
        "Mål 1.2. Månederne i 3. kvartal 2024 ligger inden for de udsving, som tallet også havde i 2023: fra 153,7 til 190,9 dage.",
        "Mål 4.2. Der er for få måneder at sammenligne med til at skelne en ændring fra tilfældige udsving.",
    ]
