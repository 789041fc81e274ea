"""Cells that no spreadsheet takes for a formula, and how the workbooks that we write look."""

from __future__ import annotations

import re

FONT = {"font_name": "Arial", "font_size": 11, "valign": "top"}  # Excel's own default is not on every machine
INK = "#12304F"
HEAD = {"bold": True, "bg_color": INK, "font_color": "#FFFFFF"}
PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}  # what XlsxWriter would guess
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_FORMULA = re.compile(r"((?:^|[;\t\r\n]) *)(?=[\"\s]*[=+\-@＝＋－＠\t\r])")


def inert(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: an apostrophe before the sign that would begin one.

    Also after a semicolon or a line break, where a spreadsheet with Danish settings begins a new cell (OWASP, CSV injection).
    """
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    return _FORMULA.sub(r"\1'", value)
