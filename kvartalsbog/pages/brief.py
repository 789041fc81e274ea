"""The brief: a quarter on one page, with the headings of a Danish note, for the book, for Word and for a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kvartalsbog.content.blocks import Block, BulletList, Heading, Inline, Reference, Table, Text, paragraph, text
from kvartalsbog.content.language import Language, message
from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.pages.goal_links import number_link
from kvartalsbog.pages.headed import Headed, HeadedChapter
from kvartalsbog.pages.imprint import contact
from kvartalsbog.pages.tables import columns
from kvartalsbog.plan.goals import Goal
from kvartalsbog.readings.values import Account
from kvartalsbog.verdicts.coming import AHEAD, Coming, coming
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.questions import questions
from kvartalsbog.verdicts.standing import is_awaited, pressing
from kvartalsbog.words.brief import certainty_sentences, in_short, question_words, whole_sentences
from kvartalsbog.words.expected import why
from kvartalsbog.words.goals import goal_asked, goal_reached
from kvartalsbog.words.numbers import enumeration
from kvartalsbog.words.slips import coming_number
from kvartalsbog.words.standings import finding_sentence, parts_sentence
from kvartalsbog.words.statuses import standing_status

FILE = "brief"  # what the builder of the PDF calls the file that has the brief alone
DECISIONS, DEVIATIONS, QUESTIONS, DATES, GOALS = 3, 4, 4, 4, 16  # what one page has room for
_WORDS, _SHORT = 220, 90  # signs of a reason and of an action


def _sections(findings: Findings) -> Iterator[Headed]:
    """The brief's parts, in the order in which such notes have them."""
    say = findings.language.say
    parts: tuple[tuple[str, str, Callable[[Findings], Iterable[Block]]], ...] = (
        ("summary", say("Resumé"), _summary),
        ("decisions", say("Indstilling"), _decisions),
        ("status", say("Status"), _status),
        ("deviations", say("Afvigelser og handling"), _deviations),
        ("certainty", say("Usikkerhed"), _certainty),
        ("process", say("Videre proces"), _process),
        ("contact", say("Kontakt"), contact),
    )
    for name, words, blocks in parts:
        yield Headed(Heading(text=words, level=1, label=f"brief-{name}"), tuple(blocks(findings)))


def _summary(findings: Findings) -> tuple[Block, ...]:
    language, result = findings.language, findings.result
    return (paragraph(f"{finding_sentence(result.goals, language)} {parts_sentence(result, language)}"),)


def _decisions(findings: Findings) -> Iterator[Block]:
    """What the ministry is asked: what owners want decided, the worst goals' first, and to take the rest into account."""
    say, worst = findings.language.say, [result.goal for result in pressing(findings.result.goals)]
    order = [*worst, *(goal for goal in findings.plan.goals if goal not in worst)]
    asked = [
        (number_link(goal, findings.language), Text(text=": "), *account.decision)
        for goal in order
        if (account := findings.accounts.get(goal.id, Account())).decision
    ]
    yield paragraph(say("Det indstilles, at {ministry}", ministry=findings.plan.ministry))
    rest = say("tager orienteringen om planens mål til efterretning.")
    yield BulletList(items=(*asked[:DECISIONS], text(rest)))


def _status(findings: Findings) -> Iterator[Block]:
    """All goals in small; of very many those that need attention, and how many others there are."""
    language, say, results = findings.language, findings.language.say, findings.result.goals
    shown = results if len(results) <= GOALS else tuple(pressing(results))[:GOALS]
    heads = (say("Mål"), say("Status"), say("Nået"), say("Krav"))
    rows = tuple(_row(result, findings) for result in shown)
    caption = say("Målene ved udgangen af {quarter}", quarter=findings.period)
    if rows:
        yield Table(label="tbl-brief", caption=caption, columns=columns(heads), rows=rows, cards=True)
    if others := len(results) - len(shown):
        said = language.say_n("Ét mål til står i overblikket.", "{n} mål til står i overblikket.", others, n=others)
        yield paragraph(said)


