"""The actors of an article while it is being read, before they become records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from onrecord.annotation.doc.columns import TokenRange
from onrecord.annotation.doc.text import text_of
from onrecord.annotation.lexicon import Gender, load_lexicon
from onrecord.base.records import Actor, ActorType


@dataclass(eq=False)
class ActorCluster:
    """Everything by which an article refers to one actor.

    Args:
        type: What the actor is.
        name: The name by which the actor is shown; empty while none is chosen.
        names: How often each name occurs.
        suspected: Names that are probably misspellings of the actor's.
        metonyms: Capitals and seats that stand for the actor, as ``Kremlin`` for Russia.
        roles: Titles and descriptions, in the order of the text.
        countries_led: Names of the countries that this person heads.
        mentions: Token ranges that refer to the actor.
        name_genders: What names and roles tell of the gender.
        title_genders: What ``Mr.`` and ``Mrs.`` tell of it.
        pronoun_genders: What the pronouns tell that were resolved to this actor.
        has_unisex_name: Whether the first name is borne by men and women.
    """

    type: ActorType
    name: str = ""
    names: Counter[str] = field(default_factory=Counter)
    suspected: list[str] = field(default_factory=list)
    metonyms: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    countries_led: set[str] = field(default_factory=set)
    mentions: set[TokenRange] = field(default_factory=set)
    name_genders: Counter[Gender] = field(default_factory=Counter)
    title_genders: Counter[Gender] = field(default_factory=Counter)
    pronoun_genders: Counter[Gender] = field(default_factory=Counter)
    has_unisex_name: bool = False

    @property
    def stated_gender(self) -> Gender | None:
        """The gender that names and roles state; None if none does, or if ``Mr.`` or ``Mrs.`` contradicts them."""
        by_name, by_title = _majority(self.name_genders), _majority(self.title_genders)
        return by_name if by_title in (by_name, None) or by_name is None else by_title

    def allows_gender(self, gender: Gender) -> bool:
        """Return whether neither ``Mr.`` or ``Mrs.`` nor names and roles clearly contradict a gender."""
        by_title = _majority(self.title_genders)
        if by_title is not None:
            return by_title == gender
        return self.has_unisex_name or self.stated_gender in (gender, None)

    @property
    def gender(self) -> Gender | None:
        """The gender by names, roles and ``Mr.`` or ``Mrs.``, else by the pronouns resolved to this actor."""
        stated = self.name_genders + self.title_genders
        return _majority(stated) if stated else _majority(self.pronoun_genders)

    def absorb(self, duplicate: ActorCluster) -> None:
        """Take over everything of a cluster that turned out to be the same actor."""
        self.names.update(duplicate.names)
        self.name_genders.update(duplicate.name_genders)
        self.title_genders.update(duplicate.title_genders)
        self.pronoun_genders.update(duplicate.pronoun_genders)
        self.mentions |= duplicate.mentions
        self.metonyms += duplicate.metonyms
        self.suspected += duplicate.suspected
        self.countries_led |= duplicate.countries_led
        self.has_unisex_name |= duplicate.has_unisex_name
        for role in duplicate.roles:
            self.add_role(role)

    def add_role(self, role: str, countries_led: Iterable[str] = ()) -> None:
        """Add a title or description, the gender that its words tell, and the countries that its bearer leads.

        Args:
            role: The description as the article words it. One that differs only in case is not added twice.
            countries_led: Names of the countries that the bearer heads by this title.
        """
        self.countries_led.update(countries_led)
        if role and role.casefold() not in (present.casefold() for present in self.roles):
            self.roles.append(role)
        lex = load_lexicon()
        for word in role.lower().replace(".", " ").split():
            if word in lex["male"]:
                self.name_genders["male"] += 1
            elif word in lex["female"]:
                self.name_genders["female"] += 1


def _majority(genders: Counter[Gender]) -> Gender | None:
    """Return the gender that is counted most often; None if there is none or both are as frequent."""
    if not genders:
        return None
    (gender, count), *rest = genders.most_common()
    return gender if not rest or count > rest[0][1] else None


class ActorRegistry:
    """The actor clusters of a Doc, and which of them each token refers to.

    Args:
        doc: The parsed article.

    Attributes:
        probabilities: How probable it is that the pronoun at a token index refers to its cluster, 0 to 1, for
            those whose antecedent the ranker has chosen.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.probabilities: dict[int, float] = {}
        self.text = text_of(doc)
        self.clusters: list[ActorCluster] = []
        self._by_identity: dict[tuple[ActorType, str], ActorCluster] = {}
        self._by_token: list[ActorCluster | None] = [None] * len(doc)

    def add(self, cluster: ActorCluster) -> ActorCluster:
        """Add a new cluster and return it."""
        self.clusters.append(cluster)
        return cluster

    def adopt(self, cluster: ActorCluster) -> None:
        """Add a cluster that was kept outside the registry, with all its mentions, unless it is in it."""
        if not any(cluster is present for present in self.clusters):
            self.add(cluster)
            for start, end in cluster.mentions:
                self._mark(cluster, start, end)

    def get_or_add(self, type_: ActorType, identity: str, name: str) -> ActorCluster:
        """Return the cluster of this type and identity; add one with this name if there is none yet."""
        cluster = self._by_identity.get((type_, identity))
        if cluster is None:
            cluster = self._by_identity[type_, identity] = self.add(ActorCluster(type_, name))
        return cluster

    def get_or_add_country(self, name: str) -> ActorCluster:
        """Return the cluster of a country by its name in the lexicon; add one if there is none yet."""
        return self.get_or_add("country", name, name)

    def merge(self, cluster: ActorCluster, duplicate: ActorCluster) -> None:
        """Make one cluster of two: ``duplicate`` is absorbed and leaves the registry."""
        cluster.absorb(duplicate)
        self.clusters.remove(duplicate)
        for start, end in duplicate.mentions:
            self._mark(cluster, start, end)

    def add_mention(self, cluster: ActorCluster, start: int, end: int) -> None:
        """Record that a token range refers to a cluster.

        Tokens that already refer to a cluster of the registry keep theirs.
        """
        cluster.mentions.add((start, end))
        self._mark(cluster, start, end)

    def _mark(self, cluster: ActorCluster, start: int, end: int) -> None:
        for token in range(start, end):
            if self._by_token[token] is None or self._by_token[token] not in self.clusters:
                self._by_token[token] = cluster

    def cluster_at(self, token: int) -> ActorCluster | None:
        """Return the cluster that the token with this index refers to."""
        return self._by_token[token]

    def mention_at(self, token: int) -> TokenRange | None:
        """Return the longest mention of the cluster that the token with this index refers to."""
        cluster = self._by_token[token]
        if cluster is None:
            return None
        around = ((start, end) for start, end in cluster.mentions if start <= token < end)
        return max(around, key=lambda mention: mention[1] - mention[0], default=None)

    def clusters_within(self, start: int, end: int) -> Iterator[tuple[int, ActorCluster]]:
        """Iterate over the clusters of a token range, each once, with the first token that refers to it."""
        seen: set[int] = set()
        for token in range(start, end):
            cluster = self._by_token[token]
            if cluster is not None and id(cluster) not in seen:
                seen.add(id(cluster))
                yield token, cluster

    def records(self) -> dict[int, Actor]:
        """Return the record of each mentioned cluster by ``id(cluster)``, numbered by first mention."""
        mentioned = [cluster for cluster in self.clusters if cluster.mentions]
        mentioned.sort(key=lambda cluster: min(cluster.mentions))
        return {id(cluster): self._record(cluster, f"a{number}") for number, cluster in enumerate(mentioned, 1)}

    def _record(self, cluster: ActorCluster, record_id: str) -> Actor:
        doc = self.doc
        spans = [(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) for start, end in sorted(cluster.mentions)]
        no_aliases = {cluster.name, *cluster.suspected, *cluster.metonyms}
        return Actor(
            id=record_id,
            name=cluster.name,
            type=cluster.type,
            aliases=[name for name in cluster.names if name not in no_aliases],
            suspected=list(dict.fromkeys(cluster.suspected)),
            roles=cluster.roles,
            metonyms=list(dict.fromkeys(cluster.metonyms)),
            mentions=spans,
        )
