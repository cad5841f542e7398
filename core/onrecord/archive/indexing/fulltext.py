"""The full-text indexes, kept in step with the documents in the transaction that changes them.

Four FTS5 tables over the same tokenizer: ``search`` (title, text, notes and tags of an article), ``origins``
(source, author, url), ``said`` (a row a quote: its words, its speaker's names, its kind) and ``named`` (a row
an actor or entity: its names, its type); with them go the actors of the archive (``actors.counting``) and the
sketches of quotes (``actors.sketching``). None holds a second copy of the words. So, before a document
changes, the rows that stand for it are taken out by the words they were put in with, and put in anew at the
end of the transaction.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from onrecord.archive.schema.tables import ARTICLES, MONTH, row_of
from onrecord.archive.storage.rows import clean
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.lazy import later
from onrecord.base.records import Actor, Annotation, Article, Attribution, Span, Unnamed

if TYPE_CHECKING:
    from onrecord.archive.indexing import actor_decisions, actor_index, corrected_annotations, quote_sketches
else:
    actor_index, actor_decisions = (
        later("onrecord.archive.indexing.actor_index"),
        later("onrecord.archive.indexing.actor_decisions"),
    )
    corrected_annotations, quote_sketches = (
        later("onrecord.archive.indexing.corrected_annotations"),
        later("onrecord.archive.indexing.quote_sketches"),
    )

SHIFT = 20
"""A row of ``said`` or ``named`` has the id ``article << SHIFT | number``: 2 to the 20th rows an article."""

END = "\ue000"
"""A word that nobody writes, at the end of the row of an entity that is no actor: what stands before it is all."""

ENTITY_TYPES = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    **dict.fromkeys(("EVENT", "WORK_OF_ART", "PRODUCT", "LAW"), "thing"),
}
"""Labels of entities that have a row in ``named``, and what is found there as."""

Row = tuple[str, ...]

Progress = Callable[[int, int], None]
"""Told how many articles of how many are done."""

_TOLD = 500
"""Articles after which progress is told."""


class Index:
    """What the storage tells of each change (a ``Watcher``)."""

    def changing(
        self,
        connection: Connection,
        table: str,
        doc_id: int,
        old: Mapping[str, Any] | None,
        new: Mapping[str, Any] | None,
    ) -> None:
        if table == "articles":
            if _differ(old, new, "tags"):
                _tag(connection, doc_id, old, new)
            if _differ(old, new, "title", "tags", "published", "added"):
                _touch(connection, "search", doc_id, there=old is not None)
            if _differ(old, new, "source", "author", "url"):
                _touch(connection, "origins", doc_id, there=old is not None)
            if old is not None and _differ(old, new, "published", "added"):
                _touch(connection, "said", doc_id)
        elif table == "texts":
            _touch(connection, "search", doc_id)
            _touch(connection, "said", doc_id)
        elif table == "annotations":
            _touch(connection, "said", doc_id)
        elif table == "notes" and _differ(old, new, "article", "body", "tags"):
            for document in (old, new):
                article = document.get("article") if document else None
                if isinstance(article, int):
                    _touch(connection, "search", article)

        elif table == "corrections":
            for document in (old, new):
                article = document.get("article") if document else None
                if isinstance(article, int):
                    _touch(connection, "said", article)
                elif document is not None:
                    connection.touched.add(("corrections", 0))

    def committing(self, connection: Connection) -> None:
        touched = {article for part, article in connection.touched if part == "search"}
        for article in _by_row(connection, touched):
            _put_in(connection, "search", article)
        for part, article in sorted(connection.touched):
            if part != "search":
                _put_in(connection, part, article)


def put_in_new(connection: Connection, new: Mapping[int, tuple[Article, str]]) -> None:
    """Put articles with their texts into the indexes: new ones, of which nothing has to be taken out before."""
    connection.executemany(
        "INSERT INTO search (rowid, title, text, tags) VALUES (?, ?, ?, ?)",
        # In order: a row before the last one would have all written that is still in memory.
        sorted(
            (row_of(key, article.published or article.added), article.title, text, "\n".join(article.tags))
            for key, (article, text) in new.items()
        ),
    )
    connection.executemany(
        "INSERT INTO origins (rowid, source, author, url) VALUES (?, ?, ?, ?)",
        ((key, article.source, article.author, article.url) for key, (article, _) in new.items()),
    )


def rebuild(connection: Connection, progress: Progress | None = None) -> None:
    """Make all that is kept in step anew from the documents. In a transaction."""
    for table in ("search", "origins", "said", "named", "forms_search"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    connection.execute("DELETE FROM tagged")
    actor_index.clear(connection)
    quote_sketches.clear(connection)
    actor_decisions.decide(connection)
    annotated = {article for (article,) in connection.execute("SELECT id FROM annotations")}
    ids = [article for (article,) in connection.execute("SELECT id FROM articles ORDER BY id")]
    for done, article in enumerate(_by_row(connection, ids)):
        if progress and done % _TOLD == 0:
            progress(done // 2, len(ids))
        _put_in(connection, "search", article)
    for done, article in enumerate(ids):
        if progress and done % _TOLD == 0:
            progress((len(ids) + done) // 2, len(ids))
        (stored,) = connection.execute("SELECT document FROM articles WHERE id = ?", (article,)).fetchone()
        _tag(connection, article, None, ARTICLES.decode(stored))
        for part in ("origins", *(["said"] if article in annotated else ())):
            _put_in(connection, part, article)
    if progress:
        progress(len(ids), len(ids))


def _by_row(connection: Connection, articles: Iterable[int]) -> list[int]:
    """Articles in the order of ``search``, which writes at once what does not come in order."""
    sql = "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) ORDER BY month, id"
    return [article for (article,) in connection.execute(sql, (json.dumps(list(articles)),))]


def _differ(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, *fields: str) -> bool:
    return old is None or new is None or any(old.get(field) != new.get(field) for field in fields)


def _touch(connection: Connection, part: str, article: int, *, there: bool = True) -> None:
    """Take out what stands for an article in an index, before its documents change. ``there``: something may."""
    if (part, article) in connection.touched:
        return
    connection.touched.add((part, article))
    if not there:
        return
    if part == "search":
        row = f"SELECT month << {MONTH} | id FROM articles WHERE id = ?"
        connection.execute(f"DELETE FROM search WHERE rowid = ({row})", (article,))
        return
    if part == "origins":
        connection.execute("DELETE FROM origins WHERE rowid = ?", (article,))
        return
    reading = corrected_annotations.own_reading(connection, article)
    if reading is None:
        return
    quotes, names = index_rows(*reading)
    _each(
        connection,
        "INSERT INTO said (said, rowid, quote, speaker, kind) VALUES ('delete', ?, ?, ?, ?)",
        article,
        quotes,
    )
    _each(connection, "INSERT INTO named (named, rowid, name, type) VALUES ('delete', ?, ?, ?)", article, names)
    quote_sketches.leave(connection, article << SHIFT, *reading)
    actor_index.leave(connection, article, reading[1])


def _put_in(connection: Connection, part: str, article: int) -> None:
    if part == "search":
        connection.execute(
            "INSERT INTO search (rowid, title, text, notes, tags) "
            "SELECT row, title, text, notes, tags FROM searchable WHERE id = ?",
            (article,),
        )
    elif part == "origins":
        connection.execute(
            "INSERT INTO origins (rowid, source, author, url) "
            "SELECT id, source, author, url FROM articles WHERE id = ?",
            (article,),
        )
    elif part == "corrections":
        actor_decisions.decide(connection)
    elif reading := corrected_annotations.own_reading(connection, article):
        quotes, names = index_rows(*reading)
        _each(connection, "INSERT INTO said (rowid, quote, speaker, kind) VALUES (?, ?, ?, ?)", article, quotes)
        _each(connection, "INSERT INTO named (rowid, name, type) VALUES (?, ?, ?)", article, names)
        forms = actor_index.enter(connection, article, reading[1])
        quote_sketches.enter(connection, article << SHIFT, *reading, forms)


def _each(connection: Connection, sql: str, article: int, rows: Iterable[Row]) -> None:
    connection.executemany(sql, ((article << SHIFT | number, *map(clean, row)) for number, row in enumerate(rows)))


def _tag(
    connection: Connection, article: int, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> None:
    for tag in _tags(old):
        connection.execute("DELETE FROM tagged WHERE key = ? AND article = ?", (fold(tag), article))
    put_tags(connection, article, _tags(new))


def put_tags(connection: Connection, article: int, tags: Iterable[str]) -> None:
    """Tell the tags of an article that has none yet."""
    for tag in tags:
        connection.execute("INSERT OR IGNORE INTO tagged VALUES (?, ?, ?)", (fold(tag), article, tag))


def _tags(document: Mapping[str, Any] | None) -> list[str]:
    tags = document.get("tags") if document else None
    return [clean(tag) for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def fold(text: str) -> str:
    """A name without case and accents, for comparing whole names."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


