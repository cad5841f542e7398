"""Anonymous sources: ``a Kremlin spokesman``, ``two senior officials``, and whom they speak for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.actors.roles import demonyms_in
from onrecord.annotation.doc.columns import TokenRange
from onrecord.annotation.lexicon import Gender, load_lexicon
from onrecord.base.records import Actor, UnnamedSource

_MAX_TOKENS_AFTER_HEAD = 14
_DESCRIPTION_ENDS = frozenset(',;:()[]—–-"“”') | {"--", "''", "``", "who", "whom", "which", "whose"}
_AGENT_NOUN = re.compile(r".{3,}(?:er|or|ist|ian|ee|man|woman|men|women)s?")
_DEFINITE_DETERMINERS = frozenset({"the", "this", "that", "these", "those"})
_NAMELESS_BY_CUSTOM = frozenset({"source", "sources", "official", "officials"})
"""Words by which the press calls those whose names it withholds."""
_COLLECTIVE_NOUNS = frozenset({"police", "authorities"})
"""Nouns that mean one and the same source each time they occur."""
_FUNCTION_WORDS = _DEFINITE_DETERMINERS | {
    *("a", "an", "of", "at", "from", "for", "in", "with", "to", "by", "and", "'s", "’s"),
}
_QUANTITY_WORDS = frozenset(
    "some many most several one two three four five six both all none half few majority number percent".split()
)
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_INDEFINITE_DETERMINERS = frozenset({"a", "an", "another", "one", "two", "some", "several"})
"""Words before a capitalised title that show that it is no part of a name: ``another Conservative MP``."""
_AUTHOR_PREPOSITIONS = frozenset({"by", "from", "of"})
_REPRESENTING_PREPOSITIONS = frozenset({"of", "at", "from", "for", "with", "to"})
_PERSON_PREPOSITIONS = frozenset({"for", "of", "to"})
"""Prepositions after which a person is represented: ``a lawyer for Lee``, not ``a lawyer with Lee``."""
_FORMER = frozenset({"former", "ex", "retired", "then"})
"""Words for people who no longer speak for anybody."""


@dataclass(eq=False)
class AnonymousSource:
    """A source that the article describes instead of naming.

    Args:
        name: The description, as it reads within a sentence.
        noun: The head noun of the description, in lower case.
        plural: Whether the noun is a plural.
        words: The other content words of the description, in lower case.
        distinctive_words: Those of ``words`` that do not belong to whom the source represents.
        represents: The actor whom the source speaks for, if the article says so.
        mentions: Token ranges of the descriptions.
    """

    name: str
    noun: str
    plural: bool
    words: frozenset[str]
    distinctive_words: frozenset[str]
    represents: ActorCluster | None = None
    mentions: set[TokenRange] = field(default_factory=set)

    @property
    def gender(self) -> Gender | None:
        """The gender that the noun tells, if it does."""
        lexicon = load_lexicon()
        return "male" if self.noun in lexicon["male"] else "female" if self.noun in lexicon["female"] else None


class AnonymousSources:
    """The anonymous sources of an article, in the order in which they first occur.

    Args:
        registry: The actors of the article; a country that only its officials make an actor gets a mention there.
    """

    def __init__(self, registry: ActorRegistry) -> None:
        self._registry = registry
        self._sources: list[AnonymousSource] = []

    def resolve(self, spans: Sequence[Span], speakers: Sequence[ActorCluster]) -> AnonymousSource | None:
        """Return the anonymous source that the words of an attribution's source describe.

        Args:
            spans: The words of the source.
            speakers: The actors whom the same words name: none, or the one that a spokesman speaks for.

        Returns:
            The source, a known one or a new one; None if the words describe nobody or somebody with a name.
        """
        for span in spans:
            head = _person_noun(span, span.root)
            if head is not None and self._registry.cluster_at(head.i) is None and not _introduces_name(head):
                source, is_definite = self._describe(span, head)
                if speakers and speakers != [source.represents]:
                    return None
                if (registered := self._register(source, is_definite=is_definite)) is not None:
                    return registered
        return None

    def records(self, actors: dict[int, Actor]) -> dict[int, UnnamedSource]:
        """Return the record of each source by ``id(source)``.

        Args:
            actors: The records of the actor clusters by ``id(cluster)``.
        """
        doc, records = self._registry.doc, {}
        for number, source in enumerate(self._sources, 1):
            actor = actors.get(id(source.represents))
            spans = [
                (doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) for start, end in sorted(source.mentions)
            ]
            records[id(source)] = UnnamedSource(
                id=f"u{number}", name=source.name, body=actor.id if actor else None, mentions=spans
            )
        return records

    def _describe(self, span: Span, head: Token) -> tuple[AnonymousSource, bool]:
        """Return the source that the words around a head noun describe, and whether as one already known."""
        registry, doc = self._registry, self._registry.doc
        first_noun = _first_noun(span, head)
        start, end = _description_range(span, head, first_noun)
        represented = _represented_actor(registry, start, head, end)
        words = [
            token
            for token in doc[start:end]
            if token.i != head.i and token.lower_ not in _FUNCTION_WORDS and not token.like_num
        ]
        source = AnonymousSource(
            name=_display_name(doc, start, end),
            noun=head.lower_,
            plural=head.tag_ == "NNS",
            words=frozenset(token.lower_ for token in words),
            distinctive_words=frozenset(
                token.lower_
                for token in words
                if token.tag_ != "PRP$"
                and (represented is None or registry.cluster_at(token.i) is not represented)
            ),
            represents=represented,
            mentions={(start, end)},
        )
        is_possessed = first_noun is head and any(child.dep_ == "poss" for child in head.children)
        return source, is_possessed or doc[start].lower_ in _DEFINITE_DETERMINERS

    def _register(self, source: AnonymousSource, *, is_definite: bool) -> AnonymousSource | None:
        """Return the earlier source that a description means, else register and return the new one.

        A description of somebody whom the reader is expected to know, ``the Indiana governor``, is no anonymous
        source: the article may name that person elsewhere.
        """
        matches = [earlier for earlier in self._sources if _is_same(earlier, source, is_definite=is_definite)]
        if len(matches) == 1:
            matches[0].mentions |= source.mentions
            matches[0].represents = matches[0].represents or source.represents
            return matches[0]
        if is_definite and not (
            source.noun in _NAMELESS_BY_CUSTOM
            or source.noun in load_lexicon()["spokespeople"]
            or (source.represents is not None and source.represents.type == "person")
        ):
            return None
        if source.represents is not None and not source.represents.mentions:
            self._mention_country(source.represents, source)
        self._sources.append(source)
        return source

    def _mention_country(self, country: ActorCluster, source: AnonymousSource) -> None:
        """Let the adjective in a description mention a country that nothing else in the article names."""
        for start, end in source.mentions:
            if (tokens := demonyms_in(self._registry.doc, start, end).get(country.name)) is not None:
                self._registry.add_mention(country, *tokens)


def denotes_people(noun: str) -> bool:
    """Return whether a noun, in lower case, is a word for people or for a body of them."""
    lexicon = load_lexicon()
    singular = noun.removesuffix("s")
    return any(
        noun in lexicon[group] or singular in lexicon[group]
        for group in ("unnamed", "voices", "roles", "representing", "groups", "bodies", "male", "female")
    ) or (_AGENT_NOUN.fullmatch(noun) is not None and singular not in lexicon["documents"])


def _introduces_name(head: Token) -> bool:
    """Return whether a name follows that was not recognised: ``spokesman Kim Lee``, ``a spokesman, Kim Lee,``."""
    if head.i + 1 < len(head.doc) and head.nbor().pos_ == "PROPN":
        return True
    return any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in head.children)


def _person_noun(span: Span, head: Token) -> Token | None:
    """Return the noun that says who speaks.

    It is ``officials`` in ``some of the officials`` and in ``a statement by officials``.
    """
    lexicon, token_indices = load_lexicon(), range(span.start, span.end)
    if head.dep_ in ("prep", "agent") or head.pos_ == "ADP":
        return _object_noun(span, head)
    if head.lower_ in lexicon["documents"]:
        for child in head.children:
            if child.i in token_indices and child.dep_ == "poss" and child.pos_ == "NOUN":
                return child
            if (
                child.i in token_indices
                and child.dep_ in ("prep", "agent")
                and child.lower_ in _AUTHOR_PREPOSITIONS
            ):
                return _object_noun(span, child)
        return None
    if head.lower_ in _QUANTITY_WORDS:
        of = next((child for child in head.children if child.i in token_indices and child.lower_ == "of"), None)
        return _object_noun(span, of) if of is not None else None
    if head.tag_ in ("NNP", "NNPS") and not any(
        child.lower_ in _INDEFINITE_DETERMINERS for child in head.children
    ):
        return None
    return head if head.tag_ in _NOUN_TAGS and denotes_people(head.lower_) else None


def _object_noun(span: Span, preposition: Token) -> Token | None:
    """Return the noun that says who speaks in the object of a preposition."""
    noun = next((child for child in preposition.children if child.dep_ == "pobj"), None)
    return _person_noun(span, noun) if noun is not None and span.start <= noun.i < span.end else None


def _first_noun(span: Span, head: Token) -> Token:
    """Return the noun with which the description begins: ``some`` in ``some of the officials``."""
    first = head
    for token in head.ancestors:
        if token.i < span.start or token.i >= head.i:
            break
        if token.lower_ in _QUANTITY_WORDS or token.lower_ in load_lexicon()["documents"]:
            first = token
    return first


def _description_range(span: Span, head: Token, first_noun: Token) -> TokenRange:
    """Return the tokens of a description without its relative clauses and appositions."""
    start = max(span.start, min([first_noun.i, *(child.left_edge.i for child in first_noun.lefts)]))
    while start < head.i and (head.doc[start].text in _DESCRIPTION_ENDS or head.doc[start].is_space):
        start += 1
    last = max([head.i, *(child.right_edge.i for child in head.rights if child.dep_ not in ("relcl", "appos"))])
    end = head.i + 1
    while end <= min(last, span.end - 1, head.i + _MAX_TOKENS_AFTER_HEAD):
        token = head.doc[end]
        if token.text in _DESCRIPTION_ENDS or token.is_space or token.is_quote:
            break
        end += 1
    return start, end


def _display_name(doc: Doc, start: int, end: int) -> str:
    """Return the words of a description on one line, without the capital of a sentence's first word."""
    text = " ".join(doc[start:end].text.split())
    first = doc[start]
    is_name = first.pos_ == "PROPN" or first.ent_type_ in ("NORP", "GPE", "ORG", "PERSON") or first.text.isupper()
    return text if is_name and len(first) > 1 else text[:1].lower() + text[1:]


