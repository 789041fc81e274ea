"""The desk's pages as HTML: templates that escape everything, with the book's own style."""

from __future__ import annotations

import shlex
from dataclasses import replace
from functools import partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from kvartalsbog.book.preview.screens import OWN
from kvartalsbog.desk.visits import Visit, address
from kvartalsbog.errors import Problem, visible
from kvartalsbog.periods import capital
from kvartalsbog.words.numbers import number, plural

_REASON = "Skriv grunden i feltet til den her på siden, og se igen."
SHOWN = 500  # problems on a page; more are counted
# page → what it is called in the menu
MENU = {
    "": "Tavlen",
    "ejere": "Ejernes svar",
    "tal": "Skriv et tal",
    "modtag": "Tag imod",
    "vurdering": "Vurdering",
    "bog/": "Bogen",
    "godkend": "Godkend",
    "udgiv": "Udgiv",
    "ret": "Ret og fortryd",
    "filer": "Planens filer",
    "filer-ud": "Filer til andre",
}
# what was done, as the address tells it → in words
DONE = {
    "aabnet": "Perioden er åbnet.",
    "indtaget": "Svarene er skrevet.",
    "uaendret": "Intet er ændret: alt stod der i forvejen.",
    "lagt": "Filerne ligger klar. Intet er skrevet endnu.",
    "fjernet": "Filen er fjernet. Intet i planens tal er rørt.",
    "fortrudt": "Det seneste skridt er fortrudt.",
    "godkendt": "Godkendelsen er skrevet.",
    "forseglet": "Rettelsen er forseglet med sin grund.",
    "filgemt": "Filen er gemt.",
    "gemt": "Kilderne er gemt i git.",
    "notesboeger": "Notesbøgerne og indholdsfortegnelsen er skrevet.",
}


def render(template: str, visit: Visit, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of a period."""
    told = DONE.get(visit.query.get("gjort", ""))
    return shown(
        template, status, period=visit.period, visit=visit, menu=MENU, done=told, here=values.pop("here", None), **values
    )  # fmt: skip


def shown(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of no period, where none is among the values."""
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(own=OWN, **values), status)


def told(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """The values that a page's list of problems is made of; where a command has an option for a reason, the page has a field."""
    own = [replace(one, hint=_REASON) if "--reason" in (one.hint or "") else one for one in problems[:SHOWN]]
    return {
        "problems": own,
        "more_problems": len(problems) - SHOWN,
        "count": plural(len(problems), "fejl", "fejl"),
    }


_ENVIRONMENT = Environment(
    loader=ChoiceLoader([PackageLoader("kvartalsbog.desk"), PackageLoader("kvartalsbog.book.preview")]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {
    "visible": partial(visible, keep="\n"),
    "number": number,
    "capital": capital,
    "call": shlex.join,
}
_ENVIRONMENT.globals |= {"address": address, "period": None, "done": None, "here": None, "menu": MENU}
