"""Looking up actors of the archive, by id, by name, and by the articles in which they appear."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast, get_args

from onrecord.archive.indexing import actor_merging
from onrecord.archive.indexing.actor_index import article_day, decode_form_ids
from onrecord.archive.indexing.name_forms import article_form, name_form
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import ArchiveActor
from onrecord.base.name_keys import name_key
from onrecord.base.records import Actor, ActorType, Correction

_TYPES = frozenset(get_args(ActorType))
_MAX_LOOKED_UP = 5000
"""Up to this many articles their actors are looked up one article after the other."""


class ActorForm(NamedTuple):
    """A form of a name under which articles have an actor of the archive.

    Args:
        actor_id: The id of the actor.
        id: The id of the form.
        type: The type that articles give it, an ActorType.
        key: The normalised name (``onrecord.base.name_keys.name_key``).
        name: The name as it is written most often.
        named: How many mentions it has.
        said: How many quotes it has.
        articles: How many articles have it.
    """

    actor_id: int
    id: int
    type: str
    key: str
    name: str
    named: int
    said: int
    articles: int

    @property
    def node(self) -> str:
        """The identity that corrections use: ``type|key`` (see ``Form.node``)."""
        return f"{self.type}|{self.key}"


class GivenByUser(NamedTuple):
    """What the user decided about an actor; empty where they decided nothing.

    Args:
        name: The name that the user gave.
        type: The ActorType that the user gave.
        is_hidden: Whether the user wants the actor hidden.
    """

    name: str
    type: str
    is_hidden: bool


_NOTHING_GIVEN = GivenByUser("", "", False)


def load_forms(connection: Connection, actor_ids: Iterable[int]) -> dict[int, list[ActorForm]]:
    """Return the forms of actors that appear in articles, by the id of the actor, the most frequent first."""
    forms_by_actor: dict[int, list[ActorForm]] = defaultdict(list)
    rows = connection.execute(
        "SELECT known, id, type, key, name, named, said, articles FROM forms "
        "WHERE known IN (SELECT value FROM json_each(?)) AND articles > 0 ORDER BY articles DESC, name, id",
        (json.dumps(list(actor_ids)),),
    )
    for row in rows:
        form = ActorForm(*row)
        forms_by_actor[form.actor_id].append(form)
    return dict(forms_by_actor)


def load_actors(connection: Connection, actor_ids: Sequence[int]) -> list[ArchiveActor]:
    """Return the records of actors in the order of the ids.

    Actors that no longer appear in any article, and those that the user has hidden, are left out.
    """
    forms_by_actor = load_forms(connection, actor_ids)
    own_nodes = {actor_id: _node_of_form(connection, actor_id) for actor_id in forms_by_actor}
    form_nodes = [form.node for actor_forms in forms_by_actor.values() for form in actor_forms]
    given_by_node = _given_by_user(connection, [*own_nodes.values(), *form_nodes])
    joined_to = _nodes_joined_to(connection, form_nodes)
    actors = []
    for actor_id in dict.fromkeys(actor_ids):
        if actor_id not in forms_by_actor:
            continue
        actor_forms, own_node = forms_by_actor[actor_id], own_nodes[actor_id]
        nodes = [own_node, *sorted({form.node for form in actor_forms} - {own_node})]
        decision = next((given_by_node[node] for node in nodes if node in given_by_node), _NOTHING_GIVEN)
        name = decision.name or _common_name(
            [form for form in actor_forms if form.node in joined_to] or actor_forms
        )
        actor_type = decision.type or own_node.partition("|")[0]
        if not decision.is_hidden and actor_type in _TYPES:
            actors.append(_actor_of_forms(connection, actor_id, name, actor_type, actor_forms))
    return actors


def _given_by_user(connection: Connection, nodes: list[str]) -> dict[str, GivenByUser]:
    rows = connection.execute(
        "SELECT node, name, type, hidden FROM given WHERE node IN (SELECT value FROM json_each(?))",
        (json.dumps(nodes),),
    )
    return {node: GivenByUser(name, type_, bool(hidden)) for node, name, type_, hidden in rows}


def _nodes_joined_to(connection: Connection, nodes: list[str]) -> set[str]:
    """Return what the user joined some of these nodes to; articles, too, are shown with those names."""
    rows = connection.execute(
        "SELECT DISTINCT other FROM joined WHERE node IN (SELECT value FROM json_each(?))", (json.dumps(nodes),)
    )
    return {other for (other,) in rows}


def _common_name(actor_forms: list[ActorForm]) -> str:
    """Return the name of an actor of several forms: a full name if there is one, the most frequent."""
    return max(actor_forms, key=lambda form: (" " in form.name or form.type != "person", form.articles)).name


def _node_of_form(connection: Connection, form_id: int) -> str:
    row = connection.execute("SELECT type || '|' || key FROM forms WHERE id = ?", (form_id,)).fetchone()
    return str(row[0])


def _actor_of_forms(
    connection: Connection, actor_id: int, name: str, actor_type: str, actor_forms: list[ActorForm]
) -> ArchiveActor:
    articles = actor_forms[0].articles
    if len(actor_forms) > 1:
        (articles,) = connection.execute(
            "SELECT count(DISTINCT article) FROM appearances WHERE form IN (SELECT value FROM json_each(?))",
            (json.dumps([form.id for form in actor_forms]),),
        ).fetchone()
    return ArchiveActor(
        id=actor_id,
        name=name,
        type=cast(ActorType, actor_type),
        names=list(dict.fromkeys(form.name for form in actor_forms)),
        named=sum(form.named for form in actor_forms),
        said=sum(form.said for form in actor_forms),
        articles=articles,
    )


def most_quoted_ids(connection: Connection, limit: int | None) -> list[int]:
    """Return the ids of actors, the most quoted first, then the most named."""
    rows = connection.execute(
        "SELECT known FROM forms WHERE articles > 0 GROUP BY known "
        "ORDER BY sum(said) DESC, sum(named) DESC, min(name), known LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [actor_id for (actor_id,) in rows]


def counts_in_articles(connection: Connection, articles: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Return the counts of the actors that appear in articles, by id: mentions, quotes, articles."""
    if len(articles) <= _MAX_LOOKED_UP:
        rows: Iterable[Any] = (row for article in articles for row in _counts_in_article(connection, article))
    else:
        rows = connection.execute(
            "SELECT known, appearances.article, appearances.named, appearances.said FROM appearances "
            "JOIN forms ON forms.id = form WHERE article IN (SELECT value FROM json_each(?)) "
            "ORDER BY known, article",
            (json.dumps(list(articles)),),
        )
    counts: dict[int, tuple[int, int, int]] = {}
    last_article: dict[int, int] = {}
    for actor_id, article, named, said in rows:
        previous = counts.get(actor_id, (0, 0, 0))
        is_new_article = last_article.get(actor_id) != article
        last_article[actor_id] = article
        counts[actor_id] = previous[0] + named, previous[1] + said, previous[2] + is_new_article
    return counts


