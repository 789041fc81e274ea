"""The target reporting as a workbook: every goal with what it asked for and reached, and the amendments of the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kvartalsbog.opendata.formats.workbook import About, written
from kvartalsbog.opendata.tables import columns as c
from kvartalsbog.opendata.tables import standing
from kvartalsbog.opendata.tables.schema import Definition, Field, Kind, Table, Value
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.annual import outcome
from kvartalsbog.words.goals import goal_asked
from kvartalsbog.words.weights import degree

TARGETS = Definition(
    "targets",
    "Resultatopfyldelse",
    "Årets resultatopfyldelse",
    "Én række for hvert mål: krav, opnåede resultater og grad af målopfyldelse.",
    (
        c.GOAL,
        Field("goal_title", "Titel", Kind.TEXT, "Hvad målet hedder.", required=True),
        Field("requirement", "Krav", Kind.TEXT, "Hvad målets kriterier kræver.", required=True),
        Field("result", "Opnåede resultater", Kind.TEXT, "Hvad hvert kriterium har nået.", required=True),
        Field("degree", "Grad af målopfyldelse", Kind.WORD, "Målets status.", required=True, words=c.VERDICT.words),
        c.WEIGHT,
        c.SETTLED,
        *c.ACCOUNT,
    ),
    key=("goal",),
)


def annual_workbook(findings: Findings, title: str, remark: str, made: date) -> bytes:
    """The workbook; `remark` stands under the title of each sheet. The same findings and words give the same bytes."""
    found = (Table(TARGETS, tuple(_rows(findings))), standing.amendments(findings))
    tables = [table.said(findings.language) for table in found]
    return written(tables, findings, About(title, remark, made))


def _rows(findings: Findings) -> Iterator[tuple[Value, ...]]:
    for result in findings.result.goals:
        goal, language = result.goal, findings.language
        asked, reached = goal_asked(goal, language), outcome(result, language)
        shown = (goal.id, goal.title, asked, reached, result.verdict.value, goal.weight, degree(result.credit.settled))
        yield (*shown, *standing.account(findings, goal))
