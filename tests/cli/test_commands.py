"""The commands in one process: what they print, store and answer, on a real archive without a model."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import sys
from pathlib import Path

import pytest
from command_sample import HARBOUR, FakeEngine, Run, span

from onrecord.archive import Archive, ArchiveLocked
from onrecord.archive.parts.article_search import ArticleSearch
from onrecord.archive.parts.note_store import NoteStore
from onrecord.base.records import Actor, Annotation, Draft, hash_text
from onrecord.cli import KEYS, output
from onrecord.cli.annotate import EngineChoice, annotate_stored
from onrecord.entry import main as entry
from onrecord.tui.looks.keymap import ACTIONS

# Adding


def test_add_stores_what_it_reads_and_says_what_it_could_not(onrecord: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(HARBOUR)
    (tmp_path / "in" / "b.md").write_text(
        "---\ntitle: Water\ndate: 15 Apr 2021\ntags: [dry]\n---\nWater is scarce."
    )
    (tmp_path / "in" / "copy.txt").write_text(HARBOUR)
    (tmp_path / "in" / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "broken.jsonl").write_text('{"text": "One line."}\n{"text"\n')
    ran = onrecord(
        "add", "--no-annotate", "--tag", "x", tmp_path / "in", tmp_path / "broken.jsonl", tmp_path / "none"
    )
    assert ran.status == 1
    assert "3 added" in ran.out
    assert "1 already in the archive, with the same text:\n     1  " in ran.out
    assert "copy.txt" in ran.out
    assert "3 not read:" in ran.err
    assert "picture.jpg: not text but a picture (JPEG" in ran.err
    assert "broken.jsonl, line 2: not valid JSON" in ran.err
    assert "none: there is no such file" in ran.err

    rows = json.loads(onrecord("list", "--format", "json").out)
    assert {row["title"] for row in rows} == {"Harbour opens again", "Water", "One line."}
    assert {row["date"] for row in rows} == {"", "2021-04-15"}
    assert {tuple(sorted(row["tags"])) for row in rows} == {("x",), ("dry", "x")}


def test_add_reads_standard_input_and_takes_what_options_say(onrecord: Run) -> None:
    said = ["--source", "Torvik Post", "--date", "16 Apr 2021", "--url", "https://post.example/1"]
    ran = onrecord("add", "-", "--no-annotate", "--format", "jsonl", *said, stdin=HARBOUR)
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out) == {
        "id": 1,
        "new": True,
        "new_version": False,
        "title": "Harbour opens again",
        "from": "-",
    }
    [row] = json.loads(onrecord("list", "--format", "json").out)
    assert (row["source"], row["date"], row["url"]) == ("Torvik Post", "2021-04-16", "https://post.example/1")
    again = onrecord("add", "-", "--no-annotate", stdin=HARBOUR)
    assert again.status == 0
    assert "0 added" in again.out
    assert "1 already in the archive" in again.out


def test_add_takes_an_archive_in_tinydbs_form_from_standard_input(onrecord: Run, tmp_path: Path) -> None:
    onrecord("add", "-", "--no-annotate", "--tag", "port", stdin=HARBOUR)
    plain = onrecord("export", "--format", "tinydb").out
    other = ["--archive", tmp_path / "other"]
    ran = onrecord("add", "-", "--no-annotate", "--format", "jsonl", *other, stdin=plain)
    assert (ran.status, ran.err) == (0, "Adding standard input.\n")
    assert json.loads(ran.out) == {
        "id": 1,
        "new": True,
        "new_version": False,
        "title": "Harbour opens again",
        "from": "-",
    }
    assert onrecord("export", "--format", "tinydb", *other).out == plain
    broken = onrecord("add", "-", "--no-annotate", *other, stdin='{"articles": {"1": {')
    assert broken.status == 1
    assert "standard input: not an archive in TinyDB's form" in broken.err


@pytest.mark.parametrize(
    "broken",
    [
        '{"articles": {"1": {"title": "Cut o',
        '{"articles": {"1": {"title": "Deep", "x": ' + "[" * 5_000 + "]" * 5_000 + "}}}",
        f'{{"articles": {{"{2**63}": {{"title": "High"}}}}}}',
        '{"articles": {"1": {"title": "Odd"}}, "notes": {"1": 7}}',
    ],
    ids=["cut", "deep", "high", "odd"],
)
def test_add_names_an_archive_that_it_cannot_take_and_stores_the_rest(
    onrecord: Run, tmp_path: Path, broken: str
) -> None:
    (tmp_path / "archive.json").write_text(broken)
    (tmp_path / "good.txt").write_text(HARBOUR)
    for added in ("1 added", "1 already in the archive"):  # into an empty archive, and into one that is not
        ran = onrecord("add", "--no-annotate", tmp_path / "archive.json", tmp_path / "good.txt")
        assert (ran.status, added in ran.out) == (1, True)
        assert f"1 not read:\n  {tmp_path / 'archive.json'}: " in ran.err
        assert "error of its own" not in ran.err
    assert [row["title"] for row in json.loads(onrecord("list", "--format", "json").out)] == [
        "Harbour opens again"
    ]


def test_an_archive_that_breaks_off_is_told_and_nothing_of_it_taken(
    onrecord: Run, news: Path, tmp_path: Path
) -> None:
    documents: dict[str, object] = {str(number): {"text": f"Words of {number}"} for number in range(10, 300)}
    stored = {"articles": {}, "texts": documents | {"300": 7}}
    (tmp_path / "archive.json").write_text(json.dumps(stored))
    ran = onrecord("add", "--no-annotate", "--tag", "taken", tmp_path / "archive.json", "--format", "jsonl")
    assert ran.status == 1
    assert "the document 300 of its table “texts” is no object" in ran.err
    assert ran.out == onrecord("list", "tag:taken").out == ""


@pytest.mark.parametrize(
    ("name", "content", "unread"),
    [
        (
            "deep.jsonl",
            '{"text": "Read."}\n{"text": "x", "deep": ' + "[" * 100_000 + "]" * 100_000 + "}\n",
            ", line 2",
        ),
        (
            "title.jsonl",
            '{"text": "x", "title": ' + "[" * 900 + "1" + "]" * 900 + '}\n{"text": "Read."}\n',
            ", line 1",
        ),
        ("loop.md", "---\na: &a [*a]\ntitle: *a\n---\nWords.", ""),
        ("deep.md", "---\na: " + "[" * 5_000 + "]" * 5_000 + "\n---\nWords.", ""),
        ("x" * 300 + ".txt", None, ""),
    ],
    ids=lambda value: str(value)[:12],
)
def test_add_names_what_it_cannot_read_and_stores_the_rest(
    onrecord: Run, tmp_path: Path, name: str, content: str | None, unread: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    (tmp_path / "good.txt").write_text(HARBOUR)
    ran = onrecord("add", "--no-annotate", tmp_path / name, "http://[", tmp_path / "good.txt")
    assert ran.status == 1
    assert f"2 not read:\n  {tmp_path / name}{unread}: " in ran.err
    assert "\n  http://[: not an address" in ran.err
    assert "error of its own" not in ran.err
    titles = {row["title"] for row in json.loads(onrecord("list", "--format", "json").out)}
    assert titles == {"Harbour opens again"} | ({"Read."} if name.endswith(".jsonl") else set())


def test_add_seed_brings_an_article_to_try(onrecord: Run) -> None:
    assert onrecord("add", "--seed", "--no-annotate").status == 0
    assert "France, Germany back Ukraine" in onrecord("list").out


@pytest.mark.parametrize(
    "arguments", [["add"], ["add", "-", "--date", "soon"], ["add", "--frmat", "json"], ["list", "--limit", "x"]]
)
def test_wrong_use_ends_with_2(onrecord: Run, arguments: list[str]) -> None:
    ran = onrecord(*arguments)
    assert ran.status == 2
    assert "Try 'onrecord" in ran.err


# Looking


def test_list_prints_lines_with_tabs_into_a_pipe(onrecord: Run, news: Path) -> None:
    lines = onrecord("list").out.splitlines()
    assert lines[0].split("\t") == ["1", "2021-04-16", "Torvik Post", "Harbour opens again", "1", "#trade", ""]
    assert lines[1].split("\t") == ["2", "2021-04-15", "", "Water [red]scarce␛[0m", "-", "", ""]
    assert len(onrecord("list", "--limit", "1").out.splitlines()) == 1


def test_list_is_cut_to_the_width_of_a_terminal(
    onrecord: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    lines = onrecord("list").out.splitlines()
    assert max(map(len, lines)) <= 60
    assert [line.index(" Apr") - 2 for line in lines[1:]] == [lines[0].index("date")] * 2
    assert "[red]" in lines[2]
    assert "\x1b" not in "".join(lines).replace("\x1b[", "")  # at most styles, none of the article's own


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_lists_are_json_for_programs(onrecord: Run, news: Path, form: str) -> None:
    out = onrecord("list", "--format", form).out
    rows = json.loads(out) if form == "json" else [json.loads(line) for line in out.splitlines()]
    assert [row["id"] for row in rows] == [1, 2]
    assert (rows[0]["quotes"], rows[0]["tags"], rows[1]["title"]) == (1, ["trade"], "Water [red]scarce\x1b[0m")
    assert "\x1b" not in out
    assert onrecord("list", "tag:nothing", "--format", form).out == ("[]\n" if form == "json" else "")


def test_search_finds_and_shows_where(onrecord: Run, news: Path) -> None:
    ran = onrecord("search", "harbour", "-water")
    assert ran.status == 0
    assert ran.out.startswith("1\t2021-04-16\tTorvik Post\tHarbour opens again")
    for command in ("search", "list", "export"):
        assert "Water" in onrecord(command, "scarce", "-harbour", "-old", "-format").out
    [row] = json.loads(onrecord("search", "scarce", "--format", "json").out)
    assert row["id"] == 2
    start, end = row["marks"][0]
    assert row["snippet"][start:end].lower() == "scarce"
    nothing = onrecord("search", "nowhere")
    assert (nothing.status, nothing.out) == (1, "")


def test_a_query_that_is_wrong_is_a_sentence(onrecord: Run, news: Path) -> None:
    ran = onrecord("search", 'before:"not a date"')
    assert ran.status == 1
    assert ran.err.startswith("onrecord: ")
    assert "Traceback" not in ran.err


def test_show_prints_an_article(onrecord: Run, news: Path) -> None:
    out = onrecord("show", "1").out
    assert out.startswith("Harbour opens again\nTorvik Post, 16 April 2021, https://post.example/1 · Bo Dahl · ")
    assert HARBOUR.strip() in out
    [row] = json.loads(onrecord("show", "1", "--format", "json").out)
    assert row["text"] == HARBOUR
    assert row["annotation"]["actors"][0]["name"] == "Ann Lee"
    assert row["notes"] == []


def test_show_makes_escapes_of_texts_visible(onrecord: Run, news: Path) -> None:
    out = onrecord("show", "2").out
    assert "[bold]Torvik[/bold].␛[31m" in out
    assert "\x1b" not in out


def test_quotes_say_who_says_what(onrecord: Run, news: Path) -> None:
    lines = [line.split("\t") for line in onrecord("quotes", "1", "--all").out.splitlines()]
    assert lines == [
        ["1", "2021-04-16", "Minister Ann Lee", "Ann Lee", "direct", "said", "0.9712", "“The harbour is open.”"],
        ["1", "2021-04-16", "She", "Ann Lee", "indirect", "thinks", "0.8", "that trade will grow"],
    ]
    for which in ([], ["speaker:lee"]):
        rows = json.loads(onrecord("quotes", *which, "--all", "--format", "json").out)
        assert [row["quote"] for row in rows] == ["“The harbour is open.”", "that trade will grow"]
        assert HARBOUR[rows[0]["start"] : rows[0]["end"]] == "“The harbour is open.”"
    [row] = json.loads(onrecord("quotes", "said:trade", "--all", "--format", "json").out)
    assert row["kind"] == "indirect"
    assert len(onrecord("quotes", "1", "--all", "--limit", "1").out.splitlines()) == 1
    assert onrecord("quotes", "2").out == ""


def test_quotes_are_of_words_unless_more_is_asked_for(onrecord: Run, news: Path) -> None:
    def quoted(*arguments: str) -> list[str]:
        return [line.split("\t")[-1] for line in onrecord("quotes", *arguments).out.splitlines()]

    said, thought = "“The harbour is open.”", "that trade will grow"
    for which in ([], ["1"], ["speaker:lee"], ["speaker:lee or said:trade"]):
        assert quoted(*which) == [said]
        assert quoted(*which, "--all") == [said, thought]
    [first, *_] = json.loads(onrecord("list", "quotes>0", "--format", "json").out)
    assert first["quotes"] == len(quoted()) == len(quoted("quotes=1"))
    assert quoted("cue:belief") == [thought]
    assert quoted("-cue:belief") == [said]


def test_quotes_stand_under_their_article_on_a_terminal(
    onrecord: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.cli.quotes.on_terminal", lambda: True)
    assert onrecord("quotes", "--all").out == (
        "     1  Harbour opens again\n"
        "        16 Apr 2021  Torvik Post\n"
        "        Ann Lee (“Minister Ann Lee”)  said  direct 0.97\n"
        "          “The harbour is open.”\n"
        "        Ann Lee (“She”)  thinks  indirect 0.80\n"
        "          that trade will grow\n"
    ).replace("16 Apr 2021", output.day("2021-04-16"))


def test_actors_and_entities_are_counted(onrecord: Run, news: Path) -> None:
    [actor] = json.loads(onrecord("actors", "--format", "json").out)
    assert actor == {
        "name": "Ann Lee",
        "type": "person",
        "said": 1,
        "named": 2,
        "articles": 1,
        "names": ["Ann Lee"],
        "speaks_for": "",
    }
    assert onrecord("actors").out == onrecord("actors", "1").out == "Ann Lee\tperson\t1\t2\t1\t\n"
    assert onrecord("actors", "source:nobody").out == ""
    assert onrecord("entities", "1").out == "Ann Lee\tPERSON\t1\t1\nFriday\tDATE\t1\t1\n"
    [first, _] = json.loads(onrecord("entities", "--format", "json").out)
    assert first == {"text": "Ann Lee", "label": "PERSON", "count": 1, "articles": [1]}


def test_an_actor_has_a_dossier(onrecord: Run, news: Path, tmp_path: Path) -> None:
    ran = onrecord("actor", "lee")
    assert ran.status == 0
    head = "Ann Lee  person\nsaid 1 (1 more with --all), named 2, in 1 article\n\nNames\nAnn Lee\t2021-04-16"
    assert ran.out.startswith(head)
    assert "Others say" not in ran.out
    assert "said 2, named 2, in 1 article\n" in onrecord("actor", "lee", "--all").out
    assert "Titles\nMinister\t2021-04-16\t2021-04-16\t1\n" in ran.out
    assert "said 0, named 0" in onrecord("actor", "ann", "lee", "--query", "before:2021").out
    markdown = onrecord("actor", "lee", "--format", "markdown").out
    assert markdown.startswith("# Ann Lee\n\nperson · said 1 · named 2 · 1 article")
    assert "Torvik Post, 16 April 2021, https://post.example/1" in markdown
    head, *quotes = map(json.loads, onrecord("actor", "lee", "--all", "--format", "jsonl").out.splitlines())
    assert (head["actor"]["name"], head["said"]) == ("Ann Lee", 2)
    assert [quote["relation"] for quote in quotes] == ["says", "says"]
    file = tmp_path / "lee.csv"
    assert onrecord("actor", "lee", "--format", "csv", "--output", file).status == 0
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert [row["actor"] for row in rows] == ["Ann Lee"]


def test_a_name_that_several_or_none_have_is_not_guessed(onrecord: Run, news: Path) -> None:
    other = Actor(id="a1", name="Bo Lee", type="person", mentions=[span("She")])
    with Archive.open(news) as archive:
        archive.articles.add(
            Draft(title="Another", text=HARBOUR + " More."), Annotation(actors=[other], annotator="1 test")
        )
    ran = onrecord("actor", "lee")
    assert (ran.status, ran.out.split("\t")[0]) == (1, "Ann Lee")
    assert "“lee” may be several: Ann Lee (person), Bo Lee (person)" in ran.err
    assert onrecord("actor", "lee", "--type", "person").status == 1
    with Archive.open(news) as archive:
        group = Actor(id="a1", name="Lee Line", type="organisation", mentions=[span("She")])
        archive.articles.add(
            Draft(title="Third", text=HARBOUR + " And."), Annotation(actors=[group], annotator="1 test")
        )
    assert onrecord("actor", "lee", "--type", "organisation").out.startswith("Lee Line  organisation")
    ran = onrecord("actor", "nobody")
    assert (ran.status, ran.out) == (1, "")
    assert "no actor “nobody”" in ran.err


# Working


def test_tags_are_put_on_and_taken_off(onrecord: Run, news: Path) -> None:
    assert onrecord("tag", "1", "2", "harbour", "sea side").status == 0
    assert onrecord("tag", "1", "2024").status == 0
    assert onrecord("tag", "1", "trade", "--remove").status == 0
    assert onrecord("tag", "tag:harbour -tag:2024", "dry").status == 0
    rows = json.loads(onrecord("list", "--format", "json").out)
    assert [sorted(row["tags"]) for row in rows] == [
        ["2024", "harbour", "sea side"],
        ["dry", "harbour", "sea side"],
    ]
    assert onrecord("tag", "1").status == 2
    missing = onrecord("tag", "7", "x")
    assert missing.status == 1
    assert "7" in missing.err


def test_notes_come_from_the_argument_from_standard_input_and_from_the_editor(
    onrecord: Run, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert onrecord("note", "1", "Compare *last* year.").out == "Wrote 1 note.\n"
    assert onrecord("note", "1,2", "-", stdin="From a pipe.").out == "Wrote 2 notes.\n"
    editor = tmp_path / "an editor"
    editor.write_text("#!/bin/sh\nprintf 'Written at length.' > \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", f"'{editor}'")
    assert onrecord("note", "2").status == 0
    bodies = [note["body"] for note in json.loads(onrecord("show", "2", "--format", "json").out)[0]["notes"]]
    assert bodies == ["From a pipe.", "Written at length."]
    assert "Compare *last* year." in onrecord("show", "1").out
    assert onrecord("list", "compare").out.startswith("1\t")

    monkeypatch.setenv("VISUAL", "true")
    empty = onrecord("note", "2")
    assert empty.status == 1
    assert "nothing was stored" in empty.err
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    assert "/no/such/editor" in onrecord("note", "2").err
    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR", raising=False)
    assert "EDITOR" in onrecord("note", "2").err


def test_a_note_is_on_all_articles_or_on_none(onrecord: Run, news: Path) -> None:
    with Archive.open(news) as archive, archive.database.storage.transaction() as connection:
        connection.execute(
            "CREATE TRIGGER refused BEFORE INSERT ON notes WHEN new.article = 2 BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    assert onrecord("note", "1,2", "Compare.").status == 1
    with Archive.open(news) as archive:
        assert archive.notes.all() == []


def test_a_note_from_the_editor_that_cannot_be_stored_is_kept_in_its_file(
    onrecord: Run, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(drafts))
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf 'Written at length.' > \"$1\"\nexit ${EDITOR_STATUS:-0}\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))

    def refuse(*arguments: object) -> None:
        raise ArchiveLocked("Another program is writing the archive.")

    monkeypatch.setattr(NoteStore, "add_to_each", refuse)
    ran = onrecord("note", "1")
    assert ran.status == 1
    assert "Another program is writing the archive." in ran.err
    (draft,) = drafts.rglob("note.md")
    assert f"kept in {draft};" in ran.err
    assert draft.read_text() == "Written at length."

    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(NoteStore, "add_to_each", interrupt)
    ran = onrecord("note", "1")
    assert ran.status == 130
    assert all(str(file) in ran.err for file in drafts.rglob("note.md") if file != draft)
    assert len(list(drafts.iterdir())) == 2

    monkeypatch.undo()
    monkeypatch.setenv("ONRECORD_ARCHIVE", str(news))
    monkeypatch.setattr("tempfile.tempdir", str(drafts))
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setenv("EDITOR_STATUS", "3")
    assert "kept in" in onrecord("note", "1").err
    assert len(list(drafts.iterdir())) == 3
    monkeypatch.setenv("EDITOR_STATUS", "0")
    assert onrecord("note", "1").status == 0
    assert len(list(drafts.iterdir())) == 3  # what is stored is not kept twice
    monkeypatch.setenv("VISUAL", "true")
    assert onrecord("note", "1").status == 1
    assert len(list(drafts.iterdir())) == 3  # nor is a file in which nothing is written


def test_no_editor_opens_for_an_archive_that_is_only_read(
    onrecord: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    monkeypatch.setattr("onrecord.archive.opening._is_writable", lambda file: False)
    ran = onrecord("note", "1")
    assert ran.status == 1
    assert "is only read" in ran.err
    assert "failed" not in ran.err


def test_remove_asks_before_it_removes_what_a_query_finds(onrecord: Run, news: Path) -> None:
    assert onrecord("remove", "tag:trade").status == 2
    assert onrecord("remove", "tag:trade", "--yes").out == "Removed 1 article.\n"
    assert onrecord("remove", "2").out == "Removed 1 article.\n"
    assert onrecord("list").out == ""
    assert onrecord("remove", "2").status == 1


# Taking out


def test_export_writes_every_format(onrecord: Run, news: Path, tmp_path: Path) -> None:
    onrecord("note", "1", "Compare.")
    markdown = onrecord("export", "1").out
    assert "# Harbour opens again" in markdown
    assert "> “The harbour is open.”" in markdown
    assert "Compare." in markdown
    rows = list(csv.DictReader(io.StringIO(onrecord("export", "--format", "csv").out)))
    assert [row["quote"] for row in rows] == ["“The harbour is open.”", "that trade will grow"]

    file = tmp_path / "out.jsonl"
    ran = onrecord("export", "--format", "jsonl", "--output", file)
    assert (ran.status, ran.out) == (0, "")
    assert [json.loads(line)["id"] for line in file.read_text("utf-8").splitlines()] == [1, 2]
    again = onrecord("--archive", tmp_path / "other", "add", "--no-annotate", file)
    assert "2 added" in again.out


def test_each_format_is_written_where_it_is_told(onrecord: Run, news: Path, tmp_path: Path) -> None:
    for name, shape in (("xlsx", b"PK"), ("sqlite", b"SQLite format 3"), ("spacy", b""), ("html", b"<!DOCTYPE")):
        ran = onrecord("export", "--format", name, "--output", tmp_path / name)
        assert (ran.status, ran.out) == (0, "")
        assert (tmp_path / name).read_bytes().startswith(shape)
    assert onrecord("export", "--format", "obsidian", "--output", tmp_path / "vault").status == 0
    assert len(list((tmp_path / "vault").glob("*.md"))) == 2
    assert onrecord("export", "--format", "brat").status == 2
    assert onrecord("export", "--format", "brat", "--output", tmp_path / "xlsx").status == 1
    assert onrecord("export", "--format", "csv", "--for", "excel").out.startswith("\ufeffarticle,")
    assert onrecord("export", "--format", "html", "--for", "excel").status == 2


def test_an_export_is_taken_over_with_all_that_the_archive_knows(
    onrecord: Run, news: Path, tmp_path: Path
) -> None:
    onrecord("note", "1", "Compare.")
    onrecord("star", "1")
    onrecord("lists", "save", "Harbours", "harbour")
    file = tmp_path / "archive.jsonl"
    onrecord("export", "--format", "jsonl", "--output", file)
    other = tmp_path / "other"
    assert "2 added" in onrecord("--archive", other, "add", "--no-annotate", file).out
    again = onrecord("--archive", other, "add", "--no-annotate", file)
    assert "2 already in the archive" in again.out
    assert "otherwise" not in again.err
    assert "Compare." in onrecord("--archive", other, "export", "1").out
    onrecord("--archive", other, "edit", "1", "--title", "Mine")
    messages = onrecord("--archive", other, "add", "--no-annotate", file).err
    assert "says otherwise than the archive in 1 thing" in messages
    assert "Article 1 has the title “Mine” here and “Harbour opens again” in the file." in messages


def test_an_export_that_fails_keeps_what_was_there(onrecord: Run, news: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.md"
    file.write_text("before")
    assert onrecord("export", "tag:(", "--output", file).status == 1
    assert file.read_text() == "before"
    nowhere = onrecord("export", "--output", tmp_path / "no" / "out.md")
    assert nowhere.status == 1
    assert str(tmp_path / "no") in nowhere.err
    assert onrecord("export", "--format", "word").status == 2
    assert list(tmp_path.glob(".*.part")) == []


# Everything else


def test_archive_is_chosen_before_and_after_the_command(onrecord: Run, news: Path, tmp_path: Path) -> None:
    onrecord("add", "-", "--no-annotate", "--archive", tmp_path / "other", stdin="Only here.\n\nA text.")
    assert "Only here." in onrecord("list", "--archive", tmp_path / "other").out
    assert "Only here." in onrecord("--archive", tmp_path / "other", "list").out
    assert "Only here." not in onrecord("list").out


def test_looking_makes_no_archive(onrecord: Run, tmp_path: Path) -> None:
    ran = onrecord("list", "--archive", tmp_path / "nowhere")
    assert ran.status == 1
    assert str(tmp_path / "nowhere") in ran.err
    assert not (tmp_path / "nowhere").exists()


def test_what_is_no_archive_is_named(onrecord: Run, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "archive.db").write_text("Not a database, " * 100)
    for command in (["list"], ["add", "-", "--no-annotate"]):
        ran = onrecord(*command, stdin="A text.")
        assert ran.status == 1
        assert str(tmp_path / "news" / "archive.db") in ran.err
        assert "Traceback" not in ran.err


def test_debug_shows_where_an_error_came_from(
    onrecord: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.archive import ArchiveError

    for arguments in (["--debug", "list"], ["list", "--debug"]):
        monkeypatch.setattr(sys, "argv", ["onrecord", *arguments])
        with pytest.raises(ArchiveError):
            entry.main()


def test_an_error_of_its_own_is_a_sentence(onrecord: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("\x1b[2Jno")

    monkeypatch.setattr(ArticleSearch, "ids", fail)
    ran = onrecord("list")
    assert (ran.status, ran.err) == (
        1,
        "onrecord: An internal error, RuntimeError: ␛[2Jno. With --debug there is a traceback.\n",
    )


def test_interrupted_while_it_reads_it_stores_what_it_has_read(
    onrecord: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(HARBOUR)
    (tmp_path / "b.md").write_text("Never read.")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("onrecord.ingest.readers.markdown.read", interrupt)
    ran = onrecord("add", tmp_path / "a.txt", tmp_path / "b.md")
    assert ran.status == 130
    assert "1 added" in ran.out
    assert onrecord("list").out.startswith("1\t")


def test_an_interrupted_command_says_that_stored_articles_stay(
    onrecord: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ArticleSearch, "ids", interrupt)
    ran = onrecord("list")
    assert ran.status == 130
    assert "what is stored already stays stored" in ran.err


def test_doctor_tells_of_the_archive(onrecord: Run, news: Path) -> None:
    ran = onrecord("doctor")
    assert ran.status == 0, ran.out
    assert str(news / "archive.db") in ran.out
    assert re.search(r"annotator +\d+ en_core_web\w+ .*loads", ran.out)
    assert re.search(r"not annotated +2", ran.out)
    assert re.search(r"problems +none", ran.out)
    facts = {row["name"]: row["value"] for row in json.loads(onrecord("doctor", "--format", "json").out)}
    assert facts["articles"] == 2


# Saved searches


def test_lists_are_saved_shown_and_forgotten(onrecord: Run, news: Path) -> None:
    assert onrecord("lists").out == ""
    assert onrecord("lists", "save", "The harbour", "harbour", "-water").out == "Saved “The harbour”.\n"
    assert onrecord("lists", "save", "both", 'in:"the harbour" or water sort:oldest').status == 0
    assert onrecord("lists").out == (
        'The harbour\t1\t1\tharbour -water\nboth\t2\t2\tin:"the harbour" or water sort:oldest\n'
    )
    rows = [json.loads(row) for row in onrecord("list", "in:both", "--format", "jsonl").out.splitlines()]
    assert [row["id"] for row in rows] == [2, 1]
    assert onrecord("lists", "rename", "both", "all").out == "“both” is now “all”.\n"
    assert onrecord("lists", "move", "all", "1").status == 0
    assert [row["name"] for row in json.loads(onrecord("lists", "--format", "json").out)] == ["all", "The harbour"]
    assert onrecord("lists", "forget", "the harbour").out == "Forgot “The harbour”, which was: harbour -water\n"
    assert "\t-\t-\t" in onrecord("lists").out
    assert "no saved search “the harbour”" in onrecord("lists").out
    gone = onrecord("list", "in:all")
    assert (gone.status, gone.out) == (1, "")
    assert "no saved search “the harbour”" in gone.err
    for wrong in (("x",), ("save",), ("rename", "all"), ("move", "all", "0"), ("forget",), ("show", "x")):
        assert onrecord("lists", *wrong).status == 2
    assert "is expected" in onrecord("lists", "save", "x", "tag:").err


def test_that_nothing_is_found_is_said(onrecord: Run, news: Path) -> None:
    assert onrecord("list", "tag:trode").err == "There is no tag “trode”; did you mean “trade”?\n"
    assert onrecord("search", "harbour scarce").err.startswith("Each part of the query matches something")
    assert onrecord("quotes", "said:blorb").err == "No quote contains “blorb”.\n"
    assert onrecord("quotes", "water").err == "No quotes match.\n"
    assert onrecord("tag", "said:blorb", "x").err == "No quote contains “blorb”.\n"
    assert onrecord("list", "trade").err == ""


def test_commands_take_what_other_readers_filters_say(onrecord: Run, news: Path) -> None:
    assert onrecord("list", 'unread = "yes" and title =~ "^harb"').out.startswith("1\t")
    assert onrecord("tag", "title:/SCARCE/", "dry").out == "Put #dry on 1 article.\n"
    assert "takes too long" not in onrecord("search", "/harbou?r/").err


def test_doctor_names_problems(onrecord: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "archive.db").write_text("Not a database, " * 100)
    monkeypatch.setenv("ONRECORD_MODEL", "no_such_model")
    ran = onrecord("doctor")
    assert ran.status == 1
    assert ran.out.count("problem ") == 2
    assert "no_such_model" in ran.out


def test_version_and_help(onrecord: Run) -> None:
    from onrecord.cli import COMMAND_ORDER

    assert re.fullmatch(r"onrecord \d+\.\d+\.\d+\n", onrecord("--version").out)
    overview = onrecord("--help").out
    commands = re.findall(
        r"^  ([\w-]+)  +\S", overview.partition("Commands:")[2].partition("Keys")[0], re.MULTILINE
    )
    assert commands == COMMAND_ORDER
    for name in commands:
        text = onrecord(name, "--help").out
        assert re.search(rf"Examples:\n +(.*\| )?onrecord {name}\b", text), text
        assert "--archive DIR" in text


def test_the_keys_to_begin_with_are_keys_of_the_desk() -> None:
    names = {"]": "right_square_bracket", "[": "left_square_bracket", "/": "slash", "?": "question_mark"}
    default_keys = {key for action in ACTIONS for key in action.keys.split(",")}
    for keys, _ in KEYS:
        for key in keys.split():
            assert names.get(key, key.lower() if len(key) > 1 else key) in default_keys


def test_the_desk_needs_a_terminal(onrecord: Run) -> None:
    for arguments in ([], ["--archive", "x"], ["--debug"]):
        ran = onrecord(*arguments)
        assert ran.status == 2
        assert "terminal" in ran.err


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_python_loses_is_heeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Going:
        def __del__(self) -> None:  # what is raised here is printed, and forgotten
            signal.raise_signal(signal.SIGINT)

    def outcome(text: str) -> Annotation:
        Going()
        return Annotation(text_hash=hash_text(text), annotator="test")

    monkeypatch.setattr("onrecord.cli.annotate.open_engine", lambda *_: FakeEngine(outcome))
    with Archive.open(tmp_path / "news") as archive:
        ids = [archive.articles.add(Draft(title=str(number), text=f"Text {number}.")).id for number in range(3)]
        with pytest.raises(KeyboardInterrupt):
            annotate_stored(archive, ids, EngineChoice(None))
        assert archive.maintenance.statistics().annotated == 1
