"""What does an archive cost that is ten times as large? And what does search cost beside SQLite's own?

usage: python -m benchmarks.growth [--articles N] [--turns N]

Two archives, with annotations of all articles (repeated_archive.py), one ten times as large as the other. Each
action is done on both in turn. The bar of its 95th percentile is three times that of the smaller archive. The
rival of a search is one FTS5 statement with its own snippets, then the rows by their ids, on a bare connection to
the same file. Reading is measured in the processor's time, in which neighbours on the machine count little;
opening and writing by the clock. Facets of all that is found are counted one article after the other, so their
time grows with the archive; those of the newest 1,000 are shown before. Articles are added to a copy: the backup.
With 1,000,000 articles the figures go to RESULTS.md.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from benchmarks import repeated_archive, sample_archive
from benchmarks.archive import LIMIT, VISIBLE_ROWS, queries, search_with_snippets
from benchmarks.dossier import find_actor
from benchmarks.results import table, write
from onrecord.archive import Archive
from onrecord.archive.query.parser import parse
from onrecord.archive.schema.tables import HIGHEST_ARTICLE, prepare_connection
from onrecord.archive.search import plan
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Annotation, Draft

REPORTED_COUNT = 1_000_000
GROWTH = 10
ADDED = 100
FACET_KINDS = ("rare", "three words", "said:", "actor:", "common")
_RIVAL_KINDS = ("common", "rare", "three words", "phrase", "prefix")
_HERE = Path(__file__).parent

Action = Callable[[Archive], object]
Archives = tuple[Archive, Archive]


class Sizes(NamedTuple):
    """Milliseconds of the same actions on the smaller archive, on the larger one, and of a rival on the larger."""

    small: list[float]
    large: list[float]
    rival: list[float]


def measure_reading(
    archives: Archives, actions: Sequence[Action], rivals: Sequence[Callable[[], object]] = ()
) -> Sizes:
    """Time actions in turn: each on both archives, then its rival."""
    sizes = Sizes([], [], [])
    for action, rival in zip_longest(actions, rivals):
        for archive, times in zip(archives, sizes, strict=False):
            times.append(_processor_time(partial(action, archive)))
        if rival:
            sizes.rival.append(_processor_time(rival))
    return sizes


def measure_writing(archives: Archives, actions: Sequence[Action]) -> Sizes:
    """Time actions by the clock, each on both archives."""
    sizes = Sizes([], [], [])
    for action in actions:
        for archive, times in zip(archives, sizes, strict=False):
            start = time.perf_counter()
            action(archive)
            times.append(1000 * (time.perf_counter() - start))
    return sizes


def _processor_time(action: Callable[[], object]) -> float:
    """Return the milliseconds of the shorter of two runs."""
    times = []
    for _ in range(2):
        start = time.process_time()
        action()
        times.append(1000 * (time.process_time() - start))
    return min(times)


def p95(times: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(times)[int(0.95 * (len(times) - 1))]


def row(name: str, sizes: Sizes) -> list[str]:
    """Return the cells of a table's row."""
    cells = [f"{statistics.median(times):,.1f}, {p95(times):,.1f}" for times in (sizes.small, sizes.large)]
    ratios = [f"{p95(sizes.large) / p95(sizes.small):.1f}"]
    ratios.append(f"{p95(sizes.large) / p95(sizes.rival):.2f}" if sizes.rival else "")
    return [name, *cells, *ratios]


def rows_of_opening(folders: Sequence[Path], turns: int) -> Iterator[list[str]]:
    """Measure what a new process takes to open an archive and read the first rows of its list."""
    program = (
        "import sys, time; from pathlib import Path; from onrecord.archive import Archive; "
        "start = time.perf_counter(); archive = Archive.open(Path(sys.argv[1])); "
        "archive.articles.get_many(archive.search.ids(limit=50)); print(1000 * (time.perf_counter() - start))"
    )
    sizes = Sizes([], [], [])
    for _ in range(turns):
        for folder, times in zip(folders, sizes, strict=False):
            command = [sys.executable, "-c", program, str(folder)]
            times.append(float(subprocess.check_output(command, cwd=_HERE.parent)))
    yield row("opening, with the first 50 rows", sizes)


