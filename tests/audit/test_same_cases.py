"""What several series of the same cases tell together is found, and series of other cases are left apart."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from told import DAYS, IN_TIME, cells, months, published, spread, units

from kvartalsbog.audit.insider import What, breaches
from kvartalsbog.audit.record import Kind, Measure, Publication, Series, add
from kvartalsbog.audit.same_cases import together
from kvartalsbog.periods import Calendar, Month

YEAR = {"nord": 2, "oest": 34, "midt": 40, "fyn": 213, "syd": 226}
SPAN = (Month(2024, 1), Month(2024, 12))
NOW, LATER = Calendar.of_year(2024), Calendar.of_year(2025)


def of(goal: str, *publications: Publication, measure: Measure = DAYS) -> Series:
    return Series(goal, SPAN, measure, publications)


def known(*every: Series) -> set[tuple[str, tuple[str, ...]]]:
    """Each secret of which the number of cases is known, by goal."""
    order = list(dict.fromkeys(p.label for series in every for p in series.publications))
    found = together(every, order)
    return {(s.goal, b.secret.group) for s in found for b in breaches(s) if b.what is What.CASES}


def in_time(year: dict[str, int], hidden: tuple[str, ...]) -> Publication:
    view = {cell: figure._replace(total=Decimal(figure.n // 2)) for cell, figure in spread(year).items()}
    return published("v1", view, units(*hidden))


def test_two_series_of_the_same_cases_that_hide_other_partners_give_the_few_away() -> None:
    days = of("1.1", published("v1", spread(YEAR), units("nord", "oest")))
    share = of("1.2", in_time(YEAR, ("nord", "midt")), measure=IN_TIME)
    assert known(days) == known(share) == set()
    assert {("1.1", ("unit", "nord")), ("1.2", ("unit", "nord"))} <= known(days, share)


def test_two_authorities_that_hide_other_partners_of_the_same_cases_give_the_few_away() -> None:
    days = of("1.1", published("2024K1/v1", spread(YEAR), units("nord", "oest")))
    theirs = replace(in_time(YEAR, ("nord", "midt")), label="museet/2024K1/v1")
    share = of("museet/1.1", theirs, measure=IN_TIME)
    assert known(days) == known(share) == set()
    assert {("1.1", ("unit", "nord")), ("museet/1.1", ("unit", "nord"))} <= known(days, share)
    other = replace(in_time(YEAR | {"fyn": 214, "syd": 230, "midt": 50}, ("nord", "midt")), label="museet/2024K1/v1")
    assert known(days, of("museet/1.1", other, measure=IN_TIME)) == set()


def test_the_same_partners_and_other_cases_give_nothing_away() -> None:
    days = of("1.1", published("v1", spread(YEAR), units("nord", "oest")))
    assert known(days, of("1.2", in_time(YEAR, ("nord", "oest")), measure=IN_TIME)) == set()
    assert known(days, of("1.2", in_time(YEAR | {"fyn": 214}, ("nord", "midt")), measure=IN_TIME)) == set()


COUNTS = {1: 136, 2: 2, 3: 150, 4: 160}


def editions() -> tuple[Publication, Publication]:
    """2024 hides January and February; 2025 shows January as that of the year before."""
    view = cells({(m, unit): part for m, n in COUNTS.items() for unit, part in (("a", n // 2), ("b", n - n // 2))})
    own = replace(published("2024K4/v1", view, [*months(1, 2), ("to-date", "2024-01")]), calendar=NOW)
    later = replace(published("2025K1/v1", view, months(2, 4), only_months=True), calendar=LATER)
    return own, later


def test_a_goal_that_has_another_number_in_the_next_plan_is_known_by_its_figures() -> None:
    own, later = editions()
    other = {cell: figure._replace(n=figure.n + 300) for cell, figure in later.view.items()}
    new = replace(published("2025K1/v1", other, only_months=True), calendar=LATER)
    found = known(of("1.1", own, new), of("1.2", later))
    assert ("1.1", ("month", "2024-02")) in found
    assert known(of("1.1", own), of("1.2", new)) == set()


def test_a_goal_that_measures_something_else_of_the_same_cases_tells_how_many_there_were() -> None:
    own, later = editions()
    share = {cell: figure._replace(total=Decimal(figure.n // 2)) for cell, figure in later.view.items()}
    told = replace(published("2025K1/v1", share, months(2, 4), only_months=True), calendar=LATER)
    assert ("1.1", ("month", "2024-02")) in known(of("1.1", own, told))
    assert {("1.1", ("month", "2024-02")), ("1.2", ("month", "2024-02"))} <= known(of("1.1", own), of("1.2", told))
    safe = replace(published("2025K1/v1", share, months(1, 2), only_months=True), calendar=LATER)
    assert known(of("1.1", own, safe)) == known(of("1.1", own), of("1.2", safe)) == set()


def test_two_mergers_at_once_are_told_apart_by_their_figures() -> None:
    """2024 hides the 3 cases of nord with vest; the next plan has nord and midt as one unit, and vest and syd as another."""
    then = {(1, "nord"): 3, (1, "vest"): 102, (1, "midt"): 180, (1, "syd"): 270, (2, "nord"): 30, (2, "vest"): 35, (2, "midt"): 60, (2, "syd"): 90}  # fmt: skip
    now = {(1, "a"): 183, (1, "b"): 372, (2, "a"): 90, (2, "b"): 125}
    first = {cell: n for cell, n in then.items() if cell[0] == 1}
    own = replace(published("2024K1/v1", cells(first), units("nord", "vest")), calendar=NOW)
    shown = replace(published("2025K1/v1", cells(now)), calendar=LATER)
    hidden = replace(published("2025K1/v1", cells(now), units("a", "b")), calendar=LATER)
    told = replace(published("2024K2/v1", cells(then), units("nord", "vest")), calendar=NOW)
    assert ("1.1", ("unit", "nord")) not in known(of("1.1", own, told, hidden))
    month = next(t for t in shown.sums if t.name.of == "2024-01")
    alone = tuple(replace(t, name=t.name._replace(of=f"2024-01 {t.name.of}"), cells=t.cells & month.cells, figure=add(shown.view[c] for c in t.cells & month.cells)) for t in shown.sums if t.name.kind is Kind.UNIT)  # fmt: skip
    assert ("1.1", ("unit", "nord")) in known(of("1.1", own, told, replace(shown, sums=alone)))
