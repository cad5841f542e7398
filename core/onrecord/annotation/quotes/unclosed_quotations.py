"""Quotations without a closing mark: where the narrator goes on, they end."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from onrecord.annotation.quotes.cue_search import CLAUSE_ENDS, PLAIN_VERBS, VERBAL
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.text.quotation_marks import Quotation


def cut_unclosed(
    tree: DependencyTree, quotations: Sequence[Quotation], verbs: frozenset[str] = frozenset()
) -> list[Quotation]:
    """Cut quotations without a closing mark where the narrator goes on: “It is safe, | said Anna Berg.

    One that seems to go on in the next paragraph is cut only if the narrator's clause is the last one in its own.

    Args:
        tree: The parse.
        quotations: The quotations.
        verbs: Lemmas of the verbs that can be the cue of direct speech.
    """
    cut = []
    for quotation in quotations:
        if not quotation.closed and quotation.inner[0] > quotation.start:
            first = bisect_left(tree.starts, quotation.inner[0])
            last = bisect_left(tree.starts, quotation.end)
            mark = _mark_before_narrator(tree, first, last, verbs)
            if mark is not None and not (quotation.continued and _has_clause_end(tree, mark + 1, last - 1)):
                end = tree.ends[mark]
                quotation = quotation._replace(end=end, inner=(quotation.inner[0], end), continued=False)
        cut.append(quotation)
    return cut


def _has_clause_end(tree: DependencyTree, first: int, last: int) -> bool:
    return any(tree.lower[token] in CLAUSE_ENDS for token in range(first, last))


def _mark_before_narrator(tree: DependencyTree, first: int, last: int, verbs: frozenset[str]) -> int | None:
    """Return the comma that a plain verb of saying follows, with a subject or at once; or ! or ? before a verb.

    Acts: “It is safe*,* she said; “Run*!* cried Anna. Not: “It is safe, she thinks.
    """
    comma = None
    for token in range(first, last):
        if tree.lower[token] == ",":
            comma = token
        elif token > first and tree.lower[token - 1] in ("!", "?") and tree.lemma[token] in verbs:
            if tree.doc[token].is_lower:
                return token - 1
        elif tree.pos[token] in VERBAL:
            is_plain = tree.lemma[token] in PLAIN_VERBS and tree.tag[token] in ("VBD", "VBZ")
            if comma is not None and is_plain and (token == comma + 1 or tree.child(token, "nsubj") is not None):
                return comma
            comma = None
    return None
