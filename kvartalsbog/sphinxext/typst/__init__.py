"""The book as one tagged PDF (PDF/UA-1): doctrees → Typst → PDF, with nothing but Python packages."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from kvartalsbog.sphinxext.typst.builder import TypstBuilder


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder `typst` and the name of its file."""
    app.add_builder(TypstBuilder)
    app.add_config_value("typst_filename", "book", "", str)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
