"""The plan at a glance → tables: every goal in one line, and the points by pillar."""

from __future__ import annotations

import pandas as pd

from kvartalsbog.content.blocks import Inline, Reference, Table, text
from kvartalsbog.content.language import Language
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.tables import columns, plain_number
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult, deadlines
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.goals import goal_asked, goal_deadlines, goal_reached
from kvartalsbog.words.numbers import DASH, points, spaced
from kvartalsbog.words.statuses import outlook_status, status


def scorecard(findings: Findings) -> Table:
    """Every goal in one line: verdict, outlook, result, requirement and deadlines of all criteria, weight and points."""
    result, language, say = findings.result, findings.language, findings.language.say
    due = say("Frist ({year})", year=str(findings.plan.year))
    heads = (
        say("Mål"), say("Status"), say("Udsigt"), say("Resultat"), say("Krav"), due, say("Vægt (pct.)"), say("Point"),
    )  # fmt: skip
    rows = tuple(_scorecard_row(goal, language) for goal in result.goals)
    total = result.points
    last: tuple[Inline, ...] = (
        text(say("I alt")), (), (), (), (), (), text(points(total.total, language)), text(points(total.won, language)),
    )  # fmt: skip
    return Table(
        label="tbl-scorecard",
        caption=say("Planens {count} mål ved udgangen af {quarter}", count=len(result.goals), quarter=result.period),
        columns=columns(heads, right=heads[-2:]),
        rows=(*rows, last),
        notes=(text(_weight_note(result, language)),),
        download=download(findings, "maal", scorecard_frame(result)),
    )


def _weight_note(result: PlanResult, language: Language) -> str:
    said = language.say("Vægten er i procent af planen. Et mål giver sin vægt i point, når det er opfyldt.")
    if any(g.points.divided for g in result.goals):
        return f"{said} {language.say('Er kun en del af målet opfyldt, kan det give en del af vægten.')}"
    return said


def _scorecard_row(result: GoalResult, language: Language) -> tuple[Inline, ...]:
    goal = result.goal
    return (
        (Reference(text=f"{goal.id} {goal.title}", target=goal.label),),
        (status(result.verdict, language),),
        (outlook_status(result.outlook, language),) if result.outlook else text(DASH),
        text(goal_reached(result, language)),
        text(goal_asked(goal, language)),
        text(goal_deadlines(goal, language)),
        text(points(goal.weight, language)),
        text(points(result.points.won, language) if result.points.won or result.points.lost else DASH),
    )


def scorecard_frame(result: PlanResult) -> pd.DataFrame:
    """One row a goal: goal, title, pillar, weight, verdict, outlook; value and limit where a number is asked for; what
    all its criteria have reached, ask for and when (`deadlines`: ISO, one each); how many there are and hold; points.
    """
    return pd.DataFrame(
        [
            {
                "goal": g.goal.id, "title": g.goal.title, "pillar": g.pillar.id, "weight": g.goal.weight,
                "verdict": g.verdict.value, "outlook": g.outlook.value if g.outlook else "",
                "value": plain_number(g.headline.value if g.headline else None),
                "limit": plain_number(g.headline.limit if g.headline else None),
                "reached": spaced(goal_reached(g)), "required": spaced(goal_asked(g.goal)),
                "deadlines": " ".join(day.isoformat() for day in deadlines(g.goal)),
                "criteria": len(g.criteria), "criteria_met": g.criteria_met,
                "won": g.points.won, "open": g.points.open, "lost": g.points.lost,
            }
            for g in result.goals
        ]
    )  # fmt: skip


def points_table(findings: Findings) -> Table:
    """The points by pillar: won, open, lost and the pillar's weight."""
    result, language, say = findings.result, findings.language, findings.language.say
    parts = [(f"{p.id}. {p.title}", result.pillar_points(p)) for p in findings.plan.pillars]
    rows = [*parts, (say("Hele planen"), result.points)]
    ids = [(p.id, p.title) for p in findings.plan.pillars] + [("plan", findings.plan.title)]
    frame = pd.DataFrame(
        [
            {"pillar": id_, "title": title, "won": p.won, "open": p.open, "lost": p.lost}
            for (id_, title), (_, p) in zip(ids, rows, strict=True)
        ]
    )
    parts_of_whole = (say("Vundet"), say("Åbent"), say("Tabt"), say("I alt"))
    return Table(
        label="tbl-points",
        caption=say(
            "Planens vægt fordelt på vundet, åbent og tabt ved udgangen af {quarter}, pct.", quarter=result.period
        ),
        columns=columns((say("Søjle"), *parts_of_whole), right=parts_of_whole),
        rows=tuple(tuple(text(language.shown(c)) for c in (n, p.won, p.open, p.lost, p.total)) for n, p in rows),
        download=download(findings, "point", frame),
    )
