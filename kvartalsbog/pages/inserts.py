"""What the overview and the hand-written pages insert from the plan and the findings."""

from __future__ import annotations

from kvartalsbog.content.blocks import (
    Block,
    BulletList,
    Fact,
    Facts,
    Inline,
    Paragraph,
    Table,
    bullets,
    paragraph,
    text,
)
from kvartalsbog.content.language import Language, message
from kvartalsbog.kinds.base import Criterion, Outlook
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.pages.changes import revisions_table
from kvartalsbog.pages.goal_links import goal_link, number_link
from kvartalsbog.pages.tables import columns
from kvartalsbog.plan.goals import Pillar
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.standing import by_standing
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.goals import goal_numbers
from kvartalsbog.words.numbers import INCOMPLETE, MISSING, WITHHELD, amount, enumeration
from kvartalsbog.words.origins import given_words
from kvartalsbog.words.standings import TONES, finding_sentence, places_sentence, standing_word, told_places
from kvartalsbog.words.statuses import (
    data_status,
    outlook_meaning,
    outlook_status,
    standing_status,
    status,
    verdict_meaning,
    why_hidden,
)
from kvartalsbog.words.units import noun
from kvartalsbog.words.weights import of_plan, tidy


def lead(findings: Findings) -> Paragraph:
    """The finding about the plan."""
    return paragraph(finding_sentence(findings.result.goals, findings.language), "finding")


def standings_facts(findings: Findings) -> Facts:
    """How much of the plan's points, or without weights how many of its goals, stands where."""
    language, weighed = findings.language, findings.result.points is not None
    return Facts(
        facts=tuple(
            Fact.model_validate({"term": standing_word(place, language, weighed=weighed), "value": language.number(tidy(part)), "tone": TONES[place]})
            for place, part in told_places(findings.result).items()
        )
    )  # fmt: skip


def pillar_lead(findings: Findings, pillar: Pillar) -> tuple[Block, ...]:
    """The finding about a pillar's goals, and what the pillar weighs and how its points stand."""
    won, weights, language = findings.result.pillar_points(pillar), findings.plan.weights, findings.language
    goals = findings.result.of(pillar)
    finding = paragraph(finding_sentence(goals, language), "finding")
    if won is None or weights is None or pillar.weighs is None:
        return (finding,)
    weighs = language.say("Søjlen vejer {weight}.", weight=of_plan(pillar.weighs, weights, language))
    stands = places_sentence(by_standing(goals), won.unit, findings.period, language)
    return (finding, paragraph(f"{weighs} {stands}", "lead"))


def scorecard_facts(findings: Findings) -> tuple[Block, ...]:
    """The finding, and how much of the plan stands where."""
    return (lead(findings), standings_facts(findings))


def goal_line(result: GoalResult, language: Language) -> Inline:
    """A goal and how it stands, as one line of a list."""
    return language.say_runs("{goal}: {status}", goal=goal_link(result.goal), status=standing_status(result, language))


def edition_facts(findings: Findings) -> tuple[Block, ...]:
    """Which quarter, from which data, of what status."""
    say, (label, explanation) = findings.language.say, data_status(findings.plan.data_status, findings.language)
    lines = [
        say("Kvartal: {quarter}.", quarter=findings.period),
        say("Data er trukket den {day}.", day=findings.extracted),
    ]
    if label:
        lines.append(say("Status: {status}. {meaning}", status=label, meaning=explanation))
    lines.append(say("Planen: {document}.", document=findings.plan.source.document))
    return (bullets(lines),)


def reading_notes(findings: Findings) -> tuple[Block, ...]:
    """How each open point of the plan was read, goal by goal, and which numbers are the book's own."""
    language = findings.language
    items = [
        language.say_runs("{goal}: {reading}", goal=number_link(goal, language), reading=said)
        for goal in findings.plan.goals
        for criterion in goal.criteria
        if (said := reading_of(criterion, language))
    ]
    if items:
        return (BulletList(items=tuple(items)),)
    return (paragraph(language.say("Planen er læst, som den står.")),)


def reading_of(criterion: Criterion, language: Language) -> str:
    """How the plan was read for a criterion, and which numbers are the book's own: room for items, plausible bounds."""
    said = [criterion.reading] if criterion.reading else []
    items = criterion.room if isinstance(criterion, DatedCriterion) else None
    if items is not None and items.set_by == "book":
        asked = criterion.asked
        room = amount(items.most, noun(asked, language), language=language) if asked else language.number(items.most)
        said.append(
            language.say("Bogen har plads til {room}; det tal er bogens eget, ikke planens, og afgør intet.", room=room)
        )
    bounds = criterion.own_bounds if isinstance(criterion, SeriesCriterion) else None
    if isinstance(criterion, SeriesCriterion) and bounds is not None:
        low, high = language.number(bounds.minimum), amount(bounds.maximum, criterion.unit, language=language)
        said.append(
            language.say(
                "En indberetning, hvis gennemsnit ikke ligger fra {low} til {high}, afviser bogen som en sandsynlig fejl; "
                "de grænser er bogens egne, ikke planens, og afgør intet.",
                low=low, high=high,
            )
        )  # fmt: skip
    return " ".join(said)


