"""What speaks for and against each person whom ``he`` or ``she`` may mean: features for a ranker.

The features are those that pronoun resolution has used since Hobbs (1978) and Lappin and Leass (1994): how far,
in which part of the sentence, parallel or not, how often and how early named, of which gender, and what binding
theory forbids. What each weighs is learned (``ranking``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.annotation.actors.metonymy import first_conjunct
from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.coref.mentions import Mention, MentionIndex, can_be_person
from onrecord.annotation.lexicon import Gender
from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.lexicon.gender import female_log_odds

SENTENCES_BEFORE = 8
"""Sentences before a pronoun in which its person is looked for."""
SENTENCES_AFTER = 1
"""Sentences after the pronoun's own in which he may be named for the first time."""
DISTANCE_CAP = 3
"""Sentences of distance up to which each number of them is a feature of its own."""
MAX_CANDIDATES = 24
"""Figures that are weighed for one pronoun, the nearest of them."""

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECTS = frozenset({"dobj", "dative", "iobj"})
_VERBS = frozenset({"VERB", "AUX"})
_SAY = frozenset("say add tell explain note continue conclude write argue ask recall".split())
_DEEP = 40

Features = dict[str, float]
_Both = tuple[list[Mention], list[Mention]]
"""The places of one cluster before a pronoun and after it."""


@dataclass(frozen=True, slots=True)
class AntecedentCandidate:
    """Somebody whom a pronoun may mean, and what speaks for him."""

    cluster: ActorCluster
    features: Features


