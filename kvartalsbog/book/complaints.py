"""What Python says of a cell and Sphinx of a page, in Danish: the mistakes that are made most; of others their own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kvartalsbog.book.notebook_reading import read
from kvartalsbog.book.notebooks import INJECTED, tags
from kvartalsbog.errors import ExecutionError, KvartalsbogError, Place, Problem
from kvartalsbog.pages.inserting import OWN

_LONGEST = 500  # signs of an error's words
# what Python says most, as a pattern of the exception's name and words → one sentence or two
PYTHON = (
    (r"NameError: name '(.*?)' is not defined.*", r"Navnet »\1« findes ikke. Ret stavningen, eller sæt det i en celle ovenfor."),
    (r"UnboundLocalError: cannot access local variable '(.*?)'.*", r"Navnet »\1« bruges i funktionen, før det er sat. Sæt det først."),
    (r"ModuleNotFoundError: No module named '(.*?)'.*", r"Modulet »\1« findes ikke i den Python, som bogen laves med."),
    (r"ImportError: cannot import name '(.*?)' from '(.*?)'.*", r"Der er ingen »\1« i \2. Ret stavningen."),
    (r"AttributeError: module '(.*?)' has no attribute '(.*?)'.*", r"Modulet »\1« har ingen »\2«. Ret stavningen."),
    (r"AttributeError: 'NoneType' object has no attribute '(.*?)'", r"Der er ingen værdi (None) foran ».\1«. Se efter, hvor den skulle komme fra."),
    (r"AttributeError: '(.*?)' object has no attribute '(.*?)'.*", r"En værdi af typen \1 har ingen »\2«. Ret stavningen."),
    (r"UsageError: (?:Line magic function|Cell magic) `(.*?)` not found.*", r"Magien »\1« findes ikke. Ret stavningen, eller slet linjen."),
    (r"KeyError: (.*)", r"Nøglen \1 findes ikke. Ret stavningen, eller se efter, hvilke nøgler der er."),
    (r"IndexError: (?:list|tuple|string|range object|single positional) ?(?:index|indexer) (?:is )?out.of.(?:range|bounds)", "Der er ikke så mange værdier. Det første nummer er 0."),
    (r"ZeroDivisionError: .*", "Der deles med nul. Se efter, om nævneren kan være 0."),
    (r"TypeError: unsupported operand type\(s\) for (\S+).*: '(.*?)' and '(.*?)'", r"»\1« kan ikke bruges på en værdi af typen \2 og en af typen \3. Lav den ene om."),
    (r"TypeError: '(\S+)' not supported between instances of '(.*?)' and '(.*?)'", r"»\1« kan ikke bruges på en værdi af typen \2 og en af typen \3. Lav den ene om."),
    (r"TypeError: can only concatenate (\S+) \(not \"(.*?)\"\) to \S+", r"»+« kan ikke bruges på en værdi af typen \1 og en af typen \2. Lav den ene om."),
    (r"TypeError: '(.*?)' object is not callable", r"En værdi af typen \1 kan ikke kaldes. Slet parenteserne efter den, eller ret navnet."),
    (r"TypeError: '(.*?)' object is not subscriptable", r"En værdi af typen \1 har ingen dele. Slet de kantede parenteser efter den, eller ret navnet."),
    (r"TypeError: '(.*?)' object is not iterable", r"En værdi af typen \1 kan ikke gås igennem. Se efter, om den skulle være en liste."),
    (r"TypeError: (?:\w+\.)?(\w+\(\)) missing \d+ required (?:positional|keyword-only) arguments?: (.*)", r"\1 mangler \2. Skriv det i parentesen."),
    (r"TypeError: (?:\w+\.)?(\w+\(\)) got an unexpected keyword argument '(.*?)'.*", r"\1 kender ikke »\2«. Ret stavningen, eller slet det."),
    (r"TypeError: (?:\w+\.)?(\w+\(\)) takes .*", r"\1 får for mange værdier i parentesen. Slet dem, der er for meget."),
    (r"ValueError: (?:invalid literal for int\(\) with base \d+|could not convert string to float): (.*)", r"Teksten \1 er ikke et tal."),
    (r"ValueError: (?:too many|not enough) values to unpack.*", "Der er ikke lige så mange navne som værdier. Ret det ene til det andet."),
    (r"FileNotFoundError: .*?: '(.*)'", r"Filen »\1« findes ikke. En notesbog kører i en tom mappe; brug data_dir."),
    (r"(?:PermissionError|IsADirectoryError|NotADirectoryError): .*?: '(.*)'", r"»\1« kan ikke bruges som fil. Se efter, om det er en mappe, og om den må læses."),
    (r"UnicodeDecodeError: '(.*?)' codec .*", r"Filen er ikke i \1. Sig, hvad den er i, med encoding=…"),
    (r"RecursionError: .*", "En funktion kalder sig selv uden ende."),
    (r"MemoryError.*", "Der er ikke hukommelse nok. Læs færre rækker ad gangen."),
    (r"AssertionError", "Det, som cellen kræver med assert, er ikke sandt."),
    (r"StdinNotImplementedError.*|EOFError: .*", "Cellen spørger med input(), og ingen kan svare. Skriv værdien i cellen."),
    (r"SystemExit.*", "Cellen afslutter Python. Slet exit() eller quit()."),
)  # fmt: skip
# what Python says most of code that is none
CODE = (
    (r"unterminated .*string literal.*", "en tekst mangler sit sidste anførselstegn"),
    (r"'(.)' was never closed", r"»\1« bliver ikke lukket"),
    (r"unmatched '(.)'", r"der er et »\1« for meget"),
    (r"closing parenthesis '(.)' does not match opening parenthesis '(.)'.*", r"»\2« bliver lukket med »\1«"),
    (r"incomplete input|unexpected EOF.*", "den slutter midt i en parentes eller en blok"),
    (r"expected ':'", "der mangler et kolon"),
    (r"expected an indented block.*", "linjen skal være rykket ind"),
    (r"unexpected indent", "linjen må ikke være rykket ind"),
    (r"unindent does not match.*|inconsistent use of tabs.*", "linjens indrykning passer ikke til dem før"),
    (r"invalid syntax\. Perhaps you forgot a comma\?", "der mangler måske et komma"),
    (r"invalid syntax\. Maybe you meant '==' .*", "»=« skal måske være »==«"),
    (r"invalid syntax", "linjen er skrevet forkert"),
    (r"cannot assign to .*", "det til venstre for »=« kan ikke få en værdi"),
    (r"'(await|return|yield|break|continue)' outside .*", r"»\1« står et forkert sted"),
    (r"invalid (?:non-printable )?character '?(.*?)'? \((U\+\w+)\)|invalid non-printable character (U\+\w+)", r"tegnet \2\3 kan ikke stå i kode"),
)  # fmt: skip
_NO_CODE = ("SyntaxError", "IndentationError", "TabError")
_OF_A_FILE = re.compile(r"(?P<words>.*) \((?P<file>[^()]*?), line (?P<line>\d+)\)")
_CELLS = re.compile(r"\d+\.py|<.*>")  # what a cell's code is called
_WARNING = re.compile(r"^(?:(?P<file>[^:\n]+?)(?::(?P<line>\d*))?: )?(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<words>.*)$")
# begins what the program itself says of one of a book's files
NAMED = re.compile(r"^(?P<file>[\w./-]+\.(?:yml|ipynb|md)|book/[\w./-]+|notebooks/[\w./-]+): (?P<words>.*)$", re.DOTALL)
_CELL = 10_000  # MyST-NB numbers the lines of a notebook's cells so: cell 3, line 2 is 30002
# what Sphinx and MyST write most, in Danish: pattern (its group is the value) → message and what to do
_EXTENSION, _SETTING = r"Could not import extension (\S+)", r"unknown config value '(.*?)' in override"
_OF_SETTINGS = (_EXTENSION, _SETTING)  # Sphinx does not say where they stand
SPHINX = (
    (r"'myst' cross-reference target not found: '(.*)'", "Linket fører ikke til nogen side eller noget afsnit.", "Ret stien eller navnet."),
    (r"undefined label: '(.*)'", "Henvisningen fører ikke til noget afsnit.", "Ret navnet, eller sæt (navn)= over afsnittet."),
    (r"[Uu]nknown directive type:? ['\"](.*)['\"]", "Blokken findes ikke.", "Ret ordet i krøllede parenteser."),
    (r"Substitution error:\w+: '(.*)' is undefined", "Ordet i {{ … }} findes ikke.", "Ret ordet."),
    (r"Non-consecutive header level increase; (H\d to H\d)", "Overskriften springer et niveau over.", "Brug højst ét # mere end i overskriften før."),
    (r"undecodable source characters, replacing with \"\?\": (.*)", "Filen er ikke i UTF-8.", "Gem den som UTF-8."),
    (_EXTENSION, "Udvidelsen kan ikke bruges.", "Ret navnet, eller slet linjen."),
    (_SETTING, "Sphinx har ikke den indstilling.", "Ret navnet, eller slet linjen."),
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
    (r"a link to a place that the book does not have: (.*)", "Linket fører ikke til nogen side eller noget afsnit.", "Ret stien eller navnet."),
    (r"a link that the PDF cannot follow: '(.*)'", "PDF’en kan ikke følge linket.", "Link til en side i bogen eller til en adresse med https."),
    (r"an image without an alternative text: (.*)", "Billedet siger ikke, hvad det viser.", "Skriv det i de kantede parenteser."),
    (r"(?:the PDF has no form for the node|raw HTML has no form in the PDF:) (.*)", "PDF’en kan ikke vise det.", "Skriv det på en anden måde."),
    (r"stderr was found in the cell outputs", "Cellen skriver en advarsel.", "Kør cellen i Jupyter, og ret det, den klager over."),
)  # fmt: skip


def in_danish(kind: str, words: str) -> str:
    """An exception's name and words as a sentence for the one who wrote the cell."""
    if kind in _NO_CODE:
        return _no_code(words)
    brief = _short(words)
    told = f"{kind}: {brief}" if brief else kind
    if danish := _translated(PYTHON, told):
        return danish
    if kind in _own():  # after Python's: IPython has a UsageError too
        return _short(words, 4 * _LONGEST)  # they tell of everything at once
    return f"Cellen standser med en fejl. Pythons egne ord: »{told}«"


