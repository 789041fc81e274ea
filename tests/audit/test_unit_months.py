"""Units' months in the audit: one that tells a few cases is found, and so is one that another file shows than the table for machines."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from fuzz_audit import as_series
from histories import DAYS, History

from kvartalsbog.audit.entries import Entry, entries_of, unit_entries
from kvartalsbog.audit.files import Files, contradictions
from kvartalsbog.audit.insider import breaches
from kvartalsbog.audit.outsider import clues
from kvartalsbog.audit.pages import traces
from kvartalsbog.audit.record import Kind, Name
from kvartalsbog.disclosure.choice import choose
from kvartalsbog.disclosure.publication import Publication, unit_months, year_parts
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month

COUNTS = {"a": (30, 3, 40), "b": (50, 60, 70), "c": (80, 90, 100)}  # of a February has 3 cases
LEAKS = [frozenset(), frozenset({"2024-02 b"}), frozenset({"2024-01 a"})]


def published(leaked: frozenset[str]) -> Publication:
    """What is chosen, and the months that are `leaked` beside it."""
    cells = {
        (Month(2024, m), unit): Sum(n, Decimal(100 * n)) for unit, row in COUNTS.items() for m, n in enumerate(row, 1)
    }
    parts = (*year_parts(cells, {unit: (unit,) for unit in COUNTS}, frozenset()), *unit_months(cells, COUNTS))
    new = Publication("K1", cells, parts, threshold=5)
    chosen = choose([], new, DAYS).shown
    return replace(new, shown=chosen | {part.key for part in parts if part.key.name in leaked})


@pytest.mark.parametrize("leaked", [*LEAKS, frozenset({"2024-02 a"})])
def test_a_month_that_gives_a_few_cases_away_is_found(leaked: frozenset[str]) -> None:
    """What is withheld is what is needed: with February of b, or January of a, shown too, February of a could be narrowed to its few cases."""
    new = published(leaked)
    series = as_series(History(5, DAYS, (new,)), (new,))
    assert bool(breaches(series)) is bool(leaked)
    assert bool(clues(series)) is bool(leaked)


@pytest.mark.parametrize("file", ["data/unit-months-da.csv", "data/data.xlsx"])
def test_a_withheld_month_that_another_file_shows_is_found(file: str) -> None:
    row = {"goal": "1.1", "series": "1.1", "month": "2024-02", "district": "a", "n": "", "total": "", "value": ""}
    (own,) = entries_of("data/unit-months.csv", "unit-months", ({**row, "note": "withheld"},))
    (other,) = entries_of(file, "unit-months", ({**row, "n": "3", "total": "300", "value": "100"},))
    assert own.name == other.name == Name(Kind.UNIT_MONTH, "2024-02 a")
    files = Files({(own.goal, own.name): own}, (other,), (), (), {})
    assert list(contradictions(files)) == [(other, own)]


def of_a_page(row: dict[str, str]) -> list[Entry]:
    return list(unit_entries("html/data/unit-a-months.csv", [row], ()))


def test_a_withheld_month_that_a_units_page_gives_as_a_file_is_found() -> None:
    row = {"goal": "1.1", "month": "2024-02", "district": "a", "quarter": "2024K1"}
    own = Entry("data/unit-months.csv", "1.1", Name(Kind.UNIT_MONTH, "2024-02 a"), None, None, None, withheld=True)
    (leaked,), (silent,) = (
        of_a_page({**row, "n": n, "value": value, "note": note})
        for n, value, note in (("3", "100", ""), ("", "", "withheld"))
    )
    assert leaked.name == silent.name == own.name
    for other, found in ((leaked, [(leaked, own)]), (silent, [])):
        assert list(contradictions(Files({(own.goal, own.name): own}, (other,), (), (), {}))) == found


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"januar 2024": ("100", "50"), "februar 2024": ("[f]", "60")}, []),
        ({"januar 2024": ("100", "50"), "februar 2024": ("99,5", "60")}, ["2024-02 a.b"]),
        ({"februar 2023": ("99,5", "60"), "februar 2024": ("[f]", "60")}, []),  # another year's
    ],
)
def test_a_withheld_month_that_stands_on_a_units_page_is_found(
    cells: dict[str, tuple[str, str]], found: list[str], tmp_path: Path
) -> None:
    months = [Name(Kind.UNIT_MONTH, f"2024-{month} a.b") for month in ("01", "02")]
    entries = {
        (goal, name): Entry("data/unit-months.csv", goal, name, None, None, None, withheld=hidden)
        for goal, hidden in (("1.1", True), ("1.2", False))
        for name, hidden in ((months[0], False), (months[1], hidden))
    }
    body = "".join(f"<tr><th>{month}</th><td>{one}</td><td>{two}</td></tr>" for month, (one, two) in cells.items())
    heads = "<tr><th>Måned</th><th>Mål 1.1 (dage)</th><th>Mål 1.2 (dage)</th></tr>"
    (tmp_path / "html").mkdir()
    page = f'<h1>Enhed</h1><table id="tbl-unit-a--b-months">{heads}{body}</table>'
    (tmp_path / "html/unit-a--b.html").write_text(page, encoding="utf-8")
    told = traces(tmp_path, Files(entries, (), (), (), {"a.b": "Enhed"}))
    assert [trace.name.of for trace in told if trace.name] == found
