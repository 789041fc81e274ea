"""Formulas as drawings, for the PDF: LaTeX mathematics → SVG with matplotlib's own typesetter."""

from __future__ import annotations

import io


def formula_svg(tex: str) -> str:
    r"""The drawing of a formula such as `\frac{a}{b}`; raises ValueError for what the typesetter does not know."""
    import matplotlib as mpl  # noqa: PLC0415 - half a second, and few books have formulas
    from matplotlib.figure import Figure  # noqa: PLC0415

    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "formula", "mathtext.fontset": "stix", "svg.fonttype": "path"}):
        figure = Figure(figsize=(0.01, 0.01))
        figure.text(0, 0, f"${tex}$", fontsize=11.5, color="#1d2a33")
        figure.savefig(
            out, format="svg", bbox_inches="tight", pad_inches=0.02, metadata={"Date": None, "Creator": None}
        )
    return out.getvalue()
