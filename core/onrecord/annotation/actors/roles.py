"""Titles and descriptions of people: what stands before and after their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.doc.columns import TokenRange
from onrecord.annotation.lexicon import load_lexicon

_MAX_DESCRIPTION = 14
"""Tokens of the longest description that is read as one."""
_MAX_TITLE = 8
"""Tokens of the longest title that goes on after its noun."""
_TITLE_WORDS = frozenset({"of", "the", "for", "and"})
"""Words in lower case within a title."""
_DESCRIPTION_ENDS = frozenset(',.;:()[]—–-"“”\n') | {"who", "which", "whose", "--", "and", "but", "''", "``"}
_FORMS_OF_ADDRESS = frozenset({"mr", "mrs", "ms", "miss", "sir", "dame", "lord", "lady", "dr", "mister"})
"""Titles that tell a gender at most, and not what somebody is."""
_DETERMINERS = frozenset({"a", "an", "the", "his", "her", "their", "its"})


@dataclass(frozen=True, slots=True)
class Role:
    """A title or description of a person.

    Args:
        start: Index of its first token.
        end: Index of the token behind it.
        noun: The word that says what the person is, in lower case.
        countries: Names of the countries that it names.
    """

    start: int
    end: int
    noun: str
    countries: frozenset[str]


def assign_roles(registry: ActorRegistry) -> None:
    """Give each person the titles and descriptions that stand beside their names."""
    doc = registry.doc
    for person in [cluster for cluster in registry.clusters if cluster.type == "person"]:
        for start, end in list(person.mentions):
            if (title := _title_before(doc, start)) is not None:
                _share_title(registry, title, person, end)
            for role in (_description_after(doc, end), _description_before(doc, start)):
                if role is not None:
                    person.add_role(_text(doc, role.start, role.end), _countries_led(role.noun, role.countries))


def role_in(doc: Doc, start: int, end: int) -> Role | None:
    """Return a token range as a role if it holds a noun for a person, as in ``the Ukrainian president``."""
    for index in range(start, end):
        if is_role_noun(doc[index]) and (index + 1 == end or not is_role_noun(doc[index + 1])):
            return Role(start, end, doc[index].lower_.rstrip("."), countries_in(doc, start, end))
    return None


def is_role_noun(token: Token) -> bool:
    """Return whether a word says what a person is: a title or a noun for a person."""
    lex = load_lexicon()
    word = token.lower_.rstrip(".")
    if word in lex["titles"]:
        return token.pos_ != "VERB" and word not in _FORMS_OF_ADDRESS
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    return word in lex["roles"] or word.removesuffix("s") in lex["roles"] or word in lex["spokespeople"]


def title_head(doc: Doc, name_start: int) -> int | None:
    """Return the index of the noun of a title that goes on after it: ``Secretary`` in ``Secretary of State``.

    Args:
        doc: The article.
        name_start: Index of the first token of the name that the title precedes.
    """
    index = name_start - 1
    while (
        index > 0
        and name_start - index < _MAX_TITLE
        and (doc[index].text.istitle() or doc[index].lower_ in _TITLE_WORDS)
    ):
        noun = doc[index - 1]
        if doc[index].lower_ == "of" and index + 1 < name_start and noun.text.istitle() and is_role_noun(noun):
            return index - 1
        index -= 1
    return None


def countries_in(doc: Doc, start: int, end: int) -> frozenset[str]:
    """Return the countries that a token range names, by name, adjective, capital or seat."""
    lex = load_lexicon()
    entries = (lex.find(ent.text, "country", "demonym", "capital", "seat") for ent in _ents_in(doc, start, end))
    return frozenset(entry.actor for entry in entries if entry is not None)


def demonyms_in(doc: Doc, start: int, end: int) -> dict[str, TokenRange]:
    """Return the countries that a token range names by adjective or people, and the tokens that do."""
    entries = ((load_lexicon().find(ent.text, "demonym"), ent) for ent in _ents_in(doc, start, end))
    return {entry.actor: (ent.start, ent.end) for entry, ent in entries if entry is not None}


def _ents_in(doc: Doc, start: int, end: int) -> Iterator[Span]:
    """Yield the entities of a token range, without a walk over those of the whole Doc."""
    index = start
    while index < end:
        stop = index + 1
        if doc[index].ent_type:
            while stop < end and doc[stop].ent_iob_ == "I":
                stop += 1
            yield doc[index:stop]
        index = stop


def _countries_led(noun: str, countries: frozenset[str]) -> frozenset[str]:
    """Return the countries of a role if its noun is for those who head one."""
    return countries if noun in load_lexicon()["leaders"] else frozenset()


def _title_before(doc: Doc, name_start: int) -> Role | None:
    """Return the title before a name: ``Ukrainian President``, ``NATO chief``, ``German and French leaders``."""
    end = name_start
    while end > 0 and doc[end - 1].lower_.rstrip(".") in _FORMS_OF_ADDRESS:  # Prof. Sir Walter
        end -= 1
    if end == 0:
        return None
    noun = end - 1 if is_role_noun(doc[end - 1]) else title_head(doc, end)
    if noun is None:
        return None
    start = noun
    while start > 0 and end - start < _MAX_DESCRIPTION and _belongs_to_title(doc[start - 1]):
        start -= 1
    while doc[start].lower_ in ("and", "-", "'s", "’s"):
        start += 1
    return Role(start, end, doc[noun].lower_.rstrip("."), countries_in(doc, start, end))


def _belongs_to_title(token: Token) -> bool:
    """Return whether a word before the noun of a title is part of the title."""
    if token.is_space or token.is_punct:
        return token.text == "-"
    if token.lower_ in ("the", "a", "an", "said", "says"):
        return False
    if token.lower_ == "and":
        return token.i + 1 < len(token.doc) and token.nbor(1).ent_type_ in ("NORP", "GPE", "ORG")
    if token.ent_type_:
        return token.ent_type_ in ("NORP", "GPE", "ORG")
    return token.pos_ in ("ADJ", "NOUN", "PROPN")


def _share_title(registry: ActorRegistry, title: Role, person: ActorCluster, name_end: int) -> None:
    """Add a title to the person behind it, and a plural one to all whose names follow.

    ``Swedish and Danish leaders Lindberg and Brandt``: with as many countries as people, each gets one, in order.
    """
    doc = registry.doc
    bearers = [person, *_bearers_after(registry, name_end)] if title.noun.endswith("s") else [person]
    text = _text(doc, title.start, title.end)
    if len(bearers) == 1:
        person.add_role(text, _countries_led(title.noun, title.countries))
        return
    singular = title.noun.removesuffix("s")
    country_ents = [ent for ent in _ents_in(doc, title.start, title.end) if ent[0].ent_type_ in ("NORP", "GPE")]
    for number, bearer in enumerate(bearers):
        if len(country_ents) == len(bearers):
            ent = country_ents[number]
            countries = countries_in(doc, ent.start, ent.end)
            bearer.add_role(f"{ent.text} {singular}", _countries_led(title.noun, countries))
        else:
            bearer.add_role(text.removesuffix("s"))


def _bearers_after(registry: ActorRegistry, end: int) -> Iterator[ActorCluster]:
    """Yield the people whom a list goes on to name after a token: ``, Huber and Kovacs``."""
    doc = registry.doc
    while end + 1 < len(doc) and doc[end].lower_ in ("and", ",", "&"):
        index = end + 1 + (doc[end + 1].lower_ == "and")
        person = registry.cluster_at(index) if index < len(doc) else None
        if person is None or person.type != "person":
            return
        yield person
        end = next(stop for start, stop in person.mentions if start <= index < stop)


def _description_after(doc: Doc, name_end: int) -> Role | None:
    """Return the description after a name: ``, the Republican governor of Ohio,``, ``, 33, a lawyer``."""
    if name_end + 1 >= len(doc) or doc[name_end].text not in (",", "(", "—", "–", "--"):
        return None
    start = name_end + 1
    if doc[start].is_space:
        return None
    if doc[start].is_digit and start + 2 < len(doc) and doc[start + 1].text == ",":
        start += 2
    if doc[start].lower_ in _DETERMINERS:
        start += 1
    end = _description_end(doc, start)
    if any(token.pos_ in ("VERB", "AUX") for token in doc[start:end]):
        return None
    noun = start
    while noun < end and not is_role_noun(doc[noun]):
        if doc[noun].pos_ in ("ADP", "PRON", "SCONJ"):
            return None
        noun += 1
    while noun + 1 < end and is_role_noun(doc[noun + 1]):
        noun += 1
    if noun == end or (noun + 1 < end and doc[noun + 1].ent_type_ == "PERSON"):  # somebody else: Lee, Sen. Kim
        return None
    return Role(start, end, doc[noun].lower_, countries_in(doc, start, end))


def _description_end(doc: Doc, start: int) -> int:
    """Return the index of the token that ends the description beginning with a token."""
    end = start
    while (
        end < len(doc)
        and end - start < _MAX_DESCRIPTION
        and doc[end].text not in _DESCRIPTION_ENDS
        and not doc[end].is_sent_start
    ):
        end += 1
    return end


def _description_before(doc: Doc, name_start: int) -> Role | None:
    """Return the description before a name and a comma: ``the group's spokesman, Ann Lee``."""
    comma, noun = name_start - 1, name_start - 2
    if noun < 0 or doc[comma].text != "," or not is_role_noun(doc[noun]):
        return None
    if doc[name_start].dep_ not in ("appos", "compound") and doc[noun].dep_ == "conj":
        return None
    start = noun
    while (
        start > 0
        and name_start - start < _MAX_DESCRIPTION
        and (_belongs_to_title(doc[start - 1]) or doc[start - 1].tag_ == "POS")
    ):
        start -= 1
    if doc[start].tag_ == "POS":  # Anna Brandt's lawyer, Karl Huber
        while start > 0 and doc[start - 1].ent_type_:
            start -= 1
        if doc[start].tag_ == "POS":
            start += 1
    return Role(start, comma, doc[noun].lower_, countries_in(doc, start, comma))


def _text(doc: Doc, start: int, end: int) -> str:
    return " ".join(doc[start:end].text.split())
