"""Where a figure is going, as a reader is told it: the example year."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from conftest import ROOT
from figures import cases_of, danish, told, value

from kvartalsbog.content.blocks import Facts, Paragraph
from kvartalsbog.content.prose import plain_text
from kvartalsbog.inputs.loading import load
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.kinds.measures import Sum, by_month
from kvartalsbog.pages.ahead import ahead_blocks, pulling_table
from kvartalsbog.periods import Month, Period, months_of
from kvartalsbog.steering.noise import Band, band_of
from kvartalsbog.steering.projection import Question, project
from kvartalsbog.verdicts.findings import Findings

Found = Callable[[str], Findings]
SECOND, THIRD = (4, 5, 6), (7, 8, 9)


def months(goal: str, quarter: str) -> dict[Month, Sum]:
    return by_month(load(Period.parse(quarter), ROOT / "data").readings.reported(goal).series)


def told_of(findings: Findings, goal: str) -> list[str]:
    blocks = list(ahead_blocks(findings, findings.series[goal]))
    return [plain_text(b.runs).replace("\u00a0", " ") for b in blocks if isinstance(b, Paragraph)]


def test_the_newest_quarter_stands_beside_others_and_the_limit(findings_of: Found) -> None:
    facts = next(ahead_blocks(findings_of("2024K3"), findings_of("2024K3").series["1.1"]))
    assert isinstance(facts, Facts)
    assert [(f.term.replace("\u00a0", " "), f.value.replace("\u00a0", " ")) for f in facts.facts] == [
        ("3. kvartal 2024", told("1.1", "2024K3", THIRD)), ("2. kvartal 2024", told("1.1", "2024K3", SECOND)),
        ("De samme måneder året før", told("1.1", "2024K3", THIRD, year=2023)),
        ("Året til dato", told("1.1", "2024K3")), ("Krav", "højst 180 dage"),
    ]  # fmt: skip


def test_a_year_that_can_still_be_reached_tells_where_it_is_going(findings_of: Found) -> None:
    known = months("1.1", "2024K3")
    now, before, last_year = (
        value("1.1", "2024K3", of, year=year) for of, year in ((THIRD, 2024), (SECOND, 2024), (THIRD, 2023))
    )
    ahead, band = (
        project(known, Question(months_of(2024), Fraction(180), at_most=True)),
        band_of(known, months_of(2024), share=False),
    )
    assert ahead is not None
    assert isinstance(band, Band)
    rest, end, low, high, least, most = (
        danish(Decimal(number)) for number in (ahead.rest, ahead.value, ahead.low, ahead.high, *band.limits(100))
    )
    assert told_of(findings_of("2024K3"), "1.1") == [
        f"Tallet for 3. kvartal 2024 er {danish(before - now)} dage lavere end i 2. kvartal 2024 og "
        f"{danish(last_year - now)} dage lavere end i de samme måneder året før.",
        f"Fortsætter udviklingen, bliver resten i gennemsnit {rest} dage, og det endelige tal ventes at blive {end} dage; "
        f"i 80 af 100 tilfælde mellem {low} og {high} dage.",
        f"Ændringen er reel: Tallet er blevet lavere end i 2023, hvor det svingede fra {least} til {most} dage.",
    ]


def test_shares_differ_by_percentage_points_and_a_missing_month_leaves_a_quarter_out(findings_of: Found) -> None:
    more = value("4.2", "2024K2", SECOND) - value("4.2", "2024K2", (1, 2, 3))
    assert f"{danish(more)} procentpoint højere end i 1. kvartal 2024" in told_of(findings_of("2024K2"), "4.2")[0]
    facts = next(ahead_blocks(findings_of("2024K1"), findings_of("2024K1").series["4.2"]))
    assert isinstance(facts, Facts)
    assert facts.facts[0].value == "–"  # nobody had reported March
    assert not any(said.startswith("Tallet for") for said in told_of(findings_of("2024K1"), "4.2"))


def test_a_settled_year_tells_how_firm_it_is(findings_of: Found) -> None:
    cases = {month: sums.n for month, sums in months("1.1", "2024K4").items() if month.year == 2024}
    newest = sum(n for month, n in cases.items() if month.number > 9)
    needed = (180 - value("1.1", "2024K4")) * sum(cases.values()) / newest
    assert told_of(findings_of("2024K4"), "1.1")[-1] == (
        f"Resultatet er fast: Tallet for 4. kvartal 2024 skulle flytte sig {danish(needed)} dage, før resultatet vendte, "
        "og ingen periodes tal har senere flyttet sig mere end 0,2 dage."
    )
    assert told_of(findings_of("2024K4"), "4.2")[-1].startswith("Resultatet er foreløbigt: ")


@pytest.mark.parametrize(
    ("quarter", "outlooks"),
    [
        ("2024K1", [Outlook.UNLIKELY, Outlook.AT_RISK, Outlook.AT_RISK]),
        ("2024K2", [Outlook.UNLIKELY, Outlook.UNLIKELY, Outlook.ON_TRACK]),
        ("2024K3", [Outlook.AT_RISK, Outlook.UNLIKELY, Outlook.AT_RISK]),
        ("2024K4", [None, None, None]),
    ],
)
def test_reachable_and_hopeless_bear_different_words(
    quarter: str, outlooks: list[Outlook | None], findings_of: Found
) -> None:
    result = findings_of(quarter).result
    assert [result.goal(goal).outlook for goal in ("1.1", "1.2", "4.2")] == outlooks


def test_the_units_parts_sum_to_the_distance_and_the_withheld_are_one_row(findings_of: Found) -> None:
    findings = findings_of("2024K4")
    (table,) = pulling_table(findings, findings.plan.goal("1.2"), findings.series["1.2"])
    rows = [[plain_text(cell) for cell in row] for row in table.rows]
    (withheld,) = [row for row in rows if row[0] == "[f] samlet"]
    assert int(withheld[1]) == sum(cases_of("1.2", "2024K4", unit) for unit in ("bornholm", "nsk"))
    parts = [Decimal(row[2].replace("−", "-").replace(",", ".")) for row in rows]
    distance = (value("1.2", "2024K4") - 165).quantize(Decimal("0.01"))
    assert sum(parts) == distance
    assert parts == sorted(parts, reverse=True)
    assert (
        plain_text(table.notes[0]).replace("\u00a0", " ").startswith(f"Tilsammen +{distance} dage: ".replace(".", ","))
    )
    assert table.download is not None
    assert table.download.csv.splitlines()[1 + rows.index(withheld)].split(",")[1:3] == ["", withheld[1]]
