"""What a file holds of another archive, added to what is here: nothing twice, nothing overwritten.

The file may be in any form; its reader hands over documents. An article is the one with the same text. What this
archive has already stays, and what the file says otherwise is told. All of it is one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from onrecord.archive.indexing.bulk_add import AddedArticle
from onrecord.archive.maintenance.article_documents import Document
from onrecord.archive.schema.documents import merge_tags
from onrecord.archive.schema.tables import text_mark
from onrecord.archive.storage.rows import Rows
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.name_keys import fold

OnConflict = Callable[[str], None]
"""Called with a sentence where the file says otherwise than the archive, and the archive's stays."""

_REPORTED_EVERY = 200
_FILLED = ("source", "author", "published", "url", "language")
"""Fields of an article that are taken over where they are empty here."""
_encode: Callable[[object], str] = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


class ArticleOfFile(NamedTuple):
    """An article that a file holds: its id there, its documents in ``ARTICLE_TABLES``, its notes by their ids."""

    id: int
    documents: Mapping[str, Document]
    notes: Iterable[tuple[object, Document]]


def merge(
    storage: SQLiteStorage,
    articles: Iterable[ArticleOfFile],
    tables: Callable[[], Mapping[str, Iterable[tuple[object, Document]]]],
    *,
    on_progress: Callable[[int], None] | None = None,
    on_conflict: OnConflict | None = None,
) -> Iterator[tuple[AddedArticle, str]]:
    """Add articles and what belongs to them, then the documents of other tables that are not there.

    Args:
        storage: Where to add them. If it is empty, articles, notes and the rest have the ids that they had.
        articles: The articles of the file.
        tables: Returns the documents of other tables by their names and ids, once all articles are read.
        on_progress: Called with the number of articles that are done.
        on_conflict: Called with each conflict.

    Yields:
        For each article the one that has its text now, with its title, once all are stored.
    """
    with storage.transaction() as connection:
        merger = _Merger(storage, connection, on_conflict or (lambda _: None))
        merged = []
        for done, article in enumerate(articles):
            if on_progress and done % _REPORTED_EVERY == 0:
                on_progress(done)
            merged.append(merger.add_article(article))
        for name, documents in tables().items():
            merger.add_documents(name, list(documents))
    if on_progress:
        on_progress(len(merged))
    yield from merged


def merged_facts(here: Document, there: Document) -> tuple[Document, list[str]]:
    """Return the facts of an article that two archives have, and the fields in which they differ.

    What is empty here is filled; read and starred it is if it is so in either.
    """
    filled = {name: there[name] for name in _FILLED if there.get(name) and not here.get(name)}
    marks = {name: bool(here.get(name) or there.get(name)) for name in ("read", "starred")}
    position = {"position": here.get("position") or there.get("position") or 0}
    differing = [
        name for name in ("title", *_FILLED) if here.get(name) and there.get(name) and here[name] != there[name]
    ]
    return here | filled | marks | position, differing


