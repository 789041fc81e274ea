"""Weights, points and degrees in words, in what the plan weighs its goals in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kvartalsbog.content.language import DANISH, Language, closed, message
from kvartalsbog.kinds.base import Criterion, Step
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.values import Plan
from kvartalsbog.plan.weights import PER_CENT, Weights
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.words.kinds import dated_words, requirement
from kvartalsbog.words.numbers import amount, enumeration
from kvartalsbog.words.units import unit_word

_CENT = Decimal("0.01")


def tidy(value: Decimal) -> Decimal:
    """A part as readers see it: with the decimals it has, or two where it has no end."""
    return value if value == round(value, 3) else value.quantize(_CENT, rounding=ROUND_HALF_UP)


def part_words(value: Decimal, unit: str, language: Language = DANISH) -> str:
    """A part of the weight with what it is counted in: `2,5 point`."""
    return amount(tidy(value), unit, language=language)


def source_sentences(goal: Goal, weights: Weights | None, language: Language = DANISH) -> str:
    """Who answers for a goal, what it weighs, and where it stands in the plan."""
    said = language.say("Ansvarlig: {name}.", name=goal.responsible)
    if goal.weight is not None and weights is not None:
        weight = amount(goal.weight, weights.unit, language=language)
        said = f"{said} {closed(language.say('Vægt: {weight}', weight=weight))}"
    return f"{said} {closed(goal.source)}" if goal.source else said


def of_plan(weight: Decimal, weights: Weights, language: Language = DANISH) -> str:
    """A weight as a part of the plan's: `25 pct. af planen`, `60 af planens 180 point`."""
    if weights.unit == PER_CENT:
        return language.say("{weight}\u00a0pct. af planen", weight=weight)
    whole = amount(weights.total, weights.unit, language=language)
    return language.say("{weight} af planens {whole}", weight=weight, whole=whole)


def of_weight(result: GoalResult, part: Decimal, language: Language = DANISH) -> str:
    """A part of a goal's weight: `2,5 af 5 point`."""
    weight, unit = result.goal.weight or Decimal(0), result.points.unit if result.points else ""
    word = unit_word(unit, language, weight)
    return language.say("{part} af {weight} {unit}", part=tidy(part), weight=weight, unit=word)


def degree(of: Fraction) -> Decimal:
    """A part of a whole in per cent, to six decimals."""
    return round(Decimal(100 * of.numerator) / of.denominator, 6)


def degree_words(of: Fraction, language: Language = DANISH) -> str:
    """A part of a whole in per cent, as readers see it: `75 pct.`."""
    return part_words(degree(of), PER_CENT, language)


def degree_sentence(result: GoalResult, language: Language = DANISH) -> str:
    """How far a goal is fulfilled where the plan gives credit for a part of it; otherwise empty."""
    settled, possible = result.credit
    if not result.goal.credited or settled == possible == 0:
        return ""
    if result.credit.final:
        return closed(language.say("Målet er opfyldt {degree}", degree=degree_words(settled, language)))
    if settled == 0 and possible == 1:
        return ""
    said = message("Indtil nu er {settled} af målet opfyldt, og højst {possible} kan blive det.")
    return language.say(said, settled=degree_words(settled, language), possible=degree_words(possible, language))


def credit_sentences(goal: Goal, language: Language = DANISH) -> Iterator[str]:
    """What gives a part of a goal, as the plan has it; nothing where all or nothing is given."""
    if goal.credit is not None:
        parts = _parts(goal, language)
        yield closed(language.say("Hvert kriterium giver sin del af målet: {parts}", parts=parts))
    for criterion in goal.criteria:
        if isinstance(criterion, DatedCriterion) and (scale := dated_words(criterion, language).scale(criterion)):
            yield scale
        if criterion.credit:
            steps = (
                language.say(
                    "{wanted} giver {gives}\u00a0pct.",
                    wanted=_step(criterion, step, language),
                    gives=step.gives,
                )
                for step in criterion.credit
            )
            named = closed(enumeration(steps, language))
            said = (
                message("Delvis opfyldelse af »{title}«: {steps}")
                if len(goal.criteria) > 1
                else message("Delvis opfyldelse: {steps}")
            )
            yield language.say(said, title=criterion.title, steps=named)


def _step(criterion: Criterion, step: Step, language: Language) -> str:
    """What a step asks for; of a number of things one is told without their name, which the plan has for several."""
    one = isinstance(criterion, DatedCriterion) and step.limit == 1
    return language.say("ét") if one else requirement(criterion.at(step), language)


def _parts(goal: Goal, language: Language) -> str:
    whole = sum((criterion.weight or 1 for criterion in goal.criteria), Decimal(0))
    shares = ((c.title, Fraction(c.weight or 1) / Fraction(whole)) for c in goal.criteria)
    return enumeration((f"»{title}« {degree_words(share, language)}" for title, share in shares), language)


def shared_sentence(goal: Goal, plan: Plan, language: Language = DANISH) -> str:
    """With whom a goal is shared, and how much of it is this plan's; empty where it is shared with nobody."""
    if goal.shared is None:
        return ""
    names, share = enumeration(goal.shared.authorities, language), goal.shared.share
    if share is None:
        return language.say("Målet er fælles med {names}.", names=names)
    told: dict[str, object] = {"names": names, "share": share}
    if goal.weight is None or plan.weights is None:
        return language.say("Målet er fælles med {names}; {share}\u00a0pct. af det er denne plans.", **told)
    whole = part_words(goal.weight * 100 / share, plan.weights.unit, language)
    return language.say(
        "Målet er fælles med {names}; dets vægt her er {share}\u00a0pct. af de {whole}, som målet har i alt.",
        whole=whole, **told,
    )  # fmt: skip
