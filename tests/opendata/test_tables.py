"""Open data: every table tells what the findings tell, in each form; nothing in them can do anything."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import LIBRARY, ROOT, seal
from hypothesis import given
from hypothesis import strategies as st
from open_files import danish, facts, machine, sheet_rows, site_of, workbook

from kvartalsbog.content.language import DANISH
from kvartalsbog.content.prose import plain_text
from kvartalsbog.errors import UsageError
from kvartalsbog.inputs.loading import load
from kvartalsbog.opendata.catalogue.graph import catalogue
from kvartalsbog.opendata.formats.delimited import FORMS, figure
from kvartalsbog.opendata.formats.facts import Contact, EditionFacts, FileFacts, describe
from kvartalsbog.opendata.formats.files import edition_files, tables
from kvartalsbog.opendata.formats.results_json import results
from kvartalsbog.opendata.tables.counting import goals_of
from kvartalsbog.opendata.tables.definitions import DEFINITIONS, GOALS, MONTHS
from kvartalsbog.opendata.tables.occasional import EVERY, UNIT_MONTHS, UNITS_BEFORE
from kvartalsbog.opendata.tables.schema import Kind, Mark, Table
from kvartalsbog.periods import Calendar, FollowUp, Month, Period, quarter_of
from kvartalsbog.verdicts.findings import Findings, find

QUARTERS = ("2024K1", "2024K2", "2024K3", "2024K4")
Files = Mapping[str, bytes]


@pytest.fixture(scope="module")
def editions(findings_of: Callable[[str], Findings]) -> dict[str, tuple[Findings, Files]]:
    """The shipped year's four quarters and their files."""
    found = {}
    for quarter in QUARTERS:
        findings = findings_of(quarter)
        found[quarter] = (findings, edition_files(findings, facts(findings)))
    return found


@pytest.fixture(scope="module")
def amended() -> tuple[Findings, Files]:
    """The invented library's second quarter, in which its plan was amended."""
    findings = find(load(quarter_of(2026, 2), LIBRARY / "data"))
    return findings, edition_files(findings, facts(findings))


@pytest.fixture(scope="module")
def k4(editions: dict[str, tuple[Findings, Files]]) -> tuple[Findings, Files]:
    return editions["2024K4"]


def test_a_folder_has_every_table_twice_and_the_files_about_them(k4: tuple[Findings, Files]) -> None:
    _, files = k4
    assert [table.definition for table in tables(k4[0])] == [*DEFINITIONS, UNITS_BEFORE, UNIT_MONTHS]
    wanted = {form.path(definition) for definition in (*DEFINITIONS, UNITS_BEFORE, UNIT_MONTHS) for form in FORMS}
    assert set(files) == wanted | {
        "data.xlsx",
        "datapackage.json",
        "csv-metadata.json",
        "stratml.xml",
        "results.schema.json",
    }
    assert list(files) == sorted(files)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_goals_and_criteria_tell_the_same_as_the_results(
    editions: dict[str, tuple[Findings, Files]], quarter: str
) -> None:
    findings, files = editions[quarter]
    told = results(findings)
    rows = machine(files, "goals")
    assert [row["goal"] for row in rows] == [goal["goal"] for goal in told["goals"]]
    criteria = {(row["goal"], row["criterion"]): row for row in machine(files, "criteria")}
    assert len(criteria) == sum(len(goal["criteria"]) for goal in told["goals"])
    for row, goal in zip(rows, told["goals"], strict=True):
        assert (row["verdict"], row["outlook"]) == (goal["verdict"], goal["outlook"] or "")
        assert [number(row[name]) for name in ("won", "open", "lost")] == list(goal["points"].values())
        assert [number(row[name]) for name in ("weight", "value", "limit", "pro_rata")] == [
            goal[name] for name in ("weight", "value", "limit", "pro_rata")
        ]
        assert row["completed_late"] == str(goal["completed_late"]).lower()
        for criterion in goal["criteria"]:
            found = criteria[goal["goal"], criterion["id"]]
            assert (found["state"], found["outlook"]) == (criterion["state"], criterion["outlook"] or "")
            assert number(found["value"]) == criterion["value"]
            assert [found[day] or None for day in ("deadline", "completed", "expected")] == [
                criterion[day] for day in ("deadline", "completed", "expected")
            ]


