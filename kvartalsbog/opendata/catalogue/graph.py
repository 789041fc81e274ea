"""The site's catalogue after DCAT-AP-DK 2.0, as JSON-LD and as Turtle: the same graph in both, and always the same bytes.

A plan's year is a series of datasets (DCAT 3's word, told beside 2.0's own), a quarter's newest version is a dataset in
it, a file a distribution. Addresses are relative to the catalogue's folder unless a base is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from kvartalsbog.errors import UsageError
from kvartalsbog.files.documents import json_text
from kvartalsbog.opendata.catalogue import vocabulary as v
from kvartalsbog.opendata.catalogue.dataset import TURTLE, Site, dataset, describe, license_of, publisher, time_of
from kvartalsbog.opendata.formats.facts import EditionFacts, slug
from kvartalsbog.periods import FollowUp
from kvartalsbog.words.statuses import status_sentence as status

JSON_LD = "catalog.jsonld"


def catalogue(site: Sequence[EditionFacts], base: str | None = None) -> dict[str, bytes]:
    """`catalog.jsonld` and `catalog.ttl` for every version of every edition of a site.

    Raises UsageError for a site without editions, and for a base that is not a web address. A base without a final
    slash gets one.
    """
    if not site:
        raise UsageError("Kataloget skal have mindst én udgave.")
    if base is not None and not base.startswith(("https://", "http://")):
        raise UsageError(f"Basen kan ikke bruges. Fundet: {base!r}. Tilladt: en adresse med https://.")
    graph = graph_of(site, base)
    return {JSON_LD: _json_ld(graph), TURTLE: graph.serialize(format="turtle", encoding="utf-8")}


# the EU's codes: three times a year, twice a year
_FREQUENCY = {
    FollowUp.QUARTERLY: "QUARTERLY",
    FollowUp.TERTIAL: "ANNUAL_3",
    FollowUp.HALF_YEARLY: "ANNUAL_2",
    FollowUp.MONTHLY: "MONTHLY",
}


def graph_of(editions: Sequence[EditionFacts], base: str | None) -> Graph:
    """The catalogue as a graph without blank nodes, so that two of the same site are equal triple by triple."""
    site = Site(base.rstrip("/") + "/" if base else "")
    for prefix, namespace in v.PREFIXES.items():
        site.graph.bind(prefix, namespace, override=True, replace=True)
    ordered = sorted(editions, key=lambda edition: (edition.period.body, edition.period, edition.version))
    members: list[URIRef] = []
    for _, year in groupby(ordered, key=lambda edition: edition.period.plan):
        members += _series(site, list(year))
    newest = [edition for edition in ordered if edition.period.body == ordered[0].period.body][-1]
    say = site.language.of(newest.period.calendar).say
    told = say("Alle udgaver af opfølgningen på planen, kvartal for kvartal.")
    days = [edition.published for edition in ordered if edition.published]
    site.add(
        site.typed(site.named("catalog"), v.DCAT.Catalog),
        dct_title=say("Åbne data fra {authority}: planer og resultater", authority=newest.authority),
        dct_description=f"{told} {status(newest.data_status, site.language)}".strip(),
        dct_publisher=publisher(site, newest.authority),
        dct_spatial=v.country(site.graph),
        dct_license=license_of(site, newest.license),
        dct_issued=min(days, default=None),
        dct_modified=max(days, default=None),
        dcat_themeTaxonomy=v.taxonomy(site.graph),
        dcat_dataset=members,
        foaf_homepage=v.document(site.graph, site.at("index.html")),
    )
    return site.graph


def _series(site: Site, editions: list[EditionFacts]) -> Iterator[URIRef]:
    """A plan year's series and its datasets; gives what the catalogue lists: the series, and the newest versions."""
    newest = editions[-1]
    calendar = newest.period.calendar
    year = calendar.name.replace("/", "-")
    language = site.language.of(calendar)
    told = language.say("Opfølgningen på planen for {year}, én udgave for hvert kvartal.", year=calendar.years)
    series = site.typed(site.named(f"series-{year}"), v.DCAT.DatasetSeries, v.DCAT.Dataset)
    describe(site, series, newest)
    days = [edition.published for edition in editions if edition.published]
    site.add(
        series,
        dct_title=newest.title,
        dct_description=f"{told} {status(newest.data_status, site.language)}".strip(),
        dct_identifier=Literal(slug(newest.title)),
        dct_accrualPeriodicity=v.frequency(site.graph, _FREQUENCY[calendar.follow_up]),
        dct_temporal=time_of(site, str(year), calendar.first_day, calendar.last_day),
        dct_issued=min(days, default=None),
        dct_modified=max(days, default=None),
        dcat_landingPage=v.document(site.graph, site.at("index.html")),
    )
    yield series
    current = []
    for _, versions in groupby(editions, key=lambda edition: edition.period):
        current.append(_versions(site, series, list(versions)))
    site.add(series, dcat_first=current[0], dcat_last=current[-1])
    for before, after in pairwise(current):
        site.add(after, dcat_prev=before)
    yield from current


def _versions(site: Site, series: URIRef, versions: list[EditionFacts]) -> URIRef:
    """A quarter's newest version as a dataset of the series, and the superseded ones as versions of it."""
    newest = versions[-1]
    current = dataset(site, newest, newest=True)
    site.add(current, dcat_inSeries=series, dct_modified=newest.published)
    for edition in versions:
        if edition is not newest:
            earlier = dataset(site, edition, newest=False)
            site.add(earlier, dct_isVersionOf=current)
            site.add(current, dct_hasVersion=earlier)
    return current


def _json_ld(graph: Graph) -> bytes:
    """The graph as one flat JSON-LD document that fetches no context.

    Written here because rdflib's own serializer gives another order in every process.
    """
    context = {prefix: str(namespace) for prefix, namespace in sorted(v.PREFIXES.items())}
    nodes = [_node(graph, subject) for subject in _ordered(graph.subjects())]
    return json_text({"@context": context, "@graph": nodes}).encode()


def _node(graph: Graph, subject: Node) -> dict[str, Any]:
    kinds = [graph.qname(str(kind)) for kind in _ordered(graph.objects(subject, RDF.type))]
    node: dict[str, Any] = {"@id": str(subject), "@type": kinds}
    for predicate in _ordered(graph.predicates(subject)):
        if predicate != RDF.type:
            values = [_value(graph, value) for value in _ordered(graph.objects(subject, predicate))]
            node[graph.qname(str(predicate))] = values
    return node


def _value(graph: Graph, value: Node) -> dict[str, str]:
    if not isinstance(value, Literal):
        return {"@id": str(value)}
    told = {"@value": str(value)}
    if value.language:
        return {**told, "@language": value.language}
    return {**told, "@type": graph.qname(str(value.datatype))} if value.datatype else told


def _ordered(nodes: Iterable[Node]) -> list[Node]:
    """Each node once, in the order of the text it is written as."""
    return sorted(set(nodes), key=lambda node: node.n3())
