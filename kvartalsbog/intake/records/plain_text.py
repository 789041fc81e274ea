"""Cells that look alike are alike: every kind of space, invisible characters and composed letters, on every engine."""

from __future__ import annotations

import re
import unicodedata

SPACES = "\t-\r\x1c-\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
INVISIBLE = "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef"
# what `plain` may change has a character beyond composed Latin letters, or a space at an end or beside another; it is
# asked first, because most cells have none and the question is cheap
PERHAPS = "[^!-~¡-¬®-˿ ]|^ | $|  "
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"  # and apostrophes, as word processors make them
_UPPER = "".join(c for c in map(chr, range(0x41, 0x180)) if len(c.lower()) == 1 and c != c.lower())
FROM, TO = f"{_UPPER}{_HYPHENS}\u2018\u2019", f"{_UPPER.lower()}{'-' * len(_HYPHENS)}''"
_FOLD = str.maketrans(FROM, TO)
NFC = {"duckdb": "nfc_normalize", "postgres": "normalize", "pyspark": "kvartalsbog_nfc"}
# Spark has no word for it, and a function of Python's would leave its engine: it is taught to compose Europe's letters
_LETTERS = {unicodedata.normalize("NFD", letter): letter for letter in map(chr, range(0xC0, 0x180))}
_COMPOSED = {apart: letter for apart, letter in _LETTERS.items() if len(apart) == 2}
SPARK_NFC = f"""
    create or replace temporary function {NFC["pyspark"]}(cell string) returns string return if(
        cell rlike '[\u0300-\u036f]',
        aggregate(
            split('{" ".join(map("".join, _COMPOSED.items()))}', ' '), cell,
            (seen, one) -> replace(seen, substring(one, 1, 2), substring(one, 3))),
        cell)
"""


def plain(text: str) -> str:
    """A text as it is compared: without invisible characters, every run of spaces one space, none at the ends, NFC."""
    seen = re.sub(f"[{INVISIBLE}]", "", text)
    return unicodedata.normalize("NFC", re.sub(f"[{SPACES}]+", " ", seen).strip(" "))


def fold(text: str) -> str:
    """A plain text without the difference between capitals and small letters, and between hyphens."""
    return text.translate(_FOLD)
