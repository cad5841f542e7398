"""Names in a text before they become entities: token ranges with a label."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from onrecord.annotation.lexicon.lexicon import load_lexicon

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
"""OntoNotes' labels of those who can act, and of places."""

_POSSESSIVE_ENDINGS = frozenset({"'s", "’s", "'", "’", "`s"})
_NON_FINAL_WORDS = frozenset({"of", "in", "at", "for", "from", "and", "by", "with"})
"""Words with which no name ends before ``the``."""
_SENTENCE_OPENERS = frozenset(
    {"If", "When", "But", "As", "While", "After", "Since", "Because", "Although", "Though", "That"}
)
"""Words that have a capital before a person's name because they open the sentence."""
_ABBREVIATIONS = frozenset({"Jr.", "Sr.", "O.K.", "Ph.D.", "M.D.", "C.E.O.", "I.P.O."}) | {
    f"{month}." for month in "Jan Feb Mar Apr Aug Sept Oct Nov Dec".split()
}
"""Words that are no name by themselves."""
_EDGE_MARKS = frozenset("-–—.,:;()[]{}\"'“”‘’`/|*•&") | {"--", "''", "``", "…", "..."}


@dataclass(frozen=True, slots=True, order=True)
class NameSpan:
    """A name in a Doc.

    Args:
        start: The index of its first token.
        end: The index after its last token.
        label: Its OntoNotes label; ``?`` before it marks an ordinary word that may be a name.
        certain: Whether the label is beyond doubt.
    """

    start: int
    end: int
    label: str
    certain: bool = False


def trim(doc: Doc, name: NameSpan) -> NameSpan | None:
    """Return a name without article, possessive, title, letters after it and marks; None if nothing is left."""
    start, end = name.start, name.end
    while start < end and _is_edge(doc, start):
        start += 1
    while end > start and (_is_edge(doc, end - 1) or doc[end - 1].text in _POSSESSIVE_ENDINGS):
        end -= 1
    if end - start > 2 and doc[end - 1].lower_ in _NON_FINAL_WORDS and end < len(doc) and doc[end].lower_ == "the":
        end -= 1
    if end > start and doc[start].lower_ in ("the", "a", "an"):
        return trim(doc, NameSpan(start + 1, end, name.label, name.certain))
    if name.label == "PERSON":
        while start < end - 1 and _stands_before_persons(doc, start):
            start += 1
        while end - start > 1 and doc[end - 1].text in load_lexicon()["postnominals"]:
            end -= 1
    return NameSpan(start, end, name.label, name.certain) if end > start else None


def is_name(doc: Doc, name: NameSpan) -> bool:
    """Return whether the words can be a name: a nationality, or one with a capital that is no title."""
    words = [token.text for token in doc[name.start : name.end]]
    if name.label == "NORP":
        return True
    if len(words) == 1 and words[0] in _ABBREVIATIONS:
        return False
    return any(any(char.isupper() for char in word) and not is_title(word) for word in words)


def is_title(word: str) -> bool:
    """Return whether a word with a capital is a title before a name: ``Mr.``, ``President``, ``Sen``."""
    return word[:1].isupper() and (word.lower().rstrip(".") in load_lexicon()["titles"] or is_rank(word))


def is_rank(word: str) -> bool:
    """Return whether a word is an abbreviated rank or a form of address: ``DCI``, ``Cllr``, ``Cpl.``."""
    return word.rstrip(".") in load_lexicon()["ranks"]


def _stands_before_persons(doc: Doc, index: int) -> bool:
    """Return whether a token before a person's name is no part of it: an opener, a title, a nationality."""
    word = doc[index].text
    return (
        word in _SENTENCE_OPENERS
        or is_title(word)
        or _is_edge(doc, index)
        or load_lexicon().find(word, "demonym") is not None
    )


def _is_edge(doc: Doc, index: int) -> bool:
    """Return whether a token is a mark or a blank."""
    return doc[index].is_space or doc[index].text in _EDGE_MARKS
