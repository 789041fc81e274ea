"""Any value → a SHA-256 of what it consists of: the same in every process, other for every other value."""

from __future__ import annotations

import hashlib
import io
import pickle
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from babel import Locale
from pydantic import BaseModel


def content_fingerprint(value: object) -> str:
    """The SHA-256 of a value of dataclasses, models, dictionaries in their order, tuples, fields that are sets, locales, texts, numbers and days."""
    out = io.BytesIO()
    _Writer(out).dump(value)
    return hashlib.sha256(out.getbuffer()).hexdigest()


class _Writer(pickle.Pickler):
    """Writes a value as its parts, each as often as it occurs: which of them are one object is chance."""

    def __init__(self, out: io.BytesIO) -> None:
        super().__init__(out, protocol=5)
        self.fast = True

    def reducer_override(self, value: Any) -> Any:
        """A model and a dataclass are their fields and nothing else: what they remember besides is left out."""
        if isinstance(value, Locale):
            return _made, (str(value),)  # it keeps beside its name what was asked of it
        kind: Any = type(value)
        if isinstance(value, BaseModel):
            return _made, (kind.__qualname__, *(_ordered(getattr(value, name)) for name in kind.model_fields))
        if is_dataclass(value) and not isinstance(value, type):
            return _made, (kind.__qualname__, *(_ordered(getattr(value, name)) for name in _names(kind)))
        return (_made, (str(value),)) if kind.__module__ == "babel.core" else NotImplemented


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _ordered(value: object) -> object:
    """The order of a set's members is chance."""
    return tuple(sorted(value)) if isinstance(value, frozenset) else value


def _made(*parts: object) -> tuple[object, ...]:
    """Stands for the making of a value from its parts; what is written is never read."""
    return parts