def rows_of_lists(archives: Archives, turns: int) -> Iterator[list[str]]:
    """Measure the list of all articles."""
    yield row("the first 50 rows of the list", measure_reading(archives, [first_rows] * turns))
    yield row("all ids of the list, just opened, in a thread", measure_reading(archives, [all_ids] * turns))


def first_rows(archive: Archive) -> object:
    """Read the first rows of the list."""
    return archive.articles.get_many(archive.search.ids(limit=LIMIT))


def all_ids(archive: Archive) -> object:
    """Read the order of all articles, which an open archive remembers."""
    with Archive.open(archive.file.parent) as opened:
        return opened.search.ids()


def rows_of_searches(archives: Archives) -> Iterator[list[str]]:
    """Measure each kind of query: articles with snippets, quotes, facets."""
    queries_by_kind = queries(archives[0])
    with closing(sqlite3.connect(archives[1].file, factory=Connection)) as bare:
        prepare_connection(bare)
        for order in ("newest", "best"):
            for kind, queries_of_kind in queries_by_kind.items():
                searches = [partial(search_with_snippets, query=query, order=order) for query in queries_of_kind]
                rivals = [
                    partial(search_barely, bare, match_expression(query), order)
                    for query in queries_of_kind
                    if kind in _RIVAL_KINDS
                ]
                yield row(f"search, {order} first: {kind}", measure_reading(archives, searches, rivals))
    for kind, queries_of_kind in queries_by_kind.items():
        looks = [partial(search_quotes, query=query) for query in queries_of_kind]
        yield row(f"quotes: {kind}", measure_reading(archives, looks))
    for kind in FACET_KINDS:
        counts = [partial(count_first_facets, query=query) for query in queries_by_kind[kind][:6]]
        yield row(f"facets, what is shown first: {kind}", measure_reading(archives, counts))
        counts = [partial(count_facets, query=query) for query in queries_by_kind[kind][:6]]
        yield row(f"facets of all that is found, in a thread: {kind}", measure_reading(archives, counts))
    yield row("facets, what is shown first: all articles", measure_reading(archives, [count_first_facets] * 3))
    yield row("facets of all articles, in a thread", measure_reading(archives, [count_facets] * 3))


def match_expression(query: str) -> str:
    """Return what FTS5 is asked for a query of words."""
    node = parse(query).node
    statement = plan.single_statement(node) if node else None
    assert statement is not None
    assert statement.match
    return statement.match


def search_barely(connection: Connection, expression: str, order: str) -> None:
    """Do what ``search_with_snippets`` does with FTS5's own ranks and snippets."""
    order_by = "rowid DESC" if order == "newest" else "rank"
    matched = f"FROM search WHERE search MATCH ? ORDER BY {order_by} LIMIT ?"
    snippet = "snippet(search, 1, '[', ']', '…', 24)"
    connection.execute(f"SELECT rowid, {snippet} {matched}", (expression, VISIBLE_ROWS)).fetchall()
    rows = connection.execute(f"SELECT rowid {matched}", (expression, LIMIT)).fetchall()
    for (row_id,) in rows:
        connection.execute("SELECT document FROM articles WHERE id = ?", (row_id & HIGHEST_ARTICLE,)).fetchone()


def count_first_facets(archive: Archive, query: str = "") -> object:
    """Count the facets that are shown first: of the first articles where there are very many."""
    return archive.search.first_facets(query) or archive.search.facets(query)


def count_facets(archive: Archive, query: str = "") -> object:
    """Count the facets of a query."""
    return archive.search.facets(query)


