"""What Sphinx has read and written of a book's pages, kept from one build to the next: only what has changed is read again, and
written where something that it shows has (`sphinxext/written.py`).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kvartalsbog.book.memory.place import Memory
from kvartalsbog.files.fingerprints import sha256, sha256_of
from kvartalsbog.files.values import content_fingerprint
from kvartalsbog.plan.publication import Release
from kvartalsbog.verdicts.gathering import Gathered

_INDEX = "documents.json"
_ENVIRONMENT = "environment.pickle"
_READ, _WRITTEN = "pages", "written pages"  # what is kept of them
_LONG_AGO = 1_000_000_000.0  # seconds: 2001
_FIGURES = "figures"  # the folder of the drawings that notebooks have brought, beside the doctrees
# what reads the clock, the network, or other pages while a page is read; RST can do all of it
_UNTOLD = re.compile(r"today|:url:|eval-rst|\{\{[^\n]*\benv\b")
# extensions that read nothing else than is told here, Jupyter Book's own among them
_KNOWN = re.compile(r"sphinx_external_toc|myst_nb|kvartalsbog\..*|sphinx_jupyterbook_latex|sphinx_multitoc_numbering")


@dataclass(frozen=True)
class Pages:
    """The memory of one book's doctrees. `stage` is the folder that Sphinx reads, `doctrees` where it keeps what it has read."""

    memory: Memory | None
    gathered: Gathered
    release: Release
    stage: Path
    doctrees: Path

    def recall(self, extensions: list[str]) -> frozenset[str] | None:
        """Put what was read before in its place; gives the documents that must be read again, None where nothing is known."""
        kept = self.memory.get(self._key()) if self.memory is not None else None
        if kept is None or not all(map(_KNOWN.fullmatch, extensions)):
            return None
        try:
            with zipfile.ZipFile(io.BytesIO(kept)) as archive:
                archive.extractall(self.doctrees)
            before = json.loads((self.doctrees / _INDEX).read_bytes())
        except (OSError, ValueError, zipfile.BadZipFile):
            return None
        for path in (*self.stage.rglob("*"), *self.doctrees.rglob("*")):
            os.utime(path, (_LONG_AGO, _LONG_AGO))  # Sphinx goes by times, and here hashes have told
        now = {name: self._fingerprint(path, before.get(name, {}).get("on", ())) for name, path in self._documents()}
        return frozenset(name for name in now if now[name] is None or now[name] != before.get(name, {}).get("is"))

    def keep(self, extensions: list[str]) -> None:
        """Remember what has been read."""
        if self.memory is None or not all(map(_KNOWN.fullmatch, extensions)):
            return
        environment = pickle.loads((self.doctrees / _ENVIRONMENT).read_bytes())
        names = {file: name for file, (_, name) in environment.images.items()}
        if any(Path(file).name != name for file, name in names.items()):
            return  # which of two images keeps its name depends on which was read first
        environment.srcdir = ""  # it is another folder every time
        index = {}
        for name, path in self._documents():
            on = sorted(environment.dependencies.get(name, ()))
            index[name] = {"on": on, "is": self._fingerprint(path, on)}
        there = (path for path in self.doctrees.rglob("*") if path.is_file())
        shown = (
            path for path in there if path.suffix != ".svg" or path.name in names.values()
        )  # not what was there before
        files = {path.relative_to(self.doctrees).as_posix(): path for path in shown}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(_INDEX, json.dumps(index))
            archive.writestr(_ENVIRONMENT, pickle.dumps(environment, pickle.HIGHEST_PROTOCOL))
            for name in sorted(files.keys() - {_INDEX, _ENVIRONMENT}):
                archive.write(files[name], name)
        self.memory.put(self._key(), out.getvalue())

    def written(self, extensions: list[str]) -> Mapping[str, Any] | None:
        """The pages of the site as they were written before; none where that is not known, None where it may not be."""
        if self.memory is None or not all(map(_KNOWN.fullmatch, extensions)):
            return None
        kept = self.memory.get(self._key(_WRITTEN))
        found: Mapping[str, Any] = json.loads(kept) if kept is not None else {}
        return found

    def keep_written(self, found: Mapping[str, Any]) -> None:
        """Remember how the pages were written."""
        if self.memory is not None:
            self.memory.put(self._key(_WRITTEN), json.dumps(found, ensure_ascii=False).encode())

    def _key(self, what: str = _READ) -> str:
        """The settings, the contents and the names of all files that the pages are read from."""
        program = self.memory.program if self.memory is not None else ""
        names = sorted(path.relative_to(self.stage).as_posix() for path in self.stage.rglob("*"))
        settings = [sha256(self.stage / name) for name in ("_config.yml", "_toc.yml")]
        told = [what, program, str(self.gathered.findings.period), self.release.version, self.release.approved]
        return hashlib.sha256(json.dumps([*told, *settings, *names]).encode()).hexdigest()

    def _documents(self) -> Iterator[tuple[str, Path]]:
        for path in sorted(self.stage.rglob("*")):
            if path.suffix in (".md", ".ipynb", ".rst"):
                yield path.relative_to(self.stage).with_suffix("").as_posix(), path

    def _fingerprint(self, path: Path, on: list[str]) -> str | None:
        """All that decides what is read of a document, which depends on those files; None where that cannot be told."""
        told = [self._source(path)]
        for name in on:
            file = Path(os.path.normpath(self.stage / name))
            if file.is_relative_to(self.stage):
                told.append(sha256(file) if file.is_file() else "")
            elif not file.is_relative_to(self.doctrees / _FIGURES):  # those are of its own source
                return None
        return None if None in told else sha256_of(json.dumps(told).encode())

    def _source(self, path: Path) -> str | None:
        text = path.read_text(encoding="utf-8")
        words = "\n".join(_markdown(json.loads(text))) if path.suffix == ".ipynb" else text
        if _UNTOLD.search(words) or path.suffix == ".rst":
            return None
        reads_plan_only = path.suffix == ".ipynb" and "{" not in words  # no directive, role or word from the findings
        read = self._plan if reads_plan_only else self._findings
        return f"{sha256_of(text.replace(self.gathered.data, '').encode())} {read}"

    @cached_property
    def _plan(self) -> str:
        return content_fingerprint(self.gathered.findings.plan)

    @cached_property
    def _findings(self) -> str:
        return content_fingerprint(self.gathered.findings)


def _markdown(notebook: Mapping[str, Any]) -> Iterator[str]:
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            yield "".join(cell["source"])
