"""Where an article means whom: the places of its clusters, in the text's order, as resolution looks them up."""

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
from onrecord.base.name_keys import key

_LONGEST = 3
"""Words of the longest proper noun that is taken for a person's name though nothing else says so."""
_FREE = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj", "poss", "conj", "agent"})
"""Parts of a sentence in which somebody stands for himself."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a cluster was mentioned: the head token of the mention and its sentence."""

    cluster: ActorCluster
    head: Token
    start: int
    sentence: int
    named: bool


class MentionIndex:
    """Where the clusters of a Doc are mentioned, in the text's order."""

    def __init__(self, registry: ActorRegistry, quoted: bytearray, others: Sequence[ActorCluster] = ()) -> None:
        """``quoted`` marks tokens in quotation marks, ``others`` are clusters that are not in the registry."""
        self.doc = registry.doc
        self._starts = [sent.start for sent in registry.doc.sents]
        told = (not all(quoted[sent.start : sent.end]) for sent in registry.doc.sents)
        self._told = [0, *accumulate(told)]
        self._places = [
            self._place(cluster, *span, named=True)
            for cluster in (*registry.clusters, *others)
            for span in cluster.mentions
        ]
        self._places.sort(key=lambda place: place.start)
        self._at = [place.start for place in self._places]

    def __iter__(self) -> Iterator[Mention]:
        return iter(self._places)

    def _place(self, cluster: ActorCluster, start: int, end: int, *, named: bool) -> Mention:
        return Mention(cluster, self.doc[start:end].root, start, self.sentence(start), named)

    def sentence(self, token: int) -> int:
        """The number of the sentence in which a token stands."""
        return bisect_right(self._starts, token) - 1

    def apart(self, sentence: int, earlier: int) -> int:
        """How many sentences on one is from an earlier one, quotations between them left out."""
        return self._told[sentence] - self._told[earlier + 1] + 1 if earlier < sentence else 0

    def add(self, cluster: ActorCluster, start: int, end: int) -> None:
        """Note a mention by other words than a name."""
        at = bisect_left(self._at, start)
        self._places.insert(at, self._place(cluster, start, end, named=False))
        self._at.insert(at, start)

    def before(self, token: int, sentences: int) -> Sequence[Mention]:
        """The places before a token, in its sentence and so many before it."""
        first = max(0, self.sentence(token) - sentences)
        return self._places[bisect_left(self._at, self._starts[first]) : bisect_left(self._at, token)]

    def after(self, token: int, sentences: int) -> Sequence[Mention]:
        """The places after a token, in its sentence and so many after it."""
        beyond = self.sentence(token) + sentences + 1
        end = bisect_left(self._at, self._starts[beyond]) if beyond < len(self._starts) else len(self._at)
        return self._places[bisect_right(self._at, token) : end]


def can_be_person(cluster: ActorCluster) -> bool:
    """Whether a cluster is a person, or bears a name that may be a person's and that the lexicon doesn't know."""
    if cluster.type == "person":
        return True
    if cluster.type not in ("organisation", "place") or cluster.roles or cluster.metonyms:
        return False
    known = load_lexicon()
    return all(
        len(words := name.split()) <= _LONGEST
        and all(word[:1].isupper() and not word.isupper() for word in words)
        and known.find(name) is None
        and not known.is_city(name)
        and key(words[-1]) not in known["suffixes"]
        and key(words[-1]) not in known["bodies"]
        for name in cluster.names
    )


def unrecognised_names(registry: ActorRegistry) -> list[ActorCluster]:
    """Proper nouns in which no name was seen, as clusters outside the registry: persons if a pronoun says so."""
    known = load_lexicon()
    found: dict[str, ActorCluster] = {}
    doc = registry.doc
    proper = tokens_with(doc, POS=("PROPN",), ENT_TYPE=("",))
    for at, end in runs(doc, (token for token in proper if _may_be_name(registry, doc[token]))):
        if end - at <= _LONGEST and doc[at:end].root.dep_ in _FREE and doc[end - 1].text.isalpha():
            text = doc[at:end].text
            if known.find(text) is None and doc[end - 1].lower_ not in known["suffixes"]:
                cluster = found.setdefault(text, ActorCluster("person", text))
                cluster.names[text] += 1
                cluster.mentions.add((at, end))
    return list(found.values())


def nominal_people(registry: ActorRegistry) -> list[ActorCluster]:
    """``the spokesman``, ``a woman``: people without a name, whom a pronoun may mean rather than a named one."""
    known = load_lexicon()
    found = []
    for at in tokens_with(registry.doc, TAG=("NN",), DEP=_FREE):
        if registry.cluster_at(at) is not None:
            continue
        token = registry.doc[at]
        word = token.lower_
        if not (
            is_role_noun(token) or word in known["unnamed"] or word in known["male"] or word in known["female"]
        ):
            continue
        if any(
            child.dep_ in ("appos", "compound") and registry.cluster_at(child.i) is not None
            for child in token.children
        ):
            continue
        cluster = ActorCluster("person")
        cluster.add_role(word)
        cluster.mentions.add((token.i, token.i + 1))
        found.append(cluster)
    return found


def _may_be_name(registry: ActorRegistry, token: Token) -> bool:
    """Whether a proper noun in which no name was seen may be one."""
    return (
        registry.cluster_at(token.i) is None
        and token.text[:1].isupper()
        and not token.text.isupper()
        and not is_role_noun(token)
        and not token.is_stop
        and len(token) > 1
    )
