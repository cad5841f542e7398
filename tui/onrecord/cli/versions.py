"""``onrecord versions`` and ``diff``: how the text of an article has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from onrecord.archive import Archive
from onrecord.base.errors import OnRecordError
from onrecord.base.records import ArticleVersion, count_words
from onrecord.base.text_changes import text_changes
from onrecord.base.version_history import version_steps
from onrecord.cli.context import CommandContext, FormOption, WhichOption, chosen, command
from onrecord.cli.output import Row, TableColumn, block, day, emit, line, on_terminal, table
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible

_CONTEXT = 60
"""Characters of an unchanged passage that are printed on either side of a change."""

_STYLES = {"removed": "strike red", "added": "bold green"}
_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
"""As wdiff and ``git diff --word-diff`` mark them."""


class NoSuchVersion(OnRecordError):
    """A number that is that of no version."""


@command(
    "versions",
    queries=True,
    examples="""
    onrecord versions
    onrecord versions 3
    onrecord versions source:torvik --format jsonl
    """,
)
def versions(session: CommandContext, which: WhichOption = None, form: FormOption = "text") -> None:
    """List the versions of articles whose texts have changed.

    An article gets a new version when a changed text is added from the same address; onrecord diff shows what
    changed, onrecord show --version a version as it was. Lists and searches have the newest.
    """
    with session.open() as archive:
        ids = chosen(archive, which or ["has:version"])
        emit((row for article in ids for row in _version_rows(archive, article)), form, _print_versions)


@command(
    "diff",
    examples="""
    onrecord diff 3
    onrecord diff 3 --from 1 --to 2
    onrecord diff 3 --format json | jq '.[].changes'
    """,
)
def diff(
    session: CommandContext,
    article: Annotated[int, typer.Argument(metavar="ID", min=1, help="The article.")],
    earlier: Annotated[
        int | None, typer.Option("--from", metavar="N", help="The earlier version. Default: the one before.")
    ] = None,
    later: Annotated[
        int | None, typer.Option("--to", metavar="N", help="The later version. Default: the newest.")
    ] = None,
    form: FormOption = "text",
) -> None:
    """Show what changed in the text of an article from one version to another.

    Words that were taken out are marked [-so-], words that came {+so+}; on a terminal also by colour. Quotes that
    are only in one of the two are listed after the text, where both are annotated.
    """
    with session.open() as archive:
        all_versions = archive.versions.of(article)
        newer = version_number(all_versions, later, default=len(all_versions))
        older = version_number(all_versions, earlier, default=max(newer - 1, 1))
        emit([_diff_row(all_versions, older, newer)], form, _print_diffs)


def version_number(all_versions: list[ArticleVersion], number: int | None, *, default: int) -> int:
    """Return the number of a version that was asked for, from 1.

    Raises:
        NoSuchVersion: The article has no version of this number.
    """
    wanted = default if number is None else number
    if not 1 <= wanted <= len(all_versions):
        have = counted(len(all_versions), "version")
        raise NoSuchVersion(
            f"Article {all_versions[0].article} has {have}; name one from 1 to {len(all_versions)}."
        )
    return wanted


def _version_rows(archive: Archive, article: int) -> Iterator[Row]:
    for step in version_steps(archive.articles.get(article).added, archive.versions.of(article)):
        yield {
            "id": article,
            "version": step.number,
            "since": step.since,
            "title": step.version.title,
            "words": count_words(step.version.text),
            "words_removed": step.count("removed"),
            "words_added": step.count("added"),
        }


def _print_versions(rows: Iterable[Row]) -> None:
    columns = (
        TableColumn("id", right=True, style="dim"),
        TableColumn("version", right=True),
        TableColumn("since"),
        TableColumn("words", right=True),
        TableColumn("changed", right=True),
        TableColumn("title", share=1, style="bold"),
    )
    table(columns, map(_version_cells, rows))


def _version_cells(row: Row) -> list[str]:
    changed = f"-{row['words_removed']} +{row['words_added']}" if row["version"] > 1 else ""
    return [str(row["id"]), str(row["version"]), day(row["since"]), str(row["words"]), changed, row["title"]]


def _diff_row(all_versions: list[ArticleVersion], earlier: int, later: int) -> Row:
    older, newer = all_versions[earlier - 1], all_versions[later - 1]
    quotes = set(_quotes(older)), set(_quotes(newer))
    both = older.annotation is not None and newer.annotation is not None
    return {
        "id": newer.article,
        "title": newer.title,
        "from": earlier,
        "to": later,
        "changes": [{"kind": change.kind, "text": change.text} for change in text_changes(older.text, newer.text)],
        "quotes_removed": [quote for quote in _quotes(older) if both and quote not in quotes[1]],
        "quotes_added": [quote for quote in _quotes(newer) if both and quote not in quotes[0]],
    }


def _quotes(version: ArticleVersion) -> list[str]:
    """Return the words of the quotes of a version, each once."""
    speech = version.annotation.speech() if version.annotation else []
    words = (" ".join(" ".join(version.text[start:end].split()) for start, end in each.content) for each in speech)
    return list(dict.fromkeys(words))


def _print_diffs(rows: Iterable[Row]) -> None:
    for row in rows:
        line((visible(row["title"]), "bold"))
        if all(change["kind"] == "same" for change in row["changes"]):
            both_are = f"both are version {row['from']}; onrecord versions {row['id']} lists all"
            have_same = f"version {row['from']} and version {row['to']} have the same text"
            line(f"Nothing to compare: {both_are if row['from'] == row['to'] else have_same}.")
            return
        line((f"from version {row['from']} to version {row['to']}", "dim"))
        line()
        _print_text(row["changes"])
        for name, kind in (("quotes_removed", "removed"), ("quotes_added", "added")):
            if row[name]:
                line()
                line(f"{counted(len(row[name]), 'quote')} {kind}:")
                for quote in row[name]:
                    block(visible(quote), indent=2)


def _print_text(changes: list[Row]) -> None:
    """Print what changed, with a few words around it."""
    parts: list[str | tuple[str, str]] = []
    for index, change in enumerate(changes):
        if change["kind"] == "same":
            is_end = index == len(changes) - 1
            parts.append(shortened(change["text"], is_start=index == 0, is_end=is_end))
        else:
            before, after = _MARKS[change["kind"]]
            text = change["text"] if on_terminal() else f"{before}{change['text']}{after}"
            parts.append((text, _STYLES[change["kind"]]))
    for paragraph in _paragraphs(parts):
        block(*paragraph)


def shortened(text: str, *, is_start: bool, is_end: bool) -> str:
    """Return an unchanged passage without what is far from any change.

    Args:
        text: The passage.
        is_start: Whether it begins the text, so that no change is before it.
        is_end: Whether it ends the text.
    """
    if len(text) <= 2 * _CONTEXT:
        return text
    head = "" if is_start else text[:_CONTEXT].rpartition(" ")[0] + " "
    tail = "" if is_end else " " + text[-_CONTEXT:].partition(" ")[2]
    return f"{head}…{tail}"


def _paragraphs(parts: Iterable[str | tuple[str, str]]) -> Iterator[list[str | tuple[str, str]]]:
    """Yield the parts of each line of a text."""
    current: list[str | tuple[str, str]] = []
    for part in parts:
        text, style = part if isinstance(part, tuple) else (part, "")
        for number, piece in enumerate(text.split("\n")):
            if number:
                yield current
                current = []
            current.append((visible(piece), style) if style else visible(piece))
    yield current
