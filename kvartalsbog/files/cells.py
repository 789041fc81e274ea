"""Cells of a CSV file that no spreadsheet takes for a formula."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


_FORMULA = re.compile(r"((?:^|[;\t\r\n]) *)(?=[\"\s]*[=+\-@＝＋－＠\t\r])")


def inert(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: an apostrophe before the sign that would begin one.

    Also after a semicolon or a line break, where a spreadsheet with Danish settings begins a new cell (OWASP, CSV injection).
    """
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    return _FORMULA.sub(r"\1'", value)
