"""Choices that were made before, kept by all that they were made from: a draft's kernels ask for what its build has chosen."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kvartalsbog.files.store import Store

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from kvartalsbog.disclosure.publication import Choice

_VARIABLE = (
    "KVARTALSBOG_CHOICES"  # what a build tells its kernels: the program, the limit, the process that keeps, the folder
)


def let_remember(store: Store, program: str) -> None:
    """Let this process keep the choices of the program of that fingerprint, and those that it starts ask for them."""
    os.environ[_VARIABLE] = f"{program} {store.limit} {os.getpid()} {store.folder.resolve()}"


@contextmanager
def remembering(store: Store, program: str) -> Iterator[None]:
    """As `let_remember`, until its end: what is made for good afterwards, in the same process, asks for nothing."""
    before = os.environ.get(_VARIABLE)
    let_remember(store, program)
    try:
        yield
    finally:
        os.environ.pop(_VARIABLE, None)
        if before is not None:
            os.environ[_VARIABLE] = before


def remembers() -> bool:
    """Whether this process has been told where choices are kept."""
    return _VARIABLE in os.environ


def forgotten(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command that asks this process's memory for nothing, as of one that publishes."""
    return {name: value for name, value in environment.items() if name != _VARIABLE}


def remembered_choices(asked: object, make: Callable[[], tuple[Choice, ...]]) -> tuple[Choice, ...]:
    """The choices that answer what was asked, made only where they are not remembered."""
    program, limit, keeper, folder = (*os.environ.get(_VARIABLE, "").split(" ", 3), "", "", "", "")[:4]
    if not folder or not limit.isdecimal():
        return make()
    from kvartalsbog.files.values import content_fingerprint  # noqa: PLC0415 - see below

    store = Store(Path(folder), int(limit))
    key = hashlib.sha256(f"choices {program} {content_fingerprint(asked)}".encode()).hexdigest()
    kept = store.get(key)
    if kept is not None:
        with suppress(ValueError):  # of nobody's but its owner's making
            return _form().validate_json(kept)
    made = make()
    if keeper == str(os.getpid()):
        store.put(key, _form().dump_json(made))
    return made


@cache
def _form() -> TypeAdapter[tuple[Choice, ...]]:
    from pydantic import TypeAdapter  # noqa: PLC0415 - a build tells its kernels of this before it imports anything

    from kvartalsbog.disclosure.publication import Choice  # noqa: PLC0415

    return TypeAdapter(tuple[Choice, ...])
