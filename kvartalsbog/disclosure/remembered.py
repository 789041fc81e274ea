"""Choices that were made before, kept by all that they were made from: a draft's kernels ask for what its build has chosen."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kvartalsbog.disclosure.publication import Choice
from kvartalsbog.files.store import Store
from kvartalsbog.files.values import content_fingerprint

VARIABLE = "KVARTALSBOG_CHOICES"  # tells a build's own processes which store it has: the program, a space, the limit, a space, the folder
_CHOICES: TypeAdapter[tuple[Choice, ...]] = TypeAdapter(tuple[Choice, ...])


def let_remember(store: Store, program: str) -> None:
    """Let this process, and those that it starts, remember the choices of the program of that fingerprint."""
    os.environ[VARIABLE] = f"{program} {store.limit} {store.folder.resolve()}"


def remembered_choices(asked: object, make: Callable[[], tuple[Choice, ...]]) -> tuple[Choice, ...]:
    """The choices that answer what was asked, made only where they are not remembered."""
    program, limit, folder = (*os.environ.get(VARIABLE, "").split(" ", 2), "", "", "")[:3]
    if not folder or not limit.isdecimal():
        return make()
    store = Store(Path(folder), int(limit))
    key = hashlib.sha256(f"choice {program} {content_fingerprint(asked)}".encode()).hexdigest()
    kept = store.get(key)
    if kept is not None:
        try:
            return _CHOICES.validate_json(kept)
        except ValidationError:  # of nobody's but its owner's making
            pass
    made = make()
    store.put(key, _CHOICES.dump_json(made))
    return made