class CandidateExtractor:
    """Gathers the candidates of the pronouns of a Doc."""

    def __init__(self, registry: ActorRegistry, places: MentionIndex, quoted: bytearray) -> None:
        self._registry = registry
        self._places = places
        self._quoted = quoted
        clusters = {id(place.cluster): place.cluster for place in places}
        self._persons = {at: cluster for at, cluster in clusters.items() if can_be_person(cluster)}
        self._first = next(iter(self._persons), None)

    def candidates(self, pronoun: Token, gender: Gender) -> list[AntecedentCandidate]:
        """All whom neither gender nor syntax forbids."""
        context = PronounContext(pronoun, self._places.sentence(pronoun.i), bool(self._quoted[pronoun.i]))
        speaker: ActorCluster | None = None
        met: dict[int, list[Mention]] = {}
        again: dict[int, list[Mention]] = {}
        for place in self._places.before(pronoun.i, SENTENCES_BEFORE):
            if place.named and not place.cluster.names and self._registry.cluster_at(place.head.i) is not None:
                continue  # a description, and known whose
            (met if place.named else again).setdefault(id(place.cluster), []).append(place)
            if context.says and id(place.cluster) in self._persons and _speaks(place.head):
                speaker = place.cluster
        ahead: dict[int, list[Mention]] = {}
        for place in self._places.after(pronoun.i, SENTENCES_AFTER):
            if not place.cluster.names:
                continue
            ahead.setdefault(id(place.cluster), []).append(place)
        fitting: list[_Both] = []
        for at in dict.fromkeys([*met, *ahead]):
            before, after = met.get(at, []), ahead.get(at, [])
            cluster = self._persons.get(at)
            if cluster is not None and cluster.allows_gender(gender) and not context.forbids(before + after):
                fitting.append((before, after))
        if context.reports and not context.quoted:
            fitting = self._told(fitting, gender, speaker)
        fitting.sort(key=lambda both: -both[0][-1].start if both[0] else both[1][0].start)
        fitting = fitting[:MAX_CANDIDATES]
        most = max((len(both[0]) for both in fitting), default=0)
        found = []
        for rank, (before, after) in enumerate(fitting):
            cluster = (before or after)[0].cluster
            features = {"any": 1.0}
            features |= self._of_figure(cluster, gender)
            if before:
                features |= self._of_past(context, before, rank, len(before) == most)
            else:
                features |= self._of_future(context, after)
            if after and before:
                features |= self._of_return(context, after)
            if cluster is speaker:
                features["spoke last"] = 1.0
            if meant := again.get(id(cluster)):
                features |= self._of_chain(context, meant)
            for place in before + [place for place in after if place.named]:
                if place.sentence == context.sentence:
                    for bond in context.bonds(place):
                        features[f"{bond}, apart" if context.apart(place) else bond] = 1.0
            found.append(AntecedentCandidate(cluster, features))
        return found

    def _told(self, fitting: list[_Both], gender: Gender, speaker: ActorCluster | None) -> list[_Both]:
        """Those whom the narrator names, if he may well mean one of them, with the places where he does.

        Who is named in the words of others only hardly is he who ``said`` the next.
        """
        outside = [
            (told, [place for place in after if not self._quoted[place.head.i]])
            for before, after in fitting
            if (told := [place for place in before if not self._quoted[place.head.i]])
        ]
        known = (before[0].cluster for before, _ in outside)
        return outside if any(one is speaker or one.stated_gender == gender for one in known) else fitting

    def _of_figure(self, cluster: ActorCluster, gender: Gender) -> Features:
        features: Features = {}
        if cluster.stated_gender == gender:
            features["gender known"] = 1.0
        elif not cluster.names:
            features["gender unknown, no name"] = 1.0
        else:
            lean = female_log_odds(cluster.name)
            single = " " not in cluster.name
            features["gender leans, one word" if single else "gender leans"] = (
                lean if gender == "female" else -lean
            )
            features["gender unknown, one word" if single else "gender unknown"] = 1.0
            if (others := cluster.pronoun_genders.total() - cluster.pronoun_genders[gender]) > 0:
                features["called otherwise"] = math.log1p(others)
            if cluster.pronoun_genders[gender]:
                features["called so"] = math.log1p(cluster.pronoun_genders[gender])
        if not cluster.names:
            features["no name"] = 1.0
        if cluster.type != "person":
            features["no person"] = 1.0
        if id(cluster) == self._first:
            features["first of all"] = 1.0
        return features

    def _of_past(self, context: PronounContext, before: list[Mention], rank: int, most: bool) -> Features:
        kind, last = context.kind, before[-1]
        plain = context.sentence - last.sentence
        distance = plain if context.quoted else self._places.apart(context.sentence, last.sentence)
        role = syntactic_function(last.head)
        features: Features = {
            f"{kind} distance {min(distance, DISTANCE_CAP)}": 1.0,
            "farther": float(max(0, distance - DISTANCE_CAP)),
            f"rank {min(rank, 3)}": 1.0,
            f"{kind} {role} {min(distance, 1)}": 1.0,
            "mentions": math.log1p(len(before)),
        }
        if most:
            features["mentioned most"] = 1.0
        if role == context.part:
            features[f"parallel {kind}"] = 1.0
        if last.head.dep_ == "conj" or any(child.dep_ == "conj" for child in last.head.children):
            features["coordinated"] = 1.0
        if bool(self._quoted[last.head.i]) != context.quoted:
            features["other voice"] = 1.0
        subjects = [place for place in before if syntactic_function(place.head) == "subject"]
        if any(place.sentence == context.sentence for place in subjects):
            features[f"{kind} subject here"] = 1.0
        if any(place.sentence == context.sentence - 1 for place in subjects):
            features[f"{kind} subject before"] = 1.0
        verbs = context.verbs
        here = [place for place in before if place.sentence == context.sentence]
        if context.subject is not None and any(place.head == context.subject for place in here):
            features[f"{kind} own subject"] = 1.0
        elif any(
            first_conjunct(place.head).head in verbs and syntactic_function(place.head) == "subject"
            for place in here
        ):
            features[f"{kind} commands"] = 1.0
        elif any(first_conjunct(place.head).head in verbs for place in here):
            features[f"{kind} object above"] = 1.0
        if distance <= 1 and _is_root_subject(last.head):
            features[f"{kind} root subject {distance}"] = 1.0
        if plain == distance:
            features[f"{kind} near"] = math.log1p(context.pronoun.i - last.start) - 2
        return features

    def _of_future(self, context: PronounContext, after: list[Mention]) -> Features:
        first = after[0]
        distance = first.sentence - context.sentence
        features: Features = {
            f"ahead {distance}": 1.0,
            f"ahead {context.kind} {distance} {syntactic_function(first.head)}": 1.0,
        }
        features["ahead near"] = math.log1p(first.start - context.pronoun.i) - 2
        if distance == 0 and _is_root_subject(first.head):
            features[f"ahead {context.kind} root subject"] = 1.0
            if context.subject is None or context.verb is not first.head.head:
                features["ahead of its clause"] = 1.0
        return features

    def _of_return(self, context: PronounContext, after: list[Mention]) -> Features:
        """He is named again soon: less likely meant, or the topic."""
        first = after[0]
        distance = first.sentence - context.sentence
        return {f"again {context.kind} {distance} {syntactic_function(first.head)}": 1.0}

    def _of_chain(self, context: PronounContext, meant: list[Mention]) -> Features:
        """He was meant by other words since."""
        last = meant[-1]
        distance = context.sentence - last.sentence
        features: Features = {f"chain {min(distance, 2)}": 1.0}
        if syntactic_function(last.head) == context.part:
            features[f"chain parallel {min(distance, 2)}"] = 1.0
        if context.forbids(meant):
            features["chain bound"] = 1.0
        return features


