"""Tables and downloads: what is shown, what is withheld, what a machine gets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from kvartalsbog.content.blocks import Block, BulletList, Drawing, Figure, Link, Paragraph, Table, Text
from kvartalsbog.content.prose import plain_text
from kvartalsbog.content.shown import MIME_TYPE, parse_blocks
from kvartalsbog.errors import UsageError
from kvartalsbog.kinds.base import State
from kvartalsbog.opendata.formats.results_json import results, to_json
from kvartalsbog.pages.ahead import pulling_table
from kvartalsbog.pages.changes import changes_since, revisions_table
from kvartalsbog.pages.chapters import GoalSection, OverviewChapter, PillarChapter
from kvartalsbog.pages.inserts import pillar_lead
from kvartalsbog.pages.measured import measured_table
from kvartalsbog.pages.plan_tables import criteria_table
from kvartalsbog.pages.scorecards import scorecard
from kvartalsbog.pages.tables import months_table
from kvartalsbog.pages.unit_tables import districts_table
from kvartalsbog.periods import Month
from kvartalsbog.verdicts.expecting import first_ahead
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.ahead import figure_words, interval_words
from kvartalsbog.words.kinds import criterion_sentence


@pytest.fixture(scope="module")
def k4(findings_of: Callable[[str], Findings]) -> Findings:
    return findings_of("2024K4")


def cells(table: Table) -> list[list[str]]:
    return [
        ["".join(getattr(run, "text", getattr(run, "word", "")) for run in cell) for cell in row] for row in table.rows
    ]


def shown(blocks: tuple[Block, ...]) -> str:
    runs = [
        r
        for b in blocks
        for r in (b.runs if isinstance(b, Paragraph) else sum(b.items, ()) if isinstance(b, BulletList) else ())
    ]
    return "".join(getattr(run, "text", "") for run in runs).replace("\u00a0", " ")


def records(table: Table) -> list[dict[str, str]]:
    assert table.download is not None
    return list(csv.DictReader(io.StringIO(table.download.csv)))


def test_the_scorecard_has_every_goal_in_a_line(findings_of: Callable[[str], Findings], k4: Findings) -> None:
    rows = cells(scorecard(k4))
    assert [row[0].split()[0] for row in rows] == [goal.id for goal in k4.plan.goals]
    criterion, series = k4.result.goals[0].criteria[0], k4.series["1.1"]
    assert series.published.latest is not None
    reached = figure_words(series.criterion, series.published.latest)
    assert rows[0] == [
        "1.1 Sagsbehandlingstid for alle sager", "15", "Opfyldt" if criterion.state is State.HOLDS else "Ikke opfyldt", rows[0][3], reached,
        "højst 180\u00a0dage, 31.\u00a0dec.",
    ]  # fmt: skip
    before = findings_of("2024K3")
    expected = cells(scorecard(before))[0][-1]
    found = first_ahead(before.series["1.1"].criteria, before.told)
    assert found is not None
    assert found[2].projection is not None
    assert expected == interval_words(found[0], found[2].projection)


@pytest.mark.parametrize(("goal", "reached", "asked", "deadlines"), [
    ("2.1", "6 af 6 projekter", "6 projekter", "31. dec."),
    ("2.2", "1 af 2 leverancer", "2 leverancer", "31. dec."),
    ("2.3", "3 af 3 leverancer", "3 leverancer", "31. aug. (1) og 31. dec. (2)"),
    ("2.4", "8 af 8 krav, 2 af 2 leverancer", "alle 8 krav og 2 leverancer", "31. dec."),
    ("4.1", "15 af 15 initiativer, 1 af 1 leverance", "15 initiativer og 1 leverance", "30. jun."),
    ("5.1", "0 af 2 leverancer (2 efter fristen)", "2 leverancer", "30. sep."),
])  # fmt: skip
def test_the_scorecard_tells_every_criterion_and_every_deadline(
    k4: Findings, goal: str, reached: str, asked: str, deadlines: str
) -> None:
    table = scorecard(k4)
    row = next(row for row in cells(table) if row[0].startswith(goal))
    assert [cell.replace("\u00a0", " ") for cell in row[4:6]] == [reached, f"{asked}, {deadlines}"]
    record = next(r for r in records(table) if r["goal"] == goal)
    assert (record["reached"], record["required"]) == (reached, asked)
    result = k4.result.goal(goal)
    assert record["criteria"] == str(len(result.criteria))
    assert set(record["deadlines"].split()) == {c.criterion.deadline.isoformat() for c in result.criteria}


def test_a_units_missing_month_marks_its_row_and_the_period_is_what_was_reported(
    findings_of: Callable[[str], Findings],
) -> None:
    k2 = findings_of("2024K2")
    goal = k2.plan.goal("1.2")
    table = districts_table(k2, goal, k2.series["1.2"])
    marked = [row[0] for row in cells(table) if "[u]" in row[0]]
    assert marked == ["Sydøstjyllands Politi\u00a0[u]"]
    assert "[u] Ufuldstændig: Sydøstjyllands Politi mangler juni\u00a02024." in [n[0].text for n in table.notes]
    assert [r["district"] for r in records(table) if r["months_missing"]] == ["sydoestjylland"]
    months = months_table(k2, goal, k2.series["1.2"])
    assert [row[0] for row in cells(months) if "[u]" in row[0]] == ["juni\u00a0[u]"]
    assert [(r["month"], r["units_missing"]) for r in records(months) if r["units_missing"]] == [
        ("2024-06", "sydoestjylland")
    ]
    k1 = findings_of("2024K1")
    goal = k1.plan.goal("4.2")
    assert districts_table(k1, goal, k1.series["4.2"]).caption.endswith("efter enhed, januar–februar\u00a02024")
    notes = [n[0].text for n in months_table(k1, goal, k1.series["4.2"]).notes]
    assert "Året til dato er uden marts\u00a02024, som ingen har indberettet." in notes


def test_a_small_unit_is_marked_and_explained_and_empty_in_the_download(k4: Findings) -> None:
    goal = k4.plan.goal("1.2")
    table = districts_table(k4, goal, k4.series["1.2"])
    row = next(row for row in cells(table) if row[0] == "Bornholms Politi")
    assert row == ["Bornholms Politi", "[f]", "[f]"]
    assert len(table.notes) == 1
    record = next(r for r in records(table) if r["district"] == "bornholm")
    assert (record["n"], record["value"], record["note"]) == ("", "", "withheld")


def test_a_share_by_unit_tells_within_what_it_lies(k4: Findings) -> None:
    goal = next(goal for goal in k4.plan.goals if goal.id == "4.2")
    table = districts_table(k4, goal, k4.series["4.2"])
    assert [column.title for column in table.columns][-1] == "Usikkerhed"
    hidden = 0
    for _, cases, share, interval in cells(table):
        if cases == "[f]":
            assert (share, interval) == ("[f]", "[f]")
            hidden += 1
            continue
        low, _, high = interval.removesuffix("\u00a0pct.").partition("–")
        value = float(share.replace(",", "."))
        assert int(low) - 0.5 <= value <= int(high) + 0.5
        assert 0 < (int(high) - int(low)) / 2 <= 100 * 0.98 / int(cases) ** 0.5 + 1  # 1.96 · √(¼ ÷ n) at most
    assert hidden > 0
    assert "underliggende" in "".join(run.text for note in table.notes for run in note if isinstance(run, Text))
    days = next(goal for goal in k4.plan.goals if goal.id == "1.1")
    assert "Usikkerhed" not in [column.title for column in districts_table(k4, days, k4.series["1.1"]).columns]


def test_every_download_says_its_quarter_and_that_the_data_are_examples(k4: Findings) -> None:
    goal = k4.plan.goal("1.1")
    for table in (scorecard(k4), months_table(k4, goal, k4.series["1.1"]), districts_table(k4, goal, k4.series["1.1"])):
        assert {(r["quarter"], r["data_status"]) for r in records(table)} == {("2024K4", "example")}


def test_the_months_download_is_exact_and_has_the_year_before(k4: Findings) -> None:
    table = months_table(k4, k4.plan.goal("1.1"), k4.series["1.1"])
    found = records(table)
    assert [r["month"] for r in found] == [f"{y}-{m:02d}" for y in (2023, 2024) for m in range(1, 13)]
    last = found[-1]
    this_year = [r for r in found if r["month"].startswith("2024")]
    whole = sum(int(r["total"]) for r in this_year) / sum(int(r["n"]) for r in this_year)
    assert float(last["year_to_date"]) == pytest.approx(whole, abs=1e-6)


def test_revisions_tell_old_new_and_why(k4: Findings) -> None:
    table = revisions_table(k4)
    assert table is not None
    found = cells(table)
    assert [(r[0], r[1].replace("\u00a0", " "), r[2].replace("\u00a0", " ")) for r in found] == [
        ("1.1", "marts 2024", "2. kvt. 2024"), ("1.1", "juni 2024", "3. kvt. 2024"), ("1.2", "maj 2024", "3. kvt. 2024"),
        ("1.2", "juni 2024", "3. kvt. 2024"), ("4.2", "august 2024", "4. kvt. 2024"),
    ]  # fmt: skip
    assert found[3][6] == "En eller flere enheder har indberettet måneden for sent."
    assert found[0][6].startswith("To kredse har registreret")


def test_what_changed_is_told_in_words(findings_of: Callable[[str], Findings]) -> None:
    k1, k3 = findings_of("2024K1"), findings_of("2024K3")
    assert (
        shown(changes_since(k1))
        == "Det er årets første kvartal; der er ingen tidligere udgave i året at sammenligne med."
    )
    told = shown(changes_since(k3))
    assert "Ikke opfyldt i kvartalet: 5.1 Strategi for bæredygtig udvikling" in told
    assert (
        "2.2 POLSAS i Grønland og på Færøerne: forventningen er gået fra »forventes opfyldt« til »forventes ikke opfyldt«."
        in told
    )
    assert "4.1 Strategiarbejde med 15 initiativer er gået fra »delvist opfyldt« til »opfyldt«." in told
    assert "De opnåede point er gået fra 0 til 10, og de mistede point er gået fra 10 til 5." in told
    *_, dates = changes_since(k3)
    assert isinstance(dates, BulletList)
    moved = ["".join(getattr(run, "text", "") for run in item).replace("\u00a0", " ") for item in dates.items]
    assert len(moved) == 6
    assert moved[1] == "2.2 POLSAS i Grønlands Politi: fra den 15. okt. 2024 til den 25. nov. 2024, 41 dage senere"


def test_items_that_have_moved_alike_are_one_line(findings_of: Callable[[str], Findings]) -> None:
    """Both of 5.1's dates are told as moved from and to the same days."""
    k3 = findings_of("2024K3")
    assert k3.previous is not None
    first, second = k3.items["5.1"]
    before = [replace(item, expected=date(2024, 9, 13)) for item in k3.previous.items["5.1"]]
    now = [replace(item, completed=None, expected=date(2024, 10, 25)) for item in (first, second)]
    found = replace(
        k3,
        items={**k3.items, "5.1": tuple(now)},
        previous=replace(k3.previous, items={**k3.previous.items, "5.1": tuple(before)}),
    )
    *_, dates = changes_since(found)
    assert isinstance(dates, BulletList)
    (line,) = (
        shown_
        for item in dates.items
        if (shown_ := "".join(getattr(run, "text", "") for run in item)).startswith("5.1")
    )
    assert "Strategi for bæredygtig udvikling udarbejdet og Departementet orienteret om strategien: fra den" in line


