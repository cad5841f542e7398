"""Actors while an article is being read: what is gathered before they become records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from onrecord.annotation.lexicon.lexicon import Gender, lexicon
from onrecord.base.records import Actor, ActorType

Tokens = tuple[int, int]
"""``(start, end)`` in tokens of the Doc, end exclusive."""


@dataclass(eq=False)
class ActorCluster:
    """An actor in the making. ``leads`` are the countries that a person heads, by name.

    ``genders`` are told by names and roles, ``addressed`` by titles, ``called`` by the pronouns read as his;
    ``either`` tells that he has a first name that men and women bear.
    """

    type: ActorType
    name: str = ""
    names: Counter[str] = field(default_factory=Counter)
    suspected: list[str] = field(default_factory=list)
    metonyms: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    leads: set[str] = field(default_factory=set)
    mentions: set[Tokens] = field(default_factory=set)
    genders: Counter[Gender] = field(default_factory=Counter)
    addressed: Counter[Gender] = field(default_factory=Counter)
    called: Counter[Gender] = field(default_factory=Counter)
    either: bool = False

    @property
    def told_gender(self) -> Gender | None:
        """What names and roles say; None if nothing does or they disagree, also with ``Mr.`` or ``Mrs.``."""
        told, addressed = _most(self.genders), _most(self.addressed)
        return told if addressed in (told, None) or told is None else addressed

    def may_be(self, gender: Gender) -> bool:
        """Whether neither ``Mr.`` or ``Mrs.`` nor names and roles speak clearly against a gender."""
        addressed = _most(self.addressed)
        return addressed == gender or (addressed is None and (self.either or self.told_gender in (gender, None)))

    @property
    def gender(self) -> Gender | None:
        """What names, roles and ``Mr.`` or ``Mrs.`` say, else the pronouns that were read as his."""
        told = self.genders + self.addressed
        return _most(told) if told else _most(self.called)

    def absorb(self, other: ActorCluster) -> None:
        """Take over everything of a figure that turned out to be this one."""
        self.names.update(other.names)
        self.genders.update(other.genders)
        self.addressed.update(other.addressed)
        self.called.update(other.called)
        self.mentions |= other.mentions
        self.metonyms += other.metonyms
        self.suspected += other.suspected
        self.leads |= other.leads
        self.either |= other.either
        for role in other.roles:
            self.add_role(role)

    def add_role(self, role: str, leads: Iterable[str] = ()) -> None:
        """Note a title or description, the gender that it tells, and the countries that its bearer leads."""
        self.leads.update(leads)
        if role and role.casefold() not in (known.casefold() for known in self.roles):
            self.roles.append(role)
        known = lexicon()
        for word in role.lower().replace(".", " ").split():
            if word in known["male"]:
                self.genders["male"] += 1
            elif word in known["female"]:
                self.genders["female"] += 1


def _most(genders: Counter[Gender]) -> Gender | None:
    if not genders:
        return None
    (gender, count), *rest = genders.most_common()
    return gender if not rest or count > rest[0][1] else None


class ActorRegistry:
    """The figures of a Doc, and who is meant at each token."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.figures: list[ActorCluster] = []
        self._known: dict[tuple[ActorType, str], ActorCluster] = {}
        self._at: list[ActorCluster | None] = [None] * len(doc)

    def add(self, figure: ActorCluster) -> ActorCluster:
        """A new figure of the article."""
        self.figures.append(figure)
        return figure

    def adopt(self, figure: ActorCluster) -> None:
        """Make a figure one of the article with all its mentions, if it is not."""
        if not any(figure is known for known in self.figures):
            self.add(figure)
            for start, end in figure.mentions:
                self._mark(figure, start, end)

    def one(self, type_: ActorType, identity: str, name: str) -> ActorCluster:
        """The figure of this type and identity, new with this name if there is none yet."""
        figure = self._known.get((type_, identity))
        if figure is None:
            figure = self._known[type_, identity] = self.add(ActorCluster(type_, name))
        return figure

    def country(self, name: str) -> ActorCluster:
        """The country with this name, as the lexicon has it."""
        return self.one("country", name, name)

    def join(self, figure: ActorCluster, other: ActorCluster) -> None:
        """Make two figures one: ``other`` was ``figure``."""
        figure.absorb(other)
        self.figures.remove(other)
        for start, end in other.mentions:
            self._mark(figure, start, end)

    def mention(self, figure: ActorCluster, start: int, end: int) -> None:
        """Note that the tokens mean the figure."""
        figure.mentions.add((start, end))
        self._mark(figure, start, end)

    def _mark(self, figure: ActorCluster, start: int, end: int) -> None:
        for at in range(start, end):
            if self._at[at] is None or self._at[at] not in self.figures:
                self._at[at] = figure

    def at(self, token: int) -> ActorCluster | None:
        """The figure that the token with this index names or means."""
        return self._at[token]

    def within(self, start: int, end: int) -> Iterator[tuple[int, ActorCluster]]:
        """The figures meant between two tokens, each once, with the first token that means it."""
        seen: set[int] = set()
        for at in range(start, end):
            figure = self._at[at]
            if figure is not None and id(figure) not in seen:
                seen.add(id(figure))
                yield at, figure

    def records(self) -> dict[int, Actor]:
        """``id(figure)`` → its record, with ids in the order of first mention."""
        met = [figure for figure in self.figures if figure.mentions]
        met.sort(key=lambda figure: min(figure.mentions))
        return {id(figure): self._record(figure, f"a{number}") for number, figure in enumerate(met, 1)}

    def _record(self, figure: ActorCluster, id_: str) -> Actor:
        doc = self.doc
        spans = [(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) for start, end in sorted(figure.mentions)]
        others = {figure.name, *figure.suspected, *figure.metonyms}
        return Actor(
            id=id_,
            name=figure.name,
            type=figure.type,
            aliases=[name for name in figure.names if name not in others],
            suspected=list(dict.fromkeys(figure.suspected)),
            roles=figure.roles,
            metonyms=list(dict.fromkeys(figure.metonyms)),
            mentions=spans,
        )
