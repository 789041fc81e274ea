"""What pages tell of sums that the tables withhold: a cell, an order, a sentence, an alternative text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kvartalsbog.audit.entries import Entry, entries_of, measured_entries, track_entries, unit_entries
from kvartalsbog.audit.files import Files, contradictions
from kvartalsbog.audit.pages import traces
from kvartalsbog.audit.record import Kind, Name
from kvartalsbog.periods import quarter_of

UNITS = {
    unit: f"{unit.capitalize()} Politi" for unit in ("nord", "syd", "vest", "fyn", "bornholm", "aarhus", "midt", "by")
}
VALUES = {"nord": 91.5, "syd": 88, "vest": 94, "fyn": 70.25, "bornholm": None, "aarhus": 97, "midt": 60, "by": 82}
MONTHS = {"2023-02": 80.0, "2024-01": 85.5, "2024-02": None, "2024-03": 90.0}


def entry(kind: Kind, of: str, value: float | None) -> Entry:
    n = None if value is None else Decimal(40)
    shown = None if value is None else Decimal(str(value))
    return Entry("data/x.csv", "4.2", Name(kind, of), n, n, shown, value is None)


def files(units: Mapping[str, float | None] = VALUES, *, value_withheld: bool = False) -> Files:
    every = [entry(Kind.UNIT, unit, value) for unit, value in units.items()]
    every += [entry(Kind.MONTH, month, value) for month, value in MONTHS.items()]
    every += [
        entry(Kind.TO_DATE, f"2024-0{m}", None if m == 2 or (m == 3 and value_withheld) else 86) for m in (1, 2, 3)
    ]
    return Files({(e.goal, e.name): e for e in every}, (), (), counting("høringer", "sager", "svar"), UNITS)


def counting(*words: str) -> tuple[dict[str, str], ...]:
    """Criteria that count these."""
    return tuple({"goal": "4.2", "counted": word, "unit": "percent"} for word in words)


def cell(value: float | None) -> str:
    return "[f]" if value is None else str(value).replace(".", ",")


def units_table(rows: Mapping[str, str]) -> str:
    body = "".join(f"<tr><th><p>{UNITS[unit]}</p></th><td>40</td><td><p>{text}</p></td></tr>" if text != "[f]" else f"<tr><th>{UNITS[unit]}</th><td>[f]</td><td>[f]</td></tr>" for unit, text in rows.items())  # fmt: skip
    return f'<table id="tbl-goal-4-2-districts"><caption>Tabel 4 Enheder</caption><tr><th>Enhed</th><th>Høringer</th><th>Året til dato (pct.)</th></tr>{body}</table>'


def months_table(rows: Mapping[str, tuple[str, str, str, str]]) -> str:
    heads = ("Måned", "Høringer", "Måneden (pct.)", "Året til dato (pct.)", "Året før (pct.)")
    body = "".join(
        f"<tr><th>{month}</th>{''.join(f'<td>{c}</td>' for c in cells)}</tr>" for month, cells in rows.items()
    )
    return f'<table id="tbl-goal-4-2-months"><tr>{"".join(f"<th>{h}</th>" for h in heads)}</tr>{body}</table>'


SHOWN = {unit: cell(value) for unit, value in VALUES.items()}
AS_IT_IS = {
    "januar": ("40", "85,5", "86,0", "[m]"),
    "februar": ("[f]", "[f]", "[f]", "80,0"),
    "marts": ("40", "90,0", "86,0", "[m]"),
}
CLEAN = (
    "<p>Forord om 12 sager i februar.</p>"  # of no goal yet
    '<section id="goal-4-2"><h2>4.2 Høringssvar</h2><p>Mindst 90 pct. af 400 høringer. Frist 31. december 2024.</p>'
    '<img alt="Høringssvar: steg fra 85,5 i januar til 90 pct. i marts; kravet er mindst 90 pct. Året til dato er 86 pct.">'
    f"{months_table(AS_IT_IS)}{units_table(SHOWN)}<p>Mangler: Bornholm Politi har ikke indberettet februar 2024.</p></section>"
)


def told(page: str, folder: Path, found: Files) -> list[str]:
    (folder / "html").mkdir()
    (folder / "html/page.html").write_text(page, encoding="utf-8")
    return [f"{trace.name.of if trace.name else '-'}: {trace.message}" for trace in traces(folder, found)]


def test_a_page_that_hides_what_is_withheld_is_clean(tmp_path: Path) -> None:
    assert told(CLEAN, tmp_path, files()) == []


CASES = {
    "a unit's cases": (CLEAN.replace("Politi</th><td>[f]", "Politi</th><td>4"), "bornholm: Tabellen viser et tal"),
    "a unit's mean": (CLEAN.replace("<td>[f]</td></tr></table><p>Mangler", "<td>[f]</td></tr></table><p>Mangler").replace("<td>[f]</td><td>[f]</td></tr><tr><th><p>Aarhus", "<td>[f]</td><td>50,0</td></tr><tr><th><p>Aarhus"), "bornholm: Tabellen viser et tal"),
    "a month's cases": (CLEAN.replace("<th>februar</th><td>[f]", "<th>februar</th><td>4"), "2024-02: Tabellen viser et tal"),
    "a month's mean": (CLEAN.replace("<th>februar</th><td>[f]</td><td>[f]", "<th>februar</th><td>[f]</td><td>75,0"), "2024-02: Tabellen viser et tal"),
    "a year to date": (CLEAN.replace("<td>[f]</td><td>80,0", "<td>81,0</td><td>80,0"), "2024-02: Tabellen viser et tal"),
    "an alternative text": (CLEAN.replace("fra 85,5 i januar", "fra 75 pct. i februar"), "2024-02: En sætning nævner et tal i en måned"),
    "a sentence": (CLEAN.replace("Mangler: Bornholm Politi har ikke indberettet februar 2024.", "Bornholm Politi har 4 høringer."), "bornholm: En sætning nævner et tal ved siden af en enhed"),
    "a share": (CLEAN.replace("Mangler: Bornholm Politi har ikke indberettet februar 2024.", "Lavest er Bornholm Politi med 50 pct."), "bornholm: En sætning nævner et tal ved siden af en enhed"),
    "a unit's short name": (CLEAN.replace("Mangler: Bornholm Politi har ikke indberettet februar 2024.", "Bornholm: 1 af 2 høringer blev besvaret for sent."), "bornholm: En sætning nævner et tal ved siden af en enhed"),
    "a unit's letters": (CLEAN.replace("Mangler: Bornholm Politi har ikke indberettet februar 2024.", "På BORNHOLM er der 3 sager."), "bornholm: En sætning nævner et tal ved siden af en enhed"),
    "a genitive": (CLEAN.replace("Mangler: Bornholm Politi har ikke indberettet februar 2024.", "Bornholms 2 sene svar skyldes ferie."), "bornholm: En sætning nævner et tal ved siden af en enhed"),
    "a number in a word": (CLEAN.replace("Mangler: Bornholm Politi har ikke indberettet februar 2024.", "Bornholm Politi besvarede to af fire høringer for sent."), "bornholm: En sætning nævner et tal ved siden af en enhed"),
    "a month and a colon": (CLEAN.replace("Mangler: Bornholm Politi har ikke indberettet februar 2024.", "Februar: 4 høringer."), "2024-02: En sætning nævner et tal i en måned"),
    "a cell of an owner": (CLEAN.replace("<p>Mangler: Bornholm Politi har ikke indberettet februar 2024.</p>", "<table><tr><th>Grund</th></tr><tr><td>Bornholm havde 3 svar</td></tr></table>"), "bornholm: En sætning nævner et tal ved siden af en enhed"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_a_page_tells_is_found(case: str, tmp_path: Path) -> None:
    page, expected = CASES[case]
    assert page != CLEAN
    found = told(page, tmp_path, files())
    assert any(line.startswith(expected) for line in found), found
    assert not any("75" in line or "50" in line for line in found)


@pytest.mark.parametrize(("counted", "sentence"), [
    ("ansøgninger", "Bornholm Politi har 4 ansøgninger."), ("ansøgninger", "Bornholm Politi har én ansøgning."),
    ("afleverede bøger", "Bornholm Politi har 3 bøger."), ("læsesale", "Hos Bornholm Politi åbnede to læsesale."),
])  # fmt: skip
def test_what_is_counted_has_the_plans_own_words(counted: str, sentence: str, tmp_path: Path) -> None:
    page = CLEAN.replace("Mangler: Bornholm Politi har ikke indberettet februar 2024.", sentence)
    found = told(page, tmp_path, replace(files(), criteria=counting(counted)))
    assert found == ["bornholm: En sætning nævner et tal ved siden af en enhed, der er holdt tilbage."]
    (tmp_path / "other").mkdir()
    assert told(page, tmp_path / "other", replace(files(), criteria=counting("høringer"))) == []


@pytest.mark.parametrize(
    "words",
    [
        "Midtvest fik 3 sager, og Bornholm Vest ingen.",
        "Nord besvarede 4 høringer.",
        "Bornholm Politi mangler.",
        "I februar var der travlt.",
    ],
)
def test_words_of_what_is_shown_are_no_trace(words: str, tmp_path: Path) -> None:
    page = CLEAN.replace("Mangler: Bornholm Politi har ikke indberettet februar 2024.", words)
    assert told(page, tmp_path, replace(files({**VALUES, "bv": 50}), units={**UNITS, "bv": "Bornholm Vest"})) == []


def test_the_years_value_is_not_told_where_it_is_withheld(tmp_path: Path) -> None:
    found = told(CLEAN, tmp_path, files(value_withheld=True))
    assert "2024-03: En sætning nævner årets tal, der er holdt tilbage." in found
    assert "2024-03: Tabellen viser et tal, der er holdt tilbage." in found


def test_a_table_in_the_order_of_its_values_places_what_it_hides(tmp_path: Path) -> None:
    ordered = dict(sorted(VALUES.items(), key=lambda item: item[1] or 75.0))
    page = CLEAN.replace(units_table(SHOWN), units_table({unit: cell(value) for unit, value in ordered.items()}))
    found = told(page, tmp_path, files(ordered))
    assert (
        found == ["-: Rækkerne står i tallenes orden, og de tilbageholdte står imellem dem."] * 2
    )  # the CSV file and the page


def test_what_is_withheld_may_stand_last(tmp_path: Path) -> None:
    last = dict(sorted(VALUES.items(), key=lambda item: item[1] or 1000.0))
    page = CLEAN.replace(units_table(SHOWN), units_table({unit: cell(value) for unit, value in last.items()}))
    assert told(page, tmp_path, files(last)) == []


@pytest.mark.parametrize(("cells", "found"), [
    (("[f]", "[f]", "70", "90,0"), []),
    (("81", "91,1", "70", "90,0"), ["2024-03 fyn by"]),
    (("[f]", "[f]", "[f]", "[f]"), []),
    (("[f]", "91,1", "[f]", "90,0"), ["2024-03 fyn by"]),
])  # fmt: skip
def test_units_together_are_looked_up_by_year(cells: tuple[str, ...], found: list[str], tmp_path: Path) -> None:
    """What the two have this year is withheld, what they had last year is shown."""
    entries = [entry(Kind.MERGED, "2023-03 fyn by", 90), entry(Kind.MERGED, "2024-03 fyn by", None)]
    every = files()
    known = replace(every, entries={**every.entries, **{(e.goal, e.name): e for e in entries}})
    row = "".join(f"<td>{cell_}</td>" for cell_ in cells)
    page = f'<section id="goal-4-2"><table id="tbl-goal-4-2-merged"><tr><th>Enhed</th></tr><tr><th>Fyn Politi</th>{row}</tr></table></section>'
    assert [line.partition(":")[0] for line in told(page, tmp_path, known)] == found


@pytest.mark.parametrize(("name", "found"), [
    ("Fyn Politi", ["2023-03 fyn"]), ("[f] samlet", []), ("Nord Politi", []),
])  # fmt: skip
def test_a_unit_that_is_withheld_last_year_is_not_held_against_it(name: str, found: list[str], tmp_path: Path) -> None:
    every, hidden = files(), entry(Kind.MERGED, "2023-03 fyn", None)
    known = replace(every, entries={**every.entries, (hidden.goal, hidden.name): hidden})
    row = f"<th>{name}</th><td>87,0</td><td>90,0</td><td>+0,10</td><td>0,00</td>"
    page = (
        f'<section id="goal-4-2"><table id="tbl-goal-4-2-since"><tr><th>Enhed</th></tr><tr>{row}</tr></table></section>'
    )
    assert [line.partition(":")[0] for line in told(page, tmp_path, known)] == found


def test_a_year_to_date_that_a_unit_stands_beside_is_that_of_the_last_month_reported() -> None:
    """Where a month is not reported yet, the table for machines has an empty row for it, and what a unit's page has is the month's before."""
    told = [("2026-07", "14030", "1.910192", ""), ("2026-08", "", "", "missing"), ("2026-09", "", "", "missing")]
    rows = [{"goal": "a.2", "series": "a.2", "month": month, "n": n, "total": "", "value": value, "note": note} for month, n, value, note in told]  # fmt: skip
    unit = {
        "goal": "a.2", "district": "nord", "period": "2026K3", "quarter": "2026K3", "n_unit": "", "value_unit": "",
        "n_all": "14030", "value_all": "1.910192", "note": "withheld",
    }  # fmt: skip

    def found(**other: str) -> list[str]:
        entries = {(entry.goal, entry.name): entry for entry in entries_of("year-to-date.csv", "year-to-date", rows)}
        beside = tuple(unit_entries("unit-nord-figures.csv", [{**unit, **other}], ()))
        return [own.file for _, own in contradictions(Files(entries, beside, (), (), {}))]

    assert found() == []
    assert found(n_all="14031") == found(value_all="1.91") == ["year-to-date.csv"]


def beside(*others: Entry, period: str = "", told: Files | None = None) -> list[str]:
    """The sums that other files of an edition with months and years to date give away."""
    own = replace(files(), others=others)
    return [f"{table.name.kind.value} {table.name.of}" for _, table in contradictions(own, told, period)]


MEASURED = {"goal": "4.2", "series": "4.2", "unit": "percent", "to_date": "86", "value": "", "previous": "", "year_before": "", "quarter": "2024K1"}  # fmt: skip


@pytest.mark.parametrize(("planted", "given_away"), [
    ({}, []),
    ({"to_date": "87"}, ["to-date 2024-03"]),  # otherwise than the table
    ({"value": "88.1"}, ["month 2024-02"]),  # a quarter's value and its other months give the withheld one
    ({"previous": "88.1"}, []),
    ({"year_before": "80"}, []),
])  # fmt: skip
def test_the_measured_figures_give_nothing_away(planted: dict[str, str], given_away: list[str]) -> None:
    rows = [MEASURED | planted]
    assert beside(*measured_entries("maalte-tal.csv", rows, quarter_of(2024, 1), ())) == given_away


def test_of_a_level_the_measured_figure_is_its_last_months() -> None:
    rows = [MEASURED | {"value": "90"}]
    assert beside(*measured_entries("maalte-tal.csv", rows, quarter_of(2024, 1), {"4.2"})) == []


def test_what_earlier_editions_told_is_held_against_them() -> None:
    rows = [
        {"goal": "4.2", "edition": edition, "reached": reached, "expected": "", "quarter": "2024K2"}
        for edition, reached in (("2024K1", "86,0 pct."), ("2024K2", "holdes fortroligt"))
    ]
    first = files(value_withheld=True)
    found = tuple(track_entries("goal-4-2-track.csv", rows, "4.2"))
    assert beside(*found) == []
    assert beside(*found, period="2024K1", told=first) == ["to-date 2024-03"]
    assert beside(*found, period="2024K1", told=files()) == []
