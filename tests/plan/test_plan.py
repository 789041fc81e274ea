from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import LIBRARY, ROOT
from pydantic import ValidationError

from kvartalsbog.errors import ProblemsError
from kvartalsbog.kinds.count import Count
from kvartalsbog.kinds.registry import KINDS
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan

BAD = sorted((ROOT / "tests" / "bad_plans").glob("*.yml"))

# file → what each problem says: line, and words that must be in it
EXPECTED: dict[str, list[tuple[int, str]]] = {
    "amendment_breaks_weights": [(93, "Efter ændringen: Målenes vægte giver ikke søjlens vægt. Fundet: '44.5'. Tilladt: 45.5")],
    "amendment_of_nothing": [(98, "peger på noget, planen ikke har")],
    "amendment_wrong_old": [(98, "Den gamle værdi er ikke planens. Fundet: '4'. Tilladt: 3")],
    "anchors": [(5, "Henvisninger (&navn og *navn) bruges ikke her")],
    "begins_within_a_month": [(53, "Kriteriet kan ikke begynde den dag. Fundet: '2026-02-10'. Tilladt: den første dag i en måned i planen, 2026-01-01 til 2026-12-01.")],
    "bounds_turned": [(37, "Den nedre grænse skal være under den øvre. Fundet: '5 og 1'.")],
    "change_and_difference": [(50, "Ændringen er enten i procent (»change«) eller i kravets egen enhed (»difference«), ikke begge dele. Fundet: 'en opslagstabel'.")],
    "change_beyond_every_share": [(50, "Kravet kan ingen andel opfylde eller bryde. Fundet: '120'. Tilladt: fra 0 til 100.")],
    "change_of_nothing_known": [(50, "Ukendt værdi. Fundet: 'sidste år'. Tilladt: previous_year, {value: …, label: …}.")],
    "change_without_its_name": [(50, "Nøglen mangler.")],
    "count_limit_with_decimals": [(67, "Værdien skal være et helt tal. Fundet: '2.5'")],
    "criterion_weight_missing": [(85, "Nøglen mangler. Enten har alle målets kriterier en vægt, eller ingen af dem; uden vægte tæller de lige meget.")],
    "criterion_weight_without_credit": [(93, "Kriteriets vægt tæller ikke. Fundet: '10'. Skriv »credit: by_criteria« ved målet, eller slet vægten.")],
    "criterion_weights_do_not_sum": [(84, "Kriteriernes vægte giver hverken målets vægt eller 100. Fundet: '30'. Tilladt: 22.25 eller 100. Ret vægtene, så summen passer.")],
    "deadline_before_the_beginning": [(52, "Fristen ligger, før kriteriet begynder. Fundet: '2026-03-31'. Tilladt: efter 2026-04-01.")],
    "deadline_in_a_month_without_reading": [(52, "Fristen ligger ikke i en måned, der bliver indberettet. Fundet: '2026-11-30'. Tilladt: en dag i 2026-03, 2026-06, 2026-09, 2026-12.")],
    "deadline_outside_year": [(68, "Fristen ligger uden for planens år. Fundet: '2027-09-30'. Tilladt: en dag i 2026")],
    "ends_without_range": [(50, "Kravet passer ikke til retningen »at_most«. Fundet: '{least: 1, most: 2}'. Tilladt: et tal, {change: …, of: …} eller {units: …}.")],
    "follow_up_does_not_divide": [(3, "Planens periode kan ikke deles i hele tertialer. Fundet: '2026-01-01 til 2026-10-31'. Tilladt: et antal måneder, som 4 går op i; perioden har 10.")],
    "follow_up_unknown": [(10, "Ukendt værdi. Fundet: 'weekly'. Tilladt: quarterly, tertial, half-yearly, monthly.")],
    "goal_weights": [(18, "Målenes vægte giver ikke søjlens vægt. Fundet: '45.25'. Tilladt: 45.5")],
    "hidden_character": [(17, "Teksten har et skjult tegn. Fundet: 'U+202E'. Skriv teksten igen uden tegnet.")],
    "kind_empty": [(44, f"Ukendt slags kriterium. Fundet: 'ingenting'. Tilladt: {', '.join(KINDS)}.")],
    "kind_of_nothing": [(44, f"Ukendt slags kriterium. Fundet: 'ingenting'. Tilladt: {', '.join(KINDS)}.")],
    "last_year_of_people": [(50, "Årets tal kan kun holdes op mod året før, når alle årets måneder må vises. Fundet: 'previous_year'. Skriv det tal, der er offentliggjort: {value: …, label: …}. Handler tallene ikke om personer eller enkelte tilfælde, så skriv »sensitive: false«.")],
    "limit_as_text": [(31, "Værdien skal være et tal. Fundet: '4,2'")],
    "limit_beyond_the_scale": [(34, "Kravet ligger uden for det, som en indberetning kan være. Fundet: '6'. Tilladt: fra 1 til 5.")],
    "limit_that_always_holds": [(50, "Kravet er altid opfyldt. Fundet: '0'. Tilladt: over 0 og under 100.")],
    "missing_key": [(57, "Nøglen mangler")],
    "names_alike": [(4, "To perioder får det samme navn. Fundet: 'Kvartalet i 2026'. Tilladt: et navn til hver periode.")],
    "names_with_an_unknown_field": [(4, "Mønstret for periodernes navne har et felt, der ikke findes. Fundet: '{nummer}. kvartal'. Tilladt: ord med {number}, {year}, {first}, {last}, {month}.")],
    "nan_limit": [(31, "Værdien kan læses på flere måder. Fundet: '.nan'. Skriv et tal med almindelige cifre")],
    "not_yaml": [(12, "Filen kan ikke læses som YAML")],
    "own_limits_of_others": [(50, "Hver enhed, der indberetter, skal have sit eget krav, og ingen andre. Fundet: 'nord, vest'. Tilladt: nord, oest.")],
    "own_limits_of_people": [(50, "Enheder kan kun have egne krav til tal, der må vises for hver enhed. Fundet: 'units'. Handler tallene ikke om personer eller enkelte tilfælde, så skriv »sensitive: false«.")],
    "people_below_nought": [(37, "Tal om personer eller enkelte tilfælde kan ikke være negative. Fundet: '-5'. Tilladt: fra 0 og op. Handler tallene ikke om personer eller enkelte tilfælde, så skriv »sensitive: false«.")],
    "per_cent_of_another_total": [(10, "Vægte i pct. skal give 100. Fundet: '180'. Tilladt: 100. Skriv enheden, fx unit: point.")],
    "period_within_a_month": [(3, "Planens periode er ikke hele måneder. Fundet: '2026-01-15 til 2026-12-31'. Tilladt: fra den første dag i en måned til den sidste dag i en måned.")],
    "pillar_weights": [(15, "Søjlernes vægte giver ikke 100. Fundet: '99.75'"), (72, "Målenes vægte giver ikke søjlens vægt")],
    "quarterly_from_a_month": [(54, "Kriteriet kan ikke begynde den dag. Fundet: '2026-02-01'. Tilladt: 2026-01-01, 2026-04-01, 2026-07-01, 2026-10-01.")],
    "range_turned": [(50, "Den nedre grænse skal være under den øvre. Fundet: '3 og 2'.")],
    "range_with_one_end": [(50, "Nøglen mangler.")],
    "range_without_ends": [(50, "Kravet passer ikke til retningen »within«. Fundet: '2'. Tilladt: {least: …, most: …}.")],
    "repeated_criterion": [(86, "Navnet er brugt før. Fundet: 'open'")],
    "repeated_goal": [(37, "Navnet er brugt før. Fundet: 'a.1'")],
    "repeated_key": [(10, "Nøglen står to gange. Fundet: 'suppression_threshold'")],
    "series_measured_two_ways": [(62, "Kriterierne på talserien a.2 måler ikke det samme. Fundet: 'udlån'. Tilladt: afleveringer. Skal de måles hver for sig, så giv det ene sin egen talserie med nøglen »series«.")],
    "series_of_other_units": [(63, "Kriterierne på talserien a.2 måler ikke det samme. Fundet: 'nord, vest'. Tilladt: nord, oest. Skal de måles hver for sig, så giv det ene sin egen talserie med nøglen »series«.")],
    "several_at_once": [
        (18, "Målenes vægte giver ikke søjlens vægt"),
        (31, "Værdien skal være et tal. Fundet: '4,2'"),
        (44, f"Ukendt slags kriterium. Fundet: 'andel'. Tilladt: {', '.join(KINDS)}"),
        (57, "Nøglen mangler"),
        (67, "Fristen ligger uden for planens år"),
    ],
    "shared_in_whole": [(83, "Tallet er for stort. Fundet: '100'. Tilladt: under 100.")],
    "shared_with_nobody": [(83, "Listen er tom. Tilladt: mindst 1.")],
    "step_gives_all": [
        (51, "Trinnet giver ikke mindre end det foregående. Fundet: '100'. Tilladt: under 100."),
        (51, "Tallet er for stort. Fundet: '100'. Tilladt: under 100."),
    ],
    "step_gives_more": [(51, "Trinnet giver ikke mindre end det foregående. Fundet: '60'. Tilladt: under 50.")],
    "step_harder": [(51, "Trinnet er ikke lettere at nå end det foregående. Fundet: '1.5'. Tilladt: over 2.")],
    "step_of_a_count_harder": [(71, "Trinnet er ikke lettere at nå end det foregående. Fundet: '4'. Tilladt: under 3.")],
    "steps_of_a_deliverable": [(93, "Kun et kriterium med et tal kan have trin. Slet nøglen.")],
    "steps_of_a_range": [(52, "Trin kan kun stå under et krav, der er ét tal. Del kriteriet i flere, eller slet trinnene.")],
    "threshold_too_low": [(9, "Tallet er for lille. Fundet: '1'. Tilladt: mindst 3")],
    "tile_of_three_numbers": [
        (12, "Pladsen på kortet kan ikke læses. Fundet: '[1, 1, 1]'. Tilladt: [række, kolonne], to hele tal fra 1 til 20."),
        (13, "Pladsen på kortet kan ikke læses. Fundet: '[1.5, 2]'."),
        (14, "Pladsen på kortet kan ikke læses. Fundet: '[0, 3]'."),
    ],
    "tile_taken": [(14, "Pladsen på kortet er optaget af nord. Fundet: '[1, 2]'. Tilladt: en ledig plads.")],
    "tiles_of_some": [
        (13, "Enheden mangler på kortet. Fundet: 'oest'. Tilladt: tile. Giv enheden en plads, eller slet »tile« ved alle de andre."),
        (14, "Enheden mangler på kortet. Fundet: 'vest'."),
    ],
    "time_told_twice": [(4, "Planens tid er skrevet to gange. Skriv year, når planen gælder et kalenderår, og ellers period.")],
    "too_few_items": [(69, "Der er færre emner end kravet. Fundet: '2'. Tilladt: mindst 3")],
    "unit_of_the_weights": [(34, "Måleenheden hedder det samme som planens vægte. Fundet: 'point'. Giv den et andet navn, så de to kan skelnes.")],
    "unknown_district": [(51, "Enheden findes ikke i planens liste. Fundet: 'syd'. Tilladt: nord (Nordbiblioteket), oest (Østbiblioteket), vest (Vestbiblioteket).")],
    "unknown_key": [(80, "Ukendt nøgle. Fundet: 'owner'. Tilladt: id, title, summary, weight, responsible, source, shared, credit, continues, criteria")],
    "unknown_kind": [(44, f"Ukendt slags kriterium. Fundet: 'andel'. Tilladt: {', '.join(KINDS)}")],
    "unknown_unit": [(46, "Ukendt værdi. Fundet: 'pct'")],
    "weights_in_a_plan_without": [
        (22, "Planen har ingen vægte. Fundet: '45.5'. Slet nøglen, eller slet »weights: none«."),
        (28, "Planen har ingen vægte. Fundet: '30.25'. Slet nøglen, eller slet »weights: none«."),
        (44, "Planen har ingen vægte. Fundet: '15.25'. Slet nøglen, eller slet »weights: none«."),
        (58, "Planen har ingen vægte. Fundet: '32.25'. Slet nøglen, eller slet »weights: none«."),
        (64, "Planen har ingen vægte. Fundet: '32.25'. Slet nøglen, eller slet »weights: none«."),
        (76, "Planen har ingen vægte. Fundet: '22.25'. Slet nøglen, eller slet »weights: none«."),
        (82, "Planen har ingen vægte. Fundet: '22.25'. Slet nøglen, eller slet »weights: none«."),
    ],
    "wrong_aggregation": [(33, "Ukendt værdi. Fundet: 'mean_of_quarters'. Tilladt: ratio_of_sums")],
    "year_of_another_folder": [(3, "Planens år er ikke mappens. Fundet: '2025'. Tilladt: 2026")],
}  # fmt: skip


