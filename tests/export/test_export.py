"""Exports against golden files, and what they promise of texts from outside.

After a wanted change, ``ONRECORD_GOLDEN=write pytest tests/export`` writes the golden files anew.
"""

from __future__ import annotations

import csv
import io
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import openpyxl
import pytest
from harbour_sample import harbour_annotation, span_of
from hypothesis import given
from hypothesis import strategies as st

from onrecord import export, ingest
from onrecord.base.markdown_text import plain_text
from onrecord.base.records import (
    Actor,
    Anchor,
    Annotation,
    Article,
    Attribution,
    CueType,
    Modality,
    Note,
    Polarity,
    QuoteKind,
    Span,
    UnnamedSource,
    quotes_of,
)
from onrecord.export import Exported, ExportError
from onrecord.export.citation import cite, one_line
from onrecord.export.csv import COLUMNS, guarded, unguarded
from onrecord.export.markdown import escape
from onrecord.export.rows import annotation_row
from onrecord.ingest.document import clean

GOLDEN = Path(__file__).parent / "golden"

TEXT = """Harbour *opens* again

Minister Ann Lee said on Friday: “The harbour is open. It will stay so.” She thinks that trade will grow.

=1+1, said a [bold] docker, “and @home”.
"""


def span(words: str, after: str = "") -> Span:
    return span_of(TEXT, words, after)


@pytest.fixture
def items() -> list[Exported]:
    harbour = harbour_annotation(TEXT, "“The harbour is open. It will stay so.”")
    by_a_docker = Attribution(
        source=[span("a [bold] docker")],
        cue=[span("said", "=1+1")],
        content=[span("=1+1"), span("“and @home”")],
        kind="mixed",
        confidence=0.5,
        unnamed="u1",
    )
    annotation = msgspec.structs.replace(
        harbour,
        attributions=[*harbour.attributions, by_a_docker],
        actors=[*harbour.actors, Actor(id="a2", name="Torvik", type="place", mentions=[])],
        unnamed=[UnnamedSource(id="u1", name="a [bold] docker", body="a1", mentions=[span("a [bold] docker")])],
        text_hash="abc",
    )
    article = Article(
        id=7,
        title="Harbour *opens* again",
        source="Torvik_Post",
        author="Bo Dahl",
        published="2021-04-16",
        url="https://post.example/a_b?c=<d>",
        tags=["trade", "harbour"],
        added="2021-04-17T08:00:00Z",
        words=30,
        position=12,
    )
    anchor = Anchor(exact="trade will\ngrow", start=3, end=9)
    notes = [
        Note(
            id=1,
            article=7,
            body="Compare *last year*.\n\n- a list\n",
            tags=["check"],
            created="2021-04-17T09:00:00Z",
        ),
        Note(id=2, article=7, body="Really?", anchor=anchor),
    ]
    bare = Article(id=8, title="1. Not read yet", words=1)
    return [Exported(article, TEXT, annotation, notes), Exported(bare, "Text.\x1b[31m")]


STREAMED = [name for name, form in export.FORMATS.items() if form.shape in ("text", "JSON")]


@pytest.mark.parametrize("name", STREAMED)
def test_golden(name: str, items: list[Exported]) -> None:
    out = io.StringIO(newline="")
    export.write(name, items, out)
    _compare_with_golden(f"sample.{name}", out.getvalue())


@pytest.mark.parametrize("name", ["obsidian", "brat", "inception"])
def test_golden_folders(name: str, items: list[Exported], tmp_path: Path) -> None:
    export.write_output(name, items, tmp_path / "out")
    golden = GOLDEN / f"sample.{name}"
    if os.environ.get("ONRECORD_GOLDEN") == "write":
        golden.mkdir(exist_ok=True)
        for file in (tmp_path / "out").iterdir():
            (golden / file.name).write_bytes(file.read_bytes())
    written = {file.name: file.read_text("utf-8") for file in (tmp_path / "out").iterdir()}
    assert written == {file.name: file.read_text("utf-8") for file in golden.iterdir()}


