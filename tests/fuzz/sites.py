"""A published site in which something was changed: bytes, names, links, forged documents that agree with each other."""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tiny_site import make_tiny_site
from verifying import verify

from fuzz.harness import Finding, Trial, Verdict
from kvartalsbog.editions.manifest import NAME, checksums, parse
from kvartalsbog.editions.site import INDEX, SUMS, list_bytes, read_list, read_site
from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.files.fingerprints import sha256

BOUNDED = 80
_VALUES: tuple[Any, ...] = (None, 0, -1, 1e308, float("nan"), "", "x", "../../x", "2026K9", "\u202e", "a" * 64, [], {}, [[]], True, "<b>", "https://[", 10**30)  # fmt: skip
_NAMES = ("x", "x.html", ".x", "INDEX.html", "a/b/c.html", "2026K9/v1/manifest.json", "2026K1/v3/x", "x\u202e", "x\n", "æ", "_static/x")  # fmt: skip


@contextmanager
def trials() -> Iterator[Trial]:
    """Mutants of a tiny site, each held against the fingerprint of its newest manifest."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        whole, root = make_tiny_site(Path(folder, "whole")), Path(folder, "place", "site")
        head = read_site(whole).versions[-1].fingerprint

        def trial(rng: random.Random) -> Finding:
            shutil.rmtree(root.parent, ignore_errors=True)
            shutil.copytree(whole, root)
            mutate = rng.choice(MUTATIONS)
            words = f"{mutate.__name__}: {mutate(root, rng)}"
            try:
                problems = verify(root, head)
            except UsageError as error:  # not a site any more
                return Finding(Verdict.REFUSED if "sit" in str(error) else Verdict.UNCLEAR, words)
            if any(not str(problem).isprintable() for problem in problems):
                return Finding(Verdict.UNCLEAR, words)
            if problems:
                return Finding(Verdict.REFUSED, words)
            return Finding(Verdict.SAME if _same(whole, root) else Verdict.SILENT, words)

        yield trial


def _same(whole: Path, root: Path) -> bool:
    def all_of(top: Path) -> dict[str, Any]:
        return {path.relative_to(top).as_posix(): path.read_bytes() if path.is_file() else None for path in top.rglob("*")}  # fmt: skip

    return all_of(whole) == all_of(root)


def _file(root: Path, rng: random.Random) -> Path:
    return rng.choice(sorted(path for path in root.rglob("*") if path.is_file()))


def _folder(root: Path, rng: random.Random) -> Path:
    return rng.choice(sorted(path for path in root.rglob("*") if path.is_dir()))


def flip(root: Path, rng: random.Random) -> Path:
    path = _file(root, rng)
    content = bytearray(path.read_bytes())
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)
    return path


def cut(root: Path, rng: random.Random) -> Path:
    path = _file(root, rng)
    content = path.read_bytes()
    path.write_bytes(content[: rng.randrange(len(content))] if rng.random() < 0.5 else content + rng.randbytes(9))
    return path


def take_away(root: Path, rng: random.Random) -> Path:
    path = rng.choice((_file, _folder))(root, rng)
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    return path


def move(root: Path, rng: random.Random) -> str:
    path, to = rng.choice((_file, _folder))(root, rng), _folder(root, rng) / rng.choice(("x", "index.html", "v1", "v9"))
    if path not in (to, *to.parents) and not to.exists():
        path.rename(to)
    return f"{path} {to}"


def exchange(root: Path, rng: random.Random) -> str:
    one, other = _file(root, rng), _file(root, rng)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return f"{one} {other}"


def add(root: Path, rng: random.Random) -> str:
    path = _folder(root, rng) / rng.choice(_NAMES)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.mkdir() if rng.random() < 0.3 else path.write_bytes(rng.randbytes(rng.randrange(9)))
    return repr(path)


def link(root: Path, rng: random.Random) -> str:
    path = rng.choice((_file, _folder))(root, rng)
    kind = rng.choice(("symbolic", "hard", "pipe"))
    if kind == "hard" and path.is_file():
        os.link(path, root.parent / "outside")
    elif kind == "pipe":
        os.mkfifo(_folder(root, rng) / "pipe")
    else:
        path.rename(root.parent / "outside")
        path.symlink_to(root.parent / "outside")
    return f"{kind} {path}"


def forge_front(root: Path, rng: random.Random) -> Path:
    """Change, add or take away a file around the editions, and rewrite the list of editions to agree."""
    around = sorted(path for path in root.rglob("*") if path.is_file() and "/v" not in path.as_posix().removeprefix(str(root)))  # fmt: skip
    path = rng.choice([*around, root / "new.html", root / "2026K1/new.html"])
    if path.name == INDEX:
        path = root / "index.html"
    content = path.read_bytes() if path.is_file() else b""
    at = rng.randrange(len(content) + 1)
    path.write_bytes(content[:at] + rng.choice((b" ", b"x", b"<p>")) + content[at + rng.randrange(3) :])
    _relist(root, rng)
    return path


def forge_json(root: Path, rng: random.Random) -> str:
    """Put another value somewhere in a document, written as the program writes, and make what names it agree."""
    path = rng.choice([root / INDEX, *sorted(root.glob(f"*/v*/{NAME}")), root / "2026K1/v2/changes.json"])
    document = json.loads(path.read_bytes())
    words = _put(document, rng)
    if path.name == INDEX:
        document.pop("sha256", None)
        path.write_bytes(list_bytes(document))
        return words
    path.write_bytes((json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass"))
    _agree(root, path)
    return f"{path}: {words}"


def bury(root: Path, rng: random.Random) -> Path:
    """A document or page that is deep, endless or no text."""
    path = _file(root, rng)
    path.write_bytes(rng.choice((b"[" * 200_000, b'{"a":' * 50_000, b"<![x[" * 500, b"\xff\xfe" * 99, b"<div>" * 20_000, b"1" * 99_999)))  # fmt: skip
    return path


MUTATIONS: tuple[Callable[[Path, random.Random], object], ...] = (
    flip, cut, take_away, move, exchange, add, link, forge_front, forge_json, forge_json, bury,
)  # fmt: skip


def _put(document: Any, rng: random.Random) -> str:
    holder, steps = document, []
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = rng.choice(keys)
        steps.append(str(key))
        if isinstance(holder[key], dict | list) and holder[key] and rng.random() < 0.8:
            holder = holder[key]
            continue
        holder[key] = rng.choice(_VALUES)
        return f"{'.'.join(steps)} = {holder[key]!r}"


def _agree(root: Path, path: Path) -> None:
    """Bring fingerprints up to a forged file, as far as a forger can."""
    folder = path.parent
    if path.name != NAME:
        document = json.loads((folder / NAME).read_bytes())
        document["outputs"][path.name] = sha256(path)
        (folder / NAME).write_bytes((json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())
    try:
        manifest = parse((folder / NAME).read_bytes(), NAME)
    except ProblemsError:
        return
    (folder / SUMS).write_bytes(checksums(manifest.outputs, manifest))
    known = read_list(root)
    if known is not None:
        entries = [{**entry, "manifest_sha256": manifest.fingerprint} if entry["path"] == manifest.folder else entry for entry in known["editions"]]  # fmt: skip
        (root / INDEX).write_bytes(list_bytes({**{k: v for k, v in known.items() if k != "sha256"}, "editions": entries}))  # fmt: skip


def _relist(root: Path, rng: random.Random) -> None:
    known = read_list(root)
    if known is None:
        return
    paths = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    files = {name: sha256(path) for name, path in sorted(paths.items()) if "/v" not in name and name != INDEX}
    known = {**known, "files": files} | ({"program": "0" * 64} if rng.random() < 0.2 else {})
    (root / INDEX).write_bytes(list_bytes({name: value for name, value in known.items() if name != "sha256"}))
