"""The complements of a cue: the clauses, objects and phrases after it that may be what it reports."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.annotation.quotes.dependency_tree import DependencyTree

_WH_WORDS = frozenset({"what", "how", "why", "who", "whom", "whether", "if", "when", "where", "which", "whose"})
_CLAUSES = frozenset({"xcomp", "acl", "advcl", "ccomp"})
_RELATIONS = {
    "ccomp": "clause after",
    "xcomp": "infinitive after",
    "dobj": "object of",
    "oprd": "complement of",
    "acomp": "complement of",
    "attr": "complement of",
    "clause before": "clause before",
}


def describe_pattern(pattern: str, cue: str) -> str:
    """Describe how cue and content hang together, for the reader: “clause after “said””.

    Args:
        pattern: The pattern of a frame.
        cue: The words of the cue.
    """
    if pattern == "according to":
        return pattern
    if pattern.startswith("put into"):
        return f"clause around “{cue}”"
    if pattern.startswith("subject+"):
        return f"subject and complement of “{cue}”"
    return f"{_RELATIONS.get(pattern.partition('+')[0], 'words after')} “{cue}”"


class Complement(NamedTuple):
    """A dependent of a cue that may be content or a part of it; positions are token indices.

    Args:
        name: Its dependency with the word that tells more: ``prep:of``, ``ccomp:that``, ``xcomp:to``.
        short: Its dependency alone; for a phrase with a preposition, ``prep`` or ``pcomp`` by what follows that.
        start: Its first token, without the preposition.
        end: The token behind it.
        token: Its head, or the preposition.
    """

    name: str
    short: str
    start: int
    end: int
    token: int


def complements_of(tree: DependencyTree, token: int, dependencies: frozenset[str]) -> list[Complement]:
    """Return the complements to the right of a token that have one of these dependencies, in order."""
    complements = []
    for child in tree.children[token]:
        if child > token and tree.dep[child] in dependencies:
            complement = _prepositional(tree, child) if tree.dep[child] == "prep" else _plain(tree, child)
            if complement is not None:
                complements.append(complement)
    return complements


def _prepositional(tree: DependencyTree, preposition: int) -> Complement | None:
    """Return a phrase with a preposition; None where nothing follows that."""
    inner = tree.child(preposition, "pobj", "pcomp")
    if inner is None or inner < preposition:
        return None
    return Complement(
        name=f"prep:{tree.lower[preposition]}",
        short="prep" if tree.dep[inner] == "pobj" else "pcomp",
        start=preposition + 1,
        end=tree.subtrees[preposition][1],
        token=preposition,
    )


def _plain(tree: DependencyTree, child: int) -> Complement:
    dep = tree.dep[child]
    start, end = tree.subtrees[child]
    form = _clause_form(tree, child, start) if dep in _CLAUSES else ""
    return Complement(f"{dep}:{form}" if form else dep, dep, start, end, child)


def _clause_form(tree: DependencyTree, verb: int, start: int) -> str:
    """Return how a clause begins: its conjunction, ``wh``, ``to``, ``ing``, or nothing."""
    mark = tree.child(verb, "mark")
    if mark is not None and mark < verb:
        return tree.lower[mark]
    if tree.lower[start] in _WH_WORDS:
        return "wh"
    if tree.tag[verb] == "VB" and any(tree.tag[child] == "TO" for child in tree.children[verb] if child < verb):
        return "to"
    return "ing" if tree.tag[verb] == "VBG" else ""
