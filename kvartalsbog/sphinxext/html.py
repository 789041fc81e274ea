"""The HTML: our theme and what it needs, the search page, and what a build leaves behind that no page uses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from kvartalsbog.inputs.logo import read_logo
from kvartalsbog.inputs.project import PAGES
from kvartalsbog.sphinxext.edition import DERIVED
from kvartalsbog.sphinxext.given import given, language_of, made_by
from kvartalsbog.sphinxext.hosting import CONTENT_POLICY, PUBLISHED_POLICY, write_header_files
from kvartalsbog.sphinxext.html_translator import BookTranslator, math_block, math_inline
from kvartalsbog.sphinxext.identity import STYLE as STYLE_OF_BRAND
from kvartalsbog.sphinxext.identity import foot, logo_name, stylesheet
from kvartalsbog.sphinxext.navigation import navigation
from kvartalsbog.sphinxext.nodes import data_file, disclosure, elsewhere, picture, symbol
from kvartalsbog.sphinxext.search import index_script, sections
from kvartalsbog.sphinxext.typeface import web_fonts
from kvartalsbog.sphinxext.written import BookBuilder

THEME = Path(__file__).with_name("theme")
_ENTRANCE = "index"
_EDITION = (*DERIVED, "kb_version", "kb_quarter")
STYLE, ICON, SCRIPT = "kvartalsbog.css", "icon.svg", "kvartalsbog.js"
_STATIC = THEME / "static"


def _settings(app: Sphinx, config: Config) -> None:
    """What the theme depends on, so that a project's settings need not know it."""
    config.html_theme = "kvartalsbog"
    config.html_theme_options = {}
    config.html_math_renderer = "mathml"
    config.html_permalinks = False
    config.html_copy_source = False
    config.html_use_index = False
    config.html_domain_indices = False
    config.html_sidebars = {}


def _no_sphinx_search(app: Sphinx) -> None:
    """Sphinx's own search splits goal numbers and does not know that ae may stand for æ; ours replaces it."""
    if app.builder.format == "html":
        app.builder.search = False  # type: ignore[attr-defined]


def _context(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    config, language = app.config, language_of(app)
    context.update(say=language.say, kb_language=language.locale.language)
    context.update({name: getattr(config, name) for name in _EDITION})
    title = app.env.titles[page].astext() if page in app.env.titles else language.say("Søgning")
    book = f"{config.kb_title}, {config.kb_quarter_label}"
    context["page_title"] = book if page in (config.root_doc, _ENTRANCE) else f"{title} – {book}"
    context["content_policy"] = PUBLISHED_POLICY if config.kb_version else CONTENT_POLICY
    context["site_navigation"] = navigation(app, page)
    context.update(_identity(app))
    context.setdefault("toc", "")
    if page == "search":
        context["display_toc"] = False


def _identity(app: Sphinx) -> dict[str, Any]:
    """What the authority's identity adds to every page."""
    publication = given(app).findings.plan.publication
    style = STYLE_OF_BRAND if stylesheet(publication.identity) else None
    told = {"kb_foot": foot(publication, language_of(app)), "kb_style": style, "kb_logo": None}
    if (name := logo_name(publication.identity)) is None:
        return told
    logo = read_logo(_logo_file(app))
    return {**told, "kb_logo": name, "kb_logo_size": (max(1, round(44 * logo.width / logo.height)), 44)}


def _logo_file(app: Sphinx) -> Path:
    identity = given(app).findings.plan.publication.identity
    return Path(app.srcdir, PAGES, identity.logo if identity and identity.logo else "")


def _own_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield "search", {"title": language_of(app).say("Søgning")}, "search.html"
    if app.config.root_doc != _ENTRANCE:
        yield _ENTRANCE, {"title": app.config.kb_title}, "entrance.html"


def page_script(*, published: bool = False) -> str:
    """The one script of a page: light or dark, the menu, what scrolls, and for a published one the news of its edition."""
    parts = ("theme", "menu", "regions", *(("editions",) if published else ()))
    return "".join((_STATIC / f"{name}.js").read_text(encoding="utf-8") for name in parts)


def _finish(app: Sphinx, error: Exception | None) -> None:
    """Write what the pages ask for and nothing else: style, scripts, typeface, search index; and the hosts' header files."""
    if error is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    static = out / "_static"
    shutil.rmtree(static)
    static.mkdir()
    for name in (STYLE, ICON, "search.js"):
        shutil.copyfile(_STATIC / name, static / name)
    known = getattr(app.builder, "found", {})
    index = index_script(
        section
        for name in sorted(app.env.found_docs)
        for section in (known[name].sections if name in known else sections(app, name))
    )
    scripts = {SCRIPT: page_script(published=bool(app.config.kb_version)), "search-index.js": index}
    texts = (*scripts.values(), *(page.read_text(encoding="utf-8") for page in out.rglob("*.html")))
    for name, content in web_fonts(texts, made_by(app)).items():
        (static / name).write_bytes(content)
    identity = given(app).findings.plan.publication.identity
    if (logo := logo_name(identity)) is not None:
        shutil.copyfile(_logo_file(app), static / logo)
    if (style := stylesheet(identity)) is not None:
        scripts[STYLE_OF_BRAND] = style
    for name, script in scripts.items():
        (static / name).write_text(script, encoding="utf-8", newline="\n")
    write_header_files(out)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the theme, the translator and the visitors of our own nodes."""
    app.add_html_theme("kvartalsbog", str(THEME))
    app.add_builder(BookBuilder, override=True)
    app.set_translator("html", BookTranslator)
    for node in (picture, disclosure, data_file, elsewhere, symbol):
        app.add_node(node)
    app.add_html_math_renderer("mathml", (math_inline, None), (math_block, None))
    app.connect("config-inited", _settings, priority=900)
    app.connect("builder-inited", _no_sphinx_search)
    app.connect("html-page-context", _context)
    app.connect("html-collect-pages", _own_pages)
    app.connect(
        "build-finished", _finish, priority=900
    )  # after the extensions that add styles and scripts of their own
    return {"parallel_read_safe": True, "parallel_write_safe": True}
