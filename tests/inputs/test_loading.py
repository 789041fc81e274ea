from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, seal

from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.files.rows import MAX_BYTES
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import newest_period, periods, to_open
from kvartalsbog.periods import quarter_of

BAD = sorted(path for path in (ROOT / "tests" / "bad_quarters").iterdir())
K1, K2 = quarter_of(2026, 1), quarter_of(2026, 2)

# folder → every problem: file, line, column, and words that must be in it
EXPECTED: dict[str, list[tuple[str, int | None, str | None, str]]] = {
    "byte_order_mark": [("deliverables.csv", 1, None, "byte order mark")],
    "changed_after_reporting": [("series.csv", None, None, "Filen er ændret, siden den blev forseglet. Er ændringen rigtig, så forsegl filen igen med: kvartalsbog correct ")],
    "columns_in_another_order": [("series.csv", 1, None, "en anden rækkefølge")],
    "commentary_hidden_character": [("commentary.yml", 2, "a.1.comment", "skjult tegn. Fundet: 'U+2066'")],
    "commentary_link": [
        ("commentary.yml", 2, "a.1.comment", "Linket kan ikke bruges. Fundet: 'http://example.org/svar'. Tilladt: en adresse, der begynder med https://"),
        ("commentary.yml", 3, "a.1.revision", "Fundet: 'data:text/html,x'"),
    ],
    "commentary_list": [("commentary.yml", 1, None, "en liste af mål")],
    "commentary_not_text": [("commentary.yml", 1, "a.1.comment", "Værdien skal være tekst. Fundet: '7'")],
    "commentary_too_long": [("commentary.yml", 2, "a.1.comment", "for lang. Fundet: '5201 tegn'. Tilladt: højst 5000 tegn")],
    "commentary_unknown_goal": [("commentary.yml", 1, "z.1", "Målet findes ikke. Fundet: 'z.1'")],
    "commentary_unknown_key": [("commentary.yml", 1, "a.1.kommentar", "Ukendt nøgle. Fundet: 'kommentar'. Tilladt: comment, revision, cause, events, action, who, when")],
    "commentary_account": [
        ("commentary.yml", 2, "a.1.cause", "Værdien skal være tekst."),
        ("commentary.yml", 3, "a.1.action", "Linket kan ikke bruges. Fundet: 'http://example.org'"),
        ("commentary.yml", 4, "a.1.who", "Værdien skal være tekst. Fundet: '7'"),
        ("commentary.yml", 5, "a.1.when", "Datoen kan ikke læses. Fundet: '31-12-2026'. Tilladt: 2024-12-31"),
        ("commentary.yml", 7, "a.2.when", "Datoen ligger for langt fra planens år. Fundet: '1999-12-31'. Tilladt: 2025 til 2031"),
        ("commentary.yml", 9, "b.1.when", "Datoen ligger for langt fra planens år. Fundet: '2032-01-01'. Tilladt: 2025 til 2031"),
    ],
    "completed_and_expected": [("deliverables.csv", 2, "expected", "ingen forventet dato")],
    "completed_in_the_future": [("deliverables.csv", 2, "completed", "efter kvartalets slutning. Fundet: '2026-04-01'. Tilladt: senest 2026-03-31")],
    "contradiction": [("series.csv", 17, "month", "modsiger en tidligere (linje 2)")],
    "danish_date": [("deliverables.csv", 2, "completed", "Datoen kan ikke læses. Fundet: '14-02-2026'. Tilladt: en dato som 2024-12-31")],
    "decimal_comma": [("series.csv", 3, "total", "Fundet: '123,5'. Tilladt: et tal fra 0 og op, med punktum som decimaltegn. Brug punktum")],
    "decimal_comma_unquoted": [("series.csv", 3, None, "Forkert antal felter. Fundet: '6'. Tilladt: 5. Et tal må ikke have decimalkomma")],
    "deliverable_leading_zero": [("deliverables.csv", 2, "deliverable", "Fundet: 'sal-01'")],
    "district_of_another_goal": [("series.csv", 12, "district", "indberetter ikke til mål a.2. Fundet: 'vest'. Tilladt: nord (Nordbiblioteket), oest (Østbiblioteket)")],
    "empty_file": [("series.csv", None, None, "Filen er tom")],
    "empty_number": [("series.csv", 2, "n", "Tallet mangler")],
    "evidence_link": [("deliverables.csv", 2, "evidence", "Linket kan ikke bruges: file:///etc/passwd. Fundet: 'Åbnet med [koncert](file:///etc/passwd)'")],
    "extra_column": [("series.csv", 1, "note", "Ukendt kolonne. Fundet: 'note'. Tilladt: goal, month, district, n, total")],
    "goal_without_series": [("series.csv", 11, "goal", "har ingen talserie. Fundet: 'b.1'. Tilladt: a.1 (Tilfredshed), a.2 (Fejl i afleveringer).")],
    "hidden_character": [("deliverables.csv", 2, "evidence", "Teksten har et skjult tegn. Fundet: 'U+202E'")],
    "inf": [("series.csv", 2, "total", "Fundet: 'inf'")],
    "mean_not_plausible": [("series.csv", 2, "total", "Gennemsnittet bliver 41,0 point, og det er ikke sandsynligt. Fundet: '1640'. Tilladt: fra 1 til 5 point")],
    "missing_column": [("series.csv", 1, "total", "Kolonnen mangler. Tilladt: goal,month,district,n,total")],
    "month_after_the_quarter": [("series.csv", 10, "month", "kan ikke indberettes i 2026K1. Fundet: '2026-04'. Tilladt: 2025-01 til 2026-03")],
    "month_malformed": [("series.csv", 10, "month", "Måneden kan ikke læses. Fundet: '2026-3'")],
    "month_too_early": [("series.csv", 10, "month", "Fundet: '2024-12'. Tilladt: 2025-01 til 2026-03")],
    "n_with_decimals": [("series.csv", 2, "n", "Fundet: '40.0'. Tilladt: et helt tal fra 0 og op")],
    "nan": [("series.csv", 2, "total", "Fundet: 'nan'")],
    "negative_n": [("series.csv", 2, "n", "Tallet er negativt. Fundet: '-40'")],
    "no_such_day": [("deliverables.csv", 2, "completed", "Fundet: '2026-02-30'")],
    "repeated_deliverable": [("deliverables.csv", 7, "deliverable", "Linjen står to gange (linje 2)")],
    "repeated_line": [("series.csv", 17, "month", "Linjen står to gange (linje 2)")],
    "semicolons": [("series.csv", 1, None, "adskilt med semikolon")],
    "share_above_n": [("series.csv", 11, "total", "større end n. Fundet: '1201'. Tilladt: højst 1200")],
    "share_with_decimals": [("series.csv", 11, "total", "et helt tal fra 0 til 1200")],
    "spaces": [("series.csv", 2, "n", "Fundet: ' 40'")],
    "text_in_number": [("series.csv", 2, "total", "Fundet: 'mange'")],
    "total_without_cases": [("series.csv", 4, "total", "Er antallet 0, skal summen være 0. Fundet: '51'. Tilladt: 0")],
    "unclosed_quote": [("series.csv", 2, None, "kan ikke læses som CSV")],
    "unknown_deliverable": [("deliverables.csv", 2, "deliverable", "hører ikke til mål b.1. Fundet: 'sal-9'. Tilladt: sal-1 til sal-5")],
    "unknown_district": [("series.csv", 4, "district", "Enheden findes ikke i planens liste. Fundet: 'syd'. Tilladt: nord (Nordbiblioteket), oest (Østbiblioteket), vest (Vestbiblioteket).")],
    "unknown_goal": [("series.csv", 11, "goal", "Fundet: 'a.7'. Tilladt: a.1 (Tilfredshed), a.2 (Fejl i afleveringer).")],
    "utf_16": [("deliverables.csv", 1, None, "ikke i UTF-8. Fundet: '0xff'")],
    "windows_1252": [("deliverables.csv", 2, None, "ikke i UTF-8. Fundet: '0xc5'")],
}  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=lambda path: path.name)
def test_a_bad_quarter_is_refused_with_file_line_column_and_what_is_allowed(case: Path, library: Path) -> None:
    folder = library / "data/2026/2026K1"
    for file in case.iterdir():
        shutil.copy(file, folder / file.name)
    seal(folder, but=("series.csv",) if case.name == "changed_after_reporting" else ())
    with pytest.raises(ProblemsError) as caught:
        load(K1, library / "data")
    found = caught.value.problems
    assert len(found) == len(EXPECTED[case.name]), "\n".join(map(str, found))
    for problem, (file, line, column, words) in zip(found, EXPECTED[case.name], strict=True):
        assert problem.place.file == f"2026/2026K1/{file}"
        assert (problem.place.line, problem.place.column) == (line, column)
        assert words in str(problem)


