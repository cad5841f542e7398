"""The forms of names by which actors are recognised from one article to the next."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from onrecord.base.name_keys import name_key, organisation_stem, parse_person_name
from onrecord.base.records import Actor


class NameForm(NamedTuple):
    """What the spellings of a name have in common.

    Attributes:
        type: The type of the actor.
        key: What is compared.
        bare: For people the first name and the surname alone, else the key.
        last: For people the last word of the surname.
        short: Whether it is a surname without a first name.
        title: The office that an article gives a person with a short name, if any.
    """

    type: str
    key: str
    bare: str = ""
    last: str = ""
    short: bool = False
    title: str = ""

    @property
    def node(self) -> str:
        """The form as one word, as the tables of decisions have it."""
        return f"{self.type}|{self.key}"


@lru_cache(maxsize=1 << 14)
def name_form(name: str, type_: str) -> NameForm | None:
    """Return the form of an actor's name, None for a name without a letter to compare."""
    if type_ != "person":
        key = organisation_stem(name) if type_ == "organisation" else name_key(name)
        return NameForm(type_, key, key) if key else None
    parts = parse_person_name(name)
    if not parts.last:
        return None
    last = parts.last.split()[-1]
    if not parts.is_full:
        return NameForm(type_, parts.last, parts.last, last, short=True)
    bare = " ".join((parts.first, parts.last))
    whole = " ".join(part for part in (parts.first, *parts.middle, parts.last, parts.generation) if part)
    return NameForm(type_, whole, bare, last)


def article_form(actor: Actor) -> NameForm | None:
    """Return the form of an actor of an article, with an office where the name is a surname alone."""
    form = name_form(actor.name, actor.type)
    if form is None or not form.short:
        return form
    # An office, which is written with a capital, or more than a word: not wife, son, politician.
    titles = [name_key(role) for role in actor.roles if " " in role.strip() or role[:1].isupper()]
    return form._replace(title=max(titles, key=lambda title: " " in title, default=""))
