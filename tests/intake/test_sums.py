"""Figures that come as sums: a file known by its heads, the owners' forms, and both beside extracts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from extracts import as_text, records, write_csv
from forms import Question, Value, changed, type_in, written
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from taking_in import folder, intake

from kvartalsbog.content.blocks import BulletList, Paragraph
from kvartalsbog.content.prose import plain_text
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.forms.layout import GUIDE, Form, Kind
from kvartalsbog.intake.sums.typed import month_typed, number_typed
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.intake.vintage.proposal import propose, read, write
from kvartalsbog.pages.inserts import rejected_records
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.verdicts.findings import find

K3 = quarter_of(2026, 3)
DAY = date(2026, 10, 6)
BAD = ROOT / "tests" / "bad_sums"
HEADS = ["Mål", "Måned", "Enhed", "Antal", "Sum"]
Figures = dict[tuple[str, str, str], tuple[int, Decimal]]


@pytest.fixture
def base(library: Path) -> Ground:
    """The invented plan's third quarter, just opened."""
    open_period(K3, library / "data")
    return ground(K3, library / "data")


def unmapped(library: Path, *goals: str) -> Ground:
    """The quarter where the mapping has nothing of some goals."""
    path = library / "data/2026/intake.yml"
    mapping = yaml.safe_load(path.read_text(encoding="utf-8"))
    for goal in goals:
        del mapping["goals"][goal]
    path.write_text(yaml.safe_dump(mapping, allow_unicode=True), encoding="utf-8")
    return ground(K3, library / "data")


def csv(path: Path, *rows: Sequence[str], heads: Sequence[str] = HEADS) -> Path:
    path.write_text("\n".join(";".join(row) for row in (heads, *rows)) + "\n", encoding="utf-8")
    return path


def take_in(base: Ground, *sources: Path, reason: str = "", goal: str | None = None) -> None:
    received = read(map(str, sources), goal, base, DAY)
    write(propose(received, {"a.1": reason} if reason else {}, DAY, base), base)


def figures(base: Ground) -> Figures:
    """The rows of the vintage."""
    rows = load(K3, base.data_dir).readings.newest.series
    return {(r.series, str(r.month), r.district): (r.n, r.total) for r in rows}


def told(base: Ground) -> list[tuple[str, str | None, list[str]]]:
    """Goal, kind and sources of what the figures came from."""
    source = json.loads((base.folder / "source.json").read_text(encoding="utf-8"))
    return [(e["goal"], e.get("kind"), list(e["sources"])) for e in source["files"]["series.csv"]["extracts"]]


JULY = ("a.1", "2026-07", "nord")


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (HEADS, ["a.1", "2026-07", "nord", "40", "164,5"]),
        (HEADS, ["mål a.1", "juli 2026", "Nordbiblioteket", "40", "164.5"]),
        (["goal", "month", "district", "n", "total"], ["a.1", "07-2026", "NORD", "40", "164,50"]),
        (["Serie", "MÅNED", "Kreds", "Nævner", "Tæller"], ["a.1", "jul. 2026", "N", "40", "164,5"]),
    ],
)
def test_sums_are_known_by_their_heads_and_written_as_danes_write(
    heads: list[str], row: list[str], base: Ground, tmp_path: Path
) -> None:
    take_in(base, csv(tmp_path / "tal.csv", row, heads=heads))
    assert figures(base) == {JULY: (40, Decimal("164.5"))}
    assert told(base) == [("a.1", "sums", ["tal.csv"])]


@pytest.mark.parametrize("name", ["a.1-2026K3.csv", "mål a.1.csv", "svar.csv"])
def test_a_file_of_one_goal_says_so_in_its_name_or_the_call(name: str, base: Ground, tmp_path: Path) -> None:
    row = ["2026-07", "nord", "40", "164,5"]
    take_in(base, csv(tmp_path / name, row, heads=HEADS[1:]))
    assert figures(base) == {JULY: (40, Decimal("164.5"))}
    take_in(base, csv(tmp_path / "tal.csv", ["2026-08", "nord", "41", "165"], heads=HEADS[1:]), goal="a.1")
    assert len(figures(base)) == 2