def test_what_stands_beside_its_deadline_does_not_repeat_it(findings_of: Callable[[str], Findings]) -> None:
    k3 = findings_of("2024K3")
    for result in k3.result.goals:
        for row, criterion in zip(cells(criteria_table(k3, result)), result.criteria, strict=True):
            assert "fristen er" not in row[2], row
            assert "fristen var" not in row[2], row
            assert row[2].endswith(".")
            assert row[2].rstrip(".") in criterion_sentence(criterion, k3.months)


def test_the_scorecard_has_each_goals_track_as_shapes_and_what_they_mean(
    findings_of: Callable[[str], Findings],
) -> None:
    """1.1 stood as not expected in K1 and K2; what the shapes mean is told once below, and a year's first edition has none."""
    table = scorecard(findings_of("2024K3"))
    (row,) = (row for row in table.rows if row[0][0].text.startswith("1.1 "))  # type: ignore[union-attr]
    at = [column.title for column in table.columns].index("Siden")
    shapes = [run for run in row[at] if run.type == "status"]
    assert [(run.symbol, run.word) for run in shapes] == [("▽", ""), ("▽", "")]
    meant = {run.symbol: run.word for run in table.notes[-1] if run.type == "status"}
    assert meant["▽"] == "Forventes ikke opfyldt"
    every = {run.symbol for row in table.rows for run in row[at] if run.type == "status"}
    assert every == set(meant)
    assert scorecard(findings_of("2024K1")).notes == ()


