"""How well are English pages of the web read: their words, paragraphs, titles, authors and dates?

usage: python -m benchmarks.pages [FOLDER] [--half 1|2] [--errors]

``FOLDER`` is a checkout of https://github.com/flairNLP/fundus (default: ``fundus`` beside the repository).
Its tests have pages of newspapers as they were sent, and what its own parser of each newspaper finds in them.
The pages belong to the newspapers and are not part of onrecord. Rules are chosen on one half of the
newspapers and measured on the other.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

from benchmarks import results
from onrecord.base.languages import detect_language
from onrecord.base.records import Draft
from onrecord.ingest.document import Document, buffered
from onrecord.ingest.readers import html
from onrecord.ingest.text_repair import repaired

FUNDUS = Path(__file__).resolve().parents[2] / "fundus"
PAGES = Path("tests", "resources", "parser", "test_data")
SHORTEST = 40
"""Characters of the shortest paragraph that is looked for."""


class Page(NamedTuple):
    """A page: its newspaper, its file, its address, its bytes, and what should be found in it."""

    newspaper: str
    name: str
    url: str
    data: bytes
    expected: Expected


class Expected(NamedTuple):
    """What should be found in a page."""

    title: str
    authors: list[str]
    published: str
    paragraphs: list[str]


class Score(NamedTuple):
    """What is right of one page: shares from 0 to 1, and paragraphs that stand alone of those that there are."""

    precision: float
    recall: float
    f1: float
    is_title: bool
    are_authors: bool | None
    is_date: bool
    alone: int
    paragraphs: int


def main() -> None:
    """Measure all pages, and write the table to RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FUNDUS)
    parser.add_argument("--half", type=int, choices=(1, 2))
    parser.add_argument("--errors", action="store_true", help="show what is not right")
    options = parser.parse_args()
    if not (options.folder / PAGES).is_dir():
        print(f"{options.folder} has no pages to measure on")
        return
    halves: dict[int, list[Score]] = {1: [], 2: []}
    pages = list(english_pages(options.folder))
    numbers = {newspaper: number for number, newspaper in enumerate(sorted({page.newspaper for page in pages}))}
    for page in pages:
        half = numbers[page.newspaper] % 2 + 1
        if options.half in (None, half):
            draft = draft_of(page)
            score = score_of(draft, page.expected)
            halves[half].append(score)
            if options.errors:
                show_errors(page, draft, score)
    rows = [row_of(f"half {half}", scores) for half, scores in halves.items() if scores]
    body = results.table(
        ["newspapers", "pages", "words P", "R", "F1", "titles", "authors", "dates", "paragraphs alone"],
        rows if options.half else [*rows, row_of("all", halves[1] + halves[2])],
    )
    if options.half:
        print(body)
    else:
        results.write("Pages", "python -m benchmarks.pages", body)


def english_pages(folder: Path) -> Iterator[Page]:
    """Yield the pages whose articles are in English."""
    for path in sorted((folder / PAGES).glob("*/*.html.gz")):
        newspaper = path.name.partition("_")[0]
        addresses = json.loads((path.parent / "meta.info").read_text(encoding="utf-8"))
        versions = json.loads((path.parent / f"{newspaper}.json").read_text(encoding="utf-8"))
        data = gzip.decompress(path.read_bytes())
        expected = expected_of(data, list(versions.values()))
        if detect_language(" ".join(expected.paragraphs)) == "en":
            yield Page(newspaper, path.name, addresses[path.name]["url"], data, expected)


def expected_of(data: bytes, versions: list[dict[str, Any]]) -> Expected:
    """Return what should be found in a page: of the versions of a parser, that whose words are in it."""
    page_words = Counter(words(data.decode("utf-8", "replace")))
    bodies = [(version, paragraphs_of(version)) for version in versions if version.get("body")]
    version, paragraphs = max(
        bodies, key=lambda body: (Counter(words(" ".join(body[1]))) & page_words).total() / len(" ".join(body[1]))
    )
    return Expected(
        version.get("title") or "",
        version.get("authors") or [],
        str(version.get("publishing_date") or "")[:10],
        paragraphs,
    )


def paragraphs_of(version: dict[str, Any]) -> list[str]:
    """Return the paragraphs of an article as fundus writes it."""
    body = version["body"]
    sections = [part for section in body["sections"] for part in (section["headline"], section["paragraphs"])]
    return [" ".join(paragraph.split()) for part in (body["summary"] or [], *sections) for paragraph in part or []]


def draft_of(page: Page) -> Draft:
    """Return what is found in a page."""
    document = Document(page.name, buffered(io.BytesIO(page.data)), url=page.url)
    return repaired(next(iter(html.read(document))))


def score_of(draft: Draft, expected: Expected) -> Score:
    """Return what is right of a page."""
    ours, theirs = Counter(words(draft.text)), Counter(words(" ".join(expected.paragraphs)))
    same = (ours & theirs).total()
    precision, recall = same / max(ours.total(), 1), same / max(theirs.total(), 1)
    long = [paragraph for paragraph in expected.paragraphs if len(paragraph) > SHORTEST]
    lines = {" ".join(line.split()) for line in draft.text.split("\n")}
    authors = sorted(map(letters, draft.author.split(", ")))
    return Score(
        precision,
        recall,
        2 * precision * recall / max(precision + recall, 1e-9),
        letters(draft.title) == letters(expected.title),
        authors == sorted(map(letters, expected.authors)) if expected.authors else None,
        draft.published == expected.published,
        sum(paragraph in lines for paragraph in long),
        len(long),
    )


def words(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return re.findall(r"\w+", text.lower())


def letters(text: str) -> str:
    """Return the letters and figures of a text in small letters."""
    return "".join(words(text))


def row_of(name: str, scores: list[Score]) -> list[str]:
    """Return a row of the table: means over the pages, and the share of all paragraphs, of 100."""
    authors = [score.are_authors for score in scores if score.are_authors is not None]
    shares = [
        mean(score.precision for score in scores),
        mean(score.recall for score in scores),
        mean(score.f1 for score in scores),
        mean(score.is_title for score in scores),
        mean(authors),
        mean(score.is_date for score in scores),
        sum(score.alone for score in scores) / sum(score.paragraphs for score in scores),
    ]
    return [name, str(len(scores)), *(f"{100 * share:.1f}" for share in shares)]


def show_errors(page: Page, draft: Draft, score: Score) -> None:
    """Print what is not right of a page: + what is too much, - what is lacking."""
    expected = page.expected
    print(f"== {page.name} P {score.precision:.2f} R {score.recall:.2f} alone {score.alone}/{score.paragraphs}")
    for is_right, ours, theirs in (
        (score.is_title, draft.title, expected.title),
        (score.are_authors is not False, draft.author, ", ".join(expected.authors)),
        (score.is_date, draft.published, expected.published),
    ):
        if not is_right:
            print(f"  + {ours}\n  - {theirs}")
    lines = [" ".join(line.split()) for line in draft.text.split("\n") if line.strip()]
    for sign, some, others in ("+", lines, expected.paragraphs), ("-", expected.paragraphs, lines):
        others_set = set(others)
        for line in some:
            if line not in others_set:
                print(f"    {sign} {line[:300]}")


if __name__ == "__main__":
    main()
