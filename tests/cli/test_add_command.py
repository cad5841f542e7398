"""The command add in one process: what it stores, and what it says of what it cannot read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_sample import HARBOUR, Run


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