def line_of_code(words: str) -> int | None:
    """The cell's line that Python names for code that is none; None when that is in a file, or when no line is named."""
    found = _OF_A_FILE.fullmatch(words)
    return int(found["line"]) if found and _CELLS.fullmatch(found["file"]) else None


def sphinx_problems(told: str, stage: Path) -> tuple[Problem, ...]:
    """Sphinx's warnings and errors, each with the page's line or the notebook's cell, once. Never empty.

    `stage` is the folder that Sphinx read; files are named as in it. A line that begins no warning belongs to the last.
    """
    entries: list[str] = []
    for line in told.strip().splitlines() or [""]:
        if _WARNING.match(line) or not entries:
            entries.append(line)
        else:
            entries[-1] += f"\n{line}"
    return tuple(dict.fromkeys(_sphinx_problem(entry, stage) for entry in entries))


def _sphinx_problem(entry: str, stage: Path) -> Problem:
    first, _, rest = entry.partition("\n")
    if warning := _WARNING.match(first):
        at = _place(warning["file"] or "", int(warning["line"]) if warning["line"] else None, stage)
        words = f"{warning['words']}\n{rest}".strip()
    elif named := NAMED.match(entry):  # our own
        at, words = Place(_page(named["file"], stage)), named["words"]
    else:
        at, words = Place(""), entry
    if words.startswith(OWN):
        return Problem(at, words.removeprefix(OWN).partition("\n")[0])
    for pattern, message, hint in SPHINX:
        if found := re.match(pattern, words):
            at = Place("_config.yml", None, "sphinx") if pattern in _OF_SETTINGS else at
            return Problem(at, message, value=found[1] if found.groups() else None, hint=hint)
    if not warning and named:
        return Problem(at, words)
    return Problem(at, f"Siden kan ikke sættes. Sphinx’ egne ord: »{_short(words)}«")


