"""Merging the forms of names that are one actor, by rules and by the reader's decisions.

Each rule depends only on the rows as they are now, so the order in which articles came does not matter:

- One full name is one person. A name with middle names or initials (Joe R. Biden) is the one without, as long as
  no two of them contradict each other; when some do (George H. W. Bush, George W. Bush) all stay apart.
- A surname alone is the one person who bears it in the articles of that quarter of a year and a month around it,
  if PROMINENT of them give the full name, and nobody else of that surname is named in full then. When others
  are, the title beside it decides, if nearly always it is one of theirs (Vice President Biden).
- An abbreviation is the one organisation that some article calls by it.

Names that are only similar stay apart; ``reviews`` asks the reader about them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import NamedTuple

from onrecord.archive.indexing.appearances import ROLE
from onrecord.archive.indexing.name_forms import NameForm, name_form
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.name_keys import may_be_same_person, name_key, parse_person_name

PROMINENT = 3
"""Articles that have to give the full name of a person before a surname alone of that time counts as theirs."""

DOMINANT = 0.9
"""The share of the articles with a title and a full name from which on the title is one bearer's: machines err."""

AROUND = 31
"""Days before and after a quarter of a year that count as its time."""

ALONE = -1
"""Stands in ``quarter`` of the form of a surname alone that is nobody's in particular; 0: a full name."""


class FormRow(NamedTuple):
    """A form as the rules need it."""

    id: int
    key: str
    bare: str
    last: str
    quarter: int
    title: str
    base: int
    articles: int


class FormChanges:
    """The changes to forms in a transaction, for ``settle_forms``."""

    def __init__(self) -> None:
        self.fresh_ids: set[int] = set()
        self.moved: set[int] = set()
        self.people: dict[str, set[int]] = defaultdict(set)
        self.fresh: set[str] = set()
        self.decided: set[str] = set()
        self.letters: set[tuple[str, str]] = set()

    def note(self, form: NameForm, id_: int, day: int, *, fresh: bool) -> None:
        """Note a change in a form's articles on a day; ``fresh``: it is new, or has its first article or none."""
        if form.type == "person":
            self.people[form.last].add(day)
            if fresh:
                self.fresh.add(form.last)
        elif fresh:
            self.letters.add((form.type, form.key))
        if fresh:
            self.fresh_ids.add(id_)


def quarter_of(day: int) -> int:
    """Return the quarter of a year of a day (``date.toordinal``), as a number that counts all quarters."""
    if day < 1:
        return 1
    when = date.fromordinal(day)
    return when.year * 4 + (when.month - 1) // 3


def quarter_period(quarter: int) -> tuple[int, int]:
    """Return the first and the last day that count as the time of a quarter."""
    year, part = divmod(quarter, 4)
    if year < 1:
        return 0, 0
    first = date(year, 3 * part + 1, 1).toordinal()
    return first - AROUND, first + 91 + AROUND


def ensure_form(connection: Connection, form: NameForm, quarter: int, name: str) -> tuple[int, bool]:
    """Return the id of a form's row, which is inserted if there is none, and whether it is new."""
    row = connection.execute(
        "SELECT id FROM forms WHERE key = ? AND type = ? AND quarter = ? AND title = ?",
        (form.key, form.type, quarter, title := clean_text(form.title)),
    ).fetchone()
    if row is not None:
        return int(row[0]), False
    (id_,) = connection.execute(
        "INSERT INTO forms (type, key, bare, last, quarter, title, name) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "RETURNING id",
        (form.type, form.key, form.bare, form.last, quarter, title, name),
    ).fetchone()
    connection.execute("UPDATE forms SET base = id, known = id WHERE id = ?", (id_,))
    connection.execute("INSERT INTO forms_search (rowid, name) VALUES (?, ?)", (id_, name))
    return int(id_), True


def rename_form(connection: Connection, form: int, name: str) -> None:
    """Give a form the spelling that lists show."""
    (old,) = connection.execute("SELECT name FROM forms WHERE id = ?", (form,)).fetchone()
    if old != name:
        connection.execute(
            "INSERT INTO forms_search (forms_search, rowid, name) VALUES ('delete', ?, ?)", (form, old)
        )
        connection.execute("UPDATE forms SET name = ? WHERE id = ?", (name, form))
        connection.execute("INSERT INTO forms_search (rowid, name) VALUES (?, ?)", (form, name))


