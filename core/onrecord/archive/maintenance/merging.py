"""What a file holds of another archive, added to what is here: nothing twice, nothing overwritten.

The file may be in any form; its reader hands over documents. An article is the one with the same text, or the one
of which its text is a version. What this archive has already stays, and what the file says otherwise is told.
Others write in between; cut off in the middle, the same file can be added again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from onrecord.archive.indexing import newest_index
from onrecord.archive.indexing.bulk_add import AddedArticle
from onrecord.archive.indexing.new_versions import (
    VERSION_FIELDS,
    article_of_version,
    article_with_text,
    put_version,
    replace_text,
)
from onrecord.archive.maintenance.article_documents import Document
from onrecord.archive.schema.document_forms import form_problem
from onrecord.archive.schema.documents import (
    annotation_counts,
    merge_tags,
    move_anchor,
    read_anchor,
    stored_text_of,
    stored_texts,
)
from onrecord.archive.schema.tables import REMOVED, text_mark
from onrecord.archive.storage.rows import Rows
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.archive.storage.steps import in_steps
from onrecord.base.addresses import address_key, without_password
from onrecord.base.anchors import find_anchor
from onrecord.base.feeds import Feed
from onrecord.base.name_keys import fold

OnConflict = Callable[[str], None]
"""Called with a sentence where the file says otherwise than the archive, and the archive's stays."""

_REPORTED_EVERY = 200
_FILLED = ("source", "author", "published", "url", "language")
"""Fields of an article that are taken over where they are empty here."""
_encode: Callable[[object], str] = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


class ArticleOfFile(NamedTuple):
    """An article that a file holds.

    ``id`` is its id there, ``documents`` are those in ``ARTICLE_TABLES``, ``notes`` have their ids in the file,
    ``versions`` are the documents of its earlier versions.
    """

    id: int
    documents: Mapping[str, Document]
    notes: Iterable[tuple[object, Document]]
    versions: Sequence[Document] = ()


class FileContents(NamedTuple):
    """What a file holds: its articles, and the documents of other tables once all articles are read.

    ``tables`` returns these by the names and ids that they have in the file.
    """

    articles: Iterable[ArticleOfFile]
    tables: Callable[[], Mapping[str, Iterable[tuple[object, Document]]]]


def merge(
    storage: SQLiteStorage,
    read: Callable[[], FileContents],
    *,
    on_progress: Callable[[int], None] | None = None,
    on_conflict: OnConflict | None = None,
) -> Iterator[tuple[AddedArticle, str]]:
    """Add articles and what belongs to them, then the documents of other tables that are not there.

    The file is read twice: nothing is added before all of it proves readable.

    Args:
        storage: Where to add them. If it is empty, articles, notes and the rest have the ids that they had.
        read: Begins to read the file, from its start whenever it is called.
        on_progress: Called with the number of articles that are done.
        on_conflict: Called with each conflict.

    Yields:
        For each article the one that has its text now, with its title, once it is stored.
    """
    checked = read()
    for _ in checked.articles:
        pass
    checked.tables()
    with storage.transaction() as connection:
        merger = _Merger(storage, connection, on_conflict or (lambda _: None))
    contents = read()
    done = 0
    for merged in in_steps(storage, map(merger.add_article, contents.articles)):
        if on_progress and done % _REPORTED_EVERY == 0:
            on_progress(done)
        done += 1
        yield merged
    for name, documents in contents.tables().items():
        if name == REMOVED.name and not merger.keeps_ids:
            continue  # what was removed there may be wanted here
        for _ in in_steps(storage, merger.add_documents(name, list(documents))):
            pass
    newest_index.fit(storage)
    if on_progress:
        on_progress(done)


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
    feeds = {"feeds": list(dict.fromkeys([*here.get("feeds", []), *there.get("feeds", [])]))}
    return here | filled | marks | position | feeds, differing