def test_sums_in_a_workbook_are_read_as_the_spreadsheet_keeps_them(base: Ground, tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ["Tal fra Nordbiblioteket"],
        HEADS,
        ["a.1", datetime(2026, 7, 1), "nord", 40, 164.5],
        ["a.1", "2026-08", "nord", 3, 12.125],
    ):
        book.active.append(row)
    book.create_sheet("Noter").append(["Spørg Anna"])
    book.save(tmp_path / "tal.xlsx")
    take_in(base, tmp_path / "tal.xlsx")
    assert figures(base) == {JULY: (40, Decimal("164.5")), ("a.1", "2026-08", "nord"): (3, Decimal("12.125"))}


def test_extracts_sums_and_forms_are_taken_in_together_goal_by_goal(library: Path, tmp_path: Path) -> None:
    open_period(K3, library / "data")
    base = unmapped(library, "a.1")
    returns = write_csv(tmp_path / "afleveringer.csv", as_text([r for r in records(24) if r[3].month in (7, 8, 9)]))
    take_in(base, returns, csv(tmp_path / "tal.csv", ["a.1", "2026-07", "nord", "40", "164,5"]))
    assert told(base) == [("a.1", "sums", ["tal.csv"]), ("a.2", None, ["afleveringer.csv"])]
    assert {key[0] for key in figures(base)} == {"a.1", "a.2"}


def test_a_second_file_of_sums_leaves_other_months_and_units_as_they_are(base: Ground, tmp_path: Path) -> None:
    take_in(base, csv(tmp_path / "nord.csv", ["a.1", "2026-07", "nord", "40", "164"]))
    take_in(base, csv(tmp_path / "vest.csv", ["a.1", "2026-07", "vest", "12", "51"]))
    assert figures(base) == {JULY: (40, Decimal(164)), ("a.1", "2026-07", "vest"): (12, Decimal(51))}
    assert told(base) == [("a.1", "sums", ["nord.csv"]), ("a.1", "sums", ["vest.csv"])]
    again = propose(read([str(tmp_path / "vest.csv")], None, base, DAY), {}, DAY, base)
    assert again.changed == ()


def test_a_reported_figure_needs_a_reason_and_one_that_is_as_before_has_no_row(base: Ground, tmp_path: Path) -> None:
    march = next(r for r in base.before.series("a.1") if (str(r.month), r.district) == ("2026-03", "nord"))
    same = csv(tmp_path / "same.csv", ["a.1", "2026-03", "nord", str(march.n), str(march.total).replace(".", ",")])
    take_in(base, same)
    assert figures(base) == {}
    other = csv(
        tmp_path / "other.csv", ["a.1", "2026-03", "nord", str(march.n + 1), str(march.total).replace(".", ",")]
    )
    with pytest.raises(ProblemsError, match="ændrer indberetningen fra 2026K1"):
        take_in(base, other)
    take_in(base, other, reason="Et svar kom sent.")
    assert figures(base) == {("a.1", "2026-03", "nord"): (march.n + 1, march.total)}


def test_an_extract_of_the_goal_takes_the_place_of_its_sums(base: Ground, tmp_path: Path) -> None:
    take_in(base, csv(tmp_path / "tal.csv", ["a.2", "2026-07", "nord", "40", "2"]))
    returns = write_csv(tmp_path / "afleveringer.csv", as_text([r for r in records(24) if r[3].month in (7, 8, 9)]))
    take_in(base, returns)
    assert told(base) == [("a.2", None, ["afleveringer.csv"])]
    assert figures(base)["a.2", "2026-07", "nord"] != (40, Decimal(2))


# What is refused

