"""Quotations that something else than a verb of saying attributes.

Who speaks is announced (``From Ann Lee: “…”``, ``Ann Lee's advice: “…”``), does something (``Ann Lee shook her
head. “…”``), signs (``“…” Ann Lee, farmer``), or is told afterwards (``“…” With these words Ann Lee left.``). All
of that counts only for quotations that have no cue in their paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Span, Token

from onrecord.annotation.quotes.cue_search import NAME_AND_COLON, CueSearch
from onrecord.annotation.quotes.dependency_tree import TokenRange
from onrecord.annotation.quotes.utterance import Utterance

_SPEECH_NOUNS = frozenset(
    (
        "advice answer appeal comment conclusion description explanation message opinion plea promise reaction"
        " reply response statement summary take verdict view warning word words"
    ).split()
)
"""Nouns for what somebody says; whose it is speaks."""
_WORD_NOUNS = frozenset("comment line phrase remark sentence statement word words".split())
"""Nouns that take up what has just been quoted: ``with these words``."""
_DEMONSTRATIVES = frozenset({"that", "this", "these", "those"})
_PERSONAL = frozenset({"he", "she"})
_FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
_BRACKETS = frozenset("()[]")
_LONGEST_SIGNATURE = 16
"""Tokens of the longest signature."""
_LONGEST_OPENING = 4
"""Tokens before the name in ``And this from Ann Lee``."""


SIGNED = "name behind the quotation"
"""Why an utterance is that of who signs it."""


def announced(search: CueSearch, utterance: Utterance) -> Utterance | None:
    """Return an utterance with its source, if the words around it show who speaks without a verb of saying.

    Args:
        search: The text and its parse.
        utterance: The utterance. One with a cue above its paragraph may be signed all the same.
    """
    before, after = _words_around(search, utterance)
    readings = [(_signature(after), SIGNED)]
    if utterance.cue is None or _names_nobody(search, utterance):
        readings.append((_announcement(before), "announced without a verb of saying"))
    elif search.tree.starts[utterance.cue[0]] >= search.paragraphs[utterance.paragraph][0]:
        return None
    if utterance.cue is None:
        readings.append((_taken_up(after), "taken up by what follows"))
        readings.append((_actor_beside(before, after, search.verbs), "what the speaker does beside it"))
    for source, why in readings:
        if source is not None:
            return Utterance(
                utterance.quotations, utterance.paragraph, None, source, source[0], why, utterance.unmarked
            )
    return None


def _names_nobody(search: CueSearch, utterance: Utterance) -> bool:
    """Return whether what stands before a colon is nobody: ``Her advice:``, ``For Lee, it is simple:``."""
    if utterance.source is None:
        return utterance.why == NAME_AND_COLON
    words = search.tree.doc[slice(*utterance.source)]
    is_expletive = words.text.lower() == "it" and utterance.why.endswith("before the quotation")
    return is_expletive or (utterance.why == NAME_AND_COLON and not words.root.ent_type_)


def _words_around(search: CueSearch, utterance: Utterance) -> tuple[Span, Span]:
    """Return the sentence before an utterance, and the rest of the paragraph behind it.

    Where the utterance begins its paragraph, the paragraph above is the sentence before.
    """
    doc, starts = search.tree.doc, search.tree.starts
    paragraph_start, paragraph_end = search.paragraphs[utterance.paragraph]
    first = bisect_left(starts, utterance.quotations[0].start)
    last = bisect_left(starts, utterance.quotations[-1].end)
    after = doc[last : bisect_left(starts, paragraph_end)]
    begin = bisect_left(starts, paragraph_start)
    if begin >= first and utterance.paragraph > 0:
        above_start, above_end = search.paragraphs[utterance.paragraph - 1]
        begin, first = bisect_left(starts, above_start), bisect_left(starts, above_end)
    sentence = first
    while sentence > begin and not (sentence < first and doc[sentence].is_sent_start):
        sentence -= 1
    return doc[sentence:first], after


def _people(words: Span) -> Iterator[Span]:
    """Yield the names of people in a range of tokens."""
    index = words.start
    while index < words.end:
        end = index + 1
        if words.doc[index].ent_type_ == "PERSON":
            while end < words.end and words.doc[end].ent_iob_ == "I":
                end += 1
            yield words.doc[index:end]
        index = end


def _is_verbless(words: Span) -> bool:
    return not any(token.tag_ in _FINITE_TAGS for token in words)


def _signature(after: Span) -> TokenRange | None:
    """Return the name of who signs behind a quotation: ``“…” Ann Lee, farmer, 54``, ``“…” (Ann Lee, nurse)``."""
    words = list(islice((token for token in after if not token.is_space), _LONGEST_SIGNATURE + 1))
    if not 0 < len(words) <= _LONGEST_SIGNATURE or not _is_verbless(after):
        return None
    person = next(_people(after), None)
    if person is None or any(
        not (token.is_punct or token.text in _BRACKETS or token.pos_ == "PROPN")
        for token in after.doc[after.start : person.start]
    ):
        return None
    return person.start, person.end


def _announcement(before: Span) -> TokenRange | None:
    """Return who is announced before a quotation without a verb of saying."""
    words = [token for token in before if not token.is_space]
    people = list(_people(before))
    if not words or not people:
        return None
    person, opening, last = people[0], before.doc[words[0].i : people[0].start], words[-1].text
    lower = [token.lower_ for token in opening]
    if "from" in lower[:_LONGEST_OPENING] and _is_verbless(before) and last in ":.":  # And this from Ann Lee:
        return person.start, person.end
    if lower[:1] == ["for"] and last == ":" and person.end - words[0].i <= _LONGEST_OPENING + len(person):
        return person.start, person.end  # For Ann Lee, it was simple:
    if last in ":?" and _is_verbless(before):
        owners = (owner for token in words for owner in _owners(token))
        for owner in owners:
            holder = next((name for name in people if name.start <= owner.i < name.end), None)
            if holder is not None:
                return holder.start, holder.end
    return None


def _owners(noun: Token) -> Iterator[Token]:
    """Yield those whose words a noun of saying is for: ``Lee's advice``, ``the advice of the mayor, Lee``."""
    if noun.lower_ not in _SPEECH_NOUNS:
        return
    for child in noun.children:
        if child.dep_ == "poss":
            yield child
        elif child.lower_ == "of":
            for owner in child.children:
                yield owner
                yield from (apposition for apposition in owner.children if apposition.dep_ == "appos")


