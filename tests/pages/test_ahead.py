"""Where a figure is going, as a reader is told it: the example year."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from kvartalsbog.content.blocks import Facts, Paragraph
from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.pages.ahead import ahead_blocks, pulling_table
from kvartalsbog.verdicts.findings import Findings

Found = Callable[[str], Findings]


def told(findings: Findings, goal: str) -> list[str]:
    blocks = list(ahead_blocks(findings, findings.series[goal]))
    return [plain_text(b.runs).replace("\u00a0", " ") for b in blocks if isinstance(b, Paragraph)]


def test_the_newest_quarter_stands_beside_others_and_the_limit(findings_of: Found) -> None:
    facts = next(ahead_blocks(findings_of("2024K3"), findings_of("2024K3").series["1.1"]))
    assert isinstance(facts, Facts)
    assert [(f.term.replace("\u00a0", " "), f.value.replace("\u00a0", " ")) for f in facts.facts] == [
        ("3. kvartal 2024", "174,1 dage"), ("2. kvartal 2024", "186,6 dage"), ("De samme måneder året før", "198,7 dage"),
        ("Året til dato", "184,2 dage"), ("Krav", "højst 180 dage"),
    ]  # fmt: skip


def test_a_year_that_can_still_be_reached_tells_where_it_is_going(findings_of: Found) -> None:
    assert told(findings_of("2024K3"), "1.1") == [
        "Tallet for 3. kvartal 2024 er 12,4 dage lavere end i 2. kvartal 2024 og 24,6 dage lavere end i de samme måneder året før.",
        "Fortsætter udviklingen, bliver resten i gennemsnit 170,3 dage, og det endelige tal ventes at blive 180,8 dage; i 80 af 100 tilfælde mellem 179,4 og 182,1 dage.",
        "Ændringen er reel: Tallet er blevet lavere end i 2023, hvor det svingede fra 190,1 til 203,3 dage. Dengang var tallet allerede på vej op eller ned, så udsvingene er regnet brede.",
    ]


def test_shares_differ_by_percentage_points_and_a_missing_month_leaves_a_quarter_out(findings_of: Found) -> None:
    assert "4,2 procentpoint højere end i 1. kvartal 2024" in told(findings_of("2024K2"), "4.2")[0]
    facts = next(ahead_blocks(findings_of("2024K1"), findings_of("2024K1").series["4.2"]))
    assert isinstance(facts, Facts)
    assert facts.facts[0].value == "–"  # nobody had reported March
    assert not any(said.startswith("Tallet for") for said in told(findings_of("2024K1"), "4.2"))


def test_a_settled_year_tells_how_firm_it_is(findings_of: Found) -> None:
    assert told(findings_of("2024K4"), "1.1")[-1] == (
        "Resultatet er fast: Tallet for 4. kvartal 2024 skulle flytte sig 1,7 dage, før resultatet vendte, "
        "og ingen periodes tal har senere flyttet sig mere end 0,2 dage."
    )
    assert told(findings_of("2024K4"), "4.2")[-1].startswith("Resultatet er foreløbigt: ")


@pytest.mark.parametrize(
    ("quarter", "outlooks"),
    [
        ("2024K1", [Outlook.UNLIKELY, Outlook.UNLIKELY, Outlook.AT_RISK]),
        ("2024K2", [Outlook.UNLIKELY, Outlook.UNLIKELY, Outlook.ON_TRACK]),
        ("2024K3", [Outlook.AT_RISK, Outlook.UNLIKELY, Outlook.ON_TRACK]),
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
    assert rows[0] == ["[f] samlet", "115", "+1,04"]
    parts = [Decimal(row[2].replace("−", "-").replace(",", ".")) for row in rows]
    assert sum(parts) == Decimal("5.73")
    assert parts == sorted(parts, reverse=True)
    assert plain_text(table.notes[0]).replace("\u00a0", " ").startswith("Tilsammen +5,73 dage: ")
    assert table.download is not None
    assert table.download.csv.splitlines()[1].split(",")[1:3] == ["", "115"]
