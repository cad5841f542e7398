"""Prefixes in a query, replaced by the words of the archive that begin with them.

For a prefix FTS5 merges the rows of all its words before it returns the first one: in a million articles this
takes a tenth of a second, and twice as long to rank them. Words joined by OR are read side by side from the newest
row on, only as far as needed. To find all rows takes equally long either way.
"""

from __future__ import annotations

from onrecord.archive.query.ast import TEXT_FIELDS, Leaf, Node, Or, Query, Term, leaves, map_leaves
from onrecord.archive.storage.sqlite_storage import Connection

_INDEXED_LENGTH = 3
"""The length of the prefixes that have an index of their own (``prefix`` of the table ``search``)."""

_MAX_WORDS = 100
"""How many words a prefix is replaced by at most: each is looked up by itself."""

# https://sqlite.org/fts5.html#the_fts5vocab_virtual_table_module; the kind ``instance`` has a row for each
# occurrence of a word, so the next word is found without reading all occurrences of the last one.
_VOCABULARY_SQL = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, instance)"


def expand_prefixes(connection: Connection, query: Query) -> Query:
    """Return the query with words in place of the prefixes of articles' words, where there are not too many."""
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
        and leaf.value.isascii()  # how other letters are indexed only the tokenizer knows
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