def number(cell: str) -> float | None:
    return float(cell) if cell else None


@pytest.mark.parametrize("quarter", QUARTERS)
def test_months_add_up_to_the_year_to_date_and_that_to_the_goal(
    editions: dict[str, tuple[Findings, Files]], quarter: str
) -> None:
    _, files = editions[quarter]
    goals = {row["goal"]: row for row in machine(files, "goals")}
    months = [row for row in machine(files, "months") if row["month"] >= "2024"]
    running = machine(files, "year-to-date")
    for goal in ("1.1", "1.2", "4.2"):
        own = [row for row in months if row["goal"] == goal]
        to_date = [row for row in running if row["goal"] == goal]
        assert len(own) == len(to_date) == 3 * int(quarter[-1])
        n = total = 0
        for month, so_far in zip(own, to_date, strict=True):
            assert month["month"] == so_far["month"]
            if month["note"] or so_far["note"]:
                assert month["note"] == "missing"
                continue
            n, total = n + int(month["n"]), total + int(month["total"])
            assert (int(so_far["n"]), int(so_far["total"])) == (n, total)
            scale = 100 if goal == "4.2" else 1
            assert float(so_far["value"]) == pytest.approx(scale * total / n, abs=1e-6)
        if not to_date[-1]["note"]:
            assert to_date[-1]["value"] == goals[goal]["value"]


def test_districts_add_up_to_the_year_where_none_is_withheld(k4: tuple[Findings, Files]) -> None:
    rows = [row for row in machine(k4[1], "districts") if row["goal"] == "1.1"]
    whole = [row for row in machine(k4[1], "year-to-date") if row["goal"] == "1.1"][-1]
    assert {row["note"] for row in rows} == {""}
    assert sum(int(row["n"]) for row in rows) == int(whole["n"])
    assert sum(int(row["total"]) for row in rows) == int(whole["total"])


def test_a_withheld_unit_is_empty_with_a_note_for_machines_and_marked_for_danes(k4: tuple[Findings, Files]) -> None:
    _, files = k4
    (row,) = [r for r in machine(files, "districts") if (r["goal"], r["district"]) == ("1.2", "bornholm")]
    assert (row["n"], row["total"], row["value"], row["note"]) == ("", "", "", "withheld")
    (row,) = [r for r in danish(files, "districts") if (r["Mål"], r["Enhed"]) == ("Mål 1.2", "Bornholms Politi")]
    assert (row["Antal"], row["Sum"], row["Værdi"]) == ("[f]", "[f]", "[f]")
    (row,) = [
        r for r in sheet_rows(workbook(files), "Enheder") if (r["Mål"], r["Enhed"]) == ("Mål 1.2", "Bornholms Politi")
    ]
    assert (row["Antal"], row["Sum"], row["Værdi"]) == ("[f]", "[f]", "[f]")


def test_a_month_that_nobody_reported_is_missing_and_not_withheld(
    editions: dict[str, tuple[Findings, Files]],
) -> None:
    _, files = editions["2024K1"]
    (row,) = [r for r in machine(files, "months") if (r["goal"], r["month"]) == ("4.2", "2024-03")]
    assert (row["n"], row["total"], row["value"], row["note"], row["shown_since"]) == ("", "", "", "missing", "")
    (row,) = [r for r in danish(files, "months") if (r["Mål"], r["Måned"]) == ("Mål 4.2", "2024-03")]
    assert (row["Antal"], row["Sum"], row["Værdi"]) == ("[m]", "[m]", "[m]")


def test_a_month_names_the_units_that_its_figures_lack(editions: dict[str, tuple[Findings, Files]]) -> None:
    """2024K2 lacks Sydøstjylland's June in 1.2, which comes a quarter later; 2024K1 lacks everybody's March in 4.2."""
    _, files = editions["2024K2"]
    for table in ("months", "year-to-date"):
        found = {(r["goal"], r["month"]): r["units_missing"] for r in machine(files, table) if r["units_missing"]}
        assert found == {("1.2", "2024-06"): "sydoestjylland"}
    (row,) = [r for r in danish(files, "months") if (r["Mål"], r["Måned"]) == ("Mål 1.2", "2024-06")]
    assert row["Enheder mangler"] == "sydoestjylland"
    for later in ("2024K1", "2024K3"):
        assert not [r for r in machine(editions[later][1], "months") if r["units_missing"]]


