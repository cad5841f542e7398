"""From the coarse labels of the entity head to OntoNotes' finer ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from core.annotate.lexicon import LABELS, lexicon
from core.annotate.model.naming import Named
from core.annotate.names import Name, trimmed

_FINER = {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": ("GPE", "LOC", "FAC"), "MISC": ("NORP",)}
"""CoNLL's label → OntoNotes' labels that it covers, the commonest first."""


def finer(doc: Doc, found: Iterable[Named]) -> Iterator[Name]:
    """The names that the head found, labelled by the lexicon, else by spaCy where it saw a name of that kind.

    A nationality needs one of the two to say so: CoNLL's MISC is also for events, works and products.
    """
    for named in found:
        label = _label(doc, named)
        name = trimmed(doc, Name(named.start, named.end, label)) if label else None
        if name is not None:
            yield name


def _label(doc: Doc, named: Named) -> str | None:
    span = doc[named.start : named.end]
    if named.label == "ORG" and lexicon().is_law(span.text):
        return "LAW"
    labels = _FINER[named.label]
    entry = lexicon().find(span.text)
    if entry is not None and LABELS[entry.sort] in labels:
        return LABELS[entry.sort]
    seen = Counter(token.ent_type_ for token in span if token.ent_type_ in labels)
    if seen:
        return seen.most_common(1)[0][0]
    return labels[0] if named.label != "MISC" else None
