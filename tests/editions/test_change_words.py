"""A change is told as the book's own pages would: Danish numbers, dates and column words, and the plural by the number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_site import make_tiny_site
from two_editions import changed, data, old

from kvartalsbog.content.blocks import Paragraph
from kvartalsbog.content.prose import plain_text
from kvartalsbog.editions.change_words import in_words, sentence
from kvartalsbog.editions.comparison import CellChange, Changes, to_json
from kvartalsbog.editions.differences import differences
from kvartalsbog.editions.front import front_files
from kvartalsbog.editions.site import read_site
from kvartalsbog.inputs.loading import load
from kvartalsbog.opendata.tables.columns import NOTE
from kvartalsbog.opendata.tables.definitions import DEFINITIONS
from kvartalsbog.opendata.tables.schema import Definition
from kvartalsbog.pages.inserts import revisions
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.values import Amendment
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.states import Figure, State
from kvartalsbog.words.numbers import amount

__all__ = ["data", "old"]  # fixtures
TOLD = {
    ("months", "a.2 2026-02", "total", "42", "45"): "Måneder, mål a.2, februar 2026: Sum er gået fra 42 til 45.",
    ("months", "1.1 2024-01", "value", "169.508772", "169.831818"): "Måneder, mål 1.1, januar 2024: Værdi er gået fra 169,5 til 169,8.",
    ("months", "1.1 2024-01", "value", "169.508772", "169.518"): "Måneder, mål 1.1, januar 2024: Værdi er gået fra 169,51 til 169,52.",
    ("months", "1.1 1.1 2024-01", "n", "1", "2"): "Måneder, mål 1.1, januar 2024: Antal er gået fra 1 til 2.",
    ("months", "1.2 1.1 2024-01", "n", "1", "2"): "Måneder, mål 1.2, 1.1 januar 2024: Antal er gået fra 1 til 2.",
    ("months", "1.1 2024-01", "n", None, "1234"): "Måneder, mål 1.1, januar 2024: Antal er gået fra – til 1.234.",
    ("months", "1.1 2024-01", "note", "", "withheld"): "Måneder, mål 1.1, januar 2024: Bemærkning er gået fra – til fortroligt.",
    ("months", "1.1 2024-01", "shown_since", "2024K1", "2024K2"): "Måneder, mål 1.1, januar 2024: Vist siden er gået fra 1. kvartal 2024 til 2. kvartal 2024.",
    ("goals", "2.1", "deadlines", "2024-06-30 2024-12-31", "2024-12-31"): "Mål 2.1: Frister er gået fra 30. juni 2024 og 31. december 2024 til 31. december 2024.",
    ("criteria", "1.1 Svar", "state", "holds", "failed"): "Kriterier, mål 1.1, Svar: Status er gået fra opfyldt til ikke opfyldt.",
    ("deliverables", "2.2 Færøerne", "expected", "2025-01-20", ""): "Leverancer, mål 2.2, Færøerne: Ventes er gået fra 20. januar 2025 til –.",
    ("deliverables", "2.2 Færøerne", "completed_late", "false", "true"): "Leverancer, mål 2.2, Færøerne: Efter fristen er gået fra nej til ja.",
}  # fmt: skip


@pytest.mark.parametrize("change", TOLD)
def test_a_change_is_a_danish_sentence(change: tuple[str, ...]) -> None:
    assert sentence(CellChange(*change)).replace("\u00a0", " ") == TOLD[change]


@pytest.mark.parametrize("table", DEFINITIONS, ids=lambda table: table.name)
def test_no_column_of_any_table_keeps_its_english_name(table: Definition) -> None:
    for field in (*table.fields, NOTE):
        told = in_words(CellChange(table.name, "1.1", field.name, "", ""))
        assert (told.table, told.column) == (table.sheet, field.head)


@given(st.decimals("-99999", "99999", places=6), st.decimals("-99999", "99999", places=6))
@settings(deadline=None)
def test_two_figures_that_differ_never_look_alike(before: Decimal, after: Decimal) -> None:
    told = in_words(CellChange("months", "1.1 2024-01", "value", f"{before:f}", f"{after:f}"))
    assert (told.before == told.after) == (before == after)
    assert "." not in told.before.rpartition(",")[2] or "," not in told.before


@pytest.mark.parametrize("text", ["1e9", "NaN", "<b>", "99" * 20])
def test_what_is_no_figure_stays_as_it_is(text: str) -> None:
    assert in_words(CellChange("months", "1.1 2024-01", "n", text, "1")).before == text


def test_the_quarters_page_shows_no_raw_decimal_and_no_english_column(tmp_path: Path) -> None:
    root = make_tiny_site(tmp_path / "site")
    cells = (CellChange("months", "a.2 2026-02", "value", "4.225", "4.3"), CellChange("months", "a.2 2026-02", "note", "withheld", ""))  # fmt: skip
    read = {"2026K1/v2/changes.json": to_json(Changes(cells, ("data/goals.csv",)))}
    page = front_files(read_site(root), read.__getitem__, lambda _: 1)["2026K1/index.html"].decode()
    assert (
        '<th scope="row">Måneder</th><td>mål a.2, februar\u00a02026</td><td>Værdi</td><td>4,2</td><td>4,3</td>' in page
    )
    assert "<td>Bemærkning</td><td>fortroligt</td><td>–</td>" in page
    assert "1\u00a0fil er en anden end i version 1." in page


@pytest.mark.parametrize(("value", "unit", "told"), [
    ("1", "dage", "1 dag"), ("2", "dage", "2 dage"), ("1", "timer", "1 time"), ("1", "minutter", "1 minut"), ("1", "pct.", "1 pct."), ("0", "dage", "0 dage"),
])  # fmt: skip
def test_one_has_its_own_word(value: str, unit: str, told: str) -> None:
    assert amount(Decimal(value), unit).replace("\u00a0", " ") == told


def test_a_count_of_one_is_one_of_as_many_as_are_asked_for(old: State) -> None:
    result = old.goals["2.1"].result
    assert result is not None
    before, after = (changed(old, "2.1", result=replace(result, value=Decimal(n))) for n in (0, 1))
    told = differences(before, after)
    (sentence,) = [one.replace("\u00a0", " ") for one in told if "resultatet" in one]
    assert sentence.startswith("Mål 2.1 ")
    assert sentence.endswith(": resultatet er gået fra 0 af 6 projekter til 1 af 6 projekter (+1).")


@pytest.mark.parametrize(
    ("before", "after", "limit", "told"),
    [
        (None, "3.95", "4", "fra – til 3,95 dage"),  # and not 4,0, which would be the limit
        ("-0.515", "-0.529", "-0.5", "fra −0,52 dage til −0,53 dage (−0,01)"),
        ("-0.51", "-0.52", "-0.5", "fra −0,51 dage til −0,52 dage (−0,01)"),
        ("51106.6", "62670.9", "120000", "fra 51.107 dage til 62.671 dage (+11.564)"),
        ("179.64", "180.04", "180", "fra 179,64 dage til 180,04 dage (+0,40)"),
        ("0.0000004", "0.0000001", None, "fra 0,000000 dage til 0,000000 dage (0)"),
    ],
)
def test_values_have_the_decimals_that_tell_them_apart_and_from_their_limit(
    old: State, before: str | None, after: str, limit: str | None, told: str
) -> None:
    wanted = None if limit is None else Decimal(limit)
    was, is_ = (
        changed(old, "1.1", limit=wanted, result=None if value is None else Figure(Decimal(value), "days"))
        for value in (before, after)
    )
    (sentence,) = [one.replace("\u00a0", " ") for one in differences(was, is_) if "resultatet" in one]
    assert sentence.endswith(f": resultatet er gået {told}.")


def test_a_dropped_goals_revisions_are_told_of_on_the_page() -> None:
    report = load(quarter_of(2024, 4), ROOT / "data")
    found = find(report)
    assert found.dropped_revised == ()
    goal = found.plan.goal(found.revisions[0].judged[0].goal)
    drop = Amendment(effective=date(2024, 10, 1), decided=date(2024, 9, 1), by="M", reason="Ophørt.", drops=(goal.id,))
    agreed = report.agreed.model_copy(update={"amendments": (*report.agreed.amendments, drop)})
    later = find(replace(report, agreed=agreed, plan=agreed.in_force(report.period.last_day)))
    assert later.dropped_revised == (goal,)
    assert goal.id not in {own.goal for revised in later.revisions for own in revised.judged}
    *_, last = revisions(later)
    told = f"Mål {goal.id} {goal.title} er udgået af planen. Revisionerne af dets tal står i de udgaver, der udkom, mens det var med."
    assert isinstance(last, Paragraph)
    assert plain_text(last.runs) == told
