"""Links to a goal's section: by its number and title, or by its number alone."""

from __future__ import annotations

from kvartalsbog.content.blocks import Reference
from kvartalsbog.content.language import Language
from kvartalsbog.plan.goals import Goal


def goal_link(goal: Goal) -> Reference:
    """The goal by its number and title: `1.1 Sagsbehandlingstid`."""
    return Reference(text=f"{goal.id} {goal.title}", target=goal.label)


def number_link(goal: Goal, language: Language) -> Reference:
    """The goal by its number: `Mål 1.1`."""
    return Reference(text=language.say("Mål {goal}", goal=goal.id), target=goal.label)
