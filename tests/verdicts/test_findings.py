"""What a book finds of its series: a level's averages, since when a month is shown, why it was told again, and what is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_findings import APR, DAYS, FEB, JAN, JUN, MAR, MAY, PROJECTS, REPORT, Told, found, goal, plan_of

from kvartalsbog.content.prose import blocks_of, inline_of, plain_text
from kvartalsbog.disclosure.history import propose
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.kinds.measures import SeriesReading, Sum
from kvartalsbog.opendata.tables.series import revisions
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.plan.goals import Judged
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Account, Extract, Readings, Remark, SourceFile, Vintage
from kvartalsbog.verdicts.findings import Findings, Series, find
from kvartalsbog.verdicts.origins import Rejected

FIRST, SECOND = quarter_of(2024, 1), quarter_of(2024, 2)
UNITS = ("nord", "syd")
AMOUNT = {key: value for key, value in DAYS.items() if key != "plausible"} | {"kind": "amount", "unit": "sager"}


def sums(n: int, total: int | str) -> Sum:
    return Sum(n, Decimal(total))


def of_each(months: tuple[Month, ...], n: int = 10, total: int = 900) -> dict[tuple[Month, str], tuple[int, int]]:
    return {(month, unit): (n, total) for month in months for unit in UNITS}


def series(*criteria: dict[str, Any]) -> Series:
    """Nord has 13 of 26 in all; of six months nobody has reported one, and nord lacks one more."""
    (own,) = found(Told(), Told(), plan=plan_of(goal("1.1", *criteria, weight=100))).series.values()
    published = replace(own.published, districts={"nord": sums(13, 26), "syd": None}, year_to_date={JUN: sums(24, 60)})
    return replace(own, published=published, months=(JAN, FEB, MAR, APR, MAY, JUN), missing=(JAN,), gaps=((FEB, "nord"), (MAR, "syd"), (APR, "syd")))  # fmt: skip


LEVEL = AMOUNT | {"over": "latest"}


def test_of_a_level_that_adds_up_a_month_has_so_much_on_average() -> None:
    """Of nord's four months 13 cases are 3, and 26 are 6.5; of all five 24 are 5, and 60 are 12."""
    own = series(LEVEL)
    assert (own.of_units["nord"], own.of_units["syd"], own.of_all) == (sums(3, "6.5"), None, sums(5, 12))


@pytest.mark.parametrize(
    ("criteria", "level"),
    [
        ((DAYS,), False),
        ((AMOUNT,), False),
        ((DAYS | {"over": "latest"},), True),  # its total is none of its own
        ((LEVEL, AMOUNT | {"id": "year"}), False),  # somebody asks what it comes to
    ],
)
def test_of_anything_else_the_year_to_date_is_told(criteria: tuple[dict[str, Any], ...], level: bool) -> None:
    own = series(*criteria)
    assert (own.is_level, own.of_units["nord"], own.of_all) == (level, sums(13, 26), sums(24, 60))


def test_both_years_months_stand_together_and_a_series_reads_as_a_goal_does() -> None:
    plan = plan_of(goal("1.1", DAYS, weight=50), goal("1.2", DAYS | {"series": "1.1", "limit": 80}, weight=50))
    (own,) = found(Told(of_each((JAN,))), plan=plan).series.values()
    before = {JAN.year_before: sums(1, 2)}
    assert replace(own, year_before=before).every_month == {JAN.year_before: sums(1, 2), JAN: sums(20, 1800)}
    assert [own.of_goal(one).criterion.bound for one in plan.goals] == [100, 80]
    assert (own.name, len(own.criteria)) == ("1.1", 2)


LATE = Told(of_each((APR, MAY, JUN)) | {(FEB, "syd"): (10, 900)}, remarks={"1.1": Remark(revision=inline_of("Rettet."))})  # fmt: skip
AGAIN = replace(LATE, days={**LATE.days, (JAN, "nord"): (10, 800)})
EARLY = Told({key: told for key, told in of_each((JAN, FEB, MAR)).items() if key != (FEB, "syd")})
PLAN = plan_of(goal("1.1", DAYS, weight=100))


def test_a_month_is_told_again_with_the_owners_reason_or_because_it_was_late() -> None:
    findings = found(EARLY, AGAIN, plan=PLAN)
    told = [(one.judged, one.month, one.vintage, one.before, one.after, plain_text(one.reason)) for one in findings.restated]  # fmt: skip
    assert told == [
        ((Judged("1.1"),), JAN, SECOND, sums(20, 1800), sums(20, 1700), "Rettet."),
        (
            (Judged("1.1"),),
            FEB,
            SECOND,
            sums(10, 900),
            sums(20, 1800),
            "En eller flere enheder har indberettet måneden for sent.",
        ),
    ]
    assert findings.revisions == findings.restated
    assert [one.values for one in findings.restated] == [(90, 85), (90, 90)]
    assert found(EARLY, plan=PLAN).restated == ()