def _taken_up(after: Span) -> TokenRange | None:
    """Return who is told to have said what stands before: ``“…” With these words Ann Lee left.``"""
    sentence = _first_sentence(after)
    if sentence is None:
        return None
    opening = [token.lower_ for token in sentence if not token.is_punct and not token.is_space][:3]
    demonstrative = next((word for word in opening[:2] if word in _DEMONSTRATIVES), None)
    if demonstrative is None:
        return None
    behind = opening[opening.index(demonstrative) + 1 :]
    if not behind or (behind[0] not in _WORD_NOUNS and behind[:2] not in (["was", "how"], ["is", "how"])):
        return None
    return _subject_person(sentence)


def _actor_beside(before: Span, after: Span, verbs: frozenset[str]) -> TokenRange | None:
    """Return who does something in the sentence beside a quotation, where no other words stand in the paragraph.

    ``Ann Lee shook her head. “…”``, ``“…” Ann Lee puts down the phone.``
    """
    sentence = _first_sentence(after)
    if sentence is None and before.end > before.start and before.doc[before.end - 1].text in (".", "!"):
        sentence = before
    elif sentence is None or any(not token.is_space for token in after.doc[sentence.end : after.end]):
        return None
    if sentence.root.lemma_ in verbs or sentence.root.pos_ not in ("VERB", "AUX"):
        return None
    return _subject_person(sentence)


def _first_sentence(words: Span) -> Span | None:
    """Return the first sentence in a range of tokens that has a word."""
    start = next((token.i for token in words if token.is_alpha), None)
    if start is None:
        return None
    end = start + 1
    while end < words.end and not words.doc[end].is_sent_start:
        end += 1
    return words.doc[start:end]


def _subject_person(sentence: Span) -> TokenRange | None:
    """Return the only person who is a subject in a sentence: a name, or ``he`` or ``she``."""
    subjects = [token for token in sentence if token.dep_ == "nsubj"]
    people = [
        name for name in _people(sentence) if any(name.start <= subject.i < name.end for subject in subjects)
    ]
    pronouns = [token for token in subjects if token.lower_ in _PERSONAL]
    if len(people) == 1:
        return people[0].start, people[0].end
    return (pronouns[0].i, pronouns[0].i + 1) if not people and len(pronouns) == 1 else None
