"""Write the reference of commands, keys and modules, from the program itself.

usage: python -m docs.reference           writes commands.md, keys.md and modules.md into docs/reference
       python -m docs.reference --check   exits with 1 if they do not say what the program does
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import typer
import typer.main
from textual.keys import format_key
from typer.core import TyperCommand, TyperGroup

from onrecord.base.settings import ENVIRONMENT
from onrecord.cli import app
from onrecord.tui.looks.keymap import ACTIONS, Action

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
REMAKE = "python -m docs.reference"
WIDTH = 100
"""Columns of the help texts, whatever the terminal has."""

PLACES = {
    "desk": "Everywhere on the desk",
    "articles": "In the list of articles",
    "quote-search": "In the list of quotes that a search finds",
    "saved": "In the saved lists",
    "facets": "In the facets",
    "reader": "In the text",
    "actors": "In the actors",
    "quotes": "In the quotes of the article",
    "entities": "In the entities",
    "notes": "In the notes",
    "dossier": "On a dossier",
    "places": "On the places of a quote",
    "reviews": "On the reviews",
    "statistics": "On the statistics",
    "archive-notes": "On the notes on all articles",
    "difference": "On two articles side by side",
    "output": "On the output of a command",
    "keys": "In the key editor",
}
"""The panes and screens of the key table, in the order of the reference, with their headings."""

_MOVING = "Moving in any pane, list or screen"
_KEY_NAMES = {"enter": "Enter", "pageup": "PageUp", "pagedown": "PageDown"}


def commands_page() -> str:
    """Return the reference of the commands: the help text of each, as the program prints it."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    parts = [
        f"# Commands\n\nWhat `onrecord --help` and `onrecord COMMAND --help` print. Made by `{REMAKE}`.",
        _fenced(_help_of(group, "onrecord")),
    ]
    for name, command in group.commands.items():
        assert isinstance(command, TyperCommand)
        parts.append(f"## onrecord {name}\n\n{_fenced(_help_of(command, f'onrecord {name}'))}")
    variables = [f"| `{variable}` | `{setting}` |" for setting, variable in ENVIRONMENT.items()]
    parts.append(
        "## Environment variables\n\n"
        "`ONRECORD_CONFIG` names the config file; each of the others stands for a setting.\n\n"
        + "\n".join(["| variable | setting |", "|---|---|", *variables])
    )
    return "\n\n".join(parts) + "\n"


def keys_page() -> str:
    """Return the reference of the keys: pane by pane, with the name of each action for the config file."""
    moving = [action for action in ACTIONS if "rows" in action.panes]
    parts = [
        f"# Keys\n\nWhat `?` shows on the desk, for all panes and screens. Made by `{REMAKE}`.\n\n"
        "On the desk, `:` runs each action of the desk by its name, also with what may stand after it.\n\n"
        "Each action can be given other keys by its name, in the config file (`onrecord doctor` says where):\n\n"
        '```toml\n[keys]\ntag = "T"\nsearch = "slash,ctrl+s"\n```',
        f"## {_MOVING}\n\n{_table(moving)}",
    ]
    for pane, heading in PLACES.items():
        actions = [action for action in ACTIONS if pane in action.panes and action not in moving]
        if actions:
            parts.append(f"## {heading}\n\n{_table(actions)}")
    return "\n\n".join(parts) + "\n"


def modules_page() -> str:
    """Return the map of the modules: folder by folder, with the first sentence of each module's docstring."""
    parts = [
        "# Modules\n\nEvery module with its purpose, as its docstring says it; "
        f"[architecture.md](../architecture.md) says how they belong together. Made by `{REMAKE}`."
    ]
    files = sorted(file for root in ("core", "tui") for file in (ROOT / root).rglob("*.py"))
    for folder in sorted({file.parent for file in files}):
        modules = [file for file in files if file.parent == folder and file.name != "__init__.py"]
        if modules:
            about = _purpose(folder / "__init__.py")
            rows = [f"| `{file.name}` | {_purpose(file)} |" for file in modules]
            heading = f"## {folder.relative_to(ROOT).as_posix()}"
            table = "\n".join(["| module | purpose |", "|---|---|", *rows])
            parts.append("\n\n".join(part for part in (heading, about, table) if part))
    return "\n\n".join(parts) + "\n"


def _purpose(file: Path) -> str:
    """Return the first paragraph of a module's docstring on one line; nothing where there is none."""
    docstring = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "") if file.exists() else ""
    return " ".join(docstring.split("\n\n")[0].split()).replace("``", "`").replace("|", "\\|")


def _help_of(command: TyperCommand | TyperGroup, name: str) -> str:
    context = typer.Context(command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def _fenced(text: str) -> str:
    return f"```text\n{text}\n```"


def _table(actions: list[Action]) -> str:
    rows = (f"| {_keys(action)} | {action.help} | `{action.name}`{_argument(action)} |" for action in actions)
    return "\n".join(["| keys | what they do | action |", "|---|---|---|", *rows])


def _argument(action: Action) -> str:
    """Return what may follow the name in the command line."""
    return f" {action.argument}" if action.argument else ""


def _keys(action: Action) -> str:
    return " ".join(f"`{_key(name)}`" for name in action.keys.split(",")) if action.keys else f"`:{action.name}`"


def _key(name: str) -> str:
    """Return a key as a reader would write it: the character itself, ctrl+x, PageUp."""
    if name in _KEY_NAMES:
        return _KEY_NAMES[name]
    if "+" in name or len(name) == 1:
        return name
    shown = format_key(name)
    return shown if len(shown) == 1 else name.capitalize()


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each file of the reference with the text that it should have."""
    yield FOLDER / "commands.md", commands_page()
    yield FOLDER / "keys.md", keys_page()
    yield FOLDER / "modules.md", modules_page()


def stale_pages() -> list[Path]:
    """Return the files of the reference that do not say what the program does."""
    return [file for file, text in pages() if not file.exists() or file.read_text(encoding="utf-8") != text]


def main() -> None:
    """Write the reference, or check it."""
    if "--check" in sys.argv[1:]:
        stale = stale_pages()
        if stale:
            sys.exit(f"Not up to date: {', '.join(file.name for file in stale)}. Make them anew: {REMAKE}")
        return
    FOLDER.mkdir(exist_ok=True)
    for file, text in pages():
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
