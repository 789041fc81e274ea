"""A project's `_config.yml` and `_toc.yml`, read strictly before Jupyter Book reads them: every problem in Danish."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jupyter_book

from kvartalsbog.errors import Collector, Problem, collecting, settle
from kvartalsbog.files.documents import UNREAD, Document, read_document
from kvartalsbog.inputs.project import PAGES, pages_folder, toc_file
from kvartalsbog.names import Allowed, Among, meant

_SUFFIXES = ("", ".md", ".ipynb", ".rst")  # what the table of contents leaves out of a page's name
_KEYS = {"format", "root", "title", "parts", "defaults", "options"}
_LONGEST = 200  # a longer name is no file's
_FORM = "root: …, parts: [{caption: …, chapters: [{file: …}, …]}, …]"
# what Jupyter Book reads beside what its schema names, by the key that it stands in
_BESIDE = {
    "": ("project", "only_build_toc_files", "bibtex_reference_style"),
    "html": ("use_multitoc_numbering", "navbar_footer_text", "google_analytics_id"),
    "parse": ("myst_extended_syntax", "myst_substitutions"),
}
_TYPES = {
    "object": "en opslagstabel", "array": "en liste", "string": "tekst", "boolean": "true eller false",
    "number": "et tal", "integer": "et helt tal", "null": "ingenting",
}  # fmt: skip
_PYTHON = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "number": int,
    "integer": int,
    "null": type(None),
}
_PLAIN = {"$schema", "default", "type", "enum", "minimum", "properties", "items"}


def check_settings(project: Path, body: str = "", collector: Collector | None = None) -> None:
    """Everything that is wrong with the settings and an authority's table of contents goes to `collector`; without one it is
    raised.
    """
    with collecting(collector) as told:
        told.attempt(lambda: read_settings(project))
        told.attempt(lambda: read_toc(project, body))


def read_settings(project: Path) -> Any:
    """The settings, held against Jupyter Book's own schema. Raises ProblemsError."""
    document = read_document(project / "_config.yml", name="_config.yml")
    settle([*document.problems, *_misused(document)])
    return document.value


def read_toc(project: Path, body: str = "", *, with_pages: bool = True) -> dict[str, Any]:
    """An authority's table of contents, if it has the form that a book's must have and its pages are there. Raises ProblemsError.
    Without `with_pages` the pages may still have to be written.
    """
    path = toc_file(project, body)
    document = read_document(path, name=path.relative_to(project).as_posix())
    settle([*document.problems, *_misshapen(document, pages_folder(project, body) if with_pages else None)])
    return dict(document.value)


def _misused(document: Document) -> Iterator[Problem]:
    # read as Jupyter Book reads it, whose own function would import Sphinx
    schema = json.loads(Path(jupyter_book.__file__).with_name("config_schema.json").read_text(encoding="utf-8"))
    yield from _unknown(document, (), document.value, [*schema["properties"], *_BESIDE[""]])
    for part, told in schema["properties"].items():
        known = [*told.get("properties", ()), *_BESIDE.get(part, ())]
        if known and isinstance(document.value, dict):
            yield from _unknown(document, (part,), document.value.get(part), known)
    if surely_holds(document.value, schema):
        return
    from jsonschema import Draft7Validator  # noqa: PLC0415 - takes longer to import than all settings to read

    for error in Draft7Validator(schema).iter_errors(document.value):
        path = tuple(error.path)
        if error.instance is UNREAD:
            continue
        allowed: Allowed | None = None
        if error.validator == "type":
            kinds = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
            allowed = " eller ".join(_TYPES.get(kind, kind) for kind in kinds)
        elif error.validator == "enum":
            allowed = Among(str(error.instance), tuple(map(str, error.validator_value)))
        yield document.problem(path, "Indstillingen kan ikke bruges.", document.found(path), allowed)


