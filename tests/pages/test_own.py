"""Figures and tables of a notebook's own, by the rules of the book's own ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from matplotlib.dates import ConciseDateFormatter, DateFormatter
from matplotlib.figure import Figure

from kvartalsbog.content import blocks as content
from kvartalsbog.content.rules import faults
from kvartalsbog.errors import UsageError
from kvartalsbog.pages.canvas import DARK, Canvas
from kvartalsbog.pages.chapters import PillarChapter, pillar_chapter

NAN = float("nan")
ALT = "Sagerne stiger fra 10.000 til 20.000 og falder igen."
FRAME = pd.DataFrame({"Kreds": ["Fyn", "Østjylland"], "Antal": [12345, 678], "Andel": [0.5, 0.25]})


@pytest.fixture(scope="module")
def chapter() -> PillarChapter:
    return pillar_chapter("1", "2024K2", str(ROOT / "data"))


def drawn(*values: float, **texts: str) -> Figure:
    figure = Figure(figsize=(5, 3))
    axes = figure.add_subplot()
    axes.plot(range(len(values)), values)
    axes.set(**texts)
    return figure


def words(rows: tuple[tuple[content.Inline, ...], ...]) -> list[list[str]]:
    return [["".join(run.text for run in cell if run.type == "text") for cell in row] for row in rows]


def shown_texts(svg: str) -> set[str]:
    """matplotlib tells each text in a comment beside its outlines."""
    return set(re.findall("<!-- (.*?) -->", svg))


# -- figures -----------------------------------------------------------------------------------------------------------


def test_a_figure_of_matplotlib_is_a_figure_of_the_book(chapter: PillarChapter) -> None:
    shown = chapter.figure(drawn(10000, 20000.5, title="Sager"), label="fig-sager", caption="Sager pr. uge", alt=ALT, data=FRAME)  # fmt: skip
    (figure,) = shown.blocks
    assert isinstance(figure, content.Figure)
    assert list(faults(figure)) == []
    assert (figure.label, figure.caption, figure.alt) == ("fig-sager", "Sager pr. uge", ALT)
    assert figure.table is not None
    assert figure.table.label == "tbl-fig-sager"
    assert figure.table.download is not None
    assert figure.table.download.name == "fig-sager"
    assert shown.origin is not None
    assert (shown.origin.period, shown.origin.chapter, shown.origin.part) == ("2024K2", chapter.pillar.notebook, "fig-sager")  # fmt: skip


def test_its_numbers_are_danish_and_its_letters_are_outlines_of_the_books(chapter: PillarChapter) -> None:
    figure = drawn(10000, 12500, 15000, title="Sager", xlabel="Uge")
    figure.axes[0].set_xlim(0, 2)
    svg = chapter.figure(figure, label="fig-a", caption="Sager", alt=ALT).blocks[0].drawing.light  # type: ignore[union-attr]
    assert {"10.000", "15.000", "0,50", "1,25", "Sager", "Uge"} <= shown_texts(svg)
    assert "SourceSansPro" in svg
    assert "DejaVu" not in svg
    assert "<text" not in svg


def test_dates_and_shares_on_its_axes_are_danish(chapter: PillarChapter) -> None:
    figure = Figure()
    axes = figure.add_subplot()
    axes.plot([dt.date(2024, 5, 1), dt.date(2024, 10, 1)], [0.1, 0.9])
    axes.xaxis.set_major_formatter(DateFormatter("%b %Y"))
    axes.yaxis.set_major_formatter("{x:.1%}")
    svg = chapter.figure(figure, label="fig-a", caption="Sager", alt=ALT).blocks[0].drawing.light  # type: ignore[union-attr]
    assert {"maj 2024", "okt 2024", "20,0\u00a0pct."} <= shown_texts(svg)


def test_the_months_of_pandas_own_plots_are_danish(chapter: PillarChapter) -> None:
    series = pd.Series(range(12), index=pd.period_range("2024-01", periods=12, freq="M"))
    with mpl.rc_context({"backend": "agg"}):
        svg = chapter.figure(series.plot(), label="fig-a", caption="Sager", alt=ALT).blocks[0].drawing.light  # type: ignore[union-attr]
    assert {"maj", "okt"} <= shown_texts(svg)
    assert not {"May", "Oct"} & shown_texts(svg)


def test_letters_of_other_kinds_become_the_books_without_a_word(
    chapter: PillarChapter, caplog: pytest.LogCaptureFixture
) -> None:
    """What matplotlib complains of is written to the error stream, which would stop the book."""
    figure = drawn(1, 2)
    figure.axes[0].set_title("Sager", family="No Such Typeface", weight="bold", style="italic")
    svg = chapter.figure(figure, label="fig-a", caption="Sager", alt=ALT).blocks[0].drawing.light  # type: ignore[union-attr]
    assert "SourceSansPro-Semibold" in svg
    assert not caplog.records


def test_the_same_figure_gives_the_same_bytes_and_is_no_wider_than_a_page(chapter: PillarChapter) -> None:
    svgs = set()
    for _ in range(2):
        figure = drawn(1, 2, 3)
        figure.set_size_inches(20, 5)
        svgs.add(chapter.figure(figure, label="fig-a", caption="Sager", alt=ALT).blocks[0].drawing.light)  # type: ignore[union-attr]
        assert figure.get_size_inches()[0] == pytest.approx(6.7)
    assert len(svgs) == 1


def width(svg: str) -> float:
    return float(re.findall(r'<svg[^>]* width="([\d.]+)pt"', svg)[0])


def test_what_stands_beside_the_axes_makes_no_figure_wider_than_a_page(chapter: PillarChapter) -> None:
    figure = drawn(1, 2, 3)
    figure.set_size_inches(6.7, 3)
    figure.axes[0].lines[0].set_label("En forklaring, der er ret lang")
    figure.axes[0].legend(loc="upper left", bbox_to_anchor=(1.02, 1))
    svg = chapter.figure(figure, label="fig-a", caption="Sager", alt=ALT).blocks[0].drawing.light  # type: ignore[union-attr]
    assert width(svg) < 1.05 * 6.7 * 72
    assert "En forklaring, der er ret lang" in shown_texts(svg)


@pytest.mark.parametrize(
    ("freq", "told"),
    [("MS", {"mar 2024", "maj 2024"}), ("D", {"01.01.2024"}), ("h", {"01/01 kl. 02"}), ("min", {"01. kl. 00.05"})],
)
def test_times_that_nobody_wrote_are_as_danes_write_them(freq: str, told: set[str], chapter: PillarChapter) -> None:
    """`01-02 06` of matplotlib's would be read as the first of February."""
    figure = Figure()
    figure.add_subplot().plot(pd.date_range("2024-01-01", periods=12, freq=freq), range(12))
    svg = chapter.figure(figure, label="fig-a", caption="Sager", alt=ALT).blocks[0].drawing.light  # type: ignore[union-attr]
    assert told <= shown_texts(svg)
    figure = Figure()
    axes = figure.add_subplot()
    axes.plot(pd.date_range("2024-01-01", periods=120, freq="D"), range(120))
    axes.xaxis.set_major_formatter(ConciseDateFormatter(axes.xaxis.get_major_locator()))
    svg = chapter.figure(figure, label="fig-a", caption="Sager", alt=ALT).blocks[0].drawing.light  # type: ignore[union-attr]
    assert "maj 2024" in shown_texts(svg)


