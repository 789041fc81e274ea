"""What another authority is asked for before it has a plan: read from what people type, all that is wrong told at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from kvartalsbog.errors import Collector, Place, Problem
from kvartalsbog.files.characters import unsafe_character
from kvartalsbog.files.fields import day_of
from kvartalsbog.kinds.drafting import DayGoal, Draft, FigureGoal, TypedGoal
from kvartalsbog.kinds.registry import drafted
from kvartalsbog.names import Among, same
from kvartalsbog.periods import Calendar, FollowUp
from kvartalsbog.plan.words import Forms, Vocabulary, forms_of

OPTIONS = {
    "authority": "--authority", "agreed_with": "--agreed-with", "title": "--title", "year": "--year",
    "follow_up": "--follow-up", "units": "--unit", "goals": "--goal", "unit_word": "--unit-word", "case_word": "--case-word",
}  # fmt: skip
YEARS = (2000, 2100)
MOST_GOALS = 50
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
YAML_WORDS = frozenset({"yes", "no", "true", "false", "null", "on", "off", "y", "n"})  # what YAML reads as no text
_LONGEST = 120
_NEEDED = "authority"
FOLLOWED_UP = {often.noun.bare: often for often in FollowUp}
_OFTEN = FOLLOWED_UP | {often.value: often for often in FollowUp}
_FORM_OF_A_GOAL = "»Svartid: højst 30 dage«, »Svar til tiden: mindst 90 pct.«, »Praktikpladser: mindst 400 aftaler« eller »Ny strategi: senest 2026-12-01«"
_GOAL = re.compile(
    r"(?P<title>[^:]+):\s*(?:(?P<direction>højst|mindst)\s+(?P<number>\d[\d.]*(?:,\d+)?)\s*(?P<unit>[^\d\s].*)|(?:senest|inden)\s+(?:den\s+)?(?P<day>\S+))",
    re.IGNORECASE,
)
_WRITTEN_DAY = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")


@dataclass(frozen=True)
class Typed:
    """The answers as they were typed; what is empty was not answered."""

    authority: str = ""
    agreed_with: str = ""
    title: str = ""
    year: str = ""
    follow_up: str = ""
    units: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    unit_word: str = ""
    case_word: str = ""


@dataclass(frozen=True)
class Asked:
    """What a first plan is written from. `goals`, each with its criterion as its kind drafts it, are the authority's own, or examples where it gave none."""

    authority: str
    agreed_with: str | None
    title: str
    calendar: Calendar
    units: tuple[str, ...]
    goals: tuple[Draft, ...]
    are_examples: bool
    words: Vocabulary


def asked(typed: Typed, today: date) -> Asked:
    """The answers. Raises ProblemsError with every one that cannot be used."""
    collector = Collector()

    def told(key: str, check: Callable[[str], object], *texts: str) -> None:
        for text in texts:
            try:
                check(text)
            except ValueError as error:
                collector.problems.append(Problem(Place(OPTIONS[key]), str(error), text[:_LONGEST] or None))

    year, follow_up = typed.year.strip() or str(today.year), typed.follow_up.strip() or FollowUp.QUARTERLY.value
    checks = _checks(year)
    told("authority", checks["authority"], typed.authority)
    for key in ("agreed_with", "title", "unit_word", "case_word"):
        told(key, checks[key], *filter(None, [getattr(typed, key)]))
    told("year", checks["year"], year)
    told("follow_up", checks["follow_up"], follow_up)
    told("units", checks["units"], *filter(None, typed.units))
    told("goals", checks["goals"], *typed.goals)
    collector.problems += [*_alike(typed.units), *_too_many(typed.goals)]
    collector.settle()
    return _read(typed, int(year), _follow_up(follow_up))


def refusal(key: str, answer: str, year: str) -> str | None:
    """Why an answer cannot be used in a plan for the year, as it is known when it is typed; None where it can, or where nothing
    was answered that need be.
    """
    try:
        if answer or key == _NEEDED:
            _checks(year)[key](answer)
    except ValueError as error:
        return str(error)
    return None


def _read(typed: Typed, year: int, follow_up: FollowUp) -> Asked:
    authority = typed.authority.strip()
    goals = tuple(map(read_goal, typed.goals))
    return Asked(
        authority=authority,
        agreed_with=typed.agreed_with.strip() or None,
        title=typed.title.strip() or f"Mål- og resultatplan for {authority} {year}",
        calendar=Calendar.of_year(year, follow_up),
        units=tuple(unit.strip() for unit in typed.units) or (authority,),
        goals=goals or tuple(map(read_goal, ("Svartid: højst 30 dage", f"Ny strategi: senest {year}-12-01"))),
        are_examples=not goals,
        words=Vocabulary(unit=_forms(typed.unit_word), case=_forms(typed.case_word)),
    )  # fmt: skip


