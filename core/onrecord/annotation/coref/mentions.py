"""The mentions of an article in the order of its text, as coreference resolution looks them up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from spacy.tokens import Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.actors.roles import is_role_noun
from onrecord.annotation.doc.columns import runs, tokens_with
from onrecord.annotation.lexicon import load_lexicon
from onrecord.base.name_keys import name_key

_MAX_NAME = 3
"""Words of the longest proper noun that may be a person's name though nothing else says so."""
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj", "poss", "conj", "agent"})
"""Dependencies of nouns that refer to somebody, rather than modify another noun."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an article refers to a cluster.

    Args:
        cluster: Who is referred to.
        head: The head token of the mention.
        start: Index of its first token.
        sentence: Number of its sentence in the Doc.
        is_nominal: Whether it is a name or a noun; resolved pronouns and descriptions are not.
    """

    cluster: ActorCluster
    head: Token
    start: int
    sentence: int
    is_nominal: bool


class MentionIndex:
    """The mentions of a Doc in the order of its text.

    Args:
        registry: The clusters of the Doc.
        quoted: For each token whether it stands in quotation marks.
        unregistered: Clusters that are not in the registry, and may be meant by a pronoun as well.
    """

    def __init__(
        self, registry: ActorRegistry, quoted: bytearray, unregistered: Sequence[ActorCluster] = ()
    ) -> None:
        self.doc = registry.doc
        self._sentence_starts = [sent.start for sent in registry.doc.sents]
        is_narrated = (not all(quoted[sent.start : sent.end]) for sent in registry.doc.sents)
        self._narrated_before = [0, *accumulate(is_narrated)]
        self._mentions = [
            self._mention(cluster, *token_range, is_nominal=True)
            for cluster in (*registry.clusters, *unregistered)
            for token_range in cluster.mentions
        ]
        self._mentions.sort(key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]

    def __iter__(self) -> Iterator[Mention]:
        return iter(self._mentions)

    def _mention(self, cluster: ActorCluster, start: int, end: int, *, is_nominal: bool) -> Mention:
        return Mention(cluster, self.doc[start:end].root, start, self.sentence_at(start), is_nominal)

    def sentence_at(self, token: int) -> int:
        """Return the number of the sentence in which a token stands."""
        return bisect_right(self._sentence_starts, token) - 1

    def narrated_distance(self, sentence: int, earlier: int) -> int:
        """Return the distance of two sentences, without those between them that are wholly in quotation marks."""
        if earlier >= sentence:
            return 0
        return self._narrated_before[sentence] - self._narrated_before[earlier + 1] + 1

    def add(self, cluster: ActorCluster, start: int, end: int) -> None:
        """Add a resolved pronoun or description."""
        position = bisect_left(self._starts, start)
        self._mentions.insert(position, self._mention(cluster, start, end, is_nominal=False))
        self._starts.insert(position, start)

    def before(self, token: int, sentences: int) -> Sequence[Mention]:
        """Return the mentions before a token, in its sentence and in as many sentences before it."""
        first = max(0, self.sentence_at(token) - sentences)
        start = bisect_left(self._starts, self._sentence_starts[first])
        return self._mentions[start : bisect_left(self._starts, token)]

    def after(self, token: int, sentences: int) -> Sequence[Mention]:
        """Return the mentions after a token, in its sentence and in as many sentences after it."""
        beyond = self.sentence_at(token) + sentences + 1
        end = len(self._starts)
        if beyond < len(self._sentence_starts):
            end = bisect_left(self._starts, self._sentence_starts[beyond])
        return self._mentions[bisect_right(self._starts, token) : end]


def can_be_person(cluster: ActorCluster) -> bool:
    """Return whether a cluster is a person, or could be one that was taken for a place or an organisation.

    It could if nothing in its names speaks against it and the lexicon does not know them.
    """
    if cluster.type == "person":
        return True
    if cluster.type not in ("organisation", "place") or cluster.roles or cluster.metonyms:
        return False
    return all(_can_be_persons_name(name) for name in cluster.names)


def _can_be_persons_name(name: str) -> bool:
    lex, words = load_lexicon(), name.split()
    return (
        len(words) <= _MAX_NAME
        and all(word[:1].isupper() and not word.isupper() for word in words)
        and lex.find(name) is None
        and not lex.is_city(name)
        and name_key(words[-1]) not in lex["suffixes"]
        and name_key(words[-1]) not in lex["bodies"]
    )


def unrecognised_names(registry: ActorRegistry) -> list[ActorCluster]:
    """Return proper nouns that are no entities, as clusters outside the registry: people if a pronoun says so."""
    lex, doc = load_lexicon(), registry.doc
    clusters: dict[str, ActorCluster] = {}
    proper_nouns = tokens_with(doc, POS=("PROPN",), ENT_TYPE=("",))
    for start, end in runs(doc, (token for token in proper_nouns if _can_be_name(registry, doc[token]))):
        last = doc[end - 1]
        if end - start > _MAX_NAME or doc[start:end].root.dep_ not in _ARGUMENTS or not last.text.isalpha():
            continue
        name = doc[start:end].text
        if lex.find(name) is None and last.lower_ not in lex["suffixes"]:
            cluster = clusters.setdefault(name, ActorCluster("person", name))
            cluster.names[name] += 1
            cluster.mentions.add((start, end))
    return list(clusters.values())


def _can_be_name(registry: ActorRegistry, token: Token) -> bool:
    """Return whether a proper noun that is no entity can be part of a name."""
    return (
        registry.cluster_at(token.i) is None
        and token.text[:1].isupper()
        and not token.text.isupper()
        and not is_role_noun(token)
        and not token.is_stop
        and len(token) > 1
    )


def nominal_people(registry: ActorRegistry) -> list[ActorCluster]:
    """Return people without a name, ``the spokesman`` or ``a woman``, as clusters outside the registry.

    A pronoun after them may mean them rather than somebody who is named.
    """
    clusters = []
    for index in tokens_with(registry.doc, TAG=("NN",), DEP=_ARGUMENTS):
        token = registry.doc[index]
        if registry.cluster_at(index) is not None or not _is_noun_for_person(token):
            continue
        modifiers = (child for child in token.children if child.dep_ in ("appos", "compound"))
        if any(registry.cluster_at(modifier.i) is not None for modifier in modifiers):
            continue
        cluster = ActorCluster("person")
        cluster.add_role(token.lower_)
        cluster.mentions.add((index, index + 1))
        clusters.append(cluster)
    return clusters


def _is_noun_for_person(noun: Token) -> bool:
    lex = load_lexicon()
    return is_role_noun(noun) or any(noun.lower_ in lex[group] for group in ("unnamed", "male", "female"))
