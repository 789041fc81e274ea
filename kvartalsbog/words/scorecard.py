"""The scorecard of a quarter as rows of words: each goal's verdict, outlook and result, and where there are weights its points."""

from __future__ import annotations

from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.points import Points
from kvartalsbog.words.goals import goal_reached
from kvartalsbog.words.numbers import DASH, capital, number
from kvartalsbog.words.statuses import outlook_word, verdict_word
from kvartalsbog.words.weights import tidy

Row = tuple[str, ...]


def scorecard(findings: Findings) -> tuple[Row, tuple[Row, ...]]:
    """The heads, and a row for each goal; the last row is all of them, where there are weights."""
    result, say = findings.result, findings.language.say
    heads = [say("Mål"), "", say("Status"), say("Forventning"), say("Resultat")]
    if (weights := findings.plan.weights) is not None:
        points_in = capital(findings.plan.points_in or "")
        heads += [
            say("Vægt, {unit}", unit=weights.unit),
            say("{points} opnået", points=points_in),
            say("uafgjort"),
            say("mistet"),
        ]
    rows: list[Row] = []
    for goal in result.goals:
        outlook = outlook_word(goal.outlook, reduced=goal.reduced) if goal.outlook else DASH
        told = (goal.goal.id, goal.goal.title, verdict_word(goal.verdict), outlook, goal_reached(goal))
        rows.append((*told, *_scores(goal.points)))
    if result.points is not None:
        rows.append(("", say("I alt"), "", "", "", *_scores(result.points)))
    return tuple(heads), tuple(rows)


def _scores(of: Points | None) -> Row:
    return () if of is None else tuple(number(part) for part in (of.total, tidy(of.won), tidy(of.open), tidy(of.lost)))
