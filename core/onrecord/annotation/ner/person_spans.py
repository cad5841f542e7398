"""Names of persons in full and no more: both halves of Fregel-Lorenzo, not the word that only opens a headline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from spacy.tokens import Doc, Token

from onrecord.annotation.actors.roles import is_role_noun
from onrecord.annotation.doc.columns import tokens_with
from onrecord.annotation.doc.text import text_of
from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.lexicon.name_span import NameSpan, is_rank, is_title, trim
from onrecord.annotation.ner.neighbours import join_neighbours
from onrecord.base.name_keys import PersonName, parse_person_name

_MIN_SURNAME_OCCURRENCES = 2
"""Places where a surname stands alone from which on a longer name that ends with it is a person's."""
_NICKNAME_MARKS = frozenset({"“", "‘", "``", '"', "'", "(", "«"})
_CLOSING_MARKS = frozenset({"”", "’", "''", '"', "'", ")", "»"})
_PARTICLES = frozenset("da das de del della den der des di do dos du e el la le ten ter van von y zu".split())
"""Words in lower case between the parts of a name."""
_SHORT_ARTICLES = frozenset({"’t", "'t", "’", "'", "t"})
"""The Dutch article in a name, whole or in tokens."""
_LONGEST_LETTERS = 6
"""Letters of the longest degree or order behind a name."""
_DESCRIPTION_REACH = 6
"""Tokens after a name within which a description has its noun."""


def complete_person_names(doc: Doc, names: list[NameSpan]) -> list[NameSpan]:
    """Return the names in order, with those of persons complete and without foreign words."""
    names = [name for name in names if not _is_letters_after_name(doc, name, names)]
    names = list(_join_hyphenated(doc, sorted(names)))
    names = list(_join_particles(doc, _join_nicknames(doc, names)))
    surname_counts = Counter(
        doc[name.start].text for name in names if name.label == "PERSON" and name.end == name.start + 1
    )
    names = [_relabel_described_person(doc, name, surname_counts) for name in names]
    names = sorted([*names, *_titled_surnames(doc, names)])
    people = {_parsed(doc, name) for name in names if name.label == "PERSON"}
    return [_without_opener(doc, name, people) for name in names]


def _join_hyphenated(doc: Doc, names: list[NameSpan]) -> Iterator[NameSpan]:
    """Yield the names, those joined by a hyphen without blanks as one.

    So become ``Rosa Fregel`` and ``Lorenzo``, and ``Jean`` and ``Claude Huber``, even where ``Jean`` was not
    recognised. ``Anna Brandt-Karl Huber`` are two.
    """
    previous: NameSpan | None = None
    for name in names:
        if name.label == "PERSON" and _has_hyphen_before(doc, name.start):
            first_half = previous if previous is not None and previous.end == name.start - 1 else None
            if first_half is None and _is_first_name(doc, name.start - 2):
                name = NameSpan(name.start - 2, name.end, "PERSON")
            elif (
                first_half is not None
                and first_half.label == "PERSON"
                and _are_halves_of_one(doc, first_half, name)
            ):
                previous = NameSpan(first_half.start, name.end, "PERSON")
                continue
        if previous is not None:
            yield previous
        previous = name
    if previous is not None:
        yield previous


