"""The actors of the archive: who appears where, kept in step in the transaction that annotates an article.

An actor of an article has a *form*: the key of the name, with the type. All of these tables are made from
annotations and corrections, and nothing is stored in them alone:

- ``forms``: a row for each form. ``base`` is the form of the actor by the rules of ``actor_merging``, ``known``
  the one by the reader's corrections, too; a form that stands for itself has its own id there.
- ``appearances``: who appears in which article, on which day, how often named, quoted, and spoken of by others,
  and in how many beliefs, attitudes and documents.
- ``casts``: for an article the ids of the forms in it.
- ``spelled``: how articles write a form; ``called``: other names and titles, by day; ``words`` are their texts.
- ``joined``, ``parted``, ``given``, ``labelled``: what the reader decided for all articles (``actor_decisions``).
- ``linked``: which abbreviation stands for which form in some article.

A surname alone is a form of its quarter of a year, since who is meant by it changes with time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import date

from onrecord.archive.indexing import actor_merging
from onrecord.archive.indexing.appearances import Appearance, article_appearances
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Annotation

TABLES = (
    "forms", "appearances", "casts", "spelled", "words", "called", "linked",
    "joined", "parted", "given", "labelled",
)  # fmt: skip


def add_actors(connection: Connection, article: int, annotation: Annotation) -> dict[str, int]:
    """Count the actors of an article, in a transaction, and return the form of each by its id in the article."""
    return _count(connection, article, annotation, 1)


def remove_actors(connection: Connection, article: int, annotation: Annotation) -> None:
    """Undo ``add_actors`` with the same annotation and date, in a transaction."""
    _count(connection, article, annotation, -1)


def article_day(connection: Connection, article: int) -> int:
    """Return the day of an article as a number (``date.toordinal``), 0 where it has none."""
    row = connection.execute("SELECT day FROM articles WHERE id = ?", (article,)).fetchone()
    try:
        return date.fromisoformat(row[0][:10]).toordinal() if row else 0
    except ValueError:
        return 0


def clear_actors(connection: Connection) -> None:
    """Empty all tables."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")


def _count(connection: Connection, article: int, annotation: Annotation, sign: int) -> dict[str, int]:
    day = article_day(connection, article)
    changes = actor_merging.FormChanges()
    ids = []
    forms: dict[str, int] = {}
    for appearance in article_appearances(annotation):
        quarter = actor_merging.quarter_of(day) if appearance.form.short else 0
        form, new = actor_merging.ensure_form(connection, appearance.form, quarter, clean_text(appearance.name))
        ids.append(form)
        forms[annotation.actors[appearance.number].id] = form
        _appear(connection, form, day, article, appearance, sign)
        (articles,) = connection.execute(
            "UPDATE forms SET named = named + ?, said = said + ?, articles = articles + ? WHERE id = ? "
            "RETURNING articles",
            (sign * appearance.named, sign * appearance.said, sign, form),
        ).fetchone()
        fresh = new or articles == (1 if sign > 0 else 0)
        _spell(connection, form, clean_text(appearance.name), sign)
        _call(connection, form, day, appearance, sign)
        for letters in appearance.letters:
            if _link(connection, clean_text(letters), form, sign):
                changes.letters.add((appearance.form.type, letters))
        changes.note(appearance.form, form, day, fresh=fresh)
    if sign > 0:
        blob = array("I", ids).tobytes()
        connection.execute("INSERT OR REPLACE INTO casts VALUES (?, ?)", (article, blob))
    else:
        connection.execute("DELETE FROM casts WHERE article = ?", (article,))
    actor_merging.settle_forms(connection, changes)
    return forms


def _appear(connection: Connection, form: int, day: int, article: int, appearance: Appearance, sign: int) -> None:
    if sign > 0:
        connection.execute(
            "INSERT INTO appearances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                form,
                day,
                article,
                appearance.number,
                appearance.named,
                appearance.said,
                appearance.told,
                appearance.aside,
                appearance.told_aside,
            ),
        )
    else:
        connection.execute(
            "DELETE FROM appearances WHERE form = ? AND day = ? AND article = ? AND number = ?",
            (form, day, article, appearance.number),
        )


def _spell(connection: Connection, form: int, name: str, sign: int) -> None:
    _add(connection, "spelled", {"form": form, "name": name}, sign)
    best = connection.execute(
        "SELECT name FROM spelled WHERE form = ? ORDER BY articles DESC, name LIMIT 1", (form,)
    ).fetchone()
    if best:
        actor_merging.rename_form(connection, form, best[0])


def _call(connection: Connection, form: int, day: int, appearance: Appearance, sign: int) -> None:
    for sort, text in appearance.words:
        word = _word(connection, sort, clean_text(text))
        _add(connection, "called", {"form": form, "word": word, "day": day}, sign)


def _word(connection: Connection, sort: int, text: str) -> int:
    row = connection.execute("SELECT id FROM words WHERE text = ? AND sort = ?", (text, sort)).fetchone()
    if row is None:
        row = connection.execute(
            "INSERT INTO words (sort, text) VALUES (?, ?) RETURNING id", (sort, text)
        ).fetchone()
    return int(row[0])


def _link(connection: Connection, short: str, form: int, sign: int) -> bool:
    """Return whether the abbreviation has one form more or less now."""
    return _add(connection, "linked", {"short": short, "form": form}, sign) == (1 if sign > 0 else 0)


def _add(connection: Connection, table: str, names: dict[str, int | str], sign: int) -> int:
    """Count one article more or less in a row, which is there as long as the count is not 0; the new count."""
    where = " AND ".join(f"{name} = ?" for name in names)
    values = tuple(names.values())
    row = connection.execute(
        f"UPDATE {table} SET articles = articles + ? WHERE {where} RETURNING articles", (sign, *values)
    ).fetchone()
    if row is None:
        marks = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO {table} VALUES ({marks}, 1)", values)
        return 1
    if row[0] == 0:
        connection.execute(f"DELETE FROM {table} WHERE {where}", values)
    return int(row[0])


def decode_form_ids(blob: bytes) -> Iterable[int]:
    """Return the ids of forms that a row of ``casts`` holds."""
    return array("I", blob)
