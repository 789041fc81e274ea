"""What needs attention and what comes next: the worst first with who does what, and the days ahead by what is expected."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import ROOT
from small_findings import REPORT, Told, found, goal, plan_of

from kvartalsbog.content.blocks import Block, Paragraph, Table, text
from kvartalsbog.inputs.periods import named_period
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.pages.attention import AHEAD, attention, coming
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.pages.measured import measured_table
from kvartalsbog.readings.values import Account
from kvartalsbog.verdicts.comparing import compared_periods
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.gathering import gather
from kvartalsbog.verdicts.standing import Standing, is_awaited, pressing, standing
from kvartalsbog.words.ahead import change_words
from kvartalsbog.words.expected import expected_words, since_words
from kvartalsbog.words.numbers import DASH

LAST = date(2024, 3, 31)


def rows(blocks: tuple[Block, ...]) -> list[list[str]]:
    (table,) = blocks
    assert isinstance(table, Table)
    return [
        ["".join(getattr(r, "text", "") or getattr(r, "word", "") for r in cell).replace("\u00a0", " ") for cell in row]
        for row in table.rows
    ]


def records(table: Block) -> list[dict[str, str]]:
    assert isinstance(table, Table)
    assert table.download is not None
    return list(csv.DictReader(io.StringIO(table.download.csv)))


@pytest.mark.parametrize("quarter", ["2024K1", "2024K2", "2024K3", "2024K4"])
def test_every_pressing_goal_is_told_with_why_and_who(findings_of: Callable[[str], Findings], quarter: str) -> None:
    findings = findings_of(quarter)
    pressed = pressing(findings.result.goals)
    assert pressed  # the example year has some in every quarter
    told = rows(attention(findings))
    assert [row[0].split()[0] for row in told] == [result.goal.id for result in pressed]
    for row, result in zip(told, pressed, strict=True):
        assert row[2].endswith(".")
        account = findings.accounts.get(result.goal.id, Account())
        assert row[3].startswith("→ ")
        assert ("har ikke oplyst et næste skridt" in row[3]) is not bool(account.action)
    assert [record["goal"] for record in records(attention(findings)[0])] == [result.goal.id for result in pressed]


def test_goals_that_are_first_reported_later_need_no_attention_yet(tmp_path: Path) -> None:
    """A plan of several years whose first period has just been opened: its figures are of whole years."""
    data = Path(shutil.copytree(ROOT / "tests/plans/multiyear/data", tmp_path / "data"))
    open_period(named_period("2021K1", data), data)
    (said,) = attention(gather("2021K1", str(data)).findings)
    assert isinstance(said, Paragraph)
    assert said.runs == text("Intet mål kræver opmærksomhed. Mål 1.1 og 1.2 kan først vurderes senere.")


def test_a_goal_whose_figure_is_withheld_says_that(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K3")
    result = findings.result.goal("4.2")
    bare = replace(result.criteria[0], value=None, sums=None, outlook=None, required_rest_of_year=None, against=None)
    hidden = replace(result, outlook=None, criteria=(bare,))
    (row,) = rows(attention(replace(findings, result=replace(findings.result, goals=(hidden,)))))
    assert row[2].startswith("Andelen i januar–september 2024 vises ikke, fordi tallet er fortroligt")


def test_a_goal_that_begins_later_needs_no_attention_until_then() -> None:
    """HM Land Registry's 2.2 is of January to March 2004: until then nobody can report anything of it."""
    data = ROOT / "tests/plans/land-registry/data"
    half = gather("2003-04K2", str(data)).findings
    assert is_awaited(half.result.goal("2.2"))
    assert "2.2" not in [result.goal.id for result in pressing(half.result.goals)]
    alone = replace(half, result=replace(half.result, goals=(half.result.goal("2.2"),)))
    (said,) = attention(alone)
    assert isinstance(said, Paragraph)
    assert said.runs == text("Intet mål kræver opmærksomhed. Mål 2.2 kan først vurderes senere.")
    (told,) = BRIEF.section(alone, "brief-deviations")
    assert isinstance(told, Paragraph)
    assert told.runs == text("Ingen. Mål 2.2 kan først vurderes senere.")
    year = gather("2003-04K4", str(data)).findings
    assert not any(map(is_awaited, year.result.goals))


def test_what_should_have_been_reported_is_not_awaited(findings_of: Callable[[str], Findings]) -> None:
    assert not any(
        is_awaited(result) for quarter in ("2024K1", "2024K3") for result in findings_of(quarter).result.goals
    )


def test_what_lacks_is_told_first(findings_of: Callable[[str], Findings]) -> None:
    (told,) = (row for row in rows(attention(findings_of("2024K1"))) if row[0].startswith("4.2 "))
    assert told[2].startswith("Ingen har indberettet for marts 2024. Andelen i januar–februar 2024 er ")


