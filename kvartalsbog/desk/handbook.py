"""The controller's handbook, which is installed with the program, as a page of the desk."""

from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.responses import HTMLResponse

from kvartalsbog.desk.screens import shown

HANDBOOK = Path(__file__).with_name("handbook.md")


def handbook_page() -> HTMLResponse:
    """The handbook as it stands; its text is the program's own, and no HTML in it acts."""
    text = MarkdownIt("commonmark", {"html": False}).render(HANDBOOK.read_text(encoding="utf-8"))
    return shown("handbook.html", text=Markup(text))
