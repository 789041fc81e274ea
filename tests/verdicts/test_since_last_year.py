"""What has changed a figure since the year before: parts of shown sums that add up, worked out by hand; and nothing where the years are no match."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT
from mergers import Cases, write_year

from kvartalsbog.audit.entries import chapter_entries, unit_entries
from kvartalsbog.audit.record import Kind, Name
from kvartalsbog.disclosure.fitting import misfit
from kvartalsbog.disclosure.history import propose
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.kinds.measures import NOTHING, Sum
from kvartalsbog.opendata.formats.files import tables
from kvartalsbog.pages.since_last_year import REST, since_sentences, since_table
from kvartalsbog.pages.unit_page import UnitChapter
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.steering.contributions import Change
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.since_last_year import MIX, RATE, SinceLastYear, since_last_year

K1 = quarter_of(2007, 1)
BEFORE, NOW = quarter_of(2006, 1).months, K1.months
# a month's cases and mean of each year: 100 of 160 in the year before, 100 of 151 now
UNITS = {"nord": ((50, 200), (60, 180)), "syd": ((30, 120), (30, 120)), "vest": ((20, 120), (10, 70))}


def cases() -> dict[tuple[Month, str], tuple[int, int]]:
    return {
        (months[place], unit): (years[year][0], years[year][0] * years[year][1])
        for year, months in enumerate((BEFORE, NOW))
        for place in range(3)
        for unit, years in UNITS.items()
    }


def report(folder: Path, figures: Cases) -> Report:
    units = [{"id": unit, "name": unit.capitalize()} for unit in sorted({unit for _, unit in figures})]
    return load(K1, write_year(folder, 2007, units, figures))


def words(findings: Findings) -> list[str]:
    return [said.replace("\u00a0", " ") for said in since_sentences(findings, findings.series["1.1"])]


def cells(findings: Findings) -> list[list[str]]:
    (table,) = since_table(findings, findings.plan.goals[0], findings.series["1.1"])
    return [["".join(getattr(run, "text", "") for run in cell) for cell in row] for row in table.rows]


def test_each_unit_has_its_own_change_and_that_of_its_part_of_the_cases(tmp_path: Path) -> None:
    """The whole falls from 160 to 151, the middle of both is 155.5. Nord: (0.5 + 0.6) / 2 · (180 − 200) = −11 by its own figure, and
    (190 − 155.5) · (0.6 − 0.5) = 3.45 by its part. Syd: nothing. Vest: 0.15 · (70 − 120) = −7.5, and (95 − 155.5) · (−0.1) = 6.05.
    """
    found = find(report(tmp_path, cases()))
    since = since_last_year(found.series["1.1"], REST)
    assert since is not None
    assert since.changes == {
        "nord": (Fraction(-11), Fraction("3.45")), "syd": (0, 0), "vest": (Fraction("-7.5"), Fraction("6.05")),
    }  # fmt: skip
    assert cells(found) == [
        ["Syd", "120,0", "120,0", "0,00", "0,00"],
        ["Vest", "120,0", "70,0", "−7,50", "+6,05"],
        ["Nord", "200,0", "180,0", "−11,00", "+3,45"],
        ["I alt", "160,0", "151,0", "−18,50", "+9,50"],
    ]
    assert words(found) == [
        "Siden de samme måneder året før er tallet faldet fra 160,0 til 151,0 dage. Af ændringen på −9,00 dage kommer −18,50 fra enhedernes egne tal og +9,50 fra, hvor stor en del af alle sager hver enhed har.",
        "Mest har Nord flyttet tallet: −7,55 dage.",
    ]


def test_where_only_figures_have_changed_no_part_is_told_of(tmp_path: Path) -> None:
    """Nord's 150 cases are 181 days now, and not 200: half of all, so the whole falls by 9.5."""
    figures = {
        key: (cases()[key[0].year_before, key[1]] if key[0].year == 2007 else value) for key, value in cases().items()
    }
    found = find(report(tmp_path, figures | {(month, "nord"): (50, 50 * 181) for month in NOW}))
    assert words(found)[0].endswith(
        "fra 160,0 til 150,5 dage. Hele ændringen på −9,50 dage kommer fra enhedernes egne tal."
    )


