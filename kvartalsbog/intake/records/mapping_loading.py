"""intake.yml → a valid `IntakeMapping`, or every problem with it, in Danish and with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kvartalsbog.errors import Problem, ProblemsError
from kvartalsbog.files.documents import Document, Path_, read_document
from kvartalsbog.files.validation import validated
from kvartalsbog.intake.records.mapping import IntakeMapping, SeriesMapping
from kvartalsbog.intake.records.plain_text import fold, plain
from kvartalsbog.kinds.series import Bounds, SeriesCriterion
from kvartalsbog.kinds.units import Unit
from kvartalsbog.names import Among
from kvartalsbog.periods import Month
from kvartalsbog.plan.values import Plan
from kvartalsbog.words.kinds import series_words

MOST = 10**9  # what one record can measure at most, in any unit


def judged_mapping(path: Path, agreed: Plan | None, problems: list[Problem], *, name: str) -> IntakeMapping:
    """The mapping in a file, held against the plan, or against nothing where there is no plan that can be used. Every malformed
    value is added to `problems` or, where there is none, everything that does not fit the plan: goals without a series, a
    measure that cannot give the goal's kind or unit, left-out types that are not known, spellings of unknown districts or of
    two. With problems the mapping has the goals without any, so that their extracts can be judged in the same run, and none where the
    spellings have no form. Where there is no file no extract can be taken in. A goal need not be mapped: its figures come as
    sums, in the owners' form or one by one.
    """
    if not path.exists():
        return IntakeMapping(goals={})
    try:
        document = read_document(path, name=name)
    except ProblemsError as error:
        problems.extend(error.problems)
        return IntakeMapping(goals={})
    own: list[Problem] = []
    mapping = validated(document, IntakeMapping, own)
    if mapping is not None:
        own.extend([*_types(document, mapping), *_dates(document, mapping)])
    if mapping is not None and agreed is not None:
        plan = agreed.with_every_goal()
        own.extend([*_goals(document, mapping, plan), *_spellings(document, mapping, plan)])
        own.extend(_owners(document, mapping, plan))
    problems.extend(own)
    return mapping if mapping is not None and not own else _sound_part(document.value, own)


def _sound_part(value: Any, problems: Sequence[Problem]) -> IntakeMapping:
    """The mapping of the goals that no problem is about."""
    about = [problem.place.column or "" for problem in problems]
    goals = value.get("goals") if isinstance(value, dict) else None
    sound = {
        goal: series
        for goal, series in (goals.items() if isinstance(goals, dict) else ())
        if not any(f"{path}.".startswith(f"goals.{goal}.") for path in about)
    }
    try:
        return IntakeMapping.model_validate({**value, "goals": sound} if sound else {"goals": {}})
    except ValidationError:
        return IntakeMapping(goals={})


def mapped_series(path: Path, name: str) -> frozenset[str]:
    """The series that a mapping names, be it one with problems; none where there is no file that can be read."""
    try:
        value = read_document(path, name=name).value if path.exists() else {}
    except ProblemsError:
        return frozenset()
    goals = value.get("goals") if isinstance(value, dict) else None
    return frozenset(map(str, goals)) if isinstance(goals, dict) else frozenset()


def is_of_one_goal(problem: Problem) -> bool:
    """Whether a problem of a mapping leaves the other goals' extracts as they are."""
    return (problem.place.column or "").startswith("goals")


def _goals(document: Document, mapping: IntakeMapping, plan: Plan) -> Iterator[Problem]:
    numeric = plan.own_series
    for goal, series in mapping.goals.items():
        criterion = numeric.get(goal)
        if criterion is None:
            message = "Målet findes ikke, eller det har ingen talserie."
            yield document.problem(("goals", goal), message, goal, Among(goal, tuple(numeric), plan.titles))
        else:
            yield from _measure(document, goal, series, criterion)
        for district in set(series.may_have_none) - set(criterion.districts if criterion else series.may_have_none):
            path = ("goals", goal, "may_have_none")
            allowed = Among(district, criterion.districts if criterion else (), plan.titles)
            yield document.problem(path, "Enheden indberetter ikke til målet.", district, allowed)
        if series.since is not None and Month.of(series.since) not in plan.calendar.months:
            path = ("goals", goal, "since")
            message = f"Dagen ligger uden for planens {plan.calendar.span.bare}."
            yield document.problem(path, message, str(series.since), plan.calendar.days_allowed)


