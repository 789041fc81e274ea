"""The plan at a glance → tables: every goal in one line, and what stands where by pillar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kvartalsbog.content.blocks import Inline, Status, Table, Text, text
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.goal_links import goal_link
from kvartalsbog.pages.tables import columns, plain_number, weight_head, without_silent
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult, deadlines
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.points import Points
from kvartalsbog.verdicts.standing import Standing, by_standing
from kvartalsbog.words.expected import expected_words, since_words, track
from kvartalsbog.words.goals import goal_asked, goal_deadlines, goal_reached
from kvartalsbog.words.numbers import capital, spaced
from kvartalsbog.words.standings import standing_word, told_places
from kvartalsbog.words.statuses import standing_status
from kvartalsbog.words.units import unit_word
from kvartalsbog.words.weights import of_weight, tidy


def scorecard(findings: Findings) -> Table:
    """Every goal in one line: its weight, how it stands or is expected to, since when, what is reached, required and expected, and when it is due."""
    result, say = findings.result, findings.language.say
    weight = weight_head(findings)
    asked = say("Krav og frist ({year})", year=findings.period.calendar.years)
    every = (say("Mål"), *weight, say("Status"), say("Siden"), say("Nået"), asked, say("Forventet"))
    heads, rows = without_silent(every, [_scorecard_row(findings, goal) for goal in result.goals], len(every) - 1)
    divided = any(goal.points is not None and goal.points.divided for goal in result.goals)
    note = say("Er kun en del af målet opfyldt, kan det give en del af vægten.")
    return Table(
        label="tbl-scorecard",
        caption=findings.language.say_n(
            "Planens ene mål ved udgangen af {quarter}",
            "Planens {count} mål ved udgangen af {quarter}",
            len(result.goals),
            count=len(result.goals),
            quarter=result.period,
        ),
        columns=columns(heads, right=weight),
        rows=rows,
        notes=(*((text(note),) if divided else ()), *_track_note(findings)),
        download=download(findings, "maal", scorecard_records(result)),
        cards=True,
    )


def _scorecard_row(findings: Findings, result: GoalResult) -> tuple[Inline, ...]:
    goal, language = result.goal, findings.language
    weighed: tuple[Inline, ...] = ()
    if goal.weight is not None and result.points is not None:
        won = of_weight(result, result.points.won, language) if result.points.divided else language.number(goal.weight)
        weighed = (text(won),)
    return (
        (goal_link(goal),),
        *weighed,
        (standing_status(result, language),),
        (*_shapes(track(findings, goal.id)), *text(since_words(findings, goal.id))),
        text(goal_reached(result, language)),
        text(
            language.say(
                "{asked}, {deadlines}", asked=goal_asked(goal, language), deadlines=goal_deadlines(goal, language)
            )
        ),
        text(expected_words(findings, result)),
    )


def _shapes(told: Sequence[Status]) -> Iterator[Status]:
    """The shapes alone: the words beside them tell the same, and for whoever listens they would be told twice."""
    return (status.model_copy(update={"word": ""}) for status in told)


def _track_note(findings: Findings) -> Iterator[Inline]:
    """What the shapes before the words mean; nothing in a year's first edition."""
    statuses = {status.word: status for goal in findings.plan.goals for status in track(findings, goal.id)}
    if statuses:
        said = findings.language.say(
            "Tegnene før »Siden« er målets status i årets tidligere udgaver, den ældste først:"
        )
        between = (Text(text=" " if number == 0 else " · ") for number in range(len(statuses)))
        yield (*text(said), *(run for pair in zip(between, statuses.values(), strict=True) for run in pair))


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
    """What stands where by pillar, in points or, without weights, in goals."""
    result, language, say, plan = findings.result, findings.language, findings.language.say, findings.plan
    places, weights = told_places(result), plan.weights
    rows = [(f"{p.id}. {p.title}", p.id, p.title, result.of(p)) for p in plan.pillars]
    rows.append((say("Hele planen"), "plan", plan.title, result.goals))
    found = [(name, pillar, title, by_standing(goals)) for name, pillar, title, goals in rows]
    heads = (*(capital(standing_word(place, language, weighed=weights is not None)) for place in places), say("I alt"))
    caption = say("Planens mål efter søjle ved udgangen af {quarter}", quarter=result.period)
    if result.points is not None:
        unit = unit_word(result.points.unit, language)
        caption = say("Planens vægt efter søjle ved udgangen af {quarter}, {unit}", quarter=result.period, unit=unit)
    recorded = {*places, Standing.UNKNOWN}
    records = [
        {"pillar": pillar, "title": title, **{p.value: plain_number(parts[p]) for p in Standing if p in recorded}}
        for _, pillar, title, parts in found
    ]
    return Table(
        label="tbl-points",
        caption=caption,
        columns=columns((say("Søjle"), *heads), right=heads),
        rows=tuple(
            tuple(
                text(language.shown(cell))
                for cell in (name, *(tidy(parts[place]) for place in places), sum(parts.values()))
            )
            for name, _, _, parts in found
        ),
        download=download(findings, "point", records),
    )