def _counts_in_article(connection: Connection, article: int) -> Iterable[tuple[int, int, int, int]]:
    row = connection.execute("SELECT forms FROM casts WHERE article = ?", (article,)).fetchone()
    if row is None:
        return
    day = article_day(connection, article)
    for form in set(decode_form_ids(row[0])):
        yield from connection.execute(
            "SELECT known, article, appearances.named, appearances.said FROM appearances "
            "JOIN forms ON forms.id = form WHERE form = ? AND appearances.day = ? AND article = ?",
            (form, day, article),
        )


def ids_by_name(connection: Connection, name: str, limit: int) -> list[int]:
    """Return the ids of actors that a name may mean, the most quoted first.

    These are the actors with exactly this name if there are any, otherwise those whose names contain its words.
    For a bare surname both count, since any of its bearers may be meant.

    Args:
        connection: A connection to the archive.
        name: The name as somebody typed it.
        limit: How many ids to return at most.
    """
    wanted_key = name_key(name)
    exact_ids = [
        actor_id
        for (actor_id,) in connection.execute(
            "SELECT known FROM forms WHERE articles > 0 AND quarter = 0 AND key IN (?, ?) "
            "UNION SELECT known FROM forms JOIN given ON node = forms.type || '|' || key WHERE given.name = ? "
            "AND articles > 0",
            (wanted_key, _person_key(name), name),
        )
    ]
    words = " ".join('"' + word.replace('"', '""') + '"' for word in name.split())
    if not words or (exact_ids and " " in wanted_key):
        return _ranked(connection, exact_ids, limit)
    rows = connection.execute(
        "SELECT DISTINCT known FROM forms_search JOIN forms ON forms.id = forms_search.rowid "
        "WHERE forms_search MATCH ?1 AND articles > 0 "
        "AND (NOT ?2 OR type = 'person' AND ' ' || key LIKE '% ' || ?3)",
        (words, bool(exact_ids), wanted_key),
    )
    return _ranked(connection, [*exact_ids, *(actor_id for (actor_id,) in rows)], limit)


