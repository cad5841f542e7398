"""Each format opened by the library of its field, with hostile titles and texts in it."""

from __future__ import annotations

import gc
import io
import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import conllu
import msgspec
import openpyxl
import pandas
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from cassis import load_cas_from_xmi, load_typesystem
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from datasette.app import Datasette
from lxml import etree
from pyld import jsonld

from onrecord import export
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Actor, Annotation, Article, Attribution, Entity, Note
from onrecord.export import Exported, ExportError, obsidian
from onrecord.export.bibtex import escape as latex

TEXT = "Äbte & Söhne 😀\n\n“We go,\nand stay,” said Ann <b>Lee</b>. =1+1 is {not} a [formula]. #no_tag ==no==\n\n- no list"
TITLE = '=Ann {Lee} & "Co" <script>alert(1)</script> \x1b[31m'


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.fixture
def item() -> Exported:
    annotation = Annotation(
        entities=[Entity(span=place("Ann"), label="PERSON", actor="a1")],
        attributions=[
            Attribution(
                source=[place("Ann <b>Lee</b>")],
                cue=[place("said")],
                content=[place("“We go,\nand stay,”")],
                kind="direct",
                speaker=["a1"],
            ),
            Attribution(
                source=[], cue=[], content=[place("=1+1")], kind="indirect", confidence=0.3, modality="asked"
            ),
        ],
        actors=[Actor(id="a1", name="Ann [Lee]", type="person", roles=["head"], mentions=[place("Ann")])],
        annotator="1 test",
    )
    article = Article(
        id=3,
        title=TITLE,
        source="Torvik Post",
        author="Bo Dahl and Ann Ek",
        published="2021-04-16",
        url="https://post.example/a_b?c=%20{x}",
        tags=["front page", "2021", "#é/x"],
        words=20,
        language="en",
        text_hash="abc123",
    )
    notes = [Note(id=1, article=3, body="Why *now*?", tags=["ask me"], anchor=anchor_at(TEXT, place("said")))]
    return Exported(article, TEXT, annotation, notes)


def text_of(name: str, *items: Exported) -> str:
    out = io.StringIO(newline="")
    export.write(name, items, out)
    return out.getvalue()


def test_rispy_reads_references(item: Exported) -> None:
    (entry,) = rispy.loads(text_of("ris", item))
    assert entry["type_of_reference"] == "NEWS"
    assert entry["title"] == TITLE.replace("\x1b", "")
    assert entry["authors"] == ["Bo Dahl", "Ann Ek"]
    assert entry["date"] == "2021/04/16"
    assert entry["keywords"] == ["front page", "2021", "#é/x"]


def test_bibtexparser_reads_entries(item: Exported) -> None:
    library = parse_string(text_of("bibtex", item, item))
    assert [str(block.key) for block in library.entries] == ["onrecord3"]
    assert len(library.failed_blocks) == 1  # the second has the same key
    fields = {field.key: field.value for field in library.entries[0].fields}
    assert fields["author"] == "{Bo Dahl} and {Ann Ek}"
    assert fields["title"].startswith(r"{=Ann \{Lee\} \& ")
    assert fields["url"] == "https://post.example/a_b?c=%20%7Bx%7D"
    assert latex("a\\b~c") == r"a\textbackslash{}b\textasciitilde{}c"


def test_a_reference_without_a_day_keeps_what_there_is() -> None:
    article = Article(id=1, title="T", published="spring 2021")
    (reference,) = json.loads(text_of("csl", Exported(article, "x")))
    assert reference["issued"] == {"literal": "spring 2021"}
    assert json.loads(text_of("csl")) == []


