"""Dates in other forms than the customary: the mapping names the form, nothing is guessed, and whoever has not named it is told how."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, make_library
from extracts import base, outcome, write_xlsx
from hypothesis import given
from hypothesis import strategies as st

from kvartalsbog.errors import ProblemsError
from kvartalsbog.intake.records.date_forms import date_form, form_meant, forms_of
from kvartalsbog.intake.records.outcome import Outcome
from kvartalsbog.intake.records.row_problems import told
from kvartalsbog.intake.vintage.intake_words import received_in_words
from kvartalsbog.intake.vintage.proposal import read
from kvartalsbog.periods import Month

DATED = ROOT / "tests" / "dated_extracts"
AGAIN = "Ellers træk udtrækket igen med datoer som 2024-12-31."
UNSURE = "Så er de andre datoer i kolonnen også usikre: 03/04 kan være den 3. april eller den 4. marts."
CUSTOMARY = "Tilladt: en dato som 31-12-2024 eller 2024-12-31, evt. med klokkeslæt."
AMERICAN = "Tilladt: en dato som 12/31/2024 (mm/dd/åååå) eller 2024-12-31, evt. med klokkeslæt."
MARCH = (Month(2026, 3), "nord")

# extract → the sums, worked out by hand: 03/04 is 4 March where the mapping has the month first, 3 April where it has the day
READ: dict[str, dict[tuple[Month, str], tuple[int, int]]] = {
    "month_first": {MARCH: (1, 1), (Month(2026, 4), "nord"): (1, 0), (Month(2026, 1), "oest"): (1, 1)},
    "two_columns_two_forms": {(Month(2026, 2), "nord"): (1, 0), (Month(2026, 1), "nord"): (1, 0), (Month(2026, 3), "oest"): (1, 1)},
    "a_column_of_its_own": {(Month(2026, 4), "nord"): (1, 1), (Month(2026, 3), "oest"): (1, 0)},
    "months_by_name": {(Month(2026, 5), "nord"): (2, 1), (Month(2026, 6), "oest"): (1, 1)},
    "digits_and_letters": {(Month(2026, 2), "nord"): (2, 1)},
}  # fmt: skip
# extract → every problem
REFUSED: dict[str, list[str]] = {
    "not_mapped": [
        f"3 [frist]: Måneden står før dagen. 2 rækker: linje 3, 4. {CUSTOMARY} {UNSURE} "
        f"Har alle udtrækkets datoer formen mm/dd/åååå, så skriv »date_form: mm/dd/åååå« ved målet i intake.yml; har kun kolonnen den, så skriv »date_forms: {{frist: mm/dd/åååå}}«. {AGAIN}",
    ],
    "day_first_where_month_first_is_said": [
        f"3 [frist]: Dagen står før måneden. 2 rækker: linje 3, 4. {AMERICAN} {UNSURE} "
        f"Har alle udtrækkets datoer formen dd/mm/åååå, så skriv »date_form: dd/mm/åååå« ved målet i intake.yml; har kun kolonnen den, så skriv »date_forms: {{frist: dd/mm/åååå}}«. {AGAIN}",
    ],
    "two_digits_not_mapped": [
        f"2 [frist]: Datoen kan ikke læses. 2 rækker: linje 2, 3. Fundet: '99-99-99'. {CUSTOMARY} "
        "Har alle udtrækkets datoer formen dd-mm-åå eller mm-dd-åå, så skriv fx »date_form: dd-mm-åå« ved målet i intake.yml; "
        f"har kun kolonnen den, så skriv fx »date_forms: {{frist: dd-mm-åå}}«. {AGAIN}",
    ],
    "which_of_two_is_seen": [
        f"2 [frist]: Datoen kan ikke læses. 2 rækker: linje 2, 3. Fundet: '99-99-99'. {CUSTOMARY} "
        f"Har alle udtrækkets datoer formen dd-mm-åå, så skriv »date_form: dd-mm-åå« ved målet i intake.yml; har kun kolonnen den, så skriv »date_forms: {{frist: dd-mm-åå}}«. {AGAIN}",
    ],
    "no_form_at_all": [
        f"2 [frist]: Datoen kan ikke læses. 2 rækker: linje 2, 3. Fundet: '99aaa9, 99aaa99'. {CUSTOMARY} "
        "Træk udtrækket igen med datoer som 2024-12-31. Har udtrækket en anden form, så skriv den som »date_form« ved målet i intake.yml.",
    ],
    "no_such_day": [
        f"3 [frist]: Datoen kan ikke læses. Fundet: 'en dag eller et klokkeslæt, der ikke findes'. {AMERICAN} "
        "Ret datoen i det system, udtrækket kommer fra, og træk det igen.",
    ],
    "another_than_is_said": [
        "3 [rettet]: Datoen kan ikke læses. 2 rækker: linje 3, 4. Fundet: '99-99-9999, 9999999'. "
        "Tilladt: en dato som 20241231 (ååååmmdd) eller 2024-12-31, evt. med klokkeslæt. "
        f"Har alle udtrækkets datoer formen dd-mm-åååå, så skriv »date_form: dd-mm-åååå« ved målet i intake.yml; har kun kolonnen den, så skriv »date_forms: {{rettet: dd-mm-åååå}}«. {AGAIN}",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("dated"))


def mapped(project: Path, name: str) -> Path:
    """The project with the mapping that stands beside an extract."""
    shutil.copy(DATED / f"{name}.yml", project / "data/2026/intake.yml")
    return project


def sums(found: Outcome) -> dict[tuple[Month, str], tuple[int, int]]:
    return {key: (one.n, int(one.total)) for key, one in found.sums.items()}


def test_every_file_is_told_of() -> None:
    assert {path.stem for path in DATED.iterdir()} == READ.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", READ)
def test_dates_are_read_as_the_mapping_says(name: str, project: Path) -> None:
    found = outcome([DATED / f"{name}.csv"], mapped(project, name), "a.2")
    assert [str(problem) for problem in told(found.bad)] == []
    assert sums(found) == READ[name]


@pytest.mark.parametrize("name", REFUSED)
def test_dates_in_another_form_are_told_with_it_and_how_to_map_it(name: str, project: Path) -> None:
    found = outcome([DATED / f"{name}.csv"], mapped(project, name), "a.2")
    assert [str(problem) for problem in ProblemsError(told(found.bad)).problems] == [f"{name}.csv:{line}" for line in REFUSED[name]]  # fmt: skip


def test_what_a_message_says_to_write_is_what_reads_the_extract(project: Path) -> None:
    """The line as it stands in the message, put where the message says."""
    mapped(project, "not_mapped")
    (problem,) = told(outcome([DATED / "not_mapped.csv"], project, "a.2").bad)
    line = str(problem).split("»")[1].split("«")[0]
    path = project / "data/2026/intake.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    month: frist\n", f"    month: frist\n    {line}\n"), encoding="utf-8")
    # 4 March and 13 February are not done; 14 February was done on 31 March
    assert sums(outcome([DATED / "not_mapped.csv"], project, "a.2")) == {MARCH: (1, 0), (Month(2026, 2), "nord"): (2, 0)}  # fmt: skip


def told_of(project: Path, *rows: str) -> list[str]:
    """What an intake says of an extract beside its counts."""
    path = project / "afleveringer.csv"
    path.write_text("\n".join(["nr;afdeling;slags;frist;rettet", *rows, ""]), encoding="utf-8")
    stands = base(project)
    received = read([str(path)], "a.2", stands)
    return [sentence for _, more in received_in_words(received, stands.plan) for sentence in more]


def test_where_no_date_shows_which_number_is_the_day_it_is_said(project: Path) -> None:
    """03/04 is read with the day first, as everybody here writes; but nobody can see it, and who knows the system is told."""
    mapped(project, "not_mapped")
    rows = ("A1;Nord;bog;03/04/2026;05/04/2026", "A2;Nord;bog;1/2/2026;02-02-2026")
    assert told_of(project, *rows) == [
        f"Bemærk, mål a.2: ingen dato i »{column}« viser, om dagen eller måneden står først; 03/04 er læst som den 3. april. "
        "Står måneden først, så skriv »date_form: mm/dd/åååå« ved målet i intake.yml; ellers »date_form: dd/mm/åååå«."
        for column in ("frist", "rettet")
    ]
    assert told_of(project, *rows, "A3;Nord;bog;13/04/2026;13/04/2026") == []  # only a day can be 13
    assert told_of(project, "A1;Nord;bog;03-04-2026;2026-04-05") == []
    assert told_of(dated(project, "date_form: dd/mm/åååå"), *rows[:1]) == []


def test_a_workbooks_own_days_need_no_form_and_a_number_is_none(project: Path, tmp_path: Path) -> None:
    """Where the form is digits alone, 31226 is no day as spreadsheets count them: it was 031226 before its nought was lost."""
    rows = [["A1", "Nord", "bog", date(2026, 3, 4), "05-03-26"], ["A2", "Nord", "bog", "13-03-26", date(2026, 3, 14)]]
    found = outcome([write_xlsx(tmp_path / "afleveringer.xlsx", {"Ark1": rows})], dated(project, "date_form: dd-mm-åå"))
    assert sums(found) == {MARCH: (2, 0)}
    rows = [["A1", "Nord", "bog", "040326", 31226], ["A2", "Nord", "bog", 130326, ""]]
    found = outcome([write_xlsx(tmp_path / "afleveringer.xlsx", {"Ark1": rows})], dated(project, "date_form: ddmmåå"))
    assert [(row.line, row.problem.place.column, row.problem.value) for row in found.bad] == [(4, "rettet", "99999")]
    assert sums(found) == {MARCH: (1, 0)}


def test_numbers_that_are_dates_are_read_from_parquet(project: Path, tmp_path: Path) -> None:
    cells = {
        "nr": [1, 2],
        "afdeling": ["Nord", "N"],
        "slags": ["bog", "bog"],
        "frist": [20260304, 20260305],
        "rettet": [20260304, None],
    }
    pq.write_table(pa.table(cells), tmp_path / "afleveringer.parquet")
    assert sums(outcome([tmp_path / "afleveringer.parquet"], dated(project, "date_form: ååååmmdd"))) == {MARCH: (2, 1)}
    with pytest.raises(ProblemsError, match="Kolonnens type kan ikke bruges"):
        outcome([tmp_path / "afleveringer.parquet"], dated(project, "date_form: dd-mm-åååå"))


def dated(project: Path, line: str) -> Path:
    path = mapped(project, "not_mapped") / "data/2026/intake.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    month: frist\n", f"    month: frist\n    {line}\n"), encoding="utf-8")
    return project


# -- the forms themselves -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["", "dd", "dd-mm", "dd-mm-ååå", "ddd-mm-åååå", "dd-dd-åååå", "åååå-dd-mm", "dd-åååå-mm", "dmåååå", "dd_mm_åååå", "dd--mm-åååå", "mm:dd:åååå", "dd-mm-åååå tt:mm"]
)  # fmt: skip
def test_what_is_no_form(written: str) -> None:
    assert date_form(written) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [("%d/%m/%Y", "dd/mm/åååå"), ("%d-%b-%y", "dd-mmm-åå"), ("dd-mm-ååå", "dd-mm-åååå"), ("dd-mm-aaaa", "dd-mm-åååå"), ("D.M.ÅÅÅ", "dd.mm.åååå"), ("åååå-dd-mm", ""), ("dansk", "")],
)  # fmt: skip
def test_which_form_was_perhaps_meant(written: str, meant: str) -> None:
    assert form_meant(written) == meant


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_that_is_written_in_a_form_is_read_by_it(day: date) -> None:
    for written in (
        "dd-mm-åååå",
        "MM/DD/YYYY",
        "dd.mm.åå",
        "åå-mm-dd",
        "ååååmmdd",
        "ddmmyy",
        "d. mmm åååå",
        "mmm dd, åååå",
        "ddmmmåååå",
    ):
        form = date_form(written)
        assert form is not None
        assert form.read(form.of(day)) == day


def test_months_are_read_by_their_danish_and_english_names() -> None:
    form = date_form("dd mmm åå")
    assert form is not None
    for month, names in {
        3: ("mar", "marts", "March", "MAR."),
        5: ("maj", "may"),
        9: ("sep", "sept.", "september"),
        10: ("okt", "OCT", "oktober", "October"),
    }.items():
        assert {form.read(f"7 {name} 26") for name in names} == {date(2026, month, 7)}
    assert form.read("7 brumaire 26") is None


def test_which_forms_cells_have_is_seen_in_all_of_them() -> None:
    days = (date(1976, 1, 1), date(2031, 12, 31))
    assert forms_of(["31.12.25", "01.02.26"], days) == ("dd.mm.åå",)
    assert forms_of(["01022026"], days) == ("ddmmåååå", "mmddåååå")
    assert forms_of(["20260102", "i går", ""], days) == ("ååååmmdd",)
    assert forms_of(["Dec 3, 2025 09:30"], days) == ("mmm dd, åååå",)
    assert forms_of(["i går", "7"], days) == ()
    assert forms_of(["01-02-33"], days) == ()  # a year that no extract of these days has
