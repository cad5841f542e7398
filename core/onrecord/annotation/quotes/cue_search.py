"""The words beside a quotation that tell who speaks: “he said” before it or after it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.text.quotation_marks import Quotation
from onrecord.base.records import Span

_DASHES = frozenset({"-", "–", "—", "―", "--"})
_ENDS = frozenset({".", "!", "?", ";"})
_FARTHEST = 40  # tokens from a quotation within which its cue is looked for
_LONGEST_NAME = 25
_RELATIVES = frozenset({"who", "which", "whose"})
_PLAIN = frozenset("say tell add write note explain argue claim state report declare warn insist".split())
_TOLD = frozenset({"VBD", "VBZ", "VBP", "VBN"})  # asked is a participle as often as not
_WH_TAGS = frozenset({"WDT", "WP", "WP$"})
_NEAR = 8  # tokens within which a cue right after a quotation wins over one before it
_NOMINAL = frozenset({"PROPN", "PRON", "NOUN"})
_AFTER_NAME = frozenset({"ADP", "PUNCT", "SCONJ", "VERB", "AUX", "ADV", "SPACE", "CCONJ"})


@dataclass(slots=True)
class Utterance:
    """Speech of one speaker: quotations in characters, cue and source as ranges of tokens."""

    quotations: list[Quotation]
    paragraph: int
    cue: Span | None = None
    source: Span | None = None
    verb: int = -1
    why: str = ""
    around: list[Span] = field(default_factory=list)  # words without marks that are part of the speech


@dataclass(slots=True)
class QuotationGroup:
    """Quotations with no words between them, and the narrator's words before and after; all in characters."""

    quotations: list[Quotation]
    paragraph: int
    before: Span
    after: Span = (0, 0)