def _represented_actor(registry: ActorRegistry, start: int, head: Token, end: int) -> ActorCluster | None:
    """Return the actor whom a source speaks for.

    The actor is named before the head noun (``a Pentagon official``) or after it, behind a preposition (``an
    official at the Pentagon``).
    """
    doc, lexicon = registry.doc, load_lexicon()
    if any(token.lower_ in _FORMER for token in doc[start : head.i]):
        return None
    if head.lower_ in lexicon["employed"]:
        return next(_prepositional_actors(registry, head, end, frozenset({"at"})), None)
    if head.lower_ not in lexicon["representing"]:
        return None
    serves_country = head.lower_ in lexicon["serving"]
    before = [
        cluster
        for index, cluster in registry.clusters_within(start, head.i)
        if cluster.type != "place" and (serves_country or lexicon.country(doc[index].text) is None)
    ]
    if before:
        return before[-1]
    for cluster in _prepositional_actors(registry, head, end, _REPRESENTING_PREPOSITIONS | {"in"}):
        return cluster
    countries = list(demonyms_in(doc, start, head.i)) if serves_country else []
    return registry.get_or_add_country(countries[0]) if len(countries) == 1 else None


def _prepositional_actors(
    registry: ActorRegistry, head: Token, end: int, prepositions: frozenset[str]
) -> Iterator[ActorCluster]:
    """Yield the actors that a head noun may represent among the objects of its prepositions before ``end``."""
    for preposition in head.rights:
        if preposition.dep_ != "prep" or preposition.lower_ not in prepositions:
            continue
        for noun in preposition.children:
            cluster = registry.cluster_at(noun.i) if noun.i < end and noun.dep_ == "pobj" else None
            if (
                cluster is None
                or cluster.type == "place"
                or (preposition.lower_ == "in" and cluster.type != "organisation")
            ):
                continue
            if cluster.type != "person" or preposition.lower_ in _PERSON_PREPOSITIONS:
                yield cluster


def _is_same(earlier: AnonymousSource, later: AnonymousSource, *, is_definite: bool) -> bool:
    """Return whether a description clearly means a source that the article described before.

    After ``a Pentagon official``, ``the official`` does and another ``a Pentagon official`` does not. Those who
    hold the office of a body's spokesperson count as one.
    """
    if earlier.plural != later.plural or earlier.noun != later.noun:
        return False
    agree = (later.represents or earlier.represents) is (earlier.represents or later.represents)
    if is_definite and later.distinctive_words <= earlier.words and agree:
        return True
    if earlier.noun in load_lexicon()["spokespeople"]:
        return earlier.represents is later.represents is not None
    return earlier.noun in _COLLECTIVE_NOUNS and earlier.words == later.words
