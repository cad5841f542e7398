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

_FEW = 5_000
"""Up to so many articles are looked up one by one; for more all are read, in the order of an index."""


class Group(NamedTuple):
    """What a group has in common (a day, a source; empty if it is not known), and its articles."""

    key: str
    ids: list[int]


def grouped(connection: Connection, ids: Sequence[int], by: str, *, oldest: bool) -> list[Group]:
    """See ``Finding.grouped``."""
    if by not in GROUPS:
        raise ArchiveError(f"Articles cannot be grouped by “{by}”; they can by {', '.join(GROUPS)}.")
    key, direction = _KEYS[by], "ASC" if oldest and by == "day" else _DIRECTIONS[by]
    few = len(ids) <= _FEW
    where = "WHERE id IN (SELECT value FROM json_each(?))" if few else ""
    rows = connection.execute(
        f"SELECT min({key}), json_group_array(id) FROM articles {where} GROUP BY {key} ORDER BY {key} {direction}",
        (json.dumps(list(ids)),) if few else (),
    ).fetchall()
    group_of = {article: number for number, (_, members) in enumerate(rows) for article in json.loads(members)}
    found: dict[int, list[int]] = defaultdict(list)
    for article in ids:
        if article in group_of:  # else removed meanwhile
            found[group_of[article]].append(article)
    return [Group(key, found[number]) for number, (key, _) in enumerate(rows) if number in found]
