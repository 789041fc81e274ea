"""What axe cannot decide, the states that pages are tried in, and how its findings are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

STATES: dict[str, tuple[int, dict[str, Any]]] = {
    **{f"{width} {scheme}": (width, {"color_scheme": scheme}) for width in (1280, 768, 320) for scheme in ("light", "dark")},
    "print": (794, {"color_scheme": "light", "media": "print"}),
}  # fmt: skip


# what axe cannot decide by itself, and why it is right: rule → words of its message → reason
CONTRAST = {
    "too short": "a digit or a shape in the colour of the text beside it, whose contrast is tested below",
    "only non-text characters": "as above",
    "obscured by another element": "a cell of a table wider than the screen, out of sight until it is scrolled to; its colours are tested below",
}


DECIDED = {
    "color-contrast": CONTRAST,
    "color-contrast-enhanced": CONTRAST,
    "hidden-content": {
        "hidden content": "what a narrow screen or paper leaves out; it is analysed in the states that show it"
    },
}


def undecided(results: list[dict[str, Any]], decided: dict[str, dict[str, str]]) -> Iterator[str]:
    for result in results:
        for node in result["nodes"]:
            messages = " ".join(check["message"] for part in ("any", "all", "none") for check in node[part])
            if not any(words in messages for words in decided.get(result["id"], {})):
                yield f"{result['id']} {node['target']}: {messages}"
