"""Names in a query: the other names of the actors they stand for are added, where the archive has merged them."""

from __future__ import annotations

import json

from onrecord.archive.query.ast import NAME_FIELDS, Leaf, Node, Or, Query, Term, leaves, map_leaves
from onrecord.archive.search.plan import phrase_expression
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.name_keys import name_key

_MAX_NAMES = 50
"""How many names are added at most: a first name alone is that of too many people."""

# The forms that do not contain the name, of actors one of whose forms does. A bare surname is left out unless all
# who are called so are one actor: it would match the others of that name.
_OTHER_NAMES_SQL = """
WITH own AS (SELECT rowid AS id FROM forms_search WHERE forms_search MATCH :phrase
             UNION SELECT id FROM forms WHERE type || '|' || key IN (SELECT value FROM json_each(:nodes))),
     actor AS (SELECT DISTINCT known FROM forms JOIN own USING (id) WHERE articles > 0)
SELECT DISTINCT name FROM forms JOIN actor USING (known) WHERE articles > 0
  AND id NOT IN (SELECT rowid FROM forms_search WHERE forms_search MATCH :phrase)
  AND (quarter <= 0 OR 1 = (SELECT count(DISTINCT known) FROM forms AS same
                            WHERE same.last = forms.last AND last <> '' AND articles > 0))
ORDER BY articles DESC, name LIMIT :most
"""


def expand_names(connection: Connection, query: Query) -> Query:
    """Return the query with the other names of the actors whom its names mean."""
    if not any(map(_is_name, leaves(query.node))) or not _has_merged_names(connection):
        return query
    node = map_leaves(query.node, lambda leaf: _with_other_names(connection, leaf)) if query.node else None
    return Query(node, query.sort)


def _is_name(leaf: Leaf) -> bool:
    return isinstance(leaf, Term) and leaf.field in (*NAME_FIELDS, "speaker")


def _has_merged_names(connection: Connection) -> bool:
    sql = "SELECT 1 FROM forms WHERE known <> id UNION ALL SELECT 1 FROM given WHERE name <> '' LIMIT 1"
    return connection.execute(sql).fetchone() is not None


def _with_other_names(connection: Connection, leaf: Leaf) -> Node:
    if not isinstance(leaf, Term) or not _is_name(leaf):
        return leaf
    names = connection.execute(
        _OTHER_NAMES_SQL,
        {
            "phrase": phrase_expression(leaf),
            "nodes": json.dumps(_nodes_with_given_name(connection, leaf)),
            "most": _MAX_NAMES,
        },
    )
    other_terms = tuple(Term(leaf.field, name, quoted=True) for (name,) in names)
    return Or((leaf, *other_terms)) if other_terms else leaf


def _nodes_with_given_name(connection: Connection, term: Term) -> list[str]:
    """Return the nodes (``type|key``) to which the user gave such a name."""
    wanted_key = name_key(term.value)
    return [
        node
        for node, name in connection.execute("SELECT node, name FROM given WHERE name <> ''")
        if f" {wanted_key}" in f" {name_key(name)}"
    ]
