"""Intermediaries: ``Interfax quoted Lee as saying``, ``the ministry said that Lee agreed``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from spacy.tokens import Doc, Span, Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.speakers.anonymous_sources import AnonymousSource
from onrecord.annotation.speakers.assignment import SpeakerAssignment, token_spans
from onrecord.base.records import Attribution

_QUOTING_VERBS = frozenset({"quote", "cite", "report"})
_TELLING_VERBS = frozenset({"tell", "inform"})
_SAYING_FORMS = frozenset({"saying", "telling", "writing"})
_CONVERSATIONS = frozenset({"interview", "conversation"})
_NAME_PARTS_OF_SPEECH = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PART", "PRON"})
_AS_SAYING_REACH = 30
"""Tokens after ``quoted`` within which ``as saying`` stands."""


def quoted_source(doc: Doc, attribution: Attribution) -> Span | None:
    """Return the words for the speaker whom the source of an attribution only quotes.

    They are ``Lee`` in ``Interfax quoted Lee as saying``, ``witnesses`` in ``Le Monde, quoting witnesses, said``.
    """
    cue, source = token_spans(doc, attribution.cue), token_spans(doc, attribution.source)
    if not source:
        return None
    for verb in _tokens(cue):
        if verb.lemma_ in _QUOTING_VERBS and not _is_passive(verb):
            behind = _as_saying(verb)
            return (_object_of(verb) or _nouns(doc[verb.i + 1 : behind])) if behind is not None else None
    participles = [token for token in source[0] if _is_quoting_participle(token, source[0])]
    if participles:
        first = participles[0]
        return _up_to_comma(first.nbor(), source[0].end) if first.i + 1 < source[0].end else None
    below_cue = (child for verb in _tokens(cue) for child in verb.children)
    return next((_object_of(child) for child in below_cue if _is_quoting_participle(child, source[0])), None)


def assign_intermediaries(registry: ActorRegistry, assignments: Sequence[SpeakerAssignment]) -> None:
    """Give an intermediary to each attribution that has a speaker, none yet, and that somebody passes on."""
    contents = _ContentIndex(assignments)
    for assignment in assignments:
        if assignment.has_speaker and assignment.intermediary is None:
            candidate = next(_candidates(registry, assignment, contents), None)
            if candidate is not assignment.anonymous_source and candidate not in assignment.speakers:
                assignment.intermediary = candidate


def _candidates(
    registry: ActorRegistry, assignment: SpeakerAssignment, contents: _ContentIndex
) -> Iterator[ActorCluster | AnonymousSource]:
    """Yield those who may pass the words on, the surest first."""
    attribution = assignment.attribution
    offset = (attribution.source or attribution.cue or attribution.content)[0][0]
    outer_speakers = (outer.speaker for outer in contents.around(offset) if outer is not assignment)
    if (outer_speaker := next((speaker for speaker in outer_speakers if speaker is not None), None)) is not None:
        yield outer_speaker
    if attribution.source and (reporter := _reporter(registry, offset)) is not None:
        yield reporter
    for verb in _tokens(token_spans(registry.doc, attribution.cue)):
        yield from _actors_around_verb(registry, verb)


def _actors_around_verb(registry: ActorRegistry, verb: Token) -> Iterator[ActorCluster]:
    """Yield those to whom a speaker spoke for publication, and those to whom the article owes the words.

    ``told Reuters``, ``said in an interview with Time``, ``was quoted as saying by Tass``, ``said, according to
    a statement of the ministry``.
    """
    for child in verb.children:
        if child.dep_ in ("dobj", "dative", "iobj") and verb.lemma_ in _TELLING_VERBS:
            yield from _press_actors(registry, [child])
        elif child.lower_ == "in":
            for noun in child.children:
                if noun.lower_ in _CONVERSATIONS:
                    yield from _press_actors(registry, _prepositional_objects(noun, "with"))
        elif child.lower_ == "according":
            for noun in _prepositional_objects(child, "to"):
                yield from _authors(registry, noun)
    if verb.lemma_ in _QUOTING_VERBS and _is_passive(verb):
        yield from _agents(registry, verb)


def _agents(registry: ActorRegistry, verb: Token) -> Iterator[ActorCluster]:
    """Yield the actors named in the noun phrases behind ``by`` after a passive verb."""
    for token in verb.subtree:
        if token.lower_ == "by" and token.i > verb.i:
            yield from (cluster for _, cluster in registry.clusters_within(token.i + 1, _end_of_agent(token)))


def _press_actors(registry: ActorRegistry, tokens: Iterable[Token]) -> Iterator[ActorCluster]:
    """Yield the press organisations that tokens refer to."""
    for token in tokens:
        cluster = registry.cluster_at(token.i)
        if (
            cluster is not None
            and cluster.type != "place"
            and any(load_lexicon().find(name, "press") for name in cluster.names)
        ):
            yield cluster


def _end_of_agent(by: Token) -> int:
    """Return the token index after the noun phrase behind ``by``: ``the PAP news agency``, ``state radio``."""
    doc, end = by.doc, by.i + 1
    while end < len(doc) and doc[end].pos_ in _NAME_PARTS_OF_SPEECH:
        end += 1
    return end


def _authors(registry: ActorRegistry, noun: Token) -> Iterator[ActorCluster]:
    """Yield the actor that a noun refers to, or those named around it if it is a document."""
    if (cluster := registry.cluster_at(noun.i)) is not None:
        if cluster.type != "place":
            yield cluster
    elif noun.lower_ in load_lexicon()["documents"]:
        yield from (author for _, author in registry.clusters_within(noun.left_edge.i, noun.right_edge.i + 1))


def _prepositional_objects(token: Token, preposition: str) -> list[Token]:
    return [
        noun
        for child in token.children
        if child.lower_ == preposition
        for noun in child.children
        if noun.dep_ == "pobj"
    ]


def _tokens(spans: Iterable[Span]) -> list[Token]:
    return [token for span in spans for token in span]


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)


def _as_saying(verb: Token) -> int | None:
    """Return the index of the ``as`` of ``as saying`` or ``as having said`` behind a verb, within reach."""
    doc = verb.doc
    for index in range(verb.i + 1, min(len(doc), verb.i + _AS_SAYING_REACH) - 1):
        forms = [token.lower_ for token in doc[index : index + 3]]
        if forms[0] == "as" and (forms[1] in _SAYING_FORMS or forms[1:] == ["having", "said"]):
            return index
    return None


def _nouns(words: Span) -> Span | None:
    """Return words if one of them is a noun or a name, for an object that the parser takes for something else."""
    return words if any(token.pos_ in ("NOUN", "PROPN") for token in words) else None


def _object_of(verb: Token) -> Span | None:
    """Return the words of a verb's object, up to ``as``."""
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubj") and child.i > verb.i:
            as_tokens = (token.i for token in child.subtree if token.i > child.i and token.lower_ == "as")
            return verb.doc[child.left_edge.i : next(as_tokens, child.right_edge.i + 1)]
    return None


