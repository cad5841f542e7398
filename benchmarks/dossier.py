"""How long does an actor's dossier take, in an archive where he says 10,000 things? And what does joining cost?

usage: python -m benchmarks.dossier [--articles N] [--turns N]

The dossier is also opened on the desk in a pseudo-terminal, from the key on the actor to the first quote written.

The articles are made (benchmarks/made.py), each with its annotation. With 100,000 of them the figures are put into
RESULTS.md; with another number they are only shown.
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

from benchmarks import made
from benchmarks.results import table, write
from benchmarks.start import ENVIRONMENT
from benchmarks.terminal import Terminal
from onrecord.archive import Archive
from onrecord.archive.indexing import actor_index as people
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Annotation, ArchiveActor, Correction
from onrecord.tui.widgets.actor_list import actor_rows

REPORTED = 100_000
QUOTES = 10_000
BAR = "≤ 100 ms"
_WORDS = 30  # characters of a quote that its first line shows for certain
_KEPT = (
    "forms", "appearances", "casts", "spelled", "words", "called", "linked", "forms_search",
    "sketched", "shared", "worded",
)  # fmt: skip


def timed(action: Callable[[], object], turns: int) -> tuple[float, float]:
    """The median and the 95th percentile of milliseconds that an action takes."""
    times = []
    for _ in range(turns):
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return quantiles(times)


def quantiles(times: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    return statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))]


def shown(times: tuple[float, float]) -> str:
    """The two times as a cell."""
    return f"{times[0]:,.1f} ms, {times[1]:,.1f}"


def chosen(archive: Archive) -> ArchiveActor:
    """The actor whose quotes are nearest to QUOTES."""
    return min(archive.actors.most_quoted(limit=200), key=lambda actor: abs(actor.said - QUOTES))


def looks(archive: Archive, actor: ArchiveActor, turns: int) -> list[list[str]]:
    """What is done with a dossier."""
    dossier = archive.dossiers.get(actor)
    middle = dossier.said // 2
    name = actor.name.split()[0]
    whom = f"{actor.said:,} quotes in {actor.articles:,} articles"
    return [
        [f"dossier of an actor with {whom}", shown(timed(lambda: archive.dossiers.get(actor), turns)), BAR],
        ["by his name", shown(timed(lambda: archive.dossiers.get(actor.name), turns)), BAR],
        ["with a query, source:wire", shown(timed(lambda: archive.dossiers.get(actor, "source:wire"), turns)), ""],
        ["the first 50 quotes", shown(timed(lambda: archive.dossiers.quotes_by(dossier), turns)), ""],
        ["50 quotes from the middle",
         shown(timed(lambda: archive.dossiers.quotes_by(dossier, middle), turns)), ""],
        ["the 50 actors who say most", shown(timed(lambda: archive.actors.most_quoted(limit=50), turns)), ""],
        [f"who may be meant by {name}", shown(timed(lambda: archive.actors.called(name), turns)), ""],
        ["places of a quote",
         shown(timed(lambda: archive.quotes.occurrences(dossier.said_in[0][0], 0), turns)), ""],
        ["searching actor: and speaker: his name",
         shown(timed(lambda: archive.quotes.ids(f'speaker:"{actor.name}"'), turns)), ""],
        ["review: same person", shown(timed(lambda: list(archive.reviews.pending("same person")), 3)), ""],
        ["review: wording, the first",
         shown(timed(lambda: next(archive.reviews.pending("wording"), None), 3)), ""],
        ["review: wording, the first 500",
         shown(timed(lambda: list(islice(archive.reviews.pending("wording"), 500)), 3)), ""],
    ]  # fmt: skip


def on_the_desk(folder: Path, turns: int) -> list[list[str]]:
    """From Enter on the actor in an article's list to his first quote on the screen."""
    with Archive.open(folder) as archive:
        actor = chosen(archive)
        article = next(
            id_ for id_ in archive.search.ids(f'actor:"{actor.name}"') if _is_first(archive, id_, actor)
        )
        mark = archive.articles.text(article).split()[0]
        first = archive.dossiers.quotes_by(archive.dossiers.get(actor), 0, 1)[0]
    words = " ".join(first.quote.split())[:_WORDS]
    desk = Terminal([sys.executable, "-m", "onrecord", "--archive", str(folder)], env=ENVIRONMENT)
    desk.wait_for("Actors")
    desk.drain(2.0)
    for keys in ("/", mark, "\r", "\r", "l", "\r"):  # search, open what is found, to the actors, choose the first
        desk.send(keys)
        desk.drain_for(1.0)
    times = []
    for _ in range(turns + 1):
        start = time.perf_counter() - desk.started
        desk.send("\r")
        times.append(1000 * (desk.wait_for(words, 10) - start))
        desk.drain_for(0.7)
        desk.send("q")
        desk.drain_for(0.7)
    desk.close()
    return [
        ["from Enter on him to his first quote on the screen", shown(quantiles(times[1:])), BAR],
        ["that for the first time since the desk was started", f"{times[0]:,.1f} ms", ""],
    ]