def test_a_plan_of_before_says_how_readings_add_up_and_means_the_same(tmp_path: Path) -> None:
    said = {"mean": "ratio_of_sums", "share": "ratio_of_sums", "count": "completed_items", "deliverable": "completed"}
    text = (LIBRARY / "data/2026/plan.yml").read_text(encoding="utf-8")
    now = read_plan(LIBRARY / "data/2026/plan.yml", None, name="2026/plan.yml")
    before = re.sub(r"(\n +)kind: (\w+)", lambda found: f"{found[0]}{found[1]}aggregation: {said[found[2]]}", text)
    assert before.count("aggregation") == 5
    (tmp_path / "plan.yml").write_text(before, encoding="utf-8")
    assert read_plan(tmp_path / "plan.yml", None, name="2026/plan.yml") == now
    assert "aggregation" not in str(now.model_dump())


def _problems(path: Path, tmp_path: Path) -> list[tuple[int | None, str]]:
    folder = tmp_path / "2026"
    folder.mkdir()
    target = folder / "plan.yml"
    target.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_plan(target, None, name="2026/plan.yml")
    return [(problem.place.line, str(problem)) for problem in caught.value.problems]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_plan_is_refused_with_the_line_and_what_is_allowed(path: Path, tmp_path: Path) -> None:
    found = _problems(path, tmp_path)
    for line, words in EXPECTED[path.stem]:
        assert any(at == line and words in text for at, text in found), (line, words, found)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_problem_names_the_file(path: Path, tmp_path: Path) -> None:
    assert all(text.startswith("2026/plan.yml") for _, text in _problems(path, tmp_path))


