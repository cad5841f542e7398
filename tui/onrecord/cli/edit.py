"""``onrecord tag``, ``note``, ``remove`` and ``restore``: commands that change articles."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from onrecord.archive import ArchiveReadOnly
from onrecord.archive.schema.documents import clean_tags
from onrecord.base.errors import OnRecordError
from onrecord.base.field_limits import LONGEST
from onrecord.cli.context import CommandContext, FormOption, chosen, command, divided, ids_of
from onrecord.cli.output import Row, TableColumn, complain, day, emit, line, table
from onrecord.terminal.private_files import kept_note_sentence
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible


@command(
    "tag",
    queries=True,
    examples="""
    onrecord tag 3 ukraine "summit paris"
    onrecord tag 3 4 5 ukraine
    onrecord tag "source:wire after:2021-04-01" spring
    onrecord tag 3 ukraine --remove
    """,
)
def tag(
    session: CommandContext,
    words: Annotated[
        list[str], typer.Argument(metavar="WHICH NAME", help="One or more ids, or one query; then the tags.")
    ],
    remove: Annotated[bool, typer.Option("--remove", help="Take the tags away.")] = False,
    form: FormOption = "text",
) -> None:
    """Tag articles, or take tags away."""
    which, names = divided(words)
    if not names and len(which) > 1:
        which, names = which[:-1], which[-1:]  # a year is a tag too
    names = clean_tags(names)
    if not names:
        raise typer.BadParameter("Name a tag after the articles.")
    with session.open() as archive:
        ids = chosen(archive, which)
        archive.articles.tag(ids, add=() if remove else names, remove=names if remove else ())
        rows = [{"id": article.id, "tags": article.tags} for article in archive.articles.get_many(ids)]
    hashed = " ".join(f"#{name}" for name in names)
    done = f"Took {hashed} from" if remove else f"Put {hashed} on"
    emit(rows, form, lambda _: line(visible(f"{done} {counted(len(ids), 'article')}.")))


@command(
    "note",
    queries=True,
    examples="""
    onrecord note 3 "Compare with last year."
    onrecord note 3
    onrecord note 3 - < note.md
    """,
)
def note(
    session: CommandContext,
    words: Annotated[
        list[str], typer.Argument(metavar="WHICH [TEXT]", help="One or more ids, or one query; then the note.")
    ],
    form: FormOption = "text",
) -> None:
    """Write a note, in Markdown, on an article.

    Without TEXT the editor of VISUAL or EDITOR opens; with - the note is read from standard input.
    """
    which, rest = divided(words)
    if len(rest) > 1:
        raise typer.BadParameter("The note has to be one argument; put it in quotation marks.")
    with session.open() as archive:
        ids = chosen(archive, which)
        if not rest and archive.read_only:
            raise ArchiveReadOnly(archive.read_only)
        with _note_text(rest) as body:
            if not body.strip():
                raise EmptyNoteError("The note is empty; nothing was stored.")
            notes = archive.notes.add_to_each(ids, body)
    rows = [{"id": each.id, "article": each.article, "body": each.body} for each in notes]
    emit(rows, form, lambda _: line(f"Wrote {counted(len(notes), 'note')}."))


@command(
    "remove",
    queries=True,
    examples="""
    onrecord remove 3
    onrecord remove "tag:old before:2020-01-01" --yes
    """,
)
def remove(
    session: CommandContext,
    which: Annotated[list[str], typer.Argument(metavar="WHICH", help="One or more ids, or a query.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    form: FormOption = "text",
) -> int:
    """Remove articles with their notes.

    For 30 days onrecord restore brings them back. It asks before it removes what a query finds, unless --yes is
    given.
    """
    with session.open() as archive:
        ids = chosen(archive, which)
        if ids_of(which) is None and ids and not yes:
            if not sys.stdin.isatty():
                raise typer.BadParameter("A query may find more than you expect; give --yes to remove all of it.")
            if not typer.confirm(f"Remove {counted(len(ids), 'article')}?", err=True):
                return 1
        removed = archive.articles.remove(ids)
    emit([{"removed": removed}], form, lambda _: line(f"Removed {counted(removed, 'article')}."))
    return 0


@command(
    "restore",
    examples="""
    onrecord restore
    onrecord restore 3
    onrecord restore 3 4 7
    """,
)
def restore(
    session: CommandContext,
    which: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="The removed articles to bring back.")
    ] = None,
    form: FormOption = "text",
) -> int:
    """Bring back removed articles, with their notes; without ID list those that can come back.

    Removed articles are kept for 30 days. One whose text was added again meanwhile stays removed.
    """
    with session.open() as archive:
        if not which:
            archive.articles.purge()
            rows = [
                {"id": removed.article.id, "removed": removed.removed, "title": removed.article.title}
                for removed in archive.articles.removed()
            ]
            emit(rows, form, _print_removed)
            return 0
        ids = ids_of(which)
        if ids is None:
            raise typer.BadParameter("Removed articles are not searched: name ids that onrecord restore lists.")
        restored = archive.articles.restore(ids)
    emit([{"restored": restored}], form, lambda _: line(f"Restored {counted(restored, 'article')}."))
    if restored < len(ids):
        complain(
            f"{counted(len(ids) - restored, 'article')} not restored: not removed, or its text was added again."
        )
    return 0 if restored == len(ids) else 1


def _print_removed(rows: Iterable[Row]) -> None:
    columns = (TableColumn("id", right=True), TableColumn("removed"), TableColumn("title", share=1))
    table(columns, ([str(row["id"]), day(row["removed"]), row["title"]] for row in rows))


class EmptyNoteError(OnRecordError):
    """A note without text."""


class NoteNotStoredError(OnRecordError):
    """A note that was written but could not be stored; its file is kept."""


def _note_text(rest: list[str]) -> AbstractContextManager[str]:
    """Return the text of the note: the argument after WHICH, standard input for ``-``, else from the editor."""
    if not rest:
        return _text_from_editor()
    return nullcontext(sys.stdin.read(LONGEST["note"] + 1) if rest[0] == "-" else rest[0])


@contextmanager
def _text_from_editor() -> Iterator[str]:
    """Yield what the user writes in their editor, and keep its file if the block fails to store it.

    Raises:
        EmptyNoteError: There is no editor, or it failed and nothing is written.
        NoteNotStoredError: The block, or the editor, failed after something was written. The error names the file.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise EmptyNoteError("There is no editor to write in: set EDITOR, or give the note after the article.")
    folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
    file = folder / "note.md"
    file.touch()
    try:
        yield _edit(editor, file)
    except OnRecordError as error:
        if not _is_written(file):
            raise
        raise NoteNotStoredError(f"{error} {kept_note_sentence(file)}") from error
    except BaseException:
        if _is_written(file):
            complain(kept_note_sentence(file))
        raise
    else:
        file.unlink()
    finally:
        if not _is_written(file):
            shutil.rmtree(folder, ignore_errors=True)


def _edit(editor: str, file: Path) -> str:
    """Return what is in a file when the editor is closed.

    Raises:
        EmptyNoteError: The editor failed, or its file cannot be read.
    """
    try:
        subprocess.run([*shlex.split(editor), str(file)], check=True)
        with file.open(encoding="utf-8") as stream:
            return stream.read(LONGEST["note"] + 1)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise EmptyNoteError(f"The editor “{editor}” failed ({error}); no note was written.") from error


def _is_written(file: Path) -> bool:
    """Return whether there is anything but white space in a file."""
    try:
        return bool(file.read_bytes().strip())
    except OSError:
        return False