def surely_holds(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value has the form that a schema asks for, where that can be told at once; False where it cannot."""
    if schema.keys() - _PLAIN:
        return False
    kinds = schema.get("type", [])
    if kinds and not any(type(value) is _PYTHON.get(kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        return False
    if "enum" in schema and not any(type(value) is type(one) and value == one for one in schema["enum"]):
        return False
    if "minimum" in schema and not (type(value) is int and value >= schema["minimum"]):
        return False
    asked = schema.get("properties", {}) if isinstance(value, dict) else {}
    parts = schema.get("items", {}) if isinstance(value, list) else {}
    return all(surely_holds(value[key], own) for key, own in asked.items() if key in value) and (
        not parts or all(surely_holds(part, parts) for part in value)
    )


def _unknown(document: Document, path: tuple[str, ...], part: Any, known: Sequence[str]) -> Iterator[Problem]:
    """Keys that nobody reads: what was meant by them would not happen, and nothing would say so. What stands in `sphinx: config` is Sphinx's, which tells."""
    for key in part if isinstance(part, dict) else ():
        if key not in known:
            allowed = Among(str(key), tuple(known))
            hint = None if allowed.near else "Slet nøglen."
            yield document.problem((*path, key), "Ukendt nøgle.", str(key)[:80], allowed, hint)


def _misshapen(document: Document, pages: Path | None) -> Iterator[Problem]:
    toc = document.value
    if not isinstance(toc, dict) or not isinstance(toc.get("parts"), list):
        yield _of_another_form(document)
        return
    for key in sorted(toc.keys() - _KEYS):
        yield document.problem((key,), "Ukendt nøgle.", key, Among(str(key), tuple(sorted(_KEYS))))
    if toc.get("format", "jb-book") not in ("jb-book", UNREAD):
        yield document.problem(("format",), "Ukendt værdi.", document.found(("format",)), "jb-book")
    yield from _page(document, pages, toc.get("root"), "root")
    if not toc["parts"]:
        yield _of_another_form(document, "parts")
    for number, part in enumerate(toc["parts"]):
        yield from _part(document, pages, part, number)


def _part(document: Document, pages: Path | None, part: Any, number: int) -> Iterator[Problem]:
    chapters = part.get("chapters") if isinstance(part, dict) else None
    if not isinstance(chapters, list) or not isinstance(part.get("caption", ""), str):
        if part is not UNREAD and chapters is not UNREAD:
            yield _of_another_form(document, "parts", number)
        return
    for index, chapter in enumerate(chapters):
        file = chapter.get("file") if isinstance(chapter, dict) else chapter if chapter is UNREAD else None
        yield from _page(document, pages, file, "parts", number, "chapters", index)


def _page(document: Document, pages: Path | None, file: Any, *path: str | int) -> Iterator[Problem]:
    if file is UNREAD:
        return
    if not isinstance(file, str):
        yield _of_another_form(document, *path)
    elif file.startswith("notebooks/") or pages is None:
        return
    elif len(file) > _LONGEST or not any(_stands(pages, file, kind) for kind in _SUFFIXES):
        there = (page.relative_to(pages.parent).with_suffix("").as_posix() for page in sorted(pages.rglob("*.md")))
        hint = " ".join(filter(None, (meant(file, there), "Læg den i mappen, eller ret navnet.")))
        yield document.problem(path, "Siden findes ikke.", file[:80], hint=hint)


def _stands(pages: Path, file: str, kind: str) -> bool:
    """Whether a page is there: `book/…` is in the authority's folder of pages, anything else beside the first's."""
    inside = file.removeprefix(f"{PAGES}/")
    return (pages / f"{inside}{kind}" if inside != file else pages.parent / f"{file}{kind}").is_file()


def _of_another_form(document: Document, *path: str | int) -> Problem:
    message = "Indholdsfortegnelsen har ikke den form, den skal have."
    return document.problem(path, message, allowed=_FORM)
