"""The pins hold on every system and Python that the project names, and what the program imports is what it declares."""

from __future__ import annotations

import ast
import importlib.metadata as metadata
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHONS = ("3.11.0", "3.11.7", "3.12.1", "3.13.0", "3.14.0")
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
# asked of nobody by name: the program has them through what is beside each
THROUGH = {
    "brotli": "fonttools compresses WOFF2 with it",
    "pyzmq": "kernels are talked to with it, and who has begun to is never forked",
    "python-multipart": "Starlette reads forms and dropped files with it",
    "psycopg": "the driver that Ibis reaches PostgreSQL with",
}
OPTIONAL = {"pyspark", "distributed"}  # extras; imported only where they were installed


def environment(python: str, system: str) -> dict[str, str]:
    return {
        **SYSTEMS[system],
        "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python,
        "implementation_name": "cpython",
        "implementation_version": python,
        "platform_python_implementation": "CPython",
        "platform_machine": "x86_64" if system != "macos" else "arm64",
        "platform_release": "",
        "platform_version": "",
        "extra": "",
    }


@cache
def pins(name: str) -> tuple[Requirement, ...]:
    """The requirements of a lock file, each with its marker; its hashes are left out."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    starts = [line.removesuffix("\\").strip() for line in lines if line and line[0] not in " #-"]
    assert len(starts) > 50
    return tuple(Requirement(line) for line in starts)


def pinned(name: str, python: str, system: str) -> dict[str, str]:
    """What one environment installs: each distribution once, with one exact version."""
    where = environment(python, system)
    found = [pin for pin in pins(name) if pin.marker is None or pin.marker.evaluate(where)]
    names = [canonicalize_name(pin.name) for pin in found]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
    assert all(len(pin.specifier) == 1 and str(pin.specifier).startswith("==") for pin in found)
    return {name: str(pin.specifier).removeprefix("==") for name, pin in zip(names, found, strict=True)}


def asked(requirements: Iterator[str], where: dict[str, str], extras: frozenset[str]) -> Iterator[Requirement]:
    for text in requirements:
        requirement = Requirement(text)
        if requirement.marker is None or any(
            requirement.marker.evaluate({**where, "extra": extra}) for extra in extras | {""}
        ):
            yield requirement


@pytest.mark.parametrize(("python", "system"), list(product(PYTHONS, SYSTEMS)))
@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_everything_that_is_needed_is_pinned(lock: str, python: str, system: str) -> None:
    """From what the project declares through all that it needs in turn, as far as the metadata of this machine tell.

    `pip install --require-hashes` refuses a need that has no pin: `make book` once ended so with Python 3.12.
    """
    where = environment(python, system)
    have = pinned("requirements.txt", python, system)
    if lock == "requirements-dev.txt":
        have = pinned(lock, python, system) | have
    first = PROJECT["dependencies"]
    if lock == "requirements-dev.txt":
        lines = (ROOT / "requirements-dev.in").read_text(encoding="utf-8").splitlines()
        first = [line.split("#")[0].strip() for line in lines if line and line[0] not in "#-"]
    waiting = [(requirement, "the project") for requirement in asked(iter(first), where, frozenset())]
    seen: set[tuple[str, frozenset[str]]] = set()
    lacking: list[str] = []
    while waiting:
        requirement, by = waiting.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        if name not in have:
            lacking.append(f"{name}, for {by}")
        elif not requirement.specifier.contains(have[name], prereleases=True):
            lacking.append(f"{name} is {have[name]}, and {by} wants {requirement.specifier}")
        else:
            waiting += [(each, name) for each in asked(_needs(name), where, extras)]
    assert not lacking
    assert len(seen) > 20


def _needs(name: str) -> Iterator[str]:
    """What a distribution says it needs; nothing where only another system installs it."""
    try:
        yield from metadata.requires(name) or ()
    except metadata.PackageNotFoundError:
        return


def test_the_environments_are_told_apart() -> None:
    """Otherwise the test above would say the same of all of them."""
    assert "aiohttp" in pinned("requirements.txt", "3.12.1", "linux")
    assert "aiohttp" not in pinned("requirements.txt", "3.13.0", "linux")
    assert "appnope" in pinned("requirements.txt", "3.11.7", "macos")
    assert "colorama" in pinned("requirements.txt", "3.11.7", "windows")
    assert "colorama" not in pinned("requirements.txt", "3.11.7", "linux")


def test_every_pin_has_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        lines = text.splitlines()
        starts = [index for index, line in enumerate(lines) if line and line[0] not in " #-"]
        assert all("--hash=sha256:" in lines[index + 1] for index in starts)


def imported() -> set[str]:
    """The top-level modules that the program's own files import, the standard library's left out."""
    found: set[str] = set()
    for path in (ROOT / "kvartalsbog").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"kvartalsbog"}


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    """A module that only comes along with another dependency can be gone with its next version."""
    owners = metadata.packages_distributions()
    used = {canonicalize_name(name) for module in imported() for name in owners[module][:1]}
    declared = {canonicalize_name(Requirement(text).name) for text in PROJECT["dependencies"]}
    assert used - OPTIONAL - declared == set()
    assert declared - used - THROUGH.keys() == set()
    assert THROUGH.keys() <= declared


def test_every_dependency_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    first = lines.index("dependencies = [") + 1
    declared = lines[first : lines.index("]", first)]
    assert len(declared) == len(PROJECT["dependencies"])
    assert all("  # " in line for line in declared)
