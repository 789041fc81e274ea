"""The words of the target reporting: what each goal reached, criterion by criterion, and how many goals are met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from kvartalsbog.content.language import DANISH, Language, closed, message, messages
from kvartalsbog.kinds.base import CriterionResult, State
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.plan.weights import PER_CENT
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.kinds import dated_words, result_value
from kvartalsbog.words.numbers import amount, capital, clauses, count_word
from kvartalsbog.words.weights import part_words

_STAND: Mapping[Verdict, tuple[str, str]] = {
    Verdict.PARTLY_MET: messages("{n} er delvist opfyldt", "{n} er delvist opfyldt"),
    Verdict.NOT_MET: messages("{n} er ikke opfyldt", "{n} er ikke opfyldt"),
    Verdict.NOT_DUE: messages("{n} er ikke forfaldent", "{n} er ikke forfaldne"),
    Verdict.NO_DATA: messages("{n} mangler data", "{n} mangler data"),
}

_ALONE: Mapping[Verdict, str] = {
    Verdict.MET: message("Ved årets udgang er planens ene mål opfyldt."),
    Verdict.PARTLY_MET: message("Ved årets udgang er planens ene mål delvist opfyldt."),
    Verdict.NOT_MET: message("Ved årets udgang er planens ene mål ikke opfyldt."),
    Verdict.NOT_DUE: message("Ved årets udgang er planens ene mål ikke forfaldent."),
    Verdict.NO_DATA: message("Ved årets udgang mangler planens ene mål data."),
}


def outcome(result: GoalResult, language: Language = DANISH) -> str:
    """What a goal reached: of several criteria each with its title, and of one that failed when it was due."""
    if len(result.criteria) == 1:
        return capital(_reached(result.criteria[0], language))
    return "; ".join(_titled(c.criterion.title, _reached(c, language)) for c in result.criteria)


def _titled(title: str, reached: str) -> str:
    """A title that ends with the word that what was reached begins with goes on: `Analyse gennemført 19. juni 2024`."""
    done, _, rest = reached.partition(" ")
    return f"{title} {rest}" if rest and title.casefold().endswith(f" {done.casefold()}") else f"{title}: {reached}"


def _reached(result: CriterionResult, language: Language) -> str:
    criterion = result.criterion
    if not isinstance(criterion, DatedCriterion):
        return result_value(result, language)
    asked = criterion.asked is not None
    said = result_value(result, language) if asked else dated_words(criterion, language).alternative(criterion, result)
    if result.state is not State.FAILED or criterion.graded:
        return said
    return language.say("{reached} (fristen var den {deadline})", reached=said, deadline=criterion.deadline)


def met_weight(result: PlanResult) -> Decimal:
    """The weight of the goals that are met: whole goals, whatever points a partly met one gives; nought without weights."""
    return sum((r.goal.weight or Decimal(0) for r in result.goals if r.verdict is Verdict.MET), Decimal(0))


def stand_sentences(result: PlanResult, language: Language = DANISH) -> str:
    """How many goals stand how, what the met ones weigh, what the plan's rule of partial credit gives where it has one, and
    that nothing else is worked out.
    """
    if len(result.goals) == 1:
        alone = language.say(_ALONE[result.goals[0].verdict])
        return " ".join(filter(None, (alone, _weighed(result, language), _score(result, language))))
    counts, say = Counter(r.verdict for r in result.goals), language.say
    met = count_word(counts[Verdict.MET], language) if counts[Verdict.MET] else say("ingen")
    first = say("Ved årets udgang er {met} af planens {goals}\u00a0mål opfyldt", met=met, goals=len(result.goals))
    others = [
        language.say_n(*told, counts[verdict], n=count_word(counts[verdict], language))
        for verdict, told in _STAND.items()
        if counts[verdict]
    ]
    said = closed(clauses((first, *others), language))
    return " ".join(filter(None, (said, _weighed(result, language), _score(result, language))))


def _weighed(result: PlanResult, language: Language) -> str:
    points, weights = result.points, result.plan.weights
    if points is None or weights is None:
        return ""
    whole = language.say("{total}\u00a0procent", total=points.total)
    if weights.unit != PER_CENT:
        whole = amount(points.total, weights.unit, language=language)
    met = met_weight(result)
    return language.say("De opfyldte mål vejer {met} af planens {whole}.", met=met, whole=whole)


def _score(result: PlanResult, language: Language) -> str:
    points = result.points
    if points is None or not result.plan.credited:
        return language.say("Planen har ingen regel for en samlet målopfyldelse, og der er ikke regnet nogen.")
    won = part_words(points.won, points.unit, language)
    return language.say("Efter planens regel om delvis opfyldelse har målene givet {won}.", won=won)