def settle_forms(connection: Connection, changes: FormChanges) -> None:
    """Determine anew which actor the changed forms belong to, in a transaction."""
    bases: dict[int, int] = {}
    for last, days in sorted(changes.people.items()):
        if last in changes.fresh or _any_alone(connection, last):
            bases |= _people(connection, last, None if last in changes.decided else days)
    for type_, letters in sorted(changes.letters):
        bases |= _letters(connection, type_, letters)
    moved = changes.moved | {id_ for id_ in changes.fresh_ids if _is_led(connection, id_)}
    for id_, base in bases.items():
        if connection.execute(
            "UPDATE forms SET base = ?1 WHERE id = ?2 AND base <> ?1 RETURNING 1", (base, id_)
        ).fetchone():
            moved.add(id_)
    update_known_forms(connection, moved)


def _is_led(connection: Connection, id_: int) -> bool:
    """Return whether a form may stand for another than its base."""
    sql = (
        "SELECT 1 FROM forms LEFT JOIN joined ON node = type || '|' || key "
        "WHERE id = ? AND (other <> '' OR base <> known)"
    )
    return connection.execute(sql, (id_,)).fetchone() is not None


def mark_node_changed(connection: Connection, changes: FormChanges, node: str) -> None:
    """Note everything in the changes that a decision about a node concerns."""
    type_, _, key_ = node.partition("|")
    rows = connection.execute("SELECT id, last FROM forms WHERE key = ? AND type = ?", (key_, type_)).fetchall()
    for id_, last in rows:
        changes.moved.add(id_)
        if type_ == "person":
            changes.people[last].update(())
            changes.fresh.add(last)
            changes.decided.add(last)
        else:
            changes.letters.add((type_, key_))


def update_known_forms(connection: Connection, moved: Iterable[int]) -> None:
    """Update ``known`` of forms that moved, and of those that had the same ``known``."""
    concerned: set[int] = set(moved)
    for id_ in tuple(concerned):
        (known,) = connection.execute("SELECT known FROM forms WHERE id = ?", (id_,)).fetchone()
        for each in {known, id_}:
            concerned.update(row[0] for row in connection.execute("SELECT id FROM forms WHERE known = ?", (each,)))
    for id_ in sorted(concerned):
        connection.execute(
            "UPDATE forms SET known = ?1 WHERE id = ?2 AND known <> ?1", (_known(connection, id_), id_)
        )


def _known(connection: Connection, id_: int) -> int:
    """Return the form at the end of the way from form to base, and by the reader's joins."""
    way: dict[int, str] = {}
    while id_ not in way:
        base, type_, key_, other = connection.execute(
            "SELECT base, type, key, (SELECT other FROM joined WHERE node = type || '|' || key) "
            "FROM forms WHERE id = ?",
            (id_,),
        ).fetchone()
        way[id_] = f"{type_}|{key_}"
        id_ = base if other is None else _ensure_node(connection, other)
    ids = list(way)
    ring = ids[ids.index(id_) :]
    return min(ring, key=lambda each: (way[each], each))


def _ensure_node(connection: Connection, node: str) -> int:
    type_, _, key_ = node.partition("|")
    form = name_form(key_, type_) or NameForm(type_, key_, key_)
    id_, new = ensure_form(connection, form._replace(key=key_), ALONE if form.short else 0, key_)
    if new and not form.short:
        bases = _people(connection, form.last, None) if form.last else _letters(connection, type_, key_)
        connection.execute("UPDATE forms SET base = ? WHERE id = ?", (bases.get(id_, id_), id_))
        connection.execute("UPDATE forms SET known = ? WHERE id = ?", (_known(connection, id_), id_))
    return id_


# ---- rules


def _people(connection: Connection, last: str, days: set[int] | None) -> dict[int, int]:
    """Return the bases of the people with a surname; with ``days``, of surnames alone at that time."""
    rows = [
        FormRow(*row)
        for row in connection.execute(
            "SELECT id, key, bare, last, quarter, title, base, articles FROM forms WHERE last = ? AND last <> ''",
            (last,),
        )
    ]
    full = [row for row in rows if row.quarter == 0]
    alone = [row for row in rows if row.quarter > 0]
    bases = _full_names(connection, full)
    if days is not None and all(bases[row.id] == row.base for row in full):
        alone = [row for row in alone if _in_time(row.quarter, days)]
    for row in alone:
        bases[row.id] = _bearer(connection, row, full, bases) or _nobody(connection, row)
    return bases


def _any_alone(connection: Connection, last: str) -> bool:
    sql = "SELECT 1 FROM forms WHERE last = ? AND last <> '' AND quarter > 0 LIMIT 1"
    return connection.execute(sql, (last,)).fetchone() is not None