def test_a_month_tells_since_when_it_reads_as_it_does(k4: tuple[Findings, Files]) -> None:
    since = {(r["goal"], r["month"]): r["shown_since"] for r in machine(k4[1], "months")}
    assert since["1.1", "2023-05"] == since["1.1", "2024-01"] == "2024K1"
    assert since["1.1", "2024-03"] == "2024K2"  # restated
    assert since["1.1", "2024-06"] == "2024K3"  # restated
    assert since["4.2", "2024-03"] == "2024K2"  # reported late
    assert since["4.2", "2024-08"] == "2024K4"  # restated
    assert since["1.1", "2024-12"] == "2024K4"


def test_revisions_are_those_of_the_book_and_agree_with_the_months(
    editions: dict[str, tuple[Findings, Files]],
) -> None:
    rows = machine(editions["2024K4"][1], "revisions")
    assert [(r["goal"], r["month"], r["vintage"]) for r in rows] == [
        ("1.1", "2024-03", "2024K2"), ("1.1", "2024-06", "2024K3"), ("1.2", "2024-05", "2024K3"),
        ("1.2", "2024-06", "2024K3"), ("4.2", "2024-08", "2024K4"),
    ]  # fmt: skip
    for row in rows:
        before = editions[str(Period.parse(row["vintage"]).previous)][1]
        for files, name in ((before, "before"), (editions[row["vintage"]][1], "after")):
            (month,) = [m for m in machine(files, "months") if (m["goal"], m["month"]) == (row["goal"], row["month"])]
            assert [month[c] for c in ("n", "total", "value")] == [row[f"{c}_{name}"] for c in ("n", "total", "value")]
        change = float(row["value_after"]) - float(row["value_before"])
        assert float(row["difference"]) == pytest.approx(change, abs=1.1e-6)
        assert row["reason"]


def test_amendments_are_told_field_by_field_and_the_plan_reads_as_amended(amended: tuple[Findings, Files]) -> None:
    _, files = amended
    rows = machine(files, "amendments")
    assert [(r["amendment"], r["change"], r["goal"], r["criterion"], r["field"], r["old"], r["new"]) for r in rows] == [
        ("1", "1", "b.1", "rooms", "limit", "3", "2"),
        ("1", "2", "a.1", "", "weight", "30.25", "30.5"),
        ("1", "3", "a.2", "", "weight", "15.25", "15"),
    ]
    assert {r["effective"] for r in rows} == {"2026-06-01"}
    assert [r["Før"] for r in danish(files, "amendments")] == ["3", "30,25", "15,25"]
    assert {r["Gælder fra"] for r in danish(files, "amendments")} == {"01-06-2026"}
    limits = {(r["goal"], r["criterion"]): r["limit"] for r in machine(files, "plan")}
    assert limits["b.1", "rooms"] == "2"


def test_an_amendment_that_is_not_in_force_yet_is_not_told() -> None:
    findings = find(load(quarter_of(2026, 1), LIBRARY / "data"))
    files = edition_files(findings, facts(findings))
    assert machine(files, "amendments") == []
    assert {r["limit"] for r in machine(files, "plan") if r["goal"] == "b.1"} == {"3"}


def every(editions: dict[str, tuple[Findings, Files]], amended: tuple[Findings, Files]) -> list[tuple[Findings, Files]]:
    return [*editions.values(), amended]