def _row(result: GoalResult, findings: Findings) -> tuple[Inline, ...]:
    goal, language = result.goal, findings.language
    name = Reference(text=in_short(f"{goal.id} {goal.title}", _SHORT), target=goal.label)
    reached, asked = in_short(goal_reached(result, language), _SHORT), in_short(goal_asked(goal, language), _SHORT)
    return (name,), (standing_status(result, language),), text(reached), text(asked)


def _deviations(findings: Findings) -> Iterator[Block]:
    language, say, found = findings.language, findings.language.say, pressing(findings.result.goals)
    if not found:
        later = enumeration((result.goal.id for result in findings.result.goals if is_awaited(result)), language)
        none = message("Ingen. Mål {goals} kan først vurderes senere.")
        yield paragraph(say(none, goals=later) if later else say("Ingen: Alle mål er opfyldt eller forventes opfyldt."))
        return
    yield BulletList(items=tuple(_deviation(result, findings) for result in found[:DEVIATIONS]))
    if (others := len(found) - DEVIATIONS) > 0:
        yield paragraph(
            language.say_n(
                "Yderligere ét mål kræver opmærksomhed.", "Yderligere {n} mål kræver opmærksomhed.", others, n=others
            )
        )


def _deviation(result: GoalResult, findings: Findings) -> Inline:
    """The cause that the owner gives, or else the arithmetic, and who does what by when."""
    say, account = findings.language.say, findings.accounts.get(result.goal.id, Account())
    cause = whole_sentences(plain_text(account.cause) or why(findings, result), _WORDS)
    who = plain_text(account.who) or result.goal.responsible
    if account.action:
        told = say("{who}: {action}", who=who, action=whole_sentences(plain_text(account.action), _WORDS))
    else:
        told = say("{who} har ikke oplyst et næste skridt.", who=who)
    when = f" {say('Senest den {day}.', day=account.when)}" if account.when else ""
    return (number_link(result.goal, findings.language), Text(text=f": {cause} → {told}{when}"))


def _certainty(findings: Findings) -> Iterator[Block]:
    yield paragraph(" ".join(certainty_sentences(findings)))
    found = questions(findings)[:QUESTIONS]
    if found:
        yield paragraph(findings.language.say("Spørg om:"))
        yield BulletList(
            items=tuple(
                (number_link(q.result.goal, findings.language), Text(text=f": {question_words(q, findings)}"))
                for q in found
            )
        )


def _process(findings: Findings) -> Iterator[Block]:
    """What is expected next, by whom, and the next edition."""
    language, say, following = findings.language, findings.language.say, findings.period.next
    due = [c for c in coming(findings) if c.day > findings.period.last_day]
    days = [
        c for c in due if isinstance(c.criterion, DatedCriterion)
    ] or due  # a figure's deadline, where nothing else comes
    lines: list[Inline] = [
        (
            Text(text=f"{language.shown(c.day)}: "),
            Reference(text=f"{c.goal.id} {in_short(_named(c, language), _SHORT)}", target=c.goal.label),
            Text(text=f" ({_who(findings, c.goal)})"),
        )
        for c in days[:DATES]
    ]
    release = findings.plan.releases.get(str(following))
    if release is not None:
        lines.append(text(say("{day}: Næste udgave, for {quarter}", day=release, quarter=following)))
    if lines:
        yield BulletList(items=tuple(lines))
    else:
        yield paragraph(say("Intet ventes i de næste {days} dage.", days=AHEAD))


def _named(found: Coming, language: Language) -> str:
    return coming_number(found, language) or enumeration(found.titles, language)


def _who(findings: Findings, goal: Goal) -> str:
    return plain_text(findings.accounts.get(goal.id, Account()).who) or goal.responsible


BRIEF = HeadedChapter("brief", "book/brief", message("Kort notat"), _sections)
