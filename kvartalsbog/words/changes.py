"""What changed between two books, in words: a sentence for each change, whoever tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kvartalsbog.content.blocks import Inline, Run
from kvartalsbog.content.language import DANISH, Language, closed, message, rounded
from kvartalsbog.content.prose import plain_text
from kvartalsbog.files.fields import day_of, number_of
from kvartalsbog.kinds.measured import is_large, precision
from kvartalsbog.plan.units import Happening, UnitEvent
from kvartalsbog.verdicts.changes import (
    Aspect,
    Change,
    GoalCame,
    GoalChanged,
    GoalWent,
    ItemChanged,
    MonthRestated,
    OtherPlan,
    PlanAmended,
    PointsChanged,
    UnitMoved,
)
from kvartalsbog.verdicts.states import Figure, GoalState, ItemState, Step
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.goals import goal_numbers
from kvartalsbog.words.numbers import DASH, amount, capital, enumeration, month_name, number
from kvartalsbog.words.other_plans import other_plan_sentences
from kvartalsbog.words.statuses import DIRECTIONS, PLAN_FIELDS, SET_BY, outlook_word, standing_status, verdict_word
from kvartalsbog.words.weights import part_words, tidy

_POINTS = {
    "won": message("de opnåede point er gået fra {before} til {after}"),
    "open": message("de uafgjorte point er gået fra {before} til {after}"),
    "lost": message("de mistede point er gået fra {before} til {after}"),
}
_OTHERS = {
    "won": message("det opnåede er gået fra {before} til {after}"),
    "open": message("det uafgjorte er gået fra {before} til {after}"),
    "lost": message("det mistede er gået fra {before} til {after}"),
}

_CODES: Mapping[str, Mapping[str, str]] = {"direction": DIRECTIONS, "set_by": SET_BY}  # fields whose values are codes


def sentences(change: Change, language: Language = DANISH) -> Iterator[str]:
    """A change as sentences that stand alone."""
    match change:
        case GoalCame(goal) | GoalWent(goal) | GoalChanged(goal):
            name = language.say("Mål {goal}", goal=f"{goal.id} {goal.title}")
            yield plain_text(of_goal(change, name, language))
        case PointsChanged():
            yield from (closed(capital(moved)) for moved in points_moved(change, language))
        case MonthRestated():
            yield _month(change, language)
        case ItemChanged(goal, before, after):
            subject = language.say("Mål {goal}, {about}", goal=goal, about=after.title)
            yield closed(became(subject, _item(before, language), _item(after, language), language))
        case PlanAmended(step):
            yield _amended(step, language)
        case UnitMoved(event):
            yield unit_sentence(event, language)
        case OtherPlan():
            yield from other_plan_sentences(change, language)


def of_goal(change: GoalCame | GoalWent | GoalChanged, name: Run | str, language: Language = DANISH) -> Inline:  # noqa: PLR0911 - a sentence for each case
    """What is told of a goal; `name` is what it is called there, as a link perhaps."""
    say, told = language.say_runs, {"goal": name}
    match change:
        case GoalCame():
            return say("{goal} er nyt i planen.", **told)
        case GoalWent():
            return say("{goal} er udgået af planen.", **told)
        case GoalChanged(goal, aspect, _, _, earlier) if aspect is Aspect.VERDICT or _could_not_be_judged(change):
            stood, stands = _stood((earlier, goal), language)
            return say("{goal} er gået fra »{before}« til »{after}«.", before=stood, after=stands, **told)
        case GoalChanged(goal, Aspect.OUTLOOK, before, after, earlier):
            to = outlook_word(after, language, reduced=goal.reduced) if after else DASH
            if not before:
                return say("{goal}: forventningen er gået til »{after}«.", after=to, **told)
            since = outlook_word(before, language, reduced=earlier.reduced)
            return say("{goal}: forventningen er gået fra »{before}« til »{after}«.", before=since, after=to, **told)
        case GoalChanged(_, Aspect.RESULT, before, after):
            was, now = figures((before, after), change.goal.limit, language)
            moved = _moved(before, after, change.goal.limit, language)
            end = "" if f"{now}{moved}".endswith(".") else "."
            said = message("{goal}: resultatet er gået fra {before} til {after}{moved}{end}")
            return say(said, before=was, after=now, moved=moved, end=end, **told)
        case GoalChanged(_, aspect, before, after):
            field = language.say(PLAN_FIELDS[aspect.value])
            words = {"before": plain(before, language), "after": plain(after, language)}
            return say("{goal}, {field}: {before} er blevet til {after}.", field=field, **told, **words)


def _could_not_be_judged(change: GoalChanged) -> bool:
    """Whether it is of a goal that lacks data, whose outlook is told only where it can no longer be met."""
    return change.aspect is Aspect.OUTLOOK and change.goal.verdict is Verdict.NO_DATA


def _stood(goals: tuple[GoalState, GoalState], language: Language) -> tuple[str, ...]:
    """How a goal stood and stands, in the words of the pages: of one that is open what is expected, unless that tells no difference."""
    told = tuple(standing_status(goal, language).word.lower() for goal in goals)
    return told if len(set(told)) > 1 else tuple(verdict_word(goal.verdict, language) for goal in goals)


def points_moved(
    change: PointsChanged, language: Language = DANISH, kinds: tuple[str, ...] = tuple(_POINTS)
) -> list[str]:
    """What is told of each kind of points that are others: `de mistede point er gået fra 0 til 5`."""
    moved = [(kind, getattr(change.before, kind), getattr(change.after, kind)) for kind in kinds]
    unit = change.after.unit
    if unit == "point":
        return [language.say(_POINTS[kind], before=tidy(a), after=tidy(b)) for kind, a, b in moved if a != b]
    return [
        language.say(_OTHERS[kind], before=tidy(a), after=part_words(b, unit, language))
        for kind, a, b in moved
        if a != b
    ]


def plain(value: object, language: Language = DANISH) -> str:
    """What a plan says, as a reader reads it: a number, a day, or words, of which one sees where they begin and end."""
    if isinstance(value, list | tuple):
        return f"»{enumeration(map(str, value), language)}«"
    if isinstance(value, Mapping):
        return f"»{'; '.join(f'{key}: {language.shown(part)}' for key, part in value.items())}«"
    day, known = day_of(value), number_of(value)
    if day is None and known is None and value:
        return f"»{language.shown(value)}«"
    if known is None and day is not None:
        return language.say("den {day}", day=day)
    return DASH if known is None else language.shown(known)


def figures(shown: Sequence[Figure | None], limit: Decimal | None, language: Language = DANISH) -> list[str]:
    """Values beside each other with their unit, with as many decimals as tell them apart and from the limit; of a count how
    many of those that the goal asks for.
    """
    decimals = _decimals(shown, limit)
    return [_figure(found, decimals, language) for found in shown]


def _figure(shown: Figure | None, decimals: int, language: Language) -> str:
    if shown is None or shown.value is None:
        return language.say("ikke vist") if shown and shown.withheld else DASH
    value = shown.value
    if shown.of is not None and value <= shown.of:
        return language.say(
            "{number} af {wanted}", number=value, wanted=amount(shown.of, shown.unit, language=language)
        )
    return amount(value, shown.unit, decimals, language).strip()


def _moved(before: Figure | None, after: Figure | None, limit: Decimal | None, language: Language) -> str:
    if before is None or after is None or before.value is None or after.value is None:
        return ""
    decimals = _decimals((before, after), limit)
    moved = rounded(after.value, decimals) - rounded(before.value, decimals)  # of what is shown, so that it adds up
    told = language.number(moved, 0 if moved == moved.to_integral_value() else decimals)
    return f" ({'+' if moved > 0 else ''}{told})"


def _decimals(shown: Sequence[Figure | None], limit: Decimal | None) -> int:
    """None of whole numbers, nor of large ones beside a whole limit; else one more than the limit has, and as many as it
    takes that values which differ, or are not the limit, do not look alike.
    """
    values = {found.value for found in shown if found is not None and found.value is not None}
    apart = values | ({limit} if limit is not None else set())
    if all(value == value.to_integral_value() for value in values):
        return 0
    least = 1 if limit is None else 0 if is_large(limit) else precision(limit)
    for decimals in range(least, 6):
        if len({number(value, decimals) for value in apart}) == len(apart):
            return decimals
    return 6


def became(subject: str, before: str, after: str, language: Language = DANISH) -> str:
    """`Mål 1.1, januar 2024: 172,5 dage er blevet til 176,3 dage`."""
    return language.say("{subject}: {before} er blevet til {after}", subject=subject, before=before, after=after)


def _month(change: MonthRestated, language: Language) -> str:
    month = month_name(change.month, year=True, language=language)
    subject = language.say("Mål {goal}, {about}", goal=goal_numbers(change.judged, language), about=month)
    before, after = figures((change.before, change.after), None, language)
    told = became(subject, before, after, language)
    told += _moved(change.before, change.after, None, language)
    if change.since is None:
        return closed(told)
    period, reason = change.since
    return language.say("{told}, ændret i {quarter}. Grund: {reason}", told=told, quarter=period, reason=reason)


def _item(item: ItemState, language: Language) -> str:
    if item.degree and item.completed:
        said = message("{done} som »{degree}« den {day}")
        return language.say(said, done=item.done, degree=item.degree, day=item.completed)
    if item.degree:
        return language.say("ventet »{degree}«", degree=item.degree)
    if item.completed:
        return language.say("{done} den {day}", done=item.done, day=item.completed)
    return language.say("ventet den {day}", day=item.expected) if item.expected else language.say("uden dato")


def _amended(step: Step, language: Language) -> str:
    said = message("Planen er ændret fra den {day}: {told}. Besluttet af {by}. Grund: {reason}")
    return language.say(said, day=step.effective, told=stepped(step, language), by=step.by, reason=step.reason)


def stepped(step: Step, language: Language = DANISH) -> str:
    """One thing that an amendment changed: a field of a goal or pillar, or a goal that came or went."""
    say = language.say
    if step.field == "goal" and step.new:
        return say("mål {goal} ({title}) er kommet til", goal=step.goal, title=step.new)
    if step.field == "goal":
        return say("mål {goal} ({title}) er udgået", goal=step.goal, title=step.old)
    subject = say("mål {goal}", goal=step.goal) if step.goal else say("søjle {pillar}", pillar=step.pillar)
    if step.field == "background":  # a passage of its own, which the book shows as it now reads
        return say("{subject} har fået ny baggrund", subject=subject)
    field = say(PLAN_FIELDS.get(step.field, step.field))
    if isinstance(step.old, tuple) and isinstance(step.new, tuple):
        return _came_and_went(f"{subject}, {field}", step.old, step.new, language)
    codes = _CODES.get(step.field.rpartition(".")[2], {})
    old, new = (
        say(codes[value]) if isinstance(value, str) and value in codes else plain(value, language)
        for value in (step.old, step.new)
    )
    return became(f"{subject}, {field}", old, new, language)


def _came_and_went(subject: str, old: Sequence[str], new: Sequence[str], language: Language) -> str:
    """Which parts of a list came and which went; only their order can be other than before, too."""
    came, went = ([part for part in one if part not in other] for one, other in ((new, old), (old, new)))
    told = [
        language.say(said, names=enumeration(names, language))
        for names, said in ((came, message("{names} er kommet til")), (went, message("{names} er udgået")))
        if names
    ]
    return f"{subject}: {enumeration(told or [language.say('rækkefølgen er en anden')], language)}"


def unit_sentence(event: UnitEvent, language: Language = DANISH) -> str:
    """What happened to a unit, from which day."""
    told: dict[str, object] = {"unit": event.name, "day": event.day, "before": event.before}
    told["others"] = enumeration(event.others, language)
    said = {
        (Happening.BEGAN, True): message("Fra den {day} indberetter {unit} i stedet for {others}."),
        (Happening.BEGAN, False): message("Fra den {day} indberetter {unit}."),
        (Happening.ENDED, True): message("{unit} indberetter til og med den {day}; derefter er arbejdet i {others}."),
        (Happening.ENDED, False): message("{unit} indberetter til og med den {day}."),
        (Happening.RENAMED, False): message("Fra den {day} hedder {before} {unit}."),
    }
    return language.say(said[event.what, bool(event.others)], **told)