EXPECTED = {
    "several": [
        "several.csv:3 [Måned]: Måneden kan ikke læses. Fundet: 'tekst'. Tilladt: en måned som 2025-01 eller januar 2025.",
        "several.csv:4 [Enhed]: Enheden indberetter ikke til målet. Fundet: 'tekst'. Tilladt: nord, oest, vest. Mente du »Nordbiblioteket«?",
        "several.csv:5 [Måned]: Måneden kan ikke indberettes i 2026K3. Fundet: '2026-10'. Tilladt: 2025-01 til 2026-09.",
        "several.csv:6 [Antal]: Værdien er ikke et tal, der kan bruges. Fundet: '12.5'. Tilladt: et helt tal fra 0 og op.",
        "several.csv:7 [Sum]: Gennemsnittet bliver 425,0 point, og det er ikke sandsynligt. Fundet: '5100'. Tilladt: fra 1 til 5 point.",
        "several.csv:8 [Sum]: Tallet kan læses på to måder. Er det et helt tal, så skriv det uden skilletegn; har det tre decimaler, så sæt et nul efter dem. Fundet: 'et tal'. Tilladt: et tal som 1234,5.",
        "several.csv:9 [Mål]: Målet findes ikke, eller det har ingen talserie. Fundet: 'b.1'. Tilladt: a.1 (Tilfredshed), a.2 (Fejl i afleveringer).",
        "several.csv:10: Tallet for måneden og enheden står to gange. Fundet: 'several.csv:2'. Behold det rigtige af de to.",
        "several.csv:11 [Antal]: Tallet mangler. Fundet: ''. Tilladt: et helt tal fra 0 og op.",
        "several.csv:12: Rækken ligner en sum. Slet den.",
    ],
    "no_goal": [
        "no_goal.csv: Det kan ikke ses, hvilket mål summerne hører til. Tilføj en kolonne »Mål«, eller brug --goal. Mål med tal: a.1, a.2."
    ],
    "widths": [
        "widths.csv:2: Forkert antal felter. Fundet: '4'. Tilladt: 5.",
        "widths.csv:3: Forkert antal felter. Fundet: '6'. Tilladt: 5.",
        "widths.csv:4: Et anførselstegn er for meget eller mangler. Ret linjen, eller gem filen igen fra regnearket.",
    ],
    "share": [
        "share.csv:2 [Tæller]: Antallet er større end n. Fundet: '41'. Tilladt: højst 40.",
        "share.csv:3 [Tæller]: Antallet skal være et helt tal. Fundet: '12.5'. Tilladt: et helt tal fra 0 til 40.",
        "share.csv:4 [Enhed]: Enheden indberetter ikke til målet. Fundet: 'tekst'. Tilladt: nord, oest.",
    ],
}


@pytest.mark.parametrize("path", sorted(BAD.iterdir()), ids=lambda path: path.stem)
def test_bad_sums_are_refused_all_at_once_with_line_and_head(path: Path, base: Ground) -> None:
    with pytest.raises(ProblemsError) as caught:
        read([str(path)], None, base, DAY)
    found = [str(problem) for problem in caught.value.problems]
    assert len(found) == len(EXPECTED[path.stem]), found
    for problem, words in zip(found, EXPECTED[path.stem], strict=True):
        assert problem.startswith(words)


def test_a_sheets_hidden_rows_errors_and_hidden_sheets_are_told(base: Ground, tmp_path: Path) -> None:
    book = Workbook()
    for row in (HEADS, ["a.1", "2026-07", "nord", 40, 164], ["a.1", "2026-07", "oest", 40, "=1/0"]):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    other = book.create_sheet("Skjult")
    other.append(HEADS)
    other.sheet_state = "hidden"
    book.save(tmp_path / "tal.xlsx")
    with pytest.raises(ProblemsError) as caught:
        read([str(tmp_path / "tal.xlsx")], None, base, DAY)
    assert [(p.place.file, p.place.line, p.message) for p in caught.value.problems] == [
        ("tal.xlsx, ark »Sheet«", 2, "Rækken er skjult, fx af et filter."),
        ("tal.xlsx, ark »Sheet«", 3, "Cellen viser en fejl."),
        ("tal.xlsx, ark »Skjult«", None, "Arket er skjult og har summer."),
    ]


