"""intake.yml: what it says, and every way in which it can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import LIBRARY, ROOT
from mapping_reading import read_mapping

from kvartalsbog.errors import ProblemsError
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan

BAD = sorted((ROOT / "tests" / "bad_mappings").glob("*.yml"))

# file → every problem: line, and words that must be in it
EXPECTED: dict[str, list[tuple[int, str]]] = {
    "both_measures": [(2, "Én af »days«, »in_time«, »value«, »yes_no« og »records« skal stå her, og kun den ene. Fundet: 'days, in_time'")],
    "days_for_points": [(6, "Målet måles i point, og »days« giver dage. Fundet: 'days'. Tilladt: value: {column: …, unit: point}.")],
    "another_unit": [(6, "Enheden er ikke målets. Fundet: 'timer'. Tilladt: point")],
    "mean_for_a_share": [(13, "Målet er en andel. Fundet: 'value'. Tilladt: in_time, yes_no")],
    "yes_is_no": [(13, "Ordet betyder både ja og nej. Fundet: 'j'")],
    "bounds_of_a_share": [(14, "Her måles intet, der kan have grænser")],
    "bounds_turned": [(7, "Den nedre grænse skal være under den øvre. Fundet: '5 og 1'")],
    "order_twice": [(8, "En kolonne kan kun betyde én ting. Fundet: 'frist'")],
    "decimal_unknown": [(6, "Ukendt værdi. Fundet: 'komma'. Tilladt: comma, point")],
    "form_in_another_order": [(15, "Datoernes form kan ikke læses. Fundet: 'åååå-dd-mm'. Tilladt: dag, måned og år efter hinanden som dd-mm-åååå, mm/dd/åååå, dd.mm.åå, dd-mmm-åååå eller ååååmmdd.")],
    "form_of_another_language": [(15, "Mente du »dd/mm/åååå«?")],
    "form_of_no_column": [(15, "Kolonnen er ikke en af dem, målets datoer står i. Fundet: 'fristt'. Tilladt: frist, rettet. Mente du »frist«?")],
    "form_of_three_digits": [(15, "Datoernes form kan ikke læses. Fundet: 'dd-mm-ååå'"),],
    "form_without_year": [(15, "Datoernes form kan ikke læses. Fundet: 'dd/mm'")],
    "goal_without_series": [(8, "har ingen talserie. Fundet: 'b.1'. Tilladt: a.1 (Tilfredshed), a.2 (Fejl i afleveringer).")],
    "left_out_unknown": [(12, "Typen er ikke blandt de kendte. Fundet: 'spil'. Tilladt: bog, film")],
    "column_twice": [(2, "En kolonne kan kun betyde én ting. Fundet: 'nr'"), (8, "Fundet: 'rettet'")],
    "missing_column": [(6, "Nøglen mangler")],
    "not_a_mapping": [(1, "Værdien skal være en opslagstabel")],
    "several_at_once": [(12, "Fundet: 'spil'"), (15, "uden for planens år"), (18, "Fundet: 'syd'. Tilladt: nord (Nordbiblioteket), oest (Østbiblioteket), vest (Vestbiblioteket).")],
    "since_another_year": [(15, "Dagen ligger uden for planens år. Fundet: '2025-12-31'. Tilladt: en dag i 2026")],
    "spelling_of_another_name": [(18, "Navnet hører også til nord. Fundet: 'Nordbiblioteket'")],
    "spelling_of_two": [(18, "Navnet hører også til nord. Fundet: 'N'")],
    "unknown_district": [(18, "Enheden findes ikke i planens liste. Fundet: 'syd'")],
    "unknown_key": [(7, "Ukendt nøgle. Fundet: 'maaned'. Tilladt: extract, key, district")],
    "wrong_measure": [(6, "Målet er et gennemsnit. Fundet: 'in_time'. Tilladt: value")],
}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(LIBRARY / "data/2026/plan.yml", None, name="2026/plan.yml")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_mapping_is_refused_with_the_line_and_what_is_allowed(path: Path, plan: Plan) -> None:
    with pytest.raises(ProblemsError) as caught:
        read_mapping(path, plan, name="2026/intake.yml")
    found = [(problem.place.line, str(problem)) for problem in caught.value.problems]
    assert len(found) == len(EXPECTED[path.stem]), found
    for (line, told), (expected_line, words) in zip(found, EXPECTED[path.stem], strict=True):
        assert line == expected_line, told
        assert words in told
        assert told.startswith("2026/intake.yml")


def test_a_mapping_need_not_have_every_numeric_goal(plan: Plan) -> None:
    mapping = read_mapping(ROOT / "tests/good_mappings/one_goal.yml", plan, name="2026/intake.yml")
    assert list(mapping.goals) == ["a.1"]


def test_only_the_columns_that_are_named_are_read(plan: Plan) -> None:
    mapping = read_mapping(LIBRARY / "data/2026/intake.yml", plan, name="2026/intake.yml")
    assert mapping.goals["a.1"].columns == ("nr", "afdeling", "point", "modtaget")
    assert mapping.goals["a.2"].columns == ("nr", "afdeling", "slags", "frist", "rettet")


def test_a_district_is_known_by_id_name_and_spellings(plan: Plan) -> None:
    mapping = read_mapping(LIBRARY / "data/2026/intake.yml", plan, name="2026/intake.yml")
    spelled = mapping.spelled(plan, "a.2")
    assert spelled == {"nord": "nord", "Nordbiblioteket": "nord", "Nord": "nord", "N": "nord", "oest": "oest", "Østbiblioteket": "oest", "Øst": "oest"}  # fmt: skip
    assert mapping.spelled(plan, "a.1")["Vestbiblioteket"] == "vest"


def test_the_police_mapping_follows_the_plan() -> None:
    police = read_plan(ROOT / "data/2024/plan.yml", ROOT, name="2024/plan.yml")
    mapping = read_mapping(ROOT / "data/2024/intake.yml", police, name="2024/intake.yml")
    all_cases, imprisonment, hearings = (mapping.goals[goal] for goal in ("1.1", "1.2", "4.2"))
    assert all_cases.types is not None
    assert set(all_cases.types.left_out) == {"ATK", "MOU"}
    assert imprisonment.month not in (imprisonment.days.start, imprisonment.days.end)  # type: ignore[union-attr]
    assert str(hearings.since) == "2024-01-01"
