"""Documents of another form: what is wrong with them, what is made of them, and where they are kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tinydb.table import Document

from onrecord.archive import Archive, ArchiveError
from onrecord.archive.maintenance.repair import repair
from onrecord.archive.schema.document_forms import Misfit, converted, fitting_fields, form_problem, mended_document
from onrecord.archive.schema.record_rows import UnusableDocument
from onrecord.base.records import Correction, Draft, Note

NOTE = {"article": 1, "body": "Ask him."}


def test_what_is_wrong_with_a_document() -> None:
    assert form_problem("notes", NOTE) == ""
    assert form_problem("notes", NOTE | {"body": 3}) == "Expected `str`, got `int` - at `$.body`"
    assert form_problem("notes", {"body": "Ask him."}) == "Object missing required field `article`"
    assert form_problem("notes", NOTE | {"users_own": 3}) == ""
    assert form_problem("corrections", {"kind": "hide"}) == ""
    assert form_problem("corrections", {"kind": "\ud800"}) != ""


def test_half_of_a_surrogate_pair_is_text_but_no_choice() -> None:
    assert converted({"id": 1, "article": 1, "body": "\ud800"}, Note).body == "\ud800"
    with pytest.raises(Misfit):
        converted({"kind": "\ud800"}, Correction)


def test_fields_that_fit() -> None:
    facts = {"title": "Quay", "words": "12", "tags": ["sea", 3], "starred": None, "own": {"a": 1}}
    assert fitting_fields("articles", facts) == {"title": "Quay", "words": 12, "own": {"a": 1}}


@pytest.mark.parametrize(
    ("table", "document", "mended"),
    [
        ("notes", NOTE | {"article": "1", "anchor": {"exact": 2}}, NOTE),
        ("notes", NOTE | {"body": ["Ask", "her."]}, NOTE | {"body": '["Ask", "her."]'}),
        ("notes", {"article": 1, "tags": ["x"]}, {"article": 1, "tags": ["x"], "body": ""}),
        ("notes", {"body": "Whose?"}, None),
        ("searches", {"name": "Sea", "query": "a", "order": "x"}, {"name": "Sea", "query": "a"}),
        ("searches", {"name": "Sea", "query": None}, None),
        ("feeds", {"url": "/news", "pages": "perhaps", "tags": 1}, {"url": "/news"}),
        (
            "corrections",
            {"kind": "hide", "name": "Ann", "article": "3"},
            {"kind": "hide", "name": "Ann", "article": 3},
        ),
        # Without the article it would hold everywhere.
        ("corrections", {"kind": "hide", "name": "Ann", "article": [3]}, None),
        ("removed", {"removed": "2024", "documents": 1}, None),
    ],
)
def test_what_is_made_of_a_document(table: str, document: dict[str, Any], mended: dict[str, Any] | None) -> None:
    assert mended_document(table, document) == mended


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive.open(tmp_path / "news")
    archive.articles.add(Draft(title="Quay", text="It is open.", source="Wire", tags=["sea"]))
    return archive


def test_a_note_of_another_form_is_refused_in_a_sentence_and_stays(archive: Archive) -> None:
    note = archive.database.table("notes").insert(NOTE | {"body": 3})
    message = (
        f"The note {note} is not as a note should be: Expected `str`, got `int` - at `\\$.body`. onrecord doctor"
    )
    with pytest.raises(UnusableDocument, match=message):
        archive.notes.remove(note)
    with pytest.raises(UnusableDocument, match=message):
        archive.notes.remove_each([note])
    assert archive.database.table("notes").get(doc_id=note) == NOTE | {"body": 3}
    assert archive.notes.update(note, "Ask her.").body == "Ask her."


def test_a_correction_of_another_form_is_not_withdrawn(archive: Archive) -> None:
    correction = archive.database.table("corrections").insert({"kind": "praise"})
    with pytest.raises(UnusableDocument, match=f"The correction {correction} is not as a correction should be"):
        archive.corrections.withdraw(correction)
    assert len(archive.database.table("corrections")) == 1


def test_a_text_of_another_form(archive: Archive) -> None:
    archive.database.table("texts").update({"text": 3}, doc_ids=[1])
    with pytest.raises(UnusableDocument, match="The text 1 is not as a text should be"):
        archive.articles.text(1)
    with pytest.raises(UnusableDocument, match="The text 1 is not as a text should be"):
        archive.versions.of(1)


def test_an_article_whose_tags_are_none_can_be_tagged(archive: Archive) -> None:
    archive.database.table("articles").update({"tags": 7}, doc_ids=[1])
    archive.articles.tag([1], add=["harbour"])
    assert archive.articles.get(1).tags == ["harbour"]


def test_a_note_without_a_usable_anchor_stays_when_the_text_changes(archive: Archive) -> None:
    archive.database.table("notes").insert(NOTE | {"anchor": {"exact": 2}})
    archive.articles.update([1], text="It is shut.")
    assert archive.articles.text(1) == "It is shut."


def test_a_repair_makes_of_each_what_it_can_and_keeps_what_it_was(archive: Archive) -> None:
    stored: list[tuple[str, dict[str, Any]]] = [
        ("notes", NOTE | {"body": ["Ask", "her."]}),
        ("notes", {"body": "On nothing."}),
        ("searches", {"name": "Sea", "query": 1}),
        ("corrections", {"kind": "hide", "name": "Ann", "article": [1]}),
    ]
    ids = [archive.database.table(table).insert(document) for table, document in stored]
    archive.database.table("articles").update({"url": 7}, doc_ids=[1])
    archive.close()
    salvaged, _ = repair(archive.file)
    with Archive.open(archive.folder) as repaired:
        assert repaired.maintenance.check() == []
        article = repaired.articles.get(1)
        assert (article.title, article.source, article.tags, article.url) == ("Quay", "Wire", ["sea"], "")
        assert [note.body for note in repaired.notes.all()] == ['["Ask", "her."]']
        assert article.notes == 1
        assert repaired.saved_searches.all() == []
        assert repaired.corrections.all() == []
    lines = [json.loads(line) for line in Path(salvaged.malformed_file).read_text("ascii").splitlines()]
    written = {(line["table"], line["id"]): line["document"] for line in lines}
    for (table, document), doc_id in zip(stored, ids, strict=True):
        assert written[table, doc_id] == document
    assert written["articles", 1]["url"] == 7
    assert len(written) == len(lines) == 5
    assert Path(salvaged.malformed_file).stat().st_mode & 0o077 == 0


def test_a_repair_without_such_documents_writes_no_file(archive: Archive) -> None:
    archive.close()
    salvaged, _ = repair(archive.file)
    assert (salvaged.malformed, salvaged.malformed_file) == ([], "")
    assert not list(archive.folder.glob("*.jsonl"))


def exported_json(archive: Archive, file: Path, **tables: dict[str, Any]) -> Path:
    """Write an archive as TinyDB's JSON, with other documents in some of its tables."""
    with file.open("w", encoding="utf-8") as out:
        archive.maintenance.write_tinydb_json(out)
    stored = json.loads(file.read_text("utf-8"))
    for name, documents in tables.items():
        stored.setdefault(name, {}).update(documents)
    file.write_text(json.dumps(stored), "utf-8")
    return file