def test_what_pandas_and_pyplot_give_stands_for_its_figure(chapter: PillarChapter) -> None:
    import matplotlib.pyplot as plt  # noqa: PLC0415 - see above

    frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    grid = type("Grid", (), {"figure": drawn(1, 2)})()
    with mpl.rc_context({"backend": "agg"}):
        for given in (
            frame.hist(),
            frame.plot(subplots=True),
            plt.plot([1, 2]),
            plt.subplots(),
            plt.bar([1], [2]),
            grid,
        ):
            if isinstance(given, tuple) and isinstance(given[0], Figure):
                given[1].plot([1, 2])
            assert chapter.figure(given, label="fig-a", caption="Sager", alt=ALT).blocks
    assert plt.get_fignums() == []


def test_a_figure_stands_on_its_own_paper_on_every_page(chapter: PillarChapter) -> None:
    """Only who drew it knows what its colours mean, so they are not turned for a dark page."""
    for paper, told in (("white", "#ffffff"), ("none", "#ffffff"), ("#102030", "#102030")):
        figure = drawn(1, 2)
        figure.set_facecolor(paper)
        drawing = chapter.figure(figure, label="fig-a", caption="Sager", alt=ALT).blocks[0].drawing  # type: ignore[union-attr]
        assert drawing.light == drawing.dark == drawing.light_narrow == drawing.dark_narrow
        assert f'fill="{told}"' in drawing.light


