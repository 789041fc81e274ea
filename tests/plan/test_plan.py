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
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan

BAD = sorted((ROOT / "tests" / "bad_plans").glob("*.yml"))

# file → what each problem says: line, and words that must be in it
EXPECTED: dict[str, list[tuple[int, str]]] = {
    "amendment_breaks_weights": [(93, "Efter ændringen: Målenes vægte giver ikke søjlens vægt. Fundet: '44.5'. Tilladt: 45.5")],
    "amendment_of_nothing": [(98, "peger på noget, planen ikke har")],
    "amendment_wrong_old": [(98, "Den gamle værdi er ikke planens. Fundet: '4'. Tilladt: 3")],
    "anchors": [(5, "Henvisninger (&navn og *navn) bruges ikke her")],
    "count_limit_with_decimals": [(67, "Værdien skal være et helt tal. Fundet: '2.5'")],
    "deadline_outside_year": [(68, "Fristen ligger uden for planens år. Fundet: '2027-09-30'. Tilladt: en dag i 2026")],
    "goal_weights": [(18, "Målenes vægte giver ikke søjlens vægt. Fundet: '45.25'. Tilladt: 45.5")],
    "hidden_character": [(17, "Teksten har et skjult tegn. Fundet: 'U+202E'. Skriv teksten igen uden tegnet.")],
    "limit_as_text": [(31, "Værdien skal være et tal. Fundet: '4,2'")],
    "missing_key": [(57, "Nøglen mangler")],
    "nan_limit": [(31, "Værdien kan læses på flere måder. Fundet: '.nan'. Skriv et tal med almindelige cifre")],
    "not_yaml": [(12, "Filen kan ikke læses som YAML")],
    "pillar_weights": [(15, "Søjlernes vægte giver ikke 100. Fundet: '99.75'"), (72, "Målenes vægte giver ikke søjlens vægt")],
    "repeated_criterion": [(86, "Navnet er brugt før. Fundet: 'open'")],
    "repeated_goal": [(37, "Navnet er brugt før. Fundet: 'a.1'")],
    "repeated_key": [(10, "Nøglen står to gange. Fundet: 'suppression_threshold'")],
    "several_at_once": [
        (18, "Målenes vægte giver ikke søjlens vægt"),
        (31, "Værdien skal være et tal. Fundet: '4,2'"),
        (44, "Ukendt slags kriterium. Fundet: 'andel'. Tilladt: mean, share, amount, count, deliverable, assessed"),
        (57, "Nøglen mangler"),
        (67, "Fristen ligger uden for planens år"),
    ],
    "threshold_too_low": [(9, "Tallet er for lille. Fundet: '1'. Tilladt: mindst 3")],
    "too_few_items": [(69, "Der er færre emner end kravet. Fundet: '2'. Tilladt: mindst 3")],
    "unknown_district": [(51, "Kredsen findes ikke i planens liste. Fundet: 'syd'. Tilladt: nord, oest, vest")],
    "unknown_key": [(80, "Ukendt nøgle. Fundet: 'owner'. Tilladt: id, title, summary, weight, responsible, source, shared, credit, continues, criteria")],
    "unknown_kind": [(44, "Ukendt slags kriterium. Fundet: 'andel'. Tilladt: mean, share, amount, count, deliverable, assessed")],
    "unknown_unit": [(46, "Ukendt værdi. Fundet: 'pct'")],
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
