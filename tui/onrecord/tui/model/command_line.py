"""What is typed into the command line: the name of an action with what it is done with, or a row of the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from onrecord.base.errors import OnRecordError
from onrecord.tui.looks.keymap import ACTIONS, Action

_MAX_COMPLETIONS = 200


class CommandLineError(OnRecordError):
    """A command line that names no action, or gives one what it does not take."""


class TextCommand(NamedTuple):
    """What an action does with a text after its name.

    Attributes:
        run: Does it with the text; raises OnRecordError where the text is not fit for it.
        choices: Returns the texts that it takes, of which there may be none yet; None where it takes any text.
        words: Returns words that a text may be made of, beside others; each is completed as it is typed.
        look_up: Returns the texts that may be meant by what is typed so far; called in a thread.
    """

    run: Callable[[str], object]
    choices: Callable[[], Sequence[str]] | None = None
    words: Callable[[], Sequence[str]] = lambda: ()
    look_up: Callable[[str], Sequence[str]] | None = None


class CommandLine(NamedTuple):
    """A command line, understood.

    Attributes:
        name: The name of an action; empty where the line is only a number.
        text: What stands after the name, empty for nothing.
        row: The row of the list to go to, from 1; 0 for none.
    """

    name: str
    text: str = ""
    row: int = 0


class Completion(NamedTuple):
    """A line that the command line offers.

    Attributes:
        line: The line, with a space at its end where a text may follow.
        help: What it does.
        argument: What may follow, such as QUERY.
    """

    line: str
    help: str
    argument: str = ""


def parse_command_line(line: str, text_commands: Mapping[str, TextCommand]) -> CommandLine:
    """Return what a command line asks for.

    Args:
        line: The line; hyphens in the name of an action stand for underscores.
        text_commands: What is done with texts, by the names of actions.

    Raises:
        CommandLineError: It names no action and no row, or gives an action a text that takes none.
    """
    typed_name, _, text = line.strip().lstrip(":").strip().partition(" ")
    text = text.strip()
    if typed_name.isascii() and typed_name.isdigit() and not text:
        row = int(typed_name.lstrip("0")[:18] or "0")
        if not row:
            raise CommandLineError("There is no row 0; the first row of the list is 1.")
        return CommandLine("", row=row)
    if not typed_name:
        raise CommandLineError("Type the name of a command; Tab completes the names there are.")
    name = typed_name.replace("-", "_")
    if name not in {action.name for action in ACTIONS if action.is_command}:
        raise CommandLineError(f"There is no command “{typed_name}”; Tab completes the names there are.")
    if text and name not in text_commands:
        raise CommandLineError(f"{name} takes nothing after its name.")
    if text and (choices := text_commands[name].choices) is not None:
        _check_choice(name, text, choices())
    return CommandLine(name, text)


def _check_choice(name: str, text: str, choices: Sequence[str]) -> None:
    """Raise CommandLineError if a text is none of those that an action takes."""
    if not choices:
        raise CommandLineError(f"There is nothing yet that {name} could take after its name.")
    if text not in choices:
        raise CommandLineError(f"{name} takes {', '.join(choices[:20])} after its name, not “{text}”.")


def completions(
    line: str, text_commands: Mapping[str, TextCommand], history: Sequence[str] = ()
) -> list[Completion]:
    """Return the lines that begin as a line does, or whose words are in it, best first.

    Args:
        line: What is typed so far.
        text_commands: What is done with texts, by the names of actions.
        history: Earlier lines, the newest last; offered while nothing is typed.
    """
    name, has_space, text = _name_and_text(line)
    if has_space and name in text_commands:
        command = text_commands[name]
        chosen = _chosen(text, command.choices()) if command.choices is not None else []
        texts = [*chosen, *_continued(text, command.words())]
        return [Completion(f"{name} {text}", "") for text in texts[:_MAX_COMPLETIONS]]
    earlier = [] if name else [Completion(each, "again") for each in reversed(history)]
    words = line.replace("_", " ").replace("-", " ").casefold().split()
    actions = [action for action in ACTIONS if action.is_command and _matches(action, words)]
    actions.sort(key=lambda action: not action.name.startswith(name))
    return earlier + [
        Completion(f"{action.name} " if action.argument else action.name, action.help, action.argument)
        for action in actions[:_MAX_COMPLETIONS]
    ]


def completion_lookup(
    line: str, text_commands: Mapping[str, TextCommand]
) -> Callable[[], list[Completion]] | None:
    """Return a function that looks up how a line may go on, to be called in a thread; None if nothing has to be.

    Args:
        line: What is typed so far.
        text_commands: What is done with texts, by the names of actions.
    """
    name, _, text = _name_and_text(line)
    look_up = text_commands[name].look_up if name in text_commands else None
    if look_up is None or not text.strip():
        return None
    return lambda: [Completion(f"{name} {longer_text}", "") for longer_text in look_up(text)]


def _name_and_text(line: str) -> tuple[str, str, str]:
    """Return the name of an action as it is typed so far, the space after it if there is one, and the text."""
    typed_name, space, text = line.lstrip().lstrip(":").lstrip().partition(" ")
    return typed_name.replace("-", "_").casefold(), space, text


def _chosen(text: str, choices: Sequence[str]) -> list[str]:
    """Return the choices that have a text in them, those that begin with it first."""
    typed = text.strip().casefold()
    fitting = [choice for choice in choices if typed in choice.casefold()]
    return sorted(fitting, key=lambda choice: not choice.casefold().startswith(typed))


def _continued(text: str, words: Sequence[str]) -> list[str]:
    """Return a text with each of the words with which its last one can go on; signs such as “-” stay before it."""
    last = text.rpartition(" ")[2].lstrip('-#"')
    before = text[: len(text) - len(last)].removesuffix('"')
    return [f"{before}{word} " for word in words if word.lstrip('"').casefold().startswith(last.casefold())]


def _matches(action: Action, words: Sequence[str]) -> bool:
    searched = f"{action.name.replace('_', ' ')} {action.help}".casefold()
    return all(word in searched for word in words)
