"""Rows read as records, and notes as users of TinyDB may store them."""

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
