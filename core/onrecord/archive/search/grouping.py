"""Articles in groups, by day or by source."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from onrecord.archive.query.ast import GROUPS
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.sqlite_storage import Connection

_KEYS = {"day": "substr(day, 1, 10)", "source": "source COLLATE NOCASE"}
_DIRECTIONS = {"day": "DESC", "source": "ASC"}

_decode_ids = msgspec.json.Decoder(list[int]).decode
_MAX_LOOKED_UP = 5_000
"""Up to this many articles are looked up by id; for more the whole index is read in its order."""


class ArticleGroup(NamedTuple):
    """The articles of a day or a source.

    Args:
        key: The day (``2024-03-01``) or the source; empty if it is unknown.
        ids: The articles of the group in the order of the list.
    """

    key: str
    ids: list[int]


def group_articles(
    connection: Connection, ids: Sequence[int], group_by: str, *, oldest: bool
) -> list[ArticleGroup]:
    """Return articles in groups; within each they stay in the order given, and those that are gone are left out.

    Args:
        connection: A connection to the archive.
        ids: The articles in their order.
        group_by: One of ``GROUPS``.
        oldest: Whether days come with the oldest first, not the newest. Sources are in alphabetical order; what
            has no day or no source comes last.

    Raises:
        ArchiveError: ``group_by`` is none of ``GROUPS``.
    """
    if group_by not in GROUPS:
        raise ArchiveError(f"Articles cannot be grouped by “{group_by}”; they can by {', '.join(GROUPS)}.")
    key_sql, direction = _KEYS[group_by], "ASC" if oldest and group_by == "day" else _DIRECTIONS[group_by]
    is_small = len(ids) <= _MAX_LOOKED_UP
    condition = "WHERE id IN (SELECT value FROM json_each(?))" if is_small else ""
    rows = connection.execute(
        f"SELECT min({key_sql}), json_group_array(id) FROM articles {condition} "
        f"GROUP BY {key_sql} ORDER BY {key_sql} = '', {key_sql} {direction}",
        (json.dumps(list(ids)),) if is_small else (),
    ).fetchall()
    group_of = {
        article: number for number, (_, member_ids) in enumerate(rows) for article in _decode_ids(member_ids)
    }
    members_of_group: dict[int, list[int]] = defaultdict(list)
    for article in ids:
        if article in group_of:  # otherwise it has been removed meanwhile
            members_of_group[group_of[article]].append(article)
    return [
        ArticleGroup(key, members_of_group[number])
        for number, (key, _) in enumerate(rows)
        if number in members_of_group
    ]
