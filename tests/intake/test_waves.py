"""All that is wrong is told in one run of an intake: names, headers, rows, forms, the mapping, the plan and the readings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import make_library
from extracts import HEAD, as_text, records, write_csv, write_xlsx
from forms import blank_forms, changed, type_in, written
from taking_in import answers, folder, intake, revised

from kvartalsbog.errors import Collector, ProblemsError
from kvartalsbog.intake.forms.layout import Kind
from kvartalsbog.intake.vintage.ground import ground, judged_ground
from kvartalsbog.intake.vintage.proposal import read
from kvartalsbog.periods import quarter_of

K3 = quarter_of(2026, 3)
THIRD = [row for row in records(24) if row[3].month in (7, 8, 9)]
MISSPELT = ["afdelning" if name == "afdeling" else name for name in HEAD]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_library(tmp_path / "made")


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def spoilt(path: Path) -> Path:
    """Sound returns, but for one from a branch that nobody knows."""
    rows = as_text(THIRD)
    rows[2][1] = "Sydbiblioteket"
    return write_csv(path, rows)


def bad_form(folder: Path, unit: str = "Bygningskontoret") -> Path:
    form = blank_forms("2026K3")[unit]
    path = written(form, folder, f"{unit}.xlsx")
    return changed(path, lambda book: type_in(book, form, {("b.1", Kind.STATE, "sal-3"): "Måske"}))


def test_one_run_tells_all(project: Path, tmp_path: Path) -> None:
    rewrite(project / "data/2026/intake.yml", "unit: point", "unit: timer")
    sources = [
        write_csv(tmp_path / "afleveringer-juli.csv", as_text(THIRD), head=MISSPELT),
        spoilt(tmp_path / "afleveringer-resten.csv"),
        answers(tmp_path / "svar.csv"),
        write_csv(tmp_path / "udlaan.csv", []),
        bad_form(tmp_path),
        tmp_path / "mangler.csv",
        tmp_path / "intake.docx",
    ]
    sources[-1].touch()
    done = intake(project, *sources)
    assert done.returncode == 1
    told = done.stderr.splitlines()
    for words in (
        "2026/intake.yml:7 [goals.a.1.value.unit]: Enheden er ikke målets.",
        "afleveringer-juli.csv:1 [afdeling]: Kolonnen mangler.",
        "afleveringer-resten.csv:4 [afdeling]: Enheden er ukendt.",
        "Bygningskontoret.xlsx, ark »b.1« [",
        f"{tmp_path / 'mangler.csv'}: Filen findes ikke.",
        "intake.docx: Ukendt filtype.",
    ):
        assert sum(words in line for line in told) == 1, (words, told)
    assert not any(
        "udlaan" in line or "svar" in line for line in told
    )  # whose they are is not known before the mapping is
    assert "Mål a.2, afleveringer-resten.csv: 8 rækker læst, 6 beholdt, 1 udeladt, 1 afvist." in done.stdout  # fmt: skip
    assert [path.name for path in (project.parent / "fejl").iterdir()] == ["afvist-afleveringer-resten-csv.xlsx"]
    assert not folder(project).exists()


def test_the_readings_rules_are_told_with_what_cannot_be_read(project: Path, tmp_path: Path) -> None:
    svar = write_csv(tmp_path / "svar.csv", [], head=["nr", "afdeling", "modtaget"])
    done = intake(project, revised(tmp_path), svar, bad_form(tmp_path))
    assert done.returncode == 1
    assert "Tal, der ændres:" in done.stdout
    for words in ("revision", "svar.csv", "Bygningskontoret.xlsx"):
        assert words in done.stderr


def test_what_was_not_read_whole_makes_no_false_changes(project: Path, tmp_path: Path) -> None:
    """Half of an extract would look like a change of what was reported."""
    rows = as_text(records(24))
    whole, half = rows[:12], rows[12:]
    first = write_csv(tmp_path / "afleveringer-1.csv", whole)
    second = write_csv(tmp_path / "afleveringer-2.csv", half, head=MISSPELT)
    for sources in ((first, second), (first, tmp_path / "afleveringer-3.csv"), (first, tmp_path / "noget.csv")):
        done = intake(project, *sources)
        assert done.returncode == 1
        assert "Tal, der ændres" not in done.stdout
        assert done.stderr.splitlines()[1:] == ["1 fejl fundet."]


def test_a_form_that_cannot_be_read_takes_its_reasons_with_it(project: Path, tmp_path: Path) -> None:
    """The unit of a.2 may have explained the changed figures in the form, so that nobody can say that they are not."""
    unit = ground(K3, project / "data").plan.goal("a.2").responsible
    form = blank_forms("2026K3")[unit]
    path = changed(
        written(form, tmp_path, "skema.xlsx"), lambda book: book["a.2"].__setitem__("A1", "Mål a.2: noget andet")
    )
    done = intake(project, revised(tmp_path), path)
    assert "skema.xlsx" in done.stderr
    assert "revision" not in done.stderr


def test_problems_of_the_plan_the_vintages_and_the_files_are_told_together(project: Path, tmp_path: Path) -> None:
    rewrite(project / "data/2026/plan.yml", "weight: 45.5", "weight: 46.5")
    rewrite(project / "data/2026/2026K2/series.csv", "goal,", "maal,")
    collector = Collector()
    base = judged_ground(K3, project / "data", collector)
    assert base is not None
    bad = write_csv(tmp_path / "afleveringer.csv", as_text(THIRD), head=MISSPELT)
    assert read([str(bad)], None, base, date(2026, 10, 6), collector).unread == {"a.2"}
    told = {problem.place.file for problem in collector.problems}
    assert {"2026/plan.yml", "2026/2026K2/series.csv", "afleveringer.csv"} <= told


def test_a_sheet_that_almost_fits_hides_no_bad_row_of_another(project: Path, tmp_path: Path) -> None:
    rows = as_text(THIRD)
    rows[0][1] = "Sydbiblioteket"
    path = write_xlsx(tmp_path / "afleveringer.xlsx", {"Juli": rows, "August": as_text(THIRD)})
    changed(path, lambda book: book["August"].__setitem__("B3", "afdelning"))
    done = intake(project, path)
    assert "afleveringer.xlsx, ark »Juli«:4 [afdeling]: Enheden er ukendt." in done.stderr
    assert "afleveringer.xlsx, ark »August«:3 [afdeling]: Kolonnen mangler." in done.stderr


MAPPINGS = {
    "a goal that has no form": ("unit: point}", "unit: point, mark: 1}", {"a.2"}),
    "a goal that does not fit the plan": ("unit: point", "unit: timer", {"a.2"}),
    "a word of two meanings": ("since: 2026-01-01", "since: 2026-13-01", {"a.1"}),
    "spellings of nobody's": ("oest: [", "syd: [", {"a.1", "a.2"}),
    "spellings without a form": ("oest: [Øst]", "oest: Øst", set()),
    "no mapping": ("goals:", "goals: ja\nmaal:", set()),
    "no file of text": ("goals:", "goals: [", set()),
}  # fmt: skip


@pytest.mark.parametrize("case", MAPPINGS)
def test_a_mapping_with_problems_is_good_for_the_goals_without_any(case: str, project: Path) -> None:
    old, new, goals = MAPPINGS[case]
    rewrite(project / "data/2026/intake.yml", old, new)
    collector = Collector()
    base = judged_ground(K3, project / "data", collector)
    assert base is not None
    assert (set(base.mapping.goals), base.mapped) == (goals, False)
    assert collector.problems
    with pytest.raises(ProblemsError):
        ground(K3, project / "data")


def test_an_extract_of_an_earlier_quarter_is_refused_with_all_else_that_is_wrong(project: Path, tmp_path: Path) -> None:
    """Its records are all true, and none of them is new: it would be taken for a quarter without figures."""
    old = [row for row in records(24) if row[3].month < 7]
    rows = as_text(old)
    rows[0][1] = "Sydbiblioteket"
    path = write_csv(tmp_path / "afleveringer.csv", rows)
    done = intake(project, path, answers(tmp_path / "svar.csv"))
    assert done.returncode == 1
    told = (
        "afleveringer.csv: Ingen af de poster, der tæller, ligger i kvartalets egne måneder. Fundet: 'januar–juni 2026'. "
        "Tilladt: juli–september\u00a02026. Er det et ældre udtræk, så træk det igen"
    )
    assert told in done.stderr
    assert "afleveringer.csv:2 [afdeling]: Enheden er ukendt." in done.stderr
    assert "Bemærk, mål a.2" not in done.stdout
    allowed = intake(project, path, "--allow-rejected", "1")
    assert (allowed.returncode, told in allowed.stderr) == (1, True)
    assert not folder(project).exists()
    whole = write_csv(tmp_path / "afleveringer.csv", as_text([*old, *THIRD]))
    assert told not in intake(project, whole).stderr


def test_an_unreadable_plan_hides_neither_options_nor_files(project: Path, tmp_path: Path) -> None:
    rewrite(project / "data/2026/plan.yml", "pillars:", "pillars: [")
    (tmp_path / "svar.csv").write_bytes(b"")
    (tmp_path / "afleveringer.parquet").write_text("nr;afdeling", encoding="utf-8")
    done = intake(project, tmp_path / "svar.csv", tmp_path / "afleveringer.parquet", tmp_path / "mangler.csv")
    told = ("2026/plan.yml", "svar.csv: Filen er tom.", "afleveringer.parquet: Filen er ikke, hvad navnet siger.", "Filen findes ikke.")  # fmt: skip
    assert (done.returncode, [words for words in told if words not in done.stderr]) == (1, [])


def test_goals_of_options_are_told_with_all_else(project: Path, tmp_path: Path) -> None:
    bad = write_csv(tmp_path / "afleveringer.csv", as_text(THIRD), head=MISSPELT)
    for options in (("--reason", "9.9: Talt om."), ("--goal", "b.1", "--reason", "9.9: Talt om.")):
        done = intake(project, bad, tmp_path / "mangler.csv", *options)
        told = ["--reason 9.9: Målet findes ikke. Tilladt: ", "mangler.csv: Filen findes ikke."]
        told.append("--goal b.1: Målet findes ikke, eller det har ingen talserie." if "--goal" in options else "Kolonnen mangler.")  # fmt: skip
        assert (done.returncode, [words for words in told if words not in done.stderr]) == (1, [])
