"""Names in a query, as SQL: who or what has the name and is of the type that the field asks for.

The index of names has the machine's annotation with the corrections of single articles. Corrections for all
articles (this is no actor, this is an organisation, these words are a place) are applied here, row by row.
"""

from __future__ import annotations

from onrecord.archive.indexing.index_rows import ARTICLE_OF_ROW, NAME_END, first_row_sql
from onrecord.archive.storage.sqlite_storage import Connection

ROW_TYPES = {
    "actor": ("actor",),
    "about": ("main",),
    "person": ("person",),
    "org": ("organisation",),
    "place": ("place", "country"),
    "country": ("country",),
}
"""The types of which a row must have one, by the field of a query."""

# The rows of ``named`` whose type the user has changed: actors by their appearances, entities that are no actors
# by all of their words. A hidden actor no longer acts but is still named, a country as a place. The kind is empty
# where the words are not an entity.
_DECIDED_SQL = f"""
WITH decided (row, kind, acts) AS (
  SELECT {first_row_sql("coalesce(day_number, 0)", "article")} | number,
    CASE WHEN NOT hidden THEN given.type WHEN each.type = 'country' THEN 'place' ELSE each.type END, NOT hidden
  FROM given
    JOIN forms AS own ON own.key = substr(node, instr(node, '|') + 1)
      AND own.type = substr(node, 1, instr(node, '|') - 1)
    JOIN forms AS each ON each.known = own.known
    JOIN appearances ON form = each.id
    LEFT JOIN articles ON articles.id = article
  WHERE hidden OR given.type <> ''
  UNION ALL
  SELECT named.rowid, labelled.type, 0
  FROM labelled CROSS JOIN named ON named MATCH 'name : ^"' || replace(words, '"', '""') || ' {NAME_END}"'
)
"""
_UNCHANGED_SQL = f"""
SELECT json_group_array({ARTICLE_OF_ROW}) FROM (
  SELECT rowid FROM named WHERE named MATCH ? AND rowid NOT IN (SELECT row FROM decided WHERE NOT {{fits}})
"""
_RETYPED_SQL = """
  UNION ALL
  SELECT rowid FROM named WHERE named MATCH ? AND +rowid IN (SELECT row FROM decided WHERE {fits})
    AND EXISTS (SELECT 1 FROM decided WHERE {fits})
"""


def match_expression(field: str, names: str) -> str:
    """Return the match expression for names in rows of the field's types.

    Args:
        field: One of ``NAME_FIELDS``.
        names: The match expression of the names alone.
    """
    if field == "actor":  # nearly all rows are actors: to exclude the others takes half the time
        return f'({names} NOT (name : "{NAME_END}"))'
    return f"({names} AND (type : ({' OR '.join(ROW_TYPES[field])})))"


def are_types_decided(connection: Connection) -> bool:
    """Return whether a correction for all articles says of what type names are, or that they are no actors."""
    sql = "SELECT 1 FROM given WHERE hidden OR type <> '' UNION ALL SELECT 1 FROM labelled LIMIT 1"
    return connection.execute(sql).fetchone() is not None


def articles_statement(field: str, names: str) -> tuple[str, tuple[str, ...]]:
    """Return the SQL for the articles in which a name stands, as a JSON array, and the values of its parameters.

    Args:
        field: One of ``NAME_FIELDS``.
        names: The match expression of the names alone.
    """
    values: tuple[str, ...] = (match_expression(field, names),)
    if field in ("actor", "about"):
        fits, retyped = "acts", ""
    else:
        fits, retyped = f"kind IN ({', '.join(map(repr, ROW_TYPES[field]))})", _RETYPED_SQL
        values += (names,)
    return f"{_DECIDED_SQL}{_UNCHANGED_SQL}{retyped})".format(fits=fits), values
