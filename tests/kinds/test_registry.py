"""A kind is known in kinds/ and by its words, and nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import architecture
import pytest
from shipped import texts

from kvartalsbog.kinds.registry import KINDS
from kvartalsbog.words.kind_words import KindWords
from kvartalsbog.words.kinds import NAMES, WORDS

MODULES = {name: path for name, path in architecture.modules().items() if not name.startswith("kinds.")}
CLASSES = {kind.__name__ for kind in KINDS.values()}
OWN = {f"kinds.{name}" for name in KINDS}
# By `kind` a text names one wherever it stands: in YAML, in JSON, in a template's or a script's comparison, as a style's class.
IN_TEXT = re.compile(rf"""\bkind["']?\s*\]?\s*(?:[:=!]+|\bin\b|-)\s*[\[({{]*\s*["']?({"|".join(KINDS)})\b""")
# What else is called as a kind is, and where that is said.
OTHERS = {
    "deliverable": {  # the column that names an item, and what was typed for it
        "cli.enter", "desk.figure_pages", "editions.correction", "editions.differences", "intake.vintage.entering",
        "opendata.tables.definitions", "pages.item_tables", "readings.rules", "readings.vintage_text",
    },
    "share": {"opendata.formats.results_json", "opendata.tables.columns", "words.weights"},  # of a goal that plans share
    "count": {"desk.screens"},  # how many problems a page has
}  # fmt: skip
# The plans of invented authorities, which a project begins as: what an owner writes names kinds.
PLANS = re.compile(r"starter/gallery/\w+/plan\.yml")


def known(tree: ast.AST, others: Collection[str] = ()) -> Iterator[str]:
    """Where code knows a kind: its module or class is imported, its name is compared, several stand in one list, or it is said
    in any text or part of one, but for the names of `others`.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (text for text in (node.value,) if text in KINDS and text not in others)
            yield from IN_TEXT.findall(node.value)
        if isinstance(node, ast.ImportFrom):
            yield from (a.name for a in node.names if f"{node.module}".removeprefix("kvartalsbog.") in OWN)
            yield from (a.name for a in node.names if f"{node.module}" == "kvartalsbog.kinds" and a.name in KINDS)
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.removeprefix("kvartalsbog.") in OWN)
        elif isinstance(node, ast.Name | ast.Attribute):
            yield from (name for name in [getattr(node, "id", getattr(node, "attr", ""))] if name in CLASSES)
        elif isinstance(node, ast.Compare):
            asks = any("kind" in ast.unparse(side) for side in (node.left, *node.comparators))
            yield from (text for text in strings(node) if asks and text in KINDS)
        elif isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
            named = sorted({*strings(node)} & KINDS.keys())
            yield from named if len(named) > 1 else ()


def strings(node: ast.AST) -> Iterator[str]:
    yield from (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_module_outside_the_room_of_kinds_knows_one(name: str) -> None:
    others = {other for other, modules in OTHERS.items() if name in modules}
    found = set(known(ast.parse(MODULES[name].read_text(encoding="utf-8")), others))
    assert found == (set(WORDS) if name == "words.kinds" else set())


@pytest.mark.parametrize("name", sorted(name for name in texts() if not PLANS.fullmatch(name)))
def test_nor_does_a_template_a_script_or_any_other_text_that_is_shipped(name: str) -> None:
    assert IN_TEXT.findall(texts()[name]) == []


def test_what_is_called_as_a_kind_is_said_where_it_is_listed() -> None:
    """A module that no longer says it has no leave to."""
    for other, modules in OTHERS.items():
        assert {
            name for name in modules if other in strings(ast.parse(MODULES[name].read_text(encoding="utf-8")))
        } == modules
    assert len([name for name in texts() if PLANS.fullmatch(name) and IN_TEXT.search(texts()[name])]) == 3


@pytest.mark.parametrize("text", [
    "kind: mean", "- {id: a, kind: deliverable, title: b}", '{"kind": "share"}', "{% if criterion.kind == 'count' %}", '{% if c["kind"] in ("mean",) %}',
    "if (row.kind === \"amount\") {", ".kind-assessed { color: red }", "data-kind=\"mean\"",
])  # fmt: skip
def test_whatever_text_knows_a_kind_is_found(text: str) -> None:
    assert IN_TEXT.search(text)


@pytest.mark.parametrize("code", [
    "Number(title, 'mean', limit)", "Number(title, kind='share')", "Number('mean' if a else 'b')", "f'- {{id: x, kind: deliverable, title: {title}}}'",
    "f'  kind: amount\\n'", "a['deliverable']",
    "isinstance(c, Mean | Share)", "isinstance(c, base.Count)", "c.kind == 'share'", "row['kind'] in ('mean', 'share')", "X = ('count', 'deliverable')",
    "X = {'mean': 1, 'share': 2}", "from kvartalsbog.kinds.mean import Mean", "from kvartalsbog.kinds import share", "match c:\n    case Mean():\n        pass",
])  # fmt: skip
def test_whoever_knows_a_kind_is_found(code: str) -> None:
    assert list(known(ast.parse(code)))


@pytest.mark.parametrize("code", ["sums.count('x')", "isinstance(c, SeriesCriterion)", "a.kind == b.kind", "if row.kind is Kind.HEAD: pass", "share = shared.share", "'a share of cases'"])  # fmt: skip
def test_whoever_knows_a_shape_or_another_thing_is_not(code: str) -> None:
    assert not list(known(ast.parse(code)))


def test_a_kind_is_a_module_of_its_name_that_the_registry_names_once() -> None:
    folder = Path(architecture.PACKAGE, "kinds")
    for name, kind in KINDS.items():
        assert kind.__module__ == f"kvartalsbog.kinds.{name}"
        assert (folder / f"{name}.py").is_file()
    assert list(WORDS) == list(NAMES) == list(KINDS)


# -- the words of kinds --------------------------------------------------------------------------------------------------


def words_classes(of: type = KindWords) -> Iterator[type]:
    """The classes of words that are shipped."""
    for own in of.__subclasses__():
        yield from (own, *words_classes(own))


WORDS_CLASSES = {own.__name__ for own in words_classes() if own.__module__.startswith("kvartalsbog.")}


def words_taken(tree: ast.AST) -> Iterator[str]:
    """Where code takes a kind's words without asking for the kind's: a class of words is named as anything but what another
    builds on.
    """
    based = {base for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and node not in based:
            yield from (name for name in [getattr(node, "id", getattr(node, "attr", ""))] if name in WORDS_CLASSES)


@pytest.mark.parametrize("name", sorted(MODULES.keys() - {"words.kinds"}))
def test_words_are_asked_of_the_one_list_of_them(name: str) -> None:
    assert list(words_taken(ast.parse(MODULES[name].read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("code", ["AssessedWords(language=x).scale(c)", "dated.DatedWords()", "isinstance(w, SeriesWords)", "make(NumberedWords)"])  # fmt: skip
def test_whoever_takes_words_past_the_list_is_found(code: str) -> None:
    assert list(words_taken(ast.parse(code)))


def test_words_that_build_on_others_are_not() -> None:
    assert not list(
        words_taken(ast.parse("class Own(DatedWords):\n    name = 'x'\n\ndef said(c: int) -> KindWords: ..."))
    )