class _Merger:
    """Adding the parts of one file; each method is called in a transaction.

    Attributes:
        keeps_ids: Whether the archive was empty, so that all keep the ids that they had.
    """

    def __init__(self, storage: SQLiteStorage, connection: Connection, on_conflict: OnConflict) -> None:
        self._storage = storage
        self._connection = connection
        self._on_conflict = on_conflict
        self.keeps_ids = not any(
            rows.count() for name in storage.names() if (rows := storage.rows(connection, name)) is not None
        )
        self._new_ids: dict[str, int] = {}
        """The id of an article in the file → its id here."""
        self._merged_ids: set[int] = set()

    def add_article(self, incoming: ArticleOfFile) -> tuple[AddedArticle, str]:
        """Add an article, or what the file has more of it; return its id here and its title."""
        here = self._article_here(incoming)
        if here is None:
            added = AddedArticle(self._add_new(incoming), new=True)
        else:
            added = AddedArticle(here, new=False, new_version=self._add_to(here, incoming))
        self._new_ids[str(incoming.id)] = added.id
        self._merged_ids.add(added.id)
        notes = self._add_notes(added.id, incoming)
        articles = self._rows("articles")
        merged = (articles.get(added.id) or {}) | {"notes": notes}
        articles.put(added.id, merged)
        return added, stored_text_of(merged, "title")

    def _article_here(self, incoming: ArticleOfFile) -> int | None:
        """Return the article that has, or has had, the text of one of the file, or of which it is a version."""
        facts, text = incoming.documents["articles"], incoming.documents["texts"]["text"]
        same = article_with_text(self._connection, facts["text_hash"])
        if same is None:
            same = article_of_version(
                self._storage, self._connection, str(facts["title"]), str(facts.get("url", "")), text
            )
        earlier = (article_with_text(self._connection, version["text_hash"]) for version in incoming.versions)
        return next((article for article in (same, *earlier) if article is not None), None)

    def _add_new(self, incoming: ArticleOfFile) -> int:
        facts = incoming.documents["articles"]
        article = self._free_id(self._rows("articles"), incoming.id)
        self._say_same_address(article, facts)
        tags = merge_tags(self._connection, [], facts.get("tags", []))
        for name, document in {**incoming.documents, "articles": facts | {"tags": tags}}.items():
            self._rows(name).put(article, document)
        self._put_versions(article, incoming.versions)
        return article

    def _add_to(self, article: int, incoming: ArticleOfFile) -> bool:
        """Add to an article what the file has more of it; return whether that is a new version."""
        articles, facts = self._rows("articles"), incoming.documents["articles"]
        stored = articles.get(article) or {}
        annotations = _annotations_there(incoming) | self._annotations_here(article)
        earlier = [version for _, version in self._versions(article)]
        stored_now = self._put_versions(article, incoming.versions)
        is_newer = False
        if stored_text_of(stored, "text_hash") != facts["text_hash"]:
            is_newer = _is_newer(stored, earlier, incoming)
            if is_newer:
                newer = {name: facts[name] for name in VERSION_FIELDS if facts.get(name)}
                text = incoming.documents["texts"]["text"]
                is_kept = stored_text_of(stored, "text_hash") not in stored_now
                replace_text(self._storage, self._connection, article, text, newer, is_kept=is_kept)
                stored = articles.get(article) or {}
            else:
                self._put_versions(article, [self._as_version(article, incoming)])
        merged, differing = merged_facts(stored, facts)
        if stored_text_of(stored, "text_hash") == facts["text_hash"]:
            self._say_differing(article, stored, facts, differing)
        merged["tags"] = merge_tags(self._connection, stored_texts(stored, "tags"), facts.get("tags", []))
        articles.put(article, merged)
        self._fill_annotations(article, annotations)
        return is_newer

    def _annotations_here(self, article: int) -> dict[str, Document]:
        """Return the annotations that the archive has of the texts of an article, by these."""
        versions = [(version["text"], version.get("annotation")) for _, version in self._versions(article)]
        return _by_text([*versions, (self._text(article), self._rows("annotations").get(article))])

    def _fill_annotations(self, article: int, annotations: Mapping[str, Document]) -> None:
        """Put annotations to those texts of an article that have none here, or have lost it to a newer text."""
        annotated = self._annotations_here(article)
        missing = {text: annotation for text, annotation in annotations.items() if text not in annotated}
        if annotation := missing.pop(self._text(article), None):
            articles = self._rows("articles")
            articles.put(article, (articles.get(article) or {}) | annotation_counts(annotation))
            self._rows("annotations").put(article, annotation)
        for key, version in self._versions(article):
            if annotation := missing.get(version["text"]):
                self._rows("versions").put(key, version | {"annotation": annotation})

    def _as_version(self, article: int, incoming: ArticleOfFile) -> Document:
        """Return the text of the file as a version that the one here has replaced."""
        facts = incoming.documents["articles"]
        version = {"article": article, **{name: facts.get(name, "") for name in VERSION_FIELDS}}
        version |= {"text": incoming.documents["texts"]["text"], "text_hash": facts["text_hash"]}
        stored = self._rows("articles").get(article) or {}
        replaced = _came(stored, [earlier for _, earlier in self._versions(article)])
        return version | {"replaced": replaced, "annotation": incoming.documents.get("annotations")}

    def _versions(self, article: int) -> list[tuple[object, Document]]:
        stored = self._rows("versions").scan("article = ?", (article,))
        return [(key, version) for key, version in stored if not form_problem("versions", version)]

    def _put_versions(self, article: int, versions: Iterable[Document]) -> set[str]:
        """Store versions, each text as often as here or there, whichever is more; return the hashes of the new."""
        here = Counter(version["text_hash"] for _, version in self._versions(article))
        stored_now = set()
        for version in versions:
            if here[version["text_hash"]] > 0:
                here[version["text_hash"]] -= 1
            else:
                put_version(self._storage, self._connection, version | {"article": article})
                stored_now.add(version["text_hash"])
        return stored_now

    def add_documents(self, name: str, documents: list[tuple[object, Document]]) -> Iterator[object]:
        """Add those documents of a table that are not there, and that contradict none that is; yield their ids."""
        rows = self._storage.rows(self._connection, name) or self._storage.make_rows(
            self._connection, name, whole_ids=all(_is_whole(key) for key, _ in documents)
        )
        stored, contents, of_file = {}, set(), set()
        for _, document in rows.scan():
            subject, content = self._compared(name, document)
            stored[subject] = document
            contents.add(content)
        for key, of_the_file in documents:
            document = _storable(name, of_the_file)
            if isinstance(document.get("article"), int):
                if str(document["article"]) not in self._new_ids:
                    continue
                document = document | {"article": self._new_ids[str(document["article"])]}
            identity, (subject, content) = _encode([str(key), document]), self._compared(name, document)
            if identity in of_file or content in contents:
                continue
            of_file.add(identity)
            if name in _CONFLICTS and (here := stored.get(subject)) is not None:
                self._on_conflict(_CONFLICTS[name](here, document))
                continue
            if name != "corrections":  # a name or an address stands for one; of corrections the last one counts
                stored[subject] = document
            free_id = self._free_id(rows, key) if rows.whole_ids else _free_key(rows, str(key))
            rows.put(free_id, document)
            yield free_id

    def _compared(self, name: str, document: Document) -> tuple[str, str]:
        """Return what a document is about, and what it says; a malformed one is compared as a whole."""
        if name not in _SUBJECTS or form_problem(name, document):
            return _encode(document), _encode(document)
        placed = self._placed(document)
        return _SUBJECTS[name](placed), _content(placed)

    def _placed(self, correction: Document) -> Document:
        """Return a correction with the places of its anchors in the newest text of its article.

        Of two archives the anchors of the same passage differ where they were made in two versions. Documents
        without an anchor, and those of articles that the file does not have, are returned as they are.
        """
        anchor, passages = correction.get("anchor"), correction.get("passages") or {}
        if not (anchor or passages) or correction.get("article") not in self._merged_ids:
            return correction
        text = self._text(int(correction["article"]))

        def place(known: Document) -> object:
            anchor = read_anchor(known)
            return (anchor and find_anchor(anchor, text)) or known

        placed = {part: [place(each) for each in passages[part]] for part in passages}
        return correction | {"anchor": anchor and place(anchor), "passages": placed}

    def _add_notes(self, article: int, incoming: ArticleOfFile) -> int:
        """Add the notes that an article has not yet, and tags to those that it has; return how many it has."""
        notes = self._rows("notes")
        here = {_same_note(note): (note_id, note) for note_id, note in notes.scan("article = ?", (article,))}
        text = self._text(article)
        is_newest = text == incoming.documents["texts"]["text"]
        for key, document in incoming.notes:
            if not is_newest:
                move_anchor(document, text, incoming.documents["articles"]["text_hash"])
            if _same_note(document) not in here:
                notes.put(self._free_id(notes, key), document | {"article": article})
                continue
            note_id, note = here[_same_note(document)]
            tags = list(dict.fromkeys([*note.get("tags", []), *document.get("tags", [])]))
            notes.put(note_id, note | {"tags": tags} if tags else note)
        return len(notes.ids("article = ?", (article,)))

    def _text(self, article: int) -> str:
        return stored_text_of(self._rows("texts").get(article))

    def _rows(self, name: str) -> Rows:
        return self._storage.make_rows(self._connection, name)

    def _free_id(self, rows: Rows, key: object) -> int:
        """Return the id that a document had, where it can keep it, or the next."""
        wanted = int(str(key)) if self.keeps_ids and _is_whole(key) else 0
        is_free = 0 < wanted <= rows.layout.highest_id and wanted not in rows
        return wanted if is_free else int(rows.next_id())

    def _say_same_address(self, article: int, facts: Document) -> None:
        """Tell of a new article whose address another one has, with another text."""
        address = text_mark(address_key(str(facts.get("url", ""))))
        same_address = "SELECT min(id) FROM articles WHERE address = ? AND address <> 0"
        (other,) = self._connection.execute(same_address, (address,)).fetchone()
        if other is not None:
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