def test_the_danish_file_and_the_workbook_say_the_same_as_the_file_for_machines(
    editions: dict[str, tuple[Findings, Files]], amended: tuple[Findings, Files]
) -> None:
    compared = 0
    for findings, files in every(editions, amended):
        book = workbook(files)
        for table in tables(findings):
            definition = table.definition
            plain, local = machine(files, definition.name), danish(files, definition.name)
            sheet = sheet_rows(book, definition.sheet)
            assert len(plain) == len(local) == len(sheet) == len(table.rows)
            for row, other, cells in zip(plain, local, sheet, strict=True):
                for field in definition.fields:
                    wanted = row[field.name]
                    mark = {"withheld": "[f]", "missing": "[m]"}.get(row.get("note", ""), "") if field.marked else ""
                    compared += 1
                    assert from_danish(field.kind, field.words, other[field.head], mark) == wanted
                    assert from_sheet(field.kind, field.words, cells[field.head], mark) == wanted
    assert compared > 10_000


def from_danish(kind: Kind, words: Mapping[str, str], cell: str, mark: str) -> str:
    """A cell of a Danish file as the file for machines has it."""
    if mark:
        assert cell in (mark, "")
        return ""
    if (kind is Kind.DATE and cell) or re.fullmatch(r"\d\d-\d\d-\d{4}", cell):
        return datetime.strptime(cell, "%d-%m-%Y").date().isoformat()
    if kind in (Kind.NUMBER, Kind.MEASURE) or re.fullmatch(r"-?\d+,\d+", cell):
        return cell.replace(",", ".")
    if kind is Kind.PLACE:
        return re.sub(r"^(Mål|Søjle|Talserie) ", "", cell)
    if kind is Kind.FLAG:
        return {"ja": "true", "nej": "false", "": ""}[cell]
    return {danish_word: word for word, danish_word in words.items()}.get(cell, cell)


