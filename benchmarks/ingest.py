"""How well is a text read in other layouts and files than the one in which it flows?

usage: python -m benchmarks.ingest [--texts FILE.jsonl] [--model NAME]

The same texts are laid out anew: wrapped, hyphenated, indented, quoted, with line ends of Windows, printed as PDF
in one and in two columns. Each is read as a file and annotated, and what is found is compared with what is found
in the flowing text: quotes with their speakers, and actors (F1 over all texts). The texts are those of the tests,
or lines of JSON with a ``text``.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from benchmarks import results
from onrecord import ingest
from onrecord.annotation import load
from onrecord.annotation.pipeline import Annotator
from onrecord.base.records import Annotation, words_of
from onrecord.ingest.flowing_text import edited, flow_edits

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = (ROOT / "tests" / "articles", ROOT / "seeds")
MARGIN = 50
GUTTER = 18
Facts = Counter[tuple[str, ...]]
"""What was found, with how often: a quote with its speakers, or the name of an actor."""


def main() -> None:
    """Measure all layouts, and write the table to RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--model")
    options = parser.parse_args()
    texts = list(given_texts(options.texts) if options.texts else shipped_texts())
    annotator = load(options.model)
    expected = found_in(annotator, texts)
    rows = []
    for name, lay_out in LAYOUTS.items():
        with tempfile.TemporaryDirectory() as folder:
            laid_out = [lay_out(text, Path(folder)) for text in texts]
        facts = found_in(annotator, laid_out)
        rows.append([name, *(f"{f1(expected[index], facts[index]):.1f}" for index in (0, 1))])
    words = sum(len(text.split()) for text in texts)
    body = f"{len(texts)} texts, {words:,} words.\n\n" + results.table(
        ["layout", "quotes with speakers", "actors"], rows
    )
    if options.texts:
        print(body)
    else:
        results.write("Layouts", "python -m benchmarks.ingest", body)


def shipped_texts() -> Iterator[str]:
    """Yield the texts of the articles that come with onrecord, a paragraph on each line, apart by empty lines."""
    for path in ingest.walk(ARTICLES):
        if str(path).endswith((".md", ".txt")):
            yield from (flat(draft.text) for draft in ingest.read(path))


def given_texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file of JSON Lines."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield flat(json.loads(line)["text"])