def test_a_missing_notebook_is_a_problem_of_the_plan(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="Notesbogen findes ikke") as caught:
        read_plan(LIBRARY / "data/2026/plan.yml", tmp_path, name="2026/plan.yml")
    assert [problem.value for problem in caught.value.problems] == [
        "notebooks/2026/overview.ipynb", "notebooks/2026/pillar_a.ipynb",
        "notebooks/2026/pillar_b.ipynb", "notebooks/2026/pillar_c.ipynb",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["notebooks/../../x.ipynb", "/tmp/x.ipynb", "../x.ipynb", "x.ipynb", "notebooks/x.py", "notebooks/.x.ipynb", "notebooks\\\\x.ipynb"]
)  # fmt: skip
@pytest.mark.parametrize("project", [True, False])
def test_a_notebook_cannot_be_named_outside_its_folder(name: str, project: bool, tmp_path: Path) -> None:
    """Also for `scaffold`, which writes the notebooks that a plan names."""
    text = (LIBRARY / "data/2026/plan.yml").read_text(encoding="utf-8")
    (tmp_path / "plan.yml").write_text(text.replace("notebooks/2026/overview.ipynb", f'"{name}"'), encoding="utf-8")
    with pytest.raises(ProblemsError, match=r"skal ligge i notebooks/"):
        read_plan(tmp_path / "plan.yml", tmp_path if project else None, name="plan.yml")


