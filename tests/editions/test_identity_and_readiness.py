"""What a public site must carry is there before it is published, and an authority's identity stands around its editions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import make_library
from small_site import source
from tiny_site import make_tiny_site

from kvartalsbog.book.readiness import refuse_unready
from kvartalsbog.content.language import DANISH
from kvartalsbog.editions import around, front
from kvartalsbog.editions.feed import robots, sitemap
from kvartalsbog.editions.manifest import Manifest, parse, to_bytes
from kvartalsbog.editions.site import Site, read_site
from kvartalsbog.editions.versions import Source
from kvartalsbog.errors import ProblemsError
from kvartalsbog.plan.identity import Identity
from kvartalsbog.plan.publication import Contact, Publication
from kvartalsbog.sphinxext.identity import foot

WHO = Contact(name="Analyse", email="tal@bibliotek.dk", phone="12 34 56 78")
WHOLE = Publication(
    address="https://plan.bibliotek.dk/", accessibility="https://was.digst.dk/bibliotek-dk", contact=WHO
)


@pytest.fixture
def real(tmp_path: Path) -> Source:
    """The library's quarter as if its figures were no examples."""
    found = source(make_library(tmp_path), "2026K1")
    return _as(found, Publication(), "final")


def _as(found: Source, publication: Publication, status: str) -> Source:
    plan = found.report.plan.model_copy(update={"publication": publication, "data_status": status})
    return replace(found, report=replace(found.report, plan=plan))


def refused(found: Source) -> list[str]:
    try:
        refuse_unready(found.report, found.project, found.data_dir)
    except ProblemsError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_everything_that_a_public_site_lacks_is_told_at_once(real: Source) -> None:
    told = refused(real)
    assert [line.partition("[publication.")[2].partition("]")[0] for line in told] == [
        "accessibility", "address", "contact.email", "contact.phone",
    ]  # fmt: skip
    assert all(line.startswith("data/2026/plan.yml") for line in told)


def test_a_plan_that_says_it_all_is_ready_and_invented_figures_need_none_of_it(real: Source) -> None:
    assert refused(_as(real, WHOLE, "final")) == []
    assert refused(_as(real, Publication(), "example")) == []


@pytest.mark.parametrize(("changed", "key"), [
    ({"address": None}, "address"),
    ({"accessibility": None}, "accessibility"),
    ({"contact": None}, "contact.email"),
    ({"contact": WHO.model_copy(update={"phone": None})}, "contact.phone"),
    ({"contact": WHO.model_copy(update={"email": None})}, "contact.email"),
    ({"address": "https://www.example.org/plan/"}, "address"),
    ({"accessibility": "https://www.was.digst.dk/example-org"}, "accessibility"),
    ({"contact": WHO.model_copy(update={"email": "plan@example.org"})}, "contact.email"),
    ({"contact": WHO.model_copy(update={"phone": "33 00 00 00"})}, "contact.phone"),
])  # fmt: skip
def test_each_thing_that_is_missing_or_a_placeholder_is_refused(
    real: Source, changed: dict[str, object], key: str
) -> None:
    told = refused(_as(real, WHOLE.model_copy(update=changed), "draft"))
    assert any(f"[publication.{key}]" in line for line in told)


def test_a_contact_by_a_page_is_in_writing(real: Source) -> None:
    who = WHO.model_copy(update={"email": None, "page": "https://www.bibliotek.dk/kontakt"})
    assert refused(_as(real, WHOLE.model_copy(update={"contact": who}), "final")) == []


def test_a_placeholder_of_the_pages_is_told_together_with_the_rest(real: Source) -> None:
    page = real.project / "book/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[indsæt navn]\n", encoding="utf-8")
    told = refused(real)
    assert len(told) == 5
    assert any("Her står en pladsholder." in line and "book/index.md" in line for line in told)


def branded(site: Site, publication: Publication) -> Site:
    versions = tuple(version.model_copy(update={"publication": publication}) for version in site.versions)
    return Site(site.root, versions)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return read_site(make_tiny_site(tmp_path / "site"))


def test_pages_around_editions_carry_the_newest_editions_logo_and_colours(site: Site) -> None:
    identity = Identity(logo="vaaben.png", colour="#7a1f5c", issn="2049-3630")
    own = branded(site, WHOLE.model_copy(update={"identity": identity}))
    newest = own.newest.folder
    static = around.identities(own, lambda path: path.encode())
    assert static == {
        "logo.png": f"{newest}/html/_static/logo.png".encode(),
        "identity.css": f"{newest}/html/_static/identity.css".encode(),
    }
    pages = front._Pages(own, "", DANISH)
    for page, root in ((pages.front(""), ""), (pages.newest(""), "../")):
        text = page.decode()
        assert f'src="{root}_static/logo.png" alt=""' in text
        assert f'href="{root}_static/identity.css"' in text
        assert "ISSN 2049-3630" in text
        assert 'href="tel:12345678"' in text
        assert 'href="https://was.digst.dk/bibliotek-dk"' in text


def test_pages_of_a_plan_that_says_nothing_have_nothing_of_it(site: Site) -> None:
    own = branded(site, Publication())
    assert around.identities(own, lambda path: path.encode()) == {}
    text = front._Pages(own, "", DANISH).front("").decode()
    assert "identity.css" not in text
    assert "site-logo" not in text
    assert text.partition("<footer")[2].count("<p>") == 1


def test_search_engines_and_archives_are_told_of_pages_pdf_and_json(site: Site) -> None:
    own = branded(site, WHOLE)
    (name,) = sitemap(own)
    text = sitemap(own)[name].decode()
    for version in {version.quarter: version for version in own.versions}.values():
        sought = [path for path in version.outputs if path.endswith((".pdf", ".json"))]
        assert sought
        assert not [
            path for path in sought if f"<loc>https://plan.bibliotek.dk/{version.folder}/{path}</loc>" not in text
        ]
    assert f"Sitemap: https://plan.bibliotek.dk/{name}" in robots(own).decode()


def test_a_manifest_says_of_identity_and_telephone_only_what_the_plan_says(site: Site) -> None:
    told = _again(site.newest, Publication(contact=Contact(name="A")))
    assert '"identity"' not in told
    assert '"phone"' not in told
    told = _again(site.newest, WHOLE.model_copy(update={"identity": Identity(issn="2049-3630")}))
    assert '"issn": "2049-3630"' in told
    assert '"phone": "12 34 56 78"' in told


def test_a_manifest_names_the_goals_of_which_only_a_part_is_left_where_there_are_any(site: Site) -> None:
    first, *others = site.newest.goals
    none = site.newest.model_copy(update={"title": "Ny"})
    some = none.model_copy(update={"goals": (first.model_copy(update={"reduced": True}), *others)})
    assert "reduced" not in to_bytes(none).decode()
    assert [goal.reduced for goal in parse(to_bytes(some), "manifest.json").goals] == [True, *(False for _ in others)]


def _again(manifest: Manifest, publication: Publication) -> str:
    """A new manifest as it is written, read again and found to be the same."""
    new = manifest.model_copy(update={"publication": publication})
    new._written = None
    content = to_bytes(new)
    read = parse(content, "manifest.json").publication
    assert read == publication
    assert foot(read, DANISH) == foot(publication, DANISH)  # pages around editions are made again from what was read
    return content.decode()
