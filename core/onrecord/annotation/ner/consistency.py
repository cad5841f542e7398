"""One label for each name: what the article as a whole says of it, and where else the name stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from onrecord.annotation.doc.columns import runs, tokens_with
from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.lexicon.name_span import NameSpan, is_name, is_title
from onrecord.annotation.text.line_types import CAPITALISED_SHARE, TextLine
from onrecord.base.name_keys import name_key, parse_person_name

_LOCATIVE_PREPOSITIONS = frozenset({"in", "at", "near", "from", "outside"})

_LEAST_HEADING_WORDS = 3
"""Words of four letters or more, in no name, that a heading has at least."""

# Votes for a label. The model has one for each place where it reads a name.
_CERTAIN_VOTES = 100
_CLUE_VOTES = 3
"""A clue in the words beside a name, or in its last word."""
_SURNAME_VOTES = 50
"""Somebody in the article bears the word as a part of their name."""


def unify_labels(doc: Doc, lines: list[TextLine], names: list[NameSpan]) -> list[NameSpan]:
    """Label names alike throughout an article, and add the places where they were missed.

    Args:
        doc: The article.
        lines: All its lines, in order.
        names: The names that a model or the lexicon found.

    Returns:
        The names in order, none over another.
    """
    headings = _marked_tokens(doc, (line for line in lines if line.kind in ("capitals", "title")))
    names = [name for name in names if name.certain or not headings[name.start]]
    names = [name for name in names if is_name(doc, name)]
    labels = _labels(doc, names)
    names = [
        name if name.certain else NameSpan(name.start, name.end, labels[_name_key(doc, name)]) for name in names
    ]
    names = sorted(_without_overlaps([*names, *_missed_names(doc, names, headings)]))
    return sorted([*names, *_first_names(doc, names, headings)])


def relabel_surnames(doc: Doc, names: list[NameSpan]) -> list[NameSpan]:
    """Return the names; an organisation that is called by the surname of somebody in the article is a person."""
    full_names = (
        parse_person_name(_name_key(doc, name))
        for name in names
        if name.label == "PERSON" and name.end - name.start > 1
    )
    surnames = {person.last for person in full_names if person.first}
    return [
        NameSpan(name.start, name.end, "PERSON")
        if name.label == "ORG" and _name_key(doc, name) in surnames
        else name
        for name in names
    ]


def unify_person_labels(doc: Doc, names: list[NameSpan]) -> list[NameSpan]:
    """Return the names; one of several words is a person's throughout the article or nowhere, by majority.

    Organisations and places stay as they are: Chicago may be the team in one place and the city in another.
    """
    occurrences: dict[str, list[NameSpan]] = defaultdict(list)
    for name in names:
        if name.end - name.start > 1:
            occurrences[_name_key(doc, name)].append(name)
    labels: dict[NameSpan, str] = {}
    for same_names in occurrences.values():
        if {"PERSON"} < {name.label for name in same_names}:
            votes = _votes(doc, same_names)
            if _winner(votes) != "PERSON":
                del votes["PERSON"]
            winner = _winner(votes)
            labels |= {name: winner for name in same_names if "PERSON" in (name.label, winner)}
    return [NameSpan(name.start, name.end, labels.get(name, name.label), name.certain) for name in names]


def filter_titles(doc: Doc, lines: list[TextLine], names: list[NameSpan]) -> list[NameSpan]:
    """Return the names, in a title only those that the lexicon knows or that the article has elsewhere.

    In a title Written Like This nothing tells a name from the words beside it. In headings between the paragraphs
    full names that begin with a known first name are kept, too.
    """
    named = bytearray(len(doc))
    for name in names:
        _mark(named, name.start, name.end)
    headings = _marked_tokens(doc, (line for line in lines if _is_heading(doc, line, named)))
    titles = _marked_tokens(doc, (line for line in lines if line.kind == "title"))
    reliable_names = [
        name
        for name in names
        if name.certain or not (titles[name.start] or (headings[name.start] and not _has_first_name(doc, name)))
    ]
    titles = bytearray(map(max, titles, headings))
    if not any(titles):
        return reliable_names
    repeated_names = (name for name in _missed_names(doc, reliable_names, titles) if titles[name.start])
    return sorted([*reliable_names, *repeated_names])


def _is_heading(doc: Doc, line: TextLine, named: bytearray) -> bool:
    """Return whether nearly all longer words of a line of prose that are in no name have a capital."""
    if line.kind != "prose":
        return False
    span = doc.char_span(line.start, line.end, alignment_mode="contract")
    if span is None:
        return False
    words = [token.text for token in span if not named[token.i] and token.is_alpha and len(token) > 3]
    capitalised = sum(word[0].isupper() for word in words)
    return len(words) >= _LEAST_HEADING_WORDS and capitalised >= CAPITALISED_SHARE * len(words)


def _has_first_name(doc: Doc, name: NameSpan) -> bool:
    is_full = name.label == "PERSON" and name.end - name.start > 1
    return is_full and load_lexicon().gender(doc[name.start].text) is not None


def _name_key(doc: Doc, name: NameSpan) -> str:
    return name_key(doc[name.start : name.end].text)


def _marked_tokens(doc: Doc, lines: Iterable[TextLine]) -> bytearray:
    """Return for each token of a Doc whether it stands in one of the lines, 1 or 0."""
    marked = bytearray(len(doc))
    index = 0
    for line in lines:
        while index < len(doc) and doc[index].idx < line.start:
            index += 1
        while index < len(doc) and doc[index].idx < line.end:
            marked[index] = 1
            index += 1
    return marked


def _mark(tokens: bytearray, start: int, end: int) -> None:
    tokens[start:end] = b"\1" * (end - start)


def _labels(doc: Doc, names: list[NameSpan]) -> dict[str, str]:
    """Return the label of each name by its key, from the votes in all the places where it stands."""
    occurrences: dict[str, list[NameSpan]] = defaultdict(list)
    for name in names:
        occurrences[_name_key(doc, name)].append(name)
    votes = {shared_key: _votes(doc, same_names) for shared_key, same_names in occurrences.items()}
    people = [
        parse_person_name(shared_key)
        for shared_key, ballot in votes.items()
        if " " in shared_key and _winner(ballot) == "PERSON"
    ]
    surnames = {person.last for person in people}
    first_names = {person.first for person in people if load_lexicon().gender(person.first)}
    for shared_key in (surnames | first_names) & votes.keys():
        votes[shared_key]["PERSON"] += _SURNAME_VOTES
    return {
        shared_key: "LAW" if load_lexicon().is_law(shared_key) else _winner(ballot)
        for shared_key, ballot in votes.items()
    }


def _votes(doc: Doc, same_names: Iterable[NameSpan]) -> dict[str, float]:
    """Return the votes for each label in all the places of one name."""
    votes: dict[str, float] = defaultdict(float)
    for name in same_names:
        votes[name.label] += _CERTAIN_VOTES if name.certain else 1
        for clues in (_person_clues, _place_clues, _following_clues, _abbreviation_clues):
            for label, weight in clues(doc, name):
                votes[label] += weight
    return votes


def _winner(votes: dict[str, float]) -> str:
    return max(votes, key=lambda label: votes[label])


def _person_clues(doc: Doc, name: NameSpan) -> Iterator[tuple[str, float]]:
    """Yield what tells a person's name from an organisation's: a title, a first name, the end of the name."""
    if name.start > 0 and is_title(doc[name.start - 1].text):
        yield "PERSON", _CLUE_VOTES
    is_single = name.end - name.start == 1
    first = doc[name.start].text
    if not is_single and _is_organisation(doc, name):
        yield "ORG", _CLUE_VOTES
    elif load_lexicon().gender(first) and first[:1].isupper():
        yield "PERSON", 0.8 if is_single else 2


def _place_clues(doc: Doc, name: NameSpan) -> Iterator[tuple[str, float]]:
    """Yield what tells a place: that a city is called so, and a preposition before a single word."""
    if load_lexicon().is_city(doc[name.start : name.end].text):
        yield "GPE", 1.5
    is_single = name.end - name.start == 1
    if is_single and name.start > 0 and doc[name.start - 1].lower_ in _LOCATIVE_PREPOSITIONS:
        yield "GPE", 0.5


def _following_clues(doc: Doc, name: NameSpan) -> Iterator[tuple[str, float]]:
    """Yield what the words after a name tell: an age, a country, an abbreviation in brackets."""
    if name.end + 1 >= len(doc):
        return
    mark, following = doc[name.end].text, doc[name.end + 1]
    if mark == ",":
        if _is_age(following):
            yield "PERSON", _CLUE_VOTES
        if load_lexicon().find(following.text, "country", "place"):
            yield "GPE", 1
    is_in_brackets = mark == "(" and name.end + 2 < len(doc) and doc[name.end + 2].text == ")"
    if is_in_brackets and following.text.isupper() and len(following) > 1:
        yield "ORG", 2


def _abbreviation_clues(doc: Doc, name: NameSpan) -> Iterator[tuple[str, float]]:
    """Yield that a single word of up to five capitals without a vowel is an organisation."""
    last = doc[name.end - 1].text
    is_abbreviation = last.isupper() and len(last) <= 5 and not any(char in "AEIOU" for char in last)
    if is_abbreviation and name.end - name.start == 1:
        yield "ORG", 1


def _is_organisation(doc: Doc, name: NameSpan) -> bool:
    """Return whether a name ends as organisations' names do, or does so before ``of``: ``Bank of China``."""
    suffixes = load_lexicon()["suffixes"]
    words = [token.lower_.rstrip(".") for token in doc[name.start : name.end]]
    return words[-1] in suffixes or (
        "of" in words and any(word in suffixes for word in words[: words.index("of")])
    )


