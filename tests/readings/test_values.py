"""What was reported, as a quarter sees it: the newest of what was told of a month or an item, and what it told otherwise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kvartalsbog.content.blocks import text
from kvartalsbog.kinds.measures import DeliverableReading, Reported, SeriesReading
from kvartalsbog.periods import Month, Period, quarter_of
from kvartalsbog.readings.values import Account, Counted, Readings, Remark, Vintage

K1, K2, K3 = (quarter_of(2024, number) for number in (1, 2, 3))


def told(period: Period, unit: str, month: int, n: int, total: int, series: str = "1.1") -> SeriesReading:
    return SeriesReading(series, Month(2024, month), unit, n, Decimal(total), period)


def item(period: Period, name: str, completed: date | None = None, goal: str = "1.2") -> DeliverableReading:
    return DeliverableReading(goal, name, completed, None, (), period)


DONE = date(2024, 5, 1)
FIRST = Vintage(
    K1, (told(K1, "syd", 2, 4, 40), told(K1, "nord", 1, 3, 30), told(K1, "nord", 1, 1, 9, "sager")), (item(K1, "projekt-10"), item(K1, "projekt-9")),
    {"1.1": Remark(revision=text("Talt om.")), "1.2": Remark(names={"projekt-9": "Pas", "projekt-10": "Kort"})}, date(2024, 4, 3), {},
)  # fmt: skip
SECOND = Vintage(
    K2, (told(K2, "nord", 1, 3, 31), told(K2, "syd", 2, 4, 40), told(K2, "syd", 1, 2, 20)), (item(K2, "projekt-9", DONE), item(K2, "rapport", goal="1.3")),
    {"1.2": Remark(names={"projekt-9": "Kørekort"})}, date(2024, 7, 3), {},
)  # fmt: skip
READINGS = Readings((FIRST, SECOND))


def test_a_month_is_as_it_was_told_last_in_the_order_of_months_and_units() -> None:
    assert READINGS.series("1.1") == (told(K2, "nord", 1, 3, 31), told(K2, "syd", 1, 2, 20), told(K2, "syd", 2, 4, 40))
    assert READINGS.series("sager") == (told(K1, "nord", 1, 1, 9, "sager"),)
    assert READINGS.series("1.9") == ()


def test_months_of_two_years_stand_in_their_order() -> None:
    december, february = (
        SeriesReading("1.1", Month(*when), "nord", 1, Decimal(1), K1) for when in ((2023, 12), (2024, 2))
    )
    assert Readings((Vintage(K1, (february, december), (), {}, DONE, {}),)).series("1.1") == (december, february)


def test_an_item_is_as_it_was_told_last_in_the_order_of_their_numbers() -> None:
    assert READINGS.deliverables("1.2") == (item(K2, "projekt-9", DONE), item(K1, "projekt-10"))
    assert READINGS.deliverables("1.1") == ()


def test_of_a_goal_its_own_series_is_meant_where_none_is_named() -> None:
    assert READINGS.reported("1.1") == Reported(READINGS.series("1.1"), ())
    assert READINGS.reported("1.2", "sager") == Reported(READINGS.series("sager"), READINGS.deliverables("1.2"))


def test_an_early_quarter_knows_nothing_of_the_next() -> None:
    assert READINGS.as_of(K1) == Readings((FIRST,))
    assert READINGS.as_of(K2) == READINGS.as_of(K3) == READINGS
    assert READINGS.newest is SECOND


def test_an_owners_words_are_the_newest_quarters_alone_and_names_are_kept() -> None:
    assert READINGS.remark("1.1") == Remark()
    assert READINGS.as_of(K1).remark("1.1") == Remark(revision=text("Talt om."))
    assert READINGS.names == {"1.1": {}, "1.2": {"projekt-9": "Kørekort", "projekt-10": "Kort"}}


def test_what_is_told_otherwise_than_it_was_last_is_restated() -> None:
    """What is told for the first time is not, nor what is told again as it stood."""
    assert READINGS.restated == (told(K2, "nord", 1, 3, 31),)
    again = Vintage(K3, (told(K3, "nord", 1, 3, 31), told(K3, "syd", 2, 5, 40)), (), {}, DONE, {})
    back = Vintage(K3, (told(K3, "nord", 1, 3, 30),), (), {}, DONE, {})
    assert Readings((FIRST, SECOND, again)).restated == (told(K3, "syd", 2, 5, 40),)
    assert Readings((FIRST, SECOND, back)).restated == back.series


def test_an_account_lacks_what_nobody_has_answered_but_for_events() -> None:
    assert Account().lacking == ("cause", "action", "who", "when")
    assert Account(cause=text("Sygdom"), when=DONE).lacking == ("action", "who")
    assert Account(text("Sygdom"), (), text("Hjælp"), text("Kontoret"), DONE).lacking == ()


def test_rows_are_accounted_for_whatever_became_of_them() -> None:
    rows = {"kept": 1, "left_out": 20, "rejected": 300, "empty": 4000, "hidden": 50000}
    counted = Counted.model_validate({"rows_read": 54321, **{f"rows_{name}": count for name, count in rows.items()}})
    assert counted.accounted == counted.rows_read
    assert Counted(rows_read=1, rows_kept=1, rows_rejected=0).accounted == 1
