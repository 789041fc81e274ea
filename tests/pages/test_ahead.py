"""Where a figure is going, as a reader is told it: the example year."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from conftest import ROOT
from figures import cases_of, danish, told, value

from kvartalsbog.content.blocks import Paragraph
from kvartalsbog.content.prose import plain_text
from kvartalsbog.inputs.loading import load
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.kinds.measures import Sum, by_month
from kvartalsbog.pages.ahead import ahead_blocks, facts_beside, pulling_table
from kvartalsbog.periods import Month, Period, months_of
from kvartalsbog.steering.noise import Band, band_of
from kvartalsbog.steering.projection import Question, project
from kvartalsbog.verdicts.findings import Findings

Found = Callable[[str], Findings]
SECOND, THIRD = (4, 5, 6), (7, 8, 9)


def months(goal: str, quarter: str) -> dict[Month, Sum]:
    return by_month(load(Period.parse(quarter), ROOT / "data").readings.reported(goal).series)


def answers(findings: Findings, goal: str) -> dict[str, str]:
    """Question → answer."""
    blocks = ahead_blocks(findings, findings.result.goal(goal), findings.series[goal])
    said = [plain_text(b.runs).replace("\u00a0", " ") for b in blocks if isinstance(b, Paragraph)]
    return {question + "?": answer.strip() for question, _, answer in (line.partition("?") for line in said)}


def facts_of(findings: Findings, goal: str) -> list[tuple[str, str]]:
    facts = facts_beside(findings, findings.series[goal])
    return [(f.term.replace("\u00a0", " "), f.value.replace("\u00a0", " ")) for f in facts.facts]


def test_the_newest_quarter_stands_beside_others_and_the_limit(findings_of: Found) -> None:
    assert facts_of(findings_of("2024K3"), "1.1") == [
        ("3. kvartal 2024", told("1.1", "2024K3", THIRD)), ("2. kvartal 2024", told("1.1", "2024K3", SECOND)),
        ("Samme måneder året før", told("1.1", "2024K3", THIRD, year=2023)),
        ("Året til dato", told("1.1", "2024K3")), ("Krav", "højst 180 dage"),
    ]  # fmt: skip


def test_a_year_that_can_still_be_reached_tells_where_it_is_going(findings_of: Found) -> None:
    """What differs is what is shown: a reader who subtracts gets the same."""
    known = months("1.1", "2024K3")
    now, before, last_year = (
        round(value("1.1", "2024K3", of, year=year), 1) for of, year in ((THIRD, 2024), (SECOND, 2024), (THIRD, 2023))
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
    said = answers(findings_of("2024K3"), "1.1")
    assert list(said) == ["Er det reelt?", "Når det?", "Hvor sikkert?", "Hvem trækker?", "Hvad har ændret tallet?"]
    assert said["Er det reelt?"] == (
        f"Ændringen er reel: Tallet er blevet lavere end i 2023, hvor det svingede fra {least} til {most} dage. "
        f"Tallet for 3. kvartal 2024 er {danish(before - now)} dage lavere end i 2. kvartal 2024 og "
        f"{danish(last_year - now)} dage lavere end i de samme måneder året før."
    )
    assert said["Når det?"].endswith(
        f"Fortsætter udviklingen, bliver resten i gennemsnit {rest} dage, og det endelige tal ventes at blive {end} dage; "
        f"i 80 af 100 tilfælde mellem {low} og {high} dage."
    )
    assert "hule ringe" in said["Hvor sikkert?"]


@pytest.mark.parametrize("goal", ["1.1", "1.2", "4.2"])
def test_who_pulls_is_the_row_of_the_table_that_is_furthest_away(findings_of: Found, goal: str) -> None:
    findings = findings_of("2024K3")
    (table,) = pulling_table(findings, findings.plan.goal(goal), findings.series[goal])
    rows = [[plain_text(cell) for cell in row] for row in table.rows]
    assert table.columns[2].title == ("Bidrag (procentpoint)" if goal == "4.2" else "Bidrag (dage)")
    first = next(row for row in rows if not row[0].startswith("[f]"))
    said = answers(findings, goal)["Hvem trækker?"]
    away = first[2].startswith("−" if goal == "4.2" else "+")
    assert said.startswith(f"Længst væk fra kravet trækker {first[0]}: {first[2]} " if away else "Ingen enhed")


def test_shares_differ_by_percentage_points_and_a_missing_month_leaves_a_quarter_out(findings_of: Found) -> None:
    more = round(value("4.2", "2024K2", SECOND), 1) - round(value("4.2", "2024K2", (1, 2, 3)), 1)
    said = answers(findings_of("2024K2"), "4.2")["Er det reelt?"]
    assert f"{danish(abs(more))} procentpoint {'højere' if more > 0 else 'lavere'} end i 1. kvartal 2024" in said
    assert facts_of(findings_of("2024K1"), "4.2")[0][1] == "–"  # nobody had reported March
    assert "Tallet for" not in answers(findings_of("2024K1"), "4.2")["Er det reelt?"]


def test_a_settled_year_tells_how_firm_it_is(findings_of: Found) -> None:
    cases = {month: sums.n for month, sums in months("1.1", "2024K4").items() if month.year == 2024}
    newest = sum(n for month, n in cases.items() if month.number > 9)
    needed = (180 - value("1.1", "2024K4")) * sum(cases.values()) / newest
    assert answers(findings_of("2024K4"), "1.1")["Hvor sikkert?"] == (
        f"Resultatet er fast: Tallet for 4. kvartal 2024 skulle flytte sig {danish(needed)} dage, før resultatet vendte, "
        "og ingen periodes tal har senere flyttet sig mere end 0,2 dage."
    )
    assert answers(findings_of("2024K4"), "4.2")["Hvor sikkert?"].startswith("Resultatet er foreløbigt: ")


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
