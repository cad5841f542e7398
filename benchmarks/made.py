"""Made articles: any number, the same for the same seed, with Zipf's frequencies of words and people who speak.

usage: python -m benchmarks.made [--articles N] [--annotated]      makes the archive that other benchmarks use
"""

from __future__ import annotations

import argparse
import fcntl
import os
import random
import shutil
import zlib
from collections import Counter, deque
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path

import msgspec

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.archive.indexing import actor_index, fulltext, quote_sketches
from onrecord.archive.schema import tables
from onrecord.base.records import Actor, Annotation, Attribution, Draft, Entity, Span, hash_text

FOLDER = Path(__file__).parent.parent / "build" / "bench"
BATCH = 500
ANNOTATED = 100_000
"""In a larger archive so many articles have quotes and names, evenly spread; in the others nothing was found."""
ANNOTATOR = version()
"""So that the desk finds nothing to read anew, and what is measured is the desk."""

_SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo bra cle dri flo gru pla tre sni sto shu".split()
_FIRST = "Ann Ben Clara David Elena Frank Grace Hugo Irene Jonas Karin Louis Maria Nils Olga Peter".split()
_LAST = "Adler Brandt Castro Dubois Evans Fischer Garcia Haas Ivanov Jensen Keller Larsen Moreau Novak".split()
_ENDINGS = ("", "son", "berg", "ova", "ini", "escu", "ides", "mann")
_SOURCES = "wire daily herald tribune observer courier".split()
_VOCABULARY = 30_000


def words(seed: int = 1) -> list[str]:
    """The vocabulary, the commonest word first."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < _VOCABULARY:
        found["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4)))] = None
    return list(found)


def people(seed: int = 1) -> list[str]:
    """Everybody who appears, whoever appears most often first."""
    names = [f"{first} {last}{ending}" for first in _FIRST for last in _LAST for ending in _ENDINGS]
    random.Random(seed).shuffle(names)
    return names


def drafts(count: int, length: int = 500, seed: int = 1) -> Iterator[Draft]:
    """Articles of about ``length`` words; every one holds the word ``mark<number>x`` once, and some quotes."""
    return (draft for draft, _ in articles(count, length, seed))


def articles(count: int, length: int = 500, seed: int = 1) -> Iterator[tuple[Draft, Annotation]]:
    """Articles as ``drafts`` gives them, each with who is named in it and who says what.

    About as much as the annotator finds in news: in 500 words ten quotes and fifteen names. A quote in every third
    article was in another before: told by the same words, or one word, the cue or the speaker is another.
    """
    chance = random.Random(seed)
    wire = _Wire(seed)
    vocabulary, cast = words(seed), people(seed)
    common = _zipf(vocabulary)
    known = _zipf(cast)
    day = date(2024, 1, 1)
    for number in range(count):
        pieces = [f"mark{number}x"]
        size = len(pieces[0])
        total = sentences = 0
        named: list[tuple[str, Span]] = []
        said: list[tuple[str, Span, Span, Span]] = []  # who; where source, cue and content stand
        here = chance.choices(cast, cum_weights=known, k=5)
        while total < length:
            k = chance.randint(8, 24)
            sentence = " ".join(chance.choices(vocabulary, cum_weights=common, k=k))
            total += k
            pieces.append(" " if sentences % 4 else "\n\n")
            size += len(pieces[-1])
            sentences += 1
            what = chance.random()
            if what < 0.5:
                who = chance.choice(here)
                total += 2
            if what < 0.2:
                quoted = f"“{sentence.capitalize()},”"
                sentence = f"{quoted} {who} said"
                at = size + len(quoted) + 1
                source, cue = (at, at + len(who)), (at + len(who) + 1, at + len(who) + 5)
                said.append((who, source, cue, (size, size + len(quoted))))
            elif what < 0.35:
                sentence = f"{who} said that {sentence}"
                source, cue = (size, size + len(who)), (size + len(who) + 1, size + len(who) + 5)
                said.append((who, source, cue, (cue[1] + 1, size + len(sentence))))
            elif what < 0.5:
                sentence = f"{who} {sentence}"
                source = (size, size + len(who))
            if what < 0.5:
                named.append((who, source))
            pieces.append(sentence[:1].upper() + sentence[1:] + ".")
            size += len(pieces[-1])
        if copied := wire.copy(here, vocabulary):
            who, cue_word, quoted = copied
            pieces.append(f"\n\n{quoted} {who} {cue_word}.")
            content = (size + 2, size + 2 + len(quoted))
            source = (content[1] + 1, content[1] + 1 + len(who))
            said.append((who, source, (source[1] + 1, source[1] + 1 + len(cue_word)), content))
            named.append((who, source))
        text = "".join(pieces)
        wire.send(text, said)
        title = " ".join(chance.choices(vocabulary[:2000], k=7)).capitalize()
        draft = Draft(
            title=title,
            text=text,
            source=chance.choice(_SOURCES),
            published=(day + timedelta(days=number % 700)).isoformat(),
        )
        yield draft, _annotation(text, named, said)


class _Wire:
    """Quotes that other articles take over."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed + 1)
        self._sent: deque[tuple[str, str]] = deque(maxlen=2000)

    def send(self, text: str, said: list[tuple[str, Span, Span, Span]]) -> None:
        """Keep the first quote in marks of an article."""
        for who, _, _, (start, end) in said:
            if text[start] == "“":
                self._sent.append((who, text[start:end]))
                return

    def copy(self, here: list[str], vocabulary: list[str]) -> tuple[str, str, str] | None:
        """Who, the cue and the quote in its marks; None: this article takes over nothing."""
        if not self._sent or self._chance.random() > 1 / 3:
            return None
        who, quoted = self._chance.choice(self._sent)
        cue = "said"
        match self._chance.randrange(6):
            case 0:
                words = quoted.split(" ")
                words[self._chance.randrange(1, len(words) - 1)] = self._chance.choice(vocabulary)
                quoted = " ".join(words)
            case 1:
                cue = "warned"
            case 2:
                who = self._chance.choice(here)
        return who, cue, quoted