def _in_time(quarter: int, days: Iterable[int]) -> bool:
    first, last = quarter_period(quarter)
    return any(first <= day <= last for day in days)


def _full_names(connection: Connection, full: list[FormRow]) -> dict[int, int]:
    groups: dict[str, list[FormRow]] = defaultdict(list)
    for row in full:
        groups[row.bare].append(row)
    bases = {}
    for bare, group in groups.items():
        bearers = [row for row in group if row.articles]
        if len(group) == 1 and group[0].key == bare:
            bases[group[0].id] = group[0].id
        elif _are_one(connection, bearers):
            root = next((row.id for row in group if row.key == bare), None)
            if root is None:
                root, _ = ensure_form(connection, NameForm("person", bare, bare, group[0].last), 0, bare)
            bases |= {row.id: root for row in group}
            bases[root] = root
        else:
            bases |= {row.id: row.id for row in group}
    return bases


def _are_one(connection: Connection, rows: list[FormRow]) -> bool:
    return not any(
        not may_be_same_person(parse_person_name(row.key), parse_person_name(other.key))
        or _parted(connection, row.key, other.key)
        for row, other in combinations(rows, 2)
    )


def _bearer(connection: Connection, row: FormRow, full: list[FormRow], bases: dict[int, int]) -> int | None:
    """Return the form of the person to whom a surname alone belongs, None if there is not exactly one."""
    time = quarter_period(row.quarter)
    counts: dict[int, int] = defaultdict(int)
    forms: dict[int, list[int]] = defaultdict(list)
    for other in (
        bearer for bearer in full if bearer.articles and row.key in parse_person_name(bearer.key).surnames
    ):
        if not _parted(connection, row.key, other.key):
            (count,) = connection.execute(
                "SELECT count(*) FROM (SELECT 1 FROM appearances WHERE form = ? AND day BETWEEN ? AND ? LIMIT ?)",
                (other.id, *time, PROMINENT),
            ).fetchone()
            if count:
                counts[bases[other.id]] += count
                forms[bases[other.id]].append(other.id)
    bearer = next(iter(counts)) if len(counts) == 1 else None
    if len(counts) > 1 and row.title:
        bearer = _titled(connection, forms, row.title, time)
    return bearer if bearer is not None and counts[bearer] >= PROMINENT else None


def _titled(connection: Connection, forms: dict[int, list[int]], title: str, time: tuple[int, int]) -> int | None:
    """Return who of several has a title in that time, None unless nearly all its mentions are theirs."""
    counts = {
        bearer: sum(
            articles
            for form in own
            for text, articles in connection.execute(
                "SELECT text, articles FROM called JOIN words ON words.id = word "
                "WHERE form = ? AND sort = ? AND day BETWEEN ? AND ?",
                (form, ROLE, *time),
            )
            if name_key(text) == title
        )
        for bearer, own in forms.items()
    }
    most = max(counts, key=counts.__getitem__)
    return most if counts[most] and counts[most] >= DOMINANT * sum(counts.values()) else None


def _nobody(connection: Connection, row: FormRow) -> int:
    """Return the form that stands for a surname alone that belongs to no person in particular."""
    form = NameForm("person", row.key, row.bare, row.last, short=True)
    (name,) = connection.execute("SELECT name FROM forms WHERE id = ?", (row.id,)).fetchone()
    return ensure_form(connection, form, ALONE, name)[0]


def _letters(connection: Connection, type_: str, letters: str) -> dict[int, int]:
    own = connection.execute(
        "SELECT id FROM forms WHERE key = ? AND type = ? AND quarter = 0", (letters, type_)
    ).fetchone()
    if own is None:
        return {}
    whole = connection.execute(
        "SELECT linked.form, forms.key FROM linked JOIN forms ON forms.id = linked.form "
        "WHERE short = ? AND type = ? LIMIT 2",
        (letters, type_),
    ).fetchall()
    if len(whole) == 1 and not _parted(connection, letters, whole[0][1], type_):
        return {own[0]: whole[0][0]}
    return {own[0]: own[0]}


def _parted(connection: Connection, key: str, other: str, type_: str = "person") -> bool:
    nodes = (f"{type_}|{key}", f"{type_}|{other}")
    sql = "SELECT 1 FROM parted WHERE (node = ?1 AND other = ?2) OR (node = ?2 AND other = ?1)"
    return connection.execute(sql, nodes).fetchone() is not None
