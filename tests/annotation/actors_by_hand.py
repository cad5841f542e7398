"""Actor registries and attributions written by hand, for tests of a single rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spacy.tokens import Doc, Span

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.base.records import ActorType, Attribution, CueType, QuoteKind
from onrecord.base.records import Span as CharacterSpan


def make_registry(doc: Doc, actors: Mapping[str, ActorType]) -> ActorRegistry:
    """Return a registry of the actors that a Doc mentions.

    Args:
        doc: The article.
        actors: Words of the text → type of the actor to whom they refer, at each place where they stand. Several
            names of one actor are separated by ``|``; the first is the actor's name.
    """
    registry = ActorRegistry(doc)
    for names, type_ in actors.items():
        cluster = ActorCluster(type_, names.split("|")[0])
        registry.add(cluster)
        for name in names.split("|"):
            cluster.names[name] += 1
            for span in spans_of(doc, name):
                registry.add_mention(cluster, span.start, span.end)
    return registry


def cluster_named(registry: ActorRegistry, name: str) -> ActorCluster:
    """Return the only cluster with this name."""
    (cluster,) = [cluster for cluster in registry.clusters if cluster.name == name]
    return cluster


def names_of(clusters: Iterable[ActorCluster]) -> list[str]:
    """Return the names of clusters."""
    return [cluster.name for cluster in clusters]


def span_of(doc: Doc, words: str) -> Span:
    """Return the first place where words stand, as tokens."""
    return next(iter(spans_of(doc, words)))


def spans_of(doc: Doc, words: str) -> list[Span]:
    """Return all places where words stand, as tokens.

    Raises:
        ValueError: The words are nowhere in the Doc.
    """
    spans = []
    start = doc.text.find(words)
    while start >= 0:
        span = doc.char_span(start, start + len(words))
        if span is not None:
            spans.append(span)
        start = doc.text.find(words, start + len(words))
    if not spans:
        raise ValueError(f"{words} is not in {doc.text}")
    return spans


def characters(doc: Doc, words: str, after: int = 0) -> list[CharacterSpan]:
    """Return the first place where words stand behind an offset, in characters; nothing for no words."""
    if not words:
        return []
    start = doc.text.index(words, after)
    return [(start, start + len(words))]


def attribution_of(
    doc: Doc,
    source: str,
    cue: str,
    content: str = "",
    *,
    kind: QuoteKind = "indirect",
    cue_type: CueType = "speech",
) -> Attribution:
    """Return an attribution of words that stand in a Doc."""
    return Attribution(
        source=characters(doc, source),
        cue=characters(doc, cue),
        content=characters(doc, content),
        kind=kind,
        cue_type=cue_type,
    )
