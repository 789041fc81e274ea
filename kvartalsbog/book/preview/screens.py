"""The preview's own pages: what is wrong, that the book is being made, and that a page is not there."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kvartalsbog.book.preview.board import View
from kvartalsbog.errors import visible
from kvartalsbog.words.numbers import number, plural

OWN = "/-/"  # what the program's own pages are made of; below a book's own address without the first slash
EVENTS, PDF = "events", "bogen.pdf"
LAST = "seneste/"  # the last book that could be made
SHOWN = 500  # problems on the page; more are counted


def follower(view: View) -> str:
    """The script that loads a page again when there is something newer; it is told what the page was made from."""
    return f'<script src="{OWN}follow.js" data-view="{view.name}" data-events="{_own(view)}{EVENTS}"></script>\n'


def _own(view: View) -> str:
    return view.base + OWN.removeprefix("/")


def problems_page(view: View, path: str) -> str:
    """Every problem with its place; `path` is the page that was asked for, below the address's first slash."""
    problems = view.outcome.problems if view.outcome else ()
    return _render(
        "problems.html", view, problems=problems[:SHOWN], more=len(problems) - SHOWN,
        count=plural(len(problems), "fejl", "fejl"), last=_own(view) + LAST + quote(path) if view.good else None,
    )  # fmt: skip


def waiting_page(view: View) -> str:
    """The first book is on its way."""
    return _render("waiting.html", view)


def missing_page(view: View) -> str:
    """The book has no such page."""
    return _render("missing.html", view)


_ENVIRONMENT = Environment(
    loader=PackageLoader("kvartalsbog.book.preview"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)  # fmt: skip
_ENVIRONMENT.filters |= {"visible": partial(visible, keep="\n"), "number": number}


def _render(template: str, view: View, **values: Any) -> str:
    return _ENVIRONMENT.get_template(template).render(own=OWN, view=view, follower=Markup(follower(view)), **values)