def _annotation(text: str, named: list[tuple[str, Span]], said: list[tuple[str, Span, Span, Span]]) -> Annotation:
    ids = {name: f"a{number}" for number, name in enumerate(dict.fromkeys(name for name, _ in named), 1)}
    return Annotation(
        entities=[Entity(span=span, label="PERSON", actor=ids[name]) for name, span in named],
        attributions=[
            Attribution(
                source=[source],
                cue=[cue],
                content=[content],
                kind="direct" if text[content[0]] == "“" else "indirect",
                speaker=[ids[name]],
                confidence=0.9,
                why="made",
            )
            for name, source, cue, content in said
        ],
        actors=[
            Actor(
                id=actor,
                name=name,
                type="person",
                aliases=[name.split()[1]],
                mentions=[span for other, span in named if other == name],
            )
            for name, actor in ids.items()
        ],
        annotator=ANNOTATOR,
        text_hash=hash_text(text),
    )


def _zipf(ranked: list[str]) -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, len(ranked) + 1)))


def archive(articles: int = 100_000, annotated: bool = False) -> Path:
    """The folder of an archive of so many made articles of 500 words; kept, so that it is made once.

    It is made anew when this generator or the archive's form changed. Whoever changes the archive works on a
    ``copy`` of it.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    sources = b"".join(
        Path(module.__file__ or "").read_bytes() for module in (tables, fulltext, actor_index, quote_sketches)
    )
    form = f"{tables.VERSION}-{zlib.crc32(Path(__file__).read_bytes() + sources + ANNOTATOR.encode()):08x}"
    folder = FOLDER / f"{articles}{'-annotated' if annotated else ''}-{form}"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two benchmarks that start at once make it once
        if not folder.exists():
            half = FOLDER / "half"
            shutil.rmtree(half, ignore_errors=True)
            _fill(half, articles, annotated)
            os.rename(half, folder)
    return folder


def copy(folder: Path, to: Path) -> Path:
    """A copy of an archive that may be changed."""
    return Path(shutil.copytree(folder, to))


def jsonl(articles: int = 100_000) -> Path:
    """The same articles as JSON Lines, as ``onrecord add`` reads them; kept, too."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{articles}-{zlib.crc32(Path(__file__).read_bytes()):08x}.jsonl"
    if not file.exists():
        half = FOLDER / f"half.{os.getpid()}.jsonl"
        with half.open("wb") as out:
            for draft in drafts(articles):
                out.write(msgspec.json.encode(draft) + b"\n")
        os.rename(half, file)
    return file


def _fill(folder: Path, count: int, annotated: bool) -> None:
    with Archive.open(folder) as made:
        if not annotated:
            Counter(made.articles.add_many(drafts(count)))
            return
        every = max(1, count // ANNOTATED)
        source = enumerate(articles(count))
        while batch := list(islice(source, BATCH)):
            with made.database.storage.transaction():
                for number, (draft, annotation) in batch:
                    empty = Annotation(annotator=ANNOTATOR, text_hash=annotation.text_hash)
                    made.articles.add(draft, empty if number % every else annotation)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--annotated", action="store_true")
    arguments = parser.parse_args()
    print(archive(arguments.articles, arguments.annotated))


if __name__ == "__main__":
    main()