def ids_by_beginning(connection: Connection, name: str, limit: int) -> list[int]:
    """Return the ids of actors in whose names a word begins as the last word of ``name``, and the others stand.

    The order, and the other arguments, are those of ``ids_by_name``.
    """
    words = " ".join('"' + word.replace('"', '""') + '"' for word in name.split())
    if not words:
        return []
    rows = connection.execute(
        "SELECT DISTINCT known FROM forms_search JOIN forms ON forms.id = forms_search.rowid "
        "WHERE forms_search MATCH ? AND articles > 0",
        (f"{words}*",),
    )
    return _ranked(connection, [actor_id for (actor_id,) in rows], limit)


def is_unambiguous(name: str, candidates: Sequence[ArchiveActor]) -> bool:
    """Return whether a name means the first of the candidates.

    It does if all of them have exactly this name, and the first has nearly all of their mentions.
    """
    wanted_key = name_key(name)
    same_name = all(wanted_key in map(name_key, (actor.name, *actor.names)) for actor in candidates)
    return same_name and candidates[0].named >= actor_merging.DOMINANT * sum(actor.named for actor in candidates)


def _person_key(name: str) -> str:
    form = name_form(name, "person")
    return form.key if form else ""


def _ranked(connection: Connection, actor_ids: list[int], limit: int) -> list[int]:
    rows = connection.execute(
        "SELECT known FROM forms WHERE known IN (SELECT value FROM json_each(?)) GROUP BY known "
        "ORDER BY sum(said) DESC, sum(named) DESC, min(name), known LIMIT ?",
        (json.dumps(actor_ids), limit),
    )
    return [actor_id for (actor_id,) in rows]


def id_of_article_actor(connection: Connection, article: int, actor: Actor) -> int | None:
    """Return the id of the archive's actor for an actor of an article; None if there is none."""
    form = article_form(actor)
    if form is None:
        return None
    quarter = actor_merging.quarter_of(article_day(connection, article)) if form.short else 0
    row = connection.execute(
        "SELECT known FROM forms WHERE key = ? AND type = ? AND quarter = ? AND title = ?",
        (form.key, form.type, quarter, clean_text(form.title)),
    ).fetchone()
    return row[0] if row else None


def current_id(connection: Connection, form_id: int) -> int | None:
    """Return the id of the actor to which a form belongs by now; None if there is no such form."""
    row = connection.execute("SELECT known FROM forms WHERE id = ?", (form_id,)).fetchone()
    return row[0] if row else None


def resolve_given_names(connection: Connection, correction: Correction) -> dict[str, str]:
    """Return the names and types of a correction as articles have them, where it uses names that the user gave.

    Returns:
        The fields of the correction to replace: ``name`` and ``type``, ``to`` and ``to_type``.
    """
    resolved: dict[str, str] = {}
    for field, type_field in (("name", "type"), ("to", "to_type")):
        name, actor_type = getattr(correction, field), getattr(correction, type_field)
        if not name or (field == "to" and correction.kind not in ("join", "split")):
            continue
        row = _name_in_articles(connection, name, actor_type)
        if row:
            resolved |= {field: row[0], type_field: row[1]}
    return resolved


def _name_in_articles(connection: Connection, name: str, actor_type: str) -> tuple[str, str] | None:
    """Return the name and type under which articles have what the user calls so; None if they are the same."""
    form = name_form(name, actor_type or "person")
    form_key = form.key if form else ""
    row: tuple[str, str] | None
    if not connection.execute("SELECT 1 FROM forms WHERE key = ?", (form_key,)).fetchone():
        row = connection.execute(
            "SELECT forms.name, forms.type FROM given JOIN forms ON node = forms.type || '|' || key "
            "WHERE given.name = ? ORDER BY articles DESC LIMIT 1",
            (name,),
        ).fetchone()
    elif actor_type:
        row = connection.execute(
            "SELECT ?1, forms.type FROM given JOIN forms ON node = forms.type || '|' || key "
            "WHERE given.type = ?2 AND key = ?3 "
            "AND NOT EXISTS (SELECT 1 FROM forms WHERE key = ?3 AND type = ?2 AND articles > 0) "
            "ORDER BY articles DESC LIMIT 1",
            (name, actor_type, form_key),
        ).fetchone()
    else:
        row = connection.execute(
            "SELECT ?, type FROM forms WHERE key = ? ORDER BY articles DESC LIMIT 1", (name, form_key)
        ).fetchone()
    return row