def _forms(text: str) -> Forms | None:
    return forms_of(text) if text else None


def read_goal(text: str) -> Draft:
    """The criterion of a goal that is typed in one line; raises ValueError, with what is allowed, for any other form."""
    _some_words(text)
    match = _GOAL.fullmatch(text.strip())
    draft = drafted(_typed(match)) if match is not None else None
    if draft is None:
        raise ValueError(f"Målet kan ikke læses. Skriv det som {_FORM_OF_A_GOAL}.")
    return draft


def _goal_of(year: str, text: str) -> None:
    """Refuses a goal that cannot be read, or whose day is not in the year."""
    goal = read_goal(text).goal
    if isinstance(goal, DayGoal) and re.fullmatch(r"[0-9]{4}", year) and goal.deadline.year != int(year):
        raise ValueError(f"Fristen ligger uden for planens år. Tilladt: en dag i {year}.")


def _typed(match: re.Match[str]) -> TypedGoal:
    title = match["title"].strip()
    if match["day"]:
        return DayGoal(title, _day(match["day"].rstrip(".")))
    direction = "at_most" if match["direction"].casefold() == "højst" else "at_least"
    return FigureGoal(title, direction, _number(match["number"]), match["unit"].strip())


def identifier(name: str, taken: Iterable[str] = ()) -> str:
    """A name as the files have it: small letters, digits and hyphens, and another than those that are taken."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    own = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in letters if not unicodedata.combining(c))).strip("-")[:50]
    if not own[:1].isalpha() or own in YAML_WORDS:
        own = f"enhed-{own}".strip("-")
    number, found, there = 1, own, set(taken)
    while found in there:
        number, found = number + 1, f"{own}-{number + 1}"
    return found


def _some_words(text: str) -> None:
    if not text.strip():
        raise ValueError("Svaret mangler.")
    if unsafe_character(text) or "\n" in text or len(text) > _LONGEST:
        raise ValueError(f"Teksten kan ikke bruges. Skriv 1 til {_LONGEST} synlige tegn i én linje, uden skjulte tegn.")


def _year(text: str) -> None:
    if not re.fullmatch(r"[0-9]{4}", text) or not YEARS[0] <= int(text) <= YEARS[1]:
        raise ValueError(f"Året kan ikke bruges. Tilladt: {YEARS[0]} til {YEARS[1]}.")


def _follow_up(text: str) -> FollowUp:
    """How often, in a word that people have for it or in the plan's own."""
    named = same(text.strip(), _OFTEN)
    if named is None:
        allowed = Among(text, tuple(FOLLOWED_UP))
        raise ValueError(
            " ".join(filter(None, (f"Så ofte kan en plan ikke følges op. Tilladt: {allowed}.", allowed.meant)))
        )
    return _OFTEN[named]


def _checks(year: str) -> Mapping[str, Callable[[str], object]]:
    """What refuses an answer, by what is asked, in a plan for the year."""
    return {
        **dict.fromkeys(("authority", "agreed_with", "title", "units"), _some_words),
        **dict.fromkeys(("unit_word", "case_word"), forms_of),
        "year": _year, "follow_up": _follow_up, "goals": partial(_goal_of, year),
    }  # fmt: skip


def _number(text: str) -> Decimal:
    """A number in Danish writing: `1.500,5`."""
    whole, _, rest = text.partition(",")
    if "." in whole and not re.fullmatch(r"\d{1,3}(\.\d{3})+", whole):
        raise ValueError(f"Tallet {text} kan ikke læses. Skriv komma før decimaler: 4,2.")
    number = Decimal(f"{whole.replace('.', '')}{'.' if rest else ''}{rest}")
    if not 0 < number < 10**9 or len(rest) > 6:
        raise ValueError(f"Tallet {text} kan ikke bruges. Tilladt: over 0 og højst 9 cifre før kommaet og 6 efter.")
    return number


def _day(text: str) -> date:
    match = _WRITTEN_DAY.fullmatch(text)
    found = day_of(f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}" if match else text)
    if found is None:
        raise ValueError(f"Dagen {text} kan ikke læses. Skriv den som 2026-12-01 eller 01-12-2026.")
    return found


def _alike(units: Sequence[str]) -> Iterable[Problem]:
    names = [unit.strip().casefold() for unit in units]
    for number, name in enumerate(names):
        if name in names[:number]:
            hint = "Skriv hver enhed én gang."
            yield Problem(Place(OPTIONS["units"]), "Enheden står to gange.", units[number].strip(), hint=hint)


def _too_many(goals: Sequence[str]) -> Iterable[Problem]:
    if len(goals) > MOST_GOALS:
        yield Problem(Place(OPTIONS["goals"]), "Der er for mange mål.", str(len(goals)), f"højst {MOST_GOALS}")
