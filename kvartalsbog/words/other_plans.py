"""What is told where two books follow two plans."""

from __future__ import annotations

from collections.abc import Iterator

from kvartalsbog.content.language import Language, message
from kvartalsbog.verdicts.changes import OtherPlan
from kvartalsbog.words.numbers import enumeration, years_words


def other_plan_sentences(change: OtherPlan, language: Language) -> Iterator[str]:
    """Which plans they are, what can be compared in both, and whether any of it is another."""
    before, after, say = change.before, change.after, language.say
    yield say(
        "{before} følger planen for {year}, og {after} følger planen for {next}. To planers mål, status, point og leverancer kan ikke sammenlignes; det kan kun måneder, som begge viser.",
        before=_of_body(before.name, before.plan), year=_of_body(before.plan.rpartition("/")[2], before.plan),
        after=_of_body(after.name, after.plan), next=_of_body(after.plan.rpartition("/")[2], after.plan),
    )  # fmt: skip
    if not change.alike:
        yield say("Ingen mål er målt på samme måde i begge planer, så der er intet at sammenligne.")
        return
    named = enumeration((f"{goal.id} {series.title or goal.title}" for goal, series in change.alike), language)
    if not change.years:
        yield say("Målt på samme måde: {goals}. Men udgaverne viser ingen måneder i fællesskab.", goals=named)
        return
    years = years_words(change.years, language)
    same = message("Målt på samme måde: {goals}. I månederne fra {years} er intet tal ændret.")
    other = message("Målt på samme måde: {goals}. I månederne fra {years} er disse tal ændret:")
    yield say(other if change.restated else same, goals=named, years=years)


def _of_body(told: str, plan: str) -> str:
    """What is told of a plan, or of an edition of it, with whose it is where it is not the first authority's."""
    body = plan.rpartition("/")[0]
    return f"{told} ({body})" if body else told
