"""HTML pages that were written before: a page is written again only where something that decides it has changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _TranslationProxy

from kvartalsbog.files.fingerprints import sha256, sha256_of
from kvartalsbog.files.values import content_fingerprint
from kvartalsbog.inputs.project import PAGES
from kvartalsbog.sphinxext.given import given, language_of, written_before
from kvartalsbog.sphinxext.search import Section, sections

# What a page can show of others, and of what is read of it beside its doctree: all that Sphinx and MyST-NB keep of documents,
# without the times and files of reading.
_SHARED = (
    "titles", "longtitles", "tocs", "toc_num_entries", "toctree_includes", "files_to_rebuild", "glob_toctrees",
    "numbered_toctrees", "dlfiles", "toc_secnumbers", "toc_fignumbers", "original_image_uri", "nb_metadata",
)  # fmt: skip
_NOT_SHOWN = ("c", "cpp")  # domains of programming languages
_OWN = "wordcount"  # of a document's metadata what no other page shows


class Written(NamedTuple):
    """A page: the fingerprint of all that decides it, its HTML, the files of its pictures and their names on the site, and its
    entries in the search index.
    """

    key: str
    page: str
    images: Mapping[str, str]
    sections: Sequence[Section]


class BookBuilder(StandaloneHTMLBuilder):
    """Sphinx's own, but for the pages that it was handed as they were written before. `found` has every page in the end."""

    name = "html"

    def init(self) -> None:
        """Nothing is written yet."""
        super().init()
        self.found: dict[str, Written] = {}

    def _write_serial(self, docnames: Sequence[str]) -> None:
        before = written_before(self.app) or {}
        shared = self._shared()
        for name in docnames:
            key = self._key(name, shared)
            kept = Written(*before[name]) if name in before else None
            if kept is not None and kept.key == key and kept.images.keys() <= self.env.images.keys():
                path = Path(self.get_outfilename(name))
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(kept.page, encoding="utf-8", newline="\n")
                self.images |= kept.images
                self.found[name] = kept
            else:
                self.found[name] = self._written(name, key)

    def _written(self, name: str, key: str) -> Written:
        images, self.images = self.images, {}
        super()._write_serial([name])
        own, self.images = self.images, images | self.images
        page = Path(self.get_outfilename(name)).read_text(encoding="utf-8")
        return Written(key, page, own, list(sections(self.app, name)))

    def _shared(self) -> str:
        """The fingerprint of all that any page may show beside what was read of itself."""
        plan, env = given(self.app).findings.plan, self.env
        identity = plan.publication.identity
        logo = sha256(Path(self.srcdir, PAGES, identity.logo)) if identity is not None and identity.logo else ""
        settings = {name: getattr(self.config, name) for name in self.config.values if name.startswith("kb_")}
        settings.pop("kb_data_dir")  # another folder every time
        parts = {name: getattr(env, name, None) for name in _SHARED}
        parts["domaindata"] = {name: own for name, own in env.domaindata.items() if name not in _NOT_SHOWN}
        parts["metadata"] = {
            name: {key: own for key, own in told.items() if key != _OWN} for name, told in env.metadata.items()
        }
        told = [content_fingerprint((plan, language_of(self.app))), logo, _told(settings), _told(parts)]
        return sha256_of(json.dumps(told).encode())

    def _key(self, name: str, shared: str) -> str:
        """The fingerprint of all that decides a page."""
        env = self.env
        doctree = sha256(Path(env.doctreedir, f"{name}.doctree"))
        images = sorted(
            (path, own, sha256(Path(self.srcdir, path))) for path, (users, own) in env.images.items() if name in users
        )
        return sha256_of(json.dumps([name, shared, doctree, images, repr(env.metadata[name])]).encode())


def _told(value: Any) -> Any:
    """What a value consists of, for JSON: in its order, if it has one. What cannot be told from its parts is like nothing else."""
    told = value
    if isinstance(value, nodes.Node):
        told = value.pformat()
    elif isinstance(value, _TranslationProxy):  # a label of Sphinx's own
        told = str(value)
    elif isinstance(value, Mapping):
        told = sorted((json.dumps(_told(key)), json.dumps(_told(own))) for key, own in value.items())
    elif isinstance(value, set | frozenset):
        told = sorted(json.dumps(_told(own)) for own in value)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        told = [_told(own) for own in value]
    elif value is not None and not isinstance(value, str | int | float):
        told = uuid4().hex
    return told
