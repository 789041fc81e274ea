"""What Python says of a cell, in Danish: the mistakes that are made most; of others Python's own words."""

from __future__ import annotations

import re

from kvartalsbog.errors import KvartalsbogError

_LONGEST = 500  # signs of an error's words
_KNOWN = (
    (r"NameError: name '(.*?)' is not defined.*", r"Navnet »\1« findes ikke. Ret stavningen, eller sæt det i en celle ovenfor."),
    (r"ModuleNotFoundError: No module named '(.*?)'.*", r"Modulet »\1« findes ikke i den Python, som bogen laves med."),
    (r"ImportError: cannot import name '(.*?)' from '(.*?)'.*", r"Der er ingen »\1« i \2. Ret stavningen."),
    (r"AttributeError: '(.*?)' object has no attribute '(.*?)'.*", r"En værdi af typen \1 har ingen »\2«. Ret stavningen."),
    (r"UsageError: Line magic function `(.*?)` not found.*", r"Magien »\1« findes ikke. Ret stavningen, eller slet linjen."),
    (r"UsageError: Cell magic `(.*?)` not found.*", r"Magien »\1« findes ikke. Ret stavningen, eller slet linjen."),
    (r"KeyError: (.*)", r"Nøglen \1 findes ikke."),
    (r"FileNotFoundError: .*?: '(.*)'", r"Filen »\1« findes ikke. En notesbog kører i en tom mappe; brug data_dir."),
    (r"SystemExit: ?.*", "Cellen afslutter Python. Slet exit() eller quit()."),
    (r"(?:SyntaxError|IndentationError|TabError): (.*?)(?: \([^()]*\))?", r"Koden kan ikke læses som Python: »\1«."),
)  # fmt: skip


def in_danish(kind: str, words: str) -> str:
    """An exception's name and words as one sentence for the one who wrote the cell."""
    words = " ".join(words.split())
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST]} …"
    told = f"{kind}: {words}" if words else f"{kind}, uden flere ord."
    for pattern, danish in _KNOWN:
        if found := re.fullmatch(pattern, told, re.DOTALL):
            return found.expand(danish)
    return words if kind in _own() else told


def _own() -> set[str]:
    """The names of the program's own errors, which are Danish."""
    kinds: list[type[BaseException]] = [KvartalsbogError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {kind.__name__ for kind in kinds}
