"""The Atom feed of a site, and what search engines and researchers look for: robots.txt, sitemap, security.txt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5
from xml.etree import ElementTree as ET

from kvartalsbog.book.outputs import HTML, OUTPUTS
from kvartalsbog.content.language import Language, closed, message, messages
from kvartalsbog.editions.comparison import CHANGES, Changes
from kvartalsbog.editions.differences import standing
from kvartalsbog.editions.manifest import PAGE, Manifest
from kvartalsbog.editions.site import Site
from kvartalsbog.editions.ways import mains
from kvartalsbog.plan.weights import POINT
from kvartalsbog.verdicts.changes import changes
from kvartalsbog.verdicts.points import read_points
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.changes import sentences
from kvartalsbog.words.statuses import data_status
from kvartalsbog.words.units import unit_word
from kvartalsbog.words.weights import tidy

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def atom(site: Site, changed: Mapping[str, Changes], language: Language) -> bytes:
    """An entry for every version, newest first (RFC 4287), with what it tells otherwise than the one before it. Without an
    address of the site its links are relative. `changed` is a correction's folder → what it changed.
    """
    newest = site.newest
    base = newest.publication.address or ""
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": language.locale.language})
    latest = max(site.versions, key=lambda version: version.sequence)
    _add(feed, "id", uuid5(NAMESPACE_OID, f"feed {site.versions[0].fingerprint}").urn)
    _add(feed, "title", language.say("{authority}: opfølgning på mål- og resultatplaner", authority=newest.authority))
    _add(feed, "updated", _moment(latest.published))
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{base}feed.xml"})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": HTML.media.type, "href": f"{base}index.html"})
    _add(ET.SubElement(feed, "author"), "name", newest.authority)
    for version in reversed(site.versions):
        _entry(
            feed,
            version,
            base,
            language,
            _summary(site, version, changed.get(version.folder), language.of(version.calendar)),
        )
    return _bytes(feed)


def sitemap(site: Site) -> dict[str, bytes]:
    """`sitemap.xml` with the site's pages and every page of the quarters' newest versions; none without an address."""
    base = site.newest.publication.address
    if base is None:
        return {}
    urls = ET.Element("urlset", {"xmlns": _SITEMAP})
    _url(urls, f"{base}index.html", max(version.published for version in site.versions))
    for version in {version.quarter: version for version in site.versions}.values():
        _url(urls, f"{base}{version.quarter}/index.html", version.published)
        for name in (name for output in OUTPUTS.values() for name in output.sought_of(version.outputs)):
            _url(urls, f"{base}{version.folder}/{name}", version.published)
        if CHANGES in version.outputs:
            _url(urls, f"{base}{version.folder}/{CHANGES}", version.published)
    return {"sitemap.xml": _bytes(urls)}


def robots(site: Site) -> bytes:
    """Everything may be read; superseded versions need not be found."""
    newest = {version.quarter: version.version for version in site.versions}
    old = [version for version in site.versions if version.version < newest[version.quarter]]
    base = site.newest.publication.address
    path = "/" + base.split("/", 3)[3] if base else "/"
    lines = ["User-agent: *", *(f"Disallow: {path}{version.folder}/" for version in old)]
    if not old:
        lines.append("Disallow:")
    if base:
        lines.append(f"Sitemap: {base}sitemap.xml")
    return ("\n".join(lines) + "\n").encode()


def security_text(site: Site) -> dict[str, bytes]:
    """`.well-known/security.txt` (RFC 9116), valid for a year from the last publishing; none without a contact."""
    contact = site.newest.publication.contact
    where = (
        [f"mailto:{contact.email}"] if contact and contact.email else [contact.page] if contact and contact.page else []
    )
    if not where:
        return {}
    expires = max(version.published for version in site.versions) + timedelta(days=365)
    lines = [
        *(f"Contact: {address}" for address in where),
        f"Expires: {_moment(expires)}",
        "Preferred-Languages: da, en",
    ]
    return {".well-known/security.txt": ("\n".join(lines) + "\n").encode()}


def _entry(feed: ET.Element, version: Manifest, base: str, language: Language, summary: str) -> None:
    told = {"title": version.title, "quarter": version.parsed_period, "version": version.version}
    title = message("{title}, {quarter}, version {version} (rettelse)")
    entry = ET.SubElement(feed, "entry")
    _add(entry, "id", _identity(version))
    _add(entry, "title", language.say(title if version.correction else message("{title}, {quarter}"), **told))
    _add(entry, "updated", _moment(version.published))
    _add(entry, "published", _moment(version.published))
    for main, output in mains(version):
        link = {"rel": "alternate" if main == PAGE else "related", "type": output.media.type}
        ET.SubElement(entry, "link", {**link, "href": f"{base}{version.folder}/{main}"})
    _add(entry, "summary", summary)


def _summary(site: Site, version: Manifest, changed: Changes | None, language: Language) -> str:
    words = _points(version, language)
    if version.correction:
        words = f"{language.say('Rettelse: {reason}', reason=closed(version.correction))} {words}"
    if changed is not None:
        cells = len(changed.cells)
        told = messages("{count}\u00a0felt i tabellerne er ændret.", "{count}\u00a0felter i tabellerne er ændret.")
        words = f"{words} {language.say_n(*told, cells, count=cells)}"
    before = _before(site, version)
    moved = changes(standing(before), standing(version)) if before else ()
    words = " ".join((words, *(sentence for change in moved for sentence in sentences(change, language))))
    label, explanation = data_status(version.data_status, language)
    return f"{label}. {explanation} {words}" if label else words


def _points(version: Manifest, language: Language) -> str:
    """How the points stand; in a plan without weights how many of its goals are met."""
    parts = version.points or {}
    stood = read_points({name: parts.get(name) for name in ("won", "open", "lost")}, version.points_in or POINT)
    if stood is None:
        met = sum(goal.verdict == Verdict.MET.value for goal in version.goals)
        return language.say("Af planens {total} mål er {met} opfyldt.", total=len(version.goals), met=met)
    told: dict[str, object] = {name: tidy(getattr(stood, name)) for name in ("total", "won", "open", "lost")}
    unit = unit_word(stood.unit, language)
    return language.say(
        "Af planens {total} {unit} er {won} opnået, {open} uafgjort og {lost} mistet.", unit=unit, **told
    )


def _before(site: Site, version: Manifest) -> Manifest | None:
    """The version that a reader of the feed has from before: of the same quarter, or of the plan's quarter before it."""
    earlier = [v for v in site.versions if v.sequence < version.sequence and v.calendar.name == version.calendar.name and v.parsed_period <= version.parsed_period]  # fmt: skip
    return max(earlier, key=lambda v: (v.parsed_period, v.version), default=None)


def _identity(version: Manifest) -> str:
    """A name that stays the same wherever the site stands: made from the version's fingerprint."""
    return uuid5(NAMESPACE_OID, version.fingerprint).urn


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _url(parent: ET.Element, address: str, changed: datetime) -> None:
    url = ET.SubElement(parent, "url")
    _add(url, "loc", address)
    _add(url, "lastmod", changed.date().isoformat())


def _add(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, name).text = words


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
