"""Who appears in an article, as the archive counts it. Only what the annotation says is thought over here."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

from core.archive.actors.identity import Form, abbreviation, form_in_article
from core.names import key
from core.records import Actor, Annotation

ALIAS, ROLE, SUSPECTED = 1, 2, 3
"""What a word of an actor is: a name beside the main one, a title, a name that is only suspected to be his."""


class Appearance(NamedTuple):
    """An actor of one article.

    ``number`` is his place among the actors; ``named``, ``said`` and ``told`` count his mentions, his quotes and
    the quotes of others that speak of him. ``words`` are (ALIAS, ROLE or SUSPECTED; text), ``letters`` the
    abbreviations among his names.
    """

    form: Form
    number: int
    name: str
    named: int
    said: int
    told: int
    words: list[tuple[int, str]]
    letters: list[str]


def appearances(annotation: Annotation) -> list[Appearance]:
    """The actors of an annotation that have a name to compare."""
    said = Counter(id_ for attribution in annotation.attributions for id_ in set(attribution.speaker))
    told = _told(annotation)
    found = []
    for number, actor in enumerate(annotation.actors):
        form = form_in_article(actor)
        if form is not None:
            found.append(
                Appearance(
                    form=form,
                    number=number,
                    name=" ".join(actor.name.split()),
                    named=len(actor.mentions),
                    said=said[actor.id],
                    told=told[actor.id],
                    words=_words(actor),
                    letters=_letters(actor, form),
                )
            )
    return found


def quotes_about(annotation: Annotation, actor: Actor) -> list[int]:
    """Which attributions of others speak of an actor."""
    starts = sorted(start for start, _ in actor.mentions)
    return [
        index
        for index, attribution in enumerate(annotation.attributions)
        if actor.id not in attribution.speaker
        and any(_any_within(starts, start, end) for start, end in attribution.content)
    ]


def _told(annotation: Annotation) -> Counter[str]:
    mentions = sorted((start, actor.id) for actor in annotation.actors for start, _ in actor.mentions)
    starts = [start for start, _ in mentions]
    told: Counter[str] = Counter()
    for attribution in annotation.attributions:
        of = {
            id_
            for start, end in attribution.content
            for _, id_ in mentions[bisect_left(starts, start) : bisect_left(starts, end)]
        }
        told.update(of.difference(attribution.speaker))
    return told


def _any_within(starts: list[int], start: int, end: int) -> bool:
    at = bisect_left(starts, start)
    return at < len(starts) and starts[at] < end


def _words(actor: Actor) -> list[tuple[int, str]]:
    own = key(actor.name)
    words = [(ALIAS, name) for name in actor.aliases if key(name) != own]
    words += [(ROLE, role) for role in actor.roles]
    words += [(SUSPECTED, name) for name in actor.suspected]
    return list(dict.fromkeys((sort, " ".join(text.split())) for sort, text in words if text.strip()))


def _letters(actor: Actor, form: Form) -> list[str]:
    if actor.type == "person":
        return []
    short = {abbreviation(name) for name in (actor.name, *actor.aliases)}
    return sorted(letters for letters in short - {"", form.key})
