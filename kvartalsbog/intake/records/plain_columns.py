"""Columns whose cells look alike are alike, on every engine: what plain_text does to a text, as expressions of Ibis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from kvartalsbog.intake.records.plain_text import FROM, INVISIBLE, NFC, PERHAPS, SPACES, TO


def plain_column(text: ir.StringValue, engine: str) -> ir.StringValue:
    """What `plain` gives, on an engine by its Ibis name."""
    seen = text.re_replace(f"[{INVISIBLE}]", "").re_replace(f"[{SPACES}]+", " ")
    return ibis.cases((text.re_search(PERHAPS), _own_word(NFC[engine])(seen.strip())), else_=text)


def fold_column(text: ir.StringValue) -> ir.StringValue:
    """What `fold` gives."""
    return text.translate(FROM, TO)


def _own_word(name: str) -> Callable[[ir.Value], Any]:
    def composed(text: str) -> str:
        raise NotImplementedError(text)  # the engine's own

    made: Callable[[ir.Value], Any] = ibis.udf.scalar.builtin(composed, name=name, signature=((dt.string,), dt.string))
    return made