def cut_unclosed(tree: DependencyTree, quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations, those without a closing mark cut where the narrator speaks: “It is safe, said Anna Berg."""
    found = []
    for quotation in quotations:
        if not quotation.closed and not quotation.continued and quotation.inner[0] > quotation.start:
            first = bisect_left(tree.starts, quotation.inner[0])
            last = bisect_left(tree.starts, quotation.end)
            comma = _comma_before_narrator(tree, first, last)
            if comma is not None:
                end = tree.ends[comma]
                quotation = quotation._replace(end=end, inner=(quotation.inner[0], end))
        found.append(quotation)
    return found


def _comma_before_narrator(tree: DependencyTree, first: int, last: int) -> int | None:
    comma = None
    for token in range(first, last):
        if tree.lower[token] == ",":
            comma = token
        elif tree.pos[token] in ("VERB", "AUX"):
            plain = tree.lemma[token] in _PLAIN and tree.tag[token] in ("VBD", "VBZ")
            if comma is not None and plain and (token == comma + 1 or tree.child(token, "nsubj") is not None):
                return comma
            comma = None
    return None


class CueSearch:
    """Finds the cue of an utterance before or after it.

    ``verbs`` are the lemmas of verbs that can be the cue of direct speech, ``quoted`` tells of each token
    whether it is in marks; ``paragraphs`` and ``quotations`` are those of ``quotation_marks``.
    """

    def __init__(
        self,
        tree: DependencyTree,
        text: str,
        paragraphs: Sequence[Span],
        quotations: Sequence[Quotation],
        quoted: Sequence[bool],
        verbs: frozenset[str],
    ) -> None:
        self.tree = tree
        self.text = text
        self.paragraphs = paragraphs
        self.quotations = quotations
        self.quoted = quoted
        self.verbs = verbs

    def ends_with_comma(self, unit: QuotationGroup) -> bool:
        """Whether the marks end as speech does that a cue follows."""
        end = unit.quotations[-1].end
        return self._ended(unit) in ",?!—–-" or self.text[end : end + 1] == ","

    def _ended(self, unit: QuotationGroup) -> str:
        """The character that a quotation ends with, marks of a quotation inside it left out."""
        start, end = unit.quotations[-1].inner
        while end > start + 1 and (self.text[end - 1].isspace() or self.text[end - 1] in "'’\"”»›"):
            end -= 1
        return self.text[end - 1]

    def before(self, unit: QuotationGroup, used: int) -> Utterance | None:
        """The utterance by the cue before it, behind the token ``used``, which has its quotation already."""
        tree, text = self.tree, self.text
        start, end = unit.before
        gap = text[start:end].rstrip()
        if not gap:
            if unit.paragraph == 0 or used >= 0 or start != self.paragraphs[unit.paragraph][0]:
                return None
            start, end = self.paragraphs[unit.paragraph - 1]
            gap = text[start:end]
            if gap[-1] not in ":,":
                return None
        if gap[-1] in ".!?":
            return None
        colon = gap[-1] == ":"
        last = bisect_left(tree.starts, end)
        first = max(bisect_left(tree.starts, start), last - _FARTHEST, used + 1)
        for token in range(last - 1, first - 1, -1):
            if tree.lower[token] in _ENDS:
                first = token + 1
                break
            if colon and tree.lower[token] in _DASHES and text[tree.starts[token] - 1].isspace():
                first = token + 1  # Clouds ahead – Anna Berg: “…”
                break
        verb = self._verb_before(first, last, colon=colon)
        if verb is not None:
            capital = text[slice(*unit.quotations[0].inner)].lstrip()[:1].isupper()
            if self._clause_between(verb, last, capital=capital):
                return None
            source = self._subject_before(verb, first)
            if source is not None or colon:
                found = self._utterance(unit, verb, source, f"“{tree.doc[verb].text}” before the quotation")
                found.around = self._rest_of_sentence(unit)
                return found
        if colon and (name := self._name(first, last)) is not None:
            return Utterance(unit.quotations, unit.paragraph, (name[1], last), name, name[1] - 1, "name and colon")
        return None

    def _rest_of_sentence(self, unit: QuotationGroup) -> list[Span]:
        """What goes on in the same sentence with more quotations: “we will meet” to stop “the war”."""
        tree, text = self.tree, self.text
        start, limit = unit.after
        end = start
        for index in range(bisect_left(self.quotations, (start,)), len(self.quotations)):
            quotation = self.quotations[index]
            if quotation.start >= limit:
                break
            gap = text[end : quotation.start]
            first, last = bisect_left(tree.starts, end), bisect_left(tree.starts, quotation.start)
            words = range(first, last)
            if (
                not gap.strip()[:1].islower()
                or any(tree.lower[token] in _ENDS for token in words)
                or any(tree.dep[token] in ("nsubj", "nsubjpass") for token in words)
                or any(tree.lemma[token] in self.verbs for token in words)
            ):
                break
            end = quotation.end
        return [(start, end)] if end > start else []

    def _verb_before(self, first: int, last: int, *, colon: bool) -> int | None:
        tree = self.tree
        verbs = [token for token in range(last - 1, first - 1, -1) if tree.pos[token] in ("VERB", "AUX")]
        for token in verbs:
            if tree.lemma[token] in self.verbs:
                return token
        if colon:
            for token in verbs:
                if tree.pos[token] == "VERB" and tree.child(token, "nsubj") is not None:
                    return token
        return None

    def _clause_between(self, verb: int, last: int, *, capital: bool) -> bool:
        """Whether the words between a cue and a quotation are part of what is said: said it was bad, “…”"""
        tree = self.tree
        for token in range(verb + 1, last):
            if tree.lower[token] == "that" and tree.pos[token] == "SCONJ":
                return not capital
            if tree.pos[token] in ("VERB", "AUX") and tree.dep[token] not in (
                "acl",
                "relcl",
                "amod",
                "pcomp",
                "advcl",
            ):
                if tree.dep[token] == "ccomp" and tree.head[token] == verb:
                    return True
                if not capital and tree.dep[token] not in ("aux", "auxpass"):
                    return True
        return False

    def _name(self, first: int, last: int) -> Span | None:
        """The name at the beginning of “Anna Berg on trade: …”."""
        tree = self.tree
        while first < last and tree.pos[first] in ("PUNCT", "SPACE"):
            first += 1
        stop = first
        while stop < last and tree.pos[stop] not in ("ADP", "PUNCT", "SPACE", "VERB", "AUX", "SCONJ"):
            stop += 1
        if (
            stop == first
            or stop - first > 8
            or not any(tree.pos[token] in _NOMINAL for token in range(first, stop))
        ):
            return None
        return first, stop

    def after(self, unit: QuotationGroup, *, near: bool) -> Utterance | None:
        """The utterance by the cue after it, right after it where ``near`` is true."""
        tree = self.tree
        first = bisect_left(tree.starts, unit.after[0])
        last = min(bisect_left(tree.starts, unit.after[1]), first + (_NEAR if near else _FARTHEST))
        for token in range(first, last):
            if tree.lower[token] in _ENDS or "\n" in tree.lower[token]:
                last = token
                break
        while first < last and tree.pos[first] in ("PUNCT", "SPACE"):
            first += 1
        if first == last or (near and tree.pos[first] == "CCONJ"):
            return None
        ended = self._ended(unit)
        goes_on = tree.pos[first] in ("CCONJ", "SCONJ", "ADP", "PART")  # “No,” and that was all, she said
        for token in range(first, last):
            if tree.lower[token] == "according" and token + 1 < last and tree.lower[token + 1] == "to":
                by = self._words_after(token + 1, last)
                if by is not None:
                    return Utterance(
                        unit.quotations, unit.paragraph, (token, token + 2), by, token, "according to"
                    )
            if tree.pos[token] not in ("VERB", "AUX") or tree.lemma[token] not in self.verbs:
                continue
            if token > first + 1 and self._describes(token, first, ended):
                continue
            if goes_on and tree.lemma[token] not in _PLAIN:
                continue
            if self._says_something_else(token, last, weak=ended in ".…"):
                return None
            if ended not in ",?!—–-.…" and not self.ends_with_comma(unit) and token > first + 4:
                return None
            source = self._subject_after(token, first, last)
            if source is None or (near and min(source[0], token) > first + 1):
                return None
            found = self._utterance(unit, token, source, f"“{tree.doc[token].text}” after the quotation")
            found.around = self._sentence_around(unit, first, min(source[0], token))
            return found
        return None

    def _describes(self, verb: int, first: int, ended: str) -> bool:
        """Whether a verb only tells more of the noun before it: “No.” The man who said so left."""
        tree = self.tree
        if tree.dep[verb] not in ("relcl", "acl"):
            return False
        if ended not in ",?!" or tree.tag[verb] not in _TOLD:
            return True
        return any(tree.tag[child] in _WH_TAGS for child in tree.children[verb] if first <= child < verb)

    def _sentence_around(self, unit: QuotationGroup, first: int, stop: int) -> list[Span]:
        """The words of a sentence that a quotation is a part of: All of it is “nonsense,” she said."""
        tree, text = self.tree, self.text
        around: list[Span] = []
        start, end = unit.before
        gap = text[start:end].rstrip()
        if gap and gap[-1] not in '.!?:…"”’':
            low = bisect_left(tree.starts, start)
            high = bisect_left(tree.starts, end)
            for token in range(high - 1, low - 1, -1):
                if tree.lower[token] in _ENDS or "\n" in tree.lower[token]:
                    low = token + 1
                    break
            span = tree.trim((low, high)) if low < high else None
            if span is not None:
                around.append(tree.chars(span))
        if stop > first + 1:
            span = tree.trim((first, stop))
            if span is not None and tree.lower[stop - 1] == "," and tree.doc[first].text[0].islower():
                around.append(tree.chars(span))
        return around

    def _says_something_else(self, verb: int, last: int, *, weak: bool) -> bool:
        """Whether a verb after a quotation has a clause of its own: “No.” She said that …"""
        tree = self.tree
        for child in tree.children[verb]:
            if not verb < child < last or self.quoted[child]:
                continue
            dep = tree.dep[child]
            if dep == "ccomp" and tree.pos[child] in ("VERB", "AUX") and tree.child(child, "nsubj", "nsubjpass"):
                start = tree.edges[child][0]
                if not any(tree.lower[token] == "," for token in range(verb, start + 1)):
                    return True
            if weak and dep in ("xcomp", "dobj", "ccomp"):
                return True
        return False

    def _utterance(self, unit: QuotationGroup, verb: int, source: Span | None, why: str) -> Utterance:
        tree = self.tree
        first = verb
        while (
            first > 0
            and tree.head[first - 1] == verb
            and tree.dep[first - 1] in ("aux", "auxpass", "neg", "advmod")
        ):
            first -= 1
        return Utterance(unit.quotations, unit.paragraph, (first, verb + 1), source, verb, why)

    def _subject_before(self, verb: int, first: int) -> Span | None:
        tree = self.tree
        subject = tree.subject(verb)
        if subject is not None and subject.token < verb:
            return tree.phrase(subject.token, before=verb)
        if subject is not None:
            return tree.phrase(subject.token, after=verb + 1)
        return self._words_before(verb, first)

    def _subject_after(self, verb: int, first: int, last: int) -> Span | None:
        tree = self.tree
        for child in tree.children[verb]:
            if tree.dep[child] in ("nsubj", "nsubjpass") and first <= child < last:
                if child < verb:
                    return tree.phrase(child, before=verb, after=first)
                return tree.phrase(child, before=last, after=verb + 1)
        beside = self._words_before(verb, first) or self._words_after(verb, last)
        if beside is not None:
            return beside
        subject = tree.subject(verb)
        if subject is not None and first <= subject.token < verb:
            return tree.phrase(subject.token, before=verb, after=first)
        return None

    def _words_before(self, verb: int, first: int) -> Span | None:
        tree = self.tree
        stop = verb
        while stop > first and tree.pos[stop - 1] in ("ADV", "AUX", "PART", "PUNCT", "SPACE"):
            stop -= 1
        span = tree.trim((first, stop))
        if span is None or span[1] - span[0] > _LONGEST_NAME:
            return None
        for token in range(*span):
            if tree.lower[token] in _RELATIVES and token > span[0]:
                return span  # whatever follows describes the name before it
            if tree.pos[token] in ("VERB", "SCONJ") and not self._is_title_of(token, span[1]):
                return None
        return span if any(tree.pos[t] in _NOMINAL for t in range(*span)) else None

    def _is_title_of(self, token: int, last: int) -> bool:
        """Whether what looks like a verb is the title before a name: said engineer Paul Okoye."""
        tree = self.tree
        return tree.pos[token] == "VERB" and token + 1 < last and tree.pos[token + 1] == "PROPN"

    def _is_name(self, token: int) -> bool:
        """Whether a word is a name by its capital, whatever the tagger takes it for: said Skelly."""
        return (
            self.tree.pos[token] in ("ADV", "VERB", "AUX", "ADJ", "INTJ")
            and self.tree.doc[token].text[0].isupper()
        )

    def _words_after(self, verb: int, last: int) -> Span | None:
        tree = self.tree
        stop = verb + 1
        while stop < last and (
            tree.pos[stop] not in _AFTER_NAME or self._is_title_of(stop, last) or self._is_name(stop)
        ):
            stop += 1
        span = tree.trim((verb + 1, stop)) if stop > verb + 1 else None
        if span is None or not any(tree.pos[t] in _NOMINAL or self._is_name(t) for t in range(*span)):
            return None
        head = next((t for t in range(*span) if not span[0] <= tree.head[t] < span[1]), span[1] - 1)
        return tree.phrase(head, before=last, after=verb + 1) if tree.pos[head] in _NOMINAL else span
