"""brat's standoff files (``.ann``), as ``onrecord.export.brat`` writes them; the text lies beside each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.base.annotated_article import AnnotatedArticle, AnnotatedEntity, AnnotatedQuote
from onrecord.base.records import Anchor
from onrecord.ingest.annotated.whole_files import whole_content
from onrecord.ingest.document import IngestError

_HEAD = re.compile(rb"[TEARMN#*]\d*\t\S")
_PARTS = ("Source", "Cue", "Content")
_SPEAKER = re.compile(r"speaker: (.*?)(?:; certainty: [\d.]+)?\s*$")
_ARTICLE_ID = re.compile(r"\d{1,18}")
_EVENT = re.compile(r"E(\d{1,18})")
_PASSAGE = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)$")

_Passage = tuple[str, list[Anchor]]
"""The label of a passage, and its pieces."""


def is_of_form(head: bytes) -> bool:
    """Whether a file that begins so has brat's annotations; an empty one has none."""
    return not head or _HEAD.match(head) is not None


def read(file: Path) -> Iterator[AnnotatedArticle]:
    """Yield the article of a file.

    Raises:
        IngestError: A line cannot be read.
        OSError: The file cannot be read.
    """
    try:
        text = _text_beside(file)
        lines = whole_content(file).decode().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise IngestError(str(file), "not in UTF-8, as brat writes it; save it so") from error
    passages: dict[str, _Passage] = {}
    events: dict[str, list[str]] = {}
    speakers: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        key, _, rest = line.rstrip("\r").partition("\t")
        try:
            match key[:1]:
                case "T":
                    passages[key] = _passage(rest, text)
                case "E":
                    events[key] = [part.rpartition(":")[2] for part in rest.split()]
                case "#":
                    about, _, note = rest.partition("\t")
                    if match := _SPEAKER.search(note):
                        speakers[about.partition(" ")[2]] = match[1]
        except ValueError as error:
            raise IngestError(str(file), f"line {number} is no annotation of brat; take it out") from error
    yield AnnotatedArticle(
        name=str(file),
        id=int(file.stem) if _ARTICLE_ID.fullmatch(file.stem) else None,
        text=text,
        quotes=[
            _quote(key, [passages[part] for part in parts if part in passages], speakers.get(key))
            for key, parts in events.items()
        ],
        entities=[
            AnnotatedEntity(passage=_whole(text, pieces), label=label)
            for label, pieces in passages.values()
            if label not in _PARTS
        ],
    )


def _text_beside(file: Path) -> str:
    beside = file.with_suffix(".txt")
    try:
        return whole_content(beside).decode()
    except FileNotFoundError as error:
        raise IngestError(str(file), f"its text {beside.name} is not beside it; put it there") from error


def _passage(described: str, text: str) -> _Passage:
    """Return the passage that a line tells; where its words do not stand at its place, the words count."""
    place, _, words = described.partition("\t")
    match = _PASSAGE.match(place)
    if match is None:
        raise ValueError(described)
    spans = [tuple(map(int, span.split())) for span in match[2].split(";")]
    pieces = [Anchor(exact=text[start:end], start=start, end=end) for start, end in spans]
    if words.split() != " ".join(piece.exact for piece in pieces).split() and words:
        pieces = [Anchor(exact=words, start=pieces[0].start, end=pieces[-1].end)]
    return match[1], pieces


def _quote(key: str, passages: list[_Passage], speaker: str | None) -> AnnotatedQuote:
    parts = {part: [piece for label, pieces in passages if label == part for piece in pieces] for part in _PARTS}
    match = _EVENT.fullmatch(key)
    number = int(match[1]) - 1 if match else None
    return AnnotatedQuote(
        number=number, source=parts["Source"], cue=parts["Cue"], content=parts["Content"], speaker=speaker
    )


def _whole(text: str, pieces: list[Anchor]) -> Anchor:
    """Return the passage from the first of several pieces to the last."""
    if len(pieces) == 1:
        return pieces[0]
    start, end = pieces[0].start, pieces[-1].end
    return Anchor(exact=text[start:end], start=start, end=end)
