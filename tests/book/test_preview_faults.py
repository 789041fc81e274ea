"""Every mistake that can be saved is a Danish page with the project's own place, and the next save mends it."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fuzz.harness import Verdict, refusal
from preview_rounds import Rounds, kept, removed, still_program

from kvartalsbog.book.preview.board import Board
from kvartalsbog.book.preview.rounds import Outcome
from kvartalsbog.book.preview.screens import problems_page
from kvartalsbog.errors import ProblemsError

pytestmark = pytest.mark.slow
Change = Callable[[Path], object]
TOC, CONFIG, PLAN = "_toc.yml", "_config.yml", "data/2026/plan.yml"
K2 = "data/2026/2026K2"
A, METHOD = "notebooks/2026/pillar_a.ipynb", "book/method.md"
NOT_WHOLE = "Filen er ikke en hel notesbog."


def told(name: str) -> str:
    """A file as problems call it: those of the data without their folder."""
    return name.removeprefix("data/")


def text(change: Callable[[str], str]) -> Change:
    return lambda path: path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def bytes_(change: Callable[[bytes], bytes]) -> Change:
    return lambda path: path.write_bytes(change(path.read_bytes()))


def more(words: str) -> Change:
    return text(lambda t: f"{t}\n{words}\n")


def instead(make: Callable[[Path], object]) -> Change:
    def change(path: Path) -> None:
        removed(path)
        make(path)

    return change


def document(change: Callable[[dict[str, object]], object]) -> Change:
    def changed(words: str) -> str:
        value = json.loads(words)
        change(value)
        return json.dumps(value)

    return text(changed)


# what any file can become → what is told of it
BYTES: dict[str, tuple[Change, str]] = {
    "empty": (bytes_(lambda _: b""), "Filen er tom."),
    "Latin-1": (bytes_(lambda d: d + "\n# æ\n".encode("latin-1")), "Filen er ikke i UTF-8."),
    "UTF-16": (text(lambda t: t) and bytes_(lambda d: d.decode().encode("utf-16")), "Filen er ikke i UTF-8."),
    "holding NUL": (bytes_(lambda d: d + b"\n\0\n"), "Filen er ikke i UTF-8."),
    "begun with a mark": (bytes_(lambda d: b"\xef\xbb\xbf" + d), "Filen begynder med et byte order mark (BOM)."),
    "ended by CR": (bytes_(lambda d: d.replace(b"\n", b"\r")), "Filen har et linjeskift"),
    "huge": (bytes_(lambda d: d + b"\n" + b"#" * 21_000_000), "Filen er for stor."),
    "removed": (removed, "mangler"),
    "a folder": (instead(Path.mkdir), "Filen mangler."),
    "a link to nothing": (instead(lambda p: p.symlink_to("nix")), "mangler"),
    "a pipe": (instead(os.mkfifo), "mangler"),
}
YAML: dict[str, tuple[Change, str]] = {
    "broken": (more("  - : : ["), "Filen kan ikke læses som YAML."),
    "half": (more('x: "abc'), "Filen kan ikke læses som YAML."),
    "very deep": (more("x: " + "[" * 200_000), "Filen er mere end 20 niveauer dyb."),
    "a list": (text(lambda _: "- a\n"), ""),
    "nothing": (text(lambda _: "~\n"), ""),
    "a word": (text(lambda _: "ord\n"), ""),
    "a number": (text(lambda _: "7\n"), ""),
    "holding a key twice": (more("x: 1\nx: 2"), "Nøglen står to gange."),
    "holding a tag": (more("x: !!python/name:os.system"), ""),
}
FAULTS: dict[str, tuple[str, Change, str, str]] = {
    f"{name} is {kind}": (name, change, told(name), words)  # a page that is none is told of by the table of contents
    if name != METHOD or kind not in ("removed", "a folder", "a link to nothing", "a pipe")
    else (name, change, "_toc.yml:15 [parts.1.chapters.3]", "Siden findes ikke. Fundet: 'book/method'.")
    for name, kinds in {
        TOC: {**BYTES, **YAML}, CONFIG: {**BYTES, **YAML}, PLAN: {**BYTES, **YAML}, "data/2026/intake.yml": YAML, f"{K2}/commentary.yml": {**BYTES, **YAML},
        f"{K2}/series.csv": BYTES, f"{K2}/deliverables.csv": BYTES, f"{K2}/source.json": BYTES, METHOD: BYTES,
    }.items()
    for kind, (change, words) in kinds.items()
}  # fmt: skip
FAULTS |= {
    "a part is without chapters": (TOC, more("- caption: Tom"), "_toc.yml", "har ikke den form"),
    "a chapter is without a file": (TOC, text(lambda t: t.replace("file: book/plan", "fil: book/plan")), "_toc.yml:13 [parts.1.chapters.1]", "har ikke den form"),
    "a chapter's page is not there": (TOC, text(lambda t: t.replace("file: book/plan", "file: book/nix")), "_toc.yml:13 [parts.1.chapters.1]", "Siden findes ikke. Fundet: 'book/nix'."),
    "no notebook has a place": (TOC, text(lambda t: re.sub(r"- caption: Status\n.*?(?=- caption)", "", t, flags=re.DOTALL)), "_toc.yml", "Der er ingen notesbøger"),
    "a setting has the wrong kind": (CONFIG, more("logo: 3"), "_config.yml:30 [logo]", "Indstillingen kan ikke bruges."),
    "an extension is not there": (CONFIG, text(lambda t: t.replace("- myst_nb", "- myst_nix")), "_config.yml [sphinx]", "Udvidelsen kan ikke bruges. Fundet: 'myst_nix'."),
    "a setting of Sphinx is not there": (CONFIG, text(lambda t: t.replace("numfig: true", "nufmig: true")), "_config.yml [sphinx]", "Sphinx har ikke den indstilling. Fundet: 'nufmig'."),
    # -- pages
    "a page links to nothing": (METHOD, more("[x](nix.md)"), f"{METHOD}:END", "Linket fører ikke til nogen side eller noget afsnit. Fundet: 'nix.md'."),
    "a page refers to nothing": (METHOD, more("{ref}`nix`"), f"{METHOD}:END", "Henvisningen fører ikke til noget afsnit. Fundet: 'nix'."),
    "a page has unknown words": (METHOD, more("```{nix} x\n```\n\n{nixrole}`x`\n\n{{ nix }}\n\n![x](nix.png)"), f"{METHOD}:END", "Blokken findes ikke. Fundet: 'nix'."),
    "a page jumps over a level": (METHOD, more("# A\n\n### B"), f"{METHOD}:END+2", "Overskriften springer et niveau over."),
    "a page shows what there is not": (METHOD, more("```{kvartalsbog} nix\n```"), f"{METHOD}:END", "Ukendt indhold 'nix'. Der er: "),
    "a page has a fault that Sphinx tells": (METHOD, more("{{ 1 / 0 }}"), f"{METHOD}:END", "Siden kan ikke sættes. Sphinx’ egne ord: »Substitution error:ZeroDivisionError"),
    "a page has a head that is none": (METHOD, text(lambda t: f"---\na: [\n---\n{t}"), f"{METHOD}:1", "Sidens hoved mellem --- kan ikke læses som YAML."),
    "the pages have gone": ("book", removed, "_toc.yml", "Siden findes ikke."),
    "the pages are a file": ("book", instead(lambda p: p.write_text("x")), "_toc.yml", "Siden findes ikke."),
    # -- notebooks
    "a notebook is half": (A, text(lambda t: t[: len(t) // 2]), A, NOT_WHOLE),
    **{f"a notebook is {kind}": (A, BYTES[kind][0], A, NOT_WHOLE) for kind in ("empty", "Latin-1", "UTF-16", "holding NUL", "begun with a mark")},
    **{f"a notebook is {value}": (A, text(lambda _, value=value: value), A, NOT_WHOLE) for value in ("[]", "null", '"ord"', "7", "{}", "NaN", "[" * 200_000)},  # type: ignore[misc]
    "a notebook is deep": (A, document(lambda d: d["metadata"].update(x=0)) and text(lambda t: t.replace('"metadata": {', '"metadata": {"x": ' + "[" * 5000 + "]" * 5000 + ",", 1)), A, NOT_WHOLE),  # type: ignore[attr-defined]
    "a notebook is huge": (A, more(" " * 20_000_001), A, "Filen er for stor: højst 20 MB."),
    "a notebook has no cells": (A, document(lambda d: d.pop("cells")), A, NOT_WHOLE),
    "a notebook's cells are a number": (A, document(lambda d: d.update(cells=3)), A, NOT_WHOLE),
    "a notebook's cell is a word": (A, document(lambda d: d["cells"].append("x")), A, NOT_WHOLE),  # type: ignore[attr-defined]
    "a notebook's cell has no source": (A, document(lambda d: d["cells"][2].pop("source")), A, NOT_WHOLE),  # type: ignore[index]
    "a notebook has no data about it": (A, document(lambda d: d.pop("metadata")), A, NOT_WHOLE),
    "a notebook is of a later form": (A, document(lambda d: d.update(nbformat=9)), A, NOT_WHOLE),
    "a notebook is of no form": (A, document(lambda d: d.pop("nbformat")), A, NOT_WHOLE),
    "a notebook is in another language": (A, document(lambda d: d["metadata"].update(kernelspec={"name": "ir", "display_name": "R", "language": "R"})), A, "Notesbogen er skrevet i R; den skal være i Python."),  # type: ignore[attr-defined]
    "a notebook has no parameters": (A, text(lambda t: t.replace('"parameters"', '"remove-input"')), A, "Notesbogens parametre er ingen"),
    "a notebook has an unknown mark": (A, text(lambda t: t.replace('"parameters"', '"nix"')), A, "celle 2: mærket »nix« kan ikke bruges."),
    "a notebook fails": (A, text(lambda t: t.replace("chapter.summary", "chapter.sumary")), f"{A} [afsnittet »Søjle a«, celle 3, linje 4]", '».sumary« findes ikke. Der er: .summary, .background, .goal("…"), .figure(…), .table(…). Mente du ».summary«?'),
    "a notebook's code is none": (A, text(lambda t: t.replace("chapter.summary", "chapter.summary(")), f"{A} [afsnittet »Søjle a«, celle 3, linje 4]", "Koden kan ikke læses som Python: den slutter midt i en parentes eller en blok."),
    "a notebook's words link to nothing": (A, text(lambda t: t.replace("### Enhed for enhed", "[x](nix.md)", 1)), f"{A} [celle 8, linje 2]", "Linket fører ikke til"),
    "a notebook complains": (A, text(lambda t: t.replace('"goal.development"', '"import sys\\nprint(\'x\', file=sys.stderr)\\ngoal.development"', 1)), f"{A} [celle 7, linje 1]", "Cellen skriver en advarsel."),
    "a notebook shows a figure without words": (A, text(lambda t: t.replace('"goal.development"', '"from matplotlib.figure import Figure\\nfigure = Figure()\\n_ = figure.add_subplot().plot([1])\\ngoal.figure(figure, label=\'fig-x\', caption=\'Sager\')"', 1)), f"{A} [afsnittet »Måned for måned«, celle 7, linje 4]", "Figuren kan ikke stå i bogen: alt mangler."),
    "a notebook shows a bare frame": (A, text(lambda t: t.replace('"goal.development"', '"import pandas as pd\\npd.DataFrame({\'a\': [1]})"', 1)), f"{A} [afsnittet »Måned for måned«, celle 7]", "Vis en tabel med chapter.table("),
    "a notebook leaves a part out": (A, text(lambda t: t.replace('"goal.comment"', '"None"', 1)), A, "afsnittet .comment for mål a.1 vises ikke."),
    "a notebook has gone": (A, removed, "2026/plan.yml:22 [pillars.0.notebook]", "Notesbogen findes ikke."),
    "a notebook is a folder": (A, instead(Path.mkdir), A, "Der ligger en mappe, hvor notesbogen skulle være."),
    "a notebook is a pipe": (A, instead(os.mkfifo), "2026/plan.yml", "Notesbogen findes ikke."),
    "the notebooks have gone": ("notebooks", removed, "2026/plan.yml", "Notesbogen findes ikke."),
    # -- data
    "the plan has a wrong value": (PLAN, text(lambda t: t.replace("weight: 45.5", "weight: <b>")), "2026/plan.yml:21 [pillars.0.weight]", "Værdien skal være et tal. Fundet: '<b>'."),
    "the plan's weights are not 100": (PLAN, text(lambda t: t.replace("weight: 45.5", "weight: 44.5")), "2026/plan.yml", ""),
    "a figure is none": (f"{K2}/series.csv", text(lambda t: t.replace("nord,45,193", "nord,-45,nan")), "2026/2026K2/series.csv", ""),
    "a row is short": (f"{K2}/series.csv", text(lambda t: t.replace("nord,45,193", "nord,45")), "2026/2026K2/series.csv", ""),
    "a head is another": (f"{K2}/series.csv", text(lambda t: t.replace("goal", "maal", 1)), "2026/2026K2/series.csv", ""),
    "the source is a list": (f"{K2}/source.json", text(lambda _: "[]"), "2026/2026K2/source.json", ""),
    "the source is very deep": (f"{K2}/source.json", text(lambda _: "[" * 200_000), "2026/2026K2/source.json", "Filen er mere end 20 niveauer dyb."),
    "the source is half": (f"{K2}/source.json", text(lambda t: t[:40]), "2026/2026K2/source.json", "Filen kan ikke læses som JSON."),
    "the quarter has gone": (K2, removed, "2026/2026K2", "Kvartalets mappe mangler."),
    "the quarter is a file": (K2, instead(lambda p: p.write_text("x")), K2, "der ligger en fil, hvor en mappe skulle være"),
    "the year has gone": ("data/2026", removed, "2026/plan.yml", "Filen mangler."),
    "the data have gone": ("data", removed, "2026/plan.yml", "Filen mangler."),
}  # fmt: skip


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rounds]:
    """After its first round, which executes everything; each test puts back what it changes."""
    with still_program(tmp_path_factory.mktemp("program")):
        made = Rounds(tmp_path_factory.mktemp("rounds"))
        assert len(made.quick().executed) == 7  # four chapters, and a page for each of three units
        yield made


def test_there_are_enough_of_them() -> None:
    assert len(FAULTS) >= 63


@pytest.mark.parametrize("fault", FAULTS)
def test_every_mistake_is_told_with_its_place_and_mended(rounds: Rounds, fault: str, tmp_path: Path) -> None:
    name, change, place, words = FAULTS[fault]
    path = rounds.job.project / name
    end = len(path.read_text(encoding="utf-8").splitlines()) + 2 if path.is_file() else 0  # where added words stand
    place = place.replace("END+2", str(end + 2)).replace("END", str(end))
    with kept(path, tmp_path):
        change(path)
        outcome = rounds()
    assert outcome.pages is None
    _assert_clear(outcome, rounds)
    assert any(str(problem).startswith(place) and words in str(problem) for problem in outcome.problems), outcome
    board = Board(rounds.job)
    board.show(outcome)
    page = problems_page(board.view, "")
    assert page.count('<li class="problem">') == min(len(outcome.problems), 500)
    mended = rounds.quick()
    assert (mended.problems, mended.executed) == ((), ())
    assert mended.pages


def _assert_clear(outcome: Outcome, rounds: Rounds) -> None:
    """Danish, without anything that acts, and nothing of a folder that only the preview knows."""
    files = {problem.place.file for problem in outcome.problems}
    found = refusal(ProblemsError(outcome.problems), *files)
    assert found.verdict is Verdict.REFUSED, found.words
    shown = "".join(map(str, outcome.problems))
    assert not [folder for folder in (str(rounds.job.work), tempfile.gettempdir(), "site-packages", "Traceback") if folder in shown]  # fmt: skip
    assert "Uventet fejl" not in shown


def test_after_all_of_them_the_whole_book_can_be_made(rounds: Rounds) -> None:
    outcome = rounds()
    assert outcome.problems == ()
    assert outcome.pages
