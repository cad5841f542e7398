"""Columns as of CoNLL-U: a token a line, with entities and the parts of quotations in the last column.

Only the columns ID, FORM and MISC are filled. A sentence is a line of the text. In MISC ``NER`` and the parts of
quotations are marked B at their first token and I at others; ``Quote`` is the number of the quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from onrecord.base.control_characters import with_symbols
from onrecord.export.citation import one_line
from onrecord.export.item import Exported
from onrecord.export.marks import PARTS, PassageMark, all_marks

_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
_LINE = re.compile(r"[^\n]*\S[^\n]*")


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write the tokens of the articles."""
    for item in items:
        text, marks = with_symbols(item.text), all_marks(item)
        out.write(f"# newdoc id = {item.article.id}\n# title = {one_line(item.article.title)}\n")
        for number, line in enumerate(_LINE.finditer(text), start=1):
            out.write(f"# sent_id = {item.article.id}-{number}\n# text = {one_line(line[0])}\n")
            start, end = line.span()
            in_line = [mark for mark in marks if mark.span[0] < end and mark.span[1] > start]
            out.writelines(_rows(text, start, end, in_line))
            out.write("\n")


def _rows(text: str, start: int, end: int, marks: list[PassageMark]) -> Iterator[str]:
    for number, token in enumerate(_TOKEN.finditer(text, start, end), start=1):
        misc = [f"start_char={token.start()}", f"end_char={token.end()}"]
        misc += _labels(text, token, marks)
        misc += ["SpaceAfter=No"] if token.end() < end and not text[token.end()].isspace() else []
        yield "\t".join([str(number), token[0], *"_______", "|".join(misc)]) + "\n"


def _labels(text: str, token: re.Match[str], marks: list[PassageMark]) -> list[str]:
    labels = []
    for mark in marks:
        start, end = mark.span
        if start < token.end() and token.start() < end:
            place = "B" if token.start() <= start or not text[start : token.start()].strip() else "I"
            if mark.label in PARTS:
                labels.append(f"{mark.label}={place}-{mark.quote}")
            else:
                labels.append(f"NER={place}-{mark.label}")
    return sorted(labels)