def _annotations_there(incoming: ArticleOfFile) -> dict[str, Document]:
    """Return the annotations that a file has of the texts of an article, by these."""
    versions = [(version["text"], version.get("annotation")) for version in incoming.versions]
    return _by_text([*versions, (incoming.documents["texts"]["text"], incoming.documents.get("annotations"))])


def _by_text(annotations: Iterable[tuple[str, Document | None]]) -> dict[str, Document]:
    return {text: annotation for text, annotation in annotations if annotation is not None}


def _is_newer(stored: Document, earlier: Sequence[Document], incoming: ArticleOfFile) -> bool:
    """Return whether the text of the file came after the one that is here, which has replaced earlier ones."""
    facts = incoming.documents["articles"]
    is_earlier_here = facts["text_hash"] in {version["text_hash"] for version in earlier}
    is_earlier_there = stored["text_hash"] in {version["text_hash"] for version in incoming.versions}
    if is_earlier_here != is_earlier_there:
        return is_earlier_there
    return _came(facts, incoming.versions) >= _came(stored, earlier)


def _storable(name: str, document: Document) -> Document:
    """Return a document of a table as it is stored; one of a feed has no password in its address."""
    if name == "feeds" and isinstance(document.get("url"), str):
        return document | {"url": without_password(document["url"])}
    return document


