"""What needs attention, the worst first, and what comes next: tables with who is to do what, and when."""

from __future__ import annotations

from datetime import timedelta

from kvartalsbog.content.blocks import Block, Inline, Reference, Table, Text, paragraph, text
from kvartalsbog.content.language import Language, message
from kvartalsbog.content.prose import plain_text
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.goal_links import goal_link
from kvartalsbog.pages.tables import columns
from kvartalsbog.readings.values import Account
from kvartalsbog.verdicts.coming import AHEAD, Coming
from kvartalsbog.verdicts.coming import coming as ahead
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.standing import is_awaited, pressing
from kvartalsbog.words.expected import why
from kvartalsbog.words.numbers import enumeration, short_date
from kvartalsbog.words.slips import coming_number, coming_words, moved
from kvartalsbog.words.statuses import standing_status


def attention(findings: Findings) -> tuple[Block, ...]:
    """The goals that are in danger, lost or not to be judged, each with why, and who does what by when."""
    language, say, found = findings.language, findings.language.say, pressing(findings.result.goals)
    if not found:
        if later := [result.goal.id for result in findings.result.goals if is_awaited(result)]:
            named = enumeration(later, language)
            return (
                paragraph(say("Intet mål kræver opmærksomhed. Mål {goals} kan først vurderes senere.", goals=named)),
            )
        return (paragraph(say("Intet mål kræver opmærksomhed: Alle er opfyldt eller forventes opfyldt.")),)
    rows = tuple(
        (
            (goal_link(result.goal),),
            (standing_status(result, language),),
            text(why(findings, result)),
            _next_step(findings, result),
        )
        for result in found
    )
    heads = (say("Mål"), say("Status"), say("Hvorfor"), say("Næste skridt"))
    caption = say("Mål, der kræver opmærksomhed ved udgangen af {quarter}, det værste først", quarter=findings.period)
    table = Table(
        label="tbl-attention", caption=caption, columns=columns(heads), rows=rows, cards=True,
        download=download(findings, "opmaerksomhed", [_record(findings, result) for result in found]),
    )  # fmt: skip
    return (table,)


def _next_step(findings: Findings, result: GoalResult) -> Inline:
    """`→ Hvem: handling (senest den …)` from the owner's account; without one, that it is still to come."""
    language, account = findings.language, findings.accounts.get(result.goal.id, Account())
    who = account.who or text(result.goal.responsible)
    if not account.action:
        return text(language.say("→ {who} har ikke oplyst et næste skridt.", who=plain_text(who)))
    when = text(language.say(" Senest den {day}.", day=account.when)) if account.when else ()
    return (Text(text="→ "), *who, Text(text=": "), *account.action, *when)


def _record(findings: Findings, result: GoalResult) -> dict[str, object]:
    account = findings.accounts.get(result.goal.id, Account())
    return {
        "goal": result.goal.id, "verdict": result.verdict.value, "outlook": result.outlook.value if result.outlook else "",
        "why": why(findings, result), "who": plain_text(account.who) or result.goal.responsible,
        "action": plain_text(account.action), "when": account.when or "",
    }  # fmt: skip


def coming(findings: Findings) -> tuple[Block, ...]:
    """What is expected or due within the next 100 days, by the day that it is expected, with who answers for it."""
    language, say, last = findings.language, findings.language.say, findings.period.last_day
    found, until = ahead(findings), last + timedelta(days=AHEAD)
    if not found:
        return (paragraph(say("Intet ventes eller har frist fra nu og til den {day}.", day=until)),)
    rows = tuple(
        (
            text(short_date(c.expected, language) if c.expected else say("ingen dato")),
            _named(c, language),
            text(short_date(c.deadline, language)),
            text(moved(c.tracks[0], language)) if any(track.moves or track.moved for track in c.tracks) else (),
            findings.accounts.get(c.goal.id, Account()).who or text(c.goal.responsible),
        )
        for c in found
    )
    heads = (say("Ventet"), say("Hvad"), say("Frist"), say("Flyttet"), say("Hvem"))
    first = last + timedelta(days=1)
    caption = say(
        message("Det, der ventes eller har frist fra den {first} til den {last}, og det, der skulle være kommet før")
        if found[0].day < first
        else message("Det, der ventes eller har frist fra den {first} til den {last}"),
        first=first, last=until,
    )  # fmt: skip
    table = Table(
        label="tbl-coming", caption=caption, columns=columns(heads), rows=rows, cards=True,
        download=download(findings, "kommende", [record for c in found for record in _records(c)]),
    )  # fmt: skip
    return (table,)


def _named(c: Coming, language: Language) -> Inline:
    """What is coming, as a link that can be understood by itself; the names of several after it."""
    if number := coming_number(c, language):
        link = Reference(text=f"{c.goal.id} {number}", target=c.goal.label)
        return (link, *text(f": {enumeration(c.titles, language)}"))
    return (Reference(text=f"{c.goal.id} {coming_words(c, language)}", target=c.goal.label),)


def _records(c: Coming) -> list[dict[str, object]]:
    return [
        {"goal": c.goal.id, "title": title, "expected": c.expected or "", "deadline": c.deadline, "responsible": c.goal.responsible}
        for title in c.titles
    ]  # fmt: skip
