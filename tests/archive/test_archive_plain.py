"""To TinyDB's plain JSON and back: stock TinyDB reads it, and nothing is lost on the way."""

from __future__ import annotations

import io
import json
import math
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from archive_sample import ANNOTATION, BANK, STRIKE, TEXT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where

from onrecord.archive import Archive
from onrecord.archive.maintenance.tinydb_json import NotTinyDBJSON, is_tinydb_json
from onrecord.archive.storage import steps
from onrecord.base.records import Anchor, Annotation, Draft, hash_text


def tables(archive: Archive) -> dict[str, list[tuple[Any, dict[str, Any]]]]:
    """Every document of an archive with its id, in TinyDB's order."""
    documents = {
        name: [(document.doc_id, dict(document)) for document in archive.database.table(name)]
        for name in archive.database.tables()
    }
    return {name: documents for name, documents in documents.items() if documents}


def write(archive: Archive, file: Path, articles: list[int] | None = None) -> None:
    with file.open("w", encoding="ascii") as out:
        archive.maintenance.write_tinydb_json(out, articles)


@pytest.fixture
def full(tmp_path: Path) -> Archive:
    """An archive with something of everything; ids have gaps, and a note is on a passage."""
    archive = Archive.open(tmp_path / "full")
    strike, bank = archive.articles.add(STRIKE, ANNOTATION).id, archive.articles.add(BANK).id
    gone, last = (
        archive.articles.add(Draft(title="Gone", text="Gone.")).id,
        archive.articles.add(Draft(title="Ü", text="Last.")).id,
    )
    start = TEXT.index("the talks had failed")
    archive.notes.add(strike, "Why?", Anchor(exact="the talks had failed", start=start, end=start + 20), ["ask"])
    archive.notes.add(bank, "Rates.")
    archive.articles.update([strike], read=True, starred=True, position=17)
    archive.articles.tag([last], add=["Éire"])
    archive.articles.remove([gone])
    archive.database.table("corrections").insert({"article": strike, "kind": "hide", "name": "Okoyo"})
    archive.database.table("shelf").insert_multiple([{"n": 1}, {"n": 2.5, "deep": [None, {"x": True}]}])
    return archive


def test_stock_tinydb_opens_it(full: Archive, tmp_path: Path) -> None:
    file = tmp_path / "archive.json"
    write(full, file)
    with TinyDB(file) as stock:
        assert {"articles", "texts", "annotations", "notes", "corrections", "shelf"} <= stock.tables()
        assert stock.table("articles").get(where("title") == STRIKE.title).doc_id == 1
        assert stock.table("texts").get(doc_id=1) == {"text": TEXT}
        annotation = dict(stock.table("annotations").get(doc_id=1))
        assert msgspec.convert(annotation, Annotation) == ANNOTATION
        assert {
            name: [(document.doc_id, dict(document)) for document in stock.table(name)] for name in tables(full)
        } == tables(full)
        # What stock TinyDB changes is read, too.
        stock.table("articles").update({"starred": True}, doc_ids=[2])
    with Archive.open(tmp_path / "again") as archive:
        list(archive.maintenance.read_tinydb_json(file))
        assert archive.search.ids("is:starred") == [1, 2] or archive.search.ids("is:starred") == [2, 1]


def test_an_empty_archive_becomes_the_same(full: Archive, tmp_path: Path) -> None:
    file = tmp_path / "archive.json"
    write(full, file)
    with Archive.open(tmp_path / "again") as archive:
        added_articles = [
            (added.id, added.new, title) for added, title in archive.maintenance.read_tinydb_json(file)
        ]
        assert added_articles == [(1, True, STRIKE.title), (2, True, BANK.title), (4, True, "Ü")]
        assert tables(archive) == tables(full)
        assert archive.maintenance.check() == []
        for query in ("speaker:brandt said:port", "#éire", "is:starred note:why", "rates", "has:note"):
            assert archive.search.ids(query) == full.search.ids(query) != []
        assert archive.articles.restore([3]) == 1


def test_quotes_are_counted_as_they_are_shown_whatever_the_file_says(full: Archive, tmp_path: Path) -> None:
    file = tmp_path / "archive.json"
    write(full, file)
    stored = json.loads(file.read_text("ascii"))
    stored["annotations"]["1"]["attributions"][1]["cue_type"] = "belief"
    file.write_text(json.dumps(stored), "ascii")
    for name in ("empty", "other"):
        with Archive.open(tmp_path / name) as archive:
            if name == "other":
                archive.articles.add(Draft(title=STRIKE.title, text=TEXT))
            list(archive.maintenance.read_tinydb_json(file))
            assert archive.articles.get(1).quotes == len(archive.quotes.ids("cue:speech")) == 2
            assert len(archive.quotes.ids()) == 3


