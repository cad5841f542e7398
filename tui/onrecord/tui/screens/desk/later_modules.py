"""What keys of the desk need sooner or later, imported in a thread once somebody uses the desk.

Imported by the first key that needs it, a library such as that for Markdown would keep this key, and all after it,
waiting for a tenth of a second. Imported at the start, they would take a fifth of the memory of a desk that is
only looked at.
"""

from __future__ import annotations

from importlib import import_module
from threading import Thread

from onrecord.archive import parse
from onrecord.terminal import garbage_collection

LATER_MODULES = (
    "onrecord.archive.query.grammar",
    "onrecord.archive.search.explain",
    "onrecord.archive.parts.query_completion",
    "onrecord.archive.parts.dossier_lookup",
    "onrecord.archive.parts.review_queue",
    "onrecord.export",
    "onrecord.tui.screens.dossier",
    "onrecord.tui.screens.help",
    "onrecord.tui.screens.key_editor",
    "onrecord.tui.screens.palette",
    "onrecord.tui.screens.reviews",
    "onrecord.tui.widgets.note_pad",
)
"""Modules that import libraries, or take long themselves, in the order in which keys are likely to need them."""


def import_later_modules() -> None:
    """Start a thread that imports the modules, and then keeps them from being searched for garbage."""
    # A daemon: leaving the desk does not wait for what it no longer needs.
    Thread(target=_import_all, name="later modules", daemon=True).start()


def _import_all() -> None:
    try:
        for name in LATER_MODULES:
            import_module(name)
        parse("word")  # makes the parser
    finally:
        garbage_collection.resume()  # modules are never garbage
