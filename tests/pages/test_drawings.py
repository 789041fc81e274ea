"""Drawings: without styles, the dark one the light one in other colours, and axes as large as the constrained layout has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from matplotlib.figure import Figure
from pydantic import ValidationError

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.pages import charts, slips_chart, standings_chart
from kvartalsbog.pages import drawings as drawings_of
from kvartalsbog.pages.canvas import DARK, LIGHT, SETTINGS, Canvas, draw
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.pages.drawings import colours, in_other_colours, svg_of
from kvartalsbog.pages.fitting import fit
from kvartalsbog.verdicts.findings import Findings

Painter = Callable[[Canvas], Figure]


@pytest.fixture(scope="module")
def painters(findings_of: Callable[[str], Findings]) -> list[Painter]:
    """What paints the engine's own figures of each kind, with something won, lost and open in them."""
    findings, found = findings_of("2024K4"), []
    with pytest.MonkeyPatch.context() as patch:
        for drawn in (charts, slips_chart, standings_chart):
            patch.setattr(drawn, "draw", found.append)
        standings_chart.standings_chart(findings.result, findings.language)
        for chapter in (PillarChapter(findings, pillar) for pillar in findings.plan.pillars):
            for goal in chapter.pillar.goals:
                with suppress(ValidationError):  # a figure has a drawing, and here it has none
                    section = chapter.goal(goal.id)
                    _ = section.deliverables if goal.dated else section.development
    return found


@pytest.fixture(scope="module")
def drawings(painters: list[Painter]) -> list[Drawing]:
    return [draw(paint) for paint in painters]


def test_a_drawing_has_no_space_that_says_nothing(drawings: list[Drawing]) -> None:
    for drawing in drawings:
        for svg in (drawing.light, drawing.dark, drawing.light_narrow, drawing.dark_narrow):
            body = svg[svg.index("<svg ") :]
            assert body.count("\n") == 1  # at its end
            assert not re.search("> +<", body)
            assert not any(re.search("[A-Za-z] | [A-Za-z]|  ", path) for path in re.findall(' d="(.*?)"', body))


@given(st.lists(st.tuples(st.sampled_from("MLQ"), st.floats(-1e4, 1e4), st.floats(-1e-4, 1e4)), min_size=1))
def test_a_path_without_its_lines_goes_the_same_way(points: list[tuple[str, float, float]]) -> None:
    written = "\n".join(f"{letter} {x:.6f} {y!r} " for letter, x, y in points)
    dense = drawings_of._dense(f'<path d="{written}\nz\n" fill="none"/>')
    told = re.findall(r"[MLQz]|-?[0-9][0-9.]*(?:e[-+]?[0-9]+)?", re.search(r'd="(.*?)"', dense)[1])  # type: ignore[index]
    assert told == [*(part for letter, x, y in points for part in (letter, f"{x:.6f}", repr(y))), "z"]


# -- colours -----------------------------------------------------------------------------------------------------------


def test_only_colours_are_exchanged_and_only_where_they_are_colours() -> None:
    before = '<g id="#0b4f6c"><use xlink:href="#0b4f6c" fill="#0b4f6c" stroke="#0b4f6d"/><!-- #0b4f6c --><path d="M 0 0" stroke="#0b4f6c"/></g>'
    after = '<g id="#0b4f6c"><use xlink:href="#0b4f6c" fill="#123456" stroke="#0b4f6d"/><!-- #0b4f6c --><path d="M 0 0" stroke="#123456"/></g>'
    assert in_other_colours(before, {"#0b4f6c": "#123456"}) == after


_HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(st.dictionaries(_HEX, _HEX), st.lists(st.tuples(st.sampled_from(["fill", "stroke"]), _HEX)))
def test_every_place_has_its_own_colour_afterwards(others: dict[str, str], placed: list[tuple[str, str]]) -> None:
    svg = "".join(f'<path d="M 0 0" {name}="{colour}"/>' for name, colour in placed)
    expected = "".join(f'<path d="M 0 0" {name}="{others.get(colour, colour)}"/>' for name, colour in placed)
    assert in_other_colours(svg, others) == expected
    assert colours(svg) - {"black"} == {colour for _, colour in placed}


def test_no_two_roles_have_the_same_colour() -> None:
    """Else the drawing would not tell which of them is meant."""
    assert len(set(asdict(LIGHT).values())) == len(asdict(LIGHT)) == len(set(asdict(DARK).values()))


