"""What is read from each form: plain text, Markdown, web pages, JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from onrecord import ingest
from onrecord.base.records import Draft
from onrecord.ingest import IngestError


def read_one(path: Path) -> Draft:
    [draft] = ingest.read(path)
    return draft


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


# Plain text


def test_a_headline_is_the_title_and_stays_in_the_text(tmp_path: Path) -> None:
    text = "Harbour opens again\n\nThe harbour of Torvik opened on Monday.\n"
    draft = read_one(write(tmp_path / "a.txt", text))
    assert draft == Draft(title="Harbour opens again", text=text, language="en")


@pytest.mark.parametrize("text", ["Two lines\nof one paragraph.\n\nAnother.", f"{'word ' * 60}\n\nAnother."])
def test_without_a_headline_the_file_gives_the_title(tmp_path: Path, text: str) -> None:
    assert read_one(write(tmp_path / "harbour opens.txt", text)).title == "harbour opens"


def test_only_line_ends_nuls_and_the_byte_order_mark_are_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffTitle\r\n\r\nSaid\t“no”\0 \x1b[31mand\rwent.  \n\n".encode())
    assert read_one(path).text == "Title\n\nSaid\t“no” \x1b[31mand\nwent.  \n\n"


# Markdown


def test_front_matter_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.md",
        "---\ntitle: 'Harbour: open again'\ndate: 2021-04-16\nauthor: [Ann Lee, Bo Dahl]\nsource: Torvik Post\n"
        "url: https://post.example/1\ntags: [harbour, '#trade']\n---\nThe *harbour* opened.\n",
    )
    assert read_one(path) == Draft(
        title="Harbour: open again",
        text="The harbour opened.",
        source="Torvik Post",
        author="Ann Lee, Bo Dahl",
        published="2021-04-16",
        url="https://post.example/1",
        tags=["harbour", "trade"],
    )


def test_the_first_heading_is_the_title_where_nothing_else_is(tmp_path: Path) -> None:
    draft = read_one(write(tmp_path / "a.md", "# Harbour *opens*\n\nIt did.\n"))
    assert (draft.title, draft.text) == ("Harbour opens", "It did.")


def test_front_matter_that_is_no_yaml_names_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "---\nauthor: Ann\ntitle: Harbour: open\n---\nText.\n")
    with pytest.raises(IngestError, match="line 3 of its front matter"):
        read_one(path)


def test_nothing_below_front_matter_is_empty(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="empty"):
        read_one(write(tmp_path / "a.md", "---\ntitle: Harbour\n---\n\n"))


def test_an_error_without_its_place_is_of_the_first_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(_: str) -> None:
        raise yaml.MarkedYAMLError(problem="odd")

    monkeypatch.setattr("frontmatter.parse", parse)
    with pytest.raises(IngestError, match=r"line 1 of its front matter is no YAML \(odd\)"):
        read_one(write(tmp_path / "a.md", "Text."))


def test_a_day_that_is_none_is_no_front_matter(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r": its front matter is no YAML \(.*; correct it$"):
        read_one(write(tmp_path / "a.md", "---\ndate: 2021-02-30\n---\nText.\n"))


# Web pages

PAGE = """<!doctype html><html lang="en"><head><meta charset="{charset}">
<title>Harbour opens again | Torvik Post</title>
<meta property="og:title" content="Harbour opens again"><meta property="og:site_name" content="Torvik Post">
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2021-04-16T08:00:00Z">
<link rel="canonical" href="https://post.example/harbour"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Harbour opens again</h1>
<p>The harbour of Torvik opened again on Friday after three weeks, and the first two ships came in at noon.</p>
<p>“We are <b>glad</b> – at last,” said Maria Jansen, who leads the union of the dockers &amp; their families.</p>
<ul><li>Ships that wait: 14</li><li>Ships that left: 2</li></ul>
<p>The minister called it “a good day” and promised that nobody would lose their work this year or the next.</p>
</article><footer>© Torvik Post. All rights reserved.</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1"])
def test_a_page_gives_its_article_alone(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(charset=charset).encode("utf-8" if charset == "utf-8" else "cp1252"))
    draft = read_one(path)
    assert (draft.title, draft.source, draft.author) == ("Harbour opens again", "Torvik Post", "Ann Lee")
    assert (draft.published, draft.url) == ("2021-04-16", "https://post.example/harbour")
    assert "“We are glad – at last,” said Maria Jansen, who leads the union of the dockers & their" in draft.text
    assert "\n\n- Ships that wait: 14\n- Ships that left: 2\n\n" in draft.text
    assert "Sport" not in draft.text
    assert "rights" not in draft.text


def test_a_page_without_an_article_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"no article.*\.txt"):
        read_one(write(tmp_path / "page.html", "<html><body></body></html>"))


# JSON lines


def test_json_lines_are_articles(tmp_path: Path) -> None:
    rows = [
        {
            "title": "Harbour opens",
            "text": "The harbour\r\nopened.",
            "source": "Torvik Post",
            "author": ["Ann Lee", "Bo Dahl"],
            "date": "16 April 2021",
            "url": "https://post.example/1",
            "tags": "harbour, #trade",
        },
        {"text": "Only a text.", "published": "2021-04-17T10:00:00Z", "tags": None},
    ]
    path = write(tmp_path / "a.jsonl", "\ufeff" + json.dumps(rows[0]) + "\n\n" + json.dumps(rows[1]))
    assert list(ingest.read(path)) == [
        Draft(
            title="Harbour opens",
            text="The harbour\nopened.",
            source="Torvik Post",
            author="Ann Lee, Bo Dahl",
            published="2021-04-16",
            url="https://post.example/1",
            tags=["harbour", "trade"],
        ),
        Draft(
            title="Only a text.",
            text="Only a text.",
            published="2021-04-17",
        ),
    ]


