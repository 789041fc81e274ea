"""Formulas read aloud: LaTeX → MathML in which words are words → Danish for an alternative text.

The words are made from the formula's structure. A sign or a structure that has no words here is refused, so that no
formula is published which a screen reader would spell or pass over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, fromstring, tostring

from latex2mathml.converter import convert
from sphinx.errors import SphinxError

_SPACE = "{http://www.w3.org/1998/Math/MathML}"
_SIGNS = {
    "=": "er lig med", "≠": "er ikke lig med", "≈": "er omtrent lig med", "<": "er mindre end", ">": "er større end",
    "≤": "er mindre end eller lig med", "≥": "er større end eller lig med", "+": "plus", "-": "minus", "−": "minus",
    "±": "plus eller minus", "·": "gange", "⋅": "gange", "×": "gange", "*": "gange", "/": "divideret med", "%": "procent",
    "∑": "summen af", "∏": "produktet af", "(": "parentes", ")": "parentes slut", "[": "kantet parentes",
    "]": "kantet parentes slut", "|": "lodret streg", ",": "komma", ";": "semikolon", ":": "kolon", "…": "og så videre",
    "max": "det største af", "min": "det mindste af", "Σ": "stort sigma", "Δ": "delta", "α": "alfa", "β": "beta", "μ": "my", "σ": "sigma",
    "λ": "lambda", "π": "pi",
}  # fmt: skip
_POWERS = {"2": "i anden", "3": "i tredje"}
_ABOVE = {"¯": "streg", "‾": "streg", "^": "hat", "~": "tilde"}  # signs over a letter


class UnspokenError(ValueError):
    """A formula has a sign or a structure without Danish words; the message names it."""


def refused(document: str, tex: str, error: UnspokenError) -> SphinxError:
    """What ends a build with a formula that cannot be read aloud."""
    return SphinxError(
        f"{document}: Formlen kan ikke læses højt: {error}. Fundet: {tex!r}. Skriv den om med andre tegn."
    )


def mathml(tex: str, *, display: str) -> str:
    """The formula as MathML with its Danish words as `alttext`. Raises UnspokenError."""
    tree = _tree(tex, display)
    tree.set("alttext", _say(tree))
    for element in tree.iter():
        element.tag = element.tag.removeprefix(_SPACE)
    tree.set("xmlns", _SPACE[1:-1])
    return tostring(tree, encoding="unicode")


def spoken(tex: str) -> str:
    """The formula in Danish words. Raises UnspokenError."""
    return _say(_tree(tex, "block"))


def _tree(tex: str, display: str) -> Element:
    try:
        tree = fromstring(convert(tex, display=display))
    except Exception as error:
        raise UnspokenError(f"den er ikke LaTeX, som kan læses ({type(error).__name__})") from error
    for row in list(tree.iter(f"{_SPACE}mrow")):
        _join_letters(row)
    return tree


def _join_letters(row: Element) -> None:
    r"""A word in upright letters (`\mathrm{total}`) is one identifier, not one a letter."""
    letters = list(row)
    if len(letters) > 1 and all(e.tag == f"{_SPACE}mi" and e.get("mathvariant") == "normal" for e in letters):
        letters[0].text = "".join(e.text or "" for e in letters)
        for letter in letters[1:]:
            row.remove(letter)


def _say(element: Element) -> str:
    name = element.tag.removeprefix(_SPACE)
    if name in ("math", "mrow", "mstyle", "mpadded"):
        return " ".join(filter(None, map(_say, element)))
    if name == "mspace":
        return ""
    if name in ("mi", "mn", "mo", "mtext"):
        return _token(name, element.text or "")
    if len(element) < _PARTS.get(name, 0):
        raise UnspokenError("den er ikke LaTeX, som kan læses: noget mangler")
    if name == "mover":
        return _over(*element)
    if name not in _STRUCTURES:
        raise UnspokenError(f"»{name}« har ingen danske ord")
    return _STRUCTURES[name](*map(_say, element))


def _token(name: str, text: str) -> str:
    words = " ".join(text.replace("\u00a0", " ").split())
    if words in _SIGNS:
        return _SIGNS[words]
    if name == "mtext" or re.fullmatch(r"[\d.,]+|[^\W\d_]+", words):
        return words
    if not words or words in "\u2061\u2062\u2063\u2064":  # applied, times, separated: shown by nothing
        return ""
    raise UnspokenError(f"tegnet »{words}« har ingen danske ord")


def _over(base: Element, above: Element) -> str:
    sign = (above.text or "").strip()
    if sign not in _ABOVE:
        raise UnspokenError(f"»{sign}« over »{_say(base)}« har ingen danske ord")
    return f"{_say(base)} {_ABOVE[sign]}"


def _power(base: str, power: str) -> str:
    return f"{base} {_POWERS.get(power, f'opløftet til {power}')}"


def _bounds(what: str, low: str, high: str = "") -> str:
    whole = what.removesuffix(" af")
    return f"{whole} fra {low} til {high} af" if high else f"{whole} over {low} af"


_PARTS = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "mover": 2, "munder": 2, "munderover": 3, "mroot": 2}
_STRUCTURES: dict[str, Callable[..., str]] = {
    "mfrac": lambda above, below: f"brøken med {above} i tælleren og {below} i nævneren",
    "msub": lambda base, index: f"{base} indeks {index}",
    "msup": _power,
    "msubsup": lambda base, index, power: _power(f"{base} indeks {index}", power),
    "munder": _bounds,
    "munderover": _bounds,
    "msqrt": lambda *inside: f"kvadratroden af {' '.join(inside)}, rod slut",
    "mroot": lambda inside, degree: f"rod {degree} af {inside}, rod slut",
}
