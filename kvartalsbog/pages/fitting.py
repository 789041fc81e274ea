"""How large a figure's axes can be: what matplotlib's constrained layout makes of one pair of axes, for a third of its time."""

from __future__ import annotations

import io

from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

_POINTS = 72  # of an inch: the unit of a drawing
_ROUNDS = 2  # how far a text reaches out may depend on how large the axes are: matplotlib looks twice as well


def fit(figure: Figure) -> None:
    """Give the axes all the room that what is around them leaves. More than one pair of axes, and axes of a fixed shape,
    are left to the constrained layout, which every sheet begins with.
    """
    engine, axes = figure.get_layout_engine(), _free_pair(figure)
    if axes is None or not isinstance(engine, ConstrainedLayoutEngine):
        return
    pads = engine.get()
    figure.set_layout_engine(None)
    figure.set_dpi(_POINTS)
    width, height = figure.get_size_inches()
    across, up = pads["w_pad"] / width, pads["h_pad"] / height
    renderer = RendererSVG(width * _POINTS, height * _POINTS, io.StringIO())
    for axis in (axes.xaxis, axes.yaxis):
        if not axis.get_label_text():  # else its place is found again and again
            axis.set_label_coords(0, 0)
    for _ in range(_ROUNDS):
        told = axes.get_tightbbox(renderer, for_layout_only=True) or axes.bbox
        inner = axes.get_position(original=True)
        outer = told.transformed(figure.transFigure.inverted())
        left, bottom = inner.x0 - outer.x0 + across, inner.y0 - outer.y0 + up
        right, top = outer.x1 - inner.x1 + across, outer.y1 - inner.y1 + up
        axes.set_position((left, bottom, 1 - left - right, 1 - bottom - top))


def _free_pair(figure: Figure) -> Axes | None:
    """The figure's axes, if there is nothing else on its paper and they may have any shape."""
    _paper, *drawn = figure.get_children()
    (axes,) = drawn if len(drawn) == 1 else (None,)
    return axes if isinstance(axes, Axes) and axes.get_aspect() == "auto" else None
