"""Documents of another form than their table's, as other programs and users of TinyDB may store them."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.archive import Archive
from onrecord.archive.schema.document_forms import form_problem
from onrecord.archive.schema.tables import ANNOTATIONS, LAYOUTS
from onrecord.base.feeds import Feed
from onrecord.base.records import Correction
from tools.attacks.commands import failure_of, run_forked
from tools.attacks.outcome import Outcome
from tools.attacks.sample import Sample

_WRITTEN = "Words that a reader wrote."

_ODD_VALUES: tuple[Any, ...] = (
    None, True, -1, 3, 2**70, 1.5, "", "x", "3", [], [1], ["x", 2], [[0, 5]], {}, {"x": 1}, {"exact": 5},
    {"exact": "", "start": -1, "end": "x"}, "\ud800", "\x1b[2J", [{"span": [5, 1]}], {"text": {"text": []}},
    {"articles": [[1, {}]]},
)  # fmt: skip

_COMPUTED = ("text_hash", "annotator", "added")
"""Fields that are made anew where they are lost."""

_COMMANDS = (
    ["list"], ["list", "--sort", "title"], ["search", "a"], ["search", "has:notes"], ["show", "1"], ["show", "2"],
    ["versions", "1"], ["diff", "1"], ["quotes"], ["quotes", "2"], ["actors"], ["entities"], ["stats"], ["notes"],
    ["notes", "1"], ["lists"], ["feeds"], ["fetch"],
    ["export", "--format", "jsonl"], ["export", "--format", "json"],
    ["export", "--format", "markdown"], ["export", "--format", "csv"], ["tag", "1-9", "new"], ["read", "1-9"],
    ["tag", "1-9", "sampled", "--remove"], ["note", "1-9", "A new note."], ["edit", "1-9", "--title", "New"],
    ["edit", "1-9", "--date", "2020-01-02"], ["remove", "1-9", "--yes"], ["restore", "--all"], ["restore"],
    ["lists", "save", "more", "a"], ["lists", "forget", "everything"], ["feeds", "remove", "/nowhere"],
    ["add", "-", "--no-annotate"], ["annotate", "1", "2"], ["doctor", "--format", "json"],
)  # fmt: skip


def attack_documents(folder: Path, sample: Sample, count: int, seed: int) -> Iterator[Outcome]:
    """Store malformed documents in copies of an archive; use, check and repair it.

    Args:
        folder: A folder that need not be there.
        sample: A sound archive.
        count: How many copies get one.
        seed: Where the random numbers begin.
    """
    stands = Outcome("No command ends with a failure where a document of the archive has another form")
    named = Outcome("onrecord doctor names a document of another form")
    repaired = Outcome("onrecord doctor --repair makes a sound archive of it, and loses nothing that was written")
    folder.mkdir()
    whole = folder / "whole"
    whole.mkdir()
    shutil.copy(sample.file, whole / "archive.db")
    _complete(whole)
    for number in range(count):
        place = folder / str(number)
        shutil.copytree(whole, place)
        rng = random.Random(f"{seed} {number}")
        table, doc_id, change = _malform(place, rng)
        description = f"{change} in {table} {doc_id}, seed {seed}, number {number}"
        named.count(_unnamed(description, place, table, doc_id))
        used = folder / "used"
        shutil.copytree(place, used)
        for command in rng.sample(_COMMANDS, 6):
            ran = run_forked(command, used, given="An article about nothing.\n", environment={"HOME": str(used)})
            failure = failure_of(ran, command) if command[0] != "doctor" else ran.stderr
            stands.count(failure and f"{description}: {failure}")
        repaired.count(_unrepaired(description, place))
        shutil.rmtree(used)
        shutil.rmtree(place)
    yield from (stands, named, repaired)


def _complete(folder: Path) -> None:
    """Add what the sample has none of: a correction, a feed, an earlier version, a note on a passage."""
    with Archive.open(folder) as archive:
        first, second = archive.search.ids()[:2]
        archive.feeds.add([Feed(url=str(folder))])
        archive.corrections.apply(Correction(kind="rename", article=first, name="Nobody", to="Somebody"))
        archive.corrections.apply(Correction(kind="hide", name="Nobody"))
        archive.articles.update([second], text=f"{archive.articles.text(second)} More.")
        archive.notes.add(first, _WRITTEN)


def _malform(folder: Path, rng: random.Random) -> tuple[str, int, str]:
    """Change a field of a document at random so that it is malformed; return its table, its id and the change."""
    with Archive.open(folder) as archive:
        while True:
            table = rng.choice(
                [
                    "articles",
                    "texts",
                    "annotations",
                    "notes",
                    "corrections",
                    "searches",
                    "feeds",
                    "versions",
                    "removed",
                ]
            )
            rows = archive.database.table(table, cache_size=0)
            document = rng.choice(rows.all())
            changed = dict(document)
            field = rng.choice(list(changed))
            if rng.random() < 0.2:
                del changed[field]
                change = f"{field} is missing"
            else:
                changed[field] = rng.choice(_ODD_VALUES)
                change = f"{field} is {changed[field]!r}"
            if form_problem(table, changed):
                break
        rows.remove(doc_ids=[document.doc_id])
        rows.insert(type(document)(changed, document.doc_id))
        return table, document.doc_id, change


def _unnamed(description: str, folder: Path, table: str, doc_id: int) -> str:
    with Archive.open(folder) as archive:
        problems = archive.maintenance.check()
    is_named = any(f"of {table} is not as it should be ({doc_id}: " in problem for problem in problems)
    return "" if is_named else f"{description}: {problems}"


def _unrepaired(description: str, folder: Path) -> str:
    """Return what did not hold when an archive was repaired."""
    before = _words(folder)
    ran = run_forked(["doctor", "--repair"], folder)
    if ran.returncode:
        return f"{description}: repair ended with {ran.returncode}, {ran.stderr[-200:]}"
    with Archive.open(folder) as archive:
        problems = archive.maintenance.check()
    if problems:
        return f"{description}: after the repair {problems}"
    written = _words(folder)
    for file in folder.glob("*.malformed-*.jsonl"):
        written |= _strings([json.loads(line) for line in file.read_text("ascii").splitlines()])
    lost = before - written
    return f"{description}: lost {sorted(lost)[:3]}" if lost else ""


def _words(folder: Path) -> set[str]:
    """Return all texts in the documents of an archive that a reader has written."""
    with Archive.open(folder) as archive:
        names = [layout.name for layout in LAYOUTS if layout is not ANNOTATIONS]
        return _strings([dict(each) for name in names for each in archive.database.table(name).all()])


def _strings(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        value = [child for name, child in value.items() if name not in _COMPUTED]
    children = value if isinstance(value, list) else ()
    return set().union(*map(_strings, children))
