"""What the overview and the hand-written pages insert from the plan and the findings."""

from __future__ import annotations

from kvartalsbog.content.blocks import (
    Block,
    BulletList,
    Column,
    Fact,
    Facts,
    Inline,
    Paragraph,
    Reference,
    Table,
    Text,
    text,
)
from kvartalsbog.kinds.base import Criterion, Outlook
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.pages.changes import revisions_table
from kvartalsbog.pages.plan_tables import plan_criteria, plan_weights
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.numbers import (
    INCOMPLETE,
    MISSING,
    NBSP,
    WITHHELD,
    amount,
    enumeration,
    long_date,
    number,
    plural,
    points,
)
from kvartalsbog.words.statuses import (
    data_status,
    outlook_meaning,
    outlook_status,
    status,
    verdict_meaning,
    verdict_word,
)
from kvartalsbog.words.units import noun


def lead(findings: Findings) -> Paragraph:
    """One sentence about how many goals stand how."""
    goals = findings.result.goals
    counts = [(verdict, sum(g.verdict is verdict for g in goals)) for verdict in Verdict]
    stand = enumeration(f"{number(count)}{NBSP}{verdict_word(verdict)}" for verdict, count in counts if count)
    words = f"Ved udgangen af {findings.quarter.label} står planens {plural(len(goals), 'mål', 'mål')} sådan: {stand}."
    return Paragraph(runs=text(words), role="lead")


def points_facts(findings: Findings) -> Facts:
    """Won, open and lost, of 100."""
    total = findings.result.points
    return Facts(
        facts=(
            Fact(term="point vundet", value=points(total.won), tone="better"),
            Fact(term="point åbne", value=points(total.open), tone="waiting"),
            Fact(term="point tabt", value=points(total.lost), tone="worse"),
        )
    )


def scorecard_facts(findings: Findings) -> tuple[Block, ...]:
    """How many goals stand how, and the points."""
    return (lead(findings), points_facts(findings))


def goal_line(result: GoalResult) -> Inline:
    """A goal with its verdict, and its outlook while it is open, as one line of a list."""
    name = Reference(text=f"{result.goal.id} {result.goal.title}", target=result.goal.label)
    line: Inline = (name, Text(text=": "), status(result.verdict))
    return line if result.outlook is None else (*line, Text(text=", udsigt: "), outlook_status(result.outlook))


def edition_facts(findings: Findings) -> tuple[Block, ...]:
    """Which quarter, from which data, of what status."""
    label, explanation = data_status(findings.plan.data_status)
    lines = [f"Kvartal: {findings.quarter.label}.", f"Data trukket: {long_date(findings.extracted)}."]
    if label:
        lines.append(f"Status: {label}. {explanation}")
    lines.append(f"Planen: {findings.plan.source.document}.")
    return (BulletList(items=tuple(text(line) for line in lines)),)


def weights(findings: Findings) -> tuple[Block, ...]:
    return (plan_weights(findings.plan),)


def criteria(findings: Findings) -> tuple[Block, ...]:
    return (plan_criteria(findings.plan),)


def reading_notes(findings: Findings) -> tuple[Block, ...]:
    """How each open point of the plan was read, goal by goal, and which numbers are the book's own."""
    items = [
        (Reference(text=f"Mål {goal.id}", target=goal.label), Text(text=f": {said}"))
        for goal in findings.plan.goals
        for criterion in goal.criteria
        if (said := reading_of(criterion))
    ]
    return (BulletList(items=tuple(items)),) if items else (Paragraph(runs=text("Planen er læst, som den står.")),)


def reading_of(criterion: Criterion) -> str:
    """How the plan was read for a criterion; also where the room for its items is the book's own number."""
    said = [criterion.reading] if criterion.reading else []
    items = criterion.room if isinstance(criterion, DatedCriterion) else None
    if items is not None and items.set_by == "book":
        room = amount(items.most, noun(criterion.asked)) if criterion.asked else number(items.most)
        said.append(f"Bogen har plads til {room}; det tal er bogens eget, ikke planens, og afgør intet.")
    return " ".join(said)


def revisions(findings: Findings) -> tuple[Block, ...]:
    """Every month that a later vintage changed, or that there are none; and which dropped goals had some."""
    table, dropped = revisions_table(findings), findings.dropped_revised
    whose = " for planens nuværende mål" if dropped else ""
    none = f"Ingen tal{whose} er revideret til og med {findings.quarter.label}."
    first: Block = Paragraph(runs=text(none)) if table is None else table
    if not dropped:
        return (first,)
    named = enumeration(f"{goal.id} {goal.title}" for goal in dropped)
    its, it = ("dets", "det") if len(dropped) == 1 else ("deres", "de")
    told = (
        f"Mål {named} er udgået af planen. Revisionerne af {its} tal står i de udgaver, der udkom, mens {it} var med."
    )
    return (first, Paragraph(runs=text(told)))


def rejected_records(findings: Findings) -> tuple[Block, ...]:
    """How many records of each extract could not be used, or that all could: what `--allow-rejected` let through."""
    lines = [
        f"{found.quarter}, {f'mål {found.goal}' if found.goal else found.file}: {plural(found.records, 'post', 'poster')} "
        "kunne ikke bruges og er ikke med i tallene."
        for found in findings.rejected
    ]
    if not lines:
        return (Paragraph(runs=text(f"Til og med {findings.quarter.label} er ingen poster afvist.")),)
    return (BulletList(items=tuple(text(line) for line in lines)),)


def suppression_note(findings: Findings) -> tuple[Block, ...]:
    """The threshold and the marks."""
    threshold = findings.plan.suppression_threshold
    lines = [
        f"{WITHHELD} Fortroligt. Der er færre end {number(threshold)} sager, eller tallet kan bruges til at regne et sådant tal ud.",
        f"{MISSING} Mangler. Der er ikke indberettet noget.",
        f"{INCOMPLETE} Ufuldstændig. En eller flere måneder eller enheder er ikke indberettet og ikke med i tallet.",
    ]
    return (BulletList(items=tuple(text(line) for line in lines)),)


def verdict_words(_: Findings) -> tuple[Block, ...]:
    """Each verdict with its shape and meaning."""
    rows = tuple(((status(verdict),), text(verdict_meaning(verdict))) for verdict in Verdict)
    return (_words_table("tbl-verdicts", "Et måls status: hvad der er sket", "Status", rows),)


def outlook_words(_: Findings) -> tuple[Block, ...]:
    """Each outlook with its shape and meaning."""
    rows = tuple(((outlook_status(outlook),), text(outlook_meaning(outlook))) for outlook in Outlook)
    return (_words_table("tbl-outlooks", "Et måls udsigt: hvordan det tegner for resten af året", "Udsigt", rows),)


def _words_table(label: str, caption: str, head: str, rows: tuple[tuple[Inline, ...], ...]) -> Table:
    return Table(label=label, caption=caption, columns=(Column(title=head), Column(title="Betydning")), rows=rows)
