"""Numbers as extracts write them → millionths, by whole-number arithmetic on their text; -1 where there is none."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

MILLION = 10**6
_MARKS = {None: "[.,]", "comma": ",", "point": "[.]"}


def millionths(text: ir.StringValue, decimal: str | None) -> ir.IntegerValue:
    """A number from 0 of at most nine digits, `decimal` "comma" or "point" the mark before its decimals, None either.

    A seventh decimal rounds. What a thousands separator could be, three digits after the mark, is read only where
    `decimal` tells.
    """
    mark = _MARKS[decimal]
    fits = text.right(1).between("0", "9") & text.re_search(rf"^[0-9]{{1,9}}({mark}[0-9]{{1,20}})?$")
    if decimal is None:
        fits &= ~two_ways(text)
    whole = text.re_extract("^([0-9]+)", 1)
    decimals = text.re_extract("[.,]([0-9]+)$", 1).fill_null("") + "0000000"
    up = (decimals.substr(6, 1) >= "5").ifelse(1, 0)
    number = ibis.cases((fits, whole.cast("int64") * MILLION + decimals.substr(0, 6).cast("int64") + up), else_=-1)
    return number.cast("int64")


def two_ways(text: ir.StringValue) -> ir.BooleanValue:
    """Whether a text can be a whole number with a thousands separator and a number with three decimals."""
    return text.right(1).between("0", "9") & text.re_search("^[1-9][0-9]{0,2}[.,][0-9]{3}$")