def test_a_function_of_a_canvas_is_painted_for_every_page(chapter: PillarChapter) -> None:
    def paint(canvas: Canvas) -> Figure:
        figure, axes = canvas.sheet(2)
        axes.plot([1, 2.5], color=canvas.palette.accent)
        return figure

    drawing = chapter.figure(paint, label="fig-a", caption="Sager", alt=ALT).blocks[0].drawing  # type: ignore[union-attr]
    assert len({drawing.light, drawing.dark, drawing.light_narrow, drawing.dark_narrow}) == 4
    assert DARK.accent in drawing.dark
    assert "2,5" in shown_texts(drawing.light)


def test_axes_stand_for_their_figure_and_pyplot_lets_go_of_it(chapter: PillarChapter) -> None:
    import matplotlib.pyplot as plt  # noqa: PLC0415 - a figure of pyplot is what notebooks have

    with mpl.rc_context({"backend": "agg"}):
        _, axes = plt.subplots()
        axes.plot([1, 2])
        chapter.figure(axes, label="fig-a", caption="Sager", alt=ALT)
    assert plt.get_fignums() == []


def test_no_address_in_a_figure_leads_out(chapter: PillarChapter) -> None:
    figure = drawn(1, 2)
    figure.axes[0].lines[0].set_url("javascript:alert(1)")
    figure.axes[0].lines[0].set_gid('x"><script>')
    svg = chapter.figure(figure, label="fig-a", caption="Sager", alt=ALT).blocks[0].drawing.light  # type: ignore[union-attr]
    assert "javascript" not in svg
    assert "script>" not in svg


def with_table() -> Figure:
    figure = drawn(1, 2)
    figure.axes[0].table([["a", "12.5"]])
    return figure


def with_key() -> Figure:
    figure = drawn(1, 2)
    axes = figure.axes[0]
    axes.quiverkey(axes.quiver([1], [1], [1], [1]), 0.5, 0.5, 1, "12.5 m")
    return figure


def with_words_far_out() -> Figure:
    figure = drawn(1, 2)
    figure.axes[0].text(5000, 1, "Langt ude")
    return figure


