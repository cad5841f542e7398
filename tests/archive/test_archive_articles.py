"""Articles, tags, notes and annotations: stored, changed, removed and brought back."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, MutableMapping
from contextlib import closing
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import msgspec
import pytest
from archive_sample import ANNOTATION, BANK, STRIKE, TEXT, span
from hypothesis import given
from hypothesis import strategies as st
from tinydb import where

from onrecord.archive import Archive, NoSuchArticle, NoSuchNote
from onrecord.archive.indexing.bulk_add import AddedArticle
from onrecord.archive.maintenance import trash as removal_module
from onrecord.archive.parts import article_store
from onrecord.archive.schema import annotation_codec
from onrecord.archive.schema.tables import VERSION
from onrecord.archive.storage import steps
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Actor, Annotation, Attribution, Correction, Draft, Entity, Note, UnnamedSource


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "news") as opened:
        yield opened
        assert opened.maintenance.check() == []


@pytest.fixture
def strike(archive: Archive) -> int:
    return archive.articles.add(STRIKE, ANNOTATION).id


def test_what_was_added_is_there_after_opening_again(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        added = archive.articles.add(STRIKE, ANNOTATION)
        assert added.new
    with Archive.open(tmp_path, create=False) as archive:
        article = archive.articles.get(added.id)
        assert article.title == STRIKE.title
        assert article.tags == STRIKE.tags
        assert article.added.endswith("Z")
        assert (article.words, article.entities, article.quotes, article.actors) == (36, 4, 3, 2)
        assert not article.read
        assert archive.articles.text(added.id) == TEXT
        assert archive.annotations.get(added.id) == ANNOTATION


def test_the_same_text_is_one_article(archive: Archive, strike: int) -> None:
    again = archive.articles.add(Draft(title="Another title", text=TEXT.replace("\n\n", "\n")))
    assert again == AddedArticle(strike, new=False)
    assert archive.articles.get(strike).title == STRIKE.title
    assert list(archive.articles.add_many([STRIKE, BANK, BANK])) == [
        AddedArticle(strike, new=False),
        AddedArticle(strike + 1, new=True),
        AddedArticle(strike + 1, new=False),
    ]


def test_many_are_added_in_several_transactions(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_store, "BATCH", 3)

    def drafts() -> Iterator[Draft]:
        for number in range(8):
            yield Draft(title=f"Number {number}", text=f"text {number}")
        raise OSError("the source broke off")

    with pytest.raises(OSError, match="broke off"):
        list(archive.articles.add_many(drafts()))
    assert archive.search.ids("", "oldest") == [1, 2, 3, 4, 5, 6]


def test_text_that_is_no_valid_unicode_is_kept_as_far_as_it_goes(archive: Archive) -> None:
    text = "half \ud800 a pair, a NUL \0 and \x1b[31m colour"
    article = archive.articles.add(Draft(title="\udfff title", text=text, tags=["\ud800"])).id
    assert archive.articles.text(article) == text.replace("\ud800", "?")
    assert archive.articles.get(article).title == "? title"
    assert archive.search.ids("colour") == [article]
    assert archive.search.hits("colour", text) == [(len(text) - 6, len(text))]


def test_pages_come_in_the_order_asked_for(archive: Archive, strike: int) -> None:
    bank = archive.articles.add(BANK).id
    assert [article.id for article in archive.articles.get_many([bank, 99, strike, bank])] == [bank, strike, bank]
    assert archive.articles.get_many([]) == []


def test_what_is_gone_is_said(archive: Archive) -> None:
    for call in (archive.articles.get, archive.articles.text, lambda article: archive.notes.add(article, "x")):
        with pytest.raises(NoSuchArticle, match="no article 7"):
            call(7)
    with pytest.raises(NoSuchNote, match="no note 7"):
        archive.notes.update(7, "x")
    with pytest.raises(NoSuchNote):
        archive.notes.remove(7)
    with pytest.raises(NoSuchArticle):
        archive.notes.restore(Note(id=1, article=7, body="x"))
    assert archive.annotations.get(7) is None
    assert archive.annotations.store(7, ANNOTATION) is None
    archive.articles.update([7], read=True)
    archive.articles.tag([7], add=["x"])
    assert archive.articles.remove([7]) == 0
    assert archive.articles.tags() == {}


def test_changes_leave_the_rest(archive: Archive, strike: int) -> None:
    before = archive.articles.get(strike)
    archive.articles.update([strike], read=True, starred=True, position=120)
    after = archive.articles.get(strike)
    assert (after.read, after.starred, after.position) == (True, True, 120)
    assert msgspec.structs.replace(after, read=False, starred=False, position=0) == before
    archive.articles.update([strike], title="Strike ends", source="Wire", published="2022-01-01")
    assert archive.search.ids("title:ends source:wire after:2022") == [strike]
    assert archive.search.ids("title:enters") == []


def test_a_new_text_drops_the_annotation_and_moves_notes(archive: Archive, strike: int) -> None:
    note = archive.notes.add(strike, "Really?", anchor_at(TEXT, span("the talks had failed")))
    new = "Corrected. " + TEXT.replace("on Friday", "on Thursday")
    archive.articles.update([strike], text=new)
    assert archive.articles.text(strike) == new
    assert archive.annotations.get(strike) is None
    assert archive.articles.get(strike).annotator == ""
    assert archive.search.ids("thursday") == [strike]
    assert (
        archive.search.ids("friday")
        == archive.search.ids("speaker:brandt")
        == archive.search.ids("actor:brandt")
        == []
    )
    (moved,) = archive.notes.on(strike)
    assert moved.anchor is not None
    assert new[moved.anchor.start : moved.anchor.end] == "the talks had failed"
    assert moved.id == note.id
    assert archive.annotations.store(strike, ANNOTATION) is None
    assert archive.annotations.pending("1 test", ["", "en"]) == [strike]


def test_tags_keep_their_first_spelling(archive: Archive, strike: int) -> None:
    bank = archive.articles.add(BANK).id
    archive.articles.tag([strike, bank], add=["ECONOMY", " #new  tag ", "", "économy"], remove=["To  Read"])
    assert archive.articles.get(strike).tags == ["Economy", "new tag"]
    assert archive.articles.get(bank).tags == ["Economy", "new tag"]
    assert archive.articles.tags() == {"Economy": 2, "new tag": 2}
    archive.articles.tag([strike], remove=["economy"])
    assert archive.articles.tags() == {"new tag": 2, "Economy": 1}
    assert archive.search.ids("tag:economy") == [bank]
    assert archive.search.ids('#"new tag"') == [strike, bank]


def test_notes_are_written_changed_and_brought_back(archive: Archive, strike: int) -> None:
    note = archive.notes.add(strike, "Ask the *union*", tags=["Call"])
    passage = archive.notes.add(strike, "Who else?", anchor_at(TEXT, span("the dockers")))
    assert archive.articles.get(strike).notes == 2
    assert archive.notes.on(strike) == archive.notes.all() == [note, passage]
    assert (
        archive.search.ids("union")
        == archive.search.ids("note:call")
        == archive.search.ids("has:note")
        == [strike]
    )
    other = anchor_at(TEXT, span("the port"))
    moved = archive.notes.move(passage.id, other)
    assert (moved.id, moved.body, moved.anchor) == (passage.id, "Who else?", other)
    archive.notes.restore(passage)
    changed = archive.notes.update(note.id, "Ask the board")
    assert changed.created == note.created
    assert archive.search.ids("union") == []
    removed = archive.notes.remove(note.id)
    assert removed == changed
    assert archive.search.ids("board") == []
    assert archive.articles.get(strike).notes == 1
    archive.notes.restore(removed)
    assert archive.notes.on(strike) == [changed, passage]
    assert archive.search.ids("board") == [strike]
    assert archive.articles.get(strike).notes == 2


def test_what_lists_and_searches_count_as_quotes_reports_words(archive: Archive) -> None:
    both, thoughts = (
        archive.articles.add(STRIKE).id,
        archive.articles.add(msgspec.structs.replace(STRIKE, text="She hoped.", url="")).id,
    )
    said, *others = ANNOTATION.attributions
    others = [msgspec.structs.replace(item, cue_type="belief") for item in others]
    archive.annotations.store(both, msgspec.structs.replace(ANNOTATION, attributions=[said, *others]))
    archive.annotations.store(thoughts, msgspec.structs.replace(ANNOTATION, attributions=others))
    assert [archive.articles.get(article).quotes for article in (both, thoughts)] == [1, 0]
    assert archive.search.ids("quotes>0") == archive.search.ids("has:quote") == [both]
    assert archive.search.ids(order="quotes") == [both, thoughts]
    assert archive.maintenance.statistics().quotes == 1


def test_an_annotation_replaces_another(archive: Archive) -> None:
    strike = archive.articles.add(STRIKE).id
    assert archive.annotations.pending("1 test", ["", "en"]) == [strike]
    article = archive.annotations.store(strike, ANNOTATION)
    assert article is not None
    assert (article.annotator, article.quotes) == ("1 test", 3)
    assert archive.annotations.pending("1 test", ["", "en"]) == []
    assert archive.annotations.pending("2 test", ["", "en"], 5) == [strike]
    fewer = msgspec.structs.replace(ANNOTATION, attributions=ANNOTATION.attributions[:1], annotator="2 test")
    archive.annotations.store(strike, fewer)
    assert archive.annotations.get(strike) == fewer
    assert archive.search.ids("speaker:okoye") == []
    assert archive.search.ids("speaker:brandt") == [strike]
    assert archive.annotations.pending("2 test", ["", "en"]) == []


def test_an_annotation_of_another_text_is_not_taken(archive: Archive, strike: int) -> None:
    other = msgspec.structs.replace(ANNOTATION, text_hash="other", annotator="9")
    assert archive.annotations.store(strike, other) is None
    assert archive.annotations.get(strike) == ANNOTATION


def test_annotations_are_stored_all_or_none(archive: Archive, strike: int) -> None:
    bank = archive.articles.add(BANK).id
    read = Annotation(annotator="2 test")
    assert archive.annotations.store_many([]) == []
    stored = archive.annotations.store_many([(bank, read), (99, read), (strike, read)])
    assert [article and article.id for article in stored] == [bank, None, strike]
    assert archive.annotations.pending("2 test", ["", "en"]) == []

    def broken() -> Iterator[tuple[int, Annotation]]:
        yield bank, Annotation(annotator="3 test")
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        archive.annotations.store_many(broken())
    assert archive.articles.get(bank).annotator == "2 test"


def test_removed_articles_come_back_whole(archive: Archive, strike: int) -> None:
    bank = archive.articles.add(BANK).id
    note = archive.notes.add(strike, "Ask the union")
    archive.database.table("corrections").insert({"article": strike, "kind": "hide", "same": ["a1", "a2"]})
    archive.articles.update([strike], starred=True)
    before = archive.articles.get(strike)
    assert archive.articles.remove([strike, 99, strike]) == 1
    assert archive.search.ids() == [bank]
    assert archive.notes.all() == []
    assert (
        archive.search.ids("union")
        == archive.search.ids("speaker:brandt")
        == archive.search.ids("actor:okoye")
        == []
    )
    assert archive.articles.tags() == {}
    assert archive.maintenance.statistics().removed == 1
    assert archive.maintenance.check() == []
    assert archive.articles.restore([strike, 99]) == 1
    assert archive.articles.get(strike) == before
    assert archive.articles.text(strike) == TEXT
    assert archive.annotations.get(strike) == ANNOTATION
    assert archive.notes.all() == [note]
    assert len(archive.database.table("corrections")) == 1
    assert (
        archive.search.ids("union")
        == archive.search.ids("speaker:brandt")
        == archive.search.ids("tag:economy")
        == [strike]
    )
    assert archive.articles.restore([strike]) == 0


def test_quotes_are_counted_anew_of_what_comes_back(archive: Archive, strike: int) -> None:
    """An earlier version counted beliefs as well, and may have been the one that removed the article."""
    archive.annotations.store(strike, ANNOTATION)
    before = archive.articles.get(strike)
    archive.articles.remove([strike])

    def miscount(document: MutableMapping[str, Any]) -> None:
        document["documents"]["articles"][0][1]["quotes"] = 99

    archive.database.table("removed").update(miscount)
    assert archive.articles.restore([strike]) == 1
    assert archive.articles.get(strike) == before


def test_what_was_added_again_is_not_doubled_by_restoring(archive: Archive, strike: int) -> None:
    archive.articles.remove([strike])
    again = archive.articles.add(STRIKE)
    assert again.new
    assert again.id > strike
    assert archive.articles.restore([strike]) == 0
    assert archive.search.ids() == [again.id]


def test_what_is_let_go_goes_in_steps_that_let_others_write(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = (Draft(title=f"T {number}", text=f"Text {number}.") for number in range(7))
    archive.articles.remove([archive.articles.add(draft).id for draft in drafts])
    monkeypatch.setattr(removal_module, "_PURGED_AT_ONCE", 3)
    monkeypatch.setattr(steps, "STEP", 0)
    remaining: list[int] = []

    def write(_: float) -> None:
        with closing(SQLiteStorage(archive.file, wait=0)) as other, other.transaction():
            remaining.append(len(archive.articles.removed()))

    monkeypatch.setattr("onrecord.archive.storage.steps.time.sleep", write)
    for day, count in ((31, 0), (32, 0), (33, 7), (34, 0)):
        at(monkeypatch, day)
        assert archive.articles.purge() == count
    assert remaining == [4, 1, 0]
    assert archive.maintenance.check() == []


def test_days_that_were_noted_before_an_article_was_removed_do_not_count_for_it(
    archive: Archive, strike: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.articles.remove([strike])
    for day in (31, 32):
        at(monkeypatch, day)
        assert archive.articles.purge() == 0
    bank = archive.articles.add(BANK).id
    archive.articles.remove([bank])
    on_day_10 = (datetime.now(UTC) + timedelta(days=10)).isoformat()
    archive.database.table("removed").update({"removed": on_day_10}, doc_ids=[bank])
    at(monkeypatch, 4000)  # the clock is wrong
    assert archive.articles.purge() == 1
    assert [each.article.id for each in archive.articles.removed()] == [bank]


def test_nothing_is_let_go_where_nothing_may_be_written(
    archive: Archive, strike: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.articles.remove([strike])
    at(monkeypatch, 40)
    with Archive(archive.file, refused="It is only read.") as reader:
        assert reader.articles.purge() == 0
        assert len(reader.articles.removed()) == 1


def test_ids_are_never_given_twice(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        first = archive.articles.add(BANK).id
        archive.articles.remove([first])
    with Archive.open(tmp_path) as archive:
        assert archive.articles.add(STRIKE).id == first + 1


def test_removed_articles_are_kept_for_a_month(
    archive: Archive, strike: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.articles.remove([strike])
    bank = archive.articles.add(BANK).id
    at(monkeypatch, 29)
    assert archive.articles.purge() == 0
    for day in (31, 31, 32):  # a day that comes twice counts once
        at(monkeypatch, day)
        assert archive.articles.purge() == 0
    at(monkeypatch, 33)
    archive.articles.remove([bank])
    assert archive.articles.restore([strike]) == 0
    assert archive.articles.restore([bank]) == 1


def test_a_clock_that_is_wrong_once_takes_nothing_away(
    archive: Archive, strike: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, -900)  # before the article was added
    archive.articles.remove([strike])
    at(monkeypatch, 10_000)
    for _ in range(5):
        assert archive.articles.purge() == 0
    at(monkeypatch, 1)
    assert archive.articles.purge() == 0
    assert archive.articles.restore([strike]) == 1


def at(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Let removing and purging see the time so many days from now."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            return cls.fromtimestamp(time.time() + days * 86_400, tz)

    monkeypatch.setattr(removal_module, "datetime", Clock)


def test_one_action_fails_as_a_whole(archive: Archive, strike: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: Any) -> None:
        raise sqlite3.OperationalError("broken here")

    before = archive.maintenance.statistics()
    monkeypatch.setattr("onrecord.archive.indexing.fulltext._add_rows", broken)
    monkeypatch.setattr("onrecord.archive.indexing.fulltext.add_new_articles", broken)
    for action in (
        lambda: archive.articles.add(BANK),
        lambda: list(archive.articles.add_many([BANK])),
        lambda: archive.articles.tag([strike], add=["x"]),
        lambda: archive.notes.add(strike, "x"),
        lambda: archive.annotations.store(strike, msgspec.structs.replace(ANNOTATION, attributions=[])),
        lambda: archive.articles.remove([strike]),
        lambda: archive.articles.update([strike], title="x"),
    ):
        with pytest.raises(Exception, match="broken here"):
            action()
    monkeypatch.undo()
    assert msgspec.structs.replace(archive.maintenance.statistics(), bytes=before.bytes) == before
    assert archive.search.ids("port tag:economy speaker:brandt") == [strike]
    assert archive.notes.all() == []


def test_the_version_grows_with_every_change(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as first, Archive.open(tmp_path) as other:
        seen = first.version()
        assert first.version() == seen
        for writer in (first, other):
            writer.articles.add(Draft(title="x", text=f"text {id(writer)}"))
            assert first.version() > seen
            seen = first.version()
            assert len(first.search.ids()) == first.search.count()
        assert first.version() == seen


def test_statistics(archive: Archive, strike: int) -> None:
    archive.articles.update([archive.articles.add(BANK).id], read=True, starred=True)
    archive.notes.add(strike, "x")
    counts = archive.maintenance.statistics()
    assert (counts.articles, counts.unread, counts.starred, counts.annotated) == (2, 1, 1, 1)
    assert (counts.quotes, counts.notes, counts.tags, counts.removed, counts.schema) == (3, 1, 2, 0, VERSION)
    assert counts.bytes > archive.file.stat().st_size
    archive.articles.update([strike], read=True)
    assert archive.maintenance.statistics().unread == 0


def test_tinydbs_own_calls_keep_the_indexes_in_step(archive: Archive, strike: int) -> None:
    articles = archive.database.table("articles")
    assert articles.search(where("source") == "Example News")[0].doc_id == strike
    articles.update({"title": "Quayside quarrel", "tags": ["Harbour"]}, where("words") > 10)
    assert archive.search.ids("quarrel tag:harbour") == [strike]
    assert archive.search.ids("title:strike") == archive.search.ids("tag:economy") == []
    archive.database.table("notes").insert({"article": strike, "body": "from elsewhere", "tags": []})
    articles.update({"notes": 1}, doc_ids=[strike])
    assert archive.search.ids("elsewhere") == [strike]
    archive.database.table("annotations").remove(doc_ids=[strike])
    assert archive.search.ids("speaker:brandt") == []
    articles.update({"annotator": ""}, doc_ids=[strike])
    archive.database.drop_tables()
    assert archive.search.ids() == archive.search.ids("quarrel") == []
    assert archive.articles.tags() == {}


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        strike = archive.articles.add(STRIKE, ANNOTATION).id
        archive.notes.add(strike, "x")
        bank = archive.articles.add(BANK).id
        archive.database.table("articles").remove(doc_ids=[strike])
        archive.database.table("texts").remove(doc_ids=[bank])
        with sqlite3.connect(archive.file) as connection:
            connection.execute("INSERT INTO origins (rowid, source) VALUES (77, 'nowhere')")
        problems = archive.maintenance.check()
        assert "1 text belongs to no article." in problems
        assert "1 annotation belongs to no article." in problems
        assert "1 note belongs to no article." in problems
        assert "1 article has no text." in problems
        assert "The index of sources does not agree with them." in problems
        assert len(problems) == 5


def test_a_decision_for_all_articles_belongs_to_none(archive: Archive, strike: int) -> None:
    archive.corrections.apply(Correction(kind="rename", name="Brandt", type="person", to="Ágnes Brandt"))
    archive.articles.remove([strike])
    assert archive.maintenance.check() == []


def test_indexes_are_made_anew(archive: Archive, strike: int) -> None:
    archive.notes.add(strike, "Ask the union")
    connection = archive.database.storage.connection()
    for table in ("search", "said", "named"):
        connection.execute(f"DELETE FROM {table}_data WHERE id > 10")
    assert len(archive.maintenance.check()) >= 3
    archive.maintenance.reindex()
    assert archive.maintenance.check() == []
    assert archive.search.ids("union dockers said:talks actor:brandt source:news") == [strike]
    archive.articles.remove([strike])
    assert archive.search.count("dockers or said:talks or actor:brandt") == 0


def test_an_annotation_is_compact(archive: Archive) -> None:
    # 500 words, with as many quotes and mentions as a news article has.
    text = "".join(
        f"Speaker {number % 7} said the harbour of town {number} was not open today. " for number in range(50)
    )
    quotes = [
        Attribution(
            source=[(start := text.index(f"Speaker {number % 7} said the harbour of town {number} "), start + 9)],
            cue=[(start + 10, start + 14)],
            content=[(start + 15, start + 45)],
            kind="indirect",
            speaker=[f"a{number % 7}"],
            confidence=0.9,
            why="subject of “said”",
        )
        for number in range(0, 50, 3)
    ]
    actors = [
        msgspec.structs.replace(
            ANNOTATION.actors[0],
            id=f"a{number}",
            name=f"Speaker {number}",
            mentions=[(at, at + 9) for at in range(number * 60, len(text), 420)],
        )
        for number in range(7)
    ]
    article = archive.articles.add(Draft(title="x", text=text)).id
    archive.annotations.store(article, Annotation(attributions=quotes, actors=actors, annotator="1"))
    (size,) = sqlite3.connect(archive.file).execute("SELECT length(document) FROM annotations").fetchone()
    assert size < 1200


spans = st.tuples(st.integers(0, 99), st.integers(0, 99))
entities = st.builds(Entity, span=spans, label=st.just("ORG"), actor=st.sampled_from([None, "a"]))
attributions = st.builds(
    Attribution,
    source=st.lists(spans, max_size=2),
    cue=st.lists(spans, max_size=2),
    content=st.lists(spans, max_size=3),
    kind=st.just("direct"),
    speaker=st.lists(st.text(max_size=2), max_size=2),
    unnamed=st.sampled_from([None, "u"]),
)
actors = st.builds(Actor, id=st.text(max_size=2), name=st.text(), type=st.just("group"), mentions=st.lists(spans))
unnamed = st.builds(
    UnnamedSource,
    id=st.text(max_size=2),
    name=st.text(),
    body=st.sampled_from([None, "a"]),
    mentions=st.lists(spans),
)
whole_annotations = st.builds(
    Annotation,
    entities=st.lists(entities, max_size=3),
    attributions=st.lists(attributions, max_size=3),
    actors=st.lists(actors, max_size=3),
    unnamed=st.lists(unnamed, max_size=2),
    annotator=st.text(max_size=3),
)


@given(whole_annotations)
def test_an_annotation_is_packed_and_comes_back(annotation: Annotation) -> None:
    document = msgspec.to_builtins(annotation)
    packed = annotation_codec.pack(document)
    assert isinstance(packed, list)
    assert annotation_codec.unpack(packed) == msgspec.json.decode(msgspec.json.encode(annotation))


def test_an_annotation_of_version_1_comes_back() -> None:
    """It had neither unnamed sources nor a field for them."""
    packed = [[], [[[0, 3], [4, 4], [9, 5], "direct", ["a1"], None, 0.9, "speech", ""]], [], "1", "x"]
    (attribution,) = msgspec.convert(annotation_codec.unpack(packed), Annotation).attributions
    assert (attribution.content, attribution.speaker, attribution.unnamed) == ([(13, 18)], ["a1"], None)


@given(whole_annotations, st.data())
def test_what_is_not_quite_an_annotation_comes_back_as_it_was(annotation: Annotation, data: st.DataObject) -> None:
    document = msgspec.json.decode(msgspec.json.encode(annotation))
    rows = data.draw(
        st.sampled_from([document, *document["entities"], *document["attributions"], *document["actors"]])
    )
    key = data.draw(st.sampled_from(list(rows)))
    other = data.draw(st.sampled_from([None, 1, 1.5, "x", [1], [[1, 2.5]], [[True, 2]], {"a": 1}, []]))
    if data.draw(st.booleans()):
        rows[key] = other
    else:
        del rows[key]
    before = msgspec.json.encode(document)
    assert (
        msgspec.json.encode(
            annotation_codec.unpack(msgspec.json.decode(msgspec.json.encode(annotation_codec.pack(document))))
        )
        == before
    )
