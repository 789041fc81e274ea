"""A book that is laid out → files for other programs: a Word document a page, a workbook of all tables, a picture a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from kvartalsbog.book.export.named import by_name, named_pages
from kvartalsbog.book.export.reading import Part, headings_above, parts_of
from kvartalsbog.book.export.slides import Slides
from kvartalsbog.book.export.workbook import Placed, tables_workbook
from kvartalsbog.book.layout import Layout
from kvartalsbog.content.blocks import Figure, Table
from kvartalsbog.word.document import About, document
from kvartalsbog.words.statuses import stage_sentences

SLIDES = "figurer"  # the folder of the pictures
TEXTS = "billedtekster.txt"


@dataclass(frozen=True)
class Page:
    """A page of the book: its file's name, its title, and what stands on it."""

    name: str
    title: str
    parts: tuple[Part, ...]

    @property
    def figures(self) -> Iterator[Figure]:
        return (part for part in self.parts if isinstance(part, Figure))

    @property
    def tables(self) -> Iterator[Table]:
        for part in self.parts:
            table = part.table if isinstance(part, Figure) else part
            if isinstance(table, Table):
                yield table


def pages_of(layout: Layout, wanted: Sequence[str]) -> tuple[Page, ...]:
    """The pages that are named, or all, in order of their names: `overview`, `pillar_1`, `unit-fyn`, `method`. Raises UsageError with the pages there are."""
    there = by_name(path for path in sorted(layout.stage.rglob("*")) if path.suffix in (".md", ".ipynb"))
    return tuple(_page(name, there[name], layout) for name in (named_pages(wanted, there) or there))


def _page(name: str, path: Path, layout: Layout) -> Page:
    title, parts = headings_above(parts_of(path, layout.gathered), name)
    return Page(name, title, parts)


def exported(pages: Sequence[Page], layout: Layout, template: bytes | None = None) -> Iterator[tuple[str, bytes]]:
    """The files by name: Word documents in an authority's `template`, the workbook, and the pictures with their texts. Raises UsageError for a template that
    cannot be read.
    """
    findings = layout.gathered.findings
    plan, language, period = findings.plan, findings.language, findings.period
    remark = stage_sentences(plan.data_status, layout.release, language)
    whole = language.say("{plan}, {quarter}", plan=plan.title, quarter=period)
    made = datetime.combine(findings.extracted, time())
    for page in pages:
        yield f"{page.name}-{period.name}.docx", document(About(f"{page.title} · {whole}", plan.authority, remark, made, language), page.parts, template)  # fmt: skip
    placed = tuple(Placed(page.title, table) for page in pages for table in page.tables)
    if placed:
        yield f"tabeller-{period.name}.xlsx", tables_workbook(placed, whole, remark, findings.extracted, language)
    yield from _pictures([figure for page in pages for figure in page.figures], f"{whole}. {remark}".strip())


def _pictures(figures: Iterable[Figure], remark: str) -> Iterator[tuple[str, bytes]]:
    slides = Slides(tuple(figures), remark)
    if slides.figures:
        yield from ((f"{SLIDES}/{name}", content) for name, content in slides.files())
        yield f"{SLIDES}/{TEXTS}", slides.texts().encode()
