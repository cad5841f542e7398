"""An SQLite file with tables of articles, quotes and actors: for Datasette, DB Browser, pandas and R."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from onrecord.export.item import Exported
from onrecord.export.tables import TABLES, rows_of, single_valued

_KEYS = {
    ("articles", "id"): " INTEGER PRIMARY KEY",
    ("quotes", "article"): " INTEGER REFERENCES articles (id)",
    ("actors", "article"): " INTEGER REFERENCES articles (id)",
}
"""What leads from one table to another: Datasette makes links of it."""

_VIEW = """\
CREATE VIEW said_by AS SELECT actor AS speaker, quote, kind, doubtful, title, source, date, url
FROM quotes WHERE polarity = 'positive' AND modality = 'actual' ORDER BY date DESC;
CREATE INDEX quotes_actor ON quotes (actor);
CREATE INDEX actors_name ON actors (name);
"""


def write(items: Iterable[Exported], out: BinaryIO) -> None:
    """Write the file; it is made beside, as SQLite writes no streams."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "onrecord.db")
        with closing(sqlite3.connect(file)) as connection, connection:
            for name, columns in TABLES.items():
                described = ", ".join(f'"{column}"{_KEYS.get((name, column), "")}' for column in columns)
                connection.execute(f"CREATE TABLE {name} ({described})")
            for item in items:
                for name, rows in rows_of(item).items():
                    _insert(connection, name, rows)
            connection.executescript(_VIEW)
        with file.open("rb") as database:
            copyfileobj(database, out)


def _insert(connection: sqlite3.Connection, name: str, rows: list[dict[str, Any]]) -> None:
    columns = TABLES[name]
    places = ", ".join("?" for _ in columns)
    values = ([single_valued(row[column]) for column in columns] for row in rows)
    connection.executemany(f"INSERT INTO {name} VALUES ({places})", values)  # noqa: S608 — names of tables of ours
