"""The target reporting of the annual report, as Økonomistyrelsen asks for it: headings and blocks for the book and for Word.

Source: Økonomistyrelsen, Årsrapport i staten, »Målrapportering«: all goals in one table (part 1), the essential unmet ones
analysed (part 2), material changes of the plan told.
"""

from __future__ import annotations

from collections.abc import Iterator

from kvartalsbog.content.blocks import Block, Column, Heading, Inline, Paragraph, Quote, Table, Text, text
from kvartalsbog.content.language import message
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.opendata.formats.inventory import RESULTS
from kvartalsbog.opendata.formats.results_json import to_json
from kvartalsbog.pages.accounts import account_lines
from kvartalsbog.pages.goal_links import goal_link
from kvartalsbog.pages.headed import Headed, HeadedChapter
from kvartalsbog.pages.plan_changes import amendments
from kvartalsbog.readings.values import Account
from kvartalsbog.verdicts.accounts import accountable, unanswered
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.standing import is_settled
from kvartalsbog.words.annual import outcome, stand_sentences
from kvartalsbog.words.goals import goal_asked
from kvartalsbog.words.sentences import goal_sentence, unanswered_sentence
from kvartalsbog.words.statuses import status
from kvartalsbog.words.units import unit_word
from kvartalsbog.words.weights import degree_words

RESULTS_TABLE = "tbl-annual-results"


def closes_year(findings: Findings) -> bool:
    """Whether a quarter is the last of its plan, whose book has the target reporting."""
    return findings.period.is_last


def results_digest(findings: Findings) -> str:
    """The SHA-256 of results.json, by which a document names the figures that it is made from: 64 hexadecimal digits."""
    return sha256_of(to_json(findings).encode())


def _sections(findings: Findings) -> Iterator[Headed]:
    """The target reporting of the year that a quarter closes, in order."""
    say, told = findings.language.say, [r for r in findings.result.goals if accountable(r)]

    def headed(words: str, level: int, name: str, *blocks: Block) -> Headed:
        return Headed(Heading(text=words, level=level, label=f"annual-{name}"), blocks)

    yield headed(say("2.4 Målrapportering"), 1, "reporting", _paragraph(_about(findings)))
    stand = _paragraph(stand_sentences(findings.result, findings.language))
    yield headed(say("1. del: skematisk oversigt"), 2, "overview", stand, _table(findings))
    yield headed(
        say("2. del: uddybende analyser og vurderinger"),
        2,
        "analyses",
        _paragraph(_analysed(findings, any_=bool(told))),
    )
    for result in told:
        yield headed(f"{result.goal.id} {result.goal.title}", 3, result.goal.label, *_analysis(findings, result))
    yield headed(say("Ændringer af planen i årets løb"), 2, "changes", *amendments(findings))
    digest = say(
        "Tallene er dem, der står i {file} for {quarter}. Filens SHA-256 er:", file=RESULTS, quarter=findings.period
    )
    yield headed(say("Hvor tallene er fra"), 2, "source", _paragraph(digest), _paragraph(results_digest(findings)))


def _analysed(findings: Findings, *, any_: bool) -> str:
    """Which goals are analysed, if there are any; before all are settled also those that are not expected to be met in time."""
    say = findings.language.say
    if all(map(is_settled, findings.result.goals)):
        every = message("Her er alle de mål, der ikke eller kun delvist er opfyldt.")
        return say(every if any_ else message("Alle planens mål er opfyldt."))
    if not any(map(is_settled, findings.result.goals)) and not any_:
        return say("Intet af planens mål er afgjort endnu.")
    some = message("Her er de mål, der ikke eller kun delvist er opfyldt, eller som ikke ventes opfyldt i tide.")
    return say(some if any_ else message("Alle mål, der er afgjort, er opfyldt."))


def _about(findings: Findings) -> str:
    return findings.language.say(
        "Målrapporteringen følger op på {plan} ved udgangen af {quarter}. Alle planens mål er med.",
        plan=findings.plan.title, quarter=findings.period,
    )  # fmt: skip


def _table(findings: Findings) -> Table:
    say = findings.language.say
    heads = (say("Mål"), say("Opnåede resultater"), say("Grad af målopfyldelse"))
    return Table(
        label=RESULTS_TABLE,
        caption=say("Årets resultatopfyldelse"),
        columns=tuple(Column(title=head) for head in heads),
        rows=tuple(_row(result, findings) for result in findings.result.goals),
    )


def _row(result: GoalResult, findings: Findings) -> tuple[Inline, ...]:
    goal, language = result.goal, findings.language
    asked, weights = language.say(": {asked}", asked=goal_asked(goal, language)), findings.plan.weights
    if goal.weight is not None and weights is not None:
        told: dict[str, object] = {"weight": goal.weight, "unit": unit_word(weights.unit, language, goal.weight)}
        asked = f"{asked} {language.say('(vægt {weight} {unit})', **told)}"
    verdict: Inline = (status(result.verdict, language),)
    if goal.credited and result.credit.final:
        verdict = (*verdict, Text(text=f" ({degree_words(result.credit.settled, language)})"))
    return (goal_link(goal), Text(text=asked)), text(outcome(result, language)), verdict


def _analysis(findings: Findings, result: GoalResult) -> Iterator[Block]:
    """The verdict and the fact, the owner's words, the account, and what is lacking of it."""
    goal, language = result.goal.id, findings.language
    fact = text(goal_sentence(result, findings.months, language))
    yield Paragraph(runs=(status(result.verdict, language), Text(text=" "), *fact), role="status")
    if comment := findings.comments.get(goal):
        yield Quote(body=comment)
    yield from account_lines(findings.accounts.get(goal, Account()), language)
    if lacking := unanswered(findings).get(goal):
        yield _paragraph(unanswered_sentence(lacking, language))


def _paragraph(words: str) -> Paragraph:
    return Paragraph(runs=text(words))


TARGET_REPORTING = HeadedChapter("annual", "book/annual-report", message("Målrapportering til årsrapporten"), _sections)