def test_a_month_is_shown_since_the_first_book_that_had_the_same_sums() -> None:
    own = found(EARLY, AGAIN, Told(), plan=PLAN).series["1.1"]
    third = {JAN: SECOND, FEB: SECOND, MAR: FIRST, APR: SECOND, MAY: SECOND, JUN: SECOND}
    assert own.since == third
    assert found(EARLY, plan=PLAN).series["1.1"].since == dict.fromkeys((JAN, FEB, MAR), FIRST)


def test_revisions_stand_goal_by_goal_and_those_of_a_goal_that_went_by_themselves() -> None:
    """Both goals have a month told again in the second quarter; in the third the second goal is dropped."""
    first = DAYS | {"deadline": "2024-12-31"}
    drop = {"effective": date(2024, 7, 1), "decided": date(2024, 6, 1), "by": "Rådet", "reason": "Nyt.", "drops": ["1.2"]}  # fmt: skip
    plan = plan_of(goal("1.1", first, weight=50), goal("1.2", first, weight=50), amendments=[drop])
    quarters = [
        {(JAN, unit): (10, 900) for unit in UNITS},
        {(JAN, "nord"): (10, 800)},
        {},
    ]
    vintages = []
    for number, days in enumerate(quarters, start=1):
        quarter = quarter_of(2024, number)
        rows = tuple(SeriesReading(of, month, unit, n, Decimal(total), quarter) for of in ("1.2", "1.1") for (month, unit), (n, total) in days.items())  # fmt: skip
        vintages.append(Vintage(quarter, rows, (), {}, quarter.next.first_day, {}))
    told = [find(Report(v.period, plan.in_force(v.period.last_day), plan, Readings(tuple(vintages[:n])))) for n, v in enumerate(vintages, start=1)]  # fmt: skip
    assert [[one.series for one in findings.revisions] for findings in told] == [[], ["1.1", "1.2"], ["1.1"]]
    assert [[one.id for one in findings.dropped_revised] for findings in told] == [[], [], ["1.2"]]


def test_a_series_of_two_goals_is_told_of_both_and_of_the_one_that_is_left() -> None:
    """One month of the series that both are judged by is told again; then the first goal is dropped. The other calls it by its title,
    for it has another series too."""
    drop = {"effective": date(2024, 7, 1), "decided": date(2024, 6, 1), "by": "Rådet", "reason": "Nyt.", "drops": ["1.1"]}  # fmt: skip
    shared = DAYS | {"deadline": "2024-12-31"}
    second = goal("1.2", shared | {"series": "1.1", "title": "Alder"}, shared | {"id": "other", "series": "koe"}, weight=50)  # fmt: skip
    plan = plan_of(goal("1.1", shared, weight=50), second, amendments=[drop])
    quarters = [Told(of_each((JAN,))), Told({(JAN, "nord"): (10, 800)}), Told()]
    told = [found(*quarters[:n], plan=plan) for n in (2, 3)]
    assert [[one.judged for one in findings.revisions] for findings in told] == [
        [(Judged("1.1"), Judged("1.2", "Alder"))],
        [(Judged("1.2", "Alder"),)],
    ]
    assert [findings.dropped_revised for findings in told] == [(), ()]
    rows = [(row[0], row[1]) for row in revisions(told[0]).rows]
    assert rows == [("1.1", "1.1"), ("1.2", "1.1")]


def test_records_of_a_series_are_told_of_the_goals_that_are_judged_by_it() -> None:
    named = [{"id": name, "series": name, "title": name.upper()} for name in ("to-dage", "tre-dage-og-lidt-til")]
    plan = plan_of(goal("1.1", *(DAYS | own for own in named), weight=100))
    quarter = Vintage(FIRST, (), (), {}, FIRST.next.first_day, {"series.csv": source(extract("to-dage", 2), form_of("tre-dage-og-lidt-til"))})  # fmt: skip
    told = find(Report(FIRST, plan, plan, Readings((quarter,))))
    assert told.rejected == (Rejected(FIRST, "series.csv", (Judged("1.1", "TO-DAGE"),), 2),)
    assert [given.judged for given in told.given] == [(Judged("1.1", "TRE-DAGE-OG-LIDT-TIL"),)]


def form_of(series: str) -> Extract:
    return extract(series, 0).model_copy(update={"kind": "form"})


def test_every_book_of_the_year_is_remembered_with_what_it_showed() -> None:
    findings = found(EARLY, AGAIN, plan=PLAN)
    assert [told.period for told in findings.told] == [FIRST, SECOND]
    assert [told.months["1.1"][JAN] for told in findings.told] == [sums(20, 1800), sums(20, 1700)]
    assert (repr(findings), findings.months) == ("<Findings 2024K2>", (JAN, FEB, MAR, APR, MAY, JUN))
    assert findings.previous is not None
    assert (findings.previous.period, findings.previous.previous) == (FIRST, None)


def report(readings: Readings, plan: Plan = PLAN, **told: Any) -> Report:
    last = readings.newest.period
    return Report(last, plan.in_force(last.last_day), plan, readings, **told)


def reported(total: int = 900, **source: SourceFile) -> Readings:
    rows = tuple(SeriesReading("1.1", month, unit, 10, Decimal(total), FIRST) for month in FIRST.months for unit in UNITS)  # fmt: skip
    return Readings((Vintage(FIRST, rows, (), {}, date(2024, 4, 5), {name.replace("_", "."): told for name, told in source.items()}),))  # fmt: skip


