"""Every letter and sign on the screen comes from a typeface that the book ships: a browser tells which it draws with."""

from __future__ import annotations

from collections import Counter

import pytest
from browser import drawn, opened, pages
from playwright.sync_api import Browser, Page

from kvartalsbog.sphinxext.typeface import NAME

pytestmark = pytest.mark.slow
PAGES = [page for page in pages() if page != "index.html"]
THEIRS = "code, pre, math, select, option"  # a browser's own letters: for code, formulas and menus


def faces(page: Page, chosen: str) -> Counter[str]:
    """How many letters of the chosen elements each typeface draws; what a browser fetched is told apart from what it had."""
    asked = page.context.new_cdp_session(page)
    asked.send("DOM.enable")
    asked.send("CSS.enable")
    root = asked.send("DOM.getDocument")["root"]["nodeId"]
    found: Counter[str] = Counter()
    for node in asked.send("DOM.querySelectorAll", {"nodeId": root, "selector": chosen})["nodeIds"]:
        for font in asked.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            found[font["familyName"] if font["isCustomFont"] else f"not shipped: {font['familyName']}"] += int(
                font["glyphCount"]
            )
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_sign_is_drawn_with_the_shipped_typeface(name: str, browser: Browser, site: str) -> None:
    with opened(browser, f"{site}{name}", origin=site) as watched:
        watched.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        drawn(watched.page)
        told = faces(watched.page, f"body *:not({THEIRS}):not(:is({THEIRS}) *)")
    assert set(told) == {NAME}
    assert told[NAME] > 2000


def test_every_shape_of_a_status_is(browser: Browser, site: str) -> None:
    """The method page explains all of them."""
    with opened(browser, f"{site}book/method.html", origin=site) as watched:
        drawn(watched.page)
        signs = {text.strip() for text in watched.page.locator(".symbol").all_text_contents()}
        told = faces(watched.page, ".symbol")
    assert signs >= set("●◆▼○☐▲▶▽")
    assert set(told) == {NAME}
    assert told[NAME] >= len(signs)
