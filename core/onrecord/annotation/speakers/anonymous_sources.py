"""Sources without a name: ``a Kremlin spokesman``, ``two senior officials``, and whom they speak for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.actors.roles import demonyms_in
from onrecord.annotation.doc.columns import TokenRange
from onrecord.annotation.lexicon import Gender, load_lexicon
from onrecord.base.records import Actor, Unnamed

_LONGEST = 14
"""Tokens of the longest description."""
_ENDS = frozenset(',;:()[]—–-"“”') | {"--", "''", "``", "who", "whom", "which", "whose"}
_AGENT = re.compile(r".{3,}(?:er|or|ist|ian|ee|man|woman|men|women)s?")
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_WITHHELD = frozenset({"source", "sources", "official", "officials"})
"""What the press calls those whose names it keeps to itself."""
_COLLECTIVE = frozenset({"police", "authorities"})
"""Who is one, however often he is called so."""
_SMALL = _DEFINITE | {"a", "an", "of", "at", "from", "for", "in", "with", "to", "by", "and", "'s", "’s"}
_PART = frozenset(
    "some many most several one two three four five six both all none half few majority number percent".split()
)
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_ONE = frozenset({"a", "an", "another", "one", "two", "some", "several"})
"""What stands before a title that is nobody's name: ``another Conservative MP``."""
_BY = frozenset({"by", "from", "of"})
_FOR = frozenset({"of", "at", "from", "for", "with", "to"})
_PAST = frozenset({"former", "ex", "retired", "then"})
"""Who speaks for nobody any more."""
_PERSONS_OWN = frozenset({"for", "of", "to"})


@dataclass(eq=False)
class AnonymousSource:
    """An unnamed source in the making: ``noun`` is what he is, ``words`` what else is said of him.

    ``telling`` are those of the words that do not say whose he is.
    """

    name: str
    noun: str
    plural: bool
    words: frozenset[str]
    telling: frozenset[str]
    body: ActorCluster | None = None
    mentions: set[TokenRange] = field(default_factory=set)

    @property
    def gender(self) -> Gender | None:
        """What the noun tells."""
        known = load_lexicon()
        return "male" if self.noun in known["male"] else "female" if self.noun in known["female"] else None


class AnonymousSources:
    """The unnamed sources of an article, as they come up in its text."""

    def __init__(self, cast: ActorRegistry) -> None:
        self._cast = cast
        self._met: list[AnonymousSource] = []

    def meant(self, spans: Sequence[Span], speakers: Sequence[ActorCluster]) -> AnonymousSource | None:
        """The unnamed source that these words describe, if they do.

        ``speakers`` are the actors whom they name: none, or the one that a spokesman speaks for.
        """
        for span in spans:
            head = _person(span, span.root)
            if head is not None and self._cast.cluster_at(head.i) is None and not _is_introduced(head):
                new, definite = self._described(span, head, _first(span, head))
                if speakers and speakers != [new.body]:
                    return None
                if (source := self._known(new, definite=definite)) is not None:
                    return source
        return None

    def records(self, actors: dict[int, Actor]) -> dict[int, Unnamed]:
        """``id(source)`` → its record; ``actors`` has those of the figures."""
        doc, records = self._cast.doc, {}
        for number, source in enumerate(self._met, 1):
            body = actors.get(id(source.body))
            spans = [
                (doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) for start, end in sorted(source.mentions)
            ]
            records[id(source)] = Unnamed(
                id=f"u{number}", name=source.name, body=body.id if body else None, mentions=spans
            )
        return records

    def _described(self, span: Span, head: Token, first: Token) -> tuple[AnonymousSource, bool]:
        """What the words from the first noun on say of him, and whether they say so as of one who is known."""
        doc = self._cast.doc
        start, end = _phrase(span, head, first)
        body = _body(self._cast, start, head, end)
        words = [
            token
            for token in doc[start:end]
            if token.i != head.i and token.lower_ not in _SMALL and not token.like_num
        ]
        source = AnonymousSource(
            name=_name(doc, start, end),
            noun=head.lower_,
            plural=head.tag_ == "NNS",
            words=frozenset(token.lower_ for token in words),
            telling=frozenset(
                token.lower_
                for token in words
                if token.tag_ != "PRP$" and (body is None or self._cast.cluster_at(token.i) is not body)
            ),
            body=body,
            mentions={(start, end)},
        )
        owned = first is head and any(child.dep_ == "poss" for child in head.children)
        return source, owned or doc[start].lower_ in _DEFINITE

    def _known(self, new: AnonymousSource, *, definite: bool) -> AnonymousSource | None:
        """The one whom the article had before, else the new one.

        Nobody is unnamed who is described as one whom the reader knows, ``the Indiana governor``: that may be
        somebody whom the article names.
        """
        same = [known for known in self._met if _is_same(known, new, definite=definite)]
        if len(same) == 1:
            same[0].mentions |= new.mentions
            same[0].body = same[0].body or new.body
            return same[0]
        if definite and not (
            new.noun in _WITHHELD
            or new.noun in load_lexicon()["spokespeople"]
            or (new.body is not None and new.body.type == "person")
        ):
            return None
        if new.body is not None and not new.body.mentions:
            self._mention_country(new.body, new)
        self._met.append(new)
        return new

    def _mention_country(self, country: ActorCluster, source: AnonymousSource) -> None:
        """A country that nothing but its officials make an actor is named by the adjective before them."""
        for start, end in source.mentions:
            if (tokens := demonyms_in(self._cast.doc, start, end).get(country.name)) is not None:
                self._cast.add_mention(country, *tokens)


