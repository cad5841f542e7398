"""Rows read as records, and documents of another form, as users of TinyDB may store them."""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.archive import Archive
from onrecord.archive.schema.record_rows import read_records
from onrecord.archive.schema.tables import NOTES, SEARCHES
from onrecord.base.records import Draft, Note, SavedSearch


def test_documents_of_another_form_are_left_out() -> None:
    rows = [
        (1, json.dumps({"name": "Sea", "query": "tag:sea"})),
        (2, json.dumps({"name": 2, "query": "tag:sea"})),
        (3, json.dumps({"name": "Sea"})),
    ]
    assert read_records(SEARCHES, SavedSearch, rows) == [SavedSearch(id=1, name="Sea", query="tag:sea")]
    assert read_records(NOTES, Note, rows) == []


def test_a_note_of_another_form_stays_stored_and_is_not_shown(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news") as archive:
        article = archive.articles.add(Draft(title="Harbour", text="It is open."))[0]
        note = archive.notes.add(article, "See below")
        archive.database.table("notes").insert({"article": article, "body": 3})
        assert archive.notes.all() == archive.notes.on(article) == [note]
        assert len(archive.database.table("notes")) == 2


def test_a_removed_article_of_another_form_is_neither_listed_nor_restored(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news") as archive:
        article = archive.articles.add(Draft(title="Harbour", text="It is open."))[0]
        archive.articles.remove([article])
        whole = dict(archive.database.table("removed").all()[0])
        others: list[dict[str, object]] = [
            {"removed": ""},
            {"removed": 1, "documents": whole["documents"]},
            {"removed": "", "documents": {**whole["documents"], "articles": []}},
            {"removed": "", "documents": {"articles": whole["documents"]["articles"]}},
        ]
        ids = archive.database.table("removed").insert_multiple(others)
        unnamed = {"articles": [[9, {"title": 3}]], "texts": [], "annotations": [], "notes": []}
        archive.database.table("removed").insert({"removed": "", "documents": unnamed})
        assert [removed.article.id for removed in archive.articles.removed()] == [article]
        assert archive.articles.restore([article, *ids]) == 1


def test_a_version_of_another_form_is_none(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news") as archive:
        article = archive.articles.add(Draft(title="Harbour", text="It is open."))[0]
        version = {"article": article, "title": "Quay", "text": "It is shut.", "text_hash": "1"}
        odd = [version | {"title": 3}, version | {"title": "Mole", "annotation": "x"}]
        archive.database.table("versions").insert_multiple([version, *odd])
        assert [(each.title, each.annotation) for each in archive.versions.earlier(article)] == [
            ("Quay", None),
            ("Mole", None),
        ]
