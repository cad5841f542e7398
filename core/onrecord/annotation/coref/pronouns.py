"""Mentions by other words: pronouns, as far as the text says whom they mean.

Whom ``he`` and ``she`` mean is chosen among candidates (``salience``) by a learned ranker (``ranking``): never
against gender, never where syntax forbids it, and not at all when nobody is likely enough.
"""

from __future__ import annotations

from functools import partial

from spacy.tokens import Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.coref.antecedents import CandidateExtractor, syntactic_function
from onrecord.annotation.coref.definite_descriptions import DescriptionResolver
from onrecord.annotation.coref.mentions import MentionIndex, nominal_people, unrecognised_names
from onrecord.annotation.coref.ranker import Ranker, shipped_ranker
from onrecord.annotation.doc.columns import tokens_with
from onrecord.annotation.lexicon import Gender

PERSONAL_PRONOUNS: dict[str, Gender] = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
    "herself": "female",
}
_NEUTRAL = frozenset({"it", "its", "itself"})
_SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})
_ADDRESSED = frozenset({"you", "your", "yours", "yourself"})
_SPEAKERS = frozenset({"we", "us", "our", "ours", "ourselves"})
_EMPTY = frozenset({"be", "seem", "appear", "happen", "take", "turn", "rain"})

_READ = frozenset({*PERSONAL_PRONOUNS, *_NEUTRAL, "the"})
"""Words that are looked at: one in ten."""

RECENT_SENTENCES = 3
"""Sentences before a description in which a cluster counts as mentioned of late."""


def resolve_references(registry: ActorRegistry, quoted: bytearray, choice: Ranker | None = None) -> None:
    """Resolve third-person pronouns and descriptions, in the text's order.

    ``quoted`` marks the tokens in quotation marks; ``choice`` chooses among the candidates for ``he`` and ``she``
    (default: what onrecord ships).
    """
    resolver = _Resolver(registry, quoted, choice or shipped_ranker())
    for at in tokens_with(registry.doc, LOWER=_READ):
        resolver.read(registry.doc[at])


def resolve_quotation_pronouns(
    registry: ActorRegistry, start: int, end: int, speaker: ActorCluster, addressed: ActorCluster | None = None
) -> None:
    """Resolve ``I`` between two tokens of a quotation to its speaker, ``we`` to a body that speaks, ``you`` to
    whom it is said to."""
    words = _SPEAKER if speaker.type == "person" else _SPEAKERS
    for token in registry.doc[start:end]:
        if token.pos_ != "PRON" or registry.cluster_at(token.i) is not None:
            continue
        if token.lower_ in words:
            registry.add_mention(speaker, token.i, token.i + 1)
        elif addressed is not None and token.lower_ in _ADDRESSED:
            registry.add_mention(addressed, token.i, token.i + 1)


class _Resolver:
    """Reads a Doc word by word; what was resolved tells about what follows."""

    def __init__(self, registry: ActorRegistry, quoted: bytearray, choice: Ranker) -> None:
        self.registry = registry
        self.quoted = quoted
        self.choice = choice
        self.descriptions = DescriptionResolver(registry)
        self.places = MentionIndex(registry, quoted, [*unrecognised_names(registry), *nominal_people(registry)])
        self.weigher = CandidateExtractor(registry, self.places, quoted)

    def read(self, token: Token) -> None:
        """Resolve what begins with this token."""
        if self.registry.cluster_at(token.i) is not None:
            return
        word = token.lower_
        if (gender := PERSONAL_PRONOUNS.get(word)) is not None:
            self._person(token, gender)
        elif word in _NEUTRAL:
            if (cluster := self._body(token)) is not None:
                self._mention(cluster, token.i, token.i + 1)
        elif not self.quoted[token.i]:
            found = self.descriptions.meant(token, partial(self._recent, token.i))
            if found is not None:
                self._mention(found[0], token.i, found[1])

    def _recent(self, token: int) -> list[ActorCluster]:
        return [place.cluster for place in self.places.before(token, RECENT_SENTENCES)]

    def _mention(self, cluster: ActorCluster, start: int, end: int) -> None:
        self.registry.add_mention(cluster, start, end)
        self.places.add(cluster, start, end)

    def _person(self, pronoun: Token, gender: Gender) -> None:
        chosen = self.choice.choose(pronoun, self.weigher.candidates(pronoun, gender))
        if chosen is None:
            return
        cluster = chosen.cluster
        cluster.pronoun_genders[gender] += 1
        if not cluster.names:
            self.places.add(cluster, pronoun.i, pronoun.i + 1)
            return
        self.registry.adopt(cluster)
        cluster.type = "person"
        self._mention(cluster, pronoun.i, pronoun.i + 1)

    def _body(self, pronoun: Token) -> ActorCluster | None:
        """The organisation or country that is subject of this or the last sentence, if it is the only one."""
        if pronoun.dep_ not in ("nsubj", "poss", "nsubjpass") or pronoun.head.lemma_ in _EMPTY:
            return None
        found = {
            id(place.cluster): place.cluster
            for place in self.places.before(pronoun.i, 1)
            if place.cluster.type in ("organisation", "country") and syntactic_function(place.head) == "subject"
        }
        return next(iter(found.values())) if len(found) == 1 else None
