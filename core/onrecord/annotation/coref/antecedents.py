"""The candidates for the antecedent of ``he`` or ``she``, and their features for the ranker.

The features are those that pronoun resolution has used since Hobbs (1978) and Lappin and Leass (1994): distance,
syntactic function, parallelism, how often and how early somebody is mentioned, gender, and what binding theory
forbids. What each weighs is learned (``ranker``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Token

from onrecord.annotation.actors.metonymy import first_conjunct
from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.coref.mentions import Mention, MentionIndex, can_be_person
from onrecord.annotation.coref.pronoun_context import (
    PronounContext,
    is_root_subject,
    is_speaking,
    syntactic_function,
)
from onrecord.annotation.lexicon import Gender
from onrecord.annotation.lexicon.gender import female_log_odds

SENTENCES_BEFORE = 8
"""Sentences before a pronoun in which its antecedent is looked for."""
SENTENCES_AFTER = 1
"""Sentences after the pronoun's own in which its antecedent may be named for the first time."""
DISTANCE_CAP = 3
"""Distance in sentences up to which each is a feature of its own."""
MAX_CANDIDATES = 24
"""Candidates that are compared for one pronoun, the nearest ones."""

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class AntecedentCandidate:
    """Somebody whom a pronoun may mean, and the features that speak for and against it."""

    cluster: ActorCluster
    features: Features


class _Surroundings(NamedTuple):
    """The mentions of one cluster by name or noun before a pronoun, and by name after it."""

    before: list[Mention]
    after: list[Mention]

    @property
    def cluster(self) -> ActorCluster:
        return (self.before or self.after)[0].cluster

    @property
    def sort_key(self) -> int:
        """Orders those mentioned before a pronoun from the nearest on, then those only named after it."""
        return -self.before[-1].start if self.before else self.after[0].start