def test_golden_tables(items: list[Exported], tmp_path: Path) -> None:
    export.write_output("sqlite", items, tmp_path / "out.db")
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        _compare_with_golden("sample.sqlite", "\n".join(connection.iterdump()) + "\n")
    export.write_output("xlsx", items, tmp_path / "out.xlsx")
    rows = [
        msgspec.json.encode([sheet.title, *cells]).decode()
        for sheet in openpyxl.load_workbook(tmp_path / "out.xlsx")
        for cells in sheet.iter_rows(values_only=True)
    ]
    _compare_with_golden("sample.xlsx.jsonl", "\n".join(rows) + "\n")


def test_golden_parquet(items: list[Exported], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export.write_output("parquet", items, tmp_path / "out")
    rows = [
        msgspec.json.encode([file.stem, row]).decode()
        for file in sorted((tmp_path / "out").iterdir())
        for row in parquet.read_table(file).to_pylist()
    ]
    _compare_with_golden("sample.parquet.jsonl", "\n".join(rows) + "\n")


def test_every_format_has_a_golden_file() -> None:
    names = {file.name.removeprefix("sample.").removesuffix(".jsonl") or "jsonl" for file in GOLDEN.iterdir()}
    assert names == set(export.FORMATS)


def _compare_with_golden(name: str, written: str) -> None:
    file = GOLDEN / name
    if os.environ.get("ONRECORD_GOLDEN") == "write":
        file.write_text(written, "utf-8", newline="")
    assert written == file.read_bytes().decode()


def test_json_lines_are_read_again(items: list[Exported], tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    with path.open("w", encoding="utf-8", newline="") as out:
        export.write("jsonl", items, out)
    drafts = list(ingest.read(path))
    for draft, item in zip(drafts, items, strict=True):
        assert draft.text == item.text
        for name in ("title", "source", "author", "published", "url", "tags"):
            assert getattr(draft, name) == getattr(item.article, name)
    row = msgspec.json.decode(path.read_bytes().splitlines()[0])
    assert msgspec.convert(row["annotation"], Annotation) == items[0].annotation
    assert msgspec.convert(row["notes"], list[Note]) == items[0].notes


def test_csv_gives_every_quote_with_its_place(items: list[Exported]) -> None:
    out = io.StringIO(newline="")
    export.write("csv", items, out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [unguarded(row["quote"]) for row in rows] == [quote.quote for quote in items[0].quotes()]
    assert TEXT[int(rows[0]["start"]) : int(rows[0]["end"])] == rows[0]["quote"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


@pytest.mark.parametrize("name", STREAMED)
def test_an_article_is_written_before_the_next_one_is_asked_for(name: str, items: list[Exported]) -> None:
    out = io.StringIO()
    written = []

    def stream() -> Iterator[Exported]:
        for item in items:
            written.append(len(out.getvalue()))
            yield item

    export.write(name, stream(), out)
    assert written[1] > written[0] + len("Harbour")


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(ExportError, match=r"“word”.*markdown, html"):
        export.write("word", [], io.StringIO())


def test_a_quote_is_cited_on_two_lines(items: list[Exported]) -> None:
    first, second, third = items[0].quotes()
    assert cite(first) == (
        "“The harbour is open. It will stay so.”\n"
        "— Ann Lee (“Minister Ann Lee”), Harbour *opens* again, Torvik_Post, 16 April 2021, https://post.example/a_b?c=<d>"
    )
    assert cite(second).startswith("She thinks that trade will grow (indirect)\n— Ann Lee (“She”), ")
    assert cite(third).startswith(
        "=1+1, said a [bold] docker, “and @home” (partly indirect)\n— a [bold] docker for Ann Lee, "
    )


@pytest.mark.parametrize(
    ("kind", "text", "parts", "cited"),
    [
        ("direct", "“We go,” she said.", ["she", "said", "“We go,”"], "“We go,”"),
        ("direct", "He never said “We go.”", ["He", "said", "“We go.”"], "He never said “We go.”"),
        ("direct", "He denied saying “We go.”", ["He", "denied saying", "“We go.”"], "He denied saying “We go.”"),
        ("direct", "He could say: “We go.”", ["He", "say", "“We go.”"], "He could say: “We go.”"),
        ("indirect", "Lee said that they go.", ["Lee", "said", "that they go"], "Lee said that they go (indirect)"),
        ("indirect", "They go, says Lee.", ["Lee", "says", "They go"], "They go, says Lee (indirect)"),
        ("indirect", "Lee did not address the issue.", ["Lee", "address", "the issue"], "Lee did not address the issue (indirect)"),
        ("indirect", "Not once did Lee say that.", ["Lee", "say", "that"], "Not once did Lee say that (indirect)"),
        ("indirect", "Nor did Lee mention it.", ["Lee", "mention", "it"], "Nor did Lee mention it (indirect)"),
        ("indirect", "It goes on.", ["It goes on"], "It goes on (indirect)"),
        ("mixed", "Lee said that they “go”.", ["Lee", "said", "that they “go”"], "Lee said that they “go” (partly indirect)"),
    ],
)  # fmt: skip
def test_nobody_is_given_words_that_are_not_theirs(
    kind: QuoteKind, text: str, parts: list[str], cited: str
) -> None:
    *around, content = [[(text.index(part), text.index(part) + len(part))] for part in parts]
    source, cue = around or ([], [])
    attribution = Attribution(source=source, cue=cue, content=content, kind=kind)
    (quote,) = quotes_of(Article(id=1, title="T"), text, Annotation(attributions=[attribution]))
    assert cite(quote).splitlines()[0] == cited


@pytest.mark.parametrize("cue_type", ["belief", "attitude", "document"])
def test_what_nobody_said_comes_with_its_cue(cue_type: CueType, items: list[Exported]) -> None:
    quote = msgspec.structs.replace(items[0].quotes()[0], cue_type=cue_type)
    assert cite(quote).startswith("Minister Ann Lee said on Friday: “The harbour is open. It will stay so.”\n")


@pytest.mark.parametrize(
    ("polarity", "modality", "label"), [("negative", "future", "not said"), ("positive", "future", "not yet said")]
)
def test_what_was_not_said_is_never_cited_as_their_words(
    polarity: Polarity, modality: Modality, label: str, items: list[Exported]
) -> None:
    quote = msgspec.structs.replace(items[0].quotes()[0], polarity=polarity, modality=modality)
    words = "Minister Ann Lee said on Friday: “The harbour is open. It will stay so.”"
    assert cite(quote).startswith(f"{words} ({label})\n")


def test_an_annotation_lists_what_was_not_said_apart(items: list[Exported]) -> None:
    annotation = items[0].annotation
    assert annotation is not None
    first, *others = annotation.attributions
    unsaid = msgspec.structs.replace(first, modality="asked")
    row = annotation_row(msgspec.structs.replace(annotation, attributions=[unsaid, *others]))
    assert (row["attributions"], row["unsaid"]) == (others, [unsaid])


def test_a_quote_without_its_passage_is_cited_with_source_and_cue(items: list[Exported]) -> None:
    quote = msgspec.structs.replace(items[0].quotes()[1], passage="")
    assert cite(quote).startswith("She thinks that trade will grow (indirect)\n")


@given(st.text())
def test_a_cell_is_no_formula_and_comes_back(cell: str) -> None:
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(cell)) == cell


@given(st.text(alphabet=st.sampled_from("ab1 .)\\`*_[]<>&;#+-=~|!(){}:\"'\n\tx/éя\x1b\u202e&amp;"), max_size=40))
def test_markdown_shows_what_the_text_says(text: str) -> None:
    assert clean(plain_text(escape(text))) == one_line(text)