def _measure(document: Document, goal: str, series: SeriesMapping, criterion: SeriesCriterion) -> Iterator[Problem]:
    """A mapping whose result cannot have the goal's unit."""
    path = ("goals", goal, series.measure)
    unit, word = criterion.unit, criterion.unit_word
    if series.measure not in criterion.fed_by:
        fitting = ", ".join(measure for measure in criterion.fed_by if measure != "days" or unit is Unit.DAYS)
        yield document.problem(path, f"Målet er {series_words(criterion).one}.", series.measure, fitting)
    elif series.days and unit is not Unit.DAYS:
        hint = "Lad udtrækket have en kolonne med tallet."
        fitting = f"value: {{column: …, unit: {word}}}"
        yield document.problem(path, f"Målet måles i {word}, og »days« giver dage.", "days", fitting, hint)
    elif series.value and series.value.unit != word:
        yield document.problem((*path, "unit"), "Enheden er ikke målets.", series.value.unit, word)
    if series.yes_no:
        yes, no = ({fold(plain(word)) for word in words} for words in (series.yes_no.yes, series.yes_no.no))
        for word in sorted(yes & no):
            allowed = "ord, der kun betyder det ene"
            yield document.problem(path, "Ordet betyder både ja og nej.", word, allowed)
    if series.plausible:
        yield from _bounds(document, ("goals", goal, "plausible"), series, series.plausible)


def _bounds(document: Document, path: Path_, series: SeriesMapping, bounds: Bounds) -> Iterator[Problem]:
    found = f"{bounds.minimum} og {bounds.maximum}"
    if series.measure not in ("days", "value"):
        yield document.problem(path, "Her måles intet, der kan have grænser.", found, "ved days og value")
    elif not 0 <= bounds.minimum < bounds.maximum <= MOST:
        allowed = f"fra 0 til {MOST}"
        yield document.problem(path, "Den nedre grænse skal være under den øvre.", found, allowed)


def _types(document: Document, mapping: IntakeMapping) -> Iterator[Problem]:
    for goal, series in mapping.goals.items():
        for kind in set(series.types.left_out) - set(series.types.known) if series.types else ():
            path = ("goals", goal, "types", "left_out")
            known = Among(kind, series.types.known if series.types else ())
            hint = "Skriv den også under »known«."
            yield document.problem(path, "Typen er ikke blandt de kendte.", kind, known, hint)


def _dates(document: Document, mapping: IntakeMapping) -> Iterator[Problem]:
    """Forms of dates of columns that the goal has no dates in."""
    for goal, series in mapping.goals.items():
        for column in series.date_forms:
            if column not in series.dates:
                path = ("goals", goal, "date_forms", column)
                message = "Kolonnen er ikke en af dem, målets datoer står i."
                yield document.problem(path, message, column, Among(column, series.dates))


def _owners(document: Document, mapping: IntakeMapping, plan: Plan) -> Iterator[Problem]:
    known = dict.fromkeys(goal.responsible for goal in plan.goals)
    for owner in mapping.owners:
        if owner not in known:
            message = "Ingen af planens mål har denne ansvarlige."
            yield document.problem(("owners", owner), message, owner, Among(owner, tuple(known)))


def _spellings(document: Document, mapping: IntakeMapping, plan: Plan) -> Iterator[Problem]:
    known = {district.id: district.every_name for district in plan.districts}
    taken = {plain(spelling): district for district, names in known.items() for spelling in (district, *names)}
    for district, spellings in mapping.spellings.items():
        path = ("spellings", district)
        if district not in known:
            there = Among(district, tuple(known), plan.titles)
            yield document.problem(path, "Enheden findes ikke i planens liste.", district, there)
        for spelling in spellings:
            owner = taken.setdefault(plain(spelling), district)
            if owner != district:
                allowed = "et navn, der kun hører til én enhed"
                yield document.problem(path, f"Navnet hører også til {owner}.", spelling, allowed)
