"""What is plain is read by one expression, and has the links, lines and places that Python's own parser finds there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.editions.addresses import Found, read_plainly, read_tolerantly

pytest_plugins = ("published",)

# what programs write and what people write, and what stands around tags without being one
PARTS = (
    '<a href="x">', '<a href="y" id="q">', "</a>", "</a >", '<A HREF="z">', "<a href=z>", "<a href='z'>", "<a href>", '<a\nhref="x"\n>',
    '<a href = "x">', '<a/href="x">', '<a href="x"id="y">', '<a href="1" href="2">', '<a href="a&amp;b&#39;c&quot&quot;&amp">','<a href="a&copy;&copy=1&notit;">','<a href="&#39;">', '<a title="&copy=" href="c">',
    '<a name="n">', '<p name="n">', '<map name="n">', '<a ping="p q">', '<img srcset="b 1x, c 2x"/>', '<br />', '<path d="" id="i"/>', "<x-y_z>",
    '<p hidden href="x" hidden>', "<p hidden=hidden id='p'>", '<p checkedhref="x">', '<p id=" href=" title=" b">', '<p style="a:url(g)">',
    "<base>", '<base href="r">', '<BASE href="r">', '<meta http-equiv="refresh" content="0; url=h">', '<meta content="0; url=h" HTTP-EQUIV="Refresh">',
    "<style>", "</style>", "<style/>", "<style>a{b:url(c)}</style>", "<STYLE>a{b:url(c)}</STYLE>", '<style type="text/css">\n*{a:url(e)}\n</style>',
    "<style-x>url(t)</style-x>", "a{b:url(d)}", "<script>", "</script>", '<script src="f"></script>', "<script>a < '<a href=\"i\">'</script>",
    "<title>", "</title>", '<title><a href="x"></title>', '<textarea><a href="x"></textarea>', '<xmp><a href="x"></xmp>', "<plaintext>",
    '<noscript><a href="x"></noscript>', '<!-- <a href="x"> -->', "<!--", "-->", "--!>", "<!-->", "<!--->", "<!-- -- -->", "<!doctype html>",
    '<!DOCTYPE a [ <a href="x"> ]>', '<?xml version="1.0"?>', '<?php <a href="x"> ?>', '<![CDATA[ <a href="x"> ]]>', "</>",
    "<", ">", "&", "&amp;", '"', "'", "=", "/", "\n", " ", "\r", "\x00", "\xa0", "a", "å", ' id="k"', ' href="j"',
)  # fmt: skip


def told(found: Found) -> tuple[list[tuple[int, str]], set[str]]:
    return found.links, found.anchors


@settings(max_examples=1500)
@given(st.lists(st.sampled_from(PARTS), max_size=7).map("".join))
def test_what_is_read_plainly_is_what_pythons_parser_finds(text: str) -> None:
    plain = read_plainly(text)
    assert plain is None or told(plain) == told(read_tolerantly(text))


@pytest.mark.parametrize("part", PARTS)
def test_each_part_alone_and_after_a_link_is_read_alike(part: str) -> None:
    for text in (part, f'<a href="b">\n{part}\n<a href="c" id="d">', f"<style>{part}</style>"):
        plain = read_plainly(text)
        assert plain is None or told(plain) == told(read_tolerantly(text))


@pytest.mark.parametrize(
    "text",
    [
        '<a href="b" id="c">',
        "<p hidden>",
        '<a href="b&amp;c&#39;">',
        "<style>a{b:url(c)}</style>",
        "<!-- a -->",
        "<br />",
    ],
)
def test_what_programs_write_is_plain(text: str) -> None:
    assert read_plainly(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "<a href=b>", "<a href>", '<a href="b&copy=c">', '<SCRIPT>"<a href=b>"</SCRIPT>', '<title><a href="b"></title>', "<style>", "<!-- a -- b -->",
        '<!-- <a href="b">', "<plaintext>", "<![CDATA[ ]]>", "<?php ?>", "<", '<a href="b',
    ],
)  # fmt: skip
def test_what_pythons_parsers_may_read_differently_is_left_to_them(text: str) -> None:
    assert read_plainly(text) is None


@pytest.mark.slow
def test_every_page_and_picture_of_a_book_and_of_a_site_is_plain(book: Path, whole: Path) -> None:
    files = [path for root in (book, whole) for path in root.rglob("*") if path.suffix in (".html", ".svg")]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    plain = {path: read_plainly(text) for path, text in texts.items()}
    assert [path for path, found in plain.items() if found is None] == []
    assert len(files) > 250
    differing = [path for path, found in plain.items() if found and told(found) != told(read_tolerantly(texts[path]))]
    assert differing == []
    assert sum(len(found.links) for found in plain.values() if found) > 20_000