def test_one_figure_in_two_files_must_be_the_same_and_no_goal_has_sums_and_an_extract(
    base: Ground, tmp_path: Path
) -> None:
    one = csv(tmp_path / "en.csv", ["a.1", "2026-07", "nord", "40", "164"], ["a.2", "2026-07", "nord", "40", "2"])
    same = csv(tmp_path / "to.csv", ["a.1", "2026-07", "nord", "40", "164"])
    other = csv(tmp_path / "tre.csv", ["a.1", "2026-07", "nord", "41", "164"])
    returns = write_csv(tmp_path / "afleveringer.csv", as_text([r for r in records(24) if r[3].month in (7, 8, 9)]))
    assert len(read([str(one), str(same)], None, base, DAY).given) == 3
    with pytest.raises(ProblemsError) as caught:
        read(map(str, (one, other, returns)), None, base, DAY)
    assert [str(problem) for problem in caught.value.problems] == [
        "en.csv: Mål a.2 får både summer og et udtræk. Fundet: 'afleveringer.csv'. Brug én af dem.",
        "tre.csv: Mål a.1, 2026-07, nord: Tallet er et andet i en anden fil. Fundet: 'en.csv'. Behold den rigtige af dem.",
    ]


def test_a_number_of_a_spreadsheet_that_two_goals_could_mean_is_refused(base: Ground, tmp_path: Path) -> None:
    plan = base.plan.model_dump()
    goal = plan["pillars"][0]["goals"]
    goal[0]["id"], goal[1]["id"] = "1.1", "1.10"
    for one in goal:
        one["criteria"][0]["series"] = one["id"]
    plan["amendments"] = ()
    numbered = replace(base, plan=type(base.plan).model_validate(plan))
    book = Workbook()
    book.active.append(HEADS)
    book.active.append([1.1, "2026-07", "nord", 40, 164])
    book.save(tmp_path / "tal.xlsx")
    with pytest.raises(ProblemsError, match="Målet kan læses på to måder"):
        read([str(tmp_path / "tal.xlsx")], None, numbered, DAY)


# Numbers and months


@settings(deadline=None)
@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_number_is_what_a_dane_writes_with_and_without_groups(number: Decimal) -> None:
    whole, cents = f"{number:,.2f}".split(".")
    grouped = f"{whole.replace(',', '.')},{cents}"
    assert number_typed(grouped) == number_typed(grouped.replace(".", "")) == number
    assert number_typed(grouped.replace(".", "\u00a0")) == number


@settings(deadline=None)
@given(st.integers(0, 10**9))
def test_a_whole_number_may_have_points_between_its_thousands(number: int) -> None:
    assert number_typed(f"{number:,}".replace(",", "."), whole=True) == number
    assert number_typed(float(number)) == number


@pytest.mark.parametrize(
    "text", ["1.234", "1,234", "", " ", "12.34.56", "1,2,3", "1e3", "nan", "tolv", "1.23,4", "½", True]
)
def test_what_is_no_number_or_two_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r"Tallet (mangler|kan læses på to måder|kan ikke læses)\."):
        number_typed(text)


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_month_is_read_however_it_is_written(day: date) -> None:
    month = Month.of(day)
    first = day.replace(day=1)
    for text in (str(month), f"{day:%m-%Y}", f"{day.month}/{day.year}", first, f"{first:%d-%m-%Y}", f"{first}"):
        assert month_typed(text) == month