def _is_age(token: Token) -> bool:
    """Return whether a token is a number of two digits before a comma or a full stop."""
    is_number = token.text.isdigit() and len(token.text) == 2
    return is_number and token.i + 1 < len(token.doc) and token.nbor(1).text in (",", ".")


def _missed_names(doc: Doc, names: list[NameSpan], headings: bytearray) -> Iterator[NameSpan]:
    """Yield the places where a name of the article stands, or a person's surname, and none was recognised.

    Args:
        doc: The article.
        names: The names that were recognised.
        headings: For each token whether it stands in a heading, where spaCy tells no proper nouns.
    """
    forms = _name_forms(doc, names)
    taken = bytearray(len(doc))
    for name in names:
        _mark(taken, name.start, name.end)
    for index in tokens_with(doc, LOWER=forms):
        token = doc[index]
        may_begin_name = token.text[:1].isupper() and (headings[index] or token.pos_ == "PROPN")
        if taken[index] or not may_begin_name:
            continue
        for words, label in forms[token.lower_]:
            end = index + len(words)
            is_free = end <= len(doc) and not any(taken[index:end])
            if is_free and [word.lower_ for word in doc[index:end]] == words:
                _mark(taken, index, end)
                yield NameSpan(index, end, label)
                break


def _name_forms(doc: Doc, names: list[NameSpan]) -> dict[str, list[tuple[list[str], str]]]:
    """Return by their first word the forms of names as words in lower case with a label, the longest first."""
    forms: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    seen: set[str] = set()
    for name in names:
        words = [token.lower_ for token in doc[name.start : name.end]]
        if name.label in ("FAC", "LOC") or " ".join(words) in seen:
            continue
        seen.add(" ".join(words))
        forms[words[0]].append((words, name.label))
        if name.label == "PERSON" and len(words) > 1 and len(words[-1]) > 2:
            forms[words[-1]].append((words[-1:], name.label))
    for same_start in forms.values():
        same_start.sort(key=lambda form: -len(form[0]))
    return forms


