"""What an unquoted word of a YAML file is, by the core rules of YAML 1.2: a truth value, a number, nothing, or text.

Numbers are read as they are typed, and only in the one way of writing them that all readers of YAML agree on. What the
versions of YAML read differently (`0165`, `2:45`, `0x165`, `1_000`, `1e3`, `.inf`, `yes`) is refused wherever it stands.
There are no dates here: they are text, and the plan's own types read them.
"""

from __future__ import annotations

import re
from decimal import Decimal

Scalar = str | int | Decimal | bool | None
MAX_DIGITS = 30
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_NOTHING = re.compile(r"|~|null|Null|NULL")
_TRUTH = re.compile(r"(true|True|TRUE)|(false|False|FALSE)")
AMBIGUOUS = re.compile(
    r"""[-+]?(
        [0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?      # 0165, +5, 1_000, 5., 1e3
      | \.[0-9_]+([eE][-+]?[0-9]+)?                     # .5
      | 0b[01_]+ | 0o[0-7]+ | 0x[0-9a-fA-F_]+           # other bases
      | [0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?         # 2:45, which is 165 by the rules of 1.1
      | \.(inf|Inf|INF|nan|NaN|NAN)
    )
    | yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF | = | <<""",
    re.X,
)


class AmbiguousError(ValueError):
    """A word that the versions of YAML read differently; its text says in Danish what to write."""


def plain_scalar(text: str) -> Scalar:
    """The value of an unquoted word. Raises AmbiguousError."""
    if _NUMBER.fullmatch(text):
        if len(text) > MAX_DIGITS:
            raise AmbiguousError(f"Skriv et tal med højst {MAX_DIGITS} cifre.")
        return Decimal(text) if "." in text else int(text)
    if _NOTHING.fullmatch(text):
        return None
    if truth := _TRUTH.fullmatch(text):
        return truth[1] is not None
    if AMBIGUOUS.fullmatch(text):
        raise AmbiguousError("Skriv et tal med almindelige cifre og punktum, eller sæt teksten i anførselstegn.")
    return text
