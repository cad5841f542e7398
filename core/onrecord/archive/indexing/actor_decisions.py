"""The effect of the reader's corrections on the actors of the whole archive."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from typing import NamedTuple

from onrecord.archive.indexing import actor_merging
from onrecord.archive.indexing.corrected_annotations import all_general_corrections
from onrecord.archive.indexing.index_rows import ENTITY_TYPES
from onrecord.archive.indexing.name_forms import name_form
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Correction

NodePair = tuple[str, str]


class ActorDecisions(NamedTuple):
    """``joined``: node → the node that it stands for; ``parted``: pairs that are not one; ``given``: node → name
    (empty: its own), type (empty: its own) and whether it is hidden. A node is ``Form.node``. ``labelled``: the
    words of entities → what they are found as (``ENTITY_TYPES``, empty: not at all).
    """

    joined: dict[str, str]
    parted: set[NodePair]
    given: dict[str, tuple[str, str, bool]]
    labelled: dict[str, str]


def combine_corrections(corrections: Iterable[Correction]) -> ActorDecisions:
    """Combine corrections for all articles into their effect; a later one overrides an earlier one."""
    joins: list[NodePair] = []
    parted: set[NodePair] = set()
    given: dict[str, tuple[str, str, bool]] = {}
    labelled: dict[str, str] = {}
    for correction in corrections:
        if correction.kind == "label" and correction.anchor:
            labelled[clean_text(correction.anchor.exact).casefold()] = ENTITY_TYPES.get(correction.to, "")
        node = _node(correction.name, correction.type)
        other = _node(correction.to, correction.to_type or correction.type)
        if node is None:
            continue
        name, type_, hidden = given.get(node, ("", "", False))
        match correction.kind:
            case "join" if other and other != node:
                parted.discard(_pair(node, other))
                joins.append((node, other))
            case "split" if other and other != node:
                parted.add(_pair(node, other))
                while between := _way(joins, node, other):
                    joins.remove(max(between, key=joins.index))
            case "rename":
                given[node] = correction.to, type_, hidden
            case "type":
                given[node] = name, correction.to, hidden
            case "hide":
                given[node] = name, type_, True
    return ActorDecisions(_united(joins), parted, given, labelled)


def update_decisions(connection: Connection) -> None:
    """Bring the actors in line with the corrections for all articles, after some changed, in a transaction."""
    decided = combine_corrections(all_general_corrections(connection))
    joined = dict(connection.execute("SELECT node, other FROM joined"))
    parted = set(connection.execute("SELECT node, other FROM parted"))
    connection.execute("DELETE FROM joined")
    connection.execute("DELETE FROM parted")
    connection.execute("DELETE FROM given")
    connection.execute("DELETE FROM labelled")
    connection.executemany("INSERT INTO joined VALUES (?, ?)", decided.joined.items())
    connection.executemany("INSERT INTO parted VALUES (?, ?)", decided.parted)
    connection.executemany(
        "INSERT INTO given VALUES (?, ?, ?, ?)", ((node, *values) for node, values in decided.given.items())
    )
    connection.executemany("INSERT INTO labelled VALUES (?, ?)", decided.labelled.items())
    changes = actor_merging.FormChanges()
    nodes = {node for node, _ in joined.items() ^ decided.joined.items()}
    nodes |= {node for pair in parted ^ decided.parted for node in pair}
    for node in nodes:
        actor_merging.mark_node_changed(connection, changes, node)
    actor_merging.settle_forms(connection, changes)


def _node(name: str, type_: str) -> str | None:
    form = name_form(name, type_ or "person") if name else None
    return form.node if form else None


def _pair(node: str, other: str) -> NodePair:
    return (node, other) if node < other else (other, node)


def _way(joins: list[NodePair], start: str, end: str) -> list[NodePair]:
    """Return the joins on the shortest path between two nodes; none where they are not connected."""
    beside: dict[str, list[NodePair]] = defaultdict(list)
    for join in joins:
        for node in join:
            beside[node].append(join)
    came: dict[str, NodePair | None] = {start: None}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for join in beside[node]:
            following = join[1] if join[0] == node else join[0]
            if following not in came:
                came[following] = join
                queue.append(following)
    way: list[NodePair] = []
    at = end
    while at != start and (last := came.get(at)) is not None:
        way.append(last)
        at = last[1] if last[0] == at else last[0]
    return way if at == start else []


def _united(joins: list[NodePair]) -> dict[str, str]:
    """Return for each joined node the node that stands for its whole group: the last one joined to."""
    over: dict[str, str] = {}

    def root(node: str) -> str:
        while node in over:
            node = over[node]
        return node

    for node, other in joins:
        if root(node) != root(other):
            over[root(node)] = root(other)
    return {node: root(node) for node in over}