def revisions(findings: Findings) -> tuple[Block, ...]:
    """Every month that a later vintage changed, or that there are none; and which dropped goals had some."""
    table, dropped, language = revisions_table(findings), findings.dropped_revised, findings.language
    none = message("Ingen tal er revideret til og med {quarter}.")
    if dropped:
        none = message("Ingen tal for planens nuværende mål er revideret til og med {quarter}.")
    first: Block = paragraph(language.say(none, quarter=findings.period)) if table is None else table
    if not dropped:
        return (first,)
    told = language.say_n(
        "Mål {goals} er udgået af planen. Revisionerne af dets tal står i de udgaver, der udkom, mens det var med.",
        "Mål {goals} er udgået af planen. Revisionerne af deres tal står i de udgaver, der udkom, mens de var med.",
        len(dropped), goals=enumeration((f"{goal.id} {goal.title}" for goal in dropped), language),
    )  # fmt: skip
    return (first, paragraph(told))


def rejected_records(findings: Findings) -> tuple[Block, ...]:
    """How many records of each extract could not be used, or that all could: what `--allow-rejected` let through; and which figures came as
    sums, so that there were no records to reject.
    """
    language = findings.language
    lines = [
        language.say_n(
            "{quarter}, {source}: {count}\u00a0post kunne ikke bruges og er ikke med i tallene.",
            "{quarter}, {source}: {count}\u00a0poster kunne ikke bruges og er ikke med i tallene.",
            found.records, quarter=found.period, count=found.records,
            source=language.say("mål {goal}", goal=goal_numbers(found.judged, language)) if found.judged else found.file,
        )
        for found in findings.rejected
    ]  # fmt: skip
    if not lines:
        none = language.say("Til og med {quarter} er ingen poster afvist.", quarter=findings.period)
        return (paragraph(none), *_given(findings))
    return (bullets(lines), *_given(findings))


def _given(findings: Findings) -> tuple[Block, ...]:
    if not findings.given:
        return ()
    told = findings.language.say("Disse tal er ikke regnet ud af poster, men givet, som de er:")
    lines = (given_words(found, findings.plan, findings.language) for found in findings.given)
    return (paragraph(told), bullets(lines))


def suppression_note(findings: Findings) -> tuple[Block, ...]:
    """The threshold and the marks."""
    threshold, language = findings.plan.suppression_threshold, findings.language
    incomplete = message("Ufuldstændig: en eller flere måneder eller enheder er ikke indberettet og ikke med i tallet.")
    lines = [
        *(f"{mark} {why_hidden(mark, language, threshold)}." for mark in (WITHHELD, MISSING)),
        f"{INCOMPLETE} {language.say(incomplete)}",
    ]
    return (bullets(lines),)


def verdict_words(findings: Findings) -> tuple[Block, ...]:
    """Each verdict with its shape and meaning."""
    language, say = findings.language, findings.language.say
    rows = tuple(
        ((status(verdict, language),), text(verdict_meaning(verdict, language, credited=findings.plan.credited)))
        for verdict in Verdict
    )
    return (
        _words_table("tbl-verdicts", say("Et måls status: hvad der er sket"), (say("Status"), say("Betydning")), rows),
    )


def outlook_words(findings: Findings) -> tuple[Block, ...]:
    """Each outlook with its shape and meaning."""
    language, say = findings.language, findings.language.say
    told = [(outlook, False) for outlook in Outlook] + [(Outlook.OUT_OF_REACH, True)] * findings.plan.credited
    rows = tuple(
        (
            (outlook_status(outlook, language, reduced=reduced),),
            text(outlook_meaning(outlook, language, reduced=reduced)),
        )
        for outlook, reduced in told
    )
    caption = say("Forventningen til et mål: hvordan det tegner for resten af året")
    return (_words_table("tbl-outlooks", caption, (say("Forventning"), say("Betydning")), rows),)


def _words_table(label: str, caption: str, heads: tuple[str, str], rows: tuple[tuple[Inline, ...], ...]) -> Table:
    return Table(label=label, caption=caption, columns=columns(heads), rows=rows)
