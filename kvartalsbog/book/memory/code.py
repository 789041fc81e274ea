"""What a notebook can reach, told from its code before it is run: its chapters alone, or nobody knows what.

Only code of a small, closed part of Python is vouched for: values of chapters, arithmetic, tables of pandas and figures of
matplotlib, by the names below. No file, clock, chance, environment or other program can be reached by them. Whatever
else a cell does may be harmless; then its notebook is run every time.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping

from kvartalsbog.book.memory.names import BUILTINS, CONTENT, DRAWN, FRAMES, PLAIN
from kvartalsbog.plan.contents import UNIT

OVERVIEW = ""  # stands for the chapter that reads everything
UNITS = UNIT.upper()  # stands for that of the unit that a notebook is run for; no pillar is called so
_HOUSE = "kvartalsbog.pages.chapters"
_DOORS = {
    "overview_chapter": 0,
    "pillar_chapter": 1,
    "unit_chapter": 1,
}  # the only ways to the data → arguments before the parameters
_MODULES: Mapping[str, frozenset[str]] = {
    "pandas": frozenset({"DataFrame", "Series", "NA"}),
    "matplotlib.pyplot": frozenset({"subplots"}),
}
_ATTRIBUTES = CONTENT | DRAWN | FRAMES | PLAIN
_PARAMETERS = ("quarter", "data_dir")
_NAMED = (*_PARAMETERS, UNIT)  # what the cell of the parameters may set
_DTYPES = ("float", "int", "str")
_NODES = (
    ast.Module, ast.Expr, ast.Assign, ast.AugAssign, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.Return, ast.Lambda, ast.If,
    ast.For, ast.Pass, ast.Name, ast.Attribute, ast.Call, ast.Constant, ast.keyword, ast.arguments, ast.arg, ast.List, ast.Tuple,
    ast.Dict, ast.Subscript, ast.Slice, ast.Starred, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.JoinedStr,
    ast.FormattedValue, ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.comprehension, ast.expr_context, ast.operator,
    ast.unaryop, ast.boolop, ast.cmpop,
)  # fmt: skip


class _UnknownError(Exception):
    """Something that nobody vouches for."""


def asked_for(cells: Iterable[str]) -> frozenset[str] | None:
    """The chapters that a notebook's code cells can ask for, in order of the cells: pillars by their ids, the overview as
    `OVERVIEW`. None when they can reach anything else. The cells' first is the one that sets the parameters.
    """
    reader = _Reader()
    try:
        for place, cell in enumerate(cells):
            tree = ast.parse(cell)
            if place == 0:
                _refuse_other_parameters(tree)
            else:
                reader.visit(tree)
    except (_UnknownError, SyntaxError, ValueError, RecursionError):  # IPython's own commands are no Python
        return None
    return frozenset(reader.asked)


def _refuse_other_parameters(tree: ast.Module) -> None:
    for line in tree.body:
        if not isinstance(line, ast.Assign) or not isinstance(line.value, ast.Constant):
            raise _UnknownError
        if any(not isinstance(to, ast.Name) or to.id not in _NAMED for to in line.targets):
            raise _UnknownError


class _Reader(ast.NodeVisitor):
    """Visits the code in the order in which it runs; a name is known once it is bound whatever way the code takes."""

    def __init__(self) -> None:
        self.asked: set[str] = set()
        self._bound = set(_NAMED)
        self._doors: dict[str, str] = {}
        self._modules: dict[str, str] = {}

    def generic_visit(self, node: ast.AST) -> None:
        if not isinstance(node, _NODES):
            raise _UnknownError
        super().generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module != _HOUSE or node.level:
            raise _UnknownError
        for name in node.names:
            if name.name not in _DOORS:
                raise _UnknownError
            self._doors[self._new(name.asname or name.name)] = name.name

    def visit_Import(self, node: ast.Import) -> None:
        for name in node.names:
            if name.name not in _MODULES or name.asname is None:
                raise _UnknownError
            self._modules[self._new(name.asname)] = name.name

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self._bound.add(self._new(node.id))
        elif node.id == "data_dir" or node.id not in self._bound | BUILTINS:
            raise _UnknownError  # where the data lie differs from run to run

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if not isinstance(node.ctx, ast.Load):
            raise _UnknownError
        if isinstance(node.value, ast.Name) and node.value.id in self._modules:
            if node.attr not in _MODULES[self._modules[node.value.id]]:
                raise _UnknownError
            return
        if node.attr not in _ATTRIBUTES:
            raise _UnknownError
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in self._doors:
            self._ask(self._doors[node.func.id], node)
            return
        is_typed = isinstance(node.func, ast.Attribute) and node.func.attr == "astype"
        types = [key.value for key in node.keywords if key.arg in ("dtype", None)] + (node.args if is_typed else [])
        if any(not isinstance(found, ast.Name) or found.id not in _DTYPES for found in types):
            raise _UnknownError  # pandas reads some texts as times, and those without a day as today's
        super().generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.decorator_list or node.returns:
            raise _UnknownError
        self._bound.add(self._new(node.name))
        self._within(node.args, *node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._within(node.args, node.body)

    def visit_arg(self, node: ast.arg) -> None:
        if node.annotation:
            raise _UnknownError
        self._bound.add(self._new(node.arg))

    def visit_For(self, node: ast.For) -> None:
        self.visit(node.iter)
        self._within(node.target, *node.body)
        self._within(*node.orelse)

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        self._within(*node.body)
        self._within(*node.orelse)

    def visit_Assign(self, node: ast.Assign) -> None:
        for part in (node.value, *node.targets):
            self.visit(part)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if not isinstance(node.target, ast.Name) or node.target.id not in self._bound:
            raise _UnknownError
        self.visit(node.value)
        self.visit(node.target)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._within(*node.generators, node.elt)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._within(*node.generators, node.elt)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._within(*node.generators, node.key, node.value)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for part in (node.iter, node.target, *node.ifs):
            self.visit(part)

    def _within(self, *nodes: ast.AST) -> None:
        """What is bound there is not known outside."""
        before, self._bound = self._bound, set(self._bound)
        for node in nodes:
            self.visit(node)
        self._bound = before

    def _new(self, name: str) -> str:
        """A name that may be bound: neither one that means something already nor one of IPython's."""
        taken = {*self._doors, *self._modules, *_NAMED}
        if name in taken or name.startswith("_") or hasattr(builtins, name):
            raise _UnknownError
        return name

    def _ask(self, door: str, node: ast.Call) -> None:
        own, given = node.args[: _DOORS[door]], node.args[_DOORS[door] :]
        names = tuple(part.id if isinstance(part, ast.Name) else "" for part in given)
        if names != _PARAMETERS or node.keywords or len(own) != _DOORS[door]:
            raise _UnknownError
        if door == "unit_chapter":
            if not isinstance(own[0], ast.Name) or own[0].id != UNIT:
                raise _UnknownError
            self.asked.add(UNITS)
            return
        for part in own:
            if not isinstance(part, ast.Constant) or not isinstance(part.value, str):
                raise _UnknownError
        self.asked.add(own[0].value if own else OVERVIEW)  # type: ignore[attr-defined]
