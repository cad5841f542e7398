"""What the user changes, each change with the way to take it back."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

import msgspec

from onrecord.archive import Archive, NoSuchFeed
from onrecord.base.feeds import Feed
from onrecord.base.records import Anchor, Article, Correction, Note, SavedSearch
from onrecord.tui.model.background_work import MANY, Workload
from onrecord.tui.model.bookmarks import bookmark_body

if TYPE_CHECKING:
    from onrecord.archive.parts.article_store import ArticleChanges

_MAX_CHANGES = 100  # that can be taken back
_SMALL = Workload()
_WORDS_OF_NOTE = 25  # on average, more or less
_UNINDEXED_FIELDS = frozenset({"read", "starred"})  # of an article: its text is not indexed anew after a change

ArticleField = Literal["title", "source", "published", "author", "url"]
"""A field of an article that the user can set."""

FIELD_LABELS: dict[ArticleField, str] = {
    "title": "title",
    "source": "source",
    "published": "date",
    "author": "author",
    "url": "address",
}
"""What these fields are called on the screen."""


class _Change(NamedTuple):
    name: str
    take_back: Callable[[], object]
    load: Workload  # of taking it back


class _FieldsBefore:
    """The values that fields of articles had before a change, with the ids of the articles that had them.

    A record for each article would be many objects for the garbage collector, which runs whenever the user rests:
    a tenth of a second for 100,000. So many articles have few different values between them.
    """

    def __init__(self, articles: Iterable[Article], fields: Sequence[str]) -> None:
        """Take the fields of these articles."""
        self._fields = fields
        self._ids_by_values: dict[bytes, array[int]] = {}
        for article in articles:
            values = msgspec.json.encode([getattr(article, field) for field in fields])
            self._ids_by_values.setdefault(values, array("q")).append(article.id)

    def __len__(self) -> int:
        return sum(map(len, self._ids_by_values.values()))

    def __iter__(self) -> Iterator[Article]:
        """Yield a record of each article that has these fields and no others."""
        for encoded_values, article_ids in self._ids_by_values.items():
            values = dict(zip(self._fields, msgspec.json.decode(encoded_values), strict=True))
            for article in article_ids:
                yield msgspec.convert({"id": article, "title": "", **values}, Article)


def _indexed_words(article: Article) -> int:
    return article.words + _WORDS_OF_NOTE * article.notes


class UndoableEdits:
    """Changes of articles, notes, corrections and saved searches.

    Each method makes one change, which is then stored for good, or raises ArchiveError and changes nothing.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._changes: deque[_Change] = deque(maxlen=_MAX_CHANGES)

    def tag(self, article_ids: Sequence[int], added: list[str], removed: list[str]) -> None:
        """Add and remove tags of articles."""
        with self._change_articles("tags", article_ids, ("tags",)):
            self._archive.articles.tag(article_ids, add=added, remove=removed)

    def mark_read(self, article_ids: Sequence[int], read: bool) -> None:
        """Mark articles as read or unread."""
        with self._change_articles("read mark", article_ids, ("read",)):
            self._archive.articles.update(article_ids, read=read)

    def star(self, article_ids: Sequence[int], starred: bool) -> None:
        """Star articles or take their stars away."""
        with self._change_articles("star", article_ids, ("starred",)):
            self._archive.articles.update(article_ids, starred=starred)

    def set_field(self, article_ids: Sequence[int], field: ArticleField, value: str) -> None:
        """Give articles another title, source, author, address or date."""
        with self._change_articles(FIELD_LABELS[field], article_ids, (field,)):
            self._archive.articles.update(article_ids, **cast("ArticleChanges", {field: value}))

    def remove_articles(self, article_ids: Sequence[int]) -> None:
        """Remove articles with their notes."""
        load = self.indexing_load(article_ids)
        self._archive.articles.remove(article_ids)
        self._remember("removal", lambda: self._archive.articles.restore(article_ids), load)

    @contextmanager
    def _change_articles(self, name: str, article_ids: Sequence[int], fields: Sequence[str]) -> Iterator[None]:
        """Remember what articles are before the block changes these fields of them."""
        before = _FieldsBefore(self._archive.articles.get_many(article_ids), fields)
        is_indexed = not _UNINDEXED_FIELDS.issuperset(fields)
        load = self.indexing_load(article_ids) if is_indexed else Workload.of_articles(len(before))
        yield
        self._remember(name, lambda: self._archive.articles.put_back(before, fields), load)

    def indexing_load(self, article_ids: Sequence[int]) -> Workload:
        """Return how much work it is to index the texts of articles anew.

        Raises:
            ArchiveError: The archive cannot be read.
        """
        records = self._archive.articles.get_many(article_ids) if len(article_ids) < MANY else []
        return Workload.of_articles(len(article_ids), sum(map(_indexed_words, records)))

    def _remember(self, name: str, take_back: Callable[[], object], load: Workload = _SMALL) -> None:
        self._changes.append(_Change(name, take_back, load))

    def write_note(self, article_ids: Sequence[int], body: str, anchor: Anchor | None) -> None:
        """Write a note on articles or, with an anchor, on a passage of one."""
        load = self.indexing_load(article_ids)
        note_ids = [note.id for note in self._archive.notes.add_to_each(article_ids, body, anchor)]
        self._remember("note", lambda: self._archive.notes.remove_each(note_ids), load)

    def set_bookmark(self, article: int, letter: str, anchor: Anchor, before: Note | None) -> None:
        """Set the bookmark of a letter on a passage of an article; ``before`` is the one that it has elsewhere."""
        load = self.indexing_load([article])
        if before is None:
            note = self._archive.notes.add(article, bookmark_body(letter), anchor)
            self._remember("bookmark", lambda: self._archive.notes.remove(note.id), load)
        else:
            self._archive.notes.move(before.id, anchor)
            self._remember("bookmark", lambda: self._archive.notes.restore(before), load)

    def edit_note(self, note: Note, body: str) -> None:
        """Give a note another text."""
        before, load = note.body, self.indexing_load([note.article])
        self._archive.notes.update(note.id, body)
        self._remember("edited note", lambda: self._archive.notes.update(note.id, before), load)

    def remove_note(self, note: Note) -> None:
        """Delete a note."""
        load = self.indexing_load([note.article])
        self._archive.notes.remove(note.id)
        self._remember("deleted note", lambda: self._archive.notes.restore(note), load)

    def correct(self, correction: Correction) -> Correction:
        """Set right who is who, who speaks, or what something is, and return the correction as it is stored."""
        return self.correct_all([correction])[0]

    def correct_all(self, corrections: Sequence[Correction]) -> list[Correction]:
        """Make several corrections as one change, and return them as they are stored."""
        load = self.correction_load(corrections)
        stored = self._archive.corrections.apply_all(corrections)
        ids = [correction.id for correction in stored]
        take_back = partial(self._archive.corrections.withdraw_all, ids)
        self._remember("correction", take_back, load)
        return stored

    def correction_load(self, corrections: Sequence[Correction]) -> Workload:
        """Return how much work it is to make corrections: the quotes of their articles are indexed anew.

        Raises:
            ArchiveError: The archive cannot be read.
        """
        article_ids = {correction.article for correction in corrections if correction.article is not None}
        records = self._archive.articles.get_many(sorted(article_ids)) if len(article_ids) < MANY else []
        return Workload.of_corrections(len(corrections), sum(map(_indexed_words, records)))

    def save_search(self, name: str, query: str) -> SavedSearch:
        """Save a search, in place of the one that has the name, if one has."""
        before = self._archive.saved_searches.get(name)
        saved = self._archive.saved_searches.save(name, query)
        if before is None:
            self._remember("saved list", lambda: self._archive.saved_searches.remove(saved.name))
        else:
            self._remember("replaced list", lambda: self._archive.saved_searches.save(before.name, before.query))
        return saved

    def rename_search(self, name: str, new_name: str) -> None:
        """Give a saved search another name."""
        renamed = self._archive.saved_searches.rename(name, new_name)
        self._remember("renamed list", lambda: self._archive.saved_searches.rename(renamed.name, name))

    def move_search(self, name: str, before: int, place: int) -> None:
        """Move a saved search from one place to another; the first place is 0."""
        self._archive.saved_searches.move(name, place)
        self._remember("moved list", lambda: self._archive.saved_searches.move(name, before))

    def forget_search(self, name: str) -> None:
        """Delete a saved search."""
        forgotten = self._archive.saved_searches.remove(name)
        self._remember("deleted list", lambda: self._archive.saved_searches.restore(forgotten))

    def rename_feed(self, feed_id: int, name: str) -> None:
        """Give a feed another name."""
        feed = self._feed(feed_id)
        self._archive.feeds.change(feed, name=name)
        self._remember("renamed feed", lambda: self._archive.feeds.change(feed, name=feed.name))

    def remove_feed(self, feed_id: int) -> None:
        """Remove a feed; its articles stay."""
        feed = self._feed(feed_id)
        self._archive.feeds.remove([feed])
        self._remember("removed feed", lambda: self._archive.feeds.restore(feed))

    def _feed(self, feed_id: int) -> Feed:
        for feed in self._archive.feeds.all():
            if feed.id == feed_id:
                return feed
        raise NoSuchFeed(str(feed_id), [])

    @property
    def newest(self) -> str | None:
        """The name of the change that ``undo`` would take back, None where there is none."""
        return self._changes[-1].name if self._changes else None

    @property
    def newest_load(self) -> Workload:
        """How much work ``undo`` would be."""
        return self._changes[-1].load if self._changes else _SMALL

    def undo(self) -> str | None:
        """Take the newest change back and return its name, None where there is none."""
        if not self._changes:
            return None
        change = self._changes.pop()
        change.take_back()
        return change.name
