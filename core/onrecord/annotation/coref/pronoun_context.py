"""The clause of a pronoun: which part of it the pronoun is, and what syntax says against an antecedent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from onrecord.annotation.actors.metonymy import first_conjunct
from onrecord.annotation.coref.mentions import Mention
from onrecord.annotation.lexicon.cues import load_cues

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
"""Dependencies of subjects."""
_OBJECTS = frozenset({"dobj", "dative", "iobj"})
_VERBS = frozenset({"VERB", "AUX"})
_SPEECH_VERBS = frozenset("say add tell explain note continue conclude write argue ask recall".split())
_MAX_DEPTH = 40
"""Verbs above a verb that are searched for its subject."""


class PronounContext:
    """A third-person pronoun and the clause in which it stands.

    Args:
        pronoun: The pronoun.
        sentence: Number of its sentence in the Doc.
        is_quoted: Whether it stands in quotation marks.
    """

    def __init__(self, pronoun: Token, sentence: int, *, is_quoted: bool) -> None:
        self.pronoun = pronoun
        self.sentence = sentence
        self.is_quoted = is_quoted
        self.function = syntactic_function(pronoun)
        self.is_reflexive = pronoun.lower_.endswith("self")
        self.is_possessive = self.function == "possessor"
        self.verbs_above = _verbs_above(pronoun)
        self.verb = self.verbs_above[0] if self.verbs_above else None
        self.subject = logical_subject(self.verb) if self.verb is not None else None

    @property
    def kind(self) -> str:
        """How features name it: ``his`` for possessives and reflexives, ``he`` for subjects, else ``him``."""
        if self.is_possessive or self.is_reflexive:
            return "his"
        return "he" if self.function == "subject" else "him"

    @property
    def reports(self) -> bool:
        """Whether the pronoun is the subject of any verb that cues speech."""
        return self.function == "subject" and load_cues().type_of_verb(self.pronoun.head.lemma_) == "speech"

    def forbids(self, mentions: Sequence[Mention]) -> bool:
        """Return whether binding theory forbids that the pronoun means what one of the mentions does.

        ``him`` is not the subject of its own verb, and ``he`` is not its object.
        """
        if self.is_possessive or self.is_reflexive:
            return False
        verb = _governor(self.pronoun)
        return verb.pos_ in _VERBS and any(
            mention.sentence == self.sentence and _governor(mention.head) == verb for mention in mentions
        )

    def binding_conflicts(self, mention: Mention) -> Iterator[str]:
        """Iterate over what syntax says against a mention in the same sentence, as far as the parser is right."""
        pronoun, head = self.pronoun, mention.head
        is_after = mention.start > pronoun.i
        if self.is_possessive:
            if pronoun.head == head or (head.dep_ in ("appos", "compound") and head.head == pronoun.head):
                yield "owned"
            elif is_after and _is_under(head, pronoun.head):
                yield "under what is owned"
        elif self.function != "subject":
            if not self.is_reflexive and self.subject is not None and self.subject == first_conjunct(head):
                yield "own doer"
        elif is_after and self.verb == pronoun.head and _is_under(head, pronoun.head):
            yield "under its verb"

    def is_set_off(self, mention: Mention) -> bool:
        """Return whether punctuation stands between the pronoun and a mention, where the parser often errs."""
        start, end = sorted((self.pronoun.i, mention.start))
        return any(token.is_punct for token in self.pronoun.doc[start + 1 : end])


def syntactic_function(token: Token) -> str:
    """Return what a token is in its sentence, by its first conjunct.

    Either ``subject``, ``object``, ``possessor``, ``other``, or one of the dependencies ``compound``, ``pobj``,
    ``appos`` and ``agent``.
    """
    dependency = first_conjunct(token).dep_
    if dependency in SUBJECTS:
        return "subject"
    if dependency in _OBJECTS:
        return "object"
    if dependency == "poss":
        return "possessor"
    return dependency if dependency in ("compound", "pobj", "appos", "agent") else "other"


def logical_subject(verb: Token) -> Token | None:
    """Return who does what a verb says, though another verb has the subject.

    ``Kim sat down and wrote``, ``Kim asked Lee to write``, ``Kim, who wrote``.
    """
    for _ in range(_MAX_DEPTH):
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if subject is not None:
            return subject
        if verb.dep_ == "xcomp":
            objects = (child for child in verb.head.children if child.dep_ in _OBJECTS and child.i < verb.i)
            if (controller := next(objects, None)) is not None:
                return controller
        elif verb.dep_ in ("acl", "relcl"):
            return verb.head
        elif verb.dep_ not in ("conj", "advcl", "pcomp", "prep"):
            return None
        verb = verb.head
    return None


def is_speaking(token: Token) -> bool:
    """Return whether somebody is the subject of a verb of saying: ``Lee said``, ``the tourist, Kim Lee, said``."""
    first = first_conjunct(token.head if token.dep_ == "appos" else token)
    return first.dep_ in SUBJECTS and _is_speech_verb(first.head)


def is_root_subject(token: Token) -> bool:
    """Return whether a token is a subject of the main clause, or coordinated with it."""
    first = first_conjunct(token)
    return first.dep_ in SUBJECTS and first.head.dep_ == "ROOT"


def _governor(token: Token) -> Token:
    """Return the head of a token's first conjunct, of a preposition's object the head of the preposition."""
    first = first_conjunct(token)
    return first.head.head if first.dep_ == "pobj" else first.head


def _verbs_above(token: Token) -> tuple[Token, ...]:
    """Return the verbs on which a token depends, the nearest first."""
    return tuple(ancestor for ancestor in token.ancestors if ancestor.pos_ in _VERBS)


def _is_speech_verb(verb: Token) -> bool:
    return verb.lemma_ in _SPEECH_VERBS


def _is_under(token: Token, ancestor: Token) -> bool:
    return ancestor in token.ancestors
