"""Looking up the actors of the archive."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast, get_args

from onrecord.archive.indexing import actor_merging
from onrecord.archive.indexing.actor_index import day_of, forms_in
from onrecord.archive.indexing.name_forms import form_in_article, form_of
from onrecord.archive.storage.rows import clean
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.name_keys import key
from onrecord.base.records import Actor, ActorType, ArchiveActor, Correction

_TYPES = frozenset(get_args(ActorType))
_FEW = 5000
"""Articles up to which those who appear in them are looked up one by one."""


class Member(NamedTuple):
    """A form that stands for an actor of the archive, or is taken for one."""

    known: int
    id: int
    type: str
    key: str
    name: str
    named: int
    said: int
    articles: int

    @property
    def node(self) -> str:
        """See ``Form.node``."""
        return f"{self.type}|{self.key}"


def members(connection: Connection, known: Iterable[int]) -> dict[int, list[Member]]:
    """The forms of actors that appear in articles, the most frequent first; those without any are left out."""
    found: dict[int, list[Member]] = defaultdict(list)
    rows = connection.execute(
        "SELECT known, id, type, key, name, named, said, articles FROM forms "
        "WHERE known IN (SELECT value FROM json_each(?)) AND articles > 0 ORDER BY articles DESC, name, id",
        (json.dumps(list(known)),),
    )
    for row in rows:
        member = Member(*row)
        found[member.known].append(member)
    return dict(found)


def records(connection: Connection, known: Sequence[int]) -> list[ArchiveActor]:
    """The records of actors, in this order, without those who appear nowhere and those whom the reader hid."""
    forms = members(connection, known)
    nodes = {id_: _node(connection, id_) for id_ in forms}
    given = {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT node, name, type, hidden FROM given WHERE node IN (SELECT value FROM json_each(?))",
            (json.dumps([*nodes.values(), *(one.node for own in forms.values() for one in own)]),),
        )
    }
    found = []
    for id_ in dict.fromkeys(known):
        if id_ not in forms:
            continue
        own = forms[id_]
        type_ = nodes[id_].partition("|")[0]
        name = _name(own)
        hidden = False
        for node in sorted({nodes[id_], *(member.node for member in own)}, key=lambda node: node != nodes[id_]):
            if node in given:
                name, type_, hidden = given[node][0] or name, given[node][1] or type_, bool(given[node][2])
                break
        if not hidden and type_ in _TYPES:
            found.append(_record(connection, id_, name, type_, own))
    return found


def _name(own: list[Member]) -> str:
    """What an actor of several forms is called: by a full name, the most frequent."""
    return max(own, key=lambda one: (" " in one.name or one.type != "person", one.articles)).name


def _node(connection: Connection, id_: int) -> str:
    row = connection.execute("SELECT type || '|' || key FROM forms WHERE id = ?", (id_,)).fetchone()
    return str(row[0])


def _record(connection: Connection, id_: int, name: str, type_: str, own: list[Member]) -> ArchiveActor:
    articles = own[0].articles
    if len(own) > 1:
        (articles,) = connection.execute(
            "SELECT count(DISTINCT article) FROM appearances WHERE form IN (SELECT value FROM json_each(?))",
            (json.dumps([member.id for member in own]),),
        ).fetchone()
    return ArchiveActor(
        id=id_,
        name=name,
        type=cast(ActorType, type_),
        names=list(dict.fromkeys(member.name for member in own)),
        named=sum(member.named for member in own),
        said=sum(member.said for member in own),
        articles=articles,
    )


def most_quoted(connection: Connection, limit: int | None) -> list[int]:
    """Actors, who says most first, then who is named most."""
    rows = connection.execute(
        "SELECT known FROM forms WHERE articles > 0 GROUP BY known "
        "ORDER BY sum(said) DESC, sum(named) DESC, min(name), known LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [known for (known,) in rows]


def counted_in(connection: Connection, articles: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Actors who appear in articles → how often they are named there, how often quoted, in how many of them."""
    if len(articles) <= _FEW:
        rows: Iterable[Any] = (row for article in articles for row in _in(connection, article))
    else:
        rows = connection.execute(
            "SELECT known, appearances.article, appearances.named, appearances.said FROM appearances "
            "JOIN forms ON forms.id = form WHERE article IN (SELECT value FROM json_each(?)) "
            "ORDER BY known, article",
            (json.dumps(list(articles)),),
        )
    found: dict[int, tuple[int, int, int]] = {}
    last: dict[int, int] = {}
    for known, article, named, said in rows:
        before = found.get(known, (0, 0, 0))
        new = last.get(known) != article
        last[known] = article
        found[known] = before[0] + named, before[1] + said, before[2] + new
    return found