@pytest.mark.parametrize("text", ["", "2026-13", "26-07", "juli", "ju 2026", "2026-07-02", "uge 3 2026", "07-26"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Måneden"):
        month_typed(text)


# Forms


@pytest.fixture
def asks(library: Path) -> tuple[Ground, Form]:
    """The quarter without extracts of a.1, and the form that asks for its figures."""
    open_period(K3, library / "data")
    base = unmapped(library, "a.1")
    return base, next(form for form in base.forms or () if "a.1" in form.sheets)


def test_a_form_asks_for_the_figures_that_no_extract_gives(asks: tuple[Ground, Form]) -> None:
    base, form = asks
    cells = [cell for row in form.sheets["a.1"] for cell in row]
    assert [cell.value for cell in cells if cell.kind is Kind.HEAD] == ["Måned", "Enhed", "Antal svar", "Sum i point"]
    march = next(r for r in base.before.series("a.1") if (str(r.month), r.district) == ("2026-03", "nord"))
    stood = {(c.kind, c.about): c.value for c in cells}
    assert (stood[Kind.NUMBER, "a.1 2026-03 nord"], stood[Kind.SUM, "a.1 2026-03 nord"]) == (march.n, march.total)
    assert stood[Kind.NUMBER, "a.1 2026-07 nord"] == ""
    assert not any(cell.kind is Kind.CONTROL for cell in cells)
    assert any(cell.kind is Kind.CONTROL for row in form.sheets["a.2"] for cell in row)
    assert "Antal og sum" in {str(row[0].value) for row in form.sheets[GUIDE] if row}


def test_figures_of_a_form_become_readings(asks: tuple[Ground, Form], tmp_path: Path) -> None:
    base, form = asks
    answers: dict[Question, Value] = {
        ("a.1", Kind.NUMBER, "a.1 2026-07 nord"): 40,
        ("a.1", Kind.SUM, "a.1 2026-07 nord"): "164,5",
        ("a.1", Kind.NUMBER, "a.1 2026-08 nord"): "1.040",
        ("a.1", Kind.SUM, "a.1 2026-08 nord"): 4300.25,
    }
    path = changed(written(form, tmp_path), lambda book: type_in(book, form, answers))
    take_in(base, path)
    assert figures(base) == {JULY: (40, Decimal("164.5")), ("a.1", "2026-08", "nord"): (1040, Decimal("4300.25"))}
    assert told(base) == [("a.1", "form", ["skema.xlsx"])]


def test_figures_of_a_form_are_held_to_the_rules_of_the_readings(asks: tuple[Ground, Form], tmp_path: Path) -> None:
    base, form = asks
    answers: dict[Question, Value] = {
        ("a.1", Kind.NUMBER, "a.1 2026-07 nord"): 40,
        ("a.1", Kind.NUMBER, "a.1 2026-07 oest"): "mange",
        ("a.1", Kind.SUM, "a.1 2026-07 oest"): 12,
        ("a.1", Kind.NUMBER, "a.1 2026-08 nord"): 4,
        ("a.1", Kind.SUM, "a.1 2026-08 nord"): 4300,
        ("a.1", Kind.NUMBER, "a.1 2026-03 nord"): None,
        ("a.1", Kind.SUM, "a.1 2026-03 nord"): None,
    }
    path = changed(written(form, tmp_path), lambda book: type_in(book, form, answers))
    with pytest.raises(ProblemsError) as caught:
        read([str(path)], None, base, DAY)
    assert {p.message.partition(" og det")[0] for p in caught.value.problems} == {
        "Tallet er slettet.",
        "Tallet mangler.",
        "Tallet kan ikke læses.",
        "Gennemsnittet bliver 1075,0 point,",
    }
    assert {p.place.file for p in caught.value.problems} == {"skema.xlsx, ark »a.1«"}


def test_a_plan_without_a_mapping_is_kept_by_forms_alone(library: Path) -> None:
    (library / "data/2026/intake.yml").unlink()
    open_period(K3, library / "data")
    (form,) = (form for form in ground(K3, library / "data").forms or () if "a.1" in form.sheets)
    heads = [[cell.value for cell in row] for row in form.sheets["a.2"] if row and row[0].kind is Kind.HEAD]
    assert heads == [["Måned", "Enhed", "Antal afleveringer", "Heraf opfyldt"]]


def test_the_method_page_tells_which_figures_came_as_sums(base: Ground, tmp_path: Path) -> None:
    before = find(load(quarter_of(2026, 2), base.data_dir))
    assert [type(block) for block in rejected_records(before)] == [Paragraph]
    take_in(base, csv(tmp_path / "tal.csv", ["a.1", "2026-07", "nord", "40", "164"]))
    blocks = rejected_records(find(load(K3, base.data_dir)))
    (told,) = [block for block in blocks if isinstance(block, BulletList)]
    assert [plain_text(line) for line in told.items] == [
        "3.\u00a0kvartal\u00a02026, mål a.1: givet som summer i en fil."
    ]


def test_at_the_keyboard_sums_are_told_and_the_same_again_change_nothing(library: Path, tmp_path: Path) -> None:
    (library / "notebooks").mkdir(exist_ok=True)
    path = csv(tmp_path / "tal.csv", ["a.1", "2026-07", "nord", "40", "164,5"])
    done = intake(library, path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Mål a.1, tal.csv: 1 tal, givet som summer." in done.stdout.splitlines()
    assert (folder(library) / "series.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "a.1,2026-07,nord,40,164.5"
    ]
    assert "2026K3: intet er ændret." in intake(library, path).stdout
