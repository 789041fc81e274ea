"""Any value → a SHA-256 of what it consists of: the same in every process, other for every other value."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel


def content_fingerprint(value: object) -> str:
    """The SHA-256 of a value of dataclasses, models, dictionaries in their order, tuples, fields that are sets, locales, texts, numbers and days."""
    return Fingerprints().of(value)


class Fingerprints:
    """The SHA-256 of many values that have parts in common: a model's or dataclass's is worked out once, as long as this is kept. None
    of them may be changed meanwhile.
    """

    def __init__(self) -> None:
        self._known: dict[
            int, tuple[object, str]
        ] = {}  # by identity; the value is kept, so that no other takes its place

    def of(self, value: object) -> str:
        """As `content_fingerprint`."""
        known = self._known.get(id(value))
        if known is None:
            out = io.BytesIO()
            _Writer(out, self.of).dump(_parts(value) or value)
            known = self._known[id(value)] = value, hashlib.sha256(out.getbuffer()).hexdigest()
        return known[1]


class _Writer(pickle.Pickler):
    """Writes a value as its parts, each as often as it occurs, by its fingerprint if it has one: which of them are one object is chance."""

    def __init__(self, out: io.BytesIO, fingerprint: Callable[[object], str]) -> None:
        super().__init__(out, protocol=5)
        self.fast, self._fingerprint = True, fingerprint

    def reducer_override(self, value: Any) -> Any:
        return NotImplemented if _parts(value) is None else (_made, (self._fingerprint(value),))


def _parts(value: Any) -> tuple[object, ...] | None:
    """A model and a dataclass are their fields and nothing else: what they remember besides is left out. None for other values."""
    kind: Any = type(value)
    names = _names(kind)
    if names is None:
        return (str(value),) if kind.__module__ == "babel.core" else None
    return (kind.__qualname__, *(_ordered(getattr(value, name)) for name in names))


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    if issubclass(kind, BaseModel):
        return tuple(kind.model_fields)
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def _ordered(value: object) -> object:
    """The order of a set's members is chance."""
    return tuple(sorted(value)) if isinstance(value, frozenset) else value


def _made(*parts: object) -> tuple[object, ...]:
    """Stands for the making of a value from its parts; what is written is never read."""
    return parts
