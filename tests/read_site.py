"""Reads a site as readers do, again and again: `python read_site.py ROOT`, until its input ends.

It says so when it has read everything once. Each round begins at the list of editions and the front page and follows every link of every page to its file and its
place in it. What could not be read is told as JSON.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from select import select
from urllib.parse import unquote, urlsplit

from kvartalsbog.editions.links import Page, resolved


@cache
def _page(name: str, content: bytes) -> Page:
    return Page.parse(name, content.decode())


def _round(root: Path, faults: list[str]) -> int:
    """Read everything once; gives how many files were read."""
    listed = json.loads((root / "editions.json").read_bytes())
    waiting = [("", "index.html", "")]
    waiting += [("editions.json", edition[key], "") for edition in listed["editions"] for key in ("html", "pdf")]
    seen: dict[str, bytes] = {}
    while waiting:
        origin, name, place = waiting.pop()
        if name not in seen:
            try:
                seen[name] = (root / name).read_bytes()
            except OSError as error:
                faults.append(f"{origin}: {error}")
                continue
            if name.endswith((".html", ".css")):
                parts = [urlsplit(link) for _, link in _page(name, seen[name]).links]
                waiting += [(name, resolved(name, part.path), unquote(part.fragment)) for part in parts if not part.scheme and not part.netloc]  # fmt: skip
        if place and name.endswith(".html") and place not in _page(name, seen[name]).anchors:
            faults.append(f"{origin}: {name}#{place}")
    return len(seen)


def main(root: Path) -> None:
    faults: list[str] = []
    read = [_round(root, faults)]
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    while not select([sys.stdin], [], [], 0)[0]:
        read.append(_round(root, faults))
    sys.stdout.write(json.dumps({"rounds": len(read), "read": sum(read), "faults": faults[:20]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
