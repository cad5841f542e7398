"""What depends on a cue and may be what it reports: its object, its clause, the words after its preposition."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.annotation.quotes.dependency_tree import DependencyTree

_WH = frozenset({"what", "how", "why", "who", "whom", "whether", "if", "when", "where", "which", "whose"})
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
    """A pattern in short words for the reader: clause after “said”."""
    if pattern == "according to":
        return pattern
    if pattern.startswith("put into"):
        return f"clause around “{cue}”"
    if pattern.startswith("subject+"):
        return f"subject and complement of “{cue}”"
    return f"{_RELATIONS.get(pattern.partition('+')[0], 'words after')} “{cue}”"


class Complement(NamedTuple):
    """A dependent of a cue that may be content: ``name`` says more than ``short``; start and end are tokens."""

    name: str
    short: str
    start: int
    end: int
    token: int


def complements_of(tree: DependencyTree, token: int, names: frozenset[str]) -> list[Complement]:
    """The dependents of a token to its right that have one of these dependencies, in order."""
    found = []
    for child in tree.children[token]:
        dep = tree.dep[child]
        if child < token or dep not in names:
            continue
        start, end = tree.edges[child]
        name = dep
        if dep == "prep":
            inner = tree.child(child, "pobj", "pcomp")
            if inner is None or inner < child:
                continue
            start = child + 1
            name = f"prep:{tree.lower[child]}"
            dep = "prep" if tree.dep[inner] == "pobj" else "pcomp"
        elif dep in ("xcomp", "acl", "advcl", "ccomp"):
            mark = tree.child(child, "mark")
            if mark is not None and mark < child:
                name = f"{dep}:{tree.lower[mark]}"
            elif tree.lower[start] in _WH:
                name = f"{dep}:wh"
            elif tree.tag[child] == "VB" and any(tree.tag[c] == "TO" for c in tree.children[child] if c < child):
                name = f"{dep}:to"
            elif tree.tag[child] == "VBG":
                name = f"{dep}:ing"
        found.append(Complement(name, dep, start, end, child))
    return found
