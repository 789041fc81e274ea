"""The preview while somebody writes: from a save to the page that shows it, through the real server."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.build import KVARTALSBOG, NEWEST, Changes, project_copy
from bench.report import Limit, Section
from bench.surroundings import environment

TITLE = "The preview"
ROUNDS = 3
PATIENCE = 120.0  # seconds in which a save must be shown
METHOD, PILLAR, GOAL = "book/method.html", "notebooks/2024/pillar_5.html", "notebooks/2024/pillar_1.html"
TEXT = """
`kvartalsbog serve` of the newest quarter of the shipped project. A file is saved, and the page that shows it is asked for until it is
of a new round: the time includes the two looks after which a save is taken to be whole. Medians of three saves of each kind.
"""


def measure(work: Path) -> Section:
    """Three saves of each kind, one after the other."""
    project = project_copy(work / "project")
    changes = Changes(project)
    with _serving(project) as address:
        kinds: tuple[tuple[str, str, Callable[[int], object], float], ...] = (
            ("a page's text", METHOD, lambda n: _page(project, n), 1.0),
            ("a comment", PILLAR, lambda _: changes.comment(), 2.5),
            ("a reading", GOAL, lambda _: changes.reading(), 2.5),
            ("a notebook's cell", GOAL, lambda n: _cell(project, n), 2.0),
        )
        limits = [Limit(f"from saving {name} until it is shown", _median(address + page, save), "s", most) for name, page, save, most in kinds]  # fmt: skip
    return Section(TEXT, limits=limits)


def _median(page: str, save: Callable[[int], object]) -> float:
    taken = []
    for number in range(ROUNDS):
        before = _content(page)
        started = time.monotonic()
        save(number)
        while _content(page) in (before, None):
            if time.monotonic() > started + PATIENCE:
                raise RuntimeError(f"{page} is not shown anew")
            time.sleep(0.02)
        taken.append(time.monotonic() - started)
    return statistics.median(taken)


def _content(page: str) -> str | None:
    """A page with the name of the round it is from; None while there is none."""
    try:
        with urllib.request.urlopen(page) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError:
        return None


def _page(project: Path, number: int) -> None:
    path = project / "book/method.md"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nEn linje mere, nummer {number}.\n", encoding="utf-8")


def _cell(project: Path, number: int) -> None:
    path = project / "notebooks/2024/pillar_1.ipynb"
    document = json.loads(path.read_text(encoding="utf-8"))
    cell: dict[str, object] = {"cell_type": "code", "execution_count": None, "id": f"own-{number}", "metadata": {}, "outputs": [], "source": f"print('Nummer {number}')"}  # fmt: skip
    document["cells"].append(cell)
    path.write_text(json.dumps(document), encoding="utf-8")


@contextmanager
def _serving(project: Path) -> Iterator[str]:
    """A preview whose first round is done; gives its address."""
    command = [str(KVARTALSBOG), "serve", NEWEST, "--port", "0"]
    process = subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment())  # fmt: skip
    try:
        assert process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+/", process.stdout.readline())
        if found is None:
            raise RuntimeError("the preview tells no address")
        while _content(found[0] + METHOD) is None:
            time.sleep(0.2)
        yield found[0]
    finally:
        process.terminate()
        process.wait()
