"""The appearances of actors in one article, computed from its annotation alone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

from onrecord.archive.indexing.name_forms import NameForm, article_form
from onrecord.base.name_keys import abbreviation_letters, name_key
from onrecord.base.records import Actor, Annotation

ALIAS, ROLE, SUSPECTED = 1, 2, 3
"""Kinds of an actor's words, as ``words`` stores them: another name, a role, a suspected name."""


class Appearance(NamedTuple):
    """An actor of one article.

    Attributes:
        form: The form of the name.
        number: The index among the actors of the annotation.
        name: The name, on one line.
        named: How many mentions there are.
        said: How many quotes are the actor's.
        told: How many quotes of others mention the actor.
        aside: As ``said``, for asides (beliefs, attitudes, documents, the unsaid).
        told_aside: As ``told``, for asides (beliefs, attitudes, documents, the unsaid).
        words: Other names and roles, each after ALIAS, ROLE or SUSPECTED.
        letters: The abbreviations among the names.
    """

    form: NameForm
    number: int
    name: str
    named: int
    said: int
    told: int
    aside: int
    told_aside: int
    words: list[tuple[int, str]]
    letters: list[str]


def article_appearances(annotation: Annotation) -> list[Appearance]:
    """Return the appearances of all actors with a name that can be compared."""
    said, told = _counts(annotation)
    appearances = []
    for number, actor in enumerate(annotation.actors):
        form = article_form(actor)
        if form is not None:
            appearances.append(
                Appearance(
                    form=form,
                    number=number,
                    name=" ".join(actor.name.split()),
                    named=len(actor.mentions),
                    said=said[True][actor.id],
                    told=told[True][actor.id],
                    aside=said[False][actor.id],
                    told_aside=told[False][actor.id],
                    words=_words(actor),
                    letters=_letters(actor, form),
                )
            )
    return appearances


def quote_indices_by(annotation: Annotation, actor: Actor, *, asides: bool) -> list[int]:
    """Return the indices of an actor's attributions; ``asides`` adds those that are not speech."""
    return [
        index
        for index, attribution in enumerate(annotation.attributions)
        if actor.id in attribution.speaker and (asides or attribution.report_type == "speech")
    ]


def quote_indices_about(annotation: Annotation, actor: Actor, *, asides: bool) -> list[int]:
    """Return the indices of others' attributions that mention an actor; ``asides`` as in ``quote_indices_by``."""
    starts = sorted(start for start, _ in actor.mentions)
    return [
        index
        for index, attribution in enumerate(annotation.attributions)
        if actor.id not in attribution.speaker
        and (asides or attribution.report_type == "speech")
        and any(_any_within(starts, start, end) for start, end in attribution.content)
    ]


Counts = dict[bool, Counter[str]]
"""The number of attributions by actor, for quotes (True) and for asides (False)."""


def _counts(annotation: Annotation) -> tuple[Counts, Counts]:
    """Count for each actor the own attributions, and those of others that mention the actor."""
    mentions = sorted((start, actor.id) for actor in annotation.actors for start, _ in actor.mentions)
    starts = [start for start, _ in mentions]
    said: Counts = {True: Counter(), False: Counter()}
    told: Counts = {True: Counter(), False: Counter()}
    for attribution in annotation.attributions:
        is_speech = attribution.report_type == "speech"
        said[is_speech].update(set(attribution.speaker))
        of = {
            id_
            for start, end in attribution.content
            for _, id_ in mentions[bisect_left(starts, start) : bisect_left(starts, end)]
        }
        told[is_speech].update(of.difference(attribution.speaker))
    return said, told


def _any_within(starts: list[int], start: int, end: int) -> bool:
    at = bisect_left(starts, start)
    return at < len(starts) and starts[at] < end


def _words(actor: Actor) -> list[tuple[int, str]]:
    own = name_key(actor.name)
    words = [(ALIAS, name) for name in actor.aliases if name_key(name) != own]
    words += [(ROLE, role) for role in actor.roles]
    words += [(SUSPECTED, name) for name in actor.suspected]
    return list(dict.fromkeys((sort, " ".join(text.split())) for sort, text in words if text.strip()))


def _letters(actor: Actor, form: NameForm) -> list[str]:
    if actor.type == "person":
        return []
    short = {name_key(abbreviation_letters(name)) for name in (actor.name, *actor.aliases)}
    return sorted(letters for letters in short - {"", form.key})
