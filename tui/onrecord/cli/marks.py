"""``onrecord read``, ``unread``, ``star`` and ``edit``: marking articles and setting what is known of them."""

from __future__ import annotations

from typing import Annotated, Unpack

import typer

from onrecord.archive.parts.article_store import ArticleChanges
from onrecord.cli.context import CommandContext, FormOption, chosen, command
from onrecord.cli.output import emit, line
from onrecord.export.rows import article_row
from onrecord.ingest.fields import iso_date
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible

Which = Annotated[list[str], typer.Argument(metavar="WHICH", help="One or more ids, or a query.")]


@command("read", queries=True, examples="onrecord read 3 4\nonrecord read before:2021")
def read(session: CommandContext, which: Which, form: FormOption = "text") -> None:
    """Mark articles as read."""
    _update(session, which, form, "Marked {} as read.", read=True)


@command("unread", queries=True, examples="onrecord unread 3 4\nonrecord unread tag:later")
def unread(session: CommandContext, which: Which, form: FormOption = "text") -> None:
    """Mark articles as unread."""
    _update(session, which, form, "Marked {} as unread.", read=False)


@command("star", queries=True, examples="onrecord star 3\nonrecord star tag:done --remove")
def star(
    session: CommandContext,
    which: Which,
    remove: Annotated[bool, typer.Option("--remove", help="Take the stars away.")] = False,
    form: FormOption = "text",
) -> None:
    """Star articles, or take their stars away."""
    _update(session, which, form, "Took the stars from {}." if remove else "Starred {}.", starred=not remove)


@command(
    "edit",
    queries=True,
    examples="""
    onrecord edit 3 --title "Strike ends"
    onrecord edit source:wire --source "The Wire"
    onrecord edit 3 --date 2021-04-16 --url https://example.org/strike
    """,
)
def edit(
    session: CommandContext,
    which: Which,
    title: Annotated[str | None, typer.Option("--title", help="The title; of one article only.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Where they appeared.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="The day on which they appeared.")] = None,
    author: Annotated[str | None, typer.Option("--author", help="Who wrote them.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Their address.")] = None,
    form: FormOption = "text",
) -> None:
    """Set the title, source, date, author or address of articles.

    An empty text empties a field; an article keeps its title.
    """
    if title is None and source is None and date is None and author is None and url is None:
        raise typer.BadParameter("Name what to set: --title, --source, --date, --author or --url.")
    if title is not None and not title.strip():
        raise typer.BadParameter("An article needs a title.", param_hint="--title")
    published = iso_date(date) if date else date
    if date and not published:
        raise typer.BadParameter(f"“{date}” is not a date; write it like 2021-04-16.", param_hint="--date")
    changes = ArticleChanges(title=title, source=source, published=published, author=author, url=url)
    _update(session, which, form, "Changed {}.", **changes)


def _update(
    session: CommandContext, which: list[str], form: FormOption, done: str, **changes: Unpack[ArticleChanges]
) -> None:
    """Change articles and print them."""
    with session.open() as archive:
        ids = chosen(archive, which)
        if changes.get("title") is not None and len(ids) > 1:
            raise typer.BadParameter(
                f"{counted(len(ids), 'article')} would get the same title; name one.", param_hint="--title"
            )
        archive.articles.update(ids, **changes)
        rows = [article_row(article) for article in archive.articles.get_many(ids)]
    emit(rows, form, lambda _: line(visible(done.format(counted(len(ids), "article")))))
