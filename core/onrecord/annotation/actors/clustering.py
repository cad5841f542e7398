"""Cluster the names of an article into its actors, so that each actor is one cluster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from spacy.tokens import Doc, Span

from onrecord.annotation.actors.collectives import add_collectives, is_individual_demonym, ministry_ranges
from onrecord.annotation.actors.metonymy import stands_for_government
from onrecord.annotation.actors.people import PersonClusterer
from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.doc.text import text_of
from onrecord.annotation.lexicon import load_lexicon, organisation_names
from onrecord.base.bylines import byline_span
from onrecord.base.name_keys import name_key, parse_person_name

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_NO_BRACKETS = dict.fromkeys(map(ord, "[]"))
_EUROPEAN_UNION = "European Union"
_UNION_BODIES = frozenset(
    {
        _EUROPEAN_UNION,
        "European Commission",
        "European Parliament",
        "European Council",
        "European Court of Justice",
    }
)


def cluster_actors(doc: Doc) -> ActorRegistry:
    """Return the actors that the entities of a parsed Doc name."""
    registry = ActorRegistry(doc)
    by_label: dict[str, list[Span]] = defaultdict(list)
    administration_heads = {ent.text for ent in doc.ents if _heads_administration(ent)}
    for ent in _named_in_news(doc):
        label = "PERSON" if ent.label_ == "ORG" and ent.text in administration_heads else ent.label_
        by_label["PLACE" if label in _PLACE_LABELS else label].append(ent)
    _add_people(registry, by_label["PERSON"])
    _add_places(registry, by_label["PLACE"])
    add_collectives(registry)
    _add_organisations(registry, by_label["ORG"])
    _add_groups(registry, by_label["NORP"])
    return registry


def _named_in_news(doc: Doc) -> list[Span]:
    """Return the entities of a Doc without the author, whom only the by-line names: they report the news.

    Left out: *By Ann Berg*. Not, where it says below: Ann *Berg* lives in the town.
    """
    byline = byline_span(text_of(doc))
    if byline is None:
        return list(doc.ents)
    below = {ent[-1].text for ent in doc.ents if not _is_inside(ent, byline)}
    return [ent for ent in doc.ents if not _is_inside(ent, byline) or ent[-1].text in below]


def _is_inside(ent: Span, characters: tuple[int, int]) -> bool:
    return characters[0] <= ent.start_char and ent.end_char <= characters[1]


def _heads_administration(ent: Span) -> bool:
    """Return whether ``administration`` follows a name: ``Obama`` is a person, whatever label it has."""
    doc = ent.doc
    next_word = doc[ent.end].text if ent.end < len(doc) else ""
    return len(ent) == 1 and next_word == "administration" and load_lexicon().find(ent.text) is None


def display_name(span: Span) -> str:
    """Return a name as it is shown.

    On one line, without an editor's brackets, and not in capitals where only a headline or a dateline is.
    """
    text = " ".join(span.text.translate(_NO_BRACKETS).split())
    if (
        text.isupper()
        and len(text) > 5
        and (" " in text or (span.label_ == "GPE" and load_lexicon().is_city(text)))
    ):
        return text.title()
    return text


# ---- people


def _add_people(registry: ActorRegistry, ents: list[Span]) -> None:
    PersonClusterer(registry).add_people((display_name(ent), ent) for ent in ents)
    for cluster in registry.clusters:
        cluster.name = _best_person_name(cluster)


def _best_person_name(cluster: ActorCluster) -> str:
    """Return the full name that occurs most often, of equals the longest; no name that only ends a longer one."""
    names = [name for name in cluster.names if parse_person_name(name).is_full] or list(cluster.names)
    names = [name for name in names if not any(longer.endswith(f" {name}") for longer in names)]
    return max(names, key=lambda name: (cluster.names[name], len(name)))


# ---- places, countries and their governments


def _add_places(registry: ActorRegistry, ents: list[Span]) -> None:
    lex = load_lexicon()
    brussels_is_union = _names_union_only(registry.doc)
    for ent in ents:
        text = display_name(ent)
        entry = lex.find(text, "country", "capital")
        if entry is None or (entry.kind != "country" and not stands_for_government(ent)):
            place = lex.find(text, "place")
            name = place.actor if place else text
            cluster = registry.get_or_add("place", name_key(name), name)
        elif entry.kind == "capital" and entry.actor == "Belgium" and brussels_is_union:
            identity = organisation_names.organisation_key(_EUROPEAN_UNION)
            cluster = registry.get_or_add("organisation", identity, _EUROPEAN_UNION)
        else:
            cluster = registry.get_or_add_country(entry.actor)
        if entry is not None and entry.kind == "capital" and cluster.type != "place":
            cluster.metonyms.append(text)
        else:
            cluster.names[text] += 1
        registry.add_mention(cluster, ent.start, ent.end)


def _names_union_only(doc: Doc) -> bool:
    """Return whether the article names a body of the European Union and not Belgium, so Brussels is the Union."""
    lex = load_lexicon()
    if any((entry := lex.find(ent.text, "country", "demonym")) and entry.actor == "Belgium" for ent in doc.ents):
        return False
    return any(
        ent.label_ == "ORG" and organisation_names.organisation_key(ent.text) in _UNION_BODIES for ent in doc.ents
    )


# ---- organisations and seats of power


def _add_organisations(registry: ActorRegistry, ents: list[Span]) -> None:
    lex = load_lexicon()
    organisations = {id(cluster): cluster for cluster in registry.clusters if cluster.type == "organisation"}
    unclustered = [
        ent
        for ent in ents
        if (cluster := registry.cluster_at(ent.root.i)) is None or id(cluster) not in organisations
    ]
    ministries = [registry.doc[start:end] for start, end in ministry_ranges(registry)]
    for ent in unclustered + ministries:
        text = display_name(ent)
        seat = lex.find(text, "seat")
        if seat is not None and seat.actor in lex.country_names:
            cluster = _government(registry, seat.actor) or registry.get_or_add_country(seat.actor)
            cluster.metonyms.append(text)
        else:
            identity = seat.actor if seat else organisation_names.organisation_key(text)
            cluster = registry.get_or_add("organisation", identity, text)
            organisations[id(cluster)] = cluster
            cluster.names[text] += 1
        registry.add_mention(cluster, ent.start, ent.end)
    _merge_bracketed_abbreviations(registry, ents)
    _merge_short_forms(registry, [cluster for cluster in organisations.values() if cluster in registry.clusters])
    for cluster in organisations.values():
        cluster.name = _best_organisation_name(cluster)


def _best_organisation_name(cluster: ActorCluster) -> str:
    """Return the most frequent name that is no abbreviation, of equals the longest."""
    names = cluster.names
    return max(names, key=lambda name: (not name.isupper(), names[name], len(name)), default=cluster.name)


def _merge_bracketed_abbreviations(registry: ActorRegistry, ents: list[Span]) -> None:
    """Merge names that the article defines by each other: ``University of La Laguna (ULL)``, ``Ula (Uni…)``."""
    doc, lex = registry.doc, load_lexicon()
    following = {ent.start: ent for ent in ents}
    for ent in ents:
        inner = following.get(ent.end + 1)
        if inner is None or doc[ent.end].text != "(" or inner.end >= len(doc) or doc[inner.end].text != ")":
            continue
        short, full = sorted((inner.text, ent.text), key=len)
        is_capitals = inner.text == short and len(inner) == 1 and sum(char.isupper() for char in short) > 1
        if lex.find(short, "country", "place") or not (
            (is_capitals and len(ent) > 1) or organisation_names.abbreviates(short, full)
        ):
            continue
        first, second = registry.cluster_at(ent.root.i), registry.cluster_at(inner.root.i)
        if first is None or second is None or first is second or {first.type, second.type} != {"organisation"}:
            continue
        registry.merge(first, second)


def _merge_short_forms(registry: ActorRegistry, organisations: list[ActorCluster]) -> None:
    """Merge abbreviations and short forms with the one organisation of the article for which they can stand."""
    by_form: dict[str, dict[int, ActorCluster]] = defaultdict(dict)
    for cluster in organisations:
        for form in _forms(cluster, organisation_names.short_forms):
            by_form[form][id(cluster)] = cluster
    for short in organisations:
        longer = {
            identity: cluster
            for form in _forms(short, organisation_names.as_short_form)
            for identity, cluster in by_form[form].items()
            if cluster is not short
        } or _abbreviated(short, organisations)
        if len(longer) != 1 or short not in registry.clusters:
            continue
        full = next(iter(longer.values()))
        if full in registry.clusters:
            registry.merge(full, short)


def _abbreviated(short: ActorCluster, organisations: Iterable[ActorCluster]) -> dict[int, ActorCluster]:
    """Return the organisations that a name may abbreviate by more than their first letters: ``BMO``."""
    names = [name for name in short.names if organisation_names.is_abbreviated(name)]
    return {
        id(cluster): cluster
        for cluster in organisations
        if cluster is not short
        and any(organisation_names.abbreviates(name, full) for name in names for full in cluster.names)
    }


def _forms(cluster: ActorCluster, forms_of: Callable[[str], Iterable[str]]) -> set[str]:
    return {form for name in cluster.names for form in forms_of(name)}


def _government(registry: ActorRegistry, country: str) -> ActorCluster | None:
    """Return the only administration that the article names by its head, if the White House is its seat."""
    administrations = [
        cluster
        for cluster in registry.clusters
        if cluster.type == "organisation" and cluster.name.endswith(" administration")
    ]
    return administrations[0] if country == "United States" and len(administrations) == 1 else None


# ---- groups


def _add_groups(registry: ActorRegistry, ents: list[Span]) -> None:
    for ent in ents:
        if not _means_people(ent):
            continue
        text = display_name(ent)
        cluster = registry.get_or_add("group", name_key(text), text)
        cluster.names[text] += 1
        registry.add_mention(cluster, ent.start, ent.end)


def _means_people(ent: Span) -> bool:
    """Return whether a word like ``Russians`` means people, and is no adjective before another noun.

    ``the Dutch`` are people, ``the Dane`` is one of them.
    """
    last = ent[-1]
    if last.tag_ in ("NNS", "NNPS"):
        return last.dep_ not in ("compound", "amod")
    return (
        last.dep_ in ("nsubj", "dobj", "pobj", "conj")
        and ent.start > 0
        and ent.doc[ent.start - 1].lower_ == "the"
        and not is_individual_demonym(ent.text)
    )
