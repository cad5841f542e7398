"""One name, one label: what the article as a whole says a name is, and where else it stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from onrecord.annotation.doc.columns import runs, tokens_with
from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.lexicon.name_span import NameSpan, is_name, is_title
from onrecord.annotation.lexicon.person_names import parse
from onrecord.annotation.text.line_types import TextLine
from onrecord.base.name_keys import key

_PLACED = frozenset({"in", "at", "near", "from", "outside"})
_CLOSER = 3
"""A clue in the words beside a name weighs as much as this many readings by the model."""


_SURNAME = 50
"""What it weighs that somebody of the article bears the word as a part of his name."""


def unify_labels(doc: Doc, lines: list[TextLine], names: list[NameSpan]) -> list[NameSpan]:
    """The names with the labels that hold throughout the article, and the same names where they were missed."""
    headings = _tokens_of(doc, (line for line in lines if line.kind in ("capitals", "title")))
    names = [name for name in names if name.certain or not headings[name.start]]
    names = [name for name in names if is_name(doc, name)]
    labels = _labels(doc, names)
    names = [name if name.certain else NameSpan(name.start, name.end, labels[_key(doc, name)]) for name in names]
    names = sorted(_dropping_overlaps([*names, *_missed(doc, names, headings)]))
    return sorted([*names, *_first_names(doc, names, headings)])


def relabel_surnames(doc: Doc, names: list[NameSpan]) -> list[NameSpan]:
    """The names, but what is the last name of somebody in the article is a person wherever it stands alone."""
    full = (parse(_key(doc, name)) for name in names if name.label == "PERSON" and name.end - name.start > 1)
    lasts = {person.last for person in full if person.first}
    return [
        NameSpan(name.start, name.end, "PERSON") if name.label == "ORG" and _key(doc, name) in lasts else name
        for name in names
    ]


def unify_person_labels(doc: Doc, names: list[NameSpan]) -> list[NameSpan]:
    """The names, but one of several words is a person's throughout the article or nowhere, as most places have it.

    Organisations and places are left as they are: Chicago may be the team here and the city there.
    """
    places: dict[str, list[NameSpan]] = defaultdict(list)
    for name in names:
        if name.end - name.start > 1:
            places[_key(doc, name)].append(name)
    labels: dict[NameSpan, str] = {}
    for same in places.values():
        if {"PERSON"} < {name.label for name in same}:
            ballot = _ballot(doc, same)
            if _winner(ballot) != "PERSON":
                del ballot["PERSON"]
            labels |= {name: _winner(ballot) for name in same if "PERSON" in (name.label, _winner(ballot))}
    return [NameSpan(name.start, name.end, labels.get(name, name.label), name.certain) for name in names]


def filter_titles(doc: Doc, lines: list[TextLine], names: list[NameSpan]) -> list[NameSpan]:
    """The names, but in a title Written Like This only those that the lexicon knows or the article has elsewhere.

    Where every word has a capital, nothing tells a name from its neighbours.
    """
    titles = _tokens_of(doc, (line for line in lines if line.kind == "title"))
    kept = [name for name in names if name.certain or not titles[name.start]]
    if not any(titles):
        return kept
    again = (name for name in _missed(doc, kept, titles) if titles[name.start])
    return sorted([*kept, *again])


def _key(doc: Doc, name: NameSpan) -> str:
    return key(doc[name.start : name.end].text)


def _tokens_of(doc: Doc, lines: Iterable[TextLine]) -> bytearray:
    marked = bytearray(len(doc))
    at = 0
    for line in lines:
        while at < len(doc) and doc[at].idx < line.start:
            at += 1
        while at < len(doc) and doc[at].idx < line.end:
            marked[at] = 1
            at += 1
    return marked


def _labels(doc: Doc, names: list[NameSpan]) -> dict[str, str]:
    """Name key → label: the model's readings and the clues around them, over all places where it stands."""
    places: dict[str, list[NameSpan]] = defaultdict(list)
    for name in names:
        places[_key(doc, name)].append(name)
    votes = {text: _ballot(doc, same) for text, same in places.items()}
    people = [parse(text) for text, ballot in votes.items() if " " in text and _winner(ballot) == "PERSON"]
    parts = {person.last for person in people} | {
        person.first for person in people if load_lexicon().gender(person.first)
    }
    for text in parts & votes.keys():
        votes[text]["PERSON"] += _SURNAME
    return {text: "LAW" if load_lexicon().is_law(text) else _winner(ballot) for text, ballot in votes.items()}


def _ballot(doc: Doc, same: Iterable[NameSpan]) -> dict[str, float]:
    """Label → what speaks for it in all the places of one name."""
    ballot: dict[str, float] = defaultdict(float)
    for name in same:
        ballot[name.label] += 100 if name.certain else 1
        for label, weight in _clues(doc, name):
            ballot[label] += weight
    return ballot


