"""From the names that the entity head and the lexicon find to names with OntoNotes' labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.lexicon.name_span import NameSpan, is_name, trim
from onrecord.annotation.ner.neighbours import join_neighbours
from onrecord.annotation.neural.entity_head import NamedSpan
from onrecord.base.name_keys import name_key

_ONTONOTES_LABELS = {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": ("GPE", "LOC", "FAC"), "MISC": ("NORP",)}
"""CoNLL's label → OntoNotes' labels that it covers, the most frequent first."""
_MISCELLANEOUS = "MISC"
"""Names of events, works and products. They matter only where they contain other names: ``U.S. Open``."""
_OFFICES = frozenset({"minister", "secretary"})
_PARTY_LETTERS = frozenset("RDI")


def merge_names(doc: Doc, lexicon_names: Iterable[NameSpan], head_names: Iterable[NamedSpan]) -> list[NameSpan]:
    """Merge the names that the lexicon knows with those that the entity head found.

    A longer name replaces those of the lexicon inside it, except for nationalities: ``Iraqi Kurds`` are both. For
    the same tokens the lexicon's label holds, but a team may be called by its town, which the head can tell; and a
    word that is an ordinary word as well (``?ORG``) counts only where the head found it.

    Args:
        doc: The article.
        lexicon_names: The names of the lexicon, none over another.
        head_names: The names that the entity head found.

    Returns:
        The names in order, none over another.
    """
    by_token = {index: name for name in lexicon_names for index in range(name.start, name.end)}
    merged = []
    for name in _labelled(doc, _join_parts(doc, head_names)):
        inside = {by_token[index] for index in range(name.start, name.end) if index in by_token}
        is_same = any((lexicon_name.start, lexicon_name.end) == (name.start, name.end) for lexicon_name in inside)
        if any(lexicon_name.start < name.start or lexicon_name.end > name.end for lexicon_name in inside) or (
            name.label == "NORP" and inside and not is_same
        ):
            continue
        for lexicon_name in inside:
            for index in range(lexicon_name.start, lexicon_name.end):
                del by_token[index]
        merged.append(_combined(doc, inside.pop(), name) if is_same else name)
    merged += (name for name in set(by_token.values()) if not name.label.startswith("?"))
    return sorted(
        name
        for name in merged
        if name.label != _MISCELLANEOUS and is_name(doc, name) and not _is_office(doc, name)
    )


def _combined(doc: Doc, lexicon_name: NameSpan, head_name: NameSpan) -> NameSpan:
    """Return one name for the same tokens from the lexicon's and the entity head's."""
    if lexicon_name.certain:  # a dateline's town
        return lexicon_name
    if lexicon_name.label.startswith("?"):
        is_organisation = (
            lexicon_name.label == "?ORG" and head_name.label in ("GPE", "LOC") and _acts(doc, head_name)
        )
        return NameSpan(head_name.start, head_name.end, "ORG") if is_organisation else head_name
    if (lexicon_name.label, head_name.label) == ("GPE", "ORG"):
        text = doc[head_name.start : head_name.end].text
        if load_lexicon().find(text, "country", "capital") is None:
            return head_name
    return NameSpan(lexicon_name.start, lexicon_name.end, lexicon_name.label, certain=True)


def _acts(doc: Doc, name: NameSpan) -> bool:
    """Return whether a company or river acts as companies do: ``Amazon said``, ``an Amazon spokesman``."""
    token = doc[name.start : name.end].root
    if name.start > 0 and doc[name.start - 1].lower_ == "the":
        return False
    if token.dep_ == "nsubj":
        return token.head.lemma_ in load_lexicon()["acting"]
    return token.dep_ == "compound" and token.head.lower_ in load_lexicon()["spokespeople"]


def _labelled(doc: Doc, head_names: Iterable[NamedSpan]) -> Iterator[NameSpan]:
    """Yield the entity head's names with OntoNotes' labels.

    The label is spaCy's where that is one of those which CoNLL's label covers, else the most frequent of these.
    """
    for name in _with_article_probabilities(doc, head_names):
        if _is_party_affiliation(doc, name):  # a senator (R-Wis.)
            yield NameSpan(name.start + 2, name.end, "GPE")
            continue
        span = doc[name.start : name.end]
        labels = _ONTONOTES_LABELS[name.label]
        spacy_labels = Counter(token.ent_type_ for token in span if token.ent_type_ in labels)
        if load_lexicon().is_law(span.text):
            label = "LAW"
        elif spacy_labels:
            label = spacy_labels.most_common(1)[0][0]
        else:
            label = _MISCELLANEOUS if name.label == "MISC" else labels[0]
        if (trimmed := trim(doc, NameSpan(name.start, name.end, label))) is not None:
            yield trimmed


def _join_parts(doc: Doc, names: Iterable[NamedSpan]) -> Iterator[NamedSpan]:
    """Return the names, those in two parts as one.

    Parts are ``Court of Justice of the`` and ``European Union``, and those around an editor's brackets:
    ``[Gov. Chris] Huber``.
    """

    def join(name: NamedSpan, following: NamedSpan) -> NamedSpan | None:
        is_joined = _ends_with_of_the(doc, name, following) or _is_bracketed(doc, name, following)
        return name._replace(end=following.end) if is_joined else None

    return join_neighbours(names, join)


def _ends_with_of_the(doc: Doc, name: NamedSpan, following: NamedSpan) -> bool:
    return name.end == following.start and doc[name.end - 2 : name.end].text.lower() == "of the"


def _is_bracketed(doc: Doc, name: NamedSpan, following: NamedSpan) -> bool:
    """Return whether a bracket that closes stands between a single word and the rest of a person's name."""
    return (
        name.label == following.label == "PER"
        and name.end + 1 == following.start
        and doc[name.end].text == "]"
        and name.end - name.start == 1
    )


def _with_article_probabilities(doc: Doc, names: Iterable[NamedSpan]) -> Iterator[NamedSpan]:
    """Yield the names with the means of their own probabilities and those of the same name everywhere."""
    keyed_names = [(name_key(doc[name.start : name.end].text), name) for name in names]
    probabilities: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for shared_key, name in keyed_names:
        probabilities[shared_key].append(name.probabilities)
    means = {
        shared_key: tuple(sum(column) / len(column) for column in zip(*rows, strict=True))
        for shared_key, rows in probabilities.items()
    }
    for shared_key, name in keyed_names:
        pairs = zip(name.probabilities, means[shared_key], strict=True)
        yield name._replace(probabilities=tuple((own + mean) / 2 for own, mean in pairs))


def _is_office(doc: Doc, name: NameSpan) -> bool:
    """Return whether a name is the rest of a title: the Foreign Affairs of which somebody is minister."""
    return (
        name.label == "ORG"
        and not name.certain
        and name.start > 1
        and doc[name.start - 1].lower_ == "of"
        and doc[name.start - 2].lower_ in _OFFICES
    )


def _is_party_affiliation(doc: Doc, name: NamedSpan) -> bool:
    """Return whether a name is a party's letter, a hyphen and a state: ``R-Wis.``."""
    return name.end - name.start > 2 and doc[name.start].text in _PARTY_LETTERS and doc[name.start + 1].text == "-"
