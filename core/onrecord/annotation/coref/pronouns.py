"""Resolve pronouns and definite descriptions to the actors that they mean, as far as the text says which.

The antecedent of ``he`` or ``she`` is chosen among candidates (``antecedents``) by a learned ranker (``ranker``):
never against gender, never where syntax forbids it, and none at all if no candidate is probable enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from spacy.tokens import Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.coref.antecedents import AntecedentCandidate, CandidateExtractor
from onrecord.annotation.coref.definite_descriptions import DescriptionResolver
from onrecord.annotation.coref.kinship import KINSHIP_NOUNS, relative
from onrecord.annotation.coref.mentions import MentionIndex, nominal_people, unrecognised_names
from onrecord.annotation.coref.pronoun_context import syntactic_function
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
_NEUTRAL_PRONOUNS = frozenset({"it", "its", "itself"})
_FIRST_PERSON_SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})
_FIRST_PERSON_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
_SECOND_PERSON = frozenset({"you", "your", "yours", "yourself"})
_EXPLETIVE_VERBS = frozenset({"be", "seem", "appear", "happen", "take", "turn", "rain"})
"""Lemmas of verbs whose ``it`` often means nothing."""
_ANAPHORA = frozenset({*PERSONAL_PRONOUNS, *_NEUTRAL_PRONOUNS, *KINSHIP_NOUNS, "the"})
"""The words with which a mention to be resolved begins: one in ten of a text."""

RECENT_SENTENCES = 3
"""Sentences before a description in which an actor counts as mentioned recently."""

OnCandidates = Callable[[Token, Sequence[AntecedentCandidate]], None]


def resolve_references(
    registry: ActorRegistry,
    quoted: bytearray,
    ranker: Ranker | None = None,
    on_candidates: OnCandidates | None = None,
) -> None:
    """Add the third-person pronouns and definite descriptions of a Doc to the clusters that they mean.

    Args:
        registry: The clusters of the Doc by name.
        quoted: For each token whether it stands in quotation marks.
        ranker: Chooses the antecedent of ``he`` and ``she``; by default the one that onrecord ships.
        on_candidates: Is called with each of these pronouns and its candidates before the ranker chooses.
    """
    resolver = _Resolver(registry, quoted, ranker or shipped_ranker(), on_candidates)
    for index in tokens_with(registry.doc, LOWER=_ANAPHORA):
        resolver.resolve(registry.doc[index])


def resolve_quotation_pronouns(
    registry: ActorRegistry, start: int, end: int, speaker: ActorCluster, addressee: ActorCluster | None = None
) -> None:
    """Add the first- and second-person pronouns of a quotation to its speaker and its addressee.

    ``I`` is a person who speaks, ``we`` an organisation or the like, ``you`` the addressee.

    Args:
        registry: The clusters of the Doc.
        start: Index of the quotation's first token.
        end: Index of the token behind it.
        speaker: Who speaks.
        addressee: Whom the quotation is said to, if the text says so.
    """
    first_person = _FIRST_PERSON_SINGULAR if speaker.type == "person" else _FIRST_PERSON_PLURAL
    for token in registry.doc[start:end]:
        if token.pos_ != "PRON" or registry.cluster_at(token.i) is not None:
            continue
        if token.lower_ in first_person:
            registry.add_mention(speaker, token.i, token.i + 1)
        elif addressee is not None and token.lower_ in _SECOND_PERSON:
            registry.add_mention(addressee, token.i, token.i + 1)


class _Resolver:
    """Resolves the pronouns and descriptions of a Doc, to be called in the text's order.

    What was resolved is evidence for what follows.
    """

    def __init__(
        self, registry: ActorRegistry, quoted: bytearray, ranker: Ranker, on_candidates: OnCandidates | None
    ) -> None:
        self._registry = registry
        self._quoted = quoted
        self._ranker = ranker
        self._on_candidates = on_candidates
        self._descriptions = DescriptionResolver(registry)
        unregistered = [*unrecognised_names(registry), *nominal_people(registry)]
        self._mentions = MentionIndex(registry, quoted, unregistered)
        self._extractor = CandidateExtractor(registry, self._mentions, quoted)

    def resolve(self, token: Token) -> None:
        """Resolve the pronoun or description that begins with a token, unless the token refers to an actor."""
        if self._registry.cluster_at(token.i) is not None:
            return
        word = token.lower_
        if (gender := PERSONAL_PRONOUNS.get(word)) is not None:
            self._resolve_personal(token, gender)
        elif word in KINSHIP_NOUNS:
            if (cluster := relative(self._registry, token, self._recent_clusters(token.i))) is not None:
                self._add_mention(cluster, token.i, token.i + 1)
        elif word in _NEUTRAL_PRONOUNS:
            if (cluster := self._neutral_antecedent(token)) is not None:
                self._add_mention(cluster, token.i, token.i + 1)
        elif not self._quoted[token.i]:
            description = self._descriptions.resolve(token, partial(self._recent_clusters, token.i))
            if description is not None:
                cluster, end = description
                self._add_mention(cluster, token.i, end)

    def _recent_clusters(self, token: int) -> list[ActorCluster]:
        return [mention.cluster for mention in self._mentions.before(token, RECENT_SENTENCES)]

    def _add_mention(self, cluster: ActorCluster, start: int, end: int) -> None:
        self._registry.add_mention(cluster, start, end)
        self._mentions.add(cluster, start, end)

    def _resolve_personal(self, pronoun: Token, gender: Gender) -> None:
        candidates = self._extractor.candidates(pronoun, gender)
        if self._on_candidates is not None:
            self._on_candidates(pronoun, candidates)
        choice = self._ranker.choose(candidates)
        if choice is None:
            return
        candidate, probability = choice
        cluster = candidate.cluster
        cluster.pronoun_genders[gender] += 1
        if not cluster.names:
            self._mentions.add(cluster, pronoun.i, pronoun.i + 1)
            return
        self._registry.adopt(cluster)
        cluster.type = "person"
        self._add_mention(cluster, pronoun.i, pronoun.i + 1)
        self._registry.probabilities[pronoun.i] = probability

    def _neutral_antecedent(self, pronoun: Token) -> ActorCluster | None:
        """Return the organisation or country that alone is a subject in this sentence or the one before."""
        if pronoun.dep_ not in ("nsubj", "poss", "nsubjpass") or pronoun.head.lemma_ in _EXPLETIVE_VERBS:
            return None
        subjects = {
            id(mention.cluster): mention.cluster
            for mention in self._mentions.before(pronoun.i, 1)
            if mention.cluster.type in ("organisation", "country")
            and syntactic_function(mention.head) == "subject"
        }
        return next(iter(subjects.values())) if len(subjects) == 1 else None
