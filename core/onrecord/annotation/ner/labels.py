"""From what the entity head and the lexicon find to names with OntoNotes' labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.lexicon.name_span import NameSpan, is_name, trim
from onrecord.annotation.neural.entity_head import NamedSpan
from onrecord.base.name_keys import key

_FINER = {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": ("GPE", "LOC", "FAC"), "MISC": ("NORP",)}
"""CoNLL's label → OntoNotes' labels that it covers, the commonest first."""
_OTHER = "MISC"
"""Names of events, works and products, which only matter here where they hold other names: ``U.S. Open``."""
_OFFICES = frozenset({"minister", "secretary"})
_PARTIES = frozenset("RDI")


def merge_names(doc: Doc, known: Iterable[NameSpan], found: Iterable[NamedSpan]) -> list[NameSpan]:
    """The names in a Doc, none over another, of those that the lexicon knows and those that the head found.

    A longer name takes in the known ones inside it, but for nationalities: ``Iraqi Kurds`` are both. In the same
    place the lexicon's label holds, but a team may be called by its town, which the head can tell; and what is an
    ordinary word as well (``?ORG``) has to be found.
    """
    by_token = {at: name for name in known for at in range(name.start, name.end)}
    out = []
    for name in _labelled(doc, _whole(doc, found)):
        inside = {by_token[at] for at in range(name.start, name.end) if at in by_token}
        whole = any((other.start, other.end) == (name.start, name.end) for other in inside)
        if any(other.start < name.start or other.end > name.end for other in inside) or (
            name.label == "NORP" and inside and not whole
        ):
            continue
        for other in inside:
            for at in range(other.start, other.end):
                del by_token[at]
        out.append(_as_known(doc, inside.pop(), name) if whole else name)
    out += (name for name in set(by_token.values()) if not name.label.startswith("?"))
    return sorted(
        name for name in out if name.label != _OTHER and is_name(doc, name) and not _is_office(doc, name)
    )


def _as_known(doc: Doc, known: NameSpan, found: NameSpan) -> NameSpan:
    if known.certain:  # a dateline's town
        return known
    if known.label.startswith("?"):
        is_body = known.label == "?ORG" and found.label in ("GPE", "LOC") and _speaks(doc, found)
        return NameSpan(found.start, found.end, "ORG") if is_body else found
    if (known.label, found.label) == ("GPE", "ORG"):
        text = doc[found.start : found.end].text
        if load_lexicon().find(text, "country", "capital") is None:
            return found
    return NameSpan(known.start, known.end, known.label, certain=True)


def _speaks(doc: Doc, name: NameSpan) -> bool:
    """Whether what may be a company or a river does as companies do: ``Amazon said``, ``an Amazon spokesman``."""
    token = doc[name.start : name.end].root
    if name.start > 0 and doc[name.start - 1].lower_ == "the":
        return False
    if token.dep_ == "nsubj":
        return token.head.lemma_ in load_lexicon()["acting"]
    return token.dep_ == "compound" and token.head.lower_ in load_lexicon()["spokespeople"]


def _labelled(doc: Doc, found: Iterable[NamedSpan]) -> Iterator[NameSpan]:
    """What the head found, labelled by spaCy where it saw a name of that kind, else by the commonest label."""
    for item in _throughout(doc, found):
        if _is_party(doc, item):  # a senator (R-Wis.)
            yield NameSpan(item.start + 2, item.end, "GPE")
            continue
        span = doc[item.start : item.end]
        labels = _FINER[item.label]
        seen = Counter(token.ent_type_ for token in span if token.ent_type_ in labels)
        label = seen.most_common(1)[0][0] if seen else _OTHER if item.label == "MISC" else labels[0]
        if load_lexicon().is_law(span.text):
            label = "LAW"
        name = trim(doc, NameSpan(item.start, item.end, label))
        if name is not None:
            yield name


def _whole(doc: Doc, found: Iterable[NamedSpan]) -> Iterator[NamedSpan]:
    """The same, but a name that ends with ``of the`` goes on: ``Court of Justice of the``, ``European Union``.

    So does one whose first part an editor put in brackets: ``[Gov. Chris] Huber``.
    """
    last: NamedSpan | None = None
    for item in found:
        if last is not None and (_ends_with_of_the(doc, last, item) or _is_bracketed(doc, last, item)):
            last = last._replace(end=item.end)
            continue
        if last is not None:
            yield last
        last = item
    if last is not None:
        yield last


def _ends_with_of_the(doc: Doc, name: NamedSpan, after: NamedSpan) -> bool:
    return name.end == after.start and doc[name.end - 2 : name.end].text.lower() == "of the"


def _is_bracketed(doc: Doc, name: NamedSpan, after: NamedSpan) -> bool:
    return (
        name.label == after.label == "PER"
        and name.end + 1 == after.start
        and doc[name.end].text == "]"
        and name.end - name.start == 1
    )


def _throughout(doc: Doc, found: Iterable[NamedSpan]) -> Iterator[NamedSpan]:
    """The same with what is likely for a name here and in the whole article, half and half."""
    keyed = [(key(doc[item.start : item.end].text), item) for item in found]
    likely: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for text, item in keyed:
        likely[text].append(item.probabilities)
    means = {
        text: tuple(sum(column) / len(column) for column in zip(*rows, strict=True))
        for text, rows in likely.items()
    }
    for text, item in keyed:
        yield item._replace(
            probabilities=tuple((a + b) / 2 for a, b in zip(item.probabilities, means[text], strict=True))
        )


def _is_office(doc: Doc, name: NameSpan) -> bool:
    """Whether a name only goes on with a title: the Foreign Affairs that somebody is minister of."""
    return (
        name.label == "ORG"
        and not name.certain
        and name.start > 1
        and doc[name.start - 1].lower_ == "of"
        and doc[name.start - 2].lower_ in _OFFICES
    )


def _is_party(doc: Doc, item: NamedSpan) -> bool:
    return item.end - item.start > 2 and doc[item.start].text in _PARTIES and doc[item.start + 1].text == "-"