def _without_ids(svg: str) -> str:
    """Ids are made from what they name, colours included."""
    return re.sub(r'(id="|href="#|url\(#)([mph])[0-9a-f]+', r"\1\2", svg)


def test_the_dark_drawing_is_what_would_have_been_painted_dark(
    painters: list[Painter], drawings: list[Drawing]
) -> None:
    told = 0
    for paint, drawing in zip(painters, drawings, strict=True):
        for narrow, dark in ((False, drawing.dark), (True, drawing.dark_narrow)):
            with mpl.rc_context(SETTINGS):
                figure = paint(Canvas(DARK, narrow=narrow))
                fit(figure)
                painted = svg_of(figure, transparent=True)
            assert _without_ids(dark) == _without_ids(painted)
            told += len(colours(dark))
    assert told >= 40


def _counted(paint: Painter) -> tuple[list[Canvas], Any]:
    seen: list[Canvas] = []
    drawing = draw(lambda canvas: (seen.append(canvas), paint(canvas))[1])
    return seen, drawing


def _bar(canvas: Canvas, **looks: Any) -> Figure:
    figure, axes = canvas.sheet(1)
    axes.bar([1, 2], [1, 2], color=canvas.palette.accent, **looks)
    return figure


def _titled(canvas: Canvas) -> Figure:
    figure = _bar(canvas)
    figure.axes[0].set_title("Sort", color="#000000" if canvas.palette == LIGHT else "#ffffff")
    return figure


def _edged(canvas: Canvas) -> Figure:
    return _bar(canvas, edgecolor="#000000" if canvas.palette == LIGHT else "#fffffe")


def _mixed(canvas: Canvas) -> Figure:
    figure, axes = canvas.sheet(1)
    scale = mpl.colors.LinearSegmentedColormap.from_list("own", [canvas.palette.paper, canvas.palette.accent])
    axes.scatter([1, 2, 3], [1, 2, 3], c=[1, 2, 3], cmap=scale)
    return figure


def _pictured(canvas: Canvas) -> Figure:
    figure, axes = canvas.sheet(1)
    scale = mpl.colors.ListedColormap([canvas.palette.paper, canvas.palette.accent])
    axes.imshow([[0, 1], [1, 0]], cmap=scale)
    return figure


def _filled(canvas: Canvas) -> Figure:
    figure, axes = canvas.sheet(1)
    axes.fill_between([1, 2], [1, 2], color="#000000" if canvas.palette == LIGHT else "#fffffe", linewidth=0)
    axes.plot([1, 2], [1, 2], marker="o", color=canvas.palette.accent, markerfacecolor="black")
    return figure


def test_a_figure_in_the_palettes_colours_is_painted_once_for_each_width() -> None:
    seen, drawing = _counted(_bar)
    assert [(canvas.palette, canvas.narrow) for canvas in seen] == [(LIGHT, False), (LIGHT, True)]
    assert DARK.accent in drawing.dark
    assert LIGHT.accent not in drawing.dark + drawing.dark_narrow


@pytest.mark.parametrize("paint", [_titled, _edged, _mixed, _pictured, _filled])
def test_a_figure_with_other_colours_is_painted_for_the_dark_page_too(paint: Painter) -> None:
    """It may have mixed or chosen them for the page that it is painted for."""
    seen, drawing = _counted(paint)
    assert [canvas.palette for canvas in seen] == [LIGHT, DARK, LIGHT, DARK]
    with mpl.rc_context(SETTINGS):
        figure = paint(Canvas(DARK, narrow=False))
        fit(figure)
        assert drawing.dark == svg_of(figure, transparent=True)


# -- styles ------------------------------------------------------------------------------------------------------------


def _everything() -> Figure:
    """What matplotlib styles in ways of its own: pictures, hatches, shades, dashes, marks, legends, mathematics."""
    figure = Figure(figsize=(5, 4))
    axes = figure.subplots(2, 2).ravel()
    axes[0].imshow([[0, 1], [1, 0]], interpolation="nearest")
    axes[1].bar([1, 2], [1, 2], hatch="//", alpha=0.5, label="$x^2$")
    axes[1].legend()
    axes[2].tripcolor([0, 1, 0, 1], [0, 0, 1, 1], [0, 1, 2, 3], shading="gouraud")
    axes[3].plot([1, 2, 3], dashes=(5, 3), marker="o", markerfacecolor="none")
    axes[3].text(0, 0, 'style="fill: red" --> & <b>')
    return figure