@pytest.fixture(scope="module")
def police() -> Plan:
    return read_plan(ROOT / "data/2024/plan.yml", ROOT, name="2024/plan.yml")


@pytest.fixture(scope="module")
def invented() -> Plan:
    return read_plan(LIBRARY / "data/2026/plan.yml", None, name="2026/plan.yml")


def test_the_police_plan_has_five_pillars_and_eleven_goals(police: Plan) -> None:
    assert [pillar.weight for pillar in police.pillars] == [25, 30, 20, 20, 5]
    assert {goal.id: goal.weight for goal in police.goals} == {
        "1.1": 15, "1.2": 10, "2.1": 10, "2.2": 5, "2.3": 10, "2.4": 5, "3.1": 10, "3.2": 10, "4.1": 10, "4.2": 10, "5.1": 5,
    }  # fmt: skip


def test_the_police_plan_keeps_the_limits_and_deadlines_of_its_source(police: Plan) -> None:
    facts = [
        (g.id, c.kind, getattr(c, "limit", None), c.deadline.isoformat()) for g in police.goals for c in g.criteria
    ]
    assert facts == [
        ("1.1", "mean", 180, "2024-12-31"), ("1.2", "mean", 165, "2024-12-31"), ("2.1", "count", 6, "2024-12-31"),
        ("2.2", "deliverable", None, "2024-12-31"), ("2.2", "deliverable", None, "2024-12-31"),
        ("2.3", "deliverable", None, "2024-06-30"), ("2.3", "deliverable", None, "2024-12-31"),
        ("2.3", "deliverable", None, "2024-12-31"), ("2.4", "count", 8, "2024-12-31"),
        ("2.4", "deliverable", None, "2024-12-31"), ("2.4", "deliverable", None, "2024-12-31"), ("3.1", "deliverable", None, "2024-12-31"),
        ("3.1", "deliverable", None, "2024-12-31"), ("3.2", "deliverable", None, "2024-12-31"),
        ("3.2", "deliverable", None, "2024-12-31"), ("4.1", "deliverable", None, "2024-06-30"),
        ("4.1", "count", 15, "2024-06-30"), ("4.2", "share", 90, "2024-12-31"),
        ("5.1", "deliverable", None, "2024-09-30"), ("5.1", "deliverable", None, "2024-09-30"),
    ]  # fmt: skip


