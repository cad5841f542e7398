"""Names in a text as they are before spaCy gets them back: spans of tokens with a label."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from onrecord.annotation.lexicon.lexicon import load_lexicon

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
"""OntoNotes' labels of those who can act, and of where they do."""

_POSSESSIVE = frozenset({"'s", "’s", "'", "’", "`s"})
_UNENDED = frozenset({"of", "in", "at", "for", "from", "and", "by", "with"})
"""Words that no name ends with before ``the``."""
_OPENERS = frozenset(
    {"If", "When", "But", "As", "While", "After", "Since", "Because", "Although", "Though", "That"}
)
"""Words that open a sentence with a capital before the name of a person."""
_NEVER = frozenset({"Jr.", "Sr.", "O.K.", "Ph.D.", "M.D.", "C.E.O.", "I.P.O."}) | {
    f"{month}." for month in "Jan Feb Mar Apr Aug Sept Oct Nov Dec".split()
}
"""What is no name when it stands alone."""
_EDGE = frozenset("-–—.,:;()[]{}\"'“”‘’`/|*•&") | {"--", "''", "``", "…", "..."}


@dataclass(frozen=True, slots=True, order=True)
class NameSpan:
    """Tokens ``start`` to ``end`` (exclusive). ``certain`` if the label is certain."""

    start: int
    end: int
    label: str
    certain: bool = False


def trim(doc: Doc, name: NameSpan) -> NameSpan | None:
    """The name without article, possessive, title, letters after it, marks and blanks; None if nothing is left."""
    start, end = name.start, name.end
    while start < end and _is_edge(doc, start):
        start += 1
    while end > start and (_is_edge(doc, end - 1) or doc[end - 1].text in _POSSESSIVE):
        end -= 1
    if end - start > 2 and doc[end - 1].lower_ in _UNENDED and end < len(doc) and doc[end].lower_ == "the":
        end -= 1
    if end > start and doc[start].lower_ in ("the", "a", "an"):
        return trim(doc, NameSpan(start + 1, end, name.label, name.certain))
    if name.label == "PERSON":
        while start < end - 1 and (
            doc[start].text in _OPENERS
            or is_title(doc[start].text)
            or _is_edge(doc, start)
            or _is_demonym(doc[start].text)
        ):
            start += 1
        while end - start > 1 and doc[end - 1].text in load_lexicon()["postnominals"]:
            end -= 1
    return NameSpan(start, end, name.label, name.certain) if end > start else None


def is_name(doc: Doc, name: NameSpan) -> bool:
    """Whether any of the words can be a name: one with a capital, that is no title."""
    words = [token.text for token in doc[name.start : name.end]]
    if name.label == "NORP":
        return True
    if len(words) == 1 and words[0] in _NEVER:
        return False
    return any(any(c.isupper() for c in word) and not is_title(word) for word in words)


def is_title(word: str) -> bool:
    """Whether a word is a title before a name: ``Mr.``, ``President``, ``Sen``."""
    return word[:1].isupper() and word.lower().rstrip(".") in load_lexicon()["titles"]


def _is_demonym(word: str) -> bool:
    return load_lexicon().find(word, "demonym") is not None


def _is_edge(doc: Doc, at: int) -> bool:
    token = doc[at]
    return token.is_space or token.text in _EDGE
