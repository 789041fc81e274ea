"""Danish: numbers, dates and the sentences made of them. The only place that rounds or spells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from kvartalsbog.content import Status
from kvartalsbog.criteria import CriterionResult, Outlook, Reason, State
from kvartalsbog.evaluation import GoalResult, Verdict
from kvartalsbog.plan import Count, DataStatus, Deliverable, Mean, Ratio, Share
from kvartalsbog.quarter import Month

NBSP = "\u00a0"
DASH = "–"
WITHHELD = "[f]"
MISSING = "[m]"

_VERDICTS = {
    Verdict.MET: ("●", "better", "Alle målets kriterier er opfyldt."),
    Verdict.PARTLY_MET: ("◆", "mixed", "Mindst ét kriterium er opfyldt, og mindst ét er ikke."),
    Verdict.NOT_MET: ("▼", "worse", "Et kriterium er ikke opfyldt inden for fristen, og ingen andre er opfyldt."),
    Verdict.NOT_DUE: ("○", "waiting", "Fristen er ikke nået, og målet er ikke opfyldt endnu."),
    Verdict.NO_DATA: ("□", "missing", "Fristen eller en måned er gået, uden at der er indberettet noget."),
}
_OUTLOOKS = {
    Outlook.ON_TRACK: ("▲", "better", "Fortsætter det som hidtil eller som ventet, bliver målet opfyldt."),
    Outlook.AT_RISK: ("►", "mixed", "Målet kan nås, men ikke ved at fortsætte som hidtil, eller en dato mangler."),
    Outlook.OUT_OF_REACH: ("▼", "worse", "Det, der skal til, er efter de kendte oplysninger ikke muligt."),
}
_DATA_STATUS = {
    "example": ("Eksempeldata", "Tallene er eksempler og ikke virkelige resultater."),
    "draft": ("Udkast", "Tallene er ikke godkendt."),
    "final": ("", ""),
}


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """A number in Danish: `1.234,5`. Without `decimals` only those that the number has."""
    exact = Decimal(value)
    if decimals is None:
        exact = exact.normalize()
        decimals = max(0, -int(exact.as_tuple().exponent))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(rounded, format=pattern, locale="da", decimal_quantization=False)).replace("-", "−")


def amount(value: Decimal | int, unit: str, decimals: int | None = None) -> str:
    """A number with its unit, held together by a space that does not break: `180 dage`, `90 pct.`."""
    return f"{number(value, decimals)}{NBSP}{unit}"


def measured(value: Decimal, limit: Decimal) -> str:
    """A measured value with one decimal, or as many more as it takes not to look like a limit that it is not."""
    for decimals in range(1, 7):
        shown = number(value, decimals)
        if value == limit or shown != number(limit, decimals):
            return shown
    return number(value)


def points(value: Decimal) -> str:
    """Points with only the decimals they have: `15`, `12,5`."""
    return number(value)


def long_date(day: date) -> str:
    """`31. december 2024`, with spaces that do not break."""
    return str(format_date(day, "d. MMMM y", locale="da")).replace(" ", NBSP)


def short_date(day: date) -> str:
    """`31. dec. 2024`, for narrow places."""
    return str(format_date(day, "d. MMM y", locale="da")).replace(" ", NBSP)


def month_name(month: Month, *, year: bool = False) -> str:
    """`januar`, or `januar 2024` with the year."""
    return str(format_date(month.first_day, f"MMMM{NBSP}y" if year else "MMMM", locale="da"))


def month_letter(month: Month) -> str:
    """The three letters of a month, for an axis: `jan`, `feb`."""
    return month_name(month)[:3]


def months_range(months: Iterable[Month]) -> str:
    """`januar 2024` or `januar–juni 2024`."""
    known = sorted(months)
    if len(known) == 1:
        return month_name(known[0], year=True)
    return f"{month_name(known[0])}{DASH}{month_name(known[-1], year=True)}"


def enumeration(words: Iterable[str]) -> str:
    """`a, b og c`."""
    return str(format_list(list(words), locale="da"))


def capital(sentence: str) -> str:
    """The sentence with its first letter as a capital."""
    return sentence[:1].upper() + sentence[1:]


def plural(count: int, one: str, many: str) -> str:
    """`1 kreds`, `3 kredse`; up to ten in letters is left to the sentences that need it."""
    return f"{number(count)}{NBSP}{one if count == 1 else many}"


def status(verdict: Verdict) -> Status:
    """The verdict as word and shape."""
    symbol, tone, _ = _VERDICTS[verdict]
    return Status.model_validate({"word": capital(verdict.value), "symbol": symbol, "tone": tone})


def outlook_status(outlook: Outlook) -> Status:
    """The outlook as word and shape."""
    symbol, tone, _ = _OUTLOOKS[outlook]
    return Status.model_validate({"word": capital(outlook.value), "symbol": symbol, "tone": tone})


def verdict_meaning(verdict: Verdict) -> str:
    return _VERDICTS[verdict][2]


def outlook_meaning(outlook: Outlook) -> str:
    return _OUTLOOKS[outlook][2]


def data_status(status_: DataStatus) -> tuple[str, str]:
    """The label of the data and the sentence that explains it; both empty for final data."""
    return _DATA_STATUS[status_]


def requirement(criterion: Ratio | Count) -> str:
    """What a criterion asks for: `højst 180 dage`, `mindst 6 projekter`."""
    word = "højst" if isinstance(criterion, Mean | Share) and criterion.direction == "at_most" else "mindst"
    return f"{word} {amount(Decimal(criterion.limit), criterion.unit)}"


def result_value(result: CriterionResult) -> str:
    """What has been reached so far, with its unit; a dash when there is nothing."""
    criterion = result.criterion
    if isinstance(criterion, Deliverable):
        return f"gennemført {long_date(result.completed)}" if result.completed else "ikke gennemført"
    if result.value is None or result.limit is None:
        return DASH
    if isinstance(criterion, Count):
        return f"{number(result.value)} af {amount(result.limit, criterion.unit)}"
    return f"{measured(result.value, result.limit)}{NBSP}{criterion.unit}"


def criterion_sentence(result: CriterionResult, months: tuple[Month, ...]) -> str:
    """The fact about a criterion in one sentence. `months` are those of the year that have passed."""
    criterion = result.criterion
    if isinstance(criterion, Deliverable):
        return _deliverable_sentence(result, criterion)
    if isinstance(criterion, Count):
        return _count_sentence(result, criterion)
    if result.value is None:
        return f"Der er ingen tal for {months_range(months)}; kravet er {requirement(criterion)}."
    whole = f"i{NBSP}{months[0].year}" if len(months) == 12 else f"i {months_range(months)}"
    verb = "er" if result.state in (State.NOT_DUE, State.NO_DATA) else "blev"
    kind = "Gennemsnittet" if isinstance(criterion, Mean) else "Andelen"
    return f"{kind} {whole} {verb} {result_value(result)}; kravet er {requirement(criterion)}."


def _deliverable_sentence(result: CriterionResult, criterion: Deliverable) -> str:
    deadline = long_date(criterion.deadline)
    if result.late and result.completed:
        return f"Opfyldt efter fristen: gennemført {long_date(result.completed)}; fristen var {deadline}."
    if result.completed:
        return f"Gennemført {long_date(result.completed)}; fristen er {deadline}."
    if result.state is State.FAILED:
        return f"Ikke gennemført; fristen var {deadline}."
    if result.state is State.NO_DATA:
        return f"Ikke indberettet; fristen var {deadline}."
    when = f"ventes {long_date(result.expected)}" if result.expected else "uden forventet dato"
    return f"Ikke gennemført endnu, {when}; fristen er {deadline}."


def _count_sentence(result: CriterionResult, criterion: Count) -> str:
    deadline = long_date(criterion.deadline)
    if result.value is None:
        return f"Ikke indberettet; fristen var {deadline}."
    reached = f"{number(result.value)} af {amount(criterion.limit, criterion.unit)} er gennemført"
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
    if isinstance(criterion, Count):
        coming = number(result.expected_in_time)
        return {
            Reason.ENOUGH_EXPECTED: f"Yderligere {coming} ventes gennemført inden fristen, og det er nok.",
            Reason.TOO_MANY_LATE: "Så mange ventes først efter fristen, at kravet ikke kan nås.",
            Reason.TOO_FEW_DATED: f"Yderligere {coming} ventes gennemført inden fristen, og det er ikke nok.",
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
            f"Resten af året skulle i gennemsnit være {bound} {amount(required, criterion.unit, 1)}, "
            "for at året holder, og det er ikke muligt."
        )
    effort = "må" if criterion.direction == "at_most" else "skal"
    expected = number(result.expected_rest_of_year or 0, 0)
    return (
        f"Resten af året {effort} i gennemsnit være {bound} {amount(_careful(required, criterion), criterion.unit, 1)}, "
        f"for at året holder (regnet med {expected}{NBSP}{criterion.counted} til)."
    )


def _careful(required: Decimal, criterion: Ratio) -> Decimal:
    """The required average rounded to the safe side, and never beyond what a share can be."""
    step = Decimal("0.1")
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
