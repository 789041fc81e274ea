"""Rows held against each other, and against what earlier quarters told: what needs a reason, and who is asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from small_findings import plan_of

from kvartalsbog.content.blocks import text
from kvartalsbog.errors import Problem
from kvartalsbog.files.rows import Row
from kvartalsbog.kinds.measures import DeliverableReading, SeriesReading
from kvartalsbog.periods import Month, Period, quarter_of
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.rules import parse_rows, unexplained, withdrawn
from kvartalsbog.readings.values import Remark

K1, K2 = quarter_of(2024, 1), quarter_of(2024, 2)
MARCH, MAY = date(2024, 3, 15), date(2024, 5, 15)
REASON = Remark(revision=text("Talt om."))


def told(problems: Iterable[Problem]) -> list[tuple[int | None, str | None, str, str | None]]:
    return [(p.place.line, p.place.column, p.message, p.hint) for p in problems]


# -- a file by itself --------------------------------------------------------------------------------------------------


def row(line: int, month: str, n: str = "1") -> Row:
    return Row("series.csv", line, {"goal": "1.1", "month": month, "district": "nord", "n": n})


def read(row: Row, _plan: Plan, vintage: Period) -> SeriesReading | list[Problem]:
    """A reading of a row, but of one without a number two problems."""
    if not row["n"]:
        return [row.problem("n", "Mangler."), row.problem("month", "Mangler.")]
    return SeriesReading("1.1", Month.parse(row["month"]), "nord", int(row["n"]), Decimal(1), vintage)


def test_rows_are_read_in_their_order_and_every_problem_is_told() -> None:
    rows = [row(2, "2024-01"), row(3, "2024-02", ""), row(4, "2024-03")]
    kept, problems = parse_rows(rows, read, plan_of(), K1)
    assert [(row.line, reading.month) for row, reading in kept] == [(2, Month(2024, 1)), (4, Month(2024, 3))]
    assert {reading.vintage for _, reading in kept} == {K1}
    assert told(problems) == [(3, "n", "Mangler.", None), (3, "month", "Mangler.", None)]


def test_what_stands_twice_is_told_with_the_first_line_whether_it_is_the_same_or_not() -> None:
    rows = [row(2, "2024-01"), row(3, "2024-01"), row(4, "2024-01", "2"), row(5, "2024-02")]
    kept, problems = parse_rows(rows, read, plan_of(), K1)
    assert [row.line for row, _ in kept] == [2, 5]
    hint = "Behold den rigtige af de to."
    assert told(problems) == [
        (3, "month", "Linjen står to gange (linje 2).", hint),
        (4, "month", "Linjen modsiger en tidligere (linje 2).", hint),
    ]


def test_an_item_that_stands_twice_is_told_at_its_name() -> None:
    item = DeliverableReading("1.3", "rapport", None, None, (), K1)
    rows = [Row("deliverables.csv", line, {"goal": "1.3", "deliverable": "rapport"}) for line in (2, 3)]
    _, problems = parse_rows(rows, lambda *_: item, plan_of(), K1)
    assert [problem.place.column for problem in problems] == ["deliverable"]


# -- against earlier quarters ------------------------------------------------------------------------------------------


def month(number: int, n: int, total: int, series: str = "1.1", vintage: Period = K2) -> SeriesReading:
    return SeriesReading(series, Month(2024, number), "nord", n, Decimal(total), vintage)


EARLIER = {one.key: one for one in (month(1, 3, 30, vintage=K1), month(2, 4, 40, vintage=K1), month(1, 3, 30, "sager", K1))}  # fmt: skip


def restated(*readings: SeriesReading, **remarks: Remark) -> list[tuple[int | None, str | None, str, str | None]]:
    rows = [(Row("series.csv", line, {"total": "1"}), reading) for line, reading in enumerate(readings, 2)]
    told_of = {"sager": ("1.2", "1.3"), "1.1": ("1.1",)}
    reasons = {name.removeprefix("mål_").replace("_", "."): remark for name, remark in remarks.items()}
    return told(unexplained(rows, EARLIER, reasons, lambda series: told_of.get(series, ())))


def test_a_month_that_stands_as_it_did_or_is_new_needs_no_reason() -> None:
    assert restated(month(1, 3, 30), month(2, 4, 40), month(3, 9, 90)) == []


def test_a_month_that_is_told_otherwise_needs_one_told_once_for_each_goal() -> None:
    first = "Tallet ændrer indberetningen fra 2024K1 (3, 30), og ingen grund er givet"
    hint = "Skriv grunden i commentary.yml under »1.1: revision«, eller giv den med --reason."
    assert restated(month(3, 9, 90), month(1, 3, 31)) == [(3, "total", f"{first}.", hint)]
    assert restated(month(1, 2, 30), month(2, 4, 41)) == [(2, "total", f"{first}; det samme gælder 1 tal til i målet.", hint)]  # fmt: skip
    assert restated(month(1, 2, 30), month(2, 4, 41), mål_1_1=REASON) == []


def test_any_goal_that_a_series_judges_may_give_it_and_the_first_is_asked() -> None:
    other = month(1, 3, 31, "sager")
    ((_, _, _, hint),) = restated(other, mål_1_1=REASON, mål_1_2=Remark())
    assert hint == "Skriv grunden i commentary.yml under »1.2: revision«, eller giv den med --reason."
    assert restated(other, mål_1_3=REASON) == []


def test_a_series_that_judges_nothing_any_more_is_asked_for_by_its_name() -> None:
    rows = [(Row("series.csv", 2, {"total": "1"}), month(1, 3, 31, "sager"))]
    ((_, _, _, hint),) = told(unexplained(rows, EARLIER, {}, lambda _: ()))
    assert hint == "Skriv grunden i commentary.yml under »sager: revision«, eller giv den med --reason."


def item(name: str, completed: date | None, vintage: Period = K2) -> DeliverableReading:
    return DeliverableReading("1.3", name, completed, None, (), vintage)


def test_what_was_told_as_completed_is_not_told_otherwise_without_a_reason() -> None:
    earlier = {one.key: one for one in (item("rapport", MARCH, K1), item("bilag", MARCH, K1), item("plan", None, K1))}
    now = [item("ny", MAY), item("plan", MAY), item("bilag", MARCH), item("rapport", MAY)]
    rows = [(Row("deliverables.csv", line, {"completed": ""}), reading) for line, reading in enumerate(now, 2)]
    message = "Leverancen blev i 2024K1 meldt gennemført 2024-03-15; det modsiger denne linje."
    hint = "Ret datoen, eller skriv grunden i commentary.yml under »1.3: revision« eller med --reason."
    assert told(withdrawn(rows, earlier, {})) == [(5, "completed", message, hint)]
    assert told(withdrawn(rows, earlier, {"1.3": REASON})) == []
    assert told(withdrawn([(rows[3][0], item("rapport", None))], earlier, {"1.3": Remark()})) == [(5, "completed", message, hint)]  # fmt: skip
