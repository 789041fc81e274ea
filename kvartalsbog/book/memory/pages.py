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
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

from kvartalsbog.book.memory.place import Memory
from kvartalsbog.book.progress import Later, at_once
from kvartalsbog.errors import KvartalsbogError
from kvartalsbog.files.fingerprints import files_below, sha256, sha256_of
from kvartalsbog.files.values import content_fingerprint
from kvartalsbog.pages.inserting import page_blocks
from kvartalsbog.plan.publication import Release
from kvartalsbog.sphinxext.edition import substitutions
from kvartalsbog.verdicts.gathering import Gathered

_INDEX = "documents.json"
_ENVIRONMENT = "environment.pickle"
_READ, _WRITTEN = "pages", "written pages"  # what is kept of them
_STANDING, _KEY = "doctrees", "key"  # in the folder where they are left
_LONG_AGO = 1_000_000_000.0  # seconds: 2001
_FIGURES = "figures"  # the folder of the drawings that notebooks have brought, beside the doctrees
# what reads the clock, the network, or other pages while a page is read; RST can do all of it
_UNTOLD = re.compile(r"today|:url:|eval-rst|\{\{[^\n]*\benv\b")
# what a page takes of the findings beside the plan, however it is written
_INSERTED, _SUBSTITUTED = re.compile(r"\{kvartalsbog\}([^\n]*)", re.I), re.compile(r"\{\{\s*(.*?)\s*\}\}", re.S)
# extensions that read nothing else than is told here, Jupyter Book's own among them
_KNOWN = re.compile(r"sphinx_external_toc|myst_nb|kvartalsbog\..*|sphinx_jupyterbook_latex|sphinx_multitoc_numbering")


