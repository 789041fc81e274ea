"""Any error that making a book can raise → problems with their places, in words for the one who can mend them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from kvartalsbog.errors import ExecutionError, KvartalsbogError, Place, Problem, ProblemsError, ToldError
from kvartalsbog.fault_report import described, kept, place
from kvartalsbog.notebooks import PARAMETERS, read, tags
from kvartalsbog.placement import why

_WARNING = re.compile(r"^(?:(?P<file>[^:\n]+?)(?::(?P<line>\d*))?: )?(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<words>.*)$")
_NAMED = re.compile(
    r"^(?P<file>[\w./-]+\.(?:yml|ipynb|md)|book/[\w./-]+|notebooks/[\w./-]+): (?P<words>.*)$", re.DOTALL
)
_IN_CELL = re.compile(r"^(?P<cell>(?:afsnittet ».*?«, )?(?:celle \d+, )?linje \d+): (?P<words>.*)$", re.DOTALL)
_CELL = 10_000  # MyST-NB numbers the lines of a notebook's cells so: cell 3, line 2 is 30002
# what Sphinx and MyST write most, in Danish: pattern (its group is the value) → message and what to do
KNOWN = (
    (r"'myst' cross-reference target not found: '(.*)'", "Linket fører ikke til nogen side eller noget afsnit.", "Ret stien eller navnet."),
    (r"undefined label: '(.*)'", "Henvisningen fører ikke til noget afsnit.", "Ret navnet, eller sæt (navn)= over afsnittet."),
    (r"[Uu]nknown directive type:? ['\"](.*)['\"]", "Blokken findes ikke.", "Ret ordet i krøllede parenteser."),
    (r"Substitution error:\w+: '(.*)' is undefined", "Ordet i {{ … }} findes ikke.", "Ret ordet."),
    (r"Non-consecutive header level increase; (H\d to H\d)", "Overskriften springer et niveau over.", "Brug højst ét # mere end i overskriften før."),
    (r"undecodable source characters, replacing with \"\?\": (.*)", "Filen er ikke i UTF-8.", "Gem den som UTF-8."),
    (r"Could not import extension (\S+)", "Udvidelsen i _config.yml kan ikke bruges.", "Ret navnet, eller slet linjen."),
    (r"[Uu]nknown interpreted text role ['\"](.*?)['\"]", "Rollen findes ikke.", "Ret ordet i krøllede parenteser."),
    (r"'\S+': Unknown option keys: \['(.*?)'", "Blokken har ikke den indstilling.", "Ret ordet mellem kolonerne."),
    (r"Directive '(.*?)': \d+ argument\(s\) required", "Blokken mangler det ord, der skal stå efter dens navn.", "Skriv det på den samme linje."),
    (r"Error parsing content block for the \"(.*?)\" directive", "Blokkens indhold har ikke den form, det skal have.", "Se efter indrykninger, og om rækkerne er lige lange."),
    (r"Directive \"include\": file not found: '(.*)'", "Filen findes ikke.", "Ret stien, eller læg filen i mappen."),
    (r"Include file '(.*)' not found", "Filen findes ikke.", "Ret stien, eller læg filen i mappen."),
    (r"image file not readable: (.*)", "Billedet findes ikke.", "Ret stien, eller læg filen i mappen."),
    (r"download file not readable: (.*)", "Filen findes ikke.", "Ret stien, eller læg filen i mappen."),
    (r"toctree contains reference to nonexisting document '(.*)'", "Siden findes ikke.", "Ret stien."),
    (r"toctree contains reference to document '(.*)' that doesn't have a title", "Siden har ingen overskrift.", "Begynd den med # og en overskrift."),
    (r"toctree directive not expected", "En side kan ikke have sin egen indholdsfortegnelse.", "Slet blokken; siderne står i _toc.yml."),
    (r"unknown document: '(.*)'", "Siden findes ikke.", "Ret stien."),
    (r"term not in glossary: '(.*)'", "Ordet står ikke i ordlisten.", "Ret ordet."),
    (r"equation not found: (.*)", "Formlen findes ikke.", "Ret navnet."),
    (r"Undefined substitution referenced: \"(.*)\"", "Ordet findes ikke.", "Ret ordet."),
    (r"(?:Duplicate explicit target name|duplicate label):? [\"']?([^\"',.]*)", "Navnet er givet to steder.", "Giv det ene et andet navn."),
    (r"Pygments lexer name '(.*)' is not known", "Kodens sprog er ukendt.", "Ret ordet efter ```, eller slet det."),
    (r"Malformed YAML", "Sidens hoved mellem --- kan ikke læses som YAML.", "Ret det, eller slet det."),
    (r"Found an unexpected `(code-cell)", "En side kan ikke køre kode.", "Læg cellen i en notesbog."),
    (r"Document headings start at (H\d)", "Siden begynder ikke med en overskrift på øverste niveau.", "Begynd den med ét #."),
    (r"Ukendt indhold (.*?)\. Der findes: .*", "Indholdet findes ikke.", "Ret ordet."),
    (r"a link to a place that the book does not have: (.*)", "Linket fører ikke til nogen side eller noget afsnit.", "Ret stien eller navnet."),
    (r"a link that the PDF cannot follow: '(.*)'", "PDF’en kan ikke følge linket.", "Link til en side i bogen eller til en adresse med https."),
    (r"an image without an alternative text: (.*)", "Billedet siger ikke, hvad det viser.", "Skriv det i de kantede parenteser."),
    (r"(?:the PDF has no form for the node|raw HTML has no form in the PDF:) (.*)", "PDF’en kan ikke vise det.", "Skriv det på en anden måde."),
    (r"stderr was found in the cell outputs", "Cellen skriver en advarsel.", "Kør cellen i Jupyter, og ret det, den klager over."),
)  # fmt: skip


def problems_of(error: Exception, project: Path, work: Path) -> tuple[Problem, ...]:
    """Everything that an error tells, once, in the order in which it tells it. Never empty.

    `work` is the preview's own folder: nothing there is anything that a person could mend.
    """
    if isinstance(error, ProblemsError):
        return error.problems
    if isinstance(error, ToldError):
        return tuple(dict.fromkeys(_warnings(str(error), project)))
    if isinstance(error, KvartalsbogError):
        words = str(error).removeprefix(f"{project}{os.sep}")
        named = _NAMED.match(words)
        return (Problem(Place(named["file"]), named["words"]) if named else Problem(Place(""), words),)
    if isinstance(error, OSError):
        return (_refused(error, project, work),)
    report = kept(described(error, "serve"))
    told = f"rapporten uden data: {report}" if report else "denne side: der kunne ikke skrives en rapport"
    hint = f"Ret det, der sidst blev gemt. Sker det igen, så vis den, der passer programmet, {told}"
    return (Problem(Place(""), f"Uventet fejl i programmet ({place(error)}).", hint=hint),)


def _refused(error: OSError, project: Path, work: Path) -> Problem:
    """What the system refuses, with the project's own name of the file."""
    message = f"Det kan ikke lade sig gøre: {why(error)}."
    path = Path(os.fsdecode(error.filename2 or error.filename or ""))
    if path.is_relative_to(work):
        return Problem(Place(""), message, hint="Det gælder mappen til midlertidige filer (TMPDIR).")
    return Problem(Place(str(path.relative_to(project) if path.is_relative_to(project) else path)), message)


