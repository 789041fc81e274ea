"""What the tests make again and again of the same content is made once: figures of books, the links of pages, the catalogue of
a site, and the SQL of questions to extracts.

All are pure by what they promise, and tested as such with nothing remembered: `test_in_process.py` holds a remembered
figure against one that a kernel drew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx_external_toc import collectors

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.editions import front, links
from kvartalsbog.files.store import Store
from kvartalsbog.intake.records import engines
from kvartalsbog.intake.records.engines import Engine
from kvartalsbog.opendata.formats.facts import EditionFacts
from kvartalsbog.pages import (
    canvas,
    charts,
    history,
    measured_chart,
    slips_chart,
    standings_chart,
    unit_chart,
    unit_map,
    unit_months,
)

# All that draw a book's own figures.
DRAWERS = (charts, history, measured_chart, slips_chart, standings_chart, unit_chart, unit_map, unit_months)


@contextlib.contextmanager
def links_once() -> Iterator[None]:
    """A page or style of a site is looked through for links once in a process, wherever it is published."""
    parse, kept = links.Page.parse, dict[tuple[str, str], links.Page]()

    def parse_once(name: str, text: str) -> links.Page:
        key = (name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
        if key not in kept:
            kept[key] = parse(name, text)
        return kept[key]

    with mock.patch.object(links.Page, "parse", parse_once):
        yield


@contextlib.contextmanager
def catalogues_once() -> Iterator[None]:
    """The catalogue of the same editions is put into words once in a process, however often their site is looked through."""
    put, kept = front.catalogue, dict[str, dict[str, bytes]]()

    def put_once(editions: Sequence[EditionFacts], base: str | None = None) -> dict[str, bytes]:
        key = repr((list(editions), base))
        if key not in kept:
            kept[key] = put(editions, base)
        return dict(kept[key])

    with mock.patch.object(front, "catalogue", put_once):
        yield


@contextlib.contextmanager
def questions_once(store: Store) -> Iterator[None]:
    """What is asked of an extract is put into SQL once for the same question about the same columns, by all processes that
    use the store.
    """
    put, kept = engines.judgement, dict[str, str]()

    def put_once(engine: Engine, records: Any, question: object, repeated: Any, known: object) -> str:
        about = (records,) if repeated is None else (records, repeated)
        asked = (repr(question), *(f"{table.schema()} {engines.compiled(engine.backend, table)}" for table in about))
        key = hashlib.sha256(repr(asked).encode()).hexdigest()
        if key not in kept:
            found = store.get(key)
            kept[key] = put(engine, records, question, repeated, known) if found is None else found.decode()
            if found is None:
                store.put(key, kept[key].encode())
        return kept[key]

    with mock.patch.object(engines, "judgement", put_once):
        yield


@contextlib.contextmanager
def collectors_at_hand() -> Iterator[None]:
    """The extension of the table of contents finds Sphinx's own collector among what listens, and not among all that a process
    of tests has in memory. What makes pages outside the tests is a new process, which has little.
    """

    def disable(app: Any) -> None:
        listening = {getattr(one.handler, "__self__", None) for one in app.events.listeners["env-get-updated"]}
        for own in listening:
            if type(own) is TocTreeCollector and own.listener_ids is not None:
                own.disable(app)

    with mock.patch.object(collectors, "disable_builtin_toctree_collector", disable):
        yield


@contextlib.contextmanager
def drawings_once(folder: Path) -> Iterator[None]:
    """A figure that paints the same data is drawn once for all processes that use the folder."""

    def draw_once(paint: Callable[..., Any]) -> Drawing:
        told = content(paint)
        if told is None:
            return canvas.draw(paint)
        path = folder / f"{hashlib.sha256(told.encode()).hexdigest()}.json"
        if path.is_file():
            return Drawing.model_validate_json(path.read_bytes())
        drawn = canvas.draw(paint)
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(drawn.model_dump_json(), encoding="utf-8")
        beside.replace(path)
        return drawn

    with contextlib.ExitStack() as patched:
        for module in DRAWERS:
            patched.enter_context(mock.patch.object(module, "draw", draw_once))
        yield


def content(value: object) -> str | None:
    """All that a function is made of, as text; nothing where a part of it has no text of its own."""
    if isinstance(value, types.FunctionType):
        cells = [cell.cell_contents for cell in value.__closure__ or ()]
        parts = [content(part) for part in (value.__code__, value.__defaults__, *cells)]
        return None if None in parts else f"{value.__qualname__}({', '.join(map(str, parts))})"
    if isinstance(value, types.CodeType):
        parts = [content(part) for part in value.co_consts]
        return (
            None
            if None in parts
            else f"{value.co_code.hex()}{value.co_names}{value.co_freevars}[{', '.join(map(str, parts))}]"
        )
    told = repr(value)
    return None if " at 0x" in told else told
