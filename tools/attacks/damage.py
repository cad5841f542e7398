"""Damaged files: what is intact is read and repaired, and nothing wrong is taken for right."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from onrecord.archive import Archive, ArchiveDamaged
from onrecord.archive.maintenance.repair import repair
from onrecord.base.errors import OnRecordError
from tools.attacks.outcome import Outcome
from tools.attacks.sample import Sample

PAGE = 8192
_HEADER = 100

Damage = Callable[[bytearray, random.Random], str]
"""Damages the content of a file, and says what it did."""


def overwrite_bytes(content: bytearray, rng: random.Random) -> str:
    """Write random bytes over some places."""
    places = [
        (rng.randrange(_HEADER, len(content)), rng.choice([1, 64, PAGE])) for _ in range(rng.choice([1, 3, 10]))
    ]
    for start, length in places:
        content[start : start + length] = rng.randbytes(len(content[start : start + length]))
    return f"random bytes at {places}"


def misplace_page(content: bytearray, rng: random.Random) -> str:
    """Copy a page over another, as a disk that writes to the wrong place does."""
    source, target = rng.sample(range(1, len(content) // PAGE), 2)
    content[target * PAGE : (target + 1) * PAGE] = content[source * PAGE : (source + 1) * PAGE]
    return f"page {source + 1} over page {target + 1}"


def change_header(content: bytearray, rng: random.Random) -> str:
    """Change a byte of the header."""
    at, value = rng.randrange(_HEADER), rng.randrange(256)
    content[at] = value
    return f"byte {at} of the header is {value}"


def clear_header(content: bytearray, rng: random.Random) -> str:
    """Write zeros or random bytes over the header."""
    zeros = rng.random() < 0.5
    content[:_HEADER] = bytes(_HEADER) if zeros else rng.randbytes(_HEADER)
    return "zeros for the header" if zeros else "random bytes for the header"


def change_version(content: bytearray, rng: random.Random) -> str:
    """Write another version into the header."""
    version = rng.choice([-1, 0, 1, 2, 99, 2**31 - 1])
    content[60:64] = version.to_bytes(4, "big", signed=True)
    return f"version {version}"


def cut_off(content: bytearray, rng: random.Random) -> str:
    """Take away the end of a file."""
    length = int(len(content) * rng.uniform(0.5, 0.999))
    del content[length:]
    return f"cut off after {length} bytes"


def clear_pages(content: bytearray, rng: random.Random) -> str:
    """Write zeros over pages, as a file system does that has lost them."""
    first, count = rng.randrange(1, len(content) // PAGE), rng.choice([1, 2, 8])
    end = min((first + count) * PAGE, len(content))
    content[first * PAGE : end] = bytes(end - first * PAGE)
    return f"zeros for {count} pages from page {first + 1}"


DAMAGES: tuple[Damage, ...] = (
    overwrite_bytes,
    misplace_page,
    change_header,
    clear_header,
    change_version,
    cut_off,
    clear_pages,
)


def attack_files(folder: Path, sample: Sample, count: int, seed: int) -> list[Outcome]:
    """Damage copies of an archive in turn in each way of ``DAMAGES``; read and repair them.

    Args:
        folder: Where the copies are put.
        sample: A sound archive.
        count: How many copies are damaged.
        seed: Where the random numbers begin.
    """
    opened = Outcome("A damaged file is opened and read as far as it is intact, or a sentence says why not")
    repaired = Outcome("onrecord doctor --repair makes a sound archive of it, and keeps the damaged file")
    right = Outcome("No article of it has a text that is not its own")
    for number in range(count):
        content, damage = bytearray(sample.file.read_bytes()), DAMAGES[number % len(DAMAGES)]
        change = damage(content, random.Random(f"{seed} {number}"))
        description = f"{damage.__name__}, seed {seed}, number {number}: {change}"
        file = folder / str(number) / "archive.db"
        file.parent.mkdir()
        file.write_bytes(content)
        opened.count(_failure(description, partial(read_all, file.parent)))
        repaired.count(_failure(description, partial(_repair, file, bytes(content))))
        right.count(_failure(description, partial(_compare, file.parent, sample.texts)))
        shutil.rmtree(file.parent)
    return [opened, repaired, right]


def attack_bits(folder: Path, sample: Sample, count: int, seed: int) -> Outcome:
    """Flip single bits in the values of articles and notes; see that ``check`` notices each."""
    outcome = Outcome(
        "A flipped bit in title, source, author, date, address, note or tag is reported by onrecord doctor"
    )
    rng = random.Random(seed)
    columns = {"articles": ("title", "source", "url", "tags", "day", "document"), "notes": ("body", "document")}
    folder.mkdir(exist_ok=True)
    for number in range(count):
        file = Path(shutil.copy(sample.file, folder / "archive.db"))
        table = rng.choice(list(columns))
        column = rng.choice(columns[table])
        with closing(sqlite3.connect(file)) as connection:
            ids = [row for (row,) in connection.execute(f"SELECT id FROM {table}")]  # noqa: S608
            row = rng.choice(ids)
            (value,) = connection.execute(f"SELECT {column} FROM {table} WHERE id = ?", (row,)).fetchone()  # noqa: S608
            if not value:
                continue
            at, bit = rng.randrange(len(value)), rng.randrange(5)
            flipped = value[:at] + chr(ord(value[at]) ^ 1 << bit) + value[at + 1 :]
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (flipped, row))  # noqa: S608
            connection.commit()
        with Archive.open(folder) as damaged:
            problems = damaged.maintenance.check()
        outcome.count("" if problems else f"{table}.{column} of {row}, number {number}: nothing was noticed")
    return outcome


def read_all(folder: Path) -> None:
    """Read everything of an archive that may be damaged; what is damaged may be met at any moment."""
    for _ in range(2):  # once somebody has met the damage, it is opened in another way
        try:
            with Archive.open(folder, create=False) as archive:
                ids = archive.search.ids()
                for article in ids:
                    archive.articles.text(article)
                    archive.annotations.get(article)
                    archive.notes.on(article)
                archive.search.ids("a")
                archive.actors.most_quoted(limit=10)
                archive.maintenance.statistics()
                return
        except ArchiveDamaged:
            continue
    raise AssertionError("it was not opened")


def _repair(file: Path, damaged: bytes) -> None:
    _, kept_file = repair(file)
    assert kept_file.read_bytes() == damaged, "the damaged file is not kept"
    with Archive.open(file.parent, create=False) as archive:
        assert not archive.read_only, archive.read_only
        problems = archive.maintenance.check()
        assert not problems, problems
        assert archive.search.ids(), "nothing is left"
        added = archive.notes.add(archive.search.ids()[0], "It can be written again.")
        assert archive.notes.remove(added.id) == added


def _compare(folder: Path, texts: Mapping[int, str]) -> None:
    with Archive.open(folder, create=False) as archive:
        for article in archive.search.ids():
            text = archive.articles.text(article)
            assert text in ("", texts.get(article)), f"article {article} has another text"


def _failure(description: str, attack: Callable[[], None]) -> str:
    """Return what did not hold in an attack, empty if everything did."""
    try:
        attack()
    except (AssertionError, OnRecordError) as error:
        return f"{description}: {error}"
    except Exception as error:
        return f"{description}: {type(error).__name__}: {error}"
    return ""
