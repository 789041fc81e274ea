"""The desk as a process of its own whose long work is done in it: publishing as it is, but for the book, which is a line a page.

With `KVARTALSBOG_WHOLE` naming a file that is there, a book is made whole, by the process that the desk starts for it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from calling import call
from quick_book import quick_books
from remembered import catalogues_once, links_once, questions_once

from kvartalsbog.cli.app import main
from kvartalsbog.desk import errands
from kvartalsbog.files.store import Store

_start = errands._start


def _begun(folder: Path, project: Path, held: int) -> None:
    if Path(os.environ["KVARTALSBOG_WHOLE"]).exists():
        _start(folder, project, held)
        return
    with quick_books():
        done = call(*json.loads((folder / "kommando.json").read_text(encoding="utf-8")), cwd=project)
    (folder / "fortalt.txt").write_text(done.told, encoding="utf-8")
    (folder / "kode").write_text(str(done.returncode), encoding="ascii")


if __name__ == "__main__":
    errands._start = _begun
    questions = Store(Path.home() / "questions", 64 << 20)  # its home is the test's own folder
    with links_once(), catalogues_once(), questions_once(questions):
        main()