def test_an_owners_account_is_the_next_step(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K3")
    goal = pressing(findings.result.goals)[0].goal.id
    account = Account(action=text("Flytter to hold."), who=text("Kredsledelsen"), when=date(2024, 11, 8))
    told = rows(attention(replace(findings, accounts={goal: account})))
    assert told[0][3] == "→ Kredsledelsen: Flytter to hold. Senest den 8. november 2024."


def test_nothing_presses_when_all_is_well(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K3")
    well = tuple(goal for goal in findings.result.goals if standing(goal) in (Standing.WON, Standing.ON_TRACK))
    (said,) = attention(replace(findings, result=replace(findings.result, goals=well)))
    assert not isinstance(said, Table)


@pytest.mark.parametrize("quarter", ["2024K1", "2024K2", "2024K3", "2024K4"])
def test_the_days_ahead_are_by_what_is_expected_and_hold_nothing_that_is_done(
    findings_of: Callable[[str], Findings], quarter: str
) -> None:
    findings = findings_of(quarter)
    last = findings.period.last_day
    told = records(coming(findings)[0])
    days = [date.fromisoformat(record["expected"] or record["deadline"]) for record in told]
    assert days == sorted(days)
    span = (last + timedelta(days=1), last + timedelta(days=AHEAD))
    for record in told:  # what is expected in those days, or due in them however late it is expected
        assert any(record[day] and span[0] <= date.fromisoformat(record[day]) <= span[1] for day in ("expected", "deadline"))  # fmt: skip
    expected = {
        goal.item_title(item.deliverable)
        for goal in findings.plan.goals
        for item in findings.items.get(goal.id, ())
        if not item.completed and item.expected and last < item.expected <= last + timedelta(days=AHEAD)
    }
    assert expected <= {record["title"] for record in told}
    done = {
        goal.item_title(i.deliverable)
        for goal in findings.plan.goals
        for i in findings.items.get(goal.id, ())
        if i.completed
    }
    assert not done & {record["title"] for record in told}


def test_many_things_of_a_kind_on_a_day_are_told_once_with_their_names(findings_of: Callable[[str], Findings]) -> None:
    """The fifteen initiatives of goal 4.1 are expected on one day: one line, with its number, and a record each in the data."""
    (table,) = coming(findings_of("2024K1"))
    initiatives = [
        row for row in rows((table,)) if row[1].startswith("4.1 15 initiativer: Digital kontakt til borgerne, ")
    ]
    assert len(initiatives) == 1
    assert initiatives[0][1].endswith(" og Borgerpanel")
    assert initiatives[0][0] == "20. jun. 2024"
    assert sum(record["goal"] == "4.1" for record in records(table)) == 16


def test_what_is_expected_after_the_year_is_seen_from_its_last_quarter(findings_of: Callable[[str], Findings]) -> None:
    """Of the deadlines none is left, but what is late is still expected."""
    assert records(coming(findings_of("2024K4"))[0])


def test_a_measured_figure_is_beside_the_one_before_and_the_year_before(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K3")
    series = findings.series["1.1"]
    found = compared_periods(series, findings.period)
    assert found.newest is not None
    months = [series.every_month[month] for month in findings.period.months]
    assert found.newest.n == sum(sums.n for sums in months if sums is not None)
    (table,) = measured_table(findings)
    own = rows((table,))[0]
    assert own[2] == change_words(series.criterion, found.newest, found.previous).replace("\u00a0", " ")
    assert own[2][0] in "+−0"
    assert own[2].endswith("dage")
    shares = next(row for row in rows((table,)) if row[0].startswith("4.2"))
    assert shares[3].endswith("procentpoint")


def test_a_month_that_is_not_shown_leaves_no_difference(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K3")
    series = findings.series["1.1"]
    hidden = {**series.published.months, findings.period.months[0]: None}
    without = replace(series, published=replace(series.published, months=hidden))
    found = compared_periods(without, findings.period)
    assert found.newest is None
    assert change_words(series.criterion, found.newest, found.previous) == DASH


def test_since_when_a_goal_stands_as_it_does(findings_of: Callable[[str], Findings]) -> None:
    first, third = findings_of("2024K1"), findings_of("2024K3")
    assert {since_words(first, goal.id) for goal in first.plan.goals} == {"1.\u00a0kvt.\u00a02024"}
    lost = next(goal.goal.id for goal in third.result.goals if standing(goal) is Standing.LOST)
    assert since_words(third, lost).startswith("3.\u00a0kvt.\u00a02024; før ")


def test_only_what_is_open_is_expected(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K3")
    for result in findings.result.goals:
        assert (expected_words(findings, result) == DASH) is (result.outlook is None), result.goal.id


@pytest.mark.parametrize(("expected", "late"), [(LAST, True), (LAST + timedelta(days=1), False)])
def test_the_days_ahead_say_that_they_have_what_is_late_too(expected: date, late: bool) -> None:
    (table,) = coming(found(Told(items={"rapport": (None, expected)}), plan=plan_of(goal("1.3", REPORT, weight=100))))
    assert isinstance(table, Table)
    assert table.caption.endswith(", og det, der skulle være kommet før") is late
