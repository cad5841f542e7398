"""A parsed text as plain lists, and the questions that quotation rules ask of a parse.

Positions are token indices of the Doc, end exclusive in ranges; ``DependencyTree.chars`` makes characters of them.
"""

from __future__ import annotations

from bisect import insort
from functools import cached_property
from typing import NamedTuple

from spacy.tokens import Doc

from onrecord.base.records import Span

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_CLOSING = {")": "(", "]": "["}
_PAPERS = frozenset(
    "advertisement email letter memo message note post release report speech statement tweet video".split()
)
_SAYING = frozenset({"say", "add", "note", "tell", "write", "state"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_DEEPEST = 8  # clauses within clauses that a subject is looked for in


class Subject(NamedTuple):
    """Who does what a verb says: the head token of the phrase, and how the verb comes by it."""

    token: int
    relation: str


class DependencyTree:
    """The parse of one Doc. Without a parse every token is a root, and there are no clauses."""

    def __init__(self, doc: Doc) -> None:
        names = doc.vocab.strings
        columns = doc.to_array(["LEMMA", "POS", "DEP", "HEAD", "TAG", "ENT_TYPE", "LOWER"]).astype("int64").T
        known: dict[int, str] = {}
        unsigned = columns.astype("uint64").tolist()

        def strings(column: list[int]) -> list[str]:
            for key in set(column) - known.keys():
                known[key] = names[key]
            return [known[key] for key in column]

        self.doc = doc
        self.lemma = strings(unsigned[0])
        self.pos = strings(unsigned[1])
        self.dep = strings(unsigned[2])
        self.tag = strings(unsigned[4])
        self.ent = strings(unsigned[5])
        self.lower = strings(unsigned[6])
        self.head = [index + int(offset) for index, offset in enumerate(columns[3].tolist())]
        self.children: list[list[int]] = [[] for _ in self.head]
        for index, head in enumerate(self.head):
            if head != index:
                self.children[head].append(index)
        self._mend()

    def _mend(self) -> None:
        """Puts right two frequent mistakes of parsers that hide who speaks."""
        for token, dep in enumerate(self.dep):
            if dep == "conj" and self.pos[token] == "VERB":
                self._mend_second_verb(token)
            elif dep == "acl" and self.tag[token] == "VBD":
                self._mend_main_verb(token)
            elif dep == "prep" and self.lower[token] == "as" and self.dep[self.head[self.head[token]]] == "agent":
                # described by friends as a quiet man: the friends are not as a quiet man
                self._hang(token, self.head[self.head[self.head[token]]], "prep")

    def _mend_second_verb(self, token: int) -> None:
        """He says it fails and adds that it must: what he adds hangs on what he says.

        A finite verb is never the second of an infinitive or a participle, so it goes to the finite verb above;
        that of a clause goes up only where it has a clause of its own.
        """
        tag, clause = self.tag[token], self.head[token]
        if tag not in _FINITE or self.child(token, *_SUBJECTS) is not None:
            return
        if self.tag[clause] not in ("VB", "VBG") and (
            self.dep[clause] != "ccomp" or self.tag[clause] == tag or self.child(token, "ccomp") is None
        ):
            return
        verb = clause
        for _ in range(_DEEPEST):
            if self.head[verb] == verb:
                return
            verb = self.head[verb]
            if self.tag[verb] == tag and self.pos[verb] == "VERB":
                break
        else:
            return
        if verb < clause < token:
            self._hang(token, verb, "conj")
            last = next((c for c in reversed(self.children[clause]) if c < token and self.dep[c] == "cc"), None)
            if last is not None:
                self._hang(last, verb, "cc")

    def _mend_main_verb(self, token: int) -> None:
        """A spokesman after the meeting called on all to help: no participle, but the verb of the sentence."""
        noun = root = self.head[token]
        while self.head[root] != root:
            root = self.head[root]
        if root > token or self.pos[root] not in ("NOUN", "PROPN", "PRON"):
            return
        for child in [child for child in self.children[noun] if child > token]:
            self._hang(child, token, "xcomp" if self.tag[child] == "VB" else self.dep[child])
        self.children[noun].remove(token)
        self.head[token], self.dep[token] = token, "ROOT"
        self._hang(root, token, "nsubj")

    def _hang(self, token: int, head: int, dep: str) -> None:
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
    def edges(self) -> list[tuple[int, int]]:
        """For each token the range of its subtree."""
        low = list(range(len(self.head)))
        high = [index + 1 for index in low]
        order = [index for index, head in enumerate(self.head) if head == index]
        for index in order:  # grows while it is read: parents come before their children
            order.extend(self.children[index])
        for index in reversed(order):
            head = self.head[index]
            low[head] = min(low[head], low[index])
            high[head] = max(high[head], high[index])
        return list(zip(low, high, strict=True))

    def chars(self, tokens: Span) -> Span:
        """The characters of a range of tokens."""
        return self.starts[tokens[0]], self.ends[tokens[1] - 1]

    def trim(self, tokens: Span, *, start: bool = True, end: bool = True) -> Span | None:
        """The range without punctuation and white space at its ends; None if nothing else is in it."""
        first, last = tokens
        while start and first < last and self.pos[first] in ("PUNCT", "SPACE"):
            first += 1
        while end and last > first and self.pos[last - 1] in ("PUNCT", "SPACE"):
            if self.lower[last - 1] in _CLOSING and _CLOSING[self.lower[last - 1]] in self.lower[first : last - 1]:
                break  # a bracket that was opened inside
            last -= 1
        return (first, last) if first < last else None

    def child(self, token: int, *deps: str) -> int | None:
        """The first child with one of these dependencies."""
        return next((child for child in self.children[token] if self.dep[child] in deps), None)

    def subject(self, verb: int) -> Subject | None:
        """The subject of a verb, its own or that of the clause it belongs to."""
        relation = "own"
        token = verb
        for _ in range(_DEEPEST):
            for child in self.children[token]:
                if self.dep[child] in _SUBJECTS and child != verb:
                    return Subject(child, relation)
            head, dep = self.head[token], self.dep[token]
            if head == token:
                return None
            if dep in ("acl", "relcl") and self.pos[head] not in ("VERB", "AUX") and not self._is_loose(token):
                if self.tag[token] == "VB":  # the plan to build: whoever has the plan
                    owner = self.child(head, "poss")
                    if owner is not None:
                        return Subject(owner, "poss")
                else:
                    return Subject(head, dep)
            if dep == "xcomp" and (controlled := self.child(head, "dobj")) is not None and controlled < token:
                return Subject(controlled, "control")
            if relation == "own":
                relation = dep
            token = head
        return None

    def _is_loose(self, token: int) -> bool:
        """Whether a participle only seems to describe the noun before it: issued a statement saying."""
        noun = self.head[token]
        return (
            self.tag[token] == "VBG"
            and self.lemma[token] in _SAYING
            and self.dep[noun] not in _SUBJECTS
            and (self.lower[token - 1] == "," or (self.lemma[noun] in _PAPERS and self.dep[noun] == "dobj"))
        )

    def phrase(self, token: int, *, before: int | None = None, after: int | None = None) -> Span | None:
        """The whole phrase of a head, cut where it would reach ``before`` or begin ahead of ``after``."""
        first, last = self.edges[token]
        if before is not None:
            last = min(last, before)
        if after is not None:
            first = max(first, after)
        for child in self.children[token]:
            if token < child < last and self.dep[child] == "acl" and self.tag[child] == "VBG":
                last = min(last, self.edges[child][0])  # the boy saying so: the source is the boy
        return self.trim((first, last)) if first <= token < last else None
