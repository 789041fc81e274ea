"""Facts and outlooks as Danish sentences."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kvartalsbog.kinds.base import Count, Deliverable, Mean, Ratio, Share
from kvartalsbog.kinds.registry import CriterionResult, Reason, State
from kvartalsbog.periods import Month
from kvartalsbog.verdicts.evaluation import GoalResult, Verdict
from kvartalsbog.words.numbers import (
    NBSP,
    amount,
    capital,
    closed,
    enumeration,
    long_date,
    month_name,
    months_words,
    number,
    plural,
    points,
    precision,
    requirement,
    result_value,
)


def criterion_sentence(result: CriterionResult, months: tuple[Month, ...]) -> str:
    """The fact about a criterion in one sentence. `months` are those of the year that have passed; the sentence names
    those that were reported.
    """
    criterion = result.criterion
    if isinstance(criterion, Deliverable):
        return _deliverable_sentence(result, criterion)
    if isinstance(criterion, Count):
        return _count_sentence(result, criterion)
    wanted = f"kravet er {requirement(criterion)}"
    reported = reported_months(result, months)
    if not reported:
        return closed(f"Der er ingen tal for {months_words(months)}; {wanted}")
    period = period_words(reported)
    kind = "Gennemsnittet" if isinstance(criterion, Mean) else "Andelen"
    if result.value is None and result.sums is None:
        return closed(f"{kind} {period} vises ikke, fordi tallet er fortroligt; {wanted}")
    if result.value is None:
        return closed(f"Der har ingen {criterion.counted} været {period}; {wanted}")
    verb = "er" if result.state in (State.NOT_DUE, State.NO_DATA) else "blev"
    return closed(f"{kind} {period} {verb} {result_value(result)}; {wanted}")


def reported_months(result: CriterionResult, months: Iterable[Month]) -> tuple[Month, ...]:
    """Those of the months that anybody reported for the criterion."""
    return tuple(month for month in months if month not in result.missing)


def period_words(reported: tuple[Month, ...]) -> str:
    """`i januar–februar 2024`; `i 2024` only when every month of the year was reported."""
    return f"i{NBSP}{reported[0].year}" if len(reported) == 12 else f"i {months_words(reported)}"


def _deliverable_sentence(result: CriterionResult, criterion: Deliverable) -> str:
    deadline = long_date(criterion.deadline)
    if result.late and result.completed:
        return f"Opfyldt efter fristen: {criterion.done} {long_date(result.completed)}; fristen var {deadline}."
    if result.completed:
        return f"{capital(criterion.done)} {long_date(result.completed)}; fristen er {deadline}."
    if result.state is State.FAILED:
        return f"Ikke {criterion.done}; fristen var {deadline}."
    if result.state is State.NO_DATA:
        return f"Ikke indberettet; fristen var {deadline}."
    if result.reason is Reason.NO_ANSWER:
        return f"Ikke besvaret endnu; fristen er {deadline}."
    when = f"ventes {long_date(result.expected)}" if result.expected else "uden forventet dato"
    return f"Ikke {criterion.done} endnu, {when}; fristen er {deadline}."


def _count_sentence(result: CriterionResult, criterion: Count) -> str:
    deadline = long_date(criterion.deadline)
    if result.reason is Reason.NO_ANSWER:
        return f"Ikke besvaret endnu; fristen er {deadline}."
    if result.value is None:
        return f"Ikke indberettet; fristen var {deadline}."
    reached = f"{result_value(result)} er {criterion.done}"
    if result.value > criterion.limit:
        reached = f"{amount(result.value, criterion.unit)} er {criterion.done}, og kravet er {number(criterion.limit)}"
    if result.late and result.completed:
        return f"Opfyldt efter fristen: {reached} inden {deadline}, og kravet blev nået {long_date(result.completed)}."
    if result.state is State.HOLDS and result.completed:
        return f"{capital(reached)}; kravet blev nået {long_date(result.completed)}."
    return f"{capital(reached)}; fristen {'var' if result.state is State.FAILED else 'er'} {deadline}."


def outlook_sentence(result: CriterionResult) -> str:
    """The arithmetic behind an outlook, in one sentence; empty when the criterion is settled."""
    criterion = result.criterion
    if isinstance(criterion, Mean | Share):
        return _ratio_outlook_sentence(result, criterion) if result.required_rest_of_year is not None else ""
    if result.reason is None:
        return ""
    if result.reason is Reason.NO_ANSWER:
        return "Ingen har svaret endnu."
    if isinstance(criterion, Count):
        coming = number(result.expected_in_time)
        return {
            Reason.ENOUGH_EXPECTED: f"Yderligere {coming} ventes {criterion.done} inden fristen, og det er nok.",
            Reason.TOO_MANY_LATE: "Så mange ventes først efter fristen, at kravet ikke kan nås.",
            Reason.TOO_FEW_DATED: f"Yderligere {coming} ventes {criterion.done} inden fristen, og det er ikke nok.",
        }[result.reason]
    return {
        Reason.EXPECTED_IN_TIME: "Den forventede dato ligger inden for fristen.",
        Reason.EXPECTED_LATE: "Den forventede dato ligger efter fristen.",
        Reason.EXPECTATION_PASSED: "Den forventede dato er passeret.",
        Reason.NO_EXPECTATION: "Der er ikke meldt en forventet dato.",
    }[result.reason]


def _ratio_outlook_sentence(result: CriterionResult, criterion: Ratio) -> str:
    required = result.required_rest_of_year
    if required is None:
        return ""
    bound = "højst" if criterion.direction == "at_most" else "mindst"
    if result.reason is Reason.IMPOSSIBLE:
        return (
            f"Resten af året skulle i gennemsnit være {bound} {amount(required, criterion.unit, precision(criterion.limit))}, "
            "for at året holder, og det er ikke muligt."
        )
    effort = "må" if criterion.direction == "at_most" else "skal"
    expected = number(result.expected_rest_of_year or 0, 0)
    return (
        f"Resten af året {effort} i gennemsnit være {bound} {amount(_careful(required, criterion), criterion.unit, precision(criterion.limit))}, "
        f"for at året holder (regnet med {expected}{NBSP}{criterion.counted} til)."
    )


def _careful(required: Decimal, criterion: Ratio) -> Decimal:
    """The required average rounded to the safe side, and never beyond what a share can be."""
    step = Decimal(1).scaleb(-precision(criterion.limit))
    down = required.quantize(step, rounding="ROUND_FLOOR")
    if criterion.direction == "at_most":
        return down
    up = required.quantize(step, rounding="ROUND_CEILING")
    return max(up, Decimal(0)) if isinstance(criterion, Share) else up


def goal_sentence(result: GoalResult, months: tuple[Month, ...]) -> str:
    """The fact about a goal: its one criterion's, or how many of its criteria hold and what has failed or come late."""
    if len(result.criteria) == 1:
        return criterion_sentence(result.criteria[0], months)
    held = sum(c.state is State.HOLDS for c in result.criteria)
    sentences = [f"{number(held)} af {plural(len(result.criteria), 'kriterium', 'kriterier')} er opfyldt."]
    failed = [c for c in result.criteria if c.state is State.FAILED]
    sentences += [f"{c.criterion.title}: {criterion_sentence(c, months)}" for c in failed]
    return " ".join(sentences)


def pro_rata_sentence(result: GoalResult) -> str:
    """What a partly met goal would give by its held criteria, and that the plan does not give it; otherwise empty."""
    if result.verdict is not Verdict.PARTLY_MET:
        return ""
    would = f"{points(result.pro_rata)} af {points(result.goal.weight)} point"
    return f"Efter antallet af opfyldte kriterier ville målet give {would}. Planen har ingen regel om det, og bogen giver ingen."


def missing_sentence(result: CriterionResult) -> str:
    """What has not been reported, without naming the districts; empty when nothing is missing."""
    sentences = []
    if result.missing:
        names = enumeration(month_name(m, year=True) for m in result.missing)
        sentences.append(f"Ingen har indberettet for {names}.")
    if result.gaps:
        by_month = sorted({month for month, _ in result.gaps})
        districts = len({district for _, district in result.gaps})
        names = enumeration(month_name(m, year=True) for m in by_month)
        sentences.append(f"{capital(plural(districts, 'enhed', 'enheder'))} mangler at indberette for {names}.")
    return " ".join(sentences)
