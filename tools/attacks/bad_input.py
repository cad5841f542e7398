"""Input that no command can use: queries, numbers, names, files and settings."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.attacks.commands import content_of, failure_of, run_forked
from tools.attacks.outcome import Outcome
from tools.attacks.sample import Sample

_QUERIES = (
    "", " ", "0", "999999", "9" * 5000, "-1", "1-", "5-2", "1-999999999999999999999", "((((", "a)", '"a', "a OR",
    "OR", "NOT", "-", "speaker:", "nokey:x", "date:2020-13-45", "date:x..y", "words>many", "words>" + "9" * 400,
    "in:nothere", "tag:", "feed:nothere", "/[/", "/(a+)+$/", "*", "a*b*c", "NEAR(a b, 5)", "a NEAR/3 b",
    "'; DROP TABLE articles; --", "title:\x1b]2;x\x07", "\udcff\udcfe", "\u202ea", "😀", "a " * 60_000, "(" * 3000,
    "-" * 3000,
    "a OR " * 5000 + "a", '"' * 999, "tag:" * 1000, "a:b:c:d", "said:(a OR (b AND", "mentions:,", "%", "_",
)  # fmt: skip
"""What may stand where articles are chosen."""

_CHOOSING = (
    ["list"], ["search"], ["show"], ["versions"], ["quotes"], ["actors"], ["actor"], ["entities"], ["stats"],
    ["export"], ["diff"], ["read"], ["unread"], ["star"], ["remove"], ["restore"], ["tag"], ["note"], ["edit"],
)  # fmt: skip
"""Commands after which articles are chosen."""

_AFTER = {
    "tag": ["input"],
    "note": ["input"],
    "edit": ["--title", "Input"],
    "remove": ["--yes"],
}
"""What follows the choice."""

_VALUES = (
    "",
    "x",
    "-1",
    "0",
    "1e9",
    "9" * 5000,
    "2020-02-31",
    "\x1b[2J",
    "a" * 20_000,
    "/dev/null/x",
    "\udcff",
    ".",
)
"""What may stand as the value of an option."""

_OPTIONS = (
    ["list", "--limit"], ["list", "--sort"], ["list", "--format"], ["actors", "--limit"], ["quotes", "--kind"],
    ["stats", "--by"], ["stats", "--format"], ["export", "1", "--format"], ["export", "1", "--output"],
    ["edit", "1", "--date"], ["edit", "1", "--title"], ["edit", "1", "--source"], ["edit", "1", "--url"],
    ["tag", "1"], ["add", "-", "--no-annotate", "--date"], ["add", "-", "--no-annotate", "--language"],
    ["add", "-", "--no-annotate", "--tag"], ["lists", "save"], ["lists", "move"], ["lists", "forget"],
    ["feeds", "add"], ["feeds", "remove"], ["fetch"], ["backup"], ["restore-backup"], ["import-corrections"],
    ["add", "--no-annotate"], ["diff", "1", "--from"], ["annotate", "1", "--jobs"], ["annotate", "--model"],
    ["show", "1", "--format"], ["serve", "--port"], ["serve", "--host"], ["serve", "--token-file"],
)  # fmt: skip

_FILES = {
    "empty": b"",
    "zeros": bytes(5000),
    "random": bytes(range(256)) * 20,
    "cut.json": b'{"articles": {"1": {"title": "a"',
    "numbers.json": b"[1, 2, 3]",
    "deep.json": b"[" * 50_000,
    "null.jsonl": b"null\n\n{}\n[]\n",
    "table.db": b"SQLite format 3\0" + bytes(200),
    "spans.jsonl": b'{"id": 1, "text": "a", "annotation": {"entities": [{"span": "x"}]}}\n',
    "ids.json": b'{"articles": {"x": {"title": "a"}}}',
    "high.json": b'{"articles": {"99999999999999999999": {"title": "a"}}}',
    "page.html": b"<html><body><p>No article.</p></body></html>",
    "mark.opml": b"<opml><body><outline/></body></opml>",
    "open.xml": b"<a><b><c>",
    "wild.csv": b'a,b\n"',
}
"""Files that are nothing of what they are given as."""

_TAKING = (["restore-backup"], ["import-corrections"], ["feeds", "add"])

_CONFIGS = (
    "archive = 3", "theme = []", "model = 7", "keys = 1", "[keys]\ntag = 5", "archive = ",
    "a" * 100_000, "[" * 900,
    "limit = " + "9" * 5000, "\x00", "\ufeff[[[", "[keys]\nnothing = 'x'", "theme = 'no such theme'", "x.y.z = 1",
)  # fmt: skip


class BadInput(NamedTuple):
    """A command line that no archive can be changed by, and the settings with which it is run."""

    command: list[str]
    config: str = ""


def bad_inputs(folder: Path) -> Iterator[BadInput]:
    """Yield command lines with input that cannot be used; files that they name are written to a folder."""
    for choosing in _CHOOSING:
        for query in _QUERIES:
            after = _AFTER.get(choosing[0], [])
            yield BadInput([*choosing, query, *after])
    for option in _OPTIONS:
        for value in _VALUES:
            yield BadInput([*option, value])
    for taking in _TAKING:
        for name, content in _FILES.items():
            (folder / name).write_bytes(content)
            yield BadInput([*taking, str(folder / name)])
    for config in _CONFIGS:
        yield BadInput(["list"], config)


def attack_input(folder: Path, sample: Sample, count: int, seed: int) -> Outcome:
    """Run commands with bad input: each ends with a sentence, and who is refused changes nothing.

    Args:
        folder: A folder that need not be there.
        sample: A sound archive.
        count: How many command lines of all are run, chosen at random.
        seed: Where the random numbers begin.
    """
    outcome = Outcome("Bad input is refused in a sentence, without a traceback, and leaves the archive as it was")
    folder.mkdir()
    inputs = list(bad_inputs(folder))
    place = folder / "attacked"
    for bad_input in random.Random(seed).sample(inputs, min(count, len(inputs))):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        shutil.copy(sample.file, place / "archive.db")
        outcome.count(_failure(bad_input, place))
    return outcome


def _failure(bad_input: BadInput, place: Path) -> str:
    before = content_of(place)
    config = place.parent / "config.toml"
    config.write_text(bad_input.config, "utf-8")
    environment = {"ONRECORD_CONFIG": str(config), "HOME": str(place), "PWD": str(place)}
    ran = run_forked(bad_input.command, place, given="Nothing.\n", environment=environment)
    if failure := failure_of(ran, bad_input.command):
        return f"{failure} {bad_input.config[:40]!r}"
    if "\x1b" in ran.stdout + ran.stderr:
        return f"{bad_input.command}: an escape sequence is printed"
    if ran.returncode and content_of(place) != before:
        return f"{bad_input.command}: refused, and the archive has changed"
    return ""
