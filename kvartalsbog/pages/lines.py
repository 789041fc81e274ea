"""The line through a series: which months one stroke goes through, and in which colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kvartalsbog.periods import Month


def strokes(
    months: Sequence[Month], joined: Callable[[Month, Month], bool], colour: Callable[[Month], str]
) -> Iterator[tuple[str, list[Month]]]:
    """(colour, months) of each stroke. Two months that follow each other are joined or not, by the colour of the second; what
    is joined in one colour is one stroke, and not one for every two months: a drawing is fetched.
    """
    stroke, of = list[Month](), ""
    for one, two in pairwise(months):
        if not joined(one, two):
            continue
        if stroke and (stroke[-1] != one or of != colour(two)):
            yield of, stroke
            stroke = []
        stroke, of = [*(stroke or [one]), two], colour(two)
    if stroke:
        yield of, stroke
