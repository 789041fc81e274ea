"""What a book consists of, an entry an output. Build, manifest, site, feed and catalogue read this list and know no output by name."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from kvartalsbog.content.language import message
from kvartalsbog.files.fingerprints import files_below
from kvartalsbog.files.media import MEDIA, Media, media_of
from kvartalsbog.opendata.formats.facts import EditionFacts, slug
from kvartalsbog.opendata.formats.inventory import RESULTS, Entry
from kvartalsbog.opendata.formats.results_json import to_json
from kvartalsbog.pages.annual import closes_year
from kvartalsbog.pages.brief import FILE
from kvartalsbog.plan.publication import DRAFT, Release, published
from kvartalsbog.verdicts.findings import Findings

Builders = Mapping[str, Mapping[str, Any]]  # Sphinx's builders by name, with settings of their own


@dataclass(frozen=True)
class Making:
    """What an output is made from. `compiled` has a folder for each builder of Sphinx, with what it has written; `edition`
    is what is told of a version that is published, and `release` what stage the book is at.
    """

    findings: Findings
    compiled: Path | None = None
    edition: EditionFacts | None = None
    release: Release = DRAFT

    def written(self, builder: str) -> Path:
        """What a builder has written."""
        if self.compiled is None:
            raise ValueError(f"what is of editions alone is made when {builder} and the other builders are done")
        return self.compiled / builder


@dataclass(frozen=True)
class Output:
    """`make` puts the output into `folder` of the book (`""` is the book's own). `main` is the name of its main file, as a
    pattern; None for a folder of many. `media` is the main file's.

    What readers are told: `way` is the link to it on the site's front page, `of_version` the same in a sentence about an
    older version, whose number takes the place of `{version}`; without `way` it has no link. `entry` is what the catalogue says
    of it, which has the files of what is `catalogued`. What is `listed` stands file by file on the quarter's page.
    Search engines are told of the names that match `sought`.

    `in_edition`: it is a part of published versions alone. `of` tells which books have it. `always`: no edition was ever published without.
    `builder` is the builder of Sphinx that writes it, `settings` gives that builder's own and `extensions` are those that
    it needs beside the project's.
    """

    name: str
    folder: str
    main: str | None
    media: Media
    make: Callable[[Making, Path], None]
    way: str = ""
    of_version: str = ""
    entry: Entry | None = None
    listed: bool = False
    catalogued: bool = False
    sought: tuple[str, ...] = ()
    in_edition: bool = False
    always: bool = False
    builder: str = ""
    settings: Callable[[Findings], Mapping[str, Any]] = lambda _: {}
    extensions: tuple[str, ...] = ()
    of: Callable[[Findings], bool] = lambda _: True

    def has(self, name: str) -> bool:
        """Whether a file of a book, named from its folder, is this output's."""
        if self.folder:
            return name.startswith(f"{self.folder}/")
        return self.main is not None and "/" not in name and fnmatchcase(name, self.main)

    def main_of(self, names: Iterable[str]) -> str | None:
        """The main file among a book's; None where it has none, as in an edition from before there was this output."""
        if self.main is None:
            return None
        return next((name for name in sorted(names) if self.has(name) and fnmatchcase(name, self._at(self.main))), None)

    def media_of(self, name: str) -> Media:
        """What a file of the output holds: the main one what the entry says, another what its ending tells."""
        return self.media if self.main is not None and fnmatchcase(name, self._at(self.main)) else media_of(name)

    def sought_of(self, names: Iterable[str]) -> Iterator[str]:
        """The files that search engines are told of, in order of name."""
        patterns = [self._at(pattern) for pattern in self.sought]
        return (name for name in sorted(names) if any(fnmatchcase(name, pattern) for pattern in patterns))

    def _at(self, name: str) -> str:
        return f"{self.folder}/{name}" if self.folder else name


def _html(making: Making, folder: Path) -> None:
    written = making.written("html")
    for unused in (*written.glob(".buildinfo*"), written / "objects.inv"):
        unused.unlink(missing_ok=True)
    for path in sorted(written.iterdir()):
        shutil.move(path, folder / path.name)


def _pdf(making: Making, folder: Path) -> None:
    name = pdf_name(making.findings)
    shutil.copy(making.written("typst") / f"{name}.pdf", folder)


def pdf_name(findings: Findings) -> str:
    """The file name of a quarter's PDF, from the plan's title: `maal-og-resultatplan-for-politiet-2024-2024K4`."""
    return f"{slug(findings.plan.title)}-{findings.period.name}"


def _data(making: Making, folder: Path) -> None:
    if making.edition is None:
        raise ValueError("open data tell which version they are of")
    from kvartalsbog.opendata.formats.files import edition_files  # noqa: PLC0415 - of editions alone, and slow to import

    for name, content in edition_files(making.findings, making.edition).items():
        (folder / name).write_bytes(content)


def _annual(making: Making, folder: Path) -> None:
    if making.edition is None:
        raise ValueError("the target reporting tells which version it is of")
    from kvartalsbog.book.annual import annual_files  # noqa: PLC0415 - see above

    stage = published(making.edition.version)
    for name, content in annual_files(making.findings, stage, making.edition.published).items():
        (folder / name).write_bytes(content)


def _brief(making: Making, folder: Path) -> None:
    from kvartalsbog.book.brief import brief_document  # noqa: PLC0415 - see above

    name = brief_name(making.findings)
    shutil.copy(making.written("typst") / f"{FILE}.pdf", folder / f"{name}.pdf")
    (folder / f"{name}.docx").write_bytes(brief_document(making.findings, making.release))


def brief_name(findings: Findings) -> str:
    """The name of the files of a quarter's brief, without their ending: `notat-2024K4`."""
    return f"notat-{findings.period.name}"


def _results(making: Making, folder: Path) -> None:
    (folder / RESULTS).write_text(to_json(making.findings), encoding="utf-8", newline="\n")


HTML = Output(
    "html", "html", "index.html", MEDIA[".html"], _html, way=message("Læs udgaven"), of_version=message("Læs version {version}"),
    sought=("book/*.html", "notebooks/*.html"), always=True, builder="html",
)  # fmt: skip
PDF = Output(
    "pdf", "pdf", "*.pdf", MEDIA[".pdf"], _pdf, way=message("Hent PDF"), of_version=message("hent PDF af version {version}"),
    catalogued=True, sought=("*.pdf",), always=True, builder="typst",
    settings=lambda findings: {"typst_filename": pdf_name(findings)},
)  # fmt: skip
BRIEF_NOTE = Output(
    "brief", "brief", "*.pdf", MEDIA[".pdf"], _brief, way=message("Hent kort notat (PDF)"),
    of_version=message("hent kort notat af version {version}"), sought=("*.pdf",), builder="typst", settings=PDF.settings,
)  # fmt: skip
DATA = Output(
    "data",
    "data",
    None,
    MEDIA[".xlsx"],
    _data,
    way=message("Hent data"),
    listed=True,
    catalogued=True,
    in_edition=True,
    sought=("*.json",),
)
ANNUAL = Output(
    "annual", "annual", "*.docx", MEDIA[".docx"], _annual, way=message("Hent målrapporteringen (Word)"),
    of_version=message("hent målrapporteringen af version {version}"), in_edition=True, of=closes_year,
)  # fmt: skip
OUTPUTS: dict[str, Output] = {
    output.name: output
    for output in (
        HTML,
        PDF,
        BRIEF_NOTE,
        DATA,
        ANNUAL,
        Output("results", "", RESULTS, MEDIA[".json"], _results, listed=True, sought=(RESULTS,)),
    )
}  # in the order that readers are told of them


def builders(outputs: Iterable[Output], findings: Findings) -> Builders:
    """The builders of Sphinx that the outputs of a book need."""
    return {output.builder: output.settings(findings) for output in outputs if output.builder and output.of(findings)}


def make_outputs(outputs: Iterable[Output], making: Making, book: Path) -> None:
    """Make outputs in a book's folder. Raises ProblemsError with every warning and error of a builder."""
    for output in (output for output in outputs if output.of(making.findings)):
        folder = book / output.folder
        folder.mkdir(parents=True, exist_ok=True)
        output.make(making, folder)


def main_files(outputs: Iterable[Output], book: Path) -> list[Path]:
    """The main files of a book that is made, in the order of the outputs."""
    names = files_below(book)
    return [book / name for output in outputs if (name := output.main_of(names))]