def test_what_is_chosen_is_written_with_what_belongs_to_it(full: Archive) -> None:
    out = io.StringIO()
    full.maintenance.write_tinydb_json(out, [2])
    assert {name: list(documents) for name, documents in json.loads(out.getvalue()).items() if documents} == {
        "articles": ["2"],
        "texts": ["2"],
        "notes": ["2"],
    }


def test_into_another_archive_it_is_merged(full: Archive, tmp_path: Path) -> None:
    file = tmp_path / "archive.json"
    write(full, file)
    with Archive.open(tmp_path / "other") as archive:
        mine = archive.articles.add(Draft(title="Mine", text="Mine alone.")).id
        standing = archive.articles.add(Draft(title="My own title", text=TEXT, tags=["mine", "economy"])).id
        archive.notes.add(standing, "My note")
        archive.database.table("shelf").insert({"n": 1})
        before = archive.articles.get(standing)
        added_articles = [added for added, _ in archive.maintenance.read_tinydb_json(file)]
        assert [(added.id, added.new) for added in added_articles] == [(standing, False), (3, True), (4, True)]
        article = archive.articles.get(standing)
        assert (article.title, article.read, article.starred, article.added) == (
            "My own title",
            True,
            True,
            before.added,
        )
        assert article.tags == ["mine", "economy", "to read"]
        assert archive.annotations.get(standing) == ANNOTATION
        assert [note.body for note in archive.notes.on(standing)] == ["My note", "Why?"]
        assert archive.articles.text(3) == BANK.text
        assert [note.body for note in archive.notes.on(3)] == ["Rates."]
        assert archive.database.table("corrections").all() == [
            {"article": standing, "kind": "hide", "name": "Okoyo"}
        ]
        assert archive.database.table("shelf").all() == [{"n": 1}, {"n": 2.5, "deep": [None, {"x": True}]}]
        assert archive.maintenance.check() == []
        # Once more changes nothing.
        whole = tables(archive)
        assert [added.new for added, _ in archive.maintenance.read_tinydb_json(file)] == [False] * 3
        assert tables(archive) == whole
        assert archive.articles.get(mine).title == "Mine"


NAMES = st.sampled_from(["shelf", "list", "Ü"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
ANY = st.text(max_size=20)  # halves of surrogate pairs, too
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(ANY, TEXTS, st.lists(TEXTS, max_size=2), st.lists(ANY, max_size=2), st.booleans()), max_size=5
    ),
    st.lists(st.tuples(NAMES, st.dictionaries(ANY, VALUES, max_size=3)), max_size=4),
    st.sets(st.integers(1, 5), max_size=2),
)
def test_there_and_back_is_the_same(
    articles: list[tuple[str, str, list[str], list[str], bool]],
    others: list[tuple[str, dict[str, Any]]],
    removed: set[int],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with Archive.open(place / "one") as first, Archive.open(place / "two") as two:
            for number, (title, text, tags, notes, annotated) in enumerate(articles):
                text = f"{text} {number}"
                article = first.articles.add(Draft(title=title, text=text, tags=tags)).id
                if annotated:
                    first.annotations.store(article, Annotation(annotator="1", text_hash=hash_text(text)))
                for note in notes:
                    first.notes.add(article, note)
            for name, document in others:
                first.database.table(name).insert(document)
            first.articles.remove(removed)
            write(first, place / "archive.json")
            list(two.maintenance.read_tinydb_json(place / "archive.json"))
            assert tables(two) == tables(first)
            assert two.maintenance.check() == []
            assert two.search.ids() == first.search.ids()
            assert two.articles.tags() == first.articles.tags()


def test_ids_that_are_text_and_numbers_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(
        '{"articles": {"7": {"title": "Seven", "text_hash": ""}}, "texts": {"7": {"text": "Seven."}, "9": '
        '{"text": "First line\\nof nine"}}, "shelf": {"a": {"x": NaN}, "b": {"y": "\\ud83d"}}}'
    )
    with Archive.open(tmp_path / "a") as archive:
        assert [
            (added.id, title) for added, title in archive.maintenance.read_tinydb_json(tmp_path / "in.json")
        ] == [
            (7, "Seven"),
            (9, "First line"),
        ]
        assert archive.maintenance.check() == []
        assert archive.articles.get(7).words == 1
        shelf = (archive.database.storage.read() or {})["shelf"]
        assert math.isnan(shelf["a"]["x"])
        assert shelf["b"] == {"y": "\ud83d"}
        assert not archive.articles.add(Draft(title="again", text="Seven.")).new


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "not an archive"),
        ('{"articles": {"1": {"title"', "not an archive"),
        ('{"articles": [1]}', "not an archive"),
        ('{"_default": {"1": {"a": 1}}}', "without the table “articles”"),
        ('{"articles": {"1": 7}, "texts": {}}', "is no object"),
        ('{"articles": {"one": {"title": "x"}}}', "is no whole number"),
        (f'{{"articles": {{"{2**63 - 1}": {{"title": "x"}}}}}}', "is too high"),
        (f'{{"articles": {{"{"9" * 5_000}": {{"title": "x"}}}}}}', "is no whole number"),
        ('{"articles": {"1": {"x": ' + "[" * 5_000 + "]" * 5_000 + "}}}", "nested too deeply"),
        ('{"articles": {}, "notes": {"1": {"x": ' + "[" * 5_000 + "]" * 5_000 + "}}}", "nested too deeply"),
        ('{"articles": {}, "notes": {"1": {"x": ' + "[" * 200 + "]" * 200 + "}}}", "nested too deeply"),
    ],
)
def test_what_is_no_archive_is_said_and_leaves_the_archive_as_it_was(
    tmp_path: Path, content: str, sentence: str
) -> None:
    (tmp_path / "in.json").write_text(content)
    with Archive.open(tmp_path / "a") as archive:
        with pytest.raises(NotTinyDBJSON, match=sentence) as caught:
            list(archive.maintenance.read_tinydb_json(tmp_path / "in.json"))
        assert str(caught.value).startswith(f"{tmp_path / 'in.json'}: ")
        assert tables(archive) == {}