def _in(connection: Connection, article: int) -> Iterable[tuple[int, int, int, int]]:
    row = connection.execute("SELECT forms FROM casts WHERE article = ?", (article,)).fetchone()
    if row is None:
        return
    day = day_of(connection, article)
    for form in set(forms_in(row[0])):
        yield from connection.execute(
            "SELECT known, article, appearances.named, appearances.said FROM appearances "
            "JOIN forms ON forms.id = form WHERE form = ? AND appearances.day = ? AND article = ?",
            (form, day, article),
        )


def called(connection: Connection, name: str, limit: int) -> list[int]:
    """Actors whom a name may mean: just those who have it as it is, if any do, else those who have its words.

    A surname alone is never enough: who bears it is meant, too, also where something else has it as it is.
    """
    wanted = key(name)
    exact = [
        known
        for (known,) in connection.execute(
            "SELECT known FROM forms WHERE articles > 0 AND quarter = 0 AND key IN (?, ?) "
            "UNION SELECT known FROM forms JOIN given ON node = forms.type || '|' || key WHERE given.name = ? "
            "AND articles > 0",
            (wanted, _key_of_person(name), name),
        )
    ]
    words = " ".join('"' + word.replace('"', '""') + '"' for word in name.split())
    if not words or (exact and " " in wanted):
        return _ranked(connection, exact, limit)
    rows = connection.execute(
        "SELECT DISTINCT known FROM forms_search JOIN forms ON forms.id = forms_search.rowid "
        "WHERE forms_search MATCH ?1 AND articles > 0 "
        "AND (NOT ?2 OR type = 'person' AND ' ' || key LIKE '% ' || ?3)",
        (words, bool(exact), wanted),
    )
    return _ranked(connection, [*exact, *(known for (known,) in rows)], limit)


def is_meant(name: str, candidates: Sequence[ArchiveActor]) -> bool:
    """Whether the first of several is meant by a name: all are called just so, and he is named nearly always."""
    wanted = key(name)
    called_so = all(wanted in map(key, (one.name, *one.names)) for one in candidates)
    return called_so and candidates[0].named >= actor_merging.DOMINANT * sum(one.named for one in candidates)


def _key_of_person(name: str) -> str:
    form = form_of(name, "person")
    return form.key if form else ""


def _ranked(connection: Connection, known: list[int], limit: int) -> list[int]:
    rows = connection.execute(
        "SELECT known FROM forms WHERE known IN (SELECT value FROM json_each(?)) GROUP BY known "
        "ORDER BY sum(said) DESC, sum(named) DESC, min(name), known LIMIT ?",
        (json.dumps(known), limit),
    )
    return [id_ for (id_,) in rows]


def known_of(connection: Connection, article: int, actor: Actor) -> int | None:
    """Whom the archive takes an actor of an article for."""
    form = form_in_article(actor)
    if form is None:
        return None
    quarter = actor_merging.quarter_of(day_of(connection, article)) if form.short else 0
    row = connection.execute(
        "SELECT known FROM forms WHERE key = ? AND type = ? AND quarter = ? AND title = ?",
        (form.key, form.type, quarter, clean(form.title)),
    ).fetchone()
    return row[0] if row else None


def standing_for(connection: Connection, id_: int) -> int | None:
    """The form that stands for a form by now."""
    row = connection.execute("SELECT known FROM forms WHERE id = ?", (id_,)).fetchone()
    return row[0] if row else None


def as_named(connection: Connection, correction: Correction) -> dict[str, str]:
    """The names and types of a correction as articles have them, where it uses a name that the reader gave."""
    named: dict[str, str] = {}
    for field, type_field in (("name", "type"), ("to", "to_type")):
        name, type_ = getattr(correction, field), getattr(correction, type_field)
        if not name or (field == "to" and correction.kind not in ("join", "split")):
            continue
        form = form_of(name, type_ or "person")
        there = form and connection.execute("SELECT 1 FROM forms WHERE key = ?", (form.key,)).fetchone()
        row = None
        if not there:
            row = connection.execute(
                "SELECT forms.name, forms.type FROM given JOIN forms ON node = forms.type || '|' || key "
                "WHERE given.name = ? ORDER BY articles DESC LIMIT 1",
                (name,),
            ).fetchone()
        elif type_:
            row = connection.execute(
                "SELECT ?1, forms.type FROM given JOIN forms ON node = forms.type || '|' || key "
                "WHERE given.type = ?2 AND key = ?3 "
                "AND NOT EXISTS (SELECT 1 FROM forms WHERE key = ?3 AND type = ?2 AND articles > 0) "
                "ORDER BY articles DESC LIMIT 1",
                (name, type_, form.key if form else ""),
            ).fetchone()
        else:
            row = connection.execute(
                "SELECT ?, type FROM forms WHERE key = ? ORDER BY articles DESC LIMIT 1",
                (name, form.key if form else ""),
            ).fetchone()
        if row:
            named |= {field: row[0], type_field: row[1]}
    return named
