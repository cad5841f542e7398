"""Actors that are named by whose they are: governments, ministries, troops.

``the German government`` and ``German authorities`` are Germany, ``the Obama administration``, ``the Iranian
embassy`` and ``Germany's air force`` are organisations, ``Iraqi forces`` are a group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from onrecord.annotation.actors.registry import ActorRegistry
from onrecord.annotation.doc.columns import TokenRange, tokens_with
from onrecord.annotation.lexicon import load_lexicon
from onrecord.base.name_keys import name_key

_MAX_WORDS_BEFORE_NOUN = 2
_GOVERNMENTS = frozenset({"government", "administration", "authorities"})
_POSSESSED_ORGANS = frozenset({"force", "service", "guard", "court"})
"""Bodies of a country, besides its organs, where they are called its own: ``Ukraine's air force``."""
_COLLECTIVE_DEMONYM = re.compile(r"(?:s|ese|[^c]ish|nch|tch)$", re.IGNORECASE)
"""Endings of demonyms that name a whole people: ``Swedes``, ``Japanese``, ``Irish``, ``French``, ``Dutch``."""
_STATIONS = frozenset({"radio", "television"})
_OFFICIALS = frozenset({"official", "officials", "officer", "officers"})


def add_collectives(registry: ActorRegistry) -> None:
    """Add the governments, organs and groups that the article names by a country, a people or a person."""
    lex, doc = load_lexicon(), registry.doc
    for ent in doc.ents:
        if ent.label_ not in ("NORP", "GPE", "PERSON", "ORG"):
            continue
        is_owner = ent.label_ == "GPE" and ent.end < len(doc) and doc[ent.end].tag_ == "POS"
        end, noun = _noun_after(doc, ent.end + is_owner)
        name = " ".join(doc[ent.start : end].text.split())
        entry = lex.find(ent.text, "demonym", "country", "capital")
        is_administration = entry is None and ent.label_ in ("PERSON", "ORG") and noun == "administration"
        is_own_body = is_owner and entry is not None and entry.kind == "country" and noun in _POSSESSED_ORGANS
        if entry is not None and noun in _GOVERNMENTS and end == ent.end + is_owner + 1:
            cluster = registry.get_or_add_country(entry.actor)
        elif is_administration or is_own_body or (entry is not None and noun in lex["organs"] | _STATIONS):
            cluster = registry.get_or_add("organisation", name_key(name), name)
        elif ent.label_ == "NORP" and noun in lex["groups"] and _is_argument(doc, end):
            cluster = registry.get_or_add("group", name_key(name), name)
        else:
            continue
        cluster.names[name] += 1
        # Damascus in “Damascus radio” stays the town: the station is not its government.
        registry.add_mention(cluster, end - 1 if noun in _STATIONS else ent.start, end)


def ministry_ranges(registry: ActorRegistry) -> Iterator[TokenRange]:
    """Yield ministries called by their field: ``foreign ministry``, ``Bonn's foreign ministry``.

    Those that are entities or belong to a cluster already are left out.
    """
    doc = registry.doc
    for ministry in tokens_with(doc, LOWER=("ministry",)):
        if registry.cluster_at(ministry) is not None or doc[ministry].ent_type_ == "ORG":
            continue
        start = ministry
        while start > 0 and doc[start - 1].dep_ in ("amod", "compound") and doc[start - 1].head.i == ministry:
            start -= 1
        if start < ministry and registry.cluster_at(start) is None:
            if start > 1 and doc[start - 1].tag_ == "POS" and doc[start - 2].ent_type_ == "GPE":
                start -= 2
            yield start, ministry + 1


def is_individual_demonym(name: str) -> bool:
    """Return whether a demonym is for one person, ``Dane`` or ``Spaniard``, and not for a people, ``Dutch``."""
    return not _COLLECTIVE_DEMONYM.search(name) and load_lexicon().find(name, "demonym") is not None


def _noun_after(doc: Doc, start: int) -> tuple[int, str]:
    """Return the noun to which the words from a token on lead, after the index of the token behind it.

    In ``Israeli army spokesman`` that is the army. ``(start, "")`` if there is none within a few words.
    """
    lex, index = load_lexicon(), start
    while (
        index < len(doc)
        and index - start <= _MAX_WORDS_BEFORE_NOUN
        and doc[index].pos_ in ("ADJ", "NOUN", "PROPN")
    ):
        noun = doc[index].lower_
        follower = doc[index + 1] if index + 1 < len(doc) else None
        if follower is None or follower.pos_ not in ("NOUN", "PROPN"):
            return index + 1, noun
        if follower.lower_ in lex["spokespeople"] | _OFFICIALS and noun in lex["organs"] | _GOVERNMENTS:
            return index + 1, noun
        index += 1
    return start, ""


def _is_argument(doc: Doc, end: int) -> bool:
    """Return whether the noun before ``end`` is a subject or an object, and does not only say where or of what."""
    return doc[end - 1].dep_ in ("nsubj", "nsubjpass", "dobj", "agent", "conj")
