"""Each change is made at once, and undo takes back the newest that is left."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.archive import Archive, ArchiveError, ArchiveFull
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Annotation, Article, Correction, Draft, Entity, hash_text
from onrecord.tui.model.background_work import Workload
from onrecord.tui.model.undo import UndoableEdits

TEXT = "Ann Adler went home."


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """One article, tagged "port", with a note, and two saved searches."""
    with Archive.open(tmp_path / "news") as archive:
        article = archive.articles.add(Draft(title="Home", text=TEXT, tags=["port"])).id
        entities = [Entity(span=(0, 9), label="PERSON")]
        archive.annotations.store(article, Annotation(entities=entities, text_hash=hash_text(TEXT)))
        archive.notes.add(article, "Ask.")
        archive.saved_searches.save("Strikes", "strike")
        archive.saved_searches.save("Water", "water")
        yield archive


def tags(archive: Archive) -> object:
    return archive.articles.get(1).tags


def is_read(archive: Archive) -> object:
    return archive.articles.get(1).read


def is_starred(archive: Archive) -> object:
    return archive.articles.get(1).starred


def notes(archive: Archive) -> object:
    return [note.body for note in archive.notes.on(1)]


def labels(archive: Archive) -> object:
    annotation = archive.annotations.uncorrected(1)
    assert annotation is not None
    return [entity.label for entity in archive.annotations.corrected(1, annotation).entities]


def searches(archive: Archive) -> object:
    return [(saved.name, saved.query) for saved in archive.saved_searches.all()]


def set_label(edits: UndoableEdits, archive: Archive) -> None:
    edits.correct(Correction(kind="label", article=1, to="ORG", anchor=anchor_at(TEXT, (0, 9))))


CHANGES: list[tuple[str, Callable[[UndoableEdits, Archive], object], Callable[[Archive], object], object]] = [
    ("tags", lambda edits, _: edits.tag([1], ["dock"], ["port"]), tags, ["dock"]),
    ("read mark", lambda edits, _: edits.mark_read([1], True), is_read, True),
    ("star", lambda edits, _: edits.star([1], True), is_starred, True),
    ("note", lambda edits, _: edits.write_note([1], "Call.", None), notes, ["Ask.", "Call."]),
    ("edited note", lambda edits, archive: edits.edit_note(archive.notes.on(1)[0], "Call."), notes, ["Call."]),
    ("deleted note", lambda edits, archive: edits.remove_note(archive.notes.on(1)[0]), notes, []),
    ("correction", set_label, labels, ["ORG"]),
    (
        "saved list",
        lambda edits, _: edits.save_search("Ports", "port"),
        searches,
        [("Strikes", "strike"), ("Water", "water"), ("Ports", "port")],
    ),
    (
        "replaced list",
        lambda edits, _: edits.save_search("Strikes", "lockout"),
        searches,
        [("Strikes", "lockout"), ("Water", "water")],
    ),
    (
        "renamed list",
        lambda edits, _: edits.rename_search("Water", "Rain"),
        searches,
        [("Strikes", "strike"), ("Rain", "water")],
    ),
    (
        "moved list",
        lambda edits, _: edits.move_search("Water", 1, 0),
        searches,
        [("Water", "water"), ("Strikes", "strike")],
    ),
    ("deleted list", lambda edits, _: edits.forget_search("Strikes"), searches, [("Water", "water")]),
]


@pytest.mark.parametrize(("name", "change", "state", "changed"), CHANGES, ids=[change[0] for change in CHANGES])
def test_a_change_is_made_and_taken_back(
    archive: Archive,
    name: str,
    change: Callable[[UndoableEdits, Archive], object],
    state: Callable[[Archive], object],
    changed: object,
) -> None:
    edits = UndoableEdits(archive)
    before = state(archive)
    change(edits, archive)
    assert state(archive) == changed != before
    assert edits.newest == name
    assert edits.undo() == name
    assert state(archive) == before


@pytest.mark.parametrize("value", [True, False])
def test_a_mark_that_was_already_set_stays_after_undo(archive: Archive, value: bool) -> None:
    archive.articles.update([1], read=value, starred=value)
    edits = UndoableEdits(archive)
    edits.mark_read([1], value)
    edits.star([1], value)
    edits.undo()
    edits.undo()
    assert is_read(archive) == is_starred(archive) == value


def test_undo_gives_each_of_several_articles_what_it_had(archive: Archive) -> None:
    edits = UndoableEdits(archive)
    archive.articles.add(Draft(title="Sea", text="Calm.", source="Post", tags=["dock"]))
    archive.articles.update([2], read=True)

    def state() -> list[object]:
        return [(each.tags, each.read, each.source) for each in archive.articles.get_many([1, 2])]

    before = state()
    edits.tag([1, 2], ["dock"], ["port"])
    edits.mark_read([1, 2], True)
    edits.set_field([1, 2], "source", "Wire")
    assert state() == [(["dock"], True, "Wire")] * 2
    assert [edits.undo(), edits.undo(), edits.undo()] == ["source", "read mark", "tags"]
    assert state() == before


def test_no_record_of_an_article_is_held_to_take_a_change_back(archive: Archive) -> None:
    def records() -> int:
        gc.collect()
        return sum(isinstance(each, Article) for each in gc.get_objects())

    edits, before = UndoableEdits(archive), records()
    edits.tag(archive.search.ids(), ["port"], [])
    assert records() == before
    edits.undo()


def test_removed_articles_come_back_with_their_notes(archive: Archive) -> None:
    edits = UndoableEdits(archive)
    edits.remove_articles([1])
    assert (archive.articles.existing([1]), edits.newest_load) == (set(), Workload())
    assert edits.undo() == "removal"
    assert notes(archive) == ["Ask."]


def test_a_note_on_several_articles_is_taken_from_all_of_them(archive: Archive) -> None:
    edits = UndoableEdits(archive)
    archive.articles.add(Draft(title="Sea", text="Calm."))
    edits.write_note([1, 2], "Call.", None)
    assert edits.newest_load == Workload(2)
    edits.undo()
    assert [note.body for note in archive.notes.all()] == ["Ask."]


def test_the_newest_change_is_taken_back_first_and_in_the_end_none(archive: Archive) -> None:
    edits = UndoableEdits(archive)
    assert edits.newest is None
    assert edits.undo() is None
    edits.star([1], True)
    edits.mark_read([1], True)
    assert edits.undo() == "read mark"
    assert edits.newest == "star"
    assert edits.undo() == "star"
    assert edits.newest is None
    assert edits.undo() is None


def test_a_change_that_fails_is_not_there_to_be_taken_back(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise ArchiveFull("There is no room left.")

    edits = UndoableEdits(archive)
    monkeypatch.setattr(archive.articles, "update", fail)
    with pytest.raises(ArchiveFull):
        edits.star([1], True)
    assert edits.newest is None


def test_a_hundred_changes_are_remembered(archive: Archive) -> None:
    edits = UndoableEdits(archive)
    edits.tag([1], ["dock"], [])
    for _ in range(50):
        edits.star([1], True)
        edits.mark_read([1], True)
    undone = 0
    while edits.undo():
        undone += 1
    assert undone == 100
    assert tags(archive) == ["port", "dock"]


def test_a_note_on_a_passage_keeps_its_anchor(archive: Archive) -> None:
    UndoableEdits(archive).write_note([1], "Who?", anchor_at(TEXT, (0, 9)))
    anchor = archive.notes.on(1)[-1].anchor
    assert anchor is not None
    assert anchor.exact == "Ann Adler"


Edit = Callable[[UndoableEdits, Archive], object]


@pytest.mark.parametrize(
    ("edit", "is_large"),
    [
        (lambda edits, _: edits.tag([1], ["dock"], []), True),
        (lambda edits, _: edits.set_field([1], "title", "Away"), True),
        (lambda edits, _: edits.write_note([1], "Call.", None), True),
        (lambda edits, archive: edits.edit_note(archive.notes.on(1)[0], "Call."), True),
        (lambda edits, archive: edits.remove_note(archive.notes.on(1)[0]), True),
        (lambda edits, _: edits.set_bookmark(1, "a", anchor_at(TEXT, (0, 3)), None), True),
        (lambda edits, _: edits.remove_articles([1]), True),
        (set_label, True),
        (lambda edits, _: edits.correct(Correction(kind="hide", name="Ann Adler")), False),
        (lambda edits, _: edits.star([1], True), False),
        (lambda edits, _: edits.mark_read([1], True), False),
    ],
)
def test_what_has_a_very_long_text_indexed_anew_is_much_work(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, edit: Edit, is_large: bool
) -> None:
    edits = UndoableEdits(archive)
    monkeypatch.setattr("onrecord.tui.model.background_work.MANY_WORDS", 4 + 25 + 1)
    edit(edits, archive)
    assert edits.newest_load.is_large is False
    edits.undo()
    monkeypatch.setattr("onrecord.tui.model.background_work.MANY_WORDS", 4 + 25)
    edit(edits, archive)
    assert edits.newest_load.is_large is is_large


def test_corrections_made_together_are_taken_back_together(archive: Archive) -> None:
    edits = UndoableEdits(archive)
    rename = Correction(kind="rename", name="Ann Adler", to="Anna Adler")
    stored = edits.correct_all([rename, Correction(kind="hide", name="Bo Lind")])
    assert edits.newest_load == Workload(2, "correction")
    assert archive.corrections.all() == stored
    edits.undo()
    assert archive.corrections.all() == []


def test_of_corrections_made_together_all_or_none_are_stored(archive: Archive) -> None:
    edits = UndoableEdits(archive)
    with pytest.raises(ArchiveError):
        edits.correct_all([Correction(kind="hide", name="Bo Lind"), Correction(kind="hide", name=" ")])
    assert archive.corrections.all() == []
    assert edits.newest is None