@dataclass(frozen=True)
class Pages:
    """The memory of one book's doctrees. `stage` is the folder that Sphinx reads, `doctrees` where it keeps what it has read. With
    `standing`, a folder that nobody else has, they are left there for the next book, which needs not unpack what is remembered `later`.
    """

    memory: Memory | None
    gathered: Gathered
    release: Release
    stage: Path
    doctrees: Path
    later: Later = at_once
    standing: Path | None = None

    def recall(self, extensions: list[str]) -> frozenset[str] | None:
        """Put what was read before in its place; gives the documents that must be read again, None where nothing is known."""
        if self.memory is None or not all(map(_KNOWN.fullmatch, extensions)):
            return None
        try:
            if not self._takes_what_stands():
                kept = self.memory.get(self._key())
                if kept is None:
                    return None
                with zipfile.ZipFile(io.BytesIO(kept)) as archive:
                    archive.extractall(self.doctrees)
            before = json.loads((self.doctrees / _INDEX).read_bytes())
        except (OSError, ValueError, zipfile.BadZipFile):
            shutil.rmtree(self.doctrees, ignore_errors=True)
            return None
        for path in (*self.stage.rglob("*"), *self.doctrees.rglob("*")):
            os.utime(path, (_LONG_AGO, _LONG_AGO))  # Sphinx goes by times, and here hashes have told
        return frozenset(name for name, path in self._documents() if not self._is_as(path, before.get(name, {})))

    def keep(self, extensions: list[str], outdated: frozenset[str] | None) -> Mapping[str, bytes] | None:
        """Remember what has been read: the `outdated` documents, or all. Gives what the memory has in the place of the files of those names; None where it may not be known."""
        if self.memory is None or not all(map(_KNOWN.fullmatch, extensions)):
            return None
        environment = pickle.loads((self.doctrees / _ENVIRONMENT).read_bytes())
        names = {file: name for file, (_, name) in environment.images.items()}
        if any(Path(file).name != name for file, name in names.items()):
            return None  # which of two images keeps its name depends on which was read first
        environment.srcdir = ""  # it is another folder every time
        before = json.loads((self.doctrees / _INDEX).read_bytes()) if outdated is not None else {}
        index = {}
        for name, path in self._documents():
            on = sorted(environment.dependencies.get(name, ()))
            known = outdated is not None and name not in outdated
            shows = before[name]["shows"] if known else self._fingerprint(path, on, whole=False)
            index[name] = {"on": on, "is": self._fingerprint(path, on), "shows": shows}
        files = files_below(self.doctrees)
        unused = {name for name, path in files.items() if path.suffix == ".svg" and path.name not in names.values()}
        told = {_INDEX: json.dumps(index).encode(), _ENVIRONMENT: pickle.dumps(environment, pickle.HIGHEST_PROTOCOL)}
        self.later(partial(self._remember, self._key(), told, sorted(files.keys() - unused - told.keys())))
        return {**told, **dict.fromkeys(unused, b"")}

    def _remember(self, key: str, told: Mapping[str, bytes], files: Iterable[str]) -> None:
        folder = self.doctrees if self.standing is None or self.doctrees.is_dir() else self.standing / _STANDING
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in told.items():
                archive.writestr(name, content)
            for name in files:
                archive.write(folder / name, name)
        if self.memory is not None:
            self.memory.put(key, out.getvalue())

    def leave(self, told: Mapping[str, bytes] | None) -> None:
        """Leave for the next book what has been read, with the files that are `told` of otherwise; those without content are none."""
        if self.standing is None or self.memory is None or told is None:
            return
        for name, content in told.items():
            path = self.doctrees / name
            path.write_bytes(content) if content else path.unlink()
        self.standing.mkdir(exist_ok=True)
        self.doctrees.rename(self.standing / _STANDING)
        (self.standing / _KEY).write_text(self._key(), encoding="ascii", newline="\n")

    def _takes_what_stands(self) -> bool:
        """Whether the last book has left the very pages; they are taken, so that nobody else meets them half changed."""
        if self.standing is None or not (self.standing / _KEY).is_file():
            return False
        same = (self.standing / _KEY).read_text(encoding="ascii") == self._key()
        (self.standing / _KEY).unlink()
        if same:
            self.doctrees.parent.mkdir(parents=True, exist_ok=True)
            (self.standing / _STANDING).rename(self.doctrees)
        else:
            shutil.rmtree(self.standing / _STANDING)
        return same

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
            key, put = self._key(_WRITTEN), self.memory.put
            self.later(lambda: put(key, json.dumps(found, ensure_ascii=False).encode()))

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

    def _is_as(self, path: Path, before: Mapping[str, Any]) -> bool:
        """Whether a document is read as it was: from the same, or from what shows the same."""
        on = before.get("on", ())
        now = self._fingerprint(path, on)
        return now is not None and (
            now == before.get("is") or self._fingerprint(path, on, whole=False) == before.get("shows")
        )

    def _fingerprint(self, path: Path, on: Sequence[str], *, whole: bool = True) -> str | None:
        """All that decides what is read of a document, which depends on those files; None where that cannot be told. The `whole` of the
        findings, or what it takes of them.
        """
        files = [Path(os.path.normpath(self.stage / name)) for name in on]
        whole = whole or any(file.is_relative_to(self.stage) for file in files)  # other files may take anything
        told = [self._source(path, whole=whole)]
        for file in files:
            if file.is_relative_to(self.stage):
                told.append(sha256(file) if file.is_file() else "")
            elif not file.is_relative_to(self.doctrees / _FIGURES):  # those are of its own source
                return None
        return None if None in told else sha256_of(json.dumps(told).encode())

    def _source(self, path: Path, *, whole: bool) -> str | None:
        text = path.read_text(encoding="utf-8")
        words = _words(text) if path.suffix == ".ipynb" else text
        if _UNTOLD.search(words) or path.suffix == ".rst":
            return None
        if path.suffix == ".ipynb":
            read = self._plan if "{" not in words else self._findings  # no directive, role or word from the findings
        else:
            read = self._findings if whole else self._inserted(words)
        return f"{sha256_of(text.replace(self.gathered.data, '').encode())} {read}"

    def _inserted(self, page: str) -> str:
        """The fingerprint of what a page that includes no other takes from the findings: the plan, words, and what it inserts."""
        words, asked = substitutions(self.gathered.findings), sorted(set(_SUBSTITUTED.findall(page)))
        if not words.keys() >= set(asked):
            return self._findings  # the settings' own may insert anything
        told = tuple(words[name] for name in asked)
        return content_fingerprint((self._plan, told, tuple(map(self._insert, _INSERTED.findall(page)))))

    def _insert(self, asked: str) -> object:
        try:
            return page_blocks(asked, self.gathered).blocks
        except KvartalsbogError as error:
            return str(error)

    @cached_property
    def _plan(self) -> str:
        return content_fingerprint(self.gathered.findings.plan)

    @cached_property
    def _findings(self) -> str:
        return content_fingerprint(self.gathered.findings)


@lru_cache(maxsize=64)  # by the text itself; a preview reads most of them again in each round
def _words(notebook: str) -> str:
    """What a notebook has beside its code."""
    cells = json.loads(notebook)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] != "code")
