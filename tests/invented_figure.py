"""A figure that the engine does not have, added as CONTRIBUTING says: painted, told in words, a part of a chapter."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from matplotlib.figure import Figure as Sheet

from kvartalsbog.content.blocks import Block, Drawing, Figure, Table, text
from kvartalsbog.pages.canvas import Canvas, draw
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.parts import shown
from kvartalsbog.pages.tables import columns
from kvartalsbog.words.numbers import amount, number


def weights_chart(weights: Mapping[str, Decimal]) -> Drawing:
    """A bar for each goal, as long as its weight."""

    def paint(canvas: Canvas) -> Sheet:
        figure, axes = canvas.sheet(0.5 + 0.4 * len(weights))
        axes.barh(list(weights), [float(weight) for weight in weights.values()], color=canvas.palette.accent)
        axes.set_xticks([])
        return figure

    return draw(paint)


def describe_weights(weights: Mapping[str, Decimal]) -> str:
    """Which goal weighs most."""
    heaviest = max(weights, key=lambda goal: weights[goal])
    return f"Mål {heaviest} vejer mest i søjlen med {amount(weights[heaviest], 'pct.')} af planen."


class WeighedChapter(PillarChapter):
    """A pillar's chapter with one part more."""

    @shown
    def weights(self) -> tuple[Block, ...]:
        """The weights of the pillar's goals: a figure with its table."""
        weights = {goal.id: goal.weight for goal in self.pillar.goals}
        records = [{"goal": goal, "weight": str(weight)} for goal, weight in weights.items()]
        table = Table(
            label=f"tbl-weights-{self.pillar.id}",
            caption="Målenes vægt",
            columns=columns(("Mål", "Vægt (pct.)"), right=("Vægt (pct.)",)),
            rows=tuple((text(goal), text(number(weight))) for goal, weight in weights.items()),
            download=download(self.findings, f"weights-{self.pillar.id}", records),
        )
        figure = Figure(
            label=f"fig-weights-{self.pillar.id}", caption="Vægten af søjlens mål.", alt=describe_weights(weights),
            drawing=weights_chart(weights), table=table,
        )  # fmt: skip
        return (figure,)