def flat(text: str) -> str:
    """Return a text with each paragraph on a line of its own, apart by empty lines."""
    return "\n\n".join(paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [" ".join(part.split()) for part in text.split("\n") if part.strip()]


def found_in(annotator: Annotator, texts: Iterable[str]) -> tuple[Facts, Facts]:
    """Return the quotes with their speakers and the actors that are found in texts."""
    quotes: Facts = Counter()
    actors: Facts = Counter()
    texts = list(texts)
    for number, (text, annotation) in enumerate(zip(texts, annotator.annotate_many(texts), strict=True)):
        quotes.update((str(number), *fact) for fact in quote_facts(text, annotation))
        actors.update((str(number), actor.name) for actor in annotation.actors)
    return quotes, actors


def quote_facts(text: str, annotation: Annotation) -> Iterator[tuple[str, ...]]:
    """Yield the letters of each quote, and the names of those who say it."""
    names = {actor.id: actor.name for actor in annotation.actors}
    for attribution in annotation.attributions:
        letters = re.sub(r"\W+", "", words_of(text, attribution.content))
        yield letters, *sorted(names[actor] for actor in attribution.speaker if actor in names)


def f1(expected: Facts, facts: Facts) -> float:
    """Return how much of two sets of facts is the same, of 100."""
    return 200 * (expected & facts).total() / max(expected.total() + facts.total(), 1)


# Layouts: each writes a text as a file, reads that, and returns the text that would be stored.


def read_back(content: str, path: Path) -> str:
    """Return the text that is read from a file with this content."""
    path.write_bytes(content.encode())
    return next(iter(ingest.read(path))).text


def wrapped(width: int, *, indent: str = "", prefix: str = "", gap: str = "\n\n") -> Callable[[str, Path], str]:
    """Return the layout of lines that are wrapped at a width."""

    def lay_out(text: str, folder: Path) -> str:
        lines = (
            textwrap.fill(each, width, initial_indent=prefix + indent, subsequent_indent=prefix)
            for each in paragraphs(text)
        )
        return read_back(gap.join(lines), folder / "a.txt")

    return lay_out


def hyphenated(text: str, folder: Path) -> str:
    """Wrap lines at 60 characters, with long words broken at their ends."""
    return read_back("\n\n".join(map(broken, paragraphs(text))), folder / "a.txt")


def broken(paragraph: str, width: int = 60, shortest: int = 8) -> str:
    """Return a paragraph in lines, with words of ``shortest`` letters and more broken to fill them."""
    lines, line = [], ""
    for word in paragraph.split():
        room = width - len(line) - 2
        if len(line) + 1 + len(word) <= width:
            line = f"{line} {word}".strip()
        elif len(word) >= shortest and word.isalpha() and room >= 3:
            place = min(room, len(word) - 3)
            lines.append(f"{line} {word[:place]}-")
            line = word[place:]
        else:
            lines.append(line)
            line = word
    return "\n".join([*lines, line])


def windows_json(text: str, folder: Path) -> str:
    """Wrap lines with the line ends of Windows in a line of JSON, as it passes through ``onrecord annotate``."""
    lines = "\n\n".join(textwrap.fill(each, 72) for each in paragraphs(text)).replace("\n", "\r\n")
    (folder / "a.jsonl").write_text(json.dumps({"text": lines}), encoding="utf-8")
    [(_, facts)] = ingest.texts(folder / "a.jsonl")
    return edited(facts, flow_edits(facts))


def printed(columns: int) -> Callable[[str, Path], str]:
    """Return the layout of a PDF with running heads and page numbers."""

    def lay_out(text: str, folder: Path) -> str:
        path = folder / "a.pdf"
        make_pdf(path, paragraphs(text), columns)
        return next(iter(ingest.read(path))).text

    return lay_out


def make_pdf(path: Path, texts: list[str], columns: int) -> None:
    """Print paragraphs in columns."""
    width, height = A4
    column = (width - 2 * MARGIN - GUTTER * (columns - 1)) / columns
    document = BaseDocTemplate(str(path), pagesize=A4)
    frames = [
        Frame(MARGIN + index * (column + GUTTER), 45, column, height - 95, leftPadding=0, rightPadding=0)
        for index in range(columns)
    ]
    document.addPageTemplates([PageTemplate(frames=frames, onPage=print_head)])
    style = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, spaceAfter=6)
    document.build([Paragraph(text.replace("&", "&amp;").replace("<", "&lt;"), style) for text in texts])


def print_head(canvas: object, document: BaseDocTemplate) -> None:
    """Print what stands above and below the text of every page."""
    draw = canvas.drawString  # type: ignore[attr-defined]
    draw(MARGIN, A4[1] - 30, "The Torvik Post, Friday")
    draw(MARGIN, 30, f"Page {document.page}")


LAYOUTS: dict[str, Callable[[str, Path], str]] = {
    "a paragraph on each line": lambda text, folder: read_back("\n".join(paragraphs(text)), folder / "a.txt"),
    "wrapped at 72": wrapped(72),
    "wrapped at 60 with hyphens": hyphenated,
    "wrapped at 72, indented, no empty lines": wrapped(72, indent="   ", gap="\n"),
    "wrapped at 72, quoted as in mails": wrapped(72, prefix="> ", gap="\n>\n"),
    "wrapped at 72, CRLF in JSON": windows_json,
    "PDF, one column": printed(1),
    "PDF, two columns": printed(2),
}

if __name__ == "__main__":
    main()
