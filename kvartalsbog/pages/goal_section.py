"""A goal's section of its pillar's chapter, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from kvartalsbog.content.blocks import Block, Elsewhere, Figure, Paragraph, Quote, Text, paragraph, text
from kvartalsbog.content.language import message
from kvartalsbog.errors import UsageError
from kvartalsbog.pages.accounts import account_lines
from kvartalsbog.pages.ahead import ahead_blocks, pulling_table
from kvartalsbog.pages.charts import series_chart, timeline_chart
from kvartalsbog.pages.history import history
from kvartalsbog.pages.item_tables import items_table
from kvartalsbog.pages.parts import Parts, shown
from kvartalsbog.pages.plan_tables import criteria_table, done_word
from kvartalsbog.pages.tables import months_table
from kvartalsbog.pages.unit_tables import districts_table, merged_table
from kvartalsbog.plan.contents import goal_parts
from kvartalsbog.plan.goals import SHARED, place_on_shared
from kvartalsbog.readings.values import Account
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.words.descriptions import describe_series, describe_timeline
from kvartalsbog.words.kinds import outlook_sentence, requirement
from kvartalsbog.words.numbers import closed, enumeration
from kvartalsbog.words.sentences import goal_sentence, missing_sentence, pro_rata_sentence
from kvartalsbog.words.statuses import outlook_status, status
from kvartalsbog.words.units import unit_word
from kvartalsbog.words.weights import credit_sentences, degree_sentence, shared_sentence, source_sentences


@dataclass(frozen=True, repr=False)
class GoalSection(Parts):
    """A goal, part by part: each attribute is what one cell shows."""

    findings: Findings
    result: GoalResult
    data: str = ""

    @property
    def _chapter(self) -> str:
        return self.result.pillar.notebook

    def _named(self, part: str) -> str:
        return f"{self.result.goal.id} {part}"

    def _offered(self) -> tuple[str, ...]:
        return goal_parts(self.result.goal)

    @shown
    def status(self) -> tuple[Block, ...]:
        """What the goal is, how it stands, how it looks, and what is missing."""
        goal, language = self.result.goal, self.findings.language
        lines: list[Block] = [paragraph(goal.summary, "lead"), self._verdict(), *self._outlook()]
        said = (
            degree_sentence(self.result, language),
            pro_rata_sentence(self.result, language),
            *(missing_sentence(criterion, language) for criterion in self.result.criteria),
            *credit_sentences(goal, language),
            shared_sentence(goal, self.findings.plan, language),
        )
        lines += [paragraph(sentence) for sentence in said if sentence]
        lines += self._in_both_plans()
        lines.append(paragraph(source_sentences(goal, self.findings.plan.weights, language), "source"))
        return tuple(lines)

    def _in_both_plans(self) -> tuple[Paragraph, ...]:
        """The way to the same goal in another plan, where its readings are shown too."""
        goal, language = self.result.goal, self.findings.language
        if goal.shared is None or goal.shared.plan is None:
            return ()
        way = Elsewhere(
            text=language.say("de samme i begge planer"),
            place=f"{SHARED}#{place_on_shared(self.findings.period.plan, goal.id)}",
        )
        here = message("Målets tal indberettes her og er {way}.")
        there = message("Målets tal indberettes til den anden plan og er {way}.")
        return (Paragraph(runs=language.say_runs(there if goal.is_reported_there else here, way=way)),)

    @shown
    def development(self) -> tuple[Block, ...]:
        """The goal month by month: a figure with its table, the newest period beside others, and where the year is going. Raises
        UsageError for a goal without a series.
        """
        criteria = (criteria_table(self.findings, self.result),) if self._several else ()
        shown = ((self._series_figure(series), *ahead_blocks(self.findings, series)) for series in self._series())
        return (*(block for blocks in shown for block in blocks), *criteria)

    @shown
    def districts(self) -> tuple[Block, ...]:
        """The goal by reporting unit, how much each has pulled, and units that others have gone into. Raises UsageError for a goal
        without a series.
        """
        told = [(self.findings, self.result.goal, series) for series in self._series()]
        return tuple(
            table for one in told for table in (districts_table(*one), *pulling_table(*one), *merged_table(*one))
        )

    @property
    def _several(self) -> bool:
        """Whether the goal's criteria, all of them numeric, need a table of their own."""
        goal = self.result.goal
        return len(goal.measured) > 1 and not goal.dated

    @shown
    def deliverables(self) -> tuple[Block, ...]:
        """The goal's deadlines, what is completed and what is expected: a figure with its table, then the criteria."""
        goal = self.result.goal
        if not goal.dated:
            raise self._has_none("leverancer")
        items = self.findings.items[goal.id]
        caption = self.findings.language.say(
            "Leverancer og frister for mål {goal}. Streg: frist. Udfyldt: {done}. Ring: ventet. Punkteret: kvartalets slutning.",
            goal=goal.id, done=done_word(goal),
        )  # fmt: skip
        figure = Figure(
            label=f"fig-{goal.label}-timeline",
            caption=caption,
            alt=describe_timeline(self.result, self.findings.language),
            drawing=timeline_chart(self.result, items, self.findings.period, self.findings.language),
            table=items_table(self.findings, goal) if items else None,
        )
        return (figure, criteria_table(self.findings, self.result))

    @shown
    def history(self) -> tuple[Block, ...]:
        """The goal over the plan years: a figure with its table. Raises UsageError for one that continues no other."""
        if not self.result.goal.continues:
            raise self._has_none("tidligere år")
        return history(self.findings, self.result)

    @shown
    def comment(self) -> tuple[Block, ...]:
        """The owner's words of this quarter, and the account of a goal that is not met."""
        goal, language = self.result.goal.id, self.findings.language
        account = account_lines(self.findings.accounts.get(goal, Account()), language)
        said = (*self.findings.comments.get(goal, ()), *account)
        if not said:
            return (paragraph(language.say("Ejeren har ikke skrevet en bemærkning i dette kvartal."), "source"),)
        return (Quote(body=said),)

    def _verdict(self) -> Paragraph:
        language, said = (
            self.findings.language,
            goal_sentence(self.result, self.findings.months, self.findings.language),
        )
        runs = (status(self.result.verdict, language), Text(text=" "), *text(said))
        return paragraph(runs, "status")

    def _outlook(self) -> list[Block]:
        if self.result.outlook is None:
            return []
        language = self.findings.language
        worst = next((c for c in self.result.criteria if c.outlook is self.result.outlook), None)
        if worst is None:  # a part of the credit is lost for good, whatever is open
            said = language.say("En del af målet kan ikke længere opfyldes.")
            return [paragraph((outlook_status(self.result.outlook, language), Text(text=" "), *text(said)), "status")]
        sentence = outlook_sentence(worst, language)
        if len(self.result.criteria) > 1:
            said = message("Udsigten følger det kriterium, der står dårligst, {criterion}: {sentence}")
            sentence = language.say(said, criterion=worst.criterion.title, sentence=sentence)
        runs = (outlook_status(self.result.outlook, language), Text(text=" "), *text(sentence))
        return [paragraph(runs, "status")]

    def _has_none(self, what: str) -> UsageError:
        offered = ", ".join(f".{part}" for part in self._offered())
        return UsageError(f"Mål {self.result.goal.id} har ingen {what}. Der er: {offered}.")

    def _series(self) -> tuple[Series, ...]:
        goal = self.result.goal
        found = tuple(self.findings.series[name].of_goal(goal) for name in goal.series if name in self.findings.series)
        if not found:
            raise self._has_none("talserie")
        return found

    def _series_figure(self, series: Series) -> Figure:
        goal, calendar = self.result.goal, self.findings.period.calendar
        language, say = self.findings.language, self.findings.language.say
        wanted = enumeration(dict.fromkeys(requirement(c, language) for c in series.criteria), language)
        limit = closed(say("Stiplet: kravet, {wanted}", wanted=wanted))
        whole = message("{title}, {unit}, {year}. Ringe: den enkelte måned. Streg: året til dato. {limit} Tynd streg: året før.")  # fmt: skip
        level = message("{title}, {unit}, {year}. Ringe: den enkelte måned. {limit} Tynd streg: året før.")
        caption = say(
            level if series.is_level else whole,
            title=goal.series_title(series.name), unit=unit_word(series.criterion.unit, language), year=calendar.years, limit=limit,
        )  # fmt: skip
        return Figure(
            label=f"fig-{goal.series_label(series.name)}-months",
            caption=caption,
            alt=describe_series(goal, series, series.months, language),
            drawing=series_chart(series, calendar, language),
            table=months_table(self.findings, goal, series),
        )