def index_rows(text: str, annotation: Annotation) -> tuple[list[Row], list[Row]]:
    """What ``said`` holds of an article (quote, speaker, kind) and what ``named`` holds (names, type).

    A row is taken out of the index by the same words with which it was put in. So a change of this function
    is a change of the archive's form: it needs a new version and a migration that rebuilds the indexes.
    """
    names = {actor.id: _names(actor) for actor in annotation.actors}
    unnamed = {source.id: source for source in annotation.unnamed}
    quotes: list[Row] = [
        (
            _words(text, attribution.content),
            "\n".join([_words(text, attribution.source), *_speakers(attribution, names, unnamed)]),
            f"{attribution.kind} {attribution.cue_type}",
        )
        for attribution in annotation.attributions
    ]
    main = _main_actors(annotation.actors)
    named: list[Row] = [
        ("\n".join([names[actor.id], *actor.suspected, *actor.metonyms]), _type(actor, main))
        for actor in annotation.actors
    ]
    others = {
        (f"{text[slice(*entity.span)]}\n{END}", ENTITY_TYPES[entity.label]): None
        for entity in annotation.entities
        if entity.actor not in names and entity.label in ENTITY_TYPES
    }
    return quotes, [*named, *others]


def _speakers(attribution: Attribution, names: Mapping[str, str], unnamed: Mapping[str, Unnamed]) -> Iterator[str]:
    """The names of those who speak; of an unnamed source what he is called, and whom he speaks for."""
    for actor in attribution.speaker:
        yield names.get(actor, "")
    if source := unnamed.get(attribution.unnamed or ""):
        yield source.name
        if source.body and source.body not in attribution.speaker:
            yield names.get(source.body, "")


def _names(actor: Actor) -> str:
    return "\n".join([actor.name, *actor.aliases])


def _type(actor: Actor, main: set[str]) -> str:
    return f"{actor.type} actor main" if actor.id in main else f"{actor.type} actor"


def _main_actors(actors: list[Actor]) -> set[str]:
    """Whom an article is about: the three who are named most, if more than once."""
    mentions = Counter({actor.id: len(actor.mentions) for actor in actors})
    return {actor for actor, count in mentions.most_common(3) if count > 1}


def _words(text: str, spans: list[Span]) -> str:
    return "\n".join(text[start:end] for start, end in spans)
