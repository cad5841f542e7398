"""The parse of a text as plain lists, corrected, with the questions that the rules ask of it.

Positions are token indices of the Doc, ranges of them end exclusive; ``DependencyTree.chars`` turns a range into a
span of characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import NamedTuple

from spacy.tokens import Doc

from onrecord.base.records import Span

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_OPENING_BRACKETS = {")": "(", "]": "["}
_PAPERS = frozenset(
    "advertisement email letter memo message note post release report speech statement tweet video".split()
)
_SPEECH_VERBS = frozenset({"say", "add", "note", "tell", "write", "state"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_HIGHEST_CLIMB = 8  # clauses within clauses through which a subject or a finite verb is looked for


TokenRange = tuple[int, int]
"""The first token and the one behind the last."""


class Subject(NamedTuple):
    """The subject of a verb.

    Args:
        token: The head of its phrase.
        relation: How the verb comes by it: ``own``; the dependency of the clause whose subject it is; ``acl`` or
            ``relcl`` where the verb describes it; ``poss`` or ``control`` for an infinitive.
    """

    token: int
    relation: str


class DependencyTree:
    """The parse of a Doc; without one every token is a root of its own.

    Args:
        doc: The Doc, which stays as it is.
    """

    def __init__(self, doc: Doc) -> None:
        strings = doc.vocab.strings
        columns = doc.to_array(["LEMMA", "POS", "DEP", "HEAD", "TAG", "ENT_TYPE", "LOWER"]).astype("int64").T
        unsigned = columns.astype("uint64").tolist()
        decoded: dict[int, str] = {}

        def decode(column: list[int]) -> list[str]:
            for key in set(column) - decoded.keys():
                decoded[key] = strings[key]
            return [decoded[key] for key in column]

        self.doc = doc
        self.lemma = decode(unsigned[0])
        self.pos = decode(unsigned[1])
        self.dep = decode(unsigned[2])
        self.tag = decode(unsigned[4])
        self.ent = decode(unsigned[5])
        self.lower = decode(unsigned[6])
        self.head = [index + int(offset) for index, offset in enumerate(columns[3].tolist())]
        self.children: list[list[int]] = [[] for _ in self.head]
        for index, head in enumerate(self.head):
            if head != index:
                self.children[head].append(index)
        self._correct_parse()

    def _correct_parse(self) -> None:
        """Correct three frequent mistakes of parsers that hide who speaks."""
        for token, dep in enumerate(self.dep):
            if dep == "conj" and self.pos[token] == "VERB":
                self._raise_second_verb(token)
            elif dep == "acl" and self.tag[token] == "VBD":
                self._promote_main_verb(token)
            elif dep == "prep" and self.lower[token] == "as":
                self._raise_as_phrase(token)

    def _raise_as_phrase(self, preposition: int) -> None:
        """Attach “as …” to the passive verb, not to its agent.

        Acts: He was described by friends *as* a quiet man. Not: He was shaped by the years of work *as* a guard.
        """
        noun = self.head[preposition]
        if self.dep[self.head[noun]] == "agent":
            self._attach(preposition, self.head[self.head[noun]], "prep")

    def _raise_second_verb(self, token: int) -> None:
        """Attach the second of two finite verbs to the first, not to the clause between them.

        Acts: He says it fails and *adds* that it must: he adds, so the verb hangs on “says”.
        Not: He says it fails and *breaks*: it breaks.

        A finite verb is never the second of an infinitive or a participle, so it goes to the finite verb above;
        that of a clause goes up only if its tense is another or it has a clause of its own.
        """
        tag, clause = self.tag[token], self.head[token]
        if tag not in _FINITE or self.child(token, *_SUBJECTS) is not None:
            return
        if self.tag[clause] not in ("VB", "VBG") and (
            self.dep[clause] != "ccomp" or self.tag[clause] == tag or self.child(token, "ccomp") is None
        ):
            return
        verb = self._finite_verb_above(clause, tag)
        if verb is not None and verb < clause < token:
            self._attach(token, verb, "conj")
            conjunctions = [child for child in self.children[clause] if child < token and self.dep[child] == "cc"]
            if conjunctions:
                self._attach(conjunctions[-1], verb, "cc")

    def _finite_verb_above(self, token: int, tag: str) -> int | None:
        """Return the nearest verb above a token that has this tag."""
        verb = token
        for _ in range(_HIGHEST_CLIMB):
            if self.head[verb] == verb:
                return None
            verb = self.head[verb]
            if self.tag[verb] == tag and self.pos[verb] == "VERB":
                return verb
        return None

    def _promote_main_verb(self, token: int) -> None:
        """Make a finite verb the root of a sentence that the parser takes for a noun with a participle.

        Acts: A spokesman after the meeting *called* on all to help. Not: A man *called* Berg spoke.
        """
        noun = root = self.head[token]
        while self.head[root] != root:
            root = self.head[root]
        if root > token or self.pos[root] not in _NOMINAL:
            return
        for child in [child for child in self.children[noun] if child > token]:
            self._attach(child, token, "xcomp" if self.tag[child] == "VB" else self.dep[child])
        self.children[noun].remove(token)
        self.head[token], self.dep[token] = token, "ROOT"
        self._attach(root, token, "nsubj")

    def _attach(self, token: int, head: int, dep: str) -> None:
        if self.head[token] != token:
            self.children[self.head[token]].remove(token)
        self.head[token], self.dep[token] = head, dep
        insort(self.children[head], token)

    def __len__(self) -> int:
        return len(self.head)

    @cached_property
    def starts(self) -> list[int]:
        """The character at which each token begins."""
        return [int(start) for start in self.doc.to_array(["IDX"]).ravel()] if len(self.head) else []

    @cached_property
    def ends(self) -> list[int]:
        """The character at which each token ends."""
        lengths = self.doc.to_array(["LENGTH"]).ravel().tolist() if len(self.head) else []
        return [start + int(length) for start, length in zip(self.starts, lengths, strict=True)]

    @cached_property
    def subtrees(self) -> list[TokenRange]:
        """For each token the range from the first to the last token of its subtree."""
        first = list(range(len(self.head)))
        last = [index + 1 for index in first]
        order = [index for index, head in enumerate(self.head) if head == index]
        for index in order:  # grows while it is read: parents come before their children
            order.extend(self.children[index])
        for index in reversed(order):
            head = self.head[index]
            first[head] = min(first[head], first[index])
            last[head] = max(last[head], last[index])
        return list(zip(first, last, strict=True))

    def chars(self, tokens: TokenRange) -> Span:
        """Return the span of characters of a range of tokens."""
        return self.starts[tokens[0]], self.ends[tokens[1] - 1]

    def tokens_in(self, spans: Iterable[Span]) -> list[int]:
        """Return the tokens in spans of characters, those that a span only touches a part of included."""
        return [
            token
            for start, end in spans
            for token in range(bisect_right(self.ends, start), bisect_left(self.starts, end))
        ]

    def heads(self, tokens: Collection[int]) -> list[int]:
        """Return those of some tokens whose head is none of them."""
        inside = frozenset(tokens)
        return [token for token in tokens if self.head[token] not in inside or self.head[token] == token]

    def strip_punctuation(self, tokens: TokenRange) -> TokenRange | None:
        """Return a range without punctuation and white space at its ends, or None if nothing is left.

        A closing bracket stays if its opening one is in the range.
        """
        first, last = tokens
        while first < last and self.pos[first] in ("PUNCT", "SPACE"):
            first += 1
        while last > first and self.pos[last - 1] in ("PUNCT", "SPACE"):
            opening = _OPENING_BRACKETS.get(self.lower[last - 1])
            if opening is not None and opening in self.lower[first : last - 1]:
                break
            last -= 1
        return (first, last) if first < last else None

    def child(self, token: int, *dependencies: str) -> int | None:
        """Return the first child of a token that has one of these dependencies."""
        return next((child for child in self.children[token] if self.dep[child] in dependencies), None)

    def subject(self, verb: int) -> Subject | None:
        """Return the subject of a verb: its own, or that of a clause or noun that it belongs to.

        - ``own``: *He* said so.
        - The dependency of the verb: *He* wants to say so (``xcomp``), *he* left saying so (``advcl``).
        - ``acl``, ``relcl``: the *boy* saying so; the *boy* who said so.
        - ``poss``: *his* plan to say so.
        - ``control``: He asked *her* to say so.
        """
        relation = "own"
        token = verb
        for _ in range(_HIGHEST_CLIMB):
            for child in self.children[token]:
                if self.dep[child] in _SUBJECTS and child != verb:
                    return Subject(child, relation)
            head, dep = self.head[token], self.dep[token]
            if head == token:
                return None
            if dep in ("acl", "relcl") and self.pos[head] not in ("VERB", "AUX") and not self._is_detached(token):
                if self.tag[token] != "VB":
                    return Subject(head, dep)
                owner = self.child(head, "poss")
                if owner is not None:
                    return Subject(owner, "poss")
            if dep == "xcomp" and (controlled := self.child(head, "dobj")) is not None and controlled < token:
                return Subject(controlled, "control")
            if relation == "own":
                relation = dep
            token = head
        return None

    def _is_detached(self, participle: int) -> bool:
        """Return whether a participle only seems to describe the noun before it: who acts in the clause says it.

        Acts: He issued a statement *saying* so; she left the house, *saying* so. Not: She met a boy *saying* so.
        """
        noun = self.head[participle]
        return (
            self.tag[participle] == "VBG"
            and self.lemma[participle] in _SPEECH_VERBS
            and self.dep[noun] not in _SUBJECTS
            and (self.lower[participle - 1] == "," or (self.lemma[noun] in _PAPERS and self.dep[noun] == "dobj"))
        )

    def phrase(self, token: int, *, before: int | None = None, after: int | None = None) -> TokenRange | None:
        """Return the range of the phrase that a token is the head of, without a participle clause after it.

        Args:
            token: The head.
            before: Where the phrase is cut if it reaches further.
            after: Where the phrase is cut if it begins earlier.

        Returns:
            The range, or None if its head is not in what is left of it.
        """
        first, last = self.subtrees[token]
        if before is not None:
            last = min(last, before)
        if after is not None:
            first = max(first, after)
        for child in self.children[token]:
            if token < child < last and self.dep[child] == "acl" and self.tag[child] == "VBG":
                last = min(last, self.subtrees[child][0])  # the boy saying so: the source is the boy
        return self.strip_punctuation((first, last)) if first <= token < last else None
