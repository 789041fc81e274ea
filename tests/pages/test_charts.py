"""What stands on the axes of a figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.content.language import DANISH
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.pages.charts import tick_label
from kvartalsbog.pages.month_values import Drawn, drawn_of, drawn_values, scale_of
from kvartalsbog.periods import Month
from kvartalsbog.verdicts.expecting import first_ahead
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.measuring import shown as as_a_reader_sees


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        ([160, 180, 200], ["160", "180", "200"]),
        ([4.15, 4.2, 4.25], ["4,15", "4,20", "4,25"]),
        ([-1.0, 0.0, 1000.0], ["−1", "0", "1.000"]),
        ([0.1, 0.2, 0.30000000000000004], ["0,1", "0,2", "0,3"]),
    ],
)
def test_ticks_are_danish_and_have_the_decimals_of_the_finest(ticks: list[float], expected: list[str]) -> None:
    assert [tick_label(tick, ticks, DANISH) for tick in ticks] == expected


@given(st.integers(-1000, 1000), st.sampled_from([1, 2, 5, 25]), st.integers(-3, 2), st.integers(2, 9))
def test_no_two_ticks_look_alike(start: int, step: int, power: int, count: int) -> None:
    unit = step * Decimal(10) ** power
    ticks = [float((start + n) * unit) for n in range(count)]
    assert len({tick_label(tick, ticks, DANISH) for tick in ticks}) == count


def test_a_figure_is_drawn_from_the_numbers_of_its_table(findings_of: Callable[[str], Findings]) -> None:
    """180 days is the limit: 1255 / 7 is 179.28… and its text 179,3; 179.996 would look like the limit with fewer decimals."""
    findings = findings_of("2024K4")
    criterion = findings.series["1.1"].criterion
    sums = {Month(2024, 1): Sum(7, Decimal(1255)), Month(2024, 2): Sum(1000, Decimal(179996)), Month(2024, 3): None}
    drawn = drawn_values(criterion, sums)
    assert drawn == {Month(2024, 1): Decimal("179.3"), Month(2024, 2): Decimal("179.996")}
    for series in findings.series.values():
        for shown in (series.published.months, series.published.year_to_date, series.year_before):
            for value in drawn_values(series.criterion, shown).values():
                assert str(value).replace(".", ",") == as_a_reader_sees(value, series.criterion)


# -- the 24 months ---------------------------------------------------------------------------------------------------


def drawn(findings: Findings, name: str) -> Drawn:
    series, found = findings.series[name], first_ahead(findings.series[name].criteria, findings.told)
    results = [r for goal in findings.result.goals for r in goal.measured if r.criterion.reads == name]
    period = findings.period
    return drawn_of(series, results, found[2] if found else None, period.months, period.calendar, findings.language)


@pytest.mark.parametrize("name", ["1.1", "1.2", "4.2"])
def test_a_years_editions_have_one_scale_as_long_as_no_value_leaves_it(
    findings_of: Callable[[str], Findings], name: str
) -> None:
    every = [findings_of(f"2024K{number}") for number in (1, 2, 3, 4)]
    scales = [scale_of(drawn(findings, name), findings.period.calendar.months, (None, None)) for findings in every]
    assert len({step for *_, step in scales}) == 1
    for findings, (low, high, _) in zip(every, scales, strict=True):
        values = drawn(findings, name).values.values()
        assert low <= float(min(values))
        assert float(max(values)) <= high


MONTHS = tuple(Month(2024, number) for number in range(1, 13))


def figure(before: list[int], own: list[int], limit: float) -> Drawn:
    values = {Month(2023, n): Decimal(v) for n, v in enumerate(before, 1)} | {
        Month(2024, n): Decimal(v) for n, v in enumerate(own, 1)
    }
    return Drawn(values, frozenset(), ((limit, "krav", MONTHS[0], MONTHS[-1]),))


def test_the_scale_is_made_of_last_year_and_the_limit() -> None:
    """190 to 200 and the limit 180: 20 apart, a quarter of it to each side gives 175 to 205; 1,5 · 20 / 5 is 6, so steps of 10: 170 to 210."""
    assert scale_of(figure([190, 200], [195], 180.0), MONTHS, (None, None)) == (170.0, 210.0, 10.0)
    assert scale_of(figure([190, 200], [165], 180.0), MONTHS, (None, None)) == (160.0, 210.0, 10.0)  # one step wider
    assert scale_of(figure([86, 90], [92], 90.0), MONTHS, (Decimal(0), Decimal(100))) == (84.0, 92.0, 2.0)
    assert scale_of(figure([98, 90], [100], 90.0), MONTHS, (Decimal(0), Decimal(100)))[1] == 100.0


def test_what_the_rest_must_be_widens_the_scale_only_where_it_is_near() -> None:
    near, far = (replace(figure([190, 200], [195], 180.0), required=r, left=MONTHS[1:]) for r in (165.0, -400.0))
    assert scale_of(near, MONTHS, (None, None))[0] == 160.0
    assert scale_of(far, MONTHS, (None, None))[0] == 170.0


@settings(deadline=None)
@given(
    before=st.lists(st.integers(0, 300), max_size=12), own=st.lists(st.integers(0, 300), max_size=12), limit=st.integers(0, 300)
)  # fmt: skip
def test_every_value_and_limit_is_on_the_scale(before: list[int], own: list[int], limit: int) -> None:
    low, high, step = scale_of(figure(before, own, float(limit)), MONTHS, (Decimal(0), None))
    assert step > 0
    assert all(low <= value <= high for value in (*before, *own, limit))
    assert low >= 0


def test_the_newest_months_are_hollow_until_nothing_that_was_seen_can_move_them(
    findings_of: Callable[[str], Findings],
) -> None:
    third = findings_of("2024K3")
    assert drawn(third, "1.1").provisional >= set(third.period.months)
    last = findings_of("2024K4")
    found = first_ahead(last.series["1.1"].criteria, last.told)
    assert found is not None
    firm = found[2].firmness is not None and found[2].firmness.firm
    assert (set(last.period.months) <= drawn(last, "1.1").provisional) is not firm


def test_months_that_are_left_have_what_is_needed_and_what_is_expected(findings_of: Callable[[str], Findings]) -> None:
    third, last = drawn(findings_of("2024K3"), "1.1"), drawn(findings_of("2024K4"), "1.1")
    assert third.left == MONTHS[9:]
    assert third.required is not None
    assert third.end is not None
    value, low, high = third.end
    assert low <= value <= high
    assert (last.left, last.end) == ((), None)


def test_a_hidden_month_is_no_part_of_the_line(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K3")
    series = findings.series["1.1"]
    hidden = replace(series, published=replace(series.published, months={**series.published.months, MONTHS[3]: None}))
    values = drawn_of(hidden, (), None, findings.period.months, findings.period.calendar, DANISH).values
    assert MONTHS[3] not in values
    assert MONTHS[4] in values
