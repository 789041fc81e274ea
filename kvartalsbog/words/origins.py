"""Where figures came from that were not worked out from records, in words."""

from __future__ import annotations

from kvartalsbog.content.language import DANISH, Language
from kvartalsbog.periods import Month
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.origins import GivenFigures
from kvartalsbog.words.goals import goal_numbers
from kvartalsbog.words.numbers import months_words


def given_words(found: GivenFigures, plan: Plan, language: Language = DANISH) -> str:
    """A sentence on figures that were given: of which goal and period, and how."""
    say, told = language.say, {"quarter": found.period, "goal": goal_numbers(found.judged, language)}
    if found.kind == "sums":
        return say("{quarter}, mål {goal}: givet som summer i en fil.", **told)
    if found.kind == "form":
        return say("{quarter}, mål {goal}: givet i den ansvarliges skema.", **told)
    return say(
        "{quarter}, mål {goal}, {what}: tastet ind efter {source}.",
        what=_what(found, plan, language), source=found.source.rstrip("."), **told,
    )  # fmt: skip


def _what(found: GivenFigures, plan: Plan, language: Language) -> str:
    goal, (first, _, unit) = plan.goal(found.judged[0].goal), found.of.partition(" ")
    if unit:
        return f"{months_words([Month.parse(first)], language)}, {plan.district_name(unit)}"
    return f"»{goal.item_title(first)}«" if goal.has_item(first) else first