def test_broken_lines_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"text": "First one."}\n{"text": "Second\n["text"]\n{"title": "no text"}\n'
        b'\x00\x01\x02\x03\n{"text": "Half a letter: \\ud800"}\n{"text": "Last."}\n'
    )
    failures: list[IngestError] = []
    drafts = list(ingest.read(path, failed=failures.append))
    assert [draft.text for draft in drafts] == ["First one.", "Last."]
    assert [failure.name for failure in failures] == [f"{path}, line {number}" for number in (2, 3, 4, 5, 6)]
    assert "not valid JSON" in failures[0].reason
    assert "object" in failures[1].reason
    assert '"text"' in failures[2].reason
    assert "binary" in failures[3].reason


def test_the_first_broken_line_is_raised_when_nobody_listens(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="line 2"):
        list(ingest.read(write(tmp_path / "a.jsonl", '{"text": "One."}\nno\n')))


@pytest.mark.parametrize("row", ['{"text": 7}', '{"text": " "}', '{"title": "T"}'])
def test_a_line_without_words_has_no_text(tmp_path: Path, row: str) -> None:
    with pytest.raises(IngestError, match='line 1: without a "text" to read'):
        read_one(write(tmp_path / "a.jsonl", row))


def test_a_file_without_a_line_is_empty_and_one_of_empty_lines_has_no_article(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="empty"):
        read_one(write(tmp_path / "a.jsonl", ""))
    assert list(ingest.read(write(tmp_path / "a.jsonl", "\n\n"))) == []


def test_a_line_of_just_the_limit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = '{"text": "Open."}\n'
    path = write(tmp_path / "a.jsonl", line * 2)
    monkeypatch.setattr("onrecord.ingest.readers.json_records.LIMIT", len(line))
    assert [draft.text for draft in ingest.read(path)] == ["Open.", "Open."]
    monkeypatch.setattr("onrecord.ingest.readers.json_records.LIMIT", len(line) - 1)
    with pytest.raises(IngestError, match="line 1: larger than"):
        list(ingest.read(path))


def test_a_line_that_fails_gives_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def iso_date(date: str) -> str:
        if date == "odd":
            raise KeyError(date)
        return date

    monkeypatch.setattr("onrecord.ingest.fields.iso_date", iso_date)
    path = write(
        tmp_path / "a.jsonl", '{"text": "One.", "date": "1", "published": "2"}\n{"text": "Two.", "date": "odd"}\n'
    )
    failures: list[IngestError] = []
    assert list(ingest.read(path, failed=failures.append)) == [Draft(title="One.", text="One.", published="1")]
    assert [failure.name for failure in failures] == [f"{path}, line 2"]


def test_texts_keep_their_ids_and_every_character(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"id": "x7", "text": "a\\r\\nb"}\n{"text": "\\ufeffc"}\n')
    assert list(ingest.texts(path)) == [("x7", "a\r\nb"), (2, "\ufeffc")]
    plain_file = write(tmp_path / "a.txt", "Just a text.")
    assert list(ingest.texts(plain_file)) == [(str(plain_file), "Just a text.")]


def test_escape_sequences_are_text_and_noise_is_not(tmp_path: Path) -> None:
    file = tmp_path / "evil.txt"
    file.write_bytes("Title [bold]x[/] \x1b[31mred\x1b]0;name\x07 \u202eabc\n\nBody, 😀 漢字\ttab.\n".encode())
    (draft,) = ingest.read(file)
    assert "\x1b[31mred" in draft.text
    file.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(IngestError, match="binary"):
        list(ingest.read(file))
    file.write_bytes(b"\x00\x01\x02ascii only but no text\x00" * 50)
    with pytest.raises(IngestError, match="binary"):
        list(ingest.read(file))


@pytest.mark.parametrize(
    ("lines", "title", "author", "text"),
    [
        ("Title: Harbour opens\nAuthor: Ann Lee\nDate: 2021-04-16\n\n", "Harbour opens", "Ann Lee", "It is open."),
        ("Title: Harbour opens\nRemark: none\n\n", "a", "", None),
        ("Author: Ann Lee\nDate: 2021-04-16\n\n", "a", "", None),
        ("REPORTER: Is it open?\nLEE: It is.\n\n", "a", "", None),
        ("Title: Harbour opens\nAuthor: Ann Lee\n", "a", "", None),
    ],
    ids=["facts", "a title alone", "no title", "people who speak", "no empty line"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_lines_with_title_and_author_before_a_text_are_facts(
    tmp_path: Path, name: str, lines: str, title: str, author: str, text: str | None
) -> None:
    (tmp_path / name).write_text(f"{lines}It is open.\n", "utf-8")
    [draft] = ingest.read(tmp_path / name)
    assert draft.text.strip() == text or (text is None and draft.text.startswith(lines[:9]))
    assert draft.author == author
    assert draft.title == title or text is None
