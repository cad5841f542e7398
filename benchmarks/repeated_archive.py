"""Archives of very many annotated articles: the first 10,000 are generated, and SQL repeats them.

usage: python -m benchmarks.repeated_archive [--articles N]

Prints the folder of the archive, and makes it first where it does not exist. To index the annotations of a million
articles one by one takes hours. Each repetition has articles, quotes, names and sketches of its own; words, actors
and days are those of the first one. So archives of different sizes have the same words in the same shares.
"""

from __future__ import annotations

import argparse
import os
import zlib
from pathlib import Path

from benchmarks import sample_archive
from onrecord.archive import Archive
from onrecord.archive.indexing import newest_index
from onrecord.archive.indexing.corrected_annotations import load_indexed_annotation
from onrecord.archive.indexing.index_rows import ARTICLE_SHIFT, first_row_sql, index_rows
from onrecord.archive.schema.tables import DAY_SHIFT, SEARCH_ROW
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage

REPEATED = 10_000
"""How many articles are generated."""
_MARK_STEP = 1_000_003  # so that quotes of one repetition share no sketch with those of another

_COPIES = {
    "articles": {"id": "id + :articles"},
    "texts": {"id": "id + :articles"},
    "annotations": {"id": "id + :articles"},
    "appearances": {"article": "article + :articles"},
    "casts": {"article": "article + :articles"},
    "sketched": {"quote": "quote + :rows", "mark": "(mark + :marks) & 0x7fffffff"},
    "worded": {"quote": "quote + :rows"},
}
"""What differs in the rows of another repetition, by table; the first column is the one that counts articles."""

_WORDS = {
    "quotes": ("CREATE TEMP TABLE quotes (first INTEGER, place INTEGER, quote, speaker, kind, "
               "PRIMARY KEY (first, place)) WITHOUT ROWID",
               "INSERT INTO quotes VALUES (?, ?, ?, ?, ?)"),
    "names": ("CREATE TEMP TABLE names (first INTEGER, place INTEGER, name, type, "
              "PRIMARY KEY (first, place)) WITHOUT ROWID",
              "INSERT INTO names VALUES (?, ?, ?, ?)"),
}  # fmt: skip
"""What is indexed of quotes and names, whose indexes do not hold the words, by article and place."""

_ORIGINS_COPY = (
    "INSERT INTO origins (rowid, source, author, url) "
    "SELECT id, source, author, url FROM articles WHERE id > :articles"
)

_PERIOD_COPIES = {
    "search (rowid, title, text, notes, tags)":
        "row, title, text, notes, tags FROM copies CROSS JOIN searchable ON id = article",
    "said (rowid, quote, speaker, kind)":
        f"{first_row_sql('day_number', 'article')} + place, quote, speaker, kind "
        "FROM copies CROSS JOIN quotes ON first = copied",
    "named (rowid, name, type)":
        f"{first_row_sql('day_number', 'article')} + place, name, type "
        "FROM copies CROSS JOIN names ON first = copied",
}  # fmt: skip
"""What is indexed in the order of time, by index; the articles of a period come in the order of its rows."""

_COPIES_OF_PERIOD = f"""
WITH copies AS (
  SELECT day_number, id AS article, (id - 1) % :repeated + 1 AS copied FROM articles
  WHERE {SEARCH_ROW} >= :period * 10 << {DAY_SHIFT} AND {SEARCH_ROW} < (:period + 1) * 10 << {DAY_SHIFT}
    AND id > :last
  ORDER BY {{order}}
)
"""  # noqa: S608
_COUNTS = (
    "UPDATE forms SET named = named * :times, said = said * :times, articles = articles * :times",
    "UPDATE spelled SET articles = articles * :times",
    "UPDATE called SET articles = articles * :times",
    "UPDATE linked SET articles = articles * :times",
    "INSERT OR IGNORE INTO shared SELECT mark FROM sketched GROUP BY mark HAVING count(*) > 1",
)


def archive(articles: int) -> Path:
    """Return the folder of an archive of annotated articles, which is made only once.

    A benchmark that changes the archive has to work on a copy of it.

    Args:
        articles: How many articles of 500 words it has, a multiple of REPEATED.
    """
    first = sample_archive.archive(REPEATED, annotated=True)
    times = articles // REPEATED
    folder = first.with_name(f"{first.name}-{times}-times-{zlib.crc32(Path(__file__).read_bytes()):08x}")
    if not folder.exists():
        unfinished = sample_archive.FOLDER / f"unfinished.{os.getpid()}"
        repeat(sample_archive.copy(first, unfinished), times)
        os.rename(unfinished, folder)
    return folder


def repeat(folder: Path, times: int) -> None:
    """Make so many times REPEATED articles of those of an archive."""
    with Archive.open(folder) as target:
        storage = target.database.storage
        connection = storage.connection()
        # Nothing is lost when this ends too early: the archive is made anew.
        for pragma in ("synchronous = OFF", "cache_size = -1000000"):
            connection.execute(f"PRAGMA {pragma}")
        _list_words(storage)
        for repetition in range(1, times):
            _repeat_rows(storage, repetition)
        _index_periods(storage)
        newest_index.fit(storage)
        with storage.transaction():
            for statement in _COUNTS:
                connection.execute(statement, {"times": times})
        target.maintenance.put_indexes_together()  # as onrecord annotate does
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _list_words(storage: SQLiteStorage) -> None:
    with storage.transaction() as connection:
        for create_statement, _ in _WORDS.values():
            connection.execute(create_statement)
        for article in range(1, REPEATED + 1):
            reading = load_indexed_annotation(connection, article)
            assert reading is not None
            for (_, insert_statement), rows in zip(_WORDS.values(), index_rows(*reading), strict=True):
                placed = ((article, place, *row) for place, row in enumerate(rows))
                connection.executemany(insert_statement, placed)


def _repeat_rows(storage: SQLiteStorage, repetition: int) -> None:
    shift = REPEATED * repetition
    numbers = {"articles": shift, "rows": shift << ARTICLE_SHIFT, "marks": repetition * _MARK_STEP}
    highest = {"id": REPEATED, "article": REPEATED, "quote": (REPEATED + 1 << ARTICLE_SHIFT) - 1}
    with storage.transaction() as connection:
        for table, differing in _COPIES.items():
            columns = _columns(connection, table)
            values = ", ".join(differing.get(column, column) for column in columns)
            key = next(iter(differing))
            connection.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} "  # noqa: S608
                f"WHERE {key} <= :highest",
                {**numbers, "highest": highest[key]},
            )
        connection.execute(_ORIGINS_COPY, numbers)


def _columns(connection: Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _index_periods(storage: SQLiteStorage, last: int = REPEATED) -> None:
    """Index texts, quotes and names of the articles after one, a period in each transaction."""
    periods = storage.connection().execute("SELECT DISTINCT day_number / 10 FROM articles ORDER BY 1").fetchall()
    for (period,) in periods:
        with storage.transaction() as connection:
            for index, columns in _PERIOD_COPIES.items():
                copies = _COPIES_OF_PERIOD.format(order=SEARCH_ROW if index.startswith("search") else "id")
                connection.execute(
                    f"{copies} INSERT INTO {index} SELECT {columns}",
                    {"period": period, "last": last, "repeated": REPEATED},
                )


def main() -> None:
    """Print the folder of the archive that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    print(archive(parser.parse_args().articles))


if __name__ == "__main__":
    main()
