"""What a goal reached, in the annual report's table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from figures import told

from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.annual import outcome, stand_sentences


def test_a_title_that_ends_in_what_was_done_does_not_say_it_twice(findings_of: Callable[[str], Findings]) -> None:
    results = {result.goal.id: outcome(result).replace("\u00a0", " ") for result in findings_of("2024K4").result.goals}
    assert results["3.2"] == "Ny model besluttet den 3. september 2024; Ny model iværksat den 13. december 2024"
    assert results["2.4"].endswith("Samlet vurderingsskema sendt til departementet: sendt den 16. december 2024")
    assert results["4.2"] == told("4.2", "2024K4")


def test_goals_that_are_not_due_are_told_in_the_number_that_there_are(
    findings_of: Callable[[str], Findings],
) -> None:
    result = findings_of("2024K4").result
    one, *others = result.goals
    for number, stand in ((1, "og ét er ikke forfaldent."), (2, "og to er ikke forfaldne.")):
        goals = [
            replace(goal, verdict=Verdict.NOT_DUE if n < number else Verdict.MET)
            for n, goal in enumerate((one, *others))
        ]
        assert stand in stand_sentences(replace(result, goals=tuple(goals)))
