"""Modules that are loaded when they are first used.

Opening an archive and listing its articles needs a small part of the archive's modules, and the desk starts sooner
without the others. For the type checker they are imported as ever::

    if TYPE_CHECKING:
        from onrecord.archive import removal
    else:
        removal = later("onrecord.archive.maintenance.trash")
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


class _Later:
    """A module that is imported, once and in any thread, when something of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._module: ModuleType | None = None

    def __getattr__(self, attribute: str) -> Any:
        if self._module is None:
            self._module = import_module(self._name)
        return getattr(self._module, attribute)


def later(name: str) -> Any:
    """What stands for the module of this name until it is used, and passes everything on to it."""
    return _Later(name)