GOOD = {"label": "fig-a", "caption": "Sager pr. uge", "alt": ALT}
BAD_FIGURES: dict[str, tuple[Callable[[], object], dict[str, object], str]] = {
    "no label": (lambda: drawn(1), {"label": ""}, "label mangler"),
    "a label of a table": (lambda: drawn(1), {"label": "tbl-a"}, "Fundet: 'tbl-a'."),
    "a label with a capital": (lambda: drawn(1), {"label": "fig-Aa"}, "label mangler eller har en forkert form."),
    "a label in Danish": (lambda: drawn(1), {"label": "fig-år"}, "Tilladt: fig- og derefter små bogstaver"),
    "a label with a path": (lambda: drawn(1), {"label": "fig-../a"}, "label mangler eller"),
    "a label that goes on": (lambda: drawn(1), {"label": "fig-a\n"}, "label mangler eller"),
    "a long label": (lambda: drawn(1), {"label": "fig-" + "a" * 60}, "højst 60 tegn"),
    "a label that is a number": (lambda: drawn(1), {"label": 5}, "Fundet: 5."),
    "no caption": (lambda: drawn(1), {"caption": " "}, "caption mangler."),
    "a caption with a turn": (lambda: drawn(1), {"caption": "Sager\u202e"}, "caption har et usynligt tegn (U+202E)."),
    "a caption in two lines": (lambda: drawn(1), {"caption": "Sager\ni ugen"}, "caption har et linjeskift."),
    "an English number in the caption": (lambda: drawn(1), {"caption": "Over 12.5 dage"}, "caption har tallet 12.5 med punktum som decimaltegn. Skriv 12,5."),
    "no alternative text": (lambda: drawn(1), {"alt": ""}, "alt mangler."),
    "None for an alternative text": (lambda: drawn(1), {"alt": None}, "alt mangler."),
    "a file for an alternative text": (lambda: drawn(1), {"alt": "figur_1.png"}, "alt er navnet på en fil."),
    "a word for an alternative text": (lambda: drawn(1), {"alt": "Figur."}, "alt er ikke en sætning"),
    "no stop": (lambda: drawn(1), {"alt": ALT[:-1]}, "alt er ikke en sætning"),
    "no capital": (lambda: drawn(1), {"alt": "sagerne stiger meget."}, "alt begynder ikke med et stort bogstav."),
    "the caption again": (lambda: drawn(1), {"alt": "Sager pr. uge."}, "alt er det samme som caption."),
    "an English number in the alternative text": (lambda: drawn(1), {"alt": "Det stiger til 12.5 dage."}, "alt har tallet 12.5"),
    "no figure": (lambda: None, {}, "Det første i parentesen er NoneType."),
    "a frame": (lambda: FRAME, {}, "Det første i parentesen er DataFrame."),
    "an empty figure": (Figure, {}, "Figuren er tom."),
    "a figure of no number": (lambda: drawn(NAN), {}, "Figuren er tom."),
    "axes with nothing in them": (drawn, {}, "Figuren er tom."),
    "something far out": (with_words_far_out, {}, "Noget står langt uden for figuren"),
    "numbers too small for an axis": (lambda: drawn(1e-9, 2e-9), {}, "Alle tal på en akse bliver til 0,0000000000. Gang dem"),
    "an English number in a table of a figure": (with_table, {}, "Tal i figuren har punktum som decimaltegn: 12.5."),
    "an English number at an arrow": (with_key, {}, "Tal i figuren har punktum som decimaltegn: 12.5."),
    "two figures": (lambda: [drawn(1), drawn(2)], {}, "Det første i parentesen er list."),
    "nan in a figure": (lambda: drawn(1, title="nan"), {}, "I figuren står nan"),
    "an English number in a figure": (lambda: drawn(1, title="12.5 dage"), {}, "Tal i figuren har punktum som decimaltegn: 12.5. Skriv dem med komma, fx 12,5."),
    "a hidden sign in a figure": (lambda: drawn(1, title="a\u200bb"), {}, "En tekst i figuren har et usynligt tegn (U+200B)."),
    "a sign the typeface lacks": (lambda: drawn(1, title="x \U0001f600"), {}, "har ikke tegnet \U0001f600 (U+1F600)."),
    "a formula that is none": (lambda: drawn(1, title="$x^{$"), {}, "Matplotlibs egne ord: »"),
    "a painter of nothing": (lambda: lambda canvas: None, {}, "Figuren er tom."),
    "data that are none": (lambda: drawn(1), {"data": [1]}, "Det første i parentesen er list. Tilladt: en DataFrame"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_FIGURES)
def test_a_figure_that_lacks_something_is_refused(fault: str, chapter: PillarChapter) -> None:
    make, given, told = BAD_FIGURES[fault]
    with pytest.raises(UsageError) as caught:
        chapter.figure(make(), **{**GOOD, **given})  # type: ignore[arg-type]
    assert told in str(caught.value)
    assert str(caught.value).startswith("Figuren kan ikke stå i bogen: ")


def test_everything_that_is_wrong_is_told_at_once(chapter: PillarChapter) -> None:
    with pytest.raises(UsageError) as caught:
        chapter.figure(FRAME, label="x", alt="a.png", data=3)
    told = ("label mangler", "caption mangler", "alt er navnet på en fil", "er DataFrame", "er int")
    assert all(words in str(caught.value) for words in told)


@pytest.mark.parametrize("label", ["", "x", "tbl-Aa", "fig-Aa", "tbl-../a", "tbl-a\n", "tbl-" + "a" * 99, None, 3])
def test_a_label_that_names_no_file_is_told_beside_what_else_is_wrong(label: Any, chapter: PillarChapter) -> None:
    for make in (
        lambda: chapter.table(FRAME, label=label, caption=" "),
        lambda: chapter.figure(drawn(1), label=label, caption=" ", alt=ALT, data=FRAME),
    ):
        with pytest.raises(UsageError, match=r"kan ikke stå i bogen: label mangler eller .* caption mangler\."):
            make()


def test_a_figure_of_too_many_points_is_refused(chapter: PillarChapter) -> None:
    rng = np.random.default_rng(1)
    figure = Figure()
    figure.add_subplot().scatter(rng.random(20_000), rng.random(20_000))
    with pytest.raises(UsageError, match=r"Figuren fylder \d MB; højst 1 MB\. Tegn færre punkter"):
        chapter.figure(figure, **GOOD)  # type: ignore[arg-type]


# -- tables ------------------------------------------------------------------------------------------------------------


def table(chapter: PillarChapter, frame: Any, **more: Any) -> content.Table:
    (found,) = chapter.table(frame, **{"label": "tbl-a", "caption": "Sager i kredsene", **more}).blocks
    assert isinstance(found, content.Table)
    assert list(faults(found)) == []
    return found


def test_a_frame_is_a_table_with_heads_danish_numbers_and_a_data_file(chapter: PillarChapter) -> None:
    found = table(chapter, FRAME)
    assert [(column.title, column.align) for column in found.columns] == [("Kreds", "left"), ("Antal", "right"), ("Andel", "right")]  # fmt: skip
    assert words(found.rows) == [["Fyn", "12.345", "0,50"], ["Østjylland", "678", "0,25"]]
    assert found.stub == 1
    assert found.download is not None
    assert found.download.name == "tbl-a"
    assert found.download.csv.splitlines() == [
        "Kreds,Antal,Andel,quarter,data_status",
        "Fyn,12345,0.50,2024K2,example",
        "Østjylland,678,0.25,2024K2,example",
    ]


CELLS: dict[str, tuple[list[Any], list[str], list[str]]] = {  # values, as they are shown, as they are kept
    "whole numbers": ([1, -1234], ["1", "−1.234"], ["1", "-1234"]),
    "numbers of one decimal": ([1.5, 2.0], ["1,5", "2,0"], ["1.5", "2.0"]),
    "numbers of many": ([1 / 3, 1.0], ["0,33", "1,00"], ["0.33", "1.00"]),
    "half a hundredth": ([0.125, 0.5], ["0,13", "0,50"], ["0.13", "0.50"]),
    "nearly nothing": ([-1e-12, 0.5], ["0,00", "0,50"], ["0.00", "0.50"]),
    "very small ones": ([0.0004, 0.5], ["0,0004", "0,5000"], ["0.0004", "0.5000"]),
    "decimals": ([Decimal("2.50"), Decimal(3)], ["2,5", "3,0"], ["2.5", "3.0"]),
    "gaps": ([1.0, NAN], ["1", "–"], ["1", ""]),
    "a decimal that is none": ([Decimal("sNaN"), Decimal("2.5")], ["–", "2,5"], ["", "2.5"]),
    "words of Windows": (["a\r\nb", "a\tb"], ["a b", "a b"], ["a b", "a b"]),
    "gaps among words": (["a", None], ["a", "–"], ["a", ""]),
    "gaps alone": ([None, NAN], ["–", "–"], ["", ""]),
    "yes and no": ([True, False], ["ja", "nej"], ["true", "false"]),
    "days": ([dt.date(2024, 1, 31), pd.NaT], ["31.\u00a0januar\u00a02024", "–"], ["2024-01-31", ""]),
    "moments": ([pd.Timestamp("2024-01-31 14:30"), pd.Timestamp("2024-02-01")], ["31.\u00a0januar\u00a02024 kl. 14.30", "1.\u00a0februar\u00a02024"], ["2024-01-31T14:30", "2024-02-01"]),
    "months": ([pd.Period("2024-02", "M"), pd.Period("2024-12", "M")], ["februar\u00a02024", "december\u00a02024"], ["2024-02", "2024-12"]),
    "quarters": ([pd.Period("2024Q2"), pd.Period("2023Q4")], ["2.\u00a0kvartal\u00a02024", "4.\u00a0kvartal\u00a02023"], ["2024K2", "2023K4"]),
    "words and numbers": (["i alt", 12.5], ["i alt", "12,5"], ["i alt", "12.5"]),
    "a formula of a spreadsheet": (["=1+1", "a"], ["=1+1", "a"], ["'=1+1", "a"]),
    "markup": (["<b>x</b>", "a\nb"], ["<b>x</b>", "a b"], ["<b>x</b>", "a b"]),
    "goals": (["1.1", "2.1"], ["1.1", "2.1"], ["1.1", "2.1"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", CELLS)
def test_values_are_shown_in_danish_and_kept_as_they_are_shown(kind: str, chapter: PillarChapter) -> None:
    values, shown, kept = CELLS[kind]
    found = table(chapter, pd.DataFrame({"Navn": ["x", "y"], "Tal": values}))
    assert [row[1] for row in words(found.rows)] == shown
    assert found.download is not None
    assert [line.split(",")[1] for line in found.download.csv.splitlines()[1:]] == kept
    assert bool(found.notes) is ("–" in shown)


def test_years_are_years(chapter: PillarChapter) -> None:
    found = table(chapter, pd.DataFrame({"Antal": [2024, 5]}, index=pd.Index([2023, 2024], name="År")))
    assert words(found.rows) == [["2023", "2.024"], ["2024", "5"]]
    found = table(chapter, pd.DataFrame({"År": [2024, "alle"], "Antal": [1, 2]}))
    assert words(found.rows) == [["2024", "1"], ["alle", "2"]]
    half = table(chapter, pd.DataFrame({"År": [2024.0, 2024.5], "Antal": [1, 2]}))
    assert words(half.rows)[1][0] == "2.024,5"  # no year, and rounded to none


def test_an_index_with_a_name_heads_the_rows_and_may_be_left_out_or_asked_for(chapter: PillarChapter) -> None:
    frame = FRAME.set_index("Kreds")
    assert [c.title for c in table(chapter, frame).columns] == ["Kreds", "Antal", "Andel"]
    assert [c.title for c in table(chapter, frame, index=False).columns] == ["Antal", "Andel"]
    assert next(c.title for c in table(chapter, FRAME.rename_axis("Nr."), index=True).columns) == "Nr."
    two = table(chapter, FRAME.assign(Uge=[1, 2]).set_index(["Kreds", "Uge"]))
    assert (two.stub, words(two.rows)[0][:2]) == (2, ["Fyn", "1"])
    assert table(chapter, FRAME[["Kreds"]]).stub == 0


def test_the_numbers_that_rows_have_by_themselves_head_nothing(chapter: PillarChapter) -> None:
    """Sorted, filtered and put together, a frame has an index of numbers without a name."""
    for frame in (FRAME.sort_values("Antal"), FRAME[FRAME["Antal"] < 1000], pd.concat([FRAME, FRAME])):
        assert [column.title for column in table(chapter, frame).columns] == ["Kreds", "Antal", "Andel"]


def test_heads_of_numbers_days_and_levels(chapter: PillarChapter) -> None:
    frame = pd.DataFrame([["a", 1, 2, 3]], columns=["Kreds", 2024.0, pd.Period("2024-01", "M"), 2025])
    assert [c.title for c in table(chapter, frame).columns] == ["Kreds", "2024", "januar\u00a02024", "2025"]
    frame = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("Antal", "Mænd"), ("Antal", "Kvinder")]))
    assert [c.title for c in table(chapter, frame).columns] == ["Antal, Mænd", "Antal, Kvinder"]


def test_decimals_may_be_chosen(chapter: PillarChapter) -> None:
    assert words(table(chapter, FRAME, decimals=1).rows)[0] == ["Fyn", "12.345,0", "0,5"]
    for decimals in (-1, "x", True, 99):
        with pytest.raises(UsageError, match=r"decimals er .* Tilladt: et helt tal fra 0 til 6\."):
            table(chapter, FRAME, decimals=decimals)


BAD_TABLES: dict[str, tuple[Callable[[], object], str]] = {
    "a series": (lambda: FRAME["Antal"], "Det første i parentesen er Series."),
    "nothing": (lambda: None, "Det første i parentesen er NoneType."),
    "no rows": (lambda: FRAME.head(0), "Tabellen er tom: 0 rækker og 3 kolonner."),
    "no columns": (lambda: pd.DataFrame(index=[1]), "Tabellen er tom: 1 rækker og 0 kolonner."),
    "numbers for heads": (lambda: pd.DataFrame(np.ones((2, 2))), "Kolonnerne har ingen navne."),
    "numbers for heads that were typed": (lambda: pd.DataFrame({0: [1], 1: [2]}), "Kolonnerne har ingen navne."),
    "an English number in a head": (lambda: FRAME.rename(columns={"Antal": "Over 12.5"}), "Kolonne 2: overskriften har tallet 12.5"),
    "very large": (lambda: FRAME.assign(Antal=[1e300, 1.0]), "Kolonnen »Antal«, række 1: tallet er uendeligt eller har flere end 15 cifre foran kommaet."),
    "larger than any number of the machine's": (lambda: FRAME.assign(Antal=[Fraction(10**400, 3), Fraction(1)]), "Kolonnen »Antal«, række 1: tallet er uendeligt eller"),
    "quarters of another year": (lambda: FRAME.assign(Antal=pd.period_range("2024-01", periods=2, freq="Q-NOV")), "en værdi af typen Period kan ikke vises."),
    "a head of no words": (lambda: FRAME.rename(columns={"Antal": pd.Timedelta(days=3)}), "Kolonne 2 har ingen overskrift. Giv den et navn: frame.columns"),
    "of two parts": (lambda: FRAME.assign(Antal=[1j, 2j]), "Kolonnen »Antal«, række 1: en værdi af typen complex kan ikke vises."),
    "a head of nothing": (lambda: FRAME.rename(columns={"Antal": ""}), "Kolonne 2 har ingen overskrift."),
    "a head that pandas made": (lambda: FRAME.rename(columns={"Antal": "Unnamed: 1"}), "Kolonne 2 har ingen overskrift."),
    "a head that is missing": (lambda: FRAME.rename(columns={"Antal": NAN}), "Kolonne 2 har ingen overskrift."),
    "two heads alike": (lambda: FRAME.rename(columns={"Antal": "Andel"}), "To kolonner hedder »Andel«."),
    "an index without a name": (lambda: FRAME.set_index("Kreds").rename_axis(None), "Kolonne 1 har ingen overskrift. Den er frames indeks: giv det et navn, frame.index.name = \"…\", eller udelad det med index=False."),
    "an index of two without names": (lambda: FRAME.set_index(["Kreds", "Antal"]).rename_axis([None, "Antal"]), "giv det et navn, frame.index.names = […], eller"),
    "a head of the data file": (lambda: FRAME.rename(columns={"Antal": "quarter"}), "Kolonne 2 hedder quarter"),
    "a list": (lambda: FRAME.assign(Antal=[[1], [2]]), "Kolonnen »Antal«, række 1: en værdi af typen list kan ikke vises."),
    "without end": (lambda: FRAME.assign(Antal=[np.inf, 1.0]), "Kolonnen »Antal«, række 1: tallet er uendeligt eller har flere end 15 cifre foran kommaet."),
    "nan as a word": (lambda: FRAME.assign(Kreds=["nan", "Fyn"]), "Kolonnen »Kreds«, række 1: teksten nan står"),
    "numbers as words": (lambda: FRAME.assign(Antal=["12.5", "x"]), "Kolonnen »Antal«, række 1: tallet 12.5 er en tekst"),
    "too many rows": (lambda: pd.DataFrame({"a": range(1000)}), "Tabellen har 1.000 rækker; højst 400."),
    "too wide": (lambda: pd.DataFrame({f"Kolonne {n}": ["et ret langt ord"] for n in range(12)}), "Tabellen er for bred til en side"),
    "a text longer than a page": (lambda: FRAME.assign(Kreds=["ord " * 5000, "Fyn"]), "Kolonnen »Kreds«, række 1: teksten har 20.000 tegn; højst 1.000."),
    "a hidden sign": (lambda: FRAME.assign(Kreds=["Fyn\u200b", "x"]), "kolonnen »Kreds«, række 1, har et usynligt tegn (U+200B)."),
    "a hidden sign in a head": (lambda: FRAME.rename(columns={"Antal": "An\u200btal"}), "overskriften på kolonne 2 har et usynligt tegn (U+200B)."),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_TABLES)
def test_a_table_that_lacks_something_is_refused(fault: str, chapter: PillarChapter) -> None:
    make, told = BAD_TABLES[fault]
    with pytest.raises(UsageError) as caught:
        chapter.table(make(), label="tbl-a", caption="Sager i kredsene")
    assert told in str(caught.value)
    assert str(caught.value).startswith("Tabellen kan ikke stå i bogen: ")


def test_a_frame_of_faults_tells_the_first_and_how_many_more(chapter: PillarChapter) -> None:
    with pytest.raises(UsageError, match=r"række 5: .*Og 45 fejl til\."):
        chapter.table(pd.DataFrame({"a": [[]] * 50}), label="tbl-a", caption="Sager i kredsene")
