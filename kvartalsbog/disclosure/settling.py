"""Choosing for good: what a quarter's edition shows is written down when it is approved, or a person must decide first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kvartalsbog.disclosure.decisions import Decision, decided, place, template
from kvartalsbog.disclosure.fitting import misfit, some_of
from kvartalsbog.disclosure.history import NOTHING_GIVEN, Given, Proposal, anew, propose
from kvartalsbog.disclosure.publication import Choice, Key, Kind
from kvartalsbog.disclosure.record import Record, newest, write_record
from kvartalsbog.errors import Problem, ProblemsError, UsageError
from kvartalsbog.periods import Period
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings


def settle(
    plan: Plan,
    readings: Readings,
    period: Period,
    records: tuple[Record, ...],
    decisions: tuple[Decision, ...],
    data_dir: Path,
    *,
    given: Given = NOTHING_GIVEN,
    correction: bool = False,
) -> Path | None:
    """Write down what a quarter's edition shows, which is searched for now, whatever is remembered; None where that is done
    and its readings are the same.

    With `correction` a new choice is made beside those that were published. Raises ProblemsError when the readings are
    others than the choice's and no correction is meant, and when a person must decide; UsageError when there is nothing
    to correct.
    """
    record = newest(records, period)
    if record is None and correction:
        raise UsageError(f"{period} er ikke godkendt før, og der er intet at rette. Godkend uden --correction.")
    if record is not None:
        wrong = misfit(plan, readings, record, given)
        if wrong is None:
            return None
        if not correction:
            raise ProblemsError([wrong])
    proposal = propose(plan, readings, period, records, decisions, given, anew)
    if problems := list(undecided(proposal, plan, decisions)):
        raise ProblemsError(problems)
    return write_record(proposal.record, data_dir)


def undecided(proposal: Proposal, plan: Plan, decisions: tuple[Decision, ...]) -> Iterator[Problem]:
    """What a person must decide before a proposal can be published: the place of each, and never the value."""
    period = proposal.record.period
    for goal, choices in proposal.choices.items():
        if decided(decisions, period, goal) is None:
            for words, hint in _questions(choices, plan, is_correction=proposal.record.number > 1):
                write = f"{hint} En person kan bestemme det andet: skriv i filen under »decisions:« linjen {template(period, goal)} – »withhold« skjuler, »show« viser målets værdi alligevel."  # fmt: skip
                yield Problem(place(period), f"{period}, {plan.series_in_words(goal)}: {words}", hint=write.strip())


def _questions(choices: tuple[Choice, ...], plan: Plan, *, is_correction: bool) -> Iterator[tuple[str, str]]:
    near = [key for choice in choices for key in choice.near]
    exposed = list(dict.fromkeys(group for choice in choices for group in choice.exposed))
    if is_correction and near:
        yield (
            f"Rettelsen flytter {some_of([named(k, plan) for k in near])} med færre end {plan.suppression_threshold} tilfælde fra et tal, der er vist.",
            f"Indberet hellere tallet igen i næste {plan.calendar.noun.bare}, hvor en så lille forskel bliver skjult.",
        )
    elif any(choice.value_withheld for choice in choices):
        yield ("Målets egen værdi kan ikke vises, uden at et tal for få tilfælde kan regnes ud.", "")
    if exposed:
        yield (
            f"Hvad der end skjules, kan der regnes for meget ud om {some_of([named_group(g, plan) for g in exposed])}.",
            "",
        )


def named(key: Key, plan: Plan) -> str:
    """What a sum is called."""
    if key.units:
        return _with_those_before(key.units, plan)
    if key.kind is Kind.WINDOW:
        return key.name.replace("..", " til ")
    return key.name if key.kind is Kind.MONTH else f"{plan.calendar.span.the} til og med {key.name}"


def _with_those_before(units: Sequence[str], plan: Plan) -> str:
    """A unit's name, and that it is told with those that went into it."""
    name = next((district.name for district in plan.districts if district.id == units[0]), units[0])
    return f"{name} med de enheder, der er gået over i den" if units[1:] else name


def named_group(group: tuple[str, ...], plan: Plan) -> str:
    """What a secret is called: its unit, its period."""
    kind, *rest = group
    if kind == Kind.MERGED:
        return _with_those_before(rest[0].split(), plan)
    names = {district.id: district.name for district in plan.districts}
    words = [names.get(part, part) for part in rest]
    return f"{plan.calendar.span.the} til og med {words[0]}" if kind == Kind.TO_DATE else ", ".join(words)
