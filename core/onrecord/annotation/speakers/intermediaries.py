"""Who passes on what others say: ``Interfax quoted Lee as saying``, ``the ministry said that Lee agreed``."""

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

_QUOTING = frozenset({"quote", "cite"})
_TELLING = frozenset({"tell", "inform"})
_AS_SAYING = frozenset({"saying", "telling", "writing"})
_TALKS = frozenset({"interview", "conversation"})
_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PART", "PRON"})
_REACH = 30
"""Tokens after ``quoted_source`` within which ``as saying`` stands."""


def quoted_source(doc: Doc, attribution: Attribution) -> Span | None:
    """The words for the one whose words the source only quotes.

    ``Interfax quoted Lee as saying``; ``Le Monde, quoting witnesses, said``.
    """
    cue, source = token_spans(doc, attribution.cue), token_spans(doc, attribution.source)
    if not source:
        return None
    for verb in _words(cue):
        if verb.lemma_ in _QUOTING and not _is_passive(verb):
            return _object(verb) if _as_saying(verb) else None
    quoting = [token for token in source[0] if _is_quoting(token, source[0])]
    if quoting:
        return _until_comma(quoting[0].nbor(), source[0].end) if quoting[0].i + 1 < source[0].end else None
    found = (child for verb in _words(cue) for child in verb.children if _is_quoting(child, source[0]))
    return next((_object(verb) for verb in found), None)


def assign_intermediaries(cast: ActorRegistry, spoken: Sequence[SpeakerAssignment]) -> None:
    """Tell of each attribution who passes it on, if anybody does and it is known who speaks."""
    contents = _Contents(spoken)
    for one in spoken:
        if one.has_speaker and one.intermediary is None:
            via = next(_passers(cast, one, contents), None)
            one.intermediary = via if via is not one.anonymous_source and via not in one.speakers else None


def _passers(
    cast: ActorRegistry, spoken: SpeakerAssignment, contents: _Contents
) -> Iterator[ActorCluster | AnonymousSource]:
    """Those who may pass it on, the surest first."""
    at = (spoken.attribution.source or spoken.attribution.cue or spoken.attribution.content)[0][0]
    around = (other.speaker for other in contents.around(at) if other is not spoken)
    if (outer := next((speaker for speaker in around if speaker is not None), None)) is not None:
        yield outer
    if spoken.attribution.source and (reporter := _reporter(cast, at)) is not None:
        yield reporter
    for verb in _words(token_spans(cast.doc, spoken.attribution.cue)):
        yield from _media(cast, verb)


def _media(cast: ActorRegistry, verb: Token) -> Iterator[ActorCluster]:
    """Who had it said to him to pass it on, or is told to have it from him.

    ``told Reuters``, ``said in an interview with Time``, ``was quoted as saying by Tass``, ``said, according to
    a statement of the ministry``.
    """
    for child in verb.children:
        if child.dep_ in ("dobj", "dative", "iobj") and verb.lemma_ in _TELLING:
            yield from _press(cast, child)
        elif child.lower_ == "in":
            for talk in child.children:
                if talk.lower_ in _TALKS:
                    yield from _press(cast, *(_below(talk, "with")))
        elif child.lower_ == "according":
            for said in _below(child, "to"):
                yield from _makers(cast, said)
    if verb.lemma_ in _QUOTING and _is_passive(verb):
        for token in verb.subtree:
            if token.lower_ == "by" and token.i > verb.i:
                yield from (figure for _, figure in cast.clusters_within(token.i + 1, _end_of_name(token)))


def _press(cast: ActorRegistry, *tokens: Token) -> Iterator[ActorCluster]:
    for figure in _figures(cast, *tokens):
        if any(load_lexicon().find(name, "press") for name in figure.names):
            yield figure


def _figures(cast: ActorRegistry, *tokens: Token) -> Iterator[ActorCluster]:
    for token in tokens:
        figure = cast.cluster_at(token.i)
        if figure is not None and figure.type != "place":
            yield figure


def _end_of_name(by: Token) -> int:
    """Where the words end that name somebody after ``by``: ``the PAP news agency``, ``state radio``."""
    doc, end = by.doc, by.i + 1
    while end < len(doc) and doc[end].pos_ in _NAMING:
        end += 1
    return end


def _makers(cast: ActorRegistry, said: Token) -> Iterator[ActorCluster]:
    """Who is behind what one is told by: himself, or who made the document."""
    if (figure := cast.cluster_at(said.i)) is not None:
        yield from [figure] if figure.type != "place" else []
    elif said.lower_ in load_lexicon()["documents"]:
        yield from (figure for _, figure in cast.clusters_within(said.left_edge.i, said.right_edge.i + 1))


def _below(token: Token, preposition: str) -> list[Token]:
    return [
        below
        for child in token.children
        if child.lower_ == preposition
        for below in child.children
        if below.dep_ == "pobj"
    ]


def _words(spans: Iterable[Span]) -> list[Token]:
    return [token for span in spans for token in span]


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)


def _as_saying(verb: Token) -> bool:
    doc = verb.doc
    after = range(verb.i + 2, min(len(doc), verb.i + _REACH))
    return any(doc[at].lower_ in _AS_SAYING and doc[at - 1].lower_ == "as" for at in after)


def _object(verb: Token) -> Span | None:
    """The words of the verb's object."""
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubj") and child.i > verb.i:
            last = next((t.i for t in child.subtree if t.i > child.i and t.lower_ == "as"), child.right_edge.i + 1)
            return verb.doc[child.left_edge.i : last]
    return None


def _is_quoting(verb: Token, source: Span) -> bool:
    """``Le Monde, quoting witnesses``. Who cites somebody says his own words, unless he is the press."""
    return verb.lower_ == "quoting" or (verb.lower_ == "citing" and _is_press(source))


def _until_comma(first: Token, end: int) -> Span:
    doc = first.doc
    comma = next((at for at in range(first.i, end) if doc[at].text == ","), end)
    return doc[first.i : comma]


def _is_press(source: Span) -> bool:
    """Whether a source is a newspaper, an agency or a report."""
    known = load_lexicon()
    return any(token.lower_ in known["press"] or token.lower_ in known["documents"] for token in source) or any(
        known.find(ent.text, "press") for ent in source.ents
    )


def _reporter(cast: ActorRegistry, at: int) -> ActorCluster | None:
    """The subject of the verb of saying in whose clause the source stands."""
    for span in token_spans(cast.doc, [(at, at + 1)]):
        for verb in (span.root, *span.root.ancestors):
            if verb.dep_ == "ccomp" and verb.head.lemma_ in load_lexicon()["acting"]:
                subjects = (child for child in verb.head.children if child.dep_ == "nsubj")
                return next((cast.cluster_at(child.i) for child in subjects), None)
    return None


class _Contents:
    """The contents of all attributions, to find those around a place."""

    def __init__(self, spoken: Sequence[SpeakerAssignment]) -> None:
        found = [(start, end, one) for one in spoken for start, end in one.attribution.content]
        self._spans = sorted(found, key=lambda found: found[:2])
        self._starts = [start for start, _, _ in self._spans]
        self._reach = list(accumulate((end for _, end, _ in self._spans), max))

    def around(self, at: int) -> Iterator[SpeakerAssignment]:
        """The attributions in whose content a character stands, the innermost first."""
        index = bisect_right(self._starts, at) - 1
        while index >= 0 and self._reach[index] > at:
            _, end, one = self._spans[index]
            if end > at:
                yield one
            index -= 1
