"""JSON Lines as they are exported, and back into an archive: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from archive_sample import ANNOTATION, BANK, STRIKE, TEXT
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from onrecord import export
from onrecord.archive import Archive
from onrecord.archive.indexing import new_versions
from onrecord.archive.maintenance import json_lines
from onrecord.archive.maintenance.json_lines import NotExportedLines, is_exported_lines
from onrecord.archive.storage import steps
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Annotation, Correction, Draft, hash_text
from onrecord.export import jsonl
from onrecord.terminal.exporting import exported_articles


def tables(archive: Archive) -> dict[str, list[tuple[Any, dict[str, Any]]]]:
    """Every document of an archive with its id."""
    documents = {
        name: [(each.doc_id, dict(each)) for each in archive.database.table(name)]
        for name in archive.database.tables()
    }
    return {name: rows for name, rows in documents.items() if rows}


def write(archive: Archive, file: Path, article_ids: list[int] | None = None) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        ids = sorted(archive.search.ids()) if article_ids is None else article_ids
        export.write("jsonl", exported_articles(archive, ids, "mark"), out)
        if article_ids is None:
            everywhere = [each for each in archive.corrections.all() if each.article is None]
            jsonl.write_shared(archive.saved_searches.all(), everywhere, archive.feeds.all(), out)


def take(archive: Archive, file: Path) -> tuple[list[tuple[int, bool]], list[str]]:
    """Add a file; return the articles, and the conflicts."""
    conflicts: list[str] = []
    taken = archive.maintenance.read_json_lines(file, on_conflict=conflicts.append)
    return [(added.id, added.new) for added, _ in taken], conflicts


@pytest.fixture
def full(tmp_path: Path) -> Archive:
    """An archive with something of everything; ids have gaps."""
    archive = Archive.open(tmp_path / "full")
    unsaid = msgspec.structs.replace(ANNOTATION.attributions[0], modality="asked")
    annotation = msgspec.structs.replace(ANNOTATION, attributions=[unsaid, *ANNOTATION.attributions])
    strike = archive.articles.add(STRIKE, annotation).id
    removed = archive.articles.add(Draft(title="Removed", text="Removed.")).id
    bank = archive.articles.add(BANK).id
    start = TEXT.index("the talks had failed")
    archive.notes.add(strike, "Why?", anchor_at(TEXT, (start, start + 20)), ["ask"])
    archive.notes.add(bank, "Rates.")
    archive.notes.add(bank, "Rates.")
    archive.articles.update([strike], read=True, starred=True, position=17)
    archive.articles.update([bank], language="de")
    archive.articles.update([bank], text="Rates fell.")
    archive.articles.remove([removed])
    actor = ANNOTATION.actors[0]
    archive.corrections.apply(Correction(kind="rename", article=strike, name=actor.name, to="Someone"))
    archive.corrections.apply(Correction(kind="rename", name=actor.name, type=actor.type, to="Somebody"))
    archive.corrections.apply(Correction(kind="rename", name=actor.name, type=actor.type, to="Someone else"))
    archive.saved_searches.save("Strikes", "strike")
    archive.saved_searches.save("Late", "in:Strikes is:starred")
    return archive


def test_an_empty_archive_becomes_the_same(full: Archive, tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    write(full, file)
    with Archive.open(tmp_path / "again") as archive:
        assert take(archive, file) == ([(1, True), (3, True)], [])
        expected = tables(full)
        expected.pop("removed")
        assert tables(archive) == expected
        assert archive.annotations.get(1) == full.annotations.get(1) != full.annotations.uncorrected(1)
        assert archive.maintenance.check() == []
        for query in ("speaker:brandt said:port", "is:starred note:why", "in:Late", "language:de"):
            assert archive.search.ids(query) == full.search.ids(query)


def test_packed_it_is_read_too(full: Archive, tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    write(full, file)
    packed = tmp_path / "archive.jsonl.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert is_exported_lines(packed.read_bytes()[:1000])
    with Archive.open(tmp_path / "again") as archive:
        assert take(archive, packed) == ([(1, True), (3, True)], [])


def test_once_more_changes_nothing(full: Archive, tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    write(full, file)
    before = tables(full)
    assert take(full, file) == ([(1, False), (3, False)], [])
    assert tables(full) == before


def test_others_write_while_it_is_added_and_cut_off_it_can_be_added_again(
    full: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(full, tmp_path / "all.jsonl")
    monkeypatch.setattr(steps, "STEP", 0.0)
    monkeypatch.setattr(steps, "PAUSE", 0.0)
    with Archive.open(tmp_path / "new") as archive, Archive.open(tmp_path / "new", wait=0) as other:
        taken = archive.maintenance.read_json_lines(tmp_path / "all.jsonl")
        first, _ = next(taken)
        other.articles.tag([first.id], add=["meanwhile"])
        del taken  # it goes no further, as after a kill
        assert other.search.count() == 1
        again, conflicts = take(other, tmp_path / "all.jsonl")
        assert [is_new for _, is_new in again] == [False, True]
        assert conflicts == []
        assert other.articles.tags()["meanwhile"] == 1
        assert len(other.notes.all()) == len(full.notes.all())
        assert len(other.corrections.all()) == len(full.corrections.all())
        assert other.maintenance.check() == []


def test_what_the_archive_has_already_stays_and_is_filled(full: Archive, tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    write(full, file)
    with Archive.open(tmp_path / "other") as archive:
        archive.articles.add(Draft(title="Mine", text="Mine alone."))
        here = archive.articles.add(Draft(title="My own title", text=TEXT, tags=["mine"])).id
        archive.notes.add(here, "My note")
        archive.saved_searches.save("strikes", "port")
        taken, conflicts = take(archive, file)
        assert taken == [(here, False), (3, True)]
        article = archive.articles.get(here)
        assert (article.title, article.source, article.url) == ("My own title", STRIKE.source, STRIKE.url)
        assert (article.read, article.starred, article.position) == (True, True, 17)
        assert article.tags == ["mine", *STRIKE.tags]
        assert [note.body for note in archive.notes.on(here)] == ["My note", "Why?"]
        assert [each.to for each in archive.corrections.all()] == ["Someone", "Somebody", "Someone else"]
        assert archive.annotations.uncorrected(here) == full.annotations.uncorrected(1)
        assert conflicts == [
            f"Article {here} has the title “My own title” here and “{STRIKE.title}” in the file. "
            "The one here is kept.",
            "The saved search “strikes” is “port” here and “strike” in the file. The one here is kept.",
        ]
        assert archive.maintenance.check() == []


def test_another_text_of_the_same_address_is_kept_beside_it_and_told(full: Archive, tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    full.articles.update([3], url="https://www.post.example/rates?utm_source=mail")
    write(full, file, [3])
    with Archive.open(tmp_path / "other") as archive:
        archive.articles.add(Draft(title="Rates", text="Rates stay.", url="https://post.example/rates"))
        taken, (conflict,) = take(archive, file)
        assert taken == [(2, True)]
        assert conflict.startswith(f"“{BANK.title}” is new as article 2: article 1 has the same address")
        assert take(archive, file) == ([(2, False)], [])


NEWER = TEXT.replace("it was late", "the talks go on")


def versions(archive: Archive, article: int) -> list[tuple[str, bool]]:
    """The texts of the versions of an article, each with whether it has an annotation."""
    return [(version.text, version.annotation is not None) for version in archive.versions.of(article)]


def test_a_newer_text_of_the_file_is_a_version(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    with Archive.open(tmp_path / "newer") as newer:
        newer.articles.add(STRIKE, ANNOTATION)
        newer.articles.add(msgspec.structs.replace(STRIKE, text=NEWER, title="Talks go on"))
        newer.notes.add(1, "Go on?", anchor_at(NEWER, (NEWER.index("the talks go"), NEWER.index(" on.\n"))))
        write(newer, file)
    with Archive.open(tmp_path / "older") as archive:
        archive.articles.add(BANK)
        archive.articles.add(STRIKE)
        archive.notes.add(2, "Late!", anchor_at(TEXT, (TEXT.index("it was late"), TEXT.index("late") + 4)))
        assert take(archive, file) == ([(2, False)], [])
        assert versions(archive, 2) == [(TEXT, True), (NEWER, False)]
        assert archive.articles.get(2).title == "Talks go on"
        first = archive.versions.of(2)[0].text_hash
        assert [(note.body, note.version) for note in archive.notes.on(2)] == [("Late!", first), ("Go on?", "")]
        before = tables(archive)
        assert take(archive, file) == ([(2, False)], [])
        assert tables(archive) == before
        assert archive.maintenance.check() == []


def test_an_older_text_of_the_file_is_an_earlier_version(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    with Archive.open(tmp_path / "older") as older:
        older.articles.add(STRIKE, ANNOTATION)
        older.notes.add(1, "Late!", anchor_at(TEXT, (TEXT.index("it was late"), TEXT.index("late") + 4)))
        write(older, file)
    with Archive.open(tmp_path / "newer") as archive:
        archive.articles.add(msgspec.structs.replace(STRIKE, text=NEWER, title="Talks go on"))
        archive.database.table("articles").update({"added": "2131-01-01T00:00:00Z"}, doc_ids=[1])
        assert take(archive, file) == ([(1, False)], [])
        assert archive.articles.get(1).title == "Talks go on"
        assert versions(archive, 1) == [(TEXT, True), (NEWER, False)]
        (note,) = archive.notes.on(1)
        assert note.version == hash_text(TEXT)


@pytest.mark.parametrize("count", range(5))
def test_a_text_that_was_set_back_is_taken_over_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    def add(archive: Archive, drafts: list[Draft]) -> None:
        for hour, draft in enumerate(drafts):
            monkeypatch.setattr(new_versions, "current_time", lambda hour=hour: f"2131-01-01T{hour:02}:00:00Z")
            archive.articles.add(draft)

    file = tmp_path / "archive.jsonl"
    texts = [TEXT, NEWER, TEXT, NEWER]
    drafts = [msgspec.structs.replace(STRIKE, text=text) for text in texts]
    with Archive.open(tmp_path / "whole") as whole:
        add(whole, drafts)
        write(whole, file)
    with Archive.open(tmp_path / "part") as archive:
        add(archive, drafts[:count])
        for _ in range(2):
            take(archive, file)
            assert [version.text for version in archive.versions.of(1)] == texts
        assert archive.maintenance.check() == []


def test_a_decision_of_the_archive_is_not_overruled(full: Archive, tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    write(full, file)
    actor = ANNOTATION.actors[0]
    with Archive.open(tmp_path / "other") as archive:
        archive.corrections.apply(Correction(kind="rename", name=actor.name, type=actor.type, to="Mine"))
        _, conflicts = take(archive, file)
        assert conflicts[0] == (
            f"The correction (rename) of “{actor.name}” says “Mine” here and “Somebody” in the file. "
            "The one here is kept."
        )
        assert [each.to for each in archive.corrections.all() if each.article is None] == ["Mine"]


@pytest.mark.parametrize(
    ("here", "there", "words"),
    [
        ({"kind": "speaker", "to": "Ann"}, {"kind": "speaker"}, "“Ann” here and “nobody named” in the file"),
        ({"kind": "label", "to": ""}, {"kind": "label", "to": "GPE"}, "“no entity” here and “GPE” in the file"),
        (
            {"kind": "passages", "passages": {"cue": [anchor_at(TEXT, (0, 7))]}},
            {"kind": "passages", "passages": {"source": [anchor_at(TEXT, (8, 16))], "cue": []}},
            "“cue: Harbour” here and “source: mistress” in the file",
        ),
        (
            {"kind": "join", "name": "Bo", "to": "Bob", "to_type": "person"},
            {"kind": "join", "name": "Bo", "to": "Bob"},
            "“Bob (person)” here and “Bob” in the file",
        ),
    ],
)
def test_what_two_archives_decide_otherwise_is_said(
    tmp_path: Path, here: dict[str, Any], there: dict[str, Any], words: str
) -> None:
    file, anchor = tmp_path / "archive.jsonl", None if "name" in here else anchor_at(TEXT, (0, 16))
    with Archive.open(tmp_path / "one") as archive:
        archive.articles.add(STRIKE)
        archive.corrections.apply(Correction(article=1, anchor=anchor, **there))
        write(archive, file)
    with Archive.open(tmp_path / "two") as archive:
        archive.articles.add(STRIKE)
        archive.corrections.apply(Correction(article=1, anchor=anchor, **here))
        _, (conflict,) = take(archive, file)
        assert words in conflict


def test_a_correction_of_the_same_passage_in_another_version_is_the_same(tmp_path: Path) -> None:
    file, later = tmp_path / "archive.jsonl", f"It rained in the morning. {TEXT}"
    for name, text in (("one", TEXT), ("two", later)):
        with Archive.open(tmp_path / name) as archive:
            archive.articles.add(msgspec.structs.replace(STRIKE, text=text))
            for words, label in (("Vellin", "FAC"), ("Friday", "EVENT" if text == TEXT else "")):
                anchor = anchor_at(text, (text.index(words), text.index(words) + len(words)))
                archive.corrections.apply(Correction(kind="label", article=1, anchor=anchor, to=label))
            if name == "one":
                write(archive, file)
                continue
            _, (conflict,) = take(archive, file)
            assert "“no entity” here and “EVENT” in the file" in conflict
            assert [each.to for each in archive.corrections.all()] == ["FAC", ""]


def test_an_annotation_stays_with_its_text_when_a_newer_one_comes(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    with Archive.open(tmp_path / "newer") as newer:
        newer.articles.add(STRIKE)
        newer.articles.add(msgspec.structs.replace(STRIKE, text=NEWER))
        write(newer, file)
    with Archive.open(tmp_path / "older") as archive:
        archive.articles.add(STRIKE, ANNOTATION)
        take(archive, file)
        assert versions(archive, 1) == [(TEXT, True), (NEWER, False)]


def test_an_annotation_of_an_earlier_version_in_the_file_is_taken_for_the_same_text(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    with Archive.open(tmp_path / "newer") as newer:
        newer.articles.add(STRIKE, ANNOTATION)
        newer.articles.add(msgspec.structs.replace(STRIKE, text=NEWER))
        write(newer, file)
    with Archive.open(tmp_path / "newer, too") as archive:
        archive.articles.add(STRIKE)
        archive.articles.add(msgspec.structs.replace(STRIKE, text=NEWER))
        take(archive, file)
        assert versions(archive, 1) == [(TEXT, True), (NEWER, False)]


def test_an_annotation_is_not_taken_for_the_same_words_with_other_spaces(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    with Archive.open(tmp_path / "one") as archive:
        archive.articles.add(STRIKE, ANNOTATION)
        write(archive, file)
    with Archive.open(tmp_path / "two") as archive:
        archive.articles.add(msgspec.structs.replace(STRIKE, text=f"\n{TEXT}"))
        assert take(archive, file) == ([(1, False)], [])
        assert archive.annotations.uncorrected(1) is None


def test_lines_of_two_archives_in_one_file(tmp_path: Path) -> None:
    lines = b""
    for name in ("one", "two"):
        with Archive.open(tmp_path / name) as archive:
            article = archive.articles.add(Draft(title=name, text=f"Text {name}.")).id
            archive.notes.add(article, f"note on {name}")
            archive.corrections.apply(Correction(kind="hide", article=article, name=name))
            write(archive, tmp_path / "part.jsonl")
            lines += (tmp_path / "part.jsonl").read_bytes()
    (tmp_path / "both.jsonl").write_bytes(lines)
    with Archive.open(tmp_path / "both") as archive:
        assert take(archive, tmp_path / "both.jsonl") == ([(1, True), (2, True)], [])
        assert [note.body for note in archive.notes.on(2)] == ["note on two"]
        assert [each.name for each in archive.corrections.on(2)] == ["two"]


def test_only_the_line_of_the_archive_is_no_article(full: Archive, tmp_path: Path) -> None:
    write(full, tmp_path / "part.jsonl", [3])
    assert len((tmp_path / "part.jsonl").read_bytes().splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda lines: lines[:-40], "line 3: no line of an export"),
        (lambda lines: lines + b'{"title": "x", "text": "y"}\n', "line 4: not written by onrecord export"),
        (lambda lines: lines.replace(b'"onrecord":1', b'"onrecord":9'), "written by a newer onrecord"),
        (lambda lines: lines + b'{"onrecord":1,"text":"x","title":7}\n', "line 4: no line of an export"),
        (lambda lines: lines + b'{"onrecord":1,"x":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "line 4: no line"),
        (lambda lines: gzip.compress(lines)[:-20], "ends or is damaged here"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_added(
    full: Archive, tmp_path: Path, change: Any, sentence: str
) -> None:
    file = tmp_path / "archive.jsonl"
    write(full, file)
    file.write_bytes(change(file.read_bytes()))
    with Archive.open(tmp_path / "again") as archive:
        with pytest.raises(NotExportedLines, match=sentence) as caught:
            take(archive, file)
        assert str(caught.value).startswith(f"{file}: ")
        assert tables(archive) == {}


def test_a_line_that_would_fill_the_memory_is_refused(
    full: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "archive.jsonl"
    write(full, file)
    longest = max(map(len, file.read_bytes().splitlines(keepends=True)))
    monkeypatch.setattr(json_lines, "_LONGEST", longest)
    with Archive.open(tmp_path / "again") as archive:
        assert len(take(archive, file)[0]) == 2
    monkeypatch.setattr(json_lines, "_LONGEST", longest - 1)
    with Archive.open(tmp_path / "third") as archive, pytest.raises(NotExportedLines, match="longer than"):
        take(archive, file)


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (b'{"onrecord":1,"id":7', True),
        (b'\xef\xbb\xbf { "onrecord" : 12,', True),
        (b'{"onrecord":"x"}', False),
        (b'{"id":1,"onrecord":1}', False),
        (b"\x1f\x8b rubbish", False),
        (gzip.compress(b'{"onrecord":1,"id":7}', mtime=0)[:30], True),
        (gzip.compress(b'{"title":"x"}', mtime=0), False),
    ],
)
def test_it_is_told_by_its_beginning(head: bytes, is_one: bool) -> None:
    assert is_exported_lines(head) is is_one


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None, phases=[Phase.generate])
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "title": WORDS,
                "tags": st.lists(WORDS, max_size=2),
                "notes": st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=2), st.booleans()), max_size=2),
                "marks": st.tuples(st.booleans(), st.booleans(), st.integers(0, 9)),
                "is_annotated": st.booleans(),
                "to": st.text("ab c", min_size=1, max_size=3).filter(str.strip),
            }
        ),
        max_size=5,
    ),
    st.sets(st.integers(1, 5), max_size=2),
)
def test_there_and_back_is_the_same(articles: list[dict[str, Any]], removed: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with Archive.open(place / "one") as first, Archive.open(place / "two") as two:
            for number, each in enumerate(articles):
                text = f"The port opens at {number}."
                article = first.articles.add(Draft(title=each["title"], text=text, tags=each["tags"])).id
                if each["is_annotated"]:
                    first.annotations.store(article, Annotation(annotator="1", text_hash=hash_text(text)))
                for body, tags, is_anchored in each["notes"]:
                    first.notes.add(article, body, anchor_at(text, (4, 8)) if is_anchored else None, tags)
                read, starred, position = each["marks"]
                first.articles.update([article], read=read, starred=starred, position=position)
                first.corrections.apply(Correction(kind="rename", article=article, name="port", to=each["to"]))
                first.corrections.apply(Correction(kind="rename", name=each["to"], to="port"))
                first.saved_searches.save(f"search {number}", "port")
            first.articles.remove(removed)
            write(first, place / "archive.jsonl")
            _, conflicts = take(two, place / "archive.jsonl")
            expected = tables(first)
            expected.pop("removed", None)
            assert tables(two) == expected
            assert conflicts == []
            assert two.maintenance.check() == []
            before = tables(first)
            assert take(first, place / "archive.jsonl")[1] == []
            assert tables(first) == before
