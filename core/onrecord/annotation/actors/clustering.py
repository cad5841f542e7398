"""From names to clusters: who is named in an article, every one once."""

from __future__ import annotations

from collections import defaultdict

from spacy.tokens import Doc, Span

from onrecord.annotation.actors.collectives import add_collectives, is_individual_demonym, ministry_ranges
from onrecord.annotation.actors.metonymy import stands_for_government
from onrecord.annotation.actors.people import PersonClusterer
from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.lexicon import load_lexicon, organisation_names, person_names
from onrecord.base.name_keys import key

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_BRACKETS = dict.fromkeys(map(ord, "[]"))
_UNION = "European Union"
_OF_THE_UNION = frozenset(
    {_UNION, "European Commission", "European Parliament", "European Council", "European Court of Justice"}
)


def cluster_actors(doc: Doc) -> ActorRegistry:
    """The clusters that the Doc's entities name."""
    registry = ActorRegistry(doc)
    by_label: dict[str, list[Span]] = defaultdict(list)
    heads = {ent.text for ent in doc.ents if _heads_administration(ent)}
    for ent in doc.ents:
        label = "PERSON" if ent.label_ == "ORG" and ent.text in heads else ent.label_
        by_label["PLACE" if label in _PLACES else label].append(ent)
    _people(registry, by_label["PERSON"])
    _places(registry, by_label["PLACE"])
    add_collectives(registry)
    _organisations(registry, by_label["ORG"])
    _groups(registry, by_label["NORP"])
    return registry


def _heads_administration(ent: Span) -> bool:
    """``the Obama administration``: the word before it is a person's name, whatever it was taken for."""
    doc = ent.doc
    after = doc[ent.end].text if ent.end < len(doc) else ""
    return len(ent) == 1 and after == "administration" and load_lexicon().find(ent.text) is None


def display_name(span: Span) -> str:
    """The words of a name as an actor is called: on one line, without an editor's brackets, and not in capitals
    when only a heading is.
    """
    text = " ".join(span.text.translate(_BRACKETS).split())
    if (
        text.isupper()
        and len(text) > 5
        and (" " in text or (span.label_ == "GPE" and load_lexicon().is_city(text)))
    ):
        return text.title()
    return text


# ---- people


def _people(registry: ActorRegistry, ents: list[Span]) -> None:
    PersonClusterer(registry).gather((display_name(ent), ent) for ent in ents)
    for cluster in registry.clusters:
        cluster.name = _person_name(cluster)


def _person_name(cluster: ActorCluster) -> str:
    full = [name for name in cluster.names if person_names.parse(name).is_full] or list(cluster.names)
    full = [name for name in full if not any(other.endswith(f" {name}") for other in full)]
    return max(full, key=lambda name: (cluster.names[name], len(name)))


# ---- places, countries and their governments


def _places(registry: ActorRegistry, ents: list[Span]) -> None:
    known = load_lexicon()
    of_union = _names_union(registry.doc)
    for ent in ents:
        text = display_name(ent)
        entry = known.find(text, "country", "capital")
        if entry is None or (entry.kind != "country" and not stands_for_government(ent)):
            place = known.find(text, "place")
            name = place.actor if place else text
            cluster = registry.get_or_add("place", key(name), name)
        elif entry.kind == "capital" and entry.actor == "Belgium" and of_union:
            cluster = registry.get_or_add("organisation", organisation_names.organisation_key(_UNION), _UNION)
        else:
            cluster = registry.get_or_add_country(entry.actor)
        if entry is not None and entry.kind == "capital" and cluster.type != "place":
            cluster.metonyms.append(text)
        else:
            cluster.names[text] += 1
        registry.add_mention(cluster, ent.start, ent.end)