class CandidateExtractor:
    """Collects the candidates of the pronouns of a Doc.

    Args:
        registry: The clusters of the Doc.
        mentions: The mentions of the Doc, including those resolved so far.
        quoted: For each token whether it stands in quotation marks.
    """

    def __init__(self, registry: ActorRegistry, mentions: MentionIndex, quoted: bytearray) -> None:
        self._registry = registry
        self._mentions = mentions
        self._quoted = quoted
        clusters = {id(mention.cluster): mention.cluster for mention in mentions}
        self._people = {identity: cluster for identity, cluster in clusters.items() if can_be_person(cluster)}
        self._source_tokens = source_tokens(registry.doc)
        self._first_person = next(iter(self._people.values()), None)

    def candidates(self, pronoun: Token, gender: Gender) -> list[AntecedentCandidate]:
        """Return all whom neither gender nor syntax forbids, the nearest first."""
        context = PronounContext(
            pronoun, self._mentions.sentence_at(pronoun.i), is_quoted=bool(self._quoted[pronoun.i])
        )
        earlier = self._mentions_before(pronoun)
        resolved = _by_cluster(mention for mention in earlier if not mention.is_nominal)
        speaker = self._last_speaker(earlier, gender) if context.reports else None
        permitted = [
            surroundings
            for surroundings in self._surroundings(pronoun, earlier)
            if self._is_permitted(context, gender, surroundings)
        ]
        if context.reports and not context.is_quoted:
            permitted = self._prefer_narrated(permitted, gender, speaker)
        permitted.sort(key=lambda surroundings: surroundings.sort_key)
        permitted = permitted[:MAX_CANDIDATES]
        most_mentions = max((len(surroundings.before) for surroundings in permitted), default=0)
        candidates = []
        for rank, surroundings in enumerate(permitted):
            cluster = surroundings.cluster
            features = {"any": 1.0, **self._cluster_features(cluster, gender)}
            if surroundings.before:
                features |= self._past_features(context, surroundings.before, rank, most_mentions)
                if surroundings.after:
                    features |= _return_features(context, surroundings.after)
            else:
                features |= _cataphora_features(context, surroundings.after)
            if cluster is speaker:
                features["spoke last"] = 1.0
            if id(cluster) in resolved:
                features |= _chain_features(context, resolved[id(cluster)])
            features |= _binding_features(context, surroundings)
            candidates.append(AntecedentCandidate(cluster, features))
        return candidates

    def _mentions_before(self, pronoun: Token) -> list[Mention]:
        """Return the mentions before a pronoun, without nouns that were resolved to a named actor meanwhile."""
        return [
            mention
            for mention in self._mentions.before(pronoun.i, SENTENCES_BEFORE)
            if not mention.is_nominal or mention.cluster.names or self._registry.cluster_at(mention.head.i) is None
        ]

    def _last_speaker(self, mentions: list[Mention], gender: Gender) -> ActorCluster | None:
        """Return who of this gender was the source of an attribution last, or the subject of a verb of saying."""
        speakers = (
            mention.cluster
            for mention in reversed(mentions)
            if (person := self._people.get(id(mention.cluster))) is not None
            and person.allows_gender(gender)
            and (mention.head.i in self._source_tokens or is_speaking(mention.head))
        )
        return next(speakers, None)

    def _surroundings(self, pronoun: Token, earlier: list[Mention]) -> list[_Surroundings]:
        """Return the mentions of each cluster around a pronoun; pronouns and descriptions don't count."""
        before = _by_cluster(mention for mention in earlier if mention.is_nominal)
        later = self._mentions.after(pronoun.i, SENTENCES_AFTER)
        after = _by_cluster(mention for mention in later if mention.cluster.names)
        return [
            _Surroundings(before.get(identity, []), after.get(identity, []))
            for identity in dict.fromkeys([*before, *after])
        ]

    def _is_permitted(self, context: PronounContext, gender: Gender, surroundings: _Surroundings) -> bool:
        """Return whether neither gender nor syntax forbids that a pronoun means a cluster."""
        person = self._people.get(id(surroundings.cluster))
        return (
            person is not None
            and person.allows_gender(gender)
            and not context.forbids(surroundings.before + surroundings.after)
        )

    def _prefer_narrated(
        self, candidates: list[_Surroundings], gender: Gender, speaker: ActorCluster | None
    ) -> list[_Surroundings]:
        """Return only those whom the narrator mentions, with these mentions, if one of them is likely meant.

        Who is only mentioned in the words of others hardly is the one who ``said`` what follows.
        """
        narrated = [
            _Surroundings(before, self._unquoted(candidate.after))
            for candidate in candidates
            if (before := self._unquoted(candidate.before))
        ]
        is_likely = any(
            candidate.cluster is speaker or candidate.cluster.stated_gender == gender for candidate in narrated
        )
        return narrated if is_likely else candidates

    def _unquoted(self, mentions: list[Mention]) -> list[Mention]:
        return [mention for mention in mentions if not self._quoted[mention.head.i]]

    def _cluster_features(self, cluster: ActorCluster, gender: Gender) -> Features:
        """Return the features of a cluster wherever it is mentioned."""
        features = _gender_features(cluster, gender)
        if not cluster.names:
            features["no name"] = 1.0
        if cluster.type != "person":
            features["no person"] = 1.0
        if cluster is self._first_person:
            features["first of all"] = 1.0
        return features

    def _past_features(
        self, context: PronounContext, before: list[Mention], rank: int, most_mentions: int
    ) -> Features:
        """Return the features of the mentions before a pronoun.

        Args:
            context: The pronoun.
            before: The mentions of the candidate, at least one.
            rank: How many candidates are nearer.
            most_mentions: How many mentions before the pronoun the most mentioned candidate has.
        """
        kind, last = context.kind, before[-1]
        sentences_between = context.sentence - last.sentence
        distance = sentences_between
        if not context.is_quoted:
            distance = self._mentions.narrated_distance(context.sentence, last.sentence)
        function = syntactic_function(last.head)
        features: Features = {
            f"{kind} distance {min(distance, DISTANCE_CAP)}": 1.0,
            "farther": float(max(0, distance - DISTANCE_CAP)),
            f"rank {min(rank, 3)}": 1.0,
            f"{kind} {function} {min(distance, 1)}": 1.0,
            "mentions": math.log1p(len(before)),
        }
        if len(before) == most_mentions:
            features["mentioned most"] = 1.0
        if function == context.function:
            features[f"parallel {kind}"] = 1.0
        if last.head.dep_ == "conj" or any(child.dep_ == "conj" for child in last.head.children):
            features["coordinated"] = 1.0
        if bool(self._quoted[last.head.i]) != context.is_quoted:
            features["other voice"] = 1.0
        if distance <= 1 and is_root_subject(last.head):
            features[f"{kind} root subject {distance}"] = 1.0
        if sentences_between == distance:
            features[f"{kind} near"] = _nearness(last.start, context.pronoun.i)
        return features | _subject_features(context, before)


