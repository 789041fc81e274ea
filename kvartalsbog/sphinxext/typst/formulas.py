"""Formulas as drawings, for the PDF: LaTeX mathematics → SVG with matplotlib's own typesetter."""

from __future__ import annotations

import io

import matplotlib as mpl
from matplotlib.figure import Figure


def formula_svg(tex: str) -> str:
    r"""The drawing of a formula such as `\frac{a}{b}`; raises ValueError for what the typesetter does not know."""
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "formula", "mathtext.fontset": "stix", "svg.fonttype": "path"}):
        figure = Figure(figsize=(0.01, 0.01))
        figure.text(0, 0, f"${tex}$", fontsize=11.5, color="#1d2a33")
        figure.savefig(
            out, format="svg", bbox_inches="tight", pad_inches=0.02, metadata={"Date": None, "Creator": None}
        )
    return out.getvalue()
