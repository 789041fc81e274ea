from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from danish import danish_order
from hypothesis import given
from hypothesis import strategies as st

from kvartalsbog.kinds.measured import precision
from kvartalsbog.periods import Month
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.numbers import (
    amount,
    capital,
    day_and_month,
    enumeration,
    held_together,
    led,
    long_date,
    measured,
    month_name,
    months_words,
    number,
    plural,
    years_words,
)
from kvartalsbog.words.statuses import status


@pytest.mark.parametrize(("value", "decimals", "shown"), [
    ("0", None, "0"), ("15", None, "15"), ("12.5", None, "12,5"), ("12.50", None, "12,5"), ("100", None, "100"),
    ("1234", None, "1.234"), ("1234567.891", 2, "1.234.567,89"), ("179.95", 1, "180,0"), ("0.25", 1, "0,3"), ("-3.25", 1, "−3,3"),
])  # fmt: skip
def test_numbers_are_danish(value: str, decimals: int | None, shown: str) -> None:
    assert number(Decimal(value), decimals) == shown


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_number_is_never_written_in_any_other_way(value: Decimal) -> None:
    shown = number(value, 4)
    back = shown.replace(".", "").replace(",", ".").replace("−", "-")
    assert Decimal(back) == value


def test_a_number_keeps_its_unit_on_its_line() -> None:
    assert amount(90, "pct.") == "90\u00a0pct."


@pytest.mark.parametrize(("value", "limit", "shown"), [
    ("179.6", "180", "179,6"), ("180", "180", "180,0"), ("180.04", "180", "180,04"), ("180.0004", "180", "180,0004"),
    ("89.96", "90", "89,96"), ("4.2073", "4.2", "4,21"),
])  # fmt: skip
def test_rounding_never_makes_a_value_look_like_a_limit_that_it_is_not(value: str, limit: str, shown: str) -> None:
    assert measured(Decimal(value), [Decimal(limit)], precision(Decimal(limit))) == shown


@given(st.decimals(0, 1000, places=6), st.decimals(0, 1000, places=1))
def test_a_value_shown_as_the_limit_is_the_limit(value: Decimal, limit: Decimal) -> None:
    if measured(value, [limit], precision(limit)) in {number(limit, d) for d in range(1, 7)}:
        assert value == limit


def test_dates_and_months_are_danish() -> None:
    day = date(2024, 5, 1)
    assert long_date(day) == "1.\u00a0maj\u00a02024"
    assert day_and_month(date(2024, 12, 31)) == "31.\u00a0dec."
    assert month_name(Month(2024, 3)) == "marts"
    assert months_words([Month(2024, m) for m in (1, 2, 3)]) == "januar–marts\u00a02024"
    assert months_words([Month(2024, 1)]) == "januar\u00a02024"


@pytest.mark.parametrize(("numbers", "words"), [
    ((1, 2, 4, 5, 6), "januar–februar og april–juni\u00a02024"),
    ((6, 1, 3), "januar, marts og juni\u00a02024"),
    ((11, 12), "november–december\u00a02024"),
    ((), ""),
])  # fmt: skip
def test_months_are_named_as_they_are_gaps_and_all(numbers: tuple[int, ...], words: str) -> None:
    assert months_words(Month(2024, number) for number in numbers) == words


@pytest.mark.parametrize(("years", "words"), [
    ((2019,), "2019"), ((2021, 2019, 2020, 2020, 2024), "2019–2021 og 2024"), ((2019, 2020), "2019–2020"), ((), ""),
])  # fmt: skip
def test_years_that_follow_each_other_are_a_span(years: tuple[int, ...], words: str) -> None:
    assert years_words(years) == words


@given(st.sets(st.integers(0, 40), max_size=20))
def test_spans_hold_the_years_and_no_others(years: set[int]) -> None:
    told = years_words({2000 + year for year in years})
    spans = [tuple(map(int, span.split("–"))) for span in re.split(", | og ", told) if span]
    assert {year - 2000 for span in spans for year in range(span[0], span[-1] + 1)} == years
    assert all(one[-1] + 1 < two[0] for one, two in pairwise(spans))


def test_lists_and_plurals_are_danish() -> None:
    assert enumeration(["a"]) == "a"
    assert enumeration(["a", "b"]) == "a og b"
    assert enumeration(["a", "b", "c"]) == "a, b og c"
    assert plural(1, "kreds", "kredse") == "1\u00a0kreds"
    assert plural(3, "kreds", "kredse") == "3\u00a0kredse"
    assert capital("på vej") == "På vej"


def test_every_verdict_has_a_word_and_a_shape_of_its_own() -> None:
    shown = [status(verdict) for verdict in Verdict]
    assert len({s.word for s in shown}) == len({s.symbol for s in shown}) == len(Verdict)


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("højst 180 dage og 90 pct. i 2024", "højst 180~dage og 90~pct. i 2024"), ("den 1. januar 2024", "den 1.~januar 2024"),
        ("ved udgangen af 2. kvartal 2024", "ved udgangen af 2.~kvartal~2024"), ("1.234,5 kr. i alt", "1.234,5~kr. i alt"), ("5 dagene", "5 dagene"),
        ("mål 1 årets", "mål 1 årets"), ("3 sager", "3 sager"),
    ],
)  # fmt: skip
def test_numbers_and_units_stay_on_one_line(typed: str, held: str) -> None:
    assert held_together(typed) == held.replace("~", "\u00a0")


def test_names_sort_as_in_a_danish_dictionary() -> None:
    expected = ["Bornholm", "Fyn", "Zoo", "Ærø", "Østjylland", "Aabenraa", "Åbyhøj", "Aalborg"]
    assert sorted(sorted(expected), key=danish_order) == expected


@pytest.mark.parametrize(("title", "sentence", "told"), [
    ("Strategien udarbejdet", "Udarbejdet den 29. oktober", "Strategien: Udarbejdet den 29. oktober"),
    ("Ny model besluttet", "Ikke besluttet; fristen er den 1. maj.", "Ny model: Ikke besluttet; fristen er den 1. maj."),
    ("Strategien udarbejdet", "Ventes den 25. oktober", "Strategien udarbejdet: Ventes den 25. oktober"),
    ("Besluttet", "Besluttet den 3. maj.", "Besluttet: Besluttet den 3. maj."),
])  # fmt: skip
def test_a_title_does_not_say_twice_what_the_sentence_begins_with(title: str, sentence: str, told: str) -> None:
    assert led(title, sentence) == told
