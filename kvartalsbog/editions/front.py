"""Everything of a site that is not an edition: made from the editions' manifests alone, and made anew at each publishing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from kvartalsbog.book.outputs import DATA, HTML, OUTPUTS
from kvartalsbog.content.blocks import Status
from kvartalsbog.content.language import DANISH, Language, message
from kvartalsbog.editions.around import lent, own_names, static_files
from kvartalsbog.editions.comparison import CHANGES, Changes, from_json
from kvartalsbog.editions.feed import atom, robots, security_text, sitemap
from kvartalsbog.editions.known import program
from kvartalsbog.editions.manifest import PAGE, GoalStanding, Manifest
from kvartalsbog.editions.shared_goals import Side, shared_goals
from kvartalsbog.editions.site import INDEX, SUMS, Site, list_bytes
from kvartalsbog.editions.templates import templates
from kvartalsbog.editions.ways import listed, mains
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.opendata.catalogue.graph import catalogue
from kvartalsbog.opendata.formats.facts import Contact, EditionFacts, FileFacts
from kvartalsbog.periods import Period
from kvartalsbog.plan.goals import SHARED
from kvartalsbog.sphinxext.hosting import CONTENT_POLICY, site_header_files
from kvartalsbog.sphinxext.identity import STYLE, foot, logo_name
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.standings import finding_sentence
from kvartalsbog.words.statuses import data_status, outlook_status, status
from kvartalsbog.words.weights import tidy

NEWEST = "nyeste/index.html"


def front_files(site: Site, read: Callable[[str], bytes], size: Callable[[str], int]) -> dict[str, bytes]:
    """Path → content of everything around a site's editions, from the manifests and the editions' own files, which
    `read` and `size` give by their paths in the site.
    """
    corrected = [version for version in site.versions if version.correction is not None]
    told = {version: f"{version.folder}/{CHANGES}" for version in corrected}
    changes = {version.folder: from_json(read(name), name, version.format) for version, name in told.items()}
    paths = [f"{version.folder}/{name}" for version in site.versions for name in version.outputs]
    return site_files(site, changes, {path: size(path) for path in paths}, lent(site, read))


def site_files(
    site: Site,
    changes: Mapping[str, Changes],
    sizes: Mapping[str, int],
    static: Mapping[str, bytes],
    language: Language = DANISH,
) -> dict[str, bytes]:
    """Path → content: the front page, a page for each quarter, the stable address of the newest edition, the feed, the
    catalogue, and `editions.json`, which has the SHA-256 of all the others.

    `changes` is a correction's folder → what it changed; `sizes` the path of a published file → its bytes; `static` the
    name of a file of the typeface or of an authority's identity → its content.
    """
    language = language.of(site.newest.calendar)
    pages = {body: _Pages(site, body, language) for body in site.bodies}
    files = {"404.html": pages[site.bodies[0]].missing()}
    for home, body in (("", site.bodies[0]), *((f"{body}/", body) for body in site.bodies if body)):
        files |= {f"{home}index.html": pages[body].front(home), f"{home}{NEWEST}": pages[body].newest(home)}
    if shared := shared_goals(site):
        files[SHARED] = pages[site.bodies[0]].shared(shared)
    for period in sorted({version.parsed_period for version in site.versions}):
        files[f"{period}/index.html"] = pages[period.body].period(period, changes)
    files |= {"feed.xml": atom(site, changes, language), "robots.txt": robots(site)}
    files |= sitemap(site) | security_text(site)
    files |= catalogue([_facts(version, sizes) for version in site.versions], site.newest.publication.address)
    hosts = site_header_files(
        [version.folder for version in site.versions],
        site.newest.publication.address,
        pages=HTML.folder,
        data=DATA.folder,
    )
    files |= {name: text.encode() for name, text in hosts.items()}
    files |= static_files(static)
    files[INDEX] = editions_json(site, {name: sha256_of(content) for name, content in files.items()}, language)
    return files


def editions_json(site: Site, files: Mapping[str, str], language: Language = DANISH) -> bytes:
    """The list of editions that the pages read, with the fingerprints by which the site is verified."""
    newest = site.newest
    document = {
        "newest": newest.folder,
        "address": newest.publication.address,
        "program": program(),
        "editions": [
            _entry(version, site, language)
            for version in sorted(site.versions, key=lambda v: (v.parsed_period, v.version))
        ],
        "files": dict(sorted(files.items())),
    }
    return list_bytes(document)


def next_release(site: Site, body: str) -> tuple[Period, date] | None:
    """The first release in the calendar of an authority's newest plan of a quarter that is not published yet."""
    done, newest = {version.parsed_period for version in site.versions}, site.newest_of(body)
    named = ((day, newest.calendar.of_name(name)) for name, day in newest.releases.items())
    coming = [(d, p) for d, p in named if p is not None and p not in done and p > newest.parsed_period]
    return min(coming)[::-1] if coming else None


def _entry(version: Manifest, site: Site, language: Language) -> dict[str, Any]:
    newest = site.of(version.parsed_period)[-1].version
    return {
        "quarter": version.quarter,
        "version": version.version,
        "label": language.shown(version.parsed_period),
        "title": version.title,
        "data_status": version.data_status,
        "published": version.published.isoformat(),
        "correction": version.correction,
        "superseded_by": newest if newest > version.version else None,
        "path": version.folder,
        **{
            output.name: f"{version.folder}/{output.main_of(version.outputs) or f'{output.folder}/'}"
            for output in OUTPUTS.values()
            if output.way and any(map(output.has, version.outputs))
        },
        "manifest_sha256": version.fingerprint,
    }