def test_a_workbook_has_three_sheets_and_no_formula(item: Exported, tmp_path: Path) -> None:
    export.write_output("xlsx", [item], tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["quotes", "actors", "articles"]
    rows = [dict(zip(*pair, strict=True)) for pair in _rows(book["quotes"])]
    assert [row["quote"] for row in rows] == ["“We go, and stay,”", "=1+1"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert rows[0]["title"] == TITLE.replace("\x1b", "␛")
    assert next(_rows(book["actors"]))[1][2] == "Ann [Lee]"


def _rows(sheet: Any) -> Any:
    head, *rows = sheet.iter_rows(values_only=True)
    return ((head, row) for row in rows)


def test_a_workbook_that_would_be_too_long_is_refused(
    item: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.export import xlsx

    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    export.write_output("xlsx", [item], tmp_path / "two.xlsx")
    with pytest.raises(xlsx.TooManyRows, match="at most 3 rows"):
        export.write_output("xlsx", [item, item], tmp_path / "four.xlsx")
    assert not (tmp_path / "four.xlsx").exists()


def test_sql_finds_who_said_what(item: Exported, tmp_path: Path) -> None:
    export.write_output("sqlite", [item], tmp_path / "out.db")
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        said = connection.execute("SELECT speaker, quote, doubtful FROM said_by").fetchall()
        assert said == [("Ann [Lee]", "“We go, and stay,”", 0)]
        assert connection.execute("SELECT name, said, roles FROM actors").fetchall() == [("Ann [Lee]", 1, "head")]
        assert connection.execute("SELECT tags, text FROM articles").fetchone() == ("front page; 2021; #é/x", TEXT)


async def test_datasette_shows_tables_and_the_view_with_links(item: Exported, tmp_path: Path) -> None:
    export.write_output("sqlite", [item], tmp_path / "out.db")
    site = Datasette([str(tmp_path / "out.db")])
    await site.invoke_startup()
    said = (await site.client.get("/out/said_by.json?_shape=array")).json()
    assert [(row["speaker"], row["quote"]) for row in said] == [("Ann [Lee]", "“We go, and stay,”")]
    quotes = (await site.client.get("/out/quotes.json?_labels=on")).json()["rows"]
    assert [row["article"]["label"] for row in quotes] == [TITLE] * 2


def test_pandas_reads_a_quote_a_row(item: Exported, tmp_path: Path) -> None:
    export.write_output("csv", [item], tmp_path / "out.csv")
    frame = pandas.read_csv(tmp_path / "out.csv")
    assert list(frame["quote"]) == ["“We go, and stay,”", "'=1+1"]  # no formula for a spreadsheet
    assert frame["date"].tolist() == ["2021-04-16"] * 2
    assert pandas.to_numeric(frame["confidence"]).tolist() == [1.0, 0.3]


def test_pandas_reads_json_lines(item: Exported, tmp_path: Path) -> None:
    export.write_output("jsonl", [item], tmp_path / "out.jsonl")
    frame = pandas.read_json(tmp_path / "out.jsonl", lines=True)
    assert frame.loc[0, "text"] == TEXT
    assert frame.loc[0, "annotation"]["actors"][0]["name"] == "Ann [Lee]"


def test_citeproc_cites_an_article(item: Exported, tmp_path: Path) -> None:
    references = CiteProcJSON(json.loads(text_of("csl", item)))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, references, formatter.plain)
    bibliography.register(Citation([CitationItem("onrecord3")]))
    (entry,) = map(str, bibliography.bibliography())
    assert "Bo Dahl" in entry
    assert "2021" in entry
    assert "Torvik Post" in entry


def test_parquet_is_read_with_lists_as_lists(item: Exported, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    export.write_output("parquet", [item], tmp_path / "out")
    (first, _) = pq.read_table(tmp_path / "out" / "quotes.parquet").to_pylist()
    assert (first["actor"], first["doubtful"], first["start"]) == (["Ann [Lee]"], False, place("“We go")[0])
    assert pq.read_table(tmp_path / "out" / "articles.parquet").to_pylist()[0]["tags"] == item.article.tags


def test_a_format_whose_library_is_missing_says_what_to_install(
    item: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(export.FORMATS, "parquet", export.FORMATS["parquet"]._replace(module="no_such_module"))
    with pytest.raises(ExportError, match=r"needs .*: pip install 'onrecord\[tables\]'"):
        export.write_output("parquet", [item], tmp_path / "out")


def test_json_ld_is_expanded_with_both_selectors(item: Exported) -> None:
    page = json.loads(text_of("w3c", item))
    first, second, note = page["items"]
    assert first["target"][0]["selector"][1] == {"type": "TextPositionSelector", "start": 16, "end": 34}
    assert first["target"][0]["selector"][0]["exact"] == "“We go,\nand stay,”"
    assert {"type": "TextualBody", "purpose": "tagging", "value": "doubtful: yes"} in second["body"]
    assert (note["motivation"], note["body"][0]["value"]) == ("commenting", "Why *now*?")
    context = {"@vocab": "http://www.w3.org/ns/oa#", "id": "@id", "type": "@type"}
    (expanded,) = jsonld.expand(page | {"@context": context})
    assert expanded["@type"] == ["http://www.w3.org/ns/oa#AnnotationPage"]
    assert len(expanded["http://www.w3.org/ns/oa#items"]) == 3


def test_brat_has_passages_in_pieces_and_events(item: Exported, tmp_path: Path) -> None:
    export.write_output("brat", [item], tmp_path / "out")
    text = (tmp_path / "out" / "3.txt").read_text("utf-8")
    lines = (tmp_path / "out" / "3.ann").read_text("utf-8").splitlines()
    passages = [line.split("\t") for line in lines if line.startswith("T")]
    for _, spans, words in passages:
        pieces = [tuple(map(int, span.split())) for span in spans.partition(" ")[2].split(";")]
        assert " ".join(text[start:end] for start, end in pieces) == words
    assert ["T4", "Content 16 23;24 34", "“We go, and stay,”"] in passages
    assert "E1\tCue:T2 Source:T3 Content:T4" in lines
    assert "E2\tContent:T5" in lines
    assert "A8\tModality E2 asked" in lines


def test_cassis_reads_documents_with_their_offsets(item: Exported, tmp_path: Path) -> None:
    export.write_output("inception", [item], tmp_path / "out")
    with (tmp_path / "out" / "TypeSystem.xml").open("rb") as types, (tmp_path / "out" / "3.xmi").open("rb") as xmi:
        cas = load_cas_from_xmi(xmi, typesystem=load_typesystem(types))
    assert cas.sofa_string == TEXT
    parts = {each.part: each.get_covered_text() for each in cas.select("onrecord.Quotation") if each.quote == "0"}
    assert parts == {"Source": "Ann <b>Lee</b>", "Cue": "said", "Content": "“We go,\nand stay,”"}
    (entity,) = cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    assert (entity.value, entity.get_covered_text()) == ("PERSON", "Ann")


def test_tasks_for_annotators_have_the_words_at_their_offsets(item: Exported) -> None:
    (task,) = json.loads(text_of("label-studio", item))
    results = task["predictions"][0]["result"]
    for result in results:
        if result["type"] == "labels":
            value = result["value"]
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
    relations = [(each["from_id"], each["to_id"]) for each in results if each["type"] == "relation"]
    assert relations == [("q0.0", "q0.2"), ("q0.1", "q0.2")]
    line = json.loads(text_of("prodigy", item))
    assert [span["label"] for span in line["spans"]] == ["PERSON", "Source", "Cue", "Content", "Content"]
    assert line["spans"][3]["speaker"] == "Ann [Lee]"
    assert line["spans"][4]["modality"] == "asked"


def test_conllu_reads_sentences_with_the_parts_of_quotes(item: Exported) -> None:
    sentences = conllu.parse(text_of("conllu", item))
    said = next(token for sentence in sentences for token in sentence if token["form"] == "said")
    assert said["misc"]["Cue"] == "B-0"
    assert sentences[0].metadata["newdoc id"] == "3"


def test_columns_have_a_token_a_line(item: Exported) -> None:
    lines = text_of("conllu", item).splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert all(len(row) == 10 for row in rows)
    said = next(row for row in rows if row[1] == "said")
    assert "Cue=B-0" in said[9].split("|")
    contents = [row[1] for row in rows if "Content=I-0" in row[9] or "Content=B-0" in row[9]]
    assert contents == ["“", "We", "go", ",", "and", "stay", ",", "”"]
    assert sum("Content=B-0" in row[9] for row in rows) == 1


def test_entities_of_follow_the_money_lead_to_the_article(item: Exported) -> None:
    article, person, link = (json.loads(line) for line in text_of("ftm", item).splitlines())
    assert (article["schema"], person["schema"], link["schema"]) == ("Article", "Person", "Documentation")
    assert person["properties"] == {"name": ["Ann [Lee]"], "position": ["head"]}
    assert link["properties"]["entity"] == [person["id"]]
    assert link["properties"]["document"] == [article["id"]]
    assert link["properties"]["role"] == ["quoted, speech"]


def test_a_page_has_no_script_and_marks_each_speaker(item: Exported) -> None:
    page = text_of("html", item)
    tree = etree.fromstring(page.encode(), etree.HTMLParser())
    assert tree.xpath("//script | //*[@onclick] | //img | //link") == []
    assert tree.xpath("//h1")[0].text == TITLE.replace("\x1b", "")
    assert [mark.text for mark in tree.xpath("//mark")] == ["“We go,", "and stay,”"]
    assert tree.xpath("//ul[@class='key']/li")[0].xpath("string()") == "① Ann [Lee]"
    assert "=1+1 (asked for)" in tree.xpath("string(//figure[2])")
    assert "".join(tree.xpath("//article/p[not(@class)]//text()[not(parent::sup)]")) == TEXT.replace("\n", "")


def test_a_vault_keeps_what_was_written_in_it(item: Exported, tmp_path: Path) -> None:
    export.write_output("obsidian", [item], tmp_path)
    (note,) = tmp_path.iterdir()
    first = note.read_text("utf-8")
    assert "\\#no\\_tag \\=\\=no\\=\\=" in first
    assert "==“We go,==\n\n==and stay,”== said" in first
    assert "[[Ann Lee|Ann (Lee)]]" in first
    assert "- front-page\n- '2021_'\n- é/x\n" in first
    assert "^quote-0" in first

    moved = tmp_path / "read" / "My name.md"
    moved.parent.mkdir()
    note.rename(moved)
    mine = (
        first.replace("tags:\n", "rating: 5\ntags:\n- mine\n").replace("---\n%%", "---\nBefore.\n\n%%")
        + "\nAfter.\n"
    )
    moved.write_text(mine, "utf-8")
    changed = msgspec.structs.replace(item.article, source="Torvik Courier")
    export.write_output("obsidian", [Exported(changed, item.text, item.annotation)], tmp_path)
    again = moved.read_text("utf-8")
    assert list(tmp_path.rglob("*.md")) == [moved]
    for words in ("rating: 5", "- mine", "Before.", "After.", "source: Torvik Courier"):
        assert words in again
    assert "Why *now*?" not in again
    assert again.count("%% onrecord: end %%") == 1


def test_articles_of_one_title_have_files_of_their_own(item: Exported, tmp_path: Path) -> None:
    other = msgspec.structs.replace(item.article, id=4, text_hash="other")
    (tmp_path / "untouched.md").write_text("---\nonrecord: [\n---\nMine.")
    export.write_output("obsidian", [item, Exported(other, "Other.")], tmp_path)
    names = sorted(file.name for file in tmp_path.iterdir())
    first, second = (name.removesuffix(".md") for name in names if name != "untouched.md")
    assert {first, second} == {min(first, second, key=len), min(first, second, key=len) + " 2"}
    assert (tmp_path / "untouched.md").read_text() == "---\nonrecord: [\n---\nMine."


def test_a_note_whose_properties_are_broken_loses_nothing(item: Exported) -> None:
    written = "---\ntags: [a\n---\nMine."
    assert written.removeprefix("---\n") in obsidian.merged(written, item)


def test_a_folder_and_a_file_are_not_mixed_up(item: Exported, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ExportError, match="is a file, and the format “brat”"):
        export.write_output("brat", [item], tmp_path / "file")
    with pytest.raises(ExportError, match="is a folder, and the format “xlsx”"):
        export.write_output("xlsx", [item], tmp_path)
    with pytest.raises(ExportError, match="“xlsx” is written to a file"):
        export.write("xlsx", [item], io.StringIO())
    assert (tmp_path / "file").read_text() == "mine"


def test_nothing_else_is_in_the_workbook(item: Exported) -> None:
    out = io.BytesIO()
    export.write_bytes("xlsx", [item], out)
    assert not [name for name in zipfile.ZipFile(out).namelist() if "vba" in name.lower()]


def test_what_is_written_in_any_format_is_its_users_alone_and_whole_or_not_there(
    item: Exported, tmp_path: Path
) -> None:
    def cut_off() -> Iterator[Exported]:
        yield item
        raise OSError("cut off")

    before = os.umask(0)
    try:
        for name in export.FORMATS:
            export.write_output(name, [item], tmp_path / name)
            written = [path for path in (tmp_path / name, *(tmp_path / name).rglob("*")) if path.is_file()]
            assert written, name
            assert {path.stat().st_mode & 0o777 for path in written} == {0o600}, name
            contents = {path: path.read_bytes() for path in written}
            with pytest.raises(OSError, match="cut off"):
                export.write_output(name, cut_off(), tmp_path / name)
            assert {path: path.read_bytes() for path in contents} == contents, name
    finally:
        os.umask(before)


class FullDisk(io.BytesIO):
    """A file for which there is no room."""

    def write(self, _: object, /) -> int:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("name", [name for name, form in export.FORMATS.items() if form.shape == "binary"])
def test_where_there_is_no_room_the_system_says_so(name: str, item: Exported) -> None:
    with pytest.raises(OSError, match="No space left"):
        export.write_bytes(name, [item], FullDisk())


def test_where_a_workbook_cannot_be_made_the_system_says_so(
    item: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.export.xlsx.TemporaryFile", FullDisk)
    monkeypatch.delattr(zipfile.ZipFile, "__del__")  # which would write once more, and be told of
    with pytest.raises(OSError, match="No space left") as caught:
        export.write_bytes("xlsx", [item], io.BytesIO())
    assert caught.value.errno == 28
    del caught
    gc.collect()  # the library's file among it
