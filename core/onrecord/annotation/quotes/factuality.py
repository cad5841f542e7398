"""Factuality: whether a text reports words as said, as not said, or as what might be said.

“She never said that …”, “refused to say that …”, “declined to comment”, “there is no evidence that she said …”:
words that were not said (a negative polarity). “If she says …”, “is expected to say …”, “was asked to say …”:
words that may or may not be said (a modality other than actual). The terms are those of FactBank (Saurí and
Pustejovsky 2009).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.base.records import Modality, Polarity

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither"})
_NOBODY = frozenset({"nobody", "none", "neither"})
_NO = frozenset({"no", "neither"})
"""Before a noun: no official, neither the mayor nor the council."""
_HARDLY = frozenset({"hardly", "scarcely", "barely"})
"""Before a word for anybody: hardly anyone."""
_FRONTED = frozenset({"nor", "neither", "nowhere"})
"""At the beginning of a clause whose auxiliary stands before its subject: *nor* did she say so."""
_ONLY = frozenset({"only", "just", "merely"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "ca", "should", "must"})
_FUTURE = frozenset({"will", "wo", "shall", "'ll", "’ll"})
_CONDITIONS = frozenset({"if", "unless", "lest"})
_INVERTED = frozenset({"had", "should", "were"})
"""Before their subject they make a condition: *had* she said so."""
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_FIRST_PERSON = frozenset({"i", "we"})
_NON_FINITE = frozenset({"VB", "VBG", "VBN"})
_HIGHEST_CLIMB = 6  # governors above a cue that are looked at

# What governs a cue and decides whether the words are said: “refused to say”. A governor that is in no class
# leaves them as said: “went on to say”. After the implicative verbs of Karttunen (1971).
_WITHHOLDING = frozenset(
    "refuse refusal decline fail failure neglect avoid omit refrain unable inability unwilling unwillingness "
    "reluctant reluctance".split()
)
"""Who does one of these with saying something has kept silent: *declined* to comment."""
_PREVENTING = _WITHHOLDING | frozenset("deny dispute refute without instead rather short".split())
_TRUE = frozenset({"true", "correct", "accurate", "case"})
"""It is not *true* that she said so."""
_FALSE = frozenset({"false", "untrue", "incorrect"})
_UNAFFECTED = frozenset("regret apologise apologize resent ashamed sorry hesitate forget tire shy".split())
"""Even if they are negated, something was said: does not regret saying, did not hesitate to say."""
_EXPECTING = frozenset(
    "expect likely unlikely set due schedule poise plan intend want hope ready promise threaten prepare vow "
    "pledge wish go".split()
)
_ASKING = frozenset("ask urge order tell invite press beg instruct request".split())
_SO_FAR = frozenset({"yet", "still"})
_PENDING = frozenset({"have", "be", "remain"})
"""What stands before *yet to* and *still to* where something has not been done."""
_PENDING_WORDS = 2
"""How many words before *to* these stand: *has* yet *to* say."""
_NEEDING = frozenset("need have able allow wrong right fair possible impossible".split())


class Factuality(NamedTuple):
    """Whether words were said. By default they were."""

    polarity: Polarity = "positive"
    modality: Modality = "actual"


def factuality(tree: DependencyTree, cue: Sequence[int], content: Collection[int]) -> Factuality:
    """Return whether the words that a cue introduces were said.

    Acts: *never said* that it is safe; *declined* to comment; *is expected to say* that.
    Not: *went on to say* that; *denied* that it is; *declined* to pay.

    Args:
        tree: The parse.
        cue: The tokens of the cue.
        content: The tokens of what is said, whose own negations count for nothing: “Never,” *she said*.
    """
    clauses = _Clauses(tree, content)
    is_negative = any(map(clauses.is_silence, cue))
    verbs = [token for token in cue if tree.pos[token] == "VERB"]
    if not verbs:
        return Factuality("negative" if is_negative or any(map(clauses.has_no, cue)) else "positive")
    verb = verbs[-1]
    if tree.lower[verb] == "according":
        return Factuality()
    verb = clauses.speaking_verb(verb)
    is_negative = is_negative or clauses.is_negated(verb)
    modality = clauses.modality(verb)
    for _ in range(_HIGHEST_CLIMB):
        governor = clauses.governor(verb)
        if governor is None:
            break
        lemma = tree.lemma[governor].lower()
        if lemma in _UNAFFECTED:
            return Factuality()
        is_conjunct = tree.dep[verb] == "conj"
        is_negative = (
            is_negative
            or clauses.is_negated(governor)
            or clauses.has_no(governor)
            or clauses.is_called_false(governor)
            or (not is_conjunct and (lemma in _PREVENTING or clauses.is_short(governor)))
        )
        if modality == "actual" and not is_conjunct:
            modality = clauses.modality_under(governor, verb)
        if modality == "actual":
            modality = clauses.modality(governor)
        verb = governor
    return Factuality("negative" if is_negative else "positive", modality)


class _Clauses:
    """What the words of the narrator around a cue make of its clause.

    Args:
        tree: The parse.
        content: The tokens of what is said, which are left out.
    """

    def __init__(self, tree: DependencyTree, content: Collection[int]) -> None:
        self.tree = tree
        self.content = content

    def children(self, token: int, *dependencies: str) -> list[int]:
        """Return the children of a token that are the narrator's, of all dependencies by default."""
        return [
            child
            for child in self.tree.children[token]
            if child not in self.content and (not dependencies or self.tree.dep[child] in dependencies)
        ]

    def speaking_verb(self, verb: int) -> int:
        """Return the verb below a cue on which what is said depends: *refused* to confirm, *was asked* to say.

        A cue may have been read without its infinitive, which then is the one that says something.
        """
        while infinitive := next(filter(self._introduces, self.children(verb, "xcomp")), None):
            verb = infinitive
        return verb

    def _introduces(self, infinitive: int) -> bool:
        """Return whether what is said depends on an infinitive that is not itself a part of it."""
        return any(child in self.content for child in self.tree.children[infinitive])

    def is_silence(self, word: int) -> bool:
        """Return whether a word of the cue keeps back the very act of saying, which may be read as the content.

        Acts: *declined* to comment; *refusal* to say why; *refrained* from criticising; *opted* not to comment.
        Not: *declined* to pay; *declined* to be named; *promised* not to tell.
        """
        tree = self.tree
        acts = [act for act in self._complements(word) if self._is_act_of_saying(act)]
        if tree.lemma[word].lower() in _WITHHOLDING:
            return bool(acts)
        is_negated = any(tree.dep[child] == "neg" for act in acts for child in tree.children[act])
        return is_negated and load_cues().type_of_verb(tree.lemma[word]) != "speech"

    def _complements(self, word: int) -> list[int]:
        """Return what depends on a word as its object, be it a part of the content, also behind a preposition."""
        tree = self.tree
        below = [child for child in tree.children[word] if tree.dep[child] in ("xcomp", "acl", "dobj", "prep")]
        return below + [act for child in below if tree.dep[child] == "prep" for act in tree.children[child]]

    def _is_act_of_saying(self, word: int) -> bool:
        """Return whether a word is a verb or a bare noun of saying: to *comment*, *comment*; not to *call off*."""
        tree, children = self.tree, self.tree.children[word]
        if tree.tag[word] == "NN":
            is_bare = not any(tree.dep[child] in ("det", "poss", "amod", "compound") for child in children)
            return is_bare and load_cues().types.get(f"{tree.lemma[word]}.n") == "speech"
        particles = [tree.lower[child] for child in children if tree.dep[child] == "prt"]
        verb = "_".join((tree.lemma[word], *particles))
        return tree.tag[word] in ("VB", "VBG") and load_cues().type_of_verb(verb) == "speech"

    def governor(self, verb: int) -> int | None:
        """Return what a clause is the complement of, or the verb whose auxiliaries it shares; None without one."""
        tree = self.tree
        head, dep, tag = tree.head[verb], tree.dep[verb], tree.tag[verb]
        if head == verb or head in self.content:
            return None
        is_complement = (
            dep in ("xcomp", "prep", "dobj", "pobj")
            or (dep == "pcomp" and tag == "VBG")
            or (dep == "acl" and tag in ("VB", "VBG"))
            or (dep == "conj" and tag in _NON_FINITE and not self.children(verb, *_SUBJECTS))
            # That somebody said so is only looked at where it is denied: denied that, no evidence that
            or (
                dep in ("ccomp", "acl", "relcl")
                and (tree.lemma[head] in _PREVENTING or self.has_no(head) or self.is_called_false(head))
            )
        )
        return head if is_complement else None

    def is_negated(self, token: int) -> bool:
        """Return whether a word is negated, by a word before it or by its subject: *nobody* said so."""
        tree = self.tree
        before = [child for child in self.children(token) if child < token]
        negations = [child for child in before if tree.dep[child] == "neg" or tree.lower[child] in _NEGATIONS]
        if negations:
            beside = chain(before, *(tree.children[negation] for negation in negations))
            return not any(tree.lower[word] in _ONLY for word in beside)  # not only said
        return (
            self.is_pending(token)
            or self._has_fronted_negation(token)
            or any(map(self._is_nobody, self.children(token, *_SUBJECTS)))
        )

    def is_pending(self, verb: int) -> bool:
        """Return whether something has not been done so far.

        Acts: has *yet to* say; is *yet to* explain; has *still to* confirm.
        Not: has *to* say; came back, *still to* tell of it.
        """
        tree = self.tree
        marker = next((child for child in self.children(verb, "aux") if tree.tag[child] == "TO"), 0)
        if marker < _PENDING_WORDS or tree.lower[marker - 1] not in _SO_FAR:
            return False
        return not _PENDING.isdisjoint((tree.lemma[tree.head[verb]], tree.lemma[marker - _PENDING_WORDS]))

    def _is_nobody(self, subject: int) -> bool:
        """Return whether a subject is nobody: *nobody*, *no official*, *neither of them*, *hardly anyone*."""
        lower = self.tree.lower
        return (
            lower[subject] in _NOBODY
            or self.has_no(subject)
            or any(lower[child] in _HARDLY for child in self.children(subject, "advmod"))
        )

    def _has_fronted_negation(self, verb: int) -> bool:
        """Return whether a negation has put the auxiliary before the subject: *at no point* did she say so."""
        tree = self.tree
        subject = next(iter(self.children(verb, *_SUBJECTS)), verb)
        auxiliary = next((child for child in self.children(verb, "aux") if child < subject < verb), None)
        if auxiliary is None:
            return False
        fronted = [child for child in self.children(verb) if child < auxiliary]
        return any(
            tree.lower[word] in _FRONTED
            or (tree.dep[word] == "prep" and any(map(self.has_no, self.children(word, "pobj"))))
            for word in fronted
        )

    def has_no(self, noun: int) -> bool:
        """Return whether a noun has the determiner “no”, or “neither”."""
        return any(self.tree.lower[child] in _NO for child in self.children(noun, "det", "neg", "preconj", "cc"))

    def is_called_false(self, verb: int) -> bool:
        """Return whether a clause says of another that it is not so: *it is not true* that, *it is false* that."""
        tree = self.tree
        words = {tree.lower[word] for word in self.children(verb, "acomp", "attr")}
        return bool(words & _FALSE) or bool(words & _TRUE and self.children(verb, "neg"))

    def is_short(self, governor: int) -> bool:
        """Return whether somebody stops before they say something: *stopped short* of saying so."""
        return any(self.tree.lower[child] == "short" for child in self.children(governor, "advmod", "acomp"))

    def modality(self, verb: int) -> Modality:
        """Return the modality that the auxiliaries, the conjunction and the order of words of a clause give it."""
        tree = self.tree
        subject = next(iter(self.children(verb, *_SUBJECTS)), verb)
        auxiliaries = [child for child in self.children(verb, "aux", "auxpass") if child < verb]
        if auxiliaries and auxiliaries[0] < subject < verb:
            return self._inverted_modality(verb, auxiliaries[0])
        if any(tree.lower[mark] in _CONDITIONS for mark in self.children(verb, "mark")):
            return "conditional"
        words = {tree.lower[auxiliary] for auxiliary in auxiliaries}
        if tree.lower[subject] in _FIRST_PERSON:
            return "actual"  # I must say, we will say: it is being said
        if words & _FUTURE:
            return "future"
        return "possible" if words & _POSSIBLE and not self.children(verb, "auxpass") else "actual"

    def _inverted_modality(self, verb: int, auxiliary: int) -> Modality:
        """Return the modality of a clause whose auxiliary stands before the subject.

        *Did* she say so? *Had* she said so, … But what asks when, why or what takes for granted that it was said,
        and in a statement it may be a name: *Will* Hunt said so.
        """
        tree = self.tree
        if any(tree.tag[token] in ("WRB", "WP", "WDT") for token in range(tree.subtrees[verb][0], auxiliary)):
            return "actual"
        if tree.doc[verb].sent.text.rstrip().endswith("?"):
            return "asked"
        return "conditional" if tree.lower[auxiliary] in _INVERTED else "actual"

    def modality_under(self, governor: int, verb: int) -> Modality:
        """Return the modality that a governor gives to an infinitive below it: *expected* to say."""
        tree = self.tree
        lemma = tree.lemma[governor].lower()
        if tree.tag[verb] != "VB" or tree.dep[verb] not in ("xcomp", "acl"):
            return "actual"
        if lemma in _EXPECTING:
            return "actual" if lemma == "go" and tree.tag[governor] != "VBG" else "future"
        if lemma in _ASKING:
            return "asked"
        has_object = bool(self.children(governor, "dobj"))  # had this to say
        return "possible" if lemma in _NEEDING and not has_object else "actual"
