"""What all commands share: their options, the archive they work on, and what WHICH means."""

from __future__ import annotations

import functools
import inspect
import logging
import re
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from onrecord.archive import Archive
from onrecord.base import settings
from onrecord.base.settings import Settings
from onrecord.terminal.failures import exit_with_message
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.visible_text import visible

Command = Callable[..., int | None]

OutputForm = Literal["text", "json", "jsonl"]

ArchiveOption = Annotated[
    Path | None,
    typer.Option("--archive", metavar="DIR", help="The folder of the archive. Else what ONRECORD_ARCHIVE says."),
]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show where in the program an error came from.")]
FormOption = Annotated[
    OutputForm,
    typer.Option("--format", metavar="text|json|jsonl", help="How to print: for people, as JSON, as JSON lines."),
]
LimitOption = Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help="At most so many.")]
WhichOption = Annotated[
    list[str] | None, typer.Argument(metavar="WHICH", help="An id, several, or a query; nothing is all.")
]

# No option is short, or it would be seen in words that exclude: -harbour would ask for help.
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@dataclass(frozen=True)
class CommandContext:
    """One run of a command, on the archive that the user named or the one of the settings."""

    folder: Path | None = None
    debug: bool = False

    @functools.cached_property
    def settings(self) -> Settings:
        """What the user prefers. Raises SettingsError."""
        return settings.load(self.folder)

    def open(self, *, create: bool = False) -> Archive:
        """The archive; without ``create`` there has to be one. Raises ArchiveError.

        Of a damaged one it is said that it is not all there.
        """
        archive = Archive.open(self.settings.archive, create=create, on_progress=progress_reporter())
        if create and not archive.read_only:
            archive.articles.purge()
        if archive.is_partial:
            print(f"onrecord: {visible(archive.read_only)}", file=sys.stderr)
        return archive


def command(name: str, *, examples: str, queries: bool = False) -> Callable[[Command], Command]:
    """Makes a function a command: its first parameter gets the Session, its docstring is the help.

    What the function returns is the exit status. A command that takes ``queries`` gets words with a dash before
    them as words: ``-not`` excludes.
    """

    def register(function: Command) -> Command:
        def run(context: typer.Context, archive: Path | None, debug: bool, **arguments: Any) -> None:
            outer: CommandContext = context.obj
            session = CommandContext(archive or outer.folder, debug or outer.debug)
            quiet(session.debug)
            with exit_with_message(debug=session.debug, through=(typer.BadParameter, typer.Exit)):
                status = function(session, **arguments)
                sys.stdout.flush()
                sys.exit(status or 0)

        def parameter(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
            return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        parameters = [
            parameter("context", typer.Context),
            *(argument.replace(kind=inspect.Parameter.KEYWORD_ONLY) for argument in own),
            parameter("archive", ArchiveOption, None),
            parameter("debug", DebugOption, False),
        ]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        run.__doc__ = function.__doc__
        app.command(
            name,
            epilog=verbatim("Examples:", examples),
            context_settings={"ignore_unknown_options": queries},
        )(run)
        return function

    return register


def verbatim(title: str, lines: str) -> str:
    """A part at the end of a help text that keeps its lines, each indented."""
    return "\b\n" + "\n".join([title, *(f"  {line.strip()}" for line in lines.strip().splitlines())])


def quiet(debug: bool) -> None:
    """Keeps the libraries' own warnings and log lines from the user, unless he wants to see how it works."""
    if not debug:
        logging.getLogger().addHandler(logging.NullHandler())
        if not sys.warnoptions:
            warnings.simplefilter("ignore")


def query_of(words: Sequence[str] | None) -> str:
    """The query that several arguments make. Raises typer.BadParameter where one is meant as an option."""
    for word in words or ():
        if word.startswith("--"):
            raise typer.BadParameter(f"There is no option {word}; see --help.")
    return " ".join(words or ())


def ids_of(words: Sequence[str] | None) -> list[int] | None:
    """The ids that the arguments are, as ``3``, ``3 4`` or ``3,4``; None if they are anything else."""
    if not words or not all(re.fullmatch(r"\d+(,\d+)*", word) for word in words):
        return None
    return [int(number) for word in words for number in word.split(",")]


def chosen(archive: Archive, words: Sequence[str] | None) -> list[int]:
    """The ids of the articles that WHICH means; where there are none, why. Raises NoSuchArticle and QueryError."""
    ids = ids_of(words)
    if ids is None:
        query = query_of(words)
        found = archive.search.ids(query)
        if not found:
            tell_missing(archive, query)
        return found
    for article in ids:
        archive.articles.get(article)
    return list(dict.fromkeys(ids))


def tell_missing(archive: Archive, query: str) -> bool:
    """Says on standard error why a query finds nothing, if it does find nothing. Raises QueryError."""
    sentences = archive.search.explain(query)
    for sentence in sentences:
        print(visible(sentence), file=sys.stderr)
    return bool(sentences)


def divided(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """WHICH and what follows it: all leading ids, or one argument that is a query."""
    count = next((index for index, word in enumerate(words) if ids_of([word]) is None), len(words)) or 1
    return list(words[:count]), list(words[count:])
