"""brat standoff: for each article its text and its annotations, and the configuration of the folder.

Entities, sources, cues and contents are passages; a quotation is an event at its cue, or where there is none at
its content. brat does not let a passage go over the end of a line: such a one is in several pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.base.control_characters import with_symbols
from onrecord.base.records import Attribution, Quote
from onrecord.export.citation import one_line
from onrecord.export.files import write_text
from onrecord.export.item import Exported
from onrecord.export.marks import PassageMark, entity_marks, quote_facts, quote_marks

_ATTRIBUTES = {
    "Kind": "direct|mixed|indirect",
    "Cue_type": "speech|belief|attitude|document",
    "Polarity": "positive|negative",
    "Modality": "actual|possible|future|conditional|asked",
    "Doubtful": "yes",
}


def write(items: Iterable[Exported], folder: Path) -> None:
    """Write the files of a brat collection."""
    labels = set()
    for item in items:
        marks = entity_marks(item)
        labels |= {mark.label for mark in marks}
        write_text(folder / f"{item.article.id}.txt", with_symbols(item.text))
        write_text(folder / f"{item.article.id}.ann", "".join(annotation_lines(item)))
    write_text(folder / "annotation.conf", configuration(sorted(labels)))


def annotation_lines(item: Exported) -> Iterator[str]:
    """Yield the lines of the file of annotations."""
    text = with_symbols(item.text)
    passages = 0
    for mark in _with_words(text, entity_marks(item)):
        passages += 1
        yield _passage(text, passages, mark)
    attributes = 0
    for number, (quote, attribution) in enumerate(item.attributed(), start=1):
        marks = _with_words(text, _at_cue_first(quote, attribution))
        if not marks:
            continue
        first = passages + 1
        for mark in marks:
            passages += 1
            yield _passage(text, passages, mark)
        yield _event(number, first, marks)
        facts = quote_facts(quote)
        for name in _ATTRIBUTES:
            if value := facts.get(name.lower()):
                attributes += 1
                yield f"A{attributes}\t{name} E{number} {value}\n"
        about = "; ".join(f"{name}: {facts[name]}" for name in ("speaker", "certainty") if name in facts)
        yield f"#{number}\tAnnotatorNotes E{number}\t{one_line(about)}\n"


def configuration(labels: list[str]) -> str:
    """Return the configuration of a collection whose entities have these labels."""
    attributes = "\n".join(f"{name}\tArg:<EVENT>, Value:{values}" for name, values in _ATTRIBUTES.items())
    entities = "\n".join([*labels, "Source", "Content"])
    events = "Cue\tSource*:Source, Content*:Content, Cue*:Cue\nContent\tSource*:Source, Content*:Content"
    return f"[entities]\n{entities}\n\n[relations]\n\n[events]\n{events}\n\n[attributes]\n{attributes}\n"


def _with_words(text: str, marks: list[PassageMark]) -> list[PassageMark]:
    """Return those of some passages that brat can have: not only ends of lines."""
    return [mark for mark in marks if text[slice(*mark.span)].strip("\n")]


def _at_cue_first(quote: Quote, attribution: Attribution) -> list[PassageMark]:
    """Return the passages of a quotation, that of the event first."""
    marks = quote_marks(quote, attribution)
    trigger = next((mark for mark in marks if mark.label == "Cue"), None)
    trigger = trigger or next((mark for mark in marks if mark.label == "Content"), None)
    return [trigger, *(mark for mark in marks if mark is not trigger)] if trigger else []


def _event(number: int, first: int, marks: list[PassageMark]) -> str:
    arguments: dict[str, int] = {}
    parts = [f"{marks[0].label}:T{first}"]
    for passage, mark in enumerate(marks[1:], start=first + 1):
        arguments[mark.label] = arguments.get(mark.label, 0) + 1
        role = mark.label if arguments[mark.label] == 1 else f"{mark.label}{arguments[mark.label]}"
        parts.append(f"{role}:T{passage}")
    return f"E{number}\t{' '.join(parts)}\n"


def _passage(text: str, number: int, mark: PassageMark) -> str:
    start, end = mark.span
    pieces = [piece.span() for piece in re.compile(r"[^\n]+").finditer(text, start, end)]
    spans = ";".join(f"{piece_start} {piece_end}" for piece_start, piece_end in pieces)
    words = " ".join(text[piece_start:piece_end] for piece_start, piece_end in pieces)
    return f"T{number}\t{mark.label} {spans}\t{words}\n"
