"""Titles and descriptions of people: what stands before and after their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.doc.columns import TokenRange
from onrecord.annotation.lexicon import load_lexicon

_LONGEST = 14
"""Tokens of the longest description that is read as one."""
_LONGEST_TITLE = 8
_IN_TITLES = frozenset({"of", "the", "for", "and"})
_ENDS = frozenset(',.;:()[]—–-"“”\n') | {"who", "which", "whose", "--", "and", "but", "''", "``"}
_ADDRESS = frozenset({"mr", "mrs", "ms", "miss", "sir", "dame", "lord", "lady", "dr", "mister"})


@dataclass(frozen=True, slots=True)
class Role:
    """A description in the text: its tokens, the noun that says what somebody is, and the countries in it."""

    start: int
    end: int
    noun: str
    countries: frozenset[str]


def assign_roles(registry: ActorRegistry) -> None:
    """Give every person the titles and descriptions that stand beside his names."""
    doc = registry.doc
    for cluster in [cluster for cluster in registry.clusters if cluster.type == "person"]:
        for start, end in list(cluster.mentions):
            if (role := _before(doc, start)) is not None:
                _shared(registry, role, cluster, (start, end))
            for role in (_after(doc, end), _introduced(doc, start)):
                if role is not None:
                    cluster.add_role(_text(doc, role.start, role.end), role.countries if _leads(role.noun) else ())


def role_in(doc: Doc, start: int, end: int) -> Role | None:
    """The description that these tokens are, if they hold a noun for a person: ``the Ukrainian president``."""
    for at in range(start, end):
        if is_role_noun(doc[at]) and (at + 1 == end or not is_role_noun(doc[at + 1])):
            return Role(start, end, doc[at].lower_.rstrip("."), countries_in(doc, start, end))
    return None


def is_role_noun(token: Token) -> bool:
    """Whether a word says what somebody is: a title or a noun for a person."""
    known = load_lexicon()
    word = token.lower_.rstrip(".")
    if word in known["titles"]:
        return token.pos_ != "VERB" and word not in _ADDRESS
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    return word in known["roles"] or word.removesuffix("s") in known["roles"] or word in known["spokespeople"]


def title_head(doc: Doc, name: int) -> int | None:
    """The noun of a title that goes on after it: ``Secretary of State``, ``Speaker of the House``."""
    at = name - 1
    while at > 0 and name - at < _LONGEST_TITLE and (doc[at].text.istitle() or doc[at].lower_ in _IN_TITLES):
        if doc[at].lower_ == "of" and at + 1 < name and doc[at - 1].text.istitle() and is_role_noun(doc[at - 1]):
            return at - 1
        at -= 1
    return None


def countries_in(doc: Doc, start: int, end: int) -> frozenset[str]:
    """The countries that tokens name, by name, adjective, capital or seat."""
    known = load_lexicon()
    found = (known.find(ent.text, "country", "demonym", "capital", "seat") for ent in _ents_in(doc, start, end))
    return frozenset(entry.actor for entry in found if entry is not None)


def demonyms_in(doc: Doc, start: int, end: int) -> dict[str, TokenRange]:
    """The countries whose adjective or people tokens name, and where."""
    entries = ((load_lexicon().find(ent.text, "demonym"), ent) for ent in _ents_in(doc, start, end))
    return {entry.actor: (ent.start, ent.end) for entry, ent in entries if entry is not None}


def _ents_in(doc: Doc, start: int, end: int) -> Iterator[Span]:
    """The entities between two tokens, without a walk over those of the whole Doc."""
    at = start
    while at < end:
        stop = at + 1
        if doc[at].ent_type:
            while stop < end and doc[stop].ent_iob_ == "I":
                stop += 1
            yield doc[at:stop]
        at = stop


def _leads(noun: str) -> bool:
    return noun in load_lexicon()["leaders"]


def _before(doc: Doc, name: int) -> Role | None:
    """The title before a name: ``Ukrainian President``, ``NATO chief``, ``German and French leaders``."""
    while name > 0 and doc[name - 1].lower_.rstrip(".") in _ADDRESS:  # Prof. Sir Walter
        name -= 1
    if name == 0:
        return None
    noun = name - 1 if is_role_noun(doc[name - 1]) else title_head(doc, name)
    if noun is None:
        return None
    start = noun
    while start > 0 and name - start < _LONGEST and _belongs(doc[start - 1]):
        start -= 1
    while doc[start].lower_ in ("and", "-", "'s", "’s"):
        start += 1
    return Role(start, name, doc[noun].lower_.rstrip("."), countries_in(doc, start, name))


def _belongs(token: Token) -> bool:
    if token.is_space or token.is_punct:
        return token.text == "-"
    if token.lower_ in ("the", "a", "an", "said", "says"):
        return False
    if token.lower_ == "and":
        return token.i + 1 < len(token.doc) and token.nbor(1).ent_type_ in ("NORP", "GPE", "ORG")
    if token.ent_type_:
        return token.ent_type_ in ("NORP", "GPE", "ORG")
    return token.pos_ in ("ADJ", "NOUN", "PROPN")


def _shared(registry: ActorRegistry, role: Role, cluster: ActorCluster, name: TokenRange) -> None:
    """Note a title for a person, or for all of those that follow a plural one, one country each if they fit."""
    doc = registry.doc
    bearers = [cluster]
    end = name[1]
    while role.noun.endswith("s") and end + 1 < len(doc) and doc[end].lower_ in ("and", ",", "&"):
        at = end + 1 + (doc[end + 1].lower_ == "and")
        other = registry.cluster_at(at) if at < len(doc) else None
        if other is None or other.type != "person":
            break
        bearers.append(other)
        end = next(stop for start, stop in other.mentions if start <= at < stop)
    if len(bearers) == 1:
        cluster.add_role(_text(doc, role.start, role.end), role.countries if _leads(role.noun) else ())
        return
    singular = role.noun.removesuffix("s")
    named = [ent for ent in _ents_in(doc, role.start, role.end) if ent[0].ent_type_ in ("NORP", "GPE")]
    for at, bearer in enumerate(bearers):
        if len(named) == len(bearers):
            countries = countries_in(doc, named[at].start, named[at].end)
            bearer.add_role(f"{named[at].text} {singular}", countries if _leads(role.noun) else ())
        else:
            bearer.add_role(_text(doc, role.start, role.end).removesuffix("s"))


def _after(doc: Doc, end: int) -> Role | None:
    """The description after a name: ``, the Republican attorney general of Oklahoma,``, ``, 33, a lawyer``."""
    if end + 1 >= len(doc) or doc[end].text not in (",", "(", "—", "–", "--"):
        return None
    start = end + 1
    if doc[start].is_space:
        return None
    if doc[start].is_digit and start + 2 < len(doc) and doc[start + 1].text == ",":
        start += 2
    if doc[start].lower_ in ("a", "an", "the", "his", "her", "their", "its"):
        start += 1
    stop = noun = start
    while (
        stop < len(doc) and stop - start < _LONGEST and doc[stop].text not in _ENDS and not doc[stop].is_sent_start
    ):
        if doc[stop].pos_ in ("VERB", "AUX"):
            return None
        stop += 1
    while noun < stop and not is_role_noun(doc[noun]):
        if doc[noun].pos_ in ("ADP", "PRON", "SCONJ"):
            return None
        noun += 1
    while noun + 1 < stop and is_role_noun(doc[noun + 1]):
        noun += 1
    if noun == stop or (noun + 1 < stop and doc[noun + 1].ent_type_ == "PERSON"):  # another: Lee, Sen. Kim
        return None
    return Role(start, stop, doc[noun].lower_, countries_in(doc, start, stop))


def _introduced(doc: Doc, name: int) -> Role | None:
    """The description before a name and a comma: ``the group's spokesman, Ann Lee``."""
    if name < 2 or doc[name - 1].text != "," or not is_role_noun(doc[name - 2]):
        return None
    if doc[name].dep_ not in ("appos", "compound") and doc[name - 2].dep_ == "conj":
        return None
    start = name - 2
    while start > 0 and name - start < _LONGEST and (_belongs(doc[start - 1]) or doc[start - 1].tag_ == "POS"):
        start -= 1
    if doc[start].tag_ == "POS":  # Anna Brandt's lawyer, Karl Huber
        while start > 0 and doc[start - 1].ent_type_:
            start -= 1
        if doc[start].tag_ == "POS":
            start += 1
    return Role(start, name - 1, doc[name - 2].lower_, countries_in(doc, start, name - 1))


def _text(doc: Doc, start: int, end: int) -> str:
    return " ".join(doc[start:end].text.split())
