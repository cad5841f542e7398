"""What an actor is known by from one article to the next: the form of his name."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from onrecord.base.name_keys import key, parse, stem
from onrecord.base.records import Actor


class NameForm(NamedTuple):
    """What the names have in common by which articles call an actor without doubt.

    ``key`` is what is compared. For people ``last`` is the last word of the surname; ``bare`` is the name without
    what stands between first and last, and ``short`` that there is no first name. ``title`` is then what an
    article calls him beside, if that says of whom.
    """

    type: str
    key: str
    bare: str = ""
    last: str = ""
    short: bool = False
    title: str = ""

    @property
    def node(self) -> str:
        """The form in a word."""
        return f"{self.type}|{self.key}"


@lru_cache(maxsize=1 << 14)
def name_form(name: str, type_: str) -> NameForm | None:
    """The form of an actor's name; None for a name without a letter to compare."""
    if type_ != "person":
        known = stem(name) if type_ == "organisation" else key(name)
        return NameForm(type_, known, known) if known else None
    parts = parse(name)
    if not parts.last:
        return None
    last = parts.last.split()[-1]
    if not parts.is_full:
        return NameForm(type_, parts.last, parts.last, last, short=True)
    bare = " ".join((parts.first, parts.last))
    whole = " ".join(part for part in (parts.first, *parts.middle, parts.last, parts.generation) if part)
    return NameForm(type_, whole, bare, last)


def article_form(actor: Actor) -> NameForm | None:
    """The form of an actor of an article, with his title where it takes that to tell who he is."""
    form = name_form(actor.name, actor.type)
    if form is None or not form.short:
        return form
    # An office, which is written with a capital, or more than a word: not wife, son, politician.
    titles = [key(role) for role in actor.roles if " " in role.strip() or role[:1].isupper()]
    return form._replace(title=max(titles, key=lambda title: " " in title, default=""))