def _names_union(doc: Doc) -> bool:
    """Whether Brussels may only mean the European Union: the article names one of its bodies and not Belgium."""
    known = load_lexicon()
    if any((entry := known.find(ent.text, "country", "demonym")) and entry.actor == "Belgium" for ent in doc.ents):
        return False
    return any(
        ent.label_ == "ORG" and organisation_names.organisation_key(ent.text) in _OF_THE_UNION for ent in doc.ents
    )


# ---- organisations and seats of power


def _organisations(registry: ActorRegistry, ents: list[Span]) -> None:
    known = load_lexicon()
    found = {id(cluster): cluster for cluster in registry.clusters if cluster.type == "organisation"}
    named = [
        ent for ent in ents if (cluster := registry.cluster_at(ent.root.i)) is None or id(cluster) not in found
    ]
    for ent in named + [registry.doc[start:end] for start, end in ministry_ranges(registry)]:
        text = display_name(ent)
        seat = known.find(text, "seat")
        if seat is not None and seat.actor in known.country_names:
            cluster = _government(registry, seat.actor) or registry.get_or_add_country(seat.actor)
            cluster.metonyms.append(text)
            registry.add_mention(cluster, ent.start, ent.end)
            continue
        identity = seat.actor if seat else organisation_names.organisation_key(text)
        cluster = registry.get_or_add("organisation", identity, text)
        found[id(cluster)] = cluster
        cluster.names[text] += 1
        registry.add_mention(cluster, ent.start, ent.end)
    _join_bracketed(registry, ents)
    _join_short_forms(registry, [cluster for cluster in found.values() if cluster in registry.clusters])
    for cluster in found.values():
        names = cluster.names
        cluster.name = max(
            names, key=lambda name: (not name.isupper(), names[name], len(name)), default=cluster.name
        )


def _join_bracketed(registry: ActorRegistry, ents: list[Span]) -> None:
    """``University of La Laguna (ULL)``: the article itself says what the letters stand for."""
    doc, known = registry.doc, load_lexicon()
    for ent in ents:
        if len(ent) < 2 or ent.end + 2 >= len(doc) or doc[ent.end].text != "(" or doc[ent.end + 2].text != ")":
            continue
        letters = doc[ent.end + 1].text
        if sum(char.isupper() for char in letters) < 2 or known.find(letters, "country", "place"):
            continue
        full, short = registry.cluster_at(ent.root.i), registry.cluster_at(ent.end + 1)
        if full is None or short is None or full is short or {full.type, short.type} != {"organisation"}:
            continue
        registry.merge(full, short)


def _join_short_forms(registry: ActorRegistry, clusters: list[ActorCluster]) -> None:
    """Join abbreviations and short forms to the one organisation of the article whose they can be."""
    by_form: dict[str, dict[int, ActorCluster]] = defaultdict(dict)
    for cluster in clusters:
        for form in {form for name in cluster.names for form in organisation_names.short_forms(name)}:
            by_form[form][id(cluster)] = cluster
    for short in clusters:
        forms = {form for name in short.names for form in organisation_names.as_short_form(name)}
        longer = {at: cluster for form in forms for at, cluster in by_form[form].items() if cluster is not short}
        if (
            len(longer) == 1
            and short in registry.clusters
            and (cluster := next(iter(longer.values()))) in registry.clusters
        ):
            registry.merge(cluster, short)


def _government(registry: ActorRegistry, country: str) -> ActorCluster | None:
    """The one administration that the article names by its head, where its seat is the White House."""
    named = [f for f in registry.clusters if f.type == "organisation" and f.name.endswith(" administration")]
    return named[0] if country == "United States" and len(named) == 1 else None


# ---- groups


def _groups(registry: ActorRegistry, ents: list[Span]) -> None:
    for ent in ents:
        if not _is_people(ent):
            continue
        text = display_name(ent)
        cluster = registry.get_or_add("group", key(text), text)
        cluster.names[text] += 1
        registry.add_mention(cluster, ent.start, ent.end)


def _is_people(ent: Span) -> bool:
    """Whether a word like ``Russians`` stands for people, not as an adjective before another noun.

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
