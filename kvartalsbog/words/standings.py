"""The plan's finding in a line, and where its points and goals stand, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kvartalsbog.content.language import DANISH, Language, closed, message, messages
from kvartalsbog.periods import Period
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult
from kvartalsbog.verdicts.standing import Standing, Stands, by_standing, portions, standings
from kvartalsbog.words.numbers import capital, clauses, count_word, enumeration
from kvartalsbog.words.units import unit_word
from kvartalsbog.words.weights import of_weight, part_words, tidy

_POINTS: Mapping[Standing, str] = {
    Standing.WON: message("opnået"),
    Standing.ON_TRACK: message("på vej"),
    Standing.AT_RISK: message("i risiko"),
    Standing.UNLIKELY: message("forventes ikke opnået"),
    Standing.OUT_OF_REACH: message("kan ikke længere opnås"),
    Standing.UNKNOWN: message("kan ikke vurderes"),
    Standing.LOST: message("mistet"),
}
_GOALS: Mapping[Standing, str] = {
    Standing.WON: message("opfyldt"),
    Standing.ON_TRACK: message("forventes opfyldt"),
    Standing.AT_RISK: message("i risiko"),
    Standing.UNLIKELY: message("forventes ikke opfyldt"),
    Standing.REDUCED: message("kan kun opfyldes delvist"),
    Standing.OUT_OF_REACH: message("kan ikke længere opfyldes"),
    Standing.UNKNOWN: message("kan ikke vurderes"),
    Standing.PARTLY: message("delvist opfyldt"),
    Standing.LOST: message("ikke opfyldt"),
}
TONES: Mapping[Standing, str] = {
    Standing.WON: "better", Standing.ON_TRACK: "waiting", Standing.AT_RISK: "mixed", Standing.UNLIKELY: "worse",
    Standing.REDUCED: "mixed", Standing.OUT_OF_REACH: "worse", Standing.UNKNOWN: "missing", Standing.PARTLY: "mixed", Standing.LOST: "worse",
}  # fmt: skip
ALWAYS = (
    Standing.WON,
    Standing.ON_TRACK,
    Standing.AT_RISK,
    Standing.UNLIKELY,
    Standing.LOST,
)  # told of also where nothing stands


def standing_word(place: Standing, language: Language = DANISH, *, weighed: bool = True) -> str:
    """What stands there: of points `på vej`, of goals in a plan without weights `forventes opfyldt`."""
    return language.say((_POINTS if weighed else _GOALS)[place])


def told_places(result: PlanResult) -> Mapping[Standing, Decimal]:
    """The places that are told of, each with what stands there."""
    found = by_standing(result.goals)
    return {place: part for place, part in found.items() if part or place in ALWAYS}


def finding_sentence(results: Sequence[Stands], language: Language = DANISH) -> str:
    """The finding about some goals in a line, the worst of it told and the rest left to what follows: `Tre mål er i fare`."""
    counts, n = standings(results), len(results)
    if counts[Standing.WON] + counts[Standing.PARTLY] + counts[Standing.LOST] == n:
        return _settled(counts, n, language)
    told = list(_troubles(counts, language))
    if told:
        return closed(capital(clauses(told, language)))
    both = message("Begge mål forventes opfyldt.")
    well = messages("Det ene mål forventes opfyldt.", "Alle {count} mål forventes opfyldt.")
    if counts[Standing.WON]:
        both = message("Begge mål er opfyldt eller forventes opfyldt.")
        well = messages("Det ene mål er opfyldt.", "Alle {count} mål er opfyldt eller forventes opfyldt.")
    return language.say(both) if n == 2 else language.say_n(*well, n, count=_n(n, language))


def _settled(counts: Mapping[Standing, int], n: int, language: Language) -> str:
    """The finding when nothing is open any more, of `n` goals."""
    say, (met, partly, missed) = language.say, (counts[s] for s in (Standing.WON, Standing.PARTLY, Standing.LOST))
    if met == n == 2:
        return say("Begge mål er opfyldt.")
    if met == n:
        return language.say_n("Det ene mål er opfyldt.", "Alle {count} mål er opfyldt.", n, count=_n(n, language))
    if n == 1:
        return say("Det ene mål er kun delvist opfyldt.") if partly else say("Det ene mål er ikke opfyldt.")
    if missed == n:
        return say("Ingen af de {count} mål er opfyldt.", count=_n(n, language))
    parts = [say("{met} af {count} mål er opfyldt", met=_n(met, language), count=_n(n, language))] if met else []
    if partly:
        said = message("{n} delvist") if met else message("{n} mål er delvist opfyldt")
        parts.append(say(said, n=_n(partly, language)))
    if missed:
        parts.append(say("{n} ikke", n=_n(missed, language)))
    return closed(capital(enumeration(parts, language)))


def _troubles(counts: Mapping[Standing, int], language: Language) -> Iterator[str]:
    """What is in danger, cannot be met any more, lost, met in part or not to be judged, a clause each; the first names what is counted."""
    counted = (
        (counts[Standing.AT_RISK] + counts[Standing.UNLIKELY], message("{n} mål er i fare"), message("{n} er i fare")),
        (counts[Standing.REDUCED], message("{n} mål kan kun opfyldes delvist"), message("{n} kan kun opfyldes delvist")),
        (counts[Standing.OUT_OF_REACH], message("{n} mål kan ikke længere opfyldes"), message("{n} kan ikke længere opfyldes")),
        (counts[Standing.LOST], message("{n} mål er tabt"), message("{n} er tabt")),
        (counts[Standing.PARTLY], message("{n} mål er kun delvist opfyldt"), message("{n} er kun delvist opfyldt")),
        (counts[Standing.UNKNOWN], message("{n} mål kan ikke vurderes"), message("{n} kan ikke vurderes")),
    )  # fmt: skip
    first = True
    for n, named, bare in counted:
        if n:
            yield language.say(named if first else bare, n=_n(n, language))
            first = False


def _n(count: int, language: Language) -> str:
    return count_word(count, language)


def parts_sentence(result: PlanResult, language: Language = DANISH) -> str:
    """How much of the plan stands where: `Planens 100 point: 10 opnået, 55 på vej, 30 i risiko og 5 mistet`."""
    found = {place: part for place, part in told_places(result).items() if part}
    weights, own = result.plan.weights, result.points
    weighed = weights is not None and own is not None
    parts = enumeration(
        (f"{language.shown(tidy(part))} {standing_word(place, language, weighed=weighed)}" for place, part in found.items()),
        language,
    )  # fmt: skip
    if weights is None or own is None:
        one, many = messages("Planens ene mål: {parts}.", "Planens {count}\u00a0mål: {parts}.")
        return language.say_n(one, many, len(result.goals), count=len(result.goals), parts=parts)
    unit = unit_word(own.unit, language, weights.total)
    return language.say("Planens {total}\u00a0{unit}: {parts}.", total=weights.total, unit=unit, parts=parts)


def places_sentence(found: Mapping[Standing, Decimal], unit: str, period: Period, language: Language = DANISH) -> str:
    """Where the points of a part of the plan stand: `er 15 point opnået, og 10 forventes ikke opnået`."""
    parts = {place: tidy(part) for place, part in found.items() if part}
    counted = {place: language.shown(part) for place, part in parts.items()}
    be = [place for place in counted if place not in (Standing.UNLIKELY, Standing.OUT_OF_REACH, Standing.UNKNOWN)]
    order = [*be, *(place for place in counted if place not in be)]
    counted[order[0]] = part_words(parts[order[0]], unit, language)
    told = [f"{counted[place]} {standing_word(place, language)}" for place in order]
    clause = [enumeration(told[: len(be)], language)] if be else []
    said = (
        message("Ved udgangen af {quarter} er {parts}.")
        if be
        else message("Status ved udgangen af {quarter}: {parts}.")
    )
    return language.say(said, quarter=period, parts=clauses([*clause, *told[len(be) :]], language))


def describe_standings(result: PlanResult, language: Language = DANISH) -> str:
    """What the figure of the plan's points shows: how much stands where, and which goals that is."""
    told, weighed = [parts_sentence(result, language)], result.points is not None
    for place in told_places(result):
        goals = [_named(goal, place, language) for goal in result.goals if place in portions(goal)]
        if goals:
            word = capital(standing_word(place, language, weighed=weighed))
            told.append(language.say("{word}: {goals}.", word=word, goals=enumeration(goals, language)))
    return " ".join(told)


def _named(result: GoalResult, place: Standing, language: Language) -> str:
    """A goal, and how much of it where it is not the whole of it: `2.2 (2,5 af 5 point)`."""
    parts = portions(result)
    return result.goal.id if len(parts) == 1 else f"{result.goal.id} ({of_weight(result, parts[place], language)})"
