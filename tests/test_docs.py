"""Documents are tested against the program: every command, option, file and make target that they name exists."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from calling import call
from conftest import ROOT

from kvartalsbog.cli import app
from kvartalsbog.sphinxext.hosting import HEADERS, header_files

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
COMMANDS = set(app.COMMANDS)


def test_the_readme_shows_every_command() -> None:
    assert set(re.findall(r"kvartalsbog (\w[\w-]*)", README)) >= COMMANDS


def test_the_readme_shows_what_check_says_of_a_number_with_a_comma(tmp_path: Path) -> None:
    shown = README.partition("kvartalsbog check 2024K1\n")[2].partition("```")[0]
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    path = data / "2024/2024K1/series.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = f'{lines[2].rpartition(",")[0]},"123,5"'
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    told = call("check", "2024K1", "--data-dir", data, cwd=ROOT).stderr
    assert told.replace("\u00a0", " ").split() == shown.split()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_name_only_commands_that_exist(path: Path) -> None:
    named = re.findall(r"`kvartalsbog (\w[\w-]*)", path.read_text(encoding="utf-8"))
    assert set(named) <= COMMANDS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_name_only_make_targets_that_exist(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.M))
    assert set(re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))) <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_name_only_modules_that_exist(path: Path) -> None:
    """With its folder from the root or the package, or by its name alone."""
    named = re.findall(r"`([a-z_][a-z_/]*\.py)\b", path.read_text(encoding="utf-8"))
    assert not [name for name in named if not next(_files(name), None)]


def _files(name: str) -> Iterator[Path]:
    folders = (ROOT, ROOT / "kvartalsbog") if "/" in name else (ROOT / "kvartalsbog", ROOT / "tests", ROOT / "scripts")
    return (found for folder in folders for found in (folder.glob(name) if "/" in name else folder.rglob(name)))


def test_make_help_lists_every_task_with_its_words() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"book", "test", "check", "evaluate", "lint", "lock", "clean"} <= set(re.findall(r"make ([a-z-]+)", told))


def test_setting_up_tells_what_is_done_and_how_long_it_takes(tmp_path: Path) -> None:
    """The lines of a set-up, of which nothing is done: the program that would do it is one that does nothing."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "nothing/bin").mkdir(parents=True)
    for program in ("pip", "kvartalsbog"):
        (tmp_path / "nothing/bin" / program).symlink_to(shutil.which("true") or "/bin/true")
    done = subprocess.run(
        ["make", "book", "VENV=nothing", "PYTHON=true"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    assert lines[0] in README
    assert re.search(r"Det tager \w+ til \w+ minutter", lines[0])
    assert [line.partition(": ")[0] for line in lines[1:4]] == ["  1 af 3", "  2 af 3", "  3 af 3"]
    assert subprocess.run(["make", "book", "VENV=nothing"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout.count("Opsætning") == 0  # fmt: skip


def test_every_dependency_has_a_reason() -> None:
    block = re.search(
        r"^dependencies = \[\n(.*?)^\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), flags=re.S | re.M
    )
    assert block
    lines = block[1].splitlines()
    assert all(re.search(r'^\s+"[^"]+",\s+# \w', line) for line in lines), lines


def test_every_command_and_option_has_help() -> None:
    for command in map(app.command, app.COMMANDS):
        assert command.help
        assert all(parameter.help for parameter in command.params if parameter.name != "help")


def test_the_page_on_hosting_has_the_headers_of_the_program() -> None:
    nginx = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    told = re.findall(r'^ *add_header (\S+) "(.*)" always;$', nginx, flags=re.M)
    assert dict(told) == dict(HEADERS)
    assert set(header_files()) == set(re.findall(r"^\| .* \| `([^`]+)` \|$", nginx, flags=re.M))


# an old and a new figure, with »→«, have no words; tests/editions/test_correction.py has their form
TESTED = ("README.md", "docs/first-edition.md")  # whose calls a test runs, with what they are shown to answer
_PLACES = re.compile("\0|\\{\\w*\\}")


def _answers(path: Path) -> Iterator[str]:
    """The lines that a document shows as answers of the program, without numbers of steps and what a line is about."""
    for block in re.findall(r"```console\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
        answers = re.sub(r"^\$ (?:.*\\\n)*.*$", "", block, flags=re.MULTILINE)
        yield from (line for line in (re.sub(r"^\d\. ", "", one.strip()) for one in answers.splitlines()) if line.strip(" …"))  # fmt: skip


@cache
def _sentences() -> tuple[re.Pattern[str], ...]:
    """What the program's texts can say: those with six letters of their own, beside whatever stands in their places."""
    found: set[str] = set()
    for path in (ROOT / "kvartalsbog").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    own = (
        text.replace("\u00a0", " ").strip() for text in found if len(re.findall(r"[a-zæøå]", _PLACES.sub("", text))) > 5
    )
    return tuple(re.compile(".+".join(map(re.escape, _PLACES.split(text)))) for text in own)


SHOWN = [(path.relative_to(ROOT).as_posix(), line) for path in DOCUMENTS for line in _answers(path)]


@pytest.mark.parametrize(("path", "line"), [one for one in SHOWN if one[0] not in TESTED and " → " not in one[1]])
def test_what_a_document_shows_is_what_the_program_says(path: str, line: str) -> None:
    """As far as it can be told without doing it: a sentence that is changed is one that no document shows as it was."""
    about, _, rest = line.partition(": ")
    ways = ((line,), re.split(r"(?<=\.) (?:Kør: )?", rest if " " in rest else about))
    said = [all(any(sentence.fullmatch(one) for sentence in _sentences()) for one in way) for way in ways]
    assert any(said), path


def test_a_sentence_that_the_program_does_not_say_is_seen() -> None:
    assert len(SHOWN) > 40
    assert not any(sentence.fullmatch("Bordet stod på http://127.0.0.1") for sentence in _sentences())