def test_a_book_is_recorded_where_what_it_shows_is_written_down() -> None:
    readings = reported()
    record = propose(PLAN, readings, FIRST, (), ()).record
    assert [find(report(readings, records=records)).recorded for records in ((), (record,))] == [False, True]
    later = Readings((*readings.vintages, Vintage(SECOND, (), (), {}, date(2024, 7, 5), {})))
    findings = find(report(later, records=(record,)))
    assert findings.previous is not None
    assert (findings.recorded, findings.previous.recorded, findings.extracted) == (False, True, date(2024, 7, 5))


def test_a_book_of_other_readings_than_those_of_its_record_is_refused() -> None:
    record = propose(PLAN, reported(), FIRST, (), ()).record
    with pytest.raises(ProblemsError, match="Tallene er andre end dem"):
        find(report(reported(total=800), records=(record,)))


ROWS = {"rows_read": 9, "rows_kept": 9}


def source(*extracts: Extract, rejected: int = 0, hidden: int = 0) -> SourceFile:
    return SourceFile(**ROWS, rows_rejected=rejected, rows_hidden=hidden, sha256="0" * 64, source="et udtræk", extracts=extracts)  # fmt: skip


def extract(of: str, rejected: int, hidden: int = 0) -> Extract:
    return Extract(**ROWS, rows_rejected=rejected, rows_hidden=hidden, goal=of, received=date(2024, 4, 2), sources={})


def test_records_that_could_not_be_used_are_told_of_goal_by_goal_where_that_is_known() -> None:
    readings = reported(
        series_csv=source(extract("1.1", 2), extract("1.2", 0), extract("1.3", 1, hidden=4), rejected=7),
        deliverables_csv=source(rejected=3, hidden=2),
        commentary_yml=source(),
    )
    assert find(report(readings)).rejected == (
        Rejected(FIRST, "series.csv", (Judged("1.1"),), 2),
        Rejected(FIRST, "series.csv", (Judged("1.3"),), 5),
        Rejected(FIRST, "deliverables.csv", (), 5),
    )
    before = replace(readings.vintages[0], period=quarter_of(2023, 4), series=())
    assert find(report(Readings((before, *reported().vintages)))).rejected == ()  # of the plan before


def test_what_owners_told_stands_by_goal_items_in_the_plans_order() -> None:
    plan = plan_of(goal("1.1", DAYS, weight=50), goal("1.2", PROJECTS), goal("1.3", REPORT))
    items = {"projekt-2": (None, None), "projekt-1": (None, None)}
    findings: Findings = found(Told(items=items), plan=plan)
    assert {of: [item.deliverable for item in own] for of, own in findings.items.items()} == {"1.2": ["projekt-1", "projekt-2"], "1.3": []}  # fmt: skip
    assert (findings.comments, findings.accounts) == ({}, {})


def test_only_what_an_owner_has_told_of_a_goal_stands_there() -> None:
    comment, account = blocks_of("Det går."), Account(cause=inline_of("Sygdom."))
    remarks = {"1.1": Remark(comment=comment), "1.2": Remark(account=account), "1.3": Remark(revision=inline_of("Rettet."))}  # fmt: skip
    findings = found(Told(remarks=remarks))
    assert (findings.comments, findings.accounts) == ({"1.1": comment}, {"1.2": account})


def test_figures_that_were_not_worked_out_from_records_are_told_of() -> None:
    form = extract("1.1", 0).model_copy(update={"kind": "form"})
    assert [(told.period, told.judged, told.kind) for told in find(report(reported(series_csv=source(form)))).given] == [(FIRST, (Judged("1.1"),), "form")]  # fmt: skip
    assert find(report(reported())).given == ()


def test_a_limit_that_is_counted_from_the_year_before_is_as_that_is_known() -> None:
    """Six months of last year, with 900 days of 10 cases in each unit: 90, told with a decimal more."""
    plan = plan_of(goal("1.1", DAYS | {"limit": {"of": "previous_year"}}, weight=100))
    before = of_each(tuple(month.year_before for month in (JAN, FEB, MAR, APR, MAY, JUN)))
    known, unknown = (found(Told(of_each((JAN, FEB, MAR)) | days), plan=plan) for days in (before, {}))
    assert [findings.plan.goals[0].measured[0].bound for findings in (known, unknown)] == [90, None]
    (result,) = known.result.goals
    assert (result.criteria[0].limit, result.criteria[0].value) == (90, 90)


def test_an_outlook_is_that_of_the_projection_of_what_is_shown() -> None:
    """Two years of 200 days, and 180 are the most: arithmetic leaves it open, and nobody expects it."""
    year = DAYS | {"deadline": date(2024, 12, 31), "limit": 180}
    months = tuple(Month(2023, number) for number in range(1, 13))
    findings = found(Told(of_each((*months, JAN, FEB, MAR), 10, 2000)), plan=plan_of(goal("1.1", year, weight=100)))
    assert [result.outlook for result in findings.result.goals] == [Outlook.UNLIKELY]