def _winner(ballot: dict[str, float]) -> str:
    return max(ballot, key=lambda label: ballot[label])


def _clues(doc: Doc, name: NameSpan) -> Iterable[tuple[str, float]]:
    known = load_lexicon()
    first, last = doc[name.start], doc[name.end - 1]
    before = doc[name.start - 1] if name.start else None
    after = doc[name.end] if name.end < len(doc) else None
    several = name.end - name.start > 1
    if before is not None and is_title(before.text):
        yield "PERSON", _CLOSER
    if several and _is_organisation(doc, name):
        yield "ORG", _CLOSER
    elif several and known.gender(first.text) and first.text[:1].isupper():
        yield "PERSON", 2
    elif known.gender(first.text) and first.text[:1].isupper():
        yield "PERSON", 0.8
    if known.is_city(doc[name.start : name.end].text):
        yield "GPE", 1.5
    if before is not None and before.lower_ in _PLACED and not several:
        yield "GPE", 0.5
    if after is not None:
        if after.text == "," and name.end + 1 < len(doc) and _is_age(doc[name.end + 1]):
            yield "PERSON", _CLOSER
        if (
            after.text == ","
            and name.end + 1 < len(doc)
            and known.find(doc[name.end + 1].text, "country", "place")
        ):
            yield "GPE", 1
        if after.text == "(" and name.end + 2 < len(doc) and doc[name.end + 2].text == ")":
            inside = doc[name.end + 1].text
            if inside.isupper() and len(inside) > 1:
                yield "ORG", 2
    if last.text.isupper() and len(last) <= 5 and not several and not any(c in "AEIOU" for c in last.text):
        yield "ORG", 1


def _is_organisation(doc: Doc, name: NameSpan) -> bool:
    suffixes = load_lexicon()["suffixes"]
    words = [token.lower_.rstrip(".") for token in doc[name.start : name.end]]
    return words[-1] in suffixes or (
        "of" in words and any(word in suffixes for word in words[: words.index("of")])
    )


def _is_age(token: Token) -> bool:
    return (
        token.text.isdigit() and len(token.text) == 2 and token.nbor(1).text in (",", ".")
        if token.i + 1 < len(token.doc)
        else False
    )


def _missed(doc: Doc, names: list[NameSpan], headings: bytearray) -> Iterable[NameSpan]:
    """The places where a name of the article stands and the model saw none."""
    index: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    seen: set[str] = set()
    for name in names:
        words = [token.lower_ for token in doc[name.start : name.end]]
        if name.label in ("FAC", "LOC") or " ".join(words) in seen:
            continue
        seen.add(" ".join(words))
        index[words[0]].append((words, name.label))
        if name.label == "PERSON" and len(words) > 1 and len(words[-1]) > 2:
            index[words[-1]].append((words[-1:], name.label))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    taken = bytearray(len(doc))
    for name in names:
        taken[name.start : name.end] = b"\1" * (name.end - name.start)
    for at in tokens_with(doc, LOWER=index):
        token = doc[at]
        if taken[at] or not token.text[:1].isupper():
            continue
        if not headings[at] and token.pos_ != "PROPN":
            continue
        for words, label in index[token.lower_]:
            end = at + len(words)
            if end <= len(doc) and not any(taken[at:end]) and [t.lower_ for t in doc[at:end]] == words:
                taken[at:end] = b"\1" * len(words)
                yield NameSpan(at, end, label)
                break


def _first_names(doc: Doc, names: list[NameSpan], headings: bytearray) -> Iterable[NameSpan]:
    """Proper nouns that the model sees no name in, and that begin with a first name."""
    taken = headings[:]
    for ent in doc.ents:
        taken[ent.start : ent.end] = b"\1" * len(ent)
    for name in names:
        taken[name.start : name.end] = b"\1" * (name.end - name.start)
    proper = (at for at in tokens_with(doc, POS=("PROPN",)) if not taken[at] and doc[at].text[:1].isupper())
    for start, end in runs(doc, proper):
        if _begins_with_first_name(doc, start, end):
            yield NameSpan(start, end, "PERSON")


def _begins_with_first_name(doc: Doc, start: int, end: int) -> bool:
    first = doc[start].text
    if (
        load_lexicon().gender(first) is None
        or is_title(first)
        or _is_organisation(doc, NameSpan(start, end, "PERSON"))
    ):
        return False
    return (start == 0 or doc[start - 1].text != "-") and (end == len(doc) or doc[end].text != "-")


def _dropping_overlaps(names: Iterable[NameSpan]) -> list[NameSpan]:
    out: list[NameSpan] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not out or name.start >= out[-1].end:
            out.append(name)
    return out