def test_the_amendment_of_the_shipped_plan_says_that_it_is_an_example(police: Plan) -> None:
    (amendment,) = police.amendments
    assert "opdigtet eksempel" in amendment.reason.casefold()
    analysis = [plan.goal("2.3").criteria[0].deadline for plan in (police, police.in_force(date(2024, 6, 30)))]
    assert analysis == [date(2024, 6, 30), date(2024, 8, 31)]


def test_the_plan_in_force_before_an_amendment_is_the_agreed_one(invented: Plan) -> None:
    before = invented.in_force(date(2026, 5, 31))
    assert before.goals == invented.goals
    assert before.amended_by(date(2026, 5, 31)) == ()


def test_an_amendment_is_in_force_from_its_day_on(invented: Plan) -> None:
    amended = invented.in_force(date(2026, 6, 1))
    rooms = amended.goal("b.1").criteria[0]
    assert isinstance(rooms, Count)
    assert rooms.limit == 2
    assert (amended.goal("a.1").weight, amended.goal("a.2").weight) == (Decimal("30.5"), Decimal(15))


def test_an_amendment_leaves_the_agreed_plan_as_it_was(invented: Plan) -> None:
    invented.in_force(date(2026, 12, 31))
    assert invented.goal("a.1").weight == Decimal("30.25")


def test_a_plan_cannot_be_changed(police: Plan) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        police.title = "noget andet"  # type: ignore[misc]


@pytest.mark.parametrize(("name", "known"), [("projekt-1", True), ("projekt-12", True), ("projekt-13", False), ("projekt-0", False), ("projekt-01", False), ("projekt-", False), ("krav-1", False), ("projekt-١", False)])  # fmt: skip
def test_a_counts_items_are_numbered(police: Plan, name: str, known: bool) -> None:
    criterion = police.goal("2.1").criteria[0]
    assert isinstance(criterion, Count)
    assert (name in criterion.names) is known