def search_quotes(archive: Archive, query: str) -> None:
    """Read the first quotes that a query asks for."""
    archive.quotes.get_many(archive.quotes.ids(query, limit=LIMIT)[:VISIBLE_ROWS])


def rows_of_dossiers(archives: Archives, turns: int) -> Iterator[list[str]]:
    """Measure the dossiers of actors of about 10,000 quotes."""
    actors = {archive: find_actor(archive) for archive in archives}
    extents = " and ".join(f"{actor.said:,}" for actor in actors.values())
    dossiers = {archive: archive.dossiers.get(actor) for archive, actor in actors.items()}
    lookups: dict[str, Action] = {
        f"dossier of {extents} quotes": lambda archive: archive.dossiers.get(actors[archive]),
        "its first 50 quotes": lambda archive: archive.dossiers.quotes_by(dossiers[archive]),
        "the 50 actors who say most": lambda archive: archive.actors.most_quoted(limit=50),
    }
    for name, lookup in lookups.items():
        yield row(name, measure_reading(archives, [lookup] * turns))


def rows_of_writing(folders: Sequence[Path], counts: Sequence[int], turns: int) -> Iterator[list[str]]:
    """Measure the backup of each archive, then what changes cost in the backup."""
    backups, copies = Sizes([], [], []), []
    with tempfile.TemporaryDirectory(dir=sample_archive.FOLDER) as parent:
        for folder, count, times in zip(folders, counts, backups, strict=False):
            copies.append(Path(parent) / f"{count}")
            copies[-1].mkdir()
            start = time.perf_counter()
            with Archive.open(folder) as archive:
                archive.maintenance.backup(copies[-1] / "archive.db")
            times.append(1000 * (time.perf_counter() - start) / count)
        yield row("backup, by article", backups)
        with Archive.open(copies[0]) as small, Archive.open(copies[1]) as large:
            # Of another seed, so that their texts are new.
            new = list(sample_archive.articles(turns * ADDED, seed=2))
            batches = [new[start : start + ADDED] for start in range(0, len(new), ADDED)]
            changes: dict[str, list[Action]] = {
                f"adding {ADDED} articles with readings": [partial(add, batch) for batch in batches],
                "a tag": [partial(tag, 1 + 7 * number) for number in range(turns)],
                "a note": [partial(note, 1 + 7 * number) for number in range(turns)],
            }
            for name, actions in changes.items():
                yield row(name, measure_writing((small, large), actions))


def add(articles: Sequence[tuple[Draft, Annotation]], archive: Archive) -> None:
    """Add articles with their annotations in one transaction."""
    with archive.database.storage.transaction():
        for draft, annotation in articles:
            archive.articles.add(draft, annotation)


def tag(article: int, archive: Archive) -> None:
    """Tag an article."""
    archive.articles.tag([article], add=["x"])


def note(article: int, archive: Archive) -> None:
    """Write a note on an article."""
    archive.notes.add(article, "Ask.")


def main() -> None:
    """Measure two archives, the larger of the size on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=REPORTED_COUNT)
    parser.add_argument("--turns", type=int, default=9)
    arguments = parser.parse_args()
    counts = (arguments.articles // GROWTH, arguments.articles)
    folders = [repeated_archive.archive(count) for count in counts]
    rows = list(rows_of_opening(folders, arguments.turns))
    with Archive.open(folders[0]) as small, Archive.open(folders[1]) as large:
        archives = small, large
        rows += rows_of_lists(archives, arguments.turns)
        rows += rows_of_searches(archives)
        rows += rows_of_dossiers(archives, arguments.turns)
    rows += rows_of_writing(folders, counts, arguments.turns)
    heads = [f"{count:,} articles: ms, 95 of 100" for count in counts]
    body = table(["what", *heads, "of the smaller (bar 3)", "of the bare statement (bar 2.5)"], rows)
    if arguments.articles == REPORTED_COUNT:
        write("An archive ten times as large", "python -m benchmarks.growth", body)
    else:
        print(body)


if __name__ == "__main__":
    main()