def test_a_column_that_foresees_nothing_is_left_out(findings_of: Callable[[str], Findings]) -> None:
    for quarter, foreseen in (("2024K3", True), ("2024K4", False)):
        for table in (scorecard(findings_of(quarter)), *measured_table(findings_of(quarter))):
            assert ("Forventet" in [column.title for column in table.columns]) is foreseen
            assert all(len(row) == len(table.columns) for row in table.rows)


def test_contributions_of_shares_are_percentage_points(findings_of: Callable[[str], Findings]) -> None:
    found = findings_of("2024K3")
    heads = {
        goal: [column.title for column in table.columns]
        for goal in ("1.1", "4.2")
        for table in pulling_table(found, found.plan.goal(goal), found.series[goal])
    }
    assert (heads["1.1"][-1], heads["4.2"][-1]) == ("Bidrag (dage)", "Bidrag (procentpoint)")


@pytest.mark.parametrize(("quarter", "pillar", "words"), [
    ("2024K2", "1", "Status ved udgangen af 2. kvartal 2024: 25 point forventes ikke opnået."),
    ("2024K2", "4", "Ved udgangen af 2. kvartal 2024 er 10 point på vej og 10 mistet."),
    ("2024K3", "1", "Ved udgangen af 3. kvartal 2024 er 15 point i risiko, og 10 forventes ikke opnået."),
    ("2024K1", "4", "Ved udgangen af 1. kvartal 2024 er 10 point på vej, og 10 kan ikke vurderes."),
])  # fmt: skip
def test_a_pillars_points_are_told_in_a_sentence(
    findings_of: Callable[[str], Findings], quarter: str, pillar: str, words: str
) -> None:
    found = findings_of(quarter)
    _, said = pillar_lead(found, found.plan.pillar(pillar))
    assert shown((said,)).endswith(words)