def from_sheet(kind: Kind, words: Mapping[str, str], cell: object, mark: str) -> str:
    """A cell of the workbook as the file for machines has it."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m}" if kind is Kind.MONTH else f"{cell:%Y-%m-%d}"
    if isinstance(cell, int | float):
        return figure(Decimal(repr(cell)))
    if cell is None:
        assert kind in (Kind.WHOLE, Kind.NUMBER, Kind.MEASURE, Kind.DATE, Kind.MONTH)
        return ""
    assert isinstance(cell, str)
    if cell == "–" and not mark:
        return ""
    return from_danish(kind, words, cell, mark if cell == mark else "")


def test_every_row_of_every_edition_says_its_quarter_and_that_the_data_are_examples(
    editions: dict[str, tuple[Findings, Files]], amended: tuple[Findings, Files]
) -> None:
    for findings, files in every(editions, amended):
        quarter = str(findings.period)
        for definition in DEFINITIONS:
            for row in machine(files, definition.name):
                assert list(row)[-2:] == ["quarter", "data_status"]
                assert (row["quarter"], row["data_status"]) == (quarter, "example")
            for row in danish(files, definition.name):
                assert (row["Kvartal"], row["Datastatus"]) == (quarter, "Eksempeldata")
        assert json.loads(files["datapackage.json"])["data_status"] == "example"
        assert "Eksempeldata" in json.loads(files["datapackage.json"])["description"]
        group = json.loads(files["csv-metadata.json"])
        assert "Eksempeldata" in group["dc:description"]
        assert all(table["notes"] == [{"data_status": "example"}] for table in group["tables"])
        assert "Eksempeldata: Tallene er eksempler" in files["stratml.xml"].decode()


def test_final_data_carry_no_label_of_examples(k4: tuple[Findings, Files]) -> None:
    findings = k4[0]
    plan = findings.plan.model_copy(update={"data_status": "final"})
    final = replace(findings, plan=plan)
    files = edition_files(final, facts(final))
    assert {row["data_status"] for row in machine(files, "goals")} == {"final"}
    assert {row["Datastatus"] for row in danish(files, "goals")} == {"Endelige tal"}
    texts = [content.decode("utf-8-sig") for name, content in files.items() if not name.endswith(".xlsx")]
    assert not [text for text in texts if "Tallene er eksempler" in text]


def test_the_same_edition_gives_the_same_bytes_in_every_process(editions: dict[str, tuple[Findings, Files]]) -> None:
    """This process hashes text as it likes, and another one otherwise; that one has nothing remembered, and another clock."""
    program = (
        "import hashlib, sys; sys.path.insert(0, 'tests')\n"
        "from pathlib import Path; from open_files import facts, site_of\n"
        "from kvartalsbog.verdicts.findings import find; from kvartalsbog.inputs.loading import load\n"
        "from kvartalsbog.opendata.catalogue.graph import catalogue; from kvartalsbog.opendata.formats.files import edition_files\n"
        "from kvartalsbog.periods import quarter_of\n"
        "found = [find(load(quarter_of(2024, n), Path('data'))) for n in (1, 4)]\n"
        "files = {**edition_files(found[1], facts(found[1])), **catalogue(site_of(*found))}\n"
        "print([(name, hashlib.sha256(files[name]).hexdigest()) for name in files])"
    )
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={"PYTHONHASHSEED": seed, "TZ": "UTC+11"},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    (first, _), (last, here) = editions["2024K1"], editions["2024K4"]
    here = {**here, **catalogue(site_of(first, last))}
    assert told.stdout == f"{[(name, sha256(content).hexdigest()) for name, content in here.items()]}\n"
    assert told.stdout.count("catalog.") == 2


ATTACKS = {
    path.stem: path.read_text(encoding="utf-8").strip("\n")
    for pattern in ("*.txt", "unshown/*.txt")
    for path in (ROOT / "tests/attacks").glob(pattern)
}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Findings, Files]:
    """The invented library's second quarter with an attack as evidence of each of many items, and in the titles."""
    data = Path(shutil.copytree(LIBRARY / "data", tmp_path_factory.mktemp("attacked") / "data"))
    plan = data / "2026/plan.yml"
    text = plan.read_text(encoding="utf-8").replace("title: Læsesal, most: 5", "title: '=1+1', most: 99")
    plan.write_text(text.replace("name: Nordbiblioteket", "name: '@SUM(1)'"), encoding="utf-8")
    folder = data / "2026/2026K2"
    with (folder / "deliverables.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows(["b.1", f"sal-{n}", "2026-05-30", "", words] for n, words in enumerate(ATTACKS.values(), 10))
    seal(folder)
    findings = find(load(quarter_of(2026, 2), data))
    title = 'Plan </Name><script>"""\\ \n=1+1'
    return findings, edition_files(findings, facts(findings, title=title, authority=title))


def test_no_cell_can_become_a_formula(attacked: tuple[Findings, Files]) -> None:
    _, files = attacked
    formula = re.compile(r"(?:^|[;\t\r\n])[\"\s]*[=+\-@＝＋－＠\t\r]")
    harmless = re.compile(r"-?\d+([.,]\d+)?")
    cells = [
        cell
        for read in (machine, danish)
        for definition in DEFINITIONS
        for row in read(files, definition.name)
        for cell in row.values()
    ]
    book = workbook(files)
    cells += [cell.value for sheet in book for row in sheet for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "d"}
    assert len([cell for cell in cells if cell.startswith("'")]) > 10
    assert not [cell for cell in cells if formula.search(cell) and not harmless.fullmatch(cell)]


def test_every_attack_arrives_as_text(attacked: tuple[Findings, Files]) -> None:
    findings, files = attacked
    told = {row["deliverable"]: row["evidence"] for row in machine(files, "deliverables") if row["goal"] == "b.1"}
    assert len(told) >= len(ATTACKS)
    for item in findings.items["b.1"]:
        assert told[item.deliverable].replace("'", "") == plain_text(item.evidence).replace("'", "")
    assert "</Name><script>" not in files["stratml.xml"].decode()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=9))
def test_a_figure_is_exact_to_six_decimals_and_never_minus_nothing(value: Decimal) -> None:
    text = figure(value)
    assert abs(Decimal(text) - value) <= Decimal("0.0000005")
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)
    assert text != "-0"


def test_a_table_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="goals: 1 values for"):
        Table(DEFINITIONS[0], ((Mark.MISSING,),))


def test_every_column_has_a_head_and_a_meaning_of_its_own() -> None:
    for definition in DEFINITIONS:
        assert len({field.head for field in definition.fields}) == len(definition.fields)
        assert len({field.name for field in definition.fields}) == len(definition.fields)
        assert all(field.meaning.endswith(".") for field in definition.fields)
        assert set(definition.key) <= {field.name for field in definition.fields}
        assert len(definition.sheet) <= 31
    assert len({definition.sheet for definition in DEFINITIONS}) == len(DEFINITIONS)


