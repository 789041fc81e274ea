"""What a DCAT catalogue says of one edition: dataset, distributions, publisher, contact, period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rdflib import DCTERMS, FOAF, ORG, RDF, XSD, Graph, Literal, URIRef

from kvartalsbog.content.language import DANISH, Language
from kvartalsbog.files.media import media_of
from kvartalsbog.opendata.catalogue import vocabulary as v
from kvartalsbog.opendata.formats.facts import KEYWORDS, Contact, EditionFacts, FileFacts, slug
from kvartalsbog.opendata.formats.inventory import entry
from kvartalsbog.words.numbers import spaced
from kvartalsbog.words.statuses import status_sentence

TURTLE = "catalog.ttl"


@dataclass(frozen=True)
class Site:
    """The graph that is being made, and how its addresses begin: with a base, or with nothing when they are relative; `language` is
    what it is told in.
    """

    base: str = ""
    graph: Graph = field(default_factory=Graph)
    language: Language = DANISH

    def at(self, path: str) -> URIRef:
        """The address of a file or folder of the site."""
        return URIRef(f"{self.base}{path}")

    def named(self, name: str) -> URIRef:
        """The name of a thing that the catalogue describes: a place in its Turtle file, so that it can be looked up."""
        return self.at(f"{TURTLE}#{name}")

    def add(self, subject: URIRef, **facts: Any) -> None:
        """Facts by prefix and name (`dct_title`); text is in the language, None tells nothing, a list tells several."""
        for key, values in facts.items():
            prefix, _, name = key.partition("_")
            for value in values if isinstance(values, list | tuple) else (values,):
                if value is not None:
                    self.graph.add((subject, URIRef(f"{v.PREFIXES[prefix]}{name}"), self._term(value)))

    def typed(self, subject: URIRef, *kinds: URIRef) -> URIRef:
        """The subject, now said to be of these classes."""
        for kind in kinds:
            self.graph.add((subject, RDF.type, kind))
        return subject

    def _term(self, value: object) -> URIRef | Literal:
        if isinstance(value, URIRef | Literal):
            return value
        if isinstance(value, date):
            return Literal(value.isoformat(), datatype=XSD.date)
        return Literal(spaced(str(value)), lang=self.language.locale.language)


def dataset(site: Site, edition: EditionFacts, *, newest: bool) -> URIRef:
    """One version of an edition. The newest has the quarter's own name, `2024K4`; earlier ones have the version's."""
    subject = site.typed(site.named(dataset_name(edition, newest=newest)), v.DCAT.Dataset)
    describe(site, subject, edition)
    period = edition.period
    site.add(
        subject,
        dct_title=f"{edition.title}, {site.language.shown(period)}",
        dct_description=_description(site, edition, newest=newest),
        dct_identifier=Literal(f"{slug(edition.title)}-{period.name}-v{edition.version}"),
        dct_accrualPeriodicity=v.frequency(site.graph, "IRREG" if newest else "NEVER"),
        dct_temporal=time_of(site, str(period).replace("/", "-"), period.calendar.first_day, period.last_day),
        dct_issued=edition.published,
        dcat_landingPage=v.document(site.graph, site.at(f"{edition.address}{edition.page}")),
        foaf_page=[v.document(site.graph, site.at(f"{edition.address}{path}")) for path in edition.documents],
        owl_versionInfo=Literal(str(edition.version)),
        adms_versionNotes=edition.correction,
        dcat_distribution=[_distribution(site, subject, edition, file) for file in edition.files],
    )
    return subject


def dataset_name(edition: EditionFacts, *, newest: bool) -> str:
    """`2024K4`, `2024K4-v1`."""
    name = str(edition.period).replace("/", "-")
    return name if newest else f"{name}-v{edition.version}"


def describe(site: Site, subject: URIRef, edition: EditionFacts) -> None:
    """What every dataset and series of an authority has: publisher, contact, language, themes, country, access."""
    agent = publisher(site, edition.authority)
    site.add(
        subject,
        dct_publisher=agent,
        dct_creator=agent,
        dct_spatial=v.country(site.graph),
        dcat_contactPoint=contact(site, edition.contact) if edition.contact else None,
        dcat_theme=[v.theme(site.graph, code) for code in edition.themes],
        dcat_keyword=[*map(site.language.say, KEYWORDS), edition.authority],
    )


def publisher(site: Site, name: str) -> URIRef:
    """The authority as an agent."""
    agent = site.typed(site.named(f"publisher-{slug(name)}"), FOAF.Agent, FOAF.Organization, ORG.Organization)
    site.add(agent, foaf_name=name)
    return agent


def contact(site: Site, who: Contact) -> URIRef:
    """Who answers questions, as a vCard."""
    card = site.named(f"contact-{slug(' '.join(filter(None, (who.name, who.email, who.page))))}")
    site.typed(card, v.VCARD.Kind, v.VCARD.Organization)
    site.add(
        card,
        vcard_fn=who.name,
        vcard_hasEmail=URIRef(f"mailto:{who.email}") if who.email else None,
        vcard_hasURL=URIRef(who.page) if who.page else None,
    )
    return card


def time_of(site: Site, name: str, first: date, last: date) -> URIRef:
    """The days that something covers."""
    subject = site.typed(site.named(f"period-{name}"), DCTERMS.PeriodOfTime)
    site.add(subject, dcat_startDate=first, dcat_endDate=last)
    return subject


def license_of(site: Site, address: str) -> URIRef:
    """The licence as a document."""
    return site.typed(URIRef(address), DCTERMS.LicenseDocument)


def _distribution(site: Site, subject: URIRef, edition: EditionFacts, file: FileFacts) -> URIRef:
    address = site.at(f"{edition.address}{file.path}")
    distribution = site.typed(URIRef(f"{subject}/{file.path}"), v.DCAT.Distribution)
    known = file.told or entry(file.path)
    site.add(
        distribution,
        dct_title=f"{site.language.say(known.what)} ({file.path})" if known else file.path,
        dct_description=f"{site.language.say(known.whom) if known else ''} {status_sentence(edition.data_status, site.language)}".strip()
        or None,
        dcat_accessURL=address,
        dcat_downloadURL=address,
        dct_license=license_of(site, edition.license),
        dct_issued=edition.published,
        dcatap_availability=v.availability(site.graph),
    )
    v.describe_format(site.graph, distribution, file.media or media_of(file.path))
    return distribution


def _description(site: Site, edition: EditionFacts, *, newest: bool) -> str:
    words = site.language.say(
        "Planens mål ved udgangen af {quarter}: status, forventning, tal for måneder og enheder, leverancer og revisioner.",
        quarter=edition.period,
    )
    superseded = "" if newest else site.language.say("Udgaven er afløst af en nyere version.")
    return " ".join(filter(None, (words, superseded, status_sentence(edition.data_status, site.language))))
