"""The cue of a quotation: the search for “he said” in the narrator's words before and after it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from onrecord.annotation.quotes.dependency_tree import DependencyTree, TokenRange
from onrecord.annotation.quotes.utterance import QuotationGroup, Utterance
from onrecord.annotation.text.quotation_marks import Quotation
from onrecord.base.records import Span

CLAUSE_ENDS = frozenset({".", "!", "?", ";"})
"""Tokens that end a clause."""

PLAIN_VERBS = frozenset("say tell add write note explain argue claim state report declare warn insist".split())
"""Lemmas of verbs that nearly always report what somebody says."""

VERBAL = frozenset({"VERB", "AUX"})
"""The parts of speech of verbs."""

NAME_AND_COLON = "name and colon"
"""Why an utterance is that of whom a label before it names."""

_DASHES = frozenset({"-", "–", "—", "―", "--"})
_CLAUSE_AFTER = ",?!—–-"  # a quotation that ends with one of these is followed by its cue
_WINDOW = 40  # tokens from a quotation within which its cue is looked for
_NEAR_WINDOW = 8  # tokens within which a cue right after a quotation wins over one before it
_LONGEST_SOURCE = 25
_LONGEST_LABEL = 8
_RELATIVE_PRONOUNS = frozenset({"who", "which", "whose"})
_INFLECTED = frozenset({"VBD", "VBZ", "VBP", "VBN"})  # VBN: taggers take “asked” for a participle
_WH_TAGS = frozenset({"WDT", "WP", "WP$"})
_NOMINAL = frozenset({"PROPN", "PRON", "NOUN"})
_LABEL_ENDS = frozenset({"ADP", "PUNCT", "SPACE", "VERB", "AUX", "SCONJ"})
_SOURCE_ENDS = _LABEL_ENDS | {"ADV", "CCONJ"}
_MODIFYING_CLAUSES = frozenset({"acl", "relcl", "amod", "pcomp", "advcl"})


class CueSearch:
    """Looks for the cue of a group of quotations in the narrator's words before and after it.

    Args:
        tree: The parse.
        text: The text.
        paragraphs: Its paragraphs.
        quotations: Its outermost quotations, in order.
        is_quoted: For each token whether it stands in quotation marks.
        verbs: Lemmas of the verbs that can be the cue of direct speech.
    """

    def __init__(
        self,
        tree: DependencyTree,
        text: str,
        paragraphs: Sequence[Span],
        quotations: Sequence[Quotation],
        is_quoted: Sequence[bool],
        verbs: frozenset[str],
    ) -> None:
        self.tree = tree
        self.text = text
        self.paragraphs = paragraphs
        self.quotations = quotations
        self.is_quoted = is_quoted
        self.verbs = verbs

    def expects_cue_after(self, group: QuotationGroup) -> bool:
        """Tell whether quotations end as those do that a cue follows: “No,” or “No”, but not “No.”"""
        end = group.quotations[-1].end
        return self._last_character(group) in _CLAUSE_AFTER or self.text[end : end + 1] == ","

    def _last_character(self, group: QuotationGroup) -> str:
        """Return the last character of the words of the last quotation, without the marks of one inside it."""
        start, end = group.quotations[-1].inner
        while end > start + 1 and (self.text[end - 1].isspace() or self.text[end - 1] in "'’\"”»›"):
            end -= 1
        return self.text[end - 1]

    # Before the quotations

    def before(self, group: QuotationGroup, used_token: int) -> Utterance | None:
        """Return the utterance whose cue stands before the quotations: He said: “No.”

        Args:
            group: The quotations.
            used_token: The last token that is a cue of other quotations already, or -1.
        """
        span = self._words_before(group, used_token)
        if span is None:
            return None
        last_character = self.text[slice(*span)].rstrip()[-1]
        if last_character in ".!?":
            return None
        is_colon = last_character == ":"
        first, last = self._clause_before(span, used_token, is_colon=is_colon)
        verb = self._verb_before(first, last, is_colon=is_colon)
        if verb is not None:
            starts_sentence = self.text[slice(*group.quotations[0].inner)].lstrip()[:1].isupper()
            if self._has_content_between(verb, last, starts_sentence=starts_sentence):
                return None
            source = self._source_before(verb, first)
            if source is not None or is_colon:
                utterance = self._utterance(
                    group, verb, source, f"“{self.tree.doc[verb].text}” before the quotation"
                )
                utterance.unmarked = self._rest_of_sentence(group)
                return utterance
        if is_colon and (name := self._label(first, last)) is not None:
            return Utterance(group.quotations, group.paragraph, (name[1], last), name, name[1] - 1, NAME_AND_COLON)
        return None

    def _words_before(self, group: QuotationGroup, used_token: int) -> Span | None:
        """Return the narrator's words before quotations, in characters.

        Where a paragraph begins with quotations, those are the paragraph above if it ends with a colon or a comma.
        """
        if self.text[slice(*group.before)].strip():
            return group.before
        is_first = used_token < 0 and group.before[0] == self.paragraphs[group.paragraph][0]
        if group.paragraph == 0 or not is_first:
            return None
        above = self.paragraphs[group.paragraph - 1]
        return above if self.text[above[1] - 1] in ":," else None

    def _clause_before(self, span: Span, used_token: int, *, is_colon: bool) -> TokenRange:
        """Return the last clause of a span, within the window and behind the token that is used already.

        Before a colon a dash ends a clause as well: Clouds ahead – *Anna Berg*: “…”
        """
        tree = self.tree
        last = bisect_left(tree.starts, span[1])
        first = max(bisect_left(tree.starts, span[0]), last - _WINDOW, used_token + 1)
        for token in range(last - 1, first - 1, -1):
            is_dash = is_colon and tree.lower[token] in _DASHES and self.text[tree.starts[token] - 1].isspace()
            if tree.lower[token] in CLAUSE_ENDS or is_dash:
                return token + 1, last
        return first, last

    def _verb_before(self, first: int, last: int, *, is_colon: bool) -> int | None:
        """Return the last verb of speech in a range; before a colon, else the last verb with a subject."""
        tree = self.tree
        verbs = [token for token in range(last - 1, first - 1, -1) if tree.pos[token] in VERBAL]
        for token in verbs:
            if tree.lemma[token] in self.verbs:
                return token
        if is_colon:
            for token in verbs:
                subject = tree.child(token, "nsubj")
                is_main = subject is not None and tree.tag[subject] not in _WH_TAGS
                if tree.pos[token] == "VERB" and is_main:
                    return token
        return None

    def _has_content_between(self, verb: int, last: int, *, starts_sentence: bool) -> bool:
        """Return whether the words between a cue and quotations are a part of what is said.

        Acts: He said *it was bad*, “a disgrace”; he said *that* “it was”. Not: He said in a speech that, “It was.”

        Args:
            verb: The cue.
            last: The token behind the words.
            starts_sentence: Whether the quotations begin with a capital.
        """
        tree = self.tree
        for token in range(verb + 1, last):
            if tree.lower[token] == "that" and tree.pos[token] == "SCONJ":
                return not starts_sentence
            if tree.pos[token] in VERBAL and tree.dep[token] not in _MODIFYING_CLAUSES:
                if tree.dep[token] == "ccomp" and tree.head[token] == verb:
                    return True
                if not starts_sentence and tree.dep[token] not in ("aux", "auxpass"):
                    return True
        return False

    def _source_before(self, verb: int, first: int) -> TokenRange | None:
        """Return the source of a verb before quotations: its subject, or the words before it."""
        tree = self.tree
        subject = tree.subject(verb)
        if subject is None:
            return self._nominal_before(verb, first)
        if subject.token < verb:
            return tree.phrase(subject.token, before=verb)
        return tree.phrase(subject.token, after=verb + 1)

    def _label(self, first: int, last: int) -> TokenRange | None:
        """Return the name at the beginning of a clause without a verb: *Anna Berg* on trade: “…”"""
        tree = self.tree
        while first < last and not any(char.isalnum() for char in tree.doc[first].text):
            first += 1
        stop = first
        while stop < last and tree.pos[stop] not in _LABEL_ENDS:
            stop += 1
        is_name = 0 < stop - first <= _LONGEST_LABEL and self._is_nominal(first, stop)
        return (first, stop) if is_name else None

    def _is_nominal(self, first: int, last: int) -> bool:
        return any(self.tree.pos[token] in _NOMINAL for token in range(first, last))

    def _rest_of_sentence(self, group: QuotationGroup) -> list[Span]:
        """Return how the sentence goes on with more quotations: said: “we will meet” *to stop “the war”*.

        It ends where a clause or a cue of its own begins.
        """
        tree, text = self.tree, self.text
        start, limit = group.after
        end = start
        for index in range(bisect_left(self.quotations, (start,)), len(self.quotations)):
            quotation = self.quotations[index]
            if quotation.start >= limit:
                break
            gap = text[end : quotation.start]
            words = range(bisect_left(tree.starts, end), bisect_left(tree.starts, quotation.start))
            if not gap.strip()[:1].islower() or any(self._begins_clause(token) for token in words):
                break
            end = quotation.end
        return [(start, end)] if end > start else []

    def _begins_clause(self, token: int) -> bool:
        tree = self.tree
        return (
            tree.lower[token] in CLAUSE_ENDS
            or tree.dep[token] in ("nsubj", "nsubjpass")
            or tree.lemma[token] in self.verbs
        )

    # After the quotations

    def after(self, group: QuotationGroup, *, is_near: bool) -> Utterance | None:
        """Return the utterance whose cue stands after the quotations: “No,” he said.

        Args:
            group: The quotations.
            is_near: Whether the cue has to stand right after them, as another one stands before them.
        """
        tree = self.tree
        first, last = self._clause_after(group, window=_NEAR_WINDOW if is_near else _WINDOW)
        if first == last or (is_near and tree.pos[first] == "CCONJ"):
            return None
        for token in range(first, last):
            source = self._according_source(token, last)
            if source is not None:
                cue = (token, token + 2)
                return Utterance(group.quotations, group.paragraph, cue, source, token, "according to")
            if self._may_be_cue_after(token, first, group):
                return self._utterance_after(group, token, (first, last), is_near=is_near)
        return None

    def _clause_after(self, group: QuotationGroup, *, window: int) -> TokenRange:
        """Return the first clause after quotations, without the punctuation that it begins with."""
        tree = self.tree
        first = bisect_left(tree.starts, group.after[0])
        last = min(bisect_left(tree.starts, group.after[1]), first + window)
        for token in range(first, last):
            if tree.lower[token] in CLAUSE_ENDS or "\n" in tree.lower[token]:
                last = token
                break
        while first < last and tree.pos[first] in ("PUNCT", "SPACE"):
            first += 1
        return first, last

    def _according_source(self, token: int, last: int) -> TokenRange | None:
        """Return the source of “according to *Berg*”, if that begins at a token."""
        lower = self.tree.lower
        if lower[token] != "according" or token + 1 >= last or lower[token + 1] != "to":
            return None
        return self._nominal_after(token + 1, last)

    def _may_be_cue_after(self, token: int, first: int, group: QuotationGroup) -> bool:
        """Return whether a token is a verb of speech that may belong to the quotations before it.

        Where the sentence goes on after them with a conjunction or a preposition, only a plain verb does:
        “No,” and that was all, she *said*.
        """
        tree = self.tree
        if tree.pos[token] not in VERBAL or tree.lemma[token] not in self.verbs:
            return False
        if token > first + 1 and self._describes_noun(token, first, self._last_character(group)):
            return False
        goes_on = tree.pos[first] in ("CCONJ", "SCONJ", "ADP", "PART")
        return not goes_on or tree.lemma[token] in PLAIN_VERBS

    def _utterance_after(
        self, group: QuotationGroup, verb: int, clause: TokenRange, *, is_near: bool
    ) -> Utterance | None:
        """Return the utterance of a verb in the clause after quotations, if they are what it reports."""
        first, last = clause
        last_character = self._last_character(group)
        if self._has_own_content(verb, last, ends_sentence=last_character in ".…"):
            return None
        expects_cue = last_character in ".…" or self.expects_cue_after(group)
        if not expects_cue and verb > first + 4:
            return None
        source = self._source_after(verb, first, last)
        if source is None or (is_near and min(source[0], verb) > first + 1):
            return None
        utterance = self._utterance(group, verb, source, f"“{self.tree.doc[verb].text}” after the quotation")
        utterance.unmarked = self._sentence_around(group, first, min(source[0], verb))
        return utterance

    def _describes_noun(self, verb: int, first: int, last_character: str) -> bool:
        """Return whether a verb only describes the noun before it.

        Acts: “No.” The man who *said* so left. Not: “No,” Berg *said*, which parsers take for a relative clause.
        """
        tree = self.tree
        if tree.dep[verb] not in ("relcl", "acl"):
            return False
        if last_character not in ",?!" or tree.tag[verb] not in _INFLECTED:
            return True
        return any(tree.tag[child] in _WH_TAGS for child in tree.children[verb] if first <= child < verb)

    def _has_own_content(self, verb: int, last: int, *, ends_sentence: bool) -> bool:
        """Return whether a verb after quotations reports something else.

        Acts: “No.” She said *that it rained*. “No.” She asked *the driver*. Not: “No,” she told *the driver*.

        Args:
            verb: The verb.
            last: The token behind its clause.
            ends_sentence: Whether the quotations end with a full stop: then any object of the verb is its content.
        """
        tree = self.tree
        for child in tree.children[verb]:
            if not verb < child < last or self.is_quoted[child]:
                continue
            dep = tree.dep[child]
            if ends_sentence and dep in ("xcomp", "dobj", "ccomp"):
                return True
            is_clause = tree.pos[child] in VERBAL and tree.child(child, "nsubj", "nsubjpass") is not None
            if dep == "ccomp" and is_clause:
                start = tree.subtrees[child][0]
                if not any(tree.lower[token] == "," for token in range(verb, start + 1)):
                    return True
        return False

    def _source_after(self, verb: int, first: int, last: int) -> TokenRange | None:
        """Return the source of a verb after quotations.

        Its own subject; the words before or after it, where the parser gives it none; the subject that it shares.
        """
        tree = self.tree
        for child in tree.children[verb]:
            if tree.dep[child] in ("nsubj", "nsubjpass") and first <= child < last:
                if child < verb:
                    return tree.phrase(child, before=verb, after=first)
                return tree.phrase(child, before=last, after=verb + 1)
        beside = self._nominal_before(verb, first) or self._nominal_after(verb, last)
        if beside is not None:
            return beside
        subject = tree.subject(verb)
        if subject is not None and first <= subject.token < verb:
            return tree.phrase(subject.token, before=verb, after=first)
        return None

    def _sentence_around(self, group: QuotationGroup, first: int, stop: int) -> list[Span]:
        """Return the words of the sentence that quotations are a part of: *All of it is* “nonsense,” she said.

        Args:
            group: The quotations.
            first: The first token after them.
            stop: Where source and cue begin.
        """
        tree, text = self.tree, self.text
        around: list[Span] = []
        start, end = group.before
        gap = text[start:end].rstrip()
        if gap and gap[-1] not in '.!?:…"”’':
            first_before = bisect_left(tree.starts, start)
            last_before = bisect_left(tree.starts, end)
            for token in range(last_before - 1, first_before - 1, -1):
                if tree.lower[token] in CLAUSE_ENDS or "\n" in tree.lower[token]:
                    first_before = token + 1
                    break
            words = tree.strip_punctuation((first_before, last_before))
            if words is not None:
                around.append(tree.chars(words))
        if stop > first + 1 and tree.lower[stop - 1] == "," and tree.doc[first].text[0].islower():
            words = tree.strip_punctuation((first, stop))
            if words is not None:
                around.append(tree.chars(words))
        return around

    # Source and cue

    def _utterance(self, group: QuotationGroup, verb: int, source: TokenRange | None, why: str) -> Utterance:
        """Return the utterance of a verb, whose cue takes in the auxiliaries right before it."""
        tree = self.tree
        first = verb
        while (
            first > 0
            and tree.head[first - 1] == verb
            and tree.dep[first - 1] in ("aux", "auxpass", "neg", "advmod")
        ):
            first -= 1
        return Utterance(group.quotations, group.paragraph, (first, verb + 1), source, verb, why)

    def _nominal_before(self, verb: int, first: int) -> TokenRange | None:
        """Return the words before a verb if they are a name or a noun: *Anna Berg, who lives there,* said."""
        tree = self.tree
        stop = verb
        while stop > first and tree.pos[stop - 1] in ("ADV", "AUX", "PART", "PUNCT", "SPACE"):
            stop -= 1
        words = tree.strip_punctuation((first, stop))
        if words is None or words[1] - words[0] > _LONGEST_SOURCE:
            return None
        for token in range(*words):
            if tree.lower[token] in _RELATIVE_PRONOUNS and token > words[0]:
                return words  # whatever follows describes the name before it
            if tree.pos[token] in ("VERB", "SCONJ") and not self._is_title(token, words[1]):
                return None
        return words if self._is_nominal(*words) else None

    def _nominal_after(self, verb: int, last: int) -> TokenRange | None:
        """Return the name or noun right after a verb: said *Anna Berg, the minister,* on Monday."""
        tree = self.tree
        stop = verb + 1
        while stop < last and (
            tree.pos[stop] not in _SOURCE_ENDS or self._is_title(stop, last) or self._is_mistagged_name(stop)
        ):
            stop += 1
        words = tree.strip_punctuation((verb + 1, stop)) if stop > verb + 1 else None
        if words is None:
            return None
        if not any(tree.pos[token] in _NOMINAL or self._is_mistagged_name(token) for token in range(*words)):
            return None
        head = next(
            (token for token in range(*words) if not words[0] <= tree.head[token] < words[1]), words[1] - 1
        )
        return tree.phrase(head, before=last, after=verb + 1) if tree.pos[head] in _NOMINAL else words

    def _is_title(self, token: int, last: int) -> bool:
        """Return whether what looks like a verb is the title before a name: said *engineer* Paul Okoye."""
        tree = self.tree
        return tree.pos[token] == "VERB" and token + 1 < last and tree.pos[token + 1] == "PROPN"

    def _is_mistagged_name(self, token: int) -> bool:
        """Return whether a word is a name by its capital, whatever the tagger takes it for: said *Skelly*."""
        pos = self.tree.pos[token]
        return pos in ("ADV", "VERB", "AUX", "ADJ", "INTJ") and self.tree.doc[token].text[0].isupper()
