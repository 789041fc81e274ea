"""Executed notebooks, kept by all that they can have been made from: source, quarter, what their chapters may read, and the program."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from kvartalsbog.book.memory.code import OVERVIEW, UNITS, asked_for
from kvartalsbog.book.memory.place import Memory
from kvartalsbog.book.notebook_reading import looked_at
from kvartalsbog.book.notebooks import PARAMETERS, tags
from kvartalsbog.book.progress import Later, Observer, Step, at_once
from kvartalsbog.errors import ExecutionError
from kvartalsbog.files.values import Fingerprints
from kvartalsbog.plan.contents import UNIT
from kvartalsbog.verdicts.gathering import Gathered
from kvartalsbog.verdicts.narrowing import of_pillar, of_unit

Listed = tuple[Path, str]  # a notebook's file, and its name in the folder of the executed ones
_Result = TypeVar("_Result")
_DATA = "0" * 64  # stands for the fingerprint of the data, which changes with what no chapter of a notebook's reads


@dataclass(frozen=True)
class Notebooks:
    """The memory of one book's notebooks; without a memory, each of them is run. `own` has parameters by a notebook's name, and `read` the fingerprint of
    what a chapter (of a unit) may read, where it has been worked out. They are remembered `later`.
    """

    memory: Memory | None
    gathered: Gathered
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    read: dict[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)
    later: Later = at_once
    _fingerprints: Fingerprints = field(default_factory=Fingerprints, init=False, repr=False, compare=False)

    def executed(
        self, notebooks: Sequence[Listed], into: Path, run: Callable[[list[Listed], Path], _Result], observe: Observer
    ) -> _Result | None:
        """Put the executed notebooks into a new folder: those that are remembered, and those that `run` puts into the folder
        that it is given, which are remembered from then on. Gives what `run` does; None when there was nothing to run.
        """
        into.mkdir(parents=True)
        todo = []
        for path, name in notebooks:
            if self._recalled(path, name, into / name):
                observe(Step(name, "remembered"))
            else:
                todo.append((path, name))
        if not todo:
            return None
        new = into.with_name("run")
        result = run(todo, new)
        for path, name in todo:
            if (new / name).is_file():  # else it could not be run
                self._keep(path, name, new / name)
                _move(new / name, into / name)
        return result

    def _keep(self, path: Path, name: str, executed: Path) -> None:
        key = self._key(path, name)
        if self.memory is not None and key is not None:
            text = executed.read_text(encoding="utf-8")
            self.later(partial(self.memory.put, key, text.replace(self.gathered.data, _DATA).encode()))

    def _recalled(self, path: Path, name: str, target: Path) -> bool:
        key = self._key(path, name)
        kept = self.memory.get(key) if self.memory is not None and key is not None else None
        if kept is None:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(kept.decode().replace(_DATA, self.gathered.data), encoding="utf-8", newline="\n")
        return True

    def _key(self, path: Path, name: str) -> str | None:
        """All that decides what a notebook shows; None when that cannot be told."""
        if self.memory is None:
            return None
        try:
            cells = [cell for cell in looked_at(path).cells if cell.cell_type == "code"]
        except ExecutionError:  # told where it is run
            return None
        first = [cell.source for cell in cells if PARAMETERS in tags(cell)]
        asked = asked_for([*first, *(cell.source for cell in cells if PARAMETERS not in tags(cell))])
        if asked is None or len(first) != 1:
            return None
        source = hashlib.sha256(path.read_bytes()).hexdigest()
        own = self.own.get(name, {})
        read_by = (self._read_by(chapter, own) for chapter in sorted(asked))
        told = [self.memory.program, str(self.gathered.findings.period), source, sorted(own.items()), *read_by]
        return hashlib.sha256(json.dumps(["notebook", *told]).encode()).hexdigest()

    def _read_by(self, chapter: str, own: Mapping[str, str]) -> str:
        """The fingerprint of all that a chapter may read."""
        findings = self.gathered.findings
        asked = chapter, own.get(UNIT, "")
        if asked not in self.read:  # before and after a notebook is run
            if chapter == UNITS:
                read: object = of_unit(findings, asked[1])
            else:
                read = findings if chapter == OVERVIEW else of_pillar(findings, chapter)
            self.read[asked] = self._fingerprints.of(read)
        return self.read[asked]


def _move(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    file.replace(target)