def test_problems_of_several_files_are_told_at_once(library: Path) -> None:
    folder = library / "data/2026/2026K1"
    for case in ("negative_n", "danish_date", "commentary_unknown_goal"):
        for file in ((ROOT / "tests" / "bad_quarters") / case).iterdir():
            shutil.copy(file, folder / file.name)
    seal(folder)
    with pytest.raises(ProblemsError) as caught:
        load(K1, library / "data")
    assert [Path(p.place.file).name for p in caught.value.problems] == [
        "commentary.yml",
        "deliverables.csv",
        "series.csv",
    ]


@pytest.mark.parametrize("name", ["series.csv", "deliverables.csv", "commentary.yml", "source.json"])
def test_a_missing_file_is_a_problem(library: Path, name: str) -> None:
    (library / "data/2026/2026K1" / name).unlink()
    with pytest.raises(ProblemsError, match=rf"2026/2026K1/{name}: Filen mangler"):
        load(K1, library / "data")


def test_a_missing_quarter_is_a_problem(library: Path) -> None:
    shutil.rmtree(library / "data/2026/2026K1")
    with pytest.raises(ProblemsError, match="2026/2026K1: Kvartalets mappe mangler"):
        load(K2, library / "data")


def test_an_unknown_file_or_folder_is_a_problem(library: Path) -> None:
    (library / "data/2026/2026K1/noter.txt").write_text("hej", encoding="utf-8")
    (library / "data/2026/gammelt").mkdir()
    with pytest.raises(ProblemsError) as caught:
        load(K1, library / "data")
    assert [str(p.place) for p in caught.value.problems] == ["2026/2026K1/noter.txt", "2026/gammelt"]