def test_others_write_between_the_articles_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEP", 0)
    monkeypatch.setattr(steps, "PAUSE", 0)
    articles = {str(number): {"title": f"Title {number}"} for number in (1, 2, 3)}
    texts = {number: {"text": f"Text {number}"} for number in articles}
    (tmp_path / "in.json").write_text(json.dumps({"articles": articles, "texts": texts}))
    with Archive.open(tmp_path / "a") as archive, Archive.open(tmp_path / "a") as other:
        taking = archive.maintenance.read_tinydb_json(tmp_path / "in.json")
        first, _ = next(taking)
        between = other.articles.add(Draft(title="Between", text="Text of another writer"))
        rest = [article for article, _ in taking]
        assert (first.id, between.id, [article.id for article in rest]) == (1, 2, [3, 4])
        assert [archive.articles.text(article) for article in (1, 2, 3, 4)] == [
            "Text 1",
            "Text of another writer",
            "Text 2",
            "Text 3",
        ]


def test_documents_of_a_table_of_ones_own_may_be_alike_and_come_once(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text('{"articles": {}, "shelf": {"1": {"x": 1}, "2": {"x": 1}}}')
    with Archive.open(tmp_path / "a") as archive:
        archive.articles.add(Draft(title="A", text="Text"))
        for _ in range(2):
            assert list(archive.maintenance.read_tinydb_json(tmp_path / "in.json")) == []
            assert len(archive.database.table("shelf")) == 2


def test_what_is_nested_as_deep_as_an_archive_takes_is_taken(tmp_path: Path) -> None:
    nested = "[" * 199 + "]" * 199
    (tmp_path / "in.json").write_text(f'{{"articles": {{}}, "shelf": {{"1": {{"x": {nested}}}}}}}')
    with Archive.open(tmp_path / "a") as archive:
        assert list(archive.maintenance.read_tinydb_json(tmp_path / "in.json")) == []
        assert (archive.database.storage.read() or {})["shelf"] == {"1": {"x": json.loads(nested)}}


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (b'{"articles":{\n"1":{"title":', True),
        (b'\n {"_default": {"1": {', True),
        (b'{"articles": {}, "texts"', True),
        (b'{"shelf": {}, "articles": {"1": {', True),
        (b'{"meta": {}, "articles": [{"title"', False),
        (b'{"data": {"article": {"title"', False),
        (b'{"articles": {"first": {"title"', False),
        (b'{"response": {"2021": {', False),
        (b'{"title": "x", "text": "y"}', False),
        (b'{"annotation": {"entities": [', False),
        (b"plain words", False),
    ],
)
def test_it_is_known_by_its_beginning(head: bytes, is_one: bool) -> None:
    assert is_tinydb_json(head) is is_one