BAD_FACTS: list[tuple[Callable[[EditionFacts], object], str]] = [
    (lambda e: replace(e, license="CC BY 4.0"), "Licensen kan ikke bruges. Fundet: 'CC BY 4.0'."),
    (lambda e: replace(e, address="/2024K4/"), "Udgavens mappe kan ikke bruges. Fundet: '/2024K4/'."),
    (lambda e: replace(e, address="2024K4"), "Udgavens mappe kan ikke bruges. Fundet: '2024K4'."),
    (lambda e: replace(e, data="../data/"), "Udgavens mappe kan ikke bruges. Fundet: '../data/'."),
    (lambda e: replace(e, page="https://x.dk"), "Udgavens fil kan ikke bruges. Fundet: 'https://x.dk'."),
    (lambda e: replace(e, documents=("a b.pdf",)), "Udgavens fil kan ikke bruges. Fundet: 'a b.pdf'."),
    (lambda _: FileFacts("/etc/passwd", 1, "0"), "Filens sti kan ikke bruges. Fundet: '/etc/passwd'."),
    (lambda _: Contact("N", email="n"), "Kontaktens e-mail kan ikke bruges. Fundet: 'n'."),
    (lambda _: Contact("N", page="javascript:alert(1)"), "Kontaktens side kan ikke bruges."),
]


@pytest.mark.parametrize(("change", "message"), BAD_FACTS)
def test_an_address_that_cannot_be_one_is_refused(
    k4: tuple[Findings, Files], change: Callable[[EditionFacts], object], message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        change(facts(k4[0]))
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("changed", [{"data_status": "final"}, {"period": quarter_of(2024, 3)}])
def test_facts_that_are_not_those_of_the_figures_are_refused(
    k4: tuple[Findings, Files], changed: dict[str, object]
) -> None:
    with pytest.raises(UsageError, match=r"Udgavens oplysninger er ikke tallenes\."):
        edition_files(k4[0], facts(k4[0], **changed))


def test_files_are_described_with_size_and_hash() -> None:
    (found,) = describe({"a.csv": b"abc"}, "data/")
    assert (found.path, found.size) == ("data/a.csv", 3)
    assert found.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_dates_are_dates_in_the_workbook(k4: tuple[Findings, Files]) -> None:
    rows = sheet_rows(workbook(k4[1]), "Leverancer")
    assert {row["Frist"].date() for row in rows if row["Mål"] == "Mål 5.1"} == {date(2024, 9, 30)}


@pytest.mark.parametrize(
    ("weighed", "credited", "won", "meaning"),
    [
        (True, False, "Opnåede point; et mål giver sin vægt, når det er opfyldt.", "vægt og point."),
        (True, True, "en del af den, hvor planen giver point for en del.", "vægt og point."),
        (False, False, "Tomt, for planen har ingen vægte.", "Planen har ingen vægte, og felterne til vægt og point er tomme."),
        (False, True, "Tomt, for planen har ingen vægte.", "Planen har ingen vægte, og felterne til vægt og point er tomme."),
    ],
)  # fmt: skip
def test_the_table_of_goals_is_told_as_the_plan_counts(weighed: bool, credited: bool, won: str, meaning: str) -> None:
    told = goals_of(weighed=weighed, credited=credited)
    assert next(field.meaning for field in told.fields if field.name == "won").endswith(won)
    assert told.meaning.endswith(meaning)
    assert [field.name for field in told.fields] == [field.name for field in GOALS.fields]


def test_a_plan_followed_up_by_months_has_no_column_twice() -> None:
    """The month of a figure and the month of the edition are both called that."""
    language = DANISH.of(Calendar(Month(2024, 4), Month(2025, 3), FollowUp.MONTHLY))
    for definition in EVERY:
        heads = [field.head for field in definition.said(language).fields]
        assert len(set(heads)) == len(heads), definition.name
    assert [f.head for f in MONTHS.said(DANISH).fields if f.name == "quarter"] == ["Kvartal"]
