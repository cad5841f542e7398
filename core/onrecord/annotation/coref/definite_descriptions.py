"""``the Ukrainian president``, ``the company``: whom a description means, if it can mean but one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.actors.roles import Role, role_in
from onrecord.annotation.lexicon import load_lexicon

# Nouns for one office, where the article uses now this, now that.
_SAME: dict[str, frozenset[str]] = {
    noun: frozenset(same.split())
    for same in (
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
    for noun in same.split()
}
_AGED = re.compile(r"\d{1,3}-year-old\b")
_TIMES = frozenset({"former", "then", "late", "new", "outgoing", "incoming"})


class DescriptionResolver:
    """Who may be meant by which noun: people by the titles they bear, bodies by the words of their names."""

    def __init__(self, registry: ActorRegistry) -> None:
        self._registry = registry
        self._people: dict[str, dict[int, ActorCluster]] = defaultdict(dict)
        self._bodies: dict[str, dict[int, ActorCluster]] = defaultdict(dict)
        self._ages: dict[str, dict[int, ActorCluster]] = defaultdict(dict)
        for cluster in registry.clusters:
            if cluster.type == "person":
                for age in _ages(registry, cluster):
                    self._ages[age][id(cluster)] = cluster
                for word in _words(" ".join(cluster.roles)):
                    self._people[word][id(cluster)] = cluster
            elif cluster.type == "organisation":
                for word in _words(" ".join(cluster.names)):
                    self._bodies[word][id(cluster)] = cluster

    def meant(
        self, article: Token, recent: Callable[[], Sequence[ActorCluster]]
    ) -> tuple[ActorCluster, int] | None:
        """The cluster that the noun phrase beginning with this ``the`` means, and where the phrase ends.

        ``recent`` tells who was mentioned of late.
        """
        if (aged := self._aged(article)) is not None:
            return aged
        doc, noun = article.doc, article.head
        if noun.i <= article.i or noun.i - article.i > 5 or noun.tag_ not in ("NN", "NNP"):
            return None
        end = noun.i + 1
        if doc[end : end + 2].text.lower() == "of state":  # which goes on with the title
            end += 2
        aside = end < len(doc) and doc[end].text == ","
        told = {child.dep_ for child in noun.children}
        if told & {"appos", "acl"} or ("relcl" in told and not aside):
            return None
        if end < len(doc) and (
            doc[end].lower_ in ("of", "for", "'s", "’s") or self._registry.cluster_at(end) is not None
        ):
            return None
        known = load_lexicon()
        cluster: ActorCluster | None = None
        if (role := role_in(doc, article.i + 1, end)) is not None:
            cluster = self._bearer(role, recent)
        elif (noun.lower_ in known["bodies"] or noun.lower_ in known["press"]) and (
            noun.i == article.i + 1 or (noun.lower_ in known["company"] and _is_demonym(doc[article.i + 1]))
        ):
            cluster = self._body(noun.lower_, article.i, recent)
        return (cluster, end) if cluster is not None else None

    def _aged(self, article: Token) -> tuple[ActorCluster, int] | None:
        """``the 45-year-old``, if the article says of just one person that he is 45."""
        doc, at = article.doc, article.i + 1
        if at >= len(doc) or not doc[at].text[:1].isdigit() or not self._ages:
            return None
        start = doc[at].idx
        match = _AGED.match(self._registry.text, start)
        found = self._ages.get(doc[at].text.split("-")[0], {}) if match is not None else {}
        span = doc.char_span(start, match.end()) if match is not None else None
        if (
            span is None
            or len(found) != 1
            or (span.end < len(doc) and doc[span.end].pos_ in ("NOUN", "PROPN", "ADJ"))
        ):
            return None
        return next(iter(found.values())), span.end

    def _bearer(self, role: Role, recent: Callable[[], Sequence[ActorCluster]]) -> ActorCluster | None:
        """The one person who bears such a title; of several the one who was mentioned of late."""
        words = _words(self._registry.doc[role.start : role.end].text) - _TIMES - {role.noun}
        fitting = {
            at: cluster
            for noun in _SAME.get(role.noun, frozenset({role.noun}))
            for at, cluster in self._people[noun].items()
            if (
                role.countries <= cluster.countries_led
                if role.countries
                else words <= _words(" ".join(cluster.roles))
            )
        }
        if len(fitting) > 1:
            met = {id(cluster) for cluster in recent()}
            fitting = {at: cluster for at, cluster in fitting.items() if at in met}
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _body(self, noun: str, before: int, recent: Callable[[], Sequence[ActorCluster]]) -> ActorCluster | None:
        """The organisation whose name has the noun, else the last paper named, else the only body near by."""
        known = load_lexicon()
        called = list(self._bodies[noun].values())
        if called:
            return called[0] if len(called) == 1 else _last_named(called, before)
        near = {id(cluster): cluster for cluster in recent() if cluster.type == "organisation"}
        papers = [f for f in near.values() if any(known.find(name, "press") for name in f.names)]
        if noun in known["press"] and papers:
            return _last_named(papers, before)
        return next(iter(near.values())) if noun in known["company"] and len(near) == 1 else None


def _is_demonym(token: Token) -> bool:
    return load_lexicon().find(token.text, "demonym") is not None


def _ages(registry: ActorRegistry, cluster: ActorCluster) -> Iterator[str]:
    """The ages that stand beside a person's names: ``Kim Lee, 45,``, ``45-year-old Kim Lee``."""
    doc = registry.doc
    for start, end in cluster.mentions:
        if end + 2 < len(doc) and doc[end].text == "," and doc[end + 2].text in (",", ".", ")"):
            age = doc[end + 1].text
            if age.isdigit() and len(age) <= 3:
                yield age
        if start > 0 and doc[start - 1].lower_.endswith("old"):
            before = registry.text[max(0, doc[start].idx - 14) : doc[start].idx]
            if (match := re.search(r"(\d{1,3})-year-old $", before)) is not None:
                yield match[1]


def _words(text: str) -> set[str]:
    return set(text.lower().replace(".", "").split())


def _last_named(clusters: list[ActorCluster], before: int) -> ActorCluster | None:
    """The cluster that was named last before a token."""
    last = {
        max((end for _, end in cluster.mentions if end <= before), default=-1): cluster for cluster in clusters
    }
    return last[max(last)] if max(last) >= 0 else None
