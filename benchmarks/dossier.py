"""How long does the dossier of an actor with 10,000 quotes take? And what does joining actors cost?

usage: python -m benchmarks.dossier [--articles N] [--turns N]

The dossier is also opened on the desk in a pseudo-terminal, from the key on the actor to the first quote shown.

The articles are generated (sample_archive.py), each with its annotation. With 100,000 of them the figures go to
RESULTS.md; with another number they are only printed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from benchmarks import sample_archive
from benchmarks.results import table, write
from benchmarks.start import ENVIRONMENT
from benchmarks.terminal import Terminal
from onrecord.archive import Archive
from onrecord.archive.indexing import actor_index
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import ArchiveActor
from onrecord.base.records import Annotation, Correction
from onrecord.tui.widgets.actor_list import actor_rows

REPORTED_COUNT = 100_000
QUOTE_COUNT = 10_000
BAR = "≤ 100 ms"
_SHOWN_LENGTH = 30  # characters of a quote that its first line has room for
_ACTOR_TABLES = (
    "forms", "appearances", "casts", "spelled", "words", "called", "linked", "forms_search",
    "sketched", "shared", "worded",
)  # fmt: skip


def time_action(action: Callable[[], object], turns: int) -> tuple[float, float]:
    """Return the median and the 95th percentile of the milliseconds that an action takes."""
    times = []
    for _ in range(turns):
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return quantiles(times)


def quantiles(times: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    return statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))]


def cell(times: tuple[float, float]) -> str:
    """Return the two times as a cell of the table."""
    return f"{times[0]:,.1f} ms, {times[1]:,.1f}"


def find_actor(archive: Archive) -> ArchiveActor:
    """Return the actor whose number of quotes is nearest to QUOTE_COUNT."""
    return min(archive.actors.most_quoted(limit=200), key=lambda actor: abs(actor.said - QUOTE_COUNT))


def measure_lookups(archive: Archive, actor: ArchiveActor, turns: int) -> list[list[str]]:
    """Measure what readers do with a dossier."""
    dossier = archive.dossiers.get(actor)
    middle = dossier.said // 2
    name = actor.name.split()[0]
    extent = f"{actor.said:,} quotes in {actor.articles:,} articles"
    return [
        [f"dossier of an actor with {extent}", cell(time_action(lambda: archive.dossiers.get(actor), turns)), BAR],
        ["by their name", cell(time_action(lambda: archive.dossiers.get(actor.name), turns)), BAR],
        ["with a query, source:wire",
         cell(time_action(lambda: archive.dossiers.get(actor, "source:wire"), turns)), ""],
        ["the first 50 quotes", cell(time_action(lambda: archive.dossiers.quotes_by(dossier), turns)), ""],
        ["50 quotes from the middle",
         cell(time_action(lambda: archive.dossiers.quotes_by(dossier, middle), turns)), ""],
        ["the 50 actors who say most", cell(time_action(lambda: archive.actors.most_quoted(limit=50), turns)), ""],
        [f"who may be meant by {name}", cell(time_action(lambda: archive.actors.called(name), turns)), ""],
        ["places of a quote",
         cell(time_action(lambda: archive.quotes.occurrences(dossier.said_in[0][0], 0), turns)), ""],
        ["searching actor: and speaker: their name",
         cell(time_action(lambda: archive.quotes.ids(f'speaker:"{actor.name}"'), turns)), ""],
        ["review: same person", cell(time_action(lambda: list(archive.reviews.pending("same person")), 3)), ""],
        ["review: wording, the first",
         cell(time_action(lambda: next(archive.reviews.pending("wording"), None), 3)), ""],
        ["review: wording, the first 500",
         cell(time_action(lambda: list(islice(archive.reviews.pending("wording"), 500)), 3)), ""],
    ]  # fmt: skip


def measure_desk(folder: Path, turns: int) -> list[list[str]]:
    """Measure the time from Enter on an actor of an article to their first quote on the screen."""
    with Archive.open(folder) as archive:
        actor = find_actor(archive)
        article = next(
            id_ for id_ in archive.search.ids(f'actor:"{actor.name}"') if _is_first(archive, id_, actor)
        )
        first_word = archive.articles.text(article).split()[0]
        first = archive.dossiers.quotes_by(archive.dossiers.get(actor), 0, 1)[0]
    quote_start = " ".join(first.quote.split())[:_SHOWN_LENGTH]
    desk = Terminal([sys.executable, "-m", "onrecord", "--archive", str(folder)], env=ENVIRONMENT)
    desk.wait_for("Actors")
    desk.drain(2.0)
    for keys in (
        "/",
        first_word,
        "\r",
        "\r",
        "l",
        "\r",
    ):  # search, open the article, go to the actors, choose the first
        desk.send(keys)
        desk.drain_for(1.0)
    times = []
    for _ in range(turns + 1):
        start = time.perf_counter() - desk.started
        desk.send("\r")
        times.append(1000 * (desk.wait_for(quote_start, 10) - start))
        desk.drain_for(0.7)
        desk.send("q")
        desk.drain_for(0.7)
    desk.close()
    return [
        ["from Enter on them to their first quote on the screen", cell(quantiles(times[1:])), BAR],
        ["that for the first time since the desk was started", f"{times[0]:,.1f} ms", ""],
    ]


def _is_first(archive: Archive, article: int, actor: ArchiveActor) -> bool:
    """Return whether the actor is the first in the article's list."""
    annotation = archive.annotations.get(article)
    rows = actor_rows(annotation) if annotation else []
    return bool(rows) and not isinstance(rows[0], str) and rows[0].actor.name == actor.name


