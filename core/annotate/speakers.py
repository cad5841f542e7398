"""Who speaks: from the words of a source to the figures behind them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import msgspec
import spacy.tokens
from spacy.tokens import Doc, Token

from core.annotate.figures import Cast, Figure
from core.annotate.lexicon import Gender, lexicon
from core.annotate.references import PERSONAL
from core.annotate.roles import countries_in, is_role
from core.records import Actor, Attribution, Span

NEAR = 600
"""Characters after an attribution within which an unresolved ``he`` may still be its speaker."""
TOGETHER = 2
"""Sentences before ``they`` in which those whom it means are looked for."""
LONGEST = 150
"""Tokens of the longest source that is read; what is longer is no source but a misreading."""

_AND = frozenset({"and", "&"})
_JOINTS = _AND | {",", ".", "the", "'s", "’s", "both", "all"}


@dataclass
class Spoken:
    """An attribution with the figures who speak it, and who passes it on."""

    attribution: Attribution
    speakers: list[Figure] = field(default_factory=list)
    via: Figure | None = None

    def record(self, records: dict[int, Actor]) -> Attribution:
        """The attribution with the ids of its actors."""
        speakers = [records[id(figure)].id for figure in self.speakers if id(figure) in records]
        via = records[id(self.via)].id if self.via is not None and id(self.via) in records else None
        return msgspec.structs.replace(self.attribution, speaker=list(dict.fromkeys(speakers)), via=via)


def resolve(cast: Cast, attributions: Sequence[Attribution]) -> list[Spoken]:
    """Each attribution with its speakers, in the given order, which is the text's."""
    spoken: list[Spoken] = []
    for attribution in attributions:
        speakers = _speakers(cast, attribution.source)
        if not speakers and spoken:
            speakers = _continued(cast, attribution, spoken[-1])
        if not speakers:
            speakers = _several(cast, attribution.source)
        spoken.append(Spoken(attribution, speakers))
    contents = _Contents(spoken)
    for one in spoken:
        one.via = _via(cast, one, contents)
    return spoken


def addressed(cast: Cast, attribution: Attribution) -> Figure | None:
    """The person whom the words are said to: ``Kim told Lee``."""
    for span in tokens_of(cast.doc, attribution.cue):
        for verb in span:
            for child in verb.children:
                figure = cast.at(child.i)
                if child.dep_ in ("dobj", "dative", "iobj") and figure is not None and figure.type == "person":
                    return figure
    return None


def tokens_of(doc: Doc, spans: Sequence[Span]) -> list[spacy.tokens.Span]:
    """Spans of characters as spans of the tokens that they touch."""
    found = (doc.char_span(start, end, alignment_mode="expand") for start, end in spans)
    return [span for span in found if span is not None]


def _speakers(cast: Cast, source: Sequence[Span]) -> list[Figure]:
    for span in tokens_of(cast.doc, source):
        if len(span) > LONGEST:
            continue
        if figures := _listed(cast, span) or _behind(cast, span, span.root) or _introduced(cast, span):
            return figures
    return []


def _introduced(cast: Cast, span: spacy.tokens.Span) -> list[Figure]:
    """``the tourist, Kim Lee, 37``: the one person whose name follows what he is, however it was parsed."""
    persons = [(at, figure) for at, figure in cast.within(span.start, span.end) if figure.type == "person"]
    if len(persons) != 1:
        return []
    at, figure = persons[0]
    before = at - 1 - (cast.doc[at - 1].text == ",")
    return [figure] if before >= span.start and is_role(cast.doc[before]) else []


def _listed(cast: Cast, span: spacy.tokens.Span) -> list[Figure]:
    """The figures of a source that is nothing but names: ``Obama and Clinton``, ``Sens. Lee (R-Utah) and Kim``."""
    inside, between, names = False, [], []
    for token in span:
        inside = (inside or token.text == "(") and token.text != ")"
        if inside or token.text == ")" or token.is_space or is_role(token):
            continue
        names.append(token)
        if cast.at(token.i) is None:
            between.append(token)
    if not any(token.lower_ in _AND for token in between) or any(token.lower_ not in _JOINTS for token in between):
        return []
    figures = (cast.at(token.i) for token in names)
    return list({id(figure): figure for figure in figures if figure is not None}.values())


def _behind(cast: Cast, span: spacy.tokens.Span, head: Token) -> list[Figure]:
    """The figures that a source names: its head with those beside it, or those that it speaks for."""
    known = lexicon()
    inside = range(span.start, span.end)
    figure = cast.at(head.i)
    if figure is not None:
        return [figure, *_beside(cast, span, head)]
    for child in head.children:
        if child.dep_ == "appos" and child.i in inside and cast.at(child.i) is not None:
            return _behind(cast, span, child)
    word = head.lower_
    if word in ("who", "which", "that"):
        return _antecedent(cast, head)
    if word in known["leaders"]:
        return _leaders(cast, span)
    if word in known["spokespeople"]:
        return [other for _, other in cast.within(span.start, head.i) if other.type == "country"][:1]
    if word == "members":
        bodies = (cast.at(child.i) for child in head.children if child.dep_ == "compound")
        return [figure for figure in bodies if figure is not None and figure.type == "organisation"][:1]
    if word in known["documents"] or word in known["press"]:
        return _makers(cast, span, head)
    if head.dep_ in ("prep", "agent") or head.pos_ == "ADP":
        return next((_behind(cast, span, child) for child in head.children if child.dep_ == "pobj"), [])
    return []


