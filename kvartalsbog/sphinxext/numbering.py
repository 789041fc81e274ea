"""Numbers of figures and tables, which Sphinx looks for in every page: they stay where no page has others, or in another order."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.util.nodes import clean_astext


@dataclass
class Numbering:
    """What was numbered before pages were read again."""

    shapes: dict[str, list[object]] = field(default_factory=dict)
    figures: dict[str, Any] | None = None
    sections: dict[str, Any] = field(default_factory=dict)

    def note(self, env: BuildEnvironment, names: Sequence[str]) -> None:
        """Note the numbers, and the shapes of the pages that are going to be read again."""
        try:
            # Sphinx would keep what it is asked for, and the pages will be others
            read = {name: Path(env.doctreedir, f"{name}.doctree").read_bytes() for name in names}
            self.shapes = {name: list(shape(pickle.loads(tree))) for name, tree in read.items()}
        except OSError:  # a page is new
            return
        self.figures, self.sections = dict(env.toc_fignumbers), dict(env.toc_secnumbers)

    def stays(self, env: BuildEnvironment) -> bool:
        """Put the numbers back where they were, if they are what Sphinx would find."""
        same = env.toc_secnumbers == self.sections
        if (
            self.figures is None
            or not same
            or any(list(shape(env.get_doctree(n))) != s for n, s in self.shapes.items())
        ):
            return False
        env.toc_fignumbers = self.figures
        return True


def shape(tree: nodes.Element) -> Iterator[object]:
    """All of a page that decides a number: what can have one, in order, in its sections, and the pages below."""
    for node in tree.children:
        if isinstance(node, nodes.section):
            yield "section", tuple(node["ids"])
            yield from shape(node)
            yield "end"
        elif isinstance(node, addnodes.toctree):
            yield "pages", tuple(map(tuple, node["entries"])), node.get("numbered")
        elif isinstance(node, nodes.Element):
            if node["ids"]:
                captions = tuple(
                    bool(clean_astext(c)) for c in node.children if isinstance(c, nodes.caption | nodes.title)
                )
                yield type(node).__name__, tuple(node["ids"]), captions, bool(node.get("literal_block"))
            yield from shape(node)


def number_again_if_needed(app: Sphinx) -> None:
    """Let the build number figures as they were before, where that is sure."""
    before = Numbering()
    app.connect("env-before-read-docs", lambda _, env, names: before.note(env, names))
    for listener in app.events.listeners.get("env-get-updated", ()):
        collector = getattr(listener.handler, "__self__", None)
        if isinstance(collector, TocTreeCollector):
            collector.assign_figure_numbers = _number(before, collector.assign_figure_numbers)  # type: ignore[method-assign]


def _number(before: Numbering, anew: Any) -> Any:
    return lambda env: [] if before.stays(env) else anew(env)