class PronounContext:
    """A pronoun and the clause in which it stands."""

    def __init__(self, pronoun: Token, sentence: int, quoted: bool) -> None:
        self.pronoun = pronoun
        self.sentence = sentence
        self.quoted = quoted
        self.part = syntactic_function(pronoun)
        self.reflexive = pronoun.lower_.endswith("self")
        self.possessive = self.part == "possessor"
        self.kind = "his" if self.possessive or self.reflexive else "he" if self.part == "subject" else "him"
        self.verb = _verb_over(pronoun)
        self.subject = logical_subject(self.verb) if self.verb is not None else None
        self.says = self.part == "subject" and _says(pronoun.head)
        self.reports = self.part == "subject" and load_cues().types.get(f"{pronoun.head.lemma_}.v") == "speech"
        self.verbs = frozenset(_verbs_over(pronoun))

    def forbids(self, places: list[Mention]) -> bool:
        """Binding: ``him`` is not the subject of its own verb, and ``he`` is not its object."""
        if self.possessive or self.reflexive:
            return False
        own = first_conjunct(self.pronoun)
        verb = own.head.head if own.dep_ == "pobj" else own.head
        return verb.pos_ in _VERBS and any(
            (first.head.head if first.dep_ == "pobj" else first.head) == verb
            for place in places
            if place.sentence == self.sentence
            for first in (first_conjunct(place.head),)
        )

    def bonds(self, place: Mention) -> Iterator[str]:
        """What syntax has against a place in the same sentence, as far as the parser is right."""
        pronoun, head = self.pronoun, place.head
        if self.possessive:
            if pronoun.head == head or (head.dep_ in ("appos", "compound") and head.head == pronoun.head):
                yield "owned"
            elif place.start > pronoun.i and _is_under(head, pronoun.head):
                yield "under what is owned"
        elif self.part != "subject":
            if not self.reflexive and self.subject is not None and self.subject == first_conjunct(head):
                yield "own doer"
        elif place.start > pronoun.i and self.verb == pronoun.head and _is_under(head, pronoun.head):
            yield "under its verb"

    def apart(self, place: Mention) -> bool:
        """Whether a comma or the like stands between the pronoun and a place, where the parser often errs."""
        start, end = sorted((self.pronoun.i, place.start))
        return any(token.is_punct for token in self.pronoun.doc[start + 1 : end])


def syntactic_function(token: Token) -> str:
    """The part of the sentence that a token is, by its first conjunct."""
    dep = first_conjunct(token).dep_
    if dep in SUBJECTS:
        return "subject"
    if dep in _OBJECTS:
        return "object"
    if dep in ("poss", "compound", "pobj", "appos", "agent"):
        return "possessor" if dep == "poss" else dep
    return "other"


def logical_subject(verb: Token) -> Token | None:
    """Who does what the verb says, though he stands with another: ``Kim sat down and wrote``, ``asked Lee to``."""
    for _ in range(_DEEP):
        own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if own is not None:
            return own
        if verb.dep_ == "xcomp":
            objects = (child for child in verb.head.children if child.dep_ in _OBJECTS and child.i < verb.i)
            if (other := next(objects, None)) is not None:
                return other
        elif verb.dep_ in ("acl", "relcl"):
            return verb.head
        elif verb.dep_ not in ("conj", "advcl", "pcomp", "prep"):
            return None
        verb = verb.head
    return None


def _verb_over(token: Token) -> Token | None:
    return next(_verbs_over(token), None)


def _verbs_over(token: Token) -> Iterator[Token]:
    return (above for above in token.ancestors if above.pos_ in _VERBS)


def _says(verb: Token) -> bool:
    return verb.lemma_ in _SAY


def _speaks(token: Token) -> bool:
    """``Lee said``, ``the tourist, Kim Lee, said``."""
    first = first_conjunct(token.head if token.dep_ == "appos" else token)
    return first.dep_ in SUBJECTS and _says(first.head)


def _is_root_subject(token: Token) -> bool:
    first = first_conjunct(token)
    return first.dep_ in SUBJECTS and first.head.dep_ == "ROOT"


def _is_under(token: Token, top: Token) -> bool:
    return any(above == top for above in token.ancestors)