def _came(facts: Document, earlier: Iterable[Document]) -> str:
    """Return when the newest text of an article came: when it replaced another, or the article was added."""
    return max((str(version.get("replaced", "")) for version in earlier), default=str(facts.get("added", "")))


def _same_note(note: Document) -> str:
    return _encode([note.get("body"), note.get("anchor")])


def _content(document: Document) -> str:
    """Return what somebody has decided in a document: not when it was written, or its place in a list."""
    decided = {name: value for name, value in document.items() if name not in _VOLATILE}
    return _encode(decided | {"url": _address(document)})


def _address(feed: Document) -> str:
    """Return what the address of a feed is compared by; for a folder it is its path."""
    url = str(feed.get("url", ""))
    return address_key(url) or url


def _named(search: Document) -> str:
    return fold(str(search.get("name")))


def _decided(correction: Document) -> str:
    """Return what a correction decides: two that decide the same thing otherwise contradict each other."""
    fields = ["kind", "article", "name", "type", "anchor"]
    fields += ["to"] if correction.get("kind") in ("split", "wording") else []
    return _encode([correction.get(name) for name in fields])


_VOLATILE = {"created", "order", *Feed.__struct_fields__} - {"url", "name", "tags", "pages"}

_SUBJECTS: Mapping[str, Callable[[Document], str]] = {
    "searches": _named,
    "corrections": _decided,
    "feeds": _address,
}
"""Table → what a document is about; of two about the same, the one that is there stays."""


def _search_conflict(here: Document, there: Document) -> str:
    return (
        f"The saved search “{here.get('name')}” is “{here.get('query')}” here and “{there.get('query')}” in the "
        "file. The one here is kept."
    )


def _feed_conflict(here: Document, there: Document) -> str:
    return (
        f"The feed {here.get('url')} has another name, tags or setting of pages in the file "
        f"(“{there.get('name')}”). Those here are kept."
    )


def _correction_conflict(here: Document, there: Document) -> str:
    about = here.get("name") or (here.get("anchor") or {}).get("exact", "")
    return (
        f"The correction ({here.get('kind')}) of “{about}” says “{_decision(here)}” here and “{_decision(there)}” "
        "in the file. The one here is kept."
    )


def _decision(correction: Document) -> str:
    """Say what a correction decides, of those that are about the same."""
    match correction.get("kind"):
        case "wording":
            return "the same words" if correction.get("accepted", True) else "other words"
        case "passages":
            passages = correction.get("passages") or {}
            return ", ".join(f"{part}: {anchor['exact']}" for part in passages for anchor in passages[part])
        case "speaker":
            return str(correction.get("to") or "nobody named")
        case "label":
            return str(correction.get("to") or "no entity")
        case _:
            actor_type = f" ({correction['to_type']})" if correction.get("to_type") else ""
            return f"{correction.get('to')}{actor_type}"


_CONFLICTS: Mapping[str, Callable[[Document, Document], str]] = {
    "searches": _search_conflict,
    "corrections": _correction_conflict,
    "feeds": _feed_conflict,
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
