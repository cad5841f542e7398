"""Looking things up: what matches a query, and records from rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from core.archive import plan
from core.archive.errors import ArchiveError
from core.archive.index import SHIFT
from core.archive.query import ORDERS, Query
from core.archive.schema import ANNOTATIONS, ARTICLES, NOTES, text_of
from core.archive.storage import Connection
from core.records import Annotation, Article, Note, Quote, quotes_of

RANKED = 2000
"""How many of the newest matches are ranked by their words: a word that is everywhere has too many."""

# A word in the title counts most, then a tag, then a note (columns of ``search``: title, text, notes, tags).
_WEIGHTS = "8, 1, 2, 4"

Numbers = Callable[[int], bool]
"""Whether the quote with this place in its article is among those looked for."""


def ids(connection: Connection, query: Query, order: str, limit: int | None) -> list[int]:
    """See ``Archive.ids``."""
    order = query.sort or order
    if order not in ORDERS:
        raise ArchiveError(f"There is no order “{order}”; there are {', '.join(ORDERS)}.")
    condition = plan.condition(query)
    match = plan.text_match(query) if order == "best" else None
    found = _column(
        connection.execute(
            f"SELECT id FROM articles WHERE {condition.sql} ORDER BY {plan.ORDER_BY[order]} LIMIT ?",
            (*condition.values, -1 if limit is None or match else limit),
        )
    )
    return _ranked(connection, found, match)[:limit] if match else found


def _ranked(connection: Connection, found: list[int], match: str) -> list[int]:
    # The + keeps the ids from the index's own lookup, which would start anew for each of them.
    ranked = _column(
        connection.execute(
            "SELECT rowid FROM search WHERE search MATCH ? AND +rowid IN (SELECT value FROM json_each(?)) "
            f"ORDER BY bm25(search, {_WEIGHTS}), rowid DESC",
            (match, json.dumps(found[:RANKED])),
        )
    )
    seen = set(ranked)
    return ranked + [article for article in found if article not in seen]


def count(connection: Connection, query: Query) -> int:
    """See ``Archive.count``."""
    condition = plan.condition(query)
    return _column(connection.execute(f"SELECT count(*) FROM articles WHERE {condition.sql}", condition.values))[0]


def page(connection: Connection, wanted: Sequence[int]) -> list[Article]:
    """See ``Archive.page``."""
    rows = dict(
        connection.execute(
            "SELECT id, document FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(wanted)),),
        )
    )
    return [_article(article, rows[article]) for article in wanted if article in rows]


def _article(article: int, stored: str) -> Article:
    try:
        return msgspec.convert({**ARTICLES.decode(stored), "id": article}, Article)
    except msgspec.ValidationError as error:
        raise ArchiveError(f"The article {article} is not as an article should be: {error}.") from error


def notes(connection: Connection, article: int | None) -> list[Note]:
    """See ``Archive.notes``."""
    rows = connection.execute(
        "SELECT id, document FROM notes WHERE ?1 IS NULL OR article = ?1 ORDER BY id", (article,)
    )
    return [msgspec.convert({**NOTES.decode(stored), "id": note}, Note) for note, stored in rows]


def unannotated(connection: Connection, version: int, limit: int | None) -> list[int]:
    """The articles whose annotator is another (``mark_of`` its version), newest first."""
    return _column(
        connection.execute(
            "SELECT id FROM articles WHERE annotator <> ? ORDER BY day DESC, id DESC LIMIT ?",
            (version, -1 if limit is None else limit),
        )
    )


def quotes(connection: Connection, query: Query) -> list[tuple[int, Numbers]]:
    """The articles with quotes that a query means, in its order, and which quotes of each."""
    condition, wanted, unwanted = plan.quote_filter(query)
    chosen = _by_article(connection, wanted) if wanted else None
    dropped = _by_article(connection, unwanted) if unwanted else {}
    order = plan.ORDER_BY[query.sort or "newest"]
    articles = _column(
        connection.execute(
            f"SELECT id FROM articles WHERE quotes > 0 AND ({condition.sql}) ORDER BY {order}", condition.values
        )
    )
    return [
        (article, _numbers(None if chosen is None else chosen[article], dropped.get(article, set())))
        for article in articles
        if chosen is None or article in chosen
    ]


def _numbers(chosen: set[int] | None, dropped: set[int]) -> Numbers:
    return lambda number: (chosen is None or number in chosen) and number not in dropped


def _by_article(connection: Connection, match: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in _column(connection.execute("SELECT rowid FROM said WHERE said MATCH ?", (match,))):
        found[row >> SHIFT].add(row & ((1 << SHIFT) - 1))
    return dict(found)


def quotes_of_article(connection: Connection, article: int, numbers: Numbers) -> list[Quote]:
    """Those quotes of an article; none if it is gone."""
    row = connection.execute(
        "SELECT articles.document, texts.document, annotations.document "
        "FROM articles JOIN texts USING (id) JOIN annotations USING (id) WHERE id = ?",
        (article,),
    ).fetchone()
    if row is None:
        return []
    annotation = msgspec.convert(ANNOTATIONS.decode(row[2]), Annotation)
    found = quotes_of(_article(article, row[0]), text_of(row[1]), annotation)
    return [quote for quote in found if numbers(quote.index)]


def _column(rows: Iterable[tuple[int]]) -> list[int]:
    return [value for (value,) in rows]