class _Merger:
    """Adding the parts of one file, in one transaction."""

    def __init__(self, storage: SQLiteStorage, connection: Connection, on_conflict: OnConflict) -> None:
        self._storage = storage
        self._connection = connection
        self._on_conflict = on_conflict
        self._keeps_ids = not any(
            rows.count() for name in storage.names() if (rows := storage.rows(connection, name)) is not None
        )
        self._new_ids: dict[str, int] = {}
        """The id of an article in the file → its id here."""
        by_url = "SELECT url, min(id) FROM articles WHERE url <> '' GROUP BY url"
        self._articles_by_url: dict[str, int] = dict(connection.execute(by_url).fetchall())

    def add_article(self, incoming: ArticleOfFile) -> tuple[AddedArticle, str]:
        """Add an article, or what the file has more of it; return its id here and its title."""
        facts = incoming.documents["articles"]
        articles = self._rows("articles")
        here = self._with_text(facts["text_hash"])
        article = self._free_id(articles, incoming.id) if here is None else here
        stored = articles.get(article)
        self._new_ids[str(incoming.id)] = article
        annotation = incoming.documents.get("annotations")
        if stored is None:
            self._say_same_address(article, facts)
            merged = facts | {"tags": merge_tags(self._connection, [], facts.get("tags", []))}
        else:
            merged, differing = merged_facts(stored, facts)
            self._say_differing(article, stored, facts, differing)
            merged["tags"] = merge_tags(self._connection, stored.get("tags", []), facts.get("tags", []))
            if annotation is not None and not stored.get("annotator"):
                merged |= {name: facts[name] for name in ("annotator", "entities", "quotes", "actors")}
            else:
                annotation = None
        merged["notes"] = self._add_notes(article, incoming.notes)
        articles.put(article, merged)
        if stored is None:
            self._rows("texts").put(article, incoming.documents["texts"])
        if annotation is not None:
            self._rows("annotations").put(article, annotation)
        return AddedArticle(article, stored is None), str(merged["title"])

    def add_documents(self, name: str, documents: list[tuple[object, Document]]) -> None:
        """Add those documents of a table that are not there, and that contradict none that is."""
        rows = self._storage.rows(self._connection, name) or self._storage.make_rows(
            self._connection, name, whole_ids=all(_is_whole(key) for key, _ in documents)
        )
        subject = _SUBJECTS.get(name, _encode)
        stored = {subject(document): document for _, document in rows.scan()}
        content_of = _content if name in _SUBJECTS else _encode
        contents, of_file = {content_of(document) for _, document in rows.scan()}, set()
        for key, document in documents:
            if isinstance(document.get("article"), int):
                if str(document["article"]) not in self._new_ids:
                    continue
                document = document | {"article": self._new_ids[str(document["article"])]}
            identity = _encode([str(key), document])
            if identity in of_file or content_of(document) in contents:
                continue
            of_file.add(identity)
            if (here := stored.get(subject(document))) is not None:
                self._on_conflict(_CONFLICTS[name](here, document))
                continue
            if name == "searches":  # a name stands for one of them; of corrections the last one counts
                stored[subject(document)] = document
            rows.put(self._free_id(rows, key) if rows.whole_ids else _free_key(rows, str(key)), document)

    def _add_notes(self, article: int, documents: Iterable[tuple[object, Document]]) -> int:
        """Add the notes that an article has not yet, and tags to those that it has; return how many it has."""
        notes = self._rows("notes")
        here = {_same_note(note): (note_id, note) for note_id, note in notes.scan("article = ?", (article,))}
        for key, document in documents:
            if _same_note(document) not in here:
                notes.put(self._free_id(notes, key), document | {"article": article})
                continue
            note_id, note = here[_same_note(document)]
            tags = list(dict.fromkeys([*note.get("tags", []), *document.get("tags", [])]))
            notes.put(note_id, note | {"tags": tags} if tags else note)
        return len(notes.ids("article = ?", (article,)))

    def _rows(self, name: str) -> Rows:
        return self._storage.make_rows(self._connection, name)

    def _with_text(self, text_hash: str) -> int | None:
        """Return the article that has a text already."""
        if not text_hash:
            return None
        query = "SELECT min(id) FROM articles WHERE text_mark = ?"
        article = self._connection.execute(query, (text_mark(text_hash),)).fetchone()[0]
        return None if article is None else int(article)

    def _free_id(self, rows: Rows, key: object) -> int:
        """Return the id that a document had, where it can keep it, or the next."""
        wanted = int(str(key)) if self._keeps_ids and _is_whole(key) else 0
        is_free = 0 < wanted <= rows.layout.highest_id and wanted not in rows
        return wanted if is_free else int(rows.next_id())

    def _say_same_address(self, article: int, facts: Document) -> None:
        """Tell of a new article whose address another one has, with another text."""
        url = facts.get("url")
        if url and (other := self._articles_by_url.setdefault(url, article)) != article:
            self._on_conflict(
                f"“{facts['title']}” is new as article {article}: article {other} has the same address, "
                "but another text. Both are kept."
            )

    def _say_differing(self, article: int, here: Document, there: Document, differing: list[str]) -> None:
        for name in differing:
            label = "date" if name == "published" else name
            self._on_conflict(
                f"Article {article} has the {label} “{here[name]}” here and “{there[name]}” in the file. "
                "The one here is kept."
            )


def _same_note(note: Document) -> str:
    return _encode([note.get("body"), note.get("anchor")])


def _content(document: Document) -> str:
    """Return all that a document says, but when it was written and in which place of a list."""
    return _encode({name: value for name, value in document.items() if name not in ("created", "order")})


def _named(search: Document) -> str:
    return fold(str(search.get("name")))


def _decided(correction: Document) -> str:
    """Return what a correction decides: two that decide the same thing otherwise contradict each other."""
    fields = ["kind", "article", "name", "type", "anchor"]
    fields += ["to"] if correction.get("kind") in ("split", "wording") else []
    return _encode([correction.get(name) for name in fields])


_SUBJECTS: Mapping[str, Callable[[Document], str]] = {"searches": _named, "corrections": _decided}
"""Table → what a document is about; of two about the same, the one that is there stays."""


def _search_conflict(here: Document, there: Document) -> str:
    return (
        f"The saved search “{here.get('name')}” is “{here.get('query')}” here and “{there.get('query')}” in the "
        "file. The one here is kept."
    )


def _correction_conflict(here: Document, there: Document) -> str:
    about = here.get("name") or (here.get("anchor") or {}).get("exact", "")
    return (
        f"The correction ({here.get('kind')}) of “{about}” says “{_decision(here)}” here and “{_decision(there)}” "
        "in the file. The one here is kept."
    )


def _decision(correction: Document) -> str:
    return str(correction.get("to") or ("yes" if correction.get("accepted", True) else "no"))


_CONFLICTS: Mapping[str, Callable[[Document, Document], str]] = {
    "searches": _search_conflict,
    "corrections": _correction_conflict,
}


def _is_whole(key: object) -> bool:
    return str(key).removeprefix("-").isdecimal()


def _free_key(rows: Rows, key: str) -> str:
    """Return an id for a document whose own may be taken."""
    wanted, number = key, 1
    while wanted in rows:
        number += 1
        wanted = f"{key} {number}"
    return wanted