def test_a_file_too_large_is_refused_before_it_is_read(library: Path) -> None:
    path = library / "data/2026/2026K1/series.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ProblemsError, match="Filen er for stor"):
        load(K1, library / "data")


def test_a_restatement_needs_a_reason(library: Path) -> None:
    folder = library / "data/2026/2026K2"
    (folder / "commentary.yml").write_text("a.1: {comment: Stabilt.}\n", encoding="utf-8")
    seal(folder)
    with pytest.raises(ProblemsError) as caught:
        load(K2, library / "data")
    (problem,) = caught.value.problems
    assert (problem.place.line, problem.place.column) == (2, "total")
    assert "ændrer indberetningen fra 2026K1 (31, 132.5)" in problem.message


def test_a_completed_deliverable_cannot_silently_become_uncompleted(library: Path) -> None:
    folder = library / "data/2026/2026K2"
    path = folder / "deliverables.csv"
    path.write_text(path.read_text(encoding="utf-8") + "b.1,sal-1,,2026-08-01,\n", encoding="utf-8")
    seal(folder)
    with pytest.raises(ProblemsError, match="blev i 2026K1 meldt gennemført 2026-02-14; det modsiger denne linje"):
        load(K2, library / "data")


def test_a_quarter_knows_nothing_of_the_next(library: Path) -> None:
    (library / "data/2026/2026K2/series.csv").write_text("broken", encoding="utf-8")
    assert load(K1, library / "data").readings.newest.period == K1


def test_the_plan_is_the_one_in_force_on_the_quarters_last_day(library: Path) -> None:
    limits = [load(q, library / "data").plan.goal("b.1").criteria[0].limit for q in (K1, K2)]  # type: ignore[union-attr]
    assert limits == [3, 2]


def test_quarters_are_found_in_every_plan_year(library: Path, project: Path) -> None:
    assert periods(library / "data") == (K1, K2)
    quarters = [quarter_of(2024, n) for n in (1, 2, 3, 4)]
    own, others = ([p for p in periods(project / "data") if p.body == body] for body in ("", "anklagemyndigheden"))
    assert own == quarters
    assert [p.name for p in others] == [p.name for p in quarters]
    assert newest_period(library / "data") == K2


def test_no_quarters_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Der er ingen plan endnu\. Begynd en plan med: kvartalsbog init"):
        newest_period(tmp_path)


def test_the_periods_that_can_be_opened_are_the_next_of_each_authority_or_its_first(
    library: Path, project: Path
) -> None:
    assert to_open(library / "data") == (K2.next,)
    assert [(p.body, p.name) for p in to_open(project / "data")] == [("", "2025K1"), ("anklagemyndigheden", "2025K1")]
    for period in (K1, K2):
        shutil.rmtree(library / "data" / period.folder)
    assert to_open(library / "data") == (K1,)
    with pytest.raises(UsageError, match=r"Der er ingen periode åbnet endnu\. Åbn den første med: kvartalsbog new-quarter 2026K1"):  # fmt: skip
        newest_period(library / "data")


def test_problems_survive_being_sent_between_processes() -> None:
    import pickle  # noqa: PLC0415

    from kvartalsbog.errors import Place, Problem  # noqa: PLC0415

    error = ProblemsError([Problem(Place("a.csv", 2, "n"), "Forkert.", "x", "y", "Ret det.")])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