def _facts(version: Manifest, sizes: Mapping[str, int]) -> EditionFacts:
    catalogued = [output for output in OUTPUTS.values() if output.catalogued]
    files = (
        FileFacts(name, sizes[f"{version.folder}/{name}"], digest, output.entry, output.media_of(name))
        for output in catalogued
        for name, digest in version.outputs.items()
        if output.has(name)
    )
    return edition_facts(version, tuple(sorted(files, key=lambda file: file.path)))


def edition_facts(version: Manifest, files: tuple[FileFacts, ...] = ()) -> EditionFacts:
    """What the open data tell of a version."""
    contact = version.publication.contact
    return EditionFacts(
        period=version.parsed_period,
        version=version.version,
        published=version.published.date(),
        title=version.title,
        authority=version.authority,
        data_status=version.data_status,
        license=version.publication.license,
        address=f"{version.folder}/",
        contact=Contact(contact.name, contact.email, contact.page) if contact else None,
        correction=version.correction,
        page=PAGE,
        documents=tuple(main for main, _ in mains(version) if main != PAGE),
        files=files,
    )


def up(path: str) -> str:
    """The way from a page, or from a folder that ends in a stroke, to the site's root."""
    return "../" * path.count("/")


def _title_of(sides: tuple[Side, ...]) -> str:
    """What a shared goal is called by the first plan that tells of it."""
    return next(side.told[1].title for side in sides if side.told is not None)


class Stood(NamedTuple):
    """How a goal of a published version stood."""

    verdict: Verdict
    outlook: Outlook | None
    reduced: bool

    @classmethod
    def of(cls, goal: GoalStanding) -> Stood:
        return cls(Verdict(goal.verdict), Outlook(goal.outlook) if goal.outlook else None, goal.reduced)


class _Pages:
    """The pages of an authority's plans in a site, in a language."""

    def __init__(self, site: Site, body: str, language: Language) -> None:
        self.site, self.body, self.language = site, body, language
        self.newest_version = site.newest_of(body)

    def _page(self, template: str, root: str, **values: Any) -> bytes:
        label, explanation = data_status(self.newest_version.data_status, self.language)
        publication = self.newest_version.publication
        own = own_names(publication, self.body)
        text = templates(self.language).get_template(template).render(
            root=root, home=f"{self.body}/" if self.body else "", newest=self.newest_version, page=PAGE, content_policy=CONTENT_POLICY, sums=SUMS,
            status_label=label, status_explanation=explanation, language=self.language.locale.language, foot=foot(publication, self.language),
            logo=own.get(logo_name(publication.identity) or ""), style=own.get(STYLE), **values,
        )  # fmt: skip
        return (text.strip() + "\n").encode()

    def front(self, home: str) -> bytes:
        """The page that leads to all of the authority's editions, in the folder `home`, and to the other authorities' pages."""
        latest = {version.quarter: version for version in self.site.versions if version.body == self.body}
        ordered = sorted(latest.values(), key=lambda version: version.parsed_period, reverse=True)
        years = [(years, list(group)) for years, group in groupby(ordered, key=lambda v: v.calendar.own_name)]
        coming = next_release(self.site, self.body)
        others = [(body, self.site.newest_of(body)) for body in self.site.bodies if body != self.body]
        standings = [(goal, *self._words_of(goal)) for goal in self.newest_version.goals]
        return self._page(
            "front.html",
            up(home),
            years=years,
            coming=coming,
            standings=standings,
            finding=self._finding(),
            goal_points=self._goal_points,
            others=others,
            shared=SHARED if shared_goals(self.site) else None,
        )

    def shared(self, goals: tuple[tuple[Side, ...], ...]) -> bytes:
        """The page of the goals that several plans have, from which a reader gets from one to the other."""
        return self._page("shared.html", "", shared=goals, words_of=self._words_of, goal_title=_title_of)

    def _finding(self) -> str:
        """The finding about the newest version's goals."""
        return finding_sentence([Stood.of(goal) for goal in self.newest_version.goals], self.language)

    def _words_of(self, goal: GoalStanding) -> tuple[Status, Status | None]:
        stood = Stood.of(goal)
        outlook = outlook_status(stood.outlook, self.language, reduced=stood.reduced) if stood.outlook else None
        return status(stood.verdict, self.language), outlook

    def _goal_points(self, goal: GoalStanding) -> str:
        parts = (
            (message("{n} opnået"), goal.won),
            (message("{n} uafgjort"), goal.open),
            (message("{n} mistet"), goal.lost),
        )
        return ", ".join(self.language.say(said, n=tidy(Decimal(str(value)))) for said, value in parts if value)

    def period(self, period: Period, changes: Mapping[str, Changes]) -> bytes:
        versions = self.site.of(period)
        return self._page(
            "quarter.html", up(f"{period}/"), folder=DATA.folder, quarter=period, versions=versions[::-1], latest=versions[-1], changes=changes,
            data={version.folder: list(listed(version)) for version in versions},
        )  # fmt: skip

    def newest(self, home: str) -> bytes:
        root = up(f"{home}{NEWEST}")
        return self._page("newest.html", root, target=f"{root}{self.newest_version.folder}/{PAGE}")

    def missing(self) -> bytes:
        """A host shows this page at addresses of any depth, so only a full address is sure to lead home."""
        return self._page("missing.html", self.newest_version.publication.address or "")