def test_no_drawing_has_a_style_that_a_content_policy_could_refuse(drawings: list[Drawing]) -> None:
    drawn = [svg for drawing in drawings for svg in drawing.model_dump().values()]
    assert len(drawn) >= 4 * 10
    with mpl.rc_context({**SETTINGS, "text.parse_math": True}):
        drawn.append(svg_of(_everything(), bbox_inches="tight"))
    for svg in drawn:
        for element in etree.fromstring(svg.encode()).iter("{*}*"):
            assert element.get("style") is None
            assert etree.QName(element).localname != "style"


def test_what_styles_said_the_attributes_say() -> None:
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(1, 1))
        figure.add_axes((0, 0, 1, 1)).plot([1, 2], color="#123456", linewidth=3, alpha=0.5, dashes=(5, 3))
        root = etree.fromstring(svg_of(figure).encode())
    (line,) = root.xpath("//*[@stroke='#123456']")
    told = {name: line.get(name) for name in ("fill", "stroke-dasharray", "stroke-opacity", "stroke-width")}
    assert told == {"fill": "none", "stroke-dasharray": "15,9", "stroke-opacity": "0.5", "stroke-width": "3"}
    assert (root.get("stroke-linejoin"), root.get("stroke-linecap")) == ("round", "butt")


# -- layout ------------------------------------------------------------------------------------------------------------


def _axes(**told: Any) -> Painter:
    def paint(canvas: Canvas) -> Figure:
        figure, axes = canvas.sheet(2.5)
        axes.plot([1, 2, 3], [1, 200000, 3])
        axes.set(**told)
        return figure

    return paint


def _with(change: Callable[[Any], object], **told: Any) -> Painter:
    def paint(canvas: Canvas) -> Figure:
        figure = _axes(**told)(canvas)
        change(figure.axes[0])
        return figure

    return paint


LAID_OUT: dict[str, Painter] = {
    "ticks": _axes(),
    "labels": _axes(xlabel="Måned", ylabel="Sager\ni alt"),
    "a title": _axes(title="En overskrift, der er bredere end hele figuren på en telefon"),
    "long names": _axes(yticks=[1, 100000], yticklabels=["Et kort", "Et langt navn på en kreds"]),
    "turned names": _with(lambda axes: axes.tick_params("x", rotation=60), xticks=[1], xticklabels=["Et langt navn"]),
    "a text outside": _with(lambda axes: axes.text(1.1, 1.2, "udenfor", transform=axes.transAxes)),
    "a text at a value": _with(lambda axes: axes.text(3, 200000, "et langt stykke ud til højre")),
    "a legend outside": _with(lambda axes: axes.legend(["a"], loc="upper left", bbox_to_anchor=(1, 1))),
    "a logarithmic axis": _axes(yscale="log"),
    "no axes": _with(lambda axes: axes.axis("off")),
    "a turned round axis": _with(lambda axes: axes.yaxis.tick_right()),
}


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", LAID_OUT)
def test_axes_are_as_large_as_the_constrained_layout_has_them(kind: str, narrow: bool) -> None:
    with mpl.rc_context(SETTINGS):
        ours, theirs = (LAID_OUT[kind](Canvas(LIGHT, narrow=narrow)) for _ in range(2))
        fit(ours)
        assert ours.get_layout_engine() is None
        svg_of(ours), svg_of(theirs)
        place = [value for figure in (ours, theirs) for value in figure.axes[0].get_position().bounds]
    assert place[:4] == pytest.approx(place[4:], abs=1e-6)


@pytest.mark.parametrize("more", ["twins", "colours", "figure text", "own layout", "equal units", "nothing"])
def test_what_is_not_one_free_pair_of_axes_is_laid_out_by_matplotlib(more: str) -> None:
    figure, axes = Canvas(LIGHT, narrow=False).sheet(2)
    if more == "twins":
        axes.twinx()
    elif more == "colours":
        figure.colorbar(axes.imshow([[1, 2]]))
    elif more == "figure text":
        figure.suptitle("Over det hele")
    elif more == "own layout":
        figure.set_layout_engine("tight")
    elif more == "equal units":
        axes.set_aspect("equal")
    else:
        axes.remove()
    engine = figure.get_layout_engine()
    fit(figure)
    assert figure.get_layout_engine() is engine


def test_the_books_own_figures_are_fitted(painters: list[Painter]) -> None:
    assert len(painters) >= 10
    for paint in painters:
        figure = paint(Canvas(LIGHT, narrow=True))
        fit(figure)
        assert figure.get_layout_engine() is None
