"""The style sheet in two parts: what the first list needs, and the rest."""

from __future__ import annotations

from functools import cache

from textual.app import App

from onrecord.base.settings import resource

_FILE = "styles.tcss"
_LINE = "/* === what comes after the first list === */"


@cache
def _parts() -> tuple[str, str]:
    first, _, rest = resource(_FILE).read_text(encoding="utf-8").partition(_LINE)
    return first, rest


def first() -> str:
    """Return the styles that the first list needs. To parse all would take a tenth of the start."""
    return _parts()[0]


def complete(app: App[object]) -> None:
    """Give the application the other looks as well."""
    app.stylesheet.add_source(_parts()[1], read_from=(_FILE, "later"))
    app.stylesheet.update(app)
