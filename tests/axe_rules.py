"""What axe cannot decide, the states that pages are tried in and by which rules, and how its findings are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ALL = "Object.fromEntries(axe.getRules().map((rule) => [rule.ruleId, {enabled: true}]))"
COLOURS = '{"color-contrast": {enabled: true}, "color-contrast-enhanced": {enabled: true}, "link-in-text-block": {enabled: true}}'
AS_IT_COMES: dict[str, Any] = {"color_scheme": "light", "media": "screen"}
# the width, what the reader prefers, and the rules: in the dark everything but the colours is as in the light, and its pictures
# are another, which the widest tries
STATES: dict[str, tuple[int, dict[str, Any], str]] = {
    **{f"{width} light": (width, AS_IT_COMES, ALL) for width in (1280, 768, 320)},
    "print": (794, {"color_scheme": "light", "media": "print"}, ALL),
    "1280 dark": (1280, {"color_scheme": "dark", "media": "screen"}, ALL),
    **{f"{width} dark": (width, {"color_scheme": "dark", "media": "screen"}, COLOURS) for width in (768, 320)},
}  # fmt: skip


def run_of(rules: str) -> str:
    """The script that tries a page by these rules and no others, and tells what is not right; most of what axe has to say
    is of what is, and takes as long to hand over as to find.
    """
    only = "" if rules == ALL else f"runOnly: Object.keys({rules}), "
    told = "({violations, incomplete}) => ({violations, incomplete})"
    return f"axe.run({{{only}rules: {rules}, resultTypes: ['violations', 'incomplete']}}).then({told})"


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
