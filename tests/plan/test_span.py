"""A plan's time, its follow-up and its names: what is refused, in Danish, and what is told of days outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import LIBRARY

from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period
from kvartalsbog.periods import Calendar, FollowUp
from kvartalsbog.plan.loading import read_plan

PLAN = (LIBRARY / "data/2026/plan.yml").read_text(encoding="utf-8")
RELEASES = "releases: {2026K1: 2026-05-04, 2026K2: 2026-08-03, 2026K3: 2026-11-02}\n"


def told(text: str, folder: Path, name: str = "2026") -> str:
    """Everything that is wrong with a plan."""
    own = folder / name
    own.mkdir()
    (own / "plan.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        read_plan(own / "plan.yml", None, name=f"{name}/plan.yml")
    return "\n".join(map(str, error.value.problems))


def spanned(span: str, releases: str = "") -> str:
    return PLAN.replace("year: 2026\n", f"{span}\n").replace(RELEASES, releases)


REFUSED = {
    "no time": ("", "Planen siger ikke, hvilken tid den gælder. Skriv »year: 2024«"),
    "twice": ("year: 2026\nperiod: {from: 2026-01-01, to: 2026-12-31}", "Planens tid er skrevet to gange."),
    "part of a month": (
        "period: {from: 2026-01-15, to: 2026-12-31}",
        "[period]: Planens periode er ikke hele måneder. Fundet: '2026-01-15 til 2026-12-31'. Tilladt: fra den første dag i en måned",
    ),
    "an end before the end of a month": ("period: {from: 2026-01-01, to: 2026-02-27}", "Planens periode er ikke hele måneder."),
    "backwards": ("period: {from: 2026-06-01, to: 2026-03-31}", "Planens periode slutter, før den begynder."),
    "no whole quarters": (
        "period: {from: 2026-01-01, to: 2026-11-30}",
        "Planens periode kan ikke deles i hele kvartaler. Fundet: '2026-01-01 til 2026-11-30'. Tilladt: et antal måneder, som 3 går op i; perioden har 11",
    ),
    "no whole tertials": ("period: {from: 2026-01-01, to: 2026-06-30}\nfollow_up: tertial", "kan ikke deles i hele tertialer"),
    "too long": ("period: {from: 2026-01-01, to: 2040-12-31}", "Planens periode er for lang."),
    "an unknown follow-up": ("year: 2026\nfollow_up: weekly", "[follow_up]"),
    "no day": ("period: {from: januar, to: 2026-12-31}", "[period.from]"),
    "an unknown field in the names": ("year: 2026\nnames: '{week}. uge'", "Mønstret for periodernes navne har et felt, der ikke findes."),
    "code in the names": ("year: 2026\nnames: '{number.__class__}'", "Mønstret for periodernes navne har et felt, der ikke findes."),
    "half a field": ("year: 2026\nnames: '{number'", "Mønstret for periodernes navne kan ikke læses."),
    "one name for all": ("year: 2026\nnames: Periode", "Mønstret for periodernes navne giver alle perioder det samme navn."),
    "the same name twice": ("year: 2026\nnames: 'Året {year}'", "To perioder får det samme navn. Fundet: 'Året 2026'."),
    "a long name": (f"year: 2026\nnames: '{{number}} {'x' * 60}'", "Periodens navn er for langt."),
}  # fmt: skip


@pytest.mark.parametrize(("span", "message"), REFUSED.values(), ids=list(REFUSED))
def test_a_time_that_is_none_is_refused(span: str, message: str, tmp_path: Path) -> None:
    assert message in told(spanned(span), tmp_path)


def test_days_outside_the_time_are_told_with_what_is_allowed(tmp_path: Path) -> None:
    text = spanned(
        "period: {from: 2026-04-01, to: 2027-03-31}", "releases: {2026K1: 2026-05-04, 2026-27K1: 2026-06-01}\n"
    )
    text = text.replace("deadline: 2026-12-31", "deadline: 2027-04-01", 1)
    wrong = told(text, tmp_path, "2026-27")
    assert (
        "Fristen ligger uden for planens år. Fundet: '2027-04-01'. Tilladt: en dag fra 2026-04-01 til 2027-03-31."
        in wrong
    )
    assert "Kvartalet er ikke et af planens. Fundet: '2026K1'. Tilladt: 2026-27K1 til 2026-27K4." in wrong
    assert "Kvartalet er ikke slut på udgivelsesdagen. Fundet: '2026-06-01'. Tilladt: efter 2026-06-30." in wrong


def test_a_monthly_plan_is_told_of_months(tmp_path: Path) -> None:
    wrong = told(
        spanned("year: 2026\nfollow_up: monthly", "releases: {2026K1: 2026-05-04, 2026M02: 2026-02-03}\n"), tmp_path
    )
    assert "Måneden er ikke en af planens. Fundet: '2026K1'. Tilladt: 2026M01 til 2026M12." in wrong
    assert "Måneden er ikke slut på udgivelsesdagen." in wrong


def test_a_folder_is_named_after_its_plans_time(tmp_path: Path) -> None:
    assert "Planens periode er ikke mappens. Fundet: '2026-28'. Tilladt: 2026." in told(
        spanned("period: {from: 2026-01-01, to: 2028-12-31}"), tmp_path
    )


def test_a_folder_of_another_plans_period_is_no_period_of_this(tmp_path: Path) -> None:
    own = tmp_path / "2026"
    (own / "2026K1").mkdir(parents=True)
    (own / "plan.yml").write_text(spanned("year: 2026\nfollow_up: tertial"), encoding="utf-8")
    period = named_period("2026T1", tmp_path)
    assert period == Calendar.of_year(2026, FollowUp.TERTIAL).periods[0]
    with pytest.raises(ProblemsError) as error:
        load(period, tmp_path)
    told_ = "\n".join(map(str, error.value.problems))
    assert "2026/2026K1: Mappen er ikke et tertial. Fundet: '2026K1'. Tilladt: 2026T1 til 2026T3." in told_
    assert "2026/2026T1: Tertialets mappe mangler. Åbn tertialet med: kvartalsbog new-quarter 2026T1" in told_
