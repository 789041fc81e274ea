"""The book as one tagged PDF (PDF/UA-1): doctrees → Typst → PDF, with nothing but Python packages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder `typst` and the name of its file."""
    from kvartalsbog.sphinxext.typst.builder import TypstBuilder  # noqa: PLC0415 - `markup` is read without Sphinx

    app.add_builder(TypstBuilder)
    app.add_config_value("typst_filename", "book", "", str)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
