"""Readings of a corpus as four tables in many parts: a row a quote, an actor, an entity and an article.

Each table is a folder, and each part of the corpus a file in all four of them. A part is whole or not there: its
record in ``_parts`` is written last, and only what has a record is left out when the same corpus is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

import msgspec

from onrecord.base.control_characters import with_escapes
from onrecord.base.private_files import make_private_folder
from onrecord.base.records import Annotation, Article, hash_and_count, quotes_of
from onrecord.export import ExportError
from onrecord.export.csv import COLUMNS as QUOTE_COLUMNS
from onrecord.export.files import write_binary_file
from onrecord.export.rows import Row, actor_rows, quote_row

PART_ROWS = 1000
"""How many rows of a corpus make a part."""

READING_TABLES: dict[str, tuple[str, ...]] = {
    "quotes": QUOTE_COLUMNS,
    "actors": ("article", "date", "actor", "name", "type", "aliases", "roles", "said", "named"),
    "entities": ("article", "date", "text", "label", "start", "end", "actor", "name"),
    "articles": (
        "article", "date", "file", "row", "title", "source", "author", "url", "tags", "language", "words",
        "quotes", "actors", "entities", "annotator", "text_hash", "failure",
    ),
}  # fmt: skip
"""Table → its columns."""

ReadingForm = Literal["parquet", "jsonl"]


class CorpusPart(NamedTuple):
    """Some rows of a file of a corpus, and what would make their readings outdated.

    Attributes:
        file: The file, as the user names it.
        number: Which part of the file it is, from 0.
        size: The size of the file, in bytes.
        modified: When it was changed, in nanoseconds.
        annotator: The version of the annotator.
    """

    file: str
    number: int
    size: int
    modified: int
    annotator: str

    @property
    def name(self) -> str:
        """The name of the files with its readings: the same for the same rows of a file."""
        digest = sha256(str(Path(self.file).resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:8]
        return f"{Path(self.file).stem}-{digest}-{self.number:06}"


class PartRecord(msgspec.Struct):
    """What is written of a part when its readings are: where they come from, and how many there are."""

    file: str
    number: int
    size: int
    modified: int
    annotator: str
    rows: dict[str, int]
    failures: int = 0


class ReadArticle(NamedTuple):
    """An article of a corpus with its reading, or a sentence why there is none."""

    id: str
    row: int
    article: Article
    text: str
    outcome: Annotation | str


def check_form(form: ReadingForm) -> None:
    """Raise ExportError if what writes the tables is not installed."""
    if form == "parquet" and find_spec("pyarrow") is None:
        raise ExportError("Parquet needs more than is installed: pip install 'onrecord[tables]'")


def is_written(part: CorpusPart, folder: Path) -> bool:
    """Return whether the readings of a part are there, of the file as it is and by the same annotator."""
    try:
        record = msgspec.json.decode(_record_file(part, folder).read_bytes(), type=PartRecord)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return (record.size, record.modified, record.annotator) == (part.size, part.modified, part.annotator)


def write_part(part: CorpusPart, articles: Sequence[ReadArticle], folder: Path, form: ReadingForm) -> PartRecord:
    """Write the readings of a part over those that may be there, and its record at the end.

    Raises:
        OSError: They cannot be written.
    """
    rows: dict[str, list[Row]] = {name: [] for name in READING_TABLES}
    file = part.file.encode(errors="replace").decode()  # a name of a file need not be valid Unicode
    for each in articles:
        for name, more in rows_of_article(each, file).items():
            rows[name] += more
    record_file = _record_file(part, folder)
    record_file.unlink(missing_ok=True)
    for name, columns in READING_TABLES.items():
        make_private_folder(folder / name)
        write_binary_file(folder / name / f"{part.name}.{form}", _writer(form, columns, rows[name]))
    failures = sum(isinstance(each.outcome, str) for each in articles)
    record = PartRecord(
        *part._replace(file=file), rows={name: len(rows[name]) for name in READING_TABLES}, failures=failures
    )
    make_private_folder(record_file.parent)
    write_binary_file(record_file, _bytes_writer(msgspec.json.encode(record)))
    return record


def rows_of_article(read: ReadArticle, file: str) -> dict[str, list[Row]]:
    """Return the rows of an article for each table; its date stands in all of them, which saves a join."""
    annotation = read.outcome if isinstance(read.outcome, Annotation) else Annotation()
    key = {"article": read.id, "date": read.article.published}
    names = {actor.id: actor.name for actor in annotation.actors}
    rows: dict[str, list[Row]] = {
        "quotes": [quote_row(quote) | key for quote in quotes_of(read.article, read.text, annotation)],
        "actors": [row | key for row in actor_rows(read.article, annotation)],
        "entities": [
            key
            | {
                "text": read.text[slice(*entity.span)],
                "label": entity.label,
                "start": entity.span[0],
                "end": entity.span[1],
                "actor": entity.actor or "",
                "name": names.get(entity.actor or "", ""),
            }
            for entity in annotation.entities
        ],
    }
    text_hash, words = hash_and_count(read.text)
    counts = {name: len(own) for name, own in rows.items()}
    about = key | {
        "file": file,
        "row": read.row,
        "title": read.article.title,
        "source": read.article.source,
        "author": read.article.author,
        "url": read.article.url,
        "tags": read.article.tags,
        "language": annotation.language or read.article.language,
        "words": words,
        "annotator": annotation.annotator,
        "text_hash": text_hash,
        "failure": read.outcome if isinstance(read.outcome, str) else "",
    }
    return rows | {"articles": [about | counts]}


def _record_file(part: CorpusPart, folder: Path) -> Path:
    return folder / "_parts" / f"{part.name}.json"  # programs that read tables leave out what begins so


def _writer(form: ReadingForm, columns: Sequence[str], rows: Sequence[Row]) -> Callable[[BinaryIO], None]:
    if form == "jsonl":
        ordered = [{column: row[column] for column in columns} for row in rows]
        lines = msgspec.json.Encoder().encode_lines(ordered).decode()
        return _bytes_writer(with_escapes(lines).encode())
    from onrecord.export.parquet import write_rows

    return lambda out: write_rows(out, columns, rows)


def _bytes_writer(content: bytes) -> Callable[[BinaryIO], None]:
    def write(out: BinaryIO) -> None:
        out.write(content)

    return write
