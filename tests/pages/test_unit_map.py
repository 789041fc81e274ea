"""The map of the units: each in its place, with what its table shows, and coloured only by what can be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kvartalsbog.content.blocks import Figure, Table
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.pages.unit_map import tiles_of, unit_map
from kvartalsbog.pages.unit_tables import districts_table
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.gaps import held_against
from kvartalsbog.words.unit_map import Mapped, Place, describe_map

Found = Callable[[str], Findings]
GOALS = ("1.1", "1.2", "4.2")


def of(findings: Findings, goal: str) -> tuple[Findings, Goal, Series]:
    return findings, findings.plan.goal(goal), findings.series[goal]


def asked_otherwise(series: Series, **changed: object) -> Series:
    return replace(series, criteria=tuple(criterion.model_copy(update=changed) for criterion in series.criteria))


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("quarter", ["2024K1", "2024K4"])
def test_each_tile_has_the_value_of_the_unit_s_row(findings_of: Found, quarter: str, goal: str) -> None:
    one = of(findings_of(quarter), goal)
    rows = ["".join(getattr(run, "text", "") for run in row[2]) for row in districts_table(*one).rows]
    tiles = tiles_of(Mapped(*one))
    assert sorted(tile.value for tile in tiles if tile.place is not Place.ABSENT) == sorted(rows)
    assert len({(tile.row, tile.column) for tile in tiles}) == len(tiles) == len(one[0].plan.districts)
    for tile in tiles:  # what is withheld is judged by nobody, and who has no part has no value
        assert (tile.value == "") is (tile.place is Place.ABSENT)
        assert tile.value not in ("[f]", "[m]") or tile.place is None


@pytest.mark.parametrize("goal", GOALS)
def test_a_tile_is_coloured_by_the_exact_sums(findings_of: Found, goal: str) -> None:
    told = Mapped(*of(findings_of("2024K4"), goal))
    wanted = told.series.criterion.bound
    for unit, place in told.places.items():
        value = told.series.criterion.value_of(told.shown[unit])
        assert value is not None
        assert (place is Place.WITHIN) is (value >= wanted if goal == "4.2" else value <= wanted)
    assert len(told.places) == len(told.shown) > 10


def test_the_finding_counts_the_units_that_are_shown_and_names_the_others(findings_of: Found) -> None:
    """1.2: thirteen units report, Bornholm and NSK are withheld; of the eleven, six are within 165 days."""
    (figure,) = unit_map(*of(findings_of("2024K4"), "1.2"))
    assert figure.caption.replace("\u00a0", " ") == (
        "På højst 165 dage ligger 6 af de 11 enheder, der vises tal for. "
        "Sagsbehandlingstid for afsoningssager, januar–december 2024 (dage)"
    )
    assert figure.alt.replace("\u00a0", " ").endswith(
        "Lavest er Nordjyllands Politi med 149,8 dage, højest Københavns Politi med 196,0 dage. "
        "Tallene for Bornholms Politi og National enhed for Særlig Kriminalitet vises ikke."
    )


def test_a_goal_shows_the_map_before_its_table(findings_of: Found) -> None:
    findings = findings_of("2024K4")
    blocks = PillarChapter(findings, findings.plan.pillar("1")).goal("1.1").districts.blocks
    assert [type(block) for block in blocks[:2]] == [Figure, Table]
    figure, table = blocks[:2]
    assert isinstance(figure, Figure)
    assert isinstance(table, Table)
    assert figure.label == "fig-goal-1-1-map"
    assert table.download is not None


def test_what_a_part_cannot_be_held_against_colours_nothing(findings_of: Found) -> None:
    """A limit that begins within the year, or was due before the quarter's end, is of other months than a unit's year to date."""
    findings, goal, series = of(findings_of("2024K3"), "1.1")
    assert len(held_against(findings, goal, series)) == 13
    for changed in ({"begins": date(2024, 4, 1)}, {"deadline": date(2024, 6, 30)}):
        other = asked_otherwise(series, **changed)
        assert held_against(findings, goal, other) == {}
        (figure,) = unit_map(findings, goal, other)
        assert figure.caption.startswith("Sagsbehandlingstid for alle sager på kortet, januar")
        assert figure.alt.startswith("Sagsbehandlingstid for alle sager. Lavest er ")


def test_a_plan_without_places_and_a_series_with_one_unit_have_no_map(findings_of: Found) -> None:
    findings, goal, series = of(findings_of("2024K4"), "1.1")
    bare = findings.plan.model_copy(
        update={"districts": tuple(unit.model_copy(update={"tile": None}) for unit in findings.plan.districts)}
    )
    assert unit_map(replace(findings, plan=bare), goal, series) == ()
    alone = {unit: sums if unit == "fyn" else None for unit, sums in series.published.districts.items()}
    assert unit_map(findings, goal, replace(series, published=replace(series.published, districts=alone))) == ()


def test_a_unit_that_is_no_more_leaves_its_place(findings_of: Found) -> None:
    """Fyn ends in June and its heir takes its place: one tile, not two."""
    findings, goal, series = of(findings_of("2024K4"), "1.1")
    units = list(findings.plan.districts)
    at = next(place for place, unit in enumerate(units) if unit.id == "fyn")
    heir = units[at].model_copy(update={"id": "fyn-ny", "begins": date(2024, 7, 1)})
    units[at : at + 1] = [units[at].model_copy(update={"ends": date(2024, 6, 30), "into": "fyn-ny"}), heir]
    told = Mapped(replace(findings, plan=findings.plan.model_copy(update={"districts": tuple(units)})), goal, series)
    assert [(tile.row, tile.column) for tile in tiles_of(told)].count((4, 3)) == 1
    assert "fyn" not in told.shown


def test_where_all_units_are_alike_none_is_lowest_and_one_alone_is_told_of_alone(findings_of: Found) -> None:
    findings, goal, series = of(findings_of("2024K1"), "1.1")
    same = dict.fromkeys(series.published.districts, Sum(100, Decimal(17_000)))
    every = replace(series, published=replace(series.published, districts=same))
    assert describe_map(Mapped(findings, goal, every)).endswith(
        "Alle enheder, der vises tal for, ligger på 170,0\u00a0dage."
    )
    only = dict.fromkeys(same) | {"fyn": same["fyn"]}
    alone = replace(series, published=replace(series.published, districts=only))
    assert " Fyns Politi ligger på 170,0\u00a0dage. Tallene for " in describe_map(Mapped(findings, goal, alone))