def _is_first(archive: Archive, article: int, actor: ArchiveActor) -> bool:
    """Whether the actor stands first in the article's list."""
    annotation = archive.annotations.get(article)
    rows = actor_rows(annotation) if annotation else []
    return bool(rows) and not isinstance(rows[0], str) and rows[0].actor.name == actor.name


def deciding(folder: Path, turns: int) -> list[list[str]]:
    """What it takes to join another to the actor everywhere, and to take it back."""
    with Archive.open(folder) as archive:
        actor = chosen(archive)
        other = next(one for one in archive.actors.most_quoted(limit=200) if one.id != actor.id)
        join = Correction(kind="join", name=other.name, type=other.type, to=actor.name, to_type=actor.type)
        stored: list[int] = []
        correct = timed(lambda: stored.append(archive.corrections.apply(join).id), turns)
        withdraw = timed(lambda: archive.corrections.withdraw(stored.pop()), turns)
    return [
        ["joining two actors everywhere", shown(correct), ""],
        ["taking that back", shown(withdraw), ""],
    ]


def size(archive: Archive) -> list[list[str]]:
    """What is kept of who is who, for each annotation."""
    with archive.database.storage.reading() as connection:
        pages = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        (count,) = connection.execute("SELECT count(*) FROM annotations").fetchone()
        tables = dict(connection.execute("SELECT name, tbl_name FROM sqlite_schema"))
    own = sum(bytes_ for name, bytes_ in pages.items() if tables.get(name, name).removesuffix("_data") in _KEPT)
    return [["kept of who is who", f"{own / count:,.0f} bytes an annotation", ""]]


def annotating(folder: Path, count: int) -> list[list[str]]:
    """What counting and joining actors takes of annotating articles in a full archive."""
    spent = 0.0
    counted = people.add_actors

    def enter(connection: Connection, article: int, annotation: Annotation) -> dict[str, int]:
        nonlocal spent
        start = time.thread_time()
        forms = counted(connection, article, annotation)
        spent += time.thread_time() - start
        return forms

    with Archive.open(folder) as archive:
        ids = archive.search.ids()[:count]
        readings = [(id_, archive.annotations.uncorrected(id_)) for id_ in ids]
        start = time.thread_time()
        people.add_actors = enter
        try:
            for id_, reading in readings:
                archive.database.table("annotations", cache_size=0).remove(doc_ids=[id_])
                if reading is not None:
                    archive.annotations.store(id_, reading)
        finally:
            people.add_actors = counted
        whole = time.thread_time() - start
    return [
        ["annotating again, processor time an article", f"{1000 * whole / count:.1f} ms", ""],
        ["of that counting and joining the actors", f"{1000 * spent / count:.2f} ms", "some"],
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=REPORTED)
    parser.add_argument("--turns", type=int, default=20)
    arguments = parser.parse_args()
    folder = made.archive(arguments.articles, annotated=True)
    with Archive.open(folder) as archive:
        rows = looks(archive, chosen(archive), arguments.turns)
        rows += size(archive)
    with tempfile.TemporaryDirectory() as small:
        with Archive.open(Path(small)) as archive:
            for draft, annotation in islice(made.articles(200), 200):
                archive.articles.add(draft, annotation)
        few = annotating(Path(small), 100)
    with tempfile.TemporaryDirectory(dir=made.FOLDER) as full:
        copied = made.copy(folder, Path(full) / "archive")
        rows += on_the_desk(copied, arguments.turns)
        rows += deciding(copied, arguments.turns)
        many = annotating(copied, 100)
    for found, where in ((few, "200 articles"), (many, f"{arguments.articles:,}")):
        rows += [[f"{what}, archive of {where}", figure, bar] for what, figure, bar in found]
    body = table(["", "median, 95th percentile", "bar"], rows)
    command = "python -m benchmarks.dossier"
    if arguments.articles == REPORTED:
        write("Who is who", command, body)
    else:
        print(body)


if __name__ == "__main__":
    main()