def _is_introduced(head: Token) -> bool:
    """Whether a name follows, though none was read there: ``a spokesman, Kim Lee,``, ``spokesman Kim Lee``."""
    if head.i + 1 < len(head.doc) and head.nbor().pos_ == "PROPN":
        return True
    return any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in head.children)


def _person(span: Span, head: Token) -> Token | None:
    """The noun that says who speaks: officials in ``some of the officials`` and ``a statement by officials``."""
    known, inside = load_lexicon(), range(span.start, span.end)
    if head.dep_ in ("prep", "agent") or head.pos_ == "ADP":
        return _below(span, head)
    if head.lower_ in known["documents"]:
        for child in head.children:
            if child.i in inside and child.dep_ == "poss" and child.pos_ == "NOUN":
                return child
            if child.i in inside and child.dep_ in ("prep", "agent") and child.lower_ in _BY:
                return _below(span, child)
        return None
    if head.lower_ in _PART:
        of = next((child for child in head.children if child.i in inside and child.lower_ == "of"), None)
        return _below(span, of) if of is not None else None
    if head.tag_ in ("NNP", "NNPS") and not any(child.lower_ in _ONE for child in head.children):
        return None
    return head if head.tag_ in _NOUNS and denotes_people(head.lower_) else None


def _first(span: Span, head: Token) -> Token:
    """The noun with which the description begins: ``some`` in ``some of the officials``."""
    first = head
    for token in head.ancestors:
        if token.i < span.start or token.i >= head.i:
            break
        if token.lower_ in _PART or token.lower_ in load_lexicon()["documents"]:
            first = token
    return first


def denotes_people(noun: str) -> bool:
    """Whether a noun is a word for people, or for a body of them."""
    known = load_lexicon()
    singular = noun.removesuffix("s")
    return any(
        noun in known[group] or singular in known[group]
        for group in ("unnamed", "voices", "roles", "representing", "groups", "bodies", "male", "female")
    ) or (_AGENT.fullmatch(noun) is not None and singular not in known["documents"])


def _below(span: Span, preposition: Token) -> Token | None:
    found = next((child for child in preposition.children if child.dep_ == "pobj"), None)
    return _person(span, found) if found is not None and span.start <= found.i < span.end else None


def _phrase(span: Span, head: Token, first: Token) -> TokenRange:
    """The tokens that describe, without clauses and what stands beside."""
    start = max(span.start, min([first.i, *(child.left_edge.i for child in first.lefts)]))
    while start < head.i and (head.doc[start].text in _ENDS or head.doc[start].is_space):
        start += 1
    right = max([head.i, *(child.right_edge.i for child in head.rights if child.dep_ not in ("relcl", "appos"))])
    end = head.i + 1
    while end <= min(right, span.end - 1, head.i + _LONGEST):
        token = head.doc[end]
        if token.text in _ENDS or token.is_space or token.is_quote:
            break
        end += 1
    return start, end


def _name(doc: Doc, start: int, end: int) -> str:
    """The words on one line, and as they are within a sentence."""
    text = " ".join(doc[start:end].text.split())
    first = doc[start]
    is_own = first.pos_ == "PROPN" or first.ent_type_ in ("NORP", "GPE", "ORG", "PERSON") or first.text.isupper()
    return text if is_own and len(first) > 1 else text[:1].lower() + text[1:]


def _body(cast: ActorRegistry, start: int, head: Token, end: int) -> ActorCluster | None:
    """Whom somebody speaks for: named before what he is, or after it with ``of``, ``at``, ``from`` and so on."""
    doc, known = cast.doc, load_lexicon()
    if any(token.lower_ in _PAST for token in doc[start : head.i]):
        return None
    if head.lower_ in known["employed"]:
        return next(_after(cast, head, end, frozenset({"at"})), None)
    if head.lower_ not in known["representing"]:
        return None
    before = [
        figure
        for at, figure in cast.clusters_within(start, head.i)
        if figure.type != "place" and (head.lower_ in known["serving"] or known.country(doc[at].text) is None)
    ]
    if before:
        return before[-1]
    for figure in _after(cast, head, end, _FOR | {"in"}):
        return figure
    countries = list(demonyms_in(doc, start, head.i)) if head.lower_ in known["serving"] else []
    return cast.get_or_add_country(countries[0]) if len(countries) == 1 else None


def _after(cast: ActorRegistry, head: Token, end: int, prepositions: frozenset[str]) -> Iterator[ActorCluster]:
    for child in head.rights:
        if child.dep_ != "prep" or child.lower_ not in prepositions:
            continue
        for named in child.children:
            figure = cast.cluster_at(named.i) if named.i < end and named.dep_ == "pobj" else None
            if (
                figure is None
                or figure.type == "place"
                or (child.lower_ == "in" and figure.type != "organisation")
            ):
                continue
            if figure.type != "person" or child.lower_ in _PERSONS_OWN:
                yield figure


def _is_same(known: AnonymousSource, new: AnonymousSource, *, definite: bool) -> bool:
    """Whether a description clearly means one whom the article had before.

    ``the official`` does after ``a Pentagon official``, another ``a Pentagon official`` does not. Who speaks for a
    body by his office is one.
    """
    if known.plural != new.plural or known.noun != new.noun:
        return False
    if definite and new.telling <= known.words and (new.body or known.body) is (known.body or new.body):
        return True
    if known.noun in load_lexicon()["spokespeople"]:
        return known.body is new.body is not None
    return known.noun in _COLLECTIVE and known.words == new.words
