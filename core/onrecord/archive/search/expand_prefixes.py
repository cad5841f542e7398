"""Beginnings of words in a query as the words of the archive that begin so.

For a beginning FTS5 puts together the rows of all its words before it gives the first of them: in a million
articles a tenth of a second, and twice as long to rank them. Words joined by OR it goes through side by side, from
the newest row on, as far as is asked. To find all rows takes either way as long.
"""

from __future__ import annotations

from onrecord.archive.query.ast import TEXT_FIELDS, Leaf, Node, Or, Query, Term, leaves, map_leaves
from onrecord.archive.storage.sqlite_storage import Connection

_INDEXED_LENGTH = 3
"""Letters of the beginnings that have an index of their own (``prefix`` of the table ``search``)."""

_MAX_WORDS = 100
"""Words of which a beginning may be that of: each is looked up by itself."""

# https://sqlite.org/fts5.html#the_fts5vocab_virtual_table_module; a row each time a word stands somewhere, so that
# the next word is found without going through all places of the last.
_VOCABULARY_SQL = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, instance)"


def expand_prefixes(connection: Connection, query: Query) -> Query:
    """The query with words in place of its beginnings of articles' words, where these are not too many."""
    if query.node is None or not any(map(_is_expandable, leaves(query.node))):
        return query
    connection.execute(_VOCABULARY_SQL)
    return Query(map_leaves(query.node, lambda leaf: _expand_prefix(connection, leaf)), query.sort)


def _is_expandable(leaf: Leaf) -> bool:
    return (
        isinstance(leaf, Term)
        and leaf.prefix
        and leaf.field in TEXT_FIELDS
        and len(leaf.value) > _INDEXED_LENGTH
        and leaf.value.isascii()  # of other letters only the tokenizer knows what they are in the index
        and leaf.value.isalnum()
    )


def _expand_prefix(connection: Connection, leaf: Leaf) -> Node:
    if not isinstance(leaf, Term) or not _is_expandable(leaf):
        return leaf
    words: list[Node] = []
    next_word = beginning = leaf.value.lower()
    while len(words) <= _MAX_WORDS:
        sql = "SELECT term FROM search_words WHERE term >= ? LIMIT 1"
        (word,) = connection.execute(sql, (next_word,)).fetchone() or ("",)
        if not word.startswith(beginning):
            return Or(tuple(words)) if len(words) > 1 else next(iter(words), leaf)
        words.append(Term(leaf.field, word, quoted=True))
        next_word = f"{word}\0"
    return leaf