def measure_joining(folder: Path, turns: int) -> list[list[str]]:
    """Measure how long it takes to join two actors in all articles, and to withdraw that."""
    with Archive.open(folder) as archive:
        actor = find_actor(archive)
        other = next(each for each in archive.actors.most_quoted(limit=200) if each.id != actor.id)
        join = Correction(kind="join", name=other.name, type=other.type, to=actor.name, to_type=actor.type)
        correction_ids: list[int] = []
        join_times = time_action(lambda: correction_ids.append(archive.corrections.apply(join).id), turns)
        withdraw_times = time_action(lambda: archive.corrections.withdraw(correction_ids.pop()), turns)
    return [
        ["joining two actors everywhere", cell(join_times), ""],
        ["taking that back", cell(withdraw_times), ""],
    ]


def measure_size(archive: Archive) -> list[list[str]]:
    """Measure the size of the tables of actors, for each annotation."""
    with archive.database.storage.reading() as connection:
        pages = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        (count,) = connection.execute("SELECT count(*) FROM annotations").fetchone()
        tables = dict(connection.execute("SELECT name, tbl_name FROM sqlite_schema"))
    actor_bytes = sum(
        bytes_ for name, bytes_ in pages.items() if tables.get(name, name).removesuffix("_data") in _ACTOR_TABLES
    )
    return [["kept of who is who", f"{actor_bytes / count:,.0f} bytes an annotation", ""]]


def measure_annotating(folder: Path, count: int) -> list[list[str]]:
    """Measure which part of storing annotations is spent on counting and joining actors."""
    seconds_on_actors = 0.0
    add_actors = actor_index.add_actors

    def timed_add_actors(connection: Connection, article: int, annotation: Annotation) -> dict[str, int]:
        nonlocal seconds_on_actors
        start = time.thread_time()
        forms = add_actors(connection, article, annotation)
        seconds_on_actors += time.thread_time() - start
        return forms

    with Archive.open(folder) as archive:
        ids = archive.search.ids()[:count]
        annotations = [(id_, archive.annotations.uncorrected(id_)) for id_ in ids]
        start = time.thread_time()
        actor_index.add_actors = timed_add_actors
        try:
            for id_, annotation in annotations:
                archive.database.table("annotations", cache_size=0).remove(doc_ids=[id_])
                if annotation is not None:
                    archive.annotations.store(id_, annotation)
        finally:
            actor_index.add_actors = add_actors
        seconds = time.thread_time() - start
    return [
        ["annotating again, processor time an article", f"{1000 * seconds / count:.1f} ms", ""],
        ["of that counting and joining the actors", f"{1000 * seconds_on_actors / count:.2f} ms", "some"],
    ]


def main() -> None:
    """Measure an archive of the size on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=REPORTED_COUNT)
    parser.add_argument("--turns", type=int, default=20)
    arguments = parser.parse_args()
    folder = sample_archive.archive(arguments.articles, annotated=True)
    with Archive.open(folder) as archive:
        rows = measure_lookups(archive, find_actor(archive), arguments.turns)
        rows += measure_size(archive)
    with tempfile.TemporaryDirectory() as small_folder:
        with Archive.open(Path(small_folder)) as archive:
            for draft, annotation in islice(sample_archive.articles(200), 200):
                archive.articles.add(draft, annotation)
        small_rows = measure_annotating(Path(small_folder), 100)
    with tempfile.TemporaryDirectory(dir=sample_archive.FOLDER) as large_folder:
        copied = sample_archive.copy(folder, Path(large_folder) / "archive")
        rows += measure_desk(copied, arguments.turns)
        rows += measure_joining(copied, arguments.turns)
        large_rows = measure_annotating(copied, 100)
    for measured, size in ((small_rows, "200 articles"), (large_rows, f"{arguments.articles:,}")):
        rows += [[f"{what}, archive of {size}", figure, bar] for what, figure, bar in measured]
    body = table(["", "median, 95th percentile", "bar"], rows)
    command = "python -m benchmarks.dossier"
    if arguments.articles == REPORTED_COUNT:
        write("Who is who", command, body)
    else:
        print(body)


if __name__ == "__main__":
    main()