def test_months_that_units_lack_are_grouped(findings_of: Callable[[str], Findings]) -> None:
    """Fyn lacks January to March, and Bornholm March too."""
    found = findings_of("2024K2")
    gaps = (*((Month(2024, number), "fyn") for number in (1, 2, 3)), (Month(2024, 3), "bornholm"))
    table = months_table(found, found.plan.goal("1.1"), replace(found.series["1.1"], gaps=gaps))
    (note,) = (note for note in map(plain_text, table.notes) if "Ufuldstændig" in note)
    assert note.replace("\u00a0", " ") == (
        "[u] Ufuldstændig: der mangler tal fra 1 enhed i januar–februar 2024 og 2 enheder i marts 2024."
    )


def test_results_have_the_agreed_form(k4: Findings) -> None:
    found = json.loads(to_json(k4))
    assert found == results(k4)
    assert {"quarter", "plan", "data_status", "goals", "totals"} <= set(found)
    assert {"goal", "pillar", "weight", "verdict", "outlook", "value", "limit", "unit", "required_rest_of_year", "points", "criteria"} <= set(found["goals"][0])  # fmt: skip
    assert all({"kind", "value", "deadline", "completed"} <= set(c) for g in found["goals"] for c in g["criteria"])
    assert found["totals"]["plan"] == {"won": 80, "open": 0, "lost": 20}
    assert found["goals"][0]["points"] == {"won": 15, "open": 0, "lost": 0}
    assert [p["pillar"] for p in found["totals"]["pillars"]] == ["1", "2", "3", "4", "5"]