def _join_nicknames(doc: Doc, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the names, a person's with a nickname in marks as one: ``Robert “Bob” Lund``."""
    joined = list(names)
    for index in tokens_with(doc, ORTH=_NICKNAME_MARKS):
        end = next(
            (i for i in range(index + 2, min(index + 4, len(doc) - 1)) if doc[i].text in _CLOSING_MARKS), None
        )
        if end is None or index == 0 or not all(_is_capitalised(token) for token in doc[index + 1 : end]):
            continue
        if not (_is_capitalised(doc[index - 1]) and _is_capitalised(doc[end + 1])):
            continue
        around = [name for name in joined if name.start <= end + 1 and name.end >= index]
        is_person = any(name.label == "PERSON" for name in around) or _is_first_name(doc, index - 1)
        if not is_person:
            continue
        start = min([index - 1, *(name.start for name in around)])
        stop = max([end + 2, *(name.end for name in around if name.start <= end + 1)])
        joined = [name for name in joined if name not in around]
        joined.append(NameSpan(start, stop, "PERSON"))
    return sorted(joined)


def _is_capitalised(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ")


def _join_particles(doc: Doc, names: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """Return the names, the parts of one around particles joined: ``João dos Santos e Silva``."""

    def join(name: NameSpan, following: NameSpan) -> NameSpan | None:
        is_joined = _are_joined_by_particle(doc, name, following)
        return NameSpan(name.start, following.end, "PERSON") if is_joined else None

    return join_neighbours(names, join)


def _are_joined_by_particle(doc: Doc, first_half: NameSpan, second_half: NameSpan) -> bool:
    if first_half.label != "PERSON" or second_half.label not in ("PERSON", "ORG"):
        return False
    between = doc[first_half.end : second_half.start]
    has_particle = len(between) > 0 or doc[first_half.end - 1].text in _PARTICLES
    return has_particle and all(token.text in _PARTICLES or token.text in _SHORT_ARTICLES for token in between)


def _titled_surnames(doc: Doc, names: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """Yield the surnames of people of the article that stand behind a title and were not recognised there."""
    surnames = {doc[name.end - 1].text for name in names if name.label == "PERSON" and name.end - name.start > 1}
    taken = {index for name in names for index in range(name.start, name.end)}
    for index in tokens_with(doc, ORTH=surnames) if surnames else ():
        before = index - 1 - (index > 1 and doc[index - 1].text == ".")
        if index not in taken and before >= 0 and is_title(doc[before].text):
            yield NameSpan(index, index + 1, "PERSON")


def _is_letters_after_name(doc: Doc, name: NameSpan, names: Sequence[NameSpan]) -> bool:
    """Return whether capitals between commas are a degree of the person before: ``Ann Lee, LCSW, said``.

    Not if they stand elsewhere as well, as what a body is called does.
    """
    word = doc[name.start].text
    if name.label != "ORG" or name.end - name.start > 1 or not word.isupper() or len(word) > _LONGEST_LETTERS:
        return False
    follows_person = any(
        person.label == "PERSON" and person.end == name.start - 1 and doc[name.start - 1].text == ","
        for person in names
    )
    is_enclosed = name.end < len(doc) and doc[name.end].text in (",", ".", ")", ":")
    return follows_person and is_enclosed and text_of(doc).count(word) == 1


def _has_hyphen_before(doc: Doc, index: int) -> bool:
    """Return whether a hyphen joins the token at an index to the one before, without blanks."""
    return (
        index > 1
        and doc[index - 1].text == "-"
        and not doc[index - 1].whitespace_
        and not doc[index - 2].whitespace_
    )


def _are_halves_of_one(doc: Doc, first_half: NameSpan, second_half: NameSpan) -> bool:
    """Return whether two names around a hyphen are one: a double first name, or a double surname."""
    if first_half.end - first_half.start == 1:
        return _is_first_name(doc, first_half.start) and _parsed(doc, second_half).is_full
    return _parsed(doc, first_half).is_full and second_half.end - second_half.start == 1


def _is_first_name(doc: Doc, index: int) -> bool:
    word, lexicon = doc[index].text, load_lexicon()
    return word.istitle() and (lexicon.gender(word) is not None or word.lower() in lexicon["either"])


def _parsed(doc: Doc, name: NameSpan) -> PersonName:
    return parse_person_name(doc[name.start : name.end].text)


def _relabel_described_person(doc: Doc, name: NameSpan, surname_counts: Counter[str]) -> NameSpan:
    """Return an organisation's name as a person's where the article shows that it is one.

    It does so by a first name and a description beside it (``his wife, Camilla,``, ``Ana de la Fuente, an
    expert``), and by the second of two words if that stands alone as a person's name elsewhere.

    Args:
        doc: The article.
        name: The name.
        surname_counts: How often each single word is a person's name.
    """
    if name.label != "ORG" or name.certain:
        return name
    length = name.end - name.start
    if length > 1 and is_rank(doc[name.start].text):
        return trim(doc, NameSpan(name.start, name.end, "PERSON")) or name
    if length == 2 and surname_counts[doc[name.end - 1].text] >= _MIN_SURNAME_OCCURRENCES:
        return trim(doc, NameSpan(name.start, name.end, "PERSON")) or name
    if not _is_first_name(doc, name.start):
        return name
    is_person = _follows_kinship_noun(doc, name.start) if length == 1 else _is_described(doc, name.end)
    return NameSpan(name.start, name.end, "PERSON") if is_person else name


def _follows_kinship_noun(doc: Doc, start: int) -> bool:
    """Return whether a noun for a man or a woman, and perhaps a comma, stands before a token index."""
    noun = start - 1 - (start > 0 and doc[start - 1].text == ",")
    if noun < 0:
        return False
    lexicon, word = load_lexicon(), doc[noun].lower_
    return doc[noun].pos_ == "NOUN" and (word in lexicon["male"] or word in lexicon["female"])


def _is_described(doc: Doc, end: int) -> bool:
    """Return whether an apposition with a noun for a person follows at a token index: ``, an expert``."""
    if end + 1 >= len(doc) or doc[end].text != "," or doc[end + 1].lower_ not in ("a", "an"):
        return False
    for token in doc[end + 2 : end + _DESCRIPTION_REACH]:
        if is_role_noun(token):
            return True
        if token.pos_ in ("VERB", "AUX", "ADP", "PUNCT"):
            return False
    return False


def _without_opener(doc: Doc, name: NameSpan, people: AbstractSet[PersonName]) -> NameSpan:
    """Return the surname alone if its first word only opens the headline or the sentence.

    So does that of ``Late Brandt header sends …`` and ``Hosting Brandt is …``, if the article has the two words
    nowhere else, and has somebody else with that surname. Such words look like a body's name as well.

    Args:
        doc: The article.
        name: The name.
        people: The names of people.
    """
    opens = _opens_headline(doc, name.start) or _is_opening_participle(doc, name.start)
    may_be_person = name.label == "PERSON" or (name.label == "ORG" and not name.certain)
    if not may_be_person or name.end - name.start != 2 or not opens:
        return name
    opener = _parsed(doc, name)
    has_namesake = any(
        person.is_full and person.last == opener.last and person.first != opener.first for person in people
    )
    is_surname = (
        has_namesake
        and load_lexicon().gender(doc[name.start].text) is None
        and text_of(doc).count(doc[name.start : name.end].text) <= 1
    )
    return NameSpan(name.start + 1, name.end, "PERSON") if is_surname else name


def _opens_headline(doc: Doc, index: int) -> bool:
    if index:  # spaCy puts the text together anew each time
        return False
    headline, line_break, _ = text_of(doc).partition("\n")
    return bool(line_break) and not headline.rstrip().endswith(".")


def _is_opening_participle(doc: Doc, index: int) -> bool:
    return bool(doc[index].is_sent_start) and doc[index].text.endswith("ing")