def _first_names(doc: Doc, names: list[NameSpan], headings: bytearray) -> Iterator[NameSpan]:
    """Yield the proper nouns that begin with a first name and in which nobody saw a name."""
    taken = headings[:]
    for start, end in [*((ent.start, ent.end) for ent in doc.ents), *((name.start, name.end) for name in names)]:
        _mark(taken, start, end)
    proper_nouns = (
        index for index in tokens_with(doc, POS=("PROPN",)) if not taken[index] and doc[index].text[:1].isupper()
    )
    for start, end in runs(doc, proper_nouns):
        if _begins_with_first_name(doc, start, end):
            yield NameSpan(start, end, "PERSON")


def _begins_with_first_name(doc: Doc, start: int, end: int) -> bool:
    """Return whether a token range is a person's name by its first word, and no part of a hyphenated one."""
    first = doc[start].text
    is_first_name = load_lexicon().gender(first) is not None and not is_title(first)
    if not is_first_name or _is_organisation(doc, NameSpan(start, end, "PERSON")):
        return False
    return (start == 0 or doc[start - 1].text != "-") and (end == len(doc) or doc[end].text != "-")


def _without_overlaps(names: Iterable[NameSpan]) -> list[NameSpan]:
    """Return the names in order; of those that overlap the first, and of these the longest."""
    separate: list[NameSpan] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not separate or name.start >= separate[-1].end:
            separate.append(name)
    return separate