def notebook_problem(name: str, path: Path, error: ExecutionError) -> Problem:
    """What is wrong with one notebook; `name` is what it is called in the project."""
    words = str(error).removeprefix(f"{path}: ")
    cell = _IN_CELL.match(words)
    return Problem(Place(name, None, cell["cell"]), cell["words"]) if cell else Problem(Place(name), words)


def _warnings(told: str, project: Path) -> Iterator[Problem]:
    """Sphinx's warnings, each with the page's line or the notebook's cell; a line that begins none belongs to the last."""
    entries: list[str] = []
    for line in told.splitlines():
        if _WARNING.match(line) or not entries:
            entries.append(line)
        else:
            entries[-1] += f"\n{line}"
    for entry in entries:
        first, _, rest = entry.partition("\n")
        if warning := _WARNING.match(first):
            at = _place(warning["file"] or "", int(warning["line"]) if warning["line"] else None, project)
            words = f"{warning['words']}\n{rest}".strip()
            yield _in_danish(at, words) or Problem(at, f"Sphinx skriver: »{words}«")
        elif named := _NAMED.match(entry):  # our own
            at = Place(_page(named["file"], project))
            yield _in_danish(at, named["words"]) or Problem(at, named["words"])
        else:
            yield _in_danish(Place(""), entry) or Problem(Place(""), f"Sphinx skriver: »{entry}«")


def _page(name: str, project: Path) -> str:
    """The file of a page, which Sphinx names without its ending."""
    return next((f"{name}{end}" for end in ("", ".md", ".ipynb") if (project / f"{name}{end}").is_file()), name)


def _in_danish(place: Place, words: str) -> Problem | None:
    for pattern, message, hint in KNOWN:
        if found := re.match(pattern, words):
            return Problem(place, message, value=found[1] if found.groups() else None, hint=hint)
    return None


def _place(file: str, line: int | None, project: Path) -> Place:
    if line is None or not file.endswith(".ipynb"):
        return Place(file, line)
    cell, row = divmod(line, _CELL)
    injected = _parameters_cell(project / file) + 1  # papermill puts a cell of its own after that of the parameters
    return Place(file, None, f"celle {cell - (cell > injected)}, linje {max(row - 1, 1)}")


def _parameters_cell(path: Path) -> int:
    """The number, from 1, of the cell that holds a notebook's parameters; 0 when it has been saved unreadable since."""
    try:
        cells = read(path).cells
    except ExecutionError:
        return 0
    return next((n for n, cell in enumerate(cells, 1) if PARAMETERS in tags(cell)), 0)
