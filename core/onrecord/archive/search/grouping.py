"""Articles in groups: those of a day, those of a source."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.archive.query.ast import GROUPS
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.sqlite_storage import Connection

_KEYS = {"day": "substr(day, 1, 10)", "source": "source COLLATE NOCASE"}
_DIRECTIONS = {"day": "DESC", "source": "ASC"}

_MAX_LOOKED_UP = 5_000
"""Up to so many articles are looked up one by one; for more all are read, in the order of an index."""


class ArticleGroup(NamedTuple):
    """What a group has in common (a day, a source; empty if it is not known), and its articles."""

    key: str
    ids: list[int]


def group_articles(
    connection: Connection, ids: Sequence[int], group_by: str, *, oldest: bool
) -> list[ArticleGroup]:
    """See ``Finding.grouped``."""
    if group_by not in GROUPS:
        raise ArchiveError(f"Articles cannot be grouped by “{group_by}”; they can by {', '.join(GROUPS)}.")
    key, direction = _KEYS[group_by], "ASC" if oldest and group_by == "day" else _DIRECTIONS[group_by]
    is_small = len(ids) <= _MAX_LOOKED_UP
    where = "WHERE id IN (SELECT value FROM json_each(?))" if is_small else ""
    rows = connection.execute(
        f"SELECT min({key}), json_group_array(id) FROM articles {where} GROUP BY {key} ORDER BY {key} {direction}",
        (json.dumps(list(ids)),) if is_small else (),
    ).fetchall()
    group_of = {
        article: number for number, (_, member_ids) in enumerate(rows) for article in json.loads(member_ids)
    }
    members_of_group: dict[int, list[int]] = defaultdict(list)
    for article in ids:
        if article in group_of:  # else removed meanwhile
            members_of_group[group_of[article]].append(article)
    return [
        ArticleGroup(key, members_of_group[number])
        for number, (key, _) in enumerate(rows)
        if number in members_of_group
    ]
