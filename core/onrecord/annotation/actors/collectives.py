"""Actors that are named by whose they are: governments, ministries, troops.

``the German government`` is Germany, ``the Obama administration`` and ``the Iranian embassy`` are organisations,
``Iraqi forces`` are a group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from onrecord.annotation.actors.registry import ActorRegistry
from onrecord.annotation.doc.columns import TokenRange, tokens_with
from onrecord.annotation.lexicon import load_lexicon
from onrecord.base.name_keys import key

_WORDS_BETWEEN = 2
_GOVERNMENTS = frozenset({"government", "administration"})
_OF_ALL = re.compile(r"(?:s|ese|[^c]ish|nch|tch)$", re.IGNORECASE)
_STATIONS = frozenset({"radio", "television"})
_SERVING = frozenset({"official", "officials", "officer", "officers"})


def add_collectives(registry: ActorRegistry) -> None:
    """Add the collectives of the article to its clusters."""
    known = load_lexicon()
    for ent in registry.doc.ents:
        if ent.label_ not in ("NORP", "GPE", "PERSON", "ORG"):
            continue
        end, noun = _noun_after(registry.doc, ent.end)
        name = " ".join(registry.doc[ent.start : end].text.split())
        entry = known.find(ent.text, "demonym", "country", "capital")
        of_country, of_person = entry is not None, entry is None and ent.label_ in ("PERSON", "ORG")
        if entry is not None and noun in _GOVERNMENTS and end == ent.end + 1:
            cluster = registry.get_or_add_country(entry.actor)
        elif (of_country and noun in known["organs"] | _STATIONS) or (of_person and noun == "administration"):
            cluster = registry.get_or_add("organisation", key(name), name)
        elif ent.label_ == "NORP" and noun in known["groups"] and _stands_alone(registry.doc, end):
            cluster = registry.get_or_add("group", key(name), name)
        else:
            continue
        cluster.names[name] += 1
        # Damascus in “Damascus radio” stays the town: the station is not its government.
        registry.add_mention(cluster, end - 1 if noun in _STATIONS else ent.start, end)


def ministry_ranges(registry: ActorRegistry) -> Iterator[TokenRange]:
    """``the foreign ministry``, ``Bonn's foreign ministry``: ministries that are called by what they care for."""
    doc = registry.doc
    for start in tokens_with(doc, LOWER=("ministry",)):
        token = doc[start]
        if registry.cluster_at(start) is not None or token.ent_type_ == "ORG":
            continue
        while start > 0 and doc[start - 1].dep_ in ("amod", "compound") and doc[start - 1].head == token:
            start -= 1
        if start < token.i and registry.cluster_at(start) is None:
            if start > 1 and doc[start - 1].tag_ == "POS" and doc[start - 2].ent_type_ == "GPE":
                start -= 2
            yield start, token.i + 1


def is_individual_demonym(name: str) -> bool:
    """Whether a word is for one of a people, ``Dane`` or ``Spaniard``, and not for all of them, ``Dutch``."""
    return not _OF_ALL.search(name) and load_lexicon().find(name, "demonym") is not None


def _noun_after(doc: Doc, start: int) -> tuple[int, str]:
    """The noun that the words from here on lead to, within a few words, and where it ends.

    In ``Israeli army spokesman`` that is the army.
    """
    known, at = load_lexicon(), start
    while at < len(doc) and at - start <= _WORDS_BETWEEN and doc[at].pos_ in ("ADJ", "NOUN", "PROPN"):
        noun = doc[at].lower_
        after = doc[at + 1] if at + 1 < len(doc) else None
        if after is None or after.pos_ not in ("NOUN", "PROPN"):
            return at + 1, noun
        if after.lower_ in known["spokespeople"] | _SERVING and noun in known["organs"] | _GOVERNMENTS:
            return at + 1, noun
        at += 1
    return start, ""


def _stands_alone(doc: Doc, end: int) -> bool:
    """Whether the group does something: it is subject or object, not said where or of what something is."""
    return doc[end - 1].dep_ in ("nsubj", "nsubjpass", "dobj", "agent", "conj")
