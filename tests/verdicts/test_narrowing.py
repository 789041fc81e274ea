"""What a pillar's chapter may read: enough for all that it shows, and nothing of other pillars' goals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.disclosure.published import Merged
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.pages.goal_section import GoalSection
from kvartalsbog.periods import Month
from kvartalsbog.plan.contents import chapters
from kvartalsbog.plan.goals import Judged
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.narrowing import of_pillar, of_unit
from kvartalsbog.verdicts.origins import GivenFigures, Rejected
from kvartalsbog.verdicts.revisions import RevisedMonth


def _parts(whole: Findings, narrowed: Callable[[Findings, str], Findings]) -> dict[str, object]:
    found: dict[str, object] = {}
    for chapter in chapters(whole.plan):
        if chapter.pillar is None:
            continue
        shown = PillarChapter(narrowed(whole, chapter.pillar.id), chapter.pillar)
        for part in chapter.parts:
            goal, _, name = part.rpartition(" ")
            found[f"{chapter.notebook} {part}"] = getattr(shown.goal(goal) if goal else shown, name)
    return found


@pytest.mark.parametrize("quarter", ["2024K1", "2024K3"])
def test_a_chapter_shows_the_same_of_what_it_may_read_as_of_everything(
    findings_of: Callable[[str], Findings], quarter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = Drawing(light="", dark="", light_narrow="", dark_narrow="")  # a figure is drawn from what its table has
    for charts in ("charts", "slips_chart"):
        monkeypatch.setattr(f"kvartalsbog.pages.{charts}.draw", lambda _: nothing)
    whole = findings_of(quarter)
    narrow = _parts(whole, of_pillar)
    assert narrow == _parts(whole, lambda findings, _: findings)
    assert len(narrow) > 20


def test_nothing_of_other_pillars_is_reached(findings_of: Callable[[str], Findings]) -> None:
    whole = findings_of("2024K4")
    for pillar in whole.plan.pillars:
        own, findings = {goal.id for goal in pillar.goals}, of_pillar(whole, pillar.id)
        seen: Findings | None = findings
        quarters = []
        while seen is not None:
            quarters.append(seen.period)
            assert {result.goal.id for result in seen.result.goals} == own
            told = {
                *seen.series,
                *seen.items,
                *seen.comments,
                *seen.accounts,
                *(own.goal for month in seen.restated for own in month.judged),
            }
            assert told | {own.goal for found in seen.rejected for own in found.judged} <= own
            seen = seen.previous
        assert len(quarters) == 4
        assert isinstance(PillarChapter(findings, pillar).goal(pillar.goals[0].id), GoalSection)
        assert findings.result.pillar_points(pillar) == whole.result.pillar_points(pillar)


@pytest.mark.parametrize("quarter", ["2024K2", "2024K4"])
def test_a_units_chapter_reads_of_what_is_told_unit_by_unit_its_own(
    findings_of: Callable[[str], Findings], quarter: str
) -> None:
    whole = findings_of(quarter)
    gaps = 0
    for unit in whole.plan.districts:
        own: Findings | None = of_unit(whole, unit.id)
        for told in whole_and_before(whole):
            assert own is not None
            reports = {name: series for name, series in told.series.items() if unit.id in series.published.districts}
            assert own.series.keys() == reports.keys()
            for name, series in reports.items():
                narrow = own.series[name]
                assert narrow.published.districts == {unit.id: series.published.districts[unit.id]}
                assert narrow.units_before == {u: s for u, s in series.units_before.items() if u == unit.id}
                assert narrow.unit_months == {u: m for u, m in series.unit_months.items() if u == unit.id}
                assert narrow.gaps == tuple(gap for gap in series.gaps if gap[1] == unit.id)
                assert narrow.merged == tuple(merged for merged in series.merged if unit.id in merged.units)
                assert narrow.published.months == series.published.months
                gaps += len(narrow.gaps)
            assert [r.goal.id for r in own.result.goals] == [r.goal.id for r in told.result.goals if reports.keys() & set(r.goal.series)]  # fmt: skip
            assert not any((own.items, own.comments, own.accounts, own.restated, own.rejected, own.given))
            assert own.period == told.period
            own = own.previous
        assert own is None
    assert gaps  # some unit lacks a month


def whole_and_before(findings: Findings | None) -> Iterator[Findings]:
    while findings is not None:
        yield findings
        findings = findings.previous


def test_a_units_chapter_reads_how_that_unit_keeps_its_own_limit(findings_of: Callable[[str], Findings]) -> None:
    whole = findings_of("2024K4")
    goal = next(result for result in whole.result.goals if "1.1" in result.goal.id)
    own = tuple((unit, goal.criteria[0]) for unit in goal.criteria[0].criterion.districts)
    limited = replace(goal, criteria=(replace(goal.criteria[0], by_unit=own), *goal.criteria[1:]))
    told = replace(whole, result=replace(whole.result, goals=(limited,)))
    assert len(own) > 2
    (narrow,) = of_unit(told, "fyn").result.goals
    assert narrow.criteria[0].by_unit == (("fyn", goal.criteria[0]),)


def test_what_is_told_of_files_and_forms_goes_with_its_goal(findings_of: Callable[[str], Findings]) -> None:
    whole = findings_of("2024K4")
    of = [(Judged("1.1", "Dage"),), (Judged("2.1"), Judged("3.1")), ()]
    rejected = tuple(Rejected(whole.period, "sager.csv", judged, 3) for judged in of)
    given = tuple(GivenFigures(whole.period, judged, "form") for judged in of[:2])
    told = replace(whole, rejected=rejected, given=given)
    pillar = of_pillar(told, "1")
    assert (pillar.rejected, pillar.given) == (rejected[:1], given[:1])
    pillar = of_pillar(told, "3")
    assert [found.judged for found in (*pillar.rejected, *pillar.given)] == [(Judged("3.1"),)] * 2
    unit = of_unit(told, "fyn")
    assert (unit.rejected, unit.given, unit.items, unit.comments, unit.accounts) == ((), (), {}, {}, {})


def test_a_month_that_is_told_again_goes_with_the_goals_that_are_judged_by_it(
    findings_of: Callable[[str], Findings],
) -> None:
    whole = findings_of("2024K4")
    first, other = Judged("1.1", "Dage"), Judged("2.1")
    sums = Sum(10, Decimal(900)), Sum(10, Decimal(950))
    both = RevisedMonth((first, other), whole.series["1.1"].criterion, Month(2024, 3), whole.period, *sums, ())
    told = replace(whole, restated=(both,))
    restated = {pillar: of_pillar(told, pillar).restated for pillar in ("1", "2", "3")}
    assert restated == {"1": (replace(both, judged=(first,)),), "2": (replace(both, judged=(other,)),), "3": ()}


def test_a_series_goes_with_its_goal_whatever_it_is_called(findings_of: Callable[[str], Findings]) -> None:
    """Of two goals' figures under other names than the goals'; and one that an earlier plan of the year had."""
    whole = findings_of("2024K4")
    renamed = {goal.id: f"tal-{goal.id}" for goal in whole.plan.goals if goal.series}

    def with_names(plan: Plan) -> Plan:
        pillars = tuple(
            pillar.model_copy(update={"goals": tuple(goal.model_copy(update={"criteria": tuple(
                c.model_copy(update={"series": renamed[c.series]}) if isinstance(c, SeriesCriterion) else c for c in goal.criteria
            )}) for goal in pillar.goals)}) for pillar in plan.pillars
        )  # fmt: skip
        return plan.model_copy(update={"pillars": pillars})

    series = {renamed[name]: own for name, own in whole.series.items()}
    told = replace(whole, plan=with_names(whole.plan), agreed=with_names(whole.agreed), series=series, previous=None)
    assert of_pillar(told, "1").series.keys() == {"tal-1.1", "tal-1.2"}
    left = replace(told, plan=told.plan.model_copy(update={"pillars": told.plan.pillars[1:]}))  # dropped since
    assert of_pillar(left, "1").series.keys() == {"tal-1.1", "tal-1.2"}
    come = replace(
        told, agreed=told.agreed.model_copy(update={"pillars": told.agreed.pillars[1:]})
    )  # not agreed from the first
    assert of_pillar(come, "1").series.keys() == {"tal-1.1", "tal-1.2"}


def test_of_a_series_whose_months_by_unit_are_not_published_a_unit_has_none(
    findings_of: Callable[[str], Findings],
) -> None:
    whole = findings_of("2024K4")
    told = replace(whole, series={"1.1": replace(whole.series["1.1"], unit_months={}, units_before={})})
    own = of_unit(told, "fyn").series["1.1"]
    assert (own.unit_months, own.units_before) == ({}, {})


def test_units_that_went_into_a_third_are_told_to_all_of_them(findings_of: Callable[[str], Findings]) -> None:
    whole = findings_of("2024K4")
    merged = tuple(Merged(units, {}) for units in (("fyn", "bornholm"), ("nsk",)))
    told = replace(whole, series={"1.1": replace(whole.series["1.1"], merged=merged)})
    assert [of_unit(told, unit).series["1.1"].merged for unit in ("fyn", "bornholm", "nsk")] == [merged[:1], merged[:1], merged[1:]]  # fmt: skip
