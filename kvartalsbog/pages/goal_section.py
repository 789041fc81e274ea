"""A goal's section of its pillar's chapter, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from kvartalsbog.content.blocks import Block, Elsewhere, Figure, Paragraph, Quote, paragraph
from kvartalsbog.content.language import message
from kvartalsbog.errors import UsageError
from kvartalsbog.kinds.base import Outlook, State
from kvartalsbog.pages.accounts import account_lines
from kvartalsbog.pages.ahead import ahead_blocks, facts_beside, pulling_table
from kvartalsbog.pages.charts import months_chart
from kvartalsbog.pages.history import history
from kvartalsbog.pages.item_tables import items_table
from kvartalsbog.pages.month_values import drawn_of
from kvartalsbog.pages.parts import Parts, shown
from kvartalsbog.pages.plan_tables import criteria_table
from kvartalsbog.pages.since_last_year import since_table
from kvartalsbog.pages.slips_chart import slips_chart
from kvartalsbog.pages.tables import months_table
from kvartalsbog.pages.track import goal_finding, track_table
from kvartalsbog.pages.unit_map import unit_map
from kvartalsbog.pages.unit_tables import districts_table, merged_table
from kvartalsbog.plan.contents import goal_parts
from kvartalsbog.plan.goals import SHARED, place_on_shared
from kvartalsbog.readings.values import Account
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.expecting import first_ahead, is_usual
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.slips import tracks
from kvartalsbog.words.descriptions import describe_series, describe_timeline
from kvartalsbog.words.finding import gaps_of, goal_needs, items_caption, series_caption
from kvartalsbog.words.sentences import missing_sentences, pro_rata_sentence
from kvartalsbog.words.weights import credit_sentences, degree_sentence, shared_sentence, source_sentences

GRAVE = (Outlook.UNLIKELY, Outlook.OUT_OF_REACH)


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
        """The finding, what the goal is, what it needs, and what is missing: on paper they stay with the figure that follows."""
        goal, language = self.result.goal, self.findings.language
        lines: list[Block] = [goal_finding(self.findings, self.result), paragraph(goal.summary, "status")]
        said = (
            goal_needs(self.findings, self.result),
            degree_sentence(self.result, language),
            pro_rata_sentence(self.result, language),
            *(
                ()
                if gaps_of(self.findings, self.result)
                else missing_sentences(self.result, self.findings.plan, language)
            ),
            *credit_sentences(goal, language),
            shared_sentence(goal, self.findings.plan, language),
        )
        lines += [paragraph(sentence, "status") for sentence in dict.fromkeys(said) if sentence]
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
        return (Paragraph(runs=language.say_runs(there if goal.is_reported_there else here, way=way), role="status"),)

    @shown
    def development(self) -> tuple[Block, ...]:
        """The goal month by month: a figure with its table, the newest period beside others, and where the year is going. Raises
        UsageError for a goal without a series.
        """
        criteria = (criteria_table(self.findings, self.result),) if self._several else ()
        shown = (
            (
                facts_beside(self.findings, series),
                self._series_figure(series),
                *ahead_blocks(self.findings, self.result, series),
            )
            for series in self._series()
        )
        return (*(block for blocks in shown for block in blocks), *criteria, *track_table(self.findings, self.result))

    @shown
    def districts(self) -> tuple[Block, ...]:
        """The goal by reporting unit, on the map where the plan has one, how much each has pulled, what has changed the figure since the year before, and units
        that others have gone into. Raises UsageError for a goal without a series.
        """
        blocks: list[Block] = []
        for series in self._series():
            one = (self.findings, self.result.goal, series)
            blocks += [
                *unit_map(*one),
                districts_table(*one),
                *pulling_table(*one),
                *since_table(*one),
                *merged_table(*one),
            ]
        return tuple(blocks)

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
        missed = frozenset(
            c.criterion.id for c in self.result.criteria if c.state is State.FAILED or c.outlook in GRAVE
        )
        found = tracks(self.findings, goal)
        figure = Figure(
            label=f"fig-{goal.label}-timeline",
            caption=items_caption(self.result, found, self.findings.language),
            alt=describe_timeline(self.result, self.findings.months, found, self.findings.language),
            drawing=slips_chart(goal, found, missed, self.findings.period, self.findings.language),
            table=items_table(self.findings, goal) if found else None,
        )
        return (figure, *self._criteria(), *track_table(self.findings, self.result))

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

    def _criteria(self) -> tuple[Block, ...]:
        """The criteria where there are several: a single one is all that the finding is about."""
        return (criteria_table(self.findings, self.result),) if len(self.result.criteria) > 1 else ()

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
        goal, period, language = self.result.goal, self.findings.period, self.findings.language
        ahead = first_ahead(series.criteria, self.findings.told)
        results = [result for result in self.result.measured if result.criterion.reads == series.name]
        drawn = drawn_of(series, results, ahead[2] if ahead else None, period.months, period.calendar, language)
        usual = is_usual(series.criteria, self.findings.told)
        return Figure(
            label=f"fig-{goal.series_label(series.name)}-months",
            caption=series_caption(goal, series, language, usual=usual),
            alt=describe_series(
                goal, series, series.months, language, ahead[2].projection if ahead else None, usual=usual
            ),
            drawing=months_chart(drawn, series.criterion, period.calendar, language),
            table=months_table(self.findings, goal, series) if series.months else None,
        )
