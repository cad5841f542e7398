"""The commands that show something, in one process: lists, articles, quotes, actors."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from command_sample import HARBOUR, Run, span

from onrecord.archive import Archive
from onrecord.base.records import Actor, Annotation, Draft
from onrecord.cli import output


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


def test_a_name_that_is_no_valid_unicode_is_nobodys(onrecord: Run, news: Path) -> None:
    for type_ in ([], ["--type", "person"]):
        ran = onrecord("actor", "\udcff", *type_)
        assert ran.status == 1
        assert "internal error" not in ran.err
        assert ran.err.startswith("onrecord: ")


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
