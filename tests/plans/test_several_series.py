"""A goal with several series, and a series of several goals: what is told again of their months is told of the right one, by name."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from conftest import seal
from desk_running import running
from plans.conftest import HERE, project_of
from quick_site import publish_quickly

from kvartalsbog.content.blocks import BulletList, Table
from kvartalsbog.content.prose import plain_text
from kvartalsbog.disclosure.published import Merged
from kvartalsbog.editions.change_words import sentence
from kvartalsbog.editions.comparison import from_json
from kvartalsbog.editions.differences import differences, site_differences
from kvartalsbog.editions.site import read_site
from kvartalsbog.files.rows import Row
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period
from kvartalsbog.intake.sums.given import Given, Kind
from kvartalsbog.intake.vintage.giving import told_twice
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.opendata.tables.series import merged_units
from kvartalsbog.pages.changes import changes_since, revisions_table
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.readings.rules import SERIES_COLUMNS, parse_series
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.states import state_of

RAIL, LAND = "rail-authority", "land-registry"
Lines = Mapping[str, str]  # the line of a reading → the line in its place
# 148500 / 450 = 330 days where it was 147600 / 450 = 328; and 470 open cases where it was 460
AGE, STOCK = {"alder,2023-02,tilsyn": "450,148500"}, {"beholdning,2023-01,tilsyn": "470,470"}
# 985 and 1,975 of 3,000 are 98.67 per cent where it was 98.33; goal 1.3 is judged by the same figures
SENT = {"to-dage,2003-04,nord": "1000,985"}
REASON = "To sager er ældre."


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def tell_again(folder: Path, goal: str, lines: Lines) -> None:
    """Let a period report months of before once more, with the owner's reason."""
    series, remarks = folder / "series.csv", folder / "commentary.yml"
    rows = [f"{key},{figures}" for key, figures in lines.items()]
    head, *known = series.read_text(encoding="utf-8").split()
    series.write_text("\n".join([head, *known, *rows]) + "\n", encoding="utf-8")
    remarks.write_text(f'{remarks.read_text(encoding="utf-8")}"{goal}":\n  revision: {REASON}\n', encoding="utf-8")
    seal(folder)


@pytest.fixture
def again(tmp_path: Path) -> Callable[[str, str, str, Lines], Findings]:
    """What a plan's period shows when it tells of months of before once more."""

    def of(plan: str, period: str, goal: str, lines: Lines) -> Findings:
        data = Path(shutil.copytree(HERE / plan / "data", tmp_path / plan))
        named = named_period(period, data)
        tell_again(data / named.folder, goal, lines)
        return find(load(named, data))

    return of


Again = Callable[[str, str, str, Lines], Findings]
TOLD = [
    "Mål 2.1 (Åbne sager), januar 2023: 460 sager er blevet til 470 sager (+10), ændret i 2. kvartal 2023. Grund: To sager er ældre.",
    "Mål 2.1 (De åbne sagers alder), februar 2023: 328 dage er blevet til 330 dage (+2), ændret i 2. kvartal 2023. Grund: To sager er ældre.",
]
SHARED = "Mål 1.2 (Sendt inden to dage) og 1.3, april 2003: 98,3 pct. er blevet til 98,7 pct. (+0,4), ændret i 2. kvartal 2003/04. Grund: To sager er ældre."


def months_told(findings: Findings) -> list[str]:
    assert findings.previous is not None
    told = map(plain, differences(state_of(findings.previous), state_of(findings)))
    return [one for one in told if "er blevet til" in one]


def test_a_month_of_each_series_of_a_goal_is_told_by_its_name_and_with_the_owners_reason(again: Again) -> None:
    assert months_told(again(RAIL, "2023K2", "2.1", {**AGE, **STOCK})) == TOLD


def test_a_month_of_a_series_that_two_goals_are_judged_by_is_told_once_of_both(again: Again) -> None:
    assert months_told(again(LAND, "2003-04K2", "1.3", SENT)) == [SHARED]