def _page(name: str, stage: Path) -> str:
    """The file of a page, which Sphinx names without its ending."""
    return next((f"{name}{end}" for end in ("", ".md", ".ipynb") if (stage / f"{name}{end}").is_file()), name)


def _place(file: str, line: int | None, stage: Path) -> Place:
    if line is None or not file.endswith(".ipynb"):
        return Place(file, line)
    cell, row = divmod(line, _CELL)
    # papermill puts a cell of its own after that of the parameters
    return Place(file, None, f"celle {cell - (0 < _injected(stage / file) < cell)}, linje {max(row - 1, 1)}")


def _injected(path: Path) -> int:
    """The number, from 1, of the cell that papermill put into a notebook; 0 when it has none."""
    try:
        cells = read(path).cells
    except ExecutionError:
        return 0
    return next((n for n, cell in enumerate(cells, 1) if INJECTED in tags(cell)), 0)


def _no_code(words: str) -> str:
    """What is wrong with code that is none, with the file it is in when that is not the cell."""
    found = _OF_A_FILE.fullmatch(words)
    words = _short(found["words"] if found else words)
    at = f" i {found['file']}, linje {found['line']}," if found and not _CELLS.fullmatch(found["file"]) else ""
    danish = _translated(CODE, words)
    return f"Koden{at} kan ikke læses som Python" + (f": {danish}." if danish else f". Pythons egne ord: »{words}«")


def _short(words: str, longest: int = _LONGEST) -> str:
    words = " ".join(words.split())
    return words if len(words) <= longest else f"{words[:longest]} …"


def _translated(known: Iterable[tuple[str, str]], words: str) -> str | None:
    found = ((re.fullmatch(pattern, words, re.DOTALL), danish) for pattern, danish in known)
    return next((match.expand(danish) for match, danish in found if match), None)


def _own() -> set[str]:
    """The names of the program's own errors, which are Danish."""
    kinds: list[type[BaseException]] = [KvartalsbogError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {kind.__name__ for kind in kinds}