def test_every_figure_has_an_alternative_text_of_its_own_and_a_table(k4: Findings) -> None:
    figures = [b for pillar in k4.plan.pillars for b in _all_blocks(PillarChapter(k4, pillar)) if isinstance(b, Figure)]
    figures += [b for b in OverviewChapter(k4).summary.blocks if isinstance(b, Figure)]
    assert len(figures) == 15
    for figure in figures:
        assert figure.alt != figure.caption
        assert figure.alt.endswith(".")
        if not figure.label.endswith("-map"):  # whose table follows it
            assert figure.table is not None
            assert figure.table.download is not None


def _all_blocks(chapter: PillarChapter) -> list[Block]:
    found: list[Block] = [*chapter.summary.blocks]
    for goal in chapter.pillar.goals:
        section = chapter.goal(goal.id)
        found += [*section.status.blocks, *section.comment.blocks]
        found += [*section.development.blocks, *section.districts.blocks] if goal.series else []
        found += section.deliverables.blocks if goal.dated else ()
    return found


def test_blocks_survive_the_way_through_a_notebook(k4: Findings) -> None:
    section = PillarChapter(k4, k4.plan.pillar("1")).goal("1.1")
    bundle = section.development._repr_mimebundle_()
    assert parse_blocks(json.loads(json.dumps(bundle[MIME_TYPE]))) == section.development


def test_a_goal_without_a_series_says_what_to_use(k4: Findings) -> None:
    section = GoalSection(k4, k4.result.goal("2.1"))
    with pytest.raises(UsageError, match=r"Mål 2.1 har ingen talserie. Der er: .status, .deliverables, .comment."):
        _ = section.development


@pytest.mark.parametrize(
    "url", ["http://example.org", "javascript:alert(1)", "https://a b", "data:text/html,x", "//example.org"]
)
def test_only_https_links_exist(url: str) -> None:
    with pytest.raises(ValidationError):
        Link(text="x", url=url)


def test_a_movement_within_the_usual_swings_is_called_neither_a_fall_nor_a_rise(
    findings_of: Callable[[str], Findings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the fourth quarter 1.2 swings as it did last year, and 1.1 has really fallen."""
    nothing = Drawing(light="", dark="", light_narrow="", dark_narrow="")
    monkeypatch.setattr("kvartalsbog.pages.goal_section.months_chart", lambda *_: nothing)
    findings = findings_of("2024K4")
    captions = {}
    for goal in ("1.1", "1.2"):
        section = PillarChapter(findings, findings.plan.pillar("1")).goal(goal)
        (figure,) = (block for block in section.development.blocks if isinstance(block, Figure))
        captions[goal] = figure.caption.replace("\u00a0", " ")
        assert ("inden for de vante udsving" in figure.alt) is (goal == "1.2")
    assert captions["1.1"].startswith("Sagsbehandlingstid for alle sager faldt fra")
    assert captions["1.2"] == "Sagsbehandlingstid for afsoningssager gik fra 174,0 i januar til 172,0 dage i december, inden for de vante udsving. Måned for måned (dage)"  # fmt: skip