def source_tokens(doc: Doc) -> frozenset[int]:
    """Return the indices of the tokens that head the sources of a Doc's attributions, with their appositions."""
    heads: set[int] = set()
    for attribution in doc._.attributions or ():
        for start, end in attribution.source[:1]:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                heads.add(span.root.i)
                heads.update(child.i for child in span.root.children if child.dep_ == "appos")
    return frozenset(heads)


def _by_cluster(mentions: Iterable[Mention]) -> dict[int, list[Mention]]:
    """Return the mentions of each cluster by its id, in order."""
    grouped: dict[int, list[Mention]] = {}
    for mention in mentions:
        grouped.setdefault(id(mention.cluster), []).append(mention)
    return grouped


def _gender_features(cluster: ActorCluster, gender: Gender) -> Features:
    """Return what is known of the gender of somebody whom the pronoun's gender does not forbid."""
    if cluster.stated_gender == gender:
        return {"gender known": 1.0}
    if not cluster.names:
        return {"gender unknown, no name": 1.0}
    suffix = "" if " " in cluster.name else ", one word"
    female_leaning = female_log_odds(cluster.name)
    features: Features = {
        f"gender leans{suffix}": female_leaning if gender == "female" else -female_leaning,
        f"gender unknown{suffix}": 1.0,
    }
    agreeing = cluster.pronoun_genders[gender]
    disagreeing = cluster.pronoun_genders.total() - agreeing
    if disagreeing > 0:
        features["called otherwise"] = math.log1p(disagreeing)
    if agreeing:
        features["called so"] = math.log1p(agreeing)
    return features


def _subject_features(context: PronounContext, before: list[Mention]) -> Features:
    """Return which subjects and objects around the pronoun the candidate is."""
    kind, features = context.kind, Features()
    subjects = [mention for mention in before if syntactic_function(mention.head) == "subject"]
    if any(mention.sentence == context.sentence for mention in subjects):
        features[f"{kind} subject here"] = 1.0
    if any(mention.sentence == context.sentence - 1 for mention in subjects):
        features[f"{kind} subject before"] = 1.0
    same_sentence = [mention for mention in before if mention.sentence == context.sentence]
    commanding = [mention for mention in same_sentence if first_conjunct(mention.head).head in context.verbs_above]
    if context.subject is not None and any(mention.head == context.subject for mention in same_sentence):
        features[f"{kind} own subject"] = 1.0
    elif any(syntactic_function(mention.head) == "subject" for mention in commanding):
        features[f"{kind} commands"] = 1.0
    elif commanding:
        features[f"{kind} object above"] = 1.0
    return features


def _cataphora_features(context: PronounContext, after: list[Mention]) -> Features:
    """Return the features of somebody who is named only after the pronoun: ``In her speech, Kim Lee said``."""
    first = after[0]
    distance = first.sentence - context.sentence
    features: Features = {
        f"ahead {distance}": 1.0,
        f"ahead {context.kind} {distance} {syntactic_function(first.head)}": 1.0,
        "ahead near": _nearness(context.pronoun.i, first.start),
    }
    if distance == 0 and is_root_subject(first.head):
        features[f"ahead {context.kind} root subject"] = 1.0
        features["ahead of its clause"] = 1.0
    return features


def _return_features(context: PronounContext, after: list[Mention]) -> Features:
    """Return the feature of somebody who is named again soon: less likely meant, or the topic."""
    first = after[0]
    distance = first.sentence - context.sentence
    return {f"again {context.kind} {distance} {syntactic_function(first.head)}": 1.0}


def _chain_features(context: PronounContext, resolved: list[Mention]) -> Features:
    """Return the features of somebody whom pronouns or descriptions before this one mean."""
    last = resolved[-1]
    distance = min(context.sentence - last.sentence, 2)
    features: Features = {f"chain {distance}": 1.0}
    if syntactic_function(last.head) == context.function:
        features[f"chain parallel {distance}"] = 1.0
    if context.forbids(resolved):
        features["chain bound"] = 1.0
    return features


def _binding_features(context: PronounContext, surroundings: _Surroundings) -> Features:
    """Return what syntax says against the mentions in the pronoun's sentence."""
    features: Features = {}
    for mention in [*surroundings.before, *(later for later in surroundings.after if later.is_nominal)]:
        if mention.sentence == context.sentence:
            for conflict in context.binding_conflicts(mention):
                features[f"{conflict}, apart" if context.is_set_off(mention) else conflict] = 1.0
    return features


def _nearness(start: int, end: int) -> float:
    """Return the distance of two tokens on a logarithmic scale, about 0 of neighbouring phrases."""
    return math.log1p(end - start) - 2
