"""The candidates for a pronoun of a text parsed by hand, with their features."""

from __future__ import annotations

from collections.abc import Callable

from actors_by_hand import cluster_named, make_registry, spans_of
from docs_by_hand import make_doc

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.coref.antecedents import CandidateExtractor, Features
from onrecord.annotation.coref.mentions import MentionIndex
from onrecord.annotation.lexicon import Gender
from onrecord.base.records import ActorType

Setup = Callable[[ActorRegistry], None]


def candidates(
    sentences: str,
    pronoun: str = "he",
    *,
    actors: dict[str, ActorType] | None = None,
    quoted: str = "",
    gender: Gender = "male",
    setup: Setup | None = None,
    resolved: dict[str, str] | None = None,
    nominal: str = "",
) -> dict[str, Features]:
    """Name → features of each candidate, in order.

    Args:
        sentences: The text.
        pronoun: The pronoun; the last place where it stands.
        actors: Those of the text; by default Lee and Kim, if they are in it.
        quoted: Words in quotation marks, at each place where they stand.
        gender: That of the pronoun.
        setup: Changes the registry before candidates are collected.
        resolved: Word → name of the actor to whom it was resolved before.
        nominal: A noun for a person without a name.
    """
    doc = make_doc(sentences)
    registry = make_registry(
        doc, actors if actors is not None else {name: "person" for name in ("Lee", "Kim") if name in doc.text}
    )
    if setup is not None:
        setup(registry)
    marks = bytearray(len(doc))
    for span in spans_of(doc, quoted) if quoted else ():
        marks[span.start : span.end] = b"\1" * len(span)
    unnamed = (
        [ActorCluster("person", mentions={(s.start, s.end) for s in spans_of(doc, nominal)})] if nominal else []
    )
    index = MentionIndex(registry, marks, unnamed)
    extractor = CandidateExtractor(registry, index, marks)
    for word, name in (resolved or {}).items():
        span = spans_of(doc, word)[0]
        index.add(cluster_named(registry, name), span.start, span.end)
    token = spans_of(doc, pronoun)[-1][0]
    return {candidate.cluster.name: candidate.features for candidate in extractor.candidates(token, gender)}


def gender_of(name: str, gender: Gender) -> Setup:
    return lambda registry: cluster_named(registry, name).name_genders.update([gender])


LEFT = "Lee/NNP/nsubj/left left/VBD/ROOT ."
SLEPT = "he/PRP/nsubj/slept slept/VBD/ROOT"
RAIN = "So/RB/ROOT ."
