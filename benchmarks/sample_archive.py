"""Generated articles, and the archives of them that the other benchmarks share.

usage: python -m benchmarks.sample_archive [--articles N] [--annotated]

Prints the folder of the archive, and generates it first where it does not exist. Words and speakers occur with
Zipf's frequencies. The same seed gives the same articles.
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
from typing import NamedTuple

import msgspec

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.archive.indexing import actor_index, bulk_add, fulltext, quote_sketches
from onrecord.archive.schema import tables
from onrecord.base.records import Actor, Annotation, Attribution, Draft, Entity, Span, hash_text

FOLDER = Path(__file__).parent.parent / "build" / "bench"
BATCH_SIZE = 500
"""Articles that are stored in one transaction."""
ANNOTATOR = version()
"""The current version, so that the desk has nothing to annotate again while it is measured."""

_SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo bra cle dri flo gru pla tre sni sto shu".split()
_FIRST_NAMES = "Ann Ben Clara David Elena Frank Grace Hugo Irene Jonas Karin Louis Maria Nils Olga Peter".split()
_SURNAMES = "Adler Brandt Castro Dubois Evans Fischer Garcia Haas Ivanov Jensen Keller Larsen Moreau Novak".split()
_SURNAME_ENDINGS = ("", "son", "berg", "ova", "ini", "escu", "ides", "mann")
_SOURCES = "wire daily herald tribune observer courier".split()
_VOCABULARY_SIZE = 30_000


class _GeneratedQuote(NamedTuple):
    speaker: str
    source: Span
    cue: Span
    content: Span


def vocabulary(seed: int = 1) -> list[str]:
    """Return all words of the articles, the most frequent first."""
    rng = random.Random(seed)
    words: dict[str, None] = {}
    while len(words) < _VOCABULARY_SIZE:
        words["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4)))] = None
    return list(words)


def people(seed: int = 1) -> list[str]:
    """Return the names of all people in the articles, the most frequent first."""
    names = [
        f"{first} {surname}{ending}"
        for first in _FIRST_NAMES
        for surname in _SURNAMES
        for ending in _SURNAME_ENDINGS
    ]
    random.Random(seed).shuffle(names)
    return names


def drafts(count: int, length: int = 500, seed: int = 1) -> Iterator[Draft]:
    """Yield articles without annotations.

    Args:
        count: How many.
        length: Their approximate length in words.
        seed: Where the random numbers begin.

    Yields:
        Articles that contain the word ``mark<number>x`` once, and some quotes.
    """
    return (draft for draft, _ in articles(count, length, seed))


def articles(count: int, length: int = 500, seed: int = 1) -> Iterator[tuple[Draft, Annotation]]:
    """Yield the articles of ``drafts`` with their annotations.

    There is about as much in them as the annotator finds in news: ten quotes and fifteen names in 500 words. Every
    third article takes over a quote from an earlier one, some of these with another word, cue or speaker.
    """
    rng = random.Random(seed)
    wire = _WireService(seed)
    words, names = vocabulary(seed), people(seed)
    word_weights, name_weights = _zipf_weights(words), _zipf_weights(names)
    first_day = date(2024, 1, 1)
    for number in range(count):
        writer = _ArticleWriter(rng, f"mark{number}x", rng.choices(names, cum_weights=name_weights, k=5))
        while writer.word_count < length:
            writer.add_sentence(words, word_weights)
        if copied := wire.copy(writer.people, words):
            writer.add_copied_quote(*copied)
        text = "".join(writer.pieces)
        wire.send(text, writer.quotes)
        draft = Draft(
            title=" ".join(rng.choices(words[:2000], k=7)).capitalize(),
            text=text,
            source=rng.choice(_SOURCES),
            published=(first_day + timedelta(days=number % 700)).isoformat(),
        )
        yield draft, _annotation(text, writer.names, writer.quotes)


class _ArticleWriter:
    """Puts sentences together, and records where names and quotes are.

    Args:
        rng: Draws the words.
        first_word: The word that the text begins with.
        people: Who may be named.
    """

    def __init__(self, rng: random.Random, first_word: str, people: list[str]) -> None:
        self._rng = rng
        self.people = people
        self.pieces = [first_word]
        self._size = len(first_word)
        self.word_count = 0
        self._sentence_count = 0
        self.names: list[tuple[str, Span]] = []
        self.quotes: list[_GeneratedQuote] = []

    def add_sentence(self, words: list[str], word_weights: list[float]) -> None:
        """Add a sentence: a direct quote, an indirect quote, a sentence with a name, or only words."""
        rng = self._rng
        word_count = rng.randint(8, 24)
        sentence = " ".join(rng.choices(words, cum_weights=word_weights, k=word_count))
        self.word_count += word_count
        self._add(" " if self._sentence_count % 4 else "\n\n")
        self._sentence_count += 1
        draw = rng.random()
        if draw < 0.5:
            name = rng.choice(self.people)
            self.word_count += 2
            start = self._size
            if draw < 0.2:
                quotation = f"“{sentence.capitalize()},”"
                sentence = f"{quotation} {name} said"
                source = _span(start + len(quotation) + 1, name)
                self._record_quote(name, source, "said", (start, start + len(quotation)))
            elif draw < 0.35:
                sentence = f"{name} said that {sentence}"
                source = _span(start, name)
                cue_end = source[1] + 1 + len("said")
                self._record_quote(name, source, "said", (cue_end + 1, start + len(sentence)))
            else:
                sentence = f"{name} {sentence}"
                source = _span(start, name)
            self.names.append((name, source))
        self._add(sentence[:1].upper() + sentence[1:] + ".")

    def add_copied_quote(self, name: str, cue: str, quotation: str) -> None:
        """Add a paragraph with a quote from another article."""
        content = _span(self._size + 2, quotation)
        source = _span(content[1] + 1, name)
        self._add(f"\n\n{quotation} {name} {cue}.")
        self._record_quote(name, source, cue, content)
        self.names.append((name, source))

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)
        self._size += len(piece)

    def _record_quote(self, name: str, source: Span, cue: str, content: Span) -> None:
        self.quotes.append(_GeneratedQuote(name, source, _span(source[1] + 1, cue), content))


def _span(start: int, words: str) -> Span:
    return start, start + len(words)


class _WireService:
    """Quotes that later articles take over."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed + 1)
        self._quotes: deque[tuple[str, str]] = deque(maxlen=2000)

    def send(self, text: str, quotes: list[_GeneratedQuote]) -> None:
        """Keep the first direct quote of an article."""
        for quote in quotes:
            start, end = quote.content
            if text[start] == "“":
                self._quotes.append((quote.speaker, text[start:end]))
                return

    def copy(self, people: list[str], words: list[str]) -> tuple[str, str, str] | None:
        """Return a speaker, a cue and a quotation with its marks; None for an article that takes over nothing.

        Args:
            people: From whom another speaker is chosen.
            words: From which another word is chosen.
        """
        if not self._quotes or self._rng.random() > 1 / 3:
            return None
        speaker, quotation = self._rng.choice(self._quotes)
        cue = "said"
        match self._rng.randrange(6):
            case 0:
                quoted_words = quotation.split(" ")
                quoted_words[self._rng.randrange(1, len(quoted_words) - 1)] = self._rng.choice(words)
                quotation = " ".join(quoted_words)
            case 1:
                cue = "warned"
            case 2:
                speaker = self._rng.choice(people)
        return speaker, cue, quotation