def _is_quoting_participle(token: Token, source: Span) -> bool:
    """Return whether a token makes its object the speaker: ``Le Monde, quoting witnesses``.

    Those who are ``citing`` somebody speak in their own words, unless they are the press.
    """
    return token.lower_ == "quoting" or (token.lower_ == "citing" and _is_press(source))


def _up_to_comma(first: Token, end: int) -> Span:
    """Return the tokens from ``first`` to the next comma, at most to the token index ``end``."""
    doc = first.doc
    comma = next((index for index in range(first.i, end) if doc[index].text == ","), end)
    return doc[first.i : comma]


def _is_press(source: Span) -> bool:
    """Return whether a source is a newspaper, an agency or a document."""
    lexicon = load_lexicon()
    return any(
        token.lower_ in lexicon["press"] or token.lower_ in lexicon["documents"] for token in source
    ) or any(lexicon.find(ent.text, "press") for ent in source.ents)


def _reporter(registry: ActorRegistry, offset: int) -> ActorCluster | None:
    """Return the subject of the verb whose clausal complement holds the character at an offset."""
    for span in token_spans(registry.doc, [(offset, offset + 1)]):
        for verb in (span.root, *span.root.ancestors):
            if verb.dep_ == "ccomp" and verb.head.lemma_ in load_lexicon()["acting"]:
                subjects = (child for child in verb.head.children if child.dep_ == "nsubj")
                return next((registry.cluster_at(child.i) for child in subjects), None)
    return None


class _ContentIndex:
    """The contents of all attributions, to look up those around an offset."""

    def __init__(self, assignments: Sequence[SpeakerAssignment]) -> None:
        contents = [
            (start, end, assignment) for assignment in assignments for start, end in assignment.attribution.content
        ]
        self._contents = sorted(contents, key=lambda content: content[:2])
        self._starts = [start for start, _, _ in self._contents]
        self._furthest_ends = list(accumulate((end for _, end, _ in self._contents), max))

    def around(self, offset: int) -> Iterator[SpeakerAssignment]:
        """Yield the attributions whose content holds the character at an offset, the innermost first."""
        index = bisect_right(self._starts, offset) - 1
        while index >= 0 and self._furthest_ends[index] > offset:
            _, end, assignment = self._contents[index]
            if end > offset:
                yield assignment
            index -= 1