def test_units_that_are_new_or_withheld_are_one_row(tmp_path: Path) -> None:
    """Ny was not there last year; the whole is 164.5 with its 30 cases of 330, the middle 162.27, and (300 − 162.27) / 11 = 12.52. By had a
    case a month, so ny joins it: neither is told, and the sum of all still holds.
    """
    figures = cases() | {(month, "ny"): (10, 3000) for month in NOW}
    found = find(report(tmp_path / "new", figures))
    (rest,) = (row for row in cells(found) if row[0] == "Andre enheder")
    assert rest == ["Andre enheder", "–", "300,0", "0,00", "+12,52"]
    figures = cases() | {(month, unit): (1, 300) for month in (*BEFORE, *NOW) for unit in ("by", "ny")}
    found = find(report(tmp_path / "few", figures))
    assert found.series["1.1"].units_before["by"] is None
    rows = cells(found)
    assert [row[0] for row in rows if "samlet" in row[0]] == ["[f] samlet"]
    assert not {"By", "Ny"} & {row[0] for row in rows}


@pytest.mark.parametrize("lacks", [(NOW[1], "nord"), (BEFORE[1], "syd")])
def test_years_that_do_not_have_the_same_months_are_not_compared(lacks: tuple[Month, str], tmp_path: Path) -> None:
    """A unit that lacks a month of this year leaves nothing to compare; one that lacks a month of last year is not told by itself."""
    found = find(report(tmp_path, {key: value for key, value in cases().items() if key != lacks}))
    series = found.series["1.1"]
    assert set(series.units_before) == (set() if lacks[0] in NOW else {"nord", "vest"})
    assert (since_last_year(series, REST) is None) is (lacks[0] in NOW)


def test_a_month_that_is_not_shown_leaves_nothing_to_compare(tmp_path: Path) -> None:
    series = find(report(tmp_path, cases())).series["1.1"]
    hidden = replace(series, year_before={**series.year_before, BEFORE[0]: None})
    assert since_last_year(hidden, REST) is None
    assert since_last_year(replace(series, units_before={}), REST) is None


def own(**units: tuple[int, int]) -> dict[str, Sum]:
    """Unit → its cases and their mean."""
    return {unit: Sum(n, Decimal(n * mean)) for unit, (n, mean) in units.items()}


@pytest.mark.parametrize(
    ("before", "now", "of_all", "told"),
    [
        (own(a=(10, 5)), own(a=(10, 7)), ((10, 5), (10, 7)), None),  # one unit is all, and has changed all
        (own(a=(10, 5)), own(a=(10, 7)), ((20, 5), (20, 7)), ["a", "rest"]),
        (own(a=(10, 5)), own(a=(10, 7)), ((20, 5), (10, 7)), ["a", "rest"]),  # the rest ended with the year
        (own(a=(10, 5)), own(a=(10, 7)), ((10, 5), (20, 7)), ["a", "rest"]),  # the rest began with it
        (own(a=(10, 5), b=(10, 5)), own(a=(10, 7), b=(10, 7)), ((20, 5), (20, 7)), ["a", "b"]),
        (own(a=(0, 0)), own(a=(10, 7)), ((0, 0), (20, 7)), None),  # of no cases there is no figure
        (own(a=(10, 5)), own(a=(0, 0)), ((20, 5), (0, 0)), None),
    ],
)
def test_what_is_not_of_a_shown_unit_is_the_rests(
    before: dict[str, Sum],
    now: dict[str, Sum],
    of_all: tuple[tuple[int, int], tuple[int, int]],
    told: list[str] | None,
    tmp_path: Path,
) -> None:
    series = find(report(tmp_path, cases())).series["1.1"]
    then, latest = (own(all=one)["all"] for one in of_all)
    published = replace(series.published, year_to_date={NOW[0]: latest}, months={NOW[0]: latest}, districts=now)
    found = since_last_year(
        replace(series, published=published, units_before=before, year_before={BEFORE[0]: then}), "rest"
    )
    assert (found and list(found.units)) == told


