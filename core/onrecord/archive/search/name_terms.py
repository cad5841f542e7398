"""Names in a query: who and what is called so, and is of the kind that is asked for, as the reader set it right.

The index of names has the machine's reading, with what was decided for an article alone. What was decided for all
articles (he is nobody, she is an organisation, these words are a place) is followed here, row by row.
"""

from __future__ import annotations

from onrecord.archive.indexing.fulltext import END, SHIFT

ROW_TYPES = {
    "actor": ("actor",),
    "about": ("main",),
    "person": ("person",),
    "org": ("organisation",),
    "place": ("place", "country"),
    "country": ("country",),
}
"""What has to stand in the type of a row, one of them, by the field of a query."""

# Rows of ``named`` that are something else than they say: actors, by where they appear, and what is no actor, by
# all of its words. Who is nobody that acts is still named, as what his words are: a country as a place. The kind
# is empty where the words are nothing.
_DECIDED_SQL = f"""
WITH decided (row, kind, acts) AS (
  SELECT article << {SHIFT} | number,
    CASE WHEN NOT hidden THEN given.type WHEN each.type = 'country' THEN 'place' ELSE each.type END, NOT hidden
  FROM given
    JOIN forms AS own ON own.key = substr(node, instr(node, '|') + 1)
      AND own.type = substr(node, 1, instr(node, '|') - 1)
    JOIN forms AS each ON each.known = own.known
    JOIN appearances ON form = each.id
  WHERE hidden OR given.type <> ''
  UNION ALL
  SELECT named.rowid, labelled.type, 0
  FROM labelled CROSS JOIN named ON named MATCH 'name : ^"' || replace(words, '"', '""') || ' {END}"'
)
"""
_UNCHANGED_SQL = f"""
SELECT json_group_array(row >> {SHIFT}) FROM (
  SELECT rowid AS row FROM named WHERE named MATCH ? AND rowid NOT IN (SELECT row FROM decided WHERE NOT {{fits}})
"""
_RETYPED_SQL = """
  UNION ALL
  SELECT rowid FROM named WHERE named MATCH ? AND +rowid IN (SELECT row FROM decided WHERE {fits})
    AND EXISTS (SELECT 1 FROM decided WHERE {fits})
"""


def match_expression(field: str, names: str) -> str:
    """What is matched in the index: the names, a match expression of them alone, in a row of the field's types."""
    if field == "actor":  # nearly all rows are of actors: to leave out the others takes half the time
        return f'({names} NOT (name : "{END}"))'
    return f"({names} AND (type : ({' OR '.join(ROW_TYPES[field])})))"


def articles_statement(field: str, names: str) -> tuple[str, tuple[str, ...]]:
    """The statement that gives the articles with such a name as a JSON array, and its values."""
    values: tuple[str, ...] = (match_expression(field, names),)
    if field in ("actor", "about"):
        fits, retyped = "acts", ""
    else:
        fits, retyped = f"kind IN ({', '.join(map(repr, ROW_TYPES[field]))})", _RETYPED_SQL
        values += (names,)
    return f"{_DECIDED_SQL}{_UNCHANGED_SQL}{retyped})".format(fits=fits), values