@pytest.mark.parametrize(("plan", "period", "goal", "lines", "named"), [
    (RAIL, "2023K2", "2.1", {**AGE, **STOCK}, "2.1 (Åbne sager og De åbne sagers alder)"),
    (RAIL, "2023K2", "2.1", AGE, "2.1 (De åbne sagers alder)"),
    (LAND, "2003-04K2", "1.3", SENT, "1.2 (Sendt inden to dage) og 1.3"),
])  # fmt: skip
def test_the_overview_names_goals_and_what_they_call_their_series(
    again: Again, plan: str, period: str, goal: str, lines: Lines, named: str
) -> None:
    _, news, *_ = changes_since(again(plan, period, goal, lines))
    assert isinstance(news, BulletList)
    assert f"Tidligere måneders tal er revideret for mål {named}; se revisionerne." in map(plain_text, news.items)


def test_the_revisions_stand_series_by_series_with_their_names_and_reasons(again: Again) -> None:
    table = revisions_table(again(RAIL, "2023K2", "2.1", {**AGE, **STOCK}))
    assert isinstance(table, Table)
    told = [[plain(plain_text(cell)) for cell in row] for row in table.rows]
    assert [(row[0], row[1], row[3], row[4], row[6]) for row in told] == [
        ("2.1 (Åbne sager)", "januar 2023", "460", "470", REASON),
        ("2.1 (De åbne sagers alder)", "februar 2023", "328,0", "330,0", REASON),
    ]
    assert table.download is not None
    rows = csv.DictReader(table.download.csv.removeprefix("\ufeff").splitlines())
    assert [(row["goal"], row["series"], row["month"]) for row in rows] == [
        ("2.1", "beholdning", "2023-01"), ("2.1", "alder", "2023-02"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The first two quarters as a site, and as one where the second tells of months of before once more; there the first is corrected then."""
    folder = tmp_path_factory.mktemp("sites")
    project = project_of(RAIL, folder)
    (plan,) = project.glob("data/*/plan.yml")
    text = plan.read_text(encoding="utf-8")
    plan.write_text(f"{text}\napprovers: [{{role: leder, title: Lederen}}]\n", encoding="utf-8")
    other = Path(shutil.copytree(project, folder / "other"))
    for period in ("2023K1", "2023K2"):
        publish_quickly(project, folder / "site", period)
    publish_quickly(other, folder / "again", "2023K1")
    tell_again(other / "data/2023/2023K2", "2.1", {**AGE, **STOCK})
    publish_quickly(other, folder / "again", "2023K2")
    first = other / "data/2023/2023K1/series.csv"
    written = first.read_text(encoding="utf-8")
    first.write_text(written.replace("alder,2023-03,tilsyn,440,143880", "alder,2023-03,tilsyn,440,144760"), encoding="utf-8")  # fmt: skip
    seal(first.parent)
    publish_quickly(other, folder / "again", "2023K1", "Marts var talt forkert.")
    return folder / "site", folder / "again"


def test_two_sites_are_held_against_each_other_series_by_series(sites: tuple[Path, Path]) -> None:
    told = [plain(one) for one in site_differences(*map(read_site, sites))]
    assert [one for one in told if one.startswith("2023K2/v1: ")] == [f"2023K2/v1: {one}" for one in TOLD]


def test_a_correction_and_the_feed_tell_of_the_series_by_what_the_goal_calls_it(sites: tuple[Path, Path]) -> None:
    """144760 / 440 = 329 days where it was 327."""
    _, again = sites
    version = again / "2023K1/v2"
    cells = from_json((version / "changes.json").read_bytes(), "changes.json").cells
    told = {plain(sentence(cell)) for cell in cells if cell.table == "months"}
    assert "Måneder, mål 2.1, De åbne sagers alder, marts 2023: Værdi er gået fra 327 til 329." in told
    assert not any("alder, marts" not in one for one in told)
    page = plain((again / "2023K1/index.html").read_text(encoding="utf-8"))
    assert "<td>mål 2.1, De åbne sagers alder, marts 2023</td>" in page
    feed = ElementTree.parse(again / "feed.xml")
    (entry,) = (e for e in feed.iterfind("{*}entry") if "(rettelse)" in e.findtext("{*}title", ""))
    summary = plain(entry.findtext("{*}summary", ""))
    assert "Rettelse: Marts var talt forkert." in summary
    assert f"{len(cells)} felter i tabellerne er ændret." in summary


def test_on_the_desk_the_reason_for_a_change_of_a_series_is_asked_of_its_goal(tmp_path: Path) -> None:
    project = project_of(RAIL, tmp_path)
    shutil.rmtree(project / "data/2023/2023K4")
    rows = "Mål;Måned;Enhed;Antal;Sum\nalder;2023-02;Tilsynet;450;148500\n"
    with running(project, tmp_path) as desk:
        page = "/periode/2023K3/"
        desk.drop(f"{page}modtag", {"tal.csv": rows.encode()})
        look = desk.ask(f"{page}indtag?udtrukket=2023-10-06")
        assert "Mål 2.1 (De åbne sagers alder), tal.csv: 1 tal, givet som summer." in plain(look.words)
        assert "mål 2.1 (De åbne sagers alder), 2023-02, Tilsynet: " in plain(look.words)
        assert "Hvorfor tallene i mål 2.1 ændres" in look.words
        reason = {"grund-2.1": REASON}
        look = desk.ask(f"{page}indtag?{urlencode({'udtrukket': '2023-10-06', **reason})}")
        sent = {"set": look.hidden("set"), "udtrukket": "2023-10-06", "afviste": "0", "rettelser": "ja", **reason}
        assert "er skrevet." in desk.post(f"{page}indtag", **sent).words
    told = find(load(named_period("2023K3", project / "data"), project / "data")).revisions
    assert [(one.judged, plain_text(one.reason)) for one in told] == [((("2.1", "De åbne sagers alder"),), REASON)]


def test_a_name_that_is_not_known_is_told_beside_what_each_series_is_called() -> None:
    titles = read_plan(HERE / LAND / "data/2003-04/plan.yml", None, name="plan.yml").titles
    assert (titles["to-dage"], titles["tre-dage"], titles["fejl"]) == ("Sendt inden to dage", "Sendt inden tre dage", "Færre fejl end året før")  # fmt: skip
    assert (titles["1.2"], titles["nord"]) == ("Hurtige udskrifter", "Kontor Nord")


def test_units_that_went_into_others_are_told_series_by_series(found: Callable[[str, str], Findings]) -> None:
    """Of a goal with two series: no row is another's by its key."""
    findings = found(RAIL, "2023K2")
    months = (findings.months[-1].year_before, findings.months[-1])
    one = Merged(("tilsyn", "regler"), {month: Sum(10, Decimal(100)) for month in months})
    series = {name: replace(findings.series[name], merged=(one,)) for name in ("beholdning", "alder")}
    table = merged_units(replace(findings, series={**findings.series, **series}))
    places = [[field.name for field in table.definition.fields].index(key) for key in table.definition.key]
    keys = [tuple(str(row[place]) for place in places) for row in table.rows]
    assert len(set(keys)) == len(keys) == 4


def test_a_problem_names_the_goal_and_the_series_that_it_is_of() -> None:
    plan = read_plan(HERE / LAND / "data/2003-04/plan.yml", None, name="plan.yml")
    assert plan.series_in_words("to-dage") == "mål 1.2 og 1.3, talserien to-dage"
    assert [plan.series_in_words(own) for own in plan.series if own in plan.by_id] == [
        f"mål {own}" for own in plan.series if own in plan.by_id
    ]
    cells = {(month, "nord"): Sum(1000, Decimal(985)) for month in plan.calendar.months[:1]}
    given = [
        Given("to-dage", Kind.SUMS, {"a.csv": None}, cells),
        Given("to-dage", Kind.FORM, {"b.xlsx": None}, {key: Sum(1000, Decimal(1)) for key in cells}),
    ]
    (twice,) = told_twice(given, {}, plan)
    assert twice.message == "Mål 1.2 og 1.3, talserien to-dage, 2003-04, nord: Tallet er et andet i en anden fil."
    row = Row("series.csv", 2, dict(zip(SERIES_COLUMNS, ("to-dage", "2003-04", "ingen", "1", "1"), strict=True)))
    others = plan.model_copy(
        update={"districts": (*plan.districts, plan.districts[0].model_copy(update={"id": "ingen"}))}
    )
    problems = parse_series(row, others, others.calendar.periods[0])
    assert isinstance(problems, list)
    assert [problem.message for problem in problems] == [
        "Enheden indberetter ikke til mål 1.2 og 1.3, talserien to-dage."
    ]
