"""What all commands share: options, the archive they work on, and which articles WHICH stands for."""

from __future__ import annotations

import functools
import inspect
import logging
import re
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Protocol

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
    typer.Option(
        "--archive",
        metavar="DIR",
        help="The folder of the archive. Default: that of ONRECORD_ARCHIVE, or of the config file.",
    ),
]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show where in the program an error occurred.")]
FormOption = Annotated[
    OutputForm,
    typer.Option("--format", metavar="text|json|jsonl", help="How to print: as text, as JSON, or as JSON lines."),
]
LimitOption = Annotated[int | None, typer.Option("--limit", metavar="N", min=0, max=2**31, help="List at most N.")]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="N",
        min=1,
        max=1024,
        help="Annotate on N processors. Default: on all of them, and few texts in one process.",
    ),
]
WhichOption = Annotated[
    list[str] | None, typer.Argument(metavar="WHICH", help="One or more ids, or a query. Default: all articles.")
]

# No option is short, or it would be seen in words that exclude: -harbour would ask for help.
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


class OpenDesk(Protocol):
    """Opens the desk on an archive: that of the settings, or that of a folder."""

    def __call__(self, archive: Path | None, *, debug: bool, fresh: bool) -> None:
        """Open it, and return when the user leaves."""


class DeskEntry(NamedTuple):
    """What commands use of the desk, which this package must not import; ``onrecord.entry.main`` passes it in."""

    open: OpenDesk
    key_problems: Callable[[Mapping[str, str]], list[str]]
    """Returns what is wrong with the user's own keys, in sentences."""


@dataclass(frozen=True)
class CommandContext:
    """What one run of a command works with: the desk, the archive as named or as in the settings, ``--debug``."""

    desk: DeskEntry
    folder: Path | None = None
    debug: bool = False

    @functools.cached_property
    def settings(self) -> Settings:
        """Return the user's settings.

        Raises:
            SettingsError: The config file cannot be used.
        """
        return settings.load(self.folder)

    def open(self, *, create: bool = False) -> Archive:
        """Open the archive, and warn on standard error when it is damaged.

        Args:
            create: Whether to create an archive where there is none.

        Raises:
            ArchiveError: The archive cannot be opened, or there is none to open.
        """
        archive = Archive.open(self.settings.archive, create=create, on_progress=progress_reporter())
        if create and not archive.read_only:
            archive.articles.purge()
        if archive.is_partial:
            print(f"onrecord: {visible(archive.read_only)}", file=sys.stderr)
        return archive


def command(name: str, *, examples: str, queries: bool = False, table: str = "") -> Callable[[Command], Command]:
    """Return a decorator that registers a function as a command of ``app``.

    The function gets the CommandContext as its first argument, its docstring is the help text, and what it returns
    is the exit status (None: 0).

    Args:
        name: The name of the command.
        examples: Command lines for the end of the help text, one a line.
        table: Lines that stand before the examples, with a title on the first.
        queries: Whether words that begin with a dash are arguments, not options: ``-not`` excludes.
    """

    def register(function: Command) -> Command:
        def run(context: typer.Context, archive: Path | None, debug: bool, **arguments: Any) -> None:
            parent: CommandContext = context.obj
            session = CommandContext(parent.desk, archive or parent.folder, debug or parent.debug)
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
            epilog="\n\n".join(
                [*([verbatim(*table.split("\n", 1))] if table else []), verbatim("Examples:", examples)]
            ),
            context_settings={"ignore_unknown_options": queries},
        )(run)
        return function

    return register


def verbatim(title: str, lines: str) -> str:
    """Return a part for the end of a help text that keeps its lines, each indented."""
    return "\b\n" + "\n".join([title, *(f"  {line.strip()}" for line in lines.strip().splitlines())])


def quiet(debug: bool) -> None:
    """Hide warnings and log lines of libraries from the user, unless they asked for ``--debug``."""
    if not debug:
        logging.getLogger().addHandler(logging.NullHandler())
        if not sys.warnoptions:
            warnings.simplefilter("ignore")


def query_of(words: Sequence[str] | None) -> str:
    """Return the query that several arguments make together.

    Raises:
        typer.BadParameter: An argument is meant as an option.
    """
    for word in words or ():
        if word.startswith("--"):
            raise typer.BadParameter(f"There is no option {word}; see --help.")
    return " ".join(words or ())


def ids_of(words: Sequence[str] | None) -> list[int] | None:
    """Return the ids that the arguments are, as ``3``, ``3 4`` or ``3,4``; None if they are anything else."""
    if not words or not all(re.fullmatch(r"\d{1,18}(,\d{1,18})*", word) for word in words):
        return None
    return [int(number) for word in words for number in word.split(",")]


def chosen(archive: Archive, words: Sequence[str] | None) -> Sequence[int]:
    """Return the ids of the articles that WHICH stands for; print why, if a query finds none.

    Raises:
        NoSuchArticle: An id is that of no article.
        QueryError: The query cannot be understood.
    """
    ids = ids_of(words)
    if ids is None:
        query = query_of(words)
        matching_ids = archive.search.ids(query)
        if not matching_ids:
            explain_no_match(archive, query)
        return matching_ids
    for article in ids:
        archive.articles.get(article)
    return list(dict.fromkeys(ids))


def explain_no_match(archive: Archive, query: str) -> bool:
    """Print on standard error which parts of a query find nothing; return whether there are any.

    Raises:
        QueryError: The query cannot be understood.
    """
    sentences = archive.search.explain(query)
    for sentence in sentences:
        print(visible(sentence), file=sys.stderr)
    return bool(sentences)


def divided(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split arguments into WHICH (all leading ids, or one argument that is a query) and what follows it."""
    count = next((index for index, word in enumerate(words) if ids_of([word]) is None), len(words)) or 1
    return list(words[:count]), list(words[count:])