def _makers(cast: Cast, span: spacy.tokens.Span, document: Token) -> list[Figure]:
    """``a study by Harvard and Yale``, ``Ann Lee's letter``, ``the IMF report``."""
    for child in document.children:
        if child.dep_ == "poss" and child.pos_ == "PRON" and cast.at(child.i) is None:
            return []
        if child.dep_ in ("agent", "prep", "acl", "poss", "compound") and span.start <= child.i < span.end:
            figure = cast.at(child.i)
            made = [figure] if figure is not None and figure.type != "place" else _behind(cast, span, child)
            if made or (child.dep_ == "acl" and (made := _makers(cast, span, child))):
                return made
    return [other for _, other in cast.within(span.start, span.end) if other.type != "place"][:1]


def _antecedent(cast: Cast, pronoun: Token) -> list[Figure]:
    """The figure that a relative clause is about: ``the police department, which reported``."""
    verb = next((token for token in pronoun.ancestors if token.dep_ == "relcl"), None)
    figure = cast.at(verb.head.i) if verb is not None else None
    return [figure] if figure is not None else []


def _beside(cast: Cast, span: spacy.tokens.Span, head: Token) -> list[Figure]:
    """Those named along with the head: ``France and Germany``, ``the Times and the Gannett chain``."""
    found = []
    for token in head.conjuncts:
        if not span.start <= token.i < span.end:
            continue
        figure = cast.at(token.i)
        if figure is None and token.lower_ in lexicon()["bodies"]:
            figure = next((cast.at(child.i) for child in token.lefts if cast.at(child.i) is not None), None)
        if figure is not None and figure.type != "place":
            found.append(figure)
    return found


def _leaders(cast: Cast, span: spacy.tokens.Span) -> list[Figure]:
    """``the leaders of France and Germany``: the people whom the article calls so, for every country named."""
    found = []
    for country in sorted(countries_in(cast.doc, span.start, span.end)):
        people = [figure for figure in cast.figures if figure.type == "person" and country in figure.leads]
        if len(people) != 1:
            return []
        found += people
    return found


# ---- who goes on speaking


def _continued(cast: Cast, attribution: Attribution, last: Spoken) -> list[Figure]:
    """The last speaker, if the source is a pronoun that fits him, or nothing but marks lie between."""
    if not last.speakers or not last.attribution.content or not attribution.content:
        return []
    end = max(stop for _, stop in [*last.attribution.content, *last.attribution.source, *last.attribution.cue])
    if attribution.source:
        words = cast.text[slice(*attribution.source[0])].lower()
        fits = _fits(words, last.speakers) and attribution.source[0][0] - end < NEAR
    else:
        between = cast.text[end : attribution.content[0][0]]
        fits = attribution.kind == "direct" and not any(char.isalnum() for char in between)
    return list(last.speakers) if fits else []


def _several(cast: Cast, source: Sequence[Span]) -> list[Figure]:
    """Those whom ``they`` means: the people who are subject together, in the last sentence that has such."""
    for span in tokens_of(cast.doc, source[:1]):
        if len(span) != 1 or span[0].lower_ != "they":
            continue
        start = sent = span[0].sent.start
        for _ in range(TOGETHER):
            sent = cast.doc[sent - 1].sent.start if sent else 0
        for token in reversed(cast.doc[sent:start]):
            if token.dep_ in ("nsubj", "nsubjpass") and any(child.dep_ == "conj" for child in token.children):
                found = [cast.at(one.i) for one in (token, *token.conjuncts)]
                return [figure for figure in found if figure is not None and figure.type == "person"]
    return []


def _fits(pronoun: str, speakers: list[Figure]) -> bool:
    if len(speakers) > 1:
        return pronoun == "they"
    speaker = speakers[0]
    gender: Gender | None = PERSONAL.get(pronoun)
    if gender is not None:
        return speaker.type == "person" and speaker.gender in (gender, None)
    if pronoun == "it":
        return speaker.type in ("organisation", "country")
    return pronoun == "they" and speaker.type in ("organisation", "group")


# ---- who passes it on


class _Contents:
    """The contents of all attributions, to find those around a place."""

    def __init__(self, spoken: Sequence[Spoken]) -> None:
        found = [(start, end, one) for one in spoken for start, end in one.attribution.content]
        self._spans = sorted(found, key=lambda found: found[:2])
        self._starts = [start for start, _, _ in self._spans]
        self._reach = list(accumulate((end for _, end, _ in self._spans), max))

    def around(self, at: int) -> Iterator[Spoken]:
        """The attributions in whose content a character stands, the innermost first."""
        index = bisect_right(self._starts, at) - 1
        while index >= 0 and self._reach[index] > at:
            _, end, one = self._spans[index]
            if end > at:
                yield one
            index -= 1


def _via(cast: Cast, spoken: Spoken, contents: _Contents) -> Figure | None:
    """Who reports that somebody says it: the one speaker of the attribution in whose content this one stands."""
    source = spoken.attribution.source or spoken.attribution.cue
    if not source:
        return None
    at = source[0][0]
    around = (other for other in contents.around(at) if other is not spoken and len(other.speakers) == 1)
    outer = next(around, None)
    passer = outer.speakers[0] if outer is not None else _reporter(cast, at)
    return passer if passer is not None and passer not in spoken.speakers else None


def _reporter(cast: Cast, at: int) -> Figure | None:
    """The subject of the verb of saying in whose clause the source stands."""
    for span in tokens_of(cast.doc, [(at, at + 1)]):
        for verb in (span.root, *span.root.ancestors):
            if verb.dep_ == "ccomp" and verb.head.lemma_ in lexicon()["acting"]:
                subjects = (child for child in verb.head.children if child.dep_ == "nsubj")
                return next((cast.at(child.i) for child in subjects), None)
    return None
