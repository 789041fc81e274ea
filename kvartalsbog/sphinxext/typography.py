"""Spaces and quotation marks in every text, typed by hand or from the plan, for both builders."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform

from kvartalsbog.words.numbers import held_together

_CODE = nodes.literal | nodes.literal_block | nodes.math | nodes.math_block


class NumbersWithUnits(SphinxTransform):
    """A number and its unit stay on one line."""

    default_priority = 850  # after the texts are made

    def apply(self, **_: Any) -> None:
        """Change the spaces in the document's texts, but not in code or formulas."""
        for node in list(self.document.findall(nodes.Text)):
            together = held_together(node.astext())
            if together != node.astext() and not isinstance(node.parent, _CODE):
                node.parent.replace(node, nodes.Text(together))


def _as_typed(app: Sphinx, config: Config) -> None:
    """What an owner typed is shown as it was typed, quotation marks and hyphens included."""
    config.smartquotes = False


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform; the blocks' extension asks for this one, so that no project's settings need to."""
    app.add_transform(NumbersWithUnits)
    app.connect("config-inited", _as_typed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
