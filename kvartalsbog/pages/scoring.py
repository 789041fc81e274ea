"""How a plan's goals count: what is won, open and lost, and what gives a part."""

from __future__ import annotations

from kvartalsbog.content.blocks import Block, BulletList, Inline, bullets, paragraph
from kvartalsbog.content.language import Language
from kvartalsbog.pages.goal_links import number_link
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.numbers import amount
from kvartalsbog.words.weights import credit_sentences


def scoring(findings: Findings) -> tuple[Block, ...]:
    """The plan's weights as won, open and lost, or that it has none; then each goal that gives a part, and by what rule."""
    plan, say = findings.plan, findings.language.say
    if plan.weights is None:
        blocks: list[Block] = [paragraph(say("Planen vægter ikke sine mål, så overblikket tæller dem."))]
    else:
        whole = amount(plan.weights.total, plan.weights.unit, language=findings.language)
        parts = (
            say("Opnået er det, der ligger fast som opfyldt."),
            say("Mistet er det, der ikke længere kan blive opfyldt."),
            say("Uafgjort er resten."),
        )
        blocks = [
            paragraph(say("Planens {whole} er hele tiden delt i tre: opnået, uafgjort og mistet.", whole=whole)),
            bullets(parts),
        ]
    credited = [goal for goal in plan.goals if goal.credited]
    if not credited:
        return (
            *blocks,
            paragraph(say("Planen har ingen regel om delvis opfyldelse: et mål er opfyldt helt eller slet ikke.")),
        )
    lines = tuple(_rule(goal, findings.language) for goal in credited)
    return (*blocks, paragraph(say("Disse mål kan opfyldes delvist:")), BulletList(items=lines))


def _rule(goal: Goal, language: Language) -> Inline:
    rule = " ".join(credit_sentences(goal, language))
    return language.say_runs("{goal}: {rule}", goal=number_link(goal, language), rule=rule)
