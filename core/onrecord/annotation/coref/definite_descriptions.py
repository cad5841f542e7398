"""Resolve definite descriptions, ``the Ukrainian president`` or ``the company``, that only one actor can be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.actors.roles import Role, role_in
from onrecord.annotation.lexicon import load_lexicon

_SYNONYMS: dict[str, frozenset[str]] = {
    noun: frozenset(group.split())
    for group in (
        "judge justice",
        "senator sen lawmaker",
        "representative rep congressman congresswoman lawmaker",
        "governor gov",
        "president leader",
        "lawyer attorney",
        "professor prof",
        "spokesman spokesperson",
        "spokeswoman spokesperson",
    )
    for noun in group.split()
}
"""Nouns for one office, between which articles vary. A noun of two groups has the synonyms of the last."""
_YEAR_OLD = re.compile(r"\d{1,3}-year-old\b")
_YEAR_OLD_BEFORE_NAME = re.compile(r"(\d{1,3})-year-old $")
_TIME_WORDS = frozenset({"former", "then", "late", "new", "outgoing", "incoming"})
_MAX_NOUN_DISTANCE = 5
"""Tokens from ``the`` to the noun of a description."""

_ClustersByWord = dict[str, dict[int, ActorCluster]]
_RecentClusters = Callable[[], Sequence[ActorCluster]]


class DescriptionResolver:
    """Finds whom a definite description means: people by their titles and ages, organisations by their names.

    Args:
        registry: The clusters of the article, with their roles.
    """

    def __init__(self, registry: ActorRegistry) -> None:
        self._registry = registry
        self._people_by_word: _ClustersByWord = defaultdict(dict)
        self._people_by_age: _ClustersByWord = defaultdict(dict)
        self._organisations_by_word: _ClustersByWord = defaultdict(dict)
        for cluster in registry.clusters:
            if cluster.type == "person":
                for age in _ages(registry, cluster):
                    self._people_by_age[age][id(cluster)] = cluster
                for word in _words(" ".join(cluster.roles)):
                    self._people_by_word[word][id(cluster)] = cluster
            elif cluster.type == "organisation":
                for word in _words(" ".join(cluster.names)):
                    self._organisations_by_word[word][id(cluster)] = cluster

    def resolve(self, article: Token, recent_clusters: _RecentClusters) -> tuple[ActorCluster, int] | None:
        """Return whom the noun phrase that begins with ``the`` means, and the index of the token behind it.

        Args:
            article: The token ``the``.
            recent_clusters: Returns the clusters mentioned in the sentences before, in order.
        """
        if (by_age := self._person_of_age(article)) is not None:
            return by_age
        end = self._phrase_end(article)
        if end is None:
            return None
        doc, noun = article.doc, article.head
        cluster: ActorCluster | None = None
        if (role := role_in(doc, article.i + 1, end)) is not None:
            cluster = self._bearer(role, recent_clusters)
        elif _is_bare_organisation(article):
            cluster = self._organisation(noun.lower_, article.i, recent_clusters)
        return (cluster, end) if cluster is not None else None

    def _phrase_end(self, article: Token) -> int | None:
        """Return where the noun phrase ends; None if what follows says more closely who is meant."""
        doc, noun = article.doc, article.head
        is_near = article.i < noun.i <= article.i + _MAX_NOUN_DISTANCE
        if not is_near or noun.tag_ not in ("NN", "NNP"):
            return None
        end = noun.i + 1
        if doc[end : end + 2].text.lower() == "of state":  # secretary of state
            end += 2
        modifiers = {child.dep_ for child in noun.children}
        is_before_comma = end < len(doc) and doc[end].text == ","
        if modifiers & {"appos", "acl"} or ("relcl" in modifiers and not is_before_comma):
            return None
        if end < len(doc) and (
            doc[end].lower_ in ("of", "for", "'s", "’s") or self._registry.cluster_at(end) is not None
        ):
            return None
        return end

    def _person_of_age(self, article: Token) -> tuple[ActorCluster, int] | None:
        """Return whom ``the 45-year-old`` means, if the article gives this age of one person only."""
        doc, start = article.doc, article.i + 1
        if start >= len(doc) or not doc[start].text[:1].isdigit():
            return None
        match = _YEAR_OLD.match(self._registry.text, doc[start].idx)
        span = doc.char_span(match.start(), match.end()) if match is not None else None
        if span is None or (span.end < len(doc) and doc[span.end].pos_ in ("NOUN", "PROPN", "ADJ")):
            return None
        people = self._people_by_age.get(doc[start].text.split("-")[0], {})
        return (next(iter(people.values())), span.end) if len(people) == 1 else None

    def _bearer(self, role: Role, recent_clusters: _RecentClusters) -> ActorCluster | None:
        """Return the only person who bears a title; of several, the only one who was mentioned recently."""
        words = _words(self._registry.doc[role.start : role.end].text) - _TIME_WORDS - {role.noun}
        bearers = {
            identity: person
            for noun in _SYNONYMS.get(role.noun, frozenset({role.noun}))
            for identity, person in self._people_by_word[noun].items()
            if _fits(person, role, words)
        }
        if len(bearers) > 1:
            recent = {id(cluster) for cluster in recent_clusters()}
            bearers = {identity: person for identity, person in bearers.items() if identity in recent}
        return next(iter(bearers.values())) if len(bearers) == 1 else None

    def _organisation(self, noun: str, before: int, recent_clusters: _RecentClusters) -> ActorCluster | None:
        """Return the organisation that a noun means.

        The one whose name has the noun; else, for a word for newspapers, the one named last; else, for a word for
        companies, the only organisation mentioned recently.
        """
        lex = load_lexicon()
        namesakes = list(self._organisations_by_word[noun].values())
        if namesakes:
            return namesakes[0] if len(namesakes) == 1 else _last_named(namesakes, before)
        recent = {id(cluster): cluster for cluster in recent_clusters() if cluster.type == "organisation"}
        papers = [cluster for cluster in recent.values() if any(lex.find(name, "press") for name in cluster.names)]
        if noun in lex["press"] and papers:
            return _last_named(papers, before)
        return next(iter(recent.values())) if noun in lex["company"] and len(recent) == 1 else None


def _fits(person: ActorCluster, role: Role, words: set[str]) -> bool:
    """Return whether a person leads the countries that a role names, or their titles hold its other words."""
    if role.countries:
        return role.countries <= person.countries_led
    return words <= _words(" ".join(person.roles))


def _is_bare_organisation(article: Token) -> bool:
    """Return whether a phrase is ``the company`` or ``the Swedish company``, and nothing more."""
    lex, noun = load_lexicon(), article.head
    if noun.lower_ not in lex["bodies"] and noun.lower_ not in lex["press"]:
        return False
    return noun.i == article.i + 1 or (noun.lower_ in lex["company"] and _is_demonym(article.nbor()))


def _is_demonym(token: Token) -> bool:
    return load_lexicon().find(token.text, "demonym") is not None


def _ages(registry: ActorRegistry, person: ActorCluster) -> Iterator[str]:
    """Yield the ages beside a person's names: ``Kim Lee, 45,``, ``45-year-old Kim Lee``."""
    doc = registry.doc
    for start, end in person.mentions:
        if end + 2 < len(doc) and doc[end].text == "," and doc[end + 2].text in (",", ".", ")"):
            age = doc[end + 1].text
            if age.isdigit() and len(age) <= 3:
                yield age
        if start > 0 and doc[start - 1].lower_.endswith("old"):
            preceding = registry.text[max(0, doc[start].idx - 14) : doc[start].idx]
            if (match := _YEAR_OLD_BEFORE_NAME.search(preceding)) is not None:
                yield match[1]


def _words(text: str) -> set[str]:
    return set(text.lower().replace(".", "").split())


def _last_named(clusters: list[ActorCluster], before: int) -> ActorCluster | None:
    """Return the cluster with the last mention that ends before a token."""
    by_last_end = {
        max((end for _, end in cluster.mentions if end <= before), default=-1): cluster for cluster in clusters
    }
    last_end = max(by_last_end)
    return by_last_end[last_end] if last_end >= 0 else None