def _annotation(text: str, names: list[tuple[str, Span]], quotes: list[_GeneratedQuote]) -> Annotation:
    ids = {name: f"a{number}" for number, name in enumerate(dict.fromkeys(name for name, _ in names), 1)}
    return Annotation(
        entities=[Entity(span=span, label="PERSON", actor=ids[name]) for name, span in names],
        attributions=[
            Attribution(
                source=[quote.source],
                cue=[quote.cue],
                content=[quote.content],
                kind="direct" if text[quote.content[0]] == "“" else "indirect",
                speaker=[ids[quote.speaker]],
                confidence=0.9,
                why="generated",
            )
            for quote in quotes
        ],
        actors=[
            Actor(
                id=actor,
                name=name,
                type="person",
                aliases=[name.split()[1]],
                mentions=[span for other, span in names if other == name],
            )
            for name, actor in ids.items()
        ],
        annotator=ANNOTATOR,
        text_hash=hash_text(text),
    )


def _zipf_weights(ranked: list[str]) -> list[float]:
    """Return the cumulative weights of items by their rank."""
    return list(accumulate(1 / rank for rank in range(1, len(ranked) + 1)))


def archive(articles: int = 100_000, annotated: bool = False) -> Path:
    """Return the folder of an archive, which is generated only once.

    It is generated again after a change to this module or to the tables of the archive. A benchmark that changes
    the archive has to work on a ``copy`` of it.

    Args:
        articles: How many articles of 500 words it has.
        annotated: With an annotation of each; ``repeated_archive`` makes very many of these faster.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    sources = b"".join(
        Path(module.__file__ or "").read_bytes() for module in (tables, fulltext, actor_index, quote_sketches)
    )
    form = f"{tables.VERSION}-{zlib.crc32(Path(__file__).read_bytes() + sources + ANNOTATOR.encode()):08x}"
    folder = FOLDER / f"{articles}{'-annotated' if annotated else ''}-{form}"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # for two benchmarks that start at once
        if not folder.exists():
            unfinished = FOLDER / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            _fill(unfinished, articles, annotated)
            os.rename(unfinished, folder)
    return folder


def copy(folder: Path, target: Path) -> Path:
    """Return the folder of a copy of an archive that may be changed."""
    return Path(shutil.copytree(folder, target))


def jsonl(articles: int = 100_000) -> Path:
    """Return a file with the same articles as JSON Lines, as ``onrecord add`` reads them; generated only once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{articles}-{zlib.crc32(Path(__file__).read_bytes()):08x}.jsonl"
    if not file.exists():
        unfinished = FOLDER / f"unfinished.{os.getpid()}.jsonl"
        with unfinished.open("wb") as out:
            for draft in drafts(articles):
                out.write(msgspec.json.encode(draft) + b"\n")
        os.rename(unfinished, file)
    return file


def _fill(folder: Path, count: int, annotated: bool) -> None:
    with Archive.open(folder) as target:
        if not annotated:
            Counter(target.articles.add_many(drafts(count)))
            return
        source = articles(count)
        storage = target.database.storage
        while batch := list(islice(source, BATCH_SIZE)):
            with storage.transaction() as connection:
                new = bulk_add.add_drafts(storage, connection, [draft for draft, _ in batch])
                for added, (_, annotation) in zip(new, batch, strict=True):
                    target.annotations.store(added.id, annotation)


def main() -> None:
    """Print the folder of the archive that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--annotated", action="store_true")
    arguments = parser.parse_args()
    print(archive(arguments.articles, arguments.annotated))


if __name__ == "__main__":
    main()