def test_a_file_of_tinydb_gives_what_can_be_used_of_its_notes(archive: Archive, tmp_path: Path) -> None:
    notes = {"7": NOTE | {"body": 3}, "8": NOTE | {"article": "1", "anchor": [1]}}
    file = exported_json(archive, tmp_path / "archive.json", notes=notes)
    with Archive.open(tmp_path / "other") as other:
        list(other.maintenance.read_tinydb_json(file))
        assert sorted(note.body for note in other.notes.on(1)) == ["3", "Ask him."]
        assert other.maintenance.check() == []


def test_a_file_of_tinydb_whose_version_cannot_be_used_is_refused_before_anything_is_stored(
    archive: Archive, tmp_path: Path
) -> None:
    file = exported_json(archive, tmp_path / "archive.json", versions={"3": {"article": 1, "text": "Old."}})
    with Archive.open(tmp_path / "other") as other:
        with pytest.raises(ArchiveError, match="the document 3 of its table “versions” is not as it should be"):
            list(other.maintenance.read_tinydb_json(file))
        assert other.search.ids() == []


def test_documents_of_another_form_stand_in_no_ones_way_when_archives_are_merged(
    archive: Archive, tmp_path: Path
) -> None:
    correction = {"kind": "rename", "article": 1, "name": "Ann", "to": "Anne"}
    archive.corrections.apply(Correction(kind="hide", article=1, name="Bo"))
    file = exported_json(archive, tmp_path / "archive.json", corrections={"9": correction | {"anchor": 3}})
    with Archive.open(tmp_path / "other") as other:
        other.articles.add(Draft(title="Quay", text="It is open."))
        other.database.table("articles").update({"tags": 3, "feeds": "x"}, doc_ids=[1])
        other.database.table("versions").insert({"article": 1, "text": 3})
        other.database.table("corrections").insert(correction | {"passages": 3})
        other.database.table("searches").insert({"name": 3})
        for _ in range(2):
            list(other.maintenance.read_tinydb_json(file))
        assert len(other.database.table("corrections")) == 3
        assert [each.kind for each in other.corrections.all()] == ["hide"]
        assert other.articles.get(1).tags == ["sea"]


@pytest.mark.parametrize("article", [-1, 0, 2**27])
@pytest.mark.parametrize("table", ["articles", "texts", "annotations", "removed"])
def test_tinydb_stores_no_article_with_an_id_that_none_may_have(
    archive: Archive, table: str, article: int
) -> None:
    rows = archive.database.table(table)
    before = rows.all()
    with pytest.raises(
        ValueError, match=rf"{table} is a whole number from 1 to 134,217,727, not {article}\. Noth"
    ):
        rows.insert_multiple([Document({"text": "One."}, 2), Document({"text": "Two."}, article)])
    assert rows.all() == before


@pytest.mark.parametrize("article", [-1, 2**27])
def test_a_repair_keeps_what_has_such_an_id_in_a_file(archive: Archive, article: int) -> None:
    archive.notes.add(1, "Stays.")
    note = archive.notes.add(1, "Goes.").id
    with archive.database.storage.transaction() as connection:
        for table in ("articles", "texts"):
            connection.execute(
                f"INSERT INTO {table} (id, document) SELECT ?, document FROM {table} WHERE id = 1", (article,)
            )
    archive.database.table("notes").update({"article": article}, doc_ids=[note])
    problems = archive.maintenance.check()
    archive.close()
    for table in ("articles", "texts"):
        assert any(
            f"1 document of {table} is not as it should be ({article}: Its id is not a whole" in problem
            for problem in problems
        )
    salvaged, _ = repair(archive.file)
    aside = [(document.table, document.id) for document in salvaged.malformed]
    assert sorted(aside) == [("articles", article), ("notes", note), ("texts", article)]
    assert "Goes." in Path(salvaged.malformed_file).read_text("utf-8")
    with Archive.open(archive.folder) as again:
        assert again.maintenance.check() == []
        assert [each.body for each in again.notes.all()] == ["Stays."]
        assert again.search.ids() == [1]