def test_rounded_parts_sum_to_the_rounded_change(tmp_path: Path) -> None:
    """A third by the figure and a third by the part are 0.33 and 0.34, since both are 0.67; of each the units' parts sum to it."""
    criterion = find(report(tmp_path, cases())).series["1.1"].criterion
    third = Change(Fraction(1, 9), Fraction(1, 9))
    since = SinceLastYear(NOW[-1], {}, dict.fromkeys("abc", third), NOTHING, NOTHING)
    parts = since.rounded(criterion, 2)
    sums = {name: sum(part for (_, own), part in parts.items() if own == name) for name in (RATE, MIX)}
    assert {str(part) for part in sums.values()} == {"0.33", "0.34"}
    assert since.in_all(criterion, "a") == Fraction(2, 9)


def test_a_record_of_before_fits_although_it_has_nothing_of_units_in_the_year_before(tmp_path: Path) -> None:
    told = report(tmp_path, cases())
    record = propose(told.plan, told.readings, K1, (), ()).record
    own = record.series["1.1"]
    earlier = {key: shown for key, shown in own.decisions.items() if not key.is_of_one_before}
    assert len(own.decisions) - len(earlier) == len(UNITS)
    old = replace(record, series={"1.1": replace(own, decisions=earlier)})
    assert misfit(told.plan, told.readings, old) is None
    found = find(replace(told, records=(old,)))
    assert found.series["1.1"].units_before == {}
    assert since_table(found, found.plan.goals[0], found.series["1.1"]) == ()
    fewer = replace(own, decisions={key: shown for key, shown in earlier.items() if key.units != ("nord",)})
    assert misfit(told.plan, told.readings, replace(record, series={"1.1": fewer})) is not None


def test_the_data_have_the_sums_and_the_audit_holds_the_pages_against_them(tmp_path: Path) -> None:
    found = find(report(tmp_path, cases()))
    (table,) = (table for table in tables(found) if table.definition.name == "units-before")
    assert [(str(row[2]), *row[3:7]) for row in table.rows] == [
        ("2006-03", "nord", "Nord", 150, 30000), ("2006-03", "syd", "Syd", 90, 10800), ("2006-03", "vest", "Vest", 60, 7200),
    ]  # fmt: skip
    (shown,) = since_table(found, found.plan.goals[0], found.series["1.1"])
    assert shown.download is not None
    own = {entry.name: entry for entry in chapter_entries("a", rows_of(shown.download.csv), ())}
    assert own[Name(Kind.MERGED, "2006-03 nord")].n == 150
    assert own[Name(Kind.UNIT, "nord")].n == 180
    assert all(entry.derived for entry in own.values())
    page = UnitChapter(found, found.plan.district("nord")).goals.blocks[0]
    told = {entry.name: entry.value for entry in unit_entries("a", rows_of(page.download.csv), ())}  # type: ignore[union-attr]
    assert told[Name(Kind.MERGED, "2006-03 nord")] == 200


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_the_example_year_tells_what_its_units_had_and_withholds_the_few() -> None:
    """Of 1.2 a month lacks a unit in the second quarter; NSK and Bornholm have a few cases a month."""
    found = find(load(quarter_of(2024, 4), ROOT / "data"))
    every = [found, found.previous, found.previous.previous if found.previous else None]
    compared = [len(one.series["1.2"].units_before) for one in every if one is not None]
    assert compared == [13, 13, 0]
    withheld = {unit for unit, sums in found.series["1.2"].units_before.items() if sums is None}
    assert withheld == {"bornholm", "nsk"}
    since = since_last_year(found.series["1.2"], REST)
    assert since is not None
    parts = since.rounded(found.series["1.2"].criterion, 2)
    assert str(sum(parts.values())) == "-5.99"
    assert [str(sum(part for (_, name), part in parts.items() if name == own)) for own in (RATE, MIX)] == [
        "-6.97",
        "0.98",
    ]


def test_what_looks_alike_in_both_years_has_not_risen(tmp_path: Path) -> None:
    """15,004 days in 100 cases a unit against 15,000: 150.04 and 150 days, and 180 are asked for."""
    figures = {
        (month, unit): (100, 15_004 if month in NOW else 15_000)
        for month in (*BEFORE, *NOW)
        for unit in ("nord", "syd")
    }
    first, *_ = words(find(report(tmp_path, figures)))
    assert first.startswith(
        "Tallet er næsten det samme som i de samme måneder året før, 150,0 dage. Hele ændringen på +0,04 dage"
    )
