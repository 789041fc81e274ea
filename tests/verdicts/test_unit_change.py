"""Whether a unit's figure has moved, against its own year before: worked out by hand, and silent where months are hidden or few."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, months_of
from kvartalsbog.steering.noise import Signal
from kvartalsbog.verdicts.ahead import Change, changed
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.unit_figures import unit_change, unit_figures
from kvartalsbog.words.unit_pages import changed_units_sentence

YEAR, BEFORE = months_of(2024), months_of(2023)
FIRST = YEAR[:3]
# 100 cases a month of 99 and 101 days by turns: every move is 2 days, so that the deviation is 2 / 1.128 = 1.77 and the band
# 100 ± 5.32. The standard deviation of the twelve, 1.044 / 0.978 = 1.07, is less.
STEADY = {month: Sum(100, Decimal(100 * (99 + 2 * (number % 2)))) for number, month in enumerate(BEFORE)}


def now(*means: float) -> dict[Month, Sum | None]:
    return {month: Sum(100, Decimal(100) * Decimal(str(mean))) for month, mean in zip(FIRST, means, strict=True)}


@pytest.mark.parametrize(
    ("months", "signal"),
    [
        (STEADY | now(94.6, 94.6, 100), Signal.LOWER),
        (STEADY | now(94.7, 94.7, 100), Signal.NOISE),
        (STEADY | now(105.4, 100, 105.4), Signal.HIGHER),
        (STEADY | now(94.6, 100, 105.4), Signal.ONE_MONTH),  # one on each side
        (STEADY | {BEFORE[4]: None} | now(90, 90, 90), Signal.TOO_FEW_MONTHS),
        ({month: Sum(9, Decimal(900)) for month in BEFORE} | now(90, 90, 90), Signal.TOO_FEW_CASES),
    ],
)
def test_a_quarter_is_held_against_the_twelve_months_before(months: dict[Month, Sum | None], signal: Signal) -> None:
    found = changed(months, YEAR[0], FIRST, share=False)
    assert (found.signal, found.baseline) == (signal, BEFORE)
    assert (found.band is None) is (signal in (Signal.TOO_FEW_MONTHS, Signal.TOO_FEW_CASES))
    if found.band is not None:
        assert found.band.limits(100) == pytest.approx((94.68, 105.32), abs=0.01)


@pytest.mark.parametrize("hidden", [FIRST[1], BEFORE[0]])
def test_where_a_month_is_withheld_nothing_is_said(findings_of: Callable[[str], Findings], hidden: Month) -> None:
    findings = findings_of("2024K1")
    series = findings.series["1.1"]
    whole = unit_change(findings, series, "fyn")
    assert whole is not None
    assert whole.band is not None
    months = series.unit_months["fyn"] | {hidden: None}
    told = unit_change(findings, replace(series, unit_months={"fyn": months}), "fyn")
    assert told is not None
    assert (told.band, told.signal, told.baseline) == (None, Signal.TOO_FEW_MONTHS, BEFORE)


def test_a_share_of_which_hardly_anything_is_missed_has_no_swings_and_a_mean_has(
    findings_of: Callable[[str], Findings],
) -> None:
    """100 cases each month and all of them in time: of a share that is no miss a year, of a mean it is one of 1."""
    findings = findings_of("2024K1")
    months = {month: Sum(100, Decimal(100)) for month in (*BEFORE, *FIRST)}
    for whole, signal in ((True, Signal.TOO_FEW_MISSES), (False, Signal.NOISE)):
        series = next(series for series in findings.series.values() if series.criterion.whole is whole)
        told = unit_change(findings, replace(series, unit_months={"fyn": months}), "fyn")
        assert told is not None
        assert told.signal is signal


def test_of_a_figure_whose_months_by_unit_are_not_published_nothing_is_said(
    findings_of: Callable[[str], Findings],
) -> None:
    findings = findings_of("2024K1")
    hidden = replace(findings.series["1.1"], unit_months={})
    assert unit_change(findings, hidden, "fyn") is None
    told = next(iter(unit_figures(replace(findings, series={"1.1": hidden}), "fyn")))
    assert (told.months, told.change) == ({}, None)


def test_every_units_change_is_of_what_the_edition_shows(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K3")
    judged = 0
    for unit in findings.plan.districts:
        for found in unit_figures(findings, unit.id):
            assert found.months == found.series.unit_months[unit.id]
            assert found.change is not None
            newest = [found.months.get(month) for month in findings.period.months]
            hidden = None in newest or any(found.months.get(month) is None for month in found.change.baseline)
            if hidden:
                assert found.change.band is None
            judged += found.change.band is not None
    assert judged > 20


LOWER, HIGHER, NOISE = (
    changed(STEADY | now(*means), YEAR[0], FIRST, share=False)
    for means in ((90, 90, 90), (110, 110, 110), (100, 100, 100))
)
SILENT = Change(None, None, BEFORE, Signal.TOO_FEW_MONTHS)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"Fyn": SILENT}, ""),
        ({"Fyn": LOWER, "Vest": HIGHER, "Øst": LOWER, "Syd": NOISE}, "Målt mod deres egne udsving i 2023 er tallet reelt lavere for Fyn og Øst og reelt højere for Vest."),
        ({"Fyn": LOWER, "Syd": SILENT}, "Målt mod deres egne udsving i 2023 er tallet reelt lavere for Fyn; for ingen er det reelt højere. For 1 enhed kan det ikke siges."),
        ({"Fyn": HIGHER, "Syd": SILENT, "Øst": SILENT}, "Målt mod deres egne udsving i 2023 er tallet reelt højere for Fyn; for ingen er det reelt lavere. For 2 enheder kan det ikke siges."),
        (dict.fromkeys(("A", "B", "C", "D", "E"), LOWER) | {"Vest": HIGHER}, "Målt mod deres egne udsving i 2023 er tallet reelt lavere for 5 enheder og reelt højere for Vest."),
        ({"Fyn": NOISE}, "Ingen enheds tal ligger uden for dens egne udsving i 2023 så klart, at ændringen er reel."),
    ],
)  # fmt: skip
def test_which_units_have_moved_is_one_sentence(changes: dict[str, Change], said: str) -> None:
    assert changed_units_sentence(changes).replace("\u00a0", " ") == said
