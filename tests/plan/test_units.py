"""Units that go into another, are renamed, begin and end: what is added up, what is told, and what is refused."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mergers import JANUARY_2006, OLD, Unit, first_quarter_of_2007, nordjylland, plan_text, write_year

from kvartalsbog.audit.files import read_files
from kvartalsbog.content.blocks import Table
from kvartalsbog.editions.differences import state_of_tables
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.records.mapping import IntakeMapping
from kvartalsbog.intake.vintage.opening import draft, open_period
from kvartalsbog.opendata.formats.delimited import csv_files
from kvartalsbog.opendata.formats.files import tables
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.pages.plan_changes import amendments
from kvartalsbog.periods import Calendar, Month, quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.units import District, merged
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.changes import UnitMoved, changes
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.states import state_of
from kvartalsbog.words.changes import sentences

K1 = quarter_of(2007, 1)
FIRST = date(2007, 1, 1)


@pytest.fixture(scope="module")
def nord(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """The first quarter after the merger."""
    folder = tmp_path_factory.mktemp("nord")
    return find(load(K1, write_year(folder, 2007, nordjylland(), first_quarter_of_2007())))


def plan_of(units: list[Unit], tmp_path: Path, year: int = 2007) -> Plan:
    path = tmp_path / str(year) / "plan.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(plan_text(year, units), encoding="utf-8")
    return read_plan(path, None, name=f"{year}/plan.yml")


# -- sums ----------------------------------------------------------------------------------------------------------------------


def test_the_heir_is_compared_with_the_sums_of_the_five_and_never_with_the_mean_of_their_means(nord: Findings) -> None:
    """January 2006: 609·178 + 116·170 + 74·160 + 45·150 + 43·157 = 153,463 days in 887 cases: 173.0 days."""
    (merged_,) = nord.series["1.1"].merged
    assert merged_.units == ("nordjylland", *OLD)
    before, now = merged_.sums[Month(2006, 3)], merged_.sums[Month(2007, 3)]
    assert before is not None
    assert now is not None
    assert (before.n, before.total) == (3 * 887, 3 * 153463)
    assert before.mean is not None
    assert round(before.mean, 1) == Decimal("173.0")
    assert sum(mean for _, mean in JANUARY_2006.values()) / 5 == 163
    assert (now.n, now.mean) == (2640, 171)


def test_the_page_has_a_table_of_the_heir_with_both_years_and_a_note(nord: Findings) -> None:
    section = PillarChapter(nord, nord.plan.pillars[0]).goal("1.1")
    units, *_, together = section.districts.blocks
    assert isinstance(units, Table)
    assert isinstance(together, Table)
    assert [_text(row[0]) for row in units.rows] == ["Nordjyllands Politi", "Bornholms Politi"]
    assert [[_text(cell) for cell in row] for row in together.rows] == [
        ["Nordjyllands Politi", "2.640", "171,0", "2.661", "173,0"]
    ]
    assert any("Politiet i Aalborg, Politiet i Hjoerring" in _text(note) for note in together.notes)


def _text(inline: object) -> str:
    return "".join(getattr(run, "text", "") for run in inline).replace("\u00a0", " ")  # type: ignore[attr-defined]


def test_a_unit_that_only_goes_on_is_in_no_such_table_and_a_plan_without_mergers_has_none(tmp_path: Path) -> None:
    units: list[Unit] = [{"id": "bornholm", "name": "Bornholms Politi"}]
    cases = {key: value for key, value in first_quarter_of_2007().items() if key[1] == "bornholm"}
    found = find(load(K1, write_year(tmp_path, 2007, units, cases)))
    assert found.series["1.1"].merged == ()
    assert {table.definition.name for table in tables(found)}.isdisjoint({"merged-units", "unit-changes"})


def test_where_one_of_the_units_lacks_a_month_nothing_is_added_up(tmp_path: Path) -> None:
    cases = dict(first_quarter_of_2007())
    del cases[Month(2006, 2), "hobro"]
    (merged_,) = find(load(K1, write_year(tmp_path, 2007, nordjylland(), cases))).series["1.1"].merged
    assert list(merged_.sums) == [Month(2007, 3)]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 900)), min_size=2, max_size=6), st.randoms())
def test_what_units_have_together_is_their_sum_in_any_order(cases: list[tuple[int, int]], dice: object) -> None:
    """54 units into 12, or chains of them: each old unit is in one heir, and none is counted twice."""
    names = [f"u{number}" for number in range(len(cases))]
    ends = [date(2006, 12, 31) if number else None for number in range(len(cases))]
    units = [
        District(id=name, name=name, ends=end, into="u0" if end else None)
        for name, end in zip(names, ends, strict=True)
    ]
    dice.shuffle(units)  # type: ignore[attr-defined]
    (together,) = merged(units, FIRST).values()
    assert together[0] == "u0"
    assert sorted(together) == sorted(names)
    assert merged(units, date(2006, 12, 31)) == {}


def test_who_took_over_takes_over_what_the_other_had_taken_over(tmp_path: Path) -> None:
    units: list[Unit] = [
        {"id": "a", "name": "A", "ends": "2006-06-30", "into": "b"},
        {"id": "b", "name": "B", "ends": "2007-03-31", "into": "c"},
        {"id": "c", "name": "C"},
    ]
    plan = plan_of(units, tmp_path)
    assert plan.merged(date(2006, 6, 30)) == {}
    assert plan.merged(date(2007, 3, 31)) == {"b": ("b", "a")}
    assert plan.merged(date(2007, 4, 1)) == {"c": ("c", "a", "b")}


def test_of_the_twelve_districts_of_2007_each_takes_over_its_own(tmp_path: Path) -> None:
    old = [{"id": f"gl-{n}", "name": f"Gammel {n}", "ends": "2006-12-31", "into": f"ny-{n % 12}"} for n in range(54)]
    new = [{"id": f"ny-{n}", "name": f"Ny {n}", "begins": "2007-01-01"} for n in range(12)]
    found = plan_of([*old, *new], tmp_path).merged(FIRST)
    assert list(found) == [f"ny-{n}" for n in range(12)]
    assert sorted(unit for heir, units in found.items() for unit in units if unit != heir) == sorted(
        u["id"] for u in old
    )
    assert all(int(unit[3:]) % 12 == int(heir[3:]) for heir, units in found.items() for unit in units[1:])


def test_of_a_unit_that_parts_of_others_went_into_nothing_is_added_up(tmp_path: Path) -> None:
    """NSK, 1 January 2022: six units ended, two gave parts and go on, and no one of them has an heir."""
    six = [{"id": f"enhed-{n}", "name": f"Enhed {n}", "ends": "2021-12-31"} for n in range(1, 7)]
    two = [{"id": f"kreds-{n}", "name": f"Kreds {n}"} for n in (1, 2)]
    nsk: Unit = {"id": "nsk", "name": "NSK", "begins": "2022-01-01", "replaces": [unit["id"] for unit in six]}
    cases = {(Month(2021, m), str(u["id"])): (30, 3000) for u in (*six, *two) for m in range(1, 13)}
    cases |= {(Month(2022, m), str(u["id"])): (30, 3000) for u in (nsk, *two) for m in (1, 2, 3)}
    found = find(load(quarter_of(2022, 1), write_year(tmp_path, 2022, [*six, *two, nsk], cases)))
    assert found.series["1.1"].merged == ()
    (event,) = found.plan.unit_events(date(2022, 3, 31))
    assert event.others == tuple(f"Enhed {n}" for n in range(1, 7))


# -- names ---------------------------------------------------------------------------------------------------------------------

RENAMED: list[Unit] = [
    {"id": "nsk", "name": "Særlig Kriminalitet", "names": [{"since": "2007-02-15", "name": "National enhed"}, {"since": "2007-05-01", "name": "NSK"}]}
]  # fmt: skip


def test_an_edition_calls_a_unit_what_it_is_called_on_its_last_day(tmp_path: Path) -> None:
    plan = plan_of(RENAMED, tmp_path)
    days = (date(2007, 2, 14), date(2007, 2, 15), date(2007, 3, 31), date(2007, 6, 30))
    assert [plan.in_force(day).district_name("nsk") for day in days] == ["Særlig Kriminalitet", "National enhed", "National enhed", "NSK"]  # fmt: skip
    assert [_told(plan, quarter_of(2007, q).last_day) for q in (1, 2)] == [
        ["Fra den 15. februar 2007 hedder Særlig Kriminalitet National enhed."],
        [
            "Fra den 15. februar 2007 hedder Særlig Kriminalitet National enhed.",
            "Fra den 1. maj 2007 hedder National enhed NSK.",
        ],
    ]


def _told(plan: Plan, until: date) -> list[str]:
    return [s.replace("\u00a0", " ") for e in plan.unit_events(until) for s in sentences(UnitMoved(e))]


def test_extracts_may_call_a_unit_by_any_of_its_names(tmp_path: Path) -> None:
    spelled = IntakeMapping(goals={}).spelled(plan_of(RENAMED, tmp_path), "1.1")
    assert spelled == dict.fromkeys(("nsk", "Særlig Kriminalitet", "National enhed", "NSK"), "nsk")


def test_next_years_draft_has_the_new_name_and_the_heirs(tmp_path: Path) -> None:
    units: list[Unit] = [
        *RENAMED,
        {"id": "a", "name": "A", "ends": "2006-06-30", "into": "b"},
        {"id": "b", "name": "B", "ends": "2007-06-30", "into": "c"},
        {"id": "c", "name": "C"},
    ]
    plan = plan_of(units, tmp_path).in_force(date(2007, 12, 31))
    path = tmp_path / "2008/plan.yml"
    path.parent.mkdir()
    path.write_text(draft(plan, Calendar.of_year(2008)), encoding="utf-8")
    later = read_plan(path, None, name="2008/plan.yml")
    assert [unit.id for unit in later.districts] == ["nsk", "b", "c"]
    assert (later.district("nsk").name, later.district("nsk").names) == ("NSK", ())
    assert later.merged(date(2008, 3, 31)) == {"c": ("c", "b")}


# -- what is told --------------------------------------------------------------------------------------------------------------


def test_the_edition_its_data_and_a_comparison_tell_of_the_same(nord: Findings) -> None:
    names = ", ".join(f"Politiet i {unit.capitalize()}" for unit in OLD[:-1]) + " og Politiet i Hobro"
    said = f"Fra den 1. januar 2007 indberetter Nordjyllands Politi i stedet for {names}."
    (told,) = amendments(nord)
    assert said in told.model_dump_json().replace("\\u00a0", " ").replace("\u00a0", " ")
    read = {table.definition.name: tuple(csv.DictReader(io.StringIO(csv_files(table)[f"{table.definition.name}.csv"].decode()))) for table in tables(nord)}  # fmt: skip
    (row,) = read["unit-changes"]
    assert (row["day"], row["district"], row["event"]) == ("2007-01-01", "nordjylland", "began")
    published = state_of_tables("2007K1", Calendar.of_year(2007), read)
    assert published.units == state_of(nord).units
    before = state_of_tables("før", Calendar.of_year(2007), {**read, "unit-changes": ()})
    moved = [change for change in changes(before, published) if isinstance(change, UnitMoved)]
    assert [s.replace("\u00a0", " ") for change in moved for s in sentences(change)] == [said]


def test_the_data_have_the_sums_and_say_whose_they_are(nord: Findings) -> None:
    (table,) = (table for table in tables(nord) if table.definition.name == "merged-units")
    rows = list(csv.DictReader(io.StringIO(csv_files(table)["merged-units.csv"].decode())))
    assert [(r["month"], r["district"], r["units"], r["n"], r["value"]) for r in rows] == [
        ("2006-03", "nordjylland", " ".join(("nordjylland", *OLD)), "2661", "173.013529"),
        ("2007-03", "nordjylland", " ".join(("nordjylland", *OLD)), "2640", "171"),
    ]


def test_a_unit_that_goes_into_one_that_was_there_is_told_with_it(tmp_path: Path) -> None:
    units: list[Unit] = [{"id": "a", "name": "A", "ends": "2007-03-31", "into": "b"}, {"id": "b", "name": "B"}]
    assert _told(plan_of(units, tmp_path), date(2007, 3, 31)) == [
        "A indberetter til og med den 31. marts 2007; derefter er arbejdet i B."
    ]


# -- few cases -----------------------------------------------------------------------------------------------------------------


def test_a_unit_of_few_cases_is_not_what_is_left_of_the_sum(tmp_path: Path) -> None:
    """Hobro has one case a month of last year: with the others shown last year, all six together would give it away."""
    cases = dict(first_quarter_of_2007())
    cases |= {(month, "hobro"): (1, 157) for month in quarter_of(2006, 1).months}
    units = [unit | {"ends": "2007-01-31"} if unit["id"] in OLD else unit for unit in nordjylland()]
    units = [unit | {"begins": "2007-02-01"} if unit["id"] == "nordjylland" else unit for unit in units]
    del cases[Month(2007, 1), "nordjylland"]
    cases |= {
        (Month(2007, 1), unit): (1, 157) if unit == "hobro" else (n, 170 * n) for unit, (n, _) in JANUARY_2006.items()
    }
    series = find(load(K1, write_year(tmp_path, 2007, units, cases))).series["1.1"]
    withheld = {unit for unit, sums in series.published.districts.items() if sums is None}
    (merged_,) = series.merged
    assert "hobro" in withheld
    assert (
        len(withheld) > 1 or merged_.sums[Month(2007, 3)] is None
    )  # the sum less the shown ones would be hobro's one case


# -- what is refused -----------------------------------------------------------------------------------------------------------

# changes of units: id → keys; and the words of the problem
REFUSED: dict[str, tuple[dict[str, Unit], str]] = {
    "a gap": ({"hobro": {"ends": "2006-11-30"}}, "Der er 31 dage, hvor ingen af de to enheder er der. Fundet: 'nordjylland'. Skriv »ends: 2006-12-31«, eller »begins: 2006-12-01« ved nordjylland."),
    "an unknown heir": ({"hobro": {"into": "nord"}}, "Enheden findes ikke i planens liste. Fundet: 'nord'."),
    "its own heir": ({"hobro": {"into": "hobro"}}, "Enheden findes ikke i planens liste. Fundet: 'hobro'."),
    "no end": ({"bornholm": {"into": "nordjylland"}}, "En enhed, der går over i en anden, skal have en dag, den ender. Fundet: 'nordjylland'. Tilladt: ends."),
    "a ring": ({"nordjylland": {"ends": "2007-06-30", "into": "hobro"}}, "Enhederne går over i hinanden i ring: nordjylland → hobro → nordjylland."),
    "an heir that ends first": ({"bornholm": {"ends": "2006-12-31"}, "hobro": {"into": "bornholm"}}, "Enheden, der tager over, ender først, den 2006-12-31. Fundet: 'bornholm'."),
    "two heirs": ({"bornholm": {"begins": "2007-01-01", "replaces": ["hobro"]}}, "Enheden går over i nordjylland alene. Fundet: 'hobro'. Er arbejdet delt mellem flere, så slet into ved hobro."),
    "a name twice": ({"bornholm": {"names": [{"since": "2007-02-01", "name": "Bornholms Politi"}]}}, "Enheden hedder det allerede. Fundet: 'Bornholms Politi'."),
    "names out of order": ({"bornholm": {"names": [{"since": "2007-02-01", "name": "B"}, {"since": "2007-01-01", "name": "C"}]}}, "Enheden kan ikke få et navn den dag. Fundet: '2007-01-01'. Tilladt: fra 2007-02-02 til 2007-12-31"),
    "a name of another year": ({"bornholm": {"names": [{"since": "2009-02-01", "name": "B"}]}}, "Enheden kan ikke få et navn den dag. Fundet: '2009-02-01'."),
    "a name after the end": ({"hobro": {"names": [{"since": "2007-02-01", "name": "B"}]}}, "Enheden kan ikke få et navn den dag. Fundet: '2007-02-01'. Tilladt: fra 2006-01-01 til 2006-12-31"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_with_its_place(case: str, tmp_path: Path) -> None:
    changed, words = REFUSED[case]
    units = [unit | changed.get(str(unit["id"]), {}) for unit in nordjylland()]
    with pytest.raises(ProblemsError) as caught:
        plan_of(units, tmp_path)
    told = [str(problem) for problem in caught.value.problems]
    assert any(words in problem for problem in told), told
    assert all(problem.startswith("2007/plan.yml:") for problem in told)


def test_an_heir_that_does_not_report_what_the_other_did_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "2007/plan.yml"
    path.parent.mkdir()
    text = plan_text(2007, nordjylland())
    path.write_text(text.replace("      - nordjylland\n", ""), encoding="utf-8")
    with pytest.raises(ProblemsError, match="Enheden går over i nordjylland, som ikke står i listen"):
        read_plan(path, None, name="2007/plan.yml")


def test_a_reading_outside_a_units_days_names_who_has_it(tmp_path: Path) -> None:
    cases = {**first_quarter_of_2007(), (Month(2007, 1), "hobro"): (10, 1570)}
    with pytest.raises(ProblemsError, match=r"fandtes ikke i måneden.*til 2006-12-31\. Tallene hører til nordjylland"):
        load(K1, write_year(tmp_path, 2007, nordjylland(), cases))


def test_the_year_opens_with_the_months_of_those_that_went_into_another(tmp_path: Path) -> None:
    """A merger on the first day of the year: its plan says it, and it is compared with all five."""
    cases = {(Month(2006, m), u): (n, n * mean) for m in range(1, 13) for u, (n, mean) in JANUARY_2006.items()}
    cases |= {(Month(2006, m), "bornholm"): (20, 3000) for m in range(1, 13)}
    still = [{"id": unit["id"], "name": unit["name"]} for unit in nordjylland() if unit["id"] != "nordjylland"]
    data = write_year(tmp_path, 2006, still, cases, last=4)
    own = data / "2007"
    own.mkdir()
    (own / "plan.yml").write_text(plan_text(2007, nordjylland()), encoding="utf-8")
    open_period(K1, data)
    rows = load(K1, data).readings.series("1.1")
    assert {r.district for r in rows} == {*OLD, "bornholm"}
    assert {(r.month.year, r.month.number) for r in rows} == {(2006, m) for m in range(1, 13)}


def test_the_audit_reads_the_sums_of_units_together(nord: Findings, tmp_path: Path) -> None:
    from kvartalsbog.opendata.formats.facts import EditionFacts  # noqa: PLC0415
    from kvartalsbog.opendata.formats.files import edition_files  # noqa: PLC0415

    facts = EditionFacts(K1, 1, None, nord.plan.title, nord.plan.authority, nord.plan.data_status, "https://example.org/", "2007K1/")  # fmt: skip
    (tmp_path / "data").mkdir()
    for name, content in edition_files(nord, facts).items():
        (tmp_path / "data" / name).write_bytes(content)
    found = read_files(tmp_path, "2007K1/v1")
    of = f"2007-03 nordjylland {' '.join(OLD)}"
    (entry,) = (e for (_, name), e in found.entries.items() if name.of == of)
    assert (entry.n, entry.total) == (2640, 2640 * 171)
    others = {other.file for other in found.others if other.name == entry.name}
    assert others == {"data/merged-units-da.csv", "data/data.xlsx"}
