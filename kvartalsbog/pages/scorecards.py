"""The plan at a glance → tables: every goal in one line, and the points by pillar."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kvartalsbog.content.blocks import Inline, Reference, Table, text
from kvartalsbog.content.language import Language, message
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.inserts import counted
from kvartalsbog.pages.tables import columns, plain_number
from kvartalsbog.plan.weights import POINT, Weights
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult, deadlines
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.points import Points
from kvartalsbog.words.goals import goal_asked, goal_deadlines, goal_reached
from kvartalsbog.words.numbers import DASH, amount, capital, points, spaced
from kvartalsbog.words.statuses import outlook_status, status
from kvartalsbog.words.units import unit_word
from kvartalsbog.words.weights import tidy


def scorecard(findings: Findings) -> Table:
    """Every goal in one line: verdict, outlook, result, requirement and deadlines of all criteria, weight and points."""
    result, language, say = findings.result, findings.language, findings.language.say
    due = say("Frist ({year})", year=findings.period.calendar.years)
    heads: tuple[str, ...] = (say("Mål"), say("Status"), say("Udsigt"), say("Resultat"), say("Krav"), due)
    rows = [_scorecard_row(goal, language) for goal in result.goals]
    weighed: tuple[str, ...] = ()
    notes: tuple[Inline, ...] = ()
    if (total := result.points) is not None and (weights := findings.plan.weights) is not None:
        unit = unit_word(weights.unit, language)
        weighed = (say("Vægt ({unit})", unit=unit), capital(unit_word(total.unit, language)))
        sums = (text(points(total.total, language)), text(points(tidy(total.won), language)))
        rows.append((text(say("I alt")), (), (), (), (), (), *sums))
        notes = (text(_weight_note(result, weights, language)),)
    return Table(
        label="tbl-scorecard",
        caption=say("Planens {count} mål ved udgangen af {quarter}", count=len(result.goals), quarter=result.period),
        columns=columns((*heads, *weighed), right=weighed),
        rows=tuple(rows),
        notes=notes,
        download=download(findings, "maal", scorecard_records(result)),
    )


def _weight_note(result: PlanResult, weights: Weights, language: Language) -> str:
    whole = amount(weights.total, weights.unit, language=language)
    said = language.say("Planens mål vejer {whole} i alt. Et mål giver sin vægt, når det er opfyldt.", whole=whole)
    if result.plan.points_in == POINT != weights.unit:
        said = language.say("Vægten er i procent af planen. Et mål giver sin vægt i point, når det er opfyldt.")
    if any(g.points is not None and g.points.divided for g in result.goals):
        return f"{said} {language.say('Er kun en del af målet opfyldt, kan det give en del af vægten.')}"
    return said


def _scorecard_row(result: GoalResult, language: Language) -> tuple[Inline, ...]:
    goal, weighed = result.goal, tuple[Inline, ...]()
    if goal.weight is not None and (won := result.points) is not None:
        weight, part = points(goal.weight, language), points(tidy(won.won), language) if won.won or won.lost else DASH
        weighed = (text(weight), text(part))
    return (
        (Reference(text=f"{goal.id} {goal.title}", target=goal.label),),
        (status(result.verdict, language),),
        (outlook_status(result.outlook, language),) if result.outlook else text(DASH),
        text(goal_reached(result, language)),
        text(goal_asked(goal, language)),
        text(goal_deadlines(goal, language)),
        *weighed,
    )


def scorecard_records(result: PlanResult) -> list[dict[str, object]]:
    """One row a goal: goal, title, pillar, weight, verdict, outlook; value and limit where a number is asked for; what
    all its criteria have reached, ask for and when (`deadlines`: ISO, one each); how many there are and hold; points.
    """
    return [
        {
            "goal": g.goal.id, "title": g.goal.title, "pillar": g.pillar.id, "weight": plain_number(g.goal.weight),
            "verdict": g.verdict.value, "outlook": g.outlook.value if g.outlook else "",
            "value": plain_number(g.headline.value if g.headline else None),
            "limit": plain_number(g.headline.limit if g.headline else None),
            "reached": spaced(goal_reached(g)), "required": spaced(goal_asked(g.goal)),
            "deadlines": " ".join(day.isoformat() for day in deadlines(g.goal)),
            "criteria": len(g.criteria), "criteria_met": g.criteria_met,
            **_parts(g.points),
        }
        for g in result.goals
    ]  # fmt: skip


def _parts(of: Points | None) -> dict[str, object]:
    """The parts of some points as cells; empty ones in a plan without weights."""
    return {name: "" if of is None else getattr(of, name) for name in ("won", "open", "lost")}


def points_table(findings: Findings) -> Table:
    """The points by pillar: won, open, lost and the pillar's weight; without weights how many goals are met, open, and lost
    in whole or in part.
    """
    result, language, say = findings.result, findings.language, findings.language.say
    ids = [
        *((p.id, p.title, f"{p.id}. {p.title}") for p in findings.plan.pillars),
        ("plan", findings.plan.title, say("Hele planen")),
    ]
    of = [*(result.pillar_points(p) for p in findings.plan.pillars), result.points]
    goals = [*(result.of(p) for p in findings.plan.pillars), result.goals]
    cells = [_counts(own) if won is None else _shares(won) for won, own in zip(of, goals, strict=True)]
    weights = findings.plan.weights
    if weights is None:
        heads = (say("Opfyldt"), say("Åbne"), say("Ikke eller delvist opfyldt"), say("I alt"))
        caption = say("Planens mål efter søjle ved udgangen af {quarter}", quarter=result.period)
    else:
        heads = (say("Vundet"), say("Åbent"), say("Tabt"), say("I alt"))
        said = message("Planens vægt fordelt på vundet, åbent og tabt ved udgangen af {quarter}, {unit}")
        caption = say(said, quarter=result.period, unit=unit_word(weights.unit, language))
    records = [{"pillar": id_, "title": title, **_parts(won)} for (id_, title, _), won in zip(ids, of, strict=True)]
    return Table(
        label="tbl-points",
        caption=caption,
        columns=columns((say("Søjle"), *heads), right=heads),
        rows=tuple(
            tuple(text(language.shown(cell)) for cell in (name, *own))
            for (*_, name), own in zip(ids, cells, strict=True)
        ),
        download=download(findings, "point", records),
    )


def _shares(of: Points) -> tuple[Decimal, ...]:
    return (tidy(of.won), tidy(of.open), tidy(of.lost), of.total)


def _counts(goals: Sequence[GoalResult]) -> tuple[int, ...]:
    found = counted(goals)
    return (found["met"], found["open"], found["lost"], len(goals))
